#pragma once

#include <vector>

#include "leeway/policy/bound.h"

namespace leeway {

/// One step in the stack of tariffs on a flow, in the order in which they are taken.
struct TariffStep {
  enum class Kind { subtract, scale, add, shift, max, replace, floor };
  Kind kind = Kind::floor;
  const BoundMeasure* measure = nullptr;
  const BoundMeasure* before = nullptr;  ///< shift: the Measure as the base tariffs contain it
  double factor = 1.0;                   ///< scale: what is left of the base tariff
  /// add: tariff-rate quotas effective earlier, which replace what stood before them but not this. On
  /// their flows this step is taken twice: early it does nothing, and `late` it does.
  std::vector<const BoundMeasure*> quotas{};
  bool late = false;

  /// Whether it changes the tariff on a flow.
  bool acts(int line, int importer, int exporter) const;
  /// The tariff after this step, on a flow on which it acts.
  double apply(double tariff, int line, int exporter, bool alternative, const StackView& view = {}) const;
};
std::vector<TariffStep> tariff_steps(const BoundSet& set);

/// The steps that act on one flow.
std::vector<const TariffStep*> steps_on(const std::vector<TariffStep>& steps, int line, int importer,
                                        int exporter);
/// The tariff of one part of a flow by the steps that act on it.
double stacked_tariff(double base, const std::vector<const TariffStep*>& steps, int line, int exporter,
                      bool alternative, const StackView& view);

}  // namespace leeway
