#pragma once

#include <string>

#include "leeway/analysis/threat_record.h"
#include "leeway/output/report.h"

namespace leeway {

/// The record of threats: how often words became acts.
Report threat_report(const World& world, const ThreatRecord& record, std::size_t top);

/// "Of 21 threats like this (by the United States, for a policy) 6 were carried out, 29% (13% to 50%); …":
/// the record beside a leeway, where there is one.
std::string record_sentence(const World& world, const ThreatCount& like, const std::string& by,
                            const std::optional<double>& leeway);

}  // namespace leeway
