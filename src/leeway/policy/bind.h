#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "leeway/policy/parts.h"
#include "leeway/policy/policy.h"

namespace leeway {

/// How many of a line's unit one of the written unit is: ("kt", "t") gives 1000. Nothing for units that do
/// not measure the same.
std::optional<double> unit_factor(std::string_view written, std::string_view line_unit);

/// What binding needs of a policy that is being resolved.
struct BindingContext {
  const World& world;
  const Ledger& ledger;
  const ActiveSet& active;
  const std::vector<TariffStep>& steps;
  const FlowParts& parts;
  bool alternative = false;  ///< rates by the second estimate
};

/// Binds every Measure with a multiplier to flows of the world, into `policy.instruments`; warnings go to
/// the policy, assumptions to the list of their Measure. The wedges must be resolved.
void bind_instruments(const BindingContext& context, Policy& policy,
                      std::map<std::string, std::vector<std::string>>& assumptions);

/// Of two limits that bind the very same flows only the tighter one says anything.
void merge_instruments(std::vector<BoundInstrument>& instruments, std::vector<std::string>& warnings);

}  // namespace leeway
