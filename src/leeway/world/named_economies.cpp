#include "leeway/world/named_economies.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include <fmt/format.h>

#include "leeway/world/aliases.h"
#include "leeway/world/import_table.h"

namespace leeway {

namespace {

bool is_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c); });
}

constexpr std::array<std::string_view, 27> union_members = {
    "AUT", "BEL", "BGR", "CYP", "CZE", "DEU", "DNK", "ESP", "EST", "FIN", "FRA", "GRC", "HRV", "HUN",
    "IRL", "ITA", "LTU", "LUX", "LVA", "MLT", "NLD", "POL", "PRT", "ROU", "SVK", "SVN", "SWE"};

}  // namespace

bool is_everyone(std::string_view name) {
  if (is_digits(name)) return name.find_first_not_of('0') == std::string_view::npos;
  const std::string upper = import_economy(name);
  constexpr std::array<std::string_view, 11> totals = {"*",  "WLD", "WORLD", "TOT", "TOTAL",      "W00",
                                                       "_W", "_T",  "ALL",   "W0",  "WORLD TOTAL"};
  return std::find(totals.begin(), totals.end(), upper) != totals.end();
}

int NamedEconomies::at(const CsvFile& csv, std::size_t column) const {
  const std::string_view name = csv.id(column);
  if (const std::optional<int> id = ids_.find(name)) return *id;
  if (const auto known = called_.find(name); known != called_.end()) return known->second;
  if (is_everyone(name))
    throw csv.error(column, fmt::format("\"{}\" is the whole world, no economy", name),
                    "leave its rows out: they hold the others once more");
  if (const std::optional<std::string> id = economy_called(world_, name)) {
    const std::optional<int> found = world_.find_economy(*id);
    if (!found)
      throw csv.error(
          column, fmt::format("\"{}\" is the group {}, no economy", name, *id),
          fmt::format("write a row for each member: leeway world show {} --world {}", *id, world_.name));
    called_.emplace(std::string(name), *found);
    return *found;
  }
  if (const std::optional<std::string> code = economy_code(name)) {
    const std::string called = economy_name(*code).value_or(*code);
    throw csv.error(
        column, fmt::format("\"{}\" is {} ({}), which is not in the table or world", name, called, *code),
        world_.find_economy("ROW") ? "leave its rows out, or add them up under ROW" : "leave its rows out");
  }
  constexpr std::size_t told = 12;  // of many
  std::vector<std::string> some = ids_.names();
  some.resize(std::min(some.size(), told));
  throw csv.error(
      column, fmt::format("unknown economy \"{}\"", name),
      did_you_mean(name, ids_.names(),
                   fmt::format("known are {}{}", fmt::join(some, ", "), count() > told ? ", …" : "")));
}

std::string told_twice(const std::vector<std::string>& ids) {
  std::map<std::string, std::string> called;  // the id by the code it stands for
  for (const std::string& id : ids) {
    const auto [known, fresh] = called.try_emplace(economy_code(id).value_or(id), id);
    if (!fresh)
      return fmt::format("\"{}\" and \"{}\" are both {}", known->second, id,
                         economy_name(known->first).value_or(known->first));
  }
  const auto whole = called.find("EU27");
  if (whole == called.end()) return "";
  for (const std::string_view member : union_members)
    if (const auto part = called.find(std::string(member)); part != called.end())
      return fmt::format("\"{}\" holds \"{}\"", whole->second, part->second);
  return "";
}

std::map<std::string, std::string> economy_ids(const std::vector<std::string>& all) {
  const std::set<std::string> all_labels(all.begin(), all.end());
  // Short labels of one's own ("AA", "BB") are not taken for codes because one of them happens to be one.
  bool alpha2 = true;
  bool numbers = true;
  for (const std::string& label : all_labels) {
    const bool known = economy_code(label).has_value();
    if (label.size() == 2 && !is_digits(label)) alpha2 = alpha2 && known;
    if (is_digits(label)) numbers = numbers && known;
  }
  std::map<std::string, std::string> ids;
  for (const std::string& label : all_labels) {
    const bool is_code = is_digits(label) ? numbers : label.size() != 2 || alpha2;
    const std::optional<std::string> code = is_code ? economy_code(label) : std::nullopt;
    ids[label] = code && *code != "EU27" ? *code : import_economy(label);
  }
  return ids;
}

}  // namespace leeway
