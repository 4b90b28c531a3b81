#include "leeway/policy/measure_toml.h"

#include <algorithm>
#include <array>
#include <filesystem>

#include <fmt/format.h>

#include "leeway/base/suggest.h"
#include "leeway/policy/own_rates.h"
#include "leeway/policy/tariff_lines.h"
#include "leeway/policy/term_range.h"
#include "leeway/policy/terms_toml.h"
#include "leeway/policy/word_of.h"

namespace leeway {

namespace {

const std::vector<std::string> fields = {
    "id",        "title",     "by",        "on",         "goods",     "instrument", "terms",      "announced",
    "effective", "end",       "withdrawn", "suspended",  "status",    "expected",   "hazard",     "condition",
    "combine",   "authority", "source",    "confidence", "precision", "note",       "terms_range"};

std::vector<std::string> names(const TomlTable& table, const char* key) {
  table.require(key);
  std::vector<std::string> found = table.optional_strings(key);
  if (found.empty()) throw table.error(key, "is an empty list");
  for (const std::string& name : found)
    if (name.empty()) throw table.error(key, "holds an empty text");
  std::vector<std::string> sorted = found;
  std::sort(sorted.begin(), sorted.end());
  const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
  if (twice != sorted.end()) throw table.error(key, fmt::format("\"{}\" occurs twice", *twice));
  return found;
}

/// Goods by name; a file of tariff lines stands for those that it lists.
std::vector<std::string> goods_of(const TomlTable& table) {
  std::vector<std::string> goods;
  for (const std::string& name : names(table, "goods")) {
    if (!name.ends_with(".csv") && !name.ends_with(".CSV")) {
      goods.push_back(name);
      continue;
    }
    std::filesystem::path file = name;
    if (file.is_relative()) file = std::filesystem::path(table.where().file).parent_path() / file;
    for (std::string& code : read_tariff_lines(file)) goods.push_back(std::move(code));
  }
  return goods;
}

Instrument instrument_of(const TomlTable& table) {
  const std::string text = table.require_string("instrument");
  if (const std::optional<Instrument> instrument = parse_instrument(text)) return *instrument;
  const std::string near = did_you_mean(text, instrument_names());
  throw InputError(table.where("instrument"), fmt::format("unknown instrument \"{}\"", text),
                   (near.empty() ? "" : near + "\n") +
                       fmt::format("instruments: {}", fmt::join(instrument_names(), ", ")));
}

/// `status` says only what dates cannot.
std::optional<Status> status_of(const TomlTable& table) {
  if (!table.has("status")) return std::nullopt;
  const std::string text = table.require_string("status");
  if (text == "threatened") return Status::threatened;
  if (text == "under_investigation") return Status::under_investigation;
  for (const Status computed :
       {Status::announced, Status::in_force, Status::suspended, Status::withdrawn, Status::expired})
    if (text == to_string(computed))
      throw InputError(table.where("status"), fmt::format("status \"{}\" is computed from the dates", text),
                       "leave `status` out; only \"threatened\" and \"under_investigation\" are written");
  const std::string near = did_you_mean(text, {"threatened", "under_investigation"});
  throw InputError(table.where("status"), fmt::format("unknown status \"{}\"", text),
                   (near.empty() ? "" : near + "\n") + "allowed: threatened, under_investigation");
}

std::vector<Interval> suspensions(const TomlTable& table) {
  std::vector<Interval> intervals;
  for (const TomlTable* row : table.tables("suspended")) {
    row->refuse_unknown({"from", "until"}, "a suspension");
    const Interval interval{row->require_date("from"), row->optional_date("until")};
    if (interval.until && *interval.until <= interval.from)
      throw row->error("until", fmt::format("{} is not after `from`, {}", to_string(*interval.until),
                                            to_string(interval.from)));
    intervals.push_back(interval);
  }
  return intervals;
}

void check_order(const TomlTable& table, const char* later, const std::optional<Date>& late,
                 const char* earlier, const std::optional<Date>& early) {
  if (late && early && *late < *early)
    throw table.error(later,
                      fmt::format("{} is before `{}`, {}", to_string(*late), earlier, to_string(*early)));
}

void read_dates(const TomlTable& table, MeasureHome home, Date otherwise_announced, Measure& measure) {
  measure.effective = table.optional_date("effective");
  measure.end = table.optional_date("end");
  measure.withdrawn = table.optional_date("withdrawn");
  measure.suspended = suspensions(table);
  measure.expected = table.optional_date("expected");
  if (home == MeasureHome::ledger || table.has("announced")) {
    measure.announced = table.require_date("announced");
  } else {
    // Nobody wrote it, so no date that is written comes before it.
    measure.announced = otherwise_announced;
    for (const auto& written : {measure.effective, measure.end, measure.withdrawn, measure.expected})
      measure.announced = std::min(measure.announced, written.value_or(otherwise_announced));
  }
  check_order(table, "effective", measure.effective, "announced", measure.announced);
  check_order(table, "end", measure.end, "effective", measure.effective);
  check_order(table, "end", measure.end, "announced", measure.announced);
  check_order(table, "withdrawn", measure.withdrawn, "announced", measure.announced);
  check_order(table, "expected", measure.expected, "announced", measure.announced);
}

}  // namespace

bool is_id(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  });
}

std::string read_confidence(const TomlTable& table, bool required) {
  if (!required && !table.has("confidence")) return "";
  const std::string text = table.require_string("confidence");
  if (text != "A" && text != "B" && text != "C")
    throw InputError(table.where("confidence"), fmt::format("unknown confidence \"{}\"", text),
                     "allowed: A two or more sources or legal text, B one report, C background");
  return text;
}

std::string read_precision(const TomlTable& table) {
  if (!table.has("precision")) return "day";
  static constexpr std::array allowed{"day", "month", "year"};
  return allowed[word_of(table, "precision", allowed)];
}

Measure parse_measure(const TomlTable& table, MeasureHome home, Date otherwise_announced) {
  table.refuse_unknown(fields, "a measure");
  const bool ledger = home == MeasureHome::ledger;
  Measure measure;
  measure.where = table.where();
  for (const TomlTable::Entry& entry : table.entries()) measure.places[entry.key] = entry.value.where();

  measure.id = table.require_string("id");
  if (!is_id(measure.id))
    throw table.error("id", fmt::format("\"{}\" is not an id", measure.id),
                      "allowed: letters, digits, '-', '_', '.'");
  if (measure.id.size() > longest_id)
    throw table.error("id", fmt::format("an id of {} characters", measure.id.size()),
                      fmt::format("allowed: up to {}", longest_id));
  measure.title = table.optional_string("title");
  measure.by = table.require_string("by");
  if (measure.by.empty()) throw table.error("by", "one economy or group acts");
  measure.on = names(table, "on");
  measure.goods = goods_of(table);
  measure.instrument = instrument_of(table);
  if (measure.instrument != Instrument::pact && measure.instrument != Instrument::subsidy &&
      measure.by != "*" && std::find(measure.on.begin(), measure.on.end(), measure.by) != measure.on.end())
    throw table.error("on", fmt::format("{} acts on itself", measure.by),
                      "no Measure acts on what is made and sold at home; a subsidy does");
  measure.terms = parse_terms(table.optional_table("terms"), measure.instrument, table.where());
  if ((measure.by == "*" || measure.by == "all") && measure.terms.own_rates == nullptr)
    throw table.error("by", "one economy or group acts",
                      "only a table of rates with a column `importer` speaks for all");
  if (measure.by == "all") measure.by = "*";
  read_dates(table, home, otherwise_announced, measure);
  measure.typed_status = status_of(table);
  if (const std::optional<double> hazard = table.optional_number("hazard")) {
    if (*hazard < 0.0 || *hazard > 1.0)
      throw table.error("hazard", table.find("hazard")->text() + " is not a probability",
                        "allowed: 0 to 1 a year");
    measure.hazard = hazard;
  }
  // "" stands for no condition.
  if (const TomlValue* condition = table.find("condition");
      condition != nullptr && !(condition->as_string() != nullptr && condition->as_string()->empty()))
    measure.condition = names(table, "condition");
  // A tariff-rate quota states the whole duty of the flows it covers, unless it says otherwise.
  if (measure.instrument == Instrument::tariff_rate_quota) measure.combine = Combine::replace;
  // So does a table of whole duties.
  const bool levels = measure.terms.own_rates != nullptr && measure.terms.own_rates->levels;
  if (levels) measure.combine = Combine::replace;
  if (table.has("combine")) {
    if (measure.terms.own_rates != nullptr)
      throw table.error("combine", "is said by `rates`: levels replace a duty, changes are added to it");
    static constexpr std::array allowed{"add", "max", "replace"};
    measure.combine = static_cast<Combine>(word_of(table, "combine", allowed));
  }
  measure.authority = table.optional_string("authority");
  measure.source = table.optional_strings("source");
  if (ledger && measure.source.empty())
    throw InputError(table.where("source"), fmt::format("measure \"{}\" has no source", measure.id),
                     "write source = [\"https://...\"]");
  measure.confidence = read_confidence(table, ledger);
  measure.precision = read_precision(table);
  measure.note = table.optional_string("note");
  measure.terms_range = parse_terms_range(table.optional_table("terms_range"), measure);
  return measure;
}

std::string to_toml(const Measure& measure) {
  std::string out = "[[measure]]\n";
  const auto raw = [&](const char* key, const std::string& value) {
    out += fmt::format("{} = {}\n", key, value);
  };
  const auto text = [&](const char* key, const std::string& value) {
    if (!value.empty()) raw(key, toml_quoted(value));
  };
  const auto list = [&](const char* key, const std::vector<std::string>& values) {
    std::vector<std::string> quoted;
    for (const std::string& value : values) quoted.push_back(toml_quoted(value));
    if (!quoted.empty()) raw(key, fmt::format("[{}]", fmt::join(quoted, ", ")));
  };
  const auto date = [&](const char* key, const std::optional<Date>& value) {
    if (value) raw(key, to_string(*value));
  };
  text("id", measure.id);
  text("title", measure.title);
  text("by", measure.by);
  list("on", measure.on);
  list("goods", measure.goods);
  text("instrument", to_string(measure.instrument));
  raw("terms", to_toml(measure.terms, measure.instrument));
  date("announced", measure.announced);
  date("effective", measure.effective);
  date("end", measure.end);
  date("withdrawn", measure.withdrawn);
  std::vector<std::string> intervals;
  for (const Interval& interval : measure.suspended)
    intervals.push_back(interval.until ? fmt::format("{{ from = {}, until = {} }}", to_string(interval.from),
                                                     to_string(*interval.until))
                                       : fmt::format("{{ from = {} }}", to_string(interval.from)));
  if (!intervals.empty()) raw("suspended", fmt::format("[{}]", fmt::join(intervals, ", ")));
  if (measure.typed_status) text("status", to_string(*measure.typed_status));
  date("expected", measure.expected);
  if (measure.hazard) raw("hazard", fmt::format("{}", *measure.hazard));
  list("condition", measure.condition);
  text("combine", to_string(measure.combine));
  text("authority", measure.authority);
  list("source", measure.source);
  text("confidence", measure.confidence);
  text("precision", measure.precision);
  text("note", measure.note);
  if (!measure.terms_range.empty()) raw("terms_range", terms_range_text(measure));
  return out;
}

std::string content_of(const Measure& measure) {
  if (measure.terms.own_rates == nullptr) return to_toml(measure);
  Measure named = measure;
  named.terms.schedule = measure.terms.own_rates->id;
  return to_toml(named);
}

}  // namespace leeway
