#pragma once

#include <span>
#include <utility>
#include <vector>

#include "leeway/model/calibration.h"
#include "leeway/model/compiled_policy.h"
#include "leeway/model/layout.h"
#include "leeway/model/model.h"
#include "leeway/model/preconditioner.h"
#include "leeway/solve/system.h"

namespace leeway {

/// Everything known at one point z, as equations (E1) to (E17) of model.md make it. Shares and prices
/// are against the base year; values are shares of base-year world factor income. What trade reads lies line
/// by line, [k][n], [h][n] or [row] of PolicyRows; what users of inputs read lies economy by economy, [n][k]
/// or [n][h].
struct EquilibriumState {
  Array2 beta;                       ///< [n][k] value-added share of cost
  Array3 g;                          ///< [n][h][input_stride] input shares, where all of them move
  std::vector<double> use_share;     ///< of Calibration::uses, by member: share in the bundle
  std::vector<double> substitution;  ///< [n][bundle][member][member] d spending / d ln price within bundles
  Array2 alpha;                      ///< [n][h]
  Array2 log_materials;              ///< [n][k]
  Array2 V;                          ///< [n][k]
  Array2 M;                          ///< [n][input_stride] materials outlay
  Array2 FD;                         ///< [n][h]
  std::vector<double> log_final;     ///< [n] consumer price

  Array2 log_basic;                  ///< [k][n] the seller's price: cost and output wedge
  Array2 log_composite;              ///< [h][n] composite price that the line prices make
  Array2 X;                          ///< [h][n]
  Array2 Y;                          ///< [k][n]
  Array2 s;                          ///< [l][n]
  Array2 log_line;                   ///< [l][n] line price, backstop included (E7)
  Array2 made;                       ///< [l][n] spending on the backstop, sold by its host at home
  Array2 log_backstop;               ///< [l][n] what making do costs, its premium included
  Array2 short_of;                   ///< [l][n] log premium of a backstop whose capacity is short, else 0
  Array2 u;                          ///< [l][stride] (basic price)^-theta
  Array2 sold;                       ///< [l][stride] what sellers of each origin receive
  std::vector<double> backstop;      ///< [row] pull of the backstop, beside K u of the origins
  std::vector<double> U;             ///< [row] sum_i K u, and the backstop's
  std::vector<double> Fu;            ///< [row] sum_i F u
  std::vector<double> class_share;   ///< [row] of its class in spending on the line; 1 where not cut
  std::vector<double> log_class;     ///< [row] price of its class
  std::vector<double> XL;            ///< [row] spending
  std::vector<double> coef;          ///< [row] XL over U
  std::vector<double> reached;       ///< [row] share of XL that reaches sellers, Fu over U
  std::vector<double> home;          ///< [row] share of XL spent on the importer's own sellers
  std::vector<double> home_reached;  ///< [row] share of XL that reaches them
  std::vector<double> home_sold;     ///< [row] the same as a level
  std::vector<double> kept;          ///< value of each CompiledPolicy::kept entry

  std::vector<double> labour;
  std::vector<double> factor;
  std::vector<double> tariff_revenue;
  std::vector<double> export_revenue;
  std::vector<double> output_revenue;  ///< (1 - 1/o) Y: markups and taxes less subsidies
  std::vector<double> backstop_rent;   ///< of premia on backstops
  std::vector<double> deficit;
  std::vector<double> income;
  std::vector<double> receipts;
  std::vector<double> payments;
  std::vector<char> secluded;  ///< [n] trades next to nothing; receipts and payments are summed by partner
  double world_income = 0.0;
};

/// F(z) of model.md (5.1) with its Jacobian product and the product of the transpose (appendix A).
class Equilibrium final : public solve::System {
 public:
  /// `preconditioner` may be null; it must outlive the object, as must the others. K and F of the flows
  /// under instruments are written at every point.
  Equilibrium(const Calibration& calibration, CompiledPolicy& policy,
              const BlockPreconditioner* preconditioner = nullptr);

  int size() const override { return layout_.size(); }
  void residual(std::span<const double> z, std::span<double> r) override;
  void jacobian(std::span<const double> v, std::span<double> out) override;
  void precondition(std::span<const double> v, std::span<double> out) override;
  void precondition_transpose(std::span<const double> v, std::span<double> out) const;
  /// Keeps multipliers within their bounds.
  void project(std::span<double> z) override;
  /// The residual at z, evaluated only if the last point was another.
  std::span<const double> residual_at(std::span<const double> z);
  /// Holds multipliers at their values: their equations become x = x. For nested solves.
  void hold_multipliers(bool hold) {
    hold_ = hold;
    last_z_.clear();
  }
  /// Where an instrument is at a kink, takes its bound (looser) or its limit (tighter) as what holds.
  void settle_kinks(KinkSide side, std::vector<int>& kinks);
  /// Jacobian products read shares as brief numbers (kernels.h), which only steer the iteration; the full
  /// precision serves tests and sensitivities.
  void use_full_precision();

  /// out = J' y at the last point evaluated, and what gradients need of the same pass.
  struct Adjoint {
    std::vector<double> row_price;  ///< [row] adjoint of the price of a row, all channels
    std::vector<double> row_use;    ///< [row] sum over origins of the adjoint of ln M
    Array2 basic_price;             ///< [n][k] adjoint of the basic price
    Array2 sales;                   ///< [n][k] adjoint of output
    std::vector<double> receipts;
    std::vector<double> payments;
    std::vector<double> income;
    // Of the flows under instruments (CompiledInstruments), by cell, part or instrument:
    std::vector<double> kappa;    ///< [cell] of ln kappa, its effect on the parts' own counts aside
    std::vector<double> f;        ///< [cell]
    std::vector<double> b;        ///< [cell]
    std::vector<double> value;    ///< [cell] of ln of the value, through what limits count
    std::vector<double> part;     ///< [part] of ln kappa, through what limits count
    std::vector<double> customs;  ///< [part] of ln of the customs share, through what limits count
    std::vector<double> invoice;  ///< [part] of ln of the price before premia, through price floors
    std::vector<double> inside;   ///< [instrument] of the share inside the quota
    // Of lines with a backstop:
    std::vector<double> made;    ///< [row] of ln of spending on the backstop
    std::vector<double> scarce;  ///< [row] of the same where it lifts the premium of a short backstop
  };
  void transpose(std::span<const double> y, std::span<double> out, Adjoint* detail = nullptr);

  const Calibration& calibration() const { return c_; }
  const Shares& shares() const { return b_; }
  const CompiledPolicy& policy() const { return p_; }
  const Layout& layout() const { return layout_; }
  const EquilibriumState& state() const { return s_; }

  /// A flow of which a backstop takes some: the two are nearly the same to its buyers (E7).
  struct Switching {
    int row = 0;
    int n = 0;
    int i = 0;
    double log_price = 0.0;   ///< to its buyers
    double log_weight = 0.0;  ///< of its goods in the row
    double f = 0.0;           ///< share of what is paid for it that reaches the seller
    int cell = -1;            ///< of the instruments
    int kept = -1;            ///< of CompiledPolicy::kept
    double pull = 0.0;        ///< of the flow and of what takes its place
    double left = 1.0;        ///< share that the flow keeps of it
    double apart = 0.0;       ///< change of its price less the backstop's, of the last product
    double adjoint = 0.0;     ///< of its price, through what is taken of it
  };
  /// Of one row, in the order of exporters.
  std::span<const Switching> switching_of(int l, std::size_t row) const {
    const auto [first, last] = switching_range(l, row);
    return {switching_.data() + first, switching_.data() + last};
  }
  /// User value of one flow of a row at the last point evaluated.
  double user_value(int l, int row, int i) const {
    return p_.rows->K(row, i) * s_.u(l, i) * s_.coef[static_cast<std::size_t>(row)];
  }

 private:
  std::size_t row(int l, int n) const { return static_cast<std::size_t>(p_.rows->row(l, n)); }
  int rows_of(int l) const { return p_.rows->rows_of(l); }
  /// Calls `visit(row, importer)` for every row of a line.
  template <class Visit>
  void each_row(int l, Visit visit) const {
    const int first = p_.rows->row(l, 0);
    for (int r = first; r < first + rows_of(l); ++r) visit(r, p_.rows->importer(r));
  }
  /// Calls `visit(row, class)` for every class of a cut.
  template <class Visit>
  void each_class(int l, const PolicyRows::Cut& cut, Visit visit) const {
    for (int a = 0; a < cut.count; ++a)
      visit(a == 0 ? row(l, cut.n) : static_cast<std::size_t>(cut.rest + a - 1), a);
  }
  // The equations, in the order of model.md 2.3 and 2.4.
  void costs(std::span<const double> z);
  void materials(std::span<const double> z);
  void bundle_prices(std::span<const double> z);
  void bundle_responses();
  void demand(std::span<const double> z);
  void trade(std::span<const double> z);
  void line_prices(int l, std::span<const double> z);
  void join_classes(int l);
  void join_classes(int l, const PolicyRows::Cut& cut);
  void composite_prices(int h);
  void line_sales(int l);
  void narrow_line(int l);
  // The backstop of a critical input beside the origins of a line (backstop.cpp).
  void set_aside(int l);
  void stand_beside(int l, std::span<const double> z);
  void sell_backstop(int l);
  void put_backstop(int l, int n, double log_cost, const std::vector<double>& origins);
  /// What a unit of each change adds to that of ln of the cost of making do where capacity is short.
  struct Scarcity {
    double spending = 0.0;       ///< ln of spending on the composite
    double nest = 0.0;           ///< ln of the composite's price
    std::vector<double> price;   ///< [class] ln of the price of its row, the backstop's part left out
    std::vector<double> weight;  ///< [class] the class's share in what the backstop sells, over the same sum
  };
  Scarcity scarcity(int l, int n) const;
  void backstop_price_changes(int l, std::span<const double> v);
  void backstop_sales_changes(int l);
  void switching_changes();
  void backstop_use_adjoint(int l, const Array2& gY, const std::vector<double>& yi,
                            std::vector<double>& grow) const;
  struct Adjoints;
  void backstop_adjoint(int l, std::span<double> out, Adjoints& adjoints, Array2& gX);
  double switched_change(int l, const Switching& flow) const;
  /// Pull of the backstop on what an economy buys of a line, all classes together.
  double standing(int l, int n) const;
  /// One minus the elasticity between the lines of a composite; 0 where there is one.
  double between_lines(int h) const;
  bool backed(int l) const { return c_.backstop[static_cast<std::size_t>(l)] > 0.0; }
  /// Whether there is a backstop for an economy: its host works there, and the line is bought.
  bool backed(int l, int n) const {
    return b_.active(n, c_.backstop_host[static_cast<std::size_t>(l)]) && b_.s0(l, n) > 0.0;
  }
  /// Calls `visit(row, class)` for the rows of an importer.
  template <class Visit>
  void each_class_of(int l, int n, Visit visit) const {
    const PolicyRows::Cut* cut = p_.rows->cut_of(l, n);
    visit(row(l, n), 0);
    for (int a = 1; cut != nullptr && a < cut->count; ++a)
      visit(static_cast<std::size_t>(cut->rest + a - 1), a);
  }
  std::pair<std::size_t, std::size_t> switching_range(int l, std::size_t row) const;
  std::span<Switching> switching_of(int l, std::size_t row) {
    const auto [first, last] = switching_range(l, row);
    return {switching_.data() + first, switching_.data() + last};
  }
  void incomes(std::span<const double> z);
  void deficits(std::span<const double> z);
  // Of the flows under instruments (equilibrium_instruments.cpp).
  void set_multipliers(std::span<const double> z);
  void observe_instruments(std::span<const double> z);
  void keep_rents();
  void instrument_residual(std::span<const double> z, std::span<double> r) const;
  void instrument_row_changes(int l, std::span<const double> dx, std::vector<double>& drow_price) const;
  void instrument_changes(std::span<const double> v, std::span<double> out);
  void instrument_adjoint(std::span<const double> y, std::span<double> out, Adjoints& adjoints) const;
  void instrument_line_adjoint(std::span<double> out, Adjoints& adjoints) const;

  // The Jacobian product (linearisation.cpp).
  void input_changes(std::span<const double> v);
  void trade_changes(std::span<const double> v);
  void line_changes(int l, std::span<const double> v);
  void sales_changes(int l);
  void secluded_changes();
  void balance_changes(std::span<const double> v, std::span<double> out);
  // Its transpose (transpose.cpp).
  void balance_adjoint(std::span<const double> y, std::span<double> out, std::vector<double>& yR,
                       std::vector<double>& yQ, std::vector<double>& yi, Array2& gY) const;
  void input_adjoint(std::span<const double> y, const Array2& gX, const Array2& gbasic,
                     std::span<double> out) const;

  const Calibration& c_;
  const Shares& b_;
  CompiledPolicy& p_;
  Layout layout_;
  EquilibriumState s_;
  const BlockPreconditioner* preconditioner_;
  bool hold_ = false;
  bool brief_ = true;                    // Jacobian products read brief numbers
  std::vector<std::size_t> first_cell_;  // [l] of the flows under instruments, and one past the end
  std::vector<Switching> switching_;     // line by line, each in the order of rows, exporters
  std::vector<std::pair<std::size_t, std::size_t>> switching_from_;  // [l] from, and one past the last
  std::vector<char> stands_;                 // [l] a backstop takes something at this point
  std::vector<char> stood_;                  // [l] the same where the line's shares were narrowed
  kernels::Aligned<kernels::Brief> pi_;      // [row] K u / U, without the importer's own sellers
  kernels::Aligned<kernels::Brief> phi_;     // [row] F u / U, the same
  kernels::Aligned<kernels::Brief> inputs_;  // as Shares::g0_brief at this point, where bundles move some
  Array2 narrowed_at_;  // [l][i] seller's price at which the shares of a line were narrowed
  std::vector<double> last_z_;
  std::vector<double> last_r_;

  // Scratch of evaluations and Jacobian products, kept to spare allocations.
  struct Scratch {
    std::vector<double> exponent;  ///< arguments of many exp, expm1 and log1p at once
    std::vector<double> value;
    std::vector<double> log_sum;     ///< of Calibration::uses
    std::vector<double> scale;       ///< [n], or by row of a line
    std::vector<double> dspending;   ///< the same
    std::vector<double> drow_price;  ///< [row]
    std::vector<float> narrow_in;    ///< a vector for kernels of brief numbers
    std::vector<float> narrow_out;   ///< two of their results
    Array2 dc;                       ///< [k][n] log unit cost
    Array2 dbeta;                    ///< [n][k] log value-added share
    Array2 dX;                       ///< [h][n] log spending
    Array2 dline;                    ///< [l][n]
    Array2 dbackstop;                ///< [l][n] log cost of making do, its premium included
    std::vector<double> moved;       ///< [row] sum_i F u_i dc_i / U
    Array2 dcomposite;               ///< [h][n]
    std::vector<double> drow;        ///< [row]
    Array2 dY;                       ///< [k][n]
    std::vector<double> dreceipts;
    std::vector<double> dpayments;
    std::vector<double> drevenue;
  };
  Scratch scratch_;
};

}  // namespace leeway
