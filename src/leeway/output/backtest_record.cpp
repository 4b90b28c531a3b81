#include <algorithm>
#include <cmath>
#include <filesystem>
#include <sstream>

#include <fmt/format.h>

#include "leeway/base/error.h"
#include "leeway/base/paths.h"
#include "leeway/io/csv.h"
#include "leeway/output/backtest_report.h"
#include "leeway/output/format.h"

namespace leeway {

namespace {

std::string written(const std::optional<double>& value) { return value ? fmt::format("{:.6g}", *value) : ""; }

std::string words_of(const PastFigure& f) {
  if (f.model && f.record) {
    // Things are counted, shares and percent are not.
    const int decimals = std::abs(*f.record) >= 100.0 ? 0 : 1;
    return fmt::format("{}: the model said {} {} and the record is {} {}", f.figure,
                       with_thousands(*f.model, decimals), f.unit, with_thousands(*f.record, decimals),
                       f.unit);
  }
  return fmt::format(
      "{}: error {:.2f} of that of \"no change\"{}", f.figure, f.error,
      f.sign ? fmt::format(", {:.0f}% of signs right by trade", 100.0 * *f.sign) : std::string());
}

}  // namespace

std::string backtest_record(const Backtest& backtest) {
  CsvWriter csv({"run_id", "episode", "title", "like", "figure", "known", "error", "sign", "slope", "model",
                 "record", "unit"});
  for (const EpisodeResult& e : backtest.episodes) {
    const EpisodeRun& run = e.runs.front();
    const std::string like = fmt::format("{}", fmt::join(e.episode.like, " "));
    const auto row = [&](const std::string& figure, Date known, double error,
                         const std::optional<double>& sign, const std::optional<double>& slope,
                         const std::optional<double>& model, const std::optional<double>& record,
                         const std::string& unit) {
      csv.add(backtest.run_id).add(e.episode.id).add(e.episode.scenario.title).add(like).add(figure);
      csv.add(to_string(known));
      csv.add(written(error)).add(written(sign)).add(written(slope)).add(written(model)).add(written(record));
      csv.add(unit).end_row();
    };
    for (const TradeScore& t : run.trade)
      if (t.cells.error) row(t.title, t.known, *t.cells.error, t.cells.sign, t.cells.slope, {}, {}, "");
    for (const FactScore& f : run.facts)
      if (f.fact.scored && f.model && f.fact.record != 0.0)
        row(f.fact.title, f.fact.known.day, std::abs(*f.model - f.fact.record) / std::abs(f.fact.record), {},
            {}, f.model, f.fact.record, f.fact.unit);
  }
  return csv.text();
}

std::vector<PastFigure> past_figures() {
  std::vector<PastFigure> figures;
  std::filesystem::path file;
  try {
    file = share_folder() / "data" / "backtest" / "record.csv";
  } catch (const InputError&) {
    return figures;  // a world of the caller's own, without a data folder
  }
  if (!std::filesystem::exists(file)) return figures;
  CsvFile csv(file, {{"run_id"},
                     {"episode"},
                     {"title"},
                     {"like"},
                     {"figure"},
                     {"known"},
                     {"error"},
                     {"sign"},
                     {"slope"},
                     {"model"},
                     {"record"},
                     {"unit"}});
  while (csv.next()) {
    PastFigure f;
    f.run_id = csv.id(0);
    f.episode = csv.id(1);
    f.title = csv.id(2);
    std::istringstream like{std::string(csv.text(3))};
    for (std::string word; like >> word;) f.like.push_back(word);
    f.figure = csv.id(4);
    f.known = csv.date(5);
    f.error = csv.number(6);
    f.sign = csv.optional_number(7);
    f.slope = csv.optional_number(8);
    f.model = csv.optional_number(9);
    f.record = csv.optional_number(10);
    f.unit = csv.text(11);
    figures.push_back(std::move(f));
  }
  return figures;
}

std::string record_line(const std::vector<PastFigure>& figures, const std::vector<std::string>& instruments,
                        Date day) {
  if (figures.empty() || instruments.empty()) return "";
  // Of an episode the figure that was missed most, so that no answer picks its own witness.
  std::vector<const PastFigure*> worst;
  bool later = false;
  for (const PastFigure& f : figures) {
    const bool alike = std::any_of(f.like.begin(), f.like.end(), [&](const std::string& i) {
      return std::find(instruments.begin(), instruments.end(), i) != instruments.end();
    });
    if (!alike) continue;
    if (f.known > day) {
      later = true;
      continue;
    }
    const auto told = std::find_if(worst.begin(), worst.end(),
                                   [&](const PastFigure* other) { return other->episode == f.episode; });
    if (told == worst.end())
      worst.push_back(&f);
    else if (f.error > (*told)->error)
      *told = &f;
  }
  std::vector<std::string> words;
  for (const PastFigure* f : worst) words.push_back(fmt::format("{}: {}", f->title, words_of(*f)));
  if (words.empty() && later)
    return fmt::format(
        "No record of a past episode of this kind was known by {} to hold the model against "
        "(docs/backtest.md).",
        to_string(day));
  if (words.empty())
    return "No past episode of this kind is on record to hold the model against (docs/backtest.md).";
  return fmt::format(
      "In past episodes like this, the worst miss of each: {} (backtest {}, docs/backtest.md).",
      fmt::join(words, "; "), worst.back()->run_id.substr(0, 8));
}

void add_record(Report& report) {
  std::vector<std::string> instruments;
  for (const SourceLine& line : report.sources)
    if (line.in_question) instruments.push_back(line.instrument);
  const std::optional<Date> day = report.known_by ? report.known_by : report.as_of;
  std::string line = record_line(past_figures(), instruments, day.value());
  if (!line.empty()) report.notes.push_back(std::move(line));
}

}  // namespace leeway
