#include "leeway/model/option_table.h"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "leeway/base/units.h"

namespace leeway {

const std::vector<OptionInfo>& option_table() {
  constexpr const char* by_the_world = "as the world assumes";
  static const std::vector<OptionInfo> table = {
      {"closure", &Options::closure, 0, 0, "closure", "",
       "what trade balances do: stay a share of world income, become zero, stay fixed in the wage of one "
       "economy, or grow with own income",
       "a share of world income depends on no unit of account and on no single wage",
       "docs/model.md, section 4"},
      {"numeraire", &Options::numeraire, 0, 0, "numeraire", "none",
       "economy whose wage fixes trade balances under closure numeraire", "no economy is the natural one",
       "the user"},
      {"elasticities", &Options::elasticities, 0, 0, "trade elasticities", "the world's default",
       "set of trade elasticities theta = sigma - 1 by line",
       "the world names its default; a range should run over every set",
       "published; citations: leeway world show elasticities"},
      {"elasticity_scale", &Options::elasticity_scale, 0.05, 20.0, "scale of elasticities", "",
       "multiplies every trade elasticity", "the published values as they are", "the set of elasticities"},
      {"horizon", &Options::horizon, 0.0, 50.0, "horizon", "long run",
       "years since the shock: elasticities and the mobility of factors lie between the short and the long "
       "run",
       "the sets of elasticities are estimates of the long run",
       "Boehm, Levchenko and Pandalai-Nayar (2023) for elasticities; the speed of factors is a judgement"},
      {"least_theta", &Options::least_theta, -0.3, 5.0, "least elasticity", "",
       "at a horizon no trade elasticity is below this",
       "at or below 0 a ban would cost infinitely much; -0.24 is the published estimate on impact, and "
       "bans are then refused",
       "judgement; Boehm, Levchenko and Pandalai-Nayar (2023)"},
      {"sigma_value_added", &Options::sigma_value_added, 0.01, 10.0, "value added against materials", "",
       "elasticity of substitution between value added and materials in the long run; at a horizon it starts "
       "from "
       "the lower one of the sector's kind of supply, where that is lower",
       "1 is Cobb-Douglas", "Caliendo and Parro (2015); the short run: supply.csv of the world"},
      {"sigma_materials", &Options::sigma_materials, 0.01, 10.0, "among materials", "",
       "elasticity of substitution between materials", "1 is Cobb-Douglas", "Caliendo and Parro (2015)"},
      {"sigma_final", &Options::sigma_final, 0.01, 10.0, "in final demand", "",
       "elasticity of substitution between the goods of final demand", "1 is Cobb-Douglas",
       "Caliendo and Parro (2015)"},
      {"sigma_classes", &Options::sigma_classes, 0.01, 10.0, "among classes of goods", "",
       "elasticity of substitution between the classes of goods that Measures cut a line into",
       "covered goods are other goods than the rest of their line: 1 as between the goods of final demand, "
       "far "
       "below that of one good between origins",
       "judgement; docs/model.md, section 6"},
      {"supply", &Options::supply, 0, 0, "supply", "",
       "which estimate of the world's specific factors and of what stands in for materials at first: high is "
       "the "
       "end at which least can move",
       "each kind of sector has its own, with a range that begins at full mobility",
       "supply.csv of the world"},
      {"specific_factors", &Options::specific_factors, 0.0, 0.98, "sector-specific factors", by_the_world,
       "share of value added that cannot leave its sector in the long run, the same for all; at a horizon "
       "more "
       "cannot",
       "each kind of sector has its own, with a range", "supply.csv of the world"},
      {"critical", &Options::critical, 0, 0, "critical inputs", "",
       "bundles, specific factors and backstops of the world's critical inputs",
       "without them a cut of an input that has no substitute looks cheap", "critical.csv of the world"},
      {"critical_sigma", &Options::critical_sigma, 0.01, 5.0, "substitution of critical inputs", by_the_world,
       "elasticity within their bundle in the year of the shock; it eases with the horizon",
       "each input has its own, with a range", "critical.csv of the world"},
      {"critical_specific", &Options::critical_specific, 0.0, 0.98, "specific factors of critical inputs",
       by_the_world,
       "share of their makers' value added that cannot move in the year of the shock; it eases with the "
       "horizon",
       "each input has its own, with a range", "critical.csv of the world"},
      {"critical_backstop", &Options::critical_backstop, 4.0, 1e6, "backstop of critical inputs",
       by_the_world,
       "cost of doing without them over their base-year cost; below 4 it would be in use already",
       "each input has its own, with a range", "critical.csv of the world"},
      {"tolerance", &Options::tolerance, 1e-16, 1e-4, "tolerance", "", "largest log residual of a solve",
       "the identities of a certificate, held to 1e-8, are then met with room", "docs/model.md, section 5"},
      {"max_newton", &Options::max_newton, 1, 1000, "Newton steps", "",
       "steps of Newton's method before another method takes over",
       "most solves take 5; one that needs more than 40 is not getting there", "judgement"},
  };
  return table;
}

const OptionInfo& option_info(std::string_view key) {
  for (const OptionInfo& info : option_table())
    if (info.key == key) return info;
  throw std::out_of_range(fmt::format("there is no option {}", key));
}

std::string allowed_values(const OptionInfo& info) {
  if (std::holds_alternative<Closure Options::*>(info.member)) return "share, balanced, numeraire, own";
  if (std::holds_alternative<Estimate Options::*>(info.member)) return "central, low, high";
  if (std::holds_alternative<bool Options::*>(info.member)) return "true, false";
  if (const auto* text = std::get_if<std::string Options::*>(&info.member))
    return *text == &Options::numeraire ? "an economy" : "a set of the world";
  return fmt::format("{} to {}", shortest(info.low), shortest(info.high));
}

std::string value_text(const OptionInfo& info, const Options& options) {
  struct Text {
    const OptionInfo& info;
    std::string operator()(Closure value) const { return to_string(value); }
    std::string operator()(Estimate value) const { return to_string(value); }
    std::string operator()(const std::string& value) const { return value.empty() ? info.absent : value; }
    std::string operator()(double value) const { return shortest(value); }
    std::string operator()(const std::optional<double>& value) const {
      return value ? shortest(*value) : info.absent;
    }
    std::string operator()(bool value) const { return value ? "true" : "false"; }
    std::string operator()(int value) const { return std::to_string(value); }
  };
  return std::visit([&](auto member) { return Text{info}(options.*member); }, info.member);
}

bool applies(const OptionInfo& info, const Options& options, const World& world) {
  const auto is = [&](auto member) { return info.member == OptionInfo::Member(member); };
  if (is(&Options::numeraire)) return options.closure == Closure::numeraire;
  if (is(&Options::least_theta)) return options.horizon.has_value();
  if (is(&Options::supply)) return !world.supply.empty();
  if (is(&Options::critical)) return !world.critical.empty();
  if (is(&Options::critical_sigma) || is(&Options::critical_specific) || is(&Options::critical_backstop))
    return !world.critical.empty() && options.critical;
  return true;
}

}  // namespace leeway
