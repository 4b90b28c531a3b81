#pragma once

#include <string>
#include <utility>

#include "leeway/output/report.h"
#include "leeway/output/room_words.h"
#include "leeway/strategy/brief.h"

// What a brief is told over: its cases, or draws in their place.
namespace leeway {

/// What the move unpunished and punished does in a year, with its ends.
std::string unpunished_words(const BriefAnalysis& brief);
std::string punished_words(const BriefAnalysis& brief);
/// What may be said of the leeway, as `room` says it.
LeewayClaim claim_of_brief(const BriefAnalysis& brief);
/// " (0.9% to 3.1%)" after the leeway, of draws " (0.9% to 3.1% in nine of ten of 2,000 draws)"; empty where
/// there are no ends.
std::string leeway_ends_words(const BriefAnalysis& brief);
/// "in 1,950 of 2,000 draws", "in all 2,000 draws"; of a brief with draws.
std::string draws_that_words(const BriefAnalysis& brief, const DrawsThat& that);
/// "over the cases", "in nine of ten of 2,000 draws".
std::string told_over_words(const BriefAnalysis& brief);
/// What ranges of a brief are over, and where the central case lies in them. `cases` are of the figure.
std::string brief_range_sentence(const BriefAnalysis& brief, const CaseCount& cases);
/// Whether the central case is an extreme of its range, of draws also in gain and loss; empty where it is
/// not, or has none.
std::string place_of_central(const BriefAnalysis& brief);

/// The range as it is taken for granted, with what else could be asked.
Assumption range_assumption(const BriefAnalysis& brief);

/// How many draws have no answer, and why; empty where all have.
std::string failed_draws_sentence(const DrawnRange& draws);
/// "Gain unpunished".
const char* drawn_title(Drawn figure);
/// "USD million" or "percent".
const char* drawn_unit(Drawn figure);
/// A figure in that unit: the leeway in percent.
double in_drawn_unit(Drawn figure, double value);
/// Figures of the draws as tables, rows, assumptions and warnings of a report; nothing where there are none.
void add_draws(Report& report, const BriefAnalysis& brief);

}  // namespace leeway
