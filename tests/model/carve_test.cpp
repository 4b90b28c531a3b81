// Identical copies of a sector change no result (model.md 4.1 step 4), and worlds that were carved solve.

#include "leeway/world/carve.h"

#include "model/support.h"

namespace leeway {
namespace {

using namespace leeway::testing;

constexpr double kGate = 1e-11;

// The same share of every flow of a sector, at its tariffs and its elasticity.
ProductData copy_of(const World& world, const std::string& id, int sector, double share,
                    std::optional<double> substitution) {
  ProductData product;
  product.id = "product:" + id;
  product.name = "A copy";
  product.sector = sector;
  product.substitution = substitution;
  for (int n = 0; n < world.economy_count(); ++n)
    for (int i = 0; i < world.economy_count(); ++i)
      product.flows.push_back({i, n, share * world.flow(sector, n, i), {}, {}});
  return product;
}

// The policy of a world on one that was made of it: `line` and `sector` say of which each is a copy.
Policy carried(const World& from, const World& to, const Policy& policy, const std::vector<int>& line,
               const std::vector<int>& sector) {
  Policy p = base_policy(to);
  for (int n = 0; n < to.economy_count(); ++n) {
    for (int k = 0; k < to.producer_count(); ++k) p.set_subsidy(n, k, policy.subsidy(n, sector[at(k)]));
    for (int l = 0; l < to.line_count(); ++l)
      for (int i = 0; i < to.economy_count(); ++i)
        p.set_wedge(to, l, n, i, policy.wedge(from, line[at(l)], n, i));
  }
  p.transfer = policy.transfer;
  return p;
}

void expect_same(const Result& a, const Result& b, const std::vector<int>& line,
                 const std::vector<int>& sector, const std::string& what) {
  const int N = a.economy_count();
  const Array3 whole = a.trade.all();
  Array3 trade(whole.extent(0), at(N), at(N));
  Array2 output(at(N), a.output.extent(1));
  for (int n = 0; n < N; ++n) {
    EXPECT_TRUE(agrees(b.log_welfare[at(n)], a.log_welfare[at(n)], kGate)) << what << ", economy " << n;
    EXPECT_TRUE(agrees(b.wage[at(n)], a.wage[at(n)], kGate)) << what << ", economy " << n;
    EXPECT_TRUE(agrees(b.consumer_price[at(n)], a.consumer_price[at(n)], kGate)) << what << ", economy " << n;
    EXPECT_TRUE(agrees(b.income[at(n)] / a.income[at(n)], 1.0, kGate)) << what << ", economy " << n;
    EXPECT_TRUE(
        agrees(b.tariff_revenue[at(n)] / a.income[at(n)], a.tariff_revenue[at(n)] / a.income[at(n)], kGate));
    for (std::size_t k = 0; k < sector.size(); ++k) output(n, sector[k]) += b.output(n, static_cast<int>(k));
    for (std::size_t l = 0; l < line.size(); ++l)
      for (int i = 0; i < N; ++i) trade(line[l], n, i) += b.trade(static_cast<int>(l), n, i);
  }
  for (std::size_t j = 0; j < output.size(); ++j)
    EXPECT_TRUE(agrees(output.data()[j] / a.output.data()[j], 1.0, kGate)) << what << ", output " << j;
  for (std::size_t j = 0; j < trade.size(); ++j)
    EXPECT_TRUE(agrees(trade.data()[j] / whole.data()[j], 1.0, kGate)) << what << ", trade " << j;
}

TEST(Carve, IdenticalProductLinesChangeNothing) {
  const World whole = small_world(5, 3, 97);
  std::mt19937_64 random(101);
  const Policy policy = random_policy(whole, random);
  for (const Setting& nest : nests())
    for (const double substitution : {0.4, 1.0, 2.5, 8.0}) {
      const World two = carve_product(whole, copy_of(whole, "a", 0, 0.3, substitution)).world;
      const World three = carve_product(two, copy_of(two, "b", 0, 0.4, substitution)).world;
      const std::vector<int> line = {0, 1, 2, 0, 0};
      const Result a = solved(Model(whole, precise(nest.options)), policy).result;
      const Result b =
          solved(Model(three, precise(nest.options)), carried(whole, three, policy, line, line)).result;
      expect_same(a, b, line, line, nest.name);
    }
}

TEST(Carve, IdenticalSectorsChangeNothing) {
  const World whole = small_world(5, 3, 47);
  std::mt19937_64 random(53);
  const Policy policy = random_policy(whole, random);
  for (const Setting& nest : nests()) {
    const World two = split_sector(whole, {copy_of(whole, "a", 1, 0.25, {}), {}, {}}).world;
    const World three = split_sector(two, {copy_of(two, "b", 1, 0.5, {}), {}, {}}).world;
    const std::vector<int> same = {0, 1, 2, 1, 1};
    const Result a = solved(Model(whole, precise(nest.options)), policy).result;
    const Result b =
        solved(Model(three, precise(nest.options)), carried(whole, three, policy, same, same)).result;
    expect_same(a, b, same, same, nest.name);
  }
}

TEST(Carve, LinesAndSectorsTogetherChangeNothing) {
  const World whole = small_world(4, 3, 59);
  std::mt19937_64 random(61);
  const Policy policy = random_policy(whole, random);
  const World line = carve_product(whole, copy_of(whole, "a", 0, 0.25, 3.0)).world;
  const World both = split_sector(line, {copy_of(line, "b", 1, 0.5, {}), {}, {}}).world;
  // The new sector's line and producer stand before those of products.
  const std::vector<int> same = {0, 1, 2, 1, 0};
  const Result a = solved(Model(whole, precise({})), policy).result;
  const Result b = solved(Model(both, precise({})), carried(whole, both, policy, same, same)).result;
  expect_same(a, b, same, same, "line and sector");
}

// A product that is all of a flow leaves a sector's line without it, or an importer without the line.
TEST(Carve, AProductMayTakeAWholeFlow) {
  const World whole = small_world(4, 3, 67);
  ProductData product = copy_of(whole, "a", 0, 0.4, 2.0);
  for (ProductFlow& flow : product.flows)
    if (flow.importer == 1 || flow.exporter == 2) flow.value = whole.flow(0, flow.importer, flow.exporter);
  const World carved = carve_product(whole, product).world;
  const Model model(carved, precise({}));
  EXPECT_LT(base_year_residual(model), 1e-12);
  std::mt19937_64 random(71);
  const Result r = solved(model, random_policy(carved, random, 0.3)).result;
}

TEST(Carve, CarvedWorldsAreEquilibria) {
  for (unsigned seed = 1; seed <= 6; ++seed) {
    const World world = carved_world(4, seed);
    EXPECT_LT(base_year_residual(Model(world, {})), 1e-12) << seed;
    std::mt19937_64 random(seed);
    const Result r = solved(Model(world, precise({})), random_policy(world, random, 0.3)).result;
  }
}

}  // namespace
}  // namespace leeway
