#include "leeway/output/curve_chart.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "leeway/output/format.h"
#include "leeway/output/markup.h"

namespace leeway {

namespace {

/// Between the points next to x.
double value_at(const CurveChart& chart, const Curve& curve, double x) {
  const auto after = std::upper_bound(chart.x.begin(), chart.x.end(), x);
  if (after == chart.x.begin()) return curve.values.front();
  if (after == chart.x.end()) return curve.values.back();
  const auto at = static_cast<std::size_t>(after - chart.x.begin());
  const double part = (x - chart.x[at - 1]) / (chart.x[at] - chart.x[at - 1]);
  return curve.values[at - 1] + part * (curve.values[at] - curve.values[at - 1]);
}

double highest(const CurveChart& chart) {
  double high = 0.0;
  for (const Curve& curve : chart.curves)
    for (const double v : curve.values)
      if (std::isfinite(v)) high = std::max(high, v);
  return high;
}

std::string percent(double value) { return fmt::format("{:.3g}%", 100.0 * value); }

}  // namespace

std::string text_chart(const CurveChart& chart) {
  if (chart.x.size() < 2 || chart.curves.empty()) return "";
  constexpr int width = 56;
  constexpr int height = 8;
  static const std::array<const char*, 9> blocks = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  const Curve& curve = chart.curves.front();
  double top = 0.0;
  for (const double v : curve.values)
    if (std::isfinite(v)) top = std::max(top, v);
  if (!(top > 0.0)) return "";
  std::string out = fmt::format("{}\n", chart.title);
  for (int row = height; row-- > 0;) {
    out += fmt::format("  {:>6} ", row == height - 1 ? percent(top)
                                   : row == 0        ? percent(0.0)
                                                     : std::string());
    for (int slot = 0; slot < width; ++slot) {
      const double x = chart.x.front() + (chart.x.back() - chart.x.front()) * slot / (width - 1);
      const double v = value_at(chart, curve, x);
      const double eighths = std::isfinite(v) ? 8.0 * (height * v / top - row) : 0.0;
      out += blocks[static_cast<std::size_t>(std::clamp(std::lround(eighths), 0L, 8L))];
    }
    out += "\n";
  }
  const std::string low = percent(chart.x.front());
  const std::string high = percent(chart.x.back());
  const int between = width - static_cast<int>(low.size());
  out += fmt::format("         {}{:>{}}\n", low, high, between);
  out += fmt::format("         {}; up: {}\n", chart.across, chart.up);
  return out;
}

std::string svg_chart(const CurveChart& chart) {
  if (chart.x.size() < 2 || chart.curves.empty()) return "";
  constexpr double width = 900.0;
  constexpr double height = 320.0;
  constexpr double left = 60.0;
  constexpr double right = 150.0;
  constexpr double top = 10.0;
  constexpr double bottom = 50.0;
  static const std::array<const char*, 6> colours = {"#1b6ca8", "#b5442c", "#3a7d44",
                                                     "#7a4ea3", "#b07d12", "#4a4a4a"};
  const double most = std::max(highest(chart), 1e-9);
  const double span = chart.x.back() - chart.x.front();
  const auto x = [&](double v) { return left + (width - left - right) * (v - chart.x.front()) / span; };
  const auto y = [&](double v) { return top + (height - top - bottom) * (1.0 - v / most); };
  std::string out = fmt::format(
      "<svg viewBox=\"0 0 {:.0f} {:.0f}\" role=\"img\" aria-label=\"{}\" "
      "style=\"width:100%;font:12px system-ui,sans-serif\">\n",
      width, height, escaped(chart.title));
  for (int tick = 0; tick <= 4; ++tick) {
    const double v = most * tick / 4.0;
    out += fmt::format(
        "<line x1=\"{0:.1f}\" x2=\"{1:.1f}\" y1=\"{2:.1f}\" y2=\"{2:.1f}\" stroke=\"#ddd\"/>"
        "<text x=\"{3:.1f}\" y=\"{4:.1f}\" text-anchor=\"end\">{5}</text>\n",
        left, width - right, y(v), left - 6.0, y(v) + 4.0, percent(v));
  }
  for (const double v : chart.x)
    out += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\">{}</text>\n", x(v),
                       height - bottom + 18.0, percent(v));
  out += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\">{}</text>\n",
                     left + (width - left - right) / 2.0, height - 8.0, escaped(chart.across));
  for (std::size_t c = 0; c < chart.curves.size(); ++c) {
    const Curve& curve = chart.curves[c];
    std::string path;
    double last = y(0.0);
    for (std::size_t at = 0; at < chart.x.size(); ++at) {
      if (!std::isfinite(curve.values[at])) continue;
      last = y(curve.values[at]);
      path += fmt::format("{}{:.1f},{:.1f}", path.empty() ? "M" : "L", x(chart.x[at]), last);
    }
    const char* colour = colours[c % colours.size()];
    out += fmt::format(
        "<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2\"/>"
        "<text x=\"{:.1f}\" y=\"{:.1f}\" fill=\"{}\">{}</text>\n",
        path, colour, width - right + 6.0, last + 4.0 - 14.0 * static_cast<double>(c), colour,
        escaped(curve.name));
  }
  return out + "</svg>\n";
}

}  // namespace leeway
