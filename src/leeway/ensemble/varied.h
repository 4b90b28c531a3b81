#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "leeway/ensemble/spread.h"
#include "leeway/ensemble/sweep_plan.h"
#include "leeway/model/option_table.h"
#include "leeway/policy/set_term.h"
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
  std::string name;                        ///< as columns and correlations name it
  std::string key;                         ///< of the option, or id of the Measure
  std::string term;                        ///< as a file names it
  std::shared_ptr<const Measure> measure;  ///< that has the term
  std::string unit;
  std::vector<std::string> lines;    ///< of theta, one a dimension
  std::vector<Spread> spreads;       ///< one a dimension
  std::vector<std::string> choices;  ///< values of a choice as they are written
  std::vector<double> grid;          ///< of a number, its values on a grid
  double together = 0.0;             ///< rank correlation between its dimensions
  bool is_rate = false;              ///< a decimal or a percent
  bool is_amount = false;            ///< in the unit of the Measure
  Location where;

  std::size_t dimensions() const { return spreads.size(); }
  bool is_choice() const { return !choices.empty(); }
  /// How it is spread, as a report declares it: "triangular, low 0.1, mode 0.35, high 1".
  std::string words(Design design) const;
  /// The term at a number, as a file of the Measure would write it: an amount with its unit.
  TermSetting setting(double value) const;
  /// The same of one of `choices`: a text is taken as it is.
  TermSetting setting(const std::string& choice) const;
  /// Throws InputError, at the place, for a text that the term cannot be.
  void check(const std::string& choice, const Location& at) const;
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
