#include "leeway/world/carve.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "leeway/world/check.h"
#include "leeway/world/load.h"
#include "support/own_folder.h"
#include "support/refusal.h"
#include "support/small_world.h"

namespace leeway {
namespace {

using ::testing::HasSubstr;

// A product that is a random part of each flow of a sector, sales at home included.
ProductData some_product(const World& world, int sector, unsigned seed) {
  std::mt19937_64 random(seed);
  ProductData product;
  product.id = "product:new";
  product.name = "New product";
  product.sector = sector;
  product.unit = "t";
  product.substitution = 2.0;
  product.confidence = "C";
  product.method = "Drawn at random for tests.";
  for (int n = 0; n < world.economy_count(); ++n)
    for (int i = 0; i < world.economy_count(); ++i) {
      const double value = world.flow(sector, n, i) * testing::uniform(random, 0.05, 0.6);
      product.flows.push_back({i, n, value, 10.0 * value * testing::uniform(random, 0.5, 2.0), {}});
    }
  return product;
}

double all_duties(const World& world, int n, int i) {
  double total = 0.0;
  for (int l = 0; l < world.line_count(); ++l) total += world.flow(l, n, i) * world.tariff(l, n, i);
  return total;
}

std::string refusal_of(const World& world, const ProductData& product) {
  return testing::refusal([&] { carve_product(world, product); });
}

bool mentions(const Carved& carved, const std::string& text) {
  return std::any_of(carved.notes.begin(), carved.notes.end(),
                     [&](const std::string& note) { return note.find(text) != std::string::npos; });
}

TEST(CarveProductTest, LinesAddUpToTheSectorAndAccountsClose) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    const World world = testing::carved_world(3 + static_cast<int>(seed % 4), seed);
    const int sector = static_cast<int>(seed % 4);  // one with a product, one with a split-out part, …
    ProductData product = some_product(world, sector, seed);
    if (sector == 0) product.substitution = 1.8;
    const Carved carved = carve_product(world, product);
    const World& w = carved.world;
    ASSERT_EQ(w.line_count(), world.line_count() + 1);
    EXPECT_EQ(w.lines.back().id, "product:new");
    for (int n = 0; n < w.economy_count(); ++n)
      for (int i = 0; i < w.economy_count(); ++i) {
        EXPECT_NEAR(w.flow(sector, n, i) + w.flow(carved.line, n, i), world.flow(sector, n, i),
                    1e-14 * world.flow(sector, n, i));
        EXPECT_EQ(w.tariff(carved.line, n, i), world.tariff(sector, n, i));
        EXPECT_EQ(w.tariff(sector, n, i), world.tariff(sector, n, i));
      }
    const WorldCheck check = check_world(w);
    EXPECT_LT(check.worst_gap, 1e-13);
    EXPECT_TRUE(check.negative.empty());
    ASSERT_EQ(w.producer_count(), world.producer_count() + 1);
    const int own = world.producer_count();
    EXPECT_EQ(w.lines.back().producer, own);
    for (int n = 0; n < w.economy_count(); ++n)
      for (int h = 0; h < w.sector_count(); ++h)
        for (int k = 0; k < own; ++k)
          EXPECT_NEAR(w.input(n, h, k) + (k == sector ? w.input(n, h, own) : 0.0), world.input(n, h, k),
                      1e-14 * world.input(n, h, k));
    EXPECT_NE(w.content_hash, world.content_hash);
    EXPECT_TRUE(carved.clipped.empty());
  }
}

TEST(CarveProductTest, OwnTariffsKeepTheDutiesOfTheSector) {
  const World world = testing::tiny_world();
  ProductData product = some_product(world, 0, 3);
  for (ProductFlow& flow : product.flows)
    if (flow.importer == 0 && flow.exporter == 1) flow.tariff = 0.30;
  const Carved carved = carve_product(world, product);
  const World& w = carved.world;
  EXPECT_EQ(w.tariff(2, 0, 1), 0.30);
  EXPECT_LT(w.tariff(0, 0, 1), 0.25);
  EXPECT_NEAR(all_duties(w, 0, 1), all_duties(world, 0, 1), 1e-11);
  EXPECT_EQ(w.tariff_kinds.at(w.tariff_kind[2 * 9 + 1]), "carved");
  EXPECT_NEAR(w.final_use(0, 0), world.final_use(0, 0), 1e-9);
  EXPECT_LT(check_world(w).worst_gap, 1e-13);
}

TEST(CarveProductTest, DutiesTheSectorNeverHadGoToFinalUse) {
  const World world = testing::tiny_world();
  ProductData product = some_product(world, 0, 3);
  for (ProductFlow& flow : product.flows)
    if (flow.importer == 0 && flow.exporter == 2) flow.tariff = 0.5;  // the sector's tariff is zero
  const Carved carved = carve_product(world, product);
  EXPECT_TRUE(mentions(carved, "final use takes it up"));
  EXPECT_EQ(carved.world.tariff(0, 0, 2), 0.0);
  const double extra = 0.5 * carved.world.flow(2, 0, 2);
  EXPECT_NEAR(carved.world.final_use(0, 0), world.final_use(0, 0) + extra, 1e-9);
  EXPECT_LT(check_world(carved.world).worst_gap, 1e-13);
}

TEST(CarveProductTest, CutsWhatExceedsTheSectorAndSaysSo) {
  const World world = testing::tiny_world();
  ProductData product = some_product(world, 0, 3);
  for (ProductFlow& flow : product.flows)
    if (flow.importer == 0 && flow.exporter == 1) flow.value = 130.0, flow.quantity = 260.0;
  const Carved carved = carve_product(world, product);
  ASSERT_EQ(carved.clipped.size(), 1u);
  EXPECT_EQ(carved.clipped[0].exporter, 1);
  EXPECT_EQ(carved.clipped[0].asked, 130.0);
  EXPECT_EQ(carved.clipped[0].kept, 100.0);
  EXPECT_EQ(carved.world.flow(0, 0, 1), 0.0);
  EXPECT_NEAR(carved.world.quantity(2, 0, 1), 200.0, 1e-12);
  EXPECT_TRUE(mentions(carved, "cut to it: 30 of"));
}

TEST(CarveProductTest, SalesAtHomeComeFromTheSizeOfTheMarket) {
  const World world = testing::tiny_world();
  ProductData product;
  product.id = "product:new";
  product.name = "New";
  product.unit = "units";
  product.flows = {{1, 0, 40.0, 400.0, {}}, {0, 2, 20.0, 100.0, {}}};
  product.markets = {{0, 250.0, 2500.0}, {2, 10.0, {}}};
  const Carved carved = carve_product(world, product);
  // China's 40 at a tariff of 25% cost buyers 50.
  EXPECT_NEAR(carved.world.flow(2, 0, 0), 200.0, 1e-12);
  EXPECT_NEAR(carved.world.quantity(2, 0, 0), 2000.0, 1e-9);
  EXPECT_EQ(carved.world.flow(2, 2, 2), 0.0);
  EXPECT_TRUE(mentions(carved, "more than its market"));
  EXPECT_TRUE(mentions(carved, "taken as zero: CHN"));
  EXPECT_TRUE(mentions(carved, "is assumed: 1.5"));
  EXPECT_EQ(carved.world.line_substitution[0], 1.5);
  EXPECT_NEAR(carved.home, 200.0 / 260.0, 1e-12);
}

TEST(CarveProductTest, FlowsWithoutQuantityHaveTheAverageUnitValue) {
  const World world = testing::tiny_world();
  ProductData product = some_product(world, 0, 5);
  product.flows[1].quantity.reset();
  double value = 0.0;
  double quantity = 0.0;
  for (const ProductFlow& flow : product.flows)
    if (flow.quantity) value += flow.value, quantity += *flow.quantity;
  const Carved carved = carve_product(world, product);
  const ProductFlow& filled = product.flows[1];
  EXPECT_NEAR(carved.world.quantity(2, filled.importer, filled.exporter), filled.value * quantity / value,
              1e-9);
  EXPECT_TRUE(mentions(carved, "1 flows had no quantity"));
}

// Model.md 4.1 step 5: what the policy kept out comes back with its share when the policy goes.
TEST(CarveProductTest, ASuppressedFlowReturnsToItsReferenceShare) {
  const World world = testing::tiny_world();
  ProductData product = some_product(world, 0, 7);
  product.theta = 4.0;
  for (ProductFlow& flow : product.flows)
    if (flow.importer == 0 && flow.exporter == 1) flow.value = 0.0, flow.quantity.reset(), flow.tariff = 1.0;
  product.reference = {{1, 0, 0.05, 0.06}};
  const Carved carved = carve_product(world, product);
  const World& w = carved.world;
  EXPECT_GT(w.flow(2, 0, 1), 0.0);
  EXPECT_TRUE(carved.clipped.empty());
  double without = 0.0;  // spending with the tariff of the reference year, at unchanged other prices
  double suppressed = 0.0;
  for (int i = 0; i < 3; ++i) {
    const double spent = w.flow(2, 0, i) * (1.0 + w.tariff(2, 0, i));
    const double back = i == 1 ? spent * std::pow(1.06 / 2.0, -4.0) : spent;
    without += back;
    if (i == 1) suppressed = back;
  }
  EXPECT_NEAR(suppressed / without, 0.05, 1e-12);
  EXPECT_GT(w.quantity(2, 0, 1), 0.0);
  EXPECT_TRUE(mentions(carved, "seeded with"));
}

TEST(CarveProductTest, AnObservedFlowIsKeptAndTellsTheImpliedElasticity) {
  const World world = testing::tiny_world();
  ProductData product = some_product(world, 0, 7);
  double others = 0.0;
  for (const ProductFlow& flow : product.flows)
    if (flow.importer == 0 && flow.exporter != 1)
      others += flow.value * (1.0 + world.tariff(0, 0, flow.exporter));
  const double share = 0.05;
  const double spent = others * share / (1.0 - share) * std::pow(1.25 / 1.05, -3.0);
  for (ProductFlow& flow : product.flows)
    if (flow.importer == 0 && flow.exporter == 1) flow.value = spent / 1.25;
  product.reference = {{1, 0, share, 0.05}};
  const Carved carved = carve_product(world, product);
  EXPECT_NEAR(carved.world.flow(2, 0, 1), spent / 1.25, 1e-12);
  EXPECT_TRUE(mentions(carved, "imply theta = 3.00"));
}

TEST(CarveProductTest, SavedAndLoadedItIsTheSameWorld) {
  const auto folder = testing::own_folder();
  const World world = testing::carved_world(4, 8);
  const Carved carved = carve_product(world, some_product(world, 2, 8));
  save_world(carved.world, folder);
  const World loaded = load_world(folder);
  EXPECT_EQ(loaded.flow, carved.world.flow);
  EXPECT_EQ(loaded.quantity, carved.world.quantity);
  EXPECT_EQ(loaded.final_use, carved.world.final_use);
  EXPECT_EQ(loaded.line_substitution, carved.world.line_substitution);
  EXPECT_EQ(loaded.elasticities[0].theta, carved.world.elasticities[0].theta);
  EXPECT_THAT(loaded.provenance, HasSubstr("product = \"product:new\""));
  std::filesystem::remove_all(folder);
}

TEST(CarveProductTest, RefusesWhatDoesNotFit) {
  const World world = testing::carved_world(3, 2);
  const ProductData good = some_product(world, 1, 2);
  const auto with = [&](auto change) {
    ProductData bad = good;
    change(bad);
    return refusal_of(world, bad);
  };
  EXPECT_THAT(with([](ProductData& p) { p.id = "product:Canola Seed"; }), HasSubstr("no id for a product"));
  EXPECT_THAT(with([](ProductData& p) { p.id = "canola"; }), HasSubstr("no id for a product"));
  EXPECT_THAT(with([](ProductData& p) { p.id = "product:cars"; }),
              HasSubstr("has a \"product:cars\" already"));
  EXPECT_THAT(with([](ProductData& p) { p.theta = -1.0; }), HasSubstr("theta is -1"));
  EXPECT_THAT(with([](ProductData& p) { p.substitution = 0.0; }), HasSubstr("positive"));
  EXPECT_THAT(with([](ProductData& p) { p.unit = ""; }), HasSubstr("no unit"));
  EXPECT_THAT(with([](ProductData& p) {
                for (ProductFlow& flow : p.flows) flow.quantity.reset();
              }),
              HasSubstr("none of its flows has a quantity"));
  EXPECT_THAT(with([](ProductData& p) { p.sector = 0; }), HasSubstr("substitute at 1.8, not at 2"));
  EXPECT_THAT(with([](ProductData& p) { p.markets = {{0, 100.0, {}}}; }), HasSubstr("given twice"));
  EXPECT_THAT(with([](ProductData& p) {
                for (ProductFlow& flow : p.flows) flow.value = 0.0;
              }),
              HasSubstr("no flow of product:new is left"));
  EXPECT_THAT(with([](ProductData& p) {
                p.reference = {{1, 0, 0.6, 0.1}, {2, 0, 0.5, 0.1}};
              }),
              HasSubstr("sum to 1.1"));
  EXPECT_THAT(with([](ProductData& p) { p.flows[0].tariff = 0.1; }), HasSubstr("tariff on its own sales"));
}

SplitData some_split(const World& world, int parent, unsigned seed) {
  SplitData split;
  split.product = some_product(world, parent, seed);
  split.product.substitution.reset();
  for (ProductFlow& flow : split.product.flows) flow.value *= 0.1;
  return split;
}

TEST(SplitSectorTest, AccountsCloseAndAddUpToTheParent) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    const World world = testing::carved_world(3 + static_cast<int>(seed % 4), seed);
    const int parent = static_cast<int>(seed % 3);
    SplitData split = some_split(world, parent, seed);
    if (seed % 2 == 0)
      split.users = {{UserShare::every_economy, parent, 0.5},
                     {UserShare::every_economy, UserShare::final_use, 0.2},
                     {UserShare::every_economy, 4, 0.3},
                     {0, 4, 1.0}};
    const Carved carved = split_sector(world, split);
    const World& w = carved.world;
    const int J = world.sector_count();
    ASSERT_EQ(w.sector_count(), J + 1);
    EXPECT_EQ(carved.line, J);
    EXPECT_EQ(w.lines[static_cast<std::size_t>(J)].id, "product:new");
    EXPECT_EQ(w.lines.back().id, "product:cars");
    EXPECT_EQ(w.sectors.back().parent, parent);
    const WorldCheck check = check_world(w);
    EXPECT_LT(check.worst_gap, 1e-13) << seed;
    EXPECT_TRUE(check.negative.empty());
    for (int n = 0; n < w.economy_count(); ++n) {
      EXPECT_NEAR(w.output(n, parent) + w.output(n, J), world.output(n, parent),
                  1e-12 * world.output(n, parent));
      EXPECT_NEAR(w.value_added(n, J) / w.output(n, J),
                  world.value_added(n, parent) / world.output(n, parent), 1e-12)
          << "the parent's technology";
      for (int k = 0; k < J; ++k) {
        if (k == parent) continue;
        EXPECT_NEAR(w.input(n, parent, k) + w.input(n, J, k), world.input(n, parent, k),
                    1e-12 * world.input(n, parent, k));
      }
      EXPECT_NEAR(w.final_use(n, parent) + w.final_use(n, J), world.final_use(n, parent),
                  1e-11 * world.output(n, parent));
    }
  }
}

TEST(SplitSectorTest, UsersBuyWhatTheyAreSaidToBuy) {
  const World world = testing::carved_world(4, 6);
  SplitData split = some_split(world, 1, 6);
  for (ProductFlow& flow : split.product.flows) flow.value *= 0.05;
  split.users = {{UserShare::every_economy, 0, 0.75}, {UserShare::every_economy, UserShare::final_use, 0.25}};
  const Carved carved = split_sector(world, split);
  const Array2 bought = absorption(carved.world);
  for (int n = 0; n < 4; ++n) {
    EXPECT_NEAR(carved.world.input(n, 5, 0), 0.75 * bought(n, 5), 1e-9 * bought(n, 5));
    EXPECT_NEAR(carved.world.final_use(n, 5), 0.25 * bought(n, 5), 1e-9 * bought(n, 5));
    EXPECT_NEAR(carved.world.input(n, 5, 2), 0.0, 1e-9 * bought(n, 5));
  }
  EXPECT_FALSE(mentions(carved, "other users"));
}

TEST(SplitSectorTest, WhatAUserCannotBuyGoesToOthersAndIsReported) {
  const World world = testing::carved_world(4, 6);
  SplitData split = some_split(world, 1, 6);
  for (ProductFlow& flow : split.product.flows) flow.value *= 10.0;
  split.users = {{UserShare::every_economy, 4, 1.0}};
  const Carved carved = split_sector(world, split);
  EXPECT_TRUE(mentions(carved, "other users"));
  EXPECT_LT(check_world(carved.world).worst_gap, 1e-13);
  EXPECT_TRUE(check_world(carved.world).negative.empty());
}

TEST(SplitSectorTest, CarriesTheAssumptionsAndLoadsAgain) {
  const auto folder = testing::own_folder();
  const World world = testing::carved_world(3, 6);
  SplitData split = some_split(world, 0, 6);
  split.critical = CriticalInput{
      0, 2,        {0.1, 0.02, 0.5}, {0.9, 0.5, 0.95}, {10.0, 4.0, 20.0}, {1.0, 0.5, 1.5}, {2.0, 1.0, 5.0},
      2, "A guess"};
  const Carved carved = split_sector(world, split);
  save_world(carved.world, folder);
  const World loaded = load_world(folder);
  ASSERT_EQ(loaded.critical.size(), 2u);
  EXPECT_EQ(loaded.critical[1].sector, 5);
  EXPECT_EQ(loaded.critical[1].specific.value, 0.9);
  EXPECT_EQ(loaded.input, carved.world.input);
  EXPECT_EQ(loaded.quantity, carved.world.quantity);
  EXPECT_EQ(loaded.resolve_goods("C10", {}), (std::vector<int>{0, 5, 6}));
  std::filesystem::remove_all(folder);
}

TEST(SplitSectorTest, RefusesWhatDoesNotFit) {
  const World world = testing::carved_world(3, 6);
  const SplitData good = some_split(world, 0, 6);
  const auto with = [&](auto change) {
    SplitData bad = good;
    change(bad);
    return testing::refusal([&] { split_sector(world, bad); });
  };
  EXPECT_THAT(with([](SplitData& s) { s.product.sector = 3; }), HasSubstr("was itself split out"));
  EXPECT_THAT(with([](SplitData& s) { s.product.substitution = 2.0; }), HasSubstr("not a line"));
  EXPECT_THAT(with([](SplitData& s) { s.users = {{-1, 0, 0.5}}; }), HasSubstr("sum to 0.5, not to 1"));
  EXPECT_THAT(with([](SplitData& s) {
                s.critical = CriticalInput{
                    0, 2, {0.1, 0.1, 0.1}, {0.9, 0.9, 0.9}, {9.0, 9.0, 9.0}, {1.0, 1.0, 1.0}, {}, -1, ""};
              }),
              HasSubstr("needs the sector that makes it"));
}

TEST(CarveProductTest, DollarsAreNotTakenForMillions) {
  const World world = testing::tiny_world();
  ProductData product = some_product(world, 0, 3);
  for (ProductFlow& flow : product.flows) flow.value *= 1e6;
  EXPECT_THAT(refusal_of(world, product), HasSubstr("are not USD million"));
  for (ProductFlow& flow : product.flows) flow.value *= 3e-6;
  const Carved more = carve_product(world, product);
  ASSERT_FALSE(more.warnings.empty());
  EXPECT_THAT(more.warnings.front(), HasSubstr("are they in USD million?"));
  EXPECT_TRUE(mentions(carve_product(world, some_product(world, 0, 3)), "values given: "));
}

TEST(CarveProductTest, PercentsAreNotTakenForDecimals) {
  const World world = testing::tiny_world();
  ProductData product = some_product(world, 0, 3);
  const auto rates = [&](double rate) {
    for (ProductFlow& flow : product.flows)
      if (flow.importer != flow.exporter) flow.tariff = rate;
  };
  rates(3.5);
  EXPECT_THAT(refusal_of(world, product), HasSubstr("look like percent"));
  rates(0.035);
  EXPECT_TRUE(
      mentions(carve_product(world, product), "rates given: 3.5% on average by value, the largest 3.5%"));
  for (ProductFlow& flow : product.flows)
    if (flow.importer == 0 && flow.exporter == 1) flow.tariff = 1.06;
  const Carved high = carve_product(world, product);
  ASSERT_FALSE(high.warnings.empty());
  EXPECT_THAT(high.warnings.front(), HasSubstr("106% (CHN to USA)"));
}

}  // namespace
}  // namespace leeway
