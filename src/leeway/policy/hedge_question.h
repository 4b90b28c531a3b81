#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "leeway/base/money.h"
#include "leeway/policy/game_file.h"
#include "leeway/policy/room_question.h"
#include "leeway/policy/scenario.h"

namespace leeway {

/// What may come: Measures in force whatever the economy did before. In texts "{it}" stands for the economy.
struct HedgeState {
  std::string name;
  double probability = 0.0;
  std::vector<GameMeasure> measures;  ///< in one line, ledger ids, "lift ID", scenarios, or tables
  Location where;
  /// Above zero: the probability is that a pending case of the ledger, which is its one Measure, ends in it
  /// within so many years, by the hazard that the ledger has.
  double pending_years = 0.0;
};

/// Of at least one event within so many years, each of which brings it with chance `hazard`.
double chance_within(double hazard, double years);

/// What the economy may do before it knows which state comes.
struct HedgeAct {
  std::string name;
  std::vector<GameMeasure> measures;  ///< as of a state, and "stock 6 months of GOODS over 1y"
  Money cost{0.0, "USD"};         ///< a year, declared and not solved; in any currency that the world knows
  std::vector<std::string> only;  ///< states in which its Measures act; empty: in all
  Location where;
};

/// Who may insure against what, and how: names, not yet looked up in a world or a ledger.
struct HedgeQuestion {
  std::string id;  ///< file name without folder and ending; empty: typed
  std::string title;
  std::string explanation;  ///< the comment lines that open the file
  std::string world = "2023";
  PlacedText economy;  ///< ISO3 or group; empty where the file is put to any
  Date as_of{};
  std::optional<Date> known_by;
  std::map<std::string, Scenario::Option> options;
  std::vector<HedgeState> states;  ///< the status quo takes what their probabilities leave
  std::vector<HedgeAct> acts;
};

/// "NAME=PROBABILITY: MEASURES" and "NAME: MEASURES" or "NAME=COST: MEASURES", Measures by semicolons; a
/// probability is 0.3, 30%, "20% a year for 2y" or "pending for 2y", a cost "120 mn USD" a year. Throw
/// InputError that names the option.
HedgeState typed_state(const std::string& text, const std::string& option);
HedgeAct typed_act(const std::string& text, const std::string& option);

/// Throws InputError for names that occur twice, for probabilities that are none or sum to more than one, for
/// costs below zero and for an act of a state that is not there.
void check(const HedgeQuestion& question);

/// Reads a file strictly: title, as_of, [[state]], [[act]], and if need be economy, known_by, world,
/// [options]. Throws InputError with file, line and column.
HedgeQuestion parse_hedge_question(std::string text, const std::string& name);
/// A ready one of the share folder by name, or a path to a file.
HedgeQuestion open_hedge_question(const std::string& name_or_path);
/// Ready ones, sorted by name.
std::vector<std::string> hedge_question_names();

}  // namespace leeway
