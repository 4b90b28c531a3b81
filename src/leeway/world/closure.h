#pragma once

#include <functional>

#include "leeway/world/world.h"

namespace leeway {

/// Part of a world's accounts, for the place of an error.
enum class Account { industry, final_use };

/// Throws InputError unless, to 1e-6, output is what is sold and what inputs and value added cost, and what
/// is bought of a composite is what its users buy. `where` gives the place that an account was read from, by
/// economy and producer (industry) or sector (final_use).
void require_closed_accounts(const World& world,
                             const std::function<Location(Account, int economy, int at)>& where);

}  // namespace leeway
