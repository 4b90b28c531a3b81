#pragma once

#include <optional>
#include <string>
#include <vector>

#include "leeway/base/date.h"
#include "leeway/io/toml.h"

namespace leeway {

/// What a threat hangs on.
enum class ThreatKind {
  deal,       ///< that the threatened make, or keep, an agreement with a third
  policy,     ///< a policy of the threatened, what they should concede in talks included
  secondary,  ///< dealings with a third country: whoever has them pays
  general,    ///< nothing that the threatened could do is named
};
const char* to_string(ThreatKind kind);

/// What became of a threat.
enum class ThreatOutcome {
  open,       ///< neither carried out nor taken back
  suspended,  ///< put off, or its day moved, and not taken back
  withdrawn,  ///< called off, given way to, settled, or without its legal ground before it was carried out
  in_part,    ///< carried out at a lower rate, on fewer goods or on fewer of the threatened
  in_full,    ///< carried out at the rate and on the goods that were threatened, on the day or later
};
const char* to_string(ThreatOutcome outcome);

/// An outcome from the day on which it was public.
struct ThreatStep {
  Date date{};
  ThreatOutcome outcome = ThreatOutcome::open;
};

/// An episode of threat: what an event of the kind "threat" says beyond its dates, places and sources.
struct Threat {
  ThreatKind kind = ThreatKind::general;
  std::optional<double> rate;         ///< the highest duty in words; nothing: no rate was named, or no duty
  std::vector<std::string> goods;     ///< as of a Measure; empty: not said, or no line of a world
  std::optional<Date> planned;        ///< the day on which it was to take effect, if one was named
  std::vector<std::string> measures;  ///< ids of the Measures that are the threat or carried it out
  std::vector<ThreatStep> course;     ///< in the order of their dates; none: open

  /// The last step that was public by a day; null: open.
  const ThreatStep* standing(Date known_by) const;
  /// The first day on which it was carried out, in part or in full, as far as known by a day.
  std::optional<Date> carried_out(Date known_by) const;
};

/// Reads the table `threat` of an event strictly; `announced` is the event's date.
Threat parse_threat(const TomlTable& table, Date announced);

}  // namespace leeway
