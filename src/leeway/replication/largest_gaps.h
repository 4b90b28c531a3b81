#pragma once

#include <map>
#include <string>
#include <utility>

#include "leeway/replication/replicate.h"

namespace leeway {

/// Compares figures of one case with a published result's, and adds to a Replication one row a quantity: its
/// largest gap over all places.
class LargestGaps {
 public:
  /// `tolerance` in percent; of relative gaps a hundredth of it.
  LargestGaps(std::string name, double tolerance, Replication& out)
      : name_(std::move(name)), tolerance_(tolerance), out_(out) {}

  void percent(const std::string& quantity, const std::string& where, double expected, double calculated);
  /// A gap over `scale`.
  void relative(const std::string& quantity, const std::string& where, double expected, double calculated,
                double scale = 1.0);
  void finish();

 private:
  struct Worst {
    std::string place;
    double reference = 0.0;
    double ours = 0.0;
    double gap = -1.0;
    void take(const std::string& where, double expected, double calculated, double measured);
  };
  std::string name_;
  double tolerance_;
  Replication& out_;
  std::map<std::pair<std::string, std::string>, Worst> worst_;
};

}  // namespace leeway
