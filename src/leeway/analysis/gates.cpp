#include "leeway/analysis/gates.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "leeway/analysis/flows.h"
#include "leeway/analysis/study.h"
#include "leeway/base/elementary.h"
#include "leeway/base/error.h"
#include "leeway/base/hash.h"
#include "leeway/policy/bound.h"

namespace leeway {

namespace {

/// Of quantities and prices, above what a certified solve leaves open.
constexpr double tolerance = 1e-6;
/// Of an equivalent variation over income.
constexpr double base_tolerance = 1e-9;
/// How much deeper a cut is made: a quarter more, or a quarter of the way to everything.
constexpr double deeper = 0.25;

enum class Direction { restricts, frees, neither };

struct Flow {
  int line;
  int importer;
  int exporter;
};

using SharedPolicy = std::shared_ptr<const Policy>;

/// The flows that a Measure touches, with an effect of its own on each.
std::vector<Flow> flows_of(const World& world, const Ledger& ledger, const Measure& measure, Date date) {
  const BoundMeasure bound(
      world, LineNames(world), ledger,
      {std::make_shared<const Measure>(measure), Status::in_force, Reason::used, date, date});
  std::vector<Flow> flows;
  bound.each_flow([&](int l, int n, int i) {
    if (n == i || !(world.flow(l, n, i) > 0.0) || !(bound.coverage(l, i) > 0.0)) return;
    if (measure.instrument == Instrument::tariff && bound.rate(l, i, false) == 0.0) return;
    if (restricts(measure) && !(bound.restriction(l) > 0.0) && !(measure.terms.cap_share > 0.0) &&
        !(measure.terms.levy > 0.0))
      return;
    flows.push_back({l, n, i});
  });
  return flows;
}

/// What a Measure's own limits do, where it has any.
Direction by_limits(const Policy& with, const std::string& id) {
  Direction found = Direction::neither;
  for (const BoundInstrument& bound : with.instruments) {
    if (bound.measure != id) continue;
    if (bound.control == Control::purchase_commitment) return Direction::frees;
    if (bound.control == Control::export_quota || bound.control == Control::import_quota)
      found = Direction::restricts;
    if (bound.control == Control::price_floor) return Direction::neither;
  }
  return found;
}

/// What limits on single flows leave of each, by flow: a restriction is named after the Measure that refuses
/// most, and tightened by all.
std::map<std::array<int, 4>, double> limits_on(const Policy& policy) {
  std::map<std::array<int, 4>, double> limits;
  for (const BoundInstrument& bound : policy.instruments) {
    if (bound.flows.size() != 1 || !bound.reference.empty()) continue;
    if (bound.control != Control::export_quota && bound.control != Control::import_quota) continue;
    const InstrumentFlow& f = bound.flows.front();
    const auto [found, is_new] = limits.try_emplace({f.line, f.importer, f.exporter, f.part}, bound.limit);
    if (!is_new) found->second = std::min(found->second, bound.limit);
  }
  return limits;
}

/// By what it does to the wedges of its flows, the same way on all of them.
Direction direction_of(const World& world, const Policy& with, const Policy& without, const Measure& measure,
                       const std::vector<Flow>& flows) {
  bool up = by_limits(with, measure.id) == Direction::restricts;
  bool down = by_limits(with, measure.id) == Direction::frees;
  // A floor in the place of a duty keeps the price and moves the rent.
  if (measure.instrument == Instrument::price_floor && !measure.terms.replaces.empty())
    return Direction::neither;
  if (measure.instrument == Instrument::price_floor) up = true;
  if (measure.instrument == Instrument::subsidy) down = true;
  for (const Flow& f : flows) {
    const Wedge a = without.wedge(world, f.line, f.importer, f.exporter);
    const Wedge b = with.wedge(world, f.line, f.importer, f.exporter);
    const double cost =
        (1.0 + b.tariff) * (1.0 + b.export_tax) * b.cost - (1.0 + a.tariff) * (1.0 + a.export_tax) * a.cost;
    const double wanted = b.access * b.demand - a.access * a.demand;
    up = up || cost > 1e-12 || wanted < -1e-12;
    down = down || cost < -1e-12 || wanted > 1e-12;
  }
  const auto limits = limits_on(without);
  for (const auto& [flow, limit] : limits_on(with))
    if (const auto found = limits.find(flow); found != limits.end()) {
      up = up || limit < found->second;
      down = down || limit > found->second;
    }
  return up == down ? Direction::neither : up ? Direction::restricts : Direction::frees;
}

/// The policy with the rents of a Measure's limits on the side that restricts.
SharedPolicy with_own_rents(SharedPolicy policy, const Measure& measure) {
  const bool imports =
      measure.instrument == Instrument::import_quota || measure.instrument == Instrument::import_ban;
  const RentSplit own = imports ? RentSplit{1.0, 0.0} : RentSplit{0.0, 1.0};
  const auto differs = [&](const BoundInstrument& bound) {
    return bound.measure == measure.id &&
           (bound.control == Control::export_quota || bound.control == Control::import_quota) &&
           bound.rent_to.exporter != own.exporter;
  };
  if (std::none_of(policy->instruments.begin(), policy->instruments.end(), differs)) return policy;
  Policy moved = *policy;
  for (BoundInstrument& bound : moved.instruments)
    if (differs(bound)) bound.rent_to = own;
  return std::make_shared<const Policy>(std::move(moved));
}

/// The term to deepen, and by how much; nothing where there is none.
std::optional<TermScale> deepened(const Measure& measure) {
  const auto share = [&](Term term) -> std::optional<TermScale> {
    const double now = largest(measure, term);
    if (!(now > 0.0 && now < 1.0)) return std::nullopt;
    return TermScale{measure.id, term, (now + deeper * (1.0 - now)) / now};
  };
  const auto times = [&](Term term, double factor) -> std::optional<TermScale> {
    if (!(largest(measure, term) > 0.0)) return std::nullopt;
    return TermScale{measure.id, term, factor};
  };
  switch (measure.instrument) {
    case Instrument::tariff:
    case Instrument::export_tax:
      return times(Term::rate, 1.0 + deeper);
    case Instrument::export_quota:
    case Instrument::import_quota:
      return times(Term::quota, 1.0 - deeper);
    case Instrument::barrier:
      return times(Term::cost, 1.0 + deeper);
    case Instrument::boycott:
      return share(Term::share);
    case Instrument::price_floor:
      return times(Term::price, 1.0 + deeper);
    case Instrument::import_ban:
    case Instrument::export_ban:
      return share(restricts(measure) ? Term::restriction : Term::coverage);
    case Instrument::licence:
      if (restricts(measure)) return share(Term::restriction);
      if (measure.terms.cap_share > 0.0) return times(Term::cap_share, 1.0 - deeper);
      return times(Term::levy, 1.0 + deeper);
    default:
      return std::nullopt;
  }
}

/// Indices of a Measure's flows, base year 1.
struct Indices {
  double quantity = 0.0;
  double price = 0.0;  ///< what buyers pay, over the consumer prices of their economies; of flows still open
};

/// Classes of goods of a flow, by line, importer and exporter.
using ClassesOf = std::map<std::array<int, 3>, std::vector<int>>;

/// The classes of each flow on which two policies of equal classes differ.
ClassesOf classes_moved(const World& world, const Policy& a, const Policy& b,
                        const std::vector<Flow>& flows) {
  ClassesOf moved;
  for (const Flow& f : flows) {
    const CutRow* x = a.cut_row(f.line, f.importer);
    const CutRow* y = b.cut_row(f.line, f.importer);
    if (x == nullptr || y == nullptr || x->classes.size() != y->classes.size()) continue;
    for (std::size_t c = 0; c < x->classes.size(); ++c)
      if (!(x->classes[c].of(world, f.line, f.importer, f.exporter) ==
            y->classes[c].of(world, f.line, f.importer, f.exporter)))
        moved[{f.line, f.importer, f.exporter}].push_back(static_cast<int>(c));
  }
  return moved;
}

/// User price of a flow over the base year's. Of goods in classes it is that of those that a Measure moves,
/// of a flow in parts that of the bundle: unit values move with the mix.
double price_hat(const World& world, const Solution& solution, const Flow& f, double quantity,
                 const ClassesOf& moved) {
  const Result& result = solution.result;
  const CutRow* cut = solution.policy->cut_row(f.line, f.importer);
  if (const auto found = moved.find({f.line, f.importer, f.exporter});
      cut != nullptr && found != moved.end() &&
      static_cast<std::size_t>(found->second.back()) < cut->classes.size()) {
    double share = 0.0;
    double price = 0.0;
    for (const int c : found->second) {
      const ClassFlow one =
          cut->classes[static_cast<std::size_t>(c)].of(world, f.line, f.importer, f.exporter);
      const Wedge& w = one.wedge;
      share += one.share;
      price += one.share * (1.0 + w.tariff) * (1.0 + w.export_tax) * w.cost / (1.0 + one.base_tariff);
    }
    if (share > 0.0)
      return price / share *
             result.basic_price(f.exporter, world.lines[static_cast<std::size_t>(f.line)].producer);
  }
  for (const SplitFlow& split : solution.policy->split_flows) {
    if (split.line != f.line || split.importer != f.importer || split.exporter != f.exporter) continue;
    for (std::size_t j = 0; j < result.money.size(); ++j)
      if (const FlowMoney& m = result.money[j];
          m.line == f.line && m.importer == f.importer && m.exporter == f.exporter)
        return result.money_price[j] *
               result.basic_price(f.exporter, world.lines[static_cast<std::size_t>(f.line)].producer);
  }
  return result.trade(f.line, f.importer, f.exporter) /
         (world.flow(f.line, f.importer, f.exporter) * (1.0 + world.tariff(f.line, f.importer, f.exporter)) *
          quantity);
}

Indices indices_of(const World& world, const Solution& solution, const std::vector<Flow>& flows,
                   const ClassesOf& moved) {
  const Result& result = solution.result;
  double base = 0.0;
  double open = 0.0;
  Indices sum;
  for (const Flow& f : flows) {
    const double value = world.flow(f.line, f.importer, f.exporter);
    const double hat = quantity_hat(world, solution, f.line, f.importer, f.exporter);
    base += value;
    sum.quantity += value * hat;
    if (!(hat > 0.0)) continue;
    open += value;
    sum.price += value * price_hat(world, solution, f, hat, moved) /
                 result.consumer_price[static_cast<std::size_t>(f.importer)];
  }
  sum.quantity = base > 0.0 ? sum.quantity / base : 0.0;
  sum.price = open > 0.0 ? sum.price / open : 0.0;
  return sum;
}

/// The limit that is off most in an equilibrium, over all its instruments, and by Measure.
std::map<std::string, GateResult> limits_of(const Result& result, const std::string& where) {
  std::map<std::string, GateResult> worst;
  for (const InstrumentOutcome& o : result.instruments) {
    if (o.control == Control::price_floor || o.control == Control::purchase_commitment) continue;
    const bool within = o.regime == Regime::binding  ? std::abs(o.quantity - o.limit) <= tolerance * o.limit
                        : o.regime == Regime::filled ? o.quantity >= o.limit * (1.0 - tolerance)
                                                     : o.quantity <= o.limit * (1.0 + tolerance);
    GateResult& one = worst[o.measure];
    if (!one.measure.empty() && (within || one.verdict == GateResult::Verdict::failed)) continue;
    one = {Gate::limit, where,
           o.measure,   within ? GateResult::Verdict::passed : GateResult::Verdict::failed,
           o.limit,     o.quantity};
  }
  return worst;
}

/// One Measure in one policy, and where the equilibria that it needs stand in the Study.
struct Trial {
  std::string where;
  const Measure* measure = nullptr;
  std::vector<Flow> flows;
  Direction direction = Direction::neither;
  std::optional<std::size_t> with;
  std::optional<std::size_t> without;
  std::optional<std::size_t> more;
  std::string problem;
  std::string problem_of_more;
  ClassesOf moved;  ///< by a deeper cut
};

/// What is kept of an equilibrium.
struct Kept {
  bool certified = false;
  std::string id;
  std::map<std::size_t, Indices> of;  ///< by trial
  std::map<std::string, GateResult> limits;
  double largest_ev = 0.0;  ///< over income
};

class Gates {
 public:
  Gates(const Model& model, const Ledger& ledger) : model_(model), ledger_(ledger), study_(model.world()) {
    study_.use(model);
  }

  std::size_t add(std::string name, SharedPolicy policy, const Options& options,
                  std::optional<std::size_t> start) {
    return study_.add({std::move(name), std::move(policy), options, start, {}});
  }

  /// `known` is where the policy with the Measure, or the one without it, is solved already; `other` gives
  /// the other one.
  void try_measure(const std::string& where, const Measure& measure, const std::function<Policy()>& other,
                   std::size_t known, bool known_has_it, const Options& options) {
    Trial trial{where, &measure, {}, Direction::neither, {}, {}, {}, "", "", {}};
    const std::string& id = measure.id;
    try {
      auto second = std::make_shared<const Policy>(other());
      const SharedPolicy first = study_.cases()[known].policy;
      const SharedPolicy without = known_has_it ? second : first;
      const SharedPolicy with = with_own_rents(known_has_it ? first : second, measure);
      trial.flows = flows_of(model_.world(), ledger_, measure, with->as_of);
      trial.direction = direction_of(model_.world(), *with, *without, measure, trial.flows);
      trial.with = with == first ? known : add(id, with, options, known);
      trial.without = without == first ? known : add("without " + id, without, options, known);
      if (trial.direction == Direction::restricts) deepen(trial, known_has_it ? *first : *second, options);
    } catch (const InputError& error) {
      trial.problem = error.message();
    }
    trials_.push_back(std::move(trial));
  }

  GateReport run(const std::function<void(int, int)>& progress, std::size_t base, const std::string& asked) {
    std::map<std::size_t, std::vector<std::size_t>> asks;
    for (std::size_t t = 0; t < trials_.size(); ++t)
      for (const auto& at : {trials_[t].with, trials_[t].without, trials_[t].more})
        if (at) asks[*at].push_back(t);
    StudySettings settings;
    settings.progress = progress;
    const auto kept = study_.run(settings, [&](std::size_t at, const Outcome& outcome) {
      Kept one;
      one.id = outcome.id();
      if (!outcome) return one;
      one.certified = true;
      const Solution& solution = outcome.solution();
      if (const auto found = asks.find(at); found != asks.end())
        for (const std::size_t t : found->second)
          one.of[t] = indices_of(model_.world(), solution, trials_[t].flows, trials_[t].moved);
      one.limits = limits_of(solution.result, study_.cases()[at].name);
      for (std::size_t n = 0; n < solution.result.log_welfare.size(); ++n)
        one.largest_ev =
            std::max(one.largest_ev, std::abs(elementary::expm1(solution.result.log_welfare[n])));
      return one;
    });
    GateReport report;
    Identity id(asked);
    for (const auto& one : kept) id.add("solve", one->id);
    report.run_id = id.hex();
    const auto at = [&](std::size_t index) -> const Kept& { return *kept[index]; };
    using Verdict = GateResult::Verdict;
    report.results.push_back({Gate::base_year, study_.cases()[base].name, "",
                              !at(base).certified                    ? Verdict::not_solved
                              : at(base).largest_ev < base_tolerance ? Verdict::passed
                                                                     : Verdict::failed,
                              0.0, at(base).largest_ev});
    for (std::size_t t = 0; t < trials_.size(); ++t) judge(t, at, report);
    for (const auto& one : kept)
      for (const auto& [measure, result] : one->limits) report.results.push_back(result);
    return report;
  }

 private:
  void deepen(Trial& trial, const Policy& with, const Options& options) {
    const std::optional<TermScale> scale = deepened(*trial.measure);
    if (!scale) return;
    try {
      const auto more = std::make_shared<const Policy>(scaled(model_.world(), with, *scale));
      trial.moved = classes_moved(model_.world(), with, *more, trial.flows);
      trial.more =
          add("deeper " + trial.measure->id, with_own_rents(more, *trial.measure), options, trial.with);
    } catch (const InputError& error) {
      trial.problem_of_more = error.message();
    }
  }

  template <class At>
  void judge(std::size_t t, At at, GateReport& report) const {
    using Verdict = GateResult::Verdict;
    const Trial& trial = trials_[t];
    const auto add = [&](Gate gate, Verdict verdict, double before = 0.0, double after = 0.0,
                         const std::string& problem = "") {
      report.results.push_back({gate, trial.where, trial.measure->id, verdict, before, after, problem});
    };
    if (!trial.problem.empty()) return add(Gate::volume, Verdict::refused, 0.0, 0.0, trial.problem);
    if (trial.direction == Direction::neither) return add(Gate::volume, Verdict::neither);
    if (!at(*trial.with).certified || !at(*trial.without).certified)
      return add(Gate::volume, Verdict::not_solved);
    const Indices& with = at(*trial.with).of.at(t);
    const Indices& without = at(*trial.without).of.at(t);
    const double sign = trial.direction == Direction::restricts ? 1.0 : -1.0;
    const auto verdict = [](bool holds) { return holds ? Verdict::passed : Verdict::failed; };
    add(Gate::volume, verdict(sign * (with.quantity - without.quantity) <= tolerance * without.quantity),
        without.quantity, with.quantity);
    if (trial.direction != Direction::restricts) return;
    if (!trial.problem_of_more.empty())
      return add(Gate::deeper_volume, Verdict::refused, 0.0, 0.0, trial.problem_of_more);
    if (!trial.more) return add(Gate::deeper_volume, Verdict::no_deeper);
    if (!at(*trial.more).certified) return add(Gate::deeper_volume, Verdict::not_solved);
    const Indices& more = at(*trial.more).of.at(t);
    add(Gate::deeper_volume, verdict(more.quantity <= with.quantity * (1.0 + tolerance)), with.quantity,
        more.quantity);
    // Demand that is lost lowers a price, and goods that are banned altogether have none.
    const Measure& m = *trial.measure;
    if (m.instrument != Instrument::boycott && !(is_ban(m.instrument) && !restricts(m)))
      add(Gate::deeper_price, verdict(more.price >= with.price * (1.0 - tolerance)), with.price, more.price);
  }

  const Model& model_;
  const Ledger& ledger_;
  Study study_;
  std::vector<Trial> trials_;
};

/// The days on which a Measure is tried: the day asked for and the one on which it came into force, where it
/// is in force then; else, put in force, the day asked for.
std::vector<std::pair<Date, bool>> days_of(const Ledger& ledger, const Measure& m, Date as_of) {
  std::vector<std::pair<Date, bool>> days;
  if (m.effective && *m.effective < as_of && ledger.status(m, *m.effective) == Status::in_force)
    days.emplace_back(*m.effective, true);
  if (const bool in_force = ledger.status(m, as_of) == Status::in_force; in_force || days.empty())
    days.emplace_back(as_of, in_force);
  return days;
}

}  // namespace

const char* to_string(Gate gate) {
  switch (gate) {
    case Gate::base_year:
      return "base_year";
    case Gate::volume:
      return "volume";
    case Gate::deeper_price:
      return "deeper_price";
    case Gate::deeper_volume:
      return "deeper_volume";
    case Gate::limit:
      return "limit";
  }
  return "";
}

int GateReport::count(Gate gate, GateResult::Verdict verdict) const {
  return static_cast<int>(std::count_if(results.begin(), results.end(), [&](const GateResult& r) {
    return r.gate == gate && r.verdict == verdict;
  }));
}

bool GateReport::passed() const {
  return std::none_of(results.begin(), results.end(),
                      [](const GateResult& r) { return r.verdict == GateResult::Verdict::failed; });
}

GateReport check_gates(const Model& model, const Ledger& ledger, Date as_of,
                       const std::vector<GatedPolicy>& scenarios,
                       const std::function<void(int, int)>& progress) {
  const World& world = model.world();
  Gates gates(model, ledger);
  std::map<Date, std::size_t> days;
  std::map<Date, SharedPolicy> policies;
  const auto status_quo = [&](Date day) {
    const auto [found, is_new] = days.try_emplace(day, 0);
    if (is_new) {
      PolicyOptions options;
      options.as_of = day;
      policies[day] = std::make_shared<const Policy>(resolve_policy(world, ledger, options));
      found->second =
          gates.add(fmt::format("status-quo@{}", to_string(day)), policies[day], model.options(), {});
    }
    return found->second;
  };
  const std::size_t base = status_quo(world.tariff_date);
  for (const Measure& m : ledger.measures()) {
    if (!is_solved(m)) continue;
    for (const auto& [day, in_force] : days_of(ledger, m, as_of)) {
      const std::size_t known = status_quo(day);
      const SharedPolicy now = policies.at(day);
      const bool acts = in_force;
      gates.try_measure(
          fmt::format("status-quo@{}", to_string(day)), m,
          [&] { return acts ? without(world, *now, m.id) : with(world, *now, m.id); }, known, acts,
          model.options());
    }
  }
  for (const GatedPolicy& scenario : scenarios) {
    const std::size_t known = gates.add(scenario.name, scenario.policy, scenario.options, {});
    for (const std::string& id : scenario.measures)
      for (const AppliedMeasure& applied : scenario.policy->applied)
        if (applied.measure->id == id && applied.solved)
          gates.try_measure(
              scenario.name, *applied.measure, [&] { return without(world, *scenario.policy, id); }, known,
              true, scenario.options);
  }
  return gates.run(progress, base, fmt::format("gates {}", to_string(as_of)));
}

}  // namespace leeway
