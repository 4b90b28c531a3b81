#pragma once

#include <cstdint>
#include <string>

#include "leeway/world/world.h"

namespace leeway::testing {

/// The text of a scenario file drawn at random, the same for one number everywhere: one to six Measures of
/// any instrument by and on any economies, groups or everyone, mild to absurd, over the base year or the
/// policy in force on some day, under any closure, elasticity set, nest and horizon.
std::string random_scenario(const World& world, std::uint64_t number);

}  // namespace leeway::testing
