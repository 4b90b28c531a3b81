#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "leeway/world/world.h"

namespace leeway {

/// The id of the economy or group of a world that a name in common use stands for: its ISO 3166-1 alpha-2
/// code, "EU" and "UK", its id or an English name in any case. Nothing where it is none, or more than one.
std::optional<std::string> economy_called(const World& world, std::string_view name);

/// The id of an economy or group by its id or a name that it is called by; a name that is none as it is.
std::string id_of(const World& world, const std::string& name);

}  // namespace leeway
