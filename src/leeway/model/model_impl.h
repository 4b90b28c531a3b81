#pragma once

#include <string>
#include <vector>

#include "leeway/model/calibration.h"
#include "leeway/model/compiled_policy.h"
#include "leeway/model/equilibrium.h"
#include "leeway/model/model.h"
#include "leeway/model/preconditioner.h"
#include "leeway/solve/system.h"

namespace leeway {

/// What a Model holds. Other files of this folder, and analyses that walk the equations, see it.
struct Model::Impl {
  Impl(const World& world, const Options& options);

  World world;
  Options options;
  Calibration calibration;
  BlockPreconditioner preconditioner;
  std::string identity;  ///< hash of version, world and options

  std::string run_id(const CompiledPolicy& policy) const;
};

/// Reads a solved point into a Result, certificate included (summary and method aside).
Result read_result(const Model::Impl& impl, const Equilibrium& equilibrium, std::vector<double> z);
/// Adds what the policy's instruments did: outcomes, rents by holder, the money of their flows.
void read_instruments(const Policy& policy, const Equilibrium& equilibrium, Result& result);
/// Evaluates the equations at z, reads the Result and writes its certificate. `equilibrium` spares an
/// allocation where the caller has one for this policy.
Result finish(const Model::Impl& impl, const Policy& policy, CompiledPolicy& compiled, std::vector<double> z,
              const std::string& method, Equilibrium* equilibrium = nullptr);
/// The multipliers by a projected fixed point, x <- clip(x - s G), around nested solves (model.md 3.12): the
/// fallback of solve(), and what it is checked against.
Result solve_nested(const Model::Impl& impl, const Policy& policy);
/// A Result for a policy found infeasible, which was not solved: base-year levels and the reason in the
/// certificate.
Result unsolved(const Model::Impl& impl, const CompiledPolicy& policy);

}  // namespace leeway
