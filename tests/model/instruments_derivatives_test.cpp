// Jacobian products and their transpose with instruments of every kind, several on one flow, and firm groups.

#include "model/derivatives_support.h"
#include "model/instruments_support.h"

namespace leeway {
namespace {

using namespace leeway::testing;

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
    check_products(b, z, random);
  }
}

INSTANTIATE_TEST_SUITE_P(Model, InstrumentProducts, ::testing::ValuesIn(nests_and_closures()), test_name);

}  // namespace
}  // namespace leeway
