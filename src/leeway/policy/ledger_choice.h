#pragma once

#include <filesystem>
#include <string>

#include "leeway/policy/ledger.h"

namespace leeway {

/// Where the ledger lies that serves a world: the folder that is asked for, else the world's own, else that
/// of the data folder. Empty for "none", a ledger without Measures.
std::filesystem::path ledger_folder(const World& world, const std::string& asked = "");
/// The same, read as it is written. Throws InputError for a folder that was asked for and has no entry.
Ledger whole_ledger(const World& world, const std::string& asked = "");

/// Why a world cannot hold a Measure of a ledger that Ledger::as_known_to left out.
std::string why_left_out(const World& world, const Ledger& whole, const Measure& measure);

}  // namespace leeway
