#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "leeway/model/calibration.h"
#include "leeway/model/compiled_policy.h"
#include "leeway/model/equilibrium.h"
#include "leeway/model/model.h"
#include "leeway/model/preconditioner.h"
#include "leeway/model/strain.h"
#include "leeway/solve/system.h"

namespace leeway {

/// What a Model holds. Other files of this folder, and analyses that walk the equations, see it.
struct Model::Impl {
  /// `like`: a model whose preconditioner serves, or null.
  Impl(std::shared_ptr<const Shares> shares, const Options& options, const Impl* like);

  const World& world;  ///< that of the shares
  Options options;
  Calibration calibration;
  BlockPreconditioner preconditioner;
  std::string identity;  ///< hash of version, world and options

  std::string run_id(const CompiledPolicy& policy) const;
};

/// The vector behind a Start.
struct StartAccess {
  static std::span<const double> point(const Start& start);
  static const std::shared_ptr<const Policy>& policy(const Start& start);
  static Start of(std::vector<double> point, std::shared_ptr<const Policy> policy);
};
/// The point of a solve that starts there: its levels, and of the premia those of flows that both policies
/// limit. The base year where the start is empty or of another world.
std::vector<double> point_of(const Start& start, const Policy& policy, const Layout& layout);

/// A point that may be an equilibrium and how it was found.
struct Found {
  std::vector<double> z;
  Method method = Method::none;
  int newton = 0;
  int sweeps = 0;
  std::optional<double> share_certified;
  std::optional<Strain> strain{};  ///< where the last step of a homotopy converged
};

/// Reads the levels of a point whose residual was just evaluated, and the identities that they keep.
Result read_result(const Equilibrium& equilibrium, std::span<const double> z, Certificate& certificate);
/// Adds what the policy's instruments did: outcomes, rents by holder, the money of their flows.
void read_instruments(const Policy& policy, const Equilibrium& equilibrium, Result& result,
                      Certificate& certificate);
/// Evaluates the equations at a point and judges it. `equilibrium` spares an allocation where the caller has
/// one for this policy.
Outcome finish(const Model::Impl& impl, std::shared_ptr<const Policy> policy, CompiledPolicy& compiled,
               Found found, Equilibrium* equilibrium = nullptr);
/// The Failure of a policy found infeasible, which is not solved.
Outcome refused(const Model::Impl& impl, std::shared_ptr<const Policy> policy,
                const CompiledPolicy& compiled);
/// The multipliers by a projected fixed point, x <- clip(x - s G), around nested solves (model.md 3.12): the
/// fallback of solve(), and what it is checked against.
Outcome solve_nested(const Model::Impl& impl, std::shared_ptr<const Policy> policy);

}  // namespace leeway
