#include "leeway/strategy/asked.h"

#include <algorithm>

#include <fmt/format.h>

#include "leeway/base/hash.h"
#include "leeway/base/index.h"
#include "leeway/base/suggest.h"
#include "leeway/policy/measure_toml.h"
#include "leeway/policy/names.h"
#include "leeway/policy/one_line.h"
#include "leeway/policy/own_rates.h"
#include "leeway/policy/precision.h"
#include "leeway/policy/tariff_lines.h"
#include "leeway/policy/terms_toml.h"
#include "leeway/strategy/brief.h"
#include "leeway/world/aliases.h"

namespace leeway {

namespace {

std::vector<int> without(std::vector<int> list, const std::vector<int>& out) {
  std::erase_if(list, [&](int n) { return has(out, n); });
  return list;
}

/// The same act, whatever it is called.
bool same_act(const Measure& a, const Measure& b) {
  const auto terms = [](const Measure& m) {
    return to_toml(m.terms, m.instrument) + (m.terms.own_rates == nullptr ? "" : m.terms.own_rates->id);
  };
  return a.by == b.by && a.on == b.on && a.goods == b.goods && a.instrument == b.instrument &&
         a.combine == b.combine && terms(a) == terms(b);
}

/// Goods change hands as before, whoever acts on whom.
bool does_nothing(const Measure& m) {
  const Terms& t = m.terms;
  const auto zero = [](const RateStep& step) { return step.rate == 0.0; };
  switch (m.instrument) {
    case Instrument::tariff:
    case Instrument::export_tax:
    case Instrument::subsidy:
      return m.combine == Combine::add && t.schedule.empty() && t.firms.empty() && !t.steps.empty() &&
             std::all_of(t.steps.begin(), t.steps.end(), zero);
    case Instrument::barrier:
      return !t.prohibitive && t.cost == 0.0;
    case Instrument::boycott:
      return t.share == 0.0;
    case Instrument::pact:
      return t.tariff_cut == 0.0 && t.barrier_cut == 0.0;
    default:
      return false;
  }
}

class Asking {
 public:
  Asking(const World& world, const Ledger& ledger, const RoomQuestion& question)
      : world_(world), ledger_(ledger), q_(question) {}

  Asked run() {
    out_.economy = id_of(world_, q_.economy.text);
    out_.as_of = q_.as_of;
    out_.members = world_.resolve_economies(q_.economy.text, q_.as_of, q_.economy.where);
    read_threat();
    read_deal();
    find_chairs();
    return std::move(out_);
  }

 private:
  /// A line with everyone under the id that the ledger has.
  Measure typed(const PlacedText& text) const {
    Measure m = parse_one_line(text.text, text.where, q_.as_of);
    m.by = id_of(world_, m.by);
    for (std::string& name : m.on) name = id_of(world_, name);
    return m;
  }

  const Measure* acting(const Measure& typed) const {
    for (const Measure& m : ledger_.measures())
      if (ledger_.status(m, q_.as_of, q_.known_by) == Status::in_force && same_act(m, typed)) return &m;
    return nullptr;
  }

  void read_threat() {
    const PlacedText& text = q_.threat;
    std::string id = threat_named(ledger_, text);
    out_.ledger = ledger_;
    if (is_one_line(text.text)) {
      Measure threat = typed(text);
      if (const Measure* same = acting(threat))
        throw InputError(
            threat.where, fmt::format("this threat is carried out already: {} is in force", same->id),
            fmt::format("leeway brief {} --event {} weighs an act in force", out_.economy, same->id));
      if (does_nothing(threat))
        throw InputError(text.where, fmt::format("nothing is threatened: \"{}\" changes nothing", text.text),
                         "a threat has a rate above 0%");
      threat.typed_status = Status::threatened;
      threat.effective.reset();
      id = threat.id;
      std::vector<GoodsList> lists = ledger_.lists();
      threat = on_lines(world_, std::move(threat), q_.as_of, lists);
      out_.ledger = and_measures(ledger_, {threat}, std::move(lists));
    }
    if (std::optional<Ledger> aimed =
            aimed_at(world_, out_.ledger, out_.ledger.measure(id, text.where), out_.economy, q_.as_of)) {
      out_.ledger = *std::move(aimed);
      out_.aimed = true;
    }
    const Measure& threat = out_.ledger.measure(id, text.where);
    const std::vector<int> by = economies_of(world_, {threat.by}, q_.as_of, threat, "by");
    const std::vector<int> on = economies_of(world_, threat.on, q_.as_of, threat, "on");
    lines_of(world_, threat.goods, threat, "goods");
    for (const int n : out_.members)
      if (has(by, n))
        throw InputError(text.where,
                         fmt::format("\"{}\" threatens itself: {} acts, and it is asked for {}", threat.id,
                                     threat.by, out_.economy),
                         "the economy of the question is one that is threatened");
    if (std::none_of(out_.members.begin(), out_.members.end(), [&](int n) { return has(on, n); }))
      throw InputError(text.where, fmt::format("\"{}\" does not hit {}", threat.id, out_.economy),
                       fmt::format("it is on {}", fmt::join(threat.on, ", ")));
    const Status status = out_.ledger.status(threat, q_.as_of, q_.known_by);
    if (status == Status::in_force)
      throw InputError(
          text.where, fmt::format("this threat is carried out already: {} is in force", threat.id),
          fmt::format("leeway brief {} --event {} weighs an act in force", out_.economy, threat.id));
    if (status == Status::unknown && is_one_line(text.text))
      throw InputError(
          text.where,
          fmt::format("a typed threat is made on the day of the question, {}", to_string(q_.as_of)),
          "what is known by an earlier day leaves it out: ask --as-of that day");
    if (status == Status::unknown)
      throw InputError(text.where, fmt::format("{} was not yet public on {}", threat.id, to_string(q_.as_of)),
                       fmt::format("it was made {}",
                                   when_dated(threat.announced, precision_of(threat, threat.announced))));
    out_.threatener = by;
    threat_ = threat.id;
  }

  void put_in(const std::string& id) {
    const Measure& measure = out_.ledger.measure(id, Location{});
    if (out_.ledger.status(measure, q_.as_of, q_.known_by) == Status::in_force) {
      out_.moves.retreat.drop.push_back(id);
      out_.taken_out.push_back(id);
    } else {
      out_.moves.deal.use.push_back(id);
    }
  }

  void take_from(const Scenario& scenario) {
    Change& deal = out_.moves.deal;
    const auto in_force = [&](const std::string& id) {
      const Measure* m = out_.ledger.find_measure(id);
      return m != nullptr && out_.ledger.status(*m, q_.as_of, q_.known_by) == Status::in_force;
    };
    if (!scenario.use.empty() && std::all_of(scenario.use.begin(), scenario.use.end(), in_force)) {
      for (const std::string& id : scenario.use) put_in(id);
      out_.moves.retreat.use.insert(out_.moves.retreat.use.end(), scenario.drop.begin(), scenario.drop.end());
      return;
    }
    for (const std::string& id : scenario.use) put_in(id);
    deal.drop.insert(deal.drop.end(), scenario.drop.begin(), scenario.drop.end());
    deal.measures.insert(deal.measures.end(), scenario.measures.begin(), scenario.measures.end());
    if (!scenario.lists.empty()) out_.ledger = out_.ledger.and_lists(scenario.lists);
    deal.scenario = scenario.id;
  }

  /// A typed part of the deal that cannot be one.
  void refuse_slip(const Measure& typed, const PlacedText& text) const {
    if (same_act(typed, out_.ledger.measure(threat_, text.where)))
      throw InputError(text.where, fmt::format("\"{}\" is the threat itself", text.text),
                       fmt::format("a deal is what {} does or leaves undone", out_.economy));
    if (own_status(typed, q_.as_of) != Status::in_force)
      throw InputError(text.where,
                       fmt::format("no deal is weighed: \"{}\" is not in force on {} by its own dates",
                                   text.text, to_string(q_.as_of)),
                       "leave the dates out, or ask --as-of another day");
    if (does_nothing(typed))
      throw InputError(text.where, fmt::format("no deal is weighed: \"{}\" changes nothing", text.text),
                       "a deal has a rate above 0%");
    const std::vector<int> by = economies_of(world_, {typed.by}, q_.as_of, typed, "by");
    const std::vector<int> on = economies_of(world_, typed.on, q_.as_of, typed, "on");
    if (typed.instrument != Instrument::subsidy && without(on, by).empty())
      throw InputError(text.where,
                       fmt::format("no deal is weighed: in \"{}\" {} deals with itself", text.text, typed.by),
                       "the other side is another economy");
    const auto is_party = [&](int n) { return has(by, n) || has(on, n); };
    if (std::none_of(out_.members.begin(), out_.members.end(), is_party))
      throw InputError(text.where, fmt::format("{} is no party to \"{}\"", out_.economy, text.text),
                       fmt::format("a deal is what {} does, or what is done with it", out_.economy));
  }

  void read_deal() {
    static const std::string lift = "lift ";
    Change& deal = out_.moves.deal;
    for (const PlacedText& text : q_.deal) {
      if (const std::optional<PlacedText> left = left_undone(text)) {
        Measure undone = typed(*left);
        refuse_slip(undone, text);
        lines_of(world_, undone.goods, undone, "goods");
        out_.moves.retreat.measures.push_back(std::move(undone));
      } else if (is_one_line(text.text)) {
        Measure part = typed(text);
        refuse_slip(part, text);
        if (const Measure* same = acting(part)) {
          put_in(same->id);
          continue;
        }
        const auto twin = [&](const Measure& m) { return m.id == part.id; };
        if (std::any_of(deal.measures.begin(), deal.measures.end(), twin))
          throw InputError(part.where, fmt::format("\"{}\" is given twice", part.id),
                           "a further Measure on the same goods takes an id of its own: …, id SECOND");
        deal.measures.push_back(std::move(part));
      } else if (text.text.starts_with(lift)) {
        const std::string id = text.text.substr(lift.size());
        if (id.find_first_not_of(' ') == std::string::npos)
          throw InputError(text.where, "\"lift\" names nothing to lift",
                           "such as \"lift CA-2024-EV\"; leeway ledger as-of DATE lists what is in force");
        const Measure& measure = out_.ledger.measure(id, text.where);
        if (out_.ledger.status(measure, q_.as_of, q_.known_by) != Status::in_force)
          throw InputError(text.where,
                           fmt::format("{} is not in force on {}", measure.id, to_string(q_.as_of)),
                           "what is not in force cannot be lifted");
        deal.drop.push_back(measure.id);
      } else if (out_.ledger.find_measure(text.text) != nullptr) {
        put_in(text.text);
      } else {
        take_from(scenario_of(text));
      }
    }
    if (q_.deal.empty()) {
      Moves found =
          find_moves(world_, out_.ledger, out_.economy, threat_, q_.as_of, q_.known_by, ready_scenarios());
      out_.moves = std::move(found);
      out_.taken_out = out_.moves.retreat.drop;
    }
    out_.moves.retaliation = {};
    // Lists of a scenario make another ledger: the threat is looked up in the last one.
    out_.moves.threat = &out_.ledger.measure(threat_, q_.threat.where);
    for (const Measure& m : deal.measures) lines_of(world_, m.goods, m, "goods");
  }

  Scenario scenario_of(const PlacedText& text) const {
    const std::vector<std::string> names = scenario_names();
    const bool file = text.text.find('/') != std::string::npos || text.text.ends_with(".toml");
    if (file || std::find(names.begin(), names.end(), text.text) != names.end())
      return open_scenario(text.text);
    std::vector<std::string> known = names;
    for (const Measure& m : out_.ledger.measures()) known.push_back(m.id);
    const std::string near = did_you_mean(text.text, known);
    throw InputError(
        text.where, fmt::format("\"{}\" is no Measure, no id of the ledger and no ready scenario", text.text),
        (near.empty() ? "" : near + "\n") +
            fmt::format("such as \"{}\", \"lift CA-2024-EV\" or \"canada-china-deal\"",
                        one_line_forms().front()));
  }

  void find_chairs() {
    std::vector<int> sides;
    const auto add = [&](const Measure& m) {
      for (const int n : economies_of(world_, {m.by}, q_.as_of, m, "by")) sides.push_back(n);
      if (m.on == std::vector<std::string>{"*"}) return;
      for (const int n : economies_of(world_, m.on, q_.as_of, m, "on")) sides.push_back(n);
    };
    for (const Change* change : {&out_.moves.deal, &out_.moves.retreat}) {
      for (const auto* ids : {&change->use, &change->drop})
        for (const std::string& id : *ids) add(out_.ledger.measure(id, Location{}));
      for (const Measure& m : change->measures) add(m);
    }
    std::sort(sides.begin(), sides.end());
    sides.erase(std::unique(sides.begin(), sides.end()), sides.end());
    out_.partners = without(without(sides, out_.members), out_.threatener);
  }

  const World& world_;
  const Ledger& ledger_;
  const RoomQuestion& q_;
  Asked out_;
  std::string threat_;
};

}  // namespace

std::optional<PlacedText> left_undone(const PlacedText& text) {
  static const std::string no = "not ";
  if (!text.text.starts_with(no) || !is_one_line(text.text)) return std::nullopt;
  Location where = text.where;
  where.line = std::max(where.line, 1);
  where.column = std::max(where.column, 1) + static_cast<int>(no.size());
  return PlacedText{text.text.substr(no.size()), where};
}

Ledger and_measures(const Ledger& ledger, std::vector<Measure> typed, std::vector<GoodsList> lists) {
  std::vector<Measure> all = ledger.measures();
  Hasher hash;
  hash.add(ledger.content_hash());
  for (Measure& m : typed) {
    if (ledger.find_measure(m.id) != nullptr || ledger.find_event(m.id) != nullptr)
      throw InputError(m.where, fmt::format("the ledger has a \"{}\" already", m.id),
                       "a typed Measure takes an id of its own: …, id MINE");
    hash.add(content_of(m));
    all.push_back(std::move(m));
  }
  return {std::move(all), ledger.events(), ledger.schedules(), hash.hex(), std::move(lists)};
}

std::string threat_named(const Ledger& ledger, const PlacedText& text) {
  const Event* event = ledger.find_measure(text.text) == nullptr ? ledger.find_event(text.text) : nullptr;
  if (event == nullptr || !event->threat) return text.text;
  std::vector<std::string> ids;
  for (const std::string& id : event->threat->measures)
    if (ledger.find_measure(id) != nullptr) ids.push_back(id);
  if (ids.size() == 1) return ids.front();
  if (ids.empty())
    throw InputError(
        text.where, fmt::format("no Measure of the ledger stands for the threat \"{}\"", text.text),
        fmt::format("{}: {}", dated(event->date, precision_of(*event, event->date)), event->title));
  throw InputError(text.where,
                   fmt::format("\"{}\" is an episode of threat with {} Measures", text.text, ids.size()),
                   fmt::format("use {}", fmt::join(ids, " or ")));
}

std::optional<Ledger> aimed_at(const World& world, const Ledger& ledger, const Measure& threat,
                               const std::string& economy, Date as_of) {
  const auto secondary = [&](const Event& e) {
    return e.threat && e.threat->kind == ThreatKind::secondary &&
           std::find(e.threat->measures.begin(), e.threat->measures.end(), threat.id) !=
               e.threat->measures.end();
  };
  if (threat.on != std::vector<std::string>{"*"} ||
      std::none_of(ledger.events().begin(), ledger.events().end(), secondary))
    return std::nullopt;
  const std::vector<int> by = economies_of(world, {threat.by}, as_of, threat, "by");
  for (const int n : world.resolve_economies(economy, as_of, Location{}))
    if (has(by, n)) return std::nullopt;
  std::vector<Measure> all = ledger.measures();
  Measure& aimed = *std::find_if(all.begin(), all.end(), [&](const Measure& m) { return m.id == threat.id; });
  aimed.on = {economy};
  Hasher hash;
  hash.add(ledger.content_hash()).add(content_of(aimed));
  std::vector<GoodsList> lists = ledger.lists();
  return Ledger(std::move(all), ledger.events(), ledger.schedules(), hash.hex(), std::move(lists));
}

Asked ask(const World& world, const Ledger& ledger, const RoomQuestion& question) {
  return Asking(world, ledger, question).run();
}

AskedMove move_of(const Asked& asked, const RoomQuestion& question) {
  std::vector<std::string> texts;
  for (const PlacedText& text : question.deal) texts.push_back(text.text);
  return {asked.moves.deal, asked.moves.retreat, fmt::format("{}", fmt::join(texts, "; ")), asked.taken_out};
}

}  // namespace leeway
