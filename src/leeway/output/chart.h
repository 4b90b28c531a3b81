#pragma once

#include <string>
#include <vector>

#include "leeway/base/date.h"

namespace leeway {

/// Figures that hold from one day to the next: drawn as steps.
struct StepSeries {
  std::string name;
  std::vector<double> values;  ///< one a day of the chart; not a number where there is none
};
struct StepChart {
  std::string id;
  std::string title;
  std::string unit;
  std::vector<Date> days;  ///< in order
  std::vector<StepSeries> series;
};

/// One row of blocks a series, each block an equal span of time, with the first, last and extreme values.
std::string text_chart(const StepChart& chart);
/// The chart as an SVG element.
std::string svg_chart(const StepChart& chart);

}  // namespace leeway
