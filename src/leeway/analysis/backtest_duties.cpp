#include <algorithm>
#include <cmath>

#include "leeway/analysis/backtest.h"
#include "leeway/analysis/study.h"
#include "leeway/base/elementary.h"

namespace leeway {

namespace {

/// The duty whose effect stands for that of a small one.
constexpr double small_duty = 0.01;
/// The standard errors are those of many shocks.
constexpr std::size_t fewest_sectors = 10;

/// Who puts the duties of a record's sectors on whom.
struct DutiesOf {
  int importer = 0;
  int exporter = 0;
};

int one_economy(const World& world, const std::string& id, const Location& where) {
  const std::vector<int> found = world.resolve_economies(id, world.tariff_date, where);
  if (found.size() != 1) throw InputError(where, "\"" + id + "\" is not one economy");
  return found.front();
}

DutiesOf duties_of(const World& world, const RecordedFlows& flows) {
  const int own = one_economy(world, flows.economy, flows.where);
  const int hit = one_economy(world, flows.hit, flows.where);
  return flows.imports ? DutiesOf{own, hit} : DutiesOf{hit, own};
}

std::vector<std::string> sectors_of(const RecordedFlows& flows) {
  std::vector<std::string> sectors;
  for (const TradeRecord& row : flows.rows)
    if (std::find(sectors.begin(), sectors.end(), row.sector) == sectors.end()) sectors.push_back(row.sector);
  return sectors;
}

/// ln of (1 + duty) after over before, by base-year trade over the lines of the sector.
double shock(const World& world, const Policy& before, const Policy& after, const DutiesOf& of,
             const std::vector<int>& lines) {
  double trade = 0.0;
  double sum = 0.0;
  for (const int l : lines) {
    const double flow = world.flow(l, of.importer, of.exporter);
    trade += flow;
    sum += flow * elementary::log((1.0 + after.wedge(world, l, of.importer, of.exporter).tariff) /
                                  (1.0 + before.wedge(world, l, of.importer, of.exporter).tariff));
  }
  return trade > 0.0 ? sum / trade : 0.0;
}

bool duties_alone(const Policy& policy) {
  return std::all_of(policy.applied.begin(), policy.applied.end(), [](const AppliedMeasure& applied) {
    return applied.because == Reason::in_base_year || applied.measure->instrument == Instrument::tariff;
  });
}

Measure duty_on(const World& world, const std::string& sector, const DutiesOf& of, Date day) {
  Measure m;
  m.id = "SMALL-DUTY-" + sector;
  m.by = world.economies[static_cast<std::size_t>(of.importer)].id;
  m.on = {world.economies[static_cast<std::size_t>(of.exporter)].id};
  m.goods = {sector};
  m.terms.steps = {{{}, small_duty}};
  m.announced = day;
  m.effective = day;
  return m;
}

}  // namespace

DutyTests duty_tests(const World& world, const Ledger& ledger, const Episode& episode,
                     const std::shared_ptr<const Policy>& before, const std::shared_ptr<const Policy>& after,
                     const Options& options) {
  DutyTests out;
  out.of_trade.resize(episode.trade.size());
  if (episode.trade.empty() || !duties_alone(*after)) return out;
  // What duties can be added to: the policy of the base year as one that is resolved.
  Policy root = *before;
  if (episode.from_base) {
    PolicyOptions base;
    base.as_of = world.tariff_date;
    root = resolve_policy(world, ledger, base);
  }

  struct Shocked {
    std::size_t trade = 0;
    double shock = 0.0;
  };
  std::vector<Shocked> sectors;
  Study study(world);
  study.add({"before", before, options, {}, {}});
  study.add({"after", after, options, 0, {}});
  for (std::size_t t = 0; t < episode.trade.size(); ++t) {
    const RecordedFlows& flows = episode.trade[t];
    const DutiesOf of = duties_of(world, flows);
    std::vector<std::pair<std::string, double>> shocks;
    std::size_t changed = 0;
    for (const std::string& sector : sectors_of(flows)) {
      const double size = shock(world, *before, *after, of, world.resolve_goods(sector, flows.where));
      shocks.emplace_back(sector, size);
      changed += size != 0.0 ? 1 : 0;
    }
    if (changed < fewest_sectors) continue;
    for (const auto& [sector, size] : shocks) {
      const Policy one = with(world, root, duty_on(world, sector, of, root.as_of));
      study.add({"duty on " + sector, std::make_shared<const Policy>(one), options, 0, {}});
      sectors.push_back({t, size});
    }
  }
  if (sectors.empty()) return out;

  struct Kept {
    std::string id;
    std::vector<std::vector<ScoredChange>> cells;  ///< of each trade record that the case serves
  };
  const auto kept = study.run({}, [&](std::size_t at, const Outcome& outcome, const Outcome* start) {
    Kept k{outcome.verdict().id, {}};
    if (at == 0 || !outcome || start == nullptr || !start->certified()) return k;
    for (std::size_t t = 0; t < episode.trade.size(); ++t)
      if (at == 1 || sectors[at - 2].trade == t)
        k.cells.push_back(scored_cells(world, start->solution(), outcome.solution(), episode.trade[t]));
    return k;
  });
  std::vector<std::vector<Shift>> shifts(episode.trade.size());
  std::vector<bool> whole(episode.trade.size(), !kept[1]->cells.empty());
  for (std::size_t at = 0; at < kept.size(); ++at) {
    out.solves.push_back(kept[at]->id);
    if (at < 2) continue;
    const Shocked& sector = sectors[at - 2];
    if (kept[at]->cells.empty()) {
      whole[sector.trade] = false;
      continue;
    }
    Shift shift{sector.shock, {}};
    for (const ScoredChange& c : kept[at]->cells.front())
      shift.exposure.push_back(c.model / elementary::log(1.0 + small_duty));
    shifts[sector.trade].push_back(std::move(shift));
  }
  for (std::size_t t = 0; t < episode.trade.size(); ++t)
    if (whole[t]) out.of_trade[t] = shift_share_slope(kept[1]->cells[t], shifts[t]);
  return out;
}

}  // namespace leeway
