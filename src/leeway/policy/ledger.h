#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "leeway/io/toml.h"
#include "leeway/policy/goods_list.h"
#include "leeway/policy/measure.h"
#include "leeway/policy/schedule.h"
#include "leeway/policy/threat.h"
#include "leeway/world/world.h"

namespace leeway {

/// Something that happened and is not itself an instrument: a visit, truce, ruling, statement.
struct Event {
  std::string id;
  std::string title;
  std::string kind;
  Date date{};
  Date effective{};
  std::optional<Date> until;
  std::vector<std::string> by;
  std::vector<std::string> on;
  std::vector<std::string> suspends;  ///< ids of Measures
  std::vector<std::string> ends;      ///< ids of Measures
  std::optional<Threat> threat{};     ///< of the kind "threat", and of no other
  std::vector<std::string> source;
  std::string confidence;
  std::string precision = "day";
  std::string note;
  Location where;
};

/// Something `leeway ledger check` found. `error` is false for a remark.
struct LedgerFinding {
  bool error = true;
  Location where;
  std::string text;
};

/// Dated, sourced Measures and events. Immutable once loaded; copies share what was read.
class Ledger {
 public:
  Ledger() = default;
  Ledger(std::vector<Measure> measures, std::vector<Event> events,
         std::map<std::string, Schedule, std::less<>> schedules, std::string content_hash,
         std::vector<GoodsList> lists = {});

  const std::vector<Measure>& measures() const { return data_->measures; }
  const std::vector<Event>& events() const { return data_->rest->events; }
  const std::vector<GoodsList>& lists() const { return *data_->lists; }
  const Measure* find_measure(std::string_view id) const;
  const Event* find_event(std::string_view id) const;
  const Schedule* find_schedule(std::string_view name) const;
  const std::map<std::string, Schedule, std::less<>>& schedules() const { return data_->rest->schedules; }
  const std::string& content_hash() const { return data_->content_hash; }

  /// One of its own Measures, kept alive by what is returned.
  std::shared_ptr<const Measure> share(const Measure& measure) const { return {data_, &measure}; }

  /// The Measure, or an InputError at `where` with close ids.
  const Measure& measure(std::string_view id, const Location& where) const;

  /// A list of goods, or an InputError at `where` with close ids.
  const GoodsList& list(std::string_view id, const Location& where) const;
  /// The ledger with further lists, those of a scenario. Throws InputError for an id that is taken.
  Ledger and_lists(const std::vector<GoodsList>& more) const;
  /// The ledger without a list, where it has it.
  Ledger without_list(const std::string& id) const;

  /// The ledger with other terms in some of its Measures: `measures` are all of them, by the ids and in the
  /// order that they have here. What terms do not change is shared with it.
  Ledger with_terms(std::vector<Measure> measures, std::string content_hash) const;
  /// A Measure of its own before terms were set: the base year has it as it was.
  std::shared_ptr<const Measure> as_recorded(const Measure& measure) const;

  /// The ledger as far as a world knows its economies, groups and sectors: a Measure acts on those that there
  /// are, and one by, on or of none of them is left out.
  Ledger as_known_to(const World& world) const;
  /// Ids of the Measures that as_known_to left out, and how many others act on fewer than they name.
  const std::vector<std::string>& left_out() const { return data_->left_out; }
  std::size_t trimmed() const { return data_->trimmed; }

  /// Status at a date, as far as the public knew on `known_by` (default: everything is known): the
  /// Measure's dates and what events did to it.
  Status status(const Measure& measure, Date date, std::optional<Date> known_by = {}) const;
  /// Ids of the events that touch a Measure.
  std::vector<std::string> events_on(const Measure& measure) const;

  /// Ids, dates, references, duplicates, names unknown to the world, overlaps on one flow.
  std::vector<LedgerFinding> check(const World& world) const;

 private:
  /// What the terms of Measures leave as it is.
  struct Rest {
    std::vector<Event> events;
    std::map<std::string, Schedule, std::less<>> schedules;
    std::map<std::string, std::size_t, std::less<>> measure_index;
    std::map<std::string, std::size_t, std::less<>> event_index;
    std::map<std::string, std::vector<std::size_t>, std::less<>> touched_by;  ///< Measure id -> events
  };
  struct Data {
    std::vector<Measure> measures;
    std::shared_ptr<const std::vector<GoodsList>> lists = std::make_shared<const std::vector<GoodsList>>();
    std::shared_ptr<const Rest> rest = std::make_shared<const Rest>();
    std::string content_hash;
    std::vector<std::string> left_out;
    std::size_t trimmed = 0;
    std::shared_ptr<const Data> recorded;  ///< before terms were set; null: they are as recorded
  };
  std::shared_ptr<const Data> data_ = std::make_shared<const Data>();
};

/// Reads one [[event]] table strictly (docs/measures.md).
Event parse_event(const TomlTable& table);

/// Reads every *.toml of a folder (sorted by name; provenance.toml describes, and is left out) and its
/// schedules/*.csv. Throws InputError, also for an id that occurs twice.
Ledger load_ledger(const std::filesystem::path& folder);
/// The ledger of the data folder.
Ledger open_ledger();
/// The same as far as a world knows it.
Ledger open_ledger(const World& world);

}  // namespace leeway
