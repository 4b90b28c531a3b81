#pragma once

#include <string>
#include <vector>

#include "leeway/io/csv.h"
#include "leeway/world/world.h"

namespace leeway {

/// Kinds of supply that serve any world: land, deposits, basic (metals and fuels), factories, plants (of
/// critical inputs) and services. Assumptions, each with its range and source.
std::vector<SupplyKind> default_supply();
/// Which of them a sector is, by the first ISIC division that it names, else by its code ("C24", "D35"), else
/// as goods or services. -1 where `kinds` has none of that id.
int supply_of(const Sector& sector, const std::vector<SupplyKind>& kinds);
/// Makes the factories of a critical input plants, where there is such a kind.
void plants_of_critical(Sector& sector, const std::vector<SupplyKind>& kinds);
/// Gives a world the default kinds, and each sector its own.
void assume_supply(World& world);

/// Reads supply.csv; throws InputError at the field that is out of range or order.
std::vector<SupplyKind> read_supply(CsvFile& csv);
CsvWriter supply_table(const std::vector<SupplyKind>& kinds);
/// The kind that a field names; throws InputError with those there are.
int supply_named(const CsvFile& csv, std::size_t column, const std::vector<SupplyKind>& kinds);
/// What is wrong with a kind, or nothing.
std::string supply_fault(const SupplyKind& kind);

}  // namespace leeway
