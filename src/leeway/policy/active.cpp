#include "leeway/policy/active.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "leeway/policy/names.h"

namespace leeway {

namespace {

/// Instruments that the exporter's government applies: `by` sells, `on` buys.
bool acts_on_exports(Instrument instrument) {
  return instrument == Instrument::export_tax || instrument == Instrument::export_ban ||
         instrument == Instrument::export_quota || instrument == Instrument::licence;
}

std::vector<bool> flags(const std::vector<int>& members, int count) {
  std::vector<bool> set(static_cast<std::size_t>(count), false);
  for (const int member : members) set[static_cast<std::size_t>(member)] = true;
  return set;
}

/// Names that a schedule or a coverage table may use for a line, nearest first.
std::vector<std::string> names_of_line(const World& world, int line) {
  const Line& it = world.lines[static_cast<std::size_t>(line)];
  const Sector& sector = world.sectors[static_cast<std::size_t>(it.composite)];
  std::vector<std::string> names = {it.id, sector.id};
  if (sector.parent >= 0) names.push_back(world.sectors[static_cast<std::size_t>(sector.parent)].id);
  names.insert(names.end(), {sector.goods ? "goods" : "services", "*"});
  return names;
}

/// Names that a schedule may use for a partner, nearest first: itself, its groups from the smallest, all.
std::vector<std::string> names_of_partner(const World& world, int economy, Date date) {
  std::vector<std::pair<std::size_t, std::string>> groups;
  for (const Group& group : world.groups)
    for (const Membership& member : group.members)
      if (member.economy == economy && (!member.from || *member.from <= date) &&
          (!member.to || date < *member.to))
        groups.emplace_back(group.members.size(), group.id);
  std::sort(groups.begin(), groups.end());
  std::vector<std::string> names = {world.economies[static_cast<std::size_t>(economy)].id};
  for (auto& [size, id] : groups) names.push_back(std::move(id));
  names.emplace_back("*");
  return names;
}

bool holds(const std::vector<const ActiveMeasure*>& list, const ActiveMeasure* measure) {
  return std::find(list.begin(), list.end(), measure) != list.end();
}

/// The step of a schedule that serves. A Measure used outside its time acts as if in force: at its last
/// rate before the date that is not zero, else its first.
std::optional<ScheduleStep> serving_step(const std::vector<ScheduleStep>& steps, Date date, Reason reason) {
  const std::optional<ScheduleStep> step = step_at(steps, date);
  if (reason != Reason::used || (step && step->rate != 0.0)) return step;
  std::optional<ScheduleStep> serving;
  for (const ScheduleStep& candidate : steps) {
    if (candidate.rate == 0.0) continue;
    if (candidate.from > date && serving) break;
    serving = candidate;
  }
  return serving;
}

}  // namespace

ActiveMeasure::ActiveMeasure(const World& world, const Ledger& ledger, const Measure& measure, Status status,
                             Reason reason, Date date, std::optional<Date> known_by)
    : measure_(&measure), status_(status), reason_(reason), date_(date) {
  by_ = economies_of(world, {measure.by}, date, measure, "by");
  on_ = economies_of(world, measure.on, date, measure, "on");
  // A ledger serves worlds with and without a product; what a scenario writes itself must be there.
  lines_ = lines_of(world, measure.goods, measure, "goods", reason == Reason::inlined ? nullptr : &absent_);
  if (!measure.terms.exclude.empty()) {
    std::vector<std::string> ignored;
    const std::vector<int> excluded = lines_of(world, measure.terms.exclude, measure, "exclude", &ignored);
    std::erase_if(lines_,
                  [&](int line) { return std::binary_search(excluded.begin(), excluded.end(), line); });
  }
  is_by_ = flags(by_, world.economy_count());
  is_on_ = flags(on_, world.economy_count());
  touched_ = flags(lines_, world.line_count());
  coverage_.assign(static_cast<std::size_t>(world.line_count()), 0.0);
  for (const int line : lines_) {
    double& share = coverage_[static_cast<std::size_t>(line)];
    if (measure.terms.coverage_by_goods.empty()) {
      share = measure.terms.coverage;
      continue;
    }
    for (const std::string& name : names_of_line(world, line)) {
      const auto found = measure.terms.coverage_by_goods.find(name);
      if (found == measure.terms.coverage_by_goods.end()) continue;
      share = found->second;
      break;
    }
  }
  rate_ = rate_at(measure.terms, date);
  // Nothing comes in at the lower rate of an empty quota.
  if (measure.instrument == Instrument::tariff_rate_quota)
    rate_ = quota_at(measure, date).amount > 0.0 ? measure.terms.in_quota : measure.terms.over_quota;
  // A threat tried before its day is taken at its full rate, not at its first step.
  if (reason == Reason::used && measure.is_threat())
    for (const RateStep& step : measure.terms.steps) rate_ = std::max(rate_, step.rate);
  rest_rate_ = rate_;
  for (const FirmGroup& firm : measure.terms.firms)
    if (firm.rate) rate_ += *firm.share * (*firm.rate - rest_rate_);
  // Rates recorded after what is known would be hindsight: the last known ones stay.
  if (!measure.terms.schedule.empty())
    bind_schedule(world, ledger, known_by ? std::min(date, *known_by) : date);
}

void ActiveMeasure::bind_schedule(const World& world, const Ledger& ledger, Date rates_of) {
  const Schedule* schedule = ledger.find_schedule(measure_->terms.schedule);
  if (schedule == nullptr) {
    std::vector<std::string> known;
    for (const auto& [name, rows] : ledger.schedules()) known.push_back(name);
    throw InputError(
        measure_->place("terms"),
        fmt::format("unknown schedule \"{}\" in measure \"{}\"", measure_->terms.schedule, measure_->id),
        fmt::format("schedules: {}", fmt::join(known, ", ")));
  }
  schedule_ = Array2(world.line_count(), world.economy_count());
  schedule_alt_ = schedule_;
  const auto rows = schedule->find(measure_->id);
  if (rows == schedule->end())
    throw InputError(measure_->place("terms"), fmt::format("schedule \"{}\" has no row of measure \"{}\"",
                                                           measure_->terms.schedule, measure_->id));
  for (const int exporter : on_) {
    const std::vector<std::string> partners = names_of_partner(world, exporter, date_);
    for (const int line : lines_) {
      const std::vector<std::string> goods = names_of_line(world, line);
      const auto find_steps = [&]() -> const std::vector<ScheduleStep>* {
        for (const std::string& partner : partners) {
          const auto sectors = rows->second.find(partner);
          if (sectors == rows->second.end()) continue;
          for (const std::string& name : goods)
            if (const auto steps = sectors->second.find(name); steps != sectors->second.end())
              return &steps->second;
        }
        return nullptr;
      };
      const std::vector<ScheduleStep>* steps = find_steps();
      if (steps == nullptr) continue;
      if (const std::optional<ScheduleStep> step = serving_step(*steps, rates_of, reason_)) {
        schedule_(line, exporter) = step->rate;
        schedule_alt_(line, exporter) = step->rate_alt.value_or(step->rate);
      }
    }
  }
}

bool ActiveMeasure::acts_on(int importer, int exporter) const {
  if (importer == exporter) return false;
  const auto n = static_cast<std::size_t>(importer);
  const auto i = static_cast<std::size_t>(exporter);
  const bool everyone = std::find(measure_->on.begin(), measure_->on.end(), "*") != measure_->on.end();
  const bool inside = is_by_[n] && is_by_[i];
  switch (measure_->instrument) {
    case Instrument::transfer:
      return false;
    case Instrument::subsidy:
      return is_by_[i];
    case Instrument::pact:
      return !(inside && everyone) && ((is_by_[n] && is_on_[i]) || (is_by_[i] && is_on_[n]));
    default:
      break;
  }
  if (inside) return false;
  return acts_on_exports(measure_->instrument) ? is_by_[i] && is_on_[n] : is_by_[n] && is_on_[i];
}

double ActiveMeasure::coverage(int line, const Part* part) const {
  if (part != nullptr && holds(part->covered_by, this)) return 1.0;
  if (part != nullptr && (holds(part->spared_by, this) || holds(part->relieved_of, this))) return 0.0;
  return coverage(line);
}

double ActiveMeasure::rate(int line, int exporter, bool alternative, const StackView& view) const {
  if (view.over == this) return measure_->terms.over_quota;
  if (!schedule_.empty()) return alternative ? schedule_alt_(line, exporter) : schedule_(line, exporter);
  if (view.part == nullptr || measure_->terms.firms.empty()) return rate_;
  for (const FirmGroup& firm : measure_->terms.firms)
    if (firm.rate && firm.name == view.part->firm) return *firm.rate;
  return rest_rate_;
}

double ActiveMeasure::phase() const {
  const Terms& terms = measure_->terms;
  // A pact tried out before its day is judged by what it will be: fully phased in.
  if (terms.phase_in <= 0.0 || !measure_->effective || *measure_->effective > date_) return 1.0;
  return std::min(1.0, years_between(*measure_->effective, date_) / terms.phase_in);
}

double ActiveMeasure::tariff_cut() const {
  return measure_->terms.tariff_cut * phase() * measure_->terms.utilisation;
}

double ActiveMeasure::pact_cost() const {
  const Terms& terms = measure_->terms;
  return (1.0 - terms.barrier_cut * phase()) * (1.0 + terms.origin_cost * terms.utilisation);
}

double ActiveMeasure::yearly_payment() const {
  const Terms& terms = measure_->terms;
  if (measure_->effective && *measure_->effective <= date_ &&
      years_between(*measure_->effective, date_) >= terms.years)
    return 0.0;
  return terms.amount / terms.years * terms.grant_share;
}

const ActiveMeasure* ActiveSet::find(const std::vector<ActiveMeasure>& measures, const std::string& id) {
  const auto found = std::find_if(measures.begin(), measures.end(),
                                  [&](const ActiveMeasure& active) { return active.measure().id == id; });
  return found == measures.end() ? nullptr : &*found;
}

bool ActiveSet::embedded(const ActiveMeasure& measure) const {
  return find(in_flows, measure.measure().id) != nullptr;
}

Date flow_date(const World& world) { return make_date(world.base_year, 7, 1); }

ActiveSet collect(const World& world, const Ledger& ledger, const PolicyOptions& options) {
  const auto in_base_tariffs = [&](const Measure& measure) {
    return ((measure.instrument == Instrument::tariff && measure.combine == Combine::add) ||
            measure.instrument == Instrument::pact) &&
           ledger.status(measure, world.tariff_date) == Status::in_force;
  };
  const auto in_base_flows = [&](const Measure& measure) {
    return measure.instrument != Instrument::tariff &&
           ledger.status(measure, flow_date(world)) == Status::in_force;
  };

  std::set<std::string, std::less<>> dropped;
  for (const std::string& id : options.drop) {
    const Measure& measure = ledger.measure(id, options.place(id));
    const Status status = ledger.status(measure, options.as_of, options.known_by);
    if (status != Status::in_force && !in_base_tariffs(measure) && !in_base_flows(measure))
      throw InputError(options.place(id),
                       fmt::format("measure \"{}\" is not in force on {}, so it cannot be dropped", id,
                                   to_string(options.as_of)),
                       fmt::format("its status on that day: {}", to_string(status)));
    dropped.insert(id);
  }
  std::set<std::string, std::less<>> used;
  for (const std::string& id : options.use) {
    ledger.measure(id, options.place(id));
    if (dropped.contains(id))
      throw InputError(options.place(id), fmt::format("measure \"{}\" is both used and dropped", id));
    used.insert(id);
  }

  ActiveSet active;
  for (const Measure& measure : ledger.measures()) {
    if (in_base_tariffs(measure))
      active.in_tariffs.emplace_back(world, ledger, measure, Status::in_force, Reason::in_force,
                                     world.tariff_date);
    if (in_base_flows(measure))
      active.in_flows.emplace_back(world, ledger, measure, Status::in_force, Reason::in_force,
                                   flow_date(world));
    if (dropped.contains(measure.id)) continue;
    const Status status = ledger.status(measure, options.as_of, options.known_by);
    if (status == Status::in_force)
      active.now.emplace_back(world, ledger, measure, status, Reason::in_force, options.as_of,
                              options.known_by);
    else if (used.contains(measure.id))
      active.now.emplace_back(world, ledger, measure, status, Reason::used, options.as_of, options.known_by);
  }
  std::set<std::string, std::less<>> inlined;
  for (const Measure& measure : options.measures) {
    if (ledger.find_measure(measure.id) != nullptr)
      throw InputError(measure.place("id"),
                       fmt::format("measure \"{}\" is in the ledger already", measure.id),
                       "to change it, drop it and give the changed one an id of its own");
    if (!inlined.insert(measure.id).second)
      throw InputError(measure.place("id"), fmt::format("id \"{}\" occurs twice", measure.id));
    if (options.dated_measures && measure.effective && status_at(measure, options.as_of) != Status::in_force)
      continue;
    active.now.emplace_back(world, ledger, measure, Status::in_force, Reason::inlined, options.as_of);
  }
  for (auto* list : {&active.now, &active.in_tariffs, &active.in_flows})
    std::sort(list->begin(), list->end(), [](const ActiveMeasure& a, const ActiveMeasure& b) {
      const auto key = [](const ActiveMeasure& it) {
        return std::pair(it.since(), std::string_view(it.measure().id));
      };
      return key(a) < key(b);
    });
  return active;
}

bool TariffStep::acts(int line, int importer, int exporter) const {
  if (kind == Kind::floor) return true;
  const auto touches = [&](const ActiveMeasure* it) {
    return it->touches(line) && it->acts_on(importer, exporter);
  };
  return touches(measure) && std::any_of(quotas.begin(), quotas.end(), touches) == late;
}

double TariffStep::apply(double tariff, int line, int importer, int exporter, bool alternative,
                         const StackView& view) const {
  if (!acts(line, importer, exporter)) return tariff;
  const auto share = [&] { return measure->coverage(line, view.part); };
  const auto rate = [&] { return measure->rate(line, exporter, alternative, view); };
  switch (kind) {
    case Kind::subtract:
      return tariff - share() * rate();
    // Embedded Measures larger than the base tariff leave nothing that a pact could cut.
    case Kind::scale:
      return tariff > 0.0 ? tariff * factor : tariff;
    case Kind::add:
      return tariff + share() * rate();
    case Kind::max:
      return tariff + share() * std::max(0.0, rate() - tariff);
    case Kind::replace: {
      const double covered = share();
      return (1.0 - covered) * tariff + covered * rate();
    }
    case Kind::floor:
      return std::max(0.0, tariff);
  }
  return tariff;
}

std::vector<TariffStep> tariff_steps(const ActiveSet& active) {
  std::vector<TariffStep> steps;
  const auto left_by = [](const ActiveMeasure* pact) {
    return pact == nullptr ? 1.0 : 1.0 - pact->tariff_cut();
  };
  for (const ActiveMeasure& measure : active.in_tariffs)
    if (measure.measure().instrument == Instrument::tariff)
      steps.push_back({TariffStep::Kind::subtract, &measure});
  const auto scale = [&](const ActiveMeasure& pact, double now, double then) {
    // What a pact took away entirely cannot be put back.
    if (now != then && then > 1e-9) steps.push_back({TariffStep::Kind::scale, &pact, now / then});
  };
  for (const ActiveMeasure& measure : active.in_tariffs)
    if (measure.measure().instrument == Instrument::pact &&
        ActiveSet::find(active.now, measure.measure().id) == nullptr)
      scale(measure, 1.0, left_by(&measure));
  for (const ActiveMeasure& measure : active.now)
    if (measure.measure().instrument == Instrument::pact)
      scale(measure, left_by(&measure), left_by(ActiveSet::find(active.in_tariffs, measure.measure().id)));
  std::vector<const ActiveMeasure*> duties;
  std::vector<const ActiveMeasure*> quotas;
  for (const ActiveMeasure& measure : active.now) {
    const bool quota = measure.measure().instrument == Instrument::tariff_rate_quota;
    // The base tariffs hold what a quota of the base year did to them.
    if (measure.measure().instrument != Instrument::tariff && (!quota || active.embedded(measure))) continue;
    duties.push_back(&measure);
    if (quota && measure.measure().combine == Combine::replace) quotas.push_back(&measure);
  }
  std::vector<TariffStep> late;
  for (const ActiveMeasure* measure : duties) {
    if (measure->measure().combine != Combine::add) continue;
    std::vector<const ActiveMeasure*> earlier;
    for (const ActiveMeasure* quota : quotas)
      if (quota->since() <= measure->since()) earlier.push_back(quota);
    steps.push_back({TariffStep::Kind::add, measure, 1.0, earlier, false});
    if (!earlier.empty()) late.push_back({TariffStep::Kind::add, measure, 1.0, earlier, true});
  }
  for (const auto& [combine, kind] : {std::pair(Combine::max, TariffStep::Kind::max),
                                      std::pair(Combine::replace, TariffStep::Kind::replace)})
    for (const ActiveMeasure* measure : duties)
      if (measure->measure().combine == combine) steps.push_back({kind, measure});
  steps.insert(steps.end(), late.begin(), late.end());
  steps.push_back({TariffStep::Kind::floor});
  return steps;
}

}  // namespace leeway
