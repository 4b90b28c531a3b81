#include "leeway/strategy/moves.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "leeway/base/index.h"
#include "leeway/policy/collect.h"
#include "leeway/policy/names.h"

namespace leeway {

namespace {

bool contains(const std::vector<std::string>& list, const std::string& id) {
  return std::find(list.begin(), list.end(), id) != list.end();
}

bool touches(const World& world, const Measure& measure, const std::vector<int>& members, Date date) {
  return overlap(economies_of(world, {measure.by}, date, measure, "by"), members) ||
         overlap(economies_of(world, measure.on, date, measure, "on"), members);
}

bool touches(const World& world, const Ledger& ledger, const Scenario& scenario,
             const std::vector<int>& members) {
  const auto in_ledger = [&](const std::vector<std::string>& ids) {
    return std::any_of(ids.begin(), ids.end(), [&](const std::string& id) {
      const Measure* measure = ledger.find_measure(id);
      return measure != nullptr && touches(world, *measure, members, scenario.as_of);
    });
  };
  return in_ledger(scenario.use) || in_ledger(scenario.drop) ||
         std::any_of(scenario.measures.begin(), scenario.measures.end(),
                     [&](const Measure& m) { return touches(world, m, members, scenario.as_of); });
}

// The first scenario that names the threat and touches the economy; failing that, the first that names it.
const Scenario* scenario_for(const World& world, const Ledger& ledger, const std::vector<Scenario>& scenarios,
                             std::vector<std::string> Scenario::*role, const std::string& threat,
                             const std::vector<int>& members) {
  const Scenario* any = nullptr;
  for (const Scenario& scenario : scenarios) {
    if (!contains(scenario.*role, threat)) continue;
    if (touches(world, ledger, scenario, members)) return &scenario;
    if (any == nullptr) any = &scenario;
  }
  return any;
}

Change change_of(const Scenario& scenario) {
  return {scenario.use, scenario.drop, scenario.measures, scenario.id};
}

void take_out(Change& change, const Change& parts) {
  const auto erase = [](std::vector<std::string>& ids, const std::vector<std::string>& out) {
    std::erase_if(ids,
                  [&](const std::string& id) { return std::find(out.begin(), out.end(), id) != out.end(); });
  };
  erase(change.use, parts.use);
  erase(change.drop, parts.drop);
  std::erase_if(change.measures, [&](const Measure& m) {
    return std::any_of(parts.measures.begin(), parts.measures.end(),
                       [&](const Measure& part) { return part.id == m.id; });
  });
}

// A threat over one of these punishes that it is not kept.
bool is_promise(Instrument instrument) {
  return instrument == Instrument::transfer || instrument == Instrument::purchase_commitment;
}

struct Finder {
  const World& world;
  const Ledger& ledger;
  Date as_of;
  std::optional<Date> known_by;
  Moves& moves;

  bool in_force(const Measure& m) const { return ledger.status(m, as_of, known_by) == Status::in_force; }

  void from_scenario(const Scenario& scenario) {
    std::vector<std::string> acts = moves.threat->condition;
    for (const std::string& id : scenario.use)
      if (!contains(acts, id)) acts.push_back(id);
    const bool made = !acts.empty() && std::all_of(acts.begin(), acts.end(), [&](const std::string& id) {
      const Measure* measure = ledger.find_measure(id);
      return measure != nullptr && in_force(*measure);
    });
    if (!made) {
      moves.deal = change_of(scenario);
      moves.notes.push_back({MoveNote::Kind::scenario, scenario.id, scenario.title, {}, {}});
      return;
    }
    // The status quo contains the move: undoing it brings back what the scenario took out.
    moves.retreat.use = scenario.drop;
    moves.retreat.drop = scenario.use;
    moves.retreat.scenario = scenario.id;
    moves.notes.push_back({MoveNote::Kind::made_already, scenario.id, scenario.title, acts, scenario.drop});
  }

  // What a scenario stands in for may itself be in force, unsolved: giving the move up takes it out.
  void from_condition(const Measure& threat, bool also_deal) {
    for (const std::string& id : threat.condition) {
      const Measure* measure = ledger.find_measure(id);
      if (measure == nullptr) {
        if (also_deal) moves.notes.push_back({MoveNote::Kind::unknown_condition, id, "", {}, {}});
        continue;
      }
      if (is_promise(measure->instrument) && also_deal) {
        moves.promise = true;
        (in_force(*measure) ? moves.deal.drop : moves.retreat.use).push_back(id);
        moves.notes.push_back({MoveNote::Kind::promise, id, "", {}, {}});
      } else if (in_force(*measure)) {
        if (!contains(moves.retreat.drop, id)) moves.retreat.drop.push_back(id);
      } else if (also_deal) {
        moves.deal.use.push_back(id);
      }
    }
    if (also_deal && !moves.promise && !(moves.deal.empty() && moves.retreat.empty()))
      moves.notes.push_back({MoveNote::Kind::condition, "", "", {}, {}});
  }

  // A duty on the threatener alone that is drawn up and put off.
  const Measure* answer_of(const std::string& by) const {
    const std::vector<Measure>& all = ledger.measures();
    const auto found = std::find_if(all.begin(), all.end(), [&](const Measure& m) {
      return m.by == by && m.on == std::vector{moves.threat->by} && m.instrument == Instrument::tariff &&
             ledger.status(m, as_of, known_by) == Status::suspended;
    });
    return found == all.end() ? nullptr : &*found;
  }

  void answer(const std::string& economy, const std::vector<int>& members) {
    const Measure& threat = *moves.threat;
    const bool target = overlap(economies_of(world, threat.on, as_of, threat, "on"), members);
    std::vector<std::string> answering;
    for (const std::string& name : target ? std::vector{economy} : threat.on)
      if (const std::string by = name == "*" ? name : customs_union_of(world, name, as_of);
          !contains(answering, by))
        answering.push_back(by);
    bool on_record = false;
    for (const std::string& by : answering) {
      if (by == "*") continue;
      if (const Measure* drawn_up = answer_of(by)) {
        moves.retaliation.use.push_back(drawn_up->id);
        moves.notes.push_back({MoveNote::Kind::on_record, drawn_up->id, drawn_up->title, {}, {}});
        on_record = true;
        continue;
      }
      // A group levies no duty on its own member.
      const std::vector<int> within = world.resolve_economies(by, as_of, Location{});
      const std::vector<int> makers = world.resolve_economies(threat.by, as_of, Location{});
      if (std::includes(within.begin(), within.end(), makers.begin(), makers.end())) continue;
      std::optional<Measure> mirror =
          mirrored(threat, threat.id + "-ANSWER" + (answering.size() > 1 ? "-" + by : ""), as_of);
      if (!mirror) continue;
      mirror->title.clear();
      mirror->by = by;
      mirror->on = {threat.by};
      mirror->source.clear();
      mirror->confidence = "C";
      mirror->note.clear();
      moves.retaliation.measures.push_back(*mirror);
    }
    if (!moves.retaliation.measures.empty())
      moves.notes.push_back({MoveNote::Kind::mirrored, threat.by, "", {}, {}, moves.retaliation.ids()});
    else if (!on_record)
      moves.notes.push_back({MoveNote::Kind::no_answer, threat.by, "", {}, {}, {}});
  }
};

constexpr std::array customs_unions = {"EU27", "EAEU", "GCC"};

/// What a customs union decides for all its members.
bool is_common_policy(Instrument instrument) {
  switch (instrument) {
    case Instrument::tariff:
    case Instrument::tariff_rate_quota:
    case Instrument::price_floor:
    case Instrument::import_quota:
    case Instrument::pact:
      return true;
    default:
      return false;
  }
}

void add_alone(std::vector<AloneInUnion>& found, const World& world, const Measure& measure, bool acts,
               Date as_of) {
  if (!is_common_policy(measure.instrument)) return;
  const std::vector<int> named = acts ? economies_of(world, {measure.by}, as_of, measure, "by")
                                      : economies_of(world, measure.on, as_of, measure, "on");
  for (const char* group : customs_unions) {
    if (world.find_group(group) == nullptr) continue;
    const std::vector<int> members = world.resolve_economies(group, as_of, Location{});
    std::vector<std::string> alone;
    for (const int n : members)
      if (std::find(named.begin(), named.end(), n) != named.end())
        alone.push_back(world.economies[static_cast<std::size_t>(n)].id);
    if (alone.empty() || alone.size() == members.size()) continue;
    AloneInUnion one{measure.id, fmt::format("{}", fmt::join(alone, ", ")), group, acts};
    if (std::find(found.begin(), found.end(), one) == found.end()) found.push_back(std::move(one));
  }
}

}  // namespace

std::string customs_union_of(const World& world, const std::string& economy, Date as_of) {
  const std::vector<int> asked = world.resolve_economies(economy, as_of, Location{});
  for (const char* group : customs_unions) {
    if (world.find_group(group) == nullptr) continue;
    const std::vector<int> members = world.resolve_economies(group, as_of, Location{});
    if (std::all_of(asked.begin(), asked.end(),
                    [&](int n) { return std::find(members.begin(), members.end(), n) != members.end(); }))
      return group;
  }
  return economy;
}

std::vector<AloneInUnion> alone_in_union(const World& world, const Ledger& ledger, const Moves& moves,
                                         Date as_of) {
  std::vector<AloneInUnion> found;
  for (const Change* change : {&moves.deal, &moves.retreat}) {
    for (const auto* ids : {&change->use, &change->drop})
      for (const std::string& id : *ids)
        if (const Measure* measure = ledger.find_measure(id)) add_alone(found, world, *measure, true, as_of);
    for (const Measure& measure : change->measures) add_alone(found, world, measure, true, as_of);
  }
  add_alone(found, world, *moves.threat, false, as_of);
  return found;
}

std::vector<std::string> Change::ids() const {
  std::vector<std::string> all = use;
  all.insert(all.end(), drop.begin(), drop.end());
  for (const Measure& measure : measures) all.push_back(measure.id);
  return all;
}

bool Moves::leaves_undone() const {
  return deal.empty() && retreat.use.empty() && retreat.drop.empty() && !retreat.measures.empty();
}

Moves find_moves(const World& world, const Ledger& ledger, const std::string& economy,
                 const std::string& threat, Date as_of, std::optional<Date> known_by,
                 const std::vector<Scenario>& scenarios, const std::optional<AskedMove>& asked) {
  Moves moves;
  moves.threat = &ledger.measure(threat, Location{});
  const std::vector<int> members = world.resolve_economies(economy, as_of, Location{});
  Finder find{world, ledger, as_of, known_by, moves};
  moves.threat_in_force = find.in_force(*moves.threat);
  if (asked) {
    moves.deal = asked->deal;
    moves.retreat = asked->retreat;
    moves.notes.push_back({MoveNote::Kind::asked, "", asked->title, asked->taken_out, {}});
    const std::vector<std::string>& use = moves.deal.use;
    const bool promised = std::any_of(use.begin(), use.end(), [&](const std::string& id) {
      return ledger.status(ledger.measure(id, Location{}), as_of, known_by) == Status::announced;
    });
    moves.notes.back().not_made = !moves.deal.empty() && asked->taken_out.empty() && !promised;
  } else {
    const Scenario* deal = scenario_for(world, ledger, scenarios, &Scenario::deal_for, threat, members);
    if (deal != nullptr) find.from_scenario(*deal);
    find.from_condition(*moves.threat, deal == nullptr);
  }
  if (moves.deal.empty() && moves.retreat.empty())
    moves.notes.push_back({MoveNote::Kind::no_move, "", "", {}, {}});
  if (with_threatener(world, ledger, moves, as_of))
    moves.notes.push_back({MoveNote::Kind::with_threatener, moves.threat->by, "", {}, {}});
  if (const Scenario* answer =
          scenario_for(world, ledger, scenarios, &Scenario::retaliation_for, threat, members)) {
    moves.retaliation = change_of(*answer);
    // A scenario of the whole course repeats the threat and the deal: they are in the option already.
    std::erase(moves.retaliation.use, threat);
    // Of the deal on record what was not asked for is not to come back with the answer.
    if (asked)
      if (const Scenario* recorded =
              scenario_for(world, ledger, scenarios, &Scenario::deal_for, threat, members))
        take_out(moves.retaliation, change_of(*recorded));
    moves.notes.push_back({MoveNote::Kind::answer, answer->id, answer->title, {}, {}});
  } else {
    find.answer(economy, members);
  }
  return moves;
}

MoveKind move_kind(const World& world, const Ledger& ledger, const Moves& moves,
                   const std::vector<std::string>& movers, Date as_of) {
  if (moves.deal.empty() && moves.retreat.empty()) return MoveKind::none;
  if (moves.promise) return MoveKind::breach;
  if (moves.leaves_undone()) return MoveKind::refusal;
  const bool everyone = contains(movers, "*");
  std::vector<int> own;
  for (const std::string& name : movers)
    if (name != "*")
      for (const int n : world.resolve_economies(customs_union_of(world, name, as_of), as_of, Location{}))
        own.push_back(n);
  const auto of_others = [&](const Measure& m) {
    if (everyone || m.instrument == Instrument::pact) return m.instrument == Instrument::pact;
    const std::vector<int> by = economies_of(world, {m.by}, as_of, m, "by");
    return std::any_of(by.begin(), by.end(), [&](int n) { return !has(own, n); });
  };
  for (const Change* change : {&moves.deal, &moves.retreat}) {
    for (const auto* ids : {&change->use, &change->drop})
      for (const std::string& id : *ids)
        if (of_others(ledger.measure(id, Location{}))) return MoveKind::deal;
    if (std::any_of(change->measures.begin(), change->measures.end(), of_others)) return MoveKind::deal;
  }
  return MoveKind::policy;
}

bool with_threatener(const World& world, const Ledger& ledger, const Moves& moves, Date as_of) {
  const std::vector<int> threatener = economies_of(world, {moves.threat->by}, as_of, *moves.threat, "by");
  const auto theirs = [&](const Measure& m) {
    if (overlap(economies_of(world, {m.by}, as_of, m, "by"), threatener)) return true;
    return m.instrument == Instrument::pact && overlap(economies_of(world, m.on, as_of, m, "on"), threatener);
  };
  return std::any_of(moves.deal.measures.begin(), moves.deal.measures.end(), theirs) ||
         std::any_of(moves.deal.use.begin(), moves.deal.use.end(),
                     [&](const std::string& id) { return theirs(ledger.measure(id, Location{})); });
}

PolicyOptions with_change(const World& world, const Ledger& ledger, PolicyOptions base,
                          const Change& change) {
  const auto can_drop = [&](const std::string& id) {
    const Measure& measure = ledger.measure(id, base.place(id));
    return ledger.status(measure, base.as_of, base.known_by) == Status::in_force ||
           in_base_year(world, ledger, measure);
  };
  for (const std::string& id : change.drop) {
    std::erase(base.use, id);
    if (can_drop(id) && !contains(base.drop, id)) base.drop.push_back(id);
  }
  for (const std::string& id : change.use) {
    std::erase(base.drop, id);
    if (!contains(base.use, id)) base.use.push_back(id);
  }
  for (const Measure& measure : change.measures) {
    const auto same = [&](const Measure& m) { return m.id == measure.id; };
    if (std::none_of(base.measures.begin(), base.measures.end(), same)) base.measures.push_back(measure);
  }
  return base;
}

std::optional<Term> size_term(const Measure& measure) {
  switch (measure.instrument) {
    case Instrument::tariff:
    case Instrument::export_tax:
      return Term::rate;
    case Instrument::barrier:
      return Term::cost;
    case Instrument::import_ban:
    case Instrument::export_ban:
      return Term::coverage;
    case Instrument::boycott:
      return Term::share;
    default:
      return std::nullopt;
  }
}

double full_rate(const Moves& moves, Date as_of) {
  const Measure& threat = *moves.threat;
  double rate = rate_at(threat.terms, as_of);
  if (threat.is_threat() && !moves.threat_in_force)
    for (const RateStep& step : threat.terms.steps) rate = std::max(rate, step.rate);
  return rate;
}

std::optional<Measure> mirrored(const Measure& measure, const std::string& id, Date as_of) {
  if (!size_term(measure) || !measure.terms.schedule.empty()) return std::nullopt;
  Measure m = measure;
  if (!m.terms.steps.empty()) {
    // The firms that a duty names are those of the other side.
    const double others = rate_at(measure.terms, as_of);
    double mean = others;
    for (const FirmGroup& firm : measure.terms.firms)
      if (firm.rate) mean += *firm.share * (*firm.rate - others);
    m.terms.steps = {{std::nullopt, mean}};
    m.terms.firms.clear();
    m.terms.substitution = 0.0;
  }
  m.id = id;
  m.typed_status.reset();
  m.condition.clear();
  m.announced = as_of;
  m.effective.reset();
  m.end.reset();
  m.withdrawn.reset();
  m.suspended.clear();
  return m;
}

namespace {

/// A threat of which nothing came by half a year after it was expected, or a year after it was made, hangs
/// over no one any more. Investigations take the time they take.
bool is_dead(const Measure& threat, Date as_of) {
  return threat.expected ? *threat.expected + std::chrono::days(183) < as_of
                         : threat.announced + std::chrono::days(365) < as_of;
}

}  // namespace

std::vector<const Measure*> pending_on(const World& world, const Ledger& ledger,
                                       const std::vector<int>& members, Date as_of,
                                       std::optional<Date> known_by) {
  std::vector<const Measure*> pending;
  for (const Measure& measure : ledger.measures()) {
    const Status status = ledger.status(measure, as_of, known_by);
    if (status != Status::threatened && status != Status::under_investigation) continue;
    if (status == Status::threatened && is_dead(measure, as_of)) continue;
    const std::vector<int> by = economies_of(world, {measure.by}, as_of, measure, "by");
    if (std::all_of(members.begin(), members.end(),
                    [&](int n) { return std::find(by.begin(), by.end(), n) != by.end(); }))
      continue;
    if (overlap(economies_of(world, measure.on, as_of, measure, "on"), members)) pending.push_back(&measure);
  }
  std::stable_sort(pending.begin(), pending.end(),
                   [](const Measure* a, const Measure* b) { return a->announced > b->announced; });
  return pending;
}

}  // namespace leeway
