#include "leeway/verify/base_year.h"
#include "leeway/base/index.h"

#include <algorithm>
#include <cmath>

namespace leeway::second_reading {

namespace {

// docs/model.md, "Horizon" and section 7, once more.
double shrink(double speed, double years) { return std::exp(-speed * years); }
constexpr double kElasticitySpeed = 0.3;
constexpr double kFactorSpeed = 0.2;
constexpr double kLongRunYears = 10.0;

const SupplyKind* kind_of(const World& world, int sector) {
  const int kind = world.sectors[at(sector)].supply;
  return kind < 0 ? nullptr : &world.supply[at(kind)];
}

double end_of(const Assumed& assumed, Estimate estimate) {
  if (estimate == Estimate::low) return assumed.low;
  return estimate == Estimate::high ? assumed.high : assumed.value;
}

}  // namespace

BaseYear::BaseYear(const World& world, const Options& options)
    : economies(world.economy_count()),
      composites(static_cast<int>(world.final_use.extent(1))),
      producers(static_cast<int>(world.value_added.extent(1))),
      lines(world.line_count()) {
  for (const double v : world.value_added) world_income += v;
  read_flows(world);
  choose_elasticities(world, options);
  choose_supply(world, options);
  if (options.critical) bind_critical(world, options);
  read_accounts(world);
}

void BaseYear::read_flows(const World& world) {
  paid = Array3(lines, economies, economies);
  spending = Array2(lines, economies);
  absorption = Array2(economies, composites);
  output = Array2(economies, producers);
  deficit.assign(at(economies), 0.0);
  for (int l = 0; l < lines; ++l)
    for (int n = 0; n < economies; ++n)
      for (int i = 0; i < economies; ++i) {
        const double sold = world.flow(l, n, i);
        paid(l, n, i) = sold * (1.0 + world.tariff(l, n, i));
        spending(l, n) += paid(l, n, i);
        absorption(n, world.lines[at(l)].composite) += paid(l, n, i);
        output(i, world.lines[at(l)].producer) += sold;
        if (n == i) continue;
        deficit[at(n)] += sold;
        deficit[at(i)] -= sold;
      }
}

void BaseYear::read_accounts(const World& world) {
  value_added = Array2(economies, producers);
  input_share = Array3(economies, composites, producers);
  final_share = Array2(economies, composites);
  expenditure.assign(at(economies), 0.0);
  for (int n = 0; n < economies; ++n) {
    std::vector<double> used(at(composites), 0.0);
    for (int k = 0; k < producers; ++k) {
      double materials = 0.0;
      for (int h = 0; h < composites; ++h) materials += world.input(n, h, k);
      if (makes(n, k)) value_added(n, k) = std::max(output(n, k) - materials, 1e-9 * output(n, k));
      for (int h = 0; h < composites && materials > 0.0; ++h) {
        input_share(n, h, k) = world.input(n, h, k) / materials;
        used[at(h)] += input_share(n, h, k) * (output(n, k) - value_added(n, k));
      }
    }
    for (int h = 0; h < composites; ++h) {
      final_share(n, h) = std::max(absorption(n, h) - used[at(h)], 0.0);
      expenditure[at(n)] += final_share(n, h);
    }
    for (int h = 0; h < composites; ++h) final_share(n, h) /= expenditure[at(n)];
  }
}

void BaseYear::choose_elasticities(const World& world, const Options& options) {
  const std::string& id = options.elasticities.empty() ? world.default_elasticities : options.elasticities;
  const std::vector<double>& published = world.elasticity_set(id, Location{}).theta;
  for (int l = 0; l < lines; ++l) {
    double in_time = published[at(l)] * options.elasticity_scale;
    for (const ThetaFactor& drawn : options.theta_factors)
      if (drawn.line == world.lines[at(l)].id) in_time *= drawn.factor;
    double now = in_time;
    const SupplyKind* kind = kind_of(world, world.lines[at(l)].composite);
    if (options.horizon && !(kind && kind->alike)) {
      now = 0.76 - 1.0 + (1.0 + in_time - 0.76) * (1.0 - shrink(kElasticitySpeed, *options.horizon));
      now = std::max(now, std::min(options.least_theta, in_time));
      if (std::abs(now) < 1e-3) now = now < 0.0 ? -1e-3 : 1e-3;
    }
    theta.push_back(now);
  }
  bundle.assign(at(composites), -1);
  backstop.assign(at(lines), 0.0);
  backstop_maker.assign(at(lines), -1);
  backstop_most.assign(at(lines), 0.0);
}

void BaseYear::choose_supply(const World& world, const Options& options) {
  specific = Array2(economies, producers);
  const double early = options.horizon ? shrink(kFactorSpeed, *options.horizon) : 0.0;
  for (int k = 0; k < producers; ++k) {
    const SupplyKind* kind = kind_of(world, world.producers[at(k)].sector);
    double stuck_late = kind ? end_of(kind->specific, options.supply) : 0.0;
    double stuck_early = kind ? end_of(kind->specific_short, options.supply) : 0.9;
    if (options.specific_factors) stuck_late = *options.specific_factors;
    stuck_early = std::max(stuck_early, stuck_late);
    for (int n = 0; n < economies; ++n) specific(n, k) = (1.0 - early) * stuck_late + early * stuck_early;
    const double late = options.sigma_value_added;
    double soon = late;
    // The end at which least can move is the upper one of shares and the lower one of sigma.
    if (kind)
      soon = std::min(late, options.supply == Estimate::high  ? kind->sigma_short.low
                            : options.supply == Estimate::low ? kind->sigma_short.high
                                                              : kind->sigma_short.value);
    sigma_cost.push_back((1.0 - early) * late + early * soon);
  }
}

void BaseYear::bind_critical(const World& world, const Options& options) {
  const double years = options.horizon.value_or(kLongRunYears);
  // Who is needed together with whom: the smaller number spreads until nothing changes.
  std::vector<int> together(at(composites));
  for (int h = 0; h < composites; ++h) together[at(h)] = h;
  for (bool moved = true; moved;) {
    moved = false;
    for (const CriticalInput& input : world.critical) {
      int& a = together[at(input.sector)];
      int& b = together[at(input.bundled_with)];
      if (a == b) continue;
      a = b = std::min(a, b);
      moved = true;
    }
  }
  std::vector<int> number(at(composites), -1);
  for (const CriticalInput& input : world.critical) {
    int& q = number[at(together[at(input.sector)])];
    if (q < 0) {
      q = static_cast<int>(bundle_sigma.size());
      bundle_sigma.push_back(HUGE_VAL);
    }
    CriticalAssumption own;
    for (const CriticalAssumption& one : options.critical_inputs)
      if (one.sector == world.sectors[at(input.sector)].id) own = one;
    double sigma = own.sigma.value_or(options.critical_sigma.value_or(input.substitution.value));
    if (sigma < 1.0) sigma = 1.0 - (1.0 - sigma) * shrink(kElasticitySpeed, years);
    bundle_sigma[at(q)] = std::min(bundle_sigma[at(q)], sigma);
    bundle[at(input.sector)] = bundle[at(input.bundled_with)] = q;
    const double stuck = own.specific.value_or(options.critical_specific.value_or(input.specific.value)) *
                         shrink(kFactorSpeed, years);
    const double wait = own.build_years.value_or(input.build_years.value);
    double most = own.capacity.value_or(input.capacity.value);
    if (wait > 0.0) most *= 1.0 - shrink(1.0 / wait, years);
    const double chi = input.backstop.value > 0.0 && most > 0.0
                           ? own.backstop.value_or(options.critical_backstop.value_or(input.backstop.value))
                           : 0.0;
    for (int l = 0; l < lines; ++l) {
      if (world.lines[at(l)].composite != input.sector) continue;
      theta[at(l)] = std::max(theta[at(l)], 0.25);
      const int maker = world.lines[at(l)].producer;
      for (int n = 0; n < economies; ++n) specific(n, maker) = std::max(specific(n, maker), stuck);
      backstop[at(l)] = chi;
      backstop_most[at(l)] = most;
      backstop_maker[at(l)] = input.backstop_host;
    }
  }
}

double BaseYear::labour(int n) const {
  double sum = 0.0;
  for (int k = 0; k < producers; ++k) sum += (1.0 - specific(n, k)) * value_added(n, k);
  return sum;
}

double BaseYear::factor_income(int n) const {
  double sum = 0.0;
  for (int k = 0; k < producers; ++k) sum += value_added(n, k);
  return sum;
}

}  // namespace leeway::second_reading
