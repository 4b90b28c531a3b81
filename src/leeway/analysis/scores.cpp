#include "leeway/analysis/scores.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace leeway {

namespace {

/// Ranks from 0, ties by their mean.
std::vector<double> ranks(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> rank(values.size());
  for (std::size_t first = 0; first < order.size();) {
    std::size_t last = first;
    while (last + 1 < order.size() && values[order[last + 1]] == values[order[first]]) ++last;
    for (std::size_t at = first; at <= last; ++at) rank[order[at]] = 0.5 * static_cast<double>(first + last);
    first = last + 1;
  }
  return rank;
}

/// Weighted second moments about the weighted means.
struct Moments {
  double weight = 0.0;
  double model = 0.0;
  double record = 0.0;
  double model_model = 0.0;
  double record_record = 0.0;
  double model_record = 0.0;

  explicit Moments(const std::vector<ScoredChange>& changes) {
    for (const ScoredChange& c : changes) {
      weight += c.weight;
      model += c.weight * c.model;
      record += c.weight * c.record;
    }
    if (!(weight > 0.0)) return;
    model /= weight;
    record /= weight;
    for (const ScoredChange& c : changes) {
      const double m = c.model - model;
      const double r = c.record - record;
      model_model += c.weight * m * m;
      record_record += c.weight * r * r;
      model_record += c.weight * m * r;
    }
  }
};

}  // namespace

Scores score(const std::vector<ScoredChange>& changes) {
  Scores out;
  out.count = static_cast<int>(changes.size());
  double error = 0.0;
  double still = 0.0;
  double square = 0.0;
  double square_still = 0.0;
  double right = 0.0;
  double signs = 0.0;
  for (const ScoredChange& c : changes) {
    error += c.weight * std::abs(c.model - c.record);
    still += c.weight * std::abs(c.record);
    square += c.weight * (c.model - c.record) * (c.model - c.record);
    square_still += c.weight * c.record * c.record;
    if (c.model == 0.0 || c.record == 0.0) continue;
    signs += c.importance;
    if ((c.model > 0.0) == (c.record > 0.0)) right += c.importance;
  }
  if (still > 0.0) {
    out.error = error / still;
    out.square_error = std::sqrt(square / square_still);
  }
  if (signs > 0.0) out.sign = right / signs;
  const Moments m(changes);
  if (changes.size() < 3 || !(m.model_model > 0.0)) return out;
  if (m.record_record > 0.0) out.correlation = m.model_record / std::sqrt(m.model_model * m.record_record);
  out.slope = m.model_record / m.model_model;
  std::map<int, double> moved;
  for (const ScoredChange& c : changes) {
    const double residual = (c.record - m.record) - *out.slope * (c.model - m.model);
    moved[c.cluster] += c.weight * (c.model - m.model) * residual;
  }
  const auto clusters = static_cast<double>(moved.size());
  if (clusters < 2.0) return out;
  double meat = 0.0;
  for (const auto& [cluster, sum] : moved) meat += sum * sum;
  out.slope_error = std::sqrt(clusters / (clusters - 1.0) * meat) / m.model_model;
  return out;
}

std::optional<double> rank_correlation(const std::vector<double>& a, const std::vector<double>& b) {
  if (a.size() != b.size() || a.size() < 3) return {};
  const std::vector<double> rank_a = ranks(a);
  const std::vector<double> rank_b = ranks(b);
  std::vector<ScoredChange> pairs;
  for (std::size_t at = 0; at < a.size(); ++at) pairs.push_back({rank_a[at], rank_b[at]});
  return score(pairs).correlation;
}

}  // namespace leeway
