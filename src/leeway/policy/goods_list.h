#pragma once

#include <map>
#include <string>
#include <vector>

#include "leeway/base/error.h"
#include "leeway/io/toml.h"

namespace leeway {

/// A named list of goods inside lines of the world, of which Measures say that they cover it or leave it out
/// (docs/measures.md, "Lists of goods").
struct GoodsList {
  using Shares = std::map<std::string, double>;  ///< by goods, as a coverage: sector, product, "goods", "*"

  std::string id;
  std::string title;
  std::string within;                      ///< id of a list that holds all of it
  std::vector<std::string> hs;             ///< codes of the harmonised system
  Shares share;                            ///< of what any origin sells on a line, by basic value
  std::map<std::string, Shares> share_of;  ///< of single economies and groups; the nearest name decides
  std::vector<std::string> source;
  std::string confidence;
  std::string note;
  Location where;

  /// Whether the codes show that the two have goods in common.
  bool overlaps(const GoodsList& other) const;
};

/// Reads one [[list]] table strictly.
GoodsList parse_goods_list(const TomlTable& table);

}  // namespace leeway
