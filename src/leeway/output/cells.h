#pragma once

#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "leeway/base/date.h"
#include "leeway/output/report.h"

namespace leeway {

/// An empty cell where there is no value.
inline ReportCell cell(const std::optional<double>& value) {
  return value ? ReportCell(*value) : ReportCell();
}

inline std::string joined(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, ", "));
}

/// As text of SVG.
inline std::string escaped(const std::string& text) {
  std::string out;
  for (char c : text) out += c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '&' ? "&amp;" : std::string(1, c);
  return out;
}

/// Keys stay in the order in which they are written: the answer first.
using Json = nlohmann::ordered_json;

inline Json json_number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }
inline Json json_date(const std::optional<Date>& value) {
  return value ? Json(to_string(*value)) : Json(nullptr);
}

}  // namespace leeway
