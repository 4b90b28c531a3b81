#include "leeway/analysis/dyad.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "leeway/analysis/path.h"
#include "leeway/base/hash.h"
#include "leeway/base/index.h"
#include "leeway/policy/precision.h"
#include "leeway/world/aliases.h"
#include "leeway/world/ideal_points.h"

namespace leeway {

namespace {

struct ScaleRow {
  DyadAct act;
  const char* cameo;
  double value;
};
// Values: Goldstein (1992), by CAMEO code.
constexpr std::array<ScaleRow, 15> scale_rows{{{DyadAct::threatens, "1312", -5.8},
                                               {DyadAct::draws_up, "1312", -5.8},
                                               {DyadAct::investigates, "090", -2.0},
                                               {DyadAct::restricts, "163", -8.0},
                                               {DyadAct::eases, "085", 7.0},
                                               {DyadAct::calls_off, "080", 5.0},
                                               {DyadAct::promises, "0311", 5.2},
                                               {DyadAct::cooperates, "061", 6.4},
                                               {DyadAct::breaks_off, "160", -4.0},
                                               {DyadAct::agrees, "057", 8.0},
                                               {DyadAct::concedes, "080", 5.0},
                                               {DyadAct::visits, "042", 1.9},
                                               {DyadAct::hosts, "043", 2.8},
                                               {DyadAct::meets, "040", 1.0},
                                               {DyadAct::states, "010", 0.0}}};

const ScaleRow* row_of(DyadAct act) {
  const auto* found =
      std::find_if(scale_rows.begin(), scale_rows.end(), [&](const ScaleRow& row) { return row.act == act; });
  return found == scale_rows.end() ? nullptr : found;
}

bool mentions(const std::vector<std::string>& list, const std::string& name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

enum class Nature { restriction, cooperation, relief };

Nature nature_of(const Measure& m) {
  switch (m.instrument) {
    case Instrument::pact:
    case Instrument::purchase_commitment:
    case Instrument::transfer:
      return Nature::cooperation;
    case Instrument::tariff_rate_quota:
      return Nature::relief;
    case Instrument::price_floor:
      return m.terms.replaces.empty() ? Nature::restriction : Nature::relief;
    case Instrument::tariff:
      return m.combine == Combine::replace ? Nature::relief : Nature::restriction;
    default:
      return Nature::restriction;
  }
}

/// What a change of status is; nothing where nobody notices.
std::optional<DyadAct> act_of_change(Nature nature, Status from, Status to) {
  const bool restricts = nature == Nature::restriction;
  const bool over = to == Status::suspended || to == Status::withdrawn;
  if (from == to) return std::nullopt;
  if (to == Status::threatened) return DyadAct::threatens;
  if (to == Status::under_investigation) return DyadAct::investigates;
  if (to == Status::announced) {
    if (from != Status::unknown) return std::nullopt;
    return restricts ? DyadAct::draws_up : DyadAct::promises;
  }
  if (to == Status::in_force) {
    if (restricts) return DyadAct::restricts;
    return nature == Nature::relief ? DyadAct::eases : DyadAct::cooperates;
  }
  if (to == Status::expired)
    return from == Status::in_force ? std::optional(DyadAct::runs_out) : std::nullopt;
  if (!over || from == Status::unknown || from == Status::suspended || from == Status::expired)
    return std::nullopt;
  if (!restricts) return DyadAct::breaks_off;
  return from == Status::in_force ? DyadAct::eases : DyadAct::calls_off;
}

DyadAct act_of_kind(const Event& event) {
  static const std::array<std::pair<const char*, DyadAct>, 8> kinds{{{"visit", DyadAct::visits},
                                                                     {"summit", DyadAct::meets},
                                                                     {"agreement", DyadAct::agrees},
                                                                     {"truce", DyadAct::agrees},
                                                                     {"concession", DyadAct::concedes},
                                                                     {"investigation", DyadAct::investigates},
                                                                     {"threat", DyadAct::threatens},
                                                                     {"statement", DyadAct::states}}};
  for (const auto& [kind, act] : kinds)
    if (event.kind == kind) return act;
  return DyadAct::other;
}

class Between {
 public:
  Between(const World& world, const Ledger& ledger, Dyad& out) : world_(world), ledger_(ledger), out_(out) {}

  void collect() {
    for (const Measure& m : ledger_.measures()) add_measure(m);
    for (const Event& e : ledger_.events()) add_event(e);
    std::stable_sort(out_.entries.begin(), out_.entries.end(), [](const DyadEntry& a, const DyadEntry& b) {
      return std::tuple(a.day, !a.forth, a.act, a.on_all) < std::tuple(b.day, !b.forth, b.act, b.on_all);
    });
    std::set<std::tuple<Date, bool, DyadAct>> known;
    for (DyadEntry& entry : out_.entries)
      entry.repeats = !entry.on_all && !known.insert({entry.day, entry.forth, entry.act}).second;
  }

 private:
  bool is_among(const std::vector<std::string>& list, const std::string& party, Date day) const {
    if (mentions(list, party)) return true;
    const std::vector<int> members = world_.resolve_economies(party, day, {});
    return std::any_of(list.begin(), list.end(), [&](const std::string& name) {
      return name != "*" && overlap(members, world_.resolve_economies(name, day, {}));
    });
  }

  void put(Date day, bool forth, DyadAct act, const std::string& id, const std::string& title,
           const std::string& confidence, std::string_view precision, bool on_all) {
    if (out_.known_by && day > *out_.known_by && act != DyadAct::runs_out) return;
    out_.entries.push_back({day, forth, act, id, title, confidence, std::string(precision), on_all, false});
  }

  void add_measure(const Measure& m) {
    if (out_.known_by && m.announced > *out_.known_by) return;
    std::set<Date> days = {m.announced};
    for (const std::optional<Date>& day : {m.effective, m.end, m.withdrawn})
      if (day) days.insert(*day);
    const auto interval = [&](Date from, std::optional<Date> until) {
      days.insert(from);
      if (until) days.insert(*until);
    };
    for (const Interval& i : m.suspended) interval(i.from, i.until);
    for (const std::string& id : ledger_.events_on(m)) {
      const Event& e = *ledger_.find_event(id);
      interval(e.effective, e.until);
    }
    Status before = Status::unknown;
    for (const Date day : days) {
      const Status now = ledger_.status(m, day, out_.known_by);
      const std::optional<DyadAct> act = act_of_change(nature_of(m), before, now);
      before = now;
      if (!act) continue;
      for (const bool forth : {true, false}) {
        const std::string& actor = forth ? out_.first : out_.second;
        const std::string& other = forth ? out_.second : out_.first;
        const bool acts = is_among({m.by}, actor, day);
        const bool all = mentions(m.on, "*");
        const bool together =
            m.instrument == Instrument::pact && is_among(m.on, actor, day) && is_among({m.by}, other, day);
        if (together || (acts && (all || is_among(m.on, other, day))))
          put(day, forth, *act, m.id, m.title, m.confidence, precision_of(m, day), all);
      }
    }
  }

  void add_event(const Event& e) {
    // What it does to Measures between the two is told by them.
    const auto between_them = [&](const std::string& id) {
      const Measure* m = ledger_.find_measure(id);
      if (m == nullptr) return false;
      const bool all = mentions(m->on, "*");
      for (const bool forth : {true, false})
        if (is_among({m->by}, forth ? out_.first : out_.second, e.effective) &&
            (all || is_among(m->on, forth ? out_.second : out_.first, e.effective)))
          return true;
      return false;
    };
    if (std::any_of(e.suspends.begin(), e.suspends.end(), between_them) ||
        std::any_of(e.ends.begin(), e.ends.end(), between_them))
      return;
    const DyadAct act = act_of_kind(e);
    // A meeting in the calendar takes place on its day, not when it became known.
    const Date day = act == DyadAct::meets ? e.effective : e.date;
    for (const bool forth : {true, false}) {
      const std::string& actor = forth ? out_.first : out_.second;
      const std::string& other = forth ? out_.second : out_.first;
      if (!is_among(e.by, actor, day)) continue;
      const bool all = mentions(e.on, "*");
      if (!all && !is_among(e.on, other, day) && !is_among(e.by, other, day)) continue;
      put(day, forth, act, e.id, e.title, e.confidence, precision_of(e, day), all);
      if (act == DyadAct::visits && !all)
        put(day, !forth, DyadAct::hosts, e.id, e.title, e.confidence, precision_of(e, day), false);
      if (!e.threat) continue;
      for (const ThreatStep& step : e.threat->course) {
        if (step.outcome == ThreatOutcome::withdrawn)
          put(step.date, forth, DyadAct::calls_off, e.id, e.title, e.confidence, "day", all);
        // Measures that carry it out tell it where there are any.
        if (e.threat->measures.empty() &&
            (step.outcome == ThreatOutcome::in_part || step.outcome == ThreatOutcome::in_full))
          put(step.date, forth, DyadAct::restricts, e.id, e.title, e.confidence, "day", all);
      }
    }
  }

  const World& world_;
  const Ledger& ledger_;
  Dyad& out_;
};

Date month_of(Date day) {
  const std::chrono::year_month_day ymd{day};
  return std::chrono::sys_days{ymd.year() / ymd.month() / 1};
}

}  // namespace

const char* cameo_code(DyadAct act) {
  const ScaleRow* row = row_of(act);
  return row == nullptr ? "" : row->cameo;
}

std::optional<double> goldstein_value(DyadAct act) {
  const ScaleRow* row = row_of(act);
  return row == nullptr ? std::nullopt : std::optional(row->value);
}

const std::vector<DyadAct>& valued_acts() {
  static const std::vector<DyadAct> acts = [] {
    std::vector<DyadAct> all;
    for (const ScaleRow& row : scale_rows) all.push_back(row.act);
    return all;
  }();
  return acts;
}

Dyad dyad(const World& world, const Ledger& ledger, const std::string& first, const std::string& second,
          std::optional<Date> from, std::optional<Date> to, std::optional<Date> known_by) {
  Dyad out;
  out.first = id_of(world, first);
  out.second = id_of(world, second);
  out.known_by = known_by;
  const std::vector<int> ours = world.resolve_economies(out.first, world.tariff_date, {});
  for (const int n : world.resolve_economies(out.second, world.tariff_date, {}))
    if (has(ours, n))
      throw InputError(fmt::format("{} and {} have {} in common", out.first, out.second,
                                   world.economies[static_cast<std::size_t>(n)].id),
                       "two that have no member in common");
  if (!to) to = last_entry(ledger);
  if (from && *from > *to)
    throw InputError(fmt::format("{} is after {}", to_string(*from), to_string(*to)),
                     "the first day comes first");
  Between(world, ledger, out).collect();
  std::erase_if(out.entries,
                [&](const DyadEntry& e) { return (from && e.day < *from) || (to && e.day > *to); });
  if (!out.entries.empty() || from) {
    out.from = from ? *from : out.entries.front().day;
    out.to = *to;
    for (Date month = month_of(out.from); month <= out.to; month = months_after(month, 1)) {
      DyadMonth sum{month, 0.0, 0.0, 0};
      for (const DyadEntry& e : out.entries) {
        if (month_of(e.day) != month) continue;
        (e.forth ? sum.forth : sum.back) += e.counted();
        ++sum.entries;
      }
      out.months.push_back(sum);
    }
  }
  if (!out.months.empty()) {
    const IdealPoints points = ideal_points();
    const auto ours_at = points.find(out.first);
    const auto theirs_at = points.find(out.second);
    const int from_year = int(std::chrono::year_month_day{out.from}.year());
    const int to_year = int(std::chrono::year_month_day{out.to}.year());
    if (ours_at != points.end() && theirs_at != points.end())
      for (const auto& [year, point] : ours_at->second)
        if (const auto other = theirs_at->second.find(year);
            other != theirs_at->second.end() && year >= from_year && year <= to_year)
          out.votes.push_back({year, point, other->second});
  }
  Identity id("dyad");
  id.add("first", out.first).add("second", out.second).add("from", from).add("to", to);
  id.add("known_by", known_by).add("world", world.name).add("ledger", ledger.content_hash());
  for (const DyadVotes& v : out.votes) id.add("year", v.year).add("votes", v.first).add("votes", v.second);
  out.run_id = id.hex();
  return out;
}

}  // namespace leeway
