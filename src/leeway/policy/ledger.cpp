#include "leeway/policy/ledger.h"

#include <algorithm>

#include <fmt/format.h>

#include "leeway/base/suggest.h"
#include "leeway/policy/precision.h"

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
               std::map<std::string, Schedule, std::less<>> schedules, std::string content_hash,
               std::vector<GoodsList> lists) {
  auto rest = std::make_shared<Rest>();
  rest->events = std::move(events);
  rest->schedules = std::move(schedules);
  for (std::size_t m = 0; m < measures.size(); ++m) rest->measure_index.emplace(measures[m].id, m);
  for (std::size_t e = 0; e < rest->events.size(); ++e) {
    const Event& event = rest->events[e];
    rest->event_index.emplace(event.id, e);
    for (const auto* list : {&event.suspends, &event.ends})
      for (const std::string& id : *list) {
        std::vector<std::size_t>& touching = rest->touched_by[id];
        if (touching.empty() || touching.back() != e) touching.push_back(e);
      }
  }
  auto data = std::make_shared<Data>();
  data->measures = std::move(measures);
  data->lists = std::make_shared<const std::vector<GoodsList>>(std::move(lists));
  data->rest = std::move(rest);
  data->content_hash = std::move(content_hash);
  data_ = std::move(data);
}

const Measure* Ledger::find_measure(std::string_view id) const {
  const auto found = data_->rest->measure_index.find(id);
  return found == data_->rest->measure_index.end() ? nullptr : &data_->measures[found->second];
}

const Event* Ledger::find_event(std::string_view id) const {
  const auto found = data_->rest->event_index.find(id);
  return found == data_->rest->event_index.end() ? nullptr : &data_->rest->events[found->second];
}

const Schedule* Ledger::find_schedule(std::string_view name) const {
  const auto found = data_->rest->schedules.find(name);
  return found == data_->rest->schedules.end() ? nullptr : &found->second;
}

const Measure& Ledger::measure(std::string_view id, const Location& where) const {
  if (const Measure* found = find_measure(id)) return *found;
  if (const Event* event = find_event(id))
    throw InputError(
        where, fmt::format("\"{}\" is an event, not a measure", id),
        fmt::format("{}: {}", dated(event->date, precision_of(*event, event->date)), event->title));
  std::vector<std::string> ids;
  for (const Measure& measure : measures()) ids.push_back(measure.id);
  std::string hint = did_you_mean(id, ids);
  if (!hint.empty()) hint += "\n";
  throw InputError(where, fmt::format("unknown measure \"{}\"", id),
                   hint + fmt::format("the ledger holds {} measures: leeway ledger list", ids.size()));
}

const GoodsList& Ledger::list(std::string_view id, const Location& where) const {
  std::vector<std::string> ids;
  for (const GoodsList& list : lists()) {
    if (list.id == id) return list;
    ids.push_back(list.id);
  }
  const std::string near = did_you_mean(id, ids);
  throw InputError(where, fmt::format("unknown list of goods \"{}\"", id),
                   (near.empty() ? "" : near + "\n") +
                       (ids.empty() ? std::string("there are no lists; write one as [[list]]")
                                    : fmt::format("lists: {}", fmt::join(ids, ", "))));
}

Ledger Ledger::and_lists(const std::vector<GoodsList>& more) const {
  if (more.empty()) return *this;
  auto data = std::make_shared<Data>(*data_);
  std::vector<GoodsList> lists = *data_->lists;
  for (const GoodsList& list : more) {
    for (const GoodsList& known : lists)
      if (known.id == list.id)
        throw InputError(list.where, fmt::format("list \"{}\" is there already", list.id),
                         "first at " + to_string(known.where));
    lists.push_back(list);
  }
  data->lists = std::make_shared<const std::vector<GoodsList>>(std::move(lists));
  Ledger ledger;
  ledger.data_ = std::move(data);
  return ledger;
}

Ledger Ledger::without_list(const std::string& id) const {
  const auto is_it = [&](const GoodsList& list) { return list.id == id; };
  if (std::none_of(data_->lists->begin(), data_->lists->end(), is_it)) return *this;
  auto data = std::make_shared<Data>(*data_);
  std::vector<GoodsList> lists = *data_->lists;
  std::erase_if(lists, is_it);
  data->lists = std::make_shared<const std::vector<GoodsList>>(std::move(lists));
  Ledger ledger;
  ledger.data_ = std::move(data);
  return ledger;
}

Ledger Ledger::with_terms(std::vector<Measure> measures, std::string content_hash) const {
  auto data = std::make_shared<Data>();
  data->measures = std::move(measures);
  data->lists = data_->lists;
  data->rest = data_->rest;
  data->content_hash = std::move(content_hash);
  data->left_out = data_->left_out;
  data->trimmed = data_->trimmed;
  data->recorded = data_->recorded != nullptr ? data_->recorded : data_;
  Ledger ledger;
  ledger.data_ = std::move(data);
  return ledger;
}

std::shared_ptr<const Measure> Ledger::as_recorded(const Measure& measure) const {
  const std::shared_ptr<const Data>& from = data_->recorded != nullptr ? data_->recorded : data_;
  return {from, &from->measures[from->rest->measure_index.at(measure.id)]};
}

Status Ledger::status(const Measure& measure, Date date, std::optional<Date> known_by) const {
  if (known_by && measure.announced > *known_by) return Status::unknown;
  static const std::vector<std::size_t> none;
  const auto found = data_->rest->touched_by.find(measure.id);
  const std::vector<std::size_t>& touching = found == data_->rest->touched_by.end() ? none : found->second;
  Course seen = course_of(measure);
  // A withdrawal or a suspension in the Measure's own dates was public when it began, or when an event
  // that brought it about was.
  if (known_by) {
    const auto hidden = [&](Date begins, bool known_by_default, bool suspension) {
      for (const std::size_t e : touching) {
        const Event& event = data_->rest->events[e];
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
  for (const std::size_t e : touching) {
    const Event& event = data_->rest->events[e];
    if (known_by && event.date > *known_by) continue;
    if (contains(event.suspends, measure.id)) seen.suspended.push_back({event.effective, event.until});
    if (contains(event.ends, measure.id) && (!seen.withdrawn || event.effective < *seen.withdrawn))
      seen.withdrawn = event.effective;
  }
  return status_at(seen, date);
}

std::vector<std::string> Ledger::events_on(const Measure& measure) const {
  std::vector<std::string> ids;
  const auto touching = data_->rest->touched_by.find(measure.id);
  if (touching != data_->rest->touched_by.end())
    for (const std::size_t e : touching->second) ids.push_back(data_->rest->events[e].id);
  return ids;
}

}  // namespace leeway
