#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "leeway/io/csv.h"
#include "leeway/world/keys.h"
#include "leeway/world/world.h"

namespace leeway {

/// Economies of a world by what tables that people bring call them: ids, codes of ISO and M49, English names.
class NamedEconomies {
 public:
  explicit NamedEconomies(const World& world) : world_(world), ids_("economy", world.economies) {}

  std::size_t count() const { return world_.economies.size(); }
  /// The economy of a row. Throws InputError for a total, a group, or what the world does not have.
  int at(const CsvFile& csv, std::size_t column) const;

 private:
  const World& world_;
  Ids ids_;
  mutable std::map<std::string, int, std::less<>> called_;
};

/// Whether it stands for the world as a whole: WLD, World, Total, *, 0 of M49.
bool is_everyone(std::string_view name);

/// Two ids of one table that stand for one economy, or for the European Union and a member of it, as a
/// sentence; or nothing.
std::string told_twice(const std::vector<std::string>& ids);

/// Ids of economies for the labels of a table: codes of ISO alpha-3 for those of alpha-2, M49 and names,
/// where every label of that kind is one; other labels in capitals.
std::map<std::string, std::string> economy_ids(const std::vector<std::string>& labels);

}  // namespace leeway
