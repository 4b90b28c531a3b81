#include "leeway/policy/physical_units.h"

#include <utility>

namespace leeway {

namespace {

struct UnitName {
  std::string_view written;
  std::string_view base;
  double factor;
};
constexpr UnitName units[] = {{"t", "t", 1.0},        {"tonne", "t", 1.0},     {"tonnes", "t", 1.0},
                              {"kt", "t", 1e3},       {"Mt", "t", 1e6},        {"kg", "t", 1e-3},
                              {"unit", "units", 1.0}, {"units", "units", 1.0}, {"hl", "hl", 1.0},
                              {"l", "hl", 1e-2},      {"litre", "hl", 1e-2},   {"litres", "hl", 1e-2}};

/// A unit as a multiple of the one that its kind is counted in; an unknown one is a kind of its own.
UnitName in_base_units(std::string_view written) {
  double factor = 1.0;
  for (const auto& [prefix, times] : {std::pair<std::string_view, double>("thousand ", 1e3),
                                      std::pair<std::string_view, double>("million ", 1e6)})
    if (written.starts_with(prefix)) {
      written.remove_prefix(prefix.size());
      factor = times;
    }
  for (const UnitName& unit : units)
    if (unit.written == written) return {written, unit.base, factor * unit.factor};
  return {written, written, factor};
}

}  // namespace

std::optional<double> unit_factor(std::string_view written, std::string_view line_unit) {
  if (written.empty() || line_unit.empty()) return std::nullopt;
  const UnitName from = in_base_units(written);
  const UnitName to = in_base_units(line_unit);
  if (from.base != to.base) return std::nullopt;
  return from.factor / to.factor;
}

}  // namespace leeway
