#include "leeway/strategy/retaliation.h"

#include <gtest/gtest.h>

#include "support/small_world.h"
#include "support/solved.h"

namespace leeway {
namespace {

using namespace leeway::testing;

RetaliationInputs asked(double worth_musd) {
  RetaliationInputs inputs;
  inputs.player = "CHN";
  inputs.on = "USA";
  inputs.worth_musd = worth_musd;
  inputs.as_of = make_date(2021, 1, 1);
  return inputs;
}

// Own and their equivalent variation of 25% on part of the trade of each line.
std::pair<double, double> scored(const World& world,
                                 const std::vector<std::pair<std::string, double>>& covered) {
  Measure m;
  m.id = "LIST";
  m.by = "CHN";
  m.on = {"USA"};
  m.instrument = Instrument::tariff;
  m.terms.steps = {{{}, 0.25}};
  m.announced = m.effective.emplace(make_date(2021, 1, 1));
  for (const auto& [line, share] : covered) {
    m.goods.push_back(line);
    m.terms.coverage_by_goods[line] = share;
  }
  PolicyOptions day;
  day.as_of = make_date(2021, 1, 1);
  const Policy before = resolve_policy(world, Ledger(), day);
  const Model model(world, Options{});
  const std::vector<double> ev =
      equivalent_variation(solved(model, before).result, solved(model, with(world, before, m)).result);
  return {ev[1], ev[0]};
}

TEST(Retaliation, NoOtherListOfThatWorthServesTheAimBetter) {
  const World world = small_world(4, 5, 21);
  const auto trade = [&](int l) { return world.flow(l, 1, 0); };
  const double worth = 0.5 * (trade(0) + trade(1));
  RetaliationInputs inputs = asked(worth);
  const Retaliation cheap = retaliate(world, Ledger(), inputs);
  inputs.aim = ListAim::their_loss;
  const Retaliation hard = retaliate(world, Ledger(), inputs);
  ASSERT_TRUE(cheap.certified() && hard.certified());
  EXPECT_LT(cheap.gap_musd, 1e-3 * worth);
  double covered = 0.0;
  for (const ListedGoods& goods : cheap.goods) covered += goods.share * goods.trade_musd;
  EXPECT_NEAR(covered, worth, 1e-9 * worth);
  for (int l = 0; l < 4; ++l) {
    // As much of one line as the worth allows, the rest from the next.
    const int next = (l + 1) % 4;
    const double first = std::min(1.0, worth / trade(l));
    const double second = (worth - first * trade(l)) / trade(next);
    if (second > 1.0) continue;
    std::vector<std::pair<std::string, double>> list = {{world.lines[static_cast<std::size_t>(l)].id, first}};
    if (second > 0.0) list.emplace_back(world.lines[static_cast<std::size_t>(next)].id, second);
    const auto [own, their] = scored(world, list);
    EXPECT_GE(cheap.scores[0].own_ev_musd, own - 1e-6 * worth) << l;
    EXPECT_LE(hard.scores[0].their_ev_musd, their + 1e-6 * worth) << l;
  }
}

TEST(Retaliation, HurtsTheIndustriesThatItIsAimedAt) {
  const World world = small_world(4, 5, 22);
  RetaliationInputs inputs = asked(0.4 * world.flow(2, 1, 0));
  inputs.aim = ListAim::goods;
  inputs.hurt = world.sectors[2].id;
  const Retaliation r = retaliate(world, Ledger(), inputs);
  ASSERT_TRUE(r.certified());
  EXPECT_LT(r.scores[0].aimed_musd, 0.0);
  for (const ListedGoods& goods : r.goods)
    EXPECT_EQ(goods.share > 0.0, goods.line == 2) << "their own line is where it hurts them";
}

TEST(Retaliation, HurtsTheMemberThatItIsAimedAt) {
  const World world = small_world(4, 5, 24);
  RetaliationInputs inputs = asked(1.0);
  inputs.player = "ROW";
  inputs.on = "G2";
  inputs.worth_musd = 0.2 * (world.flow(0, 3, 0) + world.flow(0, 3, 1));
  double hurt[2] = {};
  for (const int member : {0, 1}) {
    inputs.aim = ListAim::members;
    inputs.hurt = world.economies[static_cast<std::size_t>(member)].id;
    const Retaliation r = retaliate(world, Ledger(), inputs);
    ASSERT_TRUE(r.certified());
    hurt[member] = r.scores[0].aimed_musd;
    EXPECT_LT(hurt[member], 0.0);
  }
  inputs.aim = ListAim::their_loss;
  const Retaliation both = retaliate(world, Ledger(), inputs);
  EXPECT_LE(both.scores[0].their_ev_musd, std::min(hurt[0], hurt[1]));
  inputs.aim = ListAim::members;
  inputs.hurt = "CAN";
  EXPECT_THROW(retaliate(world, Ledger(), inputs), InputError);
}

TEST(Retaliation, RefusesWhatItCannotAnswer) {
  const World world = small_world(3, 3, 23);
  RetaliationInputs inputs = asked(1e12);
  EXPECT_THROW(retaliate(world, Ledger(), inputs), InputError);
  inputs = asked(-1.0);
  EXPECT_THROW(retaliate(world, Ledger(), inputs), InputError);
  inputs = asked(1.0);
  inputs.on = "CHN";
  EXPECT_THROW(retaliate(world, Ledger(), inputs), InputError);
  inputs = asked(1.0);
  inputs.beside = {"NO-SUCH"};
  EXPECT_THROW(retaliate(world, Ledger(), inputs), InputError);
}

}  // namespace
}  // namespace leeway
