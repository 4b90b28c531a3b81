#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "leeway/analysis/range.h"
#include "leeway/strategy/chairs.h"
#include "leeway/strategy/leeway.h"

namespace leeway {

// A threat as a game in three steps, each seeing the one before: the threatened makes the move or not, who
// threatens carries the threat out or not, the threatened answers or not. Everyone minds its real income
// alone, and who is indifferent leaves things as they are. Solved backwards, in each case of the range
// (Selten 1965; model.md section 7). Who threatens is bound to spare whoever makes no move, and the partner
// of a deal to agree to it: neither is a step.

struct ThreatParty {
  std::string id;
  std::string name;
  Chair role{};
  std::vector<int> members;
};

/// How the game can end.
struct PlayedOutcome {
  BriefOption option{};
  std::vector<Range> payoffs_musd;  ///< [player] USD million a year against no move and no punishment
  std::vector<double> pct;          ///< [player] of real income, central case
};

/// What a player would do where it is its turn.
enum class Choice {
  acts,
  stays,
  even,  ///< as good either way, so that it stays
};
const char* to_string(Choice choice);

struct PlayedChoice {
  Step step{};  ///< move, carry_out or answer
  std::size_t player = 0;
  BriefOption acts{};      ///< how it ends if it acts, all after it playing on (central case)
  BriefOption stays{};     ///< and if it does not
  bool one_way = true;     ///< acting ends so in every case
  Range worth_musd;        ///< of acting, each case ending as it would, USD million a year
  double worth_pct = 0.0;  ///< the same in percent of its real income, central case
  Choice choice{};         ///< central case
  bool even = false;       ///< it is as good either way in every case
  CaseCount alike;         ///< cases in which it acts as in the central one, or does not as there
  bool is_played = false;  ///< its turn comes (central case)
};

struct PlayedOut {
  /// The threatened, who threatens, the customs union through which the threatened answers if it is in one,
  /// then with whom the move is, who only bear it.
  std::vector<ThreatParty> players;
  std::vector<PlayedOutcome> outcomes;
  std::vector<PlayedChoice> choices;              ///< in the order of play
  BriefOption ends_in{};                          ///< central case
  CaseCount alike;                                ///< cases that end there
  std::vector<std::pair<BriefOption, int>> ends;  ///< of all cases, the most frequent first
  int failed = 0;                                 ///< cases without a figure, not counted in any of these
};

/// Of one case: by option what each economy has, USD million of real income.
using PlayedCase = std::map<BriefOption, std::vector<double>>;

/// The first case is the central one; each has keep, punished and drop, and all or none have retaliate.
PlayedOut play_out(std::vector<ThreatParty> players, const std::vector<PlayedCase>& cases);

/// Who sits at a threat: the threatened (an economy or group), who threatens, the threatened's customs union,
/// and at most two with whom the move is. Economies may be in several.
std::vector<ThreatParty> players_of(const World& world, const Ledger& ledger, const Moves& moves,
                                    const std::string& threatened, Date as_of);

}  // namespace leeway
