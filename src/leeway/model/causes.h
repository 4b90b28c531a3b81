#pragma once

#include <functional>
#include <string>
#include <vector>

#include "leeway/policy/policy.h"
#include "leeway/world/world.h"

namespace leeway {

/// Which Measure of a policy is behind a failure: the one that weighs most in what failed, those of the
/// scenario before those in force. Every answer is an id, empty when no Measure has a part in it.
class Causes {
 public:
  Causes(const World& world, const Policy& policy);

  /// Weight of one flow: line, importer, exporter.
  using Weight = std::function<double(int, int, int)>;

  /// Of the Measures that close flows altogether, the one on the flows of most weight.
  std::string closing(const Weight& weight) const;
  /// Of all Measures, the one on the flows of most weight.
  std::string weighing(const Weight& weight) const;
  /// Of the Measures by which an economy pays subsidies to its producers or exporters, supports purchases or
  /// makes transfers, the one that costs most at base-year values.
  std::string paying(int economy) const;
  /// Of the transfers to and from an economy, the largest.
  std::string transferring(int economy) const;

 private:
  /// One Measure with the places that it names.
  struct Reach {
    const Measure* measure = nullptr;
    bool own = false;  ///< of the scenario, not one in force
    std::vector<char> by;
    std::vector<char> on;
    std::vector<int> lines;
  };
  static bool touches(const Reach& reach, int importer, int exporter);
  double weigh(const Reach& reach, const Weight& weight) const;
  double payment(const Reach& reach, int economy) const;
  template <class Size>
  std::string largest(Size size) const;

  const World& world_;
  Date as_of_;
  std::vector<Reach> reaches_;
};

}  // namespace leeway
