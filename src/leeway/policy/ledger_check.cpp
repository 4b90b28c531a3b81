#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "leeway/base/suggest.h"
#include "leeway/policy/bound.h"
#include "leeway/policy/ledger.h"
#include "leeway/policy/measure_toml.h"
#include "leeway/policy/names.h"
#include "leeway/policy/policy.h"

namespace leeway {

namespace {

/// Collects findings; each check below is one method.
class Checker {
 public:
  Checker(const Ledger& ledger, const World& world)
      : ledger_(ledger), world_(world), in_part_(!ledger.left_out().empty() || ledger.trimmed() > 0) {
    for (const Measure& measure : ledger.measures()) measure_ids_.push_back(measure.id);
    for (const Event& event : ledger.events()) event_ids_.push_back(event.id);
  }

  std::vector<LedgerFinding> run() {
    check_ids();
    for (const Measure& measure : ledger_.measures()) {
      check_references(measure);
      check_names(measure);
      check_terms(measure);
      check_provenance(measure);
      check_binding(measure);
    }
    for (const Event& event : ledger_.events()) check_event(event);
    // Lists and schedules of a ledger that the world holds in part name goods that it does not have.
    if (!in_part_)
      for (const GoodsList& list : ledger_.lists()) check_list(list);
    for (const auto& [name, schedule] : ledger_.schedules()) {
      if (in_part_) continue;
      check_schedule(name, schedule);
      tell_averages(name, schedule);
    }
    check_overlaps();
    return std::move(findings_);
  }

 private:
  void error(const Location& where, std::string text) {
    // Two checks may trip over one name.
    for (const LedgerFinding& finding : findings_)
      if (finding.where == where && finding.text == text) return;
    findings_.push_back({true, where, std::move(text)});
  }
  void remark(const Location& where, std::string text) {
    findings_.push_back({false, where, std::move(text)});
  }

  void check_ids() {
    std::set<std::string> seen;
    const auto check = [&](const std::string& id, const Location& where) {
      if (!is_id(id)) error(where, fmt::format("\"{}\" is not an id: letters, digits, '-', '_', '.'", id));
      if (!seen.insert(id).second) error(where, fmt::format("id \"{}\" occurs twice", id));
    };
    for (const Measure& measure : ledger_.measures()) check(measure.id, measure.where);
    for (const Event& event : ledger_.events()) check(event.id, event.where);
    for (const GoodsList& list : ledger_.lists()) check(list.id, list.where);
  }

  void refer(const std::string& id, const char* field, const Location& where, bool event_too) {
    // What is left out of this world is referred to all the same.
    if (in_part_ || ledger_.find_measure(id) != nullptr || (event_too && ledger_.find_event(id) != nullptr))
      return;
    std::string text = fmt::format("unknown measure \"{}\" in field `{}`", id, field);
    std::vector<std::string> ids = measure_ids_;
    if (event_too) ids.insert(ids.end(), event_ids_.begin(), event_ids_.end());
    const std::string near = did_you_mean(id, ids);
    if (!near.empty()) text += "; " + near;
    error(where, std::move(text));
  }

  void check_references(const Measure& measure) {
    for (const std::string& id : measure.condition) refer(id, "condition", measure.place("condition"), true);
    if (!measure.terms.replaces.empty())
      refer(measure.terms.replaces, "replaces", measure.place("terms"), false);
    if (measure.terms.schedule.empty()) return;
    const Schedule* schedule = ledger_.find_schedule(measure.terms.schedule);
    if (schedule == nullptr)
      error(measure.place("terms"), fmt::format("unknown schedule \"{}\"", measure.terms.schedule));
    else if (!schedule->contains(measure.id))
      error(measure.place("terms"),
            fmt::format("schedule \"{}\" has no row of measure \"{}\"", measure.terms.schedule, measure.id));
  }

  /// Runs something that may refuse a name, and keeps the refusal as a finding.
  template <class Resolve>
  void keep_refusal(Resolve resolve) {
    try {
      resolve();
    } catch (const InputError& refused) {
      std::string text = refused.message();
      if (!refused.hint().empty()) text += "; " + refused.hint().substr(0, refused.hint().find('\n'));
      error(refused.location(), std::move(text));
    }
  }

  void check_names(const Measure& measure) {
    const Date date = measure.effective.value_or(measure.announced);
    keep_refusal([&] { economies_of(world_, {measure.by}, date, measure, "by"); });
    keep_refusal([&] { economies_of(world_, measure.on, date, measure, "on"); });
    std::vector<std::string> absent;
    keep_refusal([&] { lines_of(world_, measure.goods, measure, "goods", &absent); });
    keep_refusal([&] { lines_of(world_, measure.terms.exclude, measure, "terms", &absent); });
    for (const std::string& product : absent)
      remark(measure.place("goods"),
             fmt::format("\"{}\" is not carved out of world \"{}\": the measure does not act on it", product,
                         world_.name));
  }

  void check_terms(const Measure& measure) {
    std::vector<int> touched;
    for (const auto& row : measure.terms.coverage_by_goods) {
      std::vector<std::string> absent;
      keep_refusal([&] {
        const std::vector<int> named = lines_of(world_, {row.first}, measure, "terms", &absent);
        touched.insert(touched.end(), named.begin(), named.end());
      });
    }
    const bool covers = measure.terms.coverage != 1.0 || !measure.terms.coverage_by_goods.empty();
    if (covers && measure.note.empty()) error(measure.place("terms"), "a coverage needs its basis in `note`");
    if (measure.terms.coverage_by_goods.empty()) return;
    keep_refusal([&] {
      std::vector<std::string> absent;
      for (const int line : lines_of(world_, measure.goods, measure, "goods", &absent))
        if (std::find(touched.begin(), touched.end(), line) == touched.end()) {
          remark(measure.place("terms"),
                 fmt::format("`coverage` leaves out {}: the measure does not touch it",
                             world_.lines[static_cast<std::size_t>(line)].id));
          return;
        }
    });
  }

  /// Units, firms and what a floor replaces must fit the world: tried on the day the Measure starts.
  void check_binding(const Measure& measure) {
    if (!is_solved(measure))
      remark(measure.place("terms"), fmt::format("measure \"{}\" has no number to solve with", measure.id));
    const Terms& terms = measure.terms;
    if (!has_multiplier(measure) && terms.firms.empty() && terms.covers.empty() && terms.except.empty())
      return;
    std::vector<Measure> alone = {measure};
    if (const Measure* replaced = ledger_.find_measure(measure.terms.replaces)) alone.push_back(*replaced);
    PolicyOptions options;
    options.as_of = measure.effective.value_or(measure.announced);
    options.use = {measure.id};
    Ledger ledger(alone, {}, {}, "", ledger_.lists());
    if (alone.size() > 1 && !alone[1].terms.schedule.empty())
      ledger = Ledger(alone, {}, ledger_.schedules(), "", ledger_.lists());
    keep_refusal([&] { resolve_policy(world_, ledger, options); });
  }

  void check_provenance(const Measure& measure) {
    if (measure.source.empty())
      error(measure.place("source"), fmt::format("measure \"{}\" has no source", measure.id));
    if (measure.confidence.empty())
      error(measure.place("confidence"), fmt::format("measure \"{}\" has no confidence", measure.id));
    if (measure.effective && *measure.effective < measure.announced)
      error(measure.place("effective"), "is before `announced`");
    if (measure.end && measure.effective && *measure.end < *measure.effective)
      error(measure.place("end"), "is before `effective`");
    if (measure.is_threat() && measure.condition.empty() && !measure.effective)
      remark(measure.where, fmt::format("threat \"{}\" has no condition", measure.id));
  }

  void check_event(const Event& event) {
    for (const std::string& id : event.suspends) refer(id, "suspends", event.where, false);
    for (const std::string& id : event.ends) refer(id, "ends", event.where, false);
    Measure standing;
    standing.where = event.where;
    keep_refusal([&] { economies_of(world_, event.by, event.date, standing, "by"); });
    keep_refusal([&] { economies_of(world_, event.on, event.date, standing, "on"); });
    if (event.source.empty()) error(event.where, fmt::format("event \"{}\" has no source", event.id));
    if (!event.threat) return;
    for (const std::string& id : event.threat->measures) refer(id, "measures", event.where, false);
    std::vector<std::string> absent;
    keep_refusal([&] { lines_of(world_, event.threat->goods, standing, "goods", &absent); });
    if (event.by.size() != 1) error(event.where, fmt::format("threat \"{}\" has one maker", event.id));
    if (event.on.empty()) error(event.where, fmt::format("threat \"{}\" names no one", event.id));
    for (const std::string& name : event.on)
      if (event.by == std::vector{name})
        error(event.where, fmt::format("threat \"{}\" is on its own maker", event.id));
  }

  void check_list(const GoodsList& list) {
    keep_refusal([&] { bound_list(world_, ledger_, list, world_.tariff_date); });
    if (list.source.empty()) error(list.where, fmt::format("list \"{}\" has no source", list.id));
    if (list.note.empty())
      error(list.where, fmt::format("list \"{}\" needs the basis of its shares in `note`", list.id));
  }

  /// Rows that do not say what share is covered act as averages on the whole flow.
  void tell_averages(const std::string& name, const Schedule& schedule) {
    std::size_t rows = 0;
    std::size_t known = 0;
    std::vector<std::string> averaged;
    for (const auto& [id, partners] : schedule) {
      const std::size_t before = rows - known;
      for (const auto& partner : partners)
        for (const auto& sector : partner.second)
          for (const ScheduleStep& step : sector.second) {
            if (step.rate == 0.0) continue;
            ++rows;
            if (step.covered) ++known;
          }
      if (rows - known > before) averaged.push_back(id);
    }
    if (known < rows)
      remark(Location{"schedules/" + name + ".csv"},
             fmt::format("{} of {} rates do not say what share is `covered`; they act as averages: {}",
                         rows - known, rows, fmt::join(averaged, ", ")));
  }

  void check_schedule(const std::string& name, const Schedule& schedule) {
    const Location where{"schedules/" + name + ".csv"};
    Measure standing;
    standing.where = where;
    for (const auto& [id, partners] : schedule) {
      const Measure* measure = ledger_.find_measure(id);
      if (measure == nullptr) {
        refer(id, "measure", where, false);
      } else if (measure->terms.schedule != name) {
        error(where, fmt::format("measure \"{}\" does not take its rates from this schedule", id));
      }
      for (const auto& partner : partners) {
        keep_refusal([&] { economies_of(world_, {partner.first}, world_.tariff_date, standing, "partner"); });
        for (const auto& sector : partner.second) {
          std::vector<std::string> absent;
          keep_refusal([&] { lines_of(world_, {sector.first}, standing, "sector", &absent); });
        }
      }
    }
  }

  /// Two Measures of one government that look like the same act, or that both claim the whole duty.
  void check_overlaps() {
    const std::vector<Measure>& all = ledger_.measures();
    for (std::size_t a = 0; a < all.size(); ++a) {
      for (std::size_t b = a + 1; b < all.size(); ++b) {
        if (all[a].by != all[b].by || all[a].instrument != all[b].instrument) continue;
        if (all[a].effective != all[b].effective || !all[a].effective || !meet(all[a], all[b])) continue;
        if (all[a].combine == Combine::replace && all[b].combine == Combine::replace)
          remark(all[b].where,
                 fmt::format("\"{}\" and \"{}\" replace the duty on one flow from the same day; the "
                             "later id wins",
                             all[a].id, all[b].id));
        else if (whole_lines(all[a]) && whole_lines(all[b]) && all[a].on == all[b].on &&
                 all[a].goods == all[b].goods)
          remark(all[b].where, fmt::format("\"{}\" acts on the same flows from the same day as \"{}\"",
                                           all[b].id, all[a].id));
      }
    }
  }

  /// Two lists of tariff lines inside one sector are two acts; two acts on all of it look like one.
  static bool whole_lines(const Measure& measure) {
    return measure.terms.schedule.empty() && measure.terms.coverage == 1.0 &&
           measure.terms.coverage_by_goods.empty() && measure.terms.covers.empty() &&
           measure.terms.except.empty();
  }

  bool meet(const Measure& a, const Measure& b) const {
    try {
      std::vector<std::string> absent;
      const auto share = [](const std::vector<int>& x, const std::vector<int>& y) {
        return std::any_of(x.begin(), x.end(),
                           [&](int item) { return std::binary_search(y.begin(), y.end(), item); });
      };
      return share(economies_of(world_, a.on, *a.effective, a, "on"),
                   economies_of(world_, b.on, *a.effective, b, "on")) &&
             share(lines_of(world_, a.goods, a, "goods", &absent),
                   lines_of(world_, b.goods, b, "goods", &absent));
    } catch (const InputError&) {
      return false;  // reported by check_names
    }
  }

  const Ledger& ledger_;
  const World& world_;
  bool in_part_ = false;  ///< the world could not hold all of the ledger
  std::vector<std::string> measure_ids_;
  std::vector<std::string> event_ids_;
  std::vector<LedgerFinding> findings_;
};

}  // namespace

std::vector<LedgerFinding> Ledger::check(const World& world) const { return Checker(*this, world).run(); }

}  // namespace leeway
