#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "leeway/base/text.h"
#include "leeway/base/version.h"
#include "leeway/output/format.h"
#include "leeway/output/report.h"
#include "leeway/output/shown.h"

namespace leeway {

namespace {

constexpr std::size_t page_width = 100;  ///< of sentences
constexpr std::size_t least_width = 40;

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

/// `page` is the width of the terminal, 0 for one without end.
void add_paragraph(std::string& out, const std::string& text, std::size_t page,
                   const std::string& indent = "", const std::string& first = "") {
  bool is_first = true;
  const std::size_t width = page == 0 ? page_width : std::clamp(page, least_width, page_width);
  for (const std::string& line : wrapped(text, width - indent.size())) {
    out += (is_first && !first.empty() ? first : indent) + line + "\n";
    is_first = false;
  }
}

void add_line(std::string& out, std::string line) {
  while (line.ends_with(' ')) line.pop_back();
  out += line + "\n";
}

/// A table as text, cell by cell, with the width of every column.
struct TextTable {
  std::vector<std::vector<std::string>> cells;  ///< [row][column], the titles first, then the units
  std::vector<std::size_t> width;
  std::size_t heads = 1;  ///< rows of titles and units
};

TextTable text_of(const ReportTable& table, std::size_t rows) {
  TextTable text;
  std::vector<std::string> titles;
  std::vector<std::string> units;
  for (const ReportColumn& column : table.columns) {
    titles.push_back(column.title);
    units.push_back(column.unit);
  }
  text.cells.push_back(std::move(titles));
  if (std::any_of(units.begin(), units.end(), [](const std::string& unit) { return !unit.empty(); }))
    text.cells.push_back(std::move(units));
  text.heads = text.cells.size();
  for (std::size_t r = 0; r < rows; ++r) {
    std::vector<std::string> row;
    for (std::size_t c = 0; c < table.columns.size(); ++c)
      row.push_back(shown_text(table.rows[r][c], table.columns[c]));
    text.cells.push_back(std::move(row));
  }
  text.width.assign(table.columns.size(), 0);
  for (const auto& row : text.cells)
    for (std::size_t c = 0; c < row.size(); ++c)
      text.width[c] = std::max(text.width[c], display_width(row[c]));
  return text;
}

/// Cuts the widest columns of words until the lines fit, as far as words stay words.
void narrow(TextTable& text, const ReportTable& table, std::size_t page) {
  constexpr std::size_t least = 16;
  const auto line = [&] {
    std::size_t sum = 1;
    for (const std::size_t width : text.width) sum += width + 2;
    return sum - 1;
  };
  while (line() > page) {
    std::size_t widest = text.width.size();
    for (std::size_t c = 0; c < text.width.size(); ++c)
      if (!table.columns[c].number && text.width[c] > least &&
          (widest == text.width.size() || text.width[c] > text.width[widest]))
        widest = c;
    if (widest == text.width.size()) return;
    const std::size_t over = line() - page;
    text.width[widest] = std::max(least, text.width[widest] - std::min(text.width[widest], over));
    for (auto& row : text.cells) row[widest] = shortened(row[widest], text.width[widest]);
  }
}

/// Columns that stand side by side on a page; what does not fit comes below, with the first column again.
std::vector<std::vector<std::size_t>> blocks_of(const TextTable& text, const ReportTable& table,
                                                std::size_t page) {
  std::vector<std::vector<std::size_t>> blocks(1);
  std::size_t used = 0;
  for (std::size_t c = 0; c < text.width.size(); ++c) {
    if (page > 0 && used + text.width[c] + 2 > page && blocks.back().size() > 1) {
      blocks.emplace_back();
      used = 0;
      if (!table.columns[0].number) {
        blocks.back().push_back(0);
        used = text.width[0] + 2;
      }
    }
    blocks.back().push_back(c);
    used += text.width[c] + 2;
  }
  return blocks;
}

/// `page` is the width of the terminal, 0 for one without end.
void add_text_table(std::string& out, const ReportTable& table, std::size_t page) {
  out += "\n" + table.title + "\n";
  if (table.rows.empty()) {
    out += "  (none)\n";
    return;
  }
  const std::size_t rows = table.shown == 0 ? table.rows.size() : std::min(table.shown, table.rows.size());
  TextTable text = text_of(table, rows);
  if (page > 0) narrow(text, table, page);
  const std::vector<std::vector<std::size_t>> blocks = blocks_of(text, table, page);
  for (const std::vector<std::size_t>& block : blocks) {
    if (&block != &blocks.front()) out += "\n";
    for (const std::vector<std::string>& row : text.cells) {
      // A block below may have no units.
      if (text.heads > 1 && &row == &text.cells[1] &&
          std::all_of(block.begin(), block.end(), [&](std::size_t c) { return row[c].empty(); }))
        continue;
      std::string line = " ";
      for (const std::size_t c : block)
        line += " " + padded(row[c], text.width[c], table.columns[c].number) + " ";
      add_line(out, std::move(line));
    }
  }
  if (rows < table.rows.size())
    add_paragraph(out,
                  fmt::format("… and {} more: --top {} shows all, --json and -o carry all",
                              table.rows.size() - rows, table.rows.size()),
                  page, "    ", "  ");
  if (!table.note.empty()) add_paragraph(out, table.note, page, "  ");
}

/// What the question is about in full, the rest of the policy one line each: their further sources are in
/// every file.
void add_sources(std::string& out, const Report& report, std::size_t page) {
  const std::vector<SourceLine>& sources = report.sources;
  if (sources.empty()) return;
  std::set<std::string> told;  // with their terms, in a table above
  for (const ReportTable& table : report.tables)
    if (table.id.starts_with("asked"))
      for (const auto& row : table.rows) told.insert(std::get<std::string>(row.front()));
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
    add_paragraph(out, line, page, "    ", "  ");
    if (!told.contains(s.id) && !s.asked.empty()) add_paragraph(out, s.asked, page, "      ", "    ");
    for (const std::string& source : s.source) out += "    " + source + "\n";
  }
  if (!any) out += "  (none: policy as it stands)\n";
  if (!rest.rows.empty()) add_text_table(out, rest, page);
}

/// Each solve on a line; of many, those that failed, and the worst figures of the rest.
void add_certificates(std::string& out, const std::vector<std::pair<std::string, Verdict>>& all,
                      std::size_t page) {
  constexpr std::size_t few = 8;
  Certificate worst;
  std::size_t good = 0;
  for (const auto& [name, verdict] : all) {
    if (all.size() <= few || !verdict.certified()) {
      add_paragraph(out, name + " " + certificate_line(verdict), page, "    ", "  ");
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
      page, "    ", "  ");
}

void add_provenance(std::string& out, const Report& report, std::size_t page) {
  if (!report.assumptions.empty()) {
    out += "\nAssumptions\n";
    for (const Assumption& a : report.assumptions) {
      std::string line = a.name + ": " + a.value;
      if (!a.range.empty()) line += fmt::format("{}[{}]", a.value.empty() ? "" : " ", a.range);
      if (!a.note.empty()) line += (a.value.empty() && a.range.empty() ? "" : "; ") + a.note;
      add_paragraph(out, line, page, "    ", "  ");
    }
  }
  add_sources(out, report, page);
  for (const auto& [title, lines] :
       {std::pair("Warnings", &report.warnings), std::pair("Notes", &report.notes)}) {
    if (lines->empty()) continue;
    out += fmt::format("\n{}\n", title);
    for (const std::string& line : *lines) add_paragraph(out, line, page, "    ", "  ");
  }
  if (!report.certificates.empty()) {
    out += "\nCertificate\n";
    add_certificates(out, report.certificates, page);
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

std::string render_text(const Report& asked, std::size_t page) {
  const std::optional<Report> restated = shown_report(asked);
  const Report& report = restated ? *restated : asked;
  std::string out;
  // The headline stays one line, so that `head -1` is the answer.
  if (!report.headline.empty()) out += visible(report.headline, "") + "\n";
  for (const std::string& paragraph : report.lead) add_paragraph(out, paragraph, page);
  for (const StepChart& chart : report.charts) out += "\n" + text_chart(chart);
  for (const CurveChart& chart : report.curves) out += "\n" + text_chart(chart);
  for (const ReportTable& table : report.tables) add_text_table(out, table, page);
  add_provenance(out, report, page);
  return visible(out);
}

}  // namespace leeway
