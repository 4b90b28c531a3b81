#include "leeway/policy/kept_payoffs.h"

#include <fmt/format.h>

#include "leeway/base/error.h"
#include "leeway/base/hash.h"
#include "leeway/io/csv.h"
#include "leeway/io/file.h"

namespace leeway {

namespace {

std::vector<std::string> kept_columns(std::size_t players) {
  std::vector<std::string> names = {"policy", "solve", "check"};
  for (std::size_t p = 0; p < players; ++p) names.push_back(fmt::format("player{}", p + 1));
  return names;
}

/// Of what stands in a row: one that was changed by hand, or cut off, is not believed.
std::string check_of(const std::string& policy, const KeptPayoffs::Row& row) {
  return Identity("kept payoff").add("policy", policy).add("solve", row.id).add("payoffs", row.payoffs).hex();
}

}  // namespace

KeptPayoffs::KeptPayoffs(const std::filesystem::path& folder, const std::string& name, std::size_t players)
    : file_(folder / fmt::format("payoffs-{}.csv", name)) {
  if (std::filesystem::exists(folder) && !std::filesystem::is_directory(folder))
    throw InputError(Location{folder.string()}, "is no folder, and kept payoffs go into one");
  if (!std::filesystem::exists(file_)) return;
  std::vector<CsvColumn> columns;
  for (const std::string& column : kept_columns(players)) columns.push_back({column});
  CsvFile csv(file_, std::move(columns));
  while (csv.next()) {
    Row row{std::string(csv.id(1)), {}};
    for (std::size_t p = 0; p < players; ++p) row.payoffs.push_back(csv.number(3 + p));
    const std::string policy(csv.id(0));
    if (csv.text(2) != check_of(policy, row))
      throw InputError(csv.where_row(), "kept payoffs are not as they were written",
                       "delete the file: it is made again");
    rows_.emplace(policy, std::move(row));
  }
}

const KeptPayoffs::Row* KeptPayoffs::find(const std::string& policy) const {
  const auto found = rows_.find(policy);
  return found == rows_.end() ? nullptr : &found->second;
}

void KeptPayoffs::add(const std::string& policy, Row row) {
  if (!file_.empty()) rows_.insert_or_assign(policy, std::move(row));
}

void KeptPayoffs::save() const {
  if (file_.empty() || rows_.empty()) return;
  std::filesystem::create_directories(file_.parent_path());
  CsvWriter csv(kept_columns(rows_.begin()->second.payoffs.size()));
  for (const auto& [policy, row] : rows_) {
    csv.add(policy).add(row.id).add(check_of(policy, row));
    for (const double payoff : row.payoffs) csv.add(payoff);
    csv.end_row();
  }
  write_file_atomically(file_, csv.text());
}

}  // namespace leeway
