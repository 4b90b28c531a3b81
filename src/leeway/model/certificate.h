#pragma once

namespace leeway {

/// How a solve ended. `to_string` gives the identifiers that files carry; output makes the words.
enum class Termination {
  certified,
  refused,             ///< nothing was solved: the policy leaves no equilibrium to look for
  not_converged,       ///< an equation is off by more than the tolerance
  identity_off,        ///< converged, but an identity that is not imposed misses its gate
  closure_infeasible,  ///< some economy trades too little to carry its fixed imbalance (model.md 2.5)
};
const char* to_string(Termination termination);

/// What found the point that a certificate speaks of (model.md 5).
enum class Method { none, newton_krylov, newton_after_sweeps, nested, homotopy, anderson };
const char* to_string(Method method);

/// What a solve says of itself (model.md 5.1, 8.1). Not converging is a value here, never an exception.
struct Certificate {
  Termination termination = Termination::not_converged;
  bool converged = false;        ///< `residual` is within the tolerance asked for
  double residual = 0.0;         ///< largest absolute log residual of the whole system
  double market_clearing = 0.0;  ///< largest relative excess in labour markets, which is not imposed
  double walras = 0.0;           ///< world income over its numeraire, in logs; must be zero
  double payments = 0.0;         ///< world receipts minus payments over world income
  /// Largest share of user value that no one receives: of all trade, and of each flow under instruments with
  /// duties taken by their rates.
  double rent_accounting = 0.0;
  double complementarity = 0.0;  ///< largest residual of an instrument's regime, in logs
  int newton = 0;                ///< Newton steps
  int sweeps = 0;                ///< evaluations of the residual or a Jacobian product
  Method method = Method::none;

  bool certified() const { return termination == Termination::certified; }
  /// Every identity is within its gate, 1e-8.
  bool identities_hold() const;
};

}  // namespace leeway
