#include "leeway/strategy/war.h"

#include <cmath>

#include <gtest/gtest.h>

#include "leeway/base/index.h"
#include "leeway/strategy/rate_search.h"
#include "model/instruments_support.h"
#include "strategy/rate_worlds.h"
#include "support/solved.h"

namespace leeway {
namespace {

using namespace leeway::testing;

const Location kHere{"test"};

Options balanced() {
  Options options;
  options.closure = Closure::balanced;
  options.tolerance = 1e-12;
  return options;
}

RateChoice all_goods(EachRate each = EachRate::uniform) {
  RateChoice choice;
  choice.each = each;
  choice.goods = "*";
  return choice;
}

std::vector<Player> players_of(const World& world, const std::vector<std::string>& names) {
  return read_players(world, names, world.tariff_date, kHere);
}

WarSettings exact() {
  WarSettings settings;
  settings.tolerance = 1e-10;
  settings.random_starts = 1;
  settings.threads = 1;
  return settings;
}

// Share of an economy's output that it sells at home.
double sold_at_home(const Result& r, int n) {
  double all = 0.0;
  for (int m = 0; m < r.economy_count(); ++m) all += r.received(0, m, n);
  return r.received(0, n, n) / all;
}

TEST(War, OfTwoEconomiesHasTheClosedForm) {
  // t = 1 / ((sigma - 1) r) with r the share of the other's output that it sells at home.
  for (const double sigma : {2.5, 4.0, 9.0}) {
    const World world = two_economies(sigma, {1.0, 1.2}, {1.0, 1.7});
    const Model model(world, balanced());
    const War war =
        tariff_war(model, base_policy(world), players_of(world, {"USA", "CHN"}), all_goods(), exact(), kHere);
    ASSERT_TRUE(war.certified()) << sigma << " regret " << war.regret_pct;
    const Result& r = (*war.outcome)->result;
    for (int n = 0; n < 2; ++n)
      EXPECT_NEAR(war.nash[static_cast<std::size_t>(n)], 1.0 / ((sigma - 1.0) * sold_at_home(r, 1 - n)), 1e-9)
          << sigma;
    EXPECT_LT(*war.other_start_gap, 1e-8);
  }
}

TEST(War, IsAPrisonersDilemma) {
  const World world = two_economies(4.0, {1.0, 1.0}, {1.0, 1.0});
  const Model model(world, balanced());
  const std::vector<Player> players = players_of(world, {"USA", "CHN"});
  WarSettings settings = exact();
  settings.bargains = {{0, 1}};
  const War war = tariff_war(model, base_policy(world), players, all_goods(), settings, kHere);
  ASSERT_TRUE(war.certified());
  const BestResponse alone = best_response(model, base_policy(world), players[0], all_goods(), {}, kHere);
  EXPECT_GT(alone.gain_pct, 0.1) << "each gains from a tariff that is not answered";
  for (const WarPlayer& player : war.players) EXPECT_LT(player.real_income_pct, -0.1) << "and both lose";
  for (const WarPlayer& player : war.players) {
    EXPECT_NEAR(*player.alone_pct, alone.gain_pct, 1e-6) << "equals";
    EXPECT_NEAR(*player.flat_pct, 0.0, 1e-9) << "none is in force";
    EXPECT_LT(*player.others_pct(), -*player.alone_pct)
        << "the other's tariff takes more than the own brings";
  }
  EXPECT_EQ(war.passive, 0);
  EXPECT_EQ(war.passive_musd, 0.0);
  // Equals agree on free trade.
  ASSERT_EQ(war.bargains.size(), 1U);
  ASSERT_TRUE(war.bargains[0].outcome && *war.bargains[0].outcome);
  for (const double rate : war.bargains[0].rates) EXPECT_NEAR(rate, 0.0, 1e-6);
  for (std::size_t p = 0; p < 2; ++p)
    EXPECT_NEAR(war.bargains[0].gain_pct[p],
                -100.0 * war.players[p].real_income_pct / (100.0 + war.players[p].real_income_pct), 1e-6);
}

TEST(War, OfManyPlayersIsCertifiedForEveryKindOfRate) {
  const World world = *rebase(small_world(5, 3, 4), balanced(), true).world;
  const Model model(world, balanced());
  for (const EachRate each : {EachRate::uniform, EachRate::sector, EachRate::bilateral}) {
    WarSettings settings = exact();
    settings.tolerance = 1e-8;
    const War war = tariff_war(model, base_policy(world), players_of(world, {"USA", "CHN", "CAN+DEU", "ROW"}),
                               all_goods(each), settings, kHere);
    EXPECT_TRUE(war.settled) << to_string(each);
    EXPECT_TRUE(war.certified()) << to_string(each) << " regret " << war.regret_pct;
    EXPECT_LT(war.other_start_gap.value_or(1.0), 1e-5) << to_string(each);
    for (const FreeRate& rate : war.rates)
      for (const FreeFlow& f : rate.flows)
        EXPECT_FALSE((f.importer == 2 && f.exporter == 3) || (f.importer == 3 && f.exporter == 2))
            << "members of a bloc do not tax each other";
  }
}

TEST(War, TellsOwnRatesFromTheOthersAndWhoIsPassive) {
  const World world = *rebase(small_world(5, 3, 4), balanced(), true).world;
  const Model model(world, balanced());
  const std::vector<Player> players = players_of(world, {"USA", "CHN"});
  const War war = tariff_war(model, base_policy(world), players, all_goods(), exact(), kHere);
  ASSERT_TRUE(war.certified()) << war.regret_pct;
  const Solution& before = war.status_quo->solution();
  for (std::size_t p = 0; p < 2; ++p) {
    const WarPlayer& one = war.players[p];
    ASSERT_TRUE(one.alone_pct && one.flat_pct);
    const BestResponse alone = best_response(model, base_policy(world), players[p], all_goods(), {}, kHere);
    EXPECT_NEAR(*one.alone_pct, alone.gain_pct, 1e-6);
    EXPECT_NEAR(one.alone_rate, alone.best[0], 1e-5);
    EXPECT_GE(*one.alone_pct, *one.flat_pct) << "a flat rate is one that it may choose";
    const RatePolicy own(world, base_policy(world), free_rates(model, {players[p]}, all_goods(), kHere));
    const Solution flat = solved(model, own.at(own.standing()));
    EXPECT_NEAR(*one.flat_pct, gain_pct(valued(players[p], before.result), valued(players[p], flat.result)),
                1e-8);
    EXPECT_DOUBLE_EQ(*one.others_pct(), one.real_income_pct - *one.alone_pct);
  }
  EXPECT_EQ(war.passive, 3);
  double passive = 0.0;
  const std::vector<double> ev = equivalent_variation(before.result, (*war.outcome)->result);
  for (int n = 0; n < world.economy_count(); ++n)
    if (n != players[0].members[0] && n != players[1].members[0]) passive += ev[static_cast<std::size_t>(n)];
  EXPECT_NEAR(war.passive_musd, passive, 1e-6);
}

TEST(War, AmongPlayersTaxesNobodyElse) {
  const World world = *rebase(small_world(5, 3, 4), balanced(), true).world;
  const Model model(world, balanced());
  const std::vector<Player> players = players_of(world, {"USA", "CHN"});
  RateChoice choice = all_goods();
  choice.among_players = true;
  const War war = tariff_war(model, base_policy(world), players, choice, exact(), kHere);
  ASSERT_TRUE(war.certified()) << war.regret_pct;
  const int one = players[0].members[0];
  const int other = players[1].members[0];
  for (const FreeRate& rate : war.rates)
    for (const FreeFlow& f : rate.flows)
      EXPECT_TRUE((f.importer == one && f.exporter == other) || (f.importer == other && f.exporter == one));
  // All others' duties, and the players' on them, are the base year's.
  const Policy& policy = *(*war.outcome)->policy;
  for (const PolicyCell& cell : policy.cells)
    EXPECT_TRUE(has({one, other}, cell.importer) && has({one, other}, cell.exporter));
  for (const WarPlayer& player : war.players) {
    ASSERT_TRUE(player.alone_pct);
    EXPECT_LT(*player.others_pct(), 0.0);
    // Free rates on everyone's goods can be set as these are.
    const War all =
        tariff_war(model, base_policy(world), players, all_goods(EachRate::bilateral), exact(), kHere);
    const std::size_t p = player.player.members[0] == one ? 0 : 1;
    EXPECT_GE(*all.players[p].alone_pct, *player.alone_pct - 1e-6);
  }
}

TEST(War, IsTheSameForAnyNumberOfThreads) {
  const World world = *rebase(small_world(4, 2, 9), balanced(), true).world;
  const Model model(world, balanced());
  WarSettings settings = exact();
  const std::vector<Player> players = players_of(world, {"USA", "CHN", "CAN"});
  const War one = tariff_war(model, base_policy(world), players, all_goods(), settings, kHere);
  settings.threads = 3;
  const War three = tariff_war(model, base_policy(world), players, all_goods(), settings, kHere);
  EXPECT_EQ(one.nash, three.nash);
  EXPECT_EQ(one.regret_pct, three.regret_pct);
  for (std::size_t p = 0; p < players.size(); ++p)
    EXPECT_EQ(one.players[p].alone_pct, three.players[p].alone_pct);
}

TEST(War, ThatIsCutShortIsNotCertified) {
  const World world = two_economies(4.0, {1.0, 1.2}, {1.0, 1.0});
  const Model model(world, balanced());
  WarSettings settings = exact();
  settings.max_iterations = 1;
  const War war =
      tariff_war(model, base_policy(world), players_of(world, {"USA", "CHN"}), all_goods(), settings, kHere);
  EXPECT_FALSE(war.settled);
  EXPECT_FALSE(war.certified());
  EXPECT_GT(war.regret_pct, kCertifiedPct);
}

TEST(BestResponse, OfASmallEconomyTendsToOneOverTheta) {
  for (const double theta : {2.0, 5.0}) {
    double before = HUGE_VAL;
    for (const double size : {1e-1, 1e-2, 1e-3}) {
      const World world = two_economies(theta + 1.0, {1.0, 1.0}, {size, 1.0});
      const Model model(world, balanced());
      SearchSettings settings;
      settings.tolerance = 1e-11;
      const BestResponse best = best_response(model, base_policy(world), players_of(world, {"USA"})[0],
                                              all_goods(), settings, kHere);
      ASSERT_TRUE(best.outcome && *best.outcome);
      const double gap = std::abs(best.best[0] - 1.0 / theta);
      // Exactly 1 / (theta r), with r tending to one as the economy's part of the world's sales vanishes.
      EXPECT_NEAR(best.best[0], 1.0 / (theta * sold_at_home((*best.outcome)->result, 1)), 1e-9);
      EXPECT_LT(gap, before);
      before = gap;
    }
    EXPECT_LT(before, 0.01);
  }
}

TEST(BestResponse, KnowsThatExportTaxesAreTariffs) {
  // Lerner: with one good, the best export tax is the best tariff.
  const World world = two_economies(4.0, {1.0, 1.2}, {1.0, 1.0});
  const Model model(world, balanced());
  const Player home = players_of(world, {"USA"})[0];
  RateChoice choice = all_goods();
  SearchSettings settings;
  settings.tolerance = 1e-10;
  const BestResponse tariff = best_response(model, base_policy(world), home, choice, settings, kHere);
  choice.kinds = {RateKind::export_tax};
  const BestResponse tax = best_response(model, base_policy(world), home, choice, settings, kHere);
  EXPECT_NEAR(tariff.best[0], 1.0 / (3.0 * sold_at_home((*tariff.outcome)->result, 1)), 1e-9);
  EXPECT_NEAR(tariff.best[0], tax.best[0], 1e-7);
  EXPECT_NEAR(tariff.gain_pct, tax.gain_pct, 1e-9);
}

TEST(BestResponse, StandsItsOwnTests) {
  const World world = *rebase(small_world(4, 3, 8), balanced(), true).world;
  const Model model(world, balanced());
  for (const EachRate each : {EachRate::uniform, EachRate::sector, EachRate::bilateral}) {
    const BestResponse best =
        best_response(model, base_policy(world), players_of(world, {"CHN"})[0], all_goods(each), {}, kHere);
    EXPECT_TRUE(best.certified()) << to_string(each);
    EXPECT_GT(best.gain_pct, 0.0);
    EXPECT_LT(best.spread_pct, kCertifiedPct);
    EXPECT_GT(best.curvature_shifted, 0.0);
    for (const StepAway& step : best.steps) EXPECT_GE(step.cost_pct.value_or(0.0), -1e-9);
  }
}

TEST(BestResponse, MoreInstrumentsNeverPayLess) {
  const World world = *rebase(small_world(4, 3, 8), balanced(), true).world;
  const Model model(world, balanced());
  const Player player = players_of(world, {"USA"})[0];
  double before = 0.0;
  for (const EachRate each : {EachRate::uniform, EachRate::sector, EachRate::bilateral}) {
    const double gain = best_response(model, base_policy(world), player, all_goods(each), {}, kHere).gain_pct;
    EXPECT_GE(gain, before - 1e-9);
    before = gain;
  }
}

TEST(BestResponse, ServesASectorThatCountsForMore) {
  const World world = *rebase(small_world(4, 3, 8), balanced(), true).world;
  const Model model(world, balanced());
  Player player = players_of(world, {"USA"})[0];
  const RateChoice choice = all_goods(EachRate::sector);
  const BestResponse plain = best_response(model, base_policy(world), player, choice, {}, kHere);
  player.premium = read_weights(world, player, "C10=3", kHere);
  const BestResponse weighted = best_response(model, base_policy(world), player, choice, {}, kHere);
  ASSERT_TRUE(weighted.certified());
  EXPECT_GT((*weighted.outcome)->result.value_added(0, 0), (*plain.outcome)->result.value_added(0, 0));
  EXPECT_LT((*weighted.outcome)->result.log_welfare[0], (*plain.outcome)->result.log_welfare[0])
      << "at the price of real income";
}

TEST(BestResponse, StopsAtItsBounds) {
  const World world = two_economies(4.0, {1.0, 1.2}, {1.0, 1.0});
  const Model model(world, balanced());
  RateChoice choice = all_goods();
  choice.highest = 0.2;
  const BestResponse best =
      best_response(model, base_policy(world), players_of(world, {"USA"})[0], choice, {}, kHere);
  EXPECT_NEAR(best.best[0], 0.2, 1e-12);
  EXPECT_EQ(best.at_highest, 1);
  EXPECT_TRUE(best.certified());
}

TEST(Rates, HaveDerivativesThroughAllThatIsInForce) {
  // Quotas, floors, parts and classes stay in force and answer.
  const World world = small_world(4, 3, 61);
  Options options = balanced();
  options.closure = Closure::share;
  const Model model(world, options);
  int certified = 0;
  for (unsigned seed = 1; seed <= 3; ++seed) {
    std::mt19937_64 random(270 + seed);
    Policy policy = random_instruments(world, random, 4);
    random_parts(world, random, policy, 1);
    random_classes(world, random, policy, 3);
    RateChoice choice = all_goods(EachRate::bilateral);
    choice.kinds = {RateKind::tariff, RateKind::export_tax};
    const std::vector<Player> players = players_of(world, {"USA+CHN"});
    const RatePolicy rates(world, policy, free_rates(model, players, choice, kHere));
    std::vector<double> levels(rates.rates().size(), 0.08);
    const Outcome here = model.solve(rates.at(levels));
    if (!here) continue;
    ++certified;
    Sensitivity sensitivity(model, here.solution());
    std::vector<double> adjoint;
    ASSERT_TRUE(sensitivity.solve(objective_of(players[0], world, here->result), adjoint, 1e-11));
    std::vector<double> slope(levels.size(), 0.0);
    add_derivatives(sensitivity, 0, rates.rates(), levels, slope);
    for (std::size_t r = 0; r < levels.size(); ++r) {
      const double h = 1e-4;
      double difference = 0.0;
      for (const double step : {h, -h}) {
        std::vector<double> moved = levels;
        moved[r] = std::expm1(std::log1p(levels[r]) + step);
        difference +=
            valued(players[0], solved(model, rates.at(moved), here.start()).result) * step / (2.0 * h * h);
      }
      EXPECT_NEAR(slope[r], difference, 1e-6 + 1e-4 * std::abs(difference))
          << "rate " << r << ", seed " << seed;
    }
  }
  EXPECT_GT(certified, 0);
}

TEST(Rates, AreRefusedByName) {
  World world = small_world(4, 3, 8);
  const Model model(world, balanced());
  RateChoice choice;
  choice.lowest = 0.5;
  choice.highest = 0.2;
  EXPECT_THROW(free_rates(model, players_of(world, {"USA"}), choice, kHere), InputError);
  EXPECT_THROW(players_of(world, {"USA", "CHN", "USA"}), InputError);
  EXPECT_THROW(players_of(world, {"USA", "G2"}), InputError);
  EXPECT_THROW(players_of(world, {"USA+G2", "CAN"}), InputError);
  EXPECT_THROW(players_of(world, {"*"}), InputError);
  const Player home = players_of(world, {"USA"})[0];
  EXPECT_THROW(read_weights(world, home, "*=0", kHere), InputError);
  EXPECT_THROW(read_weights(world, home, "C10=-2", kHere), InputError);
}

TEST(Rates, HaveNoBestWhereBuyersNeverTurnAway) {
  World world = small_world(4, 3, 8);
  world.elasticities[0].theta[1] = -0.2;
  Options options = balanced();
  options.least_theta = -0.24;
  const Model model(world, options);
  try {
    free_rates(model, players_of(world, {"USA"}), RateChoice{}, kHere);
    FAIL() << "not refused";
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("has no bound"), std::string::npos) << error.what();
    EXPECT_NE(std::string(error.what()).find(world.lines[1].id), std::string::npos) << error.what();
  }
  RateChoice bounded;
  bounded.unbounded_refused = false;
  EXPECT_FALSE(free_rates(model, players_of(world, {"USA"}), bounded, kHere).empty());
}

TEST(Rates, ReplaceWhatTheirFlowsPayAndNothingElse) {
  const World world = small_world(4, 3, 8);
  Policy policy = base_policy(world);
  policy.set_wedge(world, 0, 0, 1, Wedge{0.4, 0.1, 1.2});
  const Model model(world, Options{});
  RateChoice choice;
  const RatePolicy rates(world, policy, free_rates(model, players_of(world, {"USA"}), choice, kHere));
  ASSERT_EQ(rates.rates().size(), 1U);
  const Policy at = rates.at(std::vector<double>{0.17});
  for (int l = 0; l < world.line_count(); ++l)
    for (int n = 0; n < 4; ++n)
      for (int i = 0; i < 4; ++i) {
        Wedge expected = policy.wedge(world, l, n, i);
        if (n == 0 && i != 0 && l < 2) expected.tariff = 0.17;
        EXPECT_EQ(at.wedge(world, l, n, i), expected) << l << n << i;
      }
  EXPECT_EQ(fingerprint(rates.at(std::vector<double>{0.17})), fingerprint(at));
}

}  // namespace
}  // namespace leeway
