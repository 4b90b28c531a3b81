#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "leeway/ensemble/spread.h"
#include "leeway/ensemble/sweep_plan.h"
#include "leeway/model/option_table.h"
#include "leeway/policy/scale.h"
#include "leeway/world/world.h"

namespace leeway {

/// One thing that varies: a [[vary]] of a plan, looked up.
struct Varied {
  enum class Kind {
    option,       ///< of the model, by its key
    theta,        ///< a factor on each line's trade elasticity
    term,         ///< of a Measure
    probability,  ///< of punishment
    measure,      ///< in force or not
    day,          ///< of the policy
  };
  Kind kind = Kind::option;
  std::string name;  ///< as columns and correlations name it
  std::string key;   ///< of the option, or id of the Measure
  Term term{};       ///< with Kind::term
  double per = 1.0;  ///< of a term: 1 over what the Measure itself has, so that a value becomes a factor
  std::string unit;
  std::vector<std::string> lines;    ///< of theta, one a dimension
  std::vector<Spread> spreads;       ///< one a dimension
  std::vector<std::string> choices;  ///< values of a choice as they are written
  std::vector<double> grid;          ///< of a number, its values on a grid
  double together = 0.0;             ///< rank correlation between its dimensions
  Location where;

  std::size_t dimensions() const { return spreads.size(); }
  bool is_choice() const { return !choices.empty(); }
};

/// Options with one of them as it is written; what stands for its absence ("long run") takes it away.
Options with_option(Options options, const OptionInfo& info, const std::string& text, const Location& where,
                    const World& world);

/// Of a Measure by its id, as the question has it; null where it has none.
using FindMeasure = std::function<const Measure*(const std::string&)>;
/// What a plan says varies. Throws InputError, at the place, for names that the world, the options or the
/// question do not have, and for values that are out of their bounds.
std::vector<Varied> read_varied(const SweepPlan& plan, const World& world, const Options& centre,
                                const FindMeasure& find);

}  // namespace leeway
