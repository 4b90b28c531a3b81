#include <algorithm>
#include <cmath>
#include <map>

#include "leeway/analysis/backtest.h"
#include "leeway/analysis/flows.h"
#include "leeway/base/elementary.h"

namespace leeway {

namespace {

/// Cells that come last by trade and make up this share of it are the least traded (Kehoe 2005; Kehoe and
/// Ruhl 2013 take a tenth).
constexpr double least_traded_share = 0.1;
constexpr std::size_t most_hit_sectors = 5;
/// Sectors in which the partner that was hit sold less than this share of what it sold are left out of ranks.
constexpr double least_of_hit = 0.005;

/// What sellers receive on goods of a sector between an economy and a partner.
double received(const Solution& solution, const std::vector<int>& lines, int importer, int exporter) {
  double sum = 0.0;
  for (const int l : lines) sum += solution.result.received(l, importer, exporter);
  return sum;
}

struct Cell {
  int partner = 0;
  double record_before = 0.0;
  double record_after = 0.0;
  double model_before = 0.0;
  double model_after = 0.0;
};

struct Sums {
  double record_before = 0.0;
  double record_after = 0.0;
  double model_before = 0.0;
  double model_after = 0.0;

  void add(const Cell& c) {
    record_before += c.record_before;
    record_after += c.record_after;
    model_before += c.model_before;
    model_after += c.model_after;
  }
  bool whole() const {
    return record_before > 0.0 && record_after > 0.0 && model_before > 0.0 && model_after > 0.0;
  }
};

double share_change(double after, double all_after, double before, double all_before) {
  return after / all_after - before / all_before;
}

class TradeReader {
 public:
  TradeReader(const World& world, const Solution& before, const Solution& after, const RecordedFlows& flows)
      : world_(world), flows_(flows) {
    own_ = economy(flows.economy);
    hit_ = economy(flows.hit);
    std::map<std::string, std::vector<int>> lines;
    for (const TradeRecord& row : flows.rows) {
      if (!lines.contains(row.sector)) {
        lines[row.sector] = world.resolve_goods(row.sector, flows.where);
        sectors_.push_back(row.sector);
      }
      const int partner = economy(row.partner);
      const int importer = flows.imports ? own_ : partner;
      const int exporter = flows.imports ? partner : own_;
      cells_[row.sector].push_back({partner, row.before, row.after,
                                    received(before, lines.at(row.sector), importer, exporter),
                                    received(after, lines.at(row.sector), importer, exporter)});
    }
  }

  /// Changes of a partner's share in a sector; `ends`, where asked for, of each sector's cells.
  std::vector<ScoredChange> cells(std::vector<std::size_t>* ends = nullptr) const {
    double trade = 0.0;
    for (const std::string& s : sectors_) trade += total(s).record_before;
    std::vector<ScoredChange> all;
    for (const std::string& s : sectors_) {
      const Sums sums = total(s);
      if (!sums.whole()) continue;
      for (const Cell& c : cells_.at(s))
        all.push_back({share_change(c.model_after, sums.model_after, c.model_before, sums.model_before),
                       share_change(c.record_after, sums.record_after, c.record_before, sums.record_before),
                       sums.record_before / trade, c.record_before, c.partner});
      if (ends != nullptr) ends->push_back(all.size());
    }
    return all;
  }

  TradeScore score_all() {
    TradeScore out;
    out.id = flows_.id;
    out.title = flows_.title;
    out.economy = flows_.economy;
    out.hit = flows_.hit;
    out.source = flows_.source;
    out.known = flows_.known.day;
    out.imports = flows_.imports;
    by_cell(out);
    by_partner(out);
    by_sector(out);
    return out;
  }

 private:
  int economy(const std::string& id) const {
    const std::vector<int> found = world_.resolve_economies(id, world_.tariff_date, flows_.where);
    if (found.size() != 1) throw InputError(flows_.where, "\"" + id + "\" is not one economy");
    return found.front();
  }
  Sums total(const std::string& sector) const {
    Sums sums;
    for (const Cell& c : cells_.at(sector)) sums.add(c);
    return sums;
  }

  void by_cell(TradeScore& out) const {
    std::vector<std::size_t> ends;
    std::vector<ScoredChange> all = cells(&ends);
    std::size_t first = 0;
    double trade = 0.0;
    for (const std::string& s : sectors_) trade += total(s).record_before;
    out.cells = score(all);
    double still = 0.0;
    for (const ScoredChange& c : all) still += c.weight * std::abs(c.record);
    for (const std::size_t last : ends) {
      double error = 0.0;
      for (std::size_t at = first; at < last; ++at)
        error += all[at].weight * std::abs(all[at].model - all[at].record) / still;
      out.error_by_sector.push_back(error);
      first = last;
    }
    std::stable_sort(all.begin(), all.end(), [](const ScoredChange& a, const ScoredChange& b) {
      return a.importance < b.importance;
    });
    double sum = 0.0;
    std::size_t least = 0;
    while (least < all.size() && sum + all[least].importance <= least_traded_share * trade)
      sum += all[least++].importance;
    all.resize(least);
    out.least_traded = score(all);
  }

  void by_partner(TradeScore& out) const {
    std::map<int, Cell> partners;
    Sums all;
    for (const std::string& s : sectors_)
      for (const Cell& c : cells_.at(s)) {
        Cell& p = partners[c.partner];
        p.record_before += c.record_before;
        p.record_after += c.record_after;
        p.model_before += c.model_before;
        p.model_after += c.model_after;
        all.add(c);
      }
    if (!all.whole()) return;
    std::vector<ScoredChange> changes;
    std::vector<ScoredChange> others;
    for (const auto& [partner, c] : partners) {
      const ScoredChange change = {
          share_change(c.model_after, all.model_after, c.model_before, all.model_before),
          share_change(c.record_after, all.record_after, c.record_before, all.record_before), 1.0,
          c.record_before, partner};
      changes.push_back(change);
      if (partner != hit_) others.push_back(change);
      const std::string& id = world_.economies[static_cast<std::size_t>(partner)].id;
      if (std::find(flows_.watch.begin(), flows_.watch.end(), id) != flows_.watch.end())
        out.watch.push_back({id, c.record_before / all.record_before, change.model, change.record});
    }
    const auto place = [&](const PartnerShare& p) {
      return std::find(flows_.watch.begin(), flows_.watch.end(), p.partner);
    };
    std::sort(out.watch.begin(), out.watch.end(),
              [&](const PartnerShare& a, const PartnerShare& b) { return place(a) < place(b); });
    out.partners = score(changes);
    out.others = score(others);
  }

  void by_sector(TradeScore& out) const {
    double trade = 0.0;
    for (const std::string& s : sectors_)
      for (const Cell& c : cells_.at(s))
        if (c.partner == hit_) trade += c.record_before;
    for (const std::string& s : sectors_) {
      const Sums sums = total(s);
      if (!sums.whole()) continue;
      for (const Cell& c : cells_.at(s)) {
        if (c.partner != hit_ || c.record_before <= least_of_hit * trade || c.model_before <= 0.0) continue;
        out.sectors.push_back(
            {s, c.record_before,
             c.model_after / sums.model_after / (c.model_before / sums.model_before) - 1.0,
             c.record_after / sums.record_after / (c.record_before / sums.record_before) - 1.0});
      }
    }
    std::stable_sort(out.sectors.begin(), out.sectors.end(),
                     [](const HitSector& a, const HitSector& b) { return a.record < b.record; });
    std::vector<double> model;
    std::vector<double> record;
    for (const HitSector& s : out.sectors) {
      model.push_back(s.model);
      record.push_back(s.record);
    }
    out.rank = rank_correlation(model, record);
    const std::size_t most = std::min(most_hit_sectors, out.sectors.size());
    std::vector<double> sorted = model;
    std::sort(sorted.begin(), sorted.end());
    for (std::size_t at = 0; at < most; ++at) out.most_hit += model[at] <= sorted[most - 1] ? 1 : 0;
    out.most_of = static_cast<int>(most);
  }

  const World& world_;
  const RecordedFlows& flows_;
  int own_ = 0;
  int hit_ = 0;
  std::vector<std::string> sectors_;
  std::map<std::string, std::vector<Cell>> cells_;
};

/// Percent.
double change(double from, double to) { return 100.0 * (to / from - 1.0); }

double import_share(const World& world, const Solution& solution, const FlowSet& flows) {
  double from = 0.0;
  double all = 0.0;
  for (const int l : flows.lines)
    for (const int n : flows.importers)
      for (int i = 0; i < world.economy_count(); ++i) {
        if (i == n) continue;
        const double value = solution.result.received(l, n, i);
        all += value;
        if (std::find(flows.exporters.begin(), flows.exporters.end(), i) != flows.exporters.end())
          from += value;
      }
  return from / all;
}

/// Goods under a duty that the base year did not have against the others, over the base year; nothing where
/// all or none are.
std::optional<double> targeted(const World& world, const Solution& after, const FlowSet& flows) {
  double hit_before = 0.0;
  double hit_after = 0.0;
  double free_before = 0.0;
  double free_after = 0.0;
  flows.for_each([&](int l, int n, int i) {
    const double base = world.flow(l, n, i);
    if (base <= 0.0) return;
    const CutRow* cut = after.policy->cut_row(l, n);
    if (cut == nullptr) {
      const bool hit = after.policy->wedge(world, l, n, i).tariff > world.tariff(l, n, i);
      (hit ? hit_before : free_before) += base;
      (hit ? hit_after : free_after) += after.result.received(l, n, i);
      return;
    }
    for (std::size_t c = 0; c < cut->classes.size(); ++c) {
      const ClassFlow one = cut->classes[c].of(world, l, n, i);
      const bool hit = one.wedge.tariff > one.base_tariff;
      (hit ? hit_before : free_before) += base * one.share;
      (hit ? hit_after : free_after) += after.result.received.of_class(l, n, i, static_cast<int>(c));
    }
  });
  if (!(hit_before > 0.0 && free_before > 0.0 && free_after > 0.0)) return {};
  return change(free_after / free_before, hit_after / hit_before);
}

/// One plus the slope of the seller's log price on the log of one plus the duty, over lines by trade: sellers
/// of one economy against each other, as event studies with effects of origin see it.
std::optional<double> pass_through(const World& world, const Solution& before, const Solution& after,
                                   const FlowSet& flows) {
  std::vector<ScoredChange> prices;
  flows.for_each([&](int l, int n, int i) {
    if (world.flow(l, n, i) <= 0.0) return;
    const int k = world.lines[static_cast<std::size_t>(l)].producer;
    const double duty = elementary::log((1.0 + after.policy->wedge(world, l, n, i).tariff) /
                                        (1.0 + before.policy->wedge(world, l, n, i).tariff));
    const double price = elementary::log(after.result.basic_price(i, k) / before.result.basic_price(i, k));
    prices.push_back({duty, price, world.flow(l, n, i), 1.0, l});
  });
  const std::optional<double> slope = score(prices).slope;
  if (!slope) return {};
  return 1.0 + *slope;
}

std::optional<double> figure(const World& world, const Solution& before, const Solution& after,
                             const RecordedFact& fact) {
  using What = RecordedFact::What;
  const FlowSet flows = flow_set(world, fact.goods, fact.exporter, fact.importer, fact.where);
  const auto both = [&](auto read) { return std::pair(read(before), read(after)); };
  switch (fact.what) {
    case What::import_share: {
      const auto [from, to] = both([&](const Solution& s) { return import_share(world, s, flows); });
      return 100.0 * (to - from);
    }
    case What::flow_value: {
      const auto [from, to] = both([&](const Solution& s) { return totals(world, s, flows).border_musd; });
      return change(from, to);
    }
    case What::flow_quantity: {
      const auto [from, to] = both([&](const Solution& s) { return totals(world, s, flows).quantity; });
      return change(from, to);
    }
    case What::unit_value: {
      const auto [from, to] = both([&](const Solution& s) {
        const FlowTotals t = totals(world, s, flows);
        return t.border_musd / t.quantity;
      });
      return change(from, to);
    }
    case What::targeted:
      return targeted(world, after, flows);
    case What::pass_through:
      return pass_through(world, before, after, flows);
    case What::units:
      return totals(world, after, flows).quantity * fact.years;
  }
  return {};
}

}  // namespace

std::optional<ErrorDifference> error_difference(const TradeScore& of, const TradeScore& against) {
  const std::size_t count = of.error_by_sector.size();
  if (count < 2 || count != against.error_by_sector.size()) return {};
  ErrorDifference out;
  for (std::size_t s = 0; s < count; ++s)
    out.difference += of.error_by_sector[s] - against.error_by_sector[s];
  const auto sectors = static_cast<double>(count);
  double spread = 0.0;
  for (std::size_t s = 0; s < count; ++s) {
    const double d = of.error_by_sector[s] - against.error_by_sector[s] - out.difference / sectors;
    spread += d * d;
  }
  out.standard_error = std::sqrt(sectors / (sectors - 1.0) * spread);
  return out;
}

std::vector<TradeScore> score_trade(const World& world, const Solution& before, const Solution& after,
                                    const Episode& episode) {
  std::vector<TradeScore> scores;
  for (const RecordedFlows& flows : episode.trade)
    scores.push_back(TradeReader(world, before, after, flows).score_all());
  return scores;
}

std::vector<ScoredChange> scored_cells(const World& world, const Solution& before, const Solution& after,
                                       const RecordedFlows& flows) {
  return TradeReader(world, before, after, flows).cells();
}

std::vector<FactScore> score_facts(const World& world, const Solution& before, const Solution& after,
                                   const Episode& episode) {
  std::vector<FactScore> scores;
  for (const RecordedFact& fact : episode.facts) scores.push_back({fact, figure(world, before, after, fact)});
  return scores;
}

}  // namespace leeway
