#pragma once

#include <string>
#include <vector>

#include "leeway/analysis/range.h"
#include "leeway/analysis/rent_holders.h"
#include "leeway/model/options.h"
#include "leeway/output/report.h"

namespace leeway {

/// One solve with the name it goes by.
struct NamedOutcome {
  std::string name;   ///< "status quo", "base year", a scenario's id
  std::string title;  ///< one line
  Outcome outcome;
};

/// What a report on two equilibria shows.
struct SolveView {
  std::vector<std::string> economies;  ///< ids or groups; empty: the most affected
  std::size_t top = 12;                ///< rows of a table on a terminal, 0: all
  bool pairs = false;                  ///< bilateral trade in the long table
};

/// `to` against `from`, with its range where one was solved, which `holders` of rents have widened. When
/// `base` is given, `from` is set against it too. Where `to` or `from` failed there is no figure at all: the
/// report says what failed.
Report solve_report(const World& world, const Options& options, const NamedOutcome& from,
                    const NamedOutcome& to, const NamedOutcome* base, const SolveView& view,
                    const ComparisonRange* range = nullptr, const std::vector<RentComparison>& holders = {});

/// Table of economies and groups, largest equivalent variation first, with its ends where there is a range.
ReportTable economy_table(const Comparison& comparison, const ComparisonRange* range,
                          const std::string& title, const SolveView& view);

}  // namespace leeway
