#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "leeway/analysis/comparison.h"
#include "leeway/world/world.h"

namespace leeway::python {

class Answer;

/// What of the long table is asked for; an empty list asks for all of its kind.
struct LongFilter {
  std::vector<std::string> variables;
  std::vector<std::string> economies;  ///< by any of their names, or groups
  std::vector<std::string> partners;
  std::vector<std::string> sectors;  ///< ids of sectors, or "product:<id>" of flows

  bool empty() const { return variables.empty() && economies.empty() && partners.empty() && sectors.empty(); }
};

/// A column of few words: each row's place among them.
struct WordColumn {
  std::string name;
  std::vector<std::int32_t> codes;
  std::vector<std::string> words;
};

/// The long table column by column, as a data frame keeps it.
struct LongColumns {
  std::vector<WordColumn> words;
  std::vector<double> values;
  int year = 0;
};

/// The rows that a filter leaves and, where they are asked for by name, those of the flows of `levels`
/// (variable "flows"). Throws InputError for a filter that leaves everything, and for names that are not
/// known.
LongColumns long_columns(const World& world, const std::vector<LongRow>& rows, const LongFilter& filter,
                         const Answer* levels, const std::string& scenario = "");

}  // namespace leeway::python
