#pragma once

#include <span>
#include <vector>

#include "leeway/base/array.h"
#include "leeway/model/calibration.h"
#include "leeway/model/policy_rows.h"
#include "leeway/policy/policy.h"

namespace leeway {

/// Whether a premium is part of the customs value: the exporter's side takes it before duty.
inline bool before_duty(Control control) {
  return control == Control::export_quota || control == Control::price_floor;
}

/// The flows whose wedge depends on multipliers or is made of parts, and the instruments that set those
/// multipliers (model.md section 3). Holds the structure, and the values at the last point it was shown.
///
/// A part of a flow costs its buyer, over the basic price,
///   kappa = d (1+e) exp(X) (1+t) exp(T - S) exp(M)
/// with X the premia held on the exporter's side before duty (export quotas, price floors), T those of
/// tariff-rate quotas, S subsidies of purchase commitments and M import licences after duty. Of a dollar
/// paid, f = v exp(-X)/(1+e) reaches the seller, where v = exp(S - T - M)/(1+t) is the customs value.
/// Where several premia of a kind meet, the rent is divided in proportion to their logs.
class CompiledInstruments {
 public:
  /// One multiplier at work on one part of a flow.
  struct Attachment {
    int instrument = 0;
    Control control = Control::tariff_rate_quota;
    double slope = 1.0;      ///< d ln kappa of the part per unit of x
    double exporter = 1.0;   ///< share of its rent held in the exporting economy
    double premium = 0.0;    ///< its log premium on the part
    double base = 0.0;       ///< share of the part's user value that its rent is taken on
    double rent = 0.0;       ///< share of the part's user value, were the whole part inside the quota
    double log_kappa = 0.0;  ///< d ln kappa of the whole flow per unit of x
    double f = 0.0;          ///< d f of the whole flow per unit of x
    double b = 0.0;          ///< d b of the whole flow per unit of x
    double b_inside = 0.0;   ///< d b of the whole flow per unit of the share inside the quota
  };
  struct Part {
    double share0 = 1.0;  ///< of the base-year flow
    double weight = 1.0;  ///< share of what access and demand leave of the base-year flow
    double tariff = 0.0;
    double export_tax = 0.0;
    double log_cost = 0.0;
    double log_fixed = 0.0;  ///< ln kappa at x = 0, against the base year
    int first = 0;           ///< attachments [first, last)
    int last = 0;
    double share = 1.0;  ///< of the flow's user value
    double log_kappa = 0.0;
    double X = 0.0;  ///< the premia, by where they sit
    double T = 0.0;
    double S = 0.0;
    double M = 0.0;
    double customs = 1.0;  ///< v
    double f = 1.0;
    double b = 0.0;
  };
  struct Cell {
    int l = 0;
    int n = 0;
    int goods = 0;  ///< class
    int row = 0;    ///< of PolicyRows
    int i = 0;
    double pi0 = 0.0;
    double user0 = 0.0;  ///< base-year user value, share of world factor income
    double theta = 1.0;
    double within = 0.0;    ///< one minus the substitution between parts
    double left = 1.0;      ///< share of what is wanted that the parts' access lets in
    double log_left = 0.0;  ///< ln kappa of varieties lost with it
    double demand = 1.0;    ///< factor on demand for it
    bool open = true;       ///< some of it is let in
    int first = 0;          ///< parts [first, last)
    int last = 0;
    double log_kappa = 0.0;
    double f = 1.0;
    double b = 0.0;
    double K = 0.0;
    double value = 0.0;      ///< user value
    double log_basic = 0.0;  ///< basic price of the seller
  };
  /// A part that counts toward a limit.
  struct Member {
    int cell = 0;
    int part = 0;
    double base = 0.0;  ///< quantity per unit of base-year user value; by value: 1
    double amount = 0.0;
  };
  struct Instrument {
    Control control = Control::tariff_rate_quota;
    bool by_value = false;
    double log_limit = 0.0;
    double top = 0.0;
    double scale = 1.0;  ///< s of Phi = x - clip(x - s G, 0, top)
    double floor = 0.0;
    FloorIndex index = FloorIndex::none;
    std::vector<Member> members;
    std::vector<Member> reference;
    double x = 0.0;
    double G = 0.0;
    double log_amount = 0.0;
    double log_allowed = 0.0;  ///< ln of the limit, reference counted
    double inside = 1.0;       ///< share of the imports that is inside the quota
    double phi = 0.0;
    bool active = false;  ///< the row of Newton's system is that of G, not of a bound

    bool counts() const { return control != Control::price_floor; }
  };

  CompiledInstruments() = default;
  /// `rows` are at the base year's wedges.
  CompiledInstruments(const Calibration& calibration, const PolicyRows& rows, const Policy& policy);

  bool empty() const { return cells.empty(); }
  int multipliers() const { return static_cast<int>(instruments.size()); }

  /// Wedges of every cell at the multipliers x; the shares inside quotas come with observe().
  void set(std::span<const double> x);
  /// Reads value and basic price of the cells (set by the caller), final prices [n] and log wages [n];
  /// fills quantities, G, Phi and what the exporters keep.
  void observe(std::span<const double> log_final, std::span<const double> log_wage);

  /// d ln kappa of a part and of its flow for a change of the multipliers.
  double part_change(const Part& part, const double* dx) const;
  double cell_change(const Cell& cell, const double* dx) const;

  std::vector<Cell> cells;  ///< in the order of l, n, class, i
  std::vector<Part> parts;
  std::vector<Attachment> attachments;
  std::vector<Instrument> instruments;

 private:
  void keep(Cell& cell);
};

}  // namespace leeway
