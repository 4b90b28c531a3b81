#include "leeway/solve/gmres.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <utility>

#include "leeway/base/lanes.h"

namespace leeway::solve {

namespace {

// Sums run in fixed lanes, so that the bits do not depend on the width of the machine's vectors.
constexpr std::size_t kLanes = 8;

[[gnu::always_inline]] inline Lanes8 load(const double* p) {
  Lanes8 v;
  std::memcpy(&v, p, sizeof v);
  return v;
}

LEEWAY_CLONES double dot(const double* a, const double* b, std::size_t n) {
  Lanes8 s[2] = {};
  std::size_t i = 0;
  for (; i + 2 * kLanes <= n; i += 2 * kLanes) {
    s[0] += load(a + i) * load(b + i);
    s[1] += load(a + i + kLanes) * load(b + i + kLanes);
  }
  double rest = 0.0;
  for (; i < n; ++i) rest += a[i] * b[i];
  const Lanes8 t = s[0] + s[1];
  return (((t[0] + t[4]) + (t[2] + t[6])) + ((t[1] + t[5]) + (t[3] + t[7]))) + rest;
}

// y += factor x
LEEWAY_CLONES void add(const double* x, double factor, double* y, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) y[i] += factor * x[i];
}

double dot(std::span<const double> a, std::span<const double> b) { return dot(a.data(), b.data(), a.size()); }
void add(std::span<const double> x, double factor, std::span<double> y) {
  add(x.data(), factor, y.data(), x.size());
}
double norm_of(std::span<const double> v) { return std::sqrt(dot(v, v)); }

std::vector<double> scaled(std::span<const double> v, double factor) {
  std::vector<double> out(v.begin(), v.end());
  for (double& x : out) x *= factor;
  return out;
}

}  // namespace

GmresResult gmres(const LinearMap& apply, std::span<const double> b, double tolerance, int max_iterations,
                  const LinearMap& precondition) {
  GmresResult result;
  result.x.assign(b.size(), 0.0);
  const double beta = norm_of(b);
  if (beta == 0.0) {
    result.converged = true;
    return result;
  }
  std::vector<std::vector<double>> basis{scaled(b, 1.0 / beta)};
  std::vector<std::vector<double>> directions;
  std::vector<std::vector<double>> columns;  // R of the QR factorisation of the Hessenberg matrix
  std::vector<double> cosines;
  std::vector<double> sines;
  std::vector<double> g{beta};
  std::vector<double> w(b.size());
  for (int k = 0; k < max_iterations; ++k) {
    const auto last = static_cast<std::size_t>(k);
    if (precondition) precondition(basis[last], directions.emplace_back(b.size()));
    apply(precondition ? directions[last] : basis[last], w);
    const double reach = norm_of(w);
    std::vector<double> h(last + 2);
    for (std::size_t i = 0; i <= last; ++i) {
      h[i] = dot(basis[i], w);
      add(basis[i], -h[i], w);
    }
    h[last + 1] = norm_of(w);
    const double subdiagonal = h[last + 1];
    for (std::size_t i = 0; i < last; ++i) {
      const double upper = cosines[i] * h[i] + sines[i] * h[i + 1];
      h[i + 1] = -sines[i] * h[i] + cosines[i] * h[i + 1];
      h[i] = upper;
    }
    const double radius = std::sqrt(h[last] * h[last] + h[last + 1] * h[last + 1]);
    // Nothing but rounding left of a column: the matrix is singular here, and a rotation made of it would
    // report a residual that x does not have.
    if (!(radius > 1e-14 * reach) || !std::isfinite(radius)) break;
    cosines.push_back(h[last] / radius);
    sines.push_back(h[last + 1] / radius);
    h[last] = radius;
    g.push_back(-sines[last] * g[last]);
    g[last] *= cosines[last];
    h.resize(last + 1);
    columns.push_back(std::move(h));
    result.iterations = k + 1;
    result.relative_residual = std::abs(g[last + 1]) / beta;
    if (result.relative_residual <= tolerance) {
      result.converged = true;
      break;
    }
    if (!(subdiagonal > 0.0)) break;
    basis.push_back(scaled(w, 1.0 / subdiagonal));
  }
  const std::size_t m = columns.size();
  std::vector<double> y(m);
  for (std::size_t i = m; i-- > 0;) {
    double sum = g[i];
    for (std::size_t j = i + 1; j < m; ++j) sum -= columns[j][i] * y[j];
    y[i] = sum / columns[i][i];
  }
  for (std::size_t i = 0; i < m; ++i) add(precondition ? directions[i] : basis[i], y[i], result.x);
  return result;
}

}  // namespace leeway::solve
