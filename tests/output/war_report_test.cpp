#include <gmock/gmock.h>

#include "leeway/output/format.h"
#include "leeway/output/rate_words.h"
#include "support/small_world.h"

namespace leeway {
namespace {

using namespace leeway::testing;
using ::testing::HasSubstr;
using ::testing::Not;

Warred war_of(int iterations) {
  const World world = small_world(4, 3, 5);
  WarInputs inputs;
  inputs.players = {"USA", "CHN"};
  inputs.as_of = make_date(2021, 1, 1);
  inputs.settings.max_iterations = iterations;
  inputs.settings.other_start = false;
  return go_to_war(world, Ledger(), inputs);
}

TEST(WarReport, WithoutACertificateHasItsRegretAndNoRates) {
  const Warred warred = war_of(1);
  ASSERT_TRUE(warred.war);
  ASSERT_FALSE(warred.war->certified());
  const Report report = war_report(warred, 12);
  EXPECT_FALSE(report.certified()) << "so that the program exits with 1";
  EXPECT_THAT(report.headline, HasSubstr("No tariff war is told"));
  EXPECT_THAT(report.headline, HasSubstr("by other rates"));
  for (const ReportTable& table : report.tables) EXPECT_EQ(table.id, "regret");
  EXPECT_THAT(render_json(report), HasSubstr("\"certified\": false"));
}

TEST(WarReport, WithOneSaysThatTheRegretIsALowerBound) {
  const Warred warred = war_of(80);
  const Report report = war_report(warred, 12);
  EXPECT_TRUE(report.certified());
  const std::string text = render_text(report);
  EXPECT_THAT(text, HasSubstr("lower bound"));
  EXPECT_THAT(text, HasSubstr("Read with care"));
  EXPECT_THAT(text, Not(HasSubstr("No tariff war")));
}

TEST(WarReport, NamesThePassiveWhereAPlayerEndsAboveThePolicyInForce) {
  Warred warred = war_of(80);
  ASSERT_TRUE(warred.war->certified());
  War& war = *warred.war;
  war.passive_musd = -12000.0;
  const auto set = [&](std::size_t p, double alone, double at_war) {
    war.players[p].alone_pct = alone;
    war.players[p].real_income_pct = at_war;
  };
  set(0, 0.5, 0.3);
  set(1, 0.2, -0.1);
  EXPECT_EQ(war_report(warred, 12).headline,
            "A war of 2 with tariffs, all of it below the rates in force: 2 of 2 players lose by one "
            "another's rates; against the policy in force "
            "1 of 2 players lose, while a passive world of 2 economies loses " +
                money_words(12000.0) + " a year (central case of 2 sets of elasticities)");
  // Over a range in which the sign of one is open.
  RateCase other;
  other.certified = true;
  other.gain_pct = {-0.2, -0.3};
  other.mean_rate = {0.1, 0.1};
  other.flat_pct = {0.1, 0.1};
  other.others_pct = {-0.4, -0.4};
  other.lowers = true;
  other.passive_musd = -15000.0;
  warred.cases = {other};
  EXPECT_THAT(war_report(warred, 12).headline,
              HasSubstr("1 of 2 players lose (of 1 the sign is not identified), while a passive world of 2 "
                        "economies loses " +
                        money_words(12000.0) + " (" + money_words(12000.0) + " to " + money_words(15000.0) +
                        ") a year"));
  // No central figure of an open sign; what a case does not tell is counted; a truce in one case is none.
  const auto lead = [&] {
    std::string all;
    for (const std::string& paragraph : war_report(warred, 12).lead) all += paragraph + "\n";
    return all;
  };
  EXPECT_THAT(lead(), HasSubstr("between -0.20% and +0.30% (sign not identified) together"));
  EXPECT_THAT(war_report(warred, 12).headline, Not(HasSubstr("central case")));
  warred.cases.front().others_pct[0].reset();
  EXPECT_THAT(lead(), HasSubstr("-0.20% (over 1 of 2 cases) by the others' rates"));
  warred.cases.front().lowers = false;
  EXPECT_THAT(war_report(warred, 12).headline, Not(HasSubstr("below the rates in force")));
  EXPECT_THAT(lead(), HasSubstr("so it is in 1 of 2 cases, and is not identified"));
  warred.cases.clear();
  war.players[1].alone_pct.reset();
  EXPECT_EQ(war_report(warred, 12).headline,
            "A war of 2 with tariffs, all of it below the rates in force: 1 of 2 players lose real income, "
            "while a passive world of 2 economies "
            "loses " +
                money_words(12000.0) + " a year (central case of 2 sets of elasticities)");
  set(0, 0.5, -0.3);
  war.world_musd = -20000.0;
  EXPECT_THAT(war_report(warred, 12).headline,
              HasSubstr("2 of 2 players lose real income, the world loses " + money_words(20000.0)));
  other.world_musd = 3000.0;
  warred.cases = {other};
  EXPECT_THAT(war_report(warred, 12).headline,
              HasSubstr("the world stands between a loss of " + money_words(20000.0) + " and a gain of " +
                        money_words(3000.0) + " (sign not identified)"));
}

TEST(RespondReport, WithoutACertificateHasNoRates) {
  const World world = small_world(4, 3, 5);
  RespondInputs inputs;
  inputs.player = "USA";
  inputs.as_of = make_date(2021, 1, 1);
  Responded responded = respond(world, Ledger(), inputs);
  ASSERT_TRUE(responded.best->certified());
  const Report told = respond_report(responded, 12);
  EXPECT_EQ(told.tables.front().id, "rates");
  const std::string words = render_text(told);
  EXPECT_THAT(words, HasSubstr("This is the central case alone"));
  EXPECT_THAT(words, HasSubstr("The best tariff of"));
  EXPECT_THAT(words, HasSubstr("It is one rate on all partners and goods"));
  EXPECT_THAT(told.headline, HasSubstr("(central case of 2 sets of elasticities)"));
  // A sign that the range leaves open has no central figure.
  RateCase other;
  other.certified = true;
  other.gain_pct = {0.4};
  other.mean_rate = {0.2};
  other.real_income_pct = -0.3;
  other.ev_musd = -700.0;
  Responded ranged = responded;
  ranged.cases = {other};
  const Report open = respond_report(ranged, 12);
  EXPECT_THAT(open.headline, HasSubstr("between -0.30% and +"));
  EXPECT_THAT(open.headline, HasSubstr("(sign not identified) of its real income"));
  EXPECT_THAT(open.headline, Not(HasSubstr("central case")));
  // A step away that gains takes the certificate away.
  responded.best->steps.front().cost_pct = -1e-3;
  const Report report = respond_report(responded, 12);
  EXPECT_FALSE(report.certified());
  for (const ReportTable& table : report.tables) EXPECT_NE(table.id, "rates");
}

}  // namespace
}  // namespace leeway
