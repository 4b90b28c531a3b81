#pragma once

#include <array>
#include <map>
#include <vector>

#include "leeway/policy/cuts.h"

namespace leeway {

/// The flows that Measures in force split by firm, or a price floor relieves of a duty: by line, importer,
/// exporter, class of goods.
class FlowParts {
 public:
  using Flow = std::array<int, 4>;

  /// `cuts` must outlive it.
  FlowParts(const BoundSet& set, const Cuts& cuts);

  /// The parts of a flow, or of its goods of one class: one whole part where nothing splits it.
  const std::vector<Part>& of(const Flow& flow) const;
  const std::map<Flow, std::vector<Part>>& all() const { return parts_; }
  /// The elasticity of substitution that a Measure states for the firms of a flow; 0: none does.
  double substitution(int line, int importer, int exporter) const;

  /// Whether an instrument takes a part of a flow that it touches.
  static bool takes(const BoundMeasure& measure, int line, int exporter, const Part& part) {
    return measure.coverage(line, exporter, &part) > 0.0;
  }

 private:
  std::map<Flow, std::vector<Part>> parts_;
  const Cuts* cuts_;
  std::map<std::array<int, 3>, double> substitution_;
  std::vector<Part> whole_{Part{}};
};

}  // namespace leeway
