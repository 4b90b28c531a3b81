#include "leeway/output/brief_words.h"

#include <algorithm>

#include <fmt/format.h>

#include "leeway/base/number.h"
#include "leeway/output/asked_report.h"
#include "leeway/output/format.h"
#include "leeway/policy/scale.h"

namespace leeway {

namespace {

/// Rates and shares as percent, all else as a file writes it.
std::string shown_term(const std::string& term, const std::string& text) {
  const TermKind kind = kind_of(term);
  const std::optional<double> number = parse_number(text);
  const bool percent = number && (kind == TermKind::rate || kind == TermKind::share);
  return percent ? percent_size(100.0 * *number) : text;
}

/// Whether a Measure, or what it is divided into, is part of the policy of some option.
bool acts_anywhere(const BriefAnalysis& b, const std::string& id) {
  return std::any_of(b.policies.begin(), b.policies.end(), [&](const auto& option) {
    const std::vector<AppliedMeasure>& applied = option.second->applied;
    return std::any_of(applied.begin(), applied.end(), [&](const AppliedMeasure& a) {
      return a.solved && (a.measure->id == id || a.measure->part_of == id);
    });
  });
}

}  // namespace

std::vector<std::string> changed_sentences(const BriefAnalysis& b) {
  std::vector<std::string> parts = b.changed.use;
  for (const Measure& m : b.changed.measures) parts.push_back(fmt::format("\"{}\"", asked_words(m)));
  for (const std::string& id : b.changed.drop) parts.push_back("without " + id);
  std::vector<std::string> said;
  if (!parts.empty())
    said.push_back(fmt::format("The policy in force is not that of the record: {}.", fmt::join(parts, "; ")));
  for (const SetTerm& t : b.set)
    said.push_back(fmt::format(
        "{} of {} is set to {}{}{}.", t.term, t.measure, shown_term(t.term, t.is),
        t.was.empty() ? std::string() : fmt::format(" instead of {}", shown_term(t.term, t.was)),
        acts_anywhere(b, t.measure) ? "" : ", and acts in none of the options: no figure moves by it"));
  return said;
}

}  // namespace leeway
