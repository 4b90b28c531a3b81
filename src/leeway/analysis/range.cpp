#include "leeway/analysis/range.h"

#include <algorithm>

#include <fmt/format.h>

#include "leeway/analysis/in_parallel.h"
#include "leeway/base/units.h"
#include "leeway/model/shares.h"
#include "leeway/policy/policy.h"

namespace leeway {

namespace {

constexpr std::size_t most_equilibria = 1000;

/// The value of one assumption, with what it does to a case.
struct Value {
  std::string text;
  std::function<void(RangeCase&)> put;
};
struct Axis {
  Moved assumed;
  std::vector<Value> values;
};

std::string horizon_text(const std::optional<double>& years) {
  return years ? fmt::format("{} years", shortest(*years)) : std::string("long run");
}

std::string set_of(const Options& options, const World& world) {
  return options.elasticities.empty() ? world.default_elasticities : options.elasticities;
}

std::vector<Axis> axes_of(const World& world, const Options& centre, RangeKind kind, const RangeAxes& open) {
  std::vector<Axis> axes;
  if (kind == RangeKind::none) return axes;
  Axis& sets = axes.emplace_back(Axis{Moved::elasticities, {}});
  for (const ElasticitySet& set : world.elasticities)
    sets.values.push_back({set.id, [id = set.id](RangeCase& c) { c.options.elasticities = id; }});
  if (kind == RangeKind::sets) return axes;
  if (open.horizons && !welfare_not_told(centre.horizon)) {
    Axis& horizons = axes.emplace_back(Axis{Moved::horizon, {}});
    for (const std::optional<double>& years :
         {std::optional(least_welfare_horizon), std::optional(10.0), std::optional<double>()})
      horizons.values.push_back({horizon_text(years), [years](RangeCase& c) { c.options.horizon = years; }});
  }
  Axis& factors = axes.emplace_back(Axis{Moved::supply, {}});
  for (const Estimate end : {Estimate::low, Estimate::high})
    factors.values.push_back({to_string(end), [end](RangeCase& c) { c.options.supply = end; }});
  Axis& closures = axes.emplace_back(Axis{Moved::closure, {}});
  for (const Closure closure : {Closure::share, Closure::balanced})
    closures.values.push_back({to_string(closure), [closure](RangeCase& c) { c.options.closure = closure; }});
  if (open.rates)
    axes.push_back({Moved::rates,
                    {{"default", [](RangeCase& c) { c.alternative_rates = false; }},
                     {"alternative", [](RangeCase& c) { c.alternative_rates = true; }}}});
  return axes;
}

std::string value_at(Moved assumed, const RangeCase& c, const World& world) {
  switch (assumed) {
    case Moved::elasticities:
      return set_of(c.options, world);
    case Moved::horizon:
      return horizon_text(c.options.horizon);
    case Moved::supply:
      return to_string(c.options.supply);
    case Moved::closure:
      return to_string(c.options.closure);
    case Moved::rates:
      return c.alternative_rates ? "alternative" : "default";
    case Moved::terms:
      break;
  }
  return c.value;
}

}  // namespace

const char* to_string(RangeKind kind) {
  switch (kind) {
    case RangeKind::none:
      return "none";
    case RangeKind::sets:
      return "sets";
    case RangeKind::full:
      return "full";
  }
  return "";
}

std::optional<RangeKind> parse_range(std::string_view text) {
  for (const RangeKind kind : {RangeKind::none, RangeKind::sets, RangeKind::full})
    if (text == to_string(kind)) return kind;
  return {};
}

const char* to_string(Moved assumed) {
  switch (assumed) {
    case Moved::elasticities:
      return "elasticities";
    case Moved::horizon:
      return "horizon";
    case Moved::supply:
      return "supply";
    case Moved::closure:
      return "closure";
    case Moved::rates:
      return "rates";
    case Moved::terms:
      return "terms";
  }
  return "";
}

std::vector<RangeCase> range_cases(const World& world, const Options& centre, RangeKind kind,
                                   const RangeAxes& open) {
  RangeCase middle{centre, false, {}, "", "central"};
  middle.options.elasticities = set_of(centre, world);
  const std::vector<Axis> axes = axes_of(world, centre, kind, open);
  std::vector<RangeCase> cases = {middle};
  const auto add = [&](RangeCase c) {
    std::vector<std::string> differs;
    for (const Axis& axis : axes) {
      const std::string value = value_at(axis.assumed, c, world);
      if (value == value_at(axis.assumed, middle, world)) continue;
      differs.push_back(fmt::format("{} {}", to_string(axis.assumed), value));
      c.moved = axis.assumed;
      c.value = value;
    }
    if (differs.size() != 1) c.moved.reset(), c.value.clear();
    c.name = fmt::format("{}", fmt::join(differs, ", "));
    const bool known =
        differs.empty() || std::any_of(cases.begin(), cases.end(), [&](const RangeCase& other) {
          return other.options == c.options && other.alternative_rates == c.alternative_rates;
        });
    if (!known) cases.push_back(std::move(c));
  };
  for (const Axis& axis : axes)
    for (const Value& value : axis.values) {
      RangeCase c = middle;
      value.put(c);
      add(std::move(c));
    }
  // The cross counts through the axes as an odometer does.
  std::vector<std::size_t> at(axes.size(), 0);
  for (bool more = !axes.empty(); more;) {
    RangeCase c = middle;
    for (std::size_t a = 0; a < axes.size(); ++a) axes[a].values[at[a]].put(c);
    add(std::move(c));
    more = false;
    for (std::size_t a = axes.size(); a-- > 0 && !more;) {
      more = ++at[a] < axes[a].values.size();
      if (!more) at[a] = 0;
    }
  }
  if (kind == RangeKind::full)
    for (const TermAssumption& a : open.terms)
      for (const bool high : {false, true}) {
        const std::string& value = high ? a.high : a.low;
        if (value == a.central) continue;
        RangeCase c = middle;
        c.moved = Moved::terms;
        c.value = value;
        c.name = fmt::format("{} of {} {}", a.term, a.measure, value);
        c.term = TermEnd{a.measure, a.term, high};
        c.term_at_centre = a.central;
        cases.push_back(std::move(c));
      }
  return cases;
}

std::shared_ptr<const Policy> policy_in(const World& world, const std::shared_ptr<const Policy>& policy,
                                        const RangeCase& c) {
  // A policy made by hand has no Measures of which something could be assumed.
  if (policy->resolution == nullptr) return policy;
  if (c.alternative_rates) return std::make_shared<const Policy>(under_alternative_rates(world, *policy));
  if (!c.term) return policy;
  auto moved = std::make_shared<const Policy>(at_end(world, *policy, *c.term));
  return fingerprint(*moved) == fingerprint(*policy) ? policy : moved;
}

std::vector<std::optional<std::size_t>> like_earlier(const std::vector<RangeCase>& cases) {
  std::vector<std::optional<std::size_t>> like(cases.size());
  const auto find = [&](std::size_t at, bool same_closure) -> std::optional<std::size_t> {
    for (std::size_t other = 0; other < at; ++other) {
      RangeCase moved = cases[other];
      if (moved.term) continue;
      const bool same_policy = moved.alternative_rates == cases[at].alternative_rates && !cases[at].term;
      if (same_policy == same_closure) continue;
      if (!same_closure) moved.options.closure = cases[at].options.closure;
      if (moved.options == cases[at].options) return other;
    }
    return {};
  };
  for (std::size_t at = 0; at < cases.size(); ++at) {
    like[at] = find(at, true);
    if (!like[at]) like[at] = find(at, false);
  }
  return like;
}

int term_cases(const std::vector<RangeCase>& cases) {
  return static_cast<int>(
      std::count_if(cases.begin(), cases.end(), [](const RangeCase& c) { return c.term.has_value(); }));
}

RangeKind default_range(const World& world, std::size_t equilibria_a_case) {
  const std::size_t full = 3 * 2 * 2 * 2 * world.elasticities.size();
  return full * equilibria_a_case <= most_equilibria ? RangeKind::full : RangeKind::sets;
}

void Range::widen(double value) {
  low = std::min(low, value);
  high = std::max(high, value);
}

namespace {

void widen_figure(double& low, double& high, double value) {
  low = std::min(low, value);
  high = std::max(high, value);
}
void widen_figure(Welfare& low, Welfare& high, const Welfare& value) {
  if (!value.told() || !low.told()) return;
  low = std::min(low.value(), value.value());
  high = std::max(high.value(), value.value());
}

}  // namespace

void widen(EconomyChange& low, EconomyChange& high, const EconomyChange& change) {
  for (const EconomyVariable& variable : economy_variables())
    std::visit([&](auto member) { widen_figure(low.*member, high.*member, change.*member); }, variable.value);
}

void widen(SectorChange& low, SectorChange& high, const SectorChange& change) {
  for (const SectorVariable& variable : sector_variables())
    std::visit([&](auto member) { widen_figure(low.*member, high.*member, change.*member); }, variable.value);
}

ComparisonRange compare_over(const std::shared_ptr<const Shares>& shares, const Options& centre,
                             RangeKind kind, const Solution& from, const Solution& to,
                             const std::function<void(int, int)>& progress) {
  const World& world = shares->world;
  ComparisonRange range;
  range.kind = kind;
  range.low = compare(world, from, to);
  range.low.pairs.clear();
  range.high = range.low;
  const std::shared_ptr<const Policy> policies[] = {from.policy, to.policy};
  RangeCase alternative;
  alternative.alternative_rates = true;
  std::vector<std::shared_ptr<const Policy>> second;
  bool rates = false;
  for (const auto& policy : policies) {
    second.push_back(policy_in(world, policy, alternative));
    rates = rates || fingerprint(*second.back()) != fingerprint(*policy);
  }
  std::vector<RangeCase> cases =
      range_cases(world, centre, kind, {rates, true, term_assumptions({from.policy, to.policy})});
  const Options at_centre = cases.front().options;
  cases.erase(cases.begin());
  using Pair = std::pair<std::shared_ptr<const Policy>, std::shared_ptr<const Policy>>;
  std::vector<Pair> seen(cases.size());
  std::vector<std::function<void()>> parts;
  for (std::size_t c = 0; c < cases.size(); ++c) {
    seen[c] = cases[c].alternative_rates ? Pair(second[0], second[1]) : Pair(from.policy, to.policy);
    if (cases[c].term)
      parts.emplace_back([&, c] {
        seen[c] = {policy_in(world, from.policy, cases[c]), policy_in(world, to.policy, cases[c])};
      });
  }
  in_parallel(0, parts);
  Study study(shares);
  const std::vector<std::optional<std::size_t>> like = like_earlier(cases);
  for (std::size_t c = 0; c < cases.size(); ++c) {
    const RangeCase& one = cases[c];
    const std::size_t first = 2 * c;
    StudyCase before{one.name, seen[c].first, one.options, {}, {}};
    StudyCase after{one.name, seen[c].second, one.options, first, {}};
    after.against = first;
    if (one.options == at_centre) {
      before.from = from.start;
      after.start.reset();
      after.from = to.start;
    } else if (like[c]) {
      before.start = 2 * *like[c];
      after.along = {2 * *like[c], 2 * *like[c] + 1};
    }
    study.add(std::move(before));
    study.add(std::move(after));
  }
  struct Kept {
    Verdict verdict;
    std::optional<Comparison> figures;
  };
  StudySettings settings;
  settings.progress = progress;
  const auto kept = study.run(settings, [&](std::size_t at, const Outcome& outcome, const Outcome* other) {
    Kept k{outcome.verdict(), {}};
    if (at % 2 == 0 || !outcome || !*other) return k;
    k.figures = compare(world, other->solution(), outcome.solution());
    k.figures->pairs = {};
    return k;
  });
  range.cases = {1, static_cast<int>(cases.size()) + 1};
  range.terms = term_cases(cases);
  for (std::size_t c = 0; c < cases.size(); ++c) {
    const Kept& before = *kept[2 * c];
    const Kept& after = *kept[2 * c + 1];
    range.ids.insert(range.ids.end(), {before.verdict.id, after.verdict.id});
    if (!after.figures) {
      range.failed.push_back(
          {cases[c].name, before.verdict.certified() ? after.verdict.failure : before.verdict.failure});
      continue;
    }
    ++range.cases.certified;
    const Comparison& f = *after.figures;
    for (std::size_t n = 0; n < f.economies.size(); ++n)
      widen(range.low.economies[n], range.high.economies[n], f.economies[n]);
    for (std::size_t g = 0; g < f.groups.size(); ++g)
      widen(range.low.groups[g], range.high.groups[g], f.groups[g]);
    for (std::size_t s = 0; s < f.sectors.size(); ++s)
      widen(range.low.sectors[s], range.high.sectors[s], f.sectors[s]);
    if (!cases[c].moved) continue;
    range.one_by_one.push_back(cases[c]);
    range.economies.push_back(f.economies);
    range.economies.back().insert(range.economies.back().end(), f.groups.begin(), f.groups.end());
  }
  return range;
}

std::vector<Swing> swings(double central, const std::vector<RangeCase>& one_by_one,
                          const std::vector<double>& figures, const Options& centre, const World& world) {
  std::vector<Swing> found;
  const RangeCase middle{centre, false, {}, "", ""};
  for (std::size_t c = 0; c < one_by_one.size(); ++c) {
    const Moved assumed = *one_by_one[c].moved;
    const TermEnd term = one_by_one[c].term.value_or(TermEnd{});
    auto swing = std::find_if(found.begin(), found.end(), [&](const Swing& s) {
      return s.assumed == assumed && s.measure == term.measure && s.term == term.term;
    });
    if (swing == found.end()) {
      const std::string here =
          one_by_one[c].term ? one_by_one[c].term_at_centre : value_at(assumed, middle, world);
      swing = found.insert(found.end(), {assumed, term.measure, term.term, here, here, central, central});
    }
    if (figures[c] < swing->low) swing->low = figures[c], swing->low_at = one_by_one[c].value;
    if (figures[c] > swing->high) swing->high = figures[c], swing->high_at = one_by_one[c].value;
  }
  std::erase_if(found, [](const Swing& s) { return s.low == s.high; });
  std::stable_sort(found.begin(), found.end(),
                   [](const Swing& a, const Swing& b) { return a.high - a.low > b.high - b.low; });
  return found;
}

}  // namespace leeway
