#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "leeway/base/array.h"
#include "leeway/model/calibration.h"
#include "leeway/model/compiled_instruments.h"
#include "leeway/model/policy_rows.h"
#include "leeway/model/solution.h"
#include "leeway/policy/policy.h"

namespace leeway {

/// What a policy changes of the base year, as the equations read it (model.md 2.1): every instrument is
/// reduced to K, F and what the exporter's country keeps.
struct PolicyChanges {
  /// A flow whose K or F differs from the base year's.
  struct Cell {
    int l = 0;
    int n = 0;
    int goods = 0;  ///< class
    int i = 0;
    double K = 0.0;       ///< pi0 * kappa^-theta * access * demand
    double F = 0.0;       ///< f * K, f the share of user spending that reaches the seller
    double weight = 0.0;  ///< pi0 * access * demand
    double lost = 0.0;    ///< pi0 * (1 - access) * demand
  };
  std::vector<Cell> cells;
  std::vector<char> taxed;  ///< [l] some flow of the line has f != 1

  struct Kept {
    int l = 0;
    int n = 0;
    int row = 0;  ///< of PolicyRows
    int i = 0;
    double b = 0.0;  ///< share of user spending kept in the exporter's country
  };
  std::vector<Kept> kept;

  struct Wedge {
    int l = 0;
    int n = 0;
    int goods = 0;
    int i = 0;
    double log_kappa = 0.0;  ///< user price over basic price, against the base year
    double log_cost = 0.0;   ///< the part of it that is an iceberg cost
  };
  std::vector<Wedge> wedges;  ///< flows whose kappa moved, in the order of l, n, class, i

  std::string fingerprint;  ///< of the policy
  Array2 output_wedge;      ///< [n][k] o: basic price over unit cost, 1 - subsidy
  bool has_output_wedge = false;
  std::vector<double> transfer;  ///< [n] received, share of world factor income
  bool controlled = false;       ///< some flow is under an instrument or in parts; not among the cells above
  std::optional<Refusal> refusal;  ///< why no equilibrium can be looked for
};

/// A policy with every K and F. Compiled once a policy.
struct CompiledPolicy : PolicyChanges {
  std::shared_ptr<PolicyRows> rows;
  Array2 log_output_wedge;          ///< [n][k], where there are any
  CompiledInstruments instruments;  ///< keep the K and F of their own flows at their multipliers

  /// A flow of a line with a backstop whose price or access the policy moves (E7).
  struct Replaceable {
    int row = 0;
    int n = 0;
    int i = 0;
    double weight = 0.0;     ///< of what is let in
    double log_kappa = 0.0;  ///< of a flow under no instrument
    int cell = -1;           ///< of the instruments
    int kept = -1;           ///< of `kept`
  };
  std::vector<std::vector<Replaceable>> replaceable;  ///< [l] in the order of rows, exporters
  std::vector<double> lost;                           ///< [row] weight of what is refused to a line with one
  /// K and F of flows of which the backstop takes some at the last point evaluated, as they are without it.
  struct Whole {
    int row = 0;
    int i = 0;
    double K = 0.0;
    double F = 0.0;
  };
  std::vector<Whole> whole;
};

CompiledPolicy compile(const Calibration& calibration, const World& world, const Policy& policy);

}  // namespace leeway
