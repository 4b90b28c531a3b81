#pragma once

#include <string>

#include "leeway/output/report.h"

// What is said of a solve without an equilibrium: the reason, where it is off and what is behind it, and no
// figure.
namespace leeway {

/// The reason as a clause: "no supplier of C29 is left for SGP", "not converged: income of KOR is off by …".
std::string failure_words(const Failure& failure);
/// Two or three sentences on the solve called `name`: the reason, the Measure behind it, how far it got.
std::string failure_sentence(const std::string& name, const Failure& failure);

/// Puts the sentence of every failed solve among the report's certificates after the lead, and their table
/// (and rows of the long table, where there is one) before the others.
void add_failures(Report& report);

}  // namespace leeway
