#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "leeway/model/certificate.h"
#include "leeway/model/result.h"
#include "leeway/policy/policy.h"
#include "leeway/world/world.h"

namespace leeway {

/// A point to start a solve from, taken from a Solution or a Failure. What is in it is the solver's own; an
/// empty one is the base year. Premia of instruments are told by the flows that they act on, so that it
/// serves other policies too.
class Start {
 public:
  Start() = default;
  bool empty() const { return point_ == nullptr; }

 private:
  friend struct StartAccess;
  std::shared_ptr<const std::vector<double>> point_;
  std::shared_ptr<const Policy> policy_;  ///< whose instruments the point has
};

/// `at`, moved by what lies between `from` and `to`, in logs: near the solution where the step from the one
/// to the other policy was solved under like options. `at` where any of them is empty or of another world.
Start shifted(const Start& at, const Start& from, const Start& to);

/// A policy with its certified equilibrium. There are no levels of anything that is not certified.
struct Solution {
  std::shared_ptr<const Policy> policy;
  Result result;
  Certificate certificate;
  Start start;     ///< the solved point
  std::string id;  ///< hash of version, world, options and policy (docs/architecture.md, Determinism)
  std::optional<double> horizon;  ///< years since the shock; nothing: the long run
};

/// Why a policy leaves no equilibrium. Ids, not words.
struct Refusal {
  enum class Reason {
    no_supplier,             ///< bans leave `economy` no supplier of `line`, which it buys
    no_buyer,                ///< bans leave the industry `line` of `economy` no buyer at home or abroad
    no_exports,              ///< bans leave `economy` nothing that it could sell abroad
    no_imports,              ///< bans leave `economy` nothing that it could buy abroad
    ban_without_elasticity,  ///< a ban on `line`, whose trade elasticity `theta` is not above zero
    /// What `economy` pays in subsidies, transfers and support of purchases comes to all that it earns before
    /// the policy is reached: `Failure::share_certified` tells how far an equilibrium was found.
    income_spent,
    /// What `measure` commits `economy` to buy comes to all that it spends on final use, or to all that the
    /// sellers make.
    commitment_too_large
  };
  Reason reason = Reason::no_supplier;
  std::string line;     ///< of trade, or the id of a producer
  std::string economy;  ///< importer of the flow
  double theta = 0.0;
  std::string measure = {};  ///< of a commitment
};
const char* to_string(Refusal::Reason reason);

/// One equation that is off at the point where a solve gave up.
struct FailedRow {
  enum class Block { external_balance, price, value_added, income, instrument };
  Block block = Block::income;
  std::string economy;    ///< empty: an instrument's
  std::string sector;     ///< of price and value_added
  std::string measure;    ///< of an instrument
  double residual = 0.0;  ///< in logs; not a number where the equation could not be evaluated
};
const char* to_string(FailedRow::Block block);

/// A solve without an equilibrium to show: the reason, never levels.
struct Failure {
  std::shared_ptr<const Policy> policy;
  Certificate certificate;         ///< of the best point found; never certified
  std::optional<Refusal> refusal;  ///< when the termination is `refused`
  std::string imbalance_of;        ///< economy whose imbalance cannot be carried, when closure_infeasible
  std::vector<FailedRow> worst;    ///< largest first, at most five
  std::string measure;             ///< id of the Measure behind it, empty when it cannot be told
  /// Largest share of the way from the base year to the policy, in logs of its wedges, that certified.
  /// Nothing when it was not walked.
  std::optional<double> share_certified;
  Start start;
  std::string id;

  Termination termination() const { return certificate.termination; }
};

/// What stays of a solve when its levels are not kept.
struct Verdict {
  Certificate certificate;
  std::string id;
  std::shared_ptr<const Failure> failure;  ///< null: certified

  bool certified() const { return failure == nullptr; }
};

/// Exactly one of a Solution and a Failure: whoever wants levels must look first. Cheap to copy.
class Outcome {
 public:
  /// Throws std::logic_error when the certificate is not certified.
  Outcome(Solution solution);  // NOLINT(google-explicit-constructor)
  /// Throws std::logic_error when the certificate is certified.
  Outcome(Failure failure);  // NOLINT(google-explicit-constructor)

  bool certified() const { return either_.index() == 0; }
  explicit operator bool() const { return certified(); }
  /// These throw std::logic_error on the wrong side.
  const Solution& solution() const { return *shared_solution(); }
  const std::shared_ptr<const Solution>& shared_solution() const;
  const Solution* operator->() const { return shared_solution().get(); }
  const Failure& failure() const { return *shared_failure(); }
  const std::shared_ptr<const Failure>& shared_failure() const;

  // What both have.
  const Certificate& certificate() const;
  const std::string& id() const;
  const Start& start() const;
  const Policy& policy() const;
  Verdict verdict() const;

 private:
  std::variant<std::shared_ptr<const Solution>, std::shared_ptr<const Failure>> either_;
};

/// Who receives what buyers pay on any flow.
FlowMoney flow_money(const World& world, const Solution& solution, int line, int importer, int exporter);

/// The policy without instruments or parts that has the same equilibrium: each flow under instruments gets
/// the tariff, export tax and cost that leave every party what it has. For analyses of plain wedges.
Policy plain_equivalent(const World& world, const Solution& solution);

}  // namespace leeway
