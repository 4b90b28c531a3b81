#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "leeway/policy/scenario.h"
#include "leeway/world/world.h"

namespace leeway {

/// What happens to trade imbalances (docs/model.md, section 4).
enum class Closure {
  share,      ///< D_n stays a fixed share of world income
  balanced,   ///< D_n = 0; meant for a purged world
  numeraire,  ///< D_n stays fixed in units of one economy's wage
  own,        ///< D_n grows with the economy's own factor income
};
const char* to_string(Closure closure);

/// Which end of the ranges of a world's assumptions.
enum class Estimate {
  central,
  low,
  high,
};
const char* to_string(Estimate estimate);

/// Assumptions on one critical input in the place of the world's, of the year of the shock.
struct CriticalAssumption {
  std::string sector;  ///< id
  std::optional<double> sigma;
  std::optional<double> specific;
  std::optional<double> backstop;
  std::optional<double> capacity;     ///< of the backstop in the long run, over base-year use
  std::optional<double> build_years;  ///< of the backstop
  bool operator==(const CriticalAssumption&) const = default;
};

/// A factor on the trade elasticity of one line, on top of elasticity_scale: what a draw of an ensemble
/// assumes.
struct ThetaFactor {
  std::string line;  ///< id
  double factor = 1.0;
  bool operator==(const ThetaFactor&) const = default;
};

/// The choices that turn a World into a Model, each printed with a result as an assumption. What each
/// means, its range, and where its default comes from: option_table.h.
struct Options {
  Closure closure = Closure::share;
  std::string numeraire;          ///< economy whose wage fixes deficits under Closure::numeraire
  std::string elasticities;       ///< id of an elasticity set; empty: the world's default
  double elasticity_scale = 1.0;  ///< multiplies every theta
  std::optional<double> horizon;  ///< years since the shock; nothing: the long run
  double least_theta = 0.05;
  double sigma_value_added = 1.0;  ///< in the long run
  double sigma_materials = 1.0;
  double sigma_final = 1.0;
  double sigma_classes = 1.0;
  Estimate supply = Estimate::central;     ///< of the world's kinds of supply; high: least can move
  std::optional<double> specific_factors;  ///< eta of all in the long run, in place of the world's own
  bool critical = true;
  std::optional<double> critical_sigma;  ///< this and the next two: for all, in place of the world's own
  std::optional<double> critical_specific;
  std::optional<double> critical_backstop;
  std::vector<ThetaFactor> theta_factors;           ///< of single lines, each once; no file says so
  std::vector<CriticalAssumption> critical_inputs;  ///< of single ones; these go before those for all
  double tolerance = 1e-10;
  int max_newton = 40;

  bool operator==(const Options&) const = default;
};

/// Reads the [options] table of a scenario strictly; unknown keys and bad values throw InputError.
Options read_options(const std::map<std::string, Scenario::Option>& table, const World& world,
                     Options start = {});
/// Throws InputError that names the option for a value outside its range.
void check(const Options& options);

/// Trade elasticities by line as options have them before any horizon: the set's, scaled.
std::vector<double> long_run_theta(const Options& options, const World& world);

/// One option as an identity sees it.
struct OptionValue {
  std::string key;
  std::string value;  ///< numbers by their bits, 16 hexadecimal digits; "none" for what was not given
  bool operator==(const OptionValue&) const = default;
};
/// Every option, in the order of the table, then assumptions on single critical inputs. The elasticity set is
/// named by its id also where the world chose it, and an option that nothing reads (the numeraire of another
/// closure) is "none", so that equal models have equal values.
std::vector<OptionValue> exact_values(const Options& options, const World& world);
/// Hash of them; what they are called in words is not in it.
std::string fingerprint(const Options& options, const World& world);

}  // namespace leeway
