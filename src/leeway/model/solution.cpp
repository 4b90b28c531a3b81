#include "leeway/model/solution.h"

#include <cmath>
#include <stdexcept>

#include <fmt/format.h>

namespace leeway {

namespace {

constexpr double kIdentityGate = 1e-8;

}  // namespace

const char* to_string(Termination termination) {
  switch (termination) {
    case Termination::certified:
      return "certified";
    case Termination::refused:
      return "refused";
    case Termination::not_converged:
      return "not_converged";
    case Termination::identity_off:
      return "identity_off";
    case Termination::closure_infeasible:
      return "closure_infeasible";
  }
  return "";
}

const char* to_string(Method method) {
  switch (method) {
    case Method::none:
      return "none";
    case Method::newton_krylov:
      return "newton_krylov";
    case Method::newton_after_sweeps:
      return "newton_after_sweeps";
    case Method::nested:
      return "nested";
    case Method::homotopy:
      return "homotopy";
    case Method::anderson:
      return "anderson";
  }
  return "";
}

const char* to_string(Refusal::Reason reason) {
  switch (reason) {
    case Refusal::Reason::no_supplier:
      return "no_supplier";
    case Refusal::Reason::no_buyer:
      return "no_buyer";
    case Refusal::Reason::no_exports:
      return "no_exports";
    case Refusal::Reason::no_imports:
      return "no_imports";
    case Refusal::Reason::ban_without_elasticity:
      return "ban_without_elasticity";
    case Refusal::Reason::income_spent:
      return "income_spent";
    case Refusal::Reason::commitment_too_large:
      return "commitment_too_large";
  }
  return "";
}

const char* to_string(FailedRow::Block block) {
  switch (block) {
    case FailedRow::Block::external_balance:
      return "external_balance";
    case FailedRow::Block::price:
      return "price";
    case FailedRow::Block::value_added:
      return "value_added";
    case FailedRow::Block::income:
      return "income";
    case FailedRow::Block::instrument:
      return "instrument";
  }
  return "";
}

bool Certificate::identities_hold() const {
  return market_clearing < kIdentityGate && std::abs(walras) < kIdentityGate && payments < kIdentityGate &&
         rent_accounting < kIdentityGate && complementarity < kIdentityGate;
}

Outcome::Outcome(Solution solution) : either_(std::make_shared<const Solution>(std::move(solution))) {
  if (!certificate().certified()) throw std::logic_error("levels without a certificate are no Solution");
}

Outcome::Outcome(Failure failure) : either_(std::make_shared<const Failure>(std::move(failure))) {
  if (certificate().certified()) throw std::logic_error("a certified solve is no Failure");
}

const std::shared_ptr<const Solution>& Outcome::shared_solution() const {
  if (const auto* solution = std::get_if<0>(&either_)) return *solution;
  throw std::logic_error(
      fmt::format("levels were asked of a solve that failed: {}", to_string(certificate().termination)));
}

const std::shared_ptr<const Failure>& Outcome::shared_failure() const {
  if (const auto* failure = std::get_if<1>(&either_)) return *failure;
  throw std::logic_error("a failure was asked of a certified solve");
}

const Certificate& Outcome::certificate() const {
  return std::visit([](const auto& one) -> const Certificate& { return one->certificate; }, either_);
}
const std::string& Outcome::id() const {
  return std::visit([](const auto& one) -> const std::string& { return one->id; }, either_);
}
const Start& Outcome::start() const {
  return std::visit([](const auto& one) -> const Start& { return one->start; }, either_);
}
const Policy& Outcome::policy() const {
  return std::visit([](const auto& one) -> const Policy& { return *one->policy; }, either_);
}

Verdict Outcome::verdict() const { return {certificate(), id(), certified() ? nullptr : shared_failure()}; }

}  // namespace leeway
