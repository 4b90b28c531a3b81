#pragma once

#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "leeway/output/report.h"

namespace leeway {

/// An empty cell where there is no value.
inline ReportCell cell(const std::optional<double>& value) {
  return value ? ReportCell(*value) : ReportCell();
}

inline std::string joined(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, ", "));
}

}  // namespace leeway
