#pragma once

#include <string>
#include <vector>

#include "leeway/output/backtest_report.h"
#include "leeway/world/check.h"

namespace leeway {

/// A world with its checks.
struct CheckedWorld {
  std::string name;
  WorldCheck check;
};

/// The generated part of docs/validated.md: what each world reproduces, and the record of the backtests.
std::string validation_markdown(const std::vector<CheckedWorld>& worlds, const std::vector<PastFigure>& past);

}  // namespace leeway
