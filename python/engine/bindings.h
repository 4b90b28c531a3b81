#pragma once

#include <vector>

#include "answer.h"
#include "columns.h"

namespace pybind11 {
class dict;
class module_;
class object;
class array;
}  // namespace pybind11

namespace leeway::python {

// What the two files that know Python share.

/// Looks at an array where it lies; `owner` lives as long as the array does.
pybind11::array array_of(const View& view, const pybind11::object& owner);
/// An array that takes over what was made for it.
pybind11::array array_owning(std::vector<double> values);
/// Every variable of the long table of one economy or group; None where it is not told.
pybind11::dict change_dict(const EconomyChange& change);
/// Words as codes and categories.
pybind11::dict columns_dict(LongColumns columns);

/// Comparisons, rooms, grids and briefs.
void bind_questions(pybind11::module_& m);

}  // namespace leeway::python
