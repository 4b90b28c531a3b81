#include "leeway/analysis/chains.h"

#include <algorithm>
#include <cmath>

namespace leeway {

namespace {

// Tiers of suppliers are followed until what is still on its way is this share of the start.
constexpr double kTail = 1e-9;
constexpr int kMaxTiers = 500;

// The caller's columns run innermost, so that each coefficient is read once for all of them.
void add_scaled(double* to, const double* from, double scale, std::size_t columns) {
  for (std::size_t c = 0; c < columns; ++c) to[c] += scale * from[c];
}

double largest(const Array2& a) {
  double most = 0.0;
  for (double x : a) most = std::max(most, std::abs(x));
  return most;
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
  const std::size_t columns = composites.extent(1);
  Bundles goods(N_ * K_, static_cast<int>(columns));
  for (int n = 0; n < N_; ++n)
    for (int h = 0; h < J_; ++h) add_scaled(duties.row(n), composites.row(n * J_ + h), duty_(n, h), columns);
  for (int l = 0; l < world_.line_count(); ++l) {
    const Line& line = world_.lines[static_cast<std::size_t>(l)];
    for (int n = 0; n < N_; ++n) {
      const double* bought = composites.row(n * J_ + line.composite);
      for (int i = 0; i < N_; ++i)
        if (const double share = origin_(l, n, i); share > 0.0)
          add_scaled(goods.row(i * K_ + line.producer), bought, share, columns);
    }
  }
  return goods;
}

Array2 Chains::inputs_of(const Array2& output) const {
  const std::size_t columns = output.extent(1);
  Array2 composites(N_ * J_, static_cast<int>(columns));
  for (int n = 0; n < N_; ++n)
    for (int h = 0; h < J_; ++h)
      for (int k = 0; k < K_; ++k)
        add_scaled(composites.row(n * J_ + h), output.row(n * K_ + k), coefficient_(n, h, k), columns);
  return composites;
}

Array2 Chains::income_of_origin(const Bundles& goods) const {
  const std::size_t columns = goods.extent(1);
  Array2 income(N_, static_cast<int>(columns));
  Array2 tier = goods;
  const double start = largest(goods);
  for (int step = 0; step < kMaxTiers && largest(tier) > kTail * start; ++step) {
    for (int n = 0; n < N_; ++n)
      for (int k = 0; k < K_; ++k)
        if (world_.output(n, k) > 0.0)
          add_scaled(income.row(n), tier.row(n * K_ + k), world_.value_added(n, k) / world_.output(n, k),
                     columns);
    tier = by_origin(inputs_of(tier), income);
  }
  return income;
}

Array2 Chains::final_destination(const Array2& value) const {
  const std::size_t columns = value.extent(1);
  Array2 used(N_, static_cast<int>(columns));
  // Share of each composite's spending that is final use; the rest goes on into production.
  Array2 final_share(N_, J_);
  Array2 spending = absorption(world_);
  for (int n = 0; n < N_; ++n)
    for (int h = 0; h < J_; ++h)
      if (spending(n, h) > 0.0) final_share(n, h) = world_.final_use(n, h) / spending(n, h);
  Array2 tier = value;
  const double start = largest(value);
  for (int step = 0; step < kMaxTiers && largest(tier) > kTail * start; ++step) {
    Array2 reached(N_ * J_, static_cast<int>(columns));  // value in composites of each buyer
    for (int l = 0; l < world_.line_count(); ++l) {
      const Line& line = world_.lines[static_cast<std::size_t>(l)];
      for (int n = 0; n < N_; ++n)
        for (int i = 0; i < N_; ++i) {
          const double flow = world_.flow(l, n, i);
          if (flow > 0.0)
            add_scaled(reached.row(n * J_ + line.composite), tier.row(i * K_ + line.producer),
                       flow / world_.output(i, line.producer), columns);
        }
    }
    Array2 next(N_ * K_, static_cast<int>(columns));
    for (int n = 0; n < N_; ++n)
      for (int h = 0; h < J_; ++h) {
        const double* here = reached.row(n * J_ + h);
        add_scaled(used.row(n), here, final_share(n, h), columns);
        if (!(spending(n, h) > 0.0)) continue;
        for (int k = 0; k < K_; ++k)
          add_scaled(next.row(n * K_ + k), here, world_.input(n, h, k) / spending(n, h), columns);
      }
    tier = std::move(next);
  }
  return used;
}

}  // namespace leeway
