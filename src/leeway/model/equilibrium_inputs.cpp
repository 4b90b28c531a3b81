// What users of inputs and final buyers pay and buy, economy by economy: (E1) to (E5) and (E9) to (E11).

#include <algorithm>
#include <cmath>

#include "leeway/base/elementary.h"
#include "leeway/model/ces.h"
#include "leeway/model/equilibrium.h"
#include "leeway/model/kernels.h"

namespace leeway {

// (E2), (E3): price of materials by user, through the bundles where there are any.
void Equilibrium::materials(std::span<const double> z) {
  for (int n = 0; n < b_.economies; ++n) {
    const double* log_price = &z[static_cast<std::size_t>(layout_.price(n, 0))];
    double* out = s_.log_materials.row(n);
    if (c_.inputs_move()) {
      for (int k = 0; k < b_.producers; ++k)
        out[k] = nested_materials(c_, n, k, log_price, [&](int h, double share) { s_.g(n, h, k) = share; });
      continue;
    }
    std::fill(out, out + b_.input_stride, 0.0);
    kernels::column_sums(b_.g0.row(n, 0), log_price, b_.composites, b_.input_stride, out);
  }
  if (c_.unit_between_bundles) bundle_prices(z);
}

// What the bundles cost beside the sums of materials(), which took their members at fixed shares. Prices are
// measured from the mean of the members, as in ces(), so that all users share one power of each.
void Equilibrium::bundle_prices(std::span<const double> z) {
  const std::size_t bundles = c_.bundle_members.size();
  const auto N = static_cast<std::size_t>(b_.economies);
  std::vector<double>& distance = scratch_.exponent;  // [n][bundle][member] log price from the mean
  std::vector<double>& power = scratch_.value;        // expm1 of (1 - sigma) times it
  distance.clear();
  power.clear();
  std::vector<double> rate(bundles);
  std::vector<std::size_t> first(bundles + 1, 0);  // of a bundle's members in an economy's
  for (std::size_t q = 0; q < bundles; ++q) {
    const double r = 1.0 - c_.sigB[q];
    rate[q] = std::abs(r) < kCobbDouglas ? 0.0 : r;
    first[q + 1] = first[q] + c_.bundle_members[q].size();
  }
  for (std::size_t n = 0; n < N; ++n) {
    const double* log_price = &z[static_cast<std::size_t>(layout_.price(static_cast<int>(n), 0))];
    for (std::size_t q = 0; q < bundles; ++q) {
      double mean = 0.0;
      for (const int h : c_.bundle_members[q]) mean += log_price[h];
      mean /= static_cast<double>(c_.bundle_members[q].size());
      for (const int h : c_.bundle_members[q]) {
        distance.push_back(log_price[h] - mean);
        power.push_back(rate[q] * distance.back());
      }
    }
  }
  elementary::expm1(power, power);
  std::vector<double>& log_sum = scratch_.log_sum;  // by use
  log_sum.resize(c_.uses.size());
  const auto walk = [&](auto visit) {
    for (std::size_t n = 0; n < N; ++n)
      for (std::size_t j = c_.first_use[n]; j < c_.first_use[n + 1]; ++j) {
        const BundleUse& use = c_.uses[j];
        const auto q = static_cast<std::size_t>(use.bundle);
        visit(n, j, use, rate[q], n * first.back() + first[q], first[q + 1] - first[q]);
      }
  };
  walk([&](std::size_t, std::size_t j, const BundleUse& use, double, std::size_t at, std::size_t members) {
    const double* share0 = &c_.use_share0[static_cast<std::size_t>(use.member)];
    double* share = &s_.use_share[static_cast<std::size_t>(use.member)];
    double sum = 0.0;
    for (std::size_t a = 0; a < members; ++a) sum += share0[a] * power[at + a];
    for (std::size_t a = 0; a < members; ++a) share[a] = share0[a] * ((1.0 + power[at + a]) / (1.0 + sum));
    log_sum[j] = sum;
  });
  elementary::log1p(log_sum, log_sum);
  walk(
      [&](std::size_t n, std::size_t j, const BundleUse& use, double r, std::size_t at, std::size_t members) {
        if (r == 0.0) return;
        const double* share0 = &c_.use_share0[static_cast<std::size_t>(use.member)];
        double fixed = 0.0;
        for (std::size_t a = 0; a < members; ++a) fixed += share0[a] * distance[at + a];
        s_.log_materials(static_cast<int>(n), use.k) += use.total * (log_sum[j] / r - fixed);
      });
}

// What a change of prices moves within bundles, [n][bundle][member][member], and the brief shares at this
// point.
void Equilibrium::bundle_responses() {
  std::fill(s_.substitution.begin(), s_.substitution.end(), 0.0);
  const int width = kernels::brief_padded(b_.producers);
  for (int n = 0; n < b_.economies; ++n) {
    double* own = &s_.substitution[static_cast<std::size_t>(n) * c_.first_pair.back()];
    kernels::Brief* inputs = brief_ ? &inputs_[static_cast<std::size_t>(n * b_.composites * width)] : nullptr;
    for (std::size_t j = c_.first_use[static_cast<std::size_t>(n)];
         j < c_.first_use[static_cast<std::size_t>(n) + 1]; ++j) {
      const BundleUse& use = c_.uses[j];
      const auto q = static_cast<std::size_t>(use.bundle);
      const std::vector<int>& members = c_.bundle_members[q];
      const double* share = &s_.use_share[static_cast<std::size_t>(use.member)];
      const double spent = (1.0 - c_.sigB[q]) * use.total * s_.M(n, use.k);
      double* pair = own + c_.first_pair[q];
      for (std::size_t a = 0; a < members.size(); ++a) {
        for (std::size_t other = 0; other < members.size(); ++other)
          *pair++ += spent * share[a] * ((a == other ? 1.0 : 0.0) - share[other]);
        if (inputs != nullptr)
          inputs[members[a] * width + use.k] = kernels::brief_share(use.total * share[a]);
      }
    }
  }
}

void Equilibrium::costs(std::span<const double> z) {
  const int J = b_.producers;
  materials(z);
  for (int n = 0; n < b_.economies; ++n) {
    const double wage = z[static_cast<std::size_t>(n)];
    const double* log_va = &z[static_cast<std::size_t>(layout_.value_added(n, 0))];
    const double* log_materials = s_.log_materials.row(n);
    for (int k = 0; k < J; ++k) {
      if (!b_.active(n, k)) continue;
      // (E1), (E4) and (E5)
      const double eta = c_.eta(n, k);
      const double q = (1.0 - eta) * wage + eta * log_va[k];
      const double beta = b_.beta0(n, k);
      double cost = beta * q + (1.0 - beta) * log_materials[k];
      if (!c_.cobb_douglas_costs)
        cost = ces_pair(c_.sigV[static_cast<std::size_t>(k)], beta, q, log_materials[k], s_.beta(n, k));
      s_.log_basic(k, n) = cost + (p_.has_output_wedge ? p_.log_output_wedge(n, k) : 0.0);
    }
    // (E9)
    const double* log_price = &z[static_cast<std::size_t>(layout_.price(n, 0))];
    s_.log_final[static_cast<std::size_t>(n)] = ces(
        c_.sigF, b_.composites, [&](int h) { return b_.alpha0(n, h); }, [&](int h) { return log_price[h]; },
        [&](int h, double share) { s_.alpha(n, h) = share; });
  }
}

void Equilibrium::demand(std::span<const double> z) {
  const int N = b_.economies;
  const int H = b_.composites;
  const int J = b_.producers;
  // (E10), (E11)
  elementary::exp(z.subspan(static_cast<std::size_t>(layout_.value_added(0, 0)), s_.V.size()),
                  std::span(s_.V.data(), s_.V.size()));
  std::vector<double> income(static_cast<std::size_t>(N));
  elementary::exp(z.subspan(static_cast<std::size_t>(layout_.income(0)), income.size()), income);
  std::vector<double> use(static_cast<std::size_t>(H));
  for (int n = 0; n < N; ++n) {
    double* V = s_.V.row(n);
    double* M = s_.M.row(n);
    const double* V0 = b_.V0.row(n);
    const double* beta = s_.beta.row(n);
    for (int k = 0; k < J; ++k) {
      V[k] *= V0[k];
      M[k] = (1.0 - beta[k]) * (V[k] / beta[k]);
    }
    const Array3& g = c_.inputs_move() ? s_.g : b_.g0;
    kernels::row_sums(g.row(n, 0), M, H, b_.input_stride, use.data());
    if (c_.unit_between_bundles)
      for (std::size_t j = c_.first_use[static_cast<std::size_t>(n)];
           j < c_.first_use[static_cast<std::size_t>(n) + 1]; ++j) {
        const BundleUse& u = c_.uses[j];
        auto m = static_cast<std::size_t>(u.member);
        for (const int h : c_.bundle_members[static_cast<std::size_t>(u.bundle)]) {
          use[static_cast<std::size_t>(h)] += u.total * (s_.use_share[m] - c_.use_share0[m]) * M[u.k];
          ++m;
        }
      }
    const double spent = b_.I0[static_cast<std::size_t>(n)] * income[static_cast<std::size_t>(n)];
    for (int h = 0; h < H; ++h) {
      s_.FD(n, h) = s_.alpha(n, h) * spent;
      s_.X(h, n) = use[static_cast<std::size_t>(h)] + s_.FD(n, h);
    }
  }
  if (c_.unit_between_bundles) bundle_responses();
}

}  // namespace leeway
