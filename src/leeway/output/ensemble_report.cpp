#include "leeway/output/ensemble_report.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "leeway/base/hash.h"
#include "leeway/ensemble/answers.h"
#include "leeway/output/format.h"

namespace leeway {

namespace {

constexpr const char* interval_note =
    "Intervals are of 95% (Wilson's, as of independent draws: Sobol' points and Latin hypercubes lie within "
    "them more "
    "often than that).";

constexpr std::uint64_t enough_base_points = 256;
constexpr std::size_t enough_for_tenths = 20;

bool is_share(const SweepColumn& column) { return column.unit == "share"; }

/// A figure as a person reads it: shares as percent, money in words.
std::string figure_words(const SweepColumn& column, double value) {
  if (is_share(column)) return probability(value);
  if (column.unit == "USD million") return (value < 0.0 ? "-" : "") + money_words(std::abs(value));
  if (column.unit == "percent") return percent_words(value);
  return fmt::format("{:.4g}", value);
}

ReportColumn figure_column(const std::string& title, const SweepColumn& column) {
  if (is_share(column)) return rate_column(title, 2);
  if (column.unit == "USD million") return money_column(title, true);
  if (column.unit == "percent") return percent_column(title, 3, true);
  return number_column(title, column.unit, 4);
}

/// Figures of unlike units stand in one table: as words on a screen, as numbers beside their unit in files.
ReportTable spread_table(const SweepHeader& header, const std::vector<SweepRow>& rows) {
  ReportTable table{
      "figures",
      "What the draws say",
      {text_column("figure", 40), text_column("unit"), number_column("draws", ""),
       number_column("mean", "", 4), number_column("sd", "", 4), number_column("5%", "", 4),
       number_column("25%", "", 4), number_column("median", "", 4), number_column("75%", "", 4),
       number_column("95%", "", 4), number_column("lowest", "", 4), number_column("highest", "", 4)},
      {},
      0,
      "Quantiles over certified draws. Shares are decimals."};
  for (std::size_t f = 0; f < header.outputs.size(); ++f) {
    const std::vector<double> values = figures_of(rows, f);
    if (values.empty()) continue;
    const Spreading s = spreading(values);
    std::vector<ReportCell> cells = {header.outputs[f].name, header.outputs[f].unit,
                                     static_cast<double>(s.draws), s.mean, s.sd};
    for (const double q : s.quantiles) cells.emplace_back(q);
    cells.emplace_back(s.least);
    cells.emplace_back(s.most);
    table.rows.push_back(std::move(cells));
  }
  return table;
}

/// Draws of a grid or a list are laid out, and are no sample of anything.
bool is_laid_out(const SweepHeader& header) {
  return header.design == Design::grid || header.design == Design::list;
}

/// Why shares of draws have no interval; empty: they have one.
std::string no_interval(const SweepHeader& header, std::size_t failed) {
  if (is_laid_out(header)) return "Shares of the draws as they were laid out, which are no sample.";
  if (failed > 0)
    return "Shares of the draws that certified; those that did not are not at random, so there is no "
           "interval.";
  if (header.design == Design::saltelli)
    return "Draws of a saltelli design share what they take within a block and are not independent: shares "
           "have no "
           "interval.";
  return "";
}

ReportTable sign_table(const SweepHeader& header, const std::vector<SweepRow>& rows, std::size_t failed) {
  const std::string why_not = no_interval(header, failed);
  ReportTable table{
      "signs",
      "How often a sign holds",
      {text_column("figure", 40), rate_column("above zero", 2), rate_column("from", 2), rate_column("to", 2),
       rate_column("below zero", 2), rate_column("from", 2), rate_column("to", 2)},
      {},
      0,
      why_not.empty() ? interval_note : why_not};
  for (std::size_t f = 0; f < header.outputs.size(); ++f) {
    const std::vector<double> values = figures_of(rows, f);
    if (values.empty()) continue;
    const Spreading s = spreading(values);
    std::vector<ReportCell> cells = {header.outputs[f].name};
    for (const ShareOfDraws& share : {s.above_zero, s.below_zero}) {
      cells.emplace_back(share.value);
      cells.push_back(why_not.empty() ? ReportCell(share.low) : ReportCell());
      cells.push_back(why_not.empty() ? ReportCell(share.high) : ReportCell());
    }
    table.rows.push_back(std::move(cells));
  }
  return table;
}

ReportTable fan_table(const SweepHeader& header, const std::vector<SweepRow>& all, std::size_t output,
                      std::size_t input) {
  constexpr std::size_t fan_spans = 10;
  const SweepColumn& of = header.outputs[output];
  const std::vector<SweepRow> rows = telling(all, output);
  ReportTable table{"fan",
                    fmt::format("{} by {}", of.name, header.inputs[input].name),
                    {text_column(header.inputs[input].name, 30), number_column("draws", ""),
                     figure_column("mean", of), figure_column("5%", of), figure_column("25%", of),
                     figure_column("median", of), figure_column("75%", of), figure_column("95%", of)},
                    {},
                    0,
                    "Numbers of many values are cut in ten spans of equal numbers of draws."};
  const Binned bins = binned(header, rows, input, fan_spans);
  std::vector<std::vector<double>> values(bins.bins.size());
  for (std::size_t r = 0; r < rows.size(); ++r) values[bins.bin[r]].push_back(rows[r].outputs[output]);
  for (std::size_t b = 0; b < values.size(); ++b) {
    if (values[b].empty()) continue;
    const Spreading s = spreading(std::move(values[b]));
    std::vector<ReportCell> cells = {bins.bins[b].name, static_cast<double>(s.draws), s.mean};
    for (const double q : s.quantiles) cells.emplace_back(q);
    table.rows.push_back(std::move(cells));
  }
  return table;
}

ReportTable tornado_table(const SweepHeader& header, const std::vector<SweepRow>& rows, std::size_t output,
                          std::size_t top) {
  const SweepColumn& of = header.outputs[output];
  ReportTable table{
      "tornado",
      fmt::format("What moves {}", of.name),
      {text_column("what varies", 34), text_column("lowest at", 22), figure_column("mean there", of),
       text_column("highest at", 22), figure_column("mean there", of),
       number_column("rank correlation", "", 2)},
      {},
      top,
      "Means over the draws with one value, or in one of five spans of equal numbers of draws; all else "
      "varies with them. In the order of a forward selection on ranks, each with what those before it "
      "leave, as far as it is significant at 5% over all that varies; what moves a figure up and down alike "
      "is not seen so. Of a whole grid all is shown."};
  for (const TornadoBar& bar : tornado(header, rows, output))
    table.rows.push_back({header.inputs[bar.input].name, bar.low_at, bar.low, bar.high_at, bar.high,
                          bar.rank_correlation ? ReportCell(*bar.rank_correlation) : ReportCell()});
  return table;
}

/// Whether an index has an interval that does not hold zero, to the decimals of the table.
bool is_apart(const IndexEstimate& index) { return index.low >= 0.0005; }

std::string apart_words(const IndexEstimate& first, const IndexEstimate& total) {
  if (is_apart(first) && is_apart(total)) return "both";
  if (is_apart(first)) return "first alone";
  return is_apart(total) ? "total alone" : "neither";
}

ReportTable indices_table(const SweepHeader& header, const std::vector<SweepRow>& rows) {
  ReportTable table{
      "indices",
      "Sobol' indices",
      {text_column("figure", 30), text_column("what varies", 34), number_column("first", "", 3),
       number_column("from", "", 3), number_column("to", "", 3), number_column("total", "", 3),
       number_column("from", "", 3), number_column("to", "", 3), text_column("told apart from none")},
      {},
      0,
      "Share of a figure's variance that is due to one thing alone (first), and with all that it does "
      "together with others (total); intervals of 95% from base points drawn anew."};
  const std::vector<std::string> factors = header.factors();
  std::uint64_t left_out = 0;
  std::uint64_t fewest = 0;
  bool above_total = false;
  bool some_none = false;
  for (std::size_t f = 0; f < header.outputs.size(); ++f) {
    const FigureIndices indices = figure_indices(header, rows, f);
    left_out = std::max(left_out, indices.left_out);
    fewest = f == 0 ? indices.blocks : std::min(fewest, indices.blocks);
    for (std::size_t i = 0; i < indices.factors.size(); ++i) {
      const auto& [first, total] = indices.factors[i];
      above_total = above_total || first.value > total.value;
      table.rows.push_back({header.outputs[f].name, factors[i], first.value, first.low, first.high,
                            total.value, total.low, total.high, apart_words(first, total)});
      some_none = some_none || !is_apart(first) || !is_apart(total);
    }
  }
  if (some_none)
    table.note += " An index whose interval holds zero, to three decimals, is not distinguishable from none.";
  if (fewest < enough_base_points)
    table.note += fmt::format(" With {} base points, fewer than {}, the indices are noise at this size.",
                              fewest, enough_base_points);
  else if (above_total)
    table.note += " Where first is above total, which cannot be, both are noise at this size.";
  if (left_out > 0)
    table.note += fmt::format(
        " {} base points are left out, since a draw of them is missing or not certified.", left_out);
  return table;
}

std::optional<std::size_t> kept_p_star(const SweepHeader& header) {
  for (std::size_t f = 0; f < header.outputs.size(); ++f)
    if (header.outputs[f].name == "p_star") return f;
  return std::nullopt;
}

/// In how many draws the deal still pays, by the probability of punishment: beyond each draw's p* it does
/// not.
std::optional<CurveChart> pays_curve(const SweepHeader& header, const std::vector<SweepRow>& rows) {
  const std::optional<std::size_t> kept = kept_p_star(header);
  if (!kept) return std::nullopt;
  std::vector<double> leeways = figures_of(rows, *kept);
  std::sort(leeways.begin(), leeways.end());
  if (leeways.empty() || !(leeways.back() > 0.0)) return std::nullopt;
  CurveChart chart{"pays", "Where the deal pays", "probability of punishment", "draws in which it pays", {},
                   {}};
  Curve& curve = chart.curves.emplace_back(Curve{"deal", {}});
  constexpr int steps = 60;
  for (int i = 0; i <= steps; ++i) {
    const double p = leeways.back() * i / steps;
    const auto beyond = leeways.end() - std::upper_bound(leeways.begin(), leeways.end(), p);
    chart.x.push_back(p);
    curve.values.push_back(static_cast<double>(beyond) / static_cast<double>(leeways.size()));
  }
  return chart;
}

/// The output above zero where the move is worth it.
std::size_t worth_of(const SweepHeader& header) {
  for (const char* name : {"worth", "equivalent_variation"})
    for (std::size_t f = 0; f < header.outputs.size(); ++f)
      if (header.outputs[f].name == name) return f;
  throw InputError("a map of which option is best needs `worth` among what is kept",
                   "give the plan a `probability` of punishment, or let it vary");
}

ReportTable map_table(const SweepHeader& header, const std::vector<SweepRow>& rows, std::size_t across,
                      std::size_t down) {
  const OptionMap map = option_map(header, rows, across, down, worth_of(header));
  const bool threat = std::any_of(header.outputs.begin(), header.outputs.end(),
                                  [](const SweepColumn& c) { return c.name == "worth"; });
  const char* move = threat ? "keep" : "scenario";
  const char* none = threat ? "drop" : "status_quo";
  ReportTable table{
      "map",
      fmt::format("Which option is best: {} by {}", header.inputs[down].name, header.inputs[across].name),
      {text_column(header.inputs[down].name, 26), text_column(header.inputs[across].name, 26),
       text_column("best in most"), rate_column("move is worth it", 1), number_column("draws", "")},
      {},
      0,
      "The share of draws in which the move is worth more than none; an even split is told as such."};
  for (const MapCell& cell : map.cells) {
    const double share = static_cast<double>(cell.pays) / static_cast<double>(cell.draws);
    table.rows.push_back({map.down.bins[cell.down].name, map.across.bins[cell.across].name,
                          std::string(share > 0.5   ? move
                                      : share < 0.5 ? none
                                                    : "even"),
                          share, static_cast<double>(cell.draws)});
  }
  return table;
}

ReportTable reasons_table(const std::vector<SweepRow>& rows) {
  std::map<std::string, std::pair<double, std::uint64_t>> reasons;
  for (const SweepRow& row : rows)
    if (!row.certified()) {
      auto& [count, first] = reasons.try_emplace(row.reason, 0.0, row.draw).first->second;
      count += 1.0;
    }
  ReportTable table{"uncertified",
                    "Draws without an answer",
                    {text_column("reason", 60), number_column("draws", ""), number_column("first draw", "")},
                    {},
                    0,
                    ""};
  for (const auto& [reason, count] : reasons)
    table.rows.push_back({reason, count.first, static_cast<double>(count.second)});
  return table;
}

/// Numbers that failed draws took, where they lie apart from those of the others by more than three standard
/// errors.
ReportTable failed_table(const SweepHeader& header, const std::vector<SweepRow>& rows) {
  ReportTable table{"failed_inputs",
                    "Where draws failed",
                    {text_column("what varies", 34), number_column("mean, failed", "", 4),
                     number_column("mean, certified", "", 4)},
                    {},
                    0,
                    "Inputs whose means differ by more than three standard errors."};
  for (std::size_t i = 0; i < header.inputs.size(); ++i) {
    if (!header.inputs[i].choices.empty()) continue;
    std::vector<double> certified;
    std::vector<double> failed;
    for (const SweepRow& row : rows) (row.certified() ? certified : failed).push_back(row.inputs[i]);
    if (certified.size() < 2 || failed.size() < 2) continue;
    const Spreading a = spreading(std::move(failed));
    const Spreading b = spreading(std::move(certified));
    const double error =
        std::sqrt(a.sd * a.sd / static_cast<double>(a.draws) + b.sd * b.sd / static_cast<double>(b.draws));
    if (std::abs(a.mean - b.mean) > 3.0 * error)
      table.rows.push_back({header.inputs[i].name, a.mean, b.mean});
  }
  return table;
}

/// How often p* is at an end: there the deal never pays, or always.
std::string ends_of_p_star(const std::vector<double>& values) {
  const auto never = std::count_if(values.begin(), values.end(), [](double p) { return p <= 0.0; });
  const auto always = std::count_if(values.begin(), values.end(), [](double p) { return p >= 1.0; });
  return fmt::format(
      "The deal never pays, at any probability of punishment, in {} of {} draws (p_star 0), and always in {} "
      "(p_star 1).",
      never, values.size(), always);
}

/// Of the draws that a report tells of and what it was asked: a part of a run is not the whole.
std::string identity_of(const SweepHeader& header, const SweepRows& rows,
                        const EnsembleQuestions& questions) {
  Hasher told;
  for (const SweepRow& row : rows.rows) told.add(encoded(row));
  return Identity("sweep-report")
      .add("run", header.id)
      .add("rows", told.hex())
      .add("of", questions.of)
      .add("by", questions.by)
      .add("across", questions.map_across)
      .add("down", questions.map_down)
      .hex();
}

Report headed(const SweepHeader& header, const char* kind) {
  Report report;
  report.kind = kind;
  report.run_id = header.id;
  report.as_of = parse_date(header.as_of);
  report.assumptions = {{"question", header.question, "", ""},
                        {"economy", header.economy, "", ""},
                        {"world", header.world, "", ""},
                        {"design", to_string(header.design), "", ""},
                        {"draws", fmt::format("{}", header.size), "", ""},
                        {"seed", fmt::format("{}", header.seed), "", ""},
                        {"version", header.version, "", ""}};
  if (header.probability)
    report.assumptions.push_back({"probability of punishment", probability(*header.probability), "", ""});
  for (const auto& [name, value] : header.assumed) report.assumptions.push_back({name, value, "", ""});
  return report;
}

}  // namespace

Report ensemble_report(const SweepHeader& header, const SweepRows& rows, const EnsembleQuestions& questions) {
  Report report = headed(header, "sweep");
  report.run_id = identity_of(header, rows, questions);
  report.assumptions.push_back(
      {"run", header.id, "", "the id of its plan; that of a report is of its draws too"});
  const std::optional<std::size_t> p_star = kept_p_star(header);
  const std::size_t of = questions.of.empty() ? p_star.value_or(0) : header.output(questions.of);
  const auto failed = static_cast<std::size_t>(
      std::count_if(rows.rows.begin(), rows.rows.end(), [](const SweepRow& r) { return !r.certified(); }));
  const std::size_t certified = rows.rows.size() - failed;
  const std::vector<double> values = figures_of(rows.rows, of);
  report.answered = !values.empty() && failed == 0;
  std::string lead =
      fmt::format("{} of {} draws are done", with_thousands(static_cast<double>(rows.rows.size()), 0),
                  with_thousands(static_cast<double>(header.size), 0));
  if (failed > 0) {
    const std::string words = fmt::format("{} of {} did not certify", failed, rows.rows.size());
    lead += fmt::format("; {}, and not at random: all figures are of the {} that did", words, certified);
    report.warnings.push_back(words + "; what is told is of the others, which are no sample of all");
  }
  if (values.empty()) {
    report.headline = fmt::format("{}: no draw of {} has an answer yet", header.title, header.size);
    report.lead.push_back(lead + ".");
  } else {
    const SweepColumn& column = header.outputs[of];
    const Spreading s = spreading(values);
    const bool in_tenths = !is_laid_out(header) && values.size() >= enough_for_tenths;
    const std::string draws = failed > 0 ? fmt::format("the {} certified draws", certified) : "the draws";
    report.headline = fmt::format("{}: {} is {} in the median, from {} to {} in {}", header.title,
                                  column.name, figure_words(column, s.quantiles[2]),
                                  figure_words(column, in_tenths ? s.quantiles[0] : s.least),
                                  figure_words(column, in_tenths ? s.quantiles[4] : s.most),
                                  !in_tenths   ? draws
                                  : failed > 0 ? "nine of ten of " + draws
                                               : "nine of ten");
    lead += fmt::format("; {} is above zero in {} of {}", column.name, probability(s.above_zero.value),
                        failed > 0 ? "those" : "them");
    if (no_interval(header, failed).empty())
      lead += fmt::format(" ({} to {})", probability(s.above_zero.low), probability(s.above_zero.high));
    report.lead.push_back(lead + ".");
  }
  if (p_star)
    if (const std::vector<double> leeways = figures_of(rows.rows, *p_star); !leeways.empty())
      report.lead.push_back(ends_of_p_star(leeways));
  if (!rows.missing.empty())
    report.warnings.push_back(
        fmt::format("{} of {} draws are missing: {}", rows.missing.size(), header.size, spans(rows.missing)));
  for (const DamagedFile& damaged : rows.damaged)
    report.warnings.push_back(to_string(damaged) +
                              ": those draws count as missing, unless another file has them");
  if (std::optional<CurveChart> curve = pays_curve(header, rows.rows))
    report.curves.push_back(*std::move(curve));
  report.tables.push_back(spread_table(header, rows.rows));
  report.tables.push_back(sign_table(header, rows.rows, failed));
  if (!questions.by.empty())
    report.tables.push_back(fan_table(header, rows.rows, of, input_named(header, questions.by)));
  report.tables.push_back(tornado_table(header, rows.rows, of, questions.top));
  if (header.design == Design::saltelli) report.tables.push_back(indices_table(header, rows.rows));
  if (!questions.map_across.empty())
    report.tables.push_back(map_table(header, rows.rows, input_named(header, questions.map_across),
                                      input_named(header, questions.map_down)));
  if (failed > 0) {
    for (ReportTable& table : report.tables)
      table.note +=
          fmt::format(" Of {} certified draws; {} others failed, not at random.", certified, failed);
    report.tables.push_back(reasons_table(rows.rows));
    if (ReportTable apart = failed_table(header, rows.rows); !apart.rows.empty())
      report.tables.push_back(std::move(apart));
  }
  return report;
}

namespace {

/// "40 seconds", "1 minute", "2.5 hours"; never less than it takes.
std::string length_of(double seconds) {
  const auto counted = [](double number, const char* unit) {
    return fmt::format("{:.0f} {}{}", number, unit, number == 1.0 ? "" : "s");
  };
  if (const double whole = std::max(1.0, std::ceil(seconds)); whole < 60.0) return counted(whole, "second");
  if (const double minutes = std::ceil(seconds / 60.0); minutes < 60.0) return counted(minutes, "minute");
  return fmt::format("{:.1f} hours", seconds / 3600.0);
}

}  // namespace

Report sweep_plan_report(const SweepHeader& header, const SweepCost& cost) {
  Report report = headed(header, "sweep-plan");
  const double core_hours = cost.seconds * static_cast<double>(header.size) / 3600.0;
  report.headline =
      fmt::format("{}: {} draw{} of {} equilibria, about {} on this machine", header.title,
                  with_thousands(static_cast<double>(header.size), 0), header.size == 1 ? "" : "s",
                  cost.solves, length_of(3600.0 * core_hours / cost.threads));
  report.tables.push_back({"solved",
                           "What is solved",
                           {text_column("what", 40), number_column("number", "")},
                           {{std::string("draws"), static_cast<double>(header.size)},
                            {std::string("equilibria"), static_cast<double>(header.size * cost.solves)}},
                           0,
                           ""});
  report.tables.push_back(
      {"cost",
       "What it takes",
       {text_column("what", 40), number_column("value", "", 3), text_column("unit")},
       {{std::string("a draw on one core, measured"), 1e3 * cost.seconds, std::string("ms")},
        {std::string("in all"), core_hours, std::string("core hours")},
        {fmt::format("with {} threads", cost.threads), core_hours / cost.threads, std::string("hours")},
        {std::string("files of workers"), 1e-6 * static_cast<double>(cost.row_bytes * header.size),
         std::string("MB")},
        {std::string("memory of this process"), 1e-6 * cost.memory_bytes, std::string("MB")}},
       0,
       fmt::format("Measured over {} draws, on a machine as busy as it is now.", cost.measured)});
  ReportTable inputs{"inputs",
                     "What varies",
                     {text_column("what", 40), number_column("numbers", ""), text_column("values", 50)},
                     {},
                     0,
                     ""};
  for (const std::string& factor : header.factors()) {
    double numbers = 0.0;
    std::vector<std::string> choices;
    for (const SweepColumn& column : header.inputs)
      if (column.of == factor) {
        numbers += 1.0;
        choices = column.choices;
      }
    inputs.rows.push_back(
        {factor, numbers,
         choices.empty() ? std::string("numbers") : fmt::format("{}", fmt::join(choices, ", "))});
  }
  report.tables.push_back(std::move(inputs));
  ReportTable outputs{"kept", "What is kept", {text_column("figure", 50), text_column("unit")}, {}, 0, ""};
  for (const SweepColumn& column : header.outputs) outputs.rows.push_back({column.name, column.unit});
  report.tables.push_back(std::move(outputs));
  return report;
}

}  // namespace leeway
