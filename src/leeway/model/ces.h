#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "leeway/base/elementary.h"
#include "leeway/model/calibration.h"

namespace leeway {

// The CES node of model.md 2.2: price lP = ln(sum_a s_a exp((1-sigma) x_a)) / (1-sigma) and shares
// s'_a = s_a exp((1-sigma)(x_a - lP)), with the Cobb-Douglas limit.

/// Share and log input price of each input come from functions of its index; shares go to `put`.
template <class Share, class LogPrice, class Put>
double ces(double sigma, int count, Share share, LogPrice log_price, Put put) {
  const double r = 1.0 - sigma;
  double mean = 0.0;
  for (int a = 0; a < count; ++a) mean += share(a) * log_price(a);
  if (std::abs(r) < kCobbDouglas) {
    for (int a = 0; a < count; ++a) put(a, share(a));
    return mean;
  }
  // Measured from the mean, so that nothing overflows and small r loses no digits.
  double excess = 0.0;
  for (int a = 0; a < count; ++a) excess += share(a) * elementary::expm1(r * (log_price(a) - mean));
  const double log_p = mean + elementary::log1p(excess) / r;
  for (int a = 0; a < count; ++a) put(a, share(a) * elementary::exp(r * (log_price(a) - log_p)));
  return log_p;
}

/// Two inputs with shares s and 1 - s; `first` receives the first one's new share.
inline double ces_pair(double sigma, double s, double x, double y, double& first) {
  const double r = 1.0 - sigma;
  const double mean = s * x + (1.0 - s) * y;
  if (std::abs(r) < kCobbDouglas) {
    first = s;
    return mean;
  }
  const double excess = s * elementary::expm1(r * (x - mean)) + (1.0 - s) * elementary::expm1(r * (y - mean));
  const double log_p = mean + elementary::log1p(excess) / r;
  first = s * elementary::exp(r * (x - log_p));
  return log_p;
}

/// Price of materials of user (n, k) through bundles (E2) and across them (E3); `put` receives the new
/// share of each composite in materials.
template <class Put>
double nested_materials(const Calibration& c, int n, int k, const double* log_price, Put put) {
  const Array3& g0 = c.shares->g0;
  const int H = c.shares->composites;
  const auto bundles = static_cast<int>(c.sigB.size());
  // Nodes of the upper nest: the bundles, then the composites that stand alone.
  std::vector<double> weight(static_cast<std::size_t>(bundles) + static_cast<std::size_t>(H), 0.0);
  std::vector<double> price(weight.size(), 0.0);
  std::vector<double> inner(static_cast<std::size_t>(H), 0.0);
  for (int q = 0; q < bundles; ++q) {
    std::vector<int> members;
    double total = 0.0;
    for (int h = 0; h < H; ++h)
      if (c.bundle[static_cast<std::size_t>(h)] == q) {
        members.push_back(h);
        total += g0(n, h, k);
      }
    const auto at = static_cast<std::size_t>(q);
    weight[at] = total;
    if (!(total > 0.0)) continue;
    price[at] = ces(
        c.sigB[at], static_cast<int>(members.size()),
        [&](int a) { return g0(n, members[static_cast<std::size_t>(a)], k) / total; },
        [&](int a) { return log_price[members[static_cast<std::size_t>(a)]]; },
        [&](int a, double s) { inner[static_cast<std::size_t>(members[static_cast<std::size_t>(a)])] = s; });
  }
  for (int h = 0; h < H; ++h) {
    if (c.bundle[static_cast<std::size_t>(h)] >= 0) continue;
    const auto at = static_cast<std::size_t>(bundles + h);
    weight[at] = g0(n, h, k);
    price[at] = log_price[h];
    inner[static_cast<std::size_t>(h)] = 1.0;
  }
  return ces(
      c.sigM[static_cast<std::size_t>(k)], static_cast<int>(weight.size()),
      [&](int a) { return weight[static_cast<std::size_t>(a)]; },
      [&](int a) { return price[static_cast<std::size_t>(a)]; },
      [&](int a, double s) {
        if (a >= bundles) {
          // A composite in a bundle has an empty node here, which must not undo its share.
          if (c.bundle[static_cast<std::size_t>(a - bundles)] < 0) put(a - bundles, s);
          return;
        }
        for (int h = 0; h < H; ++h)
          if (c.bundle[static_cast<std::size_t>(h)] == a) put(h, s * inner[static_cast<std::size_t>(h)]);
      });
}

}  // namespace leeway
