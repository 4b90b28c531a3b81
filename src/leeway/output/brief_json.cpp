#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "leeway/analysis/comparison.h"
#include "leeway/base/version.h"
#include "leeway/io/toml.h"
#include "leeway/output/brief.h"
#include "leeway/output/brief_draws.h"
#include "leeway/output/brief_words.h"
#include "leeway/output/certificate_object.h"
#include "leeway/output/failure_report.h"
#include "leeway/output/format.h"
#include "leeway/output/instrument_report.h"
#include "leeway/output/played_words.h"
#include "leeway/output/policy_words.h"
#include "leeway/output/price_words.h"
#include "leeway/output/range_words.h"
#include "leeway/output/room_map.h"
#include "leeway/output/room_map_json.h"
#include "leeway/output/room_report.h"
#include "leeway/output/room_words.h"
#include "leeway/output/shown.h"
#include "leeway/output/threat_report.h"
#include "leeway/output/welfare_words.h"
#include "leeway/policy/precision.h"

// The contract with the page (web/src/lib/contract.ts): the names here are the names there.
namespace leeway {

namespace {

using Json = nlohmann::ordered_json;

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }
Json number(const std::optional<double>& value) { return value ? number(*value) : Json(nullptr); }
Json number(const Welfare& value) { return number(value.figure()); }
/// An end of a range; null where none was solved.
template <class Value>
Json end_of(const BriefAnalysis& b, const Value& value) {
  return b.settings.size() > 1 ? number(value) : Json(nullptr);
}
std::string sign_of(const BriefAnalysis& b, const Welfare& low, const Welfare& high) {
  return b.settings.size() > 1 ? sign_words(low, high) : "";
}
Json date(const std::optional<Date>& value) { return value ? Json(to_string(*value)) : Json(nullptr); }

Json certificate(const Verdict& verdict) { return certificate_object<Json>(verdict); }

Json case_json(const LeewayCase& c) {
  return {{"name", c.name},
          {"elasticities", c.elasticities},
          {"horizon", number(c.horizon)},
          {"rates", c.rates},
          {"p_star", number(c.p_star)},
          {"gain_musd", number(c.gain_musd)},
          {"loss_musd", number(c.loss_musd)},
          {"gain_pct", number(c.gain_pct)},
          {"loss_pct", number(c.loss_pct)},
          {"reading", to_string(c.reading)},
          {"certified", true}};
}

// No figure stands in the place of one that failed: it is told apart.
Json failed_case_json(const BriefAnalysis& b, const FailedCase& c) {
  return {{"name", c.name},
          {"elasticities", c.elasticities},
          {"horizon", number(c.horizon)},
          {"rates", c.rates},
          {"option", option_label(b, c.option)},
          {"termination", to_string(c.failure->termination())},
          {"problem", failure_words(*c.failure)}};
}

Json leeway_json(const BriefAnalysis& b) {
  const Leeway& l = *b.leeway;
  const bool drawn = b.draws && b.draws->find(Drawn::p_star) != nullptr;
  Json out = {{"p_star", number(l.central.p_star)},
              {"low", drawn ? number(l.low) : end_of(b, l.low)},
              {"high", drawn ? number(l.high) : end_of(b, l.high)},
              {"reading", to_string(l.central.reading)},
              {"gain_musd", number(l.central.gain_musd)},
              {"loss_musd", number(l.central.loss_musd)},
              {"gain_pct", number(l.central.gain_pct)},
              {"loss_pct", number(l.central.loss_pct)}};
  out["cases"] = Json::array();
  for (const LeewayCase& c : l.cases) out["cases"].push_back(case_json(c));
  out["failed_cases"] = Json::array();
  for (const FailedCase& c : l.failed) out["failed_cases"].push_back(failed_case_json(b, c));
  out["odds"] = Json::array();
  for (const Odds& o : l.odds)
    out["odds"].push_back({{"probability", o.probability},
                           {"expected_ev_musd", number(o.expected_ev_musd)},
                           {"expected_pct", number(o.expected_pct)}});
  out["tornado"] = Json::array();
  for (const auto& [what, list] : {std::pair("gain", &b.gain_swings), std::pair("loss", &b.loss_swings)})
    for (const Swing& s : *list)
      out["tornado"].push_back({{"figure", what},
                                {"assumption", to_string(s.assumed)},
                                {"label", swing_words(s)},
                                {"measure", s.measure},
                                {"term", s.term},
                                {"low_musd", number(s.low)},
                                {"low_at", s.low_at},
                                {"high_musd", number(s.high)},
                                {"high_at", s.high_at}});
  out["break_even_scale"] = number(l.break_even_scale);
  out["break_even_rate"] = number(l.break_even_rate);
  out["break_even_note"] = break_even_words(l);
  out["definition"] = leeway_definition();
  return out;
}

/// What nine in ten draws lie between, in the place of cases. An interval of a share is null where draws
/// failed.
Json draws_json(const DrawnRange& d) {
  Json out = {{"count", d.count}, {"certified", d.certified}, {"seed", d.seed}, {"id", d.id}};
  out["figures"] = Json::array();
  const auto share = [&](const ShareOfDraws& s) {
    const auto end = [&](double value) { return d.certified == d.count ? number(value) : Json(nullptr); };
    return Json{{"value", s.value}, {"low", end(s.low)}, {"high", end(s.high)}};
  };
  for (const DrawnFigure& f : d.figures) {
    const auto told = [&](double value) { return number(in_drawn_unit(f.figure, value)); };
    out["figures"].push_back({{"id", to_string(f.figure)},
                              {"title", drawn_title(f.figure)},
                              {"unit", drawn_unit(f.figure)},
                              {"mean", told(f.mean)},
                              {"q05", told(f.q05)},
                              {"q25", told(f.q25)},
                              {"q50", told(f.q50)},
                              {"q75", told(f.q75)},
                              {"q95", told(f.q95)},
                              {"above_zero", share(f.above_zero)}});
    if (f.figure != Drawn::p_star) continue;
    out["figures"].back()["never"] = share(d.never_pays.share);
    out["figures"].back()["always"] = share(d.always_pays.share);
  }
  out["assumed"] = Json::array();
  for (const auto& [name, how] : d.assumed) out["assumed"].push_back({{"name", name}, {"text", how}});
  return out;
}

/// A figure of one party, with its ends.
Json payoff_json(const BriefAnalysis& b, const Range& musd, double pct) {
  return {{"musd", number(musd.central)},
          {"low_musd", b.played->alike.of > 1 ? number(musd.low) : Json(nullptr)},
          {"high_musd", b.played->alike.of > 1 ? number(musd.high) : Json(nullptr)},
          {"pct", number(pct)}};
}

Json played_json(const BriefAnalysis& b) {
  if (!b.played) return nullptr;
  const PlayedOut& played = *b.played;
  Json out = {{"players", Json::array()}, {"outcomes", Json::array()}, {"choices", Json::array()}};
  for (const ThreatParty& p : played.players)
    out["players"].push_back({{"id", p.id}, {"name", p.name}, {"role", to_string(p.role)}});
  for (const PlayedOutcome& o : played.outcomes) {
    Json payoffs = Json::array();
    for (std::size_t p = 0; p < o.pct.size(); ++p)
      payoffs.push_back(payoff_json(b, o.payoffs_musd[p], o.pct[p]));
    out["outcomes"].push_back({{"option", to_string(o.option)},
                               {"title", option_label(b, o.option)},
                               {"payoffs", std::move(payoffs)}});
  }
  const std::vector<std::string> words = played_choices(b);
  for (std::size_t c = 0; c < words.size(); ++c) {
    const PlayedChoice& choice = played.choices[c];
    out["choices"].push_back({{"player", played.players[choice.player].id},
                              {"step", to_string(choice.step)},
                              {"acts", to_string(choice.acts)},
                              {"stays", to_string(choice.stays)},
                              {"worth", payoff_json(b, choice.worth_musd, choice.worth_pct)},
                              {"takes", to_string(choice.choice)},
                              {"cases", choice.alike.certified},
                              {"of", choice.alike.of},
                              {"is_played", choice.is_played},
                              {"words", words[c]}});
  }
  out["ends_in"] = to_string(played.ends_in);
  out["ends_cases"] = played.alike.certified;
  out["of"] = played.alike.of;
  out["failed"] = played.failed;
  out["ends"] = Json::array();
  for (const auto& [option, count] : played.ends)
    out["ends"].push_back({{"option", to_string(option)}, {"cases", count}});
  out["words"] = played_sentence(b);
  out["caveat"] = played_caveat(b);
  return out;
}

Json threat_count_json(const ThreatCount& c) {
  const ShareInterval& s = c.carried_out;
  return {{"kind", c.kind ? Json(to_string(*c.kind)) : Json(nullptr)},
          {"label", c.kind ? kind_words(*c.kind) : "of whatever kind"},
          {"made", c.made},
          {"carried_out", s.hits},
          {"share", number(s.share())},
          {"low", number(s.low)},
          {"high", number(s.high)},
          {"few", too_few(c)}};
}

/// How often threats like the event became acts; the interval is Jeffreys' of 95%.
Json record_json(const World& world, const BriefAnalysis& b) {
  if (!b.record) return nullptr;
  return {{"by", b.event->by},
          {"itself_left_out", b.record->itself_left_out},
          {"of_kind", b.record->of_kind ? threat_count_json(*b.record->of_kind) : Json(nullptr)},
          {"all", threat_count_json(b.record->all)},
          {"text", record_sentence(world, *b.record, b.event->by, b.leeway ? &*b.leeway : nullptr)}};
}

/// The figures that a page shows while a hand moves a slider.
Json economy_at_centre(const EconomyOutcome& o) {
  const EconomyChange& c = o.change;
  Json out = {{"id", c.id},
              {"name", c.name},
              {"ev_musd", number(c.ev_musd)},
              {"real_income_pct", number(c.real_income_pct)},
              {"real_wage_pct", number(c.real_wage_pct)},
              {"tariff_revenue_musd", number(c.tariff_revenue_musd)}};
  if (c.group) out["group"] = true;
  if (!std::isfinite(c.exports_pct)) return out;
  out["exports_pct"] = number(c.exports_pct);
  out["imports_pct"] = number(c.imports_pct);
  return out;
}

Json economy_json(const BriefAnalysis& b, const EconomyOutcome& o) {
  if (!b.beside) return economy_at_centre(o);
  const EconomyChange& c = o.change;
  const auto part = [&](double value) { return o.decomposed ? number(value) : Json(nullptr); };
  return {{"id", c.id},
          {"name", c.name},
          {"group", c.group},
          {"ev_musd", number(c.ev_musd)},
          {"ev_low_musd", end_of(b, o.ev_low_musd)},
          {"ev_high_musd", end_of(b, o.ev_high_musd)},
          {"sign", sign_of(b, o.ev_low_musd, o.ev_high_musd)},
          {"real_income_pct", number(c.real_income_pct)},
          {"real_wage_pct", number(c.real_wage_pct)},
          {"tariff_revenue_musd", number(c.tariff_revenue_musd)},
          {"exports_pct", number(c.exports_pct)},
          {"imports_pct", number(c.imports_pct)},
          {"terms_of_trade_pct", number(c.terms_of_trade_pct)},
          {"terms_of_trade_musd", part(o.terms_of_trade_musd)},
          {"volume_musd", part(o.volume_musd)}};
}

Json sector_json(const World& world, const BriefAnalysis& b, const OptionOutcome& o, std::size_t j) {
  const SectorChange& s = o.sectors[j];
  const Sector& sector = world.sectors[static_cast<std::size_t>(s.sector)];
  Json out = {{"id", sector.id}, {"name", sector.name}};
  if (b.beside) out["output_from_musd"] = number(s.output_from_musd);
  out["output_musd"] = number(s.output_musd);
  out["output_pct"] = number(s.output_pct);
  if (b.beside) {
    out["output_low_pct"] = end_of(b, o.sectors_low[j].output_pct);
    out["output_high_pct"] = end_of(b, o.sectors_high[j].output_pct);
  }
  out["value_added_musd"] = number(s.value_added_musd);
  if (b.beside) out["employment_pct"] = number(s.employment_pct);
  return out;
}

Json instruments_json(const OptionOutcome& o) {
  Json out = Json::array();
  for (std::size_t r = 0; r < o.instruments.size(); ++r) {
    const InstrumentOutcome& i = o.instruments[r];
    out.push_back({{"measure", i.measure},
                   {"regime", regime_words(i)},
                   {"premium", beyond_telling(1.0 + i.premium) ? Json(nullptr) : number(i.premium)},
                   {"quantity", number(i.quantity)},
                   {"limit", number(i.limit)},
                   {"unit", i.unit},
                   {"rent_musd", number(i.rent)},
                   {"rent_to", holder_words(i.control, o.rent_to[r])}});
  }
  return out;
}

Json rents_json(const BriefAnalysis& b) {
  Json out = Json::array();
  for (const RentOutcome& o : b.rents)
    out.push_back({{"limit", o.limit},
                   {"importer_share", o.importer_share},
                   {"rent_musd", o.figures ? number(o.figures->rent_musd) : Json(nullptr)},
                   {"ev_musd", o.figures ? number(o.figures->ev_musd) : Json(nullptr)},
                   {"real_income_pct", o.figures ? number(o.figures->real_income_pct) : Json(nullptr)},
                   {"certified", o.verdict.certified()}});
  return out;
}

Json option_json(const World& world, const BriefAnalysis& b, const OptionOutcome& o) {
  Json out = {{"id", to_string(o.option)},
              {"label", option_label(b, o.option)},
              {"description", option_description(b, o.option)},
              {"measures", o.measures}};
  // Null is no figure: nothing stands where what the option does is not known.
  const bool known = !unknown(b, o.option);
  // Ends over the cases, of every figure that the brief shows of its own economy.
  if (b.beside)
    for (const EconomyVariable& v : economy_variables())
      out["own_range"][v.name] = {{"low", known ? end_of(b, v.of(o.own_low)) : Json(nullptr)},
                                  {"high", known ? end_of(b, v.of(o.own_high)) : Json(nullptr)}};
  out["cases"] = {{"certified", o.cases.certified}, {"of", o.cases.of}};
  out["economies"] = Json::array();
  for (const EconomyOutcome& economy : o.economies) out["economies"].push_back(economy_json(b, economy));
  out["sectors"] = Json::array();
  for (std::size_t j = 0; j < o.sectors.size(); ++j) out["sectors"].push_back(sector_json(world, b, o, j));
  if (!known)
    for (const char* list : {"economies", "sectors"})
      for (Json& row : out[list])
        for (auto& [name, value] : row.items())
          if (value.is_number()) value = nullptr;
  if (b.beside) out["instruments"] = instruments_json(o);
  out["certificate"] = certificate(o.verdict);
  out["warnings"] = note_words(o.warnings);
  out["run_id"] = o.verdict.id;
  return out;
}

Json status_quo_json(const BriefAnalysis& b) {
  const StatusQuo& s = b.status_quo;
  Json out = {{"certificate", certificate(s.verdict)},
              {"base_certificate", certificate(s.base)},
              {"run_id", s.verdict.id},
              {"warnings", note_words(s.warnings)}};
  out["tariff_faced_pct"] = Json::object();
  for (const TariffFaced& t : s.tariff_faced) out["tariff_faced_pct"][t.importer] = number(100.0 * t.average);
  if (!b.beside) return out;
  out["against_base"] = Json::array();
  if (!s.against_base) return out;
  for (const auto* list : {&s.against_base->economies, &s.against_base->groups})
    for (const EconomyChange& c : *list)
      out["against_base"].push_back({{"id", c.id},
                                     {"name", c.name},
                                     {"group", c.group},
                                     {"ev_musd", number(c.ev_musd)},
                                     {"real_income_pct", number(c.real_income_pct)}});
  return out;
}

Json poles_json(const Poles& p) {
  return {{"USA", number(p.usa)}, {"CHN", number(p.chn)}, {"rest", number(p.rest)}};
}

Json exposure_json(const Exposure& e) {
  Json out = {{"year", e.year},
              {"source", e.source},
              {"exports_musd", number(e.exports_musd)},
              {"imports_musd", number(e.imports_musd)}};
  out["partners"] = Json::array();
  for (const PartnerTrade& p : e.partners)
    out["partners"].push_back({{"id", p.id},
                               {"name", p.name},
                               {"exports_musd", number(p.exports_musd)},
                               {"exports_share", number(p.exports_share)},
                               {"imports_musd", number(p.imports_musd)},
                               {"imports_share", number(p.imports_share)}});
  out["poles"] = {{"exports", poles_json(e.exports_poles)}, {"imports", poles_json(e.imports_poles)}};
  out["concentration_exports_hhi"] = number(e.concentration_exports);
  out["concentration_imports_hhi"] = number(e.concentration_imports);
  out["notes"] = e.notes;
  return out;
}

Json event_json(const Measure& m, Status status) {
  return {{"id", m.id},
          {"title", m.title},
          {"by", m.by},
          {"on", m.on},
          {"status", to_string(status)},
          {"announced", iso_dated(m.announced, precision_of(m, m.announced))},
          {"note", m.note},
          {"source", m.source},
          {"confidence", m.confidence}};
}

Json ledger_json(const SourceLine& s) {
  return {{"id", s.id},
          {"title", s.title},
          {"by", s.by},
          {"on", s.on},
          {"goods", s.goods},
          {"instrument", s.instrument},
          {"asked", s.asked},
          {"status", s.status},
          {"because", s.because},
          {"announced", s.announced.empty() ? Json(nullptr) : Json(s.announced)},
          {"effective", s.effective.empty() ? Json(nullptr) : Json(s.effective)},
          {"source", s.source},
          {"confidence", s.confidence},
          {"note", s.note},
          {"solved", s.solved}};
}

/// One entry a block of the world's provenance that names sources.
Json data_sources(const World& world) {
  Json out = Json::array();
  if (world.provenance.empty()) return out;
  const TomlTable provenance = parse_toml(world.provenance, "provenance.toml");
  for (const TomlTable::Entry& block : provenance.entries()) {
    const TomlTable* table = block.value.as_table();
    if (table == nullptr || !table->has("sources")) continue;
    out.push_back({{"block", block.key},
                   {"text", fmt::format("{}", fmt::join(table->optional_strings("sources"), "; "))}});
  }
  return out;
}

/// The money of a world in another currency under its own name; what Measures say of themselves stays.
void restate(Json& json, std::string_view code) {
  if (json.is_string()) json = in_currency(json.get<std::string>(), code);
  if (!json.is_structured()) return;
  for (auto it = json.begin(); it != json.end(); ++it)
    if (!json.is_object() || it.key() != "ledger") restate(*it, code);
}

// ---- the map of leeway

const char* claim_word(LeewayClaim claim) {
  switch (claim) {
    case LeewayClaim::no_move:
      return "no_move";
    case LeewayClaim::never:
      return "never";
    case LeewayClaim::unpunished_open:
    case LeewayClaim::unpunished_little:
      return "open";
    case LeewayClaim::room:
      return "room";
    case LeewayClaim::punished_open:
    case LeewayClaim::punished_centrally:
      return "open_punished";
    case LeewayClaim::always:
      return "always";
  }
  return "";
}

Json row_json(const RoomRow& row, bool ranged) {
  Json out = {{"economy", row.economy}, {"name", row.name}, {"failed", ""}};
  if (!row.leeway) {
    out["failed"] = failure_words(*row.no_leeway->failure);
    return out;
  }
  const Leeway& l = *row.leeway;
  out["claim"] = claim_word(claim_of(l, row.gain_musd, row.loss_musd));
  out["p_star"] = l.central.p_star;
  out["figure"] = probability(l.central.p_star);
  out["gain_musd"] = row.gain_musd.central;
  out["loss_musd"] = row.loss_musd.central;
  out["gain_pct"] = l.central.gain_pct;
  out["loss_pct"] = l.central.loss_pct;
  if (ranged) {
    out["low"] = l.low;
    out["high"] = l.high;
    out["certified"] = row.gain_musd.cases.certified;
    out["of"] = row.gain_musd.cases.of;
  }
  return out;
}

}  // namespace

std::string brief_json(const World& world, const BriefAnalysis& b, JsonLayout layout) {
  Json out = {{"schema", "leeway-brief-1"}, {"run_id", b.run_id}, {"version", version()}};
  out["world"] = {{"name", world.name},
                  {"title", world.title},
                  {"base_year", world.base_year},
                  {"currency", world.currency}};
  out["as_of"] = to_string(b.as_of);
  out["known_by"] = date(b.known_by);
  out["economy"] = {{"id", b.economy}, {"name", b.economy_name}};
  if (world.find_group(b.economy) != nullptr) {
    out["economy"]["members"] = Json::array();
    for (int n : b.members)
      out["economy"]["members"].push_back(world.economies[static_cast<std::size_t>(n)].id);
  }
  out["event"] = b.event ? event_json(*b.event, b.event_status) : Json(nullptr);
  out["headline"] = brief_headline(world, b);
  out["subline"] = brief_subline(b);
  out["certified"] = b.certified;
  if (b.event) out["chair"] = to_string(b.chair);
  out["stakes"] = Json::array();
  for (const Stake& s : b.stakes)
    out["stakes"].push_back({{"step", to_string(s.step)},
                             {"musd", number(s.musd.central)},
                             {"low_musd", end_of(b, s.musd.low)},
                             {"high_musd", end_of(b, s.musd.high)},
                             {"sign", sign_of(b, s.musd.low, s.musd.high)},
                             {"pct", number(s.pct)}});
  out["move_parts"] = Json::array();
  if (b.parts)
    for (const MovePart& p : b.parts->parts)
      out["move_parts"].push_back({{"measure", p.measure},
                                   {"title", p.title},
                                   {"by", p.by},
                                   {"lifted", p.lifted},
                                   {"musd", number(p.musd)}});
  out["offers"] = Json::array();
  for (const Offer& o : b.offers)
    out["offers"].push_back({{"measure", o.measure},
                             {"title", o.title},
                             {"partner_musd", number(o.partner_musd)},
                             {"threatened_musd", number(o.threatened_musd)}});
  out["move_words"] = move_sentences(world, b);
  const CaseCount& cases = b.status_quo.cases;
  out["range"] = {{"kind", b.draws ? "draws" : to_string(b.range)},
                  {"certified", b.draws ? b.draws->certified : static_cast<std::uint64_t>(cases.certified)},
                  {"of", b.draws ? b.draws->count : static_cast<std::uint64_t>(cases.of)},
                  {"text", brief_range_sentence(b, cases)}};
  if (b.draws) out["draws"] = draws_json(*b.draws);
  if (b.welfare_not_told)
    out["welfare_not_told"] = {{"reason", to_string(*b.welfare_not_told)},
                               {"text", not_told_words(*b.welfare_not_told)}};
  // Without a move there is nothing to weigh, and no zero to mistake for an answer.
  const bool weighed = b.leeway && b.leeway->central.reading != Reading::no_move;
  out["leeway"] = weighed ? leeway_json(b) : Json(nullptr);
  out["record"] = record_json(world, b);
  out["played"] = played_json(b);
  out["options"] = Json::array();
  if (b.certified || b.leeway || !b.stakes.empty())
    for (const OptionOutcome& o : b.outcomes) out["options"].push_back(option_json(world, b, o));
  out["failed_options"] = Json::array();
  for (const FailedOption& o : b.failed_options)
    out["failed_options"].push_back({{"id", to_string(o.option)},
                                     {"label", option_label(b, o.option)},
                                     {"certificate", certificate(o.verdict)},
                                     {"run_id", o.verdict.id}});
  out["rents"] = rents_json(b);
  out["status_quo"] = status_quo_json(b);
  out["exposure"] = b.beside ? exposure_json(b.exposure) : Json(nullptr);
  out["assumptions"] = Json::array();
  for (const Assumption& a : brief_assumptions(world, b))
    out["assumptions"].push_back(
        {{"name", a.name}, {"value", a.value}, {"range", a.range}, {"note", a.note}});
  out["ledger"] = Json::array();
  for (const LedgerEntry& entry : b.ledger) out["ledger"].push_back(ledger_json(brief_source(b, entry)));
  out["notes"] = brief_notes(b);
  if (b.draws && !b.draws->failed.empty()) out["notes"].push_back(failed_draws_sentence(*b.draws));
  if (b.beside) out["data_sources"] = data_sources(world);
  if (const auto code = own_currency(world)) restate(out, *code);
  return layout == JsonLayout::lines ? out.dump(1) + "\n" : out.dump();
}

std::string room_map_json(const World& world, const RoomEach& each) {
  const Report report = room_each_report(world, each, each.rows.size()).report;
  const TileMap map = leeway_map(world, each, report.headline);
  Json out = {{"run_id", each.run_id},
              {"certified", each.certified},
              {"as_of", to_string(each.inputs.question.as_of)},
              {"threat", each.inputs.question.threat.text},
              {"deal", Json::array()},
              {"threat_by", each.threat_by},
              {"sentence", report.headline},
              {"words", report.lead},
              {"legend", map.legend},
              {"described", map.described},
              {"hatched", map.hatched},
              {"foot", map.foot}};
  for (const PlacedText& deal : each.inputs.question.deal) out["deal"].push_back(deal.text);
  out["classes"] = Json::array();
  for (const TileClass& c : map.classes)
    out["classes"].push_back({{"label", c.label}, {"fill", c.fill}, {"ink", c.ink}});
  out["tiles"] = Json::array();
  for (const Tile& t : map.tiles)
    out["tiles"].push_back({{"economy", t.economy},
                            {"shown", t.shown},
                            {"told", t.told},
                            {"class", t.colour ? Json(*t.colour) : Json(nullptr)}});
  out["rows"] = Json::array();
  for (const RoomRow& row : each.rows) out["rows"].push_back(row_json(row, each.settings.size() > 1));
  out["left_out"] = Json::array();
  for (const std::string& id : each.left_out)
    out["left_out"].push_back({{"economy", id},
                               {"name", name_of(world, id)},
                               {"why", "it would threaten itself, or make a deal with itself"}});
  out["assumptions"] = Json::array();
  for (const Assumption& a : report.assumptions)
    out["assumptions"].push_back(
        {{"name", a.name}, {"value", a.value}, {"range", a.range}, {"note", a.note}});
  return out.dump(1) + "\n";
}

}  // namespace leeway
