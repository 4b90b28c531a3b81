#include "leeway/output/backtest_report.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "leeway/output/cells.h"
#include "leeway/output/failure_report.h"
#include "leeway/output/format.h"
#include "leeway/output/threat_report.h"

namespace leeway {

namespace {

/// A scored figure on the one scale that all share: 1 is as far off as the forecast that nothing changes.
struct Miss {
  const EpisodeResult* episode = nullptr;
  std::string figure;
  std::string unit;
  std::optional<double> record;
  std::optional<double> model;
  double error = 0.0;
  std::optional<double> sign;
  bool forecast = true;  ///< "no change" is a forecast of it, and no assumption of the model decides it
  std::optional<double> other;  ///< what the trade record of the episode says of the same figure
};

/// The same change of a partner's share in all goods, by the trade record of the episode.
std::optional<double> by_trade_record(const EpisodeRun& run, const RecordedFact& fact) {
  if (fact.what != RecordedFact::What::import_share || fact.goods != "goods") return {};
  for (const TradeScore& t : run.trade)
    if (t.imports && t.economy == fact.importer)
      for (const PartnerShare& p : t.watch)
        if (p.partner == fact.exporter) return 100.0 * p.record;
  return {};
}

std::vector<Miss> misses(const Backtest& backtest) {
  std::vector<Miss> all;
  for (const EpisodeResult& e : backtest.episodes) {
    const EpisodeRun& run = e.runs.front();
    for (const TradeScore& t : run.trade)
      if (t.cells.error)
        all.push_back({&e,
                       t.title + ", shares by sector and partner",
                       "",
                       {},
                       {},
                       *t.cells.error,
                       t.cells.sign,
                       true,
                       {}});
    for (const FactScore& f : run.facts)
      if (f.fact.scored && f.model && f.fact.record != 0.0)
        all.push_back(
            {&e, f.fact.title, f.fact.unit, f.fact.record, f.model,
             std::abs(*f.model - f.fact.record) / std::abs(f.fact.record),
             (*f.model > 0.0) == (f.fact.record > 0.0) ? 1.0 : 0.0,
             f.fact.what != RecordedFact::What::pass_through && f.fact.what != RecordedFact::What::units,
             by_trade_record(run, f.fact)});
  }
  std::stable_sort(all.begin(), all.end(), [](const Miss& a, const Miss& b) { return a.error > b.error; });
  return all;
}

ReportTable misses_table(const Backtest& backtest) {
  ReportTable table{
      "misses",
      "Every scored figure, the worst miss first",
      {text_column("episode", 30), text_column("figure", 60), text_column("unit"),
       number_column("record", "", 2), number_column("other record", "", 2), number_column("model", "", 2),
       number_column("error", "", 2), rate_column("sign right", 0)},
      {},
      0,
      "Error over that of the forecast \"no change\" (of a count or a share of a duty: over the "
      "record itself): 1 is no better than that. Sign of shares by trade. Other record: what the trade "
      "record of "
      "the episode, from another source, says of the same figure; where the two differ by as much as the "
      "error, "
      "the error tells little."};
  for (const Miss& m : misses(backtest))
    table.rows.push_back({m.episode->episode.scenario.title, m.figure, m.unit, cell(m.record), cell(m.other),
                          cell(m.model), m.error, cell(m.sign)});
  return table;
}

void add_scores(ReportTable& table, const std::string& episode, const std::string& what,
                const std::string& part, const Scores& s) {
  table.rows.push_back({episode, what, part, static_cast<double>(s.count), cell(s.error),
                        cell(s.square_error), cell(s.sign), cell(s.correlation), cell(s.slope),
                        cell(s.slope_error)});
}

ReportTable scores_table(const Backtest& backtest) {
  ReportTable table{
      "trade scores",
      "Changes of trade shares: the model against the record",
      {text_column("episode", 24), text_column("trade", 32), text_column("part"),
       number_column("changes", "", 0), number_column("error", "", 2), number_column("square error", "", 2),
       rate_column("sign right", 0), number_column("correlation", "", 2), number_column("slope", "", 2),
       number_column("s.e.", "", 2)},
      {},
      0,
      "Error: weighted mean of |model - record| over that of \"no change\"; square error: the same of "
      "squares. "
      "Slope of the record on the model, weighted, with a constant; its standard error is clustered by "
      "partner, so what moved a whole sector besides the duties is not in it: the next table tells what is. "
      "Others: without the partner that the Measures fall on. Least traded: the smallest flows that make up "
      "a tenth of trade."};
  for (const EpisodeResult& e : backtest.episodes)
    for (const TradeScore& t : e.runs.front().trade) {
      const std::string& name = e.episode.id;
      add_scores(table, name, t.title, "sector by partner", t.cells);
      add_scores(table, name, t.title, "least traded", t.least_traded);
      add_scores(table, name, t.title, "partners", t.partners);
      add_scores(table, name, t.title, "others", t.others);
    }
  return table;
}

ReportTable duties_table(const Backtest& backtest) {
  ReportTable table{
      "duty test",
      "Slope of the record on the model by what duties differ between sectors",
      {text_column("episode", 24), text_column("trade", 32), number_column("sectors", "", 0),
       number_column("first stage", "", 2), number_column("slope", "", 2), number_column("s.e.", "", 2),
       number_column("low", "", 2), number_column("high", "", 2), rate_column("largest sector", 0),
       text_column("slope 1"), text_column("slope 0")},
      {},
      0,
      "The shift-share test of Adao, Costinot and Donaldson (2025): the model's response to each sector's "
      "duty, "
      "solved one by one, times how far that duty is from the mean duty, as the instrument. A right model "
      "has "
      "slope 1, a worthless one 0. Standard error and 95% interval (AKM0) of Adao, Kolesar and Morales "
      "(2019), "
      "with a sector's duty as the shock; no ends: no slope is rejected. First stage: of the forecast on "
      "the instrument, 1 where the forecast is the sum of those responses. Largest sector: its part of the "
      "variance. A partner's share in a sector as above, without a constant."};
  const auto passes = [](const ShiftShareSlope& s, double slope) -> std::string {
    return !s.low || (*s.low <= slope && slope <= *s.high) ? "not rejected" : "rejected";
  };
  for (const EpisodeResult& e : backtest.episodes)
    for (const TradeScore& t : e.runs.front().trade)
      if (t.by_duties) {
        const ShiftShareSlope& s = *t.by_duties;
        table.rows.push_back({e.episode.id, t.title, static_cast<double>(s.shifts), s.first_stage, s.slope,
                              s.standard_error, cell(s.low), cell(s.high), s.largest, passes(s, 1.0),
                              passes(s, 0.0)});
      }
  return table;
}

ReportTable shares_table(const Backtest& backtest) {
  ReportTable table{
      "shares",
      "Shares of single partners in all goods",
      {text_column("episode", 24), text_column("trade", 32), text_column("partner"), rate_column("before", 1),
       number_column("record", "points", 2), number_column("model", "points", 2)},
      {},
      0,
      "Before: in the record. Changes in points."};
  for (std::size_t c : {std::size_t{4}, std::size_t{5}}) {
    table.columns[c].scale = 100.0;
    table.columns[c].sign = true;
  }
  for (const EpisodeResult& e : backtest.episodes)
    for (const TradeScore& t : e.runs.front().trade)
      for (const PartnerShare& p : t.watch)
        table.rows.push_back({e.episode.id, t.title, p.partner, p.before, p.record, p.model});
  return table;
}

ReportTable sectors_table(const Backtest& backtest) {
  ReportTable table{
      "sectors",
      "What the partner that was hit kept of its share, by sector",
      {text_column("episode", 24), text_column("trade", 32), text_column("sector"), money_column("before"),
       percent_column("record", 1, true), percent_column("model", 1, true)},
      {},
      0,
      "Change of its share in the sector, percent of it; what the record says lost most first."};
  for (std::size_t c : {std::size_t{4}, std::size_t{5}}) table.columns[c].scale = 100.0;
  for (const EpisodeResult& e : backtest.episodes)
    for (const TradeScore& t : e.runs.front().trade)
      for (const HitSector& s : t.sectors)
        table.rows.push_back({e.episode.id, t.title, s.sector, s.before_musd, s.record, s.model});
  return table;
}

ReportTable unscored_table(const Backtest& backtest) {
  ReportTable table{
      "not scored",
      "Recorded figures that are not scored",
      {text_column("episode", 24), text_column("figure", 50), text_column("unit"),
       number_column("record", "", 2), number_column("model", "", 2), text_column("why not", 60)},
      {},
      0,
      ""};
  for (const EpisodeResult& e : backtest.episodes)
    for (const FactScore& f : e.runs.front().facts)
      if (!f.fact.scored || !f.model)
        table.rows.push_back({e.episode.id, f.fact.title, f.fact.unit, f.fact.record, cell(f.model),
                              f.fact.scored ? std::string("cannot be computed") : f.fact.why_not});
  return table;
}

/// One episode's trade records under every choice.
ReportTable choices_table(const EpisodeResult& e) {
  ReportTable table{
      "choices " + e.episode.id,
      e.episode.scenario.title + ": other choices of model, by the same scores",
      {text_column("what differs", 24), text_column("value")},
      {},
      0,
      "Error by sector and partner, over that of \"no change\"; less default: the difference with its "
      "standard error over sectors; others: by partner, without the one that was hit. One record can "
      "tell two choices apart where the difference is more than twice its standard error."};
  if (e.runs.size() < 2) return table;
  for (const RecordedFlows& flows : e.episode.trade)
    for (ReportColumn column : {number_column("error", flows.id, 3), text_column("less default"),
                                number_column("others", flows.id, 3), number_column("slope", flows.id, 2)})
      table.columns.push_back(std::move(column));
  if (e.episode.trade.empty() || e.runs.front().trade.empty()) return table;
  for (const EpisodeRun& run : e.runs) {
    std::vector<ReportCell> row = {run.choice.kind, run.choice.value};
    for (std::size_t t = 0; t < e.episode.trade.size(); ++t) {
      if (run.trade.empty()) {
        row.insert(row.end(), 4, ReportCell());
        continue;
      }
      const TradeScore& s = run.trade[t];
      const auto difference = error_difference(s, e.runs.front().trade[t]);
      row.push_back(cell(s.cells.error));
      row.emplace_back(
          &run == &e.runs.front() || !difference
              ? std::string()
              : fmt::format("{} ± {:.3f}", with_sign(difference->difference, 3), difference->standard_error));
      row.push_back(cell(s.others.error));
      row.push_back(cell(s.cells.slope));
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

ReportTable facts_by_choice_table(const Backtest& backtest) {
  ReportTable table{
      "facts by choice",
      "Single figures under other choices of model",
      {text_column("episode", 24), text_column("figure", 50), text_column("unit"),
       number_column("record", "", 2), number_column("default", "", 2), number_column("lowest", "", 2),
       text_column("by", 30), number_column("highest", "", 2), text_column("by", 30)},
      {},
      0,
      "Over every choice that certified."};
  const auto named = [](const EpisodeRun& run) {
    return run.choice.value.empty() ? run.choice.kind : run.choice.kind + " " + run.choice.value;
  };
  for (const EpisodeResult& e : backtest.episodes) {
    if (e.runs.size() < 2) continue;
    for (std::size_t f = 0; f < e.episode.facts.size(); ++f) {
      const EpisodeRun* low = nullptr;
      const EpisodeRun* high = nullptr;
      for (const EpisodeRun& run : e.runs) {
        if (run.facts.empty() || !run.facts[f].model) continue;
        if (low == nullptr || *run.facts[f].model < *low->facts[f].model) low = &run;
        if (high == nullptr || *run.facts[f].model > *high->facts[f].model) high = &run;
      }
      if (low == nullptr || e.runs.front().facts.empty()) continue;
      const RecordedFact& fact = e.episode.facts[f];
      table.rows.push_back({e.episode.id, fact.title, fact.unit, fact.record,
                            cell(e.runs.front().facts[f].model), cell(low->facts[f].model), named(*low),
                            cell(high->facts[f].model), named(*high)});
    }
  }
  return table;
}

std::vector<ReportTable> tables_of(const Backtest& backtest) {
  std::vector<ReportTable> all = {misses_table(backtest),         scores_table(backtest),
                                  duties_table(backtest),         shares_table(backtest),
                                  sectors_table(backtest),        unscored_table(backtest),
                                  facts_by_choice_table(backtest)};
  for (const EpisodeResult& e : backtest.episodes) all.push_back(choices_table(e));
  std::erase_if(all, [](const ReportTable& table) { return table.rows.empty(); });
  return all;
}

std::string headline(const Backtest& backtest) {
  const std::vector<Miss> all = misses(backtest);
  const auto compared = std::count_if(all.begin(), all.end(), [](const Miss& m) { return m.forecast; });
  const auto better =
      std::count_if(all.begin(), all.end(), [](const Miss& m) { return m.forecast && m.error < 1.0; });
  std::size_t choices = 1;
  for (const EpisodeResult& e : backtest.episodes) choices = std::max(choices, e.runs.size());
  return fmt::format(
      "Of {} recorded figure{} of {} past episode{}, {} can be compared with \"no change\", which the "
      "model beats in {}{}",
      all.size(), all.size() == 1 ? "" : "s", backtest.episodes.size(),
      backtest.episodes.size() == 1 ? "" : "s", compared, better,
      choices > 1 ? fmt::format("; {} choices of model are scored beside the default", choices - 1)
                  : std::string());
}

std::string ranks_of(const EpisodeRun& run) {
  std::vector<std::string> words;
  for (const TradeScore& t : run.trade)
    if (t.rank)
      words.push_back(
          fmt::format("{}: of the {} sectors in which {} lost most of its share, {} are among the "
                      "model's {}; rank correlation over {} sectors {:.2f}",
                      t.title, t.most_of, t.hit, t.most_hit, t.most_of, t.sectors.size(), *t.rank));
  return fmt::format("{}", fmt::join(words, ". "));
}

std::string known_words(const RecordDate& known) {
  return fmt::format("known from {} ({})", to_string(known.day), known.source);
}

std::string markdown_cell(const ReportCell& value, const ReportColumn& column) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* number = std::get_if<double>(&value))
    return column.sign ? with_sign(*number * column.scale, column.decimals)
                       : with_thousands(*number * column.scale, column.decimals);
  return "";
}

std::string markdown_table(const ReportTable& table) {
  std::string head = "|";
  std::string rule = "|";
  for (const ReportColumn& c : table.columns) {
    head += fmt::format(" {} |", c.unit.empty() ? c.title : c.title + ", " + c.unit);
    rule += "---|";
  }
  std::string out = head + "\n" + rule + "\n";
  for (const auto& row : table.rows) {
    out += "|";
    for (std::size_t c = 0; c < row.size(); ++c)
      out += fmt::format(" {} |", markdown_cell(row[c], table.columns[c]));
    out += "\n";
  }
  return table.note.empty() ? out : out + "\n" + table.note + "\n";
}

}  // namespace

Report backtest_report(const Backtest& backtest, std::size_t top) {
  Report report;
  report.kind = "backtest";
  report.headline = headline(backtest);
  report.run_id = backtest.run_id;
  report.tables = tables_of(backtest);
  for (ReportTable& table : report.tables) table.shown = table.id == "misses" ? 0 : top;
  for (const EpisodeResult& e : backtest.episodes) {
    const EpisodeRun& run = e.runs.front();
    const std::string name = e.episode.id + ": ";
    report.certificates.emplace_back(name + "before", run.before);
    report.certificates.emplace_back(name + "after", run.after);
    if (const std::string ranks = ranks_of(run); !ranks.empty()) report.notes.push_back(name + ranks);
    for (const std::string& limit : e.episode.cannot_tell) report.notes.push_back(name + limit);
    for (const RecordedFlows& flows : e.episode.trade)
      report.notes.push_back(
          fmt::format("{}{}: {}; {}", name, flows.title, flows.source, known_words(flows.known)));
    for (const RecordedFact& fact : e.episode.facts)
      report.notes.push_back(fmt::format("{}{}: {} (grade {}); {}", name, fact.title, fact.source,
                                         fact.confidence, known_words(fact.known)));
  }
  add_failures(report);
  return report;
}

Report backtest_report(const Backtest& backtest, const std::vector<ThreatScores>& threats, std::size_t top) {
  Report report = backtest_report(backtest, top);
  if (threats.empty() || threats.back().rules.empty()) return report;
  report.lead.push_back(threat_scores_sentence(threats.back()));
  report.tables.push_back(threat_rules_table(threats.back()));
  report.tables.push_back(threat_time_table(threats));
  return report;
}

std::string backtest_markdown(const Backtest& backtest, const std::vector<ThreatScores>& threats) {
  std::string out = headline(backtest) + ".\n\n";
  const std::vector<ReportTable> tables = tables_of(backtest);
  const auto put = [&](const char* id) {
    for (const ReportTable& table : tables)
      if (table.id == id) out += fmt::format("### {}\n\n{}\n", table.title, markdown_table(table));
  };
  put("misses");
  out += "### What the record cannot tell\n\n";
  for (const EpisodeResult& e : backtest.episodes) {
    out += fmt::format("- **{}** (world {}, `{}`). {}\n", e.episode.scenario.title, e.world, e.episode.id,
                       e.episode.question);
    for (const std::string& limit : e.episode.cannot_tell) out += fmt::format("  - {}\n", limit);
  }
  out += "\n";
  put("trade scores");
  put("duty test");
  for (const EpisodeResult& e : backtest.episodes)
    if (const std::string ranks = ranks_of(e.runs.front()); !ranks.empty())
      out += fmt::format("- {}: {}.\n", e.episode.scenario.title, ranks);
  out += "\n";
  for (const char* id : {"shares", "sectors", "not scored", "facts by choice"}) put(id);
  for (const EpisodeResult& e : backtest.episodes) put(("choices " + e.episode.id).c_str());
  if (!threats.empty() && !threats.back().rules.empty()) {
    const ReportTable rules = threat_rules_table(threats.back());
    const ReportTable days = threat_time_table(threats);
    out +=
        fmt::format("### {}\n\n{}\n\n{}\n### {}\n\n{}\n", rules.title, threat_scores_sentence(threats.back()),
                    markdown_table(rules), days.title, markdown_table(days));
  }
  out += "### Sources of the record\n\n";
  for (const EpisodeResult& e : backtest.episodes) {
    for (const RecordedFlows& flows : e.episode.trade)
      out += fmt::format("- {}, {}: {}; {}\n", e.episode.scenario.title, flows.title, flows.source,
                         known_words(flows.known));
    for (const RecordedFact& fact : e.episode.facts)
      out += fmt::format("- {}, {}: {} (grade {}); {}\n", e.episode.scenario.title, fact.title, fact.source,
                         fact.confidence, known_words(fact.known));
  }
  return out;
}

}  // namespace leeway
