#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "leeway/base/hash.h"
#include "leeway/base/paths.h"
#include "leeway/base/suggest.h"
#include "leeway/io/csv.h"
#include "leeway/io/file.h"
#include "leeway/policy/ledger.h"
#include "leeway/policy/measure_toml.h"

namespace leeway {

namespace {

namespace fs = std::filesystem;

const std::vector<std::string> event_fields = {"id",     "title",  "kind",       "date",      "effective",
                                               "until",  "by",     "on",         "suspends",  "ends",
                                               "threat", "source", "confidence", "precision", "note"};

const std::vector<std::string> event_kinds = {"visit",    "statement",     "truce",      "threat",
                                              "court",    "investigation", "concession", "agreement",
                                              "deadline", "summit",        "leader",     "dispute"};

/// Regular files of a folder with an ending, sorted by name.
std::vector<fs::path> files_of(const fs::path& folder, std::string_view ending) {
  std::vector<fs::path> files;
  std::error_code failed;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, failed))
    if (entry.is_regular_file() && entry.path().filename().string().ends_with(ending))
      files.push_back(entry.path());
  if (failed) throw InputError(Location{folder.string()}, "cannot be read: " + failed.message());
  std::sort(files.begin(), files.end());
  return files;
}

Schedule read_schedule(CsvFile csv) {
  Schedule schedule;
  // Rows of one measure, partner and sector mostly follow each other.
  std::array<std::string, 3> last;
  std::vector<ScheduleStep>* held = nullptr;
  while (csv.next()) {
    ScheduleStep step;
    step.from = csv.date(3);
    step.rate = csv.number(4);
    step.rate_alt = csv.optional_number(5);
    for (const std::size_t column : {std::size_t{4}, std::size_t{5}}) {
      const double rate = column == 4 ? step.rate : step.rate_alt.value_or(0.0);
      if (rate > 20.0 || rate <= -1.0)
        throw csv.error(column, fmt::format("{} is not a rate", csv.text(column)),
                        "allowed: decimals above -1 and up to 20, 0.25 for 25%");
    }
    step.covered = csv.optional_number(6);
    if (step.covered && !(*step.covered > 0.0 && *step.covered <= 1.0))
      throw csv.error(6, fmt::format("{} is not a share", csv.text(6)),
                      "allowed: above 0 and up to 1; empty where it is not known");
    // A mean over lines can never exceed what the law puts on one.
    step.statute = csv.optional_number(7);
    for (const std::size_t column : {std::size_t{4}, std::size_t{5}})
      if (step.statute && (column == 4 ? step.rate : step.rate_alt.value_or(0.0)) > *step.statute)
        throw csv.error(column, fmt::format("{} is above the statute, {}", csv.text(column), csv.text(7)),
                        "what exceeds the highest rate of the act belongs to another act");
    if (held == nullptr || csv.id(0) != last[0] || csv.id(1) != last[1] || csv.id(2) != last[2]) {
      last = {std::string(csv.id(0)), std::string(csv.id(1)), std::string(csv.id(2))};
      held = &schedule[last[0]][last[1]][last[2]];
    }
    std::vector<ScheduleStep>& steps = *held;
    if (!steps.empty() && steps.back().from >= step.from)
      throw csv.error(
          3, fmt::format("{} is not after {}, the row before of the same measure, partner and sector",
                         to_string(step.from), to_string(steps.back().from)));
    steps.push_back(step);
  }
  return schedule;
}

void refuse_twice(std::map<std::string, Location>& seen, const std::string& id, const Location& where) {
  const auto [found, fresh] = seen.emplace(id, where);
  if (!fresh)
    throw InputError(where, fmt::format("id \"{}\" occurs twice", id),
                     "first at " + to_string(found->second));
}

}  // namespace

Event parse_event(const TomlTable& table) {
  table.refuse_unknown(event_fields, "an event");
  Event event;
  event.where = table.where();
  event.id = table.require_string("id");
  if (!is_id(event.id))
    throw table.error("id", fmt::format("\"{}\" is not an id", event.id),
                      "allowed: letters, digits, '-', '_', '.'");
  event.title = table.require_string("title");
  event.kind = table.require_string("kind");
  if (std::find(event_kinds.begin(), event_kinds.end(), event.kind) == event_kinds.end()) {
    const std::string near = did_you_mean(event.kind, event_kinds);
    throw InputError(
        table.where("kind"), fmt::format("unknown kind \"{}\"", event.kind),
        (near.empty() ? "" : near + "\n") + fmt::format("kinds: {}", fmt::join(event_kinds, ", ")));
  }
  event.date = table.require_date("date");
  event.effective = table.optional_date("effective").value_or(event.date);
  event.until = table.optional_date("until");
  if (event.effective < event.date)
    throw table.error("effective", fmt::format("{} is before `date`, {}", to_string(event.effective),
                                               to_string(event.date)));
  if (event.until && *event.until < event.effective)
    throw table.error("until", fmt::format("{} is before it takes effect, {}", to_string(*event.until),
                                           to_string(event.effective)));
  event.by = table.optional_strings("by");
  event.on = table.optional_strings("on");
  const TomlTable* threat = table.optional_table("threat");
  if ((event.kind == "threat") != (threat != nullptr))
    throw table.error("threat",
                      threat != nullptr ? "belongs to an event of the kind \"threat\" alone"
                                        : "is missing: a threat says what it hangs on",
                      "kind = \"threat\" with threat = { kind = \"policy\", rate = \"25%\", course = [] }");
  if (threat != nullptr) event.threat = parse_threat(*threat, event.date);
  event.suspends = table.optional_strings("suspends");
  event.ends = table.optional_strings("ends");
  event.source = table.optional_strings("source");
  if (event.source.empty())
    throw InputError(table.where("source"), fmt::format("event \"{}\" has no source", event.id),
                     "write source = [\"https://...\"]");
  event.confidence = read_confidence(table, true);
  event.precision = read_precision(table);
  event.note = table.optional_string("note");
  return event;
}

Ledger load_ledger(const fs::path& folder) {
  if (!fs::is_directory(folder))
    throw InputError(Location{folder.string()}, "is not a ledger folder",
                     "a folder with the .toml files of a ledger, as data/ledger has; or none");
  std::vector<Measure> measures;
  std::vector<Event> events;
  std::vector<GoodsList> lists;
  std::map<std::string, Schedule, std::less<>> schedules;
  // Measures and events share one name space: `--event ID` finds either.
  std::map<std::string, Location> seen;
  Hasher hash;
  for (const fs::path& file : files_of(folder, ".toml")) {
    if (file.filename() == "provenance.toml") continue;
    std::string text = read_file(file);
    hash.add(file.filename().string()).add(text);
    const TomlTable table = parse_toml(std::move(text), file.string());
    table.refuse_unknown({"measure", "event", "list"}, "a ledger file");
    for (const TomlTable* row : table.tables("measure")) {
      measures.push_back(parse_measure(*row));
      refuse_twice(seen, measures.back().id, row->where());
    }
    for (const TomlTable* row : table.tables("list")) {
      lists.push_back(parse_goods_list(*row));
      refuse_twice(seen, lists.back().id, row->where());
    }
    for (const TomlTable* row : table.tables("event")) {
      events.push_back(parse_event(*row));
      refuse_twice(seen, events.back().id, row->where());
    }
  }
  const fs::path schedule_folder = folder / "schedules";
  if (fs::is_directory(schedule_folder)) {
    for (const fs::path& file : files_of(schedule_folder, ".csv")) {
      std::string text = read_file(file);
      hash.add(file.filename().string()).add(text);
      schedules[file.stem().string()] = read_schedule(CsvFile::from_text(std::move(text), file.string(),
                                                                         {{"measure"},
                                                                          {"partner"},
                                                                          {"sector"},
                                                                          {"from"},
                                                                          {"rate"},
                                                                          {"rate_alt", false},
                                                                          {"covered", false},
                                                                          {"statute", false}}));
    }
  }
  return {std::move(measures), std::move(events), std::move(schedules), hash.hex(), std::move(lists)};
}

Ledger open_ledger() { return load_ledger(share_folder() / "data" / "ledger"); }

}  // namespace leeway
