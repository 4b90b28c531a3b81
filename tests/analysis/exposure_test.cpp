#include "leeway/analysis/exposure.h"

#include <numeric>

#include <gtest/gtest.h>
#include <Eigen/Dense>

#include "support/small_world.h"

namespace leeway {
namespace {

double total(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

// The world's Leontief matrices, written out densely: A buys, `demand` is final use by destination.
struct Dense {
  Eigen::MatrixXd inverse;  // (I - A)^-1
  Eigen::MatrixXd final_use;
  explicit Dense(const World& w) {
    const int N = w.economy_count();
    const int J = w.sector_count();
    const Array2 spending = absorption(w);
    Eigen::MatrixXd A = Eigen::MatrixXd::Zero(N * J, N * J);
    final_use = Eigen::MatrixXd::Zero(N * J, N);
    for (int l = 0; l < J; ++l)
      for (int n = 0; n < N; ++n)
        for (int i = 0; i < N; ++i) {
          const double share = w.flow(l, n, i) / spending(n, l);
          for (int k = 0; k < J; ++k) A(i * J + l, n * J + k) += share * w.input(n, l, k) / w.output(n, k);
          final_use(i * J + l, n) += share * w.final_use(n, l);
        }
    inverse = (Eigen::MatrixXd::Identity(N * J, N * J) - A).inverse();
  }
};

TEST(Exposure, ChainsAgreeWithTheDenseInverse) {
  const World world = testing::small_world(4, 3, 11);
  const Dense dense(world);
  const int J = world.sector_count();
  const int can = *world.find_economy("CAN");
  const Exposure e = exposure(world, "CAN");
  ASSERT_EQ(e.sectors.size(), 3U);
  for (int k = 0; k < J; ++k) {
    // Value added of the sector by where it is finally used: v (I - A)^-1 F.
    Eigen::VectorXd used = (dense.inverse.row(can * J + k) * dense.final_use).transpose();
    used /= used.sum();
    const SectorDependence& s = e.sectors[static_cast<std::size_t>(k)];
    for (int n = 0; n < world.economy_count(); ++n)
      EXPECT_NEAR(s.demand_total[static_cast<std::size_t>(n)], used(n), 1e-8) << s.id << " " << n;
  }
}

TEST(Exposure, InputsAgreeWithTheDenseInverse) {
  World world = testing::small_world(3, 2, 13);
  world.tariff.fill(0.0);  // duties are checked by the shares adding up
  testing::close_accounts(world);
  const Dense dense(world);
  const int J = world.sector_count();
  const Array2 spending = absorption(world);
  const int chn = *world.find_economy("CHN");
  const Exposure e = exposure(world, "CHN");
  for (int k = 0; k < J; ++k) {
    Eigen::VectorXd bought = Eigen::VectorXd::Zero(3 * J);
    for (int h = 0; h < J; ++h)
      for (int i = 0; i < 3; ++i)
        bought(i * J + h) += world.input(chn, h, k) * world.flow(h, chn, i) / spending(chn, h);
    const Eigen::VectorXd made = dense.inverse * bought;
    for (int n = 0; n < 3; ++n) {
      double earned = 0.0;
      for (int p = 0; p < J; ++p) earned += made(n * J + p) * world.value_added(n, p) / world.output(n, p);
      EXPECT_NEAR(e.sectors[static_cast<std::size_t>(k)].inputs_total[static_cast<std::size_t>(n)],
                  earned / bought.sum(), 1e-8);
    }
  }
}

TEST(Exposure, SharesAddToOne) {
  const World world = testing::small_world(5, 4, 2);
  for (const char* id : {"USA", "CAN", "G2", "ROW"}) {
    const Exposure e = exposure(world, id);
    EXPECT_NEAR(total(e.inputs_total), 1.0, 1e-9) << id;
    EXPECT_NEAR(total(e.demand_total), 1.0, 1e-9) << id;
    for (const SectorDependence& s : e.sectors) {
      EXPECT_NEAR(total(s.inputs_direct), 1.0, 1e-9) << id << s.id;
      EXPECT_NEAR(total(s.inputs_total), 1.0, 1e-9) << id << s.id;
      EXPECT_NEAR(total(s.demand_direct), 1.0, 1e-9) << id << s.id;
      EXPECT_NEAR(total(s.demand_total), 1.0, 1e-9) << id << s.id;
      EXPECT_NEAR(s.inputs_poles.usa + s.inputs_poles.chn + s.inputs_poles.rest, 1.0, 1e-9);
    }
  }
}

World with_records() {
  World world = testing::tiny_world();  // USA, CHN, CAN; NAM is USA and CAN
  const auto goods = [](int exporter, int importer, double value) {
    return RecordedTrade{exporter, importer, RecordedTrade::all_goods, 2023, value, 0.0, "customs"};
  };
  world.recorded = {goods(2, 0, 75), goods(2, 1, 25), goods(0, 2, 60), goods(1, 2, 20), goods(1, 0, 40)};
  world.recorded.push_back({2, 0, 0, 2024, 80.0, 4.0, "census"});
  world.recorded.push_back({2, 0, RecordedTrade::unmapped_goods, 2024, 5.0, 0.0, "census"});
  world.recorded.push_back({1, 0, 0, 2024, 50.0, 10.0, "census"});
  return world;
}

TEST(Exposure, RecordedTradeByPartner) {
  const Exposure e = exposure(with_records(), "CAN");
  EXPECT_DOUBLE_EQ(e.exports_musd, 100.0);
  EXPECT_DOUBLE_EQ(e.imports_musd, 80.0);
  ASSERT_EQ(e.partners.size(), 2U);
  EXPECT_EQ(e.partners[0].id, "USA");
  EXPECT_DOUBLE_EQ(e.partners[0].exports_share, 0.75);
  EXPECT_DOUBLE_EQ(e.exports_poles.usa, 0.75);
  EXPECT_DOUBLE_EQ(e.exports_poles.chn, 0.25);
  EXPECT_DOUBLE_EQ(e.concentration_exports, 0.75 * 0.75 + 0.25 * 0.25);
  EXPECT_EQ(e.year, 2023);
  EXPECT_EQ(e.source, "customs");
}

TEST(Exposure, TradeInsideAGroupIsLeftOut) {
  const Exposure e = exposure(with_records(), "NAM");
  EXPECT_DOUBLE_EQ(e.exports_musd, 25.0);
  EXPECT_DOUBLE_EQ(e.imports_musd, 60.0);
  ASSERT_EQ(e.partners.size(), 1U);
  EXPECT_EQ(e.partners[0].id, "CHN");
}

TEST(Exposure, UsCustomsBySectorOrByPartner) {
  const Exposure of_canada = exposure(with_records(), "CAN");
  ASSERT_EQ(of_canada.us_imports.size(), 2U);
  EXPECT_EQ(of_canada.us_imports[0].id, "C");
  EXPECT_DOUBLE_EQ(of_canada.us_imports[0].collected_rate, 0.05);
  const Exposure of_usa = exposure(with_records(), "USA");
  ASSERT_EQ(of_usa.us_imports.size(), 2U);
  EXPECT_EQ(of_usa.us_imports[0].id, "CAN");
  EXPECT_DOUBLE_EQ(of_usa.us_imports[0].imports_musd, 85.0);
}

TEST(Exposure, AnUnknownEconomyIsAnInputError) {
  EXPECT_THROW(exposure(testing::tiny_world(), "ATLANTIS"), InputError);
}

}  // namespace
}  // namespace leeway
