#pragma once

#include <optional>
#include <string>
#include <vector>

#include "leeway/analysis/path.h"
#include "leeway/output/report.h"
#include "leeway/policy/policy.h"

namespace leeway {

/// What is assumed of a Measure, or warned of, in a sentence.
std::string note_words(const PolicyNote& note);
std::vector<std::string> note_words(const PolicyNotes& notes);

/// What the ledger does not know of a day before its first entry or after its last; empty for others.
std::string outside_ledger(const LedgerSpan& span, Date day);

/// Puts the warnings of a policy to those of a report, each once.
void add_warnings(std::vector<std::string>& warnings, const PolicyNotes& notes);
/// That an answer of later years leaves out what a cut of a critical input does at first; empty where no
/// Measure limits or bans one.
std::string critical_sentence(const World& world, const std::vector<const Measure*>& measures,
                              const std::optional<double>& horizon);
/// Of Measures that were asked for and that their own dates keep out of force: what an answer begins with.
std::vector<std::string> idle_sentences(const PolicyNotes& notes);
/// How the welfare of who boycotts is counted; empty without a boycott that begins or ends.
std::string boycott_sentence(const World& world, const std::vector<const Measure*>& measures);

/// Puts what was assumed where a Measure does not say, and the convention behind a boycott, to the
/// assumptions of a report, each once.
void add_measure_assumptions(std::vector<Assumption>& assumptions, const PolicyNotes& notes);
void add_measure_assumptions(std::vector<Assumption>& assumptions, const Policy& policy);

}  // namespace leeway
