#include "leeway/ensemble/rank_selection.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include <boost/math/distributions/fisher_f.hpp>

namespace leeway {

namespace {

using Column = std::vector<double>;

constexpr double level = 0.05;
constexpr double nothing = 1e-10;  ///< share of squares that is rounding

double dot(const Column& a, const Column& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

void centre(Column& column) {
  const double mean = std::accumulate(column.begin(), column.end(), 0.0) / static_cast<double>(column.size());
  for (double& value : column) value -= mean;
}

/// Takes the part along each unit column out.
void leave(Column& column, const std::vector<Column>& basis) {
  for (const Column& unit : basis) {
    const double along = dot(column, unit);
    for (std::size_t i = 0; i < column.size(); ++i) column[i] -= along * unit[i];
  }
}

/// Ranks of a number; of a choice whether each value is taken.
std::vector<Column> columns_of(const Mover& mover) {
  std::vector<Column> columns;
  if (!mover.is_choice) {
    columns.push_back(ranks(mover.values));
  } else {
    std::map<double, Column> groups;
    for (std::size_t i = 0; i < mover.values.size(); ++i)
      groups.try_emplace(mover.values[i], mover.values.size(), 0.0).first->second[i] = 1.0;
    for (auto& [value, column] : groups) columns.push_back(std::move(column));
  }
  for (Column& column : columns) centre(column);
  return columns;
}

/// Unit columns of what these span beside a basis.
std::vector<Column> further(std::vector<Column> columns, std::vector<Column> basis) {
  std::vector<Column> added;
  for (Column& column : columns) {
    const double before = dot(column, column);
    leave(column, basis);
    leave(column, basis);
    const double after = dot(column, column);
    if (!(after > nothing * before)) continue;
    for (double& value : column) value /= std::sqrt(after);
    basis.push_back(column);
    added.push_back(column);
  }
  return added;
}

/// Probability that chance alone explains this share of squares.
double by_chance(double share, std::size_t columns, double rest) {
  if (!(rest > 0.0)) return 1.0;
  if (share >= 1.0) return 0.0;
  const auto k = static_cast<double>(columns);
  const boost::math::fisher_f_distribution<double> f(k, rest);
  return boost::math::cdf(boost::math::complement(f, share / k / ((1.0 - share) / rest)));
}

}  // namespace

std::vector<double> ranks(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> rank(values.size());
  for (std::size_t i = 0; i < order.size();) {
    std::size_t end = i;
    while (end < order.size() && values[order[end]] == values[order[i]]) ++end;
    const double mean = 0.5 * static_cast<double>(i + end - 1);
    for (; i < end; ++i) rank[order[i]] = mean;
  }
  return rank;
}

std::vector<std::size_t> moves_by_rank(const std::vector<Mover>& movers, const std::vector<double>& figure) {
  std::vector<std::size_t> taken;
  if (figure.size() < 3) return taken;
  Column left = ranks(figure);
  centre(left);
  const double all = dot(left, left);
  std::vector<std::vector<Column>> spanned;
  for (const Mover& mover : movers) spanned.push_back(further(columns_of(mover), {}));
  std::vector<bool> open(movers.size(), true);
  std::vector<Column> basis;
  while (dot(left, left) > nothing * all) {
    const double squares = dot(left, left);
    std::size_t best = movers.size();
    double most = 0.0;
    for (std::size_t m = 0; m < movers.size(); ++m) {
      if (!open[m]) continue;
      const std::vector<Column>& own = spanned[m];
      double share = 0.0;
      for (const Column& unit : own) share += std::pow(dot(unit, left), 2) / squares;
      // Of one column this is the t test of a correlation, with n - taken - 2 degrees.
      const double rest =
          static_cast<double>(figure.size()) - static_cast<double>(basis.size() + own.size()) - 1.0;
      if (own.empty() || !(share > most)) continue;
      if (!(by_chance(share, own.size(), rest) * static_cast<double>(movers.size()) < level)) continue;
      best = m;
      most = share;
    }
    if (best == movers.size()) break;
    open[best] = false;
    for (Column& unit : further(spanned[best], basis)) basis.push_back(std::move(unit));
    leave(left, basis);
    taken.push_back(best);
  }
  return taken;
}

}  // namespace leeway
