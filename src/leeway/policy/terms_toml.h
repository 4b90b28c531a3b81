#pragma once

#include <string>

#include "leeway/io/toml.h"
#include "leeway/policy/measure.h"

namespace leeway {

/// Reads the terms of an instrument strictly: terms that the instrument does not read are refused, and
/// so is a missing required one. `owner` is the place of a Measure that has no terms table.
Terms parse_terms(const TomlTable* table, Instrument instrument, const Location& owner);

/// The terms as an inline TOML table.
std::string to_toml(const Terms& terms, Instrument instrument);

}  // namespace leeway
