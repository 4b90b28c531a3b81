#include "leeway/model/options.h"

#include <functional>

#include <fmt/format.h>

#include "leeway/base/hash.h"
#include "leeway/base/number.h"
#include "leeway/base/suggest.h"

namespace leeway {

const char* to_string(Closure closure) {
  switch (closure) {
    case Closure::share:
      return "share";
    case Closure::balanced:
      return "balanced";
    case Closure::numeraire:
      return "numeraire";
    case Closure::own:
      return "own";
  }
  return "";
}

namespace {

std::string after_suggestion(const std::string& suggestion, const std::string& allowed) {
  return suggestion.empty() ? allowed : suggestion + "\n" + allowed;
}

double number(const Scenario::Option& option, const std::string& key, double low, double high) {
  const std::optional<double> value = parse_number(option.text);
  if (!value)
    throw InputError(option.where,
                     fmt::format("option \"{}\" needs a number, found \"{}\"", key, option.text));
  if (*value < low || *value > high)
    throw InputError(option.where,
                     fmt::format("option \"{}\" is {}; allowed is {} to {}", key, *value, low, high));
  return *value;
}

}  // namespace

std::string fingerprint(const Options& o) {
  Identity id("options");
  id.add("closure", to_string(o.closure))
      .add("numeraire", o.numeraire)
      .add("elasticities", o.elasticities)
      .add("elasticity_scale", o.elasticity_scale)
      .add("horizon", o.horizon)
      .add("least_theta", o.least_theta)
      .add("sigma_value_added", o.sigma_value_added)
      .add("sigma_materials", o.sigma_materials)
      .add("sigma_final", o.sigma_final)
      .add("specific_factors", o.specific_factors)
      .add("critical", o.critical)
      .add("critical_sigma", o.critical_sigma)
      .add("critical_specific", o.critical_specific)
      .add("critical_backstop", o.critical_backstop)
      .add("tolerance", o.tolerance)
      .add("max_newton", o.max_newton);
  for (const CriticalAssumption& one : o.critical_inputs)
    id.add("critical_input", one.sector)
        .add("sigma", one.sigma)
        .add("specific", one.specific)
        .add("backstop", one.backstop);
  return id.hex();
}

Options read_options(const std::map<std::string, Scenario::Option>& table, const World& world,
                     Options start) {
  Options o = std::move(start);
  using Reader = std::function<void(const Scenario::Option&, const std::string&)>;
  const std::map<std::string, Reader> readers = {
      {"closure",
       [&](const Scenario::Option& v, const std::string&) {
         for (Closure c : {Closure::share, Closure::balanced, Closure::numeraire, Closure::own})
           if (v.text == to_string(c)) {
             o.closure = c;
             return;
           }
         throw InputError(v.where, fmt::format("unknown closure \"{}\"", v.text),
                          after_suggestion(did_you_mean(v.text, {"share", "balanced", "numeraire", "own"}),
                                           "allowed: share, balanced, numeraire, own"));
       }},
      {"numeraire",
       [&](const Scenario::Option& v, const std::string&) {
         world.resolve_economies(v.text, world.tariff_date, v.where);
         o.numeraire = v.text;
       }},
      {"elasticities",
       [&](const Scenario::Option& v, const std::string&) {
         if (v.text == "default") {
           o.elasticities.clear();
           return;
         }
         world.elasticity_set(v.text, v.where);
         o.elasticities = v.text;
       }},
      {"elasticity_scale", [&](const Scenario::Option& v,
                               const std::string& key) { o.elasticity_scale = number(v, key, 0.05, 20.0); }},
      {"horizon",
       [&](const Scenario::Option& v, const std::string& key) { o.horizon = number(v, key, 0.0, 50.0); }},
      {"least_theta",
       [&](const Scenario::Option& v, const std::string& key) { o.least_theta = number(v, key, -0.3, 5.0); }},
      {"sigma_value_added",
       [&](const Scenario::Option& v, const std::string& key) {
         o.sigma_value_added = number(v, key, 0.01, 10.0);
       }},
      {"sigma_materials", [&](const Scenario::Option& v,
                              const std::string& key) { o.sigma_materials = number(v, key, 0.01, 10.0); }},
      {"sigma_final", [&](const Scenario::Option& v,
                          const std::string& key) { o.sigma_final = number(v, key, 0.01, 10.0); }},
      {"specific_factors", [&](const Scenario::Option& v,
                               const std::string& key) { o.specific_factors = number(v, key, 0.0, 0.98); }},
      {"critical",
       [&](const Scenario::Option& v, const std::string& key) {
         if (v.text != "true" && v.text != "false")
           throw InputError(v.where, fmt::format("option \"{}\" is \"{}\"", key, v.text),
                            "allowed: true, false");
         o.critical = v.text == "true";
       }},
      {"critical_sigma", [&](const Scenario::Option& v,
                             const std::string& key) { o.critical_sigma = number(v, key, 0.01, 5.0); }},
      {"critical_specific", [&](const Scenario::Option& v,
                                const std::string& key) { o.critical_specific = number(v, key, 0.0, 0.98); }},
      {"critical_backstop", [&](const Scenario::Option& v,
                                const std::string& key) { o.critical_backstop = number(v, key, 4.0, 1e6); }},
      {"tolerance",
       [&](const Scenario::Option& v, const std::string& key) { o.tolerance = number(v, key, 1e-13, 1e-4); }},
  };
  std::vector<std::string> known;
  for (const auto& [key, reader] : readers) known.push_back(key);
  for (const auto& [key, value] : table) {
    const auto found = readers.find(key);
    if (found == readers.end())
      throw InputError(
          value.where, fmt::format("unknown option \"{}\"", key),
          after_suggestion(did_you_mean(key, known), fmt::format("allowed: {}", fmt::join(known, ", "))));
    found->second(value, key);
  }
  if (o.closure == Closure::numeraire && o.numeraire.empty())
    throw InputError(
        "closure \"numeraire\" needs the option \"numeraire\": the economy whose wage fixes deficits");
  return o;
}

std::vector<std::string> describe(const Options& o, const World& world) {
  const std::string set = o.elasticities.empty() ? world.default_elasticities : o.elasticities;
  std::string closure;
  switch (o.closure) {
    case Closure::share:
      closure = "trade balances stay a fixed share of world income";
      break;
    case Closure::balanced:
      closure = "trade balances are zero";
      break;
    case Closure::numeraire:
      closure = fmt::format("trade balances are fixed in wages of {}", o.numeraire);
      break;
    case Closure::own:
      closure = "trade balances grow with own income";
      break;
  }
  std::vector<std::string> lines = {
      fmt::format("closure {}: {}", to_string(o.closure), closure),
      fmt::format("trade elasticities: set {}, theta = sigma - 1 by sector, scaled by {}", set,
                  o.elasticity_scale),
      o.horizon ? fmt::format("horizon {} years: elasticities and factor mobility between the short and the "
                              "long run; theta at "
                              "least {} so that bans stay defined",
                              *o.horizon, o.least_theta)
                : std::string("horizon: long run"),
      fmt::format("substitution: value added and materials {}, between materials {}, in final demand {}",
                  o.sigma_value_added, o.sigma_materials, o.sigma_final),
      fmt::format("sector-specific share of value added: {}", o.specific_factors),
      "labour moves between sectors, not between economies; prices pass through; no unemployment",
  };
  if (o.critical && !world.critical.empty()) {
    const auto assumed = [](const std::optional<double>& all, const char* source) {
      return all ? fmt::format("{}", *all) : std::string(source);
    };
    lines.push_back(fmt::format(
        "critical inputs ({} split out of their sectors): substitution within their bundle {}, "
        "specific factors {}, backstop cost {}; all in the year of the shock, easing with the horizon",
        world.critical.size(), assumed(o.critical_sigma, "as the world assumes"),
        assumed(o.critical_specific, "as the world assumes"),
        assumed(o.critical_backstop, "as the world assumes")));
  }
  return lines;
}

}  // namespace leeway
