#include "leeway/ensemble/varied.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "leeway/base/elementary.h"
#include "leeway/base/number.h"
#include "leeway/base/suggest.h"
#include "leeway/base/units.h"
#include "leeway/ensemble/spread_reader.h"
#include "leeway/io/csv.h"
#include "leeway/model/option_table.h"
#include "leeway/policy/rate_bounds.h"
#include "leeway/policy/scale.h"
#include "leeway/policy/term_values.h"

namespace leeway {

namespace {

constexpr std::size_t most_levels = 10'000;
constexpr double most_amount = 1e15;

[[noreturn]] void refuse(const Location& where, const std::string& message, const std::string& found,
                         const std::vector<std::string>& allowed) {
  throw InputError(where, message,
                   did_you_mean(found, allowed, fmt::format("allowed: {}", fmt::join(allowed, ", "))));
}

std::string unit_of(const Measure& m, Term term) {
  if (kind_of(term) != TermKind::amount) return "share";
  if (term == Term::quota) return m.terms.quota_unit;
  if (term == Term::cap) return m.terms.cap_unit;
  if (term == Term::price) return m.terms.price_unit;
  return "USD million";
}

constexpr const char* schedule_factor = "schedule_factor";
/// Of a table of rates the factor on them varies.
std::string term_name(const Measure& m, Term term) {
  return term == Term::rate && !m.terms.schedule.empty() ? schedule_factor : to_string(term);
}

/// The setting as written elsewhere.
TermSetting placed(const TermSetting& setting, const Location& where) {
  const std::string* text = setting.value.as_string();
  return parse_term_setting(fmt::format("{}.{}={}", setting.measure, setting.term,
                                        text != nullptr ? *text : value_text(setting.value)),
                            where);
}

double& amount_of(Terms& terms, const std::string& term) {
  if (term == "quota") return terms.quota;
  if (term == "cap") return terms.cap;
  if (term == "price") return terms.price;
  return term == "value" ? terms.value : terms.amount;
}

class VaryReader {
 public:
  VaryReader(const SweepPlan& plan, const World& world, const Options& centre, const FindMeasure& find)
      : plan_(plan), world_(world), centre_(centre), find_(find) {}

  Varied read(const TomlTable& table) const {
    table.refuse_unknown({"what", "name", "distribution", "low", "high", "mode", "mean", "median", "sd",
                          "values", "weights", "levels", "chance", "lines", "correlation"},
                         "[[vary]]");
    Varied v;
    v.where = table.where();
    const std::string what = table.require_string("what");
    v.name = table.optional_string("name", what);
    static const std::string measure = "measure ";
    const bool is_list = plan_.design == Design::list;
    if (is_list)
      for (const char* key : {"distribution", "values", "weights", "levels", "chance", "low", "high", "mode",
                              "mean", "median", "sd", "correlation"})
        if (table.has(key)) throw table.error(key, "values come from the list", "leave it out");
    const bool is_grid = plan_.design == Design::grid;
    if (is_grid)
      for (const char* key : {"weights", "chance"})
        if (table.has(key))
          throw table.error(key, "a grid takes every value once", "design = \"random\" weighs them");
    if (table.has("weights") && !table.has("values"))
      throw table.error("weights", "they are of `values`", "leave it out");
    if (table.has("levels") && (!is_grid || table.has("values")))
      throw table.error("levels", "they are of a distribution on a grid", "leave it out");
    if (what == "theta") {
      v.kind = Varied::Kind::theta;
      read_theta(table, v);
      return v;
    }
    for (const char* key : {"lines", "correlation"})
      if (table.has(key)) throw table.error(key, "is of \"theta\" alone", "leave it out");
    if (what.starts_with(measure)) {
      v.kind = Varied::Kind::measure;
      v.key = what.substr(measure.size());
      const Measure& m = measure_of(table, v.key);
      v.key = m.id;
      const double chance = is_list || is_grid ? 0.5 : number_of(table.require("chance"), "chance");
      if (chance < 0.0 || chance > 1.0)
        throw table.error("chance", "is outside 0 to 1", "0.5 is in every other draw");
      v.choices = {"out", "in"};
      v.spreads = {choice({1.0 - chance, chance})};
      return v;
    }
    if (table.has("chance"))
      throw table.error("chance", "is of \"measure ID\" alone", "values take `weights`");
    if (what == "as_of") {
      v.kind = Varied::Kind::day;
      v.spreads.resize(1);
      if (!is_list) read_days(table, v);
      return v;
    }
    if (what == "probability") {
      if (!plan_.question)
        throw table.error("what", "nothing is threatened in a scenario",
                          "a plan with a `threat` or a `question` has a punishment");
      if (plan_.probability)
        throw plan_.table.error("probability", "is fixed, and varies too", "leave one of the two out");
      v.kind = Varied::Kind::probability;
      read_number(table, v, {0.0, 1.0});
      return v;
    }
    if (const auto dot = what.rfind('.'); dot != std::string::npos) {
      read_term(table, what, dot, v);
      return v;
    }
    read_option(table, what, v);
    return v;
  }

 private:
  static Spread choice(std::vector<double> weights) {
    Spread s;
    s.shape = Spread::Shape::choice;
    s.weights = std::move(weights);
    return s;
  }

  const Measure& measure_of(const TomlTable& table, const std::string& id) const {
    if (const Measure* m = find_(id)) return *m;
    throw table.error("what", fmt::format("the question and the ledger have no Measure \"{}\"", id),
                      "leeway ledger list names those of the ledger");
  }

  const TomlValue::Array& values_of(const TomlTable& table) const {
    const TomlValue& values = table.require("values");
    const auto* list = values.as_array();
    if (list == nullptr || list->empty())
      throw table.error("values", "a list of values is needed, such as values = [1, 2]");
    if (table.has("distribution"))
      throw table.error("distribution", "values are a distribution of their own",
                        "leave one of the two out; `weights` make values likelier");
    return *list;
  }

  void read_days(const TomlTable& table, Varied& v) const {
    for (const TomlValue& value : values_of(table)) {
      const std::optional<Date> day = value.as_date();
      if (!day)
        throw InputError(value.where(),
                         fmt::format("field `values`: a date expected, found {}", value.described()),
                         "without quotes: values = [2026-01-24]");
      v.choices.push_back(to_string(*day));
    }
    refuse_twice(table, v.choices);
    v.spreads = {choice(weights_of(table, v.choices.size()))};
  }

  /// A number by a distribution, or one of `values`.
  void read_number(const TomlTable& table, Varied& v, const Bounds& bounds) const {
    if (plan_.design == Design::list) {
      v.spreads.resize(1);
      v.spreads[0].least = bounds.least;
      v.spreads[0].most = bounds.most;
      return;
    }
    if (table.has("values")) {
      std::vector<std::string> texts;
      for (const TomlValue& value : values_of(table)) {
        const double number = bounds.read(value, "values");
        if (number < bounds.least || number > bounds.most)
          throw InputError(value.where(),
                           fmt::format("field `values`: {} is not within {} to {}", shortest(number),
                                       shortest(bounds.least), shortest(bounds.most)),
                           "a number within them");
        v.grid.push_back(number);
        texts.push_back(shortest(number));
      }
      refuse_twice(table, texts);
      if (plan_.design == Design::grid) {
        v.spreads.resize(1);
        return;
      }
      v.choices = std::move(texts);
      v.spreads = {choice(weights_of(table, v.choices.size()))};
      return;
    }
    v.spreads = {read_spread(table, bounds)};
    if (plan_.design == Design::grid) v.grid = levels(table, v.spreads[0]);
  }

  /// Values of a number on a grid: evenly from end to end, or at even shares where a distribution has no
  /// ends.
  static std::vector<double> levels(const TomlTable& table, const Spread& s) {
    const std::optional<std::int64_t> count = table.optional_integer("levels");
    if (!count || *count < 1 || static_cast<std::size_t>(*count) > most_levels)
      throw table.error("levels", fmt::format("a grid needs `values`, or from 1 to {} `levels`", most_levels),
                        "such as levels = 5");
    const auto n = static_cast<double>(*count);
    const bool ends = s.shape == Spread::Shape::uniform || s.shape == Spread::Shape::triangular;
    std::vector<double> grid;
    for (double j = 0.0; j < n; ++j) {
      if (!ends)
        grid.push_back(s.at((j + 0.5) / n));
      else
        grid.push_back(n == 1.0 ? 0.5 * (s.low + s.high) : s.low + (s.high - s.low) * j / (n - 1.0));
    }
    return grid;
  }

  void read_term(const TomlTable& table, const std::string& what, std::size_t dot, Varied& v) const {
    v.kind = Varied::Kind::term;
    const Measure& m = measure_of(table, what.substr(0, dot));
    v.key = m.id;
    v.measure = std::make_shared<const Measure>(m);
    v.term = what.substr(dot + 1);
    std::vector<std::string> known;
    for (const Term term : scalable_terms(m.instrument))
      if (largest(m, term) > 0.0) known.push_back(term_name(m, term));
    const std::optional<Term> term = v.term == schedule_factor ? Term::rate : parse_term(v.term);
    const bool is_number = term && std::find(known.begin(), known.end(), v.term) != known.end();
    v.is_rate = is_number && v.term != schedule_factor && kind_of(*term) != TermKind::amount;
    v.is_amount = is_number && v.term != schedule_factor && !v.is_rate;
    if (in_words(table, v)) {
      for (const TomlValue& value : values_of(table)) {
        v.choices.push_back(value.text());
        v.check(v.choices.back(), value.where());
      }
      refuse_twice(table, v.choices);
      v.spreads = {choice(weights_of(table, v.choices.size()))};
      return;
    }
    if (!is_number)
      refuse(table.where("what"), fmt::format("{} states no term `{}` that could vary", m.id, v.term), v.term,
             known);
    if (v.term != schedule_factor) v.unit = unit_of(m, *term);
    const Bounds bounds{0.0,
                        kind_of(*term) == TermKind::share  ? 1.0
                        : kind_of(*term) == TermKind::rate ? largest_rate
                                                           : most_amount,
                        v.is_rate, v.is_amount ? v.unit : ""};
    read_number(table, v, bounds);
    // What a file could not say of the Measure is refused here.
    for (const double value : v.grid) with_term(m, v.setting(value));
    for (const Spread& s : v.spreads)
      for (const double value : {s.low, s.high, s.centre})
        if (value > 0.0) with_term(m, v.setting(value));
  }

  /// Whether some value is a text that is no number: "80% of base".
  static bool in_words(const TomlTable& table, const Varied& v) {
    const TomlValue* values = table.find("values");
    const auto* list = values == nullptr ? nullptr : values->as_array();
    return list != nullptr && std::any_of(list->begin(), list->end(), [&](const TomlValue& value) {
             const bool percent =
                 v.is_rate && value.as_string() != nullptr && parse_percent(*value.as_string()).has_value();
             return !value.as_number() && !percent;
           });
  }

  void read_option(const TomlTable& table, const std::string& what, Varied& v) const {
    std::vector<std::string> known = {"theta", "probability", "as_of", "measure ID", "ID.TERM"};
    const OptionInfo* info = nullptr;
    for (const OptionInfo& one : option_table()) {
      known.emplace_back(one.key);
      if (what == one.key) info = &one;
    }
    if (info == nullptr)
      refuse(table.where("what"), fmt::format("\"{}\" is nothing that varies", what), what, known);
    v.kind = Varied::Kind::option;
    v.key = what;
    const bool number = std::holds_alternative<double Options::*>(info->member) ||
                        std::holds_alternative<std::optional<double> Options::*>(info->member);
    if (plan_.design == Design::list) {
      v.spreads.resize(1);
      return;
    }
    if (number && !table.has("values")) {
      read_number(table, v, {info->low, info->high});
      return;
    }
    for (const TomlValue& value : values_of(table)) {
      v.choices.push_back(value.text());
      with_option(centre_, *info, v.choices.back(), value.where(), world_);
    }
    refuse_twice(table, v.choices);
    v.spreads = {choice(weights_of(table, v.choices.size()))};
  }

  void read_theta(const TomlTable& table, Varied& v) const {
    for (const char* key : {"values", "weights", "levels", "chance", "mode", "mean", "median", "low", "high"})
      if (table.has(key)) throw table.error(key, "a factor on theta has a `distribution` and an `sd`");
    if (plan_.design == Design::grid)
      throw table.error("what", "each line's theta on a grid is more cases than can be",
                        "vary elasticity_scale, or take another design");
    std::vector<int> lines;
    for (const std::string& goods :
         table.has("lines") ? table.optional_strings("lines") : std::vector<std::string>{"*"})
      for (const int l : world_.resolve_goods(goods, table.where("lines")))
        if (std::find(lines.begin(), lines.end(), l) == lines.end()) lines.push_back(l);
    std::sort(lines.begin(), lines.end());
    const OptionInfo& bounds = option_info("elasticity_scale");
    Spread s;
    s.least = bounds.low;
    s.most = bounds.high;
    s.centre = 1.0;
    if (plan_.design == Design::list) {
      for (const int l : lines) {
        v.lines.push_back(world_.lines[static_cast<std::size_t>(l)].id);
        v.spreads.push_back(s);
      }
      return;
    }
    const std::string shape = table.require_string("distribution");
    if (shape != "lognormal" && shape != "normal")
      refuse(table.where("distribution"),
             fmt::format("\"{}\" is no distribution of a factor on theta", shape), shape,
             {"lognormal", "normal"});
    s.shape = shape == "normal" ? Spread::Shape::normal : Spread::Shape::lognormal;
    const TomlValue& sd = table.require("sd");
    const bool by_sets = sd.as_string() != nullptr && *sd.as_string() == "sets";
    for (const int l : lines) {
      s.sd = by_sets ? spread_of_sets(l) : number_of(sd, "sd");
      if (!by_sets) check_sd(table, s);
      if (!(s.sd > 0.0)) continue;  // all sets agree
      v.lines.push_back(world_.lines[static_cast<std::size_t>(l)].id);
      v.spreads.push_back(s);
    }
    if (v.spreads.empty())
      throw table.error("sd", "the sets of elasticities of this world do not differ", "give a number");
    if (const std::optional<double> together = table.optional_number("correlation")) {
      if (!(*together >= 0.0 && *together < 1.0))
        throw table.error("correlation", "is outside 0 to below 1",
                          "elasticity_scale moves all lines as one");
      v.together = *together;
    }
  }

  /// Standard deviation of ln theta of a line over the world's sets.
  double spread_of_sets(int line) const {
    std::vector<double> logs;
    for (const ElasticitySet& set : world_.elasticities)
      if (const double theta = set.theta[static_cast<std::size_t>(line)]; theta > 0.0)
        logs.push_back(elementary::log(theta));
    if (logs.size() < 2) return 0.0;
    double mean = 0.0;
    for (const double x : logs) mean += x / static_cast<double>(logs.size());
    double sum = 0.0;
    for (const double x : logs) sum += (x - mean) * (x - mean);
    const double sd = std::sqrt(sum / static_cast<double>(logs.size() - 1));
    return sd < 1e-9 ? 0.0 : sd;
  }

  const SweepPlan& plan_;
  const World& world_;
  const Options& centre_;
  const FindMeasure& find_;
};

}  // namespace

std::string Varied::words(Design design) const {
  const std::string counted = unit.empty() || unit == "share" ? "" : " " + unit;
  std::vector<std::string> parts;
  const Spread& s = spreads.front();
  const auto add = [&](const char* what, double value) {
    parts.push_back(fmt::format("{} {}", what, shortest(value)));
  };
  if (design == Design::list) return "as the list has it";
  if (design == Design::grid) {
    for (const std::string& one : choices) parts.push_back(one);
    for (const double one : grid) parts.push_back(fmt::format("{:.6g}", one));
    return fmt::format("each of {}{}", fmt::join(parts, ", "), counted);
  }
  switch (s.shape) {
    case Spread::Shape::fixed:
      break;
    case Spread::Shape::choice:
      for (std::size_t i = 0; i < choices.size(); ++i)
        parts.push_back(fmt::format("{} ({:.4g}%)", choices[i], 100.0 * s.weights[i]));
      return fmt::format("one of {}{}", fmt::join(parts, ", "), counted);
    case Spread::Shape::uniform:
    case Spread::Shape::triangular:
      parts.emplace_back(s.shape == Spread::Shape::uniform ? "uniform" : "triangular");
      add("low", s.low);
      if (s.shape == Spread::Shape::triangular) add("mode", s.centre);
      add("high", s.high);
      break;
    case Spread::Shape::normal:
    case Spread::Shape::lognormal:
      parts.emplace_back(s.shape == Spread::Shape::normal ? "normal" : "lognormal");
      add(s.shape == Spread::Shape::normal ? "mean" : "median", s.centre);
      const auto [least, most] = std::minmax_element(
          spreads.begin(), spreads.end(), [](const Spread& a, const Spread& b) { return a.sd < b.sd; });
      parts.push_back(fmt::format("sd {}{}{}", shortest(least->sd),
                                  most->sd > least->sd ? " to " + shortest(most->sd) : "",
                                  s.shape == Spread::Shape::normal ? "" : " of logs"));
      parts.push_back(fmt::format("cut at {} and {}", shortest(s.least), shortest(s.most)));
      break;
  }
  std::string text = fmt::format("{}{}", fmt::join(parts, ", "), counted);
  if (kind == Kind::theta) {
    text = fmt::format("a factor on each of {} lines: {}", lines.size(), text);
    if (together > 0.0) text += fmt::format(", rank correlation {} between lines", shortest(together));
  }
  return text;
}

TermSetting Varied::setting(double value) const {
  std::string text = is_rate ? rate_text(value) : shortest(value);
  std::erase(text, '"');
  if (is_amount) {
    Measure written = *measure;
    amount_of(written.terms, term) = value;
    text = term_text(written, term);
  }
  return parse_term_setting(fmt::format("{}.{}={}", key, term, text), where);
}

TermSetting Varied::setting(const std::string& choice) const {
  if (const std::optional<double> number = parse_number(choice)) return setting(*number);
  return parse_term_setting(fmt::format("{}.{}={}", key, term, choice), where);
}

void Varied::check(const std::string& choice, const Location& at) const {
  if (const std::optional<double> number = parse_number(choice); number && is_rate)
    rate_of(TomlValue(*number, at), term);
  with_term(*measure, placed(setting(choice), at));
}

Options with_option(Options options, const OptionInfo& info, const std::string& text, const Location& where,
                    const World& world) {
  if (*info.absent != '\0' && text == info.absent) {
    std::visit([&](auto member) { options.*member = Options{}.*member; }, info.member);
    return options;
  }
  return read_options({{info.key, {text, where}}}, world, std::move(options));
}

namespace {

/// Whatever they are called. Elasticities are the same where they share a line.
bool is_the_same(const Varied& a, const Varied& b) {
  if (a.kind != b.kind || a.key != b.key || a.term != b.term) return false;
  return a.kind != Varied::Kind::theta ||
         std::find_first_of(a.lines.begin(), a.lines.end(), b.lines.begin(), b.lines.end()) != a.lines.end();
}

}  // namespace

std::vector<Varied> read_varied(const SweepPlan& plan, const World& world, const Options& centre,
                                const FindMeasure& find) {
  std::vector<Varied> all;
  const VaryReader reader(plan, world, centre, find);
  for (const TomlTable* table : plan.table.tables("vary")) {
    Varied v = reader.read(*table);
    for (const Varied& other : all) {
      if (is_the_same(other, v))
        throw table->error(
            "what", fmt::format("varies already, as \"{}\": one draw takes one value of it", other.name),
            "leave one of the two out");
      if (other.name == v.name)
        throw table->error("what", fmt::format("\"{}\" is the name of two that vary", v.name),
                           "give one of them another `name`");
    }
    all.push_back(std::move(v));
  }
  if (all.empty())
    throw InputError(plan.table.where(), "nothing varies: a sweep has a [[vary]]",
                     "such as [[vary]] with what = \"elasticities\" and values = [\"CP\", \"FGO\"]");
  return all;
}

}  // namespace leeway
