#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "leeway/model/model.h"
#include "leeway/policy/ledger.h"

namespace leeway {

/// What must hold of any policy that limits or frees trade, whatever the parameters (model.md 11.8).
enum class Gate {
  base_year,      ///< the status quo of the world's own day is the base year
  volume,         ///< what restricts ships no more than without it, what frees no less
  deeper_price,   ///< a deeper cut gives buyers no lower price
  deeper_volume,  ///< nor a larger quantity
  limit,          ///< where a limit binds shipments equal it, elsewhere they stay within it
};
const char* to_string(Gate gate);

/// A policy among whose Measures some are put to the gates.
struct GatedPolicy {
  std::string name;
  std::shared_ptr<const Policy> policy;
  Options options;
  std::vector<std::string> measures;  ///< ids; they must act in it
};

struct GateResult {
  enum class Verdict {
    passed,
    failed,
    neither,     ///< it both frees and restricts, or moves no wedge
    no_deeper,   ///< it has nothing that could be made deeper
    not_solved,  ///< an equilibrium that it needs did not certify
    refused,     ///< the policy that it needs is refused: `problem` tells
  };
  Gate gate = Gate::volume;
  std::string where;    ///< the policy
  std::string measure;  ///< id; empty: of no one Measure
  Verdict verdict = Verdict::passed;
  /// What the gate holds against each other: the quantity or the price index of its flows without the Measure
  /// (or with it as it is) and with it (or deeper), base year 1; an amount and its limit; the largest
  /// equivalent variation over income and zero.
  double before = 0.0;
  double after = 0.0;
  std::string problem{};
};

struct GateReport {
  std::vector<GateResult> results;  ///< in the order of the policies and their Measures
  std::string run_id;

  int count(Gate gate, GateResult::Verdict verdict) const;
  bool passed() const;
};

/// Puts every Measure of the ledger to the gates on `as_of` and on the day it came into force, where it is in
/// force then (one that never was is put in force on `as_of`), then those named in `scenarios`.
/// Rents of its limits go to the side that restricts, where they do most to hide a loss.
GateReport check_gates(const Model& model, const Ledger& ledger, Date as_of,
                       const std::vector<GatedPolicy>& scenarios,
                       const std::function<void(int, int)>& progress = {});

}  // namespace leeway
