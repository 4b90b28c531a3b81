// Coverage and lists of goods as classes (model.md 11.1).

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "support/acts.h"
#include "support/refusal.h"

namespace leeway {
namespace cuts_test {

using testing::can;
using testing::chn;
using testing::refusal;
using testing::tiny_world;
using testing::usa;

Measure act(const std::string& id, const std::string& instrument, const std::string& terms,
            const std::string& on = "CHN", const std::string& by = "USA",
            const std::string& effective = "2021-01-01") {
  return testing::act(id, instrument, by, "[\"" + on + "\"]", terms, "effective = " + effective);
}

GoodsList list(const std::string& text) {
  const TomlTable table = parse_toml("[[list]]\n" + text, "l.toml");
  return parse_goods_list(*table.tables("list")[0]);
}

Policy with(std::vector<Measure> measures, std::vector<GoodsList> lists = {}) {
  PolicyOptions options;
  options.as_of = testing::year_2022;
  options.lists = std::move(lists);
  return testing::policy_of(std::move(measures), std::move(options));
}

/// The tariffs of the classes of US imports of C from CHN by their share, smallest share first.
std::vector<std::pair<double, double>> tariffs(const Policy& policy, int exporter = chn) {
  std::vector<std::pair<double, double>> found;
  const CutRow* row = policy.cut_row(0, usa);
  for (const GoodsClass& goods : row->classes) {
    const ClassFlow flow = goods.of(tiny_world(), 0, usa, exporter);
    if (flow.share > 0.0) found.emplace_back(flow.share, flow.wedge.tariff);
  }
  std::sort(found.begin(), found.end());
  return found;
}

void expect_tariffs(const Policy& policy, const std::vector<std::pair<double, double>>& expected,
                    int exporter = chn) {
  ASSERT_NE(policy.cut_row(0, usa), nullptr);
  const auto found = tariffs(policy, exporter);
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t a = 0; a < found.size(); ++a) {
    EXPECT_NEAR(found[a].first, expected[a].first, 1e-12) << a;
    EXPECT_NEAR(found[a].second, expected[a].second, 1e-12) << a;
  }
}

TEST(Cuts, ACoverageIsAClassOfGoods) {
  const Policy policy = with({act("A", "tariff", "rate = 3, coverage = 0.05")});
  expect_tariffs(policy, {{0.05, 3.25}, {0.95, 0.25}});
  EXPECT_NEAR(policy.wedge(tiny_world(), 0, usa, chn).tariff, 0.40, 1e-12);
  // Origins that no Measure touches, home among them, have the same goods.
  const CutRow& row = policy.cut_rows.at(0);
  EXPECT_EQ(row.line, 0);
  EXPECT_EQ(row.importer, usa);
  for (const GoodsClass& goods : row.classes) {
    EXPECT_EQ(goods.of(tiny_world(), 0, usa, usa).share, goods.share);
    EXPECT_EQ(goods.of(tiny_world(), 0, usa, can).share, goods.of(tiny_world(), 0, usa, chn).share);
  }
  EXPECT_EQ(policy.cut_row(0, can), nullptr);
}

TEST(Cuts, UnnamedSharesNest) {
  const Policy policy =
      with({act("A", "tariff", "rate = 1, coverage = 0.1"), act("B", "tariff", "rate = 0.5, coverage = 0.4"),
            act("ALL", "tariff", "rate = 0.1")});
  expect_tariffs(policy, {{0.1, 1.85}, {0.3, 0.85}, {0.6, 0.35}});
}

TEST(Cuts, SharesDifferByOrigin) {
  const Policy policy = with({act("A", "tariff", "rate = 1, coverage = 0.2"),
                              act("B", "tariff", "rate = 1, coverage = 0.4", "CAN")});
  // Each origin has the share of its own Measure, and of the other's as those that it touches have.
  const World world = tiny_world();
  for (const int i : {chn, can}) {
    double share = 0.0;
    double tariff = 0.0;
    for (const GoodsClass& goods : policy.cut_row(0, usa)->classes) {
      const ClassFlow flow = goods.of(world, 0, usa, i);
      share += flow.share;
      tariff += flow.share * (flow.wedge.tariff - flow.base_tariff);
    }
    EXPECT_NEAR(share, 1.0, 1e-12);
    EXPECT_NEAR(tariff, i == chn ? 0.2 : 0.4, 1e-12);
  }
}

// The base tariffs hold a Measure as its average: where it covers goods it took its own rate already.
TEST(Cuts, WhatIsEmbeddedIsOnTheGoodsThatItCovers) {
  const World world = tiny_world();
  const Measure old = act("OLD", "tariff", "rate = 0.5, coverage = 0.3", "CHN", "USA", "2019-06-01");
  EXPECT_TRUE(with({old}).cut_rows.empty());
  EXPECT_TRUE(with({old}).cells.empty());
  Measure ended = old;
  ended.end = make_date(2021, 6, 1);
  const Policy policy = with({ended});
  expect_tariffs(policy, {{0.3, 0.10}, {0.7, 0.10}});
  double base = 0.0;
  for (const GoodsClass& goods : policy.cut_row(0, usa)->classes) {
    const ClassFlow flow = goods.of(world, 0, usa, chn);
    base += flow.share * flow.base_tariff;
    EXPECT_NEAR(flow.base_tariff, flow.share < 0.5 ? 0.6 : 0.1, 1e-12);
  }
  EXPECT_NEAR(base, 0.25, 1e-12);
  // More than the whole base tariff: all of it was theirs.
  Measure large = act("OLD", "tariff", "rate = 1, coverage = 0.5", "CHN", "USA", "2019-06-01");
  large.end = make_date(2021, 6, 1);
  expect_tariffs(with({large}), {{0.5, 0.0}, {0.5, 0.0}});
  base = 0.0;
  const Policy under_large = with({large});
  for (const GoodsClass& goods : under_large.cut_row(0, usa)->classes) {
    const ClassFlow flow = goods.of(world, 0, usa, chn);
    base += flow.share * flow.base_tariff;
  }
  EXPECT_NEAR(base, 0.25, 1e-12);
}

TEST(Cuts, ABanTakesTheClassAndAnExportersMeasureCutsTheRowsOfItsBuyers) {
  const World world = tiny_world();
  const Policy policy = with({act("BAN", "export_ban", "coverage = 0.2", "*", "CHN")});
  ASSERT_EQ(policy.cut_rows.size(), 2U);
  for (const CutRow& row : policy.cut_rows) {
    EXPECT_NE(row.importer, chn);
    for (const GoodsClass& goods : row.classes) {
      const ClassFlow flow = goods.of(world, 0, row.importer, chn);
      EXPECT_EQ(flow.wedge.access, flow.share < 0.5 ? 0.0 : 1.0);
    }
    EXPECT_NEAR(policy.wedge(world, 0, row.importer, chn).access, 0.8, 1e-12);
  }
}

const char* const steel = "id = \"STEEL\"\ntitle = \"Steel\"\nshare = 0.3\n";
const char* const cars = "id = \"CARS\"\ntitle = \"Cars\"\nshare_of = { CHN = 0.2, CAN = { C = 0.6 } }\n";

TEST(Cuts, NamedListsAreOtherGoods) {
  const std::vector<GoodsList> lists = {list(steel), list(cars)};
  const Policy policy = with({act("S", "tariff", "rate = 0.5, covers = [\"STEEL\"]"),
                              act("C", "tariff", "rate = 1, covers = [\"CARS\"]"),
                              act("REST", "tariff", "rate = 0.1, except = [\"STEEL\", \"CARS\"]")},
                             lists);
  expect_tariffs(policy, {{0.2, 1.25}, {0.3, 0.75}, {0.5, 0.35}});
  // Unnamed shares cut each list, and the rest, alike.
  expect_tariffs(with({act("S", "tariff", "rate = 0.5, covers = [\"STEEL\"]"),
                       act("U", "tariff", "rate = 1, coverage = 0.1")},
                      lists),
                 {{0.03, 1.75}, {0.07, 1.25}, {0.27, 0.75}, {0.63, 0.25}});
  // Canada's share of cars is its own.
  const Policy cut = with({act("C", "tariff", "rate = 1, covers = [\"CARS\"]")}, lists);
  expect_tariffs(cut, {{0.4, 0.0}, {0.6, 0.0}}, can);
}

TEST(Cuts, AListWithinAnotherIsPartOfIt) {
  const std::vector<GoodsList> lists = {
      list(steel), list("id = \"PIPES\"\ntitle = \"Pipes\"\nwithin = \"STEEL\"\nshare = 0.1\n")};
  expect_tariffs(with({act("S", "tariff", "rate = 0.5, covers = [\"STEEL\", \"PIPES\"]"),
                       act("P", "tariff", "rate = 1, covers = [\"PIPES\"]")},
                      lists),
                 {{0.1, 1.75}, {0.2, 0.75}, {0.7, 0.25}});
  // Codes that overlap say the same of lists that do not.
  const std::vector<GoodsList> coded = {list("id = \"A\"\ntitle = \"A\"\nhs = [\"72\"]\nshare = 0.7\n"),
                                        list("id = \"B\"\ntitle = \"B\"\nhs = [\"7208\"]\nshare = 0.5\n")};
  expect_tariffs(with({act("X", "tariff", "rate = 0.5, covers = [\"A\"]"),
                       act("Y", "tariff", "rate = 1, covers = [\"B\"]")},
                      coded),
                 {{0.2, 0.75}, {0.3, 0.25}, {0.5, 1.75}});
}

TEST(Cuts, ListsThatDoNotFitAreRefused) {
  const std::vector<GoodsList> lists = {list(steel), list("id = \"MORE\"\ntitle = \"More\"\nshare = 0.8\n")};
  EXPECT_EQ(refusal([&] {
              with({act("S", "tariff", "rate = 0.5, covers = [\"STEEL\"]"),
                    act("M", "tariff", "rate = 1, covers = [\"MORE\"]")},
                   lists);
            }),
            "l.toml:1:1: the lists MORE, STEEL hold 110% of what an origin sells of C, more than all\n"
            "  lists have no goods in common unless one is `within` another or `hs` codes show that they do");
  EXPECT_EQ(refusal([&] { with({act("S", "tariff", "rate = 0.5, covers = [\"STEEL\", \"MORE\"]")}, lists); }),
            "m.toml:6:9: the lists STEEL, MORE hold 110% of what CHN sells of C, more than all\n"
            "  lists have no goods in common unless one is `within` another or `hs` codes show that they do");
  EXPECT_EQ(refusal([&] { with({act("S", "tariff", "rate = 0.5, covers = [\"STEAL\"]")}, lists); }),
            "m.toml:6:9: unknown list of goods \"STEAL\"\n  did you mean STEEL?\n  lists: STEEL, MORE");
  EXPECT_EQ(refusal([&] { act("S", "tariff", "rate = 0.5, coverage = 0.2, covers = [\"STEEL\"]"); }),
            "m.toml:6:48: field `covers`: there is a `coverage` already\n  a measure covers an unnamed "
            "share, the lists in "
            "`covers`, or all but those in `except`");
}

}  // namespace cuts_test
}  // namespace leeway
