#pragma once

#include <string>
#include <vector>

#include "leeway/output/report.h"
#include "leeway/output/solve_report.h"
#include "leeway/verify/verify.h"

namespace leeway {

/// What the second reading says of one equilibrium.
struct NamedVerification {
  std::string name;  ///< of the solve
  Verification verification;
};

/// Reads every certified outcome a second time.
std::vector<NamedVerification> verify_all(const World& world, const Options& options,
                                          const std::vector<const NamedOutcome*>& outcomes);
/// Adds the table "checked again" to a report. Where an equation does not hold, the report warns of it, names
/// it, and is not certified.
void add_verification(Report& report, const std::vector<NamedVerification>& read);
/// One line on an equilibrium, for a terminal.
std::string verification_line(const NamedVerification& read);

}  // namespace leeway
