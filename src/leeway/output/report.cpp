#include "leeway/output/report.h"

#include <algorithm>

#include <fmt/format.h>

#include "leeway/base/error.h"
#include "leeway/io/file.h"
#include "leeway/output/asked_report.h"
#include "leeway/output/failure_report.h"
#include "leeway/output/format.h"
#include "leeway/policy/precision.h"

namespace leeway {

namespace {

const std::vector<std::string>& endings() {
  static const std::vector<std::string> known = {".txt",  ".json",   ".csv", ".sdmx.csv",
                                                 ".xlsx", ".sqlite", ".dta", ".html"};
  return known;
}

}  // namespace

ReportColumn text_column(std::string title, std::size_t width) {
  ReportColumn column;
  column.title = std::move(title);
  column.width = width;
  return column;
}

ReportColumn number_column(std::string title, std::string unit, int decimals) {
  ReportColumn column;
  column.title = std::move(title);
  column.unit = std::move(unit);
  column.number = true;
  column.decimals = decimals;
  return column;
}

ReportColumn money_column(std::string title, bool change) {
  ReportColumn column = number_column(std::move(title), "USD mn", 0);
  column.sign = change;
  return column;
}

ReportColumn percent_column(std::string title, int decimals, bool change) {
  ReportColumn column = number_column(std::move(title), "%", decimals);
  column.sign = change;
  return column;
}

ReportColumn rate_column(std::string title, int decimals) {
  ReportColumn column = number_column(std::move(title), "%", decimals);
  column.scale = 100.0;
  return column;
}

namespace {

const char* in_words(Reason reason) {
  switch (reason) {
    case Reason::in_force:
      return "in force";
    case Reason::in_base_year:
      return "in force, and in the base year";
    case Reason::used:
      return "used by the scenario";
    case Reason::inlined:
      return "inline";
  }
  return "";
}

SourceLine source_line(const Measure& m, Status status, const char* because, bool solved) {
  return {m.id,
          m.title,
          m.by,
          m.on,
          goods_asked(m),
          to_string(m.instrument),
          asked_words(m),
          to_string(status),
          because,
          solved,
          iso_dated(m.announced, precision_of(m, m.announced)),
          m.effective ? iso_dated(*m.effective, precision_of(m, *m.effective)) : std::string(),
          m.source,
          m.confidence,
          m.note};
}

}  // namespace

SourceLine source_line(const AppliedMeasure& applied) {
  return source_line(*applied.measure, applied.status, in_words(applied.because), applied.solved);
}

SourceLine source_line(const LedgerEntry& entry) {
  return source_line(entry.measure, entry.status, entry.because ? in_words(*entry.because) : "pending",
                     entry.solved);
}

bool Report::certified() const {
  return answered && !contradicted &&
         std::all_of(certificates.begin(), certificates.end(),
                     [](const auto& named) { return named.second.certified(); });
}

const char* method_words(Method method) {
  switch (method) {
    case Method::none:
      return "none";
    case Method::newton_krylov:
      return "newton-krylov";
    case Method::newton_after_sweeps:
      return "newton-krylov after sweeps";
    case Method::nested:
      return "nested fixed point";
    case Method::homotopy:
      return "homotopy";
    case Method::anderson:
      return "anderson";
  }
  return "";
}

std::string certificate_line(const Verdict& verdict) {
  const Certificate& c = verdict.certificate;
  const std::string figures = fmt::format(
      "residual {}, labour markets {}, Walras {}, payments {}, rents {}, complementarity {}; {}, {} Newton "
      "steps, {} sweeps",
      scientific(c.residual), scientific(c.market_clearing), scientific(c.walras), scientific(c.payments),
      scientific(c.rent_accounting), scientific(c.complementarity), method_words(c.method), c.newton,
      c.sweeps);
  if (verdict.certified()) return "certified: " + figures;
  const std::string why = "NOT CERTIFIED: " + failure_words(*verdict.failure);
  return verdict.failure->termination() == Termination::refused ? why : why + "; " + figures;
}

std::string ending_of(const std::filesystem::path& file) {
  std::string name = file.filename().string();
  for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return name.ends_with(".sdmx.csv") ? ".sdmx.csv" : std::filesystem::path(name).extension().string();
}

void check_output_name(const std::filesystem::path& file) {
  const std::string ending = ending_of(file);
  if (std::find(endings().begin(), endings().end(), ending) == endings().end())
    throw InputError(fmt::format("cannot tell the format of \"{}\" from its ending", file.string()),
                     fmt::format("allowed: {}", fmt::join(endings(), ", ")));
  const std::filesystem::path folder =
      file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
  if (!std::filesystem::is_directory(folder))
    throw InputError(fmt::format("the folder \"{}\" does not exist", folder.string()),
                     "make it first, then run again");
  if (std::filesystem::is_directory(file))
    throw InputError(fmt::format("\"{}\" is a folder; a file name is needed", file.string()));
  // Told before anything is solved, and before another file of the answer stands.
  std::error_code unknown;
  if (std::filesystem::exists(file, unknown) && !std::filesystem::is_regular_file(file, unknown))
    throw InputError(Location{file.string()}, "is no file that can be written anew");
}

void write_report(const Report& report, const std::filesystem::path& file) {
  check_output_name(file);
  const std::string ending = ending_of(file);
  if (ending == ".xlsx") return write_report_xlsx(report, file);
  if (ending == ".json") return write_file_atomically(file, render_json(report));
  if (ending == ".csv") return write_file_atomically(file, render_csv(report));
  if (ending == ".sdmx.csv") return write_file_atomically(file, render_sdmx_csv(report));
  if (ending == ".sqlite") return write_report_sqlite(report, file);
  if (ending == ".dta") return write_report_dta(report, file);
  if (ending == ".html") return write_file_atomically(file, render_html(report));
  write_file_atomically(file, render_text(report));
}

}  // namespace leeway
