#pragma once

#include <string>

#include "leeway/analysis/threat_record.h"
#include "leeway/output/report.h"
#include "leeway/strategy/leeway.h"

namespace leeway {

/// The record of threats: how often words became acts.
Report threat_report(const World& world, const ThreatRecord& record, std::size_t top);

/// "over a deal with a third": what threats of a kind are about.
const char* kind_words(ThreatKind kind);
/// So few that a share says little.
bool too_few(const ThreatCount& count);

/// "Of 21 threats like this (over a policy) by the United States 6 were carried out, 29% (13 to 50%); …": the
/// record, with the leeway beside it where there is one and the class is large enough to set it against.
std::string record_sentence(const World& world, const LikeThreats& like, const std::string& by,
                            const Leeway* leeway);

}  // namespace leeway
