#include "leeway/solve/gmres.h"

#include <cmath>
#include <utility>

#include <Eigen/Dense>

namespace leeway::solve {

namespace {

using Vector = Eigen::VectorXd;

Eigen::Map<const Vector> view(std::span<const double> v) {
  return {v.data(), static_cast<Eigen::Index>(v.size())};
}

std::span<const double> as_span(const Vector& v) { return {v.data(), static_cast<std::size_t>(v.size())}; }
std::span<double> as_span(Vector& v) { return {v.data(), static_cast<std::size_t>(v.size())}; }

}  // namespace

GmresResult gmres(const LinearMap& apply, std::span<const double> b, double tolerance, int max_iterations,
                  const LinearMap& precondition) {
  GmresResult result;
  const auto n = static_cast<Eigen::Index>(b.size());
  result.x.assign(b.size(), 0.0);
  const double beta = view(b).norm();
  if (beta == 0.0) {
    result.converged = true;
    return result;
  }
  std::vector<Vector> basis{view(b) / beta};
  std::vector<Vector> directions;
  std::vector<std::vector<double>> columns;  // R of the QR factorisation of the Hessenberg matrix
  std::vector<double> cosines;
  std::vector<double> sines;
  std::vector<double> g{beta};
  Vector w(n);
  for (int k = 0; k < max_iterations; ++k) {
    const auto last = static_cast<std::size_t>(k);
    if (precondition) {
      Vector z(n);
      precondition(as_span(std::as_const(basis[last])), as_span(z));
      directions.push_back(std::move(z));
    }
    const Vector& direction = precondition ? directions[last] : basis[last];
    apply(as_span(direction), as_span(w));
    const double reach = w.norm();
    std::vector<double> h(last + 2);
    for (std::size_t i = 0; i <= last; ++i) {
      h[i] = basis[i].dot(w);
      w -= h[i] * basis[i];
    }
    h[last + 1] = w.norm();
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
    basis.push_back(w / subdiagonal);
  }
  const std::size_t m = columns.size();
  std::vector<double> y(m);
  for (std::size_t i = m; i-- > 0;) {
    double sum = g[i];
    for (std::size_t j = i + 1; j < m; ++j) sum -= columns[j][i] * y[j];
    y[i] = sum / columns[i][i];
  }
  Eigen::Map<Vector> x(result.x.data(), n);
  for (std::size_t i = 0; i < m; ++i) x += y[i] * (precondition ? directions[i] : basis[i]);
  return result;
}

}  // namespace leeway::solve
