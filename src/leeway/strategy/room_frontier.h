#pragma once

#include <vector>

#include "leeway/strategy/room.h"
#include "leeway/strategy/room_solves.h"

namespace leeway {

/// Probability against the size of the punishment, and of the deal, under one way of seeing the world.
class Frontier {
 public:
  /// The plans of the whole deal; `start` is where solves begin. All that is named must outlive it.
  Frontier(const World& world, const std::shared_ptr<const Shares>& shares, const Options& options,
           const RoomInputs& inputs, const Asked& asked, const RoomPlan& deal, const RoomPlan& punished,
           Start start);

  /// Of the threat in full, where it is one duty.
  std::optional<double> rate() const { return rate_; }

  /// By rising scale; `none_musd` is the real income without the deal as a punishment is priced. Scales that
  /// do not certify are left out; only the announced one where the threat has no size.
  std::vector<FrontierPoint> points(const LeewayCase& central, double none_musd) const;
  /// With a quarter, half and three quarters of the deal. Nothing where one of its Measures has no size.
  std::vector<FrontierPoint> with_less_of_the_deal(double none_musd, double none_while_punished_musd) const;
  /// The scale at which the deal is worth nothing at a probability.
  void break_even(const LeewayCase& central, double probability, double none_musd, AtCredibility& at) const;

 private:
  std::vector<double> scales() const;
  std::optional<double> income(const Model& model, const Policy& policy) const;
  std::optional<double> punished_income(double scale) const;
  FrontierPoint point(double scale, double deal, double gain, double loss) const;
  std::optional<PolicyOptions> less_of(const PolicyOptions& whole, double deal) const;

  const World& world_;
  const RoomInputs& in_;
  const Asked& asked_;
  const RoomPlan& deal_;
  const RoomPlan& punished_;
  Start start_;
  std::optional<Term> size_;             ///< of the threat
  std::optional<double> rate_;           ///< of it in full, where it is one duty
  std::shared_ptr<const Model> gains_;   ///< prices the deal
  std::shared_ptr<const Model> losses_;  ///< prices the punishment
};

}  // namespace leeway
