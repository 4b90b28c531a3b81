#include "leeway/policy/terms_toml.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include <fmt/format.h>

#include "leeway/base/number.h"
#include "leeway/base/suggest.h"
#include "leeway/policy/own_rates.h"
#include "leeway/policy/term_values.h"

namespace leeway {

namespace {

bool reads_steps(Instrument instrument) {
  return instrument == Instrument::tariff || instrument == Instrument::export_tax ||
         instrument == Instrument::subsidy;
}

/// A quantity that a government may keep to itself: 0 with that word as its unit.
bool is_secret(const TomlValue& value) {
  return value.as_string() != nullptr && *value.as_string() == confidential;
}

/// Terms of money without a price have no other use for the unit of one.
void keep_currency(const Money& money, Terms& terms) {
  terms.price_unit = money.currency == "USD" ? "" : money.currency;
}

/// Money a year, written so ("100 bn USD/year") or in all ("200 bn USD" with `years`), or "120% of base".
void read_value(const TomlTable& table, const TomlValue& value, Terms& terms) {
  const char* const key = "value";
  const Quantity whole = quantity_of(value, key, "100 bn USD/year");
  if (const std::optional<Money> total = money_of(whole)) {
    const std::optional<double> years = table.optional_number("years");
    if (!years)
      throw term_error(value, key,
                       fmt::format("\"{}\" is an amount in all, which needs `years`", *value.as_string()),
                       "or write an amount a year, such as \"100 bn USD/year\"");
    terms.value = *years > 0.0 ? total->million / *years : total->million;
    keep_currency(*total, terms);
    return;
  }
  const Quantity yearly = yearly_quantity(value, key, "100 bn USD/year");
  terms.value_of_base = yearly.unit == of_base;
  terms.value = yearly.value;
  if (terms.value_of_base) return;
  const Money money = money_of(yearly, value, key);
  terms.value = money.million;
  keep_currency(money, terms);
}

/// "29000 USD/unit": a price of one physical unit.
void read_price(const TomlValue& value, Terms& terms) {
  const char* const example = "29000 USD/unit";
  if (is_secret(value)) {
    terms.price_unit = confidential;
    return;
  }
  const Quantity price = quantity_of(value, "price", example);
  if (price.unit.size() <= 4 || price.unit[3] != '/' || !is_currency(price.unit.substr(0, 3)))
    throw term_error(value, "price", fmt::format("\"{}\" is not a price of a unit", *value.as_string()),
                     fmt::format("write \"{}\", in USD or in the currency of the world", example));
  if (price.value <= 0.0) throw term_error(value, "price", value.text() + " is not above 0");
  terms.price = price.value;
  terms.price_unit = price.unit;
}

void read_cap(const TomlValue& value, Terms& terms) {
  if (is_secret(value)) {
    terms.cap_unit = confidential;
    return;
  }
  const Quantity cap = yearly_quantity(value, "cap", "20000 units/year");
  if (cap.value <= 0.0)
    throw term_error(value, "cap", value.text() + " is not above 0", "an import_ban lets nothing in");
  terms.cap = cap.value;
  terms.cap_unit = cap.unit;
}

std::vector<QuotaStep> quota_steps_of(const TomlTable& table) {
  std::vector<QuotaStep> steps;
  for (const TomlTable* row : table.tables("quota_steps")) {
    row->refuse_unknown({"from", "quota", "known"}, "a quota step");
    QuotaStep step;
    step.from = row->require_date("from");
    const Quantity amount = yearly_quantity(row->require("quota"), "quota", "49000 units/year");
    step.amount = amount.value;
    step.unit = amount.unit;
    step.known = row->optional_date("known");
    if (step.known && *step.known > *step.from)
      throw row->error("known", to_string(*step.known) + " is after `from`: a step is public by its day");
    if (!steps.empty() && *step.from <= *steps.back().from)
      throw row->error("from", to_string(*step.from) + " is not after the step before it");
    steps.push_back(step);
  }
  return steps;
}

/// Groups of firms: `[{ name, share, rate }]` under a duty, names or `[{ name, share }]` under a floor.
std::vector<FirmGroup> firms_of(const TomlTable& table, Instrument instrument) {
  std::vector<FirmGroup> firms;
  const TomlValue* value = table.find("firms");
  if (value == nullptr) return firms;
  const bool duty = instrument == Instrument::tariff;
  const auto* list = value->as_array();
  const std::string how = duty ? "write firms = [{ name = \"BYD\", share = 0.12, rate = \"17%\" }]"
                               : "write firms = [\"Volkswagen\"], or [{ name, share }]";
  if (list == nullptr || list->empty())
    throw term_error(*value, "firms", "a list of firms expected, found " + value->described(), how);
  double total = 0.0;
  for (const TomlValue& item : *list) {
    FirmGroup firm;
    if (const auto* name = item.as_string(); name != nullptr && !duty) {
      firm.name = *name;
    } else if (const TomlTable* row = item.as_table()) {
      row->refuse_unknown(duty ? std::vector<std::string>{"name", "share", "rate"}
                               : std::vector<std::string>{"name", "share"},
                          "a firm");
      firm.name = row->require_string("name");
      firm.share = share_of(row->require("share"), "share");
      if (*firm.share <= 0.0) throw row->error("share", "is not above 0");
      total += *firm.share;
      if (duty) firm.rate = rate_of(row->require("rate"), "rate");
    } else {
      throw term_error(item, "firms", "a firm expected, found " + item.described(), how);
    }
    if (firm.name.empty()) throw term_error(item, "firms", "holds a firm without a name");
    for (const FirmGroup& other : firms)
      if (other.name == firm.name)
        throw term_error(item, "firms", fmt::format("\"{}\" occurs twice", firm.name));
    firms.push_back(firm);
  }
  if (total > 1.0 + 1e-9)
    throw term_error(*value, "firms", fmt::format("shares sum to {:.6g}, above 1", total),
                     "they are shares of the flow in the base year; the rest falls to all other firms");
  return firms;
}

/// Steps of a rate, or of a share where `key` is "restriction".
std::vector<RateStep> steps_of(const TomlTable& table, const char* key) {
  const bool refusal = key == std::string_view("restriction");
  std::vector<RateStep> steps;
  for (const TomlTable* row : table.tables("steps")) {
    row->refuse_unknown({"from", key}, refusal ? "a step of a restriction" : "a rate step");
    RateStep step;
    step.from = row->require_date("from");
    step.rate = refusal ? share_of(row->require(key), key) : rate_of(row->require(key), key);
    if (!steps.empty() && *step.from <= *steps.back().from)
      throw row->error("from", to_string(*step.from) + " is not after the step before it");
    steps.push_back(step);
  }
  if (steps.empty())
    throw table.error("steps", "has no steps",
                      fmt::format("write [{{ from = 2025-04-05, {} = 0.10 }}]", key));
  return steps;
}

/// A schedule in a file beside the one that names it.
void read_own(const TomlTable& table, Terms& terms) {
  std::filesystem::path file = terms.schedule;
  const std::string ending = file.extension().string();
  const bool own = ending == ".csv" || ending == ".CSV" || ending == ".gz";
  const TomlValue* rates = table.find("rates");
  if (!own) {
    if (rates != nullptr)
      throw term_error(*rates, "rates", "says what the rates of a file are, and `schedule` names none",
                       "such as schedule = \"my-rates.csv\"");
    return;
  }
  static constexpr const char* how = "\"levels\" for the whole duty, \"changes\" for what is added to it";
  if (rates == nullptr)
    throw table.error("schedule", "the rates of a file need `rates`, which says what they are", how);
  const std::string word = table.require_string("rates");
  if (word != "levels" && word != "changes")
    throw term_error(*rates, "rates", fmt::format("\"{}\" is not known", word), how);
  if (file.is_relative()) file = std::filesystem::path(table.where().file).parent_path() / file;
  terms.own_rates = std::make_shared<const OwnRates>(read_own_rates(file, word == "levels"));
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
  if (table.has("steps")) terms.steps = steps_of(table, "rate");
  terms.schedule = table.optional_string("schedule");
  if (table.has("schedule") && terms.schedule.empty()) throw table.error("schedule", "is empty");
  read_own(table, terms);
  if (const TomlValue* factor = table.find("schedule_factor")) {
    if (terms.schedule.empty())
      throw term_error(*factor, "schedule_factor", "is on the rates of a `schedule`, and there is none");
    terms.schedule_factor = not_negative(table.require_number("schedule_factor"), *factor, "schedule_factor");
  }
  const char* const key = table.has("rate") ? "rate" : "steps";
  for (const RateStep& step : terms.steps) {
    if (instrument == Instrument::subsidy && step.rate >= 1.0)
      throw table.error(key, "a subsidy is a share of unit cost below 100%");
    if (instrument != Instrument::export_tax && step.rate < 0.0)
      throw table.error(key, fmt::format("a {} is 0 or more", to_string(instrument)),
                        instrument == Instrument::tariff
                            ? "a payment to buyers is no duty; of an export_tax a negative rate is a subsidy"
                            : "an export_tax takes");
  }
}

void read_lists(const TomlTable& table, Terms& terms) {
  terms.covers = table.optional_strings("covers");
  terms.except = table.optional_strings("except");
  const char* given = nullptr;
  for (const char* key : {"coverage", "covers", "except"}) {
    if (!table.has(key)) continue;
    if (given != nullptr)
      throw table.error(
          key, fmt::format("there is a `{}` already", given),
          "a measure covers an unnamed share, the lists in `covers`, or all but those in `except`");
    given = key;
    if (key != std::string("coverage") && table.optional_strings(key).empty())
      throw table.error(key, "names no list");
  }
  if (table.has("schedule") && (table.has("covers") || table.has("except")))
    throw table.error("schedule", "says itself what share is covered, in its column `covered`");
}

/// A share of all goods, or a table of shares by goods.
void read_share_of_goods(const TomlTable& table, const std::string& key, double& all,
                         std::map<std::string, double>& some) {
  const TomlValue* value = table.find(key);
  if (value == nullptr) return;
  const TomlTable* by_goods = value->as_table();
  if (by_goods == nullptr) {
    all = share_of(*value, key);
    return;
  }
  if (by_goods->entries().empty()) throw term_error(*value, key, "names no goods");
  for (const TomlTable::Entry& entry : by_goods->entries())
    some[entry.key] = share_of(entry.value, key + "." + entry.key);
}

/// What a licence or a ban refuses: a share, shares by goods or by date; what needs a licence may be in
/// words.
void read_restriction(const TomlTable& table, Instrument instrument, Terms& terms) {
  const TomlValue* value = table.find("restriction");
  if (table.has("steps")) {
    if (value != nullptr && value->as_table() == nullptr)
      throw table.error("restriction",
                        "beside `steps` it is a table: what part of a step each of the goods bears");
    terms.steps = steps_of(table, "restriction");
  }
  const std::string* words = value == nullptr ? nullptr : value->as_string();
  if (words != nullptr && parse_number(*words))
    throw table.error("restriction", fmt::format("is the text \"{}\"", *words),
                      fmt::format("a share is a number or percent: restriction = {}", *words));
  if (instrument == Instrument::licence && words != nullptr && !parse_percent(*words))
    terms.restricted = *words;
  else
    read_share_of_goods(table, "restriction", terms.restriction, terms.restriction_by_goods);
  if (value != nullptr && is_ban(instrument) && terms.restriction == 0.0 &&
      terms.restriction_by_goods.empty())
    throw table.error("restriction", "is not above 0", "a ban without one refuses everything");
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

}  // namespace

Terms parse_terms(const TomlTable* given, Instrument instrument, const Location& owner) {
  const TomlTable none({}, owner);
  const TomlTable& table = given == nullptr ? none : *given;
  const TermNames names = term_names(instrument);
  refuse_foreign_terms(table, instrument, names);

  Terms terms;
  if (reads_steps(instrument)) read_rate(table, instrument, terms);
  read_share_of_goods(table, "coverage", terms.coverage, terms.coverage_by_goods);
  if (table.has("coverage") &&
      (terms.coverage_by_goods.empty()
           ? terms.coverage <= 0.0
           : std::all_of(terms.coverage_by_goods.begin(), terms.coverage_by_goods.end(),
                         [](const auto& goods) { return goods.second <= 0.0; })))
    throw table.error("coverage", "covers nothing", "a Measure that acts on nothing is left out");
  read_lists(table, terms);
  const auto rate = [&](const char* key, double& field) {
    if (const TomlValue* value = table.find(key)) field = not_negative(rate_of(*value, key), *value, key);
  };
  const auto share = [&](const char* key, double& field) {
    if (const TomlValue* value = table.find(key)) field = share_of(*value, key);
  };
  if (const TomlValue* value = table.find("cost");
      value != nullptr && value->as_string() != nullptr && *value->as_string() == "prohibitive") {
    terms.prohibitive = true;
    terms.cost = prohibitive_cost;
  } else {
    rate("cost", terms.cost);
  }
  share("share", terms.share);
  terms.firms = firms_of(table, instrument);
  if (!terms.firms.empty() && instrument == Instrument::tariff && !table.has("rate"))
    throw table.error("firms", "need `rate`, the rate of all other firms");
  if (const TomlValue* value = table.find("substitution")) {
    terms.substitution = table.require_number("substitution");
    if (terms.substitution <= 0.0)
      throw term_error(*value, "substitution", value->text() + " is not above 0");
    if (terms.firms.empty())
      throw term_error(*value, "substitution", "is between firms, and there are no `firms`");
  }
  share("tariff_cut", terms.tariff_cut);
  if (const TomlValue* value = table.find("phase_in"))
    terms.phase_in = not_negative(table.require_number("phase_in"), *value, "phase_in");
  share("utilisation", terms.utilisation);
  share("barrier_cut", terms.barrier_cut);
  if (terms.barrier_cut >= 1.0) throw table.error("barrier_cut", "must be below 1");
  rate("origin_cost", terms.origin_cost);
  terms.exclude = table.optional_strings("exclude");
  if (const TomlValue* value = table.find("amount")) {
    const Money money = money_of(quantity_of(*value, "amount", "350 bn USD"), *value, "amount");
    terms.amount = money.million;
    keep_currency(money, terms);
  }
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
  terms.quota_steps = quota_steps_of(table);
  terms.each = table.optional_bool("each").value_or(false);
  if (const TomlValue* value = table.find("growth")) terms.quota_growth = rate_of(*value, "growth");
  rate("in_quota", terms.in_quota);
  rate("over_quota", terms.over_quota);
  if (terms.over_quota < terms.in_quota)
    throw table.error("over_quota",
                      fmt::format("{} is below `in_quota`, {}", table.find("over_quota")->text(),
                                  table.find("in_quota")->text()));
  if (const TomlTable* rent = table.optional_table("rent_to")) terms.rent_to = rent_of(*rent);
  if (const TomlValue* value = table.find("price")) read_price(*value, terms);
  terms.index = table.optional_string("index");
  static const std::vector<std::string> indices = {"none", "cpi", "wage"};
  if (table.has("index") && std::find(indices.begin(), indices.end(), terms.index) == indices.end())
    throw table.error("index", fmt::format("\"{}\" is not known", terms.index), "allowed: none, cpi, wage");
  terms.replaces = table.optional_string("replaces");
  if (!terms.firms.empty() && instrument == Instrument::price_floor)
    for (const char* key : {"coverage", "covers", "except"})
      if (table.has(key)) throw table.error(key, "a floor covers either `firms` or a `coverage` of the flow");
  if (const TomlValue* value = table.find("cap")) read_cap(*value, terms);
  if (const TomlValue* value = table.find("value")) read_value(table, *value, terms);
  share("max_subsidy", terms.max_subsidy);
  if (terms.max_subsidy <= 0.0 || terms.max_subsidy >= 1.0)
    throw table.error("max_subsidy", "must be above 0 and below 1");
  share("cap_share", terms.cap_share);
  if (table.has("cap_share") && terms.cap_share <= 0.0)
    throw table.error("cap_share", "is not above 0", "an export_ban lets nothing out");
  if (table.has("cap_of")) {
    terms.cap_of = table.require_string("cap_of");
    if (terms.cap_of != "home" && terms.cap_of != "world")
      throw table.error("cap_of", fmt::format("\"{}\" is not known", terms.cap_of), "allowed: home, world");
    if (!table.has("cap_share")) throw table.error("cap_of", "says what `cap_share` is a share of");
  }
  rate("levy", terms.levy);
  terms.tier = table.optional_string("tier");
  if (names.reads("restriction")) read_restriction(table, instrument, terms);
  return terms;
}

}  // namespace leeway
