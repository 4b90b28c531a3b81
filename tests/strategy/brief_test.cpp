#include "leeway/strategy/brief.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "leeway/strategy/brief_parts.h"
#include "strategy/hand_ledger.h"
#include "support/small_world.h"
#include "support/solved.h"

namespace leeway {
namespace {

using testing::early;
using testing::late;

const OptionOutcome& option(const BriefAnalysis& brief, const std::string& id) {
  for (const OptionOutcome& o : brief.outcomes)
    if (to_string(o.option) == id) return o;
  throw InputError("no option " + id);
}

bool has_option(const BriefAnalysis& brief, const std::string& id) {
  for (const OptionOutcome& o : brief.outcomes)
    if (to_string(o.option) == id) return true;
  return false;
}

class BriefTest : public ::testing::Test {
 protected:
  World world = testing::small_world(4, 3, 21);  // USA, CHN, CAN, ROW
  Ledger ledger = testing::hand_ledger();
  BriefInputs inputs;
  BriefTest() {
    inputs.economy = "CAN";
    inputs.event = "THREAT";
    inputs.as_of = early;
  }
  BriefAnalysis run() { return analyse_brief(world, ledger, inputs); }
};

TEST_F(BriefTest, AMoveThatIsAskedForIsWeighedInThePlaceOfOneThatIsFound) {
  Measure give_in = testing::tariff("GIVE-IN", "CAN", "CHN", 0.6);
  inputs.move = AskedMove{{}, {{}, {}, {give_in}, ""}, "not CAN on CHN", {}};
  const BriefAnalysis brief = run();
  EXPECT_EQ(brief.kind, MoveKind::refusal);
  ASSERT_TRUE(brief.leeway);
  const Model model(world, {});
  PolicyOptions now;
  now.as_of = early;
  PolicyOptions gave_in = now;
  gave_in.measures = {give_in};
  const auto income = [&](const PolicyOptions& o) {
    return real_income(testing::solved(model, resolve_policy(world, ledger, o)).result, brief.members);
  };
  EXPECT_NEAR(brief.leeway->central.gain_musd, income(now) - income(gave_in), 1e-5);
  EXPECT_EQ(brief.how_found.front().kind, MoveNote::Kind::asked);
}

TEST_F(BriefTest, IsPlayedOutOnItsOwnFigures) {
  inputs.range = RangeKind::sets;
  const BriefAnalysis brief = run();
  ASSERT_TRUE(brief.played);
  const PlayedOut& played = *brief.played;
  ASSERT_EQ(played.players.size(), 3U);
  EXPECT_EQ(played.players[0].id, "CAN");
  EXPECT_EQ(played.players[1].id, "USA");
  EXPECT_EQ(played.players[2].id, "CHN");
  EXPECT_EQ(played.alike.of + played.failed, static_cast<int>(brief.settings.size()));
  for (const PlayedOutcome& o : played.outcomes) {
    const OptionOutcome& told = option(brief, to_string(o.option));
    const double without = option(brief, "drop").own.change.ev_musd.value();
    EXPECT_NEAR(o.payoffs_musd[0].central, told.own.change.ev_musd.value() - without, 1e-6);
    const double others =
        told.economies[0].change.ev_musd.value() - option(brief, "drop").economies[0].change.ev_musd.value();
    EXPECT_NEAR(o.payoffs_musd[1].central, others, 1e-6) << "the first economy of the world threatens";
  }
  // From the chair of who threatens it is the same game.
  inputs.economy = "USA";
  const BriefAnalysis theirs = run();
  ASSERT_TRUE(theirs.played);
  EXPECT_EQ(theirs.played->players[0].id, "CAN");
  EXPECT_EQ(theirs.played->ends_in, played.ends_in);
  EXPECT_NEAR(theirs.played->choices[1].worth_musd.central, played.choices[1].worth_musd.central, 1e-6);
}

TEST_F(BriefTest, LeewayIsTheRatioOfSolvesMadeByHand) {
  const BriefAnalysis brief = run();
  ASSERT_TRUE(brief.leeway);
  EXPECT_TRUE(brief.certified);
  const Model model(world, {});
  PolicyOptions now;
  now.as_of = early;
  PolicyOptions deal = now;
  deal.use = {"DEAL"};
  PolicyOptions punished = deal;
  punished.use.push_back("THREAT");
  const auto solve = [&](const PolicyOptions& o) {
    return testing::solved(model, resolve_policy(world, ledger, o)).result;
  };
  const Result base = solve(now);
  const std::size_t can = 2;
  const double gain = equivalent_variation(base, solve(deal))[can];
  const double loss = -equivalent_variation(base, solve(punished))[can];
  const LeewayCase& central = brief.leeway->central;
  EXPECT_NEAR(central.gain_musd, gain, 1e-6 * std::abs(gain) + 1e-6);
  EXPECT_NEAR(central.loss_musd, loss, 1e-6 * std::abs(loss));
  EXPECT_NEAR(central.p_star, leeway_case(gain, loss).p_star, 1e-6);
  EXPECT_NEAR(option(brief, "keep").own.change.ev_musd, central.gain_musd, 1e-9 * std::abs(loss));
  EXPECT_NEAR(option(brief, "punished").own.change.ev_musd, -central.loss_musd, 1e-9 * std::abs(loss));
}

TEST_F(BriefTest, TheFullRangeIsAnEnvelopeOfAllThatIsShown) {
  world.elasticities.push_back(world.elasticities.front());
  world.elasticities.back().id = "stiff";
  for (double& theta : world.elasticities.back().theta) theta *= 0.5;
  const BriefAnalysis brief = run();
  const std::vector<LeewayCase>& cases = brief.leeway->cases;
  ASSERT_EQ(cases.size(), world.elasticities.size() * (3 * 2 * 2 + 1) + 3);
  EXPECT_EQ(cases.front().elasticities, "default");
  EXPECT_FALSE(cases.front().horizon);
  EXPECT_LE(brief.leeway->low, brief.leeway->central.p_star);
  EXPECT_GE(brief.leeway->high, brief.leeway->central.p_star);
  const OptionOutcome& punished = option(brief, "punished");
  EXPECT_TRUE(punished.cases.all());
  EXPECT_LT(punished.own.ev_low_musd, punished.own.ev_high_musd);
  // A case solved by hand lies in every range.
  Options other;
  other.elasticities = "stiff";
  other.horizon = 3.0;
  other.supply = Estimate::high;
  other.closure = Closure::balanced;
  const Model model(world, other);
  PolicyOptions now;
  now.as_of = early;
  PolicyOptions hit = now;
  hit.use = {"DEAL", "THREAT"};
  const Solution from = testing::solved(model, resolve_policy(world, ledger, now));
  const Solution to = testing::solved(model, resolve_policy(world, ledger, hit));
  const EconomyChange change = compare_set(world, {2}, from, to);
  const double slack = 1e-6;
  for (const EconomyVariable& v : economy_variables()) {
    EXPECT_GE(*v.of(change), *v.of(punished.own_low) - slack) << v.name;
    EXPECT_LE(*v.of(change), *v.of(punished.own_high) + slack) << v.name;
  }
  const std::vector<SectorChange> sectors = compare_sectors(world, {2}, from, to);
  for (std::size_t j = 0; j < sectors.size(); ++j) {
    EXPECT_GE(sectors[j].output_musd, punished.sectors_low[j].output_musd - slack);
    EXPECT_LE(sectors[j].output_musd, punished.sectors_high[j].output_musd + slack);
  }
  // What moves the loss most is a span of cases that move one assumption alone.
  ASSERT_FALSE(brief.loss_swings.empty());
  for (std::size_t s = 1; s < brief.loss_swings.size(); ++s)
    EXPECT_GE(brief.loss_swings[s - 1].high - brief.loss_swings[s - 1].low,
              brief.loss_swings[s].high - brief.loss_swings[s].low);
}

TEST_F(BriefTest, NoLeewayIsToldBelowThreeYears) {
  inputs.options.horizon = 1.0;
  const BriefAnalysis brief = run();
  EXPECT_TRUE(brief.certified);
  EXPECT_FALSE(brief.leeway);
  EXPECT_EQ(brief.welfare_not_told, NotTold::short_horizon);
  EXPECT_FALSE(option(brief, "punished").own.change.ev_musd.told());
  EXPECT_LT(option(brief, "punished").own.change.exports_pct, 0.0);
  for (const RangeCase& c : brief.settings) EXPECT_EQ(c.options.horizon, 1.0);
}

TEST_F(BriefTest, TheGainHangsOnWhoHoldsTheRents) {
  // Canada lets in a part of Chinese goods free of duty, and more would come.
  Measure deal = testing::tariff("QUOTA", "CAN", "CHN", 0.0);
  deal.instrument = Instrument::tariff_rate_quota;
  deal.terms = {};
  deal.terms.quota = 0.6;
  deal.terms.quota_unit = of_base;
  deal.terms.in_quota = 0.0;
  deal.terms.over_quota = 2.0;
  Scenario scenario = testing::half_deal();
  scenario.measures = {deal};
  inputs.scenarios = {scenario};
  const BriefAnalysis brief = run();
  ASSERT_EQ(brief.rents.size(), 3U);
  for (const RentOutcome& o : brief.rents) {
    ASSERT_TRUE(o.figures);
    EXPECT_GT(o.figures->rent_musd, 0.0);
  }
  EXPECT_LT(brief.rents[0].figures->ev_musd, brief.rents[1].figures->ev_musd);
  EXPECT_LT(brief.rents[1].figures->ev_musd, brief.rents[2].figures->ev_musd);
  // Nothing is said of who holds them: exporters, as the central case has it.
  EXPECT_NEAR(brief.rents[0].figures->ev_musd, brief.leeway->central.gain_musd,
              1e-6 * std::abs(brief.rents[2].figures->ev_musd));
  EXPECT_EQ(option(brief, "keep").instruments.size(), 1U);
}

TEST_F(BriefTest, ABystanderIsNotToldToKeepADeal) {
  inputs.economy = "CHN";
  inputs.event = "STICK";
  const BriefAnalysis brief = run();
  EXPECT_EQ(brief.chair, Chair::bystander);
}

TEST_F(BriefTest, DaysAfterTheLastEntryAreMarked) {
  inputs.as_of = make_date(2025, 6, 1);
  const BriefAnalysis brief = run();
  EXPECT_GT(brief.as_of, brief.span.last);
}

TEST_F(BriefTest, ThePunishedDealIsWorthNothingAtTheBreakEvenRate) {
  const BriefAnalysis brief = run();
  ASSERT_EQ(brief.leeway->central.reading, Reading::room);
  ASSERT_TRUE(brief.leeway->break_even_scale);
  EXPECT_EQ(brief.leeway->break_even, BreakEven::found);
  const double scale = *brief.leeway->break_even_scale;
  EXPECT_GT(scale, 0.0);
  EXPECT_LT(scale, 1.0);
  EXPECT_DOUBLE_EQ(*brief.leeway->break_even_rate, scale * 1.0);
  const Model model(world, {});
  PolicyOptions now;
  now.as_of = early;
  PolicyOptions punished = now;
  punished.use = {"DEAL", "THREAT"};
  punished.scaled = {{"THREAT", Term::rate, scale}};
  const Result a = testing::solved(model, resolve_policy(world, ledger, now)).result;
  const Result b = testing::solved(model, resolve_policy(world, ledger, punished)).result;
  EXPECT_NEAR(equivalent_variation(a, b)[2], 0.0, 1e-3 * brief.leeway->central.gain_musd);
}

TEST_F(BriefTest, TheSplitAddsUpToTheEquivalentVariation) {
  const BriefAnalysis brief = run();
  const OptionOutcome& punished = option(brief, "punished");
  for (const EconomyOutcome& o : punished.economies) {
    ASSERT_TRUE(o.decomposed);
    EXPECT_NEAR(o.terms_of_trade_musd + o.volume_musd + o.other_musd, o.change.ev_musd,
                1e-9 * std::abs(o.change.ev_musd) + 1e-9);
    EXPECT_LT(std::abs(o.other_musd), 0.02 * std::abs(o.change.ev_musd) + 50.0) << o.change.id;
  }
  EXPECT_LT(punished.own.terms_of_trade_musd, 0.0) << "a tariff on Canada turns its terms of trade";
}

TEST_F(BriefTest, SameBriefForAnyNumberOfThreads) {
  inputs.threads = 1;
  const BriefAnalysis one = run();
  inputs.threads = 3;
  const BriefAnalysis many = run();
  EXPECT_EQ(one.run_id, many.run_id);
  for (std::size_t c = 0; c < one.leeway->cases.size(); ++c)
    EXPECT_EQ(one.leeway->cases[c].p_star, many.leeway->cases[c].p_star);
  EXPECT_EQ(one.leeway->break_even_scale, many.leeway->break_even_scale);
}

TEST_F(BriefTest, ADealInForceIsWeighedAgainstDroppingIt) {
  const BriefAnalysis before = run();
  inputs.as_of = late;
  const BriefAnalysis after = run();
  EXPECT_NEAR(after.leeway->central.gain_musd, before.leeway->central.gain_musd,
              1e-6 * before.leeway->central.loss_musd);
  EXPECT_NEAR(after.leeway->central.p_star, before.leeway->central.p_star, 1e-6);
  EXPECT_NEAR(option(after, "keep").own.change.ev_musd, 0.0, 1e-6);
  EXPECT_NEAR(option(after, "drop").own.change.ev_musd, -before.leeway->central.gain_musd,
              1e-6 * before.leeway->central.loss_musd);
}

TEST_F(BriefTest, AThreatWithoutAMoveReportsThePunishmentAlone) {
  inputs.economy = "CHN";
  inputs.event = "BARE";
  const BriefAnalysis brief = run();
  EXPECT_EQ(brief.leeway->central.reading, Reading::no_move);
  EXPECT_FALSE(has_option(brief, "keep"));
  EXPECT_FALSE(has_option(brief, "drop"));
  EXPECT_LT(option(brief, "punished").own.change.ev_musd, 0.0);
  EXPECT_NEAR(brief.leeway->central.loss_musd, -option(brief, "punished").own.change.ev_musd, 1e-6);
}

TEST_F(BriefTest, BreakingAPromiseIsWeighedAgainstKeepingIt) {
  inputs.event = "STICK";
  const BriefAnalysis brief = run();
  EXPECT_GT(brief.leeway->central.gain_musd, 0.0) << "not paying is a gain";
  EXPECT_NEAR(option(brief, "keep").own.change.ev_musd, 0.0, 1e-6) << "it is the status quo";
  EXPECT_LT(option(brief, "drop").own.change.ev_musd, 0.0);
}

TEST_F(BriefTest, WithoutAnEventThereIsTheStatusQuo) {
  inputs.event.reset();
  const BriefAnalysis brief = run();
  EXPECT_FALSE(brief.leeway);
  EXPECT_TRUE(brief.outcomes.empty());
  EXPECT_TRUE(brief.certified);
  EXPECT_EQ(brief.exposure.economy, "CAN");
  const auto pending = std::count_if(brief.ledger.begin(), brief.ledger.end(),
                                     [](const LedgerEntry& e) { return !e.because; });
  EXPECT_EQ(pending, 2);
}

TEST_F(BriefTest, AGroupCanAsk) {
  inputs.economy = "G2";
  inputs.event = "BARE";
  const BriefAnalysis brief = run();
  EXPECT_EQ(brief.members.size(), 2U);
  const OptionOutcome& punished = option(brief, "punished");
  EXPECT_NEAR(punished.own.change.ev_musd,
              punished.economies[0].change.ev_musd + punished.economies[1].change.ev_musd, 1e-6);
  EXPECT_EQ(punished.sectors.size(), 3U);
}

TEST_F(BriefTest, TheLedgerOfABriefNamesItsMovesFirst) {
  const BriefAnalysis brief = run();
  std::vector<std::string> ids;
  for (const LedgerEntry& e : brief.ledger) ids.push_back(e.measure.id);
  EXPECT_THAT(ids, ::testing::IsSupersetOf({"DEAL", "THREAT", "THREAT-ANSWER", "STICK"}));
  for (const LedgerEntry& e : brief.ledger)
    EXPECT_EQ(e.measure.id == "THREAT", e.status == Status::threatened && e.because == Reason::used);
}

TEST_F(BriefTest, EveryQuestionHasAnIdOfItsOwn) {
  inputs.range = RangeKind::none;
  inputs.break_even = inputs.decompose = false;
  const BriefInputs asked = inputs;
  std::map<std::string, std::string> seen = {{run().run_id, "nothing"}};
  const std::vector<std::pair<std::string, std::function<void(BriefInputs&)>>> changes = {
      {"economy", [](BriefInputs& b) { b.economy = "CHN"; }},
      {"event", [](BriefInputs& b) { b.event = "STICK"; }},
      {"no event", [](BriefInputs& b) { b.event.reset(); }},
      {"as_of", [](BriefInputs& b) { b.as_of = early + std::chrono::days(1); }},
      {"known_by", [](BriefInputs& b) { b.known_by = early; }},
      {"known_by another day", [](BriefInputs& b) { b.known_by = early + std::chrono::days(1); }},
      {"options", [](BriefInputs& b) { b.options.horizon = 3.0; }},
      {"sets", [](BriefInputs& b) { b.range = RangeKind::sets; }},
      {"full", [](BriefInputs& b) { b.range = RangeKind::full; }},
      {"break_even", [](BriefInputs& b) { b.break_even = true; }},
      {"decompose", [](BriefInputs& b) { b.decompose = true; }}};
  for (const auto& [name, change] : changes) {
    inputs = asked;
    change(inputs);
    const auto [at, is_new] = seen.try_emplace(run().run_id, name);
    EXPECT_TRUE(is_new) << name << " has the id of " << at->second;
  }
  inputs = asked;
  EXPECT_EQ(seen.at(run().run_id), "nothing");
}

// The deal closes a market: nothing can be weighed, and nothing reads like an answer.
TEST_F(BriefTest, ADealThatCannotBeSolvedLeavesNoLeeway) {
  Measure ban = testing::tariff("CLOSED", "CAN", "*", 0.0);
  ban.instrument = Instrument::import_ban;
  ban.terms = {};
  ban.goods = {"C10"};
  Scenario scenario = testing::half_deal();
  scenario.measures = {ban};
  inputs.scenarios = {scenario};
  world.flow(*world.find_line("C10"), 2, 2) = 0.0;
  testing::close_accounts(world);
  const BriefAnalysis brief = run();
  EXPECT_FALSE(brief.certified);
  EXPECT_FALSE(brief.leeway);
  ASSERT_TRUE(brief.no_leeway);
  EXPECT_EQ(brief.no_leeway->failure->termination(), Termination::refused);
  EXPECT_EQ(brief.no_leeway->failure->measure, "CLOSED");
  EXPECT_FALSE(has_option(brief, "keep"));
  EXPECT_FALSE(has_option(brief, "punished"));
  EXPECT_TRUE(has_option(brief, "drop"));
  EXPECT_TRUE(brief.rents.empty());
  EXPECT_EQ(brief.failed_options.front().option, BriefOption::keep);
}

// Under one of two sets of elasticities a ban is refused: the range is over the other cases and says so.
TEST_F(BriefTest, ARangeCountsTheCasesThatFailed) {
  Measure ban = testing::tariff("BAN", "CAN", "CHN", 0.0);
  ban.instrument = Instrument::import_ban;
  ban.terms = {};
  Scenario scenario = testing::half_deal();
  scenario.measures = {ban};
  inputs.scenarios = {scenario};
  inputs.options.least_theta = -0.24;
  inputs.options.horizon = 10.0;
  world.elasticities.push_back(world.elasticities.front());
  world.elasticities.back().id = "none";
  for (double& theta : world.elasticities.back().theta) theta = -0.2;
  const BriefAnalysis brief = run();
  ASSERT_TRUE(brief.leeway);
  ASSERT_FALSE(brief.leeway->failed.empty());
  EXPECT_EQ(brief.leeway->failed.front().elasticities, "none");
  const OptionOutcome& keep = option(brief, "keep");
  EXPECT_LT(keep.cases.certified, keep.cases.of);
  EXPECT_EQ(static_cast<std::size_t>(keep.cases.of),
            brief.leeway->cases.size() + brief.leeway->failed.size());
}

TEST_F(BriefTest, ProgressCountsToTheEnd) {
  int last = 0;
  int total = 0;
  inputs.progress = [&](int done, int of) {
    EXPECT_EQ(done, last + 1);
    last = done;
    total = of;
  };
  run();
  EXPECT_EQ(last, total);
  EXPECT_GT(total, 5);
}

// An act that is weighed without a move: who holds the rents of its limits moves what it costs.
TEST_F(BriefTest, TheHoldersOfAnActsRentsAreInItsRange) {
  Measure limit = testing::tariff("LIMIT", "USA", "CAN", 0.0);
  limit.instrument = Instrument::export_quota;
  limit.terms = {};
  limit.terms.quota = 0.7;
  limit.terms.quota_unit = of_base;
  limit.effective = make_date(2023, 10, 1);
  ledger = Ledger({limit}, {}, {}, "one");
  inputs.event = "LIMIT";
  inputs.range = RangeKind::sets;
  const BriefAnalysis brief = run();
  ASSERT_TRUE(brief.rents_of_act);
  ASSERT_EQ(brief.rents.size(), 3U);
  const OptionOutcome& act = option(brief, "punished");
  for (const RentOutcome& o : brief.rents) {
    ASSERT_TRUE(o.figures);
    EXPECT_GT(o.figures->rent_musd, 1.0);
    EXPECT_LE(act.own.ev_low_musd, o.figures->ev_musd);
    EXPECT_GE(act.own.ev_high_musd, o.figures->ev_musd);
  }
  EXPECT_NE(brief.rents.front().figures->ev_musd, brief.rents.back().figures->ev_musd);
  // Everyone else's range too: who is named a winner must win whoever holds them.
  const auto usa = static_cast<std::size_t>(*world.find_economy("USA"));
  bool at_an_end = false;
  for (const RentOutcome& o : brief.rents)
    for (std::size_t n = 0; n < o.figures->ev_each_musd.size(); ++n) {
      const double ev = o.figures->ev_each_musd[n];
      EXPECT_LE(act.economies[n].ev_low_musd, ev + 1e-9) << n;
      EXPECT_GE(act.economies[n].ev_high_musd, ev - 1e-9) << n;
      const bool end = std::abs(act.economies[n].ev_low_musd.value() - ev) < 1e-9 ||
                       std::abs(act.economies[n].ev_high_musd.value() - ev) < 1e-9;
      at_an_end = at_an_end || (end && n == usa && o.importer_share > 0.0);
    }
  EXPECT_TRUE(at_an_end) << "the exporter has least where importers hold the rents, and no set goes further";
}

// Retaliation brings the treasury duties and costs wage earners: told apart, since welfare may go either way.
TEST_F(BriefTest, RetaliationFillsTheTreasuryAndCutsTheRealWage) {
  inputs.range = RangeKind::none;
  Measure small =
      testing::tariff("SMALL", "USA", "CAN", 0.03);  // above the duty that brings most, revenue falls
  small.typed_status = Status::threatened;
  ledger = Ledger({small}, {}, {}, "one");
  inputs.event = "SMALL";
  for (const unsigned seed : {3U, 11U, 21U, 42U}) {
    world = testing::small_world(4, 3, seed);
    const BriefAnalysis brief = run();
    ASSERT_TRUE(has_option(brief, "retaliate"));
    const EconomyChange& hit = option(brief, "punished").own.change;
    const EconomyChange& answered = option(brief, "retaliate").own.change;
    EXPECT_GT(answered.tariff_revenue_musd, hit.tariff_revenue_musd) << seed;
    EXPECT_LT(answered.real_wage_pct, hit.real_wage_pct) << seed;
  }
}

}  // namespace
}  // namespace leeway
