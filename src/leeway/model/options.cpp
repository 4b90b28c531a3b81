#include "leeway/model/options.h"

#include <algorithm>
#include <bit>
#include <cstdint>

#include <fmt/format.h>

#include "leeway/base/hash.h"
#include "leeway/base/number.h"
#include "leeway/base/suggest.h"
#include "leeway/base/units.h"
#include "leeway/model/option_table.h"

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

const char* to_string(Estimate estimate) {
  switch (estimate) {
    case Estimate::central:
      return "central";
    case Estimate::low:
      return "low";
    case Estimate::high:
      return "high";
  }
  return "";
}

namespace {

std::string after_suggestion(const std::string& suggestion, const std::string& allowed) {
  return suggestion.empty() ? allowed : suggestion + "\n" + allowed;
}

void check_range(const OptionInfo& info, double value, const Location& where) {
  // Written so that NaN fails too.
  if (!(value >= info.low && value <= info.high))
    throw InputError(where, fmt::format("option \"{}\" is {}; allowed is {}", info.key, shortest(value),
                                        allowed_values(info)));
}

/// Throws for a number outside the range of its row.
struct RangeCheck {
  const OptionInfo& info;

  void operator()(double value) const { check_range(info, value, {}); }
  void operator()(int value) const { check_range(info, value, {}); }
  void operator()(const std::optional<double>& value) const {
    if (value) check_range(info, *value, {});
  }
  void operator()(bool) const {}
  void operator()(Closure) const {}
  void operator()(Estimate) const {}
  void operator()(const std::string&) const {}
};

/// The value by which an identity tells one option from another.
struct Exact {
  std::string operator()(double value) const {
    return fmt::format("{:016x}", std::bit_cast<std::uint64_t>(value + 0.0));  // -0 is 0
  }
  std::string operator()(const std::optional<double>& value) const {
    return value ? (*this)(*value) : "none";
  }
  std::string operator()(int value) const { return std::to_string(value); }
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(Closure value) const { return to_string(value); }
  std::string operator()(Estimate value) const { return to_string(value); }
  std::string operator()(const std::string& value) const { return value.empty() ? "none" : value; }
};

/// Reads one option as its row says.
struct OptionReader {
  const OptionInfo& info;
  const Scenario::Option& given;
  const World& world;

  void operator()(Closure& value) const {
    for (Closure c : {Closure::share, Closure::balanced, Closure::numeraire, Closure::own})
      if (given.text == to_string(c)) {
        value = c;
        return;
      }
    throw InputError(given.where, fmt::format("unknown closure \"{}\"", given.text),
                     after_suggestion(did_you_mean(given.text, {"share", "balanced", "numeraire", "own"}),
                                      "allowed: " + allowed_values(info)));
  }
  void operator()(Estimate& value) const {
    for (Estimate e : {Estimate::central, Estimate::low, Estimate::high})
      if (given.text == to_string(e)) {
        value = e;
        return;
      }
    throw InputError(given.where, fmt::format("unknown estimate \"{}\"", given.text),
                     after_suggestion(did_you_mean(given.text, {"central", "low", "high"}),
                                      "allowed: " + allowed_values(info)));
  }
  /// The names of the world; what they may be is its own to say.
  void operator()(std::string& value) const { value = given.text; }
  void operator()(double& value) const {
    const std::optional<double> number = parse_number(given.text);
    if (!number) throw wrong_kind("a number");
    check_range(info, *number, given.where);
    value = *number;
  }
  /// The only number that may be absent is a length of time.
  void operator()(std::optional<double>& value) const {
    const std::optional<double> years = parse_years(given.text);
    if (!years) throw wrong_kind("a length of time, such as 5, 1y or 6m");
    check_range(info, *years, given.where);
    value = years;
  }
  void operator()(bool& value) const {
    if (given.text != "true" && given.text != "false") throw wrong_kind("true or false");
    value = given.text == "true";
  }
  void operator()(int& value) const {
    const std::optional<int> number = parse_integer(given.text);
    if (!number) throw wrong_kind("a whole number");
    check_range(info, *number, given.where);
    value = *number;
  }
  InputError wrong_kind(const char* wanted) const {
    return InputError(given.where,
                      fmt::format("option \"{}\" needs {}, found \"{}\"", info.key, wanted, given.text),
                      "allowed: " + allowed_values(info));
  }
};

}  // namespace

Options read_options(const std::map<std::string, Scenario::Option>& table, const World& world,
                     Options start) {
  Options o = std::move(start);
  std::vector<std::string> known;
  for (const OptionInfo& info : option_table()) known.emplace_back(info.key);
  for (const auto& [key, given] : table) {
    if (std::find(known.begin(), known.end(), key) == known.end())
      throw InputError(
          given.where, fmt::format("unknown option \"{}\"", key),
          after_suggestion(did_you_mean(key, known), fmt::format("allowed: {}", fmt::join(known, ", "))));
    const OptionReader reader{option_info(key), given, world};
    std::visit([&](auto member) { reader(o.*member); }, reader.info.member);
  }
  if (const auto given = table.find("elasticities"); given != table.end()) {
    if (o.elasticities == "default")
      o.elasticities.clear();
    else
      world.elasticity_set(o.elasticities, given->second.where);
  }
  if (const auto given = table.find("numeraire"); given != table.end()) {
    world.resolve_economies(o.numeraire, world.tariff_date, given->second.where);
    if (!world.find_economy(o.numeraire))
      throw InputError(given->second.where,
                       fmt::format("option \"numeraire\" is \"{}\", a group", o.numeraire),
                       "allowed: one economy");
  }
  if (o.closure == Closure::numeraire && o.numeraire.empty())
    throw InputError(
        "closure \"numeraire\" needs the option \"numeraire\": the economy whose wage fixes deficits");
  return o;
}

void check(const Options& options) {
  for (const OptionInfo& info : option_table())
    std::visit([&](auto member) { RangeCheck{info}(options.*member); }, info.member);
  for (const CriticalAssumption& one : options.critical_inputs) {
    RangeCheck{option_info("critical_sigma")}(one.sigma);
    RangeCheck{option_info("critical_specific")}(one.specific);
    RangeCheck{option_info("critical_backstop")}(one.backstop);
  }
  for (const ThetaFactor& one : options.theta_factors)
    RangeCheck{option_info("elasticity_scale")}(one.factor);
}

std::vector<double> long_run_theta(const Options& options, const World& world) {
  const std::string& set = options.elasticities.empty() ? world.default_elasticities : options.elasticities;
  std::vector<double> theta = world.elasticity_set(set, Location{}).theta;
  for (double& one : theta) one *= options.elasticity_scale;
  for (const ThetaFactor& one : options.theta_factors) {
    const std::optional<int> line = world.find_line(one.line);
    if (!line)
      throw InputError(fmt::format("a factor on the elasticity of an unknown line \"{}\"", one.line));
    theta[static_cast<std::size_t>(*line)] *= one.factor;
  }
  return theta;
}

std::vector<OptionValue> exact_values(const Options& options, const World& world) {
  Options o = options;
  if (o.elasticities.empty()) o.elasticities = world.default_elasticities;
  if (o.closure != Closure::numeraire) o.numeraire.clear();
  std::vector<OptionValue> values;
  for (const OptionInfo& info : option_table())
    values.push_back({info.key, std::visit([&](auto member) { return Exact()(o.*member); }, info.member)});
  for (const CriticalAssumption& one : o.critical_inputs)
    for (const auto& [key, value] : {std::pair("sigma", one.sigma), std::pair("specific", one.specific),
                                     std::pair("backstop", one.backstop), std::pair("capacity", one.capacity),
                                     std::pair("build_years", one.build_years)})
      values.push_back({fmt::format("critical_inputs.{}.{}", one.sector, key), Exact()(value)});
  for (const ThetaFactor& one : o.theta_factors)
    values.push_back({"theta_factors." + one.line, Exact()(one.factor)});
  return values;
}

std::string fingerprint(const Options& options, const World& world) {
  Identity id("options");
  for (const OptionValue& option : exact_values(options, world)) id.add(option.key, option.value);
  return id.hex();
}

}  // namespace leeway
