#pragma once

#include <cstddef>
#include <vector>

#include "leeway/game/strategic_game.h"

namespace leeway {

/// Moves one after the other, each seeing all before it: a subgame-perfect equilibrium by backward induction.
struct SequentialResult {
  std::vector<std::size_t> order;  ///< players, the first mover first
  /// [position][history] action; of histories the first mover's action runs fastest.
  std::vector<std::vector<std::size_t>> plan;
  std::size_t profile = 0;      ///< what is played
  std::vector<double> payoffs;  ///< [player]
  /// Histories at which the mover had a second action as good; the first in the list was taken.
  std::size_t ties = 0;
  bool tie_on_path = false;   ///< one of them lies on the path of play
  double largest_gain = 0.0;  ///< by one departure at any history, found anew from the plan
};

/// Throws std::invalid_argument when `order` does not name every player once.
SequentialResult backward_induction(const StrategicGame& game, const std::vector<std::size_t>& order);

/// A player's action that falls on a period by the calendar.
struct ClockMove {
  std::size_t period = 1;  ///< from 1, before that period's draw
  std::size_t player = 0;
  std::size_t action = 0;
};

/// Who moves when: in each period one of the players that have not moved is drawn, each as likely, and takes
/// an action for good or waits; until it moves it plays `waiting`. What is played in a period pays 1 -
/// discount of its payoff, and after the last period what stands pays for ever.
struct TimingQuestion {
  std::vector<std::size_t> waiting;  ///< [player] the action of who has not moved
  std::size_t periods = 1;
  double discount = 0.9;         ///< in [0, 1)
  std::vector<ClockMove> clock;  ///< these players are never drawn
};

struct TimingResult {
  std::vector<double> payoffs;             ///< [player] at the start
  std::vector<std::vector<double>> ends;   ///< [player][action] chance that it moved to it; the rest waited
  std::vector<std::vector<double>> moves;  ///< [player][period] chance that it moves then
  std::vector<double> left_out;            ///< [player] chance of ending without a move
  double largest_gain = 0.0;               ///< by one departure at any state, found anew
  std::size_t states = 0;
};

/// Value iteration backward from the last period over the states (who has moved to what), layer by layer
/// (docs/model.md, games). Who is indifferent waits. Throws std::invalid_argument for more than 20 million
/// states times periods and for a question that does not fit the game.
TimingResult endogenous_timing(const StrategicGame& game, const TimingQuestion& question);

}  // namespace leeway
