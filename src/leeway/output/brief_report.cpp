#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "leeway/base/units.h"
#include "leeway/output/asked_report.h"
#include "leeway/output/brief.h"
#include "leeway/output/brief_draws.h"
#include "leeway/output/brief_words.h"
#include "leeway/output/exposure_report.h"
#include "leeway/output/failure_report.h"
#include "leeway/output/format.h"
#include "leeway/output/instrument_report.h"
#include "leeway/output/parties.h"
#include "leeway/output/played_words.h"
#include "leeway/output/policy_words.h"
#include "leeway/output/range_words.h"
#include "leeway/output/threat_report.h"
#include "leeway/output/welfare_words.h"

namespace leeway {

namespace {

constexpr std::size_t sides = 6;  ///< winners and losers shown for each option

bool has_ranges(const BriefAnalysis& b) { return b.settings.size() > 1; }

void add_variation(std::vector<ReportCell>& row, const EconomyOutcome& o, const BriefAnalysis& b) {
  add_variation_cells(row, o.change.ev_musd, o.ev_low_musd, o.ev_high_musd, has_ranges(b));
}

std::string reference_words(const BriefAnalysis& b) {
  return b.in_force ? fmt::format("the policy without {}", b.event->id) : std::string("the status quo");
}

ReportTable option_table(const BriefAnalysis& b) {
  ReportTable table{
      "options",
      fmt::format(fmt::runtime(b.chair == Chair::threatened ? "What {} can do, against {}"
                                                            : "What each course does to {}, against {}"),
                  in_sentence(b.economy_name), reference_words(b)),
      {text_column("option")},
      {},
      0,
      has_ranges(b) ? "Equivalent variation at base-year prices; low and high over all cases. Trade is in "
                      "volume."
                    : "Equivalent variation at base-year prices. Trade is in volume."};
  add_variation_columns(table, has_ranges(b));
  for (ReportColumn& column :
       std::vector{percent_column("real income", 3, true), percent_column("real wage", 3, true),
                   money_column("tariff revenue", true), percent_column("exports", 2, true),
                   percent_column("imports", 2, true)})
    table.columns.push_back(std::move(column));
  std::vector<std::string> fewer;
  for (const OptionOutcome& o : b.outcomes) {
    const EconomyChange& c = o.own.change;
    std::vector<ReportCell> row = {option_label(b, o.option)};
    if (unknown(b, o.option)) {
      row.resize(table.columns.size());
      table.rows.push_back(std::move(row));
      continue;
    }
    add_variation(row, o.own, b);
    for (const Welfare& value : {c.real_income_pct, c.real_wage_pct, Welfare(c.tariff_revenue_musd),
                                 Welfare(c.exports_pct), Welfare(c.imports_pct)})
      row.push_back(cell_of(value));
    table.rows.push_back(std::move(row));
    if (!o.cases.all())
      fewer.push_back(fmt::format("{}: {} of {}", to_string(o.option), o.cases.certified, o.cases.of));
  }
  if (!fewer.empty()) table.note += fmt::format(" Cases that certified: {}.", fmt::join(fewer, ", "));
  if (!b.failed_options.empty()) {
    std::vector<std::string> failed;
    for (const FailedOption& o : b.failed_options) failed.push_back(option_label(b, o.option));
    table.note += fmt::format(" No answer: {}.", fmt::join(failed, "; "));
  }
  return table;
}

ReportTable odds_of(const Leeway& leeway) {
  ReportTable table{"odds",
                    "What the move is worth at a probability of punishment (central case)",
                    {rate_column("probability", 0), money_column("expected value", true),
                     percent_column("real income", 3, true)},
                    {},
                    0,
                    ""};
  for (const Odds& o : leeway.odds) table.rows.push_back({o.probability, o.expected_ev_musd, o.expected_pct});
  return table;
}

std::string horizon_cell(const std::optional<double>& years) {
  return years ? horizon_words(*years) : std::string("long run");
}

ReportTable case_table(const BriefAnalysis& b, std::size_t top) {
  const Leeway& leeway = *b.leeway;
  ReportTable table{
      "cases",
      "Leeway by elasticities, horizon and estimate of rates",
      {text_column("case", 46), text_column("elasticities"), text_column("horizon"), text_column("rates"),
       number_column("leeway", ""), money_column("gain"), money_column("loss"), percent_column("gain", 3),
       percent_column("loss", 2), text_column("certified")},
      {},
      top == 0 ? 0 : std::max<std::size_t>(top, 12),
      leeway_definition()};
  for (const LeewayCase& c : leeway.cases)
    table.rows.push_back({c.name, c.elasticities, horizon_cell(c.horizon), c.rates, probability(c.p_star),
                          c.gain_musd, c.loss_musd, c.gain_pct, c.loss_pct, std::string("yes")});
  for (const FailedCase& c : leeway.failed) {
    std::vector<ReportCell> row = {c.name, c.elasticities, horizon_cell(c.horizon), c.rates};
    row.insert(row.end(), 5, ReportCell());
    row.emplace_back(fmt::format("NO: {}: {}", option_label(b, c.option), failure_words(*c.failure)));
    table.rows.push_back(std::move(row));
  }
  return table;
}

/// The sign of the move can hang on who is given the licences.
ReportTable rent_table(const BriefAnalysis& b) {
  ReportTable table{
      "rents",
      b.rents_of_act
          ? fmt::format("{}, by who holds the rents of its limits (central case)", b.event->id)
          : "The move unpunished, by who holds the rents of its quotas and price floors (central case)",
      {text_column("quota"), rate_column("held by importers", 0), rate_column("by exporters", 0),
       money_column("rent"), money_column("equiv. variation", true), percent_column("real income", 4, true),
       text_column("certified")},
      {},
      0,
      fmt::format("Equivalent variation of {} against the same policy without {}.",
                  in_sentence(b.economy_name), b.rents_of_act ? "it" : "the move")};
  for (const RentOutcome& o : b.rents)
    if (o.figures)
      table.rows.push_back({o.limit, o.importer_share, 1.0 - o.importer_share, o.figures->rent_musd,
                            o.figures->ev_musd, o.figures->real_income_pct, std::string("yes")});
    else
      table.rows.push_back({o.limit, o.importer_share, 1.0 - o.importer_share, ReportCell(), ReportCell(),
                            ReportCell(), "NO: " + failure_words(*o.verdict.failure)});
  return table;
}

/// Whether the rents decide the sign, in a sentence or two.
std::vector<std::string> rent_sentences(const BriefAnalysis& b) {
  const auto words = [](double musd) {
    return fmt::format("{} of {}", musd < 0.0 ? "a loss" : "a gain", money_words(std::abs(musd)));
  };
  std::vector<std::string> sentences;
  for (std::size_t first = 0; first + 2 < b.rents.size(); first += 3) {
    if (!b.rents[first].figures || !b.rents[first + 2].figures) continue;
    const RentFigures& exporters = *b.rents[first].figures;
    const RentFigures& importers = *b.rents[first + 2].figures;
    const std::string& limit = b.rents[first].limit;
    static constexpr double nothing = 0.5;  // USD million
    if (exporters.rent_musd < nothing && importers.rent_musd < nothing) {
      const bool elsewhere = std::any_of(b.outcomes.begin(), b.outcomes.end(), [](const OptionOutcome& o) {
        return std::any_of(o.instruments.begin(), o.instruments.end(), [](const InstrumentOutcome& i) {
          return i.regime != Regime::not_binding && i.rent > nothing;
        });
      });
      sentences.push_back(fmt::format("{} limits {} are not used up, so there is no rent to hold.",
                                      b.rents_of_act ? "Carried out, in the central case,"
                                      : elsewhere    ? "Unpunished, in the central case,"
                                                     : "In the central case",
                                      limit));
      continue;
    }
    sentences.push_back(fmt::format(
        "With limits {}, who holds the rents {} the sign of {}: with exporters it is {}, "
        "with importers {}.",
        limit, (exporters.ev_musd < 0.0) != (importers.ev_musd < 0.0) ? "decides" : "does not decide",
        b.rents_of_act ? b.event->id : "the move", words(exporters.ev_musd), words(importers.ev_musd)));
  }
  return sentences;
}

/// By what the others are ordered: welfare, or their exports where that is not told.
double ranked(const EconomyOutcome& o) { return o.change.ev_musd.figure().value_or(o.change.exports_musd); }

/// Who gains and loses most under one option, the brief's own economy left out; groups would count twice.
ReportTable sides_table(const OptionOutcome& option, const BriefAnalysis& b) {
  ReportTable table{to_string(option.option) + std::string("_economies"),
                    fmt::format("Winners and losers elsewhere: {}", option_label(b, option.option)),
                    {text_column("economy"), text_column("name")},
                    {},
                    0,
                    ""};
  if (has_ranges(b) && !b.rents.empty() && !b.rents_of_act && option.option != BriefOption::drop)
    table.note = "Who holds the rents of the move's limits is not in low, high and sign.";
  add_variation_columns(table, has_ranges(b));
  table.columns.push_back(percent_column("real income", 3, true));
  table.columns.push_back(percent_column("exports", 2, true));
  std::vector<const EconomyOutcome*> others;
  for (const EconomyOutcome& o : option.economies)
    if (!o.change.group && o.change.id != b.economy) others.push_back(&o);
  std::stable_sort(others.begin(), others.end(),
                   [](const auto* x, const auto* y) { return ranked(*x) > ranked(*y); });
  // Whom nothing reaches is no one's winner or loser.
  std::erase_if(others, [&](const EconomyOutcome* o) {
    return o->change.ev_musd.told() && o->ev_low_musd > -no_change_musd && o->ev_high_musd < no_change_musd;
  });
  for (std::size_t at = 0; at < others.size(); ++at) {
    if (at >= sides && at + sides < others.size()) continue;
    const EconomyOutcome& o = *others[at];
    std::vector<ReportCell> row = {o.change.id, o.change.name};
    add_variation(row, o, b);
    row.push_back(cell_of(o.change.real_income_pct));
    row.emplace_back(o.change.exports_pct);
    table.rows.push_back(std::move(row));
  }
  return table;
}

/// Those behind the options: the event, the move, the answer.
std::vector<const Measure*> measures_in_question(const BriefAnalysis& b) {
  std::vector<const Measure*> found;
  for (const LedgerEntry& entry : b.ledger)
    if (std::any_of(b.outcomes.begin(), b.outcomes.end(), [&](const OptionOutcome& o) {
          return std::find(o.measures.begin(), o.measures.end(), entry.measure.id) != o.measures.end();
        }))
      found.push_back(&entry.measure);
  return found;
}

/// Sectors of the economy under every option side by side, most moved first.
ReportTable sectors_table(const World& world, const BriefAnalysis& b, std::size_t top) {
  ReportTable table{
      "sectors",
      fmt::format("Sectors of {}: change of output volume", in_sentence(b.economy_name)),
      {text_column("sector"), text_column("name", 40), money_column("output")},
      {},
      top,
      "Sectors whose goods the Measures in question name come first, then those that move most. "
      "Volume is output over its price; output in the status quo at basic prices."};
  // What changes nothing has no column.
  std::vector<const OptionOutcome*> options;
  for (const OptionOutcome& o : b.outcomes)
    if ((o.option != BriefOption::drop || !o.measures.empty()) && !unknown(b, o.option))
      options.push_back(&o);
  for (const OptionOutcome* o : options) {
    table.columns.push_back(percent_column(to_string(o->option), 2, true));
    if (!has_ranges(b)) continue;
    for (ReportColumn& column :
         std::vector{percent_column("low", 2, true), percent_column("high", 2, true), text_column("course")})
      table.columns.push_back(std::move(column));
  }
  if (options.empty()) return table;
  const Parties parties = parties_of(world, b.as_of, measures_in_question(b));
  struct Place {
    bool named;  ///< a Measure in question is about it: shown whatever its size
    double largest;
    std::size_t k;
  };
  std::vector<Place> order;
  std::size_t named = 0;
  for (std::size_t k = 0; k < options.front()->sectors.size(); ++k) {
    double largest = 0.0;
    for (const OptionOutcome* o : options) largest = std::max(largest, std::abs(o->sectors[k].output_musd));
    const bool is_named = parties.sectors[k] != 0;
    named += is_named ? 1 : 0;
    order.push_back({is_named, largest, k});
  }
  std::stable_sort(order.begin(), order.end(), [](const Place& x, const Place& y) {
    return x.named != y.named ? x.named : x.largest > y.largest;
  });
  if (top != 0) table.shown = named + top;
  constexpr double nothing = 0.005;  // percent, below what the table shows
  for (const Place& place : order) {
    const std::size_t k = place.k;
    const Sector& sector = world.sectors[static_cast<std::size_t>(options.front()->sectors[k].sector)];
    std::vector<ReportCell> row = {sector.id, sector.name, options.front()->sectors[k].output_from_musd};
    for (const OptionOutcome* o : options) {
      row.emplace_back(o->sectors[k].output_pct);
      if (!has_ranges(b)) continue;
      const double low = o->sectors_low[k].output_pct;
      const double high = o->sectors_high[k].output_pct;
      row.insert(row.end(), {low, high, std::string(course_words(low, high, nothing))});
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

ReportTable status_quo_table(const World& world, const BriefAnalysis& b) {
  ReportTable table{
      "tariff_faced",
      fmt::format("Tariffs that the goods of {} face on {}", in_sentence(b.economy_name), to_string(b.as_of)),
      {text_column("market"), text_column("name"), rate_column("average tariff", 2)},
      {},
      0,
      "Effective rates, weighted by base-year flows; largest markets first."};
  for (const TariffFaced& t : b.status_quo.tariff_faced)
    table.rows.push_back({t.importer, name_of(world, t.importer), t.average});
  return table;
}

std::string status_quo_sentence(const BriefAnalysis& b) {
  const EconomyChange& own = *b.status_quo.own;
  if (!own.ev_musd.told())
    return fmt::format(
        "The policy in force itself moves exports by {} and imports by {} in volume against "
        "the base year.",
        percent_words(own.exports_pct), percent_words(own.imports_pct));
  return fmt::format("Against the base year the policy in force {}{}.", status_quo_words(b),
                     b.draws ? " (central case)" : "");
}

/// Ends of what is shown of the brief's own economy, as rows.
void add_own_ends(Report& report, const World& world, const BriefAnalysis& b, const OptionOutcome& o) {
  const auto add = [&](const std::string& sector, const char* variable, const char* unit,
                       const char* statistic, double value) {
    report.rows.push_back({o.against_status_quo.to_run_id, to_string(o.option), b.economy, "", sector,
                           variable, unit, world.base_year, statistic, value});
  };
  for (const auto& [statistic, own, sectors] :
       {std::tuple("low", &o.own_low, &o.sectors_low), std::tuple("high", &o.own_high, &o.sectors_high)}) {
    for (const EconomyVariable& v : economy_variables())
      if (const std::optional<double> figure = v.of(*own)) add("", v.name, v.unit, statistic, *figure);
    for (const SectorChange& s : *sectors)
      for (const SectorVariable& v : sector_variables())
        if (const std::optional<double> figure = v.of(s))
          add(world.sectors[static_cast<std::size_t>(s.sector)].id, v.name, v.unit, statistic, *figure);
  }
}

void add_tornado(Report& report, const char* what, const char* id, double central,
                 const std::vector<Swing>& swings) {
  if (swings.size() < 2) return;
  report.tables.push_back(tornado_table(what, central, swings));
  report.tables.back().id += std::string("_") + id;
}

const char* step_words(Step step) {
  switch (step) {
    case Step::move:
      return "the move, unpunished";
    case Step::carry_out:
      return "carrying out the threat";
    case Step::answer:
      return "retaliation, on top";
    case Step::whole:
      return "the move, punished";
  }
  return "";
}

/// What each step is worth from this chair.
ReportTable stake_table(const BriefAnalysis& b) {
  ReportTable table{
      "stakes",
      fmt::format("What each step is worth to {}", in_sentence(b.economy_name)),
      {text_column("step")},
      {},
      0,
      "The move against none; the threat carried out against the move unpunished; retaliation against "
      "the threat carried out."};
  add_variation_columns(table, has_ranges(b));
  table.columns.push_back(percent_column("real income", 3, true));
  for (const Stake& s : b.stakes) {
    std::vector<ReportCell> row = {std::string(step_words(s.step))};
    add_variation_cells(row, s.musd.central, s.musd.low, s.musd.high, has_ranges(b));
    row.emplace_back(s.pct);
    table.rows.push_back(std::move(row));
  }
  return table;
}

ReportTable part_table(const BriefAnalysis& b) {
  ReportTable table{
      "move_parts",
      fmt::format("What each Measure of the move brings {} (central case)", in_sentence(b.economy_name)),
      {text_column("measure"), text_column("by"), text_column("the move"), text_column("title", 60),
       money_column("equiv. variation", true)},
      {},
      0,
      b.parts->rule == PartRule::shapley
          ? "Exact Shapley values: the mean of what a Measure adds over all orders. They add up to "
            "what the move brings unpunished."
          : "Each Measure by what it adds after those above it; another order gives other parts."};
  for (const MovePart& p : b.parts->parts)
    table.rows.push_back({p.measure, p.by,
                          std::string(!p.lifted                     ? "makes it"
                                      : b.kind == MoveKind::refusal ? "leaves it undone"
                                                                    : "lifts it"),
                          p.title, p.musd});
  return table;
}

/// What the solves say: of every option that certified.
void add_option_figures(Report& report, const World& world, const BriefAnalysis& b, std::size_t top) {
  if (!b.stakes.empty() && b.chair != Chair::threatened) report.tables.push_back(stake_table(b));
  if (!b.outcomes.empty()) report.tables.push_back(option_table(b));
  if (b.played) report.tables.push_back(played_table(b));
  if (b.parts) report.tables.push_back(part_table(b));
  add_draws(report, b);
  if (b.leeway && !b.leeway->odds.empty() && b.leeway->central.reading != Reading::no_move) {
    report.tables.push_back(odds_of(*b.leeway));
    report.tables.push_back(case_table(b, top));
    add_tornado(report, "what the move brings unpunished", "gain", b.leeway->central.gain_musd,
                b.gain_swings);
    add_tornado(report, "what the punishment costs", "loss", b.leeway->central.loss_musd, b.loss_swings);
    for (const auto& [variable, swings] :
         {std::pair("leeway_gain", &b.gain_swings), std::pair("leeway_loss", &b.loss_swings)}) {
      const std::vector<LongRow> rows = swing_rows(
          {b.run_id, "", b.economy, "", "", variable, "USD million", world.base_year, "", 0.0}, *swings);
      report.rows.insert(report.rows.end(), rows.begin(), rows.end());
    }
  }
  for (const OptionOutcome& o : b.outcomes)
    if ((o.option != BriefOption::drop || !o.measures.empty()) && !unknown(b, o.option)) {
      ReportTable elsewhere = sides_table(o, b);
      if (!elsewhere.rows.empty()) report.tables.push_back(std::move(elsewhere));
    }
  if (!b.outcomes.empty()) report.tables.push_back(sectors_table(world, b, top));
  if (!b.rents.empty()) {
    for (std::string& sentence : rent_sentences(b)) report.lead.push_back(std::move(sentence));
    report.tables.push_back(rent_table(b));
  }
  for (const OptionOutcome& o : b.outcomes)
    if (!o.instruments.empty()) {
      report.tables.push_back(instrument_table(o.instruments, o.rent_to, option_label(b, o.option)));
      report.tables.back().id = to_string(o.option) + std::string("_instruments");
    }
  for (const OptionOutcome& o : b.outcomes) {
    if (unknown(b, o.option)) continue;
    const std::vector<LongRow> rows = long_table(world, o.against_status_quo, to_string(o.option));
    report.rows.insert(report.rows.end(), rows.begin(), rows.end());
    if (has_ranges(b)) add_own_ends(report, world, b, o);
  }
  if (!b.status_quo.against_base) return;
  const std::vector<LongRow> before = long_table(world, *b.status_quo.against_base, "status_quo");
  report.rows.insert(report.rows.end(), before.begin(), before.end());
}

}  // namespace

namespace {

/// Every option against the status quo.
void add_asked_options(Report& report, const World& world, const BriefAnalysis& b, std::size_t top) {
  for (const OptionOutcome& o : b.outcomes) {
    const auto found = std::find_if(b.policies.begin(), b.policies.end(),
                                    [&](const auto& named) { return named.first == o.option; });
    if (found == b.policies.end() || o.option == BriefOption::status_quo) continue;
    const std::size_t first = report.tables.size();
    add_asked(report, world, {*b.policies.front().second, "status_quo", b.status_quo.verdict.id},
              {*found->second, to_string(o.option), o.verdict.id}, std::min<std::size_t>(top, 5));
    for (std::size_t at = first; at < report.tables.size(); ++at)
      report.tables[at].id += std::string("_") + to_string(o.option);
  }
}

}  // namespace

Report brief_report(const World& world, const BriefAnalysis& b, std::size_t top) {
  Report report;
  report.kind = "brief";
  report.headline = brief_headline(world, b);
  // Without the figure that was asked for there is none beside it either.
  const bool no_answer = !b.certified && !b.leeway && b.stakes.empty();
  // Of failures the report tells by itself.
  if (std::string subline = brief_subline(b); !no_answer && !subline.empty())
    report.lead.push_back(std::move(subline));
  if (b.leeway && b.leeway->break_even_scale) report.lead.push_back(break_even_words(*b.leeway));
  if (b.record && b.leeway) report.lead.push_back(record_sentence(world, *b.record, b.event->by, &*b.leeway));
  if (!no_answer)
    for (std::string& sentence : move_sentences(world, b)) report.lead.push_back(std::move(sentence));
  if (b.played && !no_answer) report.lead.push_back(played_summary(b));
  // Without an event the headline is this sentence.
  if (b.event && !no_answer && b.status_quo.own) report.lead.push_back(status_quo_sentence(b));
  if (!no_answer && !b.leeway && b.stakes.empty() && b.certified)
    report.lead.push_back(brief_range_sentence(b, b.status_quo.cases));
  if (b.welfare_not_told) leave_out_welfare(report, *b.welfare_not_told);
  report.run_id = b.run_id;
  report.world = &world;
  report.as_of = b.as_of;
  report.known_by = b.known_by;
  if (!no_answer) {
    add_option_figures(report, world, b, top);
    add_asked_options(report, world, b, top);
  }
  std::vector<std::string> said;
  for (const OptionOutcome& o : b.outcomes)
    for (std::string& words : unmet_sentences(o.instruments))
      said.push_back(fmt::format("{}: {}", option_label(b, o.option), words));
  if (std::string words = critical_sentence(world, measures_in_question(b), b.options.horizon);
      !words.empty())
    said.push_back(std::move(words));
  if (std::string words = boycott_sentence(world, measures_in_question(b)); !words.empty())
    said.push_back(std::move(words));
  if (!no_answer) report.lead.insert(report.lead.end(), said.begin(), said.end());
  report.tables.push_back(status_quo_table(world, b));
  if (!b.exposure.partners.empty())
    report.tables.push_back(
        partner_table(b.exposure, std::min<std::size_t>(top == 0 ? b.exposure.partners.size() : top, 8)));
  report.assumptions = brief_assumptions(world, b);
  for (const LedgerEntry& entry : b.ledger) {
    report.sources.push_back(brief_source(b, entry));
    report.sources.back().in_question = !entry.because || !is_in_force(*entry.because);
  }
  add_warnings(report.warnings, b.status_quo.warnings);
  for (const OptionOutcome& o : b.outcomes) add_warnings(report.warnings, o.warnings);
  report.notes = brief_notes(b);
  report.certificates.emplace_back("base year", b.status_quo.base);
  report.certificates.emplace_back("status quo", b.status_quo.verdict);
  for (const OptionOutcome& o : b.outcomes) report.certificates.emplace_back(to_string(o.option), o.verdict);
  for (const FailedOption& o : b.failed_options)
    report.certificates.emplace_back(to_string(o.option), o.verdict);
  for (const RentOutcome& o : b.rents)
    report.certificates.emplace_back(fmt::format("keep, importers hold {:.0f}% of the rents, limits {}",
                                                 100.0 * o.importer_share, o.limit),
                                     o.verdict);
  for (const RentOutcome& o : b.answered_rents)
    report.certificates.emplace_back(fmt::format("retaliate, importers hold {:.0f}% of the rents, limits {}",
                                                 100.0 * o.importer_share, o.limit),
                                     o.verdict);
  add_failures(report);
  return report;
}

}  // namespace leeway
