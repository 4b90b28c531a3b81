#pragma once

#include <optional>
#include <string>
#include <variant>

#include "leeway/model/options.h"

namespace leeway {

/// Why a figure is not told.
enum class NotTold {
  short_horizon,  ///< welfare below three years
};
const char* to_string(NotTold reason);

/// The shortest horizon at which welfare is told. With the elasticities of the first years and wages that
/// clear within them a large importer betters its terms of trade almost without limit, against a record of
/// nearly complete pass-through (docs/model.md, section 8).
inline constexpr double least_welfare_horizon = 3.0;
std::optional<NotTold> welfare_not_told(const std::optional<double>& horizon);
/// The horizon by which a flow that lasts is priced: the shortest at which welfare is told, or the longer one
/// asked for.
std::optional<double> welfare_horizon(const std::optional<double>& horizon);
/// Throws InputError when `what` (a search, a payoff) is built on welfare that is not told.
void require_welfare(const Options& options, const std::string& what);

/// A figure built on real income: a number, or why there is none. To read one that is absent throws
/// InputError, so that no analysis takes it for an answer.
class Welfare {
 public:
  Welfare() = default;
  Welfare(double value) : either_(value) {}     // NOLINT(google-explicit-constructor)
  Welfare(NotTold reason) : either_(reason) {}  // NOLINT(google-explicit-constructor)

  bool told() const { return std::holds_alternative<double>(either_); }
  double value() const;
  operator double() const { return value(); }  // NOLINT(google-explicit-constructor)
  /// Nothing when it is not told.
  std::optional<double> figure() const;

 private:
  std::variant<double, NotTold> either_ = 0.0;
};
/// The figure, where a horizon lets it be told.
Welfare welfare_at(const std::optional<double>& horizon, double value);

}  // namespace leeway
