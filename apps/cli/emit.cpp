#include <fcntl.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <system_error>

#include <fmt/format.h>

#include "leeway/base/error.h"
#include "leeway/base/lost_output.h"
#include "leeway/base/text.h"
#include "leeway/output/ledger_report.h"
#include "runs.h"

namespace leeway::cli {

namespace {

[[noreturn]] void output_lost() {
  throw leeway::LostOutput("standard output cannot be written: " + std::generic_category().message(errno));
}

}  // namespace

std::size_t terminal_width() {
  if (::isatty(STDOUT_FILENO) == 0) return 0;
  winsize size{};
  return ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

void guard_output() {
  // A file that may grow no further is lost output, as a full disk is.
  ::signal(SIGXFSZ, SIG_IGN);
  // A file opened later would otherwise take the place of a closed standard output, and the answer.
  if (::fcntl(1, F_GETFD) < 0) ::open("/dev/null", O_RDONLY);
}

void complain(const std::string& line) { std::fputs(visible(line).c_str(), stderr); }

void print(const std::string& text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) output_lost();
}

void flush_output() {
  if (std::fflush(stdout) != 0) output_lost();
}

void check(const OutputChoice& output) {
  for (const std::filesystem::path& file : output.files)
    if (ending_of(file) == ".sdmx.csv")
      throw InputError(
          fmt::format("{}: this verb has tables alone, and SDMX holds the long table", file.string()),
          "write .csv or .dta for the first table, .sqlite, .xlsx or .json for all");
  check_with_rows(output);
}

void check_with_rows(const OutputChoice& output) {
  for (const std::filesystem::path& file : output.files) check_output_name(file);
  if (output.workbook.empty()) return;
  if (ending_of(output.workbook) != ".xlsx")
    throw InputError("--xlsx needs a file name that ends in .xlsx, found \"" + output.workbook.string() +
                     "\"");
  check_output_name(output.workbook);
}

void check_drawn(const OutputChoice& output) {
  OutputChoice others = output;
  std::erase_if(others.files, is_drawing);
  check(others);
  for (const std::filesystem::path& file : output.files) check_drawn_name(file);
}

int emit_drawn(const DrawnReport& drawn, const OutputChoice& output) {
  for (const std::filesystem::path& file : output.files) write_drawn_report(drawn, file);
  OutputChoice rest = output;
  rest.files.clear();
  return emit(drawn.report, rest);
}

int emit(Report report, const OutputChoice& output, const Ledger& ledger, std::vector<Date> days) {
  note_days(report, ledger, std::move(days));
  return emit(report, output);
}

int emit(const Report& report, const OutputChoice& output) {
  for (const std::filesystem::path& file : output.files) write_report(report, file);
  if (!output.workbook.empty()) write_report(report, output.workbook);
  if (output.json)
    print(render_json(report));
  else if (output.csv)
    print(render_csv(report));
  else
    print(render_text(report, terminal_width()));
  return report.certified() ? done : not_certified;
}

}  // namespace leeway::cli
