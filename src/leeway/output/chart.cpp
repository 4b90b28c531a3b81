#include "leeway/output/chart.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "leeway/output/format.h"
#include "leeway/output/markup.h"

namespace leeway {

namespace {

struct Extent {
  double low = 0.0;
  double high = 0.0;
};

Extent extent_of(const std::vector<double>& values) {
  Extent extent{HUGE_VAL, -HUGE_VAL};
  for (double v : values)
    if (std::isfinite(v)) extent = {std::min(extent.low, v), std::max(extent.high, v)};
  return extent.low <= extent.high ? extent : Extent{};
}

double days_between(Date from, Date to) { return static_cast<double>((to - from).count()); }

/// Digits that tell a range's ends apart.
int decimals_for(const Extent& e) {
  const double size = std::max({std::abs(e.low), std::abs(e.high), 1e-12});
  return size >= 100.0 ? 0 : size >= 1.0 ? 2 : 4;
}

}  // namespace

std::string text_chart(const StepChart& chart) {
  if (chart.days.size() < 2) return "";
  constexpr int width = 56;
  static const std::array<const char*, 8> blocks = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  std::string out = fmt::format("{} ({}), {} to {}\n", chart.title, chart.unit, to_string(chart.days.front()),
                                to_string(chart.days.back()));
  std::size_t name_width = 0;
  for (const StepSeries& s : chart.series) name_width = std::max(name_width, display_width(s.name));
  for (const StepSeries& s : chart.series) {
    const Extent extent = extent_of(s.values);
    const double span = extent.high - extent.low;
    std::string bar;
    std::size_t at = 0;
    for (int slot = 0; slot < width; ++slot) {
      const double day = days_between(chart.days.front(), chart.days.back()) * slot / (width - 1);
      while (at + 1 < chart.days.size() && days_between(chart.days.front(), chart.days[at + 1]) <= day + 1e-9)
        ++at;
      const double v = s.values[at];
      if (!std::isfinite(v)) {
        bar += " ";
        continue;
      }
      const double height = span > 0.0 ? (v - extent.low) / span : 0.0;
      bar += blocks[std::min<std::size_t>(7, static_cast<std::size_t>(8.0 * height))];
    }
    const int decimals = decimals_for(extent);
    out += fmt::format("  {}{}  {}  {} → {}  [{} … {}]\n", s.name,
                       std::string(name_width - display_width(s.name), ' '), bar,
                       with_thousands(s.values.front(), decimals), with_thousands(s.values.back(), decimals),
                       with_thousands(extent.low, decimals), with_thousands(extent.high, decimals));
  }
  return out;
}

std::string svg_chart(const StepChart& chart) {
  if (chart.days.size() < 2) return "";
  constexpr double width = 900.0;
  constexpr double height = 300.0;
  constexpr double left = 70.0;
  constexpr double right = 120.0;
  constexpr double top = 10.0;
  constexpr double bottom = 30.0;
  static const std::array<const char*, 6> colours = {"#1b6ca8", "#b5442c", "#3a7d44",
                                                     "#7a4ea3", "#b07d12", "#4a4a4a"};
  std::vector<double> all;
  for (const StepSeries& s : chart.series) all.insert(all.end(), s.values.begin(), s.values.end());
  Extent extent = extent_of(all);
  if (extent.high <= extent.low) extent = {extent.low - 1.0, extent.high + 1.0};
  const double span = days_between(chart.days.front(), chart.days.back());
  const auto x = [&](Date day) {
    return left + (width - left - right) * days_between(chart.days.front(), day) / span;
  };
  const auto y = [&](double v) {
    return top + (height - top - bottom) * (extent.high - v) / (extent.high - extent.low);
  };
  std::string out = fmt::format(
      "<svg viewBox=\"0 0 {:.0f} {:.0f}\" role=\"img\" aria-label=\"{}\" "
      "style=\"width:100%;font:12px system-ui,sans-serif\">\n",
      width, height, escaped(chart.title));
  const int decimals = decimals_for(extent);
  for (int tick = 0; tick <= 4; ++tick) {
    const double v = extent.low + (extent.high - extent.low) * tick / 4.0;
    out += fmt::format(
        "<line x1=\"{0:.1f}\" x2=\"{1:.1f}\" y1=\"{2:.1f}\" y2=\"{2:.1f}\" stroke=\"#ddd\"/>"
        "<text x=\"{3:.1f}\" y=\"{4:.1f}\" text-anchor=\"end\">{5}</text>\n",
        left, width - right, y(v), left - 6.0, y(v) + 4.0, with_thousands(v, decimals));
  }
  for (std::size_t d : {std::size_t{0}, chart.days.size() - 1})
    out += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\">{}</text>\n", x(chart.days[d]),
                       height - 8.0, d == 0 ? "start" : "end", to_string(chart.days[d]));
  for (std::size_t s = 0; s < chart.series.size(); ++s) {
    const StepSeries& series = chart.series[s];
    std::string path;
    double last_y = y(extent.low);
    bool drawing = false;
    for (std::size_t d = 0; d < chart.days.size(); ++d) {
      if (!std::isfinite(series.values[d])) {
        drawing = false;
        continue;
      }
      // Across to the new day at the old height, then up or down.
      if (drawing) path += fmt::format("H{:.1f}", x(chart.days[d]));
      last_y = y(series.values[d]);
      path +=
          drawing ? fmt::format("V{:.1f}", last_y) : fmt::format("M{:.1f},{:.1f}", x(chart.days[d]), last_y);
      drawing = true;
    }
    const char* colour = colours[s % colours.size()];
    out += fmt::format(
        "<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2\"/>"
        "<text x=\"{:.1f}\" y=\"{:.1f}\" fill=\"{}\">{}</text>\n",
        path, colour, width - right + 6.0, last_y + 4.0, colour, escaped(series.name));
  }
  return out + "</svg>\n";
}

}  // namespace leeway
