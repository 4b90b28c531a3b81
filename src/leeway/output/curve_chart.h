#pragma once

#include <string>
#include <vector>

namespace leeway {

/// A figure over another: points joined by straight lines. Both are decimals that are shown as percent.
struct Curve {
  std::string name;
  std::vector<double> values;  ///< one for each x; not a number where there is none
};
struct CurveChart {
  std::string id;
  std::string title;
  std::string across;     ///< what x is
  std::string up;         ///< what the values are
  std::vector<double> x;  ///< rising
  std::vector<Curve> curves;
};

/// The first curve as an area of blocks with both axes.
std::string text_chart(const CurveChart& chart);
/// All curves as an SVG element.
std::string svg_chart(const CurveChart& chart);

}  // namespace leeway
