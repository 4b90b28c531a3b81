#include "leeway/output/brief_words.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "leeway/output/brief.h"
#include "leeway/output/format.h"
#include "leeway/output/room_words.h"
#include "leeway/output/threat_report.h"
#include "support/small_world.h"

namespace leeway {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

BriefAnalysis example(double gain_musd, double loss_musd) {
  BriefAnalysis b;
  b.economy = "CAN";
  b.economy_name = "Canada";
  b.as_of = make_date(2026, 1, 24);
  b.span = {b.as_of, b.as_of};
  b.certified = true;
  b.kind = MoveKind::deal;
  b.has_move = true;
  b.event.emplace();
  b.event->id = "THREAT";
  b.event->by = "USA";
  b.event->typed_status = Status::threatened;
  b.event_status = Status::threatened;
  LeewayCase central = leeway_case(gain_musd, loss_musd);
  central.gain_pct = gain_musd / 20000.0;
  central.loss_pct = loss_musd / 20000.0;
  b.leeway = leeway_over({central});
  return b;
}

class BriefWords : public ::testing::Test {
 protected:
  World world = testing::small_world(4, 3, 21);  // USA, CHN, CAN, ROW
};

TEST_F(BriefWords, WhatIsSetOfAMeasureThatDoesNotActIsSaidToMoveNothing) {
  BriefAnalysis b = example(1.0, 99.0);
  auto policy = std::make_shared<Policy>();
  policy->applied.push_back({std::make_shared<const Measure>(*b.event), Status::threatened, Reason::used});
  b.policies = {{BriefOption::punished, policy}};
  b.set = {{"THREAT", "rate", "1", "0.5"}, {"IDLE", "growth", "0.05", "0.1"}};
  const std::vector<std::string> said = brief_notes(b);
  EXPECT_THAT(said, Contains("rate of THREAT is set to 50% instead of 100%."));
  EXPECT_THAT(said,
              Contains("growth of IDLE is set to 10% instead of 5.0%, and acts in none of the options: no "
                       "figure moves by it."));
}

TEST_F(BriefWords, EachReadingHasItsSentence) {
  EXPECT_THAT(brief_headline(world, example(1.0, 99.0)),
              StartsWith("Canada's leeway is 1.0%: keeping the deal pays only if the chance that "));
  EXPECT_THAT(brief_headline(world, example(-1.0, 99.0)),
              StartsWith("Canada has no leeway: keeping the deal"));
  EXPECT_THAT(brief_headline(world, example(5.0, -1.0)), StartsWith("Canada's leeway is 100%: "));
  for (const auto& [kind, words, give_up] :
       {std::tuple(MoveKind::policy, "keeping the policy", "Drop the policy"),
        std::tuple(MoveKind::refusal, "holding out", "Give in"),
        std::tuple(MoveKind::breach, "not delivering", "Deliver what was promised")}) {
    BriefAnalysis other = example(1.0, 99.0);
    other.kind = kind;
    EXPECT_THAT(brief_headline(world, other), HasSubstr(words));
    EXPECT_EQ(option_label(other, BriefOption::drop), give_up);
  }
  BriefAnalysis none = example(0.0, 7200.0);
  none.leeway->central.reading = Reading::no_move;
  EXPECT_THAT(brief_headline(world, none),
              HasSubstr("costs USD 7.2 bn a year (0.36% of real income) for Canada"));
  EXPECT_THAT(brief_subline(none), HasSubstr("no leeway to weigh"));
  BriefAnalysis other = example(5.0, 1.0);
  other.chair = Chair::bystander;
  other.stakes = {{Step::carry_out, {-1.0, -1.0, -1.0, {1, 1}}, -0.1}};
  EXPECT_THAT(brief_headline(world, other), StartsWith("Canada is a bystander"));
  EXPECT_THAT(brief_subline(other), HasSubstr("is not a target of THREAT"));
  other.certified = false;
  other.leeway.reset();
  other.stakes.clear();
  EXPECT_THAT(brief_headline(world, other), StartsWith("No figure for Canada"));
}

DrawnRange drawn(std::uint64_t count, std::uint64_t certified) {
  DrawnRange d;
  d.count = count;
  d.certified = certified;
  d.seed = 7;
  d.id = "draws";
  d.assumed = {{"elasticities", "one of two"},
               {"theta", "a factor"},
               {"supply", "one of three"},
               {"closure", "one of two"}};
  if (certified < fewest_drawn) return d;
  d.figures = {{Drawn::gain, 2.0e3, 1.0e3, 1.5e3, 2.0e3, 2.5e3, 3.0e3, {1.0, 0.99, 1.0}},
               {Drawn::loss, 9.9e4, 8.0e4, 9.0e4, 9.9e4, 1.1e5, 1.2e5, {1.0, 0.99, 1.0}},
               {Drawn::p_star, 0.02, 0.01, 0.015, 0.02, 0.025, 0.03, {1.0, 0.99, 1.0}},
               {Drawn::gain_pct, 0.1, 0.05, 0.075, 0.1, 0.125, 0.15, {1.0, 0.99, 1.0}},
               {Drawn::loss_pct, 4.9, 4.0, 4.5, 4.9, 5.5, 6.0, {1.0, 0.99, 1.0}}};
  d.never_pays = {30, {0.015, 0.011, 0.021}};
  return d;
}

TEST_F(BriefWords, DrawsStandInThePlaceOfARange) {
  BriefAnalysis b = example(2000.0, 98000.0);
  take_draws(b, drawn(2000, 2000));
  EXPECT_TRUE(b.certified);
  EXPECT_THAT(brief_headline(world, b),
              HasSubstr("leeway is 2.0% (1.0% to 3.0% in nine of ten of 2,000 draws): "));
  EXPECT_THAT(brief_subline(b),
              AllOf(HasSubstr("brings USD 2.0 bn (USD 1.0 bn to USD 3.0 bn) a year"),
                    HasSubstr("Ranges are nine of ten of 2,000 draws that vary elasticities, "
                              "supply and closure together, all in the long run."),
                    Not(HasSubstr("rough")), Not(HasSubstr("nineteen")), Not(HasSubstr("every")),
                    Not(HasSubstr("left out"))));
  const Report report = brief_report(world, b);
  EXPECT_TRUE(report.certified());
  EXPECT_EQ(report.run_id, b.run_id);
  const std::string text = render_text(report);
  EXPECT_THAT(text, AllOf(HasSubstr("What 2,000 draws say (seed 7)"), HasSubstr("How often the move pays"),
                          HasSubstr("Never pays, even unpunished: leeway 0%"), HasSubstr("1.5"),
                          Not(HasSubstr("Leeway above zero"))));
  // A centre outside of the range is told.
  b.leeway->central.p_star = 0.005;
  EXPECT_THAT(brief_subline(b),
              HasSubstr("The central case (0.50%) leaves less room than nineteen of twenty of them."));
  // So is one of gain and loss.
  b.leeway->central.gain_musd = 4000.0;
  b.leeway->central.loss_musd = 10000.0;
  EXPECT_THAT(
      brief_subline(b),
      AllOf(
          HasSubstr("The gain of the central case (USD 4.0 bn) is more than in nineteen of twenty of them."),
          HasSubstr("The loss of the central case (USD 10.0 bn) is less than in nineteen of twenty")));
  b = example(2000.0, 98000.0);
  DrawnRange open = drawn(2000, 2000);
  open.figures[0].q05 = -500.0;
  open.figures[2].q05 = 0.0;
  take_draws(b, open);
  EXPECT_THAT(brief_headline(world, b),
              HasSubstr("lies between 0% and 3.0% in nine of ten of 2,000 draws: whether"));
}

// Between the last draw without a gain and the first with one p* has a quantile above 0, and the gain one
// below.
TEST_F(BriefWords, TheLeewayOfDrawsSaysNothingElseThanGainAndLoss) {
  BriefAnalysis b = example(-200.0, 98000.0);
  DrawnRange none = drawn(2000, 2000);
  none.figures[0].q05 = -500.0;
  none.figures[0].q95 = -70.0;
  none.figures[2].q05 = 0.0;
  none.figures[2].q95 = 0.0004;
  none.never_pays.draws = 1990;
  take_draws(b, none);
  EXPECT_THAT(brief_headline(world, b),
              StartsWith("Canada has no leeway in 1,990 of 2,000 draws: there keeping the deal does not pay "
                         "even if"))
      << "what some draws speak against is not said of all";
  b.draws->never_pays.draws = 2000;
  EXPECT_THAT(brief_headline(world, b),
              StartsWith("Canada has no leeway in all 2,000 draws: keeping the deal does not pay even if"));
  // A centre without leeway whose draws have one.
  b = example(-200.0, 98000.0);
  take_draws(b, drawn(2000, 2000));
  EXPECT_THAT(brief_headline(world, b),
              AllOf(StartsWith("In the central case keeping the deal does not pay for Canada even if"),
                    HasSubstr("in nine of ten of 2,000 draws leeway is 1.0% to 3.0%.")));
  // Ends that are one.
  b = example(2000.0, 98000.0);
  take_draws(b, none);
  EXPECT_THAT(brief_headline(world, b), HasSubstr("leeway is 2.0% (0% in nine of ten of 2,000 draws): "));
  b = example(2000.0, -100.0);
  DrawnRange always = drawn(2000, 2000);
  always.figures[1].q05 = -200.0;
  always.figures[1].q95 = -10.0;
  always.figures[2].q05 = 0.99;
  always.figures[2].q95 = 1.0;
  always.always_pays.draws = 1960;
  take_draws(b, always);
  EXPECT_THAT(
      brief_headline(world, b),
      StartsWith("Canada's leeway is 100% in 1,960 of 2,000 draws: there keeping the deal pays even if"));
  b.draws->always_pays.draws = 2000;
  EXPECT_THAT(brief_headline(world, b),
              StartsWith("Canada's leeway is 100% in all 2,000 draws: keeping the deal pays even if"));
}

TEST_F(BriefWords, JsonOfDrawsHasTheirEndsAndAllTheirFigures) {
  BriefAnalysis b = example(2000.0, 98000.0);
  take_draws(b, drawn(2000, 2000));
  const nlohmann::json json = nlohmann::json::parse(brief_json(world, b));
  EXPECT_EQ(json["leeway"]["low"], 0.01);
  EXPECT_EQ(json["leeway"]["high"], 0.03);
  EXPECT_EQ(json["range"]["kind"], "draws");
  EXPECT_EQ(json["range"]["certified"], 2000);
  EXPECT_EQ(json["range"]["of"], 2000);
  std::vector<std::string> ids;
  for (const auto& figure : json["draws"]["figures"]) ids.push_back(figure["id"]);
  EXPECT_EQ(ids, (std::vector<std::string>{"gain", "loss", "p_star", "gain_pct", "loss_pct"}));
  EXPECT_EQ(json["draws"]["figures"][3]["unit"], "percent");
  EXPECT_EQ(json["draws"]["figures"][2]["never"]["value"], 0.015);
  EXPECT_EQ(json["draws"]["figures"][2]["always"]["value"], 0.0);
  EXPECT_FALSE(json["draws"]["figures"][0].contains("never"));
}

TEST_F(BriefWords, WhatIsFixedOfDrawsIsNamed) {
  BriefAnalysis b = example(2000.0, 98000.0);
  b.leeway->central.elasticities = "FGO";
  b.options.horizon = 3.0;
  DrawnRange few = drawn(100, 100);
  few.assumed = {{"theta", "a factor"}, {"supply", "one of three"}};
  take_draws(b, few);
  EXPECT_THAT(brief_subline(b),
              HasSubstr("Ranges are nine of ten of 100 draws that vary elasticities about the set FGO and "
                        "supply together, all after 3 years. Ends of fewer than 200 draws are rough."));
}

TEST_F(BriefWords, SentencesOfTheCentreBesideDrawsSaySo) {
  BriefAnalysis b = example(2000.0, 98000.0);
  b.status_quo.own.emplace();
  b.status_quo.own->ev_musd = b.status_quo.own_low.ev_musd = b.status_quo.own_high.ev_musd = -500.0;
  for (const BriefOption option : {BriefOption::punished, BriefOption::retaliate}) {
    b.outcomes.emplace_back();
    b.outcomes.back().option = option;
  }
  b.outcomes.back().own.change.tariff_revenue_musd = 300.0;
  b.outcomes.back().own.change.real_wage_pct = -0.003;
  b.stakes = {{Step::answer, {-400.0, -400.0, -400.0, {1, 1}}, -0.02}};
  EXPECT_THAT(
      move_sentences(world, b),
      Contains(AllOf(HasSubstr("of real income): it brings the treasury USD 300 mn a year (central case)."),
                     Not(HasSubstr("real wage")))))
      << "0.00 points are not told";
  const auto status_quo = [&] {
    const std::vector<std::string> lead = brief_report(world, b).lead;
    return *std::find_if(lead.begin(), lead.end(),
                         [](const std::string& s) { return s.rfind("Against the base year", 0) == 0; });
  };
  EXPECT_THAT(status_quo(), Not(HasSubstr("central case")));
  take_draws(b, drawn(2000, 2000));
  EXPECT_THAT(move_sentences(world, b),
              Contains(AllOf(HasSubstr("in the central case: it brings the treasury USD 300 mn a year."))));
  EXPECT_THAT(status_quo(), HasSubstr("(central case)."));
}

TEST_F(BriefWords, DrawsThatFailedAreNoSampleOfAll) {
  BriefAnalysis b = example(2000.0, 98000.0);
  DrawnRange some = drawn(2000, 1998);
  some.failed = {{"punished: not_converged", 2, 17}};
  take_draws(b, some);
  EXPECT_FALSE(b.certified);
  EXPECT_THAT(brief_headline(world, b), HasSubstr("in nine of ten of the 1,998 draws that certified"));
  EXPECT_THAT(brief_subline(b), HasSubstr("2 others did not certify, and not at random"));
  const Report report = brief_report(world, b);
  EXPECT_FALSE(report.certified());
  const std::string text = render_text(report);
  EXPECT_THAT(text, AllOf(HasSubstr("punished: not_converged"), HasSubstr("there is no")));
  const nlohmann::json json = nlohmann::json::parse(brief_json(world, b));
  EXPECT_EQ(json["draws"]["certified"], 1998);
  EXPECT_THAT(json["notes"].dump(),
              HasSubstr("2 of 2,000 draws did not certify (punished: not_converged in 2)"));
  EXPECT_FALSE(json["certified"].get<bool>());
  EXPECT_TRUE(json["draws"]["figures"][0]["above_zero"]["low"].is_null()) << "no interval is pretended";
  EXPECT_EQ(json["draws"]["figures"][2]["q95"], 3.0) << "a leeway is in percent";
  BriefAnalysis none = example(2000.0, 98000.0);
  DrawnRange failed = drawn(2000, 0);
  failed.failed = {{"drop: not_converged", 2000, 0}};
  take_draws(none, failed);
  EXPECT_THAT(brief_headline(world, none),
              AllOf(HasSubstr("leeway is 2.0%: "), Not(HasSubstr("nine of ten"))));
  EXPECT_THAT(brief_subline(none),
              HasSubstr("This is the central case alone: of 2,000 draws that vary elasticities, supply "
                        "and closure together, all in the long run, none certified"));
  EXPECT_TRUE(nlohmann::json::parse(brief_json(world, none))["leeway"]["low"].is_null());
  EXPECT_TRUE(nlohmann::json::parse(brief_json(world, none))["draws"]["figures"].empty());
}

// A figure is said in one way, wherever it stands.
TEST_F(BriefWords, TheHeadlineSaysWhatTheTableSays) {
  for (double p : {1e-5, 0.004, 0.0137, 0.5, 0.98, 0.996, 0.99999}) {
    const BriefAnalysis b = example(p, 1.0 - p);
    EXPECT_THAT(brief_headline(world, b),
                HasSubstr("leeway is " + probability(b.leeway->central.p_star) + ":"));
    const Report report = brief_report(world, b);
    const auto cases = std::find_if(report.tables.begin(), report.tables.end(),
                                    [](const ReportTable& t) { return t.id == "cases"; });
    ASSERT_NE(cases, report.tables.end());
    EXPECT_THAT(cases->rows.front(), Contains(ReportCell(probability(b.leeway->central.p_star))));
  }
  EXPECT_THAT(brief_headline(world, example(0.996, 0.004)), HasSubstr("over 99%"));
}

TEST_F(BriefWords, ColumnsOfARangeStandOnlyWhereThereIsOne) {
  BriefAnalysis b = example(1.0, 9.0);
  b.outcomes.emplace_back();
  b.outcomes.back().option = BriefOption::keep;
  b.outcomes.back().economies.emplace_back();
  const auto text = [&] { return render_text(brief_report(world, b)); };
  EXPECT_THAT(text(), Not(HasSubstr("  low  ")));
  b.leeway = leeway_over({b.leeway->central, leeway_case(1.0, 4.0)});
  const Report report = brief_report(world, b);
  for (const ReportTable& table : report.tables) {
    const auto wide = [&](const auto& row) { return row.size() == table.columns.size(); };
    EXPECT_TRUE(std::all_of(table.rows.begin(), table.rows.end(), wide)) << table.id;
  }
  EXPECT_THAT(text(), HasSubstr("low"));
}

TEST_F(BriefWords, NotesTellHowTheMoveWasFound) {
  BriefAnalysis b = example(1.0, 9.0);
  b.how_found = {{MoveNote::Kind::made_already, "deal", "A deal", {"A", "B"}, {"C"}},
                 {MoveNote::Kind::mirrored, "USA", "", {}, {}}};
  b.span = {make_date(2018, 1, 22), make_date(2026, 1, 1)};
  EXPECT_THAT(brief_notes(b), Contains(HasSubstr("giving it up takes out A, B and brings back C.")));
  EXPECT_THAT(brief_notes(b), Contains(HasSubstr("mirrored on USA")));
  EXPECT_THAT(brief_notes(b), Contains(HasSubstr("after the ledger's last entry (2026-01-01; its first")));
  for (int kind = 0; kind <= static_cast<int>(MoveNote::Kind::asked); ++kind) {
    b.how_found = {{static_cast<MoveNote::Kind>(kind), "X", "Y", {}, {}}};
    EXPECT_FALSE(brief_notes(b).front().empty()) << kind;
  }
}

TEST_F(BriefWords, BreakEvenIsSaidOrItsLackIs) {
  Leeway l = leeway_over({leeway_case(1.0, 9.0)});
  EXPECT_EQ(break_even_words(l), "");
  for (BreakEven b : {BreakEven::pays_at_full_scale, BreakEven::no_gain, BreakEven::no_single_rate,
                      BreakEven::not_certified}) {
    l.break_even = b;
    EXPECT_NE(break_even_words(l), "");
  }
  l.break_even = BreakEven::found;
  l.break_even_scale = 0.024;
  EXPECT_EQ(break_even_words(l),
            "At 2.4% of its size the threat, carried out, would already cancel the gain.");
  l.break_even_rate = 1.2;
  EXPECT_EQ(break_even_words(l), "A punishing tariff of 120% would already cancel the gain.");
}

TEST_F(BriefWords, AMoveThatIsNotSolvedHasNoFigures) {
  BriefAnalysis b = example(0.0, 7200.0);
  b.leeway->central.reading = Reading::no_move;
  b.move_unsolved = true;
  for (const BriefOption option : {BriefOption::keep, BriefOption::punished, BriefOption::drop}) {
    b.outcomes.emplace_back();
    b.outcomes.back().option = option;
  }
  EXPECT_THAT(brief_subline(b), StartsWith("The Measures of the move change nothing that the model solves"));
  const Report report = brief_report(world, b);
  for (const ReportTable& table : report.tables) {
    EXPECT_NE(table.id, "keep_economies");
    EXPECT_NE(table.id, "drop_economies");
    if (table.id != "options") continue;
    ASSERT_EQ(table.rows.size(), 3U);
    EXPECT_EQ(table.rows[0][1], ReportCell());
    EXPECT_NE(table.rows[1][1], ReportCell());
    EXPECT_EQ(table.rows[2][1], ReportCell());
  }
}

TEST(RecordSentence, ComparesWithALeewayOfAClassThatIsLargeEnough) {
  const World world = testing::small_world(4, 3, 21);
  LikeThreats like;
  like.all.made = 24;
  like.all.carried_out = jeffreys(5, 24);
  like.all.in_full = 3;
  like.all.fully = jeffreys(3, 24);
  const Leeway low = leeway_over({leeway_case(1.0, 99.0)});
  const Leeway inside = leeway_over({leeway_case(2.0, 8.0)});
  Leeway none = leeway_over({leeway_case(0.0, 9.0)});
  none.central.reading = Reading::no_move;
  const auto said = [&](const Leeway& l) { return record_sentence(world, like, "USA", &l); };
  EXPECT_THAT(said(low), Not(HasSubstr("below")));
  like.of_kind = like.all;
  like.of_kind->kind = ThreatKind::policy;
  EXPECT_THAT(said(low), AllOf(HasSubstr("5 were carried out in full or in part"), HasSubstr("3 in full, "),
                               HasSubstr("the leeway is below both, 1.0%")));
  EXPECT_THAT(said(inside), HasSubstr("lies within these intervals"));
  EXPECT_THAT(said(none), Not(HasSubstr("leeway")));
  like.itself_left_out = true;
  EXPECT_THAT(said(none), HasSubstr("this one not counted"));
  like.of_kind->made = 4;
  EXPECT_THAT(said(low), StartsWith("Too few of its kind (over a policy: 4) to compare; of all 24 threats"));
  EXPECT_THAT(said(low), Not(HasSubstr("below")));
}

TEST(AloneInUnion, IsSaidOfWhoActsAndOfWhoIsHit) {
  EXPECT_THAT(alone_sentences({{"PACT", "DEU", "EU27", true}, {"DUTY", "DEU", "EU27", false}}),
              ::testing::ElementsAre(HasSubstr("no member sets duties"), HasSubstr("names DEU and not all")));
}

TEST(OptionLabel, AnActInForceIsNoThreat) {
  BriefAnalysis b;
  b.event.emplace();
  b.event->id = "ACT";
  b.chair = Chair::threatened;
  EXPECT_EQ(option_label(b, BriefOption::punished), "Threat carried out");
  b.in_force = true;
  EXPECT_EQ(option_label(b, BriefOption::punished), "The act in force");
  EXPECT_EQ(option_label(b, BriefOption::retaliate), "The act in force, and retaliate");
  EXPECT_EQ(option_label(b, BriefOption::status_quo), "Without ACT");
}

}  // namespace
}  // namespace leeway
