#pragma once

#include <string>
#include <vector>

#include "leeway/analysis/backtest.h"
#include "leeway/analysis/threat_scores.h"
#include "leeway/output/report.h"

namespace leeway {

/// Scores of past episodes, what was missed most first.
Report backtest_report(const Backtest& backtest, std::size_t top);

/// The same with the forecasts of threats.
Report backtest_report(const Backtest& backtest, const std::vector<ThreatScores>& threats, std::size_t top);

/// The generated part of docs/backtest.md: misses first, then each episode, what its record cannot tell,
/// threats, and the alternatives with their scores.
std::string backtest_markdown(const Backtest& backtest, const std::vector<ThreatScores>& threats);

/// What is kept of a backtest for other answers (data/backtest/record.csv): the figures of the default, with
/// the run id.
std::string backtest_record(const Backtest& backtest);

/// One figure as it is kept.
struct PastFigure {
  std::string run_id;
  std::string episode;
  std::string title;              ///< of the episode
  std::vector<std::string> like;  ///< instruments
  std::string figure;
  Date known{};        ///< from which day its record could be known
  double error = 0.0;  ///< over that of "no change"
  std::optional<double> sign;
  std::optional<double> slope;
  std::optional<double> model;  ///< of a single fact
  std::optional<double> record;
  std::string unit;
};
/// Of the data folder; empty where no record is kept.
std::vector<PastFigure> past_figures();

/// "In past episodes like this: …, the model said … and the record is …", by the instruments of a move, of
/// the records that could be known by a day; says so where there is none. Of an episode the figure so known
/// that was missed most stands for it. Empty without a record or a move.
std::string record_line(const std::vector<PastFigure>& figures, const std::vector<std::string>& instruments,
                        Date day);
/// The same as a note, by the Measures in question and the day of the answer: its known-by day, or its as-of
/// day without one.
void add_record(Report& report);

}  // namespace leeway
