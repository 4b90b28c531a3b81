// A result as other programs of the field read it: Stata, SQLite, SDMX.

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "leeway/base/version.h"
#include "leeway/io/csv.h"
#include "leeway/io/sqlite.h"
#include "leeway/io/stata.h"
#include "leeway/output/failure_report.h"
#include "leeway/output/report.h"
#include "leeway/output/shown.h"

namespace leeway {

namespace {

/// A column of the long table with what it holds.
struct LongColumn {
  const char* name;
  const char* label;
  bool number = false;
};
constexpr LongColumn long_columns[] = {
    {"run_id", "Id of the answer: hash of what was asked and of every solve"},
    {"scenario", "Policy that is told, or option of a brief"},
    {"economy", "Economy (ISO 3166 alpha-3) or group; importer of a flow"},
    {"partner", "The other side of a flow, exporter of an import"},
    {"sector", "Sector (ICIO) or product"},
    {"variable", "What is told"},
    {"unit", "Unit of value"},
    {"year", "Base year of the prices", true},
    {"statistic", "change, level, low, high"},
    {"value", "The figure, not rounded", true},
    {"solve_id", "Id of the equilibrium that it was read from"},
};

using Cell = std::variant<std::monostate, std::string, double>;
static_assert(std::is_same_v<Cell, ReportCell>);

std::vector<Cell> cells_of(const Report& report, const LongRow& r) {
  return {report.run_id, r.scenario, r.economy, r.partner,
          r.sector,      r.variable, r.unit,    static_cast<double>(r.year),
          r.statistic,   r.value,    r.run_id};
}

/// A name that Stata takes: letters, digits and _, not beginning with a digit, and none twice.
std::string stata_name(const std::string& title, const std::vector<StataVariable>& taken) {
  constexpr std::size_t longest = 32;
  std::string name;
  for (const char c : title) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
    if (plain)
      name += c;
    else if (!name.empty() && name.back() != '_')
      name += '_';
  }
  while (!name.empty() && name.back() == '_') name.pop_back();
  if (name.empty() || (name.front() >= '0' && name.front() <= '9')) name = "v_" + name;
  name = name.substr(0, longest - 3);
  const auto used = [&](const std::string& one) {
    return std::any_of(taken.begin(), taken.end(), [&](const StataVariable& v) { return v.name == one; });
  };
  std::string free = name;
  for (int at = 2; used(free); ++at) free = fmt::format("{}_{}", name, at);
  return free;
}

std::string exchange_title(const ReportColumn& column) {
  const std::string unit = column.scale != 1.0 && column.unit == "%" ? "decimal" : column.unit;
  return unit.empty() ? column.title : fmt::format("{} ({})", column.title, unit);
}

SqliteTable answer_table(const Report& report) {
  SqliteTable table{"answer", {"item", "value"}, {}};
  const auto add = [&](const char* item, std::string value) {
    if (!value.empty()) table.rows.push_back({std::string(item), std::move(value)});
  };
  add("kind", report.kind);
  add("headline", report.headline);
  for (const std::string& line : report.lead) add("lead", line);
  add("run_id", report.run_id);
  add("version", version());
  if (report.world != nullptr) add("world", report.world->name);
  if (report.as_of) add("as_of", to_string(*report.as_of));
  if (report.known_by) add("known_by", to_string(*report.known_by));
  add("certified", report.certified() ? "yes" : "no");
  for (const std::string& line : report.warnings) add("warning", line);
  for (const std::string& line : report.notes) add("note", line);
  return table;
}

SqliteTable measures_table(const Report& report) {
  SqliteTable table{"measures",
                    {"id", "title", "by", "on", "goods", "instrument", "asked", "status", "because",
                     "in_question", "solved", "announced", "effective", "confidence", "source", "note"},
                    {}};
  for (const SourceLine& s : report.sources)
    table.rows.push_back({s.id, s.title, s.by, fmt::format("{}", fmt::join(s.on, ", ")),
                          fmt::format("{}", fmt::join(s.goods, ", ")), s.instrument, s.asked, s.status,
                          s.because, s.in_question ? 1.0 : 0.0, s.solved ? 1.0 : 0.0, s.announced,
                          s.effective, s.confidence, fmt::format("{}", fmt::join(s.source, " ")), s.note});
  return table;
}

SqliteTable certificates_table(const Report& report) {
  SqliteTable table{"certificates",
                    {"solve", "solve_id", "certified", "residual", "market_clearing", "walras", "payments",
                     "rent_accounting", "complementarity", "newton", "sweeps", "method", "failure"},
                    {}};
  for (const auto& [name, verdict] : report.certificates) {
    const Certificate& c = verdict.certificate;
    table.rows.push_back({name, verdict.id, verdict.certified() ? 1.0 : 0.0, c.residual, c.market_clearing,
                          c.walras, c.payments, c.rent_accounting, c.complementarity,
                          static_cast<double>(c.newton), static_cast<double>(c.sweeps),
                          std::string(method_words(c.method)),
                          verdict.certified() ? std::string() : failure_words(*verdict.failure)});
  }
  return table;
}

/// An id as SDMX allows it: letters, digits, _ , @, $ and -; "_Z" where a dimension does not apply.
std::string sdmx_id(const std::string& text, bool upper) {
  if (text.empty()) return "_Z";
  std::string id;
  for (const char c : text) {
    const bool allowed = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                         c == '_' || c == '@' || c == '$' || c == '-';
    id += !allowed ? '_' : upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return id;
}

/// Unit of measure and, as a power of ten, its multiplier.
std::pair<std::string, std::string> sdmx_unit(const std::string& unit) {
  constexpr std::string_view millions = " million";
  if (unit.ends_with(millions)) return {unit.substr(0, unit.size() - millions.size()), "6"};
  if (unit == "percent") return {"PC", "0"};
  if (unit == "decimal") return {"PN", "0"};
  return {sdmx_id(unit, true), "0"};
}

}  // namespace

void write_report_dta(const Report& asked, const std::filesystem::path& file) {
  const std::optional<Report> restated = shown_report(asked);
  const Report& report = restated ? *restated : asked;
  StataTable table;
  constexpr std::size_t longest = 80;
  table.label = fmt::format("leeway {} run {}", report.kind, report.run_id).substr(0, longest);
  if (!report.rows.empty()) {
    for (const LongColumn& column : long_columns)
      table.variables.push_back({column.name, column.label, column.number});
    for (const LongRow& r : report.rows) table.rows.push_back(cells_of(report, r));
  } else if (!report.tables.empty()) {
    const ReportTable& first = report.tables.front();
    for (const ReportColumn& column : first.columns)
      table.variables.push_back({stata_name(column.title, table.variables),
                                 exchange_title(column).substr(0, longest), column.number});
    table.rows = first.rows;
  }
  write_dta(file, table);
}

void write_report_sqlite(const Report& asked, const std::filesystem::path& file) {
  const std::optional<Report> restated = shown_report(asked);
  const Report& report = restated ? *restated : asked;
  std::vector<SqliteTable> tables = {answer_table(report)};
  SqliteTable rows{"long", {}, {}};
  for (const LongColumn& column : long_columns) rows.columns.emplace_back(column.name);
  for (const LongRow& r : report.rows) rows.rows.push_back(cells_of(report, r));
  if (!rows.rows.empty()) tables.push_back(std::move(rows));
  tables.push_back(measures_table(report));
  tables.push_back(certificates_table(report));
  SqliteTable assumptions{"assumptions", {"name", "value", "range", "note"}, {}};
  for (const Assumption& a : report.assumptions)
    assumptions.rows.push_back({a.name, a.value, a.range, a.note});
  tables.push_back(std::move(assumptions));
  for (const ReportTable& table : report.tables) {
    SqliteTable one{"table_" + table.id, {}, table.rows};
    for (const ReportColumn& column : table.columns) {
      std::string name = exchange_title(column);
      for (int at = 2; std::find(one.columns.begin(), one.columns.end(), name) != one.columns.end(); ++at)
        name = fmt::format("{} {}", exchange_title(column), at);
      one.columns.push_back(name);
    }
    tables.push_back(std::move(one));
  }
  write_sqlite(file, tables);
}

std::string render_sdmx_csv(const Report& asked) {
  const std::optional<Report> restated = shown_report(asked);
  const Report& report = restated ? *restated : asked;
  CsvWriter csv({"STRUCTURE", "STRUCTURE_ID", "ACTION", "SCENARIO", "REF_AREA", "COUNTERPART_AREA",
                 "ACTIVITY", "INDICATOR", "STATISTIC", "UNIT_MEASURE", "TIME_PERIOD", "OBS_VALUE",
                 "UNIT_MULT", "RUN_ID", "SOLVE_ID"});
  for (const LongRow& r : report.rows) {
    const auto [unit, power] = sdmx_unit(r.unit);
    csv.add("dataflow").add("LEEWAY:DF_RESULT(1.0.0)").add("I").add(sdmx_id(r.scenario, false));
    csv.add(sdmx_id(r.economy, false)).add(sdmx_id(r.partner, false)).add(sdmx_id(r.sector, false));
    csv.add(sdmx_id(r.variable, true)).add(sdmx_id(r.statistic, true)).add(unit).add(r.year);
    if (std::isfinite(r.value))
      csv.add(r.value);
    else
      csv.add("");
    csv.add(power).add(report.run_id).add(r.run_id).end_row();
  }
  return csv.text();
}

}  // namespace leeway
