// Draws of a brief.

#include "leeway/ensemble/joint_range.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "leeway/ensemble/answers.h"
#include "leeway/ensemble/sweep.h"
#include "leeway/io/file.h"
#include "strategy/hand_ledger.h"
#include "support/own_folder.h"
#include "support/refusal.h"
#include "support/small_world.h"

namespace leeway {
namespace {

namespace joint_range_test {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::refusal;

class JointRange : public ::testing::Test {
 protected:
  World world = testing::small_world(4, 3, 21);  // USA, CHN, CAN, ROW
  Ledger ledger = testing::hand_ledger();

  BriefInputs inputs() const {
    BriefInputs in;
    in.economy = "CAN";
    in.event = "THREAT";
    in.as_of = testing::early;
    in.range = RangeKind::none;
    return in;
  }
  BriefAnalysis centre(const BriefInputs& in) const { return analyse_brief(world, ledger, in); }
  static JointSettings of(std::uint64_t draws, int threads = 1) {
    JointSettings settings;
    settings.draws = draws;
    settings.threads = threads;
    return settings;
  }
};

void expect_same(const DrawnRange& a, const DrawnRange& b) {
  EXPECT_EQ(a.id, b.id);
  EXPECT_EQ(a.certified, b.certified);
  ASSERT_EQ(a.figures.size(), b.figures.size());
  for (std::size_t f = 0; f < a.figures.size(); ++f) {
    const DrawnFigure& x = a.figures[f];
    const DrawnFigure& y = b.figures[f];
    EXPECT_EQ(x.figure, y.figure);
    for (const auto member : {&DrawnFigure::mean, &DrawnFigure::q05, &DrawnFigure::q25, &DrawnFigure::q50,
                              &DrawnFigure::q75, &DrawnFigure::q95})
      EXPECT_EQ(x.*member, y.*member) << to_string(x.figure);
    EXPECT_EQ(x.above_zero.low, y.above_zero.low);
  }
}

// The draws are those of a sweep whose plan asks the same, to the last bit.
TEST_F(JointRange, IsTheSweepOfTheSamePlan) {
  const BriefAnalysis b = centre(inputs());
  const DrawnRange drawn = joint_range(world, ledger, b, of(40));
  EXPECT_EQ(drawn.certified, 40U);
  const std::filesystem::path folder = testing::own_folder();
  std::filesystem::create_directories(folder);
  const auto swept = [&](std::uint64_t draws) {
    write_file_atomically(folder / "plan.toml",
                          "title = \"t\"\neconomy = \"CAN\"\nas_of = 2024-01-01\nthreat = \"THREAT\"\n"
                          "deal = [\"DEAL\"]\n" +
                              joint_plan(world, b, of(draws)).text);
    return load_sweep_plan(folder / "plan.toml");
  };
  const Sweep sweep(swept(40), world, ledger);
  const Sweep fewer(swept(20), world, ledger);
  std::filesystem::remove_all(folder);
  EXPECT_EQ(encoded(fewer.draw(11)), encoded(sweep.draw(11))) << "a draw knows not how many there are";
  std::vector<SweepRow> rows;
  for (std::uint64_t k = 0; k < 40; ++k) rows.push_back(sweep.draw(k));
  const std::vector<Drawn> kept = {Drawn::gain, Drawn::loss, Drawn::p_star, Drawn::gain_pct, Drawn::loss_pct};
  ASSERT_EQ(drawn.figures.size(), kept.size());
  for (std::size_t f = 0; f < kept.size(); ++f) {
    const Spreading s = spreading(figures_of(rows, f));
    const DrawnFigure* told = drawn.find(kept[f]);
    ASSERT_NE(told, nullptr);
    EXPECT_EQ(told->mean, s.mean) << to_string(kept[f]);
    EXPECT_EQ(told->q05, s.quantiles[0]);
    EXPECT_EQ(told->q50, s.quantiles[2]);
    EXPECT_EQ(told->q95, s.quantiles[4]);
    EXPECT_LT(told->q05, told->q95);
    EXPECT_EQ(told->above_zero.low, s.above_zero.low);
  }
  const std::vector<double> leeways = figures_of(rows, 2);
  EXPECT_EQ(drawn.never_pays.draws, std::count(leeways.begin(), leeways.end(), 0.0));
  EXPECT_EQ(drawn.always_pays.draws, std::count(leeways.begin(), leeways.end(), 1.0));
  EXPECT_EQ(drawn.never_pays.share.high, share_of_draws(drawn.never_pays.draws, 40).high);
}

// A refusal is told against giving in, its brief's rows against the status quo: percents are of gain and
// loss.
TEST_F(JointRange, PercentsHaveTheSignsOfGainAndLoss) {
  const DrawnRange drawn = joint_range(world, ledger, centre(inputs()), of(40));
  for (const auto& [money, percent] :
       {std::pair(Drawn::gain, Drawn::gain_pct), std::pair(Drawn::loss, Drawn::loss_pct)}) {
    EXPECT_EQ(drawn.find(money)->above_zero.value, drawn.find(percent)->above_zero.value);
    EXPECT_GT(drawn.find(money)->mean * drawn.find(percent)->mean, 0.0);
  }
}

TEST_F(JointRange, ThreadsAreNothingToIt) {
  const BriefAnalysis b = centre(inputs());
  expect_same(joint_range(world, ledger, b, of(60, 1)), joint_range(world, ledger, b, of(60, 3)));
}

TEST_F(JointRange, SeedAndNumberAreOfTheId) {
  const BriefAnalysis b = centre(inputs());
  JointSettings other = of(20);
  other.seed = 2;
  const DrawnRange one = joint_range(world, ledger, b, of(20));
  const DrawnRange seeded = joint_range(world, ledger, b, other);
  const DrawnRange more = joint_range(world, ledger, b, of(21));
  EXPECT_NE(one.id, seeded.id);
  EXPECT_NE(one.id, more.id);
  EXPECT_NE(one.find(Drawn::gain)->mean, seeded.find(Drawn::gain)->mean);
  BriefAnalysis first = b;
  BriefAnalysis second = b;
  take_draws(first, one);
  take_draws(second, more);
  EXPECT_NE(first.run_id, b.run_id);
  EXPECT_NE(first.run_id, second.run_id);
  EXPECT_EQ(first.leeway->low, one.find(Drawn::p_star)->q05);
  EXPECT_EQ(first.leeway->high, one.find(Drawn::p_star)->q95);
  EXPECT_TRUE(first.certified);
}

TEST_F(JointRange, WhatTheQuestionSetsDoesNotVary) {
  const BriefAnalysis b = centre(inputs());
  EXPECT_THAT(joint_plan(world, b, of(20)).text,
              AllOf(HasSubstr("what = \"elasticities\""), HasSubstr("what = \"closure\"")));
  JointSettings settings = of(20);
  settings.fixed = {"closure", "elasticities", "supply"};
  const std::string text = joint_plan(world, b, settings).text;
  EXPECT_THAT(text, AllOf(Not(HasSubstr("closure")), Not(HasSubstr("values")), HasSubstr("theta")));
  BriefInputs balanced = inputs();
  balanced.options.closure = Closure::balanced;
  settings.fixed = {"closure"};
  EXPECT_NE(joint_range(world, ledger, centre(balanced), settings).find(Drawn::gain)->mean,
            joint_range(world, ledger, b, settings).find(Drawn::gain)->mean)
      << "it is at the centre's value";
}

// Policies are the brief's own: what is put in, taken out and set is in every draw.
TEST_F(JointRange, ThePolicyInForceIsTheBriefs) {
  BriefInputs changed = inputs();
  changed.changed.use = {"BARE"};
  const DrawnRange with = joint_range(world, ledger, centre(changed), of(20));
  const DrawnRange without = joint_range(world, ledger, centre(inputs()), of(20));
  EXPECT_NE(with.id, without.id);
  EXPECT_NE(with.find(Drawn::loss)->mean, without.find(Drawn::loss)->mean);
}

TEST_F(JointRange, WithoutAMoveTheLossAloneIsTold) {
  std::vector<Measure> measures = ledger.measures();
  for (Measure& m : measures)
    if (m.id == "THREAT") m.condition.clear();
  const Ledger bare(std::move(measures), {}, {}, "bare");
  const BriefAnalysis b = analyse_brief(world, bare, inputs());
  const DrawnRange drawn = joint_range(world, bare, b, of(20));
  EXPECT_EQ(drawn.find(Drawn::gain), nullptr);
  EXPECT_EQ(drawn.find(Drawn::p_star), nullptr);
  EXPECT_EQ(drawn.find(Drawn::gain_pct), nullptr);
  EXPECT_GT(drawn.find(Drawn::loss_pct)->q05, 0.0);
  EXPECT_GT(drawn.find(Drawn::loss)->q05, 0.0);
}

TEST_F(JointRange, DrawsThatFailAreCountedAndNamed) {
  const BriefAnalysis b = centre(inputs());
  BriefAnalysis hard = b;
  hard.options.max_newton = 1;
  hard.options.tolerance = 1e-16;
  const DrawnRange drawn = joint_range(world, ledger, hard, of(20));
  EXPECT_EQ(drawn.certified, 0U);
  EXPECT_TRUE(drawn.figures.empty());
  ASSERT_FALSE(drawn.failed.empty());
  EXPECT_THAT(drawn.failed.front().reason, HasSubstr("drop: "));
  std::uint64_t failed = 0;
  for (const FailedDraws& one : drawn.failed) failed += one.draws;
  EXPECT_EQ(failed, 20U);
  BriefAnalysis taken = b;
  take_draws(taken, drawn);
  EXPECT_FALSE(taken.certified);
  EXPECT_EQ(taken.leeway->low, b.leeway->low) << "no ends are pretended";
}

TEST_F(JointRange, ABriefIsToldOverThem) {
  const BriefAnalysis b = drawn_brief(world, ledger, inputs(), of(20));
  ASSERT_TRUE(b.draws.has_value());
  expect_same(*b.draws, joint_range(world, ledger, centre(inputs()), of(20)));
  EXPECT_EQ(b.range, RangeKind::none);
  EXPECT_NE(b.leeway->break_even, BreakEven::not_asked);
  BriefInputs hard = inputs();
  hard.options.max_newton = 1;
  hard.options.tolerance = 1e-16;
  const BriefAnalysis failed = drawn_brief(world, ledger, hard, of(20));
  EXPECT_FALSE(failed.certified);
  EXPECT_FALSE(failed.draws.has_value()) << "without a centre nothing is drawn";
}

TEST_F(JointRange, WhatHasNoLeewayIsRefused) {
  EXPECT_THAT(refusal([&] { check_joint(inputs(), of(19)); }), HasSubstr("19 is not within 20 to 100000"));
  EXPECT_THAT(refusal([&] { check_joint(inputs(), of(100'001)); }), HasSubstr("not within"));
  EXPECT_EQ(refusal([&] { check_joint(inputs(), of(20)); }), "");
  BriefInputs none = inputs();
  none.event.reset();
  EXPECT_THAT(refusal([&] { check_joint(none, of(20)); }), HasSubstr("there is no threat"));
  BriefInputs soon = inputs();
  soon.options.horizon = 1.0;
  EXPECT_THAT(refusal([&] { check_joint(soon, of(20)); }), HasSubstr("--horizon 3 or later"));
  BriefInputs maker = inputs();
  maker.economy = "USA";
  EXPECT_THAT(refusal([&] { joint_range(world, ledger, centre(maker), of(20)); }),
              HasSubstr("is not threatened by THREAT"));
}

}  // namespace joint_range_test

}  // namespace
}  // namespace leeway
