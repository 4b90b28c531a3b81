#include "leeway/io/xlsx.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <map>
#include <system_error>

#include <fmt/format.h>
#include <xlsxwriter.h>

#include "leeway/base/error.h"
#include "leeway/base/lost_output.h"
#include "leeway/io/file.h"

namespace leeway {

namespace {

constexpr std::size_t row_limit = 1048576;  // of the format
constexpr std::size_t column_limit = 16384;

void check(lxw_error code, const std::filesystem::path& file) {
  if (code != LXW_NO_ERROR)
    throw InputError(Location{file.string()}, fmt::format("cannot be written: {}", lxw_strerror(code)));
}

/// Width that shows the longest of the first rows; a sheet of 100000 rows need not be measured whole.
double width_of(const XlsxSheet& sheet, std::size_t column) {
  std::size_t longest = sheet.header[column].size();
  for (std::size_t r = 0; r < std::min<std::size_t>(sheet.rows.size(), 200); ++r)
    if (column < sheet.rows[r].size())
      if (const auto* text = std::get_if<std::string>(&sheet.rows[r][column]))
        longest = std::max(longest, text->size());
  return static_cast<double>(std::clamp<std::size_t>(longest + 2, 9, 60));
}

/// Keeps what the library prints about an error off standard error: the error is told once, in our words.
class Silence {
 public:
  Silence() : kept_(::dup(STDERR_FILENO)) {
    const int nowhere = kept_ < 0 ? -1 : ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nowhere < 0) return;
    ::dup2(nowhere, STDERR_FILENO);
    ::close(nowhere);
  }
  ~Silence() {
    if (kept_ < 0) return;
    ::dup2(kept_, STDERR_FILENO);
    ::close(kept_);
  }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;

 private:
  int kept_;
};

/// Why a workbook was lost, in the system's words where its last error can be the reason.
std::string reason_of(int error) {
  for (const int reason : {EFBIG, ENOSPC, EDQUOT, EIO, EACCES, ENOMEM})
    if (error == reason) return std::generic_category().message(error);
  return "there may be no room for it on the disk";
}

void fill(lxw_workbook* book, const XlsxSheet& sheet, const std::filesystem::path& file) {
  check(workbook_validate_sheet_name(book, sheet.name.c_str()), file);
  if (sheet.rows.size() + 1 > row_limit || sheet.header.size() > column_limit)
    throw InputError(Location{file.string()},
                     fmt::format("cannot be written: sheet \"{}\" has {} rows and {} columns", sheet.name,
                                 sheet.rows.size(), sheet.header.size()),
                     "a workbook holds 1048576 rows and 16384 columns; write CSV instead");
  lxw_worksheet* page = workbook_add_worksheet(book, sheet.name.c_str());
  if (page == nullptr) throw InputError(Location{file.string()}, "cannot be written: out of memory");
  lxw_format* bold = workbook_add_format(book);
  format_set_bold(bold);
  std::map<std::string, lxw_format*> formats;
  for (std::size_t c = 0; c < sheet.header.size(); ++c) {
    const auto column = static_cast<lxw_col_t>(c);
    lxw_format* format = nullptr;
    if (c < sheet.formats.size() && !sheet.formats[c].empty()) {
      lxw_format*& shared = formats[sheet.formats[c]];
      if (shared == nullptr) {
        shared = workbook_add_format(book);
        format_set_num_format(shared, sheet.formats[c].c_str());
      }
      format = shared;
    }
    check(worksheet_set_column(page, column, column, width_of(sheet, c), format), file);
    check(worksheet_write_string(page, 0, column, sheet.header[c].c_str(), bold), file);
  }
  for (std::size_t r = 0; r < sheet.rows.size(); ++r) {
    for (std::size_t c = 0; c < sheet.rows[r].size(); ++c) {
      const auto row = static_cast<lxw_row_t>(r + 1);
      const auto column = static_cast<lxw_col_t>(c);
      const XlsxCell& cell = sheet.rows[r][c];
      if (const auto* text = std::get_if<std::string>(&cell)) {
        check(worksheet_write_string(page, row, column, text->c_str(), nullptr), file);
      } else if (const auto* number = std::get_if<double>(&cell)) {
        // The format has no NaN or infinity: the cell stays empty.
        if (std::isfinite(*number)) check(worksheet_write_number(page, row, column, *number, nullptr), file);
      }
    }
  }
  worksheet_freeze_panes(page, 1, 0);
}

}  // namespace

void write_xlsx(const std::filesystem::path& file, const std::vector<XlsxSheet>& sheets) {
  if (sheets.empty()) throw InputError(Location{file.string()}, "cannot be written: no sheets");
  write_file_atomically(file, [&](const std::filesystem::path& temporary) {
    const Silence silence;
    lxw_workbook* book = workbook_new(temporary.c_str());
    if (book == nullptr) throw InputError(Location{file.string()}, "cannot be written: out of memory");
    try {
      for (const XlsxSheet& sheet : sheets) fill(book, sheet, file);
    } catch (...) {
      lxw_workbook_free(book);
      throw;
    }
    // A fixed date of creation: the same tables give the same bytes.
    lxw_doc_properties properties{};
    properties.created = 946684800;  // 2000-01-01
    workbook_set_properties(book, &properties);
    errno = 0;
    if (workbook_close(book) != LXW_NO_ERROR)
      throw LostOutput(fmt::format("{} cannot be written: {}", file.string(), reason_of(errno)));
  });
}

}  // namespace leeway
