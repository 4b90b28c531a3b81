#include "leeway/strategy/chairs.h"

#include <algorithm>

#include "leeway/base/index.h"
#include "leeway/policy/names.h"

namespace leeway {

namespace {

std::vector<int> by_of(const World& world, const Measure& m, Date as_of) {
  return economies_of(world, {m.by}, as_of, m, "by");
}
std::vector<int> on_of(const World& world, const Measure& m, Date as_of) {
  return economies_of(world, m.on, as_of, m, "on");
}

/// Every Measure that the move makes or undoes.
std::vector<const Measure*> measures_of(const Ledger& ledger, const Moves& moves) {
  std::vector<const Measure*> all;
  for (const Change* change : {&moves.deal, &moves.retreat}) {
    for (const auto* ids : {&change->use, &change->drop})
      for (const std::string& id : *ids)
        if (const Measure* m = ledger.find_measure(id)) all.push_back(m);
    for (const Measure& m : change->measures) all.push_back(&m);
  }
  return all;
}

}  // namespace

const char* to_string(Chair chair) {
  switch (chair) {
    case Chair::threatened:
      return "threatened";
    case Chair::threatener:
      return "threatener";
    case Chair::partner:
      return "partner";
    case Chair::bystander:
      return "bystander";
  }
  return "";
}

const char* to_string(Step step) {
  switch (step) {
    case Step::move:
      return "move";
    case Step::carry_out:
      return "carry_out";
    case Step::answer:
      return "answer";
    case Step::whole:
      return "whole";
  }
  return "";
}

Chair chair_of(const World& world, const Ledger& ledger, const Moves& moves, const std::vector<int>& members,
               Date as_of) {
  const Measure& threat = *moves.threat;
  // A threat on everyone is not aimed at who makes it.
  const bool makes_it = overlap(by_of(world, threat, as_of), members);
  const std::vector<int> targets = on_of(world, threat, as_of);
  const std::vector<int> by = by_of(world, threat, as_of);
  const bool others = std::any_of(members.begin(), members.end(), [&](int n) {
    return std::find(by.begin(), by.end(), n) == by.end() &&
           std::find(targets.begin(), targets.end(), n) != targets.end();
  });
  if (others) return Chair::threatened;
  if (makes_it) return Chair::threatener;
  for (const Measure* m : measures_of(ledger, moves)) {
    const std::vector<int> who = by_of(world, *m, as_of);
    const std::vector<int> whom = on_of(world, *m, as_of);
    const bool named_on = m->on != std::vector<std::string>{"*"} && overlap(whom, members);
    if ((overlap(who, members) && overlap(whom, targets)) || (named_on && overlap(who, targets)))
      return Chair::partner;
  }
  return Chair::bystander;
}

std::vector<std::string> partners_of(const World& world, const Ledger& ledger, const Moves& moves,
                                     const std::vector<int>& threatened, Date as_of) {
  const std::vector<int> threatener = by_of(world, *moves.threat, as_of);
  std::vector<std::string> partners;
  for (const Measure* m : measures_of(ledger, moves)) {
    std::vector<std::string> named = m->on;
    named.push_back(m->by);
    for (const std::string& name : named) {
      if (name == "*" || std::find(partners.begin(), partners.end(), name) != partners.end()) continue;
      const std::vector<int> members = economies_of(world, {name}, as_of, *m, "on");
      if (!members.empty() && !overlap(members, threatened) && !overlap(members, threatener))
        partners.push_back(name);
    }
  }
  return partners;
}

std::vector<const Measure*> further_offers(const World& world, const Ledger& ledger, const Moves& moves,
                                           const std::vector<int>& partner, Date as_of,
                                           std::optional<Date> known_by, std::size_t most) {
  const std::vector<int> targets = on_of(world, *moves.threat, as_of);
  const std::vector<const Measure*> in_deal = measures_of(ledger, moves);
  std::vector<const Measure*> found;
  for (const Measure& m : ledger.measures()) {
    if (ledger.status(m, as_of, known_by) != Status::in_force || !is_solved(m)) continue;
    if (m.on == std::vector<std::string>{"*"} || !overlap(by_of(world, m, as_of), partner) ||
        !overlap(on_of(world, m, as_of), targets))
      continue;
    if (std::find(in_deal.begin(), in_deal.end(), &m) == in_deal.end()) found.push_back(&m);
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const Measure* a, const Measure* b) { return a->announced > b->announced; });
  if (found.size() > most) found.resize(most);
  return found;
}

}  // namespace leeway
