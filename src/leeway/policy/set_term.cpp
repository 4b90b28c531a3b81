#include "leeway/policy/set_term.h"

#include <algorithm>

#include <fmt/format.h>

#include "leeway/base/number.h"
#include "leeway/base/suggest.h"
#include "leeway/policy/scale.h"
#include "leeway/policy/term_values.h"
#include "leeway/policy/terms_toml.h"

namespace leeway {

namespace {

/// Ids have points in them, terms have none.
std::pair<std::string, std::string> named(std::string_view text, const Location& where) {
  const std::size_t point = text.rfind('.');
  if (point == std::string_view::npos || point == 0 || point + 1 == text.size())
    throw InputError(where, fmt::format("\"{}\" names no term of a Measure", text),
                     "write ID.term, such as US-2026-CA-THREAT.rate");
  return {std::string(text.substr(0, point)), std::string(text.substr(point + 1))};
}

/// Several numbers that one rate stands for.
bool is_spread(const Terms& terms) {
  const bool by_firm =
      std::any_of(terms.firms.begin(), terms.firms.end(), [](const FirmGroup& f) { return bool(f.rate); });
  return by_firm || terms.steps.size() > 1 || (!terms.steps.empty() && terms.steps.front().from);
}

TomlTable written(const Measure& measure) {
  return parse_toml("terms = " + to_toml(measure.terms, measure.instrument), measure.id);
}

Measure spread_to(const Measure& measure, const TermSetting& setting) {
  const double most = largest(measure, Term::rate);
  if (!(most > 0.0))
    throw InputError(
        setting.value.where(),
        fmt::format("`rate` of {} is 0 at every step and cannot be moved in proportion", measure.id),
        "write the Measure itself: --add, or in a scenario");
  return scale(measure, Term::rate,
               not_negative(rate_of(setting.value, "rate"), setting.value, "rate") / most);
}

}  // namespace

TermSetting parse_term_setting(std::string_view text, const Location& where) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos || equals + 1 == text.size())
    throw InputError(where, fmt::format("\"{}\" sets nothing", text),
                     "write ID.term=value, such as US-2026-CA-THREAT.rate=50%");
  auto [measure, term] = named(text.substr(0, equals), where);
  const std::string value(text.substr(equals + 1));
  TomlValue::Data data = value;
  if (const std::optional<double> number = parse_number(value)) data = *number;
  if (value == "true" || value == "false") data = value == "true";
  return {std::move(measure), std::move(term), TomlValue(std::move(data), where)};
}

std::vector<TermSetting> parse_term_settings(const TomlTable* table) {
  std::vector<TermSetting> settings;
  if (table == nullptr) return settings;
  for (const TomlTable::Entry& entry : table->entries()) {
    auto [measure, term] = named(entry.key, entry.where);
    settings.push_back({std::move(measure), std::move(term), entry.value});
  }
  return settings;
}

Measure with_term(const Measure& measure, const TermSetting& setting) {
  const Location& where = setting.value.where();
  const TermNames names = term_names(measure.instrument);
  if (!names.reads(setting.term)) {
    std::vector<std::string> known = names.required;
    known.insert(known.end(), names.optional.begin(), names.optional.end());
    const std::string near = did_you_mean(setting.term, known);
    throw InputError(
        where,
        fmt::format("{}, a {}, has no term `{}`", measure.id, to_string(measure.instrument), setting.term),
        (near.empty() ? "" : near + "\n") + fmt::format("its terms: {}", fmt::join(known, ", ")));
  }
  Measure set = measure;
  // What is set is no longer open.
  std::erase_if(set.terms_range, [&](const TermRange& r) { return r.term == setting.term; });
  if (!measure.part_of.empty() || measure.terms.own_rates != nullptr || !measure.terms.schedule.empty()) {
    if (setting.term != "schedule_factor")
      throw InputError(where, fmt::format("{} is a table of rates", measure.id),
                       fmt::format("{}.schedule_factor moves them in proportion", measure.id));
    const std::optional<double> factor = setting.value.as_number();
    if (!factor) throw term_error(setting.value, setting.term, "a number expected");
    set.terms.schedule_factor = not_negative(*factor, setting.value, setting.term);
    return set;
  }
  if (setting.term == "rate" && is_spread(measure.terms)) return spread_to(set, setting);
  const TomlTable file = written(measure);
  std::vector<TomlTable::Entry> entries;
  for (const TomlTable::Entry& entry : file.optional_table("terms")->entries())
    if (entry.key != setting.term) entries.push_back(entry);
  entries.push_back({setting.term, where, setting.value});
  const TomlTable terms(std::move(entries), where);
  set.terms = parse_terms(&terms, measure.instrument, where);
  return set;
}

std::string value_text(const TomlValue& value) {
  std::vector<std::string> parts;
  if (const TomlValue::Array* array = value.as_array()) {
    for (const TomlValue& element : *array) parts.push_back(value_text(element));
    return fmt::format("[{}]", fmt::join(parts, ", "));
  }
  if (const TomlTable* table = value.as_table()) {
    for (const TomlTable::Entry& entry : table->entries())
      parts.push_back(fmt::format("{} = {}", toml_quoted(entry.key), value_text(entry.value)));
    return fmt::format("{{ {} }}", fmt::join(parts, ", "));
  }
  return value.as_string() != nullptr ? toml_quoted(*value.as_string()) : value.text();
}

std::string term_text(const Measure& measure, const std::string& term) {
  if (term == "schedule_factor") return shortest(measure.terms.schedule_factor);
  if (term == "rate" && is_spread(measure.terms)) return rate_text(largest(measure, Term::rate));
  const TomlTable file = written(measure);
  const TomlValue* value = file.optional_table("terms")->find(term);
  return value == nullptr ? "" : value->text();
}

}  // namespace leeway
