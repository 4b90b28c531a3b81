#pragma once

#include <optional>
#include <string>
#include <vector>

#include "leeway/base/array.h"
#include "leeway/policy/policy.h"

namespace leeway {

/// How a Measure came to act.
enum class Reason { in_force, used, inlined };

class ActiveMeasure;

/// A part of a flow as the stack of tariffs sees it. A flow that nothing splits is one whole part.
struct Part {
  std::string name;
  double share = 1.0;  ///< of the base-year flow
  std::string firm;    ///< group of firms; empty: those that no Measure names, or all
  std::vector<const ActiveMeasure*> covered_by;   ///< Measures that split the flow by coverage, and take it
  std::vector<const ActiveMeasure*> spared_by;    ///< Measures that split the flow, and leave it out
  std::vector<const ActiveMeasure*> relieved_of;  ///< Measures whose duty a price floor stands in for
};
/// What a stack of tariffs is asked for: a part of the flow, with one quota at its over-quota rate.
struct StackView {
  const Part* part = nullptr;
  const ActiveMeasure* over = nullptr;
};

/// One Measure bound to a world at a date: who, on whom, what lines, at which rates. Everything that
/// resolve_policy and explain_wedge ask of a Measure is asked here, so that the two cannot differ.
class ActiveMeasure {
 public:
  ActiveMeasure(const World& world, const Ledger& ledger, const Measure& measure, Status status,
                Reason reason, Date date, std::optional<Date> known_by = {});

  const Measure& measure() const { return *measure_; }
  Status status() const { return status_; }
  Reason reason() const { return reason_; }
  Date date() const { return date_; }
  /// The day it began, or this one.
  Date since() const { return measure_->effective.value_or(date_); }
  const std::vector<int>& by() const { return by_; }
  const std::vector<int>& on() const { return on_; }
  const std::vector<int>& lines() const { return lines_; }
  /// Products that it names and the world does not carve out.
  const std::vector<std::string>& absent() const { return absent_; }

  /// Whether it acts on imports of n from i: never on domestic flows, nor inside a group that acts. A
  /// pact acts both ways, also between members of one group.
  bool acts_on(int importer, int exporter) const;
  /// Whether it touches a line.
  bool touches(int line) const { return touched_[static_cast<std::size_t>(line)]; }
  /// Share of a line's flow that it touches.
  double coverage(int line) const { return coverage_[static_cast<std::size_t>(line)]; }
  /// Share of a part of it that it touches.
  double coverage(int line, const Part* part) const;
  /// Rate of a tariff on a line from an exporter, of a tariff-rate quota the one in its quota, or beyond
  /// when it is the one asked for; of other instruments their one rate. The mean over firms without a part.
  double rate(int line, int exporter, bool alternative, const StackView& view = {}) const;
  /// What an `add` tariff adds to the sector's tariff.
  double contribution(int line, int exporter, bool alternative) const {
    return coverage(line) * rate(line, exporter, alternative);
  }
  /// Share of the tariff that a pact removes: cut x phase x utilisation.
  double tariff_cut() const;
  /// Factor of a pact on the cost of the flow.
  double pact_cost() const;
  /// USD million a year that a transfer pays.
  double yearly_payment() const;

 private:
  void bind_schedule(const World& world, const Ledger& ledger, Date rates_of);
  double phase() const;

  const Measure* measure_;
  Status status_;
  Reason reason_;
  Date date_;
  std::vector<int> by_;
  std::vector<int> on_;
  std::vector<int> lines_;
  std::vector<std::string> absent_;
  std::vector<bool> is_by_;
  std::vector<bool> is_on_;
  std::vector<bool> touched_;
  std::vector<double> coverage_;
  double rate_ = 0.0;
  double rest_rate_ = 0.0;  ///< of firms that the Measure does not name
  Array2 schedule_;         ///< [l][i], empty without a schedule
  Array2 schedule_alt_;
};

/// The Measures that act on a world at a date, and those that its base year contains. All in order of
/// effective date, then id. Pointers go into the ledger and the options it was made from.
struct ActiveSet {
  std::vector<ActiveMeasure> now;
  std::vector<ActiveMeasure> in_tariffs;  ///< `add` tariffs and pacts in force on the tariff_date
  std::vector<ActiveMeasure> in_flows;    ///< non-tariff Measures in force on flow_date()

  /// Whether the flows of the base year were recorded under it.
  bool embedded(const ActiveMeasure& measure) const;
  static const ActiveMeasure* find(const std::vector<ActiveMeasure>& measures, const std::string& id);
};

/// Collects by PolicyOptions: in force at as_of as known, minus drop, plus use, plus inline. Throws
/// InputError for an unknown id or name, or a drop that is not in force.
ActiveSet collect(const World& world, const Ledger& ledger, const PolicyOptions& options);

/// Calls `visit(line, importer, exporter)` for the flows that a Measure touches.
template <class Visit>
void each_flow(const ActiveMeasure& measure, int economies, Visit visit) {
  for (int n = 0; n < economies; ++n)
    for (int i = 0; i < economies; ++i) {
      if (!measure.acts_on(n, i)) continue;
      for (const int line : measure.lines()) visit(line, n, i);
    }
}

/// The day whose Measures the flows of a world contain: the middle of the base year.
Date flow_date(const World& world);

/// One step in the stack of tariffs on a flow, in the order in which they are taken.
struct TariffStep {
  enum class Kind { subtract, scale, add, max, replace, floor };
  Kind kind = Kind::floor;
  const ActiveMeasure* measure = nullptr;
  double factor = 1.0;  ///< scale: what is left of the base tariff
  /// add: tariff-rate quotas effective earlier, which replace what stood before them but not this. On
  /// their flows this step is taken twice: early it does nothing, and `late` it does.
  std::vector<const ActiveMeasure*> quotas{};
  bool late = false;

  /// Whether it changes the tariff on a flow.
  bool acts(int line, int importer, int exporter) const;
  /// The tariff after this step.
  double apply(double tariff, int line, int importer, int exporter, bool alternative,
               const StackView& view = {}) const;
};
std::vector<TariffStep> tariff_steps(const ActiveSet& active);

}  // namespace leeway
