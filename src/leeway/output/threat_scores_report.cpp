#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "leeway/base/hash.h"
#include "leeway/base/text.h"
#include "leeway/output/cells.h"
#include "leeway/output/format.h"
#include "leeway/output/threat_report.h"

namespace leeway {

namespace {

const char* rule_words(ThreatRule rule) {
  switch (rule) {
    case ThreatRule::kind:
      return "as often as its maker's threats of its kind so far";
    case ThreatRule::maker:
      return "as often as its maker's threats so far";
    case ThreatRule::all:
      return "as often as all threats so far";
    case ThreatRule::half:
      return "one half (reference)";
    case ThreatRule::never:
      return "never (reference)";
    case ThreatRule::hindsight:
      return "their own share, in hindsight (no constant does better)";
  }
  return "";
}

const RuleScore& score_of(const ThreatScores& scores, ThreatRule rule) {
  return *std::find_if(scores.rules.begin(), scores.rules.end(),
                       [&](const RuleScore& s) { return s.rule == rule; });
}

/// Whether a rule's difference to one half can be told from nothing.
const char* verdict_words(const RuleScore& s) {
  const double twice = 2.0 * s.standard_error.value_or(HUGE_VAL);
  return s.over_half < -twice  ? "better than one half"
         : s.over_half > twice ? "worse than one half"
                               : "not to be told from one half";
}

}  // namespace

std::string threat_scores_sentence(const ThreatScores& scores) {
  if (scores.rules.empty()) return "No threat is decided yet, so that no forecast of them can be scored.";
  const RuleScore& kind = score_of(scores, ThreatRule::kind);
  return fmt::format(
      "Said of each on its own day from what was known then, \"as often as its maker's threats of its kind "
      "so far\" scores {:.3f} (Brier, 0 is best) over the {} that are decided; one half for all scores 0.25 "
      "(difference {}{}: {}), \"never\" {:.3f}, and their own share, which nobody could know, {:.3f}. Over "
      "all "
      "{} that were made, what is open counted as not carried out: {:.3f}, \"never\" {:.3f}, their own share "
      "{:.3f}.",
      kind.brier, scores.scored, with_sign(kind.over_half, 3),
      kind.standard_error ? fmt::format(", standard error {:.3f}", *kind.standard_error) : std::string(),
      verdict_words(kind), score_of(scores, ThreatRule::never).brier,
      score_of(scores, ThreatRule::hindsight).brier, scores.made, kind.brier_of_made,
      score_of(scores, ThreatRule::never).brier_of_made,
      score_of(scores, ThreatRule::hindsight).brier_of_made);
}

ReportTable threat_rules_table(const ThreatScores& scores) {
  ReportTable table{
      "threat forecasts",
      "Threats foretold on the day that they were made",
      {text_column("forecast", 60), number_column("Brier", "", 3), number_column("mean forecast", "%", 0),
       number_column("carried out", "%", 0), number_column("less one half", "", 3),
       number_column("std. error", "", 3), number_column("of all made", "Brier", 3)},
      {},
      0,
      fmt::format(
          "Brier (1950): the mean of (p - outcome)^2, 0 best. A share counts the threats made before, "
          "as they stood on the day of each: (k + 1/2) / (n + 1); of fewer than {} of a kind all of "
          "the maker's count. Scored are those carried out (in full or in part) or withdrawn by {}, {} "
          "of {} made; of all made: what is open counts as not carried out, as it does in the shares.",
          few_threats, to_string(scores.known_by), scores.scored, scores.made)};
  for (const RuleScore& s : scores.rules)
    table.rows.push_back({std::string(rule_words(s.rule)), s.brier, 100.0 * s.mean,
                          100.0 * scores.carried_out / scores.scored, s.over_half, cell(s.standard_error),
                          s.brier_of_made});
  return table;
}

ReportTable threat_time_table(const std::vector<ThreatScores>& over) {
  ReportTable table{
      "threat forecasts by day",
      "The same by what was known when",
      {text_column("known by"), number_column("made", "", 0), number_column("scored", "", 0),
       number_column("carried out", "", 0), number_column("its kind", "Brier", 3),
       number_column("its maker", "Brier", 3), number_column("all", "Brier", 3),
       number_column("one half", "Brier", 3), number_column("never", "Brier", 3),
       number_column("hindsight", "Brier", 3)},
      {},
      0,
      "The ends of half-years in which threats were decided, then the last day: only what was known "
      "by each."};
  for (const ThreatScores& s : over) {
    if (s.rules.empty()) continue;
    std::vector<ReportCell> row = {to_string(s.known_by), double(s.made), double(s.scored),
                                   double(s.carried_out)};
    for (const RuleScore& rule : s.rules) row.emplace_back(rule.brier);
    table.rows.push_back(std::move(row));
  }
  return table;
}

Report threat_scores_report(const World& world, const Ledger& ledger, const std::vector<ThreatScores>& over) {
  Report report;
  report.kind = "backtest";
  report.world = &world;
  if (over.empty()) {
    report.headline = "No threat is on record to score forecasts of";
    return report;
  }
  const ThreatScores& last = over.back();
  report.known_by = last.known_by;
  Identity id("threat forecasts");
  id.add("ledger", ledger.content_hash()).add("known_by", last.known_by).add("by", last.by);
  report.run_id = id.hex();
  report.headline =
      last.rules.empty()
          ? fmt::format("{}, none of them decided by {}",
                        counted(static_cast<std::size_t>(last.made), "threat"), to_string(last.known_by))
          : fmt::format("Forecasts of {} threats decided by {}: the base rate scores {:.3f}, {}", last.scored,
                        to_string(last.known_by), score_of(last, ThreatRule::kind).brier,
                        verdict_words(score_of(last, ThreatRule::kind)));
  report.lead.push_back(threat_scores_sentence(last));
  if (!last.rules.empty()) {
    report.tables.push_back(threat_rules_table(last));
    report.tables.push_back(threat_time_table(over));
  }
  return report;
}

}  // namespace leeway
