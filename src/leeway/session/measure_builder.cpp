#include "leeway/session/measure_builder.h"

#include <algorithm>

#include <fmt/format.h>

#include "leeway/base/error.h"
#include "leeway/io/toml.h"
#include "leeway/policy/measure_toml.h"

namespace leeway {

namespace {

std::string list(const std::vector<std::string>& words) {
  std::vector<std::string> quoted;
  for (const std::string& word : words) quoted.push_back(toml_quoted(word));
  return fmt::format("[{}]", fmt::join(quoted, ", "));
}

}  // namespace

MeasureBuilder& MeasureBuilder::on(std::vector<std::string> economies) {
  on_ = std::move(economies);
  return *this;
}

MeasureBuilder& MeasureBuilder::goods(const std::vector<std::string>& all) {
  fields_["goods"] = list(all);
  return *this;
}

MeasureBuilder& MeasureBuilder::id(std::string text) {
  id_ = std::move(text);
  return *this;
}

MeasureBuilder& MeasureBuilder::title(const std::string& text) {
  fields_["title"] = toml_quoted(text);
  return *this;
}

MeasureBuilder& MeasureBuilder::effective(Date day) {
  fields_["effective"] = to_string(day);
  return *this;
}

MeasureBuilder& MeasureBuilder::combine(Combine how) {
  fields_["combine"] = toml_quoted(to_string(how));
  return *this;
}

MeasureBuilder& MeasureBuilder::instrument(Instrument which) {
  what_ = to_string(which);
  return *this;
}

MeasureBuilder& MeasureBuilder::term(const std::string& key, double value) {
  terms_[key] = fmt::format("{}", value);
  return *this;
}

MeasureBuilder& MeasureBuilder::term(const std::string& key, bool value) {
  terms_[key] = value ? "true" : "false";
  return *this;
}

MeasureBuilder& MeasureBuilder::term(const std::string& key, const std::string& text) {
  terms_[key] = toml_quoted(text);
  return *this;
}

MeasureBuilder& MeasureBuilder::import_quota(const std::string& amount) {
  return instrument(Instrument::import_quota).term("quota", amount);
}

MeasureBuilder& MeasureBuilder::export_quota(const std::string& amount) {
  return instrument(Instrument::export_quota).term("quota", amount);
}

MeasureBuilder& MeasureBuilder::tariff_rate_quota(const std::string& amount, double in_quota,
                                                  double over_quota) {
  return instrument(Instrument::tariff_rate_quota)
      .term("quota", amount)
      .term("in_quota", in_quota)
      .term("over_quota", over_quota);
}

MeasureBuilder& MeasureBuilder::rent_to(double importer, double exporter) {
  terms_["rent_to"] = fmt::format("{{ importer = {}, exporter = {} }}", importer, exporter);
  return *this;
}

std::string MeasureBuilder::id_or_default() const {
  if (!id_.empty()) return id_;
  std::string made = fmt::format("{}-{}-{}", by_, what_, fmt::join(on_, "-"));
  std::replace(made.begin(), made.end(), '*', '_');
  return made;
}

Measure MeasureBuilder::build() const {
  std::map<std::string, std::string> fields = fields_;
  fields.emplace("goods", list({"*"}));
  fields["id"] = toml_quoted(id_or_default());
  fields["by"] = toml_quoted(by_);
  fields["on"] = list(on_);
  if (!what_.empty()) fields["instrument"] = toml_quoted(what_);
  std::vector<std::string> terms;
  for (const auto& [key, value] : terms_) terms.push_back(fmt::format("{} = {}", toml_quoted(key), value));
  fields["terms"] = fmt::format("{{ {} }}", fmt::join(terms, ", "));
  std::string text;
  for (const auto& [key, value] : fields) text += fmt::format("{} = {}\n", key, value);

  // The lines of that text mean nothing to who wrote the C++: errors name the Measure.
  const Location where{"measure " + id_or_default()};
  try {
    Measure measure = parse_measure(parse_toml(text, where.file), MeasureHome::scenario);
    measure.where = where;
    measure.places.clear();
    return measure;
  } catch (const InputError& error) {
    throw InputError(where, error.message(), error.hint());
  }
}

}  // namespace leeway
