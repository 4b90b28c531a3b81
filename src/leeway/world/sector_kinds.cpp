#include "leeway/world/sector_kinds.h"

#include <algorithm>
#include <cctype>
#include <map>

#include "leeway/base/paths.h"
#include "leeway/base/text.h"
#include "leeway/io/csv.h"

namespace leeway {

namespace {

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }
bool is_upper(char c) { return std::isupper(static_cast<unsigned char>(c)) != 0; }

/// One division of a revision of ISIC.
struct Division {
  char section = ' ';
  bool goods = false;
  std::string isic;
};
using Revision = std::map<int, Division>;

/// "C10" of "C10T12": a section, a division, or both.
struct Token {
  char section = 0;
  int division = 0;
};

/// The ends of a code in the ways that statistical offices write them: C10T12, C10-12, C10-C12, CPA_C10-12,
/// 15t16, A01_02, R_S, AtB, C24A, 3361. Nothing for another code.
std::optional<std::pair<Token, Token>> ends_of(std::string_view code) {
  for (const std::string_view prefix : {"CPA_", "NACE_", "ISIC_"})
    if (code.starts_with(prefix)) code.remove_prefix(prefix.size());
  const auto take = [&]() -> std::optional<Token> {
    Token token;
    if (!code.empty() && is_upper(code.front())) {
      token.section = code.front();
      code.remove_prefix(1);
    }
    std::size_t digits = 0;
    while (digits < code.size() && is_digit(code[digits])) ++digits;
    if (digits >= 2) token.division = 10 * (code[0] - '0') + (code[1] - '0');
    code.remove_prefix(digits);
    // A part of a division: C24A.
    if (digits > 0 && code.size() == 1 && is_upper(code.front())) code.remove_prefix(1);
    if (token.section == 0 && token.division == 0) return std::nullopt;
    return token;
  };
  const std::optional<Token> first = take();
  if (!first) return std::nullopt;
  if (code.empty()) return std::pair(*first, *first);
  if (std::string_view("Tt-_").find(code.front()) == std::string_view::npos) return std::nullopt;
  code.remove_prefix(1);
  const std::optional<Token> last = take();
  if (!last || !code.empty()) return std::nullopt;
  return std::pair(*first, *last);
}

/// Divisions that a token holds, or nothing.
std::optional<std::pair<Division, Division>> span_of(const Revision& revision, const Token& token) {
  if (token.division != 0) {
    const auto found = revision.find(token.division);
    if (found == revision.end() || (token.section != 0 && token.section != found->second.section))
      return std::nullopt;
    return std::pair(found->second, found->second);
  }
  std::optional<std::pair<Division, Division>> span;
  for (const auto& [number, division] : revision) {
    if (division.section != token.section) continue;
    if (!span) span.emplace(division, division);
    span->second = division;
  }
  return span;
}

std::string upper_case(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

constexpr const char* wiod_by_number = "WIOD 2013";
constexpr const char* wiod_by_division = "WIOD 2013 (ISIC 3)";

bool is_hs(const std::string& code) {
  return code.size() > 3 && (code.starts_with("HS") || code.starts_with("hs")) &&
         is_digit(code[code.size() - 1]);
}

bool is_wiod_span(const std::string& code) {
  const std::size_t at = code.find('t');
  return at != std::string::npos && at > 0 && at + 1 < code.size() &&
         (is_digit(code[at - 1]) || is_upper(code[at - 1])) &&
         (is_digit(code[at + 1]) || is_upper(code[at + 1]));
}

/// Industries of WIOD 2013 are c1 to c35; C10 to C33 alone, with a capital, are divisions of ISIC 4.
bool is_numbered(const std::string& code) {
  if (code.size() < 2 || !is_digit(code[1])) return false;
  return code[0] == 'c' || (code[0] == 'C' && code.size() == 2);
}

std::string first_of(const std::string& isic) { return isic.substr(0, isic.find_first_of("-,")); }
std::string last_of(const std::string& isic) {
  const std::size_t at = isic.find_last_of("-,");
  return at == std::string::npos ? isic : isic.substr(at + 1);
}

std::optional<SectorKind> by_divisions(const Revision& revision, std::string_view code) {
  const auto ends = ends_of(code);
  if (!ends) return std::nullopt;
  // OECD's databases put a D before every division: D01T03.
  if (code.size() > 2 && code.front() == 'D' && is_digit(code[1]) && !span_of(revision, ends->first))
    return by_divisions(revision, code.substr(1));
  const auto first = span_of(revision, ends->first);
  const auto last = span_of(revision, ends->second);
  if (!first || !last || first->first.goods != last->second.goods) return std::nullopt;
  const std::string from = first->first.isic;
  const std::string to = last->second.isic;
  return SectorKind{first->first.goods, from == to ? from : first_of(from) + "-" + last_of(to), ""};
}

/// OECD's edition of 2016 puts C before divisions of ISIC 3 and letters after: C15T16FOD, C30T33XCEQ.
std::optional<SectorKind> by_icio_2016(const Revision& revision, std::string_view code) {
  if (!code.starts_with('C')) return std::nullopt;
  code.remove_prefix(1);
  const std::size_t words = code.find_last_of("0123456789");
  if (words == std::string_view::npos || code.size() - words < 3) return std::nullopt;
  return by_divisions(revision, code.substr(0, words + 1));
}

struct Entry {
  std::string code;  ///< in lower case, without the "*"
  bool begins = false;
  SectorKind kind;
};

std::optional<SectorKind> by_list(const std::vector<Entry>& entries, const std::string& code) {
  const Entry* best = nullptr;
  for (const Entry& entry : entries)
    if ((entry.begins ? code.starts_with(entry.code) : code == entry.code) &&
        (best == nullptr || entry.code.size() > best->code.size()))
      best = &entry;
  return best == nullptr ? std::nullopt : std::optional(best->kind);
}

class Concordances {
 public:
  Concordances() {
    const std::filesystem::path folder = share_folder() / "data" / "concordances";
    CsvFile isic(folder / "isic.csv", {{"revision"}, {"section"}, {"division"}, {"kind"}, {"isic"}});
    while (isic.next())
      revisions_[std::string(isic.id(0))][isic.integer(2)] = {isic.id(1).front(), isic.text(3) == "goods",
                                                              std::string(isic.id(4))};
    CsvFile lists(folder / "sectors.csv", {{"classification"}, {"code"}, {"kind"}, {"isic"}, {"name"}});
    while (lists.next()) {
      const std::string name(lists.id(0));
      if (lists_.empty() || lists_.back().first != name) lists_.push_back({name, {}});
      std::string code = lower_case(lists.id(1));
      const bool begins = code.ends_with('*');
      if (begins) code.pop_back();
      lists_.back().second.push_back(
          {std::move(code),
           begins,
           {lists.text(2) == "goods", std::string(lists.text(3)), std::string(lists.text(4))}});
    }
  }

  std::vector<std::string> names() const {
    std::vector<std::string> all = {"ISIC 4", "ISIC 3", "OECD ICIO 2016"};
    for (const auto& list : lists_) all.push_back(list.first);
    return all;
  }

  std::optional<SectorKind> find(const std::string& classification, const std::string& code) const {
    if (const auto revision = revisions_.find(classification); revision != revisions_.end())
      return by_divisions(revision->second, code);
    if (classification == "OECD ICIO 2016") return by_icio_2016(revisions_.at("ISIC 3"), code);
    for (const auto& [name, entries] : lists_)
      if (name == classification) return by_list(entries, lower_case(code));
    return std::nullopt;
  }

 private:
  std::map<std::string, Revision> revisions_;
  std::vector<std::pair<std::string, std::vector<Entry>>> lists_;  ///< in the order of the file
};

}  // namespace

std::vector<std::string> classification_names() { return Concordances().names(); }

SectorKinds sector_kinds(const std::vector<std::string>& asked) {
  const Concordances concordances;
  // Beside codes that say HS, two digits are a chapter of it and no division of ISIC.
  std::vector<std::string> codes = asked;
  if (std::any_of(asked.begin(), asked.end(), is_hs))
    for (std::string& code : codes)
      if (code.size() == 2 && is_digit(code[0]) && is_digit(code[1])) code.insert(0, "HS");
  SectorKinds found;
  std::vector<std::vector<std::optional<SectorKind>>> all;
  std::vector<std::size_t> known;
  const std::vector<std::string> names = concordances.names();
  const bool numbered = std::any_of(codes.begin(), codes.end(), is_numbered);
  for (const std::string& name : names) {
    all.emplace_back();
    if (name == wiod_by_number && !numbered) {
      all.back().resize(codes.size());
      known.push_back(0);
      continue;
    }
    for (const std::string& code : codes) all.back().push_back(concordances.find(name, code));
    known.push_back(static_cast<std::size_t>(std::count_if(
        all.back().begin(), all.back().end(), [](const auto& kind) { return kind.has_value(); })));
  }
  auto best = static_cast<std::size_t>(std::max_element(known.begin(), known.end()) - known.begin());
  // Nobody else writes 15t16 and AtB.
  const auto wiod =
      static_cast<std::size_t>(std::find(names.begin(), names.end(), wiod_by_division) - names.begin());
  const bool is_wiod = wiod < names.size() && known[wiod] == known[best] &&
                       std::any_of(codes.begin(), codes.end(), is_wiod_span);
  if (is_wiod) best = wiod;
  if (known[best] > 0) found.classification = names[best];
  found.kinds = all[best];
  for (std::size_t c = 0; c < codes.size(); ++c) {
    // "c29" beside "C24": another classification has it, and the one of the table may as well be meant.
    const std::optional<SectorKind> as_capitals =
        all[best][c] ? std::nullopt : concordances.find(names[best], upper_case(codes[c]));
    for (std::size_t k = 0; k < names.size(); ++k) {
      const std::optional<SectorKind>& other = all[k][c];
      if (!other) continue;
      // One that knows as many codes has as good a claim, and so has any to a code that the best knows not.
      const bool claims = all[best][c] ? !is_wiod && known[k] == known[best] : true;
      const std::optional<SectorKind>& held = as_capitals ? as_capitals : found.kinds[c];
      if (claims && held && held->goods != other->goods) {
        found.contested.push_back(asked[c]);
        break;
      }
      if (!found.kinds[c]) found.kinds[c] = other;
    }
  }
  return found;
}

}  // namespace leeway
