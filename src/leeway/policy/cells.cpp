#include "leeway/policy/cells.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace leeway {

namespace {

/// Flows that a Measure touches, each on first use from the base year's wedge; of a row in classes the goods
/// of each class are a flow of their own. A row is the buyers' choice of one line in one economy, among its
/// exporters.
class TouchedFlows {
 public:
  struct Flow {
    Wedge now;
    Wedge then{0.0};  ///< what Measures of the base year put on it, its tariff unused
  };

  TouchedFlows(const World& world, const Cuts& cuts)
      : world_(world),
        economies_(world.economies.size()),
        row_(world.lines.size() * world.economies.size(), -1),
        cut_(row_.size(), nullptr) {
    for (const auto& [place, row] : cuts.all()) cut_[index(place.first, place.second)] = row.get();
  }

  /// Calls `visit(flow, part)` for a flow, class by class; `part` is null where nothing cuts the row.
  template <class Visit>
  void at(int l, int n, int i, Visit visit) {
    const Cuts::Row* cut = cut_[index(l, n)];
    int& slot = slots(l, n)[static_cast<std::size_t>(i)];
    if (slot < 0) {
      slot = static_cast<int>(flows_.size());
      if (cut == nullptr)
        flows_.push_back({{world_.tariff(l, n, i)}, {0.0}});
      else
        for (const Cuts::Goods& goods : cut->classes)
          flows_.push_back({{goods.base_tariff[static_cast<std::size_t>(i)]}, {0.0}});
    }
    const auto first = static_cast<std::size_t>(slot);
    if (cut == nullptr) {
      visit(flows_[first], nullptr);
      return;
    }
    for (std::size_t a = 0; a < cut->classes.size(); ++a)
      visit(flows_[first + a], &cut->classes[a].whole.front());
  }
  Flow& of_class(int l, int n, int i, int goods) {
    at(l, n, i, [](Flow&, const Part*) {});
    const auto slot = static_cast<std::size_t>(slots(l, n)[static_cast<std::size_t>(i)] + goods);
    return flows_[slot];
  }
  bool holds(int l, int n, int i) const {
    const int row = row_[index(l, n)];
    return row >= 0 && slots_[static_cast<std::size_t>(row) * economies_ + static_cast<std::size_t>(i)] >= 0;
  }
  std::vector<Flow>& all() { return flows_; }

  /// Calls `visit(line, importer, exporters)` in their order; of the exporters that are touched, each with
  /// its flow, or the first of its classes.
  template <class Visit>
  void each_row(Visit visit) {
    std::vector<std::pair<int, Flow*>> exporters;
    for (std::size_t row = 0; row < row_.size(); ++row) {
      if (row_[row] < 0) continue;
      const int* slot = slots_.data() + static_cast<std::size_t>(row_[row]) * economies_;
      exporters.clear();
      for (std::size_t i = 0; i < economies_; ++i)
        if (slot[i] >= 0)
          exporters.emplace_back(static_cast<int>(i), &flows_[static_cast<std::size_t>(slot[i])]);
      visit(static_cast<int>(row / economies_), static_cast<int>(row % economies_), exporters);
    }
  }

 private:
  std::size_t index(int l, int n) const {
    return static_cast<std::size_t>(l) * economies_ + static_cast<std::size_t>(n);
  }
  int* slots(int l, int n) {
    int& row = row_[index(l, n)];
    if (row < 0) {
      row = static_cast<int>(slots_.size() / economies_);
      slots_.resize(slots_.size() + economies_, -1);
    }
    return slots_.data() + static_cast<std::size_t>(row) * economies_;
  }

  const World& world_;
  std::size_t economies_;
  std::vector<int> row_;               ///< [l][n] index of a row of slots, or -1
  std::vector<const Cuts::Row*> cut_;  ///< [l][n] null where nothing cuts it
  std::vector<int> slots_;             ///< [row][i] index of a flow, or -1
  std::vector<Flow> flows_;
};

/// Gives each economy its share of an amount by GDP.
void share_out(double amount, const std::vector<int>& members, const std::vector<double>& sizes,
               std::vector<double>& to) {
  double total = 0.0;
  for (const int n : members) total += sizes[static_cast<std::size_t>(n)];
  for (const int n : members) {
    const auto at = static_cast<std::size_t>(n);
    to[at] += total > 0.0 ? amount * sizes[at] / total : amount / static_cast<double>(members.size());
  }
}

/// One side of the comparison with the base year: what Measures put on flows, producers and treasuries.
struct Side {
  Wedge TouchedFlows::Flow::*wedge;
  Array2 subsidy;  ///< [n][k]
  std::vector<double> transfer;
};

/// Pays the producers of an economy: a producer as a whole where the Measure names all that it makes, else
/// each product on every sale, at home too, which comes to the same for the products it names.
void subsidise(const World& world, const BoundMeasure& bound, int by, TouchedFlows& flows, Side& side) {
  std::vector<bool> whole(world.producers.size(), true);
  for (int l = 0; l < world.line_count(); ++l)
    if (!bound.touches(l))
      whole[static_cast<std::size_t>(world.lines[static_cast<std::size_t>(l)].producer)] = false;
  std::vector<bool> paid(world.producers.size(), false);
  for (const int l : bound.lines()) {
    const int k = world.lines[static_cast<std::size_t>(l)].producer;
    const double rate = bound.rate(l, by, false);
    if (!whole[static_cast<std::size_t>(k)]) {
      for (int n = 0; n < world.economy_count(); ++n)
        flows.at(l, n, by,
                 [&](TouchedFlows::Flow& flow, const Part*) { (flow.*side.wedge).export_tax -= rate; });
    } else if (!paid[static_cast<std::size_t>(k)]) {
      side.subsidy(by, k) += rate;
      paid[static_cast<std::size_t>(k)] = true;
    }
  }
}

/// Puts all that is no tariff of a Measure on one side.
void put(const World& world, const BoundMeasure& bound, TouchedFlows& flows, Side& side) {
  const Terms& terms = bound.measure().terms;
  // Calls `change(wedge, covered)` for the flows on which `size` is not nothing.
  const auto on_covered = [&](double size, auto change) {
    if (size == 0.0) return;
    bound.each_flow([&](int l, int n, int i) {
      if (bound.coverage(l, i) == 0.0) return;
      flows.at(l, n, i, [&](TouchedFlows::Flow& flow, const Part* part) {
        if (const double covered = bound.coverage(l, i, part); covered != 0.0)
          change(flow.*side.wedge, covered);
      });
    });
  };
  const auto lose = [&](double Wedge::*what, double share) {
    on_covered(share, [&](Wedge& wedge, double covered) { wedge.*what *= 1.0 - covered * share; });
  };
  const auto tax = [&](double rate) {
    on_covered(rate, [&](Wedge& wedge, double covered) { wedge.export_tax += covered * rate; });
  };
  switch (bound.measure().instrument) {
    case Instrument::export_tax:
      tax(bound.rate(0, 0, false));
      break;
    case Instrument::import_ban:
    case Instrument::export_ban:
      if (!restricts(bound.measure())) lose(&Wedge::access, 1.0);
      break;
    case Instrument::boycott:
      lose(&Wedge::demand, terms.share);
      break;
    case Instrument::licence:
      tax(terms.levy);
      break;
    case Instrument::export_quota:
    case Instrument::import_quota:
      // An empty quota is a ban.
      if (bound.quota().amount <= 0.0) lose(&Wedge::access, 1.0);
      break;
    case Instrument::barrier:
      on_covered(terms.cost, [&](Wedge& wedge, double covered) { wedge.cost *= 1.0 + covered * terms.cost; });
      break;
    case Instrument::pact:
      if (bound.pact_cost() != 1.0)
        bound.each_flow([&](int l, int n, int i) {
          flows.at(l, n, i, [&](TouchedFlows::Flow& flow, const Part*) {
            (flow.*side.wedge).cost *= bound.pact_cost();
          });
        });
      break;
    case Instrument::subsidy:
      for (const int n : bound.by()) subsidise(world, bound, n, flows, side);
      break;
    case Instrument::transfer: {
      if (bound.by().empty() || bound.on().empty()) break;
      const std::vector<double> sizes = gdp(world);
      share_out(-bound.yearly_payment(), bound.by(), sizes, side.transfer);
      share_out(bound.yearly_payment(), bound.on(), sizes, side.transfer);
      break;
    }
    case Instrument::tariff:
    case Instrument::tariff_rate_quota:
    case Instrument::price_floor:
    case Instrument::purchase_commitment:
      break;
  }
}

/// Whether a step leaves the tariff of a flow as it is, so that the flow need not be touched for it.
bool is_idle(const TariffStep& step, const World& world, const TouchedFlows& flows, int l, int n, int i,
             bool alternative) {
  switch (step.kind) {
    case TariffStep::Kind::subtract:
    case TariffStep::Kind::add:
      return step.measure->contribution(l, i, alternative) == 0.0;
    case TariffStep::Kind::shift:
      return step.measure->coverage(l, i) == 0.0 ||
             step.measure->rate(l, i, alternative) == step.before->rate(l, i, alternative);
    case TariffStep::Kind::scale:
      return world.tariff(l, n, i) == 0.0 && !flows.holds(l, n, i);
    case TariffStep::Kind::replace:
      return !step.measure->states_rate(l, i) || step.measure->coverage(l, i) == 0.0;
    default:
      return step.measure->coverage(l, i) == 0.0;
  }
}

void set_tariffs(const Bound& in, TouchedFlows& flows, Policy& policy) {
  int floored = 0;
  for (const TariffStep& step : in.steps) {
    if (step.kind == TariffStep::Kind::floor) {
      for (TouchedFlows::Flow& flow : flows.all()) {
        if (flow.now.tariff < -1e-9) ++floored;
        flow.now.tariff = std::max(0.0, flow.now.tariff);
      }
      continue;
    }
    step.measure->each_flow([&](int l, int n, int i) {
      if (is_idle(step, in.world, flows, l, n, i, in.alternative)) return;
      if (!step.quotas.empty() && !step.acts(l, n, i)) return;
      flows.at(l, n, i, [&](TouchedFlows::Flow& flow, const Part* part) {
        flow.now.tariff = step.apply(flow.now.tariff, l, i, in.alternative, {part, nullptr});
      });
    });
  }
  if (floored > 0)
    policy.warnings.push_back(
        {PolicyNote::Kind::tariffs_floored, "", {}, {static_cast<double>(floored)}, {in.world.tariff_date}});
}

void warn_of_a_ban(const World& world, Policy& policy) {
  policy.warnings.push_back({PolicyNote::Kind::ban_ended, "", {}, {static_cast<double>(world.base_year)}});
}

void subtract_base_year(const World& world, TouchedFlows& flows, Policy& policy) {
  bool lost = false;
  for (auto& [now, then] : flows.all()) {
    if (then.export_tax != 0.0) now.export_tax = (1.0 + now.export_tax) / (1.0 + then.export_tax) - 1.0;
    now.cost /= then.cost;
    // A flow that was banned when it was measured cannot be scaled back up.
    for (double Wedge::*share : {&Wedge::access, &Wedge::demand}) {
      lost = lost || (then.*share <= LetThrough::nothing && now.*share > LetThrough::nothing);
      now.*share = then.*share > LetThrough::nothing ? now.*share / then.*share : 1.0;
    }
  }
  if (lost) warn_of_a_ban(world, policy);
}

/// What the end of a restriction does to demand, one number for each part of a flow.
double set_free(const LetThrough* flow) {
  return flow == nullptr || flow->none() ? 1.0 : std::max(1.0, flow->change());
}
double let_in(const LetThrough* flow) {
  return flow != nullptr && flow->none() && !flow->is_lost() ? 0.0 : 1.0;
}

/// Demand that restrictions of the base year held back comes free as they end: of a flow in parts the mean.
void free_demand(const Bound& in, TouchedFlows& flows, Policy& policy) {
  bool lost = false;
  FlowParts::Flow done{-1, -1, -1, -1};
  for (const auto& [key, flow] : in.restrictions.all()) {
    const auto [l, n, i, goods, p] = key;
    lost = lost || (flow.is_lost() && !flow.none());
    if (std::exchange(done, {l, n, i, goods}) == FlowParts::Flow{l, n, i, goods}) continue;
    Wedge& wedge = flows.of_class(l, n, i, goods).now;
    if (p < 0) {
      wedge.access *= let_in(&flow);
      wedge.demand *= set_free(&flow);
      continue;
    }
    const std::vector<Part>& parts = in.parts.of({l, n, i, goods});
    double mean = 0.0;
    for (std::size_t q = 0; q < parts.size(); ++q)
      mean += parts[q].share * set_free(in.restrictions.find({l, n, i, goods, static_cast<int>(q)}));
    wedge.demand *= mean;
  }
  if (lost) warn_of_a_ban(in.world, policy);
}

/// A change of taste is no loss of varieties: at unchanged prices of the base year the price index of the
/// row, or of its class, stays where it was, so that what is lost to one seller goes to the others.
void settle_demand(const Bound& in, TouchedFlows& flows) {
  const World& world = in.world;
  std::set<std::array<int, 3>> rows;
  flows.each_row([&](int l, int n, const std::vector<std::pair<int, TouchedFlows::Flow*>>& exporters) {
    for (int goods = 0; goods < in.cuts.classes(l, n); ++goods)
      for (const auto& exporter : exporters)
        if (exporter.second[goods].now.demand != 1.0) rows.insert({l, n, goods});
  });
  for (const auto& [l, n, goods] : rows) {
    double before = 0.0;
    double after = 0.0;
    for (int i = 0; i < world.economy_count(); ++i) {
      const double paid = in.cuts.share(l, n, i, goods) * world.flow(l, n, i) *
                          (1.0 + in.cuts.base_tariff(world, l, n, i, goods));
      before += paid;
      after += paid * (flows.holds(l, n, i) ? flows.of_class(l, n, i, goods).now.demand : 1.0);
    }
    if (!(after > 0.0)) continue;
    for (int i = 0; i < world.economy_count(); ++i) {
      if (!(world.flow(l, n, i) > 0.0)) continue;
      Wedge& wedge = flows.of_class(l, n, i, goods).now;
      // What nobody wants is as good as banned.
      if (wedge.demand <= LetThrough::nothing)
        wedge.access = 0.0, wedge.demand = 1.0;
      else
        wedge.demand *= before / after;
    }
  }
}

/// Flows in parts: each part's wedges, and their mean where one number must stand for the flow.
void set_parts(const Bound& in, TouchedFlows& flows, Policy& policy) {
  for (const auto& [flow, split] : in.parts.all()) {
    const auto [l, n, i, goods] = flow;
    const double base = in.cuts.base_tariff(in.world, l, n, i, goods);
    const std::vector<const TariffStep*> steps = steps_on(in.steps, l, n, i);
    Wedge& wedge = flows.of_class(l, n, i, goods).now;
    SplitFlow bundle{l, n, i, in.parts.substitution(l, n, i), {}, goods};
    double mean = 0.0;
    double demand = 0.0;
    const auto licences = [&, l = l, n = n, i = i, goods = goods, many = split.size() > 1](std::size_t p) {
      return in.restrictions.find({l, n, i, goods, many ? static_cast<int>(p) : -1});
    };
    if (split.size() > 1)
      for (std::size_t p = 0; p < split.size(); ++p) demand += split[p].share * set_free(licences(p));
    for (std::size_t p = 0; p < split.size(); ++p) {
      const Part& part = split[p];
      const double rate = stacked_tariff(base, steps, l, i, in.alternative, {&part, nullptr});
      mean += part.share * rate;
      if (split.size() > 1)
        bundle.parts.push_back({part.name, part.share, rate, wedge.export_tax, wedge.cost,
                                wedge.access * let_in(licences(p)),
                                wedge.demand * set_free(licences(p)) / demand});
    }
    wedge.tariff = mean;
    if (split.size() > 1 && in.world.flow(l, n, i) > 0.0 && in.cuts.share(l, n, i, goods) > 0.0)
      policy.split_flows.push_back(std::move(bundle));
  }
  std::sort(policy.split_flows.begin(), policy.split_flows.end(), [](const SplitFlow& a, const SplitFlow& b) {
    return std::tie(a.line, a.importer, a.exporter, a.goods) <
           std::tie(b.line, b.importer, b.exporter, b.goods);
  });
}

void check_subsidies(const World& world, int l, int n, int i, const Wedge& wedge) {
  if (wedge.export_tax > -1.0) return;
  throw InputError(fmt::format("subsidies to {} from {} sold to {} reach {:.4g}% of its price",
                               world.lines[static_cast<std::size_t>(l)].id,
                               world.economies[static_cast<std::size_t>(i)].id,
                               world.economies[static_cast<std::size_t>(n)].id, -100.0 * wedge.export_tax),
                   "they must stay below 100% together");
}

/// Whether what limits or splits a flow acts on a row, so that its classes are needed whatever their wedges.
bool is_limited(const BoundSet& set, int line, int importer) {
  return std::any_of(set.now.begin(), set.now.end(), [&](const Acting& acting) {
    const BoundMeasure& bound = *acting.bound;
    const bool limits = has_multiplier(bound.measure()) && !acting.is_unchanged();
    if (!limits && bound.measure().terms.firms.empty()) return false;
    if (!bound.touches(line)) return false;
    bool acts = false;
    bound.each_pair([&](int n, int) { acts = acts || n == importer; });
    return acts;
  });
}

/// The classes of a row with what Measures put on them. `moved` says whether a wedge is another than the base
/// year's.
CutRow classes_of(const World& world, const Cuts::Row& cut, int l, int n,
                  const std::vector<std::pair<int, TouchedFlows::Flow*>>& exporters, bool& moved) {
  CutRow row{l, n, {}};
  for (std::size_t a = 0; a < cut.classes.size(); ++a) {
    const Cuts::Goods& from = cut.classes[a];
    GoodsClass goods{from.whole.front().name, from.otherwise, {}};
    auto touched = exporters.begin();
    for (int i = 0; i < world.economy_count(); ++i) {
      const auto at = static_cast<std::size_t>(i);
      ClassFlow flow{i, from.share[at], from.base_tariff[at], {from.base_tariff[at]}};
      if (touched != exporters.end() && touched->first == i) flow.wedge = (touched++)->second[a].now;
      // What is lifted and put on again leaves no rounding.
      if (std::abs(flow.wedge.tariff - flow.base_tariff) < 1e-14) flow.wedge.tariff = flow.base_tariff;
      check_subsidies(world, l, n, i, flow.wedge);
      moved = moved || flow.wedge != Wedge{flow.base_tariff};
      const double tariff = world.tariff(l, n, i);
      if (flow != ClassFlow{i, from.otherwise, tariff, {tariff}}) goods.flows.push_back(flow);
    }
    row.classes.push_back(std::move(goods));
  }
  return row;
}

/// One wedge that stands for a flow in classes: the mean.
Wedge mean_of(const Cuts::Row& cut, int exporter, const TouchedFlows::Flow* flows, double base) {
  Wedge mean{0.0, 0.0, 0.0, 0.0, 0.0};
  for (std::size_t a = 0; a < cut.classes.size(); ++a) {
    const double share = cut.classes[a].share[static_cast<std::size_t>(exporter)];
    const Wedge& wedge = flows[a].now;
    mean.tariff += share * wedge.tariff;
    mean.export_tax += share * wedge.export_tax;
    mean.cost += share * wedge.cost;
    mean.access += share * wedge.access;
    mean.demand += share * wedge.demand;
  }
  if (std::abs(mean.tariff - base) < 1e-14) mean.tariff = base;
  for (double* one : {&mean.cost, &mean.access, &mean.demand})
    if (std::abs(*one - 1.0) < 1e-14) *one = 1.0;
  return mean;
}

void set_cells(const Bound& in, TouchedFlows& flows, Policy& policy) {
  const World& world = in.world;
  // A row that only limits cut has no flow that a wedge touches yet.
  for (const auto& [place, row] : in.cuts.all())
    flows.at(place.first, place.second, 0, [](TouchedFlows::Flow&, const Part*) {});
  flows.each_row([&](int l, int n, const std::vector<std::pair<int, TouchedFlows::Flow*>>& exporters) {
    const Cuts::Row* cut = in.cuts.find(l, n);
    if (cut == nullptr) {
      for (const auto& [i, flow] : exporters) {
        check_subsidies(world, l, n, i, flow->now);
        if (flow->now != Wedge{world.tariff(l, n, i)}) policy.cells.push_back({l, n, i, flow->now});
      }
      return;
    }
    bool moved = false;
    CutRow row = classes_of(world, *cut, l, n, exporters, moved);
    // Where all is as in the base year, the line as a whole comes to the same.
    if (!moved && !is_limited(in.set, l, n)) {
      in.cuts.join(l, n);
      return;
    }
    for (const auto& [i, flow] : exporters) {
      const double base = world.tariff(l, n, i);
      if (const Wedge mean = mean_of(*cut, i, flow, base); mean != Wedge{base})
        policy.cells.push_back({l, n, i, mean});
    }
    policy.cut_rows.push_back(std::move(row));
  });
}

void set_subsidies(const World& world, const Side& now, const Side& then, Policy& policy) {
  for (int n = 0; n < world.economy_count(); ++n)
    for (int k = 0; k < world.producer_count(); ++k) {
      const double before = then.subsidy(n, k);
      const double rate =
          before == 0.0 ? now.subsidy(n, k) : 1.0 - (1.0 - now.subsidy(n, k)) / (1.0 - before);
      if (rate >= 1.0)
        throw InputError(fmt::format("subsidies to {} in {} reach {}% of unit cost",
                                     world.producers[static_cast<std::size_t>(k)].id,
                                     world.economies[static_cast<std::size_t>(n)].id, 100.0 * rate),
                         "they must stay below 100% together");
      if (rate != 0.0) policy.subsidies.push_back({n, k, rate});
    }
}

}  // namespace

void resolve_cells(const Bound& in, Policy& policy) {
  const World& world = in.world;
  TouchedFlows flows(world, in.cuts);
  set_tariffs(in, flows, policy);
  const auto side = [&](Wedge TouchedFlows::Flow::*wedge) {
    return Side{wedge, Array2(world.economy_count(), world.producer_count()),
                std::vector<double>(world.economies.size(), 0.0)};
  };
  Side now = side(&TouchedFlows::Flow::now);
  Side then = side(&TouchedFlows::Flow::then);
  for (const Acting& acting : in.set.now) put(world, *acting.bound, flows, now);
  for (const auto& bound : in.set.in_base) put(world, *bound, flows, then);
  subtract_base_year(world, flows, policy);
  free_demand(in, flows, policy);
  settle_demand(in, flows);
  set_parts(in, flows, policy);
  set_cells(in, flows, policy);
  set_subsidies(world, now, then, policy);
  policy.transfer = std::move(now.transfer);
  for (std::size_t n = 0; n < policy.transfer.size(); ++n) policy.transfer[n] -= then.transfer[n];
}

}  // namespace leeway
