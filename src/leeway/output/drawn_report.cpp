#include "leeway/output/drawn_report.h"

#include <fmt/format.h>

#include "leeway/base/error.h"
#include "leeway/io/file.h"
#include "leeway/output/format.h"
#include "leeway/output/markup.h"

namespace leeway {

namespace {

// Of the element that svg_chart draws a curve in.
constexpr double curve_width = 900.0;
constexpr double curve_height = 320.0;

}  // namespace

std::string render_svg(const DrawnReport& drawn) {
  if (drawn.map) return svg_map(*drawn.map);
  const Report& report = drawn.report;
  constexpr std::size_t columns = 100;
  std::string body;
  double y = 12.0;
  const auto add = [&](const std::string& text, double size, const char* more) {
    for (const std::string& words : wrapped(text, columns)) {
      y += size + 5.0;
      body += fmt::format("<text x=\"16\" y=\"{:.0f}\" font-size=\"{:.0f}\"{}>{}</text>\n", y, size, more,
                          escaped(words));
    }
  };
  add(report.headline, 16.0, " font-weight=\"600\"");
  if (!report.curves.empty()) {
    const CurveChart& curve = report.curves.front();
    add(fmt::format("{}. Up: {}", curve.title, curve.up), 12.0, "");
    body += fmt::format("<svg x=\"0\" y=\"{:.0f}\" width=\"{:.0f}\" height=\"{:.0f}\">\n{}</svg>\n", y + 12.0,
                        curve_width, curve_height, svg_chart(curve));
    y += 12.0 + curve_height;
  }
  if (!report.run_id.empty()) add("run " + report.run_id, 11.0, " fill=\"#555\"");
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0:.0f} {1:.0f}\" role=\"img\" "
      "aria-labelledby=\"leeway-title\" style=\"width:100%;max-width:{0:.0f}px;font:12px "
      "system-ui,sans-serif\">\n<title id=\"leeway-title\">{2}</title>\n"
      "<rect width=\"{0:.0f}\" height=\"{1:.0f}\" fill=\"#fff\"/>\n<g fill=\"#1a1a1a\">\n{3}</g>\n</svg>\n",
      curve_width, y + 16.0, escaped(report.headline), body);
}

std::string render_html(const DrawnReport& drawn) {
  std::string page = render_html(drawn.report);
  if (!drawn.map) return page;
  // Below the headline and its paragraphs.
  const std::size_t at = page.find("<h2>");
  return page.insert(at == std::string::npos ? page.rfind("</body>") : at, svg_map(*drawn.map));
}

bool is_drawing(const std::filesystem::path& file) { return ending_of(file) == ".svg"; }

void check_drawn_name(const std::filesystem::path& file) {
  if (!is_drawing(file)) return check_output_name(file);
  if (std::filesystem::is_directory(file))
    throw InputError(fmt::format("\"{}\" is a folder; a file name is needed", file.string()));
  // The folder is looked at as for any other file.
  std::filesystem::path text = file;
  check_output_name(text.replace_extension(".drawing.txt"));
}

void write_drawn_report(const DrawnReport& drawn, const std::filesystem::path& file) {
  check_drawn_name(file);
  if (is_drawing(file)) return write_file_atomically(file, render_svg(drawn));
  if (ending_of(file) == ".html") return write_file_atomically(file, render_html(drawn));
  write_report(drawn.report, file);
}

}  // namespace leeway
