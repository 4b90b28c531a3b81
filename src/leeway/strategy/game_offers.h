#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "leeway/analysis/range.h"
#include "leeway/game/strategic_game.h"
#include "leeway/policy/game_file.h"
#include "leeway/strategy/game_payoffs.h"
#include "leeway/strategy/game_plays.h"

namespace leeway {

/// What comes of it when all who have an action take it, everyone else at its first action: over all at their
/// first, economics alone, by exact solves.
struct JointAction {
  std::string action;
  std::vector<std::size_t> takers;
  bool exact = true;           ///< else read off the table of the game, central case alone
  std::vector<Range> percent;  ///< [player] of what it values
  std::vector<Range> musd;     ///< [player] of real income, USD million a year
  Range takers_musd;           ///< their sum
};

/// What has to be added to an action for a player to take it rather than the best of its others: a stake in
/// percent of real income, or a side payment a year. Below zero it is taken as it is.
struct ActionPrice {
  std::size_t player = 0;
  std::size_t action = 0;
  bool in_company = false;  ///< all others who have it take it; else all are at their first action
  std::size_t instead = 0;  ///< the best other, central case
  bool exact = true;        ///< else read off the table of the game, central case alone
  Range percent;
  Range musd;
  /// [player] USD million a year that this player's taking it brings, over its first action; empty in
  /// company.
  std::vector<Range> brings;
};

/// What an action brings over a player's first, all others at theirs, with the stakes that count.
struct ScenarioChoice {
  std::size_t player = 0;
  std::size_t action = 0;
  Range percent;  ///< expected over types
  /// How likely the harsher of two types may be (`LeewayCase::p_star`); nothing where the type makes no
  /// difference.
  std::optional<Range> leeway;
};

/// A scenario that each year may bring and nothing undoes: its chance, and the share of present value that
/// lies after it (share_after).
struct GameHazard {
  double hazard = 0.0;
  double share = 0.0;
  /// [player] what it is worth to be sure that it never comes, USD million a year; and, once, that it cannot
  /// come for a year more.
  std::vector<Range> worth_musd;
};

/// The game on other ground: a scenario of its file in force whatever anyone does.
struct GameScenarioOutcome {
  std::string name;                     ///< empty: as things are
  std::vector<Range> percent;           ///< [player] over things as they are, all at their first action
  std::vector<Range> musd;              ///< [player] the same, USD million a year
  std::vector<ScenarioChoice> choices;  ///< of those who have one, in the order of players and actions
  std::vector<GameHazard> hazards;      ///< of a scenario
  std::vector<GameFailure> failures;    ///< central case; where there are any, it has no figures
};

/// What is told of a game besides its equilibria.
struct GameOffers {
  std::vector<JointAction> joint;  ///< of actions that two or more have, in the order of the file
  std::vector<ActionPrice> prices;
  std::vector<GameScenarioOutcome> scenarios;  ///< things as they are first; empty: the file has none
};

/// The discount on what comes a year later, 3%.
inline constexpr double game_discount = 0.03;
/// Share of the present value of a flow for good that comes after an event which each year brings with chance
/// `hazard` and nothing undoes, the coming year free of it: d h / (1 - d (1 - h)) with d = 1 / (1 +
/// discount), from (I - d Pi)^-1 of the chain of two states (model.md 7.6).
double share_after(double hazard, double discount = game_discount);

/// Asks for them, of the centre first and then of every case of a range.
class OfferInquiry {
 public:
  /// `game` is the table with the stakes that count. All must outlive it.
  OfferInquiry(const World& world, const Ledger& ledger, const GameFile& file, const GamePlays& plays,
               GameMeasures& measures, const StrategicGame& game, bool stakes);
  ~OfferInquiry();

  /// Solves what is missing and reads a case; false where a solve of the game itself failed, which then has
  /// no figures here.
  bool ask(GameSolves& solves, const Options& options, const std::vector<Player>& players,
           const StudySettings& settings, const std::filesystem::path& keep);
  /// Over the cases that were asked; `of` counts those that were tried.
  GameOffers told(int of) const;

  std::size_t solved() const;
  std::size_t found_kept() const;
  /// Of solves on other ground.
  const std::vector<std::string>& ids() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace leeway
