#pragma once

#include <string>

#include "leeway/policy/ledger.h"
#include "leeway/policy/scenario.h"

namespace leeway {

/// The ledger that serves a world, as it is written: the folder that is asked for, else the world's own, else
/// that of the data folder. "none" is a ledger without Measures.
Ledger whole_ledger(const World& world, const std::string& asked = "");

/// Why a world cannot hold a Measure that Ledger::as_known_to left out.
std::string why_left_out(const World& world, const Measure& measure);

/// The ledger that a scenario's file names, a folder from the file on or "none", and where; empty for none.
struct LedgerChoice {
  std::string ledger;
  Location where;
};
LedgerChoice ledger_of(const Scenario& scenario);

}  // namespace leeway
