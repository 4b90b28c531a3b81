#include "leeway/output/shown.h"

#include <algorithm>
#include <cctype>
#include <set>

#include <fmt/format.h>

#include "leeway/world/currency.h"

namespace leeway {

namespace {

constexpr std::string_view dollars = "USD";

/// Whether what stands before is a size, so that the amount is one that a Measure states: "350 bn USD".
bool after_size(std::string_view before) {
  if (before.empty() || before.back() != ' ') return false;
  before.remove_suffix(1);
  for (const std::string_view size : {"mn", "bn", "tn", "million", "billion", "trillion"})
    if (before.ends_with(size)) return true;
  return false;
}

bool is_word(std::string_view text, std::size_t at) {
  const auto letter = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; };
  const std::size_t end = at + dollars.size();
  return (at == 0 || !letter(text[at - 1])) &&
         (end == text.size() || (!letter(text[end]) && text[end] != '/'));
}

}  // namespace

std::optional<std::string_view> own_currency(const World& world) {
  // Worlds of the replications have a currency in words, those made in memory may have none.
  if (currency_code(world) == dollars || !currency_fault(world.currency).empty()) return std::nullopt;
  return currency_code(world);
}

std::string in_currency(std::string text, std::string_view code) {
  for (std::size_t at = text.find(dollars); at != std::string::npos;
       at = text.find(dollars, at + code.size()))
    if (is_word(text, at) && !after_size(std::string_view(text).substr(0, at)))
      text.replace(at, dollars.size(), code);
  return text;
}

namespace {

/// The money of a report's world under its own name.
void restate(Report& own, std::string_view code) {
  std::set<std::string> of_measures;
  for (const SourceLine& source : own.sources) of_measures.insert({source.title, source.note});
  const auto put = [&](std::string& text) {
    if (!of_measures.contains(text)) text = in_currency(std::move(text), code);
  };
  put(own.headline);
  for (auto* lines : {&own.lead, &own.warnings, &own.notes})
    for (std::string& line : *lines) put(line);
  for (Assumption& a : own.assumptions)
    for (std::string* text : {&a.value, &a.range, &a.note}) put(*text);
  for (StepChart& chart : own.charts) {
    put(chart.title);
    put(chart.unit);
  }
  for (CurveChart& chart : own.curves)
    for (std::string* text : {&chart.title, &chart.across, &chart.up}) put(*text);
  for (ReportTable& table : own.tables) {
    put(table.title);
    put(table.note);
    for (ReportColumn& column : table.columns) {
      put(column.title);
      put(column.unit);
    }
    // The ledger's own tables hold what governments said, in their money.
    if (own.kind.starts_with("ledger") || own.kind.starts_with("threats")) continue;
    for (auto& row : table.rows)
      for (ReportCell& cell : row)
        if (auto* text = std::get_if<std::string>(&cell)) put(*text);
  }
  for (LongRow& row : own.rows) row.unit = in_currency(row.unit, code);
}

}  // namespace

std::optional<Report> shown_report(const Report& report) {
  std::vector<std::string> idle;
  for (const std::string& warning : report.warnings)
    if (const std::size_t at = warning.find(touches_nothing); at != std::string::npos)
      idle.push_back(warning.substr(0, at));
  const auto code = report.world == nullptr ? std::nullopt : own_currency(*report.world);
  if (idle.empty() && !code) return std::nullopt;
  Report shown = report;
  if (!idle.empty())
    shown.headline = fmt::format("WARNING: no flow of this world is touched by {}. {}", fmt::join(idle, ", "),
                                 report.headline);
  if (code) restate(shown, *code);
  return shown;
}

}  // namespace leeway
