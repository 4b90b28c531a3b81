#pragma once

#include <array>
#include <map>
#include <vector>

#include "leeway/policy/bound.h"

namespace leeway {

/// The flows that Measures in force split into parts, or a price floor relieves of a duty: by line,
/// importer, exporter.
class FlowParts {
 public:
  using Flow = std::array<int, 3>;

  explicit FlowParts(const BoundSet& set);

  /// The parts of a flow: one whole part where nothing splits it.
  const std::vector<Part>& of(const Flow& flow) const;
  const std::map<Flow, std::vector<Part>>& all() const { return parts_; }
  /// The elasticity of substitution that a Measure states for the firms of a flow; 0: none does.
  double substitution(const Flow& flow) const;

  /// Whether an instrument takes a part of a flow that it touches.
  static bool takes(const BoundMeasure& measure, int line, const Part& part) {
    return measure.coverage(line, &part) > 0.0;
  }

 private:
  std::map<Flow, std::vector<Part>> parts_;
  std::map<Flow, double> substitution_;
  std::vector<Part> whole_{Part{}};
};

}  // namespace leeway
