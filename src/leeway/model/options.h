#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "leeway/policy/scenario.h"
#include "leeway/world/world.h"

namespace leeway {

/// What happens to trade imbalances (model.md 2.5).
enum class Closure {
  share,      ///< D_n stays a fixed share of world income
  balanced,   ///< D_n = 0; meant for a purged world
  numeraire,  ///< D_n stays fixed in units of one economy's wage
  own,        ///< D_n grows with the economy's own factor income
};
const char* to_string(Closure closure);

/// Assumptions on one critical input in the place of the world's, of the year of the shock.
struct CriticalAssumption {
  std::string sector;  ///< id
  std::optional<double> sigma;
  std::optional<double> specific;
  std::optional<double> backstop;
};

/// The choices that turn a World into a Model. Every one is printed with a result as an assumption.
struct Options {
  Closure closure = Closure::share;
  std::string numeraire;           ///< economy whose wage fixes deficits under Closure::numeraire
  std::string elasticities;        ///< id of an elasticity set; empty: the world's default
  double elasticity_scale = 1.0;   ///< multiplies every theta
  std::optional<double> horizon;   ///< years since the shock; sigma and eta move by model.md 2.6
  double least_theta = 0.05;       ///< at a horizon no theta is below this, so that bans stay defined
  double sigma_value_added = 1.0;  ///< sigV: between value added and materials
  double sigma_materials = 1.0;    ///< sigM: between materials
  double sigma_final = 1.0;        ///< sigF: between final goods
  double specific_factors = 0.0;   ///< eta in [0, 0.98]: sector-specific share of value added
  bool critical = true;            ///< bundles, specific factors and backstops of the world's critical inputs
  std::optional<double> critical_sigma;     ///< for all of them, in the place of the world's assumption
  std::optional<double> critical_specific;  ///< the same, of the year of the shock
  std::optional<double> critical_backstop;  ///< the same
  std::vector<CriticalAssumption> critical_inputs;  ///< of single ones; these go before those for all
  double tolerance = 1e-10;                         ///< largest log residual of a solve
  int max_newton = 40;
};

/// Hash of every field by its name and value; what they are called in words is not in it.
std::string fingerprint(const Options& options);

/// Reads the [options] table of a scenario strictly; unknown keys and bad values throw InputError.
Options read_options(const std::map<std::string, Scenario::Option>& table, const World& world,
                     Options start = {});
/// Each option that matters, in words with its value, for the assumptions of an output.
std::vector<std::string> describe(const Options& options, const World& world);

}  // namespace leeway
