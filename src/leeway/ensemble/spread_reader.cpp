#include "leeway/ensemble/spread_reader.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "leeway/base/suggest.h"
#include "leeway/base/units.h"
#include "leeway/policy/term_values.h"

namespace leeway {

namespace {

/// Beyond it a distribution is of powers of ten and no more than that.
constexpr double largest_sd_of_logs = 3.0;

/// The shape of one number of a table [[vary]].
class SpreadReader {
 public:
  SpreadReader(const TomlTable& table, Bounds bounds) : table_(table), bounds_(std::move(bounds)) {}

  Spread read() const {
    static const std::vector<std::string> shapes = {"uniform", "triangular", "normal", "lognormal"};
    const std::string text = table_.require_string("distribution");
    Spread s;
    s.least = bounds_.least;
    s.most = bounds_.most;
    if (text == "uniform" || text == "triangular") {
      s.shape = text == "uniform" ? Spread::Shape::uniform : Spread::Shape::triangular;
      only(text == "uniform" ? std::vector<std::string>{"low", "high"}
                             : std::vector<std::string>{"low", "mode", "high"});
      s.low = inside("low");
      s.high = inside("high");
      in_order(s.low, s.high);
      if (text == "triangular") {
        s.centre = inside("mode");
        if (s.centre < s.low || s.centre > s.high)
          throw table_.error("mode", "is outside `low` to `high`", "move it, or them");
      }
    } else if (text == "normal" || text == "lognormal") {
      s.shape = text == "normal" ? Spread::Shape::normal : Spread::Shape::lognormal;
      const char* centre = text == "normal" ? "mean" : "median";
      only({centre, "sd", "low", "high"});
      s.centre = inside(centre);
      s.sd =
          text == "normal" ? bounds_.read(table_.require("sd"), "sd") : number_of(table_.require("sd"), "sd");
      if (text == "lognormal" && !(s.centre > 0.0))
        throw table_.error(centre, "is not above 0", "a lognormal number has a median above 0");
      if (table_.has("low")) s.least = inside("low");
      if (table_.has("high")) s.most = inside("high");
      if (s.centre < s.least || s.centre > s.most)
        throw table_.error(centre, "is outside `low` to `high`", "move it, or them");
      in_order(s.least, s.most);
      check_sd(table_, s);
    } else {
      throw table_.error("distribution", fmt::format("unknown distribution \"{}\"", text),
                         did_you_mean(text, shapes, fmt::format("allowed: {}", fmt::join(shapes, ", "))));
    }
    return s;
  }

 private:
  void in_order(double low, double high) const {
    if (low == high)
      throw table_.error("high", "is `low` itself: nothing varies",
                         "move one of the two, or leave the entry out");
    if (!(low < high)) throw table_.error("high", "is not above `low`", "exchange the two");
  }
  double inside(const char* key) const {
    const double value = bounds_.read(table_.require(key), key);
    if (value < bounds_.least || value > bounds_.most)
      throw table_.error(key,
                         fmt::format("is {}; allowed is {} to {}", shortest(value), shortest(bounds_.least),
                                     shortest(bounds_.most)),
                         "a number within them");
    return value;
  }
  void only(const std::vector<std::string>& keys) const {
    for (const char* key : {"low", "high", "mode", "mean", "median", "sd"})
      if (table_.has(key) && std::find(keys.begin(), keys.end(), key) == keys.end())
        throw table_.error(key, "is no number of this distribution",
                           fmt::format("it has {}", fmt::join(keys, ", ")));
  }

  const TomlTable& table_;
  Bounds bounds_;
};

}  // namespace

double number_of(const TomlValue& value, std::string_view key) {
  std::optional<double> number = value.as_number();
  if (!number && value.as_string() != nullptr) number = parse_percent(*value.as_string());
  if (!number || !std::isfinite(*number))
    throw InputError(
        value.where(),
        fmt::format("field `{}`: a number or a percent expected, found {}", key, value.described()),
        "such as 0.25 or \"25%\"");
  return *number;
}

double Bounds::read(const TomlValue& value, std::string_view key) const {
  if (is_rate) return rate_of(value, key);
  if (!unit.empty() && value.as_string() != nullptr)
    throw InputError(value.where(),
                     fmt::format("field `{}`: a number expected, found {}", key, value.described()),
                     fmt::format("it counts in the unit of the Measure, {}", unit));
  return number_of(value, key);
}

Spread read_spread(const TomlTable& table, const Bounds& bounds) {
  return SpreadReader(table, bounds).read();
}

void check_sd(const TomlTable& table, const Spread& s) {
  if (!(s.sd > 0.0)) throw table.error("sd", "is not above 0", "leave the entry out where nothing varies");
  if (s.shape == Spread::Shape::lognormal && s.sd > largest_sd_of_logs)
    throw table.error("sd",
                      fmt::format("is {}; allowed is up to {}: the standard deviation of logs, where {} is a "
                                  "factor of 20 up and down",
                                  shortest(s.sd), shortest(largest_sd_of_logs), shortest(largest_sd_of_logs)),
                      "0.25 is about a quarter up and down");
  if (s.shape == Spread::Shape::normal && s.sd > s.most - s.least)
    throw table.error("sd",
                      fmt::format("is {}, wider than from {} to {}, where the distribution is cut off",
                                  shortest(s.sd), shortest(s.least), shortest(s.most)),
                      "distribution = \"uniform\" says that nothing within them is likelier");
}

void refuse_twice(const TomlTable& table, const std::vector<std::string>& values) {
  for (std::size_t i = 0; i < values.size(); ++i)
    if (std::find(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(i), values[i]) !=
        values.begin() + static_cast<std::ptrdiff_t>(i))
      throw table.error("values", fmt::format("has {} twice", values[i]),
                        "leave one out; `weights` make a value likelier where draws are not on a grid");
}

std::vector<double> weights_of(const TomlTable& table, std::size_t count) {
  std::vector<double> weights(count, 1.0 / static_cast<double>(count));
  const TomlValue* given = table.find("weights");
  if (given == nullptr) return weights;
  const auto* list = given->as_array();
  if (list == nullptr || list->size() != count)
    throw table.error("weights", fmt::format("one for each of the {} values is needed", count),
                      "such as values = [\"low\", \"high\"] and weights = [1, 2]");
  double sum = 0.0;
  for (std::size_t i = 0; i < count; ++i) {
    weights[i] = number_of((*list)[i], "weights");
    if (weights[i] < 0.0)
      throw InputError((*list)[i].where(), "field `weights`: one is below 0", "0 leaves a value out");
    sum += weights[i];
  }
  if (!(sum > 0.0)) throw table.error("weights", "all are 0", "one above 0 is needed");
  if (!std::isfinite(sum))
    throw table.error("weights", "their sum is beyond all numbers", "only their ratios count");
  for (double& w : weights) w /= sum;
  return weights;
}

}  // namespace leeway
