#include "leeway/ensemble/sobol_indices.h"

#include <algorithm>
#include <cmath>

#include "leeway/ensemble/points.h"

namespace leeway {

namespace {

/// Sums over base points of which each counts `times`.
struct Sums {
  double count = 0.0;
  double sum = 0.0;      // of both points, from the mean of all
  double squares = 0.0;  // the same
  std::vector<double> first;
  std::vector<double> total;

  explicit Sums(std::size_t factors) : first(factors, 0.0), total(factors, 0.0) {}

  void add(const SaltelliBlock& block, double centre, double times) {
    const double a = block.a - centre;
    const double b = block.b - centre;
    count += times;
    sum += times * (a + b);
    squares += times * (a * a + b * b);
    for (std::size_t f = 0; f < first.size(); ++f) {
      const double to_b = block.b - block.mixed[f];
      const double to_a = block.a - block.mixed[f];
      first[f] += times * to_b * to_b;
      total[f] += times * to_a * to_a;
    }
  }
  double variance() const {
    const double mean = sum / (2.0 * count);
    return squares / (2.0 * count) - mean * mean;
  }
  double first_of(std::size_t f) const { return 1.0 - first[f] / (2.0 * count) / variance(); }
  double total_of(std::size_t f) const { return total[f] / (2.0 * count) / variance(); }
};

IndexEstimate estimate(double value, std::vector<double> resampled) {
  std::sort(resampled.begin(), resampled.end());
  const auto at = [&](double share) {
    return resampled[static_cast<std::size_t>(
        std::lround(share * static_cast<double>(resampled.size() - 1)))];
  };
  return {value, at(0.025), at(0.975)};
}

}  // namespace

std::vector<SobolIndex> sobol_indices(const std::vector<SaltelliBlock>& blocks, std::uint64_t seed,
                                      int resamples) {
  if (blocks.size() < 2) return {};
  const std::size_t factors = blocks.front().mixed.size();
  double centre = 0.0;
  for (const SaltelliBlock& block : blocks)
    centre += 0.5 * (block.a + block.b) / static_cast<double>(blocks.size());
  Sums all(factors);
  for (const SaltelliBlock& block : blocks) all.add(block, centre, 1.0);
  std::vector<SobolIndex> indices(factors);
  // Below rounding of the figure itself nothing varies.
  if (!(all.variance() > 1e-24 * (1.0 + centre * centre))) return indices;
  std::vector<std::vector<double>> first(factors);
  std::vector<std::vector<double>> total(factors);
  std::vector<double> times(blocks.size());
  for (int r = 0; r < resamples; ++r) {
    std::fill(times.begin(), times.end(), 0.0);
    for (std::size_t i = 0; i < blocks.size(); ++i)
      times[drawn(seed, static_cast<std::uint64_t>(r), i, 7) % blocks.size()] += 1.0;
    Sums sums(factors);
    for (std::size_t i = 0; i < blocks.size(); ++i)
      if (times[i] > 0.0) sums.add(blocks[i], centre, times[i]);
    if (!(sums.variance() > 0.0)) continue;
    for (std::size_t f = 0; f < factors; ++f) {
      first[f].push_back(sums.first_of(f));
      total[f].push_back(sums.total_of(f));
    }
  }
  for (std::size_t f = 0; f < factors; ++f) {
    if (first[f].empty()) continue;
    indices[f] = {estimate(all.first_of(f), first[f]), estimate(all.total_of(f), total[f])};
  }
  return indices;
}

}  // namespace leeway
