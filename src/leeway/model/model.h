#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "leeway/model/options.h"
#include "leeway/model/solution.h"
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

/// What a World says whatever the options: shares, flows and inputs of its base year.
struct Shares;
/// Reads them, once a World; they serve any number of Models and threads.
std::shared_ptr<const Shares> read_shares(const World& world);

/// The equations of model.md section 2 on one World under one set of Options. Immutable after
/// construction and safe to use from several threads.
class Model {
 public:
  /// Calibrates behaviour; models of one World share the rest. Throws InputError for options that the world
  /// cannot serve.
  Model(std::shared_ptr<const Shares> shares, const Options& options);
  /// As another, with another closure: what steers the solves of both is worked out once.
  Model(const Model& like, Closure closure);
  /// Of other options on the same shares, steered by what `like` works out for its own: as exact, and quicker
  /// to have than to work it out anew where the options are near.
  Model(const Model& like, const Options& options);
  /// With shares of its own.
  Model(const World& world, const Options& options);
  ~Model();
  Model(Model&&) noexcept;
  Model& operator=(Model&&) noexcept;

  /// Looks for the equilibrium under a policy, from the base year or from where another solve ended. Never
  /// throws for non-convergence.
  Outcome solve(std::shared_ptr<const Policy> policy, const Start& start = {}) const;
  Outcome solve(Policy policy, const Start& start = {}) const;

  /// Gradient of ln real income of one economy at a solution, by the adjoint, through the instruments that
  /// bind.
  Gradient gradient(const Solution& at, int economy, KinkSide side = KinkSide::looser) const;

  const World& world() const;
  const Options& options() const;
  /// Share of a producer's value added that its specific factors earn.
  double specific_share(int economy, int producer) const;

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
  std::optional<World> world;  ///< nothing when the base year was not solved
  double largest_change = 0.0;
  Verdict verdict;
};
Rebased rebase(const World& world, const Options& options, bool balanced);

}  // namespace leeway
