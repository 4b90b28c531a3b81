#include "leeway/io/csv.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include <fmt/format.h>

#include "leeway/base/number.h"
#include "leeway/base/suggest.h"
#include "leeway/base/text.h"
#include "leeway/base/units.h"
#include "leeway/io/file.h"

namespace leeway {

namespace {

/// Empty lines at the end are no rows.
std::string without_empty_end(std::string text) {
  while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  text += '\n';
  return text;
}

const char* const number_hint = "allowed: a finite decimal number such as 12.5 or 1e-3";

/// A value as it is shown in an error: quoted, and cut when it is long.
std::string shown(std::string_view text) {
  if (text.size() <= 40) return fmt::format("\"{}\"", text);
  std::size_t cut = 37;
  while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) --cut;
  return fmt::format("\"{}...\"", text.substr(0, cut));
}

/// Workbooks are no text; what their bytes are says nothing to who gave one.
std::string no_workbook(std::string bytes, const std::string& name) {
  if (bytes.starts_with("PK\x03\x04") || bytes.starts_with("\xD0\xCF\x11\xE0"))
    throw InputError(Location{name}, "is a workbook or an archive, not a CSV file",
                     "export the sheet as CSV, or unpack the archive");
  return bytes;
}

}  // namespace

CsvFile::CsvFile(std::string text, std::string name)
    : name_(std::move(name)),
      text_(std::make_shared<const std::string>(
          without_empty_end(checked_text(no_workbook(std::move(text), name_), name_)))) {
  if (text_->find_first_not_of(" \t\r\n") == std::string::npos)
    throw InputError(Location{name_}, "is empty", "a header line is needed");
}

CsvFile::CsvFile(const std::filesystem::path& file, std::vector<CsvColumn> columns)
    : CsvFile(read_file(file), file.string()) {
  match_header(std::move(columns));
}

CsvFile CsvFile::from_text(std::string text, std::string name, std::vector<CsvColumn> columns) {
  CsvFile csv(std::move(text), std::move(name));
  csv.match_header(std::move(columns));
  return csv;
}

CsvFile CsvFile::any_columns(const std::filesystem::path& file) {
  CsvFile csv(read_file(file), file.string());
  csv.match_header({});
  return csv;
}

CsvFile CsvFile::without_header(const std::filesystem::path& file) {
  CsvFile csv(read_file(file), file.string());
  csv.read_row();
  csv.fields_per_row_ = csv.fields_.size();
  for (std::size_t f = 0; f < csv.fields_per_row_; ++f) {
    csv.columns_.push_back({fmt::format("column {}", f + 1)});
    csv.position_.push_back(static_cast<int>(f));
  }
  csv.first_row_pending_ = true;
  return csv;
}

void CsvFile::match_header(std::vector<CsvColumn> columns) {
  read_row();
  fields_per_row_ = fields_.size();
  if (fields_.size() == 1)
    for (const auto& [sign, called] : {std::pair(';', "semicolons"), std::pair('\t', "tabs")})
      if (fields_.front().text.find(sign) != std::string_view::npos)
        throw InputError(Location{name_, row_line_}, fmt::format("the columns are divided by {}", called),
                         "write commas between columns, and points in decimals: 12.5");
  const bool any = columns.empty();
  std::vector<std::string> known;
  for (const CsvColumn& column : columns) known.push_back(column.name);
  columns_ = std::move(columns);
  position_.assign(columns_.size(), -1);
  std::vector<std::string_view> seen;
  for (std::size_t f = 0; f < fields_.size(); ++f) {
    const std::string name(fields_[f].text);
    if (any) {
      columns_.push_back({name});
      position_.push_back(static_cast<int>(f));
      seen.push_back(fields_[f].text);
      continue;
    }
    const auto found = std::find(known.begin(), known.end(), name);
    if (found == known.end())
      throw InputError(place(fields_[f].begin), fmt::format("unknown column {}", shown(name)),
                       did_you_mean(name, known) + fmt::format("\ncolumns: {}", fmt::join(known, ", ")));
    int& position = position_[static_cast<std::size_t>(found - known.begin())];
    if (position >= 0)
      throw InputError(place(fields_[f].begin), fmt::format("column {} occurs twice", shown(name)));
    position = static_cast<int>(f);
  }
  if (any) {
    std::sort(seen.begin(), seen.end());
    const auto twice = std::adjacent_find(seen.begin(), seen.end());
    if (twice != seen.end())
      throw InputError(Location{name_, row_line_}, fmt::format("column {} occurs twice", shown(*twice)));
    return;
  }
  for (std::size_t c = 0; c < columns_.size(); ++c)
    if (columns_[c].required && position_[c] < 0)
      throw InputError(Location{name_, row_line_}, fmt::format("column `{}` is missing", columns_[c].name),
                       fmt::format("columns: {}; found: {}", fmt::join(known, ", "), found_columns()));
}

CsvFile CsvFile::as_found(std::string text, std::string name, std::vector<CsvColumn> columns) {
  CsvFile csv(std::move(text), std::move(name));
  csv.match_found(std::move(columns));
  return csv;
}

CsvFile CsvFile::as_found(const std::filesystem::path& file, std::vector<CsvColumn> columns) {
  return as_found(readable_text(read_file(file), file.string()), file.string(), std::move(columns));
}

CsvFile CsvFile::as_found(std::string text, std::string name) {
  return as_found(std::move(text), std::move(name), {});
}

namespace {

std::string_view stripped(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

}  // namespace

void CsvFile::match_found(std::vector<CsvColumn> columns) {
  dialect_ = std::make_shared<const CsvDialect>(dialect_of(*text_, name_));
  separator_ = dialect_->separator;
  at_ = dialect_->begin;
  at_line_ = 1 + static_cast<int>(
                     std::count(text_->begin(), text_->begin() + static_cast<std::ptrdiff_t>(at_), '\n'));
  read_row();
  while (fields_.size() > 1 && stripped(fields_.back().text).empty()) fields_.pop_back();
  fields_per_row_ = fields_.size();
  std::vector<std::string> names;
  std::vector<std::size_t> begins;
  for (const Field& field : fields_) {
    names.emplace_back(stripped(field.text));
    begins.push_back(field.begin);
  }
  // Programs put the number of the row before a header without a name for it.
  std::size_t first = 0;
  if (names.size() > 2 && names.front().empty() && next()) {
    first = parse_integer(fields_[0].text) && !parse_number(fields_[1].text) ? 1 : 0;
    first_row_pending_ = true;
  }
  const bool any = columns.empty();
  columns_ = std::move(columns);
  position_.assign(columns_.size(), -1);
  std::vector<std::string> known;
  for (const CsvColumn& column : columns_) known.push_back(column.name);
  std::vector<std::string> seen;
  for (std::size_t f = first; f < names.size(); ++f) {
    if (any) {
      columns_.push_back({names[f]});
      position_.push_back(static_cast<int>(f));
      seen.push_back(names[f]);
      continue;
    }
    const auto found = std::find(known.begin(), known.end(), lower_case(names[f]));
    if (found == known.end()) {
      passed_over_.push_back(names[f]);
      continue;
    }
    int& position = position_[static_cast<std::size_t>(found - known.begin())];
    if (position >= 0)
      throw InputError(place(begins[f]), fmt::format("column {} occurs twice", shown(names[f])));
    position = static_cast<int>(f);
  }
  std::sort(seen.begin(), seen.end());
  if (const auto twice = std::adjacent_find(seen.begin(), seen.end()); twice != seen.end())
    throw InputError(Location{name_, row_line_}, fmt::format("column {} occurs twice", shown(*twice)));
  for (std::size_t c = 0; c < known.size(); ++c)
    if (columns_[c].required && position_[c] < 0) {
      if (lower_case(std::string_view(*text_).substr(0, dialect_->begin)).find(known[c]) != std::string::npos)
        throw InputError(
            Location{name_, row_line_},
            fmt::format("rows have {} fields, more than the header above", names.size()),
            "decimals that stand after commas need another sign between columns, such as a semicolon, "
            "and a text with a comma needs quotes");
      const std::vector<std::string> close = close_matches(columns_[c].name, passed_over_, 1);
      // Who reports a tariff is its importer, whatever the word looks like.
      const std::string near = close.empty() || lower_case(close.front()) == "reporter" ? "" : close.front();
      throw InputError(place(begins.front()), fmt::format("column `{}` is missing", columns_[c].name),
                       (near.empty() ? "" : fmt::format("is it {}?\n", shown(near))) +
                           fmt::format("columns: {}; found: {}", fmt::join(known, ", "), found_columns()));
    }
}

/// False for a row without anything in it. Empty fields beyond the header are cut off.
bool CsvFile::tidy_row() {
  for (Field& field : fields_) field.text = stripped(field.text);
  while (fields_.size() > fields_per_row_ && fields_.back().text.empty()) fields_.pop_back();
  return std::any_of(fields_.begin(), fields_.end(), [](const Field& field) { return !field.text.empty(); });
}

std::string CsvFile::found_columns() const {
  std::vector<std::string_view> names;
  for (const Field& field : fields_) names.push_back(stripped(field.text));
  return shown(fmt::format("{}", fmt::join(names, ", ")));
}

std::vector<std::string> CsvFile::notes() const {
  std::vector<std::string> all = dialect_ ? dialect_->notes : std::vector<std::string>();
  if (!passed_over_.empty())
    all.push_back(fmt::format("columns that are not read: {}", fmt::join(passed_over_, ", ")));
  return all;
}

std::string CsvFile::plain(std::size_t column) const {
  std::string_view value = text(column);
  const bool percent = value.ends_with('%');
  if (percent) value = stripped(value.substr(0, value.size() - 1));
  const std::optional<std::string> number =
      dialect_ && !value.empty() ? plain_number(value, *dialect_) : std::optional(std::string(value));
  return number ? *number + (percent ? "%" : "") : std::string(text(column));
}

std::vector<std::string> CsvFile::column_names() const {
  std::vector<std::string> names;
  for (const CsvColumn& column : columns_) names.push_back(column.name);
  return names;
}

bool CsvFile::next() {
  if (first_row_pending_) {
    first_row_pending_ = false;
    return true;
  }
  if (!read_row()) return false;
  while (dialect_ && !tidy_row())
    if (!read_row()) return false;
  // Programs of tables leave such rows below the last.
  if (fields_per_row_ > 1 &&
      std::all_of(fields_.begin(), fields_.end(), [](const Field& field) { return field.text.empty(); }))
    throw InputError(Location{name_, row_line_}, "row is empty", "take the line out");
  if (fields_.size() != fields_per_row_)
    throw InputError(Location{name_, row_line_},
                     fmt::format("row has {} field{}, {} expected", fields_.size(),
                                 fields_.size() == 1 ? "" : "s", fields_per_row_),
                     fields_.size() < fields_per_row_ && at_ >= text_->size() ? "the file may be cut short"
                     : dialect_
                         ? "a text with a comma needs quotes, and decimals that stand after commas need "
                           "another sign between columns"
                         : "a text with a comma needs quotes");
  return true;
}

bool CsvFile::read_row() {
  const std::string& text = *text_;
  if (at_ >= text.size()) return false;
  fields_.clear();
  unquoted_.clear();
  row_line_ = at_line_;
  const char* const end = text.data() + text.size();
  for (;;) {
    if (at_ < text.size() && text[at_] == '"') {
      read_quoted();
    } else {
      const char* const begin = text.data() + at_;
      const char* to = begin;
      while (to != end && *to != separator_ && *to != '\n') ++to;
      std::string_view field(begin, static_cast<std::size_t>(to - begin));
      if (to == end || *to == '\n')
        while (!field.empty() && field.back() == '\r') field.remove_suffix(1);
      fields_.push_back({field, at_});
      at_ = static_cast<std::size_t>(to - text.data());
    }
    if (at_ >= text.size()) return true;
    const char separator = text[at_++];
    if (separator == '\n') {
      ++at_line_;
      return true;
    }
  }
}

void CsvFile::read_quoted() {
  const std::string& text = *text_;
  const std::size_t begin = at_++;
  std::string value;
  for (;;) {
    const std::size_t quote = text.find('"', at_);
    if (quote == std::string::npos)
      throw InputError(place(begin), "a quote is not closed", "the file may be cut short");
    value.append(text, at_, quote - at_);
    at_ = quote + 1;
    if (at_ >= text.size() || text[at_] != '"') break;
    value += '"';
    ++at_;
  }
  at_line_ += static_cast<int>(std::count(text.begin() + static_cast<std::ptrdiff_t>(begin),
                                          text.begin() + static_cast<std::ptrdiff_t>(at_), '\n'));
  if (at_ < text.size() && text[at_] == '\r') ++at_;
  if (at_ < text.size() && text[at_] != separator_ && text[at_] != '\n')
    throw InputError(place(at_), "text after a closing quote", "write a quote inside a field twice");
  unquoted_.push_back(std::move(value));
  fields_.push_back({unquoted_.back(), begin});
}

Location CsvFile::place(std::size_t offset) const {
  const std::string& text = *text_;
  std::size_t line_begin = offset;
  while (line_begin > 0 && text[line_begin - 1] != '\n') --line_begin;
  const auto from = text.begin() + static_cast<std::ptrdiff_t>(line_begin);
  const auto to = text.begin() + static_cast<std::ptrdiff_t>(offset);
  // Columns count characters, not bytes.
  const auto characters =
      std::count_if(from, to, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
  const auto line = std::count(text.begin(), from, '\n');
  return Location{name_, static_cast<int>(line) + 1, static_cast<int>(characters) + 1};
}

const CsvFile::Field* CsvFile::field(std::size_t column) const {
  const int position = position_[column];
  return position < 0 ? nullptr : &fields_[static_cast<std::size_t>(position)];
}

Location CsvFile::where(std::size_t column) const {
  const Field* found = field(column);
  return found == nullptr ? where_row() : place(found->begin);
}

InputError CsvFile::error(std::size_t column, const std::string& message, const std::string& hint) const {
  return InputError(where(column), fmt::format("field `{}`: {}", columns_[column].name, message), hint);
}

std::string_view CsvFile::text(std::size_t column) const {
  const Field* found = field(column);
  return found == nullptr ? std::string_view{} : found->text;
}

std::string_view CsvFile::id(std::size_t column) const {
  const std::string_view value = text(column);
  if (value.empty()) throw error(column, "is empty");
  return value;
}

double CsvFile::number(std::size_t column) const {
  std::string_view value = text(column);
  if (value.empty()) throw error(column, "is empty", number_hint);
  std::string plain;
  if (dialect_) {
    const std::optional<LeadingNumber> as_is =
        dialect_->decimal == '.' ? leading_number(value) : std::optional<LeadingNumber>();
    if (!as_is || as_is->length != value.size()) {
      std::optional<std::string> found = plain_number(value, *dialect_);
      if (!found)
        throw error(column, shown(value) + " may be one number or a thousand times as much",
                    "write it without the comma, or every number with its decimals after a point");
      plain = std::move(*found);
      value = plain;
    }
  }
  const std::optional<LeadingNumber> number = leading_number(value);
  if (!number || number->length != value.size())
    throw error(column, shown(text(column)) + " is not a number", number_hint);
  if (number->out_of_range) throw error(column, shown(value) + " is out of range", number_hint);
  if (!std::isfinite(number->value)) throw error(column, shown(value) + " is not finite", number_hint);
  return number->value;
}

double CsvFile::non_negative(std::size_t column) const {
  const double value = number(column);
  if (value < 0.0) throw error(column, shown(text(column)) + " is negative", "allowed: 0 or more");
  return value;
}

std::optional<double> CsvFile::optional_number(std::size_t column) const {
  if (text(column).empty()) return std::nullopt;
  return number(column);
}

int CsvFile::integer(std::size_t column) const {
  const std::string_view value = text(column);
  const std::optional<int> number = parse_integer(value);
  if (!number) throw error(column, shown(value) + " is not a whole number");
  return *number;
}

Date CsvFile::date(std::size_t column) const {
  const std::optional<Date> date = parse_date(text(column));
  if (!date) throw error(column, shown(text(column)) + " is not a date", "allowed: YYYY-MM-DD");
  return *date;
}

std::optional<Date> CsvFile::optional_date(std::size_t column) const {
  if (text(column).empty()) return std::nullopt;
  return date(column);
}

CsvWriter::CsvWriter(const std::vector<std::string>& header) {
  for (const std::string& name : header) add(name);
  end_row();
}

void CsvWriter::separate() {
  if (row_started_) text_ += ',';
  row_started_ = true;
}

CsvWriter& CsvWriter::add(std::string_view text) {
  separate();
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    text_ += text;
    return *this;
  }
  text_ += '"';
  for (char c : text) {
    if (c == '"') text_ += '"';
    text_ += c;
  }
  text_ += '"';
  return *this;
}

CsvWriter& CsvWriter::add(double value) {
  separate();
  text_ += shortest(value);
  return *this;
}

CsvWriter& CsvWriter::add(int value) {
  separate();
  text_ += std::to_string(value);
  return *this;
}

void CsvWriter::end_row() {
  text_ += '\n';
  row_started_ = false;
}

}  // namespace leeway
