#pragma once

#include <string>

#include "leeway/policy/ledger.h"

namespace leeway {

/// The ledger that serves a world, as it is written: the folder that is asked for, else the world's own, else
/// that of the data folder. "none" is a ledger without Measures. Throws InputError for a folder that was
/// asked for and has no entry.
Ledger whole_ledger(const World& world, const std::string& asked = "");

/// Why a world cannot hold a Measure that Ledger::as_known_to left out.
std::string why_left_out(const World& world, const Measure& measure);

}  // namespace leeway
