#include <algorithm>

#include "leeway/analysis/why.h"
#include "leeway/base/hash.h"
#include "leeway/policy/term_range.h"

namespace leeway {

namespace {

Policy resolved(const World& world, const WhyRun& run, const PolicyOptions& options) {
  return resolve_policy(world, run.ledger.as_known_to(world), options);
}

/// What the figure of a run is against: the base year where nothing is said.
PolicyOptions reference_of(const WhyRun& run) {
  if (run.reference) return *run.reference;
  PolicyOptions base;
  base.as_of = run.world->tariff_date;
  return base;
}

/// Takes what a case moves from its options; what the runs themselves choose differently stays theirs.
void move_options(const Options& centre, const Options& seen, Options& run) {
  const auto move = [&](auto member) {
    if (!(seen.*member == centre.*member)) run.*member = seen.*member;
  };
  move(&Options::elasticities);
  move(&Options::horizon);
  move(&Options::supply);
  move(&Options::closure);
}

bool differs_where_runs_do(const Options& seen, const Options& from, const Options& to) {
  const auto moved = [&](auto member) {
    return !(from.*member == to.*member) && !(seen.*member == to.*member);
  };
  return moved(&Options::elasticities) || moved(&Options::horizon) || moved(&Options::supply) ||
         moved(&Options::closure);
}

WhyRun seen_as(const WhyRun& run, const Options& centre, const RangeCase& c) {
  WhyRun seen = run;
  move_options(centre, c.options, seen.options);
  seen.reference = reference_of(run);
  for (PolicyOptions* options : {&seen.policy, &*seen.reference}) {
    options->alternative_rates = options->alternative_rates || c.alternative_rates;
    if (c.term) options->ends.push_back(*c.term);
  }
  return seen;
}

bool knows(const World& world, const std::string& set) {
  return std::any_of(world.elasticities.begin(), world.elasticities.end(),
                     [&](const ElasticitySet& known) { return known.id == set; });
}

}  // namespace

WhyRange why_over(const Why& centre, const WhyRun& from, const WhyRun& to, bool by_actor, RangeKind kind,
                  const std::function<void(int, int)>& progress) {
  const World& world = *to.world;
  std::vector<std::shared_ptr<const Policy>> policies;
  bool rates = false;
  for (const WhyRun* run : {&from, &to})
    for (const PolicyOptions& options : {run->policy, reference_of(*run)}) {
      policies.push_back(std::make_shared<const Policy>(resolved(world, *run, options)));
      if (kind == RangeKind::full && !options.alternative_rates)
        rates = rates || fingerprint(under_alternative_rates(world, *policies.back())) !=
                             fingerprint(*policies.back());
    }
  std::vector<RangeCase> cases =
      range_cases(world, to.options, kind,
                  {rates, from.options.horizon == to.options.horizon, term_assumptions(policies)});
  Options middle = cases.front().options;
  Options others = from.options;
  if (others.elasticities.empty()) others.elasticities = from.world->default_elasticities;
  cases.erase(cases.begin());
  std::erase_if(cases, [&](const RangeCase& c) {
    return differs_where_runs_do(c.options, others, middle) || !knows(*from.world, c.options.elasticities);
  });
  const auto at = [](double value) { return Range{value, value, value, {1, 1}}; };
  WhyRange range;
  range.kind = kind;
  range.cases = {1, static_cast<int>(cases.size()) + 1};
  range.terms = term_cases(cases);
  range.from = at(centre.from);
  range.to = at(centre.to);
  range.difference = at(centre.difference());
  for (const WhyPart& part : centre.parts) range.parts.push_back(at(part.value));
  Identity id("why over");
  id.add("centre", centre.run_id).add("range", to_string(kind));
  for (std::size_t c = 0; c < cases.size(); ++c) {
    const Why one = why(seen_as(from, middle, cases[c]), seen_as(to, middle, cases[c]), centre.economy,
                        centre.figure, by_actor);
    id.add("case", one.run_id);
    if (progress) progress(static_cast<int>(c) + 1, static_cast<int>(cases.size()));
    if (!one.complete()) continue;
    ++range.cases.certified;
    range.from.widen(one.from);
    range.to.widen(one.to);
    range.difference.widen(one.difference());
    for (std::size_t p = 0; p < centre.parts.size(); ++p) {
      const auto same = std::find_if(one.parts.begin(), one.parts.end(),
                                     [&](const WhyPart& part) { return part.id == centre.parts[p].id; });
      range.parts[p].widen(same == one.parts.end() ? 0.0 : same->value);
    }
  }
  range.run_id = id.hex();
  return range;
}

}  // namespace leeway
