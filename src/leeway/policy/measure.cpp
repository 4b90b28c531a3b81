#include "leeway/policy/measure.h"

#include <algorithm>
#include <array>

#include "leeway/base/elementary.h"

namespace leeway {

namespace {

constexpr std::array instrument_texts{
    "tariff",       "tariff_rate_quota", "price_floor",         "export_tax", "export_quota",
    "import_quota", "export_ban",        "import_ban",          "barrier",    "subsidy",
    "pact",         "transfer",          "purchase_commitment", "licence",    "boycott",
};

constexpr std::array status_texts{"unknown",   "announced", "in_force",   "suspended",
                                  "withdrawn", "expired",   "threatened", "under_investigation"};

constexpr std::array combine_texts{"add", "max", "replace"};

}  // namespace

const char* to_string(Instrument instrument) {
  return instrument_texts[static_cast<std::size_t>(instrument)];
}

std::optional<Instrument> parse_instrument(std::string_view text) {
  const auto found = std::find(instrument_texts.begin(), instrument_texts.end(), text);
  if (found == instrument_texts.end()) return std::nullopt;
  return static_cast<Instrument>(found - instrument_texts.begin());
}

const std::vector<std::string>& instrument_names() {
  static const std::vector<std::string> names(instrument_texts.begin(), instrument_texts.end());
  return names;
}

bool is_solved(const Measure& measure) {
  const Terms& terms = measure.terms;
  switch (measure.instrument) {
    case Instrument::licence:
      return terms.cap_share > 0.0 || terms.levy > 0.0 || restricts(measure);
    case Instrument::price_floor:
      return terms.price > 0.0 || !terms.replaces.empty();
    default:
      return true;
  }
}

bool is_ban(Instrument instrument) {
  return instrument == Instrument::import_ban || instrument == Instrument::export_ban;
}

bool restricts(const Measure& measure) {
  const Terms& terms = measure.terms;
  if (measure.instrument != Instrument::licence && !is_ban(measure.instrument)) return false;
  return terms.restriction > 0.0 ||
         std::any_of(terms.restriction_by_goods.begin(), terms.restriction_by_goods.end(),
                     [](const auto& goods) { return goods.second > 0.0; }) ||
         std::any_of(terms.steps.begin(), terms.steps.end(),
                     [](const RateStep& step) { return step.rate > 0.0; });
}

bool has_multiplier(const Measure& measure) {
  switch (measure.instrument) {
    case Instrument::tariff_rate_quota:
    case Instrument::price_floor:
    case Instrument::export_quota:
    case Instrument::import_quota:
    case Instrument::purchase_commitment:
      return true;
    case Instrument::licence:
      return measure.terms.cap_share > 0.0 || restricts(measure);
    case Instrument::import_ban:
    case Instrument::export_ban:
      return restricts(measure);
    default:
      return false;
  }
}

const char* to_string(Status status) { return status_texts[static_cast<std::size_t>(status)]; }

const char* to_string(Combine combine) { return combine_texts[static_cast<std::size_t>(combine)]; }

Course course_of(const Measure& measure) {
  return {measure.announced, measure.effective, measure.end,
          measure.withdrawn, measure.suspended, measure.typed_status.value_or(Status::announced)};
}

Status status_at(const Course& course, Date date) {
  if (date < course.announced) return Status::unknown;
  const bool ended = course.end && date >= *course.end;
  // Of two ways to end, the earlier one is what happened.
  if (course.withdrawn && date >= *course.withdrawn && !(ended && *course.end < *course.withdrawn))
    return Status::withdrawn;
  if (ended) return Status::expired;
  for (const Interval& interval : course.suspended)
    if (date >= interval.from && (!interval.until || date < *interval.until)) return Status::suspended;
  if (course.effective && date >= *course.effective) return Status::in_force;
  return course.before;
}

Status status_at(const Measure& measure, Date date) { return status_at(course_of(measure), date); }

Status own_status(const Measure& measure, Date date) {
  Course course = course_of(measure);
  course.announced = std::min(course.announced, date);
  course.effective = course.effective.value_or(date);
  return status_at(course, date);
}

double rate_at(const Terms& terms, Date date) {
  double rate = terms.steps.empty() ? 0.0 : terms.steps.front().rate;
  for (const RateStep& step : terms.steps)
    if (!step.from || *step.from <= date) rate = step.rate;
  return rate;
}

Date anniversary(Date date, int years) {
  const std::chrono::year_month_day day{date};
  const std::chrono::year_month_day then = day + std::chrono::years{years};
  // 29 February of a common year is the first of March.
  return then.ok() ? Date{then}
                   : Date{(then.year() / then.month() / std::chrono::last)} + std::chrono::days{1};
}

bool has_later_terms(const Measure& measure, Date known_by) {
  const std::vector<QuotaStep>& steps = measure.terms.quota_steps;
  return std::any_of(steps.begin(), steps.end(),
                     [&](const QuotaStep& step) { return step.known && *step.known > known_by; });
}

Measure as_known(Measure measure, Date known_by) {
  std::erase_if(measure.terms.quota_steps,
                [&](const QuotaStep& step) { return step.known && *step.known > known_by; });
  return measure;
}

QuotaStep quota_at(const Measure& measure, Date date) {
  const Terms& terms = measure.terms;
  QuotaStep quota{measure.effective, terms.quota, terms.quota_unit, {}};
  for (const QuotaStep& step : terms.quota_steps)
    if (*step.from <= date) quota = step;
  if (terms.quota_growth == 0.0 || !quota.from) return quota;
  int years = std::max(0, year_of(date) - year_of(*quota.from));
  if (years > 0 && anniversary(*quota.from, years) > date) --years;
  quota.amount *= elementary::pow(1.0 + terms.quota_growth, years);
  return quota;
}

}  // namespace leeway
