#include "leeway/io/csv_dialect.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "leeway/base/error.h"

namespace leeway {

namespace {

// A comma comes last: it may as well stand before the decimals of every number.
constexpr std::array separators = {';', '\t', '|', ','};
constexpr std::size_t looked_at = 40;          // lines
constexpr std::size_t numbers_from = 1 << 18;  // bytes

const char* name_of(char separator) {
  return separator == ';' ? "semicolons" : separator == '\t' ? "tabs" : separator == '|' ? "bars" : "commas";
}

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

std::string_view trimmed_view(std::string_view text) {
  constexpr std::array<std::string_view, 5> blanks = {" ", "\t", "\r", "\xC2\xA0", "\xE2\x80\xAF"};
  for (bool again = true; again;) {
    again = false;
    for (const std::string_view blank : blanks) {
      while (text.starts_with(blank)) text.remove_prefix(blank.size()), again = true;
      while (text.ends_with(blank)) text.remove_suffix(blank.size()), again = true;
    }
  }
  return text;
}

struct Line {
  std::size_t begin = 0;
  std::string_view text;
};

std::vector<Line> first_lines(std::string_view text) {
  std::vector<Line> lines;
  for (std::size_t at = 0; at < text.size() && lines.size() < looked_at;) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    if (!trimmed_view(line).empty()) lines.push_back({at, line});
    at = end + 1;
  }
  return lines;
}

std::vector<std::string_view> fields_of(std::string_view line, char separator) {
  std::vector<std::string_view> fields;
  bool quoted = false;
  std::size_t from = 0;
  for (std::size_t at = 0; at <= line.size(); ++at) {
    if (at < line.size() && line[at] == '"') quoted = !quoted;
    if (at < line.size() && (quoted || line[at] != separator)) continue;
    fields.push_back(line.substr(from, at - from));
    from = at + 1;
  }
  return fields;
}

/// Fields of the most lines that have more than one, and how many lines those are.
std::pair<std::size_t, std::size_t> usual_count(const std::vector<Line>& lines, char separator) {
  std::map<std::size_t, std::size_t> counts;
  for (const Line& line : lines) ++counts[fields_of(line.text, separator).size()];
  std::pair<std::size_t, std::size_t> best = {1, 0};
  for (const auto& [fields, times] : counts)
    if (fields > 1 && (times > best.second || (times == best.second && fields > best.first)))
      best = {fields, times};
  return best;
}

/// "1,040" with groups of three digits; `sign` divides them.
bool is_grouped(std::string_view whole, char sign) {
  std::size_t digits = 0;
  bool first = true;
  for (const char c : whole) {
    if (is_digit(c)) {
      ++digits;
      continue;
    }
    if (c != sign || digits == 0 || digits > 3 || (!first && digits != 3)) return false;
    first = false;
    digits = 0;
  }
  return !first && digits == 3;
}

/// Blanks and apostrophes between thousands can be nothing else, and go.
std::string without_gaps(std::string_view text) {
  std::string digits;
  for (std::size_t at = 0; at < text.size();) {
    bool blank = false;
    for (const std::string_view gap :
         {std::string_view(" "), std::string_view("'"), std::string_view("\xC2\xA0"),
          std::string_view("\xE2\x80\xAF"), std::string_view("\xE2\x80\x99")})
      if (at > 0 && text.substr(at).starts_with(gap) && is_digit(text[at - 1]) &&
          at + gap.size() + 3 <= text.size() && is_digit(text[at + gap.size()])) {
        at += gap.size();
        blank = true;
        break;
      }
    if (!blank) digits += text[at++];
  }
  return digits;
}

/// What a number says of the sign before its decimals: that sign, or 0 where it says nothing.
char decimal_sign(std::string_view text) {
  std::size_t points = 0;
  std::size_t commas = 0;
  std::size_t last = std::string_view::npos;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '.' || text[at] == ',') {
      (text[at] == '.' ? points : commas) += 1;
      last = at;
    } else if (!is_digit(text[at]) && text[at] != '-' && text[at] != '+') {
      return 0;
    }
  }
  if (last == std::string_view::npos) return 0;
  if (points > 0 && commas > 0) return text[last];
  if (points > 1) return is_grouped(text, '.') ? ',' : 0;
  if (commas > 1) return is_grouped(text, ',') ? '.' : 0;
  // "100,000" may be a hundred thousand; "0,123" is none.
  const std::size_t after = text.size() - last - 1;
  std::string_view whole = text.substr(0, last);
  if (whole.starts_with('-') || whole.starts_with('+')) whole.remove_prefix(1);
  const bool thousands = after == 3 && !whole.empty() && whole.size() <= 3 && whole != "0";
  return thousands ? 0 : text[last];
}

bool is_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return is_digit(c) || c == '.' || c == ',' || c == '-' || c == '+';
  });
}

void find_decimals(std::string_view text, const std::string& name, CsvDialect& dialect) {
  std::string_view rest = text.substr(std::min(dialect.begin, text.size()));
  rest = rest.substr(0, numbers_from);
  std::array<std::string, 2> seen;  // an example with a point, with a comma
  std::string unclear;              // with a point that may divide thousands
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    for (std::string_view field : fields_of(rest.substr(0, end), dialect.separator)) {
      field = trimmed_view(field);
      if (field.size() > 1 && field.front() == '"' && field.back() == '"')
        field = trimmed_view(field.substr(1, field.size() - 2));
      if (field.ends_with('%')) field = trimmed_view(field.substr(0, field.size() - 1));
      if (field.size() > 2 && field.front() == '(' && field.back() == ')')
        field = field.substr(1, field.size() - 2);
      const std::string number = without_gaps(field);
      const char sign = decimal_sign(number);
      if (sign == 0 && unclear.empty() && is_number(number) && number.find('.') != std::string::npos)
        unclear = std::string(field);
      if (sign != 0 && seen[sign == ',' ? 1 : 0].empty()) seen[sign == ',' ? 1 : 0] = std::string(field);
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  if (!seen[0].empty() && !seen[1].empty())
    throw InputError(
        Location{name},
        fmt::format("decimals stand after a point in \"{}\" and after a comma in \"{}\"", seen[0], seen[1]),
        "write all numbers one way, such as 1234.5");
  // Where semicolons divide columns, decimals stand after commas, and points between thousands.
  if (dialect.separator == ';' && seen[0].empty() && seen[1].empty() && !unclear.empty())
    throw InputError(
        Location{name},
        fmt::format("\"{}\" may be one number or a thousand times as much: no number of the table "
                    "says what a point stands for",
                    unclear),
        "write numbers without a sign between thousands, such as 45000 or 45,5");
  dialect.decimal_known = !seen[0].empty() || !seen[1].empty();
  if (seen[1].empty()) return;
  dialect.decimal = ',';
  dialect.notes.push_back(fmt::format("decimals are read after commas, as in {}", seen[1]));
}

struct Kind {
  std::string_view magic;
  const char* what;
  const char* hint;
};
constexpr std::array kinds = {
    Kind{"PK\x03\x04", "is a workbook or an archive", "export the sheet as CSV, or unpack the archive"},
    Kind{"\xD0\xCF\x11\xE0", "is an Excel workbook of the old kind", "export the sheet as CSV"},
    Kind{"RDX2\n", "is an R workspace (RData)", "in R: write.csv(x, \"table.csv\")"},
    Kind{"RDX3\n", "is an R workspace (RData)", "in R: write.csv(x, \"table.csv\")"},
    Kind{"\x1F\x8B", "is packed with gzip, or an R workspace (RData, rds)",
         "a packed CSV file ends in .csv.gz; of R data: write.csv(x, \"table.csv\")"},
    Kind{"PAR1", "is a Parquet file", "in Python: pandas.read_parquet(…).to_csv(…)"},
    Kind{"<stata_dta>", "is a Stata file", "in Stata: export delimited using table.csv"},
    Kind{"7z\xBC\xAF", "is a 7z archive", "unpack it"},
    Kind{"Rar!", "is a RAR archive", "unpack it"},
    Kind{"%PDF", "is a PDF", "the publisher's data files are what is read"},
    Kind{"<!DOCTYPE", "is a web page", "download the file itself, not the page that links to it"},
    Kind{"<!doctype", "is a web page", "download the file itself, not the page that links to it"},
    Kind{"<html", "is a web page", "download the file itself, not the page that links to it"}};

std::string from_utf16(std::string_view bytes, bool big) {
  std::string text;
  const auto unit = [&](std::size_t at) {
    const auto a = static_cast<unsigned char>(bytes[at]);
    const auto b = static_cast<unsigned char>(bytes[at + 1]);
    return static_cast<std::uint32_t>(big ? a << 8 | b : b << 8 | a);
  };
  for (std::size_t at = 2; at + 1 < bytes.size(); at += 2) {
    std::uint32_t c = unit(at);
    if (c >= 0xD800 && c < 0xDC00 && at + 3 < bytes.size()) {
      c = 0x10000 + ((c - 0xD800) << 10) + (unit(at + 2) - 0xDC00);
      at += 2;
    }
    const auto put = [&](std::uint32_t value) { text += static_cast<char>(value); };
    if (c < 0x80) {
      put(c);
    } else if (c < 0x800) {
      put(0xC0 | c >> 6);
      put(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
      put(0xE0 | c >> 12);
      put(0x80 | (c >> 6 & 0x3F));
      put(0x80 | (c & 0x3F));
    } else {
      put(0xF0 | c >> 18);
      put(0x80 | (c >> 12 & 0x3F));
      put(0x80 | (c >> 6 & 0x3F));
      put(0x80 | (c & 0x3F));
    }
  }
  return text;
}

bool ends_in(const std::string& name, std::string_view ending) {
  if (name.size() < ending.size()) return false;
  return std::equal(ending.rbegin(), ending.rend(), name.rbegin(),
                    [](char a, char b) { return a == std::tolower(static_cast<unsigned char>(b)); });
}

}  // namespace

std::string readable_text(std::string bytes, const std::string& name) {
  if (ends_in(name, ".har"))
    throw InputError(Location{name}, "is a GTAP header array file (HAR)",
                     "GTAP's base data are read by: leeway world import har BASEDATA.har -o FOLDER");
  for (const Kind& kind : kinds)
    if (bytes.starts_with(kind.magic))
      throw InputError(Location{name}, std::string(kind.what) + ", not a CSV file", kind.hint);
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF"))
    bytes = from_utf16(bytes, bytes.front() == '\xFE');
  // Lines that end in CR alone, as some programs on a Mac write them.
  if (bytes.find('\n') == std::string::npos && bytes.find('\r') != std::string::npos)
    std::replace(bytes.begin(), bytes.end(), '\r', '\n');
  return bytes;
}

CsvDialect dialect_of(std::string_view text, const std::string& name) {
  CsvDialect dialect;
  const std::vector<Line> lines = first_lines(text);
  std::pair<std::size_t, std::size_t> usual = {1, 0};
  for (const char separator : separators) {
    const auto found = usual_count(lines, separator);
    if (found.second > usual.second || (found.second == usual.second && found.first > usual.first)) {
      usual = found;
      dialect.separator = separator;
    }
  }
  if (dialect.separator != ',')
    dialect.notes.push_back(fmt::format("columns are read as divided by {}", name_of(dialect.separator)));
  std::size_t passed = 0;
  for (const Line& line : lines) {
    dialect.begin = line.begin;
    if (fields_of(line.text, dialect.separator).size() >= usual.first) break;
    ++passed;
  }
  if (passed == lines.size() && !lines.empty()) dialect.begin = lines.front().begin;
  if (passed > 0 && passed < lines.size())
    dialect.notes.push_back(fmt::format("{} before the header {} passed over, the first: {}",
                                        passed == 1 ? "a line" : fmt::format("{} lines", passed),
                                        passed == 1 ? "is" : "are",
                                        trimmed_view(lines.front().text).substr(0, 60)));
  find_decimals(text, name, dialect);
  return dialect;
}

std::optional<std::string> plain_number(std::string_view text, const CsvDialect& dialect) {
  text = trimmed_view(text);
  std::string sign;
  if (text.starts_with('(') && text.ends_with(')') && text.size() > 2) {
    sign = "-";
    text = trimmed_view(text.substr(1, text.size() - 2));
  } else if (text.starts_with("\xE2\x88\x92")) {
    sign = "-";
    text.remove_prefix(3);
  } else if (text.starts_with('-') || text.starts_with('+')) {
    if (text.front() == '-') sign = "-";
    text.remove_prefix(1);
  }
  if (text.find_first_not_of("0123456789.eE+-") == std::string_view::npos && dialect.decimal == '.')
    return sign + std::string(text);
  const std::string digits = without_gaps(text);
  const char group = dialect.decimal == '.' ? ',' : '.';
  const std::size_t point = digits.find(dialect.decimal);
  std::string whole = digits.substr(0, point);
  if (whole.find(group) != std::string::npos) {
    if (!is_grouped(whole, group)) return sign + std::string(text);
    const bool several = std::count(whole.begin(), whole.end(), group) > 1 || point != std::string::npos;
    if (!several && !dialect.decimal_known) return std::nullopt;
    std::erase(whole, group);
  }
  if (point == std::string::npos) return sign + whole;
  return sign + whole + "." + digits.substr(point + 1);
}

}  // namespace leeway
