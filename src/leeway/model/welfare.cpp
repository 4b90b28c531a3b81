#include "leeway/model/welfare.h"

#include <algorithm>

#include <fmt/format.h>

#include "leeway/base/error.h"
#include "leeway/base/units.h"

namespace leeway {

namespace {

constexpr const char* what_is_told =
    "trade, prices, output and labour are told at any horizon; welfare, terms of trade and what value added "
    "buys from 3 years on";

}  // namespace

const char* to_string(NotTold reason) {
  switch (reason) {
    case NotTold::short_horizon:
      return "short_horizon";
  }
  return "";
}

std::optional<NotTold> welfare_not_told(const std::optional<double>& horizon) {
  if (horizon && *horizon < least_welfare_horizon) return NotTold::short_horizon;
  return {};
}

std::optional<double> welfare_horizon(const std::optional<double>& horizon) {
  return horizon ? std::optional(std::max(*horizon, least_welfare_horizon)) : horizon;
}

void require_welfare(const Options& options, const std::string& what) {
  if (welfare_not_told(options.horizon))
    throw InputError(fmt::format("{} is built on welfare, which is not told at a horizon of {} years", what,
                                 shortest(*options.horizon)),
                     what_is_told);
}

Welfare welfare_at(const std::optional<double>& horizon, double value) {
  const std::optional<NotTold> reason = welfare_not_told(horizon);
  return reason ? Welfare(*reason) : Welfare(value);
}

double Welfare::value() const {
  if (const double* number = std::get_if<double>(&either_)) return *number;
  throw InputError("welfare is not told at so short a horizon", what_is_told);
}

std::optional<double> Welfare::figure() const {
  return told() ? std::optional(std::get<double>(either_)) : std::nullopt;
}

}  // namespace leeway
