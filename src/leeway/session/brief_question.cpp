#include "leeway/session/brief_question.h"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "leeway/base/hash.h"
#include "leeway/base/suggest.h"
#include "leeway/policy/measure_toml.h"
#include "leeway/policy/names.h"
#include "leeway/policy/one_line.h"
#include "leeway/policy/scale.h"
#include "leeway/strategy/asked.h"
#include "leeway/world/aliases.h"

namespace leeway {

namespace {

/// Every term that sets the size of a Measure is 0. Amounts are not among them: a quota of 0 lets nothing
/// through.
bool is_set_to_nothing(const Measure& m) {
  if (m.combine != Combine::add) return false;
  const std::vector<Term> sizes = scalable_terms(m.instrument);
  if (m.terms.prohibitive || (m.instrument == Instrument::licence && !m.terms.steps.empty())) return false;
  return std::all_of(sizes.begin(), sizes.end(), [&](Term t) {
    return t == Term::coverage || (kind_of(t) != TermKind::amount && largest(m, t) == 0.0);
  });
}

class Asking {
 public:
  Asking(const World& world, const Ledger& ledger, RoomQuestion question, std::vector<Scenario> scenarios)
      : world_(world), q_(std::move(question)) {
    out_.ledger = ledger;
    out_.inputs.scenarios = std::move(scenarios);
  }

  AskedBrief run() {
    BriefInputs& in = out_.inputs;
    if (q_.lasts || q_.deal_lasts)
      throw InputError(q_.threat.where, "a brief weighs a deal and a punishment that last alike",
                       "leeway room knows how long each lasts");
    world_.resolve_economies(q_.economy.text, world_.tariff_date, q_.economy.where);
    in.economy = id_of(world_, q_.economy.text);
    in.as_of = q_.as_of = day();
    in.known_by = q_.known_by;
    in.options = read_options(q_.options, world_);
    in.explanation = q_.explanation;
    if (!has_threat() && (!q_.deal.empty() || !q_.retaliation.text.empty()))
      throw InputError("--deal and --retaliation need an --event or --threat that they belong to");
    if (is_typed())
      take_typed();
    else if (has_threat())
      take_ready();
    if (!q_.retaliation.text.empty()) add_scenario(q_.retaliation.text, &Scenario::retaliation_for);
    change_policy();
    set_terms();
    return std::move(out_);
  }

 private:
  bool has_threat() const { return !q_.threat.text.empty(); }

  /// The day asked for, else the day the threat was made.
  Date day() const {
    if (q_.as_of != Date{}) return q_.as_of;
    if (has_threat() && !is_one_line(q_.threat.text))
      return out_.ledger.measure(threat_named(out_.ledger, q_.threat), q_.threat.where).announced;
    throw InputError(q_.economy.where, "a day is needed when there is no threat of the ledger",
                     "--as-of 2026-01-24; in a file: as_of = 2026-01-24");
  }

  /// Whether more is asked than a threat of the ledger and a scenario.
  bool is_typed() const {
    if (is_one_line(q_.threat.text) || q_.deal.size() > 1) return true;
    if (q_.deal.empty()) return false;
    const std::string& deal = q_.deal.front().text;
    const std::vector<std::string> names = scenario_names();
    const bool scenario = deal.ends_with(".toml") || deal.find('/') != std::string::npos ||
                          std::find(names.begin(), names.end(), deal) != names.end();
    return is_one_line(deal) || !scenario;
  }

  /// What was typed, put beside the ledger.
  void take_typed() {
    RoomQuestion question = q_;
    question.economy = {out_.inputs.economy, Location{}};
    const PlacedText& text = question.threat;
    // From another chair the deal is that of who is threatened.
    const Measure threat = is_one_line(text.text)
                               ? parse_one_line(text.text, text.where, q_.as_of)
                               : out_.ledger.measure(threat_named(out_.ledger, text), text.where);
    const std::vector<int> on = economies_of(world_, threat.on, q_.as_of, threat, "on");
    const std::vector<int> members = world_.resolve_economies(out_.inputs.economy, q_.as_of, Location{});
    if (std::none_of(members.begin(), members.end(),
                     [&](int n) { return std::find(on.begin(), on.end(), n) != on.end(); }))
      question.economy.text = threat.on.front();
    const Asked asked = ask(world_, out_.ledger, question);
    out_.ledger = asked.ledger;
    out_.inputs.event = asked.moves.threat->id;
    if (!question.deal.empty()) out_.inputs.move = move_of(asked, question);
  }

  void take_ready() {
    const Measure& threat = out_.ledger.measure(threat_named(out_.ledger, q_.threat), q_.threat.where);
    out_.inputs.event = threat.id;
    if (auto aimed = aimed_at(world_, out_.ledger, threat, out_.inputs.economy, q_.as_of))
      out_.ledger = *std::move(aimed);
    if (!q_.deal.empty()) add_scenario(q_.deal.front().text, &Scenario::deal_for);
  }

  /// A scenario that is named goes before any that claims the threat itself.
  void add_scenario(const std::string& name, std::vector<std::string> Scenario::*role) {
    std::vector<Scenario>& scenarios = out_.inputs.scenarios;
    for (Scenario& scenario : scenarios) std::erase(scenario.*role, *out_.inputs.event);
    Scenario scenario = open_scenario(name);
    scenario.*role = {*out_.inputs.event};
    scenarios.insert(scenarios.begin(), std::move(scenario));
  }

  static void refuse_twice(const std::vector<std::string>& ids, const std::string& id,
                           const Location& where) {
    if (std::find(ids.begin(), ids.end(), id) != ids.end())
      throw InputError(where, fmt::format("\"{}\" is given twice", id), "leave one out");
  }

  void change_policy() {
    Change& change = out_.inputs.changed;
    for (const PlacedText& text : q_.add) {
      if (!is_one_line(text.text)) {
        const std::string& id = out_.ledger.measure(text.text, text.where).id;
        if (id == out_.inputs.event)
          throw InputError(
              text.where, fmt::format("{} is the threat itself", id),
              "carried out whatever is done it threatens nobody; leeway solve tells what it does");
        refuse_twice(change.use, id, text.where);
        change.use.push_back(id);
        continue;
      }
      Measure measure = parse_one_line(text.text, text.where, q_.as_of);
      const auto same = [&](const Measure& m) { return m.id == measure.id; };
      if (std::any_of(change.measures.begin(), change.measures.end(), same) ||
          out_.ledger.find_measure(measure.id) != nullptr)
        throw InputError(measure.where, fmt::format("there is a Measure \"{}\" already", measure.id),
                         "a further Measure takes an id of its own: …, id SECOND");
      change.measures.push_back(std::move(measure));
    }
    for (const PlacedText& text : q_.drop) {
      if (is_one_line(text.text))
        throw InputError(text.where, fmt::format("\"{}\" is a Measure, not an id", text.text),
                         "what is taken out is named by its id: leeway ledger as-of DATE lists what binds");
      const Measure& measure = out_.ledger.measure(text.text, text.where);
      if (measure.id == out_.inputs.event)
        throw InputError(text.where, fmt::format("{} is the threat itself", measure.id),
                         "a brief without a threat tells of the status quo");
      if (out_.ledger.status(measure, q_.as_of, q_.known_by) != Status::in_force)
        throw InputError(text.where, fmt::format("{} is not in force on {}", measure.id, to_string(q_.as_of)),
                         "what does not bind cannot be taken out");
      refuse_twice(change.drop, measure.id, text.where);
      change.drop.push_back(measure.id);
    }
  }

  /// Wherever the Measure stands: in the ledger, in the move, among what is added, in a scenario of the
  /// threat.
  void set_terms() {
    out_.inputs.ledger_before = out_.ledger.content_hash();
    if (q_.set.empty()) return;
    std::vector<Measure> all = out_.ledger.measures();
    std::vector<std::vector<Measure>*> lists = {&all, &out_.inputs.changed.measures};
    if (out_.inputs.move) {
      lists.push_back(&out_.inputs.move->deal.measures);
      lists.push_back(&out_.inputs.move->retreat.measures);
    }
    // A scenario of another question decides on nothing here.
    for (Scenario& scenario : out_.inputs.scenarios)
      for (const auto* role : {&scenario.deal_for, &scenario.retaliation_for})
        if (out_.inputs.event && std::count(role->begin(), role->end(), *out_.inputs.event) > 0)
          lists.push_back(&scenario.measures);
    std::set<std::pair<std::string, std::string>> terms;
    std::set<std::string> in_ledger;
    std::vector<std::string> known;
    for (const TermSetting& setting : q_.set) {
      if (!terms.emplace(setting.measure, setting.term).second)
        throw InputError(setting.value.where(),
                         fmt::format("{}.{} is set twice", setting.measure, setting.term));
      bool found = false;
      for (std::vector<Measure>* list : lists)
        for (Measure& measure : *list) {
          known.push_back(measure.id);
          if (measure.id != setting.measure) continue;
          Measure set = with_term(measure, setting);
          if (!found)
            out_.inputs.set.push_back(
                {measure.id, setting.term, term_text(measure, setting.term), term_text(set, setting.term)});
          found = true;
          measure = std::move(set);
          if (list == &all) in_ledger.insert(measure.id);
          if (measure.id == out_.inputs.event && is_set_to_nothing(measure))
            throw InputError(setting.value.where(),
                             fmt::format("nothing is threatened: with {}.{} at 0 the threat changes nothing",
                                         measure.id, setting.term),
                             "a threat has a rate above 0%");
        }
      if (!found) {
        const std::string near = did_you_mean(setting.measure, known);
        throw InputError(setting.value.where(),
                         fmt::format("no Measure \"{}\" has a term to set here", setting.measure),
                         (near.empty() ? "" : near + "\n") + "leeway ledger list names those of the ledger");
      }
    }
    if (in_ledger.empty()) return;
    // In the order of the ledger: what is set in another order is the same question.
    Hasher hash;
    hash.add(out_.ledger.content_hash());
    for (const Measure& measure : all)
      if (in_ledger.count(measure.id) > 0) hash.add(content_of(measure));
    out_.ledger = out_.ledger.with_terms(std::move(all), hash.hex());
  }

  const World& world_;
  RoomQuestion q_;
  AskedBrief out_;
};

/// For a shell: in quotes where it needs them.
std::string quoted(const std::string& text) {
  const bool plain = !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-_./,=:@+").find(c) != std::string_view::npos;
  });
  if (plain) return text;
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

/// What is asked, as options of a command.
std::string command_line(std::string line, const RoomQuestion& q, std::optional<RangeKind> range) {
  const auto add = [&](const char* option, const std::string& text) {
    if (!text.empty()) line += fmt::format(" {} {}", option, quoted(text));
  };
  if (q.as_of != Date{}) add("--as-of", to_string(q.as_of));
  if (q.known_by) add("--known-by", to_string(*q.known_by));
  if (q.world != RoomQuestion{}.world) add("--world", q.world);
  add(is_one_line(q.threat.text) ? "--threat" : "--event", q.threat.text);
  for (const PlacedText& text : q.deal) add("--deal", text.text);
  add("--retaliation", q.retaliation.text);
  for (const PlacedText& text : q.add) add("--add", text.text);
  for (const PlacedText& text : q.drop) add("--drop", text.text);
  for (const TermSetting& s : q.set) {
    const std::string* text = s.value.as_string();
    add("--set", fmt::format("{}.{}={}", s.measure, s.term, text != nullptr ? *text : value_text(s.value)));
  }
  constexpr std::array of_their_own{"elasticities", "closure", "numeraire", "horizon"};
  for (const auto& [key, option] : q.options)
    if (std::find(of_their_own.begin(), of_their_own.end(), key) != of_their_own.end())
      add(("--" + key).c_str(), option.text);
    else
      add("--option", fmt::format("{}={}", key, option.text));
  if (range) add("--range", to_string(*range));
  return line;
}

bool is_asked(const RoomQuestion& question, const std::string& measure, const std::string& term) {
  return std::any_of(question.set.begin(), question.set.end(),
                     [&](const TermSetting& s) { return s.measure == measure && s.term == term; });
}

double usual_most(Term term, double value) {
  if (kind_of(term) == TermKind::share) return 1.0;
  return kind_of(term) == TermKind::amount ? 4.0 * value : std::max(1.0, 2.0 * value);
}

}  // namespace

AskedBrief ask_brief(const World& world, const Ledger& ledger, const RoomQuestion& question,
                     std::vector<Scenario> scenarios) {
  return Asking(world, ledger, question, std::move(scenarios)).run();
}

AskedBrief ask_brief(const World& world, const Ledger& ledger, const RoomQuestion& question) {
  return ask_brief(world, ledger, question, ready_scenarios());
}

void tell(BriefInputs& inputs, BriefDepth depth) {
  const bool whole = depth == BriefDepth::whole;
  inputs.decompose = whole;
  inputs.beside = whole;
  inputs.break_even = whole && inputs.range != RangeKind::none;
}

std::string brief_command(const RoomQuestion& q, std::optional<RangeKind> range) {
  return command_line("leeway brief " + quoted(q.economy.text), q, range);
}

std::string room_each_command(const RoomQuestion& q, std::optional<RangeKind> range) {
  return command_line("leeway room --each", q, range);
}

const char* to_string(TermHandle::Role role) {
  switch (role) {
    case TermHandle::Role::threat:
      return "threat";
    case TermHandle::Role::deal:
      return "deal";
    case TermHandle::Role::retaliation:
      return "retaliation";
    case TermHandle::Role::added:
      return "added";
  }
  return "";
}

std::vector<TermHandle> term_handles(const BriefAnalysis& b, const RoomQuestion& question) {
  std::vector<std::string> deal;
  std::vector<std::string> answered;
  for (const OptionOutcome& o : b.outcomes) {
    std::vector<std::string>& ids = o.option == BriefOption::retaliate ? answered : deal;
    ids.insert(ids.end(), o.measures.begin(), o.measures.end());
  }
  std::vector<std::string> mirrors;
  for (const MoveNote& note : b.how_found)
    mirrors.insert(mirrors.end(), note.mirrors.begin(), note.mirrors.end());
  const auto among = [](const std::vector<std::string>& ids, const std::string& id) {
    return std::find(ids.begin(), ids.end(), id) != ids.end();
  };
  std::vector<TermHandle> handles;
  for (const LedgerEntry& entry : b.ledger) {
    const Measure& m = entry.measure;
    const bool added = among(b.changed.ids(), m.id);
    TermHandle handle;
    if (b.event && m.id == b.event->id)
      handle.role = TermHandle::Role::threat;
    else if (among(deal, m.id))
      handle.role = TermHandle::Role::deal;
    else if (added)
      handle.role = TermHandle::Role::added;
    else if (among(answered, m.id) && !among(mirrors, m.id))
      handle.role = TermHandle::Role::retaliation;
    else
      continue;
    handle.measure = m.id;
    handle.title = m.title;
    const bool table = !m.terms.schedule.empty() || m.terms.own_rates != nullptr || !m.part_of.empty();
    for (const Term term : scalable_terms(m.instrument)) {
      const double value = largest(m, term);
      handle.term = to_string(term);
      handle.text = table ? "" : term_text(m, handle.term);
      if (handle.text.empty() || !(value > 0.0 || is_asked(question, m.id, handle.term))) continue;
      const bool base = m.terms.quota_unit == of_base && term == Term::quota;
      handle.unit = term == Term::quota ? m.terms.quota_unit : term == Term::price ? m.terms.price_unit : "";
      handle.value = value;
      handle.high = base ? std::max(1.0, value) : usual_most(term, value);
      handles.push_back(handle);
    }
  }
  return handles;
}

}  // namespace leeway
