#include "leeway/analysis/decomposition.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "leeway/base/elementary.h"
#include "leeway/model/model_impl.h"
#include "leeway/policy/wedges.h"

namespace leeway {

namespace {

// The policy at a share s of the way: log wedges, market access and transfers move in proportion.
Policy between(const World& world, const Policy& from, const Policy& to, double s) {
  if (s == 0.0) return from;
  if (s == 1.0) return to;
  Policy p = from;
  p.cells.clear();
  const auto blend = [s](double a, double b) { return (1.0 - s) * a + s * b; };
  const auto blend_log = [s](double a, double b) {
    return elementary::pow(a, 1.0 - s) * elementary::pow(b, s);
  };
  each_cell_of_either(world, from, to, [&](int l, int n, int i, const Wedge& a, const Wedge& b) {
    // Access in levels, so that the path to a ban is finite.
    p.cells.push_back({l,
                       n,
                       i,
                       {blend_log(1.0 + a.tariff, 1.0 + b.tariff) - 1.0,
                        blend_log(1.0 + a.export_tax, 1.0 + b.export_tax) - 1.0, blend_log(a.cost, b.cost),
                        blend(a.access, b.access), blend(a.demand, b.demand)}});
  });
  for (const auto* side : {&from, &to})
    for (const auto& [n, k, rate] : side->subsidies)
      p.set_subsidy(n, k, 1.0 - blend_log(1.0 - from.subsidy(n, k), 1.0 - to.subsidy(n, k)));
  for (std::size_t n = 0; n < p.transfer.size(); ++n) p.transfer[n] = blend(from.transfer[n], to.transfer[n]);
  return p;
}

struct Point {
  Policy policy;
  DenseWedges wedges;
  std::shared_ptr<const Result> levels;
  Array3 trade;       // [l][n][i] user values
  Array3 per_access;  // [l][n][i] user value of a flow per unit of market access, also where that is zero

  double basic(int l, int i, const Shares& b) const {
    return levels->basic_price(i, b.producer[static_cast<std::size_t>(l)]);
  }
  double shipped_price(int l, int n, int i, const Shares& b) const {
    return basic(l, i, b) * (1.0 + wedges.export_tax(l, n, i));
  }
  // Arrived and shipped quantities, at base-year basic prices.
  double arrived(int l, int n, int i, const Shares& b) const {
    return trade(l, n, i) /
           (shipped_price(l, n, i, b) * wedges.cost(l, n, i) * (1.0 + wedges.tariff(l, n, i)));
  }
  double shipped(int l, int n, int i, const Shares& b) const {
    return arrived(l, n, i, b) * wedges.cost(l, n, i);
  }
  /// What access and demand leave of a flow at given prices.
  double wanted(int l, int n, int i) const { return wedges.access(l, n, i) * wedges.demand(l, n, i); }
  double border_value(int l, int n, int i) const { return trade(l, n, i) / (1.0 + wedges.tariff(l, n, i)); }
};

bool access_differs(const World& world, const Policy& a, const Policy& b) {
  bool differs = false;
  each_cell_of_either(world, a, b, [&](int, int, int, const Wedge& x, const Wedge& y) {
    differs = differs || x.access != y.access || x.demand != y.demand;
  });
  return differs;
}

// What a flow would be worth per unit of access: read off another flow of its row where access is zero.
Array3 value_per_access(const Model::Impl& impl, const Point& point) {
  const Calibration& c = impl.calibration;
  const Shares& b = *c.shares;
  Array3 out(b.lines, b.economies, b.economies);
  for (int l = 0; l < b.lines; ++l)
    for (int n = 0; n < b.economies; ++n) {
      const auto weight = [&](int i) {
        const double user = point.shipped_price(l, n, i, b) * point.wedges.cost(l, n, i) *
                            (1.0 + point.wedges.tariff(l, n, i)) / (1.0 + impl.world.tariff(l, n, i));
        return b.pi0(l, n, i) * elementary::pow(user, -c.theta[static_cast<std::size_t>(l)]);
      };
      int best = 0;
      for (int i = 1; i < b.economies; ++i)
        if (point.trade(l, n, i) > point.trade(l, n, best)) best = i;
      const double value = point.trade(l, n, best);
      if (!(value > 0.0)) continue;
      const double scale = value / (weight(best) * point.wanted(l, n, best));
      for (int i = 0; i < b.economies; ++i)
        if (b.pi0(l, n, i) > 0.0) out(l, n, i) = scale * weight(i);
    }
  return out;
}

// One trapezoid step: adds to `d` the marginal changes between two points, each weighted by the mean of
// its coefficient at both ends. Prices times changes of quantity serve also where a quantity is zero.
void add_step(const Model::Impl& impl, const Point& a, const Point& b, double weight,
              WelfareDecomposition& d) {
  const Calibration& c = impl.calibration;
  const Shares& base = *c.shares;
  const DenseWedges& wa = a.wedges;
  const DenseWedges& wb = b.wedges;
  const auto at = [](int n) { return static_cast<std::size_t>(n); };
  // Most flows differ by their seller's basic price alone, whose logs are few.
  Array2 log_basic(a.levels->basic_price.extent(0), a.levels->basic_price.extent(1));
  for (std::size_t k = 0; k < log_basic.size(); ++k)
    log_basic.data()[k] = elementary::log(b.levels->basic_price.data()[k] / a.levels->basic_price.data()[k]);
  for (int l = 0; l < base.lines; ++l)
    for (int n = 0; n < base.economies; ++n)
      for (int i = 0; i < base.economies; ++i) {
        const double Ia = a.levels->income[at(n)];
        const double Ib = b.levels->income[at(n)];
        const double Ea = a.levels->income[at(i)];
        const double Eb = b.levels->income[at(i)];
        const auto mean = [&](double x, double y) { return 0.5 * weight * (x / Ia + y / Ib); };
        const auto exporter_mean = [&](double x, double y) { return 0.5 * weight * (x / Ea + y / Eb); };
        const double border_a = a.border_value(l, n, i);
        const double border_b = b.border_value(l, n, i);
        if (wb.cost(l, n, i) != wa.cost(l, n, i))
          d.resource_cost[at(n)] -=
              mean(border_a, border_b) * elementary::log(wb.cost(l, n, i) / wa.cost(l, n, i));
        if (!a.per_access.empty())
          d.variety[at(n)] += mean(a.per_access(l, n, i), b.per_access(l, n, i)) *
                              (b.wanted(l, n, i) - a.wanted(l, n, i)) / c.theta[at(l)];
        if (n == i || (a.trade(l, n, i) == 0.0 && b.trade(l, n, i) == 0.0)) continue;
        const bool taxed = wa.export_tax(l, n, i) != 0.0 || wb.export_tax(l, n, i) != 0.0;
        const double price =
            taxed ? elementary::log(b.shipped_price(l, n, i, base) / a.shipped_price(l, n, i, base))
                  : log_basic(i, base.producer[at(l)]);
        d.terms_of_trade_by(l, n, i) -= mean(border_a, border_b) * price;
        d.terms_of_trade_by(l, i, n) += exporter_mean(border_a, border_b) * price;
        if (wa.tariff(l, n, i) != 0.0 || wb.tariff(l, n, i) != 0.0) {
          const double duty_a = wa.tariff(l, n, i) * a.shipped_price(l, n, i, base) * wa.cost(l, n, i);
          const double duty_b = wb.tariff(l, n, i) * b.shipped_price(l, n, i, base) * wb.cost(l, n, i);
          d.import_volume_by(l, n, i) +=
              mean(duty_a, duty_b) * (b.arrived(l, n, i, base) - a.arrived(l, n, i, base));
        }
        if (!taxed) continue;
        const double tax_a = wa.export_tax(l, n, i) * a.basic(l, i, base);
        const double tax_b = wb.export_tax(l, n, i) * b.basic(l, i, base);
        d.export_volume_by(l, i, n) +=
            exporter_mean(tax_a, tax_b) * (b.shipped(l, n, i, base) - a.shipped(l, n, i, base));
      }
  for (int n = 0; n < base.economies; ++n) {
    const double Ia = a.levels->income[at(n)];
    const double Ib = b.levels->income[at(n)];
    for (int k = 0; k < base.producers; ++k) {
      if (!base.active(n, k)) continue;
      const double kept_a = (1.0 - 1.0 / (1.0 - a.policy.subsidy(n, k))) * a.levels->output(n, k) / Ia;
      const double kept_b = (1.0 - 1.0 / (1.0 - b.policy.subsidy(n, k))) * b.levels->output(n, k) / Ib;
      const double quantity = elementary::log(b.levels->output(n, k) / b.levels->basic_price(n, k) /
                                              (a.levels->output(n, k) / a.levels->basic_price(n, k)));
      d.output_distortion[at(n)] += 0.5 * weight * (kept_a + kept_b) * quantity;
    }
    const double received = b.levels->deficit[at(n)] + b.levels->transfer[at(n)] - a.levels->deficit[at(n)] -
                            a.levels->transfer[at(n)];
    d.transfers[at(n)] += 0.5 * weight * (1.0 / Ia + 1.0 / Ib) * received;
  }
}

std::vector<double> by_economy(const Array3& by) {
  std::vector<double> sums(by.extent(1), 0.0);
  for (int l = 0; l < static_cast<int>(by.extent(0)); ++l)
    for (int n = 0; n < static_cast<int>(by.extent(1)); ++n)
      for (int i = 0; i < static_cast<int>(by.extent(2)); ++i)
        sums[static_cast<std::size_t>(n)] += by(l, n, i);
  return sums;
}

}  // namespace

WelfareDecomposition decompose_welfare(const Model& model, const Solution& solved_from,
                                       const Solution& solved_to, const DecompositionOptions& options) {
  if (options.steps < 1)
    throw InputError(fmt::format("a decomposition needs one step or more, not {}", options.steps));
  if (options.richardson && options.steps % 2 != 0)
    throw InputError(
        fmt::format("Richardson's combination needs an even number of steps, not {}", options.steps));
  const Model::Impl& impl = model.impl();
  const Shares& base = *impl.calibration.shares;
  const auto N = static_cast<std::size_t>(base.economies);
  WelfareDecomposition d;
  for (std::vector<double>* v :
       {&d.exact, &d.output_distortion, &d.resource_cost, &d.variety, &d.transfers, &d.total, &d.gap})
    v->assign(N, 0.0);
  for (Array3* by : {&d.terms_of_trade_by, &d.import_volume_by, &d.export_volume_by})
    *by = Array3(base.lines, base.economies, base.economies);

  // Instruments are walked as the plain wedges that have the same equilibrium at both ends.
  const World& world = model.world();
  const auto point_of = [&](Policy policy, std::shared_ptr<const Result> levels) {
    auto point = std::make_shared<Point>();
    point->policy = std::move(policy);
    point->wedges = dense_wedges(world, point->policy);
    point->trade = levels->trade.all();
    point->levels = std::move(levels);
    return point;
  };
  const auto end = [&](const Solution& solution) {
    const Policy& policy = *solution.policy;
    const bool plain = policy.instruments.empty() && policy.split_flows.empty() && policy.cut_rows.empty();
    return point_of(plain ? policy : plain_equivalent(world, solution),
                    {std::shared_ptr<void>(), &solution.result});
  };
  const std::shared_ptr<Point> first = end(solved_from);
  const std::shared_ptr<Point> last = end(solved_to);
  const bool bans = access_differs(world, first->policy, last->policy);
  if (bans)
    for (Point* point : {first.get(), last.get()}) point->per_access = value_per_access(impl, *point);

  // Richardson: (4 T(steps) - T(steps / 2)) / 3.
  const double fine = options.richardson ? 4.0 / 3.0 : 1.0;
  Start start = solved_from.start;
  Start earlier = start;
  std::shared_ptr<const Point> before = first;
  std::shared_ptr<const Point> last_even = first;
  for (int step = 1; step <= options.steps; ++step) {
    const double share = static_cast<double>(step) / options.steps;
    std::shared_ptr<Point> here = last;
    if (step < options.steps) {
      // On along the secant.
      const Outcome outcome =
          model.solve(between(world, first->policy, last->policy, share), shifted(start, earlier, start));
      ++d.solves;
      if (!outcome) {
        d.failure = outcome.shared_failure();
        d.failed_at = share;
        break;
      }
      earlier = std::exchange(start, outcome.start());
      here = point_of(outcome.policy(), {outcome.shared_solution(), &outcome->result});
      if (bans) here->per_access = value_per_access(impl, *here);
    }
    add_step(impl, *before, *here, fine, d);
    if (options.richardson && step % 2 == 0) {
      add_step(impl, *last_even, *here, -1.0 / 3.0, d);
      last_even = here;
    }
    before = std::move(here);
  }
  d.terms_of_trade = by_economy(d.terms_of_trade_by);
  d.import_volume = by_economy(d.import_volume_by);
  d.export_volume = by_economy(d.export_volume_by);
  for (std::size_t n = 0; n < N; ++n) {
    d.exact[n] = before->levels->log_welfare[n] - first->levels->log_welfare[n];
    d.total[n] = d.terms_of_trade[n] + d.import_volume[n] + d.export_volume[n] + d.output_distortion[n] +
                 d.resource_cost[n] + d.variety[n] + d.transfers[n];
    d.gap[n] = d.exact[n] - d.total[n];
  }
  return d;
}

Cp2015FirstOrder cp2015_first_order(const World& world, const Solution& before_cut,
                                    const Solution& after_cut) {
  const Policy& from_policy = *before_cut.policy;
  const Policy& to_policy = *after_cut.policy;
  const Result& from = before_cut.result;
  const Result& to = after_cut.result;
  const int N = world.economy_count();
  const auto at = [](int n) { return static_cast<std::size_t>(n); };
  const WedgeView wedges_from(world, from_policy);
  const WedgeView wedges_to(world, to_policy);
  Cp2015FirstOrder f;
  for (std::vector<double>* v : {&f.terms_of_trade, &f.volume, &f.welfare, &f.real_wage})
    v->assign(at(N), 0.0);
  for (int l = 0; l < world.line_count(); ++l) {
    const int k = world.lines[at(l)].producer;
    for (int n = 0; n < N; ++n)
      for (int i = 0; i < N; ++i) {
        if (n == i) continue;
        const Wedge a = wedges_from(l, n, i);
        const Wedge b = wedges_to(l, n, i);
        const double t = a.tariff;
        const double before = from.trade(l, n, i) / (1.0 + t);
        const double after = to.trade(l, n, i) / (1.0 + b.tariff);
        const double price =
            to.basic_price(i, k) * (1.0 + b.export_tax) / (from.basic_price(i, k) * (1.0 + a.export_tax)) -
            1.0;
        f.terms_of_trade[at(i)] += before * price / from.income[at(i)];
        f.terms_of_trade[at(n)] -= before * price / from.income[at(n)];
        f.volume[at(n)] += t * (after - before - before * price) / from.income[at(n)];
      }
  }
  for (std::size_t n = 0; n < at(N); ++n) {
    f.welfare[n] = f.terms_of_trade[n] + f.volume[n];
    f.real_wage[n] = to.wage[n] / to.consumer_price[n] / (from.wage[n] / from.consumer_price[n]) - 1.0;
  }
  return f;
}

}  // namespace leeway
