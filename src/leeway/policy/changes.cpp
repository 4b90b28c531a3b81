#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "leeway/policy/own_rates.h"
#include "leeway/policy/policy.h"
#include "leeway/policy/precision.h"

namespace leeway {

namespace {

using std::chrono::days;

// Rates of a schedule are means over tariff lines and move in their last digits with every revision.
constexpr double kSlight = 5e-4;

/// A Measure as a path meets it.
struct Walked {
  const Measure* measure;
  bool always = false;  ///< put in force by the scenario whatever its dates
};

class Walk {
 public:
  Walk(const Ledger& ledger, const PolicyOptions& options, Date from, Date to)
      : ledger_(ledger), options_(options), from_(from), to_(to) {}

  std::vector<PolicyChange> run() {
    for (const Measure& measure : ledger_.measures()) {
      if (contains(options_.drop, measure.id)) continue;
      const bool used = contains(options_.use, measure.id);
      visit({&measure, used}, [&](Date date) { return ledger_.status(measure, date, options_.known_by); });
    }
    for (const Measure& measure : options_.measures)
      visit({&measure, false}, [&](Date date) { return own_status(measure, date); });
    std::sort(changes_.begin(), changes_.end(), [](const PolicyChange& a, const PolicyChange& b) {
      return std::tie(a.date, a.of_terms, a.measure, a.what) <
             std::tie(b.date, b.of_terms, b.measure, b.what);
    });
    return std::move(changes_);
  }

 private:
  static bool contains(const std::vector<std::string>& list, const std::string& id) {
    return std::find(list.begin(), list.end(), id) != list.end();
  }

  template <class StatusAt>
  void visit(const Walked& walked, StatusAt status) {
    const Measure& measure = *walked.measure;
    const auto in_force = [&](Date date) { return walked.always || status(date) == Status::in_force; };
    for (const Date date : edges(measure)) {
      const bool before = in_force(date - days{1});
      const bool now = in_force(date);
      if (!before && now)
        add(date, measure,
            status(date - days{1}) == Status::suspended ? "is in force again" : "comes into force");
      if (before && !now) add(date, measure, ending(status(date)));
    }
    for (const TermChange& change : term_changes(measure))
      if (in_force(change.date) && in_force(change.date - days{1}))
        add(change.date, measure, change.what, true, change.slight);
  }

  static std::string ending(Status status) {
    switch (status) {
      case Status::expired:
        return "expires";
      case Status::withdrawn:
        return "is withdrawn";
      case Status::suspended:
        return "is suspended";
      default:
        return "is no longer in force";
    }
  }

  /// The days on which its status may change.
  std::set<Date> edges(const Measure& measure) const {
    std::set<Date> found;
    const auto note = [&](const std::optional<Date>& date) {
      if (date) found.insert(*date);
    };
    note(measure.announced);
    note(measure.effective);
    note(measure.end);
    note(measure.withdrawn);
    for (const Interval& interval : measure.suspended) note(interval.from), note(interval.until);
    for (const std::string& id : ledger_.events_on(measure)) {
      const Event* event = ledger_.find_event(id);
      note(event->effective);
      note(event->until);
    }
    return found;
  }

  /// The days on which its terms change, each with what happens.
  struct TermChange {
    Date date{};
    std::string what;
    bool slight = false;
  };
  std::vector<TermChange> term_changes(const Measure& whole) const {
    const Measure measure = options_.known_by ? as_known(whole, *options_.known_by) : whole;
    std::vector<TermChange> found;
    const Terms& terms = measure.terms;
    for (std::size_t s = 1; s < terms.steps.size(); ++s)
      found.push_back({*terms.steps[s].from,
                       fmt::format("{} goes from {} to {}", restricts(measure) ? "share refused" : "rate",
                                   percent(terms.steps[s - 1].rate), percent(terms.steps[s].rate))});
    for (const auto& [date, largest] : schedule_days(measure))
      found.push_back({date, largest.text(), largest.size() < kSlight});
    for (const Date date : quota_days(measure)) {
      const QuotaStep before = quota_at(measure, date - days{1});
      const QuotaStep now = quota_at(measure, date);
      if (before.amount != now.amount || before.unit != now.unit)
        found.push_back({date, fmt::format("quota goes from {} to {}", amount(before), amount(now))});
    }
    if (!measure.effective) return found;
    if (terms.phase_in > 0.0)
      found.push_back({after(*measure.effective, terms.phase_in), "is fully phased in"});
    if (measure.instrument == Instrument::transfer)
      found.push_back({after(*measure.effective, terms.years), "is paid out"});
    return found;
  }

  /// The largest change of a schedule on one day.
  struct RateChange {
    std::string partner;
    std::string sector;
    double before = 0.0;
    double now = 0.0;

    double size() const { return std::abs(now - before); }
    std::string text() const {
      if (size() < kSlight) return "rates of its schedule move by less than a twentieth of a point";
      return fmt::format("rates change by its schedule, most for {} in {}: from {} to {}", partner, sector,
                         percent(before), percent(now));
    }
  };

  std::map<Date, RateChange> schedule_days(const Measure& measure) const {
    std::map<Date, RateChange> found;
    if (measure.terms.own_rates != nullptr) {
      for (const auto& [importer, rates] : measure.terms.own_rates->by_importer)
        add_days(measure, rates, found);
      return found;
    }
    const Schedule* schedule = ledger_.find_schedule(measure.terms.schedule);
    if (schedule == nullptr) return found;
    const auto rows = schedule->find(measure.id);
    if (rows != schedule->end()) add_days(measure, rows->second, found);
    return found;
  }

  void add_days(const Measure& measure, const PartnerRates& rates, std::map<Date, RateChange>& found) const {
    for (const auto& [partner, sectors] : rates)
      for (const auto& [sector, steps] : sectors) {
        double before = 0.0;
        for (const ScheduleStep& step : steps) {
          const double rate = measure.terms.schedule_factor * step.rate;
          const RateChange change{partner, sector, before, rate};
          before = rate;
          if (change.size() < 5e-7 || (options_.known_by && step.from > *options_.known_by)) continue;
          RateChange& largest = found[step.from];
          if (change.size() > largest.size()) largest = change;
        }
      }
  }

  /// Steps of a quota, and the anniversaries on which it grows.
  std::set<Date> quota_days(const Measure& measure) const {
    const Terms& terms = measure.terms;
    std::set<Date> starts;
    if (measure.effective) starts.insert(*measure.effective);
    for (const QuotaStep& step : terms.quota_steps) starts.insert(*step.from);
    std::set<Date> found = starts;
    if (terms.quota_growth != 0.0)
      for (const Date start : starts)
        for (int year = 1; anniversary(start, year) <= to_; ++year) found.insert(anniversary(start, year));
    return found;
  }

  /// The first day that lies so many years after another, by the measure of years_between.
  static Date after(Date date, double years) {
    return date + days{static_cast<int>(std::ceil(years * 365.25))};
  }
  static std::string percent(double rate) { return fmt::format("{:.4g}%", 100.0 * rate); }
  static std::string amount(const QuotaStep& step) {
    return step.unit == of_base ? percent(step.amount) + " of the base year"
                                : fmt::format("{:.6g} {} a year", step.amount, step.unit);
  }

  void add(Date date, const Measure& measure, std::string what, bool of_terms = false, bool slight = false) {
    if (date <= from_ || date > to_) return;
    if (const std::string_view known = precision_of(measure, date); !of_terms && known != "day")
      what += fmt::format(" ({}: the day is not known)", dated(date, known));
    changes_.push_back({date, measure.id, std::move(what), of_terms, slight});
  }

  const Ledger& ledger_;
  const PolicyOptions& options_;
  Date from_;
  Date to_;
  std::vector<PolicyChange> changes_;
};

}  // namespace

std::vector<PolicyChange> change_dates(const Ledger& ledger, const PolicyOptions& options, Date from,
                                       Date to) {
  return Walk(ledger, options, from, to).run();
}

}  // namespace leeway
