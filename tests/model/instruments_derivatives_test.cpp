// Jacobian products and their transpose with instruments of every kind, several on one flow, and firm groups.

#include "model/instruments_support.h"

namespace leeway {
namespace {

using namespace leeway::testing;

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0.0;
  for (std::size_t j = 0; j < a.size(); ++j) sum += a[j] * b[j];
  return sum;
}

class InstrumentProducts : public ::testing::TestWithParam<Setting> {};

TEST_P(InstrumentProducts, AgreeWithDifferencesAndTranspose) {
  for (unsigned seed = 1; seed <= 6; ++seed) {
    const World world = small_world(4, 3, 100 + seed);
    std::mt19937_64 random(seed);
    Policy policy = random_instruments(world, random, 9);
    random_parts(world, random, policy, 3);
    Bench b(calibrate(world, GetParam().options), world, policy);
    const std::size_t size = b.z.size();
    std::vector<double> z = random_vector(random, size, 0.1);
    const auto first = at(b.equilibrium->layout().levels());
    for (std::size_t j = first; j < size; ++j) z[j] = uniform(random, 0.05, 0.5);
    b.equilibrium->project(z);
    for (int draw = 0; draw < 3; ++draw) {
      const std::vector<double> v = random_vector(random, size, 1.0);
      const std::vector<double> y = random_vector(random, size, 1.0);
      b.residual(z);
      std::vector<double> forward(size);
      std::vector<double> backward(size);
      b.equilibrium->jacobian(v, forward);
      b.equilibrium->transpose(y, backward);
      const double scale = std::sqrt(dot(y, y) * dot(forward, forward));
      EXPECT_TRUE(agrees(dot(y, forward) / scale, dot(backward, v) / scale, 1e-12)) << "seed " << seed;

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
        ASSERT_TRUE(agrees(forward[j] / reach, slope[j] / reach, 1e-7)) << "seed " << seed << " row " << j;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Model, InstrumentProducts, ::testing::ValuesIn(nests_and_closures()), test_name);

}  // namespace
}  // namespace leeway
