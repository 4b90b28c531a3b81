#pragma once

#include <string>
#include <vector>

#include "leeway/output/report.h"

// A brief in words: what strategy tells as figures and kinds, said once for the terminal, files and page.
namespace leeway {

/// What the policy in force does to the economy against the base year: "costs USD 6.4 bn a year …".
std::string status_quo_words(const BriefAnalysis& brief);
/// Who brings what of the move, what retaliation does, what a partner could add; a sentence each.
std::vector<std::string> move_sentences(const World& world, const BriefAnalysis& brief);
/// The answer in one sentence.
std::string brief_headline(const World& world, const BriefAnalysis& brief);
/// Its size and range, and what the question is not; may be empty.
std::string brief_subline(const BriefAnalysis& brief);

/// What was changed before anything was weighed: Measures put in and taken out, terms set; a sentence each.
std::vector<std::string> changed_sentences(const BriefAnalysis& brief);
/// The move is put in by the question and none on the day: it is made or not, rather than kept or dropped.
bool not_made(const BriefAnalysis& brief);
/// "Keep the deal, no punishment".
std::string option_label(const BriefAnalysis& brief, BriefOption option);
/// Whether it is the move, or giving it up, of which nothing that the model solves is told: no figure, not
/// zero.
bool unknown(const BriefAnalysis& brief, BriefOption option);
/// What happens under it, in a clause.
std::string option_description(const BriefAnalysis& brief, BriefOption option);

/// p* in words, with its corners.
const char* leeway_definition();
/// How small a punishment would have to be, or why there is no such figure.
std::string break_even_words(const Leeway& leeway);

/// How a move of a brief was found.
std::string note_words(const MoveNote& note, const BriefAnalysis& brief);
/// What the brief takes for granted, each with what else could be asked.
std::vector<Assumption> brief_assumptions(const World& world, const BriefAnalysis& brief);
/// A Measure of the brief; one that mirrors the threat has its title and note from here.
SourceLine brief_source(const BriefAnalysis& brief, const LedgerEntry& entry);
/// How the move and the answer were found, and what is not in the figures.
std::vector<std::string> brief_notes(const BriefAnalysis& brief);

}  // namespace leeway
