#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "leeway/analysis/comparison.h"
#include "leeway/model/solution.h"
#include "leeway/model/welfare.h"
#include "leeway/output/chart.h"
#include "leeway/output/curve_chart.h"
#include "leeway/strategy/brief.h"

namespace leeway {

using ReportCell = std::variant<std::monostate, std::string, double>;

/// A column of a table. Numbers are stored as they are (rates and shares as decimals); `scale` and
/// `decimals` say how a screen shows them.
struct ReportColumn {
  std::string title;
  std::string unit;  ///< as shown, e.g. "USD mn", "%"; empty for text
  bool number = false;
  int decimals = 0;
  double scale = 1.0;     ///< 100 for decimals shown as percent
  bool sign = false;      ///< show "+"
  std::size_t width = 0;  ///< longest text shown on a terminal; 0: any
};
ReportColumn text_column(std::string title, std::size_t width = 0);
ReportColumn money_column(std::string title, bool change = false);
/// Of numbers that are percent already.
ReportColumn percent_column(std::string title, int decimals = 2, bool change = false);
/// Of decimals, shown as percent.
ReportColumn rate_column(std::string title, int decimals = 1);
ReportColumn number_column(std::string title, std::string unit, int decimals = 0);

struct ReportTable {
  std::string id;  ///< key in JSON, name of the sheet
  std::string title;
  std::vector<ReportColumn> columns;
  std::vector<std::vector<ReportCell>> rows;
  std::size_t shown = 0;  ///< rows on a terminal, 0: all; files carry all
  std::string note;       ///< what the columns mean, under the table
};

/// One thing that an answer takes for granted.
struct Assumption {
  std::string name;
  std::string value;
  std::string range;  ///< what else was, or can be, asked
  std::string note;
};

/// Where a policy comes from: one Measure behind an output.
struct SourceLine {
  std::string id;
  std::string title;
  std::string by;
  std::vector<std::string> on;
  std::vector<std::string> goods;
  std::string instrument;
  std::string asked;  ///< in one line, with its terms
  std::string status;
  std::string because;
  bool solved = true;
  std::string announced;  ///< ISO 8601, as far as it is known: "2026-03-14", "2026-03"
  std::string effective;  ///< the same; empty: none
  std::vector<std::string> source;
  std::string confidence;
  std::string note;
  bool in_question = true;  ///< it differs between what is compared; false: the same on both sides
};
SourceLine source_line(const AppliedMeasure& applied);
SourceLine source_line(const LedgerEntry& entry);

/// The answer of one verb, with everything needed to trace it. Renderers turn it into text, JSON, CSV,
/// XLSX or HTML; they add nothing.
struct Report {
  std::string kind;  ///< the verb
  std::string headline;
  std::vector<std::string> lead;   ///< paragraphs under the headline
  std::vector<StepChart> charts;   ///< above the tables
  std::vector<CurveChart> curves;  ///< the same
  std::vector<ReportTable> tables;
  std::vector<LongRow> rows;  ///< the long table, when a solve stands behind the report

  std::string run_id;
  const World* world = nullptr;  ///< must outlive the report
  std::optional<Date> as_of;
  std::optional<Date> known_by;
  std::vector<Assumption> assumptions;
  std::vector<SourceLine> sources;                            ///< of the Measures used
  std::vector<std::pair<std::string, Verdict>> certificates;  ///< of every solve, by its name
  std::vector<std::string> warnings;
  std::vector<std::string> notes;
  bool answered = true;                     ///< false: the answer's own certificate failed
  bool contradicted = false;                ///< a second reading found an equation that does not hold
  std::optional<NotTold> welfare_not_told;  ///< why figures of welfare are left out

  /// Every solve is, none is contradicted, and the answer has its own certificate; true when there is none.
  bool certified() const;
};

/// "certified: residual 3e-12, …" or "NOT CERTIFIED: …".
std::string certificate_line(const Verdict& verdict);
/// "newton-krylov", "nested fixed point", …
const char* method_words(Method method);
/// The assumptions that Options stand for, one an option that has a bearing on this world. A report over
/// several horizons tells of them itself.
std::vector<Assumption> assumptions_of(const Options& options, const World& world,
                                       bool several_horizons = false);

/// `page` is the width of the terminal, to which tables are fitted; 0 where there is none.
std::string render_text(const Report& report, std::size_t page = 0);
std::string render_json(const Report& report);
/// The long table; the first table when there is no long table.
std::string render_csv(const Report& report);
/// A plain page that needs nothing else.
std::string render_html(const Report& report);
/// What stands in its body, for another page to hold.
std::string render_html_body(const Report& report);
void write_report_xlsx(const Report& report, const std::filesystem::path& file);
/// The long table as a data set of Stata, with labels; the first table when there is no long table.
void write_report_dta(const Report& report, const std::filesystem::path& file);
/// Everything as one SQLite database: answer, long, measures, certificates, assumptions, and each table.
void write_report_sqlite(const Report& report, const std::filesystem::path& file);
/// The long table in SDMX-CSV 2.0; "_Z" where a dimension does not apply.
std::string render_sdmx_csv(const Report& report);

/// Writes by the ending of the name: .txt, .json, .csv, .sdmx.csv, .xlsx, .sqlite, .dta, .html; whole or not
/// at all. Throws InputError for another ending and for a folder that does not exist.
void write_report(const Report& report, const std::filesystem::path& file);
/// The ending of a name in small letters: ".csv" of "RATES.CSV", ".sdmx.csv" of "a.sdmx.csv".
std::string ending_of(const std::filesystem::path& file);
/// Throws what write_report would throw for the name alone, so that no long run ends in vain.
void check_output_name(const std::filesystem::path& file);

}  // namespace leeway
