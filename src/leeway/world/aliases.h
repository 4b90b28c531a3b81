#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "leeway/world/world.h"

namespace leeway {

/// The code that a name in common use stands for, whatever the world: of ISO 3166-1 alpha-3 for one of
/// alpha-2 or alpha-3, a number of M49 or an English name; "EU27" and "ROW" for what the field calls the
/// union and the rest of the world. Nothing where it is none.
std::optional<std::string> economy_code(std::string_view name);
/// The English name of an alpha-3 code.
std::optional<std::string> economy_name(std::string_view alpha3);

/// The id of the economy or group of a world that a name in common use stands for: its ISO 3166-1 alpha-2
/// code, "EU" and "UK", its id or an English name in any case. Nothing where it is none, or more than one.
std::optional<std::string> economy_called(const World& world, std::string_view name);

/// The id of an economy or group by its id or a name that it is called by; a name that is none as it is.
std::string id_of(const World& world, const std::string& name);

}  // namespace leeway
