#include "leeway/policy/threat.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "leeway/base/suggest.h"
#include "leeway/policy/term_values.h"
#include "leeway/policy/word_of.h"

namespace leeway {

namespace {

constexpr std::array kinds{"deal", "policy", "secondary", "general"};
constexpr std::array outcomes{"open", "suspended", "withdrawn", "in_part", "in_full"};

}  // namespace

const char* to_string(ThreatKind kind) { return kinds.at(static_cast<std::size_t>(kind)); }
const char* to_string(ThreatOutcome outcome) { return outcomes.at(static_cast<std::size_t>(outcome)); }

const ThreatStep* Threat::standing(Date known_by) const {
  const ThreatStep* last = nullptr;
  for (const ThreatStep& step : course)
    if (step.date <= known_by) last = &step;
  return last;
}

std::optional<Date> Threat::carried_out(Date known_by) const {
  for (const ThreatStep& step : course)
    if (step.date <= known_by && step.outcome >= ThreatOutcome::in_part) return step.date;
  return std::nullopt;
}

Threat parse_threat(const TomlTable& table, Date announced) {
  table.refuse_unknown({"kind", "rate", "goods", "planned", "measures", "course"}, "a threat");
  Threat threat;
  threat.kind = static_cast<ThreatKind>(word_of(table, "kind", kinds));
  if (const TomlValue* rate = table.find("rate")) threat.rate = rate_of(*rate, "rate");
  threat.goods = table.optional_strings("goods");
  threat.planned = table.optional_date("planned");
  if (threat.planned && *threat.planned < announced)
    throw table.error(
        "planned", fmt::format("{} is before `date`, {}", to_string(*threat.planned), to_string(announced)));
  threat.measures = table.optional_strings("measures");
  Date after = announced;
  for (const TomlTable* row : table.tables("course")) {
    row->refuse_unknown({"date", "outcome"}, "a step of a threat");
    const ThreatStep step{row->require_date("date"),
                          static_cast<ThreatOutcome>(word_of(*row, "outcome", outcomes))};
    if (step.date < after)
      throw row->error("date", fmt::format("{} is before {}, the step or the threat before it",
                                           to_string(step.date), to_string(after)));
    threat.course.push_back(step);
    after = step.date;
  }
  return threat;
}

}  // namespace leeway
