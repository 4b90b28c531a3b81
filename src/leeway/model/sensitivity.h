#pragma once

#include <memory>
#include <vector>

#include "leeway/model/model.h"

namespace leeway {

/// What a government values: sum over economies of weight x ln of their real income, in which a dollar of
/// value added may count for more or less than a dollar (Grossman and Helpman 1994; Ossa 2014; model.md 6.1):
/// ln ( (I_n + sum_k premium_nk V_nk) / P_F,n ).
struct Objective {
  std::vector<double> weight;  ///< [n]
  Array2 premium;  ///< [n][k] of value added, over the dollar that it counts for anyway; empty: none

  /// Real income of one economy.
  static Objective of(int economy, int economies);
};

/// Derivatives of one objective after another at one solution (model.md 6.1): the policy is compiled and the
/// equations are evaluated once, and each objective costs one transposed system. Reads the Model and its
/// World, which must outlive it. For one thread.
class Sensitivity {
 public:
  Sensitivity(const Model& model, const Solution& at, KinkSide side = KinkSide::looser);
  ~Sensitivity();
  Sensitivity(const Sensitivity&) = delete;
  Sensitivity& operator=(const Sensitivity&) = delete;

  /// Solves the transposed system for an objective; the queries below then answer for it. `adjoint` is a
  /// guess (that of a solution nearby, or empty) and becomes the answer. False where it did not reach the
  /// tolerance, relative to the derivative of the objective.
  bool solve(const Objective& objective, std::vector<double>& adjoint, double tolerance = 1e-9);
  bool converged() const;
  int sweeps() const;

  /// Of every wedge and parameter.
  Gradient gradient() const;
  /// [l][i] per unit of the tariffs of one importer; of a flow in classes, all of them together.
  Array2 import_tariffs(int importer) const;
  /// [l][n] per unit of the export taxes of one exporter, by destination.
  Array2 export_taxes(int exporter) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace leeway
