#pragma once

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "leeway/base/suggest.h"
#include "leeway/io/csv.h"

// Keys of the tables that worlds are read from.
namespace leeway {

/// Ids of one kind by name; an unknown one is an error that offers close ones. For one thread.
class Ids {
 public:
  explicit Ids(std::string kind) : kind_(std::move(kind)) {}

  /// For ids that the world itself holds.
  template <class Items>
  Ids(std::string kind, const Items& items) : kind_(std::move(kind)) {
    for (const auto& item : items) insert(item.id);
  }

  bool insert(const std::string& id) {
    if (!index_.emplace(id, static_cast<int>(names_.size())).second) return false;
    names_.push_back(id);
    return true;
  }
  /// Another name of the id at a place, where no id is called so.
  void also(const std::string& name, int place) { index_.emplace(name, place); }
  /// Of a new row; an id that was there is an error.
  void add(const CsvFile& csv, std::size_t column) {
    const std::string id(csv.id(column));
    if (!insert(id)) throw csv.error(column, fmt::format("{} \"{}\" is defined twice", kind_, id));
  }
  int at(const CsvFile& csv, std::size_t column) const {
    const std::string_view id = csv.id(column);
    // Rows are mostly in order: the id of the row before, or the one after it.
    std::size_t& last = last_[column % last_.size()];
    for (std::size_t guess = last; guess < std::min(last + 2, names_.size()); ++guess)
      if (names_[guess] == id) return static_cast<int>(last = guess);
    const auto found = index_.find(id);
    if (found == index_.end())
      throw csv.error(column, fmt::format("unknown {} \"{}\"", kind_, id), did_you_mean(id, names_));
    last = static_cast<std::size_t>(found->second);
    return found->second;
  }
  bool has(std::string_view id) const { return index_.find(id) != index_.end(); }
  std::optional<int> find(std::string_view id) const {
    const auto found = index_.find(id);
    return found == index_.end() ? std::nullopt : std::optional(found->second);
  }
  const std::vector<std::string>& names() const { return names_; }

 private:
  std::string kind_;
  std::vector<std::string> names_;
  std::map<std::string, int, std::less<>> index_;
  mutable std::array<std::size_t, 4> last_{};  // by column
};

/// Which cells of a table a file has given, by line, for duplicates and for the place of an error.
class Cells {
 public:
  explicit Cells(std::size_t count) : line_(count, 0) {}
  void take(const CsvFile& csv, std::size_t cell) {
    if (line_[cell] != 0)
      throw InputError(csv.where_row(), "row repeats a key",
                       fmt::format("it was given on line {}", line_[cell]));
    line_[cell] = csv.line();
  }
  int line(std::size_t cell) const { return line_[cell]; }

 private:
  std::vector<int> line_;
};

/// Refuses tables that no machine could hold, such as a list of firms read as economies.
inline void require_reasonable_size(const std::string& file, std::size_t economies, std::size_t lines) {
  constexpr std::size_t most = 2000;
  if (economies > most || lines > most || economies * economies * lines > 100'000'000)
    throw InputError(Location{file},
                     fmt::format("{} economies and {} sectors or products are too many", economies, lines),
                     "aggregate the table first");
}

}  // namespace leeway
