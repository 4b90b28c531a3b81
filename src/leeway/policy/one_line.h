#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "leeway/policy/measure.h"

namespace leeway {

/// Whether a text is a Measure in one line and no id: it has a colon.
bool is_one_line(std::string_view text);

/// Reads a Measure written in one line, "USA on GBR: tariff 25% on goods" (docs/measures.md, In one line). It
/// is the [[measure]] table of a scenario in other words: the same reader takes it, and what that refuses is
/// refused here. Without an id it is called by who does what to whom. Throws InputError at the word: `where`
/// is the place of the text, whose line and column are 1 where it has none.
Measure parse_one_line(std::string_view text, const Location& where, Date announced = {});

/// The Measure in one line, which reads back with the same acting and hit economies, goods, instrument,
/// terms, `combine`, dates and id. Nothing for one that does not fit: of steps, schedules, firms, or shares
/// by goods.
std::optional<std::string> to_one_line(const Measure& measure);

/// Forms of each instrument, one a line, for help and errors.
const std::vector<std::string>& one_line_forms();

}  // namespace leeway
