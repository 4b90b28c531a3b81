#pragma once

#include <optional>
#include <string>

#include "leeway/analysis/flows.h"
#include "leeway/model/model.h"
#include "leeway/policy/ledger.h"
#include "leeway/policy/scenario.h"

namespace leeway {

/// Imports that different instruments are to hold at the same level.
struct ImportGoal {
  enum class Of { units, base_year, status_quo };
  FlowSet flows;
  double amount = 0.0;  ///< a year in the unit of the flows; else a share
  Of of = Of::units;

  /// The level in the unit of the flows.
  double level(const World& world, const Solution& status_quo) const;
};
/// "imports of product:bev by EU27 from CHN at 60% of base", "… at 250000 units", "… at 80% of status quo".
ImportGoal read_goal(const World& world, const std::string& text, const Location& where);

/// The one term of an inline Measure that is moved until the goal is met.
struct FreeTerm {
  std::string measure;
  Term term = Term::rate;
};
/// The Measure named in `free` ("ID" or "ID.term"), else the scenario's only inline one that has a size.
/// Throws InputError when there is none, or several.
FreeTerm free_term(const Scenario& scenario, const std::string& free, const Location& where);
/// The scenario with that term `factor` times what is written.
Scenario with_scaled_term(const Scenario& scenario, const FreeTerm& free, double factor);
/// The term as it stands, in words: "34.2%", "230000 units/year", "31000 USD/unit".
std::string term_words(const Scenario& scenario, const FreeTerm& free);

/// How a search for a goal ended.
enum class GoalEnd {
  reached,
  nothing_to_move,  ///< the term is not above zero as written
  not_certified,    ///< a solve on the way failed
  out_of_reach,     ///< no size of the term holds imports there
  jumps,            ///< imports jump past the goal
};

/// One scenario with its free term moved until imports are at the goal.
struct GoalSolution {
  FreeTerm free;
  GoalEnd end = GoalEnd::reached;
  double scale = 1.0;              ///< of the term as written, in the last solve
  std::string level;               ///< the term in the last solve, in words
  double imports_of_goal = 0.0;    ///< imports of the last certified solve over the goal
  std::optional<Outcome> outcome;  ///< at the goal; else the nearest tried, or what failed; nothing: no solve
  int solves = 0;

  bool reached() const { return end == GoalEnd::reached; }
};
/// Searches to a relative 1e-7 of imports; never throws for a goal that the term cannot reach.
GoalSolution reach_goal(const Model& model, const Ledger& ledger, const Scenario& scenario,
                        const FreeTerm& free, const FlowSet& flows, double level, const Start& start);

}  // namespace leeway
