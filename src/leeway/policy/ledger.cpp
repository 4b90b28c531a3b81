#include "leeway/policy/ledger.h"

#include <algorithm>

#include <fmt/format.h>

#include "leeway/base/suggest.h"

namespace leeway {

namespace {

bool contains(const std::vector<std::string>& list, std::string_view id) {
  return std::find(list.begin(), list.end(), id) != list.end();
}

}  // namespace

std::optional<ScheduleStep> step_at(const std::vector<ScheduleStep>& steps, Date date) {
  const auto after = std::upper_bound(steps.begin(), steps.end(), date,
                                      [](Date day, const ScheduleStep& step) { return day < step.from; });
  if (after == steps.begin()) return std::nullopt;
  return *std::prev(after);
}

Ledger::Ledger(std::vector<Measure> measures, std::vector<Event> events,
               std::map<std::string, Schedule, std::less<>> schedules, std::string content_hash)
    : measures_(std::move(measures)),
      events_(std::move(events)),
      schedules_(std::move(schedules)),
      content_hash_(std::move(content_hash)) {
  for (std::size_t m = 0; m < measures_.size(); ++m) measure_index_.emplace(measures_[m].id, m);
  for (std::size_t e = 0; e < events_.size(); ++e) {
    event_index_.emplace(events_[e].id, e);
    for (const auto* list : {&events_[e].suspends, &events_[e].ends})
      for (const std::string& id : *list) {
        std::vector<std::size_t>& touching = touched_by_[id];
        if (touching.empty() || touching.back() != e) touching.push_back(e);
      }
  }
}

const Measure* Ledger::find_measure(std::string_view id) const {
  const auto found = measure_index_.find(id);
  return found == measure_index_.end() ? nullptr : &measures_[found->second];
}

const Event* Ledger::find_event(std::string_view id) const {
  const auto found = event_index_.find(id);
  return found == event_index_.end() ? nullptr : &events_[found->second];
}

const Schedule* Ledger::find_schedule(std::string_view name) const {
  const auto found = schedules_.find(name);
  return found == schedules_.end() ? nullptr : &found->second;
}

const Measure& Ledger::measure(std::string_view id, const Location& where) const {
  if (const Measure* found = find_measure(id)) return *found;
  if (const Event* event = find_event(id))
    throw InputError(where, fmt::format("\"{}\" is an event, not a measure", id),
                     fmt::format("{}: {}", to_string(event->date), event->title));
  std::vector<std::string> ids;
  for (const Measure& measure : measures_) ids.push_back(measure.id);
  std::string hint = did_you_mean(id, ids);
  if (!hint.empty()) hint += "\n";
  throw InputError(where, fmt::format("unknown measure \"{}\"", id),
                   hint + fmt::format("the ledger holds {} measures: leeway ledger list", ids.size()));
}

Status Ledger::status(const Measure& measure, Date date, std::optional<Date> known_by) const {
  if (known_by && measure.announced > *known_by) return Status::unknown;
  Measure seen = measure;
  // A withdrawal or a suspension in the Measure's own dates was public when it began, or when an event
  // that brought it about was.
  if (known_by) {
    const auto hidden = [&](Date begins, bool known_by_default, bool suspension) {
      const auto touching = touched_by_.find(measure.id);
      if (touching != touched_by_.end())
        for (const std::size_t e : touching->second) {
          const Event& event = events_[e];
          if (event.effective == begins && contains(suspension ? event.suspends : event.ends, measure.id))
            return event.date > *known_by;
        }
      return !known_by_default && begins > *known_by;
    };
    if (seen.withdrawn && hidden(*seen.withdrawn, false, false)) seen.withdrawn.reset();
    // An end by the Measure's own terms was known with the terms.
    if (seen.end && hidden(*seen.end, true, false)) seen.end.reset();
    std::erase_if(seen.suspended,
                  [&](const Interval& interval) { return hidden(interval.from, false, true); });
  }
  const auto touching = touched_by_.find(measure.id);
  if (touching != touched_by_.end()) {
    for (const std::size_t e : touching->second) {
      const Event& event = events_[e];
      if (known_by && event.date > *known_by) continue;
      if (contains(event.suspends, measure.id)) seen.suspended.push_back({event.effective, event.until});
      if (contains(event.ends, measure.id) && (!seen.withdrawn || event.effective < *seen.withdrawn))
        seen.withdrawn = event.effective;
    }
  }
  return status_at(seen, date);
}

std::vector<std::string> Ledger::events_on(const Measure& measure) const {
  std::vector<std::string> ids;
  const auto touching = touched_by_.find(measure.id);
  if (touching != touched_by_.end())
    for (const std::size_t e : touching->second) ids.push_back(events_[e].id);
  return ids;
}

}  // namespace leeway
