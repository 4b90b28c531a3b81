#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "leeway/base/array.h"
#include "leeway/policy/collect.h"

namespace leeway {

class BoundMeasure;

/// A part of a flow, or of its goods of one class, as the stack of tariffs sees it. What nothing splits is
/// one whole part.
struct Part {
  std::string name;
  double share = 1.0;                            ///< of the base-year flow, or of the class in it
  bool by_firm = false;                          ///< it is of some firms; else of all
  std::string firm;                              ///< group of firms; empty: those that no Measure names
  std::vector<const BoundMeasure*> covered_by;   ///< Measures with a coverage or firms that take it
  std::vector<const BoundMeasure*> spared_by;    ///< those that leave it out
  std::vector<const BoundMeasure*> relieved_of;  ///< Measures whose duty a price floor stands in for
};
/// What a stack of tariffs is asked for: a part of the flow, with one quota at its over-quota rate.
struct StackView {
  const Part* part = nullptr;
  const BoundMeasure* over = nullptr;
};

/// A list of goods bound to a world.
struct BoundList {
  const GoodsList* list = nullptr;      ///< of the ledger that the Measures were bound with
  Array2 share;                         ///< [l][i] of what an origin sells on a line, by basic value
  std::vector<double> otherwise;        ///< [l] of origins without a share of their own
  std::vector<const GoodsList*> above;  ///< lists that hold all of it, the nearest first
};

/// Throws InputError for a name that the world does not know.
BoundList bound_list(const World& world, const Ledger& ledger, const GoodsList& list, Date date);

/// The lines of a world by the names that a schedule may use for them.
class LineNames {
 public:
  explicit LineNames(const World& world);

  struct Named {
    int line = 0;
    int rank = 0;  ///< 0: the line's own name; the nearer the name, the lower
  };
  /// Nothing for a name that no line has.
  const std::vector<Named>* find(const std::string& name) const;

 private:
  std::unordered_map<std::string, std::vector<Named>> named_;
};

/// One Measure bound to a world at a date: who, on whom, what lines, at which rates and amounts. All that
/// depends on dates and names is settled here; what comes after reads numbers. Immutable, and holds nothing
/// of the world, so that the policies composed of it share it.
class BoundMeasure {
 public:
  BoundMeasure(const World& world, const LineNames& names, const Ledger& ledger, const Chosen& chosen);

  const Measure& measure() const { return *chosen_.measure; }
  const Chosen& chosen() const { return chosen_; }
  /// The day it began, or the one on which its terms are read.
  Date since() const { return measure().effective.value_or(chosen_.date); }
  const std::vector<int>& by() const { return by_; }
  const std::vector<int>& on() const { return on_; }
  const std::vector<int>& lines() const { return lines_; }
  /// Lists of goods that it covers, or that it leaves out.
  const std::vector<BoundList>& lists() const { return lists_; }
  bool leaves_out_lists() const { return !measure().terms.except.empty(); }
  /// Economies whose sales it may touch.
  const std::vector<int>& sellers() const { return exporters_; }
  /// Products that it names and the world does not carve out.
  const std::vector<std::string>& absent() const { return absent_; }

  /// Whether it acts on imports of n from i: never on domestic flows, nor inside a group that acts. A
  /// pact acts both ways, also between members of one group.
  bool acts_on(int importer, int exporter) const;
  /// Whether it touches a line.
  bool touches(int line) const { return touched_[static_cast<std::size_t>(line)] != 0; }
  /// Share of what an exporter sells on a line that it touches, by basic value.
  double coverage(int line, int exporter) const {
    const double share = coverage_[static_cast<std::size_t>(line)];
    return covered_.empty() || covered_(line, exporter) < 0.0 ? share : share * covered_(line, exporter);
  }
  /// Whether its schedule has a rate for a line from an exporter; true without one.
  bool states_rate(int line, int exporter) const {
    return scheduled_.empty() ||
           scheduled_[static_cast<std::size_t>(line) * is_by_.size() + static_cast<std::size_t>(exporter)] !=
               0;
  }
  /// Share of a part of it that it touches.
  double coverage(int line, int exporter, const Part* part) const;
  /// Share of what it covers that a licence refuses.
  double restriction(int line) const {
    return restriction_.empty() ? 0.0 : restriction_[static_cast<std::size_t>(line)];
  }
  /// Rate of a tariff on a line from an exporter, of a tariff-rate quota the one in its quota, or beyond
  /// when it is the one asked for; of other instruments their one rate. The mean over firms without a part.
  double rate(int line, int exporter, bool alternative, const StackView& view = {}) const;
  /// What an `add` tariff adds to the sector's tariff.
  double contribution(int line, int exporter, bool alternative) const {
    return coverage(line, exporter) * rate(line, exporter, alternative);
  }
  /// The quota of the year that holds its date.
  const QuotaStep& quota() const { return quota_; }
  /// Share of the tariff that a pact removes: cut x phase x utilisation.
  double tariff_cut() const { return tariff_cut_; }
  /// Factor of a pact on the cost of the flow.
  double pact_cost() const { return pact_cost_; }
  /// USD million a year that a transfer pays.
  double yearly_payment() const { return yearly_payment_; }

  /// Calls `visit(importer, exporter)` for the pairs that it acts on, each once.
  template <class Visit>
  void each_pair(Visit visit) const {
    const bool both_ways = measure().instrument == Instrument::pact;
    for (const int n : importers_)
      for (const int i : exporters_)
        if (acts_on(n, i)) visit(n, i);
    if (both_ways)
      for (const int n : exporters_)
        for (const int i : importers_)
          if (acts_on(n, i) && !(is_by(n) && is_on(i))) visit(n, i);
  }
  /// Calls `visit(line, importer, exporter)` for the flows that it touches, each once.
  template <class Visit>
  void each_flow(Visit visit) const {
    each_pair([&](int n, int i) {
      for (const int line : lines_) visit(line, n, i);
    });
  }

 private:
  void bind_coverage(const World& world);
  void bind_restriction(const World& world);
  /// [l] of its lines the share that a table gives them, else the one of all; 0 for goods that it leaves out.
  bool lists_overlap() const;
  void refuse_more_than_all(const World& world) const;
  std::vector<double> by_line(const World& world, double all,
                              const std::map<std::string, double>& by_goods) const;
  void bind_lists(const World& world, const Ledger& ledger);
  void bind_rates();
  void bind_schedule(const World& world, const LineNames& names, const Ledger& ledger);
  void bind_amounts();
  bool is_by(int n) const { return is_by_[static_cast<std::size_t>(n)] != 0; }
  bool is_on(int n) const { return is_on_[static_cast<std::size_t>(n)] != 0; }

  Chosen chosen_;
  bool everyone_ = false;  ///< it is on "*"
  std::vector<int> by_;
  std::vector<int> on_;
  std::vector<int> importers_;
  std::vector<int> exporters_;
  std::vector<int> lines_;
  std::vector<std::string> absent_;
  std::vector<char> is_by_;
  std::vector<char> is_on_;
  std::vector<char> touched_;
  std::vector<double> coverage_;
  std::vector<double> restriction_;  ///< empty where it refuses nothing
  double rate_ = 0.0;
  double rest_rate_ = 0.0;  ///< of firms that the Measure does not name
  Array2 schedule_;         ///< [l][i], empty without a schedule
  Array2 schedule_alt_;
  std::vector<char> scheduled_;  ///< [l][i] whether it has a rate
  Array2 covered_;  ///< [l][i] share that a schedule or lists say is covered, -1 where nothing does
  std::vector<BoundList> lists_;
  QuotaStep quota_;
  double tariff_cut_ = 0.0;
  double pact_cost_ = 1.0;
  double yearly_payment_ = 0.0;
};

/// A bound Measure that acts, with what the base year holds of it and what it stands in for.
struct Acting {
  std::shared_ptr<const BoundMeasure> bound;
  std::shared_ptr<const BoundMeasure> in_base;   ///< as the base year contains it, if it does
  std::shared_ptr<const Measure> replaced;       ///< of a price floor: the duty that it stands in for
  std::shared_ptr<const BoundMeasure> relieved;  ///< that duty, where it acts
  std::shared_ptr<const BoundMeasure> duty;  ///< that duty on the floor's date, for a floor without a price

  const Measure& measure() const { return bound->measure(); }
  /// Whether the base year has what it limits, on the same terms.
  bool is_unchanged() const;
};

/// Everything that a policy is made of. All lists are in the order of the day they began, then ids.
struct BoundSet {
  std::vector<Acting> now;
  std::vector<std::shared_ptr<const BoundMeasure>> in_base;  ///< in force on the day of the base tariffs

  const Acting* find(const std::string& id) const;
};

/// Binds a collection to a world; the very same Measures of a ledger as `like` has them are its own. Throws
/// InputError for a name that the world does not know.
BoundSet bind(const World& world, const Ledger& ledger, const Collection& collection,
              const BoundSet* like = nullptr);
/// Sorts the list of those that act, and joins to each what the base year holds of it and what it replaces.
void join(const World& world, const Ledger& ledger, BoundSet& set);

}  // namespace leeway
