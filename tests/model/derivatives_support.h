#pragma once

#include <random>
#include <vector>

#include "model/support.h"

namespace leeway::testing {

inline double dot(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0.0;
  for (std::size_t j = 0; j < a.size(); ++j) sum += a[j] * b[j];
  return sum;
}

/// Products with the Jacobian at z: against their transpose, and against fourth-order differences.
inline void check_products(Bench& b, const std::vector<double>& z, std::mt19937_64& random) {
  const std::size_t size = b.z.size();
  for (int draw = 0; draw < 3; ++draw) {
    const std::vector<double> v = random_vector(random, size, 1.0);
    const std::vector<double> y = random_vector(random, size, 1.0);
    b.residual(z);
    std::vector<double> forward(size);
    std::vector<double> backward(size);
    b.equilibrium->jacobian(v, forward);
    b.equilibrium->transpose(y, backward);
    const double scale = std::sqrt(dot(y, y) * dot(forward, forward));
    EXPECT_TRUE(agrees(dot(y, forward) / scale, dot(backward, v) / scale, 1e-12)) << "<y,Jv> and <J'y,v>";

    const double h = 1e-4;
    std::vector<double> slope(size, 0.0);
    for (const auto& [step, weight] : {std::pair{h, 8.0}, {-h, -8.0}, {2 * h, -1.0}, {-2 * h, 1.0}}) {
      std::vector<double> shifted = z;
      for (std::size_t j = 0; j < size; ++j) shifted[j] += step * v[j];
      const std::vector<double> r = b.residual(shifted);
      for (std::size_t j = 0; j < size; ++j) slope[j] += weight * r[j] / (12.0 * h);
    }
    const double reach = solve::largest(slope);
    for (std::size_t j = 0; j < size; ++j)
      ASSERT_TRUE(agrees(forward[j] / reach, slope[j] / reach, 1e-7)) << "row " << j;
  }
}

}  // namespace leeway::testing
