#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "leeway/base/version.h"
#include "leeway/output/format.h"
#include "leeway/output/report.h"

namespace leeway {

namespace {

constexpr std::size_t page_width = 100;

std::string shown_text(const ReportCell& cell, const ReportColumn& column) {
  if (const auto* text = std::get_if<std::string>(&cell))
    return column.width > 0 ? shortened(*text, column.width) : *text;
  const auto* number = std::get_if<double>(&cell);
  if (number == nullptr) return column.number ? "-" : "";
  const double value = *number * column.scale;
  return column.sign ? with_sign(value, column.decimals) : with_thousands(value, column.decimals);
}

std::string padded(const std::string& text, std::size_t width, bool right) {
  const std::string space(width - std::min(width, display_width(text)), ' ');
  return right ? space + text : text + space;
}

void add_paragraph(std::string& out, const std::string& text, const std::string& indent = "",
                   const std::string& first = "") {
  bool is_first = true;
  for (const std::string& line : wrapped(text, page_width - indent.size())) {
    out += (is_first && !first.empty() ? first : indent) + line + "\n";
    is_first = false;
  }
}

void add_line(std::string& out, std::string line) {
  while (line.ends_with(' ')) line.pop_back();
  out += line + "\n";
}

void add_text_table(std::string& out, const ReportTable& table) {
  out += "\n" + table.title + "\n";
  if (table.rows.empty()) {
    out += "  (none)\n";
    return;
  }
  const std::size_t rows = table.shown == 0 ? table.rows.size() : std::min(table.shown, table.rows.size());
  const std::size_t columns = table.columns.size();
  std::vector<std::vector<std::string>> text(rows);
  std::vector<std::size_t> width(columns);
  bool has_units = false;
  for (std::size_t c = 0; c < columns; ++c) {
    const ReportColumn& column = table.columns[c];
    width[c] = std::max(display_width(column.title), display_width(column.unit));
    has_units = has_units || !column.unit.empty();
    for (std::size_t r = 0; r < rows; ++r) {
      text[r].push_back(shown_text(table.rows[r][c], column));
      width[c] = std::max(width[c], display_width(text[r].back()));
    }
  }
  const auto line_of = [&](const auto& cell) {
    std::string line = " ";
    for (std::size_t c = 0; c < columns; ++c)
      line += " " + padded(cell(c), width[c], table.columns[c].number) + " ";
    return line;
  };
  add_line(out, line_of([&](std::size_t c) { return table.columns[c].title; }));
  if (has_units) add_line(out, line_of([&](std::size_t c) { return table.columns[c].unit; }));
  for (std::size_t r = 0; r < rows; ++r) add_line(out, line_of([&](std::size_t c) { return text[r][c]; }));
  if (rows < table.rows.size())
    out += fmt::format("  … and {} more: --top {} shows all, --json and -o carry all\n",
                       table.rows.size() - rows, table.rows.size());
  if (!table.note.empty()) add_paragraph(out, table.note, "  ");
}

/// What the question is about in full, the rest of the policy one line each: their further sources are in
/// every file.
void add_sources(std::string& out, const std::vector<SourceLine>& sources) {
  if (sources.empty()) return;
  out += "\nMeasures that the question is about\n";
  ReportTable rest{"measures",
                   "Other Measures behind it (all sources: --json, -o, leeway ledger show ID)",
                   {text_column("id"), text_column("why", 22), text_column("solved"), text_column("conf."),
                    text_column("title", 48), text_column("first source")},
                   {},
                   0,
                   ""};
  bool any = false;
  for (const SourceLine& s : sources) {
    if (!s.in_question) {
      rest.rows.push_back({s.id, s.because.empty() ? s.status : s.because,
                           std::string(s.solved ? "yes" : "no"), s.confidence, s.title,
                           s.source.empty() ? std::string() : s.source.front()});
      continue;
    }
    any = true;
    std::string line = fmt::format("{} [{}]", s.id, s.because.empty() ? s.status : s.because);
    if (!s.title.empty()) line += " " + s.title;
    if (!s.solved) line += fmt::format(" ({}: kept, not solved)", s.instrument);
    line += s.confidence.empty() ? "." : fmt::format("; confidence {}.", s.confidence);
    add_paragraph(out, line, "    ", "  ");
    for (const std::string& source : s.source) out += "    " + source + "\n";
  }
  if (!any) out += "  (none: policy as it stands)\n";
  if (!rest.rows.empty()) add_text_table(out, rest);
}

/// Each solve on a line; of many, those that failed, and the worst figures of the rest.
void add_certificates(std::string& out, const std::vector<std::pair<std::string, Verdict>>& all) {
  constexpr std::size_t few = 8;
  Certificate worst;
  std::size_t good = 0;
  for (const auto& [name, verdict] : all) {
    if (all.size() <= few || !verdict.certified()) {
      add_paragraph(out, name + " " + certificate_line(verdict), "    ", "  ");
      continue;
    }
    const Certificate& c = verdict.certificate;
    ++good;
    worst.residual = std::max(worst.residual, c.residual);
    worst.market_clearing = std::max(worst.market_clearing, c.market_clearing);
    worst.walras = std::max(worst.walras, std::abs(c.walras));
    worst.payments = std::max(worst.payments, c.payments);
    worst.rent_accounting = std::max(worst.rent_accounting, c.rent_accounting);
    worst.complementarity = std::max(worst.complementarity, c.complementarity);
  }
  if (good == 0) return;
  add_paragraph(
      out,
      fmt::format("{} solves certified, at worst: residual {}, labour markets {}, Walras {}, payments {}, "
                  "rents {}, complementarity {} (each: --json)",
                  good, scientific(worst.residual), scientific(worst.market_clearing),
                  scientific(worst.walras), scientific(worst.payments), scientific(worst.rent_accounting),
                  scientific(worst.complementarity)),
      "    ", "  ");
}

void add_provenance(std::string& out, const Report& report) {
  if (!report.assumptions.empty()) {
    out += "\nAssumptions\n";
    for (const Assumption& a : report.assumptions) {
      std::string line = a.name + ": " + a.value;
      if (!a.range.empty()) line += fmt::format("{}[{}]", a.value.empty() ? "" : " ", a.range);
      if (!a.note.empty()) line += (a.value.empty() && a.range.empty() ? "" : "; ") + a.note;
      add_paragraph(out, line, "    ", "  ");
    }
  }
  add_sources(out, report.sources);
  for (const auto& [title, lines] :
       {std::pair("Warnings", &report.warnings), std::pair("Notes", &report.notes)}) {
    if (lines->empty()) continue;
    out += fmt::format("\n{}\n", title);
    for (const std::string& line : *lines) add_paragraph(out, line, "    ", "  ");
  }
  if (!report.certificates.empty()) {
    out += "\nCertificate\n";
    add_certificates(out, report.certificates);
  }
  std::string foot = fmt::format("leeway {}", version());
  if (report.world != nullptr)
    foot += fmt::format(", world {} (base year {})", report.world->name, report.world->base_year);
  if (report.as_of) foot += ", as of " + to_string(*report.as_of);
  if (report.known_by) foot += ", known by " + to_string(*report.known_by);
  out += "\n" + foot + "\n";
  if (!report.run_id.empty()) out += "run " + report.run_id + "\n";
}

}  // namespace

std::string render_text(const Report& report) {
  std::string out;
  // The headline stays one line, so that `head -1` is the answer.
  if (!report.headline.empty()) out += report.headline + "\n";
  for (const std::string& paragraph : report.lead) add_paragraph(out, paragraph);
  for (const StepChart& chart : report.charts) out += "\n" + text_chart(chart);
  for (const CurveChart& chart : report.curves) out += "\n" + text_chart(chart);
  for (const ReportTable& table : report.tables) add_text_table(out, table);
  add_provenance(out, report);
  return out;
}

}  // namespace leeway
