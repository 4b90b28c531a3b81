#include <cmath>

#include <fmt/format.h>

#include "leeway/base/version.h"
#include "leeway/io/csv.h"
#include "leeway/io/xlsx.h"
#include "leeway/output/failure_report.h"
#include "leeway/output/format.h"
#include "leeway/output/report.h"
#include "leeway/output/shown.h"

namespace leeway {

namespace {

std::string full_title(const ReportColumn& column) {
  // Files carry decimals where screens show percent.
  const std::string unit = column.scale != 1.0 && column.unit == "%" ? "decimal" : column.unit;
  return unit.empty() ? column.title : fmt::format("{} ({})", column.title, unit);
}

std::vector<std::string> long_header() {
  return {"run_id", "scenario", "economy",   "partner", "sector",  "variable",
          "unit",   "year",     "statistic", "value",   "solve_id"};
}

XlsxCell xlsx_cell(const ReportCell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  const auto* number = std::get_if<double>(&cell);
  if (number == nullptr || !std::isfinite(*number)) return std::monostate{};
  return *number;
}

std::string xlsx_format(const ReportColumn& column) {
  if (!column.number) return "";
  std::string digits =
      column.decimals > 0 ? "0." + std::string(static_cast<std::size_t>(column.decimals), '0') : "0";
  return column.scale != 1.0 ? digits + "%" : "#,##" + digits;
}

XlsxSheet sheet_of(const ReportTable& table) {
  XlsxSheet sheet{table.id, {}, {}, {}};
  for (const ReportColumn& column : table.columns) {
    // A format shows the decimals as percent here, so the screen's unit is the right one.
    sheet.header.push_back(column.unit.empty() ? column.title
                                               : fmt::format("{} ({})", column.title, column.unit));
    sheet.formats.push_back(xlsx_format(column));
  }
  for (const auto& row : table.rows) {
    std::vector<XlsxCell> cells;
    for (const ReportCell& cell : row) cells.push_back(xlsx_cell(cell));
    sheet.rows.push_back(std::move(cells));
  }
  return sheet;
}

XlsxSheet summary_sheet(const Report& report) {
  XlsxSheet sheet{"summary", {"item", "value"}, {}, {}};
  const auto add = [&](const char* item, std::string value) {
    if (!value.empty()) sheet.rows.push_back({std::string(item), std::move(value)});
  };
  add("headline", report.headline);
  for (const std::string& line : report.lead) add("", line);
  add("run", report.run_id);
  add("version", version());
  if (report.world != nullptr) add("world", report.world->title);
  if (report.as_of) add("as of", to_string(*report.as_of));
  if (report.known_by) add("known by", to_string(*report.known_by));
  for (const std::string& line : report.warnings) add("warning", line);
  for (const std::string& line : report.notes) add("note", line);
  return sheet;
}

XlsxSheet measures_sheet(const Report& report) {
  XlsxSheet sheet{"measures",
                  {"id", "title", "by", "on", "goods", "instrument", "as asked", "status", "because",
                   "solved", "announced", "effective", "confidence", "source", "note"},
                  {},
                  {}};
  for (const SourceLine& s : report.sources)
    sheet.rows.push_back({s.id, s.title, s.by, fmt::format("{}", fmt::join(s.on, ", ")),
                          fmt::format("{}", fmt::join(s.goods, ", ")), s.instrument, s.asked, s.status,
                          s.because, std::string(s.solved ? "yes" : "no"), s.announced, s.effective,
                          s.confidence, fmt::format("{}", fmt::join(s.source, " ")), s.note});
  return sheet;
}

XlsxSheet certificate_sheet(const Report& report) {
  XlsxSheet sheet{"certificate",
                  {"solve", "certified", "residual", "labour markets", "Walras", "payments", "rents",
                   "complementarity", "Newton steps", "sweeps", "method", "failure"},
                  {},
                  {}};
  const auto finite = [](double value) { return xlsx_cell(ReportCell(value)); };
  for (const auto& [name, verdict] : report.certificates) {
    const Certificate& c = verdict.certificate;
    sheet.rows.push_back({name, std::string(c.certified() ? "yes" : "no"), finite(c.residual),
                          finite(c.market_clearing), finite(c.walras), finite(c.payments),
                          finite(c.rent_accounting), finite(c.complementarity), static_cast<double>(c.newton),
                          static_cast<double>(c.sweeps), std::string(method_words(c.method)),
                          verdict.certified() ? std::string() : failure_words(*verdict.failure)});
  }
  return sheet;
}

XlsxSheet assumptions_sheet(const Report& report) {
  XlsxSheet sheet{"assumptions", {"name", "value", "range", "note"}, {}, {}};
  for (const Assumption& a : report.assumptions) sheet.rows.push_back({a.name, a.value, a.range, a.note});
  return sheet;
}

}  // namespace

std::string render_csv(const Report& asked) {
  const std::optional<Report> restated = shown_report(asked);
  const Report& report = restated ? *restated : asked;
  if (report.rows.empty() && !report.tables.empty()) {
    const ReportTable& table = report.tables.front();
    std::vector<std::string> header;
    for (const ReportColumn& column : table.columns) header.push_back(full_title(column));
    CsvWriter csv(header);
    for (const auto& row : table.rows) {
      for (const ReportCell& cell : row) {
        if (const auto* text = std::get_if<std::string>(&cell))
          csv.add(*text);
        else if (const auto* number = std::get_if<double>(&cell); number != nullptr && std::isfinite(*number))
          csv.add(*number);
        else
          csv.add("");
      }
      csv.end_row();
    }
    return csv.text();
  }
  CsvWriter csv(long_header());
  for (const LongRow& r : report.rows) {
    csv.add(report.run_id)
        .add(r.scenario)
        .add(r.economy)
        .add(r.partner)
        .add(r.sector)
        .add(r.variable)
        .add(r.unit)
        .add(r.year);
    csv.add(r.statistic);
    if (std::isfinite(r.value))
      csv.add(r.value);
    else
      csv.add("");
    csv.add(r.run_id).end_row();
  }
  return csv.text();
}

void write_report_xlsx(const Report& asked, const std::filesystem::path& file) {
  const std::optional<Report> restated = shown_report(asked);
  const Report& report = restated ? *restated : asked;
  std::vector<XlsxSheet> sheets = {summary_sheet(report)};
  for (const ReportTable& table : report.tables) sheets.push_back(sheet_of(table));
  if (!report.sources.empty()) sheets.push_back(measures_sheet(report));
  if (!report.assumptions.empty()) sheets.push_back(assumptions_sheet(report));
  if (!report.certificates.empty()) sheets.push_back(certificate_sheet(report));
  write_xlsx(file, sheets);
}

}  // namespace leeway
