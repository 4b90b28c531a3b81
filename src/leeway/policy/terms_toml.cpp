#include "leeway/policy/terms_toml.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "leeway/base/suggest.h"
#include "leeway/base/units.h"

namespace leeway {

namespace {

const char* const secret = "confidential";
constexpr std::string_view per_year = "/year";

struct TermNames {
  std::vector<std::string> required;
  std::vector<std::string> optional;
};

TermNames term_names(Instrument instrument) {
  switch (instrument) {
    case Instrument::tariff:
      return {{}, {"rate", "steps", "schedule", "coverage"}};
    case Instrument::export_tax:
      return {{}, {"rate", "steps", "coverage"}};
    case Instrument::subsidy:
      return {{}, {"rate", "steps"}};
    case Instrument::import_ban:
    case Instrument::export_ban:
      return {{}, {"coverage"}};
    case Instrument::barrier:
      return {{"cost"}, {"coverage"}};
    case Instrument::pact:
      return {{"tariff_cut"}, {"phase_in", "utilisation", "barrier_cut", "origin_cost", "exclude"}};
    case Instrument::transfer:
      return {{"amount", "years"}, {"grant_share"}};
    case Instrument::tariff_rate_quota:
      return {{"quota", "in_quota", "over_quota"}, {"rent_to", "growth"}};
    case Instrument::price_floor:
      return {{}, {"price", "index", "replaces", "cap", "rent_to"}};
    case Instrument::export_quota:
    case Instrument::import_quota:
      return {{"quota"}, {"rent_to"}};
    case Instrument::purchase_commitment:
      return {{"value"}, {"years"}};
    case Instrument::licence:
      return {{}, {"cap_share", "levy", "tier", "restriction"}};
  }
  return {};
}

bool reads_steps(Instrument instrument) {
  return instrument == Instrument::tariff || instrument == Instrument::export_tax ||
         instrument == Instrument::subsidy;
}

InputError term_error(const TomlValue& value, std::string_view key, const std::string& message,
                      const std::string& hint = "") {
  return InputError(value.where(), fmt::format("field `{}`: {}", key, message), hint);
}

/// A rate: a decimal, or a percent in quotes.
double rate_of(const TomlValue& value, std::string_view key) {
  static const std::string how = "write 0.25 or \"25%\"";
  double rate = 0.0;
  if (const auto* text = value.as_string()) {
    const std::optional<double> percent = parse_percent(*text);
    if (!percent) throw term_error(value, key, fmt::format("\"{}\" is not a rate", *text), how);
    rate = *percent;
  } else if (const std::optional<double> number = value.as_number()) {
    rate = *number;
    if (!std::isfinite(rate)) throw term_error(value, key, value.text() + " is not a finite number", how);
    if (rate > 5.0)
      throw term_error(value, key, value.text() + " as a bare number is likely a percent",
                       fmt::format("write {} or \"{}%\"; \"{}%\" if you mean it", shortest(rate / 100.0),
                                   shortest(rate), shortest(rate * 100.0)));
  } else {
    throw term_error(value, key, "a rate expected, found " + value.described(), how);
  }
  if (rate <= -1.0) throw term_error(value, key, value.text() + " is not above -100%");
  return rate;
}

double share_of(const TomlValue& value, std::string_view key) {
  const double share = rate_of(value, key);
  if (share < 0.0 || share > 1.0)
    throw term_error(value, key, value.text() + " is not a share", "allowed: 0 to 1, or \"0%\" to \"100%\"");
  return share;
}

double not_negative(double number, const TomlValue& value, std::string_view key) {
  if (number < 0.0) throw term_error(value, key, value.text() + " is negative", "allowed: 0 or more");
  return number;
}

/// A number with a unit, such as "49000 units/year".
Quantity quantity_of(const TomlValue& value, std::string_view key, const std::string& example) {
  const auto* text = value.as_string();
  if (text == nullptr)
    throw term_error(value, key, "a number with a unit in quotes expected, found " + value.described(),
                     fmt::format("write \"{}\"", example));
  std::optional<Quantity> quantity = parse_quantity(*text);
  if (!quantity || quantity->unit.empty())
    throw term_error(value, key, fmt::format("\"{}\" is not a number with a unit", *text),
                     fmt::format("write \"{}\"", example));
  not_negative(quantity->value, value, key);
  return *quantity;
}

/// The same for an amount a year; the unit comes back without "/year".
Quantity yearly_quantity(const TomlValue& value, std::string_view key, const std::string& example) {
  Quantity quantity = quantity_of(value, key, example);
  if (!quantity.unit.ends_with(per_year) || quantity.unit == per_year)
    throw term_error(value, key, fmt::format("\"{}\" is not an amount a year", *value.as_string()),
                     fmt::format("write \"{}\"", example));
  quantity.unit.resize(quantity.unit.size() - per_year.size());
  return quantity;
}

/// A quantity that a government may keep to itself: "confidential" is 0 with that word as its unit.
Quantity quantity_or_secret(const TomlValue& value, std::string_view key, const std::string& example) {
  if (value.as_string() != nullptr && *value.as_string() == secret) return {0.0, secret};
  return quantity_of(value, key, example);
}

std::string quantity_text(double value, const std::string& unit) {
  return unit == secret ? unit : shortest(value) + " " + unit;
}

double money_of(const Quantity& quantity, const TomlValue& value, std::string_view key) {
  const std::optional<double> money = usd_million(quantity);
  if (!money)
    throw term_error(value, key, fmt::format("\"{}\" is not an amount of money", *value.as_string()),
                     "units: USD, mn USD, bn USD, tn USD");
  return *money;
}

/// Money a year, written so ("100 bn USD/year") or in all ("200 bn USD" with `years`).
double yearly_money(const TomlTable& table, const TomlValue& value, std::string_view key) {
  Quantity quantity = quantity_of(value, key, "100 bn USD/year");
  if (quantity.unit.ends_with(per_year)) {
    quantity.unit.resize(quantity.unit.size() - per_year.size());
    return money_of(quantity, value, key);
  }
  const double total = money_of(quantity, value, key);
  const std::optional<double> years = table.optional_number("years");
  if (!years)
    throw term_error(value, key,
                     fmt::format("\"{}\" is an amount in all, which needs `years`", *value.as_string()),
                     "or write an amount a year, such as \"100 bn USD/year\"");
  return *years > 0.0 ? total / *years : total;
}

std::vector<RateStep> steps_of(const TomlTable& table) {
  std::vector<RateStep> steps;
  for (const TomlTable* row : table.tables("steps")) {
    row->refuse_unknown({"from", "rate"}, "a rate step");
    RateStep step;
    step.from = row->require_date("from");
    step.rate = rate_of(row->require("rate"), "rate");
    if (!steps.empty() && *step.from <= *steps.back().from)
      throw row->error("from", to_string(*step.from) + " is not after the step before it");
    steps.push_back(step);
  }
  if (steps.empty()) throw table.error("steps", "has no steps", "write [{ from = 2025-04-05, rate = 0.10 }]");
  return steps;
}

void read_rate(const TomlTable& table, Instrument instrument, Terms& terms) {
  int given = 0;
  for (const char* key : {"rate", "steps", "schedule"}) given += table.has(key) ? 1 : 0;
  if (given != 1)
    throw InputError(table.where(),
                     fmt::format("a {} needs {}", to_string(instrument),
                                 instrument == Instrument::tariff ? "one of `rate`, `steps`, `schedule`"
                                                                  : "one of `rate`, `steps`"));
  if (const TomlValue* rate = table.find("rate")) terms.steps = {{std::nullopt, rate_of(*rate, "rate")}};
  if (table.has("steps")) terms.steps = steps_of(table);
  terms.schedule = table.optional_string("schedule");
  if (table.has("schedule") && terms.schedule.empty()) throw table.error("schedule", "is empty");
  if (instrument == Instrument::subsidy)
    for (const RateStep& step : terms.steps)
      if (step.rate >= 1.0)
        throw table.error(table.has("rate") ? "rate" : "steps",
                          "a subsidy is a share of unit cost below 100%");
}

void read_coverage(const TomlTable& table, Terms& terms) {
  const TomlValue* coverage = table.find("coverage");
  if (coverage == nullptr) return;
  const TomlTable* by_goods = coverage->as_table();
  if (by_goods == nullptr) {
    terms.coverage = share_of(*coverage, "coverage");
    return;
  }
  if (by_goods->entries().empty()) throw term_error(*coverage, "coverage", "names no goods");
  for (const TomlTable::Entry& entry : by_goods->entries())
    terms.coverage_by_goods[entry.key] = share_of(entry.value, "coverage." + entry.key);
}

RentSplit rent_of(const TomlTable& table) {
  table.refuse_unknown({"importer", "exporter"}, "`rent_to`");
  RentSplit split{0.0, 0.0};
  if (const TomlValue* share = table.find("importer")) split.importer = share_of(*share, "importer");
  if (const TomlValue* share = table.find("exporter")) split.exporter = share_of(*share, "exporter");
  if (std::abs(split.importer + split.exporter - 1.0) > 1e-9)
    throw InputError(table.where(), fmt::format("field `rent_to`: shares sum to {}, not to 1",
                                                shortest(split.importer + split.exporter)));
  return split;
}

void refuse_foreign_terms(const TomlTable& table, Instrument instrument, const TermNames& names) {
  std::vector<std::string> known = names.required;
  known.insert(known.end(), names.optional.begin(), names.optional.end());
  for (const TomlTable::Entry& entry : table.entries()) {
    if (std::find(known.begin(), known.end(), entry.key) != known.end()) continue;
    const std::string near = did_you_mean(entry.key, known);
    throw InputError(
        entry.where,
        fmt::format("instrument {} does not read the term `{}`", to_string(instrument), entry.key),
        (near.empty() ? "" : near + "\n") + fmt::format("its terms: {}", fmt::join(known, ", ")));
  }
  for (const std::string& key : names.required)
    if (!table.has(key))
      throw InputError(table.where(),
                       fmt::format("instrument {} needs the term `{}`", to_string(instrument), key));
}

/// A rate that rate_of reads back as the same double: bare ones above 5 would be refused.
std::string rate_text(double value) {
  if (value <= 5.0) return shortest(value);
  double percent = value * 100.0;
  if (percent / 100.0 < value) percent = std::nextafter(percent, INFINITY);
  if (percent / 100.0 > value) percent = std::nextafter(percent, 0.0);
  return fmt::format("\"{}%\"", shortest(percent));
}

}  // namespace

Terms parse_terms(const TomlTable* given, Instrument instrument, const Location& owner) {
  const TomlTable none({}, owner);
  const TomlTable& table = given == nullptr ? none : *given;
  refuse_foreign_terms(table, instrument, term_names(instrument));

  Terms terms;
  if (reads_steps(instrument)) read_rate(table, instrument, terms);
  read_coverage(table, terms);
  const auto rate = [&](const char* key, double& field) {
    if (const TomlValue* value = table.find(key)) field = not_negative(rate_of(*value, key), *value, key);
  };
  const auto share = [&](const char* key, double& field) {
    if (const TomlValue* value = table.find(key)) field = share_of(*value, key);
  };
  rate("cost", terms.cost);
  share("tariff_cut", terms.tariff_cut);
  if (const TomlValue* value = table.find("phase_in"))
    terms.phase_in = not_negative(table.require_number("phase_in"), *value, "phase_in");
  share("utilisation", terms.utilisation);
  share("barrier_cut", terms.barrier_cut);
  if (terms.barrier_cut >= 1.0) throw table.error("barrier_cut", "must be below 1");
  rate("origin_cost", terms.origin_cost);
  terms.exclude = table.optional_strings("exclude");
  if (const TomlValue* value = table.find("amount"))
    terms.amount = money_of(quantity_of(*value, "amount", "350 bn USD"), *value, "amount");
  if (const TomlValue* value = table.find("years")) {
    terms.years = table.require_number("years");
    if (terms.years <= 0.0) throw term_error(*value, "years", value->text() + " is not above 0");
  }
  share("grant_share", terms.grant_share);
  if (const TomlValue* value = table.find("quota")) {
    const Quantity quota = yearly_quantity(*value, "quota", "49000 units/year");
    terms.quota = quota.value;
    terms.quota_unit = quota.unit;
  }
  if (const TomlValue* value = table.find("growth")) terms.quota_growth = rate_of(*value, "growth");
  rate("in_quota", terms.in_quota);
  rate("over_quota", terms.over_quota);
  if (const TomlTable* rent = table.optional_table("rent_to")) terms.rent_to = rent_of(*rent);
  if (const TomlValue* value = table.find("price")) {
    const Quantity price = quantity_or_secret(*value, "price", "29000 EUR/unit");
    terms.price = price.value;
    terms.price_unit = price.unit;
  }
  terms.index = table.optional_string("index");
  static const std::vector<std::string> indices = {"none", "cpi", "wage"};
  if (table.has("index") && std::find(indices.begin(), indices.end(), terms.index) == indices.end())
    throw table.error("index", fmt::format("\"{}\" is not known", terms.index), "allowed: none, cpi, wage");
  terms.replaces = table.optional_string("replaces");
  if (const TomlValue* value = table.find("cap")) {
    const Quantity cap = quantity_or_secret(*value, "cap", "20000 units/year");
    terms.cap = cap.value;
    terms.cap_unit = cap.unit;
  }
  if (const TomlValue* value = table.find("value")) terms.value = yearly_money(table, *value, "value");
  share("cap_share", terms.cap_share);
  rate("levy", terms.levy);
  terms.tier = table.optional_string("tier");
  if (const TomlValue* value = table.find("restriction")) {
    // A share where one is known, else what needs a licence, in words.
    if (value->as_string() != nullptr && !parse_percent(*value->as_string()))
      terms.restricted = *value->as_string();
    else
      share("restriction", terms.restriction);
  }
  return terms;
}

std::string to_toml(const Terms& terms, Instrument instrument) {
  const TermNames names = term_names(instrument);
  std::vector<std::string> parts;
  const auto number = [&](const char* key, double value) {
    parts.push_back(fmt::format("{} = {}", key, shortest(value)));
  };
  const auto rate = [&](const char* key, double value) {
    parts.push_back(fmt::format("{} = {}", key, rate_text(value)));
  };
  const auto text = [&](const char* key, const std::string& value) {
    parts.push_back(fmt::format("{} = {}", key, toml_quoted(value)));
  };
  const auto reads = [&](const char* key) {
    return std::find(names.required.begin(), names.required.end(), key) != names.required.end() ||
           std::find(names.optional.begin(), names.optional.end(), key) != names.optional.end();
  };
  if (!terms.schedule.empty()) text("schedule", terms.schedule);
  if (terms.steps.size() == 1 && !terms.steps.front().from) {
    rate("rate", terms.steps.front().rate);
  } else if (!terms.steps.empty()) {
    std::vector<std::string> steps;
    for (const RateStep& step : terms.steps)
      steps.push_back(fmt::format("{{ from = {}, rate = {} }}", to_string(step.from.value_or(Date{})),
                                  rate_text(step.rate)));
    parts.push_back(fmt::format("steps = [{}]", fmt::join(steps, ", ")));
  }
  if (!terms.coverage_by_goods.empty()) {
    std::vector<std::string> rows;
    for (const auto& [goods, value] : terms.coverage_by_goods)
      rows.push_back(fmt::format("{} = {}", toml_quoted(goods), shortest(value)));
    parts.push_back(fmt::format("coverage = {{ {} }}", fmt::join(rows, ", ")));
  } else if (terms.coverage != 1.0) {
    number("coverage", terms.coverage);
  }
  if (reads("cost")) rate("cost", terms.cost);
  if (reads("tariff_cut")) {
    number("tariff_cut", terms.tariff_cut);
    number("phase_in", terms.phase_in);
    number("utilisation", terms.utilisation);
    number("barrier_cut", terms.barrier_cut);
    rate("origin_cost", terms.origin_cost);
    std::vector<std::string> goods;
    for (const std::string& id : terms.exclude) goods.push_back(toml_quoted(id));
    if (!goods.empty()) parts.push_back(fmt::format("exclude = [{}]", fmt::join(goods, ", ")));
  }
  if (reads("amount")) text("amount", shortest(terms.amount) + " mn USD");
  if (reads("years")) number("years", terms.years);
  if (reads("grant_share")) number("grant_share", terms.grant_share);
  if (reads("quota")) text("quota", fmt::format("{} {}/year", shortest(terms.quota), terms.quota_unit));
  if (reads("in_quota")) {
    rate("in_quota", terms.in_quota);
    rate("over_quota", terms.over_quota);
    rate("growth", terms.quota_growth);
  }
  if (terms.rent_to)
    parts.push_back(fmt::format("rent_to = {{ importer = {}, exporter = {} }}",
                                shortest(terms.rent_to->importer), shortest(terms.rent_to->exporter)));
  if (!terms.price_unit.empty()) text("price", quantity_text(terms.price, terms.price_unit));
  if (!terms.index.empty()) text("index", terms.index);
  if (!terms.replaces.empty()) text("replaces", terms.replaces);
  if (!terms.cap_unit.empty()) text("cap", quantity_text(terms.cap, terms.cap_unit));
  if (reads("value")) text("value", shortest(terms.value) + " mn USD/year");
  if (reads("cap_share")) {
    number("cap_share", terms.cap_share);
    rate("levy", terms.levy);
    if (terms.restricted.empty())
      number("restriction", terms.restriction);
    else
      text("restriction", terms.restricted);
  }
  if (!terms.tier.empty()) text("tier", terms.tier);
  return fmt::format("{{ {} }}", fmt::join(parts, ", "));
}

}  // namespace leeway
