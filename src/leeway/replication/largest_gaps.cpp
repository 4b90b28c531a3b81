#include "leeway/replication/largest_gaps.h"

#include <cmath>

#include <fmt/format.h>

namespace leeway {

void LargestGaps::Worst::take(const std::string& where, double expected, double calculated, double measured) {
  if (!(measured <= gap) || gap < 0.0) *this = {where, expected, calculated, measured};
}

void LargestGaps::percent(const std::string& quantity, const std::string& where, double expected,
                          double calculated) {
  worst_[{quantity, "percent"}].take(where, expected, calculated, std::abs(calculated - expected));
}

void LargestGaps::relative(const std::string& quantity, const std::string& where, double expected,
                           double calculated, double scale) {
  worst_[{quantity, "relative"}].take(where, expected, calculated, std::abs(calculated - expected) / scale);
}

void LargestGaps::finish() {
  for (const auto& [key, w] : worst_) {
    ReplicationRow row;
    row.case_name = name_;
    row.quantity = fmt::format("{}, largest gap ({})", key.first, w.place);
    row.unit = key.second;
    row.reference = w.reference;
    row.ours = w.ours;
    row.gap = w.gap;
    row.tolerance = key.second == "percent" ? tolerance_ : tolerance_ / 100.0;
    row.ok = row.gap <= row.tolerance;
    out_.rows.push_back(std::move(row));
  }
  worst_.clear();
}

}  // namespace leeway
