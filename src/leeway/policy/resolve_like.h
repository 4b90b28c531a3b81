#pragma once

#include "leeway/policy/policy.h"

namespace leeway {

/// resolve_policy, which takes what was bound of the very same Measures of the ledger from another policy of
/// this World: quicker, and both share it.
Policy resolve_like(const World& world, const Ledger& ledger, const PolicyOptions& options,
                    const Policy& like);

}  // namespace leeway
