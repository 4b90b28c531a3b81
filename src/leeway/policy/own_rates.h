#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "leeway/policy/measure.h"
#include "leeway/policy/schedule.h"
#include "leeway/world/world.h"

namespace leeway {

/// A table of tariffs of a scenario's own (docs/measures.md, "Tariffs of one's own").
struct OwnRates {
  std::string file;
  std::string id;                             ///< hash of its rows
  bool levels = false;                        ///< rates are the whole duty; else they are added to it
  Schedule by_importer;                       ///< "" where the table has no column of importers: whoever acts
  std::map<std::string, Location> economies;  ///< importers and exporters, each where it stands first
  std::map<std::string, Location> goods;
};

/// Reads columns importer, exporter, sector or product or hs, rate, and from and covered where there are.
/// Throws InputError with line and field: an unknown column, a rate that is none or looks like percent as a
/// whole, a row that occurs twice.
OwnRates read_own_rates(const std::filesystem::path& file, bool levels);

/// A Measure as a policy takes it up: itself, or, of a table of rates, the share of each importer that the
/// table names and that acts, as a Measure of its own. Names are those of the world, in whatever way they
/// were written. Throws InputError at the row for a name that the world does not know, for an economy that
/// has rows under two names, and for a table without a row for who acts.
std::vector<Measure> by_importer(const World& world, const Measure& measure, Date date);

}  // namespace leeway
