#include "leeway/analysis/chains.h"

#include <algorithm>
#include <cmath>

#include "leeway/base/lanes.h"

namespace leeway {

namespace {

// Tiers of suppliers across borders are followed until what is still on its way is this share of the start.
constexpr double kTail = 1e-9;
constexpr int kMaxTiers = 500;

// The caller's columns run innermost, so that each coefficient is read once for all of them.
__attribute__((always_inline)) inline void add_scaled(double* to, const double* from, double scale,
                                                      std::size_t columns) {
  for (std::size_t c = 0; c < columns; ++c) to[c] += scale * from[c];
}

// Which flows of a line are followed.
enum class Flows { all, abroad };

// What composites [n*J+h] come to as goods by maker [i*K+k], at shares [l][n][i].
LEEWAY_CLONES void to_makers(const World& world, const Array3& shares, Flows which, const Array2& composites,
                             Array2& goods) {
  const std::size_t columns = composites.extent(1);
  const std::size_t N = world.economies.size();
  for (std::size_t l = 0; l < world.lines.size(); ++l) {
    const auto h = static_cast<std::size_t>(world.lines[l].composite);
    const auto k = static_cast<std::size_t>(world.lines[l].producer);
    for (std::size_t n = 0; n < N; ++n) {
      const double* share = shares.row(l, n);
      const double* bought = composites.row(n * world.sectors.size() + h);
      for (std::size_t i = 0; i < N; ++i)
        if (share[i] > 0.0 && (which == Flows::all || i != n))
          add_scaled(goods.row(i * world.producers.size() + k), bought, share[i], columns);
    }
  }
}

// The way back: what goods by maker come to as composites of their buyers.
LEEWAY_CLONES void to_buyers(const World& world, const Array3& shares, Flows which, const Array2& goods,
                             Array2& composites) {
  const std::size_t columns = composites.extent(1);
  const std::size_t N = world.economies.size();
  for (std::size_t l = 0; l < world.lines.size(); ++l) {
    const auto h = static_cast<std::size_t>(world.lines[l].composite);
    const auto k = static_cast<std::size_t>(world.lines[l].producer);
    for (std::size_t n = 0; n < N; ++n) {
      const double* share = shares.row(l, n);
      double* bought = composites.row(n * world.sectors.size() + h);
      for (std::size_t i = 0; i < N; ++i)
        if (share[i] > 0.0 && (which == Flows::all || i != n))
          add_scaled(bought, goods.row(i * world.producers.size() + k), share[i], columns);
    }
  }
}

// A matrix of each economy, [n][to][from], times rows [n*from].
LEEWAY_CLONES void within_each(const Array3& matrices, const Array2& of, Array2& result) {
  const std::size_t columns = of.extent(1);
  const std::size_t to = matrices.extent(1);
  const std::size_t from = matrices.extent(2);
  for (std::size_t n = 0; n < matrices.extent(0); ++n)
    for (std::size_t t = 0; t < to; ++t) {
      const double* coefficient = matrices.row(n, t);
      for (std::size_t f = 0; f < from; ++f)
        if (coefficient[f] != 0.0)
          add_scaled(result.row(n * to + t), of.row(n * from + f), coefficient[f], columns);
    }
}

Array2 within_each(const Array3& matrices, const Array2& of) {
  Array2 result(matrices.extent(0) * matrices.extent(1), of.extent(1));
  within_each(matrices, of, result);
  return result;
}

double largest(const Array2& a) {
  double most = 0.0;
  for (double x : a) most = std::max(most, std::abs(x));
  return most;
}

// What one unit of `from` comes to inside its own economy, all tiers, given what one tier makes of it: the
// inverse of I - D for each D of `direct` [n][to][from], whose columns sum to less than one, so that no pivot
// is sought.
Array3 all_home_tiers(const Array3& direct) {
  const std::size_t K = direct.extent(1);
  Array3 inverse(direct.extent(0), K, K);
  for (std::size_t n = 0; n < direct.extent(0); ++n) {
    Array2 left(K, K);
    for (std::size_t r = 0; r < K; ++r)
      for (std::size_t c = 0; c < K; ++c) {
        left(r, c) = (r == c ? 1.0 : 0.0) - direct(n, r, c);
        inverse(n, r, c) = r == c ? 1.0 : 0.0;
      }
    for (std::size_t p = 0; p < K; ++p) {
      const double pivot = 1.0 / left(p, p);
      for (std::size_t c = 0; c < K; ++c) {
        left(p, c) *= pivot;
        inverse(n, p, c) *= pivot;
      }
      for (std::size_t r = 0; r < K; ++r) {
        const double factor = left(r, p);
        if (r == p || factor == 0.0) continue;
        add_scaled(left.row(r), left.row(p), -factor, K);
        add_scaled(inverse.row(n, r), inverse.row(n, p), -factor, K);
      }
    }
  }
  return inverse;
}

// All tiers, those inside each economy at once (most of trade is), those across borders step by step.
template <class Abroad>
Array2 all_tiers(const Array2& start, const Array3& home, Abroad abroad) {
  const double enough = kTail * largest(start);
  Array2 tier = within_each(home, start);
  Array2 total = tier;
  for (int step = 0; step < kMaxTiers && largest(tier) > enough; ++step) {
    tier = within_each(home, abroad(tier));
    for (std::size_t c = 0; c < total.size(); ++c) total.data()[c] += tier.data()[c];
  }
  return total;
}

}  // namespace

Chains::Chains(const World& world)
    : world_(world),
      N_(world.economy_count()),
      J_(world.sector_count()),
      K_(world.producer_count()),
      origin_(world.line_count(), N_, N_),
      duty_(N_, J_),
      coefficient_(N_, J_, K_) {
  const Array2 spent = spending(world);
  for (int l = 0; l < world.line_count(); ++l) {
    const int h = world.lines[static_cast<std::size_t>(l)].composite;
    for (int n = 0; n < N_; ++n) {
      if (!(spent(n, h) > 0.0)) continue;
      for (int i = 0; i < N_; ++i) {
        origin_(l, n, i) = world.flow(l, n, i) / spent(n, h);
        duty_(n, h) += origin_(l, n, i) * world.tariff(l, n, i);
      }
    }
  }
  for (int n = 0; n < N_; ++n)
    for (int h = 0; h < J_; ++h)
      for (int k = 0; k < K_; ++k)
        if (world.output(n, k) > 0.0) coefficient_(n, h, k) = world.input(n, h, k) / world.output(n, k);
}

Chains::Bundles Chains::by_origin(const Array2& composites, Array2& duties) const {
  for (int n = 0; n < N_; ++n)
    for (int h = 0; h < J_; ++h)
      add_scaled(duties.row(n), composites.row(n * J_ + h), duty_(n, h), composites.extent(1));
  Bundles goods(static_cast<std::size_t>(N_ * K_), composites.extent(1));
  to_makers(world_, origin_, Flows::all, composites, goods);
  return goods;
}

Array2 Chains::income_of_origin(const Bundles& goods) const {
  Array3 home(N_, K_, K_);
  for (int l = 0; l < world_.line_count(); ++l) {
    const Line& line = world_.lines[static_cast<std::size_t>(l)];
    for (int n = 0; n < N_; ++n)
      for (int k = 0; k < K_; ++k)
        home(n, line.producer, k) += origin_(l, n, n) * coefficient_(n, line.composite, k);
  }
  const Bundles output = all_tiers(goods, all_home_tiers(home), [&](const Bundles& tier) {
    Bundles next(tier.extent(0), tier.extent(1));
    to_makers(world_, origin_, Flows::abroad, within_each(coefficient_, tier), next);
    return next;
  });
  Array2 income(static_cast<std::size_t>(N_), goods.extent(1));
  for (int n = 0; n < N_; ++n)
    for (int k = 0; k < K_; ++k)
      if (world_.output(n, k) > 0.0)
        add_scaled(income.row(n), output.row(n * K_ + k), world_.value_added(n, k) / world_.output(n, k),
                   goods.extent(1));
  by_origin(within_each(coefficient_, output), income);
  return income;
}

Array2 Chains::final_destination(const Array2& value) const {
  const Array2 spent = absorption(world_);
  Array3 sold(world_.line_count(), N_, N_);  // of a maker's output, what goes on to each buyer
  Array3 used_by(N_, K_, J_);  // of a composite, what goes on into production; the rest is final use
  Array3 home(N_, K_, K_);
  for (int n = 0; n < N_; ++n)
    for (int k = 0; k < K_; ++k)
      for (int h = 0; h < J_; ++h)
        if (spent(n, h) > 0.0) used_by(n, k, h) = world_.input(n, h, k) / spent(n, h);
  for (int l = 0; l < world_.line_count(); ++l) {
    const Line& line = world_.lines[static_cast<std::size_t>(l)];
    for (int n = 0; n < N_; ++n) {
      for (int i = 0; i < N_; ++i)
        if (const double flow = world_.flow(l, n, i); flow > 0.0)
          sold(l, n, i) = flow / world_.output(i, line.producer);
      for (int k = 0; k < K_; ++k) home(n, k, line.producer) += sold(l, n, n) * used_by(n, k, line.composite);
    }
  }
  const auto reached = [&](const Array2& of, Flows which) {
    Array2 composites(static_cast<std::size_t>(N_ * J_), of.extent(1));
    to_buyers(world_, sold, which, of, composites);
    return composites;
  };
  const Array2 total = all_tiers(value, all_home_tiers(home), [&](const Array2& tier) {
    return within_each(used_by, reached(tier, Flows::abroad));
  });
  const Array2 composites = reached(total, Flows::all);
  Array2 used(static_cast<std::size_t>(N_), value.extent(1));
  for (int n = 0; n < N_; ++n)
    for (int h = 0; h < J_; ++h)
      if (spent(n, h) > 0.0)
        add_scaled(used.row(n), composites.row(n * J_ + h), world_.final_use(n, h) / spent(n, h),
                   value.extent(1));
  return used;
}

}  // namespace leeway
