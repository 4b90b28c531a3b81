#include "leeway/analysis/comparison.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "leeway/base/elementary.h"
#include "leeway/base/error.h"
#include "leeway/base/suggest.h"
#include "leeway/policy/wedges.h"
#include "leeway/world/aliases.h"

namespace leeway {

namespace {

// Where the flows of each line and importer begin, and one past the end, of flows in the order of line,
// importer and exporter.
template <class Flow>
std::vector<std::size_t> first_of_rows(const World& world, const std::vector<Flow>& flows) {
  std::vector<std::size_t> first;
  std::size_t at = 0;
  for (int l = 0; l < world.line_count(); ++l)
    for (int n = 0; n < world.economy_count(); ++n) {
      first.push_back(at);
      while (at < flows.size() && flows[at].line == l && flows[at].importer == n) ++at;
    }
  first.push_back(at);
  return first;
}

// One side of a comparison: where buyers and sellers of two economies meet, line by line.
struct Side {
  Side(const World& of, const Solution& at)
      : world(of),
        result(at.result),
        policy(*at.policy),
        first_cell_(first_of_rows(of, policy.cells)),
        first_money_(first_of_rows(of, result.money)),
        first_class_money_(first_of_rows(of, result.class_money)) {}

  const World& world;
  const Result& result;
  const Policy& policy;

  int economies() const { return world.economy_count(); }

  // Of what n buys on a line, by origin: the value at its border, before its duty and the rents of its
  // licence holders, and the price of a shipped unit there against the base year. Costs of the border are no
  // one's price: they are left out, as in the decomposition of model.md 2.8.
  // Of `origins` alone where they are given; the other entries then mean nothing.
  void border(int l, int n, const std::vector<int>* origins, std::vector<double>& value,
              std::vector<double>& price) const {
    const int k = world.lines[static_cast<std::size_t>(l)].producer;
    std::vector<double>& trade = trade_;
    trade.resize(value.size());
    const double* tariff = world.tariff.row(l, n);
    const auto set = [&](std::size_t i) {
      value[i] = trade[i] / (1.0 + tariff[i]);
      price[i] = result.basic_price(i, k);
    };
    if (origins == nullptr) {
      result.trade.row(l, n, trade);
      for (std::size_t i = 0; i < value.size(); ++i) set(i);
    } else {
      for (const int i : *origins) {
        trade[static_cast<std::size_t>(i)] = result.trade(l, n, i);
        set(static_cast<std::size_t>(i));
      }
    }
    each_of(policy.cells, first_cell_, l, n, [&](const PolicyCell& cell) {
      const auto i = static_cast<std::size_t>(cell.exporter);
      value[i] = trade[i] / (1.0 + cell.wedge.tariff);
      price[i] *= 1.0 + cell.wedge.export_tax;
    });
    const auto told = [&](const FlowMoney& money) {
      const auto i = static_cast<std::size_t>(money.exporter);
      value[i] = money.seller + money.export_tax + money.exporter_rent;
      if (money.seller > 0.0)
        price[i] = result.basic_price(i, k) * (1.0 + (money.export_tax + money.exporter_rent) / money.seller);
    };
    each_of(result.money, first_money_, l, n, told);
    each_of(result.class_money, first_class_money_, l, n, told);
  }

 private:
  std::vector<std::size_t> first_cell_;
  std::vector<std::size_t> first_money_;
  std::vector<std::size_t> first_class_money_;
  mutable std::vector<double> trade_;

  template <class Flow, class Visit>
  void each_of(const std::vector<Flow>& flows, const std::vector<std::size_t>& first, int l, int n,
               Visit visit) const {
    const auto row = static_cast<std::size_t>(l * economies() + n);
    for (std::size_t at = first[row]; at < first[row + 1]; ++at) visit(flows[at]);
  }
};

double percent(double from, double to) { return from != 0.0 ? 100.0 * (to / from - 1.0) : 0.0; }

// A bundle valued at the prices of both sides, for Fisher indices.
struct Bundle {
  double from = 0.0;        // p0 q0
  double to = 0.0;          // p1 q1
  double from_at_to = 0.0;  // p1 q0
  double to_at_from = 0.0;  // p0 q1

  void add(double value_from, double price_from, double value_to, double price_to) {
    from += value_from;
    to += value_to;
    from_at_to += value_from * price_to / price_from;
    to_at_from += value_to * price_from / price_to;
  }
  Bundle& operator+=(const Bundle& b) {
    from += b.from, to += b.to, from_at_to += b.from_at_to, to_at_from += b.to_at_from;
    return *this;
  }
  // 1 where there is nothing on one of the sides, so that an index over it has no say.
  double fisher_price() const {
    return from > 0.0 && to > 0.0 ? std::sqrt((from_at_to / from) * (to / to_at_from)) : 1.0;
  }
  double fisher_volume() const {
    return from > 0.0 && from_at_to > 0.0 ? std::sqrt((to_at_from / from) * (to / from_at_to)) : 1.0;
  }
  double volume_change() const { return from * (fisher_volume() - 1.0); }
};

struct Trade {
  Bundle exports;
  Bundle imports;
};

// What each economy buys of each other, all lines together.
class Trades {
 public:
  // Of `members` with everyone; what others trade among themselves is left at zero.
  Trades(const Side& from, const Side& to, const std::vector<int>& members)
      : economies_(static_cast<std::size_t>(from.economies())), bought_(economies_ * economies_) {
    const std::vector<char> inside = mask(members);
    std::vector<double> value_from(economies_), price_from(economies_), value_to(economies_),
        price_to(economies_);
    for (int l = 0; l < from.world.line_count(); ++l)
      for (int n = 0; n < from.economies(); ++n) {
        const bool all = inside[static_cast<std::size_t>(n)] != 0;
        from.border(l, n, all ? nullptr : &members, value_from, price_from);
        to.border(l, n, all ? nullptr : &members, value_to, price_to);
        Bundle* row = &bought_[static_cast<std::size_t>(n) * economies_];
        const auto add = [&](std::size_t i) {
          row[i].add(value_from[i], price_from[i], value_to[i], price_to[i]);
        };
        if (all)
          for (std::size_t i = 0; i < economies_; ++i) add(i);
        else
          for (int i : members) add(static_cast<std::size_t>(i));
      }
  }

  const Bundle& bought(int n, int i) const {
    return bought_[static_cast<std::size_t>(n) * economies_ + static_cast<std::size_t>(i)];
  }
  // Of economies taken as one: trade among them is left out.
  Trade outside(const std::vector<int>& members) const {
    const std::vector<char> inside = mask(members);
    Trade trade;
    for (int member : members)
      for (int other = 0; other < static_cast<int>(economies_); ++other) {
        if (inside[static_cast<std::size_t>(other)]) continue;
        trade.exports += bought(other, member);
        trade.imports += bought(member, other);
      }
    return trade;
  }

 private:
  std::vector<char> mask(const std::vector<int>& members) const {
    std::vector<char> inside(economies_, 0);
    for (int n : members) inside[static_cast<std::size_t>(n)] = 1;
    return inside;
  }

  std::size_t economies_;
  std::vector<Bundle> bought_;  // [n][i]
};

constexpr std::array kTrade = {&EconomyChange::exports_from_musd, &EconomyChange::imports_from_musd,
                               &EconomyChange::exports_to_musd,   &EconomyChange::imports_to_musd,
                               &EconomyChange::exports_musd,      &EconomyChange::imports_musd,
                               &EconomyChange::exports_pct,       &EconomyChange::imports_pct};

// All but the figures of trade, which are not numbers.
EconomyChange incomes_of(const Solution& from, const Solution& to, const std::vector<int>& members) {
  EconomyChange c;
  const Result& a = from.result;
  const Result& b = to.result;
  double welfare_from = 0.0;
  double ev = 0.0;
  double labour = 0.0;
  double real_labour = 0.0;
  double spending = 0.0;
  double spending_at_to = 0.0;
  for (int member : members) {
    const auto n = static_cast<std::size_t>(member);
    const double base = a.base_income[n];
    welfare_from += base * elementary::exp(a.log_welfare[n]);
    ev += base * (elementary::exp(b.log_welfare[n]) - elementary::exp(a.log_welfare[n]));
    labour += a.factor_income[n];
    real_labour += a.factor_income[n] * (b.wage[n] / a.wage[n]) / (b.consumer_price[n] / a.consumer_price[n]);
    spending += a.income[n];
    spending_at_to += a.income[n] * b.consumer_price[n] / a.consumer_price[n];
    c.tariff_revenue_musd += b.tariff_revenue[n] - a.tariff_revenue[n];
    c.export_tax_musd += b.export_revenue[n] - a.export_revenue[n];
    c.importer_rents_musd += b.importer_rents[n] - a.importer_rents[n];
    c.exporter_rents_musd += b.exporter_rents[n] - a.exporter_rents[n];
    c.transfer_musd += b.transfer[n] - a.transfer[n];
  }
  c.ev_musd = welfare_at(to.horizon, ev);
  c.real_income_pct = welfare_at(to.horizon, 100.0 * ev / welfare_from);
  c.real_wage_pct = welfare_at(to.horizon, percent(labour, real_labour));
  c.consumer_price_pct = percent(spending, spending_at_to);
  constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  for (double EconomyChange::*figure : kTrade) c.*figure = unknown;
  c.terms_of_trade_pct = welfare_at(to.horizon, unknown);
  return c;
}

EconomyChange change_of(const Solution& from, const Solution& to, const Trades& trades,
                        const std::vector<int>& members) {
  EconomyChange c = incomes_of(from, to, members);
  const Trade trade = trades.outside(members);
  c.exports_from_musd = trade.exports.from;
  c.imports_from_musd = trade.imports.from;
  c.exports_to_musd = trade.exports.to;
  c.imports_to_musd = trade.imports.to;
  c.exports_musd = trade.exports.volume_change();
  c.imports_musd = trade.imports.volume_change();
  c.exports_pct = percent(1.0, trade.exports.fisher_volume());
  c.imports_pct = percent(1.0, trade.imports.fisher_volume());
  c.terms_of_trade_pct =
      welfare_at(to.horizon, percent(trade.imports.fisher_price(), trade.exports.fisher_price()));
  return c;
}

PairChange pair_of(const Trades& trades, int exporter, int importer) {
  const Bundle& trade = trades.bought(importer, exporter);
  return {exporter, importer, trade.from, trade.volume_change(), percent(1.0, trade.fisher_volume())};
}

Date end_of_base_year(const World& world) { return make_date(world.base_year, 12, 31); }

// Every economy and every group that has members, as `change(members)` finds them.
template <class Change>
void put_changes(const World& world, Change change, Comparison& comparison) {
  for (int n = 0; n < world.economy_count(); ++n) {
    const Economy& economy = world.economies[static_cast<std::size_t>(n)];
    EconomyChange& c = comparison.economies.emplace_back(change(std::vector{n}));
    c.id = economy.id;
    c.name = economy.name;
  }
  for (const Group& group : world.groups) {
    std::vector<int> members;
    for (const Membership& member : group.members)
      if ((!member.from || *member.from <= end_of_base_year(world)) &&
          (!member.to || end_of_base_year(world) < *member.to))
        members.push_back(member.economy);
    if (members.empty()) continue;
    EconomyChange& c = comparison.groups.emplace_back(change(members));
    c.id = group.id;
    c.name = group.name;
    c.group = true;
  }
}

}  // namespace

void take_trade(const EconomyChange& from, EconomyChange& to) {
  for (double EconomyChange::*figure : kTrade) to.*figure = from.*figure;
  to.terms_of_trade_pct = from.terms_of_trade_pct;
}

std::vector<int> members_of(const World& world, const std::string& economy_or_group) {
  return world.resolve_economies(economy_or_group, end_of_base_year(world), Location{});
}

std::string name_of(const World& world, const std::string& economy_or_group) {
  if (const auto n = world.find_economy(economy_or_group))
    return world.economies[static_cast<std::size_t>(*n)].name;
  if (const Group* group = world.find_group(economy_or_group)) return group->name;
  if (const auto called = economy_called(world, economy_or_group)) return name_of(world, *called);
  return economy_or_group;
}

EconomyChange compare_set(const World& world, const std::vector<int>& members, const Solution& from,
                          const Solution& to) {
  const Side a{world, from};
  const Side b{world, to};
  return change_of(from, to, Trades(a, b, members), members);
}

namespace {

// Sums over producers and members. Volumes are at the prices of `from`, so that they add.
struct ProducerSums {
  double output = 0.0, volume = 0.0, buys = 0.0, labour = 0.0;

  ProducerSums(const std::vector<int>& producers, const std::vector<int>& members, const Result& r,
               const Result& from) {
    for (int k : producers)
      for (int n : members) {
        const auto at = static_cast<std::size_t>(n);
        output += r.output(n, k);
        volume += r.output(n, k) / r.basic_price(n, k) * from.basic_price(n, k);
        buys += r.value_added(n, k) / r.consumer_price[at] * from.consumer_price[at];
        labour += r.value_added(n, k) / r.wage[at];
      }
  }
};

SectorChange change_between(const ProducerSums& a, const ProducerSums& b, const std::vector<int>& members,
                            const std::optional<double>& horizon) {
  SectorChange c;
  c.economy = members.size() == 1 ? members.front() : -1;
  c.sector = -1;
  c.output_from_musd = a.output;
  c.output_nominal_pct = percent(a.output, b.output);
  c.output_pct = percent(a.volume, b.volume);
  c.output_musd = b.volume - a.volume;
  c.value_added_real_pct = welfare_at(horizon, percent(a.buys, b.buys));
  c.value_added_musd = welfare_at(horizon, b.buys - a.buys);
  c.employment_pct = percent(a.labour, b.labour);
  return c;
}

}  // namespace

SectorChange compare_producers(const std::vector<int>& producers, const std::vector<int>& members,
                               const Solution& from, const Solution& to) {
  return change_between({producers, members, from.result, from.result},
                        {producers, members, to.result, from.result}, members, to.horizon);
}

std::vector<int> producers_of_lines(const World& world, const std::vector<int>& lines) {
  std::vector<int> found;
  for (int l : lines) found.push_back(world.lines[static_cast<std::size_t>(l)].producer);
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

std::vector<SectorChange> compare_sectors(const World& world, const std::vector<int>& members,
                                          const Solution& before, const Solution& after) {
  const Result& from = before.result;
  const Result& to = after.result;
  std::vector<SectorChange> changes;
  std::vector<double> labour_from;
  std::vector<double> labour_to;
  double total_from = 0.0;
  double total_to = 0.0;
  for (int j = 0; j < world.sector_count(); ++j) {
    const std::vector<int> producers = producers_of(world, j);
    const ProducerSums a(producers, members, from, from);
    const ProducerSums b(producers, members, to, from);
    changes.push_back(change_between(a, b, members, after.horizon));
    changes.back().sector = j;
    labour_from.push_back(a.labour);
    labour_to.push_back(b.labour);
    total_from += a.labour;
    total_to += b.labour;
  }
  for (std::size_t j = 0; j < changes.size(); ++j)
    changes[j].employment_pp = 100.0 * (labour_to[j] / total_to - labour_from[j] / total_from);
  return changes;
}

Comparison compare(const World& world, const Solution& from, const Solution& to) {
  const Side a{world, from};
  const Side b{world, to};
  std::vector<int> everyone(world.economies.size());
  std::iota(everyone.begin(), everyone.end(), 0);
  const Trades trades(a, b, everyone);
  Comparison comparison;
  comparison.from_run_id = from.id;
  comparison.to_run_id = to.id;
  for (const Sector& sector : world.sectors) comparison.sector_ids.push_back(sector.id);
  put_changes(
      world, [&](const std::vector<int>& members) { return change_of(from, to, trades, members); },
      comparison);
  const int N = world.economy_count();
  for (int n = 0; n < N; ++n)
    for (const SectorChange& sector : compare_sectors(world, {n}, from, to))
      comparison.sectors.push_back(sector);
  for (int i = 0; i < N; ++i)
    for (int n = 0; n < N; ++n)
      if (n != i) comparison.pairs.push_back(pair_of(trades, i, n));
  return comparison;
}

Comparison compare_incomes(const World& world, const Solution& from, const Solution& to) {
  Comparison comparison;
  comparison.from_run_id = from.id;
  comparison.to_run_id = to.id;
  put_changes(
      world, [&](const std::vector<int>& members) { return incomes_of(from, to, members); }, comparison);
  return comparison;
}

const EconomyChange& Comparison::operator[](std::string_view id) const {
  std::vector<std::string> known;
  for (const std::vector<EconomyChange>* all : {&economies, &groups})
    for (const EconomyChange& change : *all) {
      if (change.id == id) return change;
      known.push_back(change.id);
    }
  throw InputError("unknown economy \"" + std::string(id) + "\"", did_you_mean(id, known));
}

const SectorChange& Comparison::sector(std::string_view economy, std::string_view sector) const {
  const auto n = std::find_if(economies.begin(), economies.end(),
                              [&](const EconomyChange& change) { return change.id == economy; });
  if (n == economies.end()) {
    std::vector<std::string> known;
    for (const EconomyChange& change : economies) known.push_back(change.id);
    throw InputError("unknown economy \"" + std::string(economy) + "\"", did_you_mean(economy, known));
  }
  const auto s = std::find(sector_ids.begin(), sector_ids.end(), sector);
  if (s == sector_ids.end())
    throw InputError("unknown sector \"" + std::string(sector) + "\"", did_you_mean(sector, sector_ids));
  return sectors[static_cast<std::size_t>(n - economies.begin()) * sector_ids.size() +
                 static_cast<std::size_t>(s - sector_ids.begin())];
}

double average_tariff(const World& world, const Policy& policy, const std::vector<int>& importers,
                      const std::vector<int>& exporters) {
  const WedgeView wedges(world, policy);
  double trade = 0.0;
  double duty = 0.0;
  for (int l = 0; l < world.line_count(); ++l) {
    if (!world.sectors[static_cast<std::size_t>(world.lines[static_cast<std::size_t>(l)].composite)].goods)
      continue;
    for (int n : importers)
      for (int i : exporters) {
        if (n == i) continue;
        trade += world.flow(l, n, i);
        duty += world.flow(l, n, i) * wedges(l, n, i).tariff;
      }
  }
  return trade > 0.0 ? duty / trade : 0.0;
}

}  // namespace leeway
