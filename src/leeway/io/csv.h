#pragma once

#include <cstddef>
#include <deque>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "leeway/base/date.h"
#include "leeway/base/error.h"
#include "leeway/io/csv_dialect.h"

namespace leeway {

/// A column that a reader asks for.
struct CsvColumn {
  std::string name;
  bool required = true;
};

/// A comma-separated file (RFC 4180) with one header line, read strictly: it must be UTF-8 text and not
/// empty, columns must be known and occur once, and every row must have as many fields as the header.
/// Columns may come in any order; accessors take the index in the list that was asked for.
///
///     CsvFile csv(path, {{"sector"}, {"rate"}, {"note", false}});
///     while (csv.next()) use(csv.text(0), csv.number(1));
///
/// Every InputError names file, line, column, field and value.
class CsvFile {
 public:
  /// A name that ends in ".gz" is unpacked.
  CsvFile(const std::filesystem::path& file, std::vector<CsvColumn> columns);
  /// The same for text that is in memory; `name` stands for the file in errors.
  static CsvFile from_text(std::string text, std::string name, std::vector<CsvColumn> columns);
  /// Takes whatever columns the header names, in file order (an input-output table). Names may be empty
  /// but not occur twice.
  static CsvFile any_columns(const std::filesystem::path& file);
  /// A table as people bring it, in any dialect (csv_dialect.h): columns may be called in any case, further
  /// ones are passed over (`notes` says so), as are empty rows, empty columns at the end and an index at the
  /// front; numbers may have signs between thousands. `text` is what readable_text gave.
  static CsvFile as_found(std::string text, std::string name, std::vector<CsvColumn> columns);
  static CsvFile as_found(const std::filesystem::path& file, std::vector<CsvColumn> columns);
  /// The same with whatever columns the header names.
  static CsvFile as_found(std::string text, std::string name);
  /// What was taken of the dialect, and passed over, one sentence each.
  std::vector<std::string> notes() const;

  /// A bare matrix: no header; every row must have as many fields as the first.
  static CsvFile without_header(const std::filesystem::path& file);

  /// Names in the order of the accessors.
  std::vector<std::string> column_names() const;
  std::size_t column_count() const { return columns_.size(); }
  /// What the header has, for errors, as long as no row was read.
  std::string found_columns() const;
  /// Whether an optional column is in the file.
  bool has(std::size_t column) const { return position_[column] >= 0; }

  /// Moves to the next row; false at the end.
  bool next();
  /// Line of the current row, from 1.
  int line() const { return row_line_; }

  /// The field as text, quotes removed; empty for an optional column that is absent.
  std::string_view text(std::size_t column) const;
  /// Text that must not be empty.
  std::string_view id(std::size_t column) const;
  /// A finite number.
  double number(std::size_t column) const;
  /// A finite number that is not negative.
  double non_negative(std::size_t column) const;
  /// Nothing for an empty field.
  std::optional<double> optional_number(std::size_t column) const;
  /// The field as a number is written with a point, or as it stands where it is none: "3,4 %" is "3.4 %".
  std::string plain(std::size_t column) const;
  int integer(std::size_t column) const;
  /// YYYY-MM-DD.
  Date date(std::size_t column) const;
  std::optional<Date> optional_date(std::size_t column) const;

  /// Place of a field of the current row, or of the row.
  Location where(std::size_t column) const;
  Location where_row() const { return Location{name_, row_line_}; }
  /// An error about a field: "field `rate`: <message>".
  InputError error(std::size_t column, const std::string& message, const std::string& hint = "") const;

 private:
  struct Field {
    std::string_view text;
    std::size_t begin;  ///< offset in text_, for the place
  };
  CsvFile(std::string text, std::string name);
  bool read_row();
  void read_quoted();
  void match_header(std::vector<CsvColumn> columns);
  void match_found(std::vector<CsvColumn> columns);
  bool tidy_row();
  const Field* field(std::size_t column) const;
  Location place(std::size_t offset) const;

  std::string name_;
  // On the heap, so that views into it survive a move.
  std::shared_ptr<const std::string> text_;
  std::vector<CsvColumn> columns_;
  std::vector<int> position_;  ///< column asked for -> field of the row, -1: absent
  std::size_t fields_per_row_ = 0;
  char separator_ = ',';
  std::shared_ptr<const CsvDialect> dialect_;  ///< of a table as found
  std::vector<std::string> passed_over_;       ///< names of its columns
  bool first_row_pending_ = false;
  std::size_t at_ = 0;
  int at_line_ = 1;
  int row_line_ = 0;
  std::vector<Field> fields_;
  std::deque<std::string> unquoted_;  ///< fields whose quotes had to be undone
};

/// Builds comma-separated text: quotes only where needed, doubles in the shortest form that reads back.
class CsvWriter {
 public:
  explicit CsvWriter(const std::vector<std::string>& header);
  CsvWriter& add(std::string_view text);
  CsvWriter& add(double value);
  CsvWriter& add(int value);
  void end_row();
  const std::string& text() const { return text_; }

 private:
  void separate();
  std::string text_;
  bool row_started_ = false;
};

}  // namespace leeway
