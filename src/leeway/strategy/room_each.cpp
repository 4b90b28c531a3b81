#include "leeway/strategy/room_each.h"

#include <algorithm>

#include <fmt/format.h>

#include "leeway/base/hash.h"
#include "leeway/base/text.h"
#include "leeway/policy/names.h"
#include "leeway/policy/one_line.h"
#include "leeway/strategy/room.h"
#include "leeway/strategy/room_solves.h"
#include "leeway/world/aliases.h"

namespace leeway {

namespace {

/// Whether a line that is put to an economy has everyone on whom it acts among those who act, or the other
/// way round. The reader refuses who acts on itself, so another economy stands for this one while it reads.
bool on_itself(const World& world, const PlacedText& written, const std::string& economy, Date day) {
  const PlacedText text = left_undone(written).value_or(written);
  if (!is_one_line(text.text)) return false;
  const auto stand_in = std::find_if(world.economies.begin(), world.economies.end(), [&](const Economy& e) {
    return e.id != economy && text.text.find(e.id) == std::string::npos;
  });
  if (stand_in == world.economies.end()) return false;
  Measure m = parse_one_line(with_all_replaced(text.text, each_economy, stand_in->id), text.where, day);
  if (m.on == std::vector<std::string>{"*"}) return false;
  if (m.by == stand_in->id) m.by = economy;
  std::replace(m.on.begin(), m.on.end(), stand_in->id, economy);
  const std::vector<int> by = economies_of(world, {m.by}, day, m, "by");
  const std::vector<int> on = economies_of(world, m.on, day, m, "on");
  return std::includes(by.begin(), by.end(), on.begin(), on.end()) ||
         std::includes(on.begin(), on.end(), by.begin(), by.end());
}

/// What was solved for one of them: plans by index.
struct EachCase {
  std::string economy;
  std::vector<int> members;
  std::size_t none = 0;
  std::size_t deal = 0;
  std::size_t punished = 0;
};

}  // namespace

RoomQuestion question_for(const RoomQuestion& question, const std::string& economy) {
  RoomQuestion one = question;
  one.economy.text = economy;
  one.threat.text = with_all_replaced(question.threat.text, each_economy, economy);
  for (PlacedText& text : one.deal) text.text = with_all_replaced(text.text, each_economy, economy);
  return one;
}

std::vector<std::string> economies_to_ask(const World& world, const std::vector<std::string>& names,
                                          Date day) {
  const Location where{"--each"};
  std::vector<std::string> known;
  for (const std::string& name : names) known.push_back(id_of(world, name));
  std::vector<std::string> ids;
  if (known.size() == 1 && world.find_group(known.front()) != nullptr) {
    for (const int n : world.resolve_economies(known.front(), day, where))
      ids.push_back(world.economies[static_cast<std::size_t>(n)].id);
    return ids;
  }
  std::vector<std::string> owner(static_cast<std::size_t>(world.economy_count()));
  for (const std::string& name : known) {
    if (std::find(ids.begin(), ids.end(), name) != ids.end())
      throw InputError(where, fmt::format("\"{}\" is named twice", name));
    for (const int n : world.resolve_economies(name, day, where)) {
      std::string& before = owner[static_cast<std::size_t>(n)];
      if (!before.empty())
        throw InputError(where,
                         fmt::format("{} is in \"{}\" and in \"{}\"",
                                     world.economies[static_cast<std::size_t>(n)].id, before, name),
                         "name a group or its members, not both");
      before = name;
    }
    ids.push_back(name);
  }
  return ids;
}

RoomEach room_each(const World& world, const Ledger& ledger, const RoomEachInputs& in) {
  require_welfare(in.options, "leeway");
  check(in.duration);
  const RoomQuestion& question = in.question;
  if (question.threat.text.find(each_economy) == std::string::npos)
    throw InputError(question.threat.where, "the threat does not say where each economy stands in it",
                     "such as \"USA on {it}: tariff 25% on goods\"");
  if (question.deal.empty()) throw InputError("--each needs a --deal", "such as \"{it} with CHN: pact 50%\"");
  RoomEach out;
  out.inputs = in;
  RoomSolves solves(world, in.options, in.range, in.duration.any());
  PolicyOptions calm;
  calm.as_of = question.as_of;
  calm.known_by = question.known_by;
  const std::size_t status_quo = solves.add(ledger, "status quo", calm, 0);
  std::vector<EachCase> asking;
  Identity id("room each");
  for (const std::string& economy : in.economies) {
    bool itself = on_itself(world, question.threat, economy, question.as_of);
    for (const PlacedText& text : question.deal)
      itself = itself || on_itself(world, text, economy, question.as_of);
    if (itself) {
      out.left_out.push_back(economy);
      continue;
    }
    const Asked asked = ask(world, ledger, question_for(question, economy));
    EachCase a{economy, asked.members};
    out.threat_by = asked.moves.threat->by;
    const MoveKind kind = move_kind(world, asked.ledger, asked.moves, {asked.economy}, asked.as_of);
    out.kind = asking.empty() || kind == out.kind ? kind : MoveKind::none;
    if (!alone_in_union(world, asked.ledger, asked.moves, asked.as_of).empty())
      out.in_union.push_back(economy);
    const PolicyOptions deal = with_change(world, asked.ledger, calm, asked.moves.deal);
    PolicyOptions punished = deal;
    punished.use.push_back(asked.moves.threat->id);
    a.none = asked.moves.retreat.empty()
                 ? status_quo
                 : solves.add(asked.ledger, "no deal of " + economy,
                              with_change(world, asked.ledger, calm, asked.moves.retreat), status_quo);
    a.deal = solves.add(asked.ledger, "deal of " + economy, deal, status_quo);
    a.punished = solves.add(asked.ledger, economy + " punished", punished, a.deal);
    id.add("ledger", asked.ledger.content_hash());
    asking.push_back(std::move(a));
  }
  if (asking.empty())
    throw InputError(Location{"--each"}, "nobody is left to ask",
                     "who would threaten itself, or make a deal with itself, is not asked");
  solves.move_terms();
  solves.run(in.threads, in.progress, {}, solves.plans().size());
  out.settings = solves.settings();
  out.certificates.emplace_back("status quo", solves.at(0, status_quo).verdict);
  out.certified = solves.at(0, status_quo).verdict.certified();

  const bool timed_gain = in.duration.deal_lasts.has_value();
  const auto priced = [&](bool timed, std::size_t s, std::size_t plan) -> const RoomKept& {
    return timed ? solves.while_punished(s, plan) : solves.at(s, plan);
  };
  for (const EachCase& a : asking) {
    RoomRow row{a.economy, name_of(world, a.economy), {}, {}, {}, {}};
    std::vector<LeewayCase> cases;
    std::vector<FailedCase> failed;
    for (std::size_t s = 0; s < out.settings.size(); ++s) {
      const RoomKept& none = priced(timed_gain, s, a.none);
      const RoomKept& deal = priced(timed_gain, s, a.deal);
      const RoomKept& calm_then = priced(in.duration.any(), s, a.none);
      const RoomKept& hit = priced(in.duration.any(), s, a.punished);
      const RangeCase& setting = out.settings[s];
      const std::pair<const RoomKept*, BriefOption> needed[] = {{&none, BriefOption::drop},
                                                                {&calm_then, BriefOption::drop},
                                                                {&deal, BriefOption::keep},
                                                                {&hit, BriefOption::punished}};
      const auto* bad = std::find_if(std::begin(needed), std::end(needed),
                                     [](const auto& n) { return !n.first->verdict.certified(); });
      if (bad != std::end(needed)) {
        failed.push_back({setting.name, setting.options.elasticities, setting.options.horizon, "default",
                          bad->second, bad->first->verdict.failure});
        if (s == 0) break;
        continue;
      }
      const double before = none.income(a.members);
      LeewayCase c = timed_case(deal.income(a.members) - before,
                                calm_then.income(a.members) - hit.income(a.members), in.duration);
      c.name = setting.name;
      c.elasticities = setting.options.elasticities;
      c.horizon = setting.options.horizon;
      c.rates = setting.alternative_rates ? "alternative" : "default";
      c.gain_pct = 100.0 * c.gain_musd / before;
      c.loss_pct = 100.0 * c.loss_musd / before;
      cases.push_back(std::move(c));
    }
    if (cases.empty()) {
      row.no_leeway = failed.front();
      out.certified = false;
    } else {
      const CaseCount count{static_cast<int>(cases.size()), static_cast<int>(out.settings.size())};
      const LeewayCase& central = cases.front();
      row.gain_musd = {central.gain_musd, central.gain_musd, central.gain_musd, count};
      row.loss_musd = {central.loss_musd, central.loss_musd, central.loss_musd, count};
      for (const LeewayCase& c : cases) {
        row.gain_musd.widen(c.gain_musd);
        row.loss_musd.widen(c.loss_musd);
      }
      row.leeway = leeway_over(std::move(cases));
      row.leeway->failed = std::move(failed);
    }
    out.rows.push_back(std::move(row));
  }
  std::stable_sort(out.rows.begin(), out.rows.end(), [](const RoomRow& a, const RoomRow& b) {
    if (a.leeway.has_value() != b.leeway.has_value()) return a.leeway.has_value();
    if (!a.leeway) return false;
    const LeewayCase& x = a.leeway->central;
    const LeewayCase& y = b.leeway->central;
    return x.p_star != y.p_star ? x.p_star < y.p_star : x.loss_pct > y.loss_pct;
  });
  id.add("as_of", question.as_of)
      .add("known_by", question.known_by)
      .add("economies", in.economies)
      .add("threat", question.threat.text)
      .add("lasts", in.duration.lasts)
      .add("deal_lasts", in.duration.deal_lasts)
      .add("discount", in.duration.discount)
      .add("range", to_string(in.range));
  for (const PlacedText& text : question.deal) id.add("deal", text.text);
  for (const RoomKept& k : solves.all()) id.add("solve", k.verdict.id);
  out.run_id = id.hex();
  return out;
}

}  // namespace leeway
