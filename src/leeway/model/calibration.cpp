#include "leeway/model/calibration.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "leeway/base/elementary.h"
#include "leeway/model/model.h"

namespace leeway {

namespace {

bool is_one(double elasticity) { return std::abs(elasticity - 1.0) < 1e-9; }

// sigma rises from the short to the long run (Boehm, Levchenko and Pandalai-Nayar 2023; model.md 2.6).
constexpr double kShortRunSigma = 0.76;
constexpr double kElasticitySpeed = 0.3;
// Of a world that tells nothing of its supply.
constexpr double kShortRunSpecific = 0.9;
constexpr double kMobilitySpeed = 0.2;

double horizon_theta(double theta_long, double years, double floor) {
  const double sigma_long = 1.0 + theta_long;
  const double sigma =
      kShortRunSigma + (sigma_long - kShortRunSigma) * (1.0 - elementary::exp(-kElasticitySpeed * years));
  const double theta = std::max(sigma - 1.0, std::min(floor, theta_long));
  // The closed form divides by theta, so the Cobb-Douglas case is approached, not met.
  constexpr double least = 1e-3;
  return std::abs(theta) < least ? std::copysign(least, theta) : theta;
}

// Bans must stay defined: the origins of a critical input are substitutes at every horizon.
constexpr double kLeastCriticalTheta = 0.25;
// Without a horizon the long run is meant: ten years, as of the elasticities (model.md 2.6).
constexpr double kLongRun = 10.0;

double chosen(const Assumed& assumed, Estimate estimate) {
  return estimate == Estimate::central ? assumed.value
         : estimate == Estimate::low   ? assumed.low
                                       : assumed.high;
}

// Specific factors ease with time, and what materials can do without value added with them (model.md 11.4).
void ease_supply(const Options& options, Calibration& c) {
  const World& world = c.shares->world;
  const double left = options.horizon ? elementary::exp(-kMobilitySpeed * *options.horizon) : 0.0;
  // Where most is specific, least stands in for materials.
  const Estimate sigma = options.supply == Estimate::low    ? Estimate::high
                         : options.supply == Estimate::high ? Estimate::low
                                                            : Estimate::central;
  for (int k = 0; k < c.shares->producers; ++k) {
    const Producer& producer = world.producers[static_cast<std::size_t>(k)];
    const int kind = world.sectors[static_cast<std::size_t>(producer.sector)].supply;
    double at_last = 0.0;
    double at_first = kShortRunSpecific;
    double sigma_at_first = options.sigma_value_added;
    if (kind >= 0) {
      const SupplyKind& supply = world.supply[static_cast<std::size_t>(kind)];
      at_last = chosen(supply.specific, options.supply);
      at_first = chosen(supply.specific_short, options.supply);
      sigma_at_first = std::min(sigma_at_first, chosen(supply.sigma_short, sigma));
    }
    at_last = options.specific_factors.value_or(at_last);
    const double eta = at_last + (std::max(at_first, at_last) - at_last) * left;
    for (int n = 0; n < c.shares->economies; ++n) c.eta(n, k) = eta;
    c.sigV.push_back(options.sigma_value_added + (sigma_at_first - options.sigma_value_added) * left);
  }
  c.cobb_douglas_costs = std::all_of(c.sigV.begin(), c.sigV.end(), is_one);
}

bool keeps_elasticity(const World& world, int line) {
  const int sector = world.lines[static_cast<std::size_t>(line)].composite;
  const int kind = world.sectors[static_cast<std::size_t>(sector)].supply;
  return kind >= 0 && world.supply[static_cast<std::size_t>(kind)].alike;
}

// Where a user buys one member alone, its share in the bundle cannot move: five uses in six on the default
// world.
void list_uses(const Shares& b, Calibration& c) {
  for (int n = 0; n < b.economies; ++n) {
    c.first_use.push_back(c.uses.size());
    for (std::size_t q = 0; q < c.bundle_members.size(); ++q)
      for (int k = 0; k < b.producers; ++k) {
        double total = 0.0;
        int bought = 0;
        for (const int h : c.bundle_members[q]) {
          total += b.g0(n, h, k);
          bought += b.g0(n, h, k) > 0.0 ? 1 : 0;
        }
        if (bought < 2) continue;
        c.uses.push_back({static_cast<int>(q), k, static_cast<int>(c.use_share0.size()), total});
        for (const int h : c.bundle_members[q]) c.use_share0.push_back(b.g0(n, h, k) / total);
      }
  }
  c.first_use.push_back(c.uses.size());
}

// Sets bundles, specific factors and backstops of critical inputs (model.md 4.2).
void bind_critical(const Options& options, Calibration& c) {
  const Shares& b = *c.shares;
  const World& world = b.world;
  if (!options.critical || world.critical.empty()) return;
  const double years = options.horizon.value_or(kLongRun);
  const auto at = [](int i) { return static_cast<std::size_t>(i); };
  for (const CriticalInput& input : world.critical) {
    const int h = input.sector;
    CriticalAssumption own;
    for (const CriticalAssumption& one : options.critical_inputs)
      if (one.sector == world.sectors[at(h)].id) own = one;
    const auto assumed = [](const std::optional<double>& one, const std::optional<double>& all,
                            double otherwise) { return one ? *one : all.value_or(otherwise); };
    // Substitution tends to one as users redesign, at the speed of the trade elasticities.
    const double now = assumed(own.sigma, options.critical_sigma, input.substitution.value);
    const double sigma = now >= 1.0 ? now : 1.0 - (1.0 - now) * elementary::exp(-kElasticitySpeed * years);
    // Inputs with one complement, or one the complement of the other, share a bundle; the tightest rules.
    const int mine = c.bundle[at(h)];
    const int theirs = c.bundle[at(input.bundled_with)];
    int q = mine >= 0 ? mine : theirs;
    if (q < 0) {
      q = static_cast<int>(c.sigB.size());
      c.sigB.push_back(sigma);
    }
    if (mine >= 0 && theirs >= 0 && mine != theirs) {
      c.sigB[at(mine)] = std::min(c.sigB[at(mine)], c.sigB[at(theirs)]);
      std::replace(c.bundle.begin(), c.bundle.end(), theirs, mine);
    }
    c.sigB[at(q)] = std::min(c.sigB[at(q)], sigma);
    c.bundle[at(h)] = c.bundle[at(input.bundled_with)] = q;
    const double specific = assumed(own.specific, options.critical_specific, input.specific.value) *
                            elementary::exp(-kMobilitySpeed * years);
    // A backstop is built over years (model.md 11.7); before any is there, there is none.
    const double build_years = own.build_years.value_or(input.build_years.value);
    const double built = build_years > 0.0 ? -elementary::expm1(-years / build_years) : 1.0;
    const double capacity = own.capacity.value_or(input.capacity.value) * built;
    const double chi = input.backstop.value > 0.0 && capacity > 0.0
                           ? assumed(own.backstop, options.critical_backstop, input.backstop.value)
                           : 0.0;
    for (const int l : b.lines_in[at(h)]) {
      const int k = b.producer[at(l)];
      for (int n = 0; n < b.economies; ++n) c.eta(n, k) = std::max(c.eta(n, k), specific);
      c.backstop[at(l)] = chi;
      c.backstop_capacity[at(l)] = capacity;
      c.backstop_host[at(l)] = input.backstop_host;
      c.theta[at(l)] = std::max(c.theta[at(l)], kLeastCriticalTheta);
    }
  }
  c.cobb_douglas_materials = false;
  c.unit_between_bundles = std::all_of(c.sigM.begin(), c.sigM.end(), is_one);
  c.bundle_members.assign(c.sigB.size(), {});
  for (int h = 0; h < b.composites; ++h)
    if (c.bundle[at(h)] >= 0) c.bundle_members[at(c.bundle[at(h)])].push_back(h);
  c.first_pair = {0};
  for (const std::vector<int>& members : c.bundle_members)
    c.first_pair.push_back(c.first_pair.back() + members.size() * members.size());
  if (c.unit_between_bundles) list_uses(b, c);
}

}  // namespace

Calibration calibrate(std::shared_ptr<const Shares> shares, const Options& options) {
  Calibration c;
  c.shares = std::move(shares);
  const Shares& b = *c.shares;
  const World& world = b.world;
  const auto J = static_cast<std::size_t>(b.producers);
  for (double theta : long_run_theta(options, world)) {
    if (options.horizon && !keeps_elasticity(world, static_cast<int>(c.theta.size())))
      theta = horizon_theta(theta, *options.horizon, options.least_theta);
    c.theta.push_back(theta);
  }
  c.sigL = world.line_substitution;
  c.sigM.assign(J, options.sigma_materials);
  c.sigF = options.sigma_final;
  c.sigC = options.sigma_classes;
  c.bundle.assign(static_cast<std::size_t>(b.composites), -1);
  c.cobb_douglas_materials = is_one(options.sigma_materials);
  c.closure = options.closure;
  if (options.closure == Closure::numeraire) {
    const auto n = world.find_economy(options.numeraire);
    if (!n)
      throw InputError(fmt::format("closure numeraire names an unknown economy \"{}\"", options.numeraire));
    c.numeraire = *n;
  }
  c.eta = Array2(b.economies, b.producers);
  ease_supply(options, c);
  c.backstop.assign(c.theta.size(), 0.0);
  c.backstop_host.assign(c.theta.size(), -1);
  c.backstop_capacity.assign(c.theta.size(), 0.0);
  bind_critical(options, c);
  for (int n = 0; n < b.economies; ++n) {
    double labour = 0.0;
    for (int k = 0; k < b.producers; ++k) labour += (1.0 - c.eta(n, k)) * b.V0(n, k);
    c.labour0.push_back(labour);
  }
  return c;
}

Calibration calibrate(const World& world, const Options& options) {
  return calibrate(read_shares(world), options);
}

}  // namespace leeway
