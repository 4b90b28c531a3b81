#pragma once

#include <stdexcept>
#include <string>

#include "leeway/model/model.h"

namespace leeway::testing {

/// Why a solve gave no equilibrium, for the message of a test that wanted one.
inline std::string why(const Outcome& outcome) {
  if (outcome) return "certified";
  const Failure& f = outcome.failure();
  std::string text = to_string(f.termination());
  if (f.refusal) text += ", line " + f.refusal->line + ", economy " + f.refusal->economy;
  for (const FailedRow& row : f.worst)
    text += std::string("; ") + to_string(row.block) + " " + row.economy + " " + row.sector + row.measure +
            " " + std::to_string(row.residual);
  return text + ", method " + to_string(f.certificate.method);
}

/// The solution of a policy; a test that meets a failure ends with its reason.
inline Solution solved(const Outcome& outcome) {
  if (!outcome) throw std::runtime_error(why(outcome));
  return outcome.solution();
}
inline Solution solved(const Model& model, const Policy& policy, const Start& start = {}) {
  return solved(model.solve(policy, start));
}

}  // namespace leeway::testing
