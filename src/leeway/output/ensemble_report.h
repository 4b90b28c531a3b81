#pragma once

#include <string>
#include <vector>

#include "leeway/ensemble/row.h"
#include "leeway/ensemble/run_folder.h"
#include "leeway/ensemble/sweep_plan.h"
#include "leeway/output/report.h"

namespace leeway {

/// What is asked of the draws of a run beside the spread of each figure.
struct EnsembleQuestions {
  std::string of;          ///< the figure that is taken apart; empty: p_star, else the first that is kept
  std::string by;          ///< its spread by what varies: a fan
  std::string map_across;  ///< which option is best over two things that vary
  std::string map_down;
  std::size_t top = 12;
};

/// The answers of a run, so far as it has draws. Throws InputError for names that it does not have.
Report ensemble_report(const SweepHeader& header, const SweepRows& rows, const EnsembleQuestions& questions);

/// What a run would take, before it starts.
struct SweepCost {
  std::size_t solves = 0;    ///< of a draw
  double seconds = 0.0;      ///< of a draw on one core, measured
  std::size_t measured = 0;  ///< over so many draws
  int threads = 0;           ///< of this machine
  std::size_t row_bytes = 0;
  double memory_bytes = 0.0;  ///< of this process after them
};
/// Cases, memory and expected time of a plan.
Report sweep_plan_report(const SweepHeader& header, const SweepCost& cost);

}  // namespace leeway
