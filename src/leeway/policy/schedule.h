#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "leeway/base/date.h"

namespace leeway {

/// Rates of Measures by partner and sector over time (docs/measures.md, `schedule`).
struct ScheduleStep {
  Date from{};
  double rate = 0.0;
  std::optional<double> rate_alt;  ///< the second, independent estimate
  std::optional<double> covered;   ///< share of the flow that pays, by basic value; nothing: not known
  std::optional<double>
      statute{};  ///< the highest rate that the act puts on a line of it; never below `rate`
};
/// Partner id (economy or group) -> sector id -> steps in date order.
using PartnerRates = std::map<std::string, std::map<std::string, std::vector<ScheduleStep>>>;
/// One schedule: by Measure id; one of a scenario's own by importer.
using Schedule = std::map<std::string, PartnerRates>;

/// The rate of a schedule's steps on a day: nothing before the first.
std::optional<ScheduleStep> step_at(const std::vector<ScheduleStep>& steps, Date date);

}  // namespace leeway
