// Plans put to a small world.

#include "leeway/ensemble/sweep.h"

#include <sys/stat.h>

#include <cmath>
#include <map>
#include <set>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "leeway/ensemble/drawn_inputs.h"
#include "leeway/ensemble/varied.h"
#include "leeway/io/file.h"
#include "leeway/strategy/room.h"
#include "strategy/hand_ledger.h"
#include "support/own_folder.h"
#include "support/refusal.h"
#include "support/small_world.h"

namespace leeway {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using testing::refusal;

class SweepTest : public ::testing::Test {
 protected:
  World world = testing::small_world(4, 3, 21);  // USA, CHN, CAN, ROW
  Ledger ledger = testing::hand_ledger();
  fs::path folder = testing::own_folder();
  void SetUp() override {
    fs::remove_all(folder);
    fs::create_directories(folder);
  }
  void TearDown() override { fs::remove_all(folder); }

  static std::string threat() {
    return "title = \"t\"\neconomy = \"CAN\"\nas_of = 2024-01-01\nthreat = \"THREAT\"\n"
           "deal = [\"CHN on CAN: tariff 0% on goods, coverage 2%, combine replace\"]\n";
  }
  static std::string vary(const std::string& what, const std::string& rest) {
    return "[[vary]]\nwhat = \"" + what + "\"\n" + rest + "\n";
  }
  SweepPlan plan(const std::string& text) const {
    const fs::path file = folder / "plan.toml";
    write_file_atomically(file, text);
    return load_sweep_plan(file);
  }
  Sweep sweep(const std::string& text) const { return {plan(text), world, ledger}; }
  std::string refused(const std::string& text) const {
    return refusal([&] { sweep(text); });
  }
};

const std::string all_kinds =
    "design = \"random\"\nsize = 40\nprobability = 0.3\n"
    "[[vary]]\nwhat = \"theta\"\ndistribution = \"lognormal\"\nsd = 0.2\n"
    "[[vary]]\nwhat = \"elasticities\"\nvalues = [\"default\", \"four\"]\n"
    "[[vary]]\nwhat = \"specific_factors\"\ndistribution = \"uniform\"\nlow = 0\nhigh = 0.5\n"
    "[[vary]]\nwhat = \"closure\"\nvalues = [\"share\", \"balanced\", \"own\"]\n"
    "[[vary]]\nwhat = \"horizon\"\nvalues = [4, \"long run\"]\n"
    "[[vary]]\nwhat = \"THREAT.rate\"\ndistribution = \"triangular\"\nlow = 0.1\nmode = 0.5\nhigh = 1\n"
    "[[vary]]\nwhat = \"measure BARE\"\nchance = 0.5\n";

TEST_F(SweepTest, ADrawIsTheSameAloneInOrderAndOnManyThreads) {
  const Sweep one = sweep(threat() + all_kinds);
  const Sweep other = sweep(threat() + all_kinds);
  std::vector<std::string> in_order;
  int certified = 0;
  for (std::uint64_t k = 0; k < 40; ++k) {
    const SweepRow row = one.draw(k);
    if (row.certified()) ++certified;
    in_order.push_back(encoded(row));
  }
  EXPECT_EQ(certified, 40);
  EXPECT_EQ(std::set<std::string>(in_order.begin(), in_order.end()).size(), 40U);
  // Backwards, and from three threads at a time.
  std::vector<std::string> at_once(40);
  {
    std::vector<std::jthread> threads;
    for (std::uint64_t t = 0; t < 3; ++t)
      threads.emplace_back([&, t] {
        for (std::uint64_t k = 40; k-- > 0;)
          if (k % 3 == t) at_once[k] = encoded(other.draw(k));
      });
  }
  EXPECT_EQ(at_once, in_order);
  EXPECT_EQ(one.header().id, other.header().id);
}

TEST_F(SweepTest, ADrawOfTheCentreIsTheAnswerOfARoom) {
  const Sweep s = sweep(threat() + "design = \"grid\"\nprobability = 0.1\n" +
                        vary("THREAT.rate", "values = [\"50%\", \"100%\"]"));
  ASSERT_EQ(s.header().size, 2U);
  RoomInputs inputs;
  inputs.question = *plan(threat() + "design = \"grid\"\n").question;
  inputs.range = RangeKind::none;
  const LeewayCase central = room(world, ledger, inputs).leeway->central;
  const SweepRow row = s.draw(1);
  ASSERT_TRUE(row.certified()) << row.reason;
  const auto figure = [&](const char* name) { return row.outputs[s.header().output(name)]; };
  EXPECT_NEAR(figure("gain"), central.gain_musd, 1e-6 * central.gain_musd);
  EXPECT_NEAR(figure("loss"), central.loss_musd, 1e-6 * central.loss_musd);
  EXPECT_NEAR(figure("p_star"), central.p_star, 1e-6);
  EXPECT_NEAR(figure("gain_percent"), central.gain_pct, 1e-6);
  EXPECT_NEAR(figure("worth"), 0.9 * central.gain_musd - 0.1 * central.loss_musd, 1e-3);
  EXPECT_GT(s.draw(0).outputs[s.header().output("p_star")], figure("p_star"))
      << "half the threat leaves more room";
}

// A draw's figures of real income spare the walk over all flows that a comparison takes, and are its own.
TEST_F(SweepTest, FiguresOfTheLongTableAreThoseOfAComparison) {
  const Sweep s = sweep(
      threat() +
      "design = \"grid\"\nkeep = [\"keep real_income USA\", \"punished equivalent_variation G2\", \"punished "
      "real_wage CAN\", \"punished bilateral_exports CAN USA\"]\n" +
      vary("closure", "values = [\"share\"]"));
  const SweepRow row = s.draw(0);
  ASSERT_TRUE(row.certified()) << row.reason;
  const Asked asked = ask(world, ledger, *s.plan().question);
  PolicyOptions none;
  none.as_of = asked.as_of;
  const PolicyOptions deal = with_change(world, asked.ledger, none, asked.moves.deal);
  PolicyOptions punished = deal;
  punished.use.push_back("THREAT");
  const Model model(world, Options{});
  const auto outcome = [&](const PolicyOptions& options, const Start& start) {
    return model.solve(resolve_policy(world, asked.ledger, options), start);
  };
  const Outcome a = outcome(none, {});
  const Outcome b = outcome(deal, a.start());
  const Outcome c = outcome(punished, b.start());
  const Comparison kept = compare(world, a.solution(), b.solution());
  const Comparison hit = compare(world, a.solution(), c.solution());
  EXPECT_EQ(row.outputs[0], kept["USA"].real_income_pct.value());
  EXPECT_EQ(row.outputs[1], hit["G2"].ev_musd.value());
  EXPECT_EQ(row.outputs[2], hit["CAN"].real_wage_pct.value());
  for (const PairChange& pair : hit.pairs)
    if (world.economies[static_cast<std::size_t>(pair.exporter)].id == "CAN" &&
        world.economies[static_cast<std::size_t>(pair.importer)].id == "USA") {
      EXPECT_EQ(row.outputs[3], pair.change_musd);
    }
}

TEST_F(SweepTest, AFactorOnEveryLineIsTheScaleOfElasticities) {
  const std::string grid = "design = \"grid\"\nkeep = [\"gain\", \"punished exports_percent USA\"]\n";
  const Sweep scaled = sweep(threat() + grid + vary("elasticity_scale", "values = [1.3]"));
  std::string names;
  for (const Line& line : world.lines) names += (names.empty() ? "theta " : ",theta ") + line.id;
  std::string values = "1.3";
  for (std::size_t l = 1; l < world.lines.size(); ++l) values += ",1.3";
  write_file_atomically(folder / "list.csv", names + "\n" + values + "\n");
  const Sweep factors = sweep(threat() +
                              "design = \"list\"\nlist = \"list.csv\"\nkeep = [\"gain\", \"punished "
                              "exports_percent USA\"]\n" +
                              vary("theta", ""));
  const SweepRow a = scaled.draw(0);
  const SweepRow b = factors.draw(0);
  ASSERT_TRUE(a.certified() && b.certified());
  for (std::size_t f = 0; f < 2; ++f) EXPECT_NEAR(a.outputs[f], b.outputs[f], 1e-6 * std::abs(a.outputs[f]));
}

TEST_F(SweepTest, TheIdIsOfWhatIsAskedAndNotOfItsLayout) {
  const std::string text = threat() + all_kinds;
  const std::string id = sweep(text).header().id;
  EXPECT_EQ(sweep("# a comment\n\n" + text).header().id, id);
  std::set<std::string> ids = {id};
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string other = text;
    other.replace(other.find(from), from.size(), to);
    return sweep(other).header().id;
  };
  EXPECT_EQ(with("title = \"t\"", "title = \"another\""), id);
  for (const auto& [from, to] :
       std::vector<std::pair<std::string, std::string>>{{"size = 40", "size = 41"},
                                                        {"sd = 0.2", "sd = 0.3"},
                                                        {"design = \"random\"", "design = \"sobol\""},
                                                        {"probability = 0.3", "probability = 0.31"},
                                                        {"probability = 0.3", "probability = 0.3\nseed = 2"},
                                                        {"coverage 2%", "coverage 3%"},
                                                        {"mode = 0.5", "mode = 0.6"},
                                                        {"as_of = 2024-01-01", "as_of = 2024-01-02"}})
    EXPECT_TRUE(ids.insert(with(from, to)).second) << to;
}

TEST_F(SweepTest, SetsDisagreeByLine) {
  const Sweep s = sweep(threat() + "design = \"sobol\"\nsize = 4\n" +
                        vary("theta", "distribution = \"lognormal\"\nsd = \"sets\""));
  EXPECT_GE(s.header().inputs.size(), 1U);
  EXPECT_LE(s.header().inputs.size(), world.lines.size());
  EXPECT_THAT(s.header().inputs[0].name, HasSubstr("theta "));
}

TEST_F(SweepTest, ASolveThatFailsIsARowWithItsReason) {
  const Sweep s = sweep(threat() + "design = \"grid\"\n[options]\nmax_newton = 1\ntolerance = 1e-16\n" +
                        vary("closure", "values = [\"share\"]"));
  const SweepRow row = s.draw(0);
  EXPECT_FALSE(row.certified());
  EXPECT_THAT(row.reason, HasSubstr("drop: "));
  EXPECT_TRUE(row.outputs.empty());
}

TEST_F(SweepTest, AMeasureOfTheQuestionCannotBePutInOrOut) {
  const std::string words =
      refused(threat() + "design = \"sobol\"\nsize = 4\n" + vary("measure THREAT", "chance = 0.5"));
  EXPECT_THAT(words, HasSubstr("plan.toml:8"));
  EXPECT_THAT(words, HasSubstr("is of the question itself"));
}

TEST_F(SweepTest, ATermThatChangesNothingIsRefused) {
  const std::string bare = vary("BARE.rate", "values = [0.1, 0.2]");
  const std::string grid = threat() + "design = \"sobol\"\nsize = 4\n";
  EXPECT_THAT(refused(grid + bare), HasSubstr("BARE acts in no case on 2024-01-01"));
  EXPECT_EQ(refused(grid + bare + vary("measure BARE", "chance = 0.5")), "");
}

TEST_F(SweepTest, AScenarioIsSweptToo) {
  write_file_atomically(folder / "s.toml", "title = \"s\"\nas_of = 2024-01-01\nuse = [\"BARE\"]\n");
  const Sweep s = sweep(
      "title = \"t\"\nscenario = \"s.toml\"\neconomy = \"CHN\"\ndesign = \"latin_hypercube\"\nsize = 3\n" +
      vary("BARE.rate", "distribution = \"uniform\"\nlow = 0.05\nhigh = 0.2"));
  EXPECT_EQ(s.solves(), 2U);
  for (std::uint64_t k = 0; k < 3; ++k) {
    const SweepRow row = s.draw(k);
    ASSERT_TRUE(row.certified()) << row.reason;
    EXPECT_LT(row.outputs[s.header().output("real_income")], 0.0) << "a duty on China costs China";
  }
  EXPECT_THAT(
      refused("title = \"t\"\nscenario = \"s.toml\"\neconomy = \"CHN\"\ndesign = \"sobol\"\nsize = 3\n" +
              vary("probability", "distribution = \"uniform\"\nlow = 0\nhigh = 1")),
      HasSubstr("nothing is threatened"));
}

TEST_F(SweepTest, LengthsOfADealAreRefused) {
  write_file_atomically(
      folder / "q.toml",
      "title = \"q\"\neconomy = \"CAN\"\nas_of = 2024-01-01\nthreat = \"THREAT\"\nlasts = 2\n"
      "deal = [\"CHN on CAN: tariff 0% on goods, coverage 2%, combine replace\"]\n");
  const std::string words = refused("title = \"t\"\nquestion = \"q.toml\"\ndesign = \"sobol\"\nsize = 4\n" +
                                    vary("closure", "values = [\"share\", \"balanced\"]"));
  EXPECT_THAT(words, HasSubstr("plan.toml:2"));
  EXPECT_THAT(words, HasSubstr("lasts"));
}

// A quota whose later step is larger than what holds on the day: the number is the quota itself.
TEST_F(SweepTest, ATermIsSetAsABriefSetsIt) {
  const auto plan_of = [&](const std::string& threat, const std::string& more) {
    return "title = \"t\"\neconomy = \"CAN\"\nas_of = 2024-01-01\nthreat = \"" + threat +
           "\"\ndeal = [\"CHN on CAN: tariff 0% on goods, coverage 2%, combine replace\"]\ndesign = "
           "\"grid\"\nkeep = [\"loss\"]\n" +
           more;
  };
  const auto quota = [](const std::string& amount) {
    return "USA on CAN: import_quota " + amount + " on goods, id LIMIT";
  };
  const auto loss = [&](const std::string& threat, const std::string& more) {
    const Sweep s = sweep(plan_of(threat, more));
    const SweepRow row = s.draw(0);
    EXPECT_TRUE(row.certified()) << row.reason;
    return row.outputs.empty() ? 0.0 : row.outputs[0];
  };
  const std::string none = vary("closure", "values = [\"share\"]");
  const double at_60 = loss(quota("60% of base"), none);
  EXPECT_GT(at_60, 0.0);
  EXPECT_EQ(loss(quota("90% of base"), vary("LIMIT.quota", "values = [0.6]")), at_60);
  EXPECT_EQ(loss(quota("90% of base"), vary("LIMIT.quota", "values = [\"60% of base\"]")), at_60);
  EXPECT_THAT(refused(plan_of(quota("90% of base"), vary("LIMIT.quota", "values = [\"60 apples\"]"))),
              HasSubstr("plan.toml:10"));
  EXPECT_THAT(refused(plan_of(quota("90% of base"), vary("LIMIT.quota",
                                                         "distribution = \"uniform\"\nlow = "
                                                         "\"50%\"\nhigh = 1\nlevels = 2"))),
              HasSubstr("it counts in the unit of the Measure"));
  Measure stepped;
  stepped.id = "Q";
  stepped.instrument = Instrument::import_quota;
  stepped.terms.quota = 49000.0;
  stepped.terms.quota_unit = "units";
  stepped.terms.quota_steps = {{parse_date("2031-01-01"), 67134.0, "units"}};
  Varied v;
  v.key = "Q";
  v.term = "quota";
  v.measure = std::make_shared<const Measure>(stepped);
  v.is_amount = true;
  const TermSetting setting = v.setting(49000.0);
  EXPECT_EQ(setting.value.text(), "49000 units/year");
  const Measure set = with_term(stepped, setting);
  EXPECT_EQ(set.terms.quota, 49000.0);
  EXPECT_EQ(set.terms.quota_steps[0].amount, 67134.0);
  EXPECT_EQ(with_term(stepped, v.setting("80% of base")).terms.quota, 0.8);
}

TEST_F(SweepTest, ABareNumberOfARateThatIsLikelyAPercentIsRefused) {
  const std::string head = threat() + "size = 4\ndesign = ";
  const std::string words = "as a bare number is likely a percent";
  EXPECT_THAT(refused(head + "\"sobol\"\n" + vary("THREAT.rate", "values = [0.1, 10]")), HasSubstr(words));
  EXPECT_THAT(
      refused(head + "\"sobol\"\n" + vary("THREAT.rate", "distribution = \"uniform\"\nlow = 0\nhigh = 35")),
      HasSubstr("plan.toml:12:8: field `high`: 35 " + words));
  EXPECT_THAT(refused(threat() + "design = \"grid\"\n" +
                      vary("THREAT.rate", "distribution = \"uniform\"\nlow = 0\nhigh = 35\nlevels = 3")),
              HasSubstr(words));
  write_file_atomically(folder / "list.csv", "THREAT.rate\n0.2\n35\n");
  const std::string listed =
      refused(threat() + "design = \"list\"\nlist = \"list.csv\"\n" + vary("THREAT.rate", ""));
  EXPECT_THAT(listed, HasSubstr("list.csv:3"));
  EXPECT_THAT(listed, HasSubstr(words));
  // Said as percent it is meant.
  EXPECT_EQ(refused(head + "\"sobol\"\n" + vary("THREAT.rate", "values = [\"10%\", \"700%\"]")), "");
}

// What a list says is asked, not how its file is written.
TEST_F(SweepTest, AListIsWhatItSays) {
  const std::string head = threat() + "design = \"list\"\nlist = \"list.csv\"\n" + vary("closure", "") +
                           vary("THREAT.rate", "name = \"rate\"");
  const auto id = [&](const std::string& text) {
    write_file_atomically(folder / "list.csv", text);
    return sweep(head).header().id;
  };
  const std::string plain = id("closure,rate\nshare,0.5\nbalanced,1\n");
  for (const char* same :
       {"closure,rate\r\nshare,0.5\r\nbalanced,1\r\n",
        "\xEF\xBB\xBF"
        "closure,rate\nshare,0.5\nbalanced,1\n",
        "closure,rate\n\"share\",\"0.5\"\n\"balanced\",1", "rate,closure\n50%,share\n100%,balanced\n"})
    EXPECT_EQ(id(same), plain) << same;
  EXPECT_NE(id("closure,rate\nbalanced,1\nshare,0.5\n"), plain) << "another order is other draws";
  EXPECT_NE(id("closure,rate\nshare,0.5\nbalanced,0.9\n"), plain);
}

TEST_F(SweepTest, AListIsAnOrdinaryFile) {
  const auto words = [&](const fs::path& list) {
    return refused(threat() + "design = \"list\"\nlist = \"" + list.string() + "\"\n" + vary("closure", ""));
  };
  ASSERT_EQ(mkfifo((folder / "pipe.csv").c_str(), 0600), 0);
  EXPECT_THAT(words(folder / "pipe.csv"), HasSubstr("is no ordinary file"));
  EXPECT_THAT(words("/dev/zero"), HasSubstr("is no ordinary file"));
  EXPECT_THAT(words(folder / "."), HasSubstr("is no ordinary file"));
  write_file_atomically(folder / "large.csv", "closure\n");
  fs::resize_file(folder / "large.csv", 600'000'000);
  EXPECT_THAT(words(folder / "large.csv"), HasSubstr("is larger than 500 MB"));
}

TEST_F(SweepTest, TermsOfAListAreTextsTooWhereAFileHasThem) {
  const auto listed = [&](const std::string& list) {
    write_file_atomically(folder / "list.csv", list);
    return "title = \"t\"\neconomy = \"CAN\"\nas_of = 2024-01-01\nthreat = \"USA on CAN: import_quota 90% of "
           "base on goods, id LIMIT\"\ndeal = [\"CHN on CAN: tariff 0% on goods, coverage 2%, combine "
           "replace\"]\ndesign = \"list\"\nlist = \"list.csv\"\nkeep = [\"loss\"]\n" +
           vary("LIMIT.quota", "");
  };
  const Sweep words = sweep(listed("LIMIT.quota\n60% of base\n0.7\n60% of base\n"));
  const Sweep numbers = sweep(listed("LIMIT.quota\n0.6\n0.7\n0.6\n"));
  for (std::uint64_t k = 0; k < 3; ++k) {
    const SweepRow row = words.draw(k);
    ASSERT_TRUE(row.certified()) << row.reason;
    EXPECT_EQ(row.outputs[0], numbers.draw(k).outputs[0]) << k;
  }
  EXPECT_EQ(words.header().inputs[0].choices, (std::vector<std::string>{"60% of base", "0.7"}));
  const std::string apples = refused(listed("LIMIT.quota\n60% of base\n60 apples\n"));
  EXPECT_THAT(apples, HasSubstr("list.csv:3"));
}

TEST_F(SweepTest, AnAbsurdSpreadIsRefused) {
  const std::string head = threat() + "design = \"sobol\"\nsize = 4\n";
  const auto theta = [&](const std::string& shape, const std::string& sd) {
    return refused(head + vary("theta", "distribution = \"" + shape + "\"\nsd = " + sd));
  };
  EXPECT_EQ(theta("lognormal", "3"), "");
  EXPECT_THAT(theta("lognormal", "3.1"), HasSubstr("plan.toml:11:6: field `sd`: is 3.1; allowed is up to 3"));
  EXPECT_THAT(theta("normal", "1e300"), HasSubstr("wider than from 0.05 to 20"));
  EXPECT_THAT(theta("lognormal", "0"), HasSubstr("is not above 0"));
  EXPECT_THAT(refused(head + vary("probability", "distribution = \"normal\"\nmean = 0.5\nsd = 1.5")),
              HasSubstr("wider than from 0 to 1"));
  EXPECT_THAT(refused(head + vary("THREAT.rate", "distribution = \"lognormal\"\nmedian = 0.5\nsd = 40")),
              HasSubstr("allowed is up to 3"));
}

TEST_F(SweepTest, WhatADesignIgnoresIsRefused) {
  const std::string grid = threat() + "design = \"grid\"\n";
  const std::string two = "values = [\"share\", \"balanced\"]\n";
  EXPECT_THAT(refused(grid + vary("closure", two + "weights = [1, 3]")),
              HasSubstr("plan.toml:10:11: field `weights`: a grid takes every value once"));
  EXPECT_THAT(refused(grid + vary("measure BARE", "chance = 0.3")),
              HasSubstr("a grid takes every value once"));
  EXPECT_EQ(sweep(grid + vary("measure BARE", "")).header().size, 2U);
  write_file_atomically(folder / "list.csv", "closure\nshare\n");
  EXPECT_THAT(
      refused(threat() + "design = \"list\"\nlist = \"list.csv\"\n" + vary("closure", "weights = [1]")),
      HasSubstr("field `weights`: values come from the list"));
  EXPECT_THAT(refused(threat() + "design = \"sobol\"\nsize = 4\n" +
                      vary("THREAT.rate", "distribution = \"uniform\"\nlow = 0\nhigh = 1\nlevels = 3")),
              HasSubstr("field `levels`"));
}

TEST_F(SweepTest, WhatIsAssumedIsDeclared) {
  const Sweep s =
      sweep(threat() + "design = \"random\"\nsize = 4\n[options]\nhorizon = 7\n" +
            vary("THREAT.rate",
                 "name = \"rate\"\ndistribution = \"triangular\"\nlow = \"10%\"\nmode = \"35%\"\nhigh = 1") +
            vary("probability", "distribution = \"normal\"\nmean = 0.3\nsd = 0.1\nhigh = 0.5") +
            vary("closure", "values = [\"share\", \"balanced\"]\nweights = [1, 3]") +
            vary("theta", "distribution = \"lognormal\"\nsd = 0.2\ncorrelation = 0.3") +
            "[[correlation]]\nof = [\"rate\", \"probability\"]\nmatrix = [[1, -0.4], [-0.4, 1]]\n");
  std::map<std::string, std::string> said(s.header().assumed.begin(), s.header().assumed.end());
  EXPECT_EQ(said["varies: rate"], "triangular, low 0.1, mode 0.35, high 1");
  EXPECT_EQ(said["varies: probability"], "normal, mean 0.3, sd 0.1, cut at 0 and 0.5");
  EXPECT_EQ(said["varies: closure"], "one of share (25%), balanced (75%)");
  EXPECT_THAT(said["varies: theta"], HasSubstr("lognormal, median 1, sd 0.2 of logs, cut at"));
  EXPECT_THAT(said["varies: theta"], HasSubstr("rank correlation 0.3 between lines"));
  EXPECT_EQ(said["rank correlation of rate, probability"], "-0.4");
  EXPECT_EQ(said[option_info("elasticities").title], world.default_elasticities);
  EXPECT_THAT(said[option_info("horizon").title], HasSubstr("7"));
  EXPECT_EQ(said.count(option_info("closure").title), 0U) << "it varies";
}

}  // namespace
}  // namespace leeway
