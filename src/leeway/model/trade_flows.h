#pragma once

#include <memory>
#include <span>
#include <utility>

#include "leeway/base/array.h"

namespace leeway {

/// User or basic values of all flows of a solved policy. Each is computed when it is asked for: a Result that
/// is kept costs no memory of flows.
class TradeFlows {
 public:
  enum class At { user_prices, basic_prices };
  struct Point;

  TradeFlows() = default;
  TradeFlows(std::shared_ptr<const Point> point, At at) : point_(std::move(point)), at_(at) {}
  /// Of values given, [l][n][i].
  explicit TradeFlows(Array3 values) : values_(std::make_shared<const Array3>(std::move(values))) {}

  /// What importer n pays, or what reaches sellers, on line l from i.
  double operator()(int l, int n, int i) const;
  /// Of one class, where the policy cuts the row into classes of goods; of the first, where it does not.
  double of_class(int l, int n, int i, int goods) const;
  /// User price over basic price, against the base year that, as one number for the flow, leaves the share it
  /// has: of a row in classes, what their mix comes to.
  double price_over_basic(int l, int n, int i) const;
  /// The same of every origin.
  void row(int l, int n, std::span<double> to) const;
  bool empty() const { return point_ == nullptr && values_ == nullptr; }
  /// All of them, [l][n][i].
  Array3 all() const;
  bool operator==(const TradeFlows& other) const { return all() == other.all(); }

 private:
  std::shared_ptr<const Point> point_;
  At at_ = At::user_prices;
  std::shared_ptr<const Array3> values_;
};

}  // namespace leeway
