#pragma once

#include <string>
#include <vector>

#include "leeway/model/options.h"
#include "leeway/model/result.h"
#include "leeway/policy/policy.h"
#include "leeway/world/world.h"

namespace leeway {

/// One kind of equation, held against a solved equilibrium.
struct EquationCheck {
  std::string what;    ///< "what buyers pay on a line", …
  double error = 0.0;  ///< largest relative error; of a regime, by how much its rule is broken in logs
  std::string where;   ///< the place of that error: "product:bev, CAN from CHN"; empty without an error
};

/// What a second reading of a Result says of it.
struct Verification {
  std::vector<EquationCheck> checks;  ///< in the order of the model's sections
  /// Largest error that passes: what residuals of 1e-10 may come to in a flow with a trade elasticity of 65.
  static constexpr double kTolerance = 1e-7;

  bool holds() const;
  /// The check with the largest error.
  const EquationCheck& worst() const;
};

/// Recomputes prices, demands, trade, markets, budgets, rents and regimes of an equilibrium from the World's
/// flows, the Policy's terms and the Options, and compares with every array of the Result. The equations are
/// those of docs/model.md written a second time as plain loops: nothing is shared with the calibration, the
/// compiled policy or the solver, so that a fault in those cannot hide itself here. Serves any solved policy;
/// a Result that is not certified will not pass.
Verification verify(const World& world, const Options& options, const Policy& policy, const Result& result);

}  // namespace leeway
