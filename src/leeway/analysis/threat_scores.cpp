#include "leeway/analysis/threat_scores.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace leeway {

namespace {

/// A share of threats made before a day, as they stood on it.
struct Tally {
  int made = 0;
  int hits = 0;
  void add(const Event& event, Date day) {
    ++made;
    hits += event.threat->carried_out(day) ? 1 : 0;
  }
  double forecast() const { return (hits + 0.5) / (made + 1.0); }
};

/// Forecasts and what came true, of the same threats.
struct Foretold {
  std::vector<double> of_kind;
  std::vector<double> of_maker;
  std::vector<double> of_all;
  std::vector<double> outcomes;

  void add(double kind, double maker, double all, bool carried_out) {
    of_kind.push_back(kind);
    of_maker.push_back(maker);
    of_all.push_back(all);
    outcomes.push_back(carried_out ? 1.0 : 0.0);
  }
  std::vector<double> by(ThreatRule rule) const {
    const auto constant = [&](double p) { return std::vector<double>(outcomes.size(), p); };
    switch (rule) {
      case ThreatRule::kind:
        return of_kind;
      case ThreatRule::maker:
        return of_maker;
      case ThreatRule::all:
        return of_all;
      case ThreatRule::half:
        return constant(0.5);
      case ThreatRule::never:
        return constant(0.0);
      case ThreatRule::hindsight:
        return constant(std::accumulate(outcomes.begin(), outcomes.end(), 0.0) /
                        static_cast<double>(outcomes.size()));
    }
    return {};
  }
};

double square(double x) { return x * x; }

RuleScore score_of(ThreatRule rule, const Foretold& decided, const Foretold& made) {
  RuleScore score;
  score.rule = rule;
  const std::vector<double> p = decided.by(rule);
  const auto n = static_cast<double>(p.size());
  for (std::size_t j = 0; j < p.size(); ++j) {
    score.brier += square(p[j] - decided.outcomes[j]);
    score.mean += p[j];
  }
  score.brier /= n;
  score.mean /= n;
  score.over_half = score.brier - 0.25;
  if (p.size() > 1) {
    double squares = 0.0;
    for (std::size_t j = 0; j < p.size(); ++j)
      squares += square(square(p[j] - decided.outcomes[j]) - score.brier);
    score.standard_error = std::sqrt(squares / (n - 1.0) / n);
  }
  const std::vector<double> of_made = made.by(rule);
  for (std::size_t j = 0; j < of_made.size(); ++j)
    score.brier_of_made += square(of_made[j] - made.outcomes[j]);
  score.brier_of_made /= static_cast<double>(of_made.size());
  return score;
}

}  // namespace

ThreatScores threat_scores(const World& world, const Ledger& ledger, const std::string& by, Date known_by) {
  // Whoever is scored, shares of all count every maker's threats.
  const ThreatRecord all = threat_record(world, ledger, "", known_by);
  const ThreatRecord record = by.empty() ? all : threat_record(world, ledger, by, known_by);
  ThreatScores scores;
  scores.by = by;
  scores.known_by = known_by;
  scores.made = record.all.made;
  Foretold decided;
  Foretold made;
  for (const ThreatEpisode& e : record.episodes) {
    Tally every;
    Tally same_maker;
    Tally same_kind;
    for (const ThreatEpisode& other : all.episodes) {
      const Event& before = *other.event;
      if (before.date >= e.event->date) continue;
      every.add(before, e.event->date);
      if (before.by != e.event->by) continue;
      same_maker.add(before, e.event->date);
      if (before.threat->kind == e.event->threat->kind) same_kind.add(before, e.event->date);
    }
    const double of_kind = (same_kind.made < few_threats ? same_maker : same_kind).forecast();
    const bool carried_out = e.outcome >= ThreatOutcome::in_part;
    made.add(of_kind, same_maker.forecast(), every.forecast(), carried_out);
    if (!is_decided(e.outcome)) continue;
    decided.add(of_kind, same_maker.forecast(), every.forecast(), carried_out);
    scores.carried_out += carried_out ? 1 : 0;
  }
  scores.scored = static_cast<int>(decided.outcomes.size());
  if (scores.scored == 0) return scores;
  for (const ThreatRule rule : {ThreatRule::kind, ThreatRule::maker, ThreatRule::all, ThreatRule::half,
                                ThreatRule::never, ThreatRule::hindsight})
    scores.rules.push_back(score_of(rule, decided, made));
  return scores;
}

std::vector<ThreatScores> threat_scores_over_time(const World& world, const Ledger& ledger,
                                                  const std::string& by, Date known_by) {
  std::vector<ThreatScores> over;
  const ThreatRecord record = threat_record(world, ledger, by, known_by);
  if (record.episodes.empty()) return over;
  for (int year = year_of(record.episodes.back().event->date); year <= year_of(known_by); ++year)
    for (const Date end : {make_date(year, 6, 30), make_date(year, 12, 31)}) {
      if (end >= known_by) continue;
      ThreatScores one = threat_scores(world, ledger, by, end);
      if (one.scored > 0 && (over.empty() || one.scored > over.back().scored)) over.push_back(std::move(one));
    }
  over.push_back(threat_scores(world, ledger, by, known_by));
  return over;
}

}  // namespace leeway
