#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "leeway/model/model.h"
#include "leeway/policy/ledger.h"
#include "leeway/policy/policy_note.h"

namespace leeway {

/// What a list is to do for those who write it.
enum class ListAim {
  own_cost,    ///< cost them least real income
  their_loss,  ///< cost the others most real income
  members,     ///< cost some of the others most real income
  goods        ///< cost named industries of the others most value added
};
const char* to_string(ListAim aim);

struct RetaliationInputs {
  std::string player;       ///< economy or group
  std::string on;           ///< economy or group
  double worth_musd = 0.0;  ///< of the imports that the list covers, base year, basic prices
  double rate = 0.25;       ///< additional duty on what is covered
  ListAim aim = ListAim::own_cost;
  std::string hurt;                 ///< of ListAim::members an economy or group, of ::goods what they make
  std::vector<std::string> beside;  ///< ledger Measures to be scored together as one list; empty: none
  Date as_of{};
  std::optional<Date> known_by;
  Options options;
  std::function<void(int, int)> progress;
};

/// One line of trade that a list may cover.
struct ListedGoods {
  int line = 0;
  double trade_musd = 0.0;
  double share = 0.0;  ///< covered
  // What a dollar more of it covered does to the list, USD.
  double own = 0.0;    ///< own equivalent variation
  double their = 0.0;  ///< the others'
  double aimed = 0.0;  ///< of those aimed at: value added in real terms, or equivalent variation
  double score = 0.0;  ///< what the aim asks for, per dollar of trade; higher is chosen first
};

/// What one list does, against the policy in force without any of them.
struct ListScore {
  std::string name;         ///< "best", "beside" or "best beside"
  double worth_musd = 0.0;  ///< covered; of Measures: duty on base-year trade over the rate asked for
  Verdict verdict;
  double own_ev_musd = 0.0;
  double their_ev_musd = 0.0;
  double aimed_musd = 0.0;  ///< of those aimed at: value added in real terms, or equivalent variation
};

struct Retaliation {
  RetaliationInputs inputs;
  std::vector<int> members;
  std::vector<int> targets;
  double imports_musd = 0.0;           ///< of goods from the targets
  std::vector<ListedGoods> goods;      ///< by score; of the best list
  std::optional<Measure> measure;      ///< the best list as an act
  std::vector<ListScore> scores;       ///< the best first
  std::vector<std::string> taken_out;  ///< Measures in force that the comparison is without
  int rounds = 0;                      ///< of probes
  double gap_musd =
      0.0;  ///< by the last probes, what any other list of that worth could do better: first order
  Verdict status_quo;
  PolicyNotes warnings;
  std::string run_id;

  bool certified() const;
};

/// The list of goods worth so much that answers best: coverage of every line from 0 to 1, moved to where
/// exact probes of a dollar more say that it does most (Frank and Wolfe 1956). Throws InputError for unknown
/// names, an economy on both sides, a worth above all imports or not above zero.
Retaliation retaliate(const World& world, const Ledger& ledger, const RetaliationInputs& inputs);

}  // namespace leeway
