#pragma once

#include "leeway/output/report.h"
#include "leeway/strategy/hedge.h"

namespace leeway {

/// The answer of `hedge`: what each bundle of acts brings on average and in the worst of cases, what it
/// costs, and what it makes good.
Report hedge_report(const World& world, const Hedge& hedge, std::size_t top);

}  // namespace leeway
