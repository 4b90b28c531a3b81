#include "leeway/ensemble/sweep_cases.h"

#include <algorithm>

#include <fmt/format.h>

#include "leeway/base/hash.h"
#include "leeway/policy/collect.h"
#include "leeway/policy/measure_toml.h"

namespace leeway {

namespace {

constexpr std::size_t most_kept = 1024;

bool listed(const std::vector<std::string>& ids, const std::string& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

/// Puts Measures in that are not in force, and takes out those that are.
void apply(const Ledger& ledger, const std::vector<Toggle>& toggles, PolicyOptions& options) {
  for (const Toggle& toggle : toggles) {
    const Measure& m = ledger.measure(toggle.measure, Location{});
    const bool in_force = ledger.status(m, options.as_of, options.known_by) == Status::in_force;
    if (toggle.in && !in_force && !listed(options.use, m.id)) options.use.push_back(m.id);
    if (!toggle.in && in_force && !listed(options.drop, m.id)) options.drop.push_back(m.id);
    if (!toggle.in && !in_force) std::erase(options.use, m.id);
    if (toggle.in && in_force) std::erase(options.drop, m.id);
  }
}

/// Policies of which equal ones are one object.
std::vector<std::shared_ptr<const Policy>> each_once(std::vector<std::shared_ptr<const Policy>> policies) {
  std::vector<std::string> prints;
  for (std::shared_ptr<const Policy>& policy : policies) {
    prints.push_back(fingerprint(*policy));
    const auto same =
        static_cast<std::size_t>(std::find(prints.begin(), prints.end(), prints.back()) - prints.begin());
    policy = policies[same];
  }
  return policies;
}

std::vector<std::shared_ptr<const Policy>> resolved(const World& world, const Ledger& ledger,
                                                    const std::vector<PolicyOptions>& options) {
  std::vector<std::shared_ptr<const Policy>> policies;
  for (const PolicyOptions& one : options)
    policies.push_back(std::make_shared<const Policy>(resolve_policy(world, ledger, one)));
  return each_once(std::move(policies));
}

}  // namespace

std::vector<std::shared_ptr<const Policy>> Ground::with_terms(const World& world,
                                                              const std::vector<TermSetting>& terms) const {
  std::vector<Measure> recorded = ledger.measures();
  Hasher hash;
  hash.add(ledger.content_hash());
  bool changes_record = false;
  for (const TermSetting& term : terms)
    for (Measure& measure : recorded)
      if (measure.id == term.measure) {
        measure = with_term(measure, term);
        hash.add(content_of(measure));
        changes_record = true;
      }
  const Ledger set = changes_record ? ledger.with_terms(std::move(recorded), hash.hex()) : ledger;
  const auto has_bearing = [&](const Policy& policy, const std::string& id) {
    return std::any_of(policy.applied.begin(), policy.applied.end(),
                       [&](const AppliedMeasure& applied) { return is_of(*applied.measure, id); });
  };
  std::vector<std::shared_ptr<const Policy>> all;
  for (std::size_t c = 0; c < policies.size(); ++c) {
    const auto same =
        static_cast<std::size_t>(std::find(policies.begin(), policies.end(), policies[c]) - policies.begin());
    if (same < c) {
      all.push_back(all[same]);
      continue;
    }
    if (std::none_of(terms.begin(), terms.end(),
                     [&](const TermSetting& term) { return has_bearing(*policies[c], term.measure); })) {
      all.push_back(policies[c]);
      continue;
    }
    PolicyOptions moved = options[c];
    for (const TermSetting& term : terms)
      for (Measure& measure : moved.measures)
        if (measure.id == term.measure) measure = with_term(measure, term);
    all.push_back(std::make_shared<const Policy>(resolve_policy(world, set, moved)));
  }
  return all;
}

SweepCases::SweepCases(const SweepPlan& plan, const World& world, const Ledger& ledger)
    : plan_(plan), world_(world), ledger_(ledger) {
  if (plan.question) {
    names_ = {"drop", "keep", "punished"};
    day_ = plan.question->as_of;
    const Asked asked = ask(world, ledger, *plan.question);
    for (const Change* change : {&asked.moves.deal, &asked.moves.retreat})
      own_.insert(own_.end(), change->measures.begin(), change->measures.end());
    own_.push_back(*asked.moves.threat);
  } else {
    names_ = {"status_quo", "scenario"};
    Scenario scenario = *plan.scenario;
    settle_day(scenario, world);
    day_ = scenario.as_of;
    own_ = scenario.measures;
  }
}

SweepCases::SweepCases(const SweepPlan& plan, const World& world, const Ledger& ledger,
                       const GivenCases& given)
    : plan_(plan),
      world_(world),
      ledger_(ledger),
      names_{"drop", "keep", "punished"},
      day_(plan.question->as_of) {
  auto ground = std::make_shared<Ground>();
  ground->ledger = ledger;
  ground->members = given.members;
  ground->policies = each_once(given.policies);
  ground->no_deal = ground->policies[0] == ground->policies[1];
  given_ = std::move(ground);
}

const Measure* SweepCases::find(const std::string& id) const {
  for (const Measure& m : own_)
    if (m.id == id) return &m;
  return ledger_.find_measure(id);
}

std::string SweepCases::words() const {
  if (plan_.scenario) return "scenario " + plan_.scenario->id;
  std::vector<std::string> deal;
  for (const PlacedText& text : plan_.question->deal) deal.push_back(text.text);
  return fmt::format("threat {}; deal {}", plan_.question->threat.text,
                     deal.empty() ? "as the ledger has it" : fmt::format("{}", fmt::join(deal, "; ")));
}

std::shared_ptr<const Ground> SweepCases::on(Date day, const std::vector<Toggle>& toggles) const {
  if (given_ != nullptr) return given_;
  std::string key = to_string(day);
  for (const Toggle& toggle : toggles) key += toggle.in ? " +" + toggle.measure : " -" + toggle.measure;
  {
    const std::lock_guard lock(guard_);
    if (const auto found = known_.find(key); found != known_.end()) return found->second;
  }
  std::shared_ptr<const Ground> ground = made(day, toggles);
  const std::lock_guard lock(guard_);
  // What is kept spares work alone: a ground that is made anew is the same.
  if (known_.size() >= most_kept) known_.clear();
  return known_.emplace(key, std::move(ground)).first->second;
}

std::shared_ptr<const Ground> SweepCases::made(Date day, const std::vector<Toggle>& toggles) const {
  auto ground = std::make_shared<Ground>();
  ground->ledger = ledger_;
  if (plan_.question) {
    RoomQuestion question = *plan_.question;
    question.as_of = day;
    const Asked asked = ask(world_, ledger_, question);
    for (const Toggle& toggle : toggles) {
      const std::vector<std::string> deal = asked.moves.deal.ids();
      const std::vector<std::string> retreat = asked.moves.retreat.ids();
      if (toggle.measure == asked.moves.threat->id || listed(deal, toggle.measure) ||
          listed(retreat, toggle.measure))
        throw InputError(
            fmt::format("{} is of the question itself and cannot be put in or out", toggle.measure),
            "what varies besides is other policy");
    }
    ground->ledger = asked.ledger;
    ground->members = asked.members;
    PolicyOptions calm;
    calm.as_of = day;
    calm.known_by = question.known_by;
    apply(asked.ledger, toggles, calm);
    const PolicyOptions deal = with_change(world_, asked.ledger, calm, asked.moves.deal);
    PolicyOptions punished = deal;
    punished.use.push_back(asked.moves.threat->id);
    ground->options = {with_change(world_, asked.ledger, calm, asked.moves.retreat), deal, punished};
  } else {
    ground->members = world_.resolve_economies(plan_.economy.text, day, plan_.economy.where);
    Scenario scenario = *plan_.scenario;
    scenario.as_of = day;
    PolicyOptions with = policy_options(scenario);
    PolicyOptions calm;
    calm.as_of = day;
    calm.known_by = with.known_by;
    apply(ledger_, toggles, calm);
    for (const Toggle& toggle : toggles)
      if (listed(with.use, toggle.measure) || listed(with.drop, toggle.measure))
        throw InputError(
            fmt::format("{} is of the scenario itself and cannot be put in or out", toggle.measure),
            "what varies besides is other policy");
    apply(ledger_, toggles, with);
    ground->options = {std::move(calm), std::move(with)};
  }
  ground->policies = resolved(world_, ground->ledger, ground->options);
  ground->no_deal = plan_.question && ground->policies[0] == ground->policies[1];
  return ground;
}

}  // namespace leeway
