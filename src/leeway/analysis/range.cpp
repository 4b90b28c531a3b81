#include "leeway/analysis/range.h"

#include <algorithm>

#include <fmt/format.h>

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
  }
  return "";
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
  return cases;
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
  // A policy made by hand has no Measures whose rates could be estimated otherwise.
  std::vector<std::shared_ptr<const Policy>> second;
  bool rates = false;
  for (const auto& policy : policies) {
    if (policy->resolution == nullptr) {
      second.push_back(policy);
      continue;
    }
    second.push_back(std::make_shared<const Policy>(under_alternative_rates(world, *policy)));
    rates = rates || fingerprint(*second.back()) != fingerprint(*policy);
  }
  std::vector<RangeCase> cases = range_cases(world, centre, kind, {rates, true});
  cases.erase(cases.begin());
  Study study(shares);
  for (const RangeCase& c : cases) {
    const std::size_t first =
        study.add({c.name, c.alternative_rates ? second[0] : from.policy, c.options, {}, {}});
    study.add({c.name, c.alternative_rates ? second[1] : to.policy, c.options, first, {}});
  }
  struct Kept {
    Verdict verdict;
    std::optional<Comparison> figures;
  };
  StudySettings settings;
  settings.progress = progress;
  const auto kept = study.run(settings, [&](std::size_t, const Outcome& outcome, const Outcome* start) {
    Kept k{outcome.verdict(), {}};
    if (start == nullptr || !outcome || !*start) return k;
    k.figures = compare(world, start->solution(), outcome.solution());
    k.figures->pairs = {};
    return k;
  });
  range.cases = {1, static_cast<int>(cases.size()) + 1};
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
    auto swing =
        std::find_if(found.begin(), found.end(), [&](const Swing& s) { return s.assumed == assumed; });
    if (swing == found.end()) {
      const std::string here = value_at(assumed, middle, world);
      swing = found.insert(found.end(), {assumed, here, here, central, central});
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
