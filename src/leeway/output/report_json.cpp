#include <cmath>

#include <nlohmann/json.hpp>

#include "leeway/base/version.h"
#include "leeway/output/certificate_object.h"
#include "leeway/output/failure_report.h"
#include "leeway/output/report.h"
#include "leeway/output/shown.h"
#include "leeway/output/welfare_words.h"

namespace leeway {

namespace {

// Keys stay in the order in which they are written: the answer first.
using Json = nlohmann::ordered_json;

Json json_number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }
Json json_date(const std::optional<Date>& value) { return value ? Json(to_string(*value)) : Json(nullptr); }

Json json_cell(const ReportCell& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* figure = std::get_if<double>(&value)) return json_number(*figure);
  return nullptr;
}

Json table_json(const ReportTable& table) {
  Json columns = Json::array();
  for (const ReportColumn& column : table.columns)
    columns.push_back({{"title", column.title}, {"unit", column.scale != 1.0 ? "decimal" : column.unit}});
  Json rows = Json::array();
  for (const auto& row : table.rows) {
    Json cells = Json::array();
    for (const ReportCell& value : row) cells.push_back(json_cell(value));
    rows.push_back(std::move(cells));
  }
  return {
      {"id", table.id}, {"title", table.title}, {"columns", columns}, {"rows", rows}, {"note", table.note}};
}

Json chart_json(const StepChart& chart) {
  Json days = Json::array();
  for (Date day : chart.days) days.push_back(to_string(day));
  Json series = Json::array();
  for (const StepSeries& s : chart.series) {
    Json values = Json::array();
    for (double value : s.values) values.push_back(json_number(value));
    series.push_back({{"name", s.name}, {"values", std::move(values)}});
  }
  return {{"id", chart.id}, {"title", chart.title}, {"unit", chart.unit}, {"days", days}, {"series", series}};
}

Json source_json(const SourceLine& s) {
  return {{"id", s.id},
          {"title", s.title},
          {"by", s.by},
          {"on", s.on},
          {"goods", s.goods},
          {"instrument", s.instrument},
          {"asked", s.asked},
          {"status", s.status},
          {"because", s.because},
          {"solved", s.solved},
          {"announced", s.announced.empty() ? Json(nullptr) : Json(s.announced)},
          {"effective", s.effective.empty() ? Json(nullptr) : Json(s.effective)},
          {"source", s.source},
          {"confidence", s.confidence},
          {"note", s.note}};
}

Json curve_json(const CurveChart& chart) {
  Json json = {{"id", chart.id},
               {"title", chart.title},
               {"across", chart.across},
               {"up", chart.up},
               {"unit", "decimal"}};
  json["x"] = Json::array();
  for (const double x : chart.x) json["x"].push_back(json_number(x));
  json["curves"] = Json::array();
  for (const Curve& curve : chart.curves) {
    Json values = Json::array();
    for (const double v : curve.values) values.push_back(json_number(v));
    json["curves"].push_back({{"name", curve.name}, {"values", std::move(values)}});
  }
  return json;
}

}  // namespace

std::string render_json(const Report& asked) {
  const std::optional<Report> restated = shown_report(asked);
  const Report& report = restated ? *restated : asked;
  Json out = {{"schema", "leeway-report-1"},
              {"kind", report.kind},
              {"headline", report.headline},
              {"lead", report.lead}};
  if (report.welfare_not_told)
    out["welfare_not_told"] = {{"reason", to_string(*report.welfare_not_told)},
                               {"text", not_told_words(*report.welfare_not_told)}};
  out["run_id"] = report.run_id;
  out["version"] = version();
  if (report.world != nullptr)
    out["world"] = {{"name", report.world->name},
                    {"title", report.world->title},
                    {"base_year", report.world->base_year},
                    {"currency", report.world->currency}};
  else
    out["world"] = nullptr;
  out["as_of"] = json_date(report.as_of);
  out["known_by"] = json_date(report.known_by);
  out["certified"] = report.certified();
  out["certificates"] = Json::array();
  for (const auto& [name, c] : report.certificates) {
    Json certificate = {{"solve", name}};
    certificate.update(certificate_object<Json>(c));
    out["certificates"].push_back(std::move(certificate));
  }
  out["assumptions"] = Json::array();
  for (const Assumption& a : report.assumptions)
    out["assumptions"].push_back(
        {{"name", a.name}, {"value", a.value}, {"range", a.range}, {"note", a.note}});
  out["measures"] = Json::array();
  for (const SourceLine& s : report.sources) out["measures"].push_back(source_json(s));
  out["warnings"] = report.warnings;
  out["notes"] = report.notes;
  if (!report.charts.empty()) {
    out["charts"] = Json::array();
    for (const StepChart& chart : report.charts) out["charts"].push_back(chart_json(chart));
  }
  if (!report.curves.empty()) {
    out["curves"] = Json::array();
    for (const CurveChart& chart : report.curves) out["curves"].push_back(curve_json(chart));
  }
  out["tables"] = Json::array();
  for (const ReportTable& table : report.tables) out["tables"].push_back(table_json(table));
  if (!report.rows.empty()) {
    Json rows = Json::array();
    for (const LongRow& r : report.rows)
      rows.push_back({report.run_id, r.scenario, r.economy, r.partner, r.sector, r.variable, r.unit, r.year,
                      r.statistic, json_number(r.value), r.run_id});
    out["long"] = {{"columns",
                    {"run_id", "scenario", "economy", "partner", "sector", "variable", "unit", "year",
                     "statistic", "value", "solve_id"}},
                   {"rows", std::move(rows)}};
  }
  return out.dump(1) + "\n";
}

}  // namespace leeway
