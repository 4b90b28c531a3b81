#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "leeway/game/coalitions.h"
#include "leeway/game/correlated.h"
#include "leeway/game/dominance.h"
#include "leeway/game/nash.h"
#include "leeway/game/quantal.h"
#include "leeway/game/sequential.h"

namespace leeway {

/// What may be asked of a strategic game.
enum class GameConcept { dominance, nash, quantal, correlated, coarse, coalitions, sequence, timing };
/// "dominance", "nash", …, as on the command line.
const char* to_string(GameConcept asked);
const std::vector<GameConcept>& all_game_concepts();

struct GameQuestion {
  std::vector<GameConcept> concepts;  ///< empty: all; those without what they need are left out
  std::vector<std::size_t> order;     ///< of moves, for sequence; empty: none is stated
  std::optional<TimingQuestion> timing{};
  std::vector<double> precisions = usual_precisions();
  NashLimits limits{};
};

/// Why a concept that was asked for has no answer.
enum class NotAnswered {
  too_large,     ///< more profiles than it takes
  not_stated,    ///< no order or clock was given
  not_certified  ///< what was found did not pass its own check
};

/// What holds of every correlated equilibrium, and the one whose payoffs have the largest sum.
struct CorrelatedAnswer {
  CorrelatedPoint best;
  std::optional<CorrelatedRange> range;  ///< of games of at most 2,000 profiles
};

/// An answer's check by its own concept's inequalities.
struct GameCheck {
  GameConcept asked;
  std::size_t answers = 0;  ///< how many were checked
  double violation = 0.0;   ///< the largest, as a share of the span of payoffs
  bool passed = true;
};

struct GameAnswers {
  GameQuestion question;
  std::optional<DominanceResult> dominance;
  std::optional<NashSet> nash;
  std::optional<QuantalPath> quantal;
  std::optional<CorrelatedAnswer> correlated;
  std::optional<CorrelatedAnswer> coarse;
  std::vector<std::pair<std::size_t, CoalitionCheck>>
      coalitions;  ///< of each pure Nash equilibrium, by profile
  std::optional<SequentialResult> sequence;
  std::optional<TimingResult> timing;
  std::vector<std::pair<GameConcept, NotAnswered>> left_out;
  std::vector<GameCheck> checks;

  /// Every answer passed its check, and none was left out for not passing.
  bool certified() const;
};

/// Asks a game all that is in the question; each answer is checked.
GameAnswers answer(const StrategicGame& game, const GameQuestion& question);

}  // namespace leeway
