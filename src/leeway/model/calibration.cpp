#include "leeway/model/calibration.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "leeway/model/kernels.h"

namespace leeway {

namespace {

// sigma rises from the short to the long run (Boehm, Levchenko and Pandalai-Nayar 2023; model.md 2.6).
constexpr double kShortRunSigma = 0.76;
constexpr double kElasticitySpeed = 0.3;
constexpr double kShortRunSpecific = 0.9;
constexpr double kMobilitySpeed = 0.2;

double horizon_theta(double theta_long, double years, double floor) {
  const double sigma_long = 1.0 + theta_long;
  const double sigma =
      kShortRunSigma + (sigma_long - kShortRunSigma) * (1.0 - std::exp(-kElasticitySpeed * years));
  const double theta = std::max(sigma - 1.0, std::min(floor, theta_long));
  // The closed form divides by theta, so the Cobb-Douglas case is approached, not met.
  constexpr double least = 1e-3;
  return std::abs(theta) < least ? std::copysign(least, theta) : theta;
}

// Bans must stay defined: the origins of a critical input are substitutes at every horizon.
constexpr double kLeastCriticalTheta = 0.25;
// Without a horizon the long run is meant: ten years, as of the elasticities (model.md 2.6).
constexpr double kLongRun = 10.0;

// Sets bundles, specific factors and backstops of critical inputs (model.md 4.2).
void bind_critical(const World& world, const Options& options, Calibration& c) {
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
    const double sigma = now >= 1.0 ? now : 1.0 - (1.0 - now) * std::exp(-kElasticitySpeed * years);
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
                            std::exp(-kMobilitySpeed * years);
    for (int n = 0; n < c.economies; ++n) c.eta(n, h) = std::max(c.eta(n, h), specific);
    const double chi = input.backstop.value > 0.0
                           ? assumed(own.backstop, options.critical_backstop, input.backstop.value)
                           : 0.0;
    for (int l : c.lines_in[at(h)]) {
      c.backstop[at(l)] = chi;
      c.backstop_host[at(l)] = input.backstop_host;
      c.theta[at(l)] = std::max(c.theta[at(l)], kLeastCriticalTheta);
    }
  }
  c.cobb_douglas_materials = false;
  c.unit_between_bundles =
      std::all_of(c.sigM.begin(), c.sigM.end(), [](double s) { return std::abs(s - 1.0) < 1e-9; });
  c.bundle_members.assign(c.sigB.size(), {});
  for (int h = 0; h < c.sectors; ++h)
    if (c.bundle[at(h)] >= 0) c.bundle_members[at(c.bundle[at(h)])].push_back(h);
}

void trade_shares(const World& world, Calibration& c) {
  const int N = c.economies;
  Array2 spending(c.lines, N);
  c.taxed0.assign(static_cast<std::size_t>(c.lines), 0);
  for (int l = 0; l < c.lines; ++l)
    for (int n = 0; n < N; ++n) {
      double* row = c.pi0.row(l, n);
      for (int i = 0; i < N; ++i) {
        row[i] = world.flow(l, n, i) * (1.0 + world.tariff(l, n, i)) / c.W0;
        spending(l, n) += row[i];
        c.Y0(i, c.producer[static_cast<std::size_t>(l)]) += world.flow(l, n, i) / c.W0;
      }
      c.X0(n, c.composite[static_cast<std::size_t>(l)]) += spending(l, n);
      if (spending(l, n) > 0.0)
        for (int i = 0; i < N; ++i) {
          row[i] /= spending(l, n);
          c.F0(l, n, i) = row[i] / (1.0 + world.tariff(l, n, i));
          if (c.F0(l, n, i) != row[i]) c.taxed0[static_cast<std::size_t>(l)] = 1;
        }
    }
  for (int l = 0; l < c.lines; ++l)
    for (int n = 0; n < N; ++n) {
      const double x = c.X0(n, c.composite[static_cast<std::size_t>(l)]);
      c.s0(l, n) = x > 0.0 ? spending(l, n) / x : 0.0;
    }
}

void input_shares(const World& world, Calibration& c) {
  const int N = c.economies;
  const int J = c.sectors;
  for (int n = 0; n < N; ++n)
    for (int k = 0; k < J; ++k) {
      double materials = 0.0;
      for (int h = 0; h < J; ++h) materials += world.input(n, h, k);
      if (materials > 0.0)
        for (int h = 0; h < J; ++h) c.g0(n, h, k) = world.input(n, h, k) / materials;
      c.V0(n, k) = c.Y0(n, k) - materials / c.W0;
      c.produces[c.cell(n, k)] = c.Y0(n, k) > 0.0 ? 1 : 0;
      // Too little value added to divide by: model.md 1.4 step 3.
      if (c.active(n, k)) c.V0(n, k) = std::max(c.V0(n, k), 1e-9 * c.Y0(n, k));
      c.beta0(n, k) = c.active(n, k) ? c.V0(n, k) / c.Y0(n, k) : 1.0;
      if (!c.active(n, k)) c.V0(n, k) = 0.0;
    }
}

void incomes(const World& world, Calibration& c) {
  const int N = c.economies;
  const int J = c.sectors;
  for (int n = 0; n < N; ++n) {
    const auto at = static_cast<std::size_t>(n);
    double exports = 0.0;
    double imports = 0.0;
    for (int l = 0; l < c.lines; ++l)
      for (int i = 0; i < N; ++i) {
        if (i == n) continue;
        imports += world.flow(l, n, i) / c.W0;
        exports += world.flow(l, i, n) / c.W0;
      }
    c.D0[at] = imports - exports;
    for (int k = 0; k < J; ++k) {
      c.fac0[at] += c.V0(n, k);
      c.labour0[at] += (1.0 - c.eta(n, k)) * c.V0(n, k);
    }
    double final_use = 0.0;
    for (int h = 0; h < J; ++h) {
      double use = c.X0(n, h);
      for (int k = 0; k < J; ++k) use -= c.g0(n, h, k) * (1.0 - c.beta0(n, k)) * c.Y0(n, k);
      c.alpha0(n, h) = std::max(use, 0.0);
      final_use += c.alpha0(n, h);
    }
    for (int h = 0; h < J; ++h) c.alpha0(n, h) /= final_use;
    c.I0[at] = final_use;
  }
  const double world_income = std::accumulate(c.I0.begin(), c.I0.end(), 0.0);
  for (int n = 0; n < N; ++n) {
    const auto at = static_cast<std::size_t>(n);
    c.own_deficit[at] = c.D0[at] / c.fac0[at];
    c.finance_share[at] = c.I0[at] / world_income;
  }
}

}  // namespace

Calibration calibrate(const World& world, const Options& options) {
  Calibration c;
  c.economies = world.economy_count();
  c.sectors = world.sector_count();
  c.lines = world.line_count();
  c.stride = kernels::padded(c.economies);
  c.input_stride = kernels::padded(c.sectors);
  const int N = c.economies;
  const int J = c.sectors;
  const int L = c.lines;
  c.lines_in.resize(static_cast<std::size_t>(J));
  for (int l = 0; l < L; ++l) {
    const Line& line = world.lines[static_cast<std::size_t>(l)];
    c.composite.push_back(line.composite);
    c.producer.push_back(line.producer);
    c.lines_in[static_cast<std::size_t>(line.composite)].push_back(l);
  }
  c.W0 = std::accumulate(world.value_added.begin(), world.value_added.end(), 0.0);

  const std::string& set = options.elasticities.empty() ? world.default_elasticities : options.elasticities;
  const std::vector<double>& published = world.elasticity_set(set, Location{}).theta;
  for (int l = 0; l < L; ++l) {
    double theta = published[static_cast<std::size_t>(l)] * options.elasticity_scale;
    if (options.horizon) theta = horizon_theta(theta, *options.horizon, options.least_theta);
    c.theta.push_back(theta);
  }
  c.sigL = world.line_substitution;
  c.sigM.assign(static_cast<std::size_t>(J), options.sigma_materials);
  c.sigV.assign(static_cast<std::size_t>(J), options.sigma_value_added);
  c.sigF = options.sigma_final;
  c.bundle.assign(static_cast<std::size_t>(J), -1);
  c.cobb_douglas_materials = std::abs(options.sigma_materials - 1.0) < 1e-9;
  c.closure = options.closure;
  if (options.closure == Closure::numeraire) {
    const auto n = world.find_economy(options.numeraire);
    if (!n)
      throw InputError(fmt::format("closure numeraire names an unknown economy \"{}\"", options.numeraire));
    c.numeraire = *n;
  }
  double eta = options.specific_factors;
  if (options.horizon) eta = std::max(eta, kShortRunSpecific * std::exp(-kMobilitySpeed * *options.horizon));

  c.pi0 = Array3(L, N, c.stride);
  c.F0 = Array3(L, N, c.stride);
  c.s0 = Array2(L, N);
  c.g0 = Array3(N, J, c.input_stride);
  c.beta0 = Array2(N, J);
  c.alpha0 = Array2(N, J);
  c.eta = Array2::filled({static_cast<std::size_t>(N), static_cast<std::size_t>(J)}, eta);
  c.backstop.assign(static_cast<std::size_t>(L), 0.0);
  c.backstop_host.assign(static_cast<std::size_t>(L), -1);
  bind_critical(world, options, c);
  c.V0 = Array2(N, J);
  c.Y0 = Array2(N, J);
  c.X0 = Array2(N, J);
  const auto count = static_cast<std::size_t>(N);
  for (std::vector<double>* v : {&c.I0, &c.fac0, &c.labour0, &c.D0, &c.own_deficit, &c.finance_share})
    v->assign(count, 0.0);
  c.produces.assign(count * static_cast<std::size_t>(J), 0);
  trade_shares(world, c);
  input_shares(world, c);
  incomes(world, c);
  return c;
}

}  // namespace leeway
