#pragma once

#include <memory>
#include <span>
#include <vector>

#include "leeway/model/options.h"
#include "leeway/model/result.h"
#include "leeway/policy/policy.h"
#include "leeway/world/world.h"

namespace leeway {

/// Which way a limit is taken to move where its instrument is at a kink: exactly filled, or exactly met.
enum class KinkSide { looser, tighter };

/// Derivatives with respect to one instrument of the Policy.
struct InstrumentGradient {
  double log_limit = 0.0;  ///< per log of its quota, commitment or floor
  double top = 0.0;        ///< per unit of the largest multiplier, ln((1 + over) / (1 + in))
  /// The regime changes at this very point: the derivative holds on one side only, the one asked for.
  bool one_sided = false;
};

/// Partial derivatives of an objective with respect to every wedge and parameter (model.md 6.1).
struct Gradient {
  Array3 tariff;      ///< [l][n][i] per unit of t; under a quota, of in- and over-quota rates in proportion
  Array3 export_tax;  ///< [l][n][i] per unit of e
  Array3 log_cost;    ///< [l][n][i] per log of d
  Array2 log_productivity;                      ///< [n][k] per log of A
  std::vector<double> theta;                    ///< [l] per unit of the trade elasticity
  std::vector<InstrumentGradient> instruments;  ///< as in Policy::instruments
  int sweeps = 0;
  bool converged = false;
};

/// The equations of model.md section 2 on one World under one set of Options. Immutable after
/// construction and safe to use from several threads.
class Model {
 public:
  /// Calibrates. Throws InputError for options that the world cannot serve.
  Model(const World& world, const Options& options);
  ~Model();
  Model(Model&&) noexcept;
  Model& operator=(Model&&) noexcept;

  /// Solves for the equilibrium under a policy, from the base year or from `start` (a Result's state).
  /// Never throws for non-convergence: look at the Certificate.
  Result solve(const Policy& policy, std::span<const double> start = {}) const;
  /// Many policies by Anderson acceleration in lanes; the same answers to the tolerance.
  std::vector<Result> solve_batch(std::span<const Policy* const> policies) const;

  /// Gradient of ln real income of one economy at a solved point, by the adjoint, through the instruments
  /// that bind.
  Gradient gradient(const Policy& policy, const Result& at, int economy,
                    KinkSide side = KinkSide::looser) const;

  const World& world() const;
  const Options& options() const;

  struct Impl;
  const Impl& impl() const { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

/// Largest log residual of the equations at the base year itself (hat-1, model.md 8.1): how well the world
/// is an equilibrium of the model before anything is solved.
double base_year_residual(const Model& model);

/// Solves the world at unchanged wedges and replaces its flows by the solution (model.md 1.4, REBASE
/// and PURGE). `balanced` removes the imbalances. Reports the largest relative change made.
struct Rebased {
  World world;
  double largest_change = 0.0;
  Certificate certificate;
};
Rebased rebase(const World& world, const Options& options, bool balanced);

}  // namespace leeway
