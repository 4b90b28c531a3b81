// The approximate inverse that steers a solve: its transpose, and what it solves of the world as a whole.

#include <random>
#include <vector>

#include "model/derivatives_support.h"

namespace leeway {
namespace {

using namespace leeway::testing;

// The blocks are kept in 8 bits.
constexpr double kEightBits = 1.0 / 256.0;

struct Steered {
  Steered(const World& world, const Options& options)
      : bench(calibrate(world, options), world, base_policy(world)), preconditioner(*bench.c) {
    bench.residual(bench.z);
  }

  std::vector<double> preconditioned(const std::vector<double>& v) const {
    std::vector<double> out(v.size());
    preconditioner.apply(v, out);
    return out;
  }

  Bench bench;
  BlockPreconditioner preconditioner;
};

class Preconditioner : public ::testing::TestWithParam<Setting> {};

TEST_P(Preconditioner, AgreesWithItsTranspose) {
  for (const World& world : small_worlds()) {
    const Steered s(world, GetParam().options);
    std::mt19937_64 random(31);
    for (int draw = 0; draw < 3; ++draw) {
      const std::vector<double> v = random_vector(random, s.bench.z.size(), 1.0);
      const std::vector<double> y = random_vector(random, v.size(), 1.0);
      const std::vector<double> forward = s.preconditioned(v);
      std::vector<double> backward(v.size());
      s.preconditioner.apply_transpose(y, backward);
      const double scale = std::sqrt(dot(y, y) * dot(forward, forward));
      EXPECT_TRUE(agrees(dot(y, forward) / scale, dot(backward, v) / scale, 1e-6));
    }
  }
}

// Where all economies are off alike in one kind of equation, their sums over the world are solved: of prices
// by spending, of value added by output, of incomes by income. What the world earns is the wages' sum.
void check_world_sums(const World& world, const Options& options) {
  const Steered s(world, options);
  const Equilibrium& equilibrium = *s.bench.equilibrium;
  const Layout& layout = equilibrium.layout();
  const Shares& b = *s.bench.c->shares;
  // What nests within nests move is left to the iteration.
  if (s.bench.c->inputs_move() && !s.bench.c->bundle_members.empty()) return;
  std::vector<std::vector<double>> kinds;
  std::vector<std::vector<double>> weights;
  const auto add = [&](const auto& place, const auto& weight) {
    std::vector<double>& kind = kinds.emplace_back(s.bench.z.size(), 0.0);
    std::vector<double>& sum = weights.emplace_back(s.bench.z.size(), 0.0);
    double total = 0.0;
    for (int n = 0; n < b.economies; ++n) total += weight(n);
    for (int n = 0; n < b.economies; ++n) {
      kind[at(place(n))] = weight(n) > 0.0 ? 1.0 : 0.0;
      sum[at(place(n))] = weight(n) / total;
    }
  };
  for (int h = 0; h < b.composites; ++h)
    add([&](int n) { return layout.price(n, h); }, [&](int n) { return b.X0(n, h); });
  for (int k = 0; k < b.producers; ++k)
    add([&](int n) { return layout.value_added(n, k); }, [&](int n) { return b.Y0(n, k); });
  add([&](int n) { return layout.income(n); }, [&](int n) { return b.I0[at(n)]; });
  add([&](int n) { return layout.wage(n); }, [&](int n) { return equilibrium.state().receipts[at(n)]; });
  for (const std::vector<double>& kind : kinds) {
    std::vector<double> left(kind.size());
    s.bench.equilibrium->jacobian(s.preconditioned(kind), left);
    for (std::size_t j = 0; j < kind.size(); ++j) left[j] -= kind[j];
    for (const std::vector<double>& sum : weights) EXPECT_TRUE(agrees(dot(sum, left), 0.0, 4.0 * kEightBits));
  }
}

TEST_P(Preconditioner, SolvesWhatTheWorldMovesTogether) {
  for (const World& world : small_worlds()) check_world_sums(world, GetParam().options);
}

INSTANTIATE_TEST_SUITE_P(Nests, Preconditioner, ::testing::ValuesIn(nests()), test_name);

TEST(PreconditionerOfDefaultWorld, SolvesWhatTheWorldMovesTogether) {
  if (default_world() == nullptr) GTEST_SKIP() << "world 2023 is not in the data folder";
  check_world_sums(*default_world(), {});
}

}  // namespace
}  // namespace leeway
