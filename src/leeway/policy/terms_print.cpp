#include "leeway/policy/terms_toml.h"

#include <fmt/format.h>

#include "leeway/policy/own_rates.h"
#include "leeway/policy/term_values.h"

namespace leeway {

namespace {

std::string firms_text(const std::vector<FirmGroup>& firms) {
  std::vector<std::string> rows;
  for (const FirmGroup& firm : firms) {
    std::string row = toml_quoted(firm.name);
    if (firm.share) row = fmt::format("{{ name = {}, share = {}", row, shortest(*firm.share));
    if (firm.rate) row += ", rate = " + rate_text(*firm.rate);
    rows.push_back(firm.share ? row + " }" : row);
  }
  return fmt::format("firms = [{}]", fmt::join(rows, ", "));
}

}  // namespace

std::string to_toml(const Terms& terms, Instrument instrument) {
  const TermNames names = term_names(instrument);
  std::vector<std::string> parts;
  const auto number = [&](const char* key, double value) {
    parts.push_back(fmt::format("{} = {}", key, shortest(value)));
  };
  const auto rate = [&](const char* key, double value) {
    parts.push_back(fmt::format("{} = {}", key, rate_text(value, key)));
  };
  const auto text = [&](const char* key, const std::string& value) {
    parts.push_back(fmt::format("{} = {}", key, toml_quoted(value)));
  };
  const auto reads = [&](const char* key) { return names.reads(key); };
  if (!terms.schedule.empty()) text("schedule", terms.schedule);
  if (terms.own_rates != nullptr) text("rates", terms.own_rates->levels ? "levels" : "changes");
  if (terms.schedule_factor != 1.0) number("schedule_factor", terms.schedule_factor);
  if (terms.steps.size() == 1 && !terms.steps.front().from) {
    rate("rate", terms.steps.front().rate);
  } else if (!terms.steps.empty()) {
    std::vector<std::string> steps;
    for (const RateStep& step : terms.steps)
      steps.push_back(fmt::format("{{ from = {}, {} = {} }}", to_string(step.from.value_or(Date{})),
                                  names.reads("restriction") ? "restriction" : "rate", rate_text(step.rate)));
    parts.push_back(fmt::format("steps = [{}]", fmt::join(steps, ", ")));
  }
  const auto by_goods = [&](const char* key, const std::map<std::string, double>& shares) {
    std::vector<std::string> rows;
    for (const auto& [goods, value] : shares)
      rows.push_back(fmt::format("{} = {}", toml_quoted(goods), shortest(value)));
    parts.push_back(fmt::format("{} = {{ {} }}", key, fmt::join(rows, ", ")));
  };
  if (!terms.coverage_by_goods.empty()) {
    by_goods("coverage", terms.coverage_by_goods);
  } else if (terms.coverage != 1.0) {
    number("coverage", terms.coverage);
  }
  for (const auto& [key, lists] : {std::pair("covers", &terms.covers), std::pair("except", &terms.except)}) {
    if (lists->empty()) continue;
    std::vector<std::string> quoted;
    for (const std::string& name : *lists) quoted.push_back(toml_quoted(name));
    parts.push_back(fmt::format("{} = [{}]", key, fmt::join(quoted, ", ")));
  }
  if (!terms.firms.empty()) parts.push_back(firms_text(terms.firms));
  if (terms.substitution > 0.0) number("substitution", terms.substitution);
  if (terms.prohibitive)
    text("cost", "prohibitive");
  else if (reads("cost"))
    rate("cost", terms.cost);
  if (reads("share")) number("share", terms.share);
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
  if (reads("amount")) text("amount", shortest(terms.amount) + " mn " + currency_of(terms));
  if (reads("years")) number("years", terms.years);
  if (reads("grant_share")) number("grant_share", terms.grant_share);
  if (reads("quota")) {
    text("quota", yearly_text(terms.quota, terms.quota_unit));
    std::vector<std::string> steps;
    for (const QuotaStep& step : terms.quota_steps)
      steps.push_back(fmt::format("{{ from = {}, quota = {}{} }}", to_string(*step.from),
                                  toml_quoted(yearly_text(step.amount, step.unit)),
                                  step.known ? ", known = " + to_string(*step.known) : ""));
    if (!steps.empty()) parts.push_back(fmt::format("quota_steps = [{}]", fmt::join(steps, ", ")));
    if (terms.quota_growth != 0.0) rate("growth", terms.quota_growth);
    if (terms.each) parts.emplace_back("each = true");
  }
  if (reads("in_quota")) {
    rate("in_quota", terms.in_quota);
    rate("over_quota", terms.over_quota);
  }
  if (terms.rent_to)
    parts.push_back(fmt::format("rent_to = {{ importer = {}, exporter = {} }}",
                                shortest(terms.rent_to->importer), shortest(terms.rent_to->exporter)));
  if (terms.price > 0.0 || terms.price_unit == confidential)
    text("price", terms.price_unit == confidential ? terms.price_unit
                                                   : shortest(terms.price) + " " + terms.price_unit);
  if (!terms.index.empty()) text("index", terms.index);
  if (!terms.replaces.empty()) text("replaces", terms.replaces);
  if (!terms.cap_unit.empty())
    text("cap", terms.cap_unit == confidential ? terms.cap_unit : yearly_text(terms.cap, terms.cap_unit));
  if (reads("value")) {
    text("value", yearly_text(terms.value, terms.value_of_base ? of_base : "mn " + currency_of(terms)));
    number("max_subsidy", terms.max_subsidy);
  }
  if (reads("cap_share")) {
    if (terms.cap_share > 0.0) {
      number("cap_share", terms.cap_share);
      text("cap_of", terms.cap_of);
    }
    rate("levy", terms.levy);
  }
  if (reads("restriction")) {
    if (!terms.restriction_by_goods.empty())
      by_goods("restriction", terms.restriction_by_goods);
    else if (!terms.restricted.empty())
      text("restriction", terms.restricted);
    else if (terms.restriction > 0.0)
      number("restriction", terms.restriction);
  }
  if (!terms.tier.empty()) text("tier", terms.tier);
  return fmt::format("{{ {} }}", fmt::join(parts, ", "));
}

}  // namespace leeway
