#include "leeway/policy/bound.h"

#include <algorithm>

#include <fmt/format.h>

#include "leeway/policy/names.h"
#include "leeway/policy/tariff_lines.h"
#include "leeway/policy/term_values.h"
#include "leeway/world/currency.h"

namespace leeway {

namespace {

std::vector<char> flags(const std::vector<int>& members, int count) {
  std::vector<char> set(static_cast<std::size_t>(count), 0);
  for (const int member : members) set[static_cast<std::size_t>(member)] = 1;
  return set;
}

std::vector<int> all_of(const World& world) {
  std::vector<int> all(world.economies.size());
  for (std::size_t n = 0; n < all.size(); ++n) all[n] = static_cast<int>(n);
  return all;
}

/// Names that a schedule or a coverage table may use for a line, nearest first.
std::vector<const std::string*> names_of_line(const World& world, int line) {
  static const std::string goods = "goods";
  static const std::string services = "services";
  static const std::string all = "*";
  const Line& it = world.lines[static_cast<std::size_t>(line)];
  const Sector& sector = world.sectors[static_cast<std::size_t>(it.composite)];
  std::vector<const std::string*> names = {&it.id, &sector.id};
  if (sector.parent >= 0) names.push_back(&world.sectors[static_cast<std::size_t>(sector.parent)].id);
  names.push_back(sector.goods ? &goods : &services);
  names.push_back(&all);
  return names;
}

using Sectors = std::map<std::string, std::vector<ScheduleStep>>;

/// What a schedule says of one partner under one of its names. The economy itself is nearer than its groups,
/// and those from the smallest are nearer than all.
struct PartnerRows {
  std::size_t size = 0;  ///< members of the group; 0: the economy itself
  const std::string* name = nullptr;
  const Sectors* sectors = nullptr;

  bool operator<(const PartnerRows& other) const {
    return std::tie(size, *name) < std::tie(other.size, *other.name);
  }
};

/// [economy] the rows of a schedule that speak of it, nearest first.
std::vector<std::vector<PartnerRows>> rows_by_partner(const World& world,
                                                      const std::map<std::string, Sectors>& rows, Date date) {
  constexpr std::size_t everyone = static_cast<std::size_t>(-1);
  std::vector<std::vector<PartnerRows>> found(world.economies.size());
  for (const auto& [name, sectors] : rows) {
    if (name == "*") {
      for (auto& list : found) list.push_back({everyone, &name, &sectors});
      continue;
    }
    if (const std::optional<int> n = world.find_economy(name))
      found[static_cast<std::size_t>(*n)].push_back({0, &name, &sectors});
    if (const Group* group = world.find_group(name))
      for (const Membership& member : group->members)
        if (is_member(member, date))
          found[static_cast<std::size_t>(member.economy)].push_back({group->members.size(), &name, &sectors});
  }
  for (auto& list : found) std::sort(list.begin(), list.end());
  return found;
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

bool holds(const std::vector<const BoundMeasure*>& list, const BoundMeasure* measure) {
  return std::find(list.begin(), list.end(), measure) != list.end();
}

/// The duty that a price floor stands in for; it need not act. Nothing where it names none.
std::shared_ptr<const Measure> replaced_by(const Ledger& ledger, const BoundSet& set, const Measure& floor) {
  const std::string& id = floor.terms.replaces;
  if (id.empty()) return nullptr;
  const Acting* acting = set.find(id);
  std::shared_ptr<const Measure> found = acting != nullptr
                                             ? acting->bound->chosen().measure
                                             : ledger.share(ledger.measure(id, floor.place("terms")));
  if (found->instrument != Instrument::tariff)
    throw InputError(floor.place("terms"),
                     fmt::format("measure \"{}\" replaces {}, of the instrument {}", floor.id, found->id,
                                 to_string(found->instrument)),
                     "a price floor stands in for a tariff");
  return found;
}

std::shared_ptr<const BoundMeasure> find(const std::vector<std::shared_ptr<const BoundMeasure>>& list,
                                         const std::string& id) {
  const auto found =
      std::find_if(list.begin(), list.end(), [&](const auto& it) { return it->measure().id == id; });
  return found == list.end() ? nullptr : *found;
}

bool earlier(const BoundMeasure& a, const BoundMeasure& b) {
  const Date since_a = a.since();
  const Date since_b = b.since();
  return std::tie(since_a, a.measure().id) < std::tie(since_b, b.measure().id);
}

/// Share of a list in a line by the nearest of its names; nothing of lines that it does not name.
double share_in(const World& world, const GoodsList::Shares& shares, int line) {
  for (const std::string* name : names_of_line(world, line))
    if (const auto found = shares.find(*name); found != shares.end()) return found->second;
  return 0.0;
}

}  // namespace

BoundList bound_list(const World& world, const Ledger& ledger, const GoodsList& list, Date date) {
  BoundList bound;
  bound.list = &list;
  for (const GoodsList* at = &list; !at->within.empty();) {
    at = &ledger.list(at->within, at->where);
    if (at == &list || std::find(bound.above.begin(), bound.above.end(), at) != bound.above.end())
      throw InputError(list.where, fmt::format("list \"{}\" lies within itself", list.id));
    bound.above.push_back(at);
  }
  const auto check = [&](const GoodsList::Shares& shares) {
    // A list serves worlds with and without a product.
    for (const auto& [goods, share] : shares)
      if (!is_product(goods) || world.find_line(goods)) world.resolve_goods(goods, list.where);
  };
  check(list.share);
  // The shares of each origin: its own name is nearer than its groups', and the smallest of those.
  std::vector<const GoodsList::Shares*> own(world.economies.size(), nullptr);
  std::vector<std::size_t> size(world.economies.size(), static_cast<std::size_t>(-1));
  for (const auto& [name, shares] : list.share_of) {
    check(shares);
    const std::vector<int> members = world.resolve_economies(name, date, list.where);
    const std::size_t nearness = world.find_economy(name) ? 0 : members.size();
    for (const int i : members)
      if (nearness < size[static_cast<std::size_t>(i)]) {
        size[static_cast<std::size_t>(i)] = nearness;
        own[static_cast<std::size_t>(i)] = &shares;
      }
  }
  bound.share = Array2(world.line_count(), world.economy_count());
  for (int l = 0; l < world.line_count(); ++l) {
    double given = 0.0;
    double sold = 0.0;
    double plain = 0.0;
    int count = 0;
    for (int i = 0; i < world.economy_count(); ++i) {
      if (own[static_cast<std::size_t>(i)] == nullptr) continue;
      const double share = share_in(world, *own[static_cast<std::size_t>(i)], l);
      for (int n = 0; n < world.economy_count(); ++n)
        if (n != i) {
          given += share * world.flow(l, n, i);
          sold += world.flow(l, n, i);
        }
      plain += share;
      ++count;
    }
    const double mean = sold > 0.0 ? given / sold : count > 0 ? plain / count : 0.0;
    bound.otherwise.push_back(list.share.empty() ? mean : share_in(world, list.share, l));
    for (int i = 0; i < world.economy_count(); ++i)
      bound.share(l, i) = own[static_cast<std::size_t>(i)] != nullptr
                              ? share_in(world, *own[static_cast<std::size_t>(i)], l)
                              : bound.otherwise.back();
  }
  return bound;
}

LineNames::LineNames(const World& world) {
  for (int line = 0; line < world.line_count(); ++line) {
    const std::vector<const std::string*> names = names_of_line(world, line);
    for (std::size_t rank = 0; rank < names.size(); ++rank)
      named_[*names[rank]].push_back({line, static_cast<int>(rank)});
  }
}

const std::vector<LineNames::Named>* LineNames::find(const std::string& name) const {
  const auto found = named_.find(name);
  return found == named_.end() ? nullptr : &found->second;
}

BoundMeasure::BoundMeasure(const World& world, const LineNames& names, const Ledger& ledger,
                           const Chosen& chosen)
    : chosen_(chosen) {
  const Measure& it = measure();
  by_ = economies_of(world, {it.by}, chosen_.date, it, "by");
  on_ = economies_of(world, it.on, chosen_.date, it, "on");
  const auto acts = [&](int n) { return std::find(by_.begin(), by_.end(), n) != by_.end(); };
  if (chosen_.reason == Reason::inlined && it.instrument != Instrument::pact &&
      it.instrument != Instrument::subsidy && !on_.empty() && std::all_of(on_.begin(), on_.end(), acts))
    throw InputError(it.place("on"), fmt::format("measure \"{}\" acts inside {} alone", it.id, it.by),
                     "no Measure acts on trade inside who acts; a subsidy does");
  everyone_ = std::find(it.on.begin(), it.on.end(), "*") != it.on.end();
  is_by_ = flags(by_, world.economy_count());
  is_on_ = flags(on_, world.economy_count());
  const bool exports = acts_on_exports(it.instrument);
  importers_ = it.instrument == Instrument::subsidy ? all_of(world) : exports ? on_ : by_;
  exporters_ = it.instrument == Instrument::subsidy || exports ? by_ : on_;
  if (std::any_of(it.goods.begin(), it.goods.end(), [](const auto& goods) { return is_tariff_line(goods); }))
    throw InputError(it.place("goods"), fmt::format("measure \"{}\" is on tariff lines", it.id),
                     "what a scenario writes and what is typed may be; a ledger names sectors and products");
  // A ledger serves worlds with and without a product; what a scenario writes itself must be there.
  lines_ = lines_of(world, it.goods, it, "goods", chosen_.reason == Reason::inlined ? nullptr : &absent_);
  if (!it.terms.exclude.empty()) {
    std::vector<std::string> ignored;
    const std::vector<int> excluded = lines_of(world, it.terms.exclude, it, "exclude", &ignored);
    std::erase_if(lines_,
                  [&](int line) { return std::binary_search(excluded.begin(), excluded.end(), line); });
  }
  touched_ = flags(lines_, world.line_count());
  bind_coverage(world);
  if (restricts(it)) bind_restriction(world);
  bind_lists(world, ledger);
  bind_amounts();
  if (yearly_payment_ > 0.0) yearly_payment_ *= exchange(world, currency_of(it.terms), it.place("terms"));
  bind_rates();
  if (!it.terms.schedule.empty()) bind_schedule(world, names, ledger);
}

std::vector<double> BoundMeasure::by_line(const World& world, double all,
                                          const std::map<std::string, double>& by_goods) const {
  std::vector<double> shares(world.lines.size(), 0.0);
  for (const auto& [goods, share] : by_goods) {
    std::vector<std::string> absent;
    const std::vector<int> named = lines_of(world, {goods}, measure(), "terms", &absent);
    if (absent.empty() && std::none_of(named.begin(), named.end(), [&](int l) { return touches(l); }))
      throw InputError(measure().place("terms"),
                       fmt::format("\"{}\" is not among the goods of the measure", goods),
                       fmt::format("its goods: {}", fmt::join(measure().goods, ", ")));
  }
  for (const int line : lines_) {
    double& share = shares[static_cast<std::size_t>(line)];
    if (by_goods.empty()) {
      share = all;
      continue;
    }
    for (const std::string* name : names_of_line(world, line)) {
      const auto found = by_goods.find(*name);
      if (found == by_goods.end()) continue;
      share = found->second;
      break;
    }
  }
  return shares;
}

void BoundMeasure::bind_coverage(const World& world) {
  coverage_ = by_line(world, measure().terms.coverage, measure().terms.coverage_by_goods);
}

void BoundMeasure::bind_restriction(const World& world) {
  const Terms& terms = measure().terms;
  double step = terms.steps.empty() ? 1.0 : rate_at(terms, chosen_.date);
  // As with rates: a threat tried before its day is taken at its full extent.
  if (chosen_.reason == Reason::used && measure().is_threat())
    for (const RateStep& other : terms.steps) step = std::max(step, other.rate);
  // Beside steps a table says what part of a step its goods bear.
  restriction_ = by_line(world, terms.steps.empty() ? terms.restriction : 1.0, terms.restriction_by_goods);
  for (double& share : restriction_) share *= step;
}

void BoundMeasure::bind_lists(const World& world, const Ledger& ledger) {
  const Terms& terms = measure().terms;
  const std::vector<std::string>& named = terms.covers.empty() ? terms.except : terms.covers;
  if (named.empty()) return;
  for (const std::string& id : named)
    lists_.push_back(bound_list(world, ledger, ledger.list(id, measure().place("terms")), chosen_.date));
  const bool covers = !terms.covers.empty();
  covered_ = Array2::filled({world.lines.size(), world.economies.size()}, covers ? 0.0 : 1.0);
  for (const BoundList& one : lists_) {
    // A list within another that is named too is counted there.
    const bool counted = std::any_of(one.above.begin(), one.above.end(), [&](const GoodsList* above) {
      return std::find(named.begin(), named.end(), above->id) != named.end();
    });
    if (counted) continue;
    for (std::size_t j = 0; j < covered_.size(); ++j)
      covered_.data()[j] += covers ? one.share.data()[j] : -one.share.data()[j];
  }
  if (!lists_overlap()) refuse_more_than_all(world);
  for (double& share : covered_) share = std::clamp(share, 0.0, 1.0);
}

bool BoundMeasure::lists_overlap() const {
  for (const BoundList& a : lists_)
    for (const BoundList& b : lists_)
      if (a.list != b.list && a.list->overlaps(*b.list)) return true;
  return false;
}

void BoundMeasure::refuse_more_than_all(const World& world) const {
  for (const int l : lines_)
    for (const int i : exporters_) {
      const double sum = covered_(l, i);
      if (sum > -1e-9 && sum < 1.0 + 1e-9) continue;
      std::vector<std::string> ids;
      for (const BoundList& one : lists_) ids.push_back(one.list->id);
      throw InputError(
          measure().place("terms"),
          fmt::format("the lists {} hold {:.4g}% of what {} sells of {}, more than all", fmt::join(ids, ", "),
                      100.0 * (measure().terms.covers.empty() ? 1.0 - sum : sum),
                      world.economies[static_cast<std::size_t>(i)].id,
                      world.lines[static_cast<std::size_t>(l)].id),
          "lists have no goods in common unless one is `within` another or `hs` codes show that they do");
    }
}

void BoundMeasure::bind_amounts() {
  const Measure& it = measure();
  const Terms& terms = it.terms;
  quota_ = quota_at(it, chosen_.date);
  if (it.instrument == Instrument::pact) {
    // A pact tried out before its day is judged by what it will be: fully phased in.
    const bool began = it.effective && *it.effective <= chosen_.date;
    const double phase = terms.phase_in <= 0.0 || !began
                             ? 1.0
                             : std::min(1.0, years_between(*it.effective, chosen_.date) / terms.phase_in);
    tariff_cut_ = terms.tariff_cut * phase * terms.utilisation;
    pact_cost_ = (1.0 - terms.barrier_cut * phase) * (1.0 + terms.origin_cost * terms.utilisation);
  }
  if (it.instrument == Instrument::transfer) {
    const bool paid_out = it.effective && *it.effective <= chosen_.date &&
                          years_between(*it.effective, chosen_.date) >= terms.years;
    yearly_payment_ = paid_out ? 0.0 : terms.amount / terms.years * terms.grant_share;
  }
}

void BoundMeasure::bind_rates() {
  const Measure& it = measure();
  rate_ = rate_at(it.terms, chosen_.date);
  // Nothing comes in at the lower rate of an empty quota.
  if (it.instrument == Instrument::tariff_rate_quota)
    rate_ = quota_.amount > 0.0 ? it.terms.in_quota : it.terms.over_quota;
  // A threat tried before its day is taken at its full rate, not at its first step.
  if (chosen_.reason == Reason::used && it.is_threat())
    for (const RateStep& step : it.terms.steps) rate_ = std::max(rate_, step.rate);
  rest_rate_ = rate_;
  for (const FirmGroup& firm : it.terms.firms)
    if (firm.rate) rate_ += *firm.share * (*firm.rate - rest_rate_);
}

void BoundMeasure::bind_schedule(const World& world, const LineNames& names, const Ledger& ledger) {
  const Measure& it = measure();
  const Schedule* schedule = it.terms.rates != nullptr ? nullptr : ledger.find_schedule(it.terms.schedule);
  if (schedule == nullptr && it.terms.rates == nullptr) {
    std::vector<std::string> known;
    for (const auto& [name, rows] : ledger.schedules()) known.push_back(name);
    throw InputError(it.place("terms"),
                     fmt::format("unknown schedule \"{}\" in measure \"{}\"", it.terms.schedule, it.id),
                     fmt::format("schedules: {}", fmt::join(known, ", ")));
  }
  const PartnerRates* rates = it.terms.rates.get();
  if (rates == nullptr)
    if (const auto rows = schedule->find(it.id); rows != schedule->end()) rates = &rows->second;
  if (rates == nullptr)
    throw InputError(it.place("terms"),
                     fmt::format("schedule \"{}\" has no row of measure \"{}\"", it.terms.schedule, it.id));
  schedule_ = Array2(world.line_count(), world.economy_count());
  schedule_alt_ = schedule_;
  scheduled_.assign(schedule_.size(), 0);
  covered_ = Array2::filled(schedule_.extents(), -1.0);
  const std::vector<std::vector<PartnerRows>> partners = rows_by_partner(world, *rates, chosen_.date);
  // Of the rows that speak of a line and a partner, the nearest partner's name decides, then the nearest
  // name of the line.
  std::vector<std::pair<int, const std::vector<ScheduleStep>*>> serves(world.lines.size());
  std::vector<char> taken(world.lines.size());
  for (const int exporter : on_) {
    std::fill(taken.begin(), taken.end(), 0);
    for (const PartnerRows& partner : partners[static_cast<std::size_t>(exporter)]) {
      std::fill(serves.begin(), serves.end(), std::pair(0, nullptr));
      for (const auto& [name, steps] : *partner.sectors)
        if (const std::vector<LineNames::Named>* lines = names.find(name))
          for (const auto& [line, rank] : *lines)
            if (auto& best = serves[static_cast<std::size_t>(line)];
                best.second == nullptr || rank < best.first)
              best = {rank, &steps};
      for (const int line : lines_) {
        const auto at = static_cast<std::size_t>(line);
        if (taken[at] != 0 || serves[at].second == nullptr) continue;
        taken[at] = 1;
        const auto step = serving_step(*serves[at].second, chosen_.rates_of, chosen_.reason);
        if (!step) continue;
        // Its rates are those of the whole flow; on the goods that are covered they are as much higher.
        const double by = it.terms.schedule_factor / step->covered.value_or(1.0);
        schedule_(line, exporter) = by * step->rate;
        schedule_alt_(line, exporter) = by * step->rate_alt.value_or(step->rate);
        covered_(line, exporter) = step->covered.value_or(-1.0);
        scheduled_[at * world.economies.size() + static_cast<std::size_t>(exporter)] = 1;
      }
    }
  }
  // A table of a scenario's own is on what it has rates for: a coverage cuts no other line.
  if (it.terms.rates == nullptr) return;
  std::erase_if(lines_, [&](int line) {
    return std::none_of(on_.begin(), on_.end(), [&](int exporter) { return states_rate(line, exporter); });
  });
  touched_ = flags(lines_, world.line_count());
}

bool BoundMeasure::acts_on(int importer, int exporter) const {
  if (importer == exporter) return false;
  const bool inside = is_by(importer) && is_by(exporter);
  switch (measure().instrument) {
    case Instrument::transfer:
      return false;
    case Instrument::subsidy:
      return is_by(exporter);
    case Instrument::pact:
      return !(inside && everyone_) &&
             ((is_by(importer) && is_on(exporter)) || (is_by(exporter) && is_on(importer)));
    default:
      break;
  }
  if (inside) return false;
  return acts_on_exports(measure().instrument) ? is_by(exporter) && is_on(importer)
                                               : is_by(importer) && is_on(exporter);
}

double BoundMeasure::coverage(int line, int exporter, const Part* part) const {
  if (part != nullptr && holds(part->covered_by, this)) return 1.0;
  if (part != nullptr && (holds(part->spared_by, this) || holds(part->relieved_of, this))) return 0.0;
  return coverage(line, exporter);
}

double BoundMeasure::rate(int line, int exporter, bool alternative, const StackView& view) const {
  if (view.over == this) return measure().terms.over_quota;
  if (!schedule_.empty()) return alternative ? schedule_alt_(line, exporter) : schedule_(line, exporter);
  if (view.part == nullptr || !view.part->by_firm || measure().terms.firms.empty()) return rate_;
  for (const FirmGroup& firm : measure().terms.firms)
    if (firm.rate && firm.name == view.part->firm) return *firm.rate;
  return rest_rate_;
}

bool Acting::is_unchanged() const {
  if (in_base == nullptr) return false;
  const auto same = [&](int line) { return bound->restriction(line) == in_base->restriction(line); };
  return bound->quota().amount == in_base->quota().amount && bound->quota().unit == in_base->quota().unit &&
         std::all_of(bound->lines().begin(), bound->lines().end(), same);
}

const Acting* BoundSet::find(const std::string& id) const {
  const auto found =
      std::find_if(now.begin(), now.end(), [&](const Acting& acting) { return acting.measure().id == id; });
  return found == now.end() ? nullptr : &*found;
}

void join(const World& world, const Ledger& ledger, BoundSet& set) {
  std::sort(set.now.begin(), set.now.end(),
            [](const Acting& a, const Acting& b) { return earlier(*a.bound, *b.bound); });
  std::optional<LineNames> names;
  for (Acting& acting : set.now) {
    const Measure& measure = acting.measure();
    acting = {acting.bound, find(set.in_base, measure.id), {}, {}, {}};
    acting.replaced = replaced_by(ledger, set, measure);
    if (acting.replaced == nullptr) continue;
    if (const Acting* duty = set.find(acting.replaced->id)) acting.relieved = duty->bound;
    if (measure.instrument != Instrument::price_floor || measure.terms.price > 0.0) continue;
    const Date date = acting.bound->chosen().date;
    if (!names) names.emplace(world);
    acting.duty = std::make_shared<const BoundMeasure>(
        world, *names, ledger, Chosen{acting.replaced, Status::in_force, Reason::used, date, date});
  }
}

BoundSet bind(const World& world, const Ledger& ledger, const Collection& collection, const BoundSet* like) {
  const LineNames names(world);
  // A Measure stands in one place of its ledger; one that was changed on the way stands elsewhere.
  std::unordered_multimap<const Measure*, std::shared_ptr<const BoundMeasure>> known;
  if (like != nullptr) {
    for (const Acting& acting : like->now) known.emplace(&acting.measure(), acting.bound);
    for (const auto& one : like->in_base) known.emplace(&one->measure(), one);
  }
  BoundSet set;
  const auto bound = [&](const Chosen& chosen) {
    const auto [first, last] = known.equal_range(chosen.measure.get());
    const auto same =
        std::find_if(first, last, [&](const auto& it) { return it.second->chosen() == chosen; });
    if (same != last) return same->second;
    return std::make_shared<const BoundMeasure>(world, names, ledger, chosen);
  };
  for (const Chosen& chosen : collection.in_base) set.in_base.push_back(bound(chosen));
  for (const Chosen& chosen : collection.now) set.now.push_back({bound(chosen), {}, {}, {}, {}});
  std::sort(set.in_base.begin(), set.in_base.end(),
            [](const auto& a, const auto& b) { return earlier(*a, *b); });
  join(world, ledger, set);
  return set;
}

}  // namespace leeway
