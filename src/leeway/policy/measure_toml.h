#pragma once

#include <string>

#include "leeway/io/toml.h"
#include "leeway/policy/measure.h"

namespace leeway {

/// What a file may leave out: the ledger needs sources and dates, a scenario's inline Measures do not.
enum class MeasureHome { ledger, scenario };

/// Reads one [[measure]] table strictly (docs/measures.md). `otherwise_announced` serves a scenario's
/// Measure that has no `announced`. Throws InputError with place, field, what was found, what is allowed.
Measure parse_measure(const TomlTable& table, MeasureHome home = MeasureHome::ledger,
                      Date otherwise_announced = {});

/// The Measure as a [[measure]] table; reading it back gives the same Measure.
std::string to_toml(const Measure& measure);

/// What it is for an identity: the same text with a table of rates by its content, whatever its file is
/// called.
std::string content_of(const Measure& measure);

/// Letters, digits, '-', '_' and '.', as ids of Measures and events must be.
bool is_id(std::string_view text);
inline constexpr std::size_t longest_id = 100;

/// Reads "A", "B" or "C"; empty when absent and `required` is false.
std::string read_confidence(const TomlTable& table, bool required);
/// "day", "month" or "year"; "day" when absent.
std::string read_precision(const TomlTable& table);

}  // namespace leeway
