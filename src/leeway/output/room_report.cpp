#include "leeway/output/room_report.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include <fmt/format.h>

#include "leeway/base/text.h"
#include "leeway/base/units.h"
#include "leeway/output/asked_report.h"
#include "leeway/output/backtest_report.h"
#include "leeway/output/failure_report.h"
#include "leeway/output/format.h"
#include "leeway/output/move_words.h"
#include "leeway/output/policy_words.h"
#include "leeway/output/range_words.h"
#include "leeway/output/room_map.h"
#include "leeway/output/room_words.h"
#include "leeway/policy/terms_toml.h"

namespace leeway {

namespace {

void add_range_cells(std::vector<ReportCell>& row, const Range& r) {
  row.insert(row.end(), {ReportCell(r.central), ReportCell(r.low), ReportCell(r.high)});
}

std::string sign_of(const Range& r) { return sign_words(Welfare(r.low), Welfare(r.high)); }

/// The Measures that were asked about: as a line where one holds them, and as TOML.
ReportTable asked_table(const Room& r) {
  ReportTable table{
      "asked",
      "What was asked",
      {text_column("role", 10), text_column("measure"), text_column("in one line", 70),
       text_column("terms", 60), rate_column("duty without it", 1), rate_column("duty with it", 1)},
      {},
      0,
      "Duties are means on the flows of a tariff, by base-year trade, all that is in force counted."};
  const auto add = [&](const char* role, const Measure& m) {
    const auto duty = std::find_if(r.duties.begin(), r.duties.end(),
                                   [&](const DutyBehind& d) { return d.measure == m.id; });
    const bool known = duty != r.duties.end();
    table.rows.push_back({std::string(role), m.id, asked_words(m), to_toml(m.terms, m.instrument),
                          known ? ReportCell(duty->without) : ReportCell(),
                          known ? ReportCell(duty->with) : ReportCell()});
  };
  const Moves& moves = r.asked.moves;
  const auto from_ledger = [&](const char* role, const std::vector<std::string>& ids) {
    for (const std::string& id : ids)
      if (const Measure* m = r.asked.ledger.find_measure(id)) add(role, *m);
  };
  const char* role = r.kind == MoveKind::policy ? "policy" : "deal";
  const bool breach = r.kind == MoveKind::breach;
  add("threat", *moves.threat);
  for (const Measure& m : moves.deal.measures) add(role, m);
  from_ledger(role, moves.deal.use);
  from_ledger(role, moves.retreat.drop);
  from_ledger(breach ? "broken" : "lifted", moves.deal.drop);
  from_ledger(breach ? "undone" : "lifted", moves.retreat.use);
  for (const Measure& m : moves.retreat.measures) add("undone", m);
  return table;
}

/// What a part of the move is said to bring.
std::string parts_title(MoveKind kind) {
  switch (kind) {
    case MoveKind::refusal:
      return "What leaving each Measure undone brings";
    case MoveKind::breach:
      return "What not delivering each Measure brings";
    case MoveKind::none:
    case MoveKind::deal:
    case MoveKind::policy:
      break;
  }
  return fmt::format("What each Measure of {} brings", move_subject(kind));
}

ReportTable parts_table(const Room& r) {
  ReportTable table{
      "parts",
      parts_title(r.kind),
      {text_column("measure"), text_column("title", 44), text_column("by"), text_column("how"),
       money_column("brings", true)},
      {},
      0,
      r.parts->rule == PartRule::shapley
          ? "Exact Shapley values, central case: the mean of what each adds over all orders. They add up to "
            "the gain."
          : "Each by what it adds after those above it, central case. They add up to the gain."};
  const std::vector<Measure>& undone = r.asked.moves.retreat.measures;
  for (const MovePart& p : r.parts->parts) {
    const bool left =
        std::any_of(undone.begin(), undone.end(), [&](const Measure& m) { return m.id == p.measure; });
    table.rows.push_back({p.measure, p.title, p.by,
                          std::string(left       ? "left undone"
                                      : p.lifted ? "lifted"
                                                 : "made"),
                          p.musd});
  }
  return table;
}

ReportTable price_table(const Room& r) {
  ReportTable table{
      "price",
      fmt::format("What {} is worth at a probability of punishment", move_subject(r.kind)),
      {rate_column("probability", 1), money_column("worth a year", true), money_column("low", true),
       money_column("high", true), text_column("sign"), text_column("break-even rate of the punishment")},
      {},
      0,
      fmt::format(
          "On average, a year. Below zero it is what {}. The break-even is the punishment at which it "
          "is worth nothing, central case",
          r.kind == MoveKind::deal ? "the other side must add for the deal to pay"
                                   : "giving in would spare")};
  const bool ends = std::any_of(r.credibility.begin(), r.credibility.end(),
                                [](const AtCredibility& a) { return a.ends.has_value(); });
  if (ends) {
    table.columns.push_back(text_column("over the sets"));
    table.note += ", then over the sets of trade elasticities";
    table.note += r.threat_rate ? "" : " in percent of its announced size";
  }
  table.note += ".";
  for (const AtCredibility& a : r.credibility) {
    std::vector<ReportCell> row = {a.probability};
    add_range_cells(row, a.worth_musd);
    row.emplace_back(sign_of(a.worth_musd));
    row.emplace_back(break_even_cell(a));
    if (ends) row.emplace_back(break_even_ends_cell(a, r.threat_rate));
    table.rows.push_back(std::move(row));
  }
  return table;
}

/// Probability against the size of the punishment; one column for each part of the deal.
ReportTable frontier_table(const Room& r) {
  const bool rated = r.frontier.front().rate.has_value();
  ReportTable table{
      "frontier",
      fmt::format("How likely punishment may be, by its size and by {}",
                  r.kind == MoveKind::refusal || r.kind == MoveKind::breach
                      ? std::string("how much is left undone")
                      : fmt::format("how much of {} is made", move_subject(r.kind))),
      {rate_column(rated ? "rate" : "of the announced size", 1), money_column("loss, punished"),
       rate_column(whole_move(r.kind), 2)},
      {},
      0,
      fmt::format("Central case. {} pays below the probability in the table. A part scales what its Measures "
                  "give: rates, quotas, cuts.",
                  capitalised(move_subject(r.kind)))};
  std::vector<double> parts;
  for (const FrontierPoint& p : r.deal_scaled)
    if (std::find(parts.begin(), parts.end(), p.deal) == parts.end()) parts.push_back(p.deal);
  std::sort(parts.rbegin(), parts.rend());
  for (const double part : parts)
    table.columns.push_back(rate_column(percent_size(100.0 * part) + " of it", 2));
  for (const FrontierPoint& p : r.frontier) {
    std::vector<ReportCell> row = {p.rate.value_or(p.scale), p.loss_musd, p.p_star};
    for (const double part : parts) {
      const auto found =
          std::find_if(r.deal_scaled.begin(), r.deal_scaled.end(),
                       [&](const FrontierPoint& q) { return q.deal == part && q.scale == p.scale; });
      row.push_back(found == r.deal_scaled.end() ? ReportCell() : ReportCell(found->p_star));
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

std::optional<CurveChart> frontier_chart(const Room& r) {
  if (r.frontier.size() < 2) return {};
  const bool rated = r.frontier.front().rate.has_value();
  CurveChart chart{"frontier",
                   fmt::format("Below the line {} pays", move_subject(r.kind)),
                   rated ? "rate of the punishment" : "size of the punishment, of the announced",
                   fmt::format("largest probability of punishment at which {} pays", move_subject(r.kind)),
                   {},
                   {{whole_move(r.kind), {}}}};
  for (const FrontierPoint& p : r.frontier) {
    chart.x.push_back(p.rate.value_or(p.scale));
    chart.curves.front().values.push_back(p.p_star);
  }
  std::map<double, std::vector<double>> parts;
  for (const FrontierPoint& p : r.deal_scaled) {
    auto& values =
        parts.try_emplace(p.deal, r.frontier.size(), std::numeric_limits<double>::quiet_NaN()).first->second;
    for (std::size_t at = 0; at < r.frontier.size(); ++at)
      if (r.frontier[at].scale == p.scale) values[at] = p.p_star;
  }
  for (auto& [part, values] : parts)
    chart.curves.push_back({part_of_move(r.kind, percent_size(100.0 * part)), std::move(values)});
  return chart;
}

ReportTable spared_table(const Room& r) {
  ReportTable table{
      "spared",
      "The same threat with a list of goods spared, and without",
      {text_column("list"), text_column("title", 50), text_column("goods of the list"),
       money_column("loss, punished"), money_column("low"), money_column("high"), rate_column("leeway", 2),
       rate_column("low", 2), rate_column("high", 2)},
      {},
      0,
      fmt::format("Leeway is the largest probability of punishment at which {} pays.", move_subject(r.kind))};
  const auto add = [&](const Spared& s, bool spared, const Leeway& l) {
    Range loss{l.central.loss_musd, l.central.loss_musd, l.central.loss_musd, {}};
    for (const LeewayCase& c : l.cases) loss.widen(c.loss_musd);
    std::vector<ReportCell> row = {s.list, s.title, std::string(spared ? "spared" : "hit too")};
    add_range_cells(row, loss);
    row.insert(row.end(), {ReportCell(l.central.p_star), ReportCell(l.low), ReportCell(l.high)});
    table.rows.push_back(std::move(row));
  };
  for (const Spared& s : r.spared) {
    if (!s.leeway) continue;
    add(s, !s.spared, *r.leeway);
    add(s, s.spared, *s.leeway);
  }
  return table;
}

const char* seat_words(Seat seat, MoveKind kind) {
  switch (seat) {
    case Seat::threatener:
      return "threatens";
    case Seat::partner:
      // On whom giving in would act, or a policy of one's own does.
      return kind == MoveKind::deal      ? "partner of the deal"
             : kind == MoveKind::refusal ? "spared by holding out"
                                         : "other side";
    case Seat::other:
      return "other";
  }
  return "";
}

ReportTable seats_table(const Room& r, std::size_t top) {
  ReportTable table{"seats",
                    "The other chairs",
                    {text_column("seat"), text_column("economy"), text_column("name", 22)},
                    {},
                    top,
                    ""};
  const auto add_columns = [&](const char* what) {
    for (const char* title : {what, "low", "high"}) table.columns.push_back(money_column(title, true));
  };
  if (!r.no_deal) add_columns(move_subject(r.kind));
  add_columns("carrying out");
  table.columns.push_back(text_column("sign"));
  if (r.no_deal) {
    table.note = "Equivalent variation a year of carrying the threat out.";
  } else {
    table.columns.push_back(money_column("both", true));
    table.note = fmt::format(
        "Equivalent variation a year: of {} unpunished against {}, of carrying the threat out on it, and of "
        "both against neither. The sign is that of carrying out.",
        move_subject(r.kind),
        r.kind == MoveKind::refusal || r.kind == MoveKind::breach ? "giving in" : "none");
  }
  for (const SeatStakes& s : r.seats) {
    std::vector<ReportCell> row = {std::string(seat_words(s.seat, r.kind)), s.economy, s.name};
    if (!r.no_deal) add_range_cells(row, s.deal);
    add_range_cells(row, s.carry_out);
    row.emplace_back(sign_of(s.carry_out));
    if (!r.no_deal) row.emplace_back(s.whole.central);
    table.rows.push_back(std::move(row));
  }
  return table;
}

/// What favour to a sector can do: a weight at or below 1 is none.
const char* by_weight_words(const SectorStake& k) {
  if (!k.weight) return "none: it loses too";
  if (k.weight->high <= 1.0) return "no favour needed";
  return k.weight->low <= 1.0 ? "in some cases none needed" : "";
}

ReportTable sectors_table(const World& world, const SeatStakes& s, std::size_t top) {
  ReportTable table{
      "threatener_sectors",
      fmt::format("What carrying the threat out does to sectors of {}", in_sentence(s.name)),
      {text_column("sector"), text_column("name", 34), money_column("output", true),
       money_column("value added", true), money_column("low", true), money_column("high", true),
       number_column("weight", "", 1), number_column("low", "", 1), number_column("high", "", 1),
       text_column("cases"), text_column("by weight", 24)},
      {},
      top,
      "Those that gain first. Output is volume, value added what it buys. The weight is that of a dollar of "
      "the sector against one of everyone at which carrying the threat out pays a government (after Grossman "
      "and Helpman 1994, as Ossa 2014 takes it to trade wars): 1 less what it brings the country over what "
      "it "
      "brings the sector. Empty where it is 1 or less, as no favour is needed, and where the sector loses "
      "too. Cases are those in which the sector gains."};
  for (const SectorStake& k : s.sectors) {
    const auto sector = world.find_sector(k.sector);
    std::vector<ReportCell> row = {
        k.sector, sector ? world.sectors[static_cast<std::size_t>(*sector)].name : "", k.output_musd};
    add_range_cells(row, k.value_added_musd);
    // At or below 1 a weight is none: how far below says nothing.
    for (double Range::*end : {&Range::central, &Range::low, &Range::high})
      row.push_back(k.weight && (*k.weight).*end > 1.0 ? ReportCell((*k.weight).*end) : ReportCell());
    row.emplace_back(k.weight ? fmt::format("{} of {}", k.weight->cases.certified, k.weight->cases.of) : "");
    row.emplace_back(std::string(by_weight_words(k)));
    table.rows.push_back(std::move(row));
  }
  return table;
}

ReportTable swings_table(const Room& r) {
  ReportTable table{"leeway_tornado",
                    "What moves the leeway most",
                    {text_column("assumption"), rate_column("lowest", 2), text_column("at", 14),
                     rate_column("highest", 2), text_column("at", 14)},
                    {},
                    0,
                    "Each assumption moved alone, all others at the centre."};
  for (const Swing& s : r.p_star_swings)
    table.rows.push_back({std::string(to_string(s.assumed)), s.low, s.low_at, s.high, s.high_at});
  return table;
}

ReportTable failed_table(const std::vector<FailedCase>& failed) {
  std::vector<RangeFailure> all;
  for (const FailedCase& f : failed) all.push_back({f.name, f.failure});
  return range_failures(all);
}

void add_row(Report& report, const World& world, const std::string& economy, const std::string& scenario,
             const std::string& variable, const std::string& unit, const Range& r) {
  for (const auto& [statistic, value] :
       {std::pair("central", r.central), std::pair("low", r.low), std::pair("high", r.high)})
    report.rows.push_back(
        {report.run_id, scenario, economy, "", "", variable, unit, world.base_year, statistic, value});
}

void add_leeway_rows(Report& report, const World& world, const std::string& economy, const Leeway& l,
                     const Range& gain, const Range& loss) {
  add_row(report, world, economy, "deal", "ev_musd", "USD million", gain);
  add_row(report, world, economy, "punished", "ev_musd", "USD million",
          {-loss.central, -loss.high, -loss.low, loss.cases});
  if (l.central.reading != Reading::no_move)
    add_row(report, world, economy, "deal", "leeway", "probability", {l.central.p_star, l.low, l.high, {}});
}

/// Of the central case alone the ends of a range would only repeat it.
void drop_ends(Report& report) {
  for (ReportTable& table : report.tables)
    for (std::size_t c = table.columns.size(); c-- > 0;) {
      if (table.columns[c].title != "low" && table.columns[c].title != "high") continue;
      const auto at = static_cast<std::ptrdiff_t>(c);
      table.columns.erase(table.columns.begin() + at);
      for (auto& row : table.rows) row.erase(row.begin() + at);
    }
}

}  // namespace

Report room_report(const World& world, const Room& r, std::size_t top) {
  Report report;
  report.kind = "room";
  report.world = &world;
  report.as_of = r.asked.as_of;
  report.known_by = r.inputs.question.known_by;
  report.run_id = r.run_id;
  report.headline = room_headline(r);
  report.lead = room_lead(world, r);
  report.certificates = r.certificates;
  add_warnings(report.warnings, r.warnings);
  for (std::string& words : alone_sentences(r.alone)) report.warnings.push_back(std::move(words));
  if (r.with_threatener)
    report.warnings.push_back(with_threatener_sentence(name_of(world, r.asked.moves.threat->by)));
  report.assumptions = assumptions_of(r.inputs.options, world);
  for (Assumption& a : duration_assumptions(r.inputs.duration)) report.assumptions.push_back(std::move(a));
  report.notes.push_back(
      "Not in it: stakes outside the economy, a threat carried out in part, answers of third parties, and "
      "how the "
      "probability of punishment reacts to the move. The leeway is a threshold for one's own judgement, not "
      "a forecast.");
  std::vector<std::string> asked = r.asked.moves.deal.ids();
  for (const std::string& id : r.asked.moves.retreat.ids()) asked.push_back(id);
  asked.push_back(r.asked.moves.threat->id);
  std::vector<const Measure*> in_question;
  for (const AppliedMeasure& applied : r.applied) {
    report.sources.push_back(source_line(applied));
    report.sources.back().in_question =
        std::find(asked.begin(), asked.end(), applied.measure->id) != asked.end();
    if (!report.sources.back().in_question) continue;
    in_question.push_back(applied.measure.get());
    add_measure_assumptions(report.assumptions, applied.assumptions);
  }
  if (r.leeway) {
    if (std::string words = critical_sentence(world, in_question, r.inputs.options.horizon); !words.empty())
      report.lead.push_back(std::move(words));
    if (std::string words = boycott_sentence(world, in_question); !words.empty())
      report.lead.push_back(std::move(words));
    add_record(report);
    report.tables.push_back(asked_table(r));
    if (r.parts) report.tables.push_back(parts_table(r));
    if (!r.credibility.empty()) report.tables.push_back(price_table(r));
    if (std::optional<CurveChart> chart = frontier_chart(r)) report.curves.push_back(*std::move(chart));
    if (!r.frontier.empty()) report.tables.push_back(frontier_table(r));
    if (std::any_of(r.spared.begin(), r.spared.end(), [](const Spared& s) { return s.leeway.has_value(); }))
      report.tables.push_back(spared_table(r));
    report.tables.push_back(seats_table(r, top));
    report.tables.push_back(sectors_table(world, r.seats.front(), top));
    if (!r.p_star_swings.empty()) report.tables.push_back(swings_table(r));
    if (!r.leeway->failed.empty()) report.tables.push_back(failed_table(r.leeway->failed));
    add_leeway_rows(report, world, r.asked.economy, *r.leeway, r.gain_musd, r.loss_musd);
    for (const SeatStakes& s : r.seats) {
      add_row(report, world, s.economy, "deal", "ev_musd", "USD million", s.deal);
      add_row(report, world, s.economy, "carried out", "ev_musd", "USD million", s.carry_out);
    }
  }
  if (r.settings.size() == 1) drop_ends(report);
  add_failures(report);
  return report;
}

namespace {

/// Of how many the cases do not agree whether the move pays.
std::string open_words(int unpunished, int punished) {
  if (unpunished + punished == 0) return "";
  std::vector<std::string> said;
  if (unpunished > 0) said.push_back(fmt::format("even unpunished for {}", unpunished));
  if (punished > 0) said.push_back(fmt::format("even punished for {}", punished));
  return fmt::format(" Whether it pays is not identified or too small to tell: {}.", fmt::join(said, ", "));
}

}  // namespace

DrawnReport room_each_report(const World& world, const RoomEach& each, std::size_t top) {
  DrawnReport drawn;
  Report& report = drawn.report;
  report.kind = "room";
  report.world = &world;
  report.as_of = each.inputs.question.as_of;
  report.known_by = each.inputs.question.known_by;
  report.run_id = each.run_id;
  report.certificates = each.certificates;
  report.assumptions = assumptions_of(each.inputs.options, world);
  for (Assumption& a : duration_assumptions(each.inputs.duration)) report.assumptions.push_back(std::move(a));
  ReportTable table{
      "leeway_of_each",
      "How much room each has",
      {text_column("economy"), text_column("name", 24), rate_column("leeway", 2), rate_column("low", 2),
       rate_column("high", 2), money_column(move_subject(each.kind), true), money_column("low", true),
       money_column("high", true), money_column("punished", true), money_column("low", true),
       money_column("high", true), percent_column("punished", 2, true), text_column("cases")},
      {},
      top,
      fmt::format(
          "Leeway is the largest probability of punishment at which {} pays: 0% where it does not pay "
          "even unpunished, 100% where it pays even punished. Unpunished and punished are equivalent "
          "variations a year against none, the last in percent of real income.",
          move_subject(each.kind))};
  int never = 0;
  int always = 0;
  int unpunished_open = 0;
  int punished_open = 0;
  std::vector<const RoomRow*> room;
  std::vector<FailedCase> failed;
  for (const RoomRow& row : each.rows) {
    if (!row.leeway) {
      failed.push_back(*row.no_leeway);
      failed.back().name = fmt::format("{}, {}", row.economy, failed.back().name);
      continue;
    }
    const Leeway& l = *row.leeway;
    const LeewayClaim claim = claim_of(l, row.gain_musd, row.loss_musd);
    never += claim == LeewayClaim::never ? 1 : 0;
    always += claim == LeewayClaim::always ? 1 : 0;
    unpunished_open +=
        claim == LeewayClaim::unpunished_open || claim == LeewayClaim::unpunished_little ? 1 : 0;
    punished_open += claim == LeewayClaim::punished_open || claim == LeewayClaim::punished_centrally ? 1 : 0;
    // A gain whose sign is open names no one.
    if (claim == LeewayClaim::room && row.gain_musd.low > no_change_musd) room.push_back(&row);
    table.rows.push_back({row.economy, row.name, l.central.p_star, l.low, l.high, row.gain_musd.central,
                          row.gain_musd.low, row.gain_musd.high, -row.loss_musd.central, -row.loss_musd.high,
                          -row.loss_musd.low, -l.central.loss_pct,
                          fmt::format("{} of {}", row.gain_musd.cases.certified, row.gain_musd.cases.of)});
    add_leeway_rows(report, world, row.economy, l, row.gain_musd, row.loss_musd);
    for (const FailedCase& f : l.failed) {
      failed.push_back(f);
      failed.back().name = fmt::format("{}, {}", row.economy, f.name);
    }
  }
  report.headline =
      room.empty()
          ? std::string("Of none is it sure that there is room, and how much")
          : fmt::format("Least room: {}, {}; most: {}, {}", in_sentence(room.front()->name),
                        probability(room.front()->leeway->central.p_star), in_sentence(room.back()->name),
                        probability(room.back()->leeway->central.p_star));
  const auto count = static_cast<int>(each.settings.size());
  report.lead.push_back(
      fmt::format("\"{}\" over \"{}\", put to {}. For {} {} does not pay even unpunished, "
                  "for {} it pays even punished.{} {}",
                  each.inputs.question.threat.text, each.inputs.question.deal.front().text,
                  counted(each.rows.size(), "economy"), never, move_subject(each.kind), always,
                  open_words(unpunished_open, punished_open),
                  range_sentence(each.inputs.range, {count, count}, each.inputs.options.horizon,
                                 term_cases(each.settings))));
  if (const std::string lengths = duration_words(each.inputs.duration, each.kind); !lengths.empty())
    report.lead.push_back(lengths);
  if (!each.in_union.empty())
    report.lead.push_back(fmt::format(
        "{} {} in a customs union, whose members set no duties and conclude no trade agreement "
        "alone, and whose goods may leave through the others: what is told of one is no choice that "
        "it has.",
        fmt::join(each.in_union, ", "), each.in_union.size() == 1 ? "is" : "are"));
  if (!each.left_out.empty())
    report.notes.push_back(
        fmt::format("Left out, since it would threaten itself or make a deal with itself: {}.",
                    fmt::join(each.left_out, ", ")));
  report.tables.push_back(std::move(table));
  if (!failed.empty()) report.tables.push_back(failed_table(failed));
  if (each.settings.size() == 1) drop_ends(report);
  add_failures(report);
  drawn.map = leeway_map(world, each, report.headline);
  return drawn;
}

}  // namespace leeway
