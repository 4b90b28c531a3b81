#include "leeway/analysis/goal.h"

#include <algorithm>
#include <cmath>
#include <sstream>

#include <fmt/format.h>

#include "leeway/analysis/comparison.h"
#include "leeway/base/elementary.h"
#include "leeway/base/suggest.h"
#include "leeway/base/units.h"

namespace leeway {

namespace {

constexpr const char* goal_example =
    "write \"imports of product:bev by EU27 from CHN at 60% of base\", \"… at 80% of status quo\" or \"… at "
    "250000 units\"";

// The terms that may be moved, the main one first: those of a pact or a transfer do not hold imports.
std::vector<Term> movable_terms(const Measure& measure) {
  if (measure.instrument == Instrument::pact || measure.instrument == Instrument::transfer) return {};
  return scalable_terms(measure.instrument);
}

const Measure& find_measure(const Scenario& scenario, const std::string& id) {
  return *std::find_if(scenario.measures.begin(), scenario.measures.end(),
                       [&](const Measure& m) { return m.id == id; });
}

// How far the term can be raised.
double most_scale(const Measure& measure, const FreeTerm& free) {
  constexpr double far = 1e4;
  const double now = largest(measure, free.term);
  if (measure.instrument == Instrument::subsidy) return 0.95 / now;
  switch (free.term) {
    case Term::coverage:
    case Term::restriction:
    case Term::share:
    case Term::cap_share:
      return std::min(far, 1.0 / now);
    default:
      return far;
  }
}

bool raises_imports(const World& world, const Measure& measure, const FreeTerm& free, const FlowSet& flows) {
  if (free.term == Term::quota || free.term == Term::cap || free.term == Term::cap_share ||
      free.term == Term::value)
    return true;
  if (measure.instrument != Instrument::subsidy) return false;
  const std::vector<int> by = members_of(world, measure.by);
  return std::find(flows.exporters.begin(), flows.exporters.end(), by.front()) != flows.exporters.end();
}

struct Try {
  double log_scale = 0.0;
  double excess = 0.0;  ///< ln of imports over the goal
  bool certified = true;
};

class Search {
 public:
  Search(const Model& model, const Ledger& ledger, const Scenario& scenario, const FlowSet& flows,
         double level, const Start& start, GoalSolution& out)
      : model_(model),
        ledger_(ledger),
        scenario_(scenario),
        flows_(flows),
        level_(level),
        start_(start),
        out_(out) {}

  void run() {
    const Measure& measure = find_measure(scenario_, out_.free.measure);
    if (!(largest(measure, out_.free.term) > 0.0)) {
      out_.end = GoalEnd::nothing_to_move;
      return;
    }
    const double towards = raises_imports(model_.world(), measure, out_.free, flows_) ? 1.0 : -1.0;
    const double highest = elementary::log(most_scale(measure, out_.free));
    Try low = attempt(std::min(0.0, highest));
    if (done(low)) return;
    // Steps of growing size toward the goal until it lies between two tries.
    const double direction = low.excess > 0.0 ? -towards : towards;
    double step = std::clamp(std::abs(low.excess), 0.1, 1.0);
    Try high = low;
    do {
      low = high;
      const double bound = direction > 0.0 ? highest : -lowest;
      if (low.log_scale == bound) {
        out_.end = GoalEnd::out_of_reach;
        return;
      }
      const double next = low.log_scale + direction * step;
      high = attempt(direction > 0.0 ? std::min(next, bound) : std::max(next, bound));
      // Too far for a solution: half the way from the last one that was.
      for (int half = 0; !high.certified && half < most_halvings; ++half) {
        high = attempt(0.5 * (low.log_scale + high.log_scale));
        step = std::abs(high.log_scale - low.log_scale) / 2.0;
      }
      if (done(high)) return;
      step *= 2.0;
    } while ((high.excess > 0.0) == (low.excess > 0.0));
    close_in(low, high);
  }

 private:
  static constexpr double lowest = 9.0;  ///< ln of how far the term can be cut
  static constexpr double enough = 1e-7;
  static constexpr int most_solves = 60;
  static constexpr int most_halvings = 12;

  Try attempt(double log_scale) {
    out_.scale = elementary::exp(log_scale);
    const Scenario moved = with_scaled_term(scenario_, out_.free, out_.scale);
    out_.level = term_words(moved, out_.free);
    out_.outcome = model_.solve(resolve_policy(model_.world(), ledger_, policy_options(moved)), start_);
    ++out_.solves;
    if (!out_.outcome->certified()) return {log_scale, 0.0, false};
    const double quantity = totals(model_.world(), out_.outcome->solution(), flows_).quantity;
    out_.imports_of_goal = quantity / level_;
    return {log_scale, elementary::log(std::max(quantity, 1e-300) / level_), true};
  }

  bool done(const Try& at) {
    if (!at.certified) out_.end = GoalEnd::not_certified;
    return !at.certified || std::abs(at.excess) < enough;
  }

  // Illinois: the secant, with the weight of an end that stays put halved.
  void close_in(Try a, Try b) {
    int stayed = 0;
    while (out_.solves < most_solves) {
      const double next = (a.log_scale * b.excess - b.log_scale * a.excess) / (b.excess - a.excess);
      const Try at = attempt(next);
      if (done(at)) return;
      if ((at.excess > 0.0) == (b.excess > 0.0)) {
        b = at;
        if (stayed == 1) a.excess *= 0.5;
        stayed = 1;
      } else {
        a = at;
        if (stayed == -1) b.excess *= 0.5;
        stayed = -1;
      }
      if (std::abs(b.log_scale - a.log_scale) < 1e-12) break;
    }
    out_.end = GoalEnd::jumps;
  }

  const Model& model_;
  const Ledger& ledger_;
  const Scenario& scenario_;
  const FlowSet& flows_;
  double level_;
  const Start& start_;
  GoalSolution& out_;
};

}  // namespace

ImportGoal read_goal(const World& world, const std::string& text, const Location& where) {
  const InputError bad(where, fmt::format("\"{}\" does not state a goal", text), goal_example);
  std::istringstream in(text);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  if (words.size() < 9 || words[0] != "imports" || words[1] != "of" || words[3] != "by" ||
      words[5] != "from" || words[7] != "at")
    throw bad;
  ImportGoal goal;
  goal.flows = flow_set(world, words[2], words[6], words[4], where);
  std::string rest;
  for (std::size_t w = 9; w < words.size(); ++w) rest += (rest.empty() ? "" : " ") + words[w];
  if (const auto share = parse_percent(words[8])) {
    goal.amount = *share;
    if (rest != "of base" && rest != "of status quo") throw bad;
    goal.of = rest == "of base" ? ImportGoal::Of::base_year : ImportGoal::Of::status_quo;
  } else {
    const auto quantity = parse_quantity(words[8] + " " + rest);
    if (!quantity) throw bad;
    std::string unit = quantity->unit;
    if (unit.ends_with("/year")) unit.resize(unit.size() - 5);
    if (goal.flows.unit == volume_unit || unit != goal.flows.unit)
      throw InputError(where, fmt::format("{} is not counted in \"{}\"", words[2], unit),
                       goal.flows.unit == volume_unit ? "it has no physical unit: write \"60% of base\""
                                                      : fmt::format("its unit is {}", goal.flows.unit));
    goal.amount = quantity->value;
  }
  if (!(goal.amount > 0.0)) throw InputError(where, fmt::format("a goal of {} is not above 0", words[8]));
  return goal;
}

double ImportGoal::level(const World& world, const Solution& status_quo) const {
  if (of == Of::units) return amount;
  if (of == Of::status_quo) return amount * totals(world, status_quo, flows).quantity;
  double base = 0.0;
  const bool physical = flows.unit != volume_unit;
  flows.for_each([&](int l, int n, int i) { base += base_quantity(world, l, n, i, physical); });
  return amount * base;
}

FreeTerm free_term(const Scenario& scenario, const std::string& free, const Location& where) {
  std::vector<std::string> ids;
  for (const Measure& m : scenario.measures)
    if (!movable_terms(m).empty()) ids.push_back(m.id);
  const auto listed = [&] { return fmt::format("its own Measures: {}", fmt::join(ids, ", ")); };
  if (free.empty()) {
    if (ids.size() == 1) return {ids.front(), movable_terms(find_measure(scenario, ids.front())).front()};
    throw InputError(where,
                     fmt::format("scenario \"{}\" has {} Measures of its own that could be moved",
                                 scenario.id, ids.size()),
                     ids.empty() ? "write the instrument into the scenario as a [[measure]]"
                                 : "name one: --free ID or --free ID.term\n" + listed());
  }
  const std::size_t dot = free.rfind('.');
  for (const auto& [id, name] :
       {std::pair(free, std::string()), dot == std::string::npos
                                            ? std::pair(free, std::string())
                                            : std::pair(free.substr(0, dot), free.substr(dot + 1))}) {
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) continue;
    const std::vector<Term> terms = movable_terms(find_measure(scenario, id));
    if (name.empty()) return {id, terms.front()};
    const std::optional<Term> term = parse_term(name);
    if (term && std::find(terms.begin(), terms.end(), *term) != terms.end()) return {id, *term};
    std::vector<std::string> allowed;
    for (const Term one : terms) allowed.emplace_back(to_string(one));
    throw InputError(where, fmt::format("`{}` of {} cannot be moved", name, id),
                     fmt::format("allowed: {}", fmt::join(allowed, ", ")));
  }
  const std::string near = did_you_mean(free, ids);
  throw InputError(where, fmt::format("scenario \"{}\" has no Measure \"{}\" of its own", scenario.id, free),
                   (near.empty() ? "" : near + "\n") + listed());
}

Scenario with_scaled_term(const Scenario& scenario, const FreeTerm& free, double factor) {
  Scenario moved = scenario;
  for (Measure& measure : moved.measures)
    if (measure.id == free.measure) measure = scale(measure, free.term, factor);
  return moved;
}

std::string term_words(const Scenario& scenario, const FreeTerm& free) {
  const Measure& measure = find_measure(scenario, free.measure);
  const Terms& t = measure.terms;
  const double value = largest(measure, free.term);
  switch (free.term) {
    case Term::quota:
      return t.quota_unit == of_base ? fmt::format("{:.1f}% of base", 100.0 * value)
                                     : fmt::format("{:.0f} {}/year", value, t.quota_unit);
    case Term::price:
      return fmt::format("{:.0f} {}", value, t.price_unit);
    case Term::cap:
      return fmt::format("{:.0f} {}", value, t.cap_unit);
    case Term::value:
      return t.value_of_base
                 ? fmt::format("{:.1f}% of base", 100.0 * value)
                 : fmt::format("{:.0f} mn {}/year", value, t.price_unit.empty() ? "USD" : t.price_unit);
    default:
      return fmt::format("{:.2f}%", 100.0 * value);
  }
}

GoalSolution reach_goal(const Model& model, const Ledger& ledger, const Scenario& scenario,
                        const FreeTerm& free, const FlowSet& flows, double level, const Start& start) {
  GoalSolution out;
  out.free = free;
  Search(model, ledger, scenario, flows, level, start, out).run();
  return out;
}

}  // namespace leeway
