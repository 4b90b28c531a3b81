#include "leeway/policy/measure.h"

#include <algorithm>
#include <array>

namespace leeway {

namespace {

constexpr std::array instrument_texts{
    "tariff",       "tariff_rate_quota", "price_floor",         "export_tax", "export_quota",
    "import_quota", "export_ban",        "import_ban",          "barrier",    "subsidy",
    "pact",         "transfer",          "purchase_commitment", "licence",
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

bool is_solved(Instrument instrument) {
  switch (instrument) {
    case Instrument::tariff:
    case Instrument::import_ban:
    case Instrument::export_ban:
    case Instrument::barrier:
    case Instrument::subsidy:
    case Instrument::export_tax:
    case Instrument::pact:
    case Instrument::transfer:
      return true;
    case Instrument::tariff_rate_quota:
    case Instrument::price_floor:
    case Instrument::export_quota:
    case Instrument::import_quota:
    case Instrument::purchase_commitment:
    case Instrument::licence:
      return false;
  }
  return false;
}

const char* to_string(Status status) { return status_texts[static_cast<std::size_t>(status)]; }

const char* to_string(Combine combine) { return combine_texts[static_cast<std::size_t>(combine)]; }

Status status_at(const Measure& measure, Date date) {
  if (date < measure.announced) return Status::unknown;
  const bool ended = measure.end && date >= *measure.end;
  // Of two ways to end, the earlier one is what happened.
  if (measure.withdrawn && date >= *measure.withdrawn && !(ended && *measure.end < *measure.withdrawn))
    return Status::withdrawn;
  if (ended) return Status::expired;
  for (const Interval& interval : measure.suspended)
    if (date >= interval.from && (!interval.until || date < *interval.until)) return Status::suspended;
  if (measure.effective && date >= *measure.effective) return Status::in_force;
  return measure.typed_status.value_or(Status::announced);
}

double rate_at(const Terms& terms, Date date) {
  double rate = terms.steps.empty() ? 0.0 : terms.steps.front().rate;
  for (const RateStep& step : terms.steps)
    if (!step.from || *step.from <= date) rate = step.rate;
  return rate;
}

}  // namespace leeway
