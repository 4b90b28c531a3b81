#pragma once

#include <string>

#include "leeway/analysis/threat_scores.h"
#include "leeway/output/report.h"
#include "leeway/strategy/leeway.h"

namespace leeway {

/// The record of threats: how often words became acts, and how well that foretold each.
Report threat_report(const World& world, const ThreatRecord& record, const ThreatScores& scores,
                     std::size_t top);

/// How well rules of thumb foretold threats: a sentence; a row a rule; a row a day.
std::string threat_scores_sentence(const ThreatScores& scores);
ReportTable threat_rules_table(const ThreatScores& scores);
ReportTable threat_time_table(const std::vector<ThreatScores>& over);
/// These alone; the last of `over` is the day that is asked about.
Report threat_scores_report(const World& world, const Ledger& ledger, const std::vector<ThreatScores>& over);

/// "over a deal with a third": what threats of a kind are about.
const char* kind_words(ThreatKind kind);
/// So few that a share says little.
bool too_few(const ThreatCount& count);

/// What the punishment costs on average where it is carried out as often as the record says, and what that
/// asks of a move that is not solved.
std::string expected_sentence(const Range& expected_musd);
/// "Of 21 threats like this (over a policy) by the United States 6 were carried out, 29% (13 to 50%); …": the
/// record, with the leeway beside it where there is one and the class is large enough to set it against.
std::string record_sentence(const World& world, const LikeThreats& like, const std::string& by,
                            const Leeway* leeway);

}  // namespace leeway
