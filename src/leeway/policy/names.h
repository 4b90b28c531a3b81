#pragma once

#include <string>
#include <vector>

#include "leeway/policy/measure.h"
#include "leeway/world/world.h"

namespace leeway {

/// Economies that a list of names stands for at a date, sorted, each once. A group that has no members
/// on that date gives none. Throws InputError that names the field, at its place in the Measure.
std::vector<int> economies_of(const World& world, const std::vector<std::string>& names, Date date,
                              const Measure& measure, const std::string& field);

/// Trade lines of a list of goods, sorted, each once; of a tariff line those that hold some of it. A product
/// that the world does not carve out gives none and is added to `absent`; any other unknown name throws
/// InputError.
std::vector<int> lines_of(const World& world, const std::vector<std::string>& goods, const Measure& measure,
                          const std::string& field, std::vector<std::string>* absent = nullptr);

bool is_product(std::string_view goods);

/// Whether an economy belongs to the group on a date.
bool is_member(const Membership& member, Date date);

/// Whether the exporter's government applies it: `by` sells, `on` buys.
bool acts_on_exports(Instrument instrument);

}  // namespace leeway
