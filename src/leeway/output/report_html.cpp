#include <fmt/format.h>

#include "leeway/base/version.h"
#include "leeway/output/format.h"
#include "leeway/output/markup.h"
#include "leeway/output/report.h"
#include "leeway/output/shown.h"

namespace leeway {

namespace {

std::string shown(const ReportCell& cell, const ReportColumn& column) {
  if (const auto* text = std::get_if<std::string>(&cell)) return escaped(*text);
  const auto* number = std::get_if<double>(&cell);
  if (number == nullptr) return "";
  const double value = *number * column.scale;
  return column.sign ? with_sign(value, column.decimals) : with_thousands(value, column.decimals);
}

void add_table(std::string& out, const ReportTable& table) {
  out += fmt::format("<h2>{}</h2>\n<table>\n<tr>", escaped(table.title));
  for (const ReportColumn& column : table.columns)
    out += fmt::format("<th{}>{}{}</th>", column.number ? " class=n" : "", escaped(column.title),
                       column.unit.empty() ? "" : "<br><small>" + escaped(column.unit) + "</small>");
  out += "</tr>\n";
  for (const auto& row : table.rows) {
    out += "<tr>";
    for (std::size_t c = 0; c < row.size(); ++c)
      out += fmt::format("<td{}>{}</td>", table.columns[c].number ? " class=n" : "",
                         shown(row[c], table.columns[c]));
    out += "</tr>\n";
  }
  out += "</table>\n";
  if (!table.note.empty()) out += fmt::format("<p class=note>{}</p>\n", escaped(table.note));
}

void add_list(std::string& out, const char* title, const std::vector<std::string>& items) {
  if (items.empty()) return;
  out += fmt::format("<h2>{}</h2>\n<ul>\n", title);
  for (const std::string& item : items) out += "<li>" + item + "</li>\n";
  out += "</ul>\n";
}

std::string source_item(const SourceLine& s) {
  std::string item = fmt::format("<b>{}</b> {} [{}]", escaped(s.id), escaped(s.title),
                                 escaped(s.because.empty() ? s.status : s.because));
  if (!s.solved) item += fmt::format(" ({}: kept, not solved)", s.instrument);
  if (!s.confidence.empty()) item += "; confidence " + escaped(s.confidence);
  for (const std::string& source : s.source) {
    const std::string text = escaped(source);
    item += "<br>" + (is_web_address(source) ? fmt::format("<a href=\"{0}\">{0}</a>", text) : text);
  }
  return item;
}

constexpr const char* style =
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a}"
    "table{border-collapse:collapse;width:100%}th,td{padding:.2rem .6rem;text-align:left;vertical-align:top;"
    "border-bottom:1px solid "
    "#ddd}.n{text-align:right;font-variant-numeric:tabular-nums}.note,small{color:#555}"
    "a{overflow-wrap:anywhere}";

std::string body_of(const Report& report) {
  std::string out = fmt::format("<h1>{}</h1>\n", escaped(report.headline));
  for (const std::string& paragraph : report.lead) out += "<p>" + escaped(paragraph) + "</p>\n";
  for (const StepChart& chart : report.charts)
    out += fmt::format("<h2>{} <small>({})</small></h2>\n{}", escaped(chart.title), escaped(chart.unit),
                       svg_chart(chart));
  for (const CurveChart& chart : report.curves)
    out += fmt::format("<h2>{} <small>({})</small></h2>\n{}", escaped(chart.title), escaped(chart.up),
                       svg_chart(chart));
  for (const ReportTable& table : report.tables) add_table(out, table);
  std::vector<std::string> items;
  for (const Assumption& a : report.assumptions)
    items.push_back(escaped(a.name + ": " + a.value + (a.range.empty() ? "" : " (" + a.range + ")") +
                            (a.note.empty() ? "" : ". " + a.note)));
  add_list(out, "Assumptions", items);
  items.clear();
  for (const SourceLine& s : report.sources) items.push_back(source_item(s));
  add_list(out, "Measures used", items);
  for (const auto& [title, lines] :
       {std::pair("Warnings", &report.warnings), std::pair("Notes", &report.notes)}) {
    items.clear();
    for (const std::string& line : *lines) items.push_back(escaped(line));
    add_list(out, title, items);
  }
  items.clear();
  for (const auto& [name, c] : report.certificates)
    items.push_back(escaped(name + " " + certificate_line(c)));
  add_list(out, "Certificate", items);
  out += fmt::format("<p class=note>leeway {}", version());
  if (report.world != nullptr) out += ", world " + escaped(report.world->name);
  if (report.as_of) out += ", as of " + to_string(*report.as_of);
  if (!report.run_id.empty()) out += ", run " + report.run_id;
  return out + "</p>\n";
}

}  // namespace

std::string render_html_body(const Report& asked) {
  const std::optional<Report> restated = shown_report(asked);
  return body_of(restated ? *restated : asked);
}

std::string render_html(const Report& asked) {
  const std::optional<Report> restated = shown_report(asked);
  const Report& report = restated ? *restated : asked;
  return fmt::format(
      "<!doctype html>\n<html lang=en>\n<head>\n<meta charset=utf-8>\n<meta name=viewport "
      "content=\"width=device-width, "
      "initial-scale=1\">\n<title>{0}</title>\n<style>{1}</style>\n</head>\n<body>\n{2}</body>\n</html>\n",
      escaped(report.headline), style, body_of(report));
}

}  // namespace leeway
