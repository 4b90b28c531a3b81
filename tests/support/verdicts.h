#pragma once

#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "leeway/model/solution.h"

namespace leeway::testing {

inline Verdict certified_verdict(double residual = 0.0) {
  Verdict verdict;
  verdict.certificate.termination = Termination::certified;
  verdict.certificate.converged = true;
  verdict.certificate.residual = residual;
  return verdict;
}

/// A solve that ended with income of KOR without a value and a quarter of its way certified.
inline Failure failure_of(Termination termination) {
  Failure f;
  f.policy = std::make_shared<const Policy>();
  f.certificate.termination = termination;
  f.certificate.residual = HUGE_VAL;
  if (termination == Termination::refused)
    f.refusal = Refusal{Refusal::Reason::no_supplier, "C29", "SGP", 4.0};
  if (termination == Termination::closure_infeasible) f.imbalance_of = "USA";
  if (termination == Termination::not_converged) {
    f.worst = {{FailedRow::Block::income, "KOR", "", "", std::nan("")},
               {FailedRow::Block::value_added, "CHL", "C29", "", -2.5},
               {FailedRow::Block::instrument, "", "", "QUOTA", 0.1}};
    f.share_certified = 0.25;
  }
  f.measure = "KR-SUBSIDY";
  f.id = "id-of-failure";
  return f;
}
inline Verdict failed_verdict(Termination termination = Termination::not_converged) {
  return Outcome(failure_of(termination)).verdict();
}

}  // namespace leeway::testing
