#include "leeway/session/session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "leeway/session/measure_builder.h"
#include "strategy/hand_ledger.h"
#include "support/refusal.h"
#include "support/small_world.h"

namespace leeway {
namespace {

using testing::early;
using ::testing::HasSubstr;
using testing::late;
using testing::refusal;

Session session() { return {testing::small_world(6, 3, 11), testing::hand_ledger()}; }

MeasureBuilder duty(double rate) { return MeasureBuilder("USA").on("CAN").goods("goods").tariff(rate); }

TEST(Session, SolvesWhatTheModelSolves) {
  const Session s = session();
  const Model model(s.world(), Options{});
  PolicyOptions asked;
  asked.as_of = late;
  const Outcome status_quo = model.solve(resolve_policy(s.world(), s.ledger(), asked));
  asked.use = {"THREAT"};
  const Outcome punished = model.solve(resolve_policy(s.world(), s.ledger(), asked), status_quo.start());

  const Situation today = s.status_quo(late);
  const Outcome solved = today.with("THREAT").solve();
  EXPECT_EQ(today.solve().id(), status_quo.id());
  EXPECT_EQ(solved.id(), punished.id());
  // The same path to it, so the same bits.
  EXPECT_EQ(solved->result.log_welfare, punished->result.log_welfare);
}

TEST(Session, WhatIsSolvedIsSolvedOnce) {
  const Session s = session();
  const Situation today = s.status_quo(late);
  const Outcome first = today.solve();
  EXPECT_EQ(first.shared_solution(), today.solve().shared_solution());
  EXPECT_EQ(first.shared_solution(), s.status_quo(late).solve().shared_solution());
  EXPECT_EQ(first.shared_solution(), s.status_quo("2025-01-01").solve().shared_solution());
  const Situation punished = today.with("THREAT");
  EXPECT_EQ(punished.solve().shared_solution(), Situation(punished).solve().shared_solution());
  // Other days and other choices are other questions.
  EXPECT_NE(first.id(), s.status_quo(early).solve().id());
  EXPECT_NE(first.id(), today.under("closure", "own").solve().id());
}

TEST(Session, AnswersDoNotDependOnWhatWasAskedBefore) {
  const Session fresh = session();
  const Outcome alone = fresh.status_quo(late).with(duty(0.3)).solve();
  const Session used = session();
  const Situation today = used.status_quo(late);
  for (const double rate : {0.1, 0.9}) EXPECT_TRUE(today.with(duty(rate)).solve());
  const Outcome after_others = today.with(duty(0.3)).solve();
  EXPECT_EQ(alone.id(), after_others.id());
  EXPECT_EQ(alone->result.log_welfare, after_others->result.log_welfare);
}

TEST(Session, MeasuresComeAndGo) {
  const Session s = session();
  const Situation today = s.status_quo(late);
  const std::string id = today.solve().id();
  EXPECT_EQ(today.with("THREAT").without("THREAT").solve().id(), id);
  EXPECT_EQ(today.without("DEAL").with("DEAL").solve().id(), id);
  EXPECT_EQ(today.with(duty(0.3)).without("USA-tariff-CAN").solve().id(), id);
  EXPECT_NE(today.without("DEAL").solve().id(), id);
  // Three ways to say one thing.
  const std::string built = today.with(duty(0.3)).solve().id();
  EXPECT_EQ(today
                .with_toml(R"([[measure]]
id = "USA-tariff-CAN"
by = "USA"
on = ["CAN"]
goods = ["goods"]
instrument = "tariff"
terms = { rate = "30%" }
)")
                .solve()
                .id(),
            built);
  Scenario scenario;
  scenario.as_of = late;
  scenario.measures = {duty(0.3)};
  EXPECT_EQ(s.scenario(scenario).solve().id(), built);
}

TEST(Session, PoliciesAreThoseThatTheLedgerGives) {
  const Session s = session();
  const auto same = [&](const Situation& composed, const PolicyOptions& asked, const char* what) {
    EXPECT_EQ(fingerprint(composed.policy()), fingerprint(resolve_policy(s.world(), s.ledger(), asked)))
        << what;
  };
  PolicyOptions asked;
  asked.as_of = late;
  const Situation today = s.status_quo(late);
  asked.use = {"THREAT"};
  asked.measures = {duty(0.3)};
  asked.measures.front().announced = late;
  const Situation more = today.with("THREAT").with(duty(0.3));
  same(more, asked, "put in");
  same(more.under("closure", "own"), asked, "under another closure");
  asked.drop = {"DEAL"};
  same(more.without("DEAL"), asked, "and one taken out");
  asked.drop.clear();
  same(more.without("DEAL").with("DEAL"), asked, "and back");
  asked.use.clear();
  same(more.without("THREAT"), asked, "one taken out again");
  // One that is in force anyway goes all the same, and stays away from what is put in later.
  asked.measures.clear();
  asked.drop = {"DEAL"};
  const Situation without = today.with("DEAL").without("DEAL");
  same(without, asked, "put in and taken out");
  asked.measures = {duty(0.3)};
  asked.measures.front().announced = late;
  same(without.with_toml(R"([[measure]]
id = "USA-tariff-CAN"
by = "USA"
on = ["CAN"]
goods = ["goods"]
instrument = "tariff"
terms = { rate = "30%" }
)"),
       asked, "with a text");
}

TEST(Session, TheBaseYearHoldsNoMeasureButThosePutIn) {
  const Session s = session();
  const Situation base = s.base_year();
  const Model model(s.world(), Options{});
  EXPECT_EQ(base.solve().id(), model.solve(base_policy(s.world())).id());
  const Situation threatened = base.with("THREAT");
  EXPECT_EQ(threatened.policy().applied.size(), 1U);
  EXPECT_LT(s.compare(base.solve(), threatened.solve())["CAN"].ev_musd, 0.0);
}

TEST(Session, ComparesByName) {
  const Session s = session();
  const Situation today = s.status_quo(late);
  const Outcome before = today.solve();
  const Outcome after = today.with("THREAT").solve();
  const Comparison change = s.compare(before, after);
  EXPECT_EQ(change["CAN"].ev_musd, change.economies[2].ev_musd);
  EXPECT_EQ(change["G2"].id, "G2");
  EXPECT_EQ(change.sector("CAN", "C11").output_musd, change.sectors[2 * 3 + 1].output_musd);
  EXPECT_THAT(refusal([&] { static_cast<void>(change["CNA"]); }), HasSubstr("did you mean CAN"));
  EXPECT_THAT(refusal([&] { static_cast<void>(change.sector("CAN", "C111")); }), HasSubstr("C11"));
  // Nothing moves against itself.
  for (const EconomyChange& economy : s.compare(after, after).economies) EXPECT_EQ(economy.ev_musd, 0.0);
}

TEST(Session, WelfareThatIsNotToldIsAnError) {
  const Session s = session();
  const Situation soon = s.status_quo(late).under("horizon", "1");
  const Comparison change = s.compare(soon.solve(), soon.with("THREAT").solve());
  EXPECT_FALSE(change["CAN"].ev_musd.told());
  EXPECT_THAT(refusal([&] { static_cast<void>(change["CAN"].ev_musd.value()); }), HasSubstr("3 years"));
  EXPECT_NE(change["CAN"].exports_pct, 0.0);
}

TEST(Session, RefusesWhatAFileWould) {
  const Session s = session();
  const Situation today = s.status_quo(late);
  EXPECT_THAT(refusal([&] { static_cast<void>(today.with("THREAD")); }), HasSubstr("THREAT"));
  EXPECT_THAT(refusal([&] { static_cast<void>(today.with("THREAT").with("THREAT")); }), HasSubstr("already"));
  EXPECT_THAT(refusal([&] { static_cast<void>(today.with(duty(0.1)).with(duty(0.2))); }), HasSubstr("id"));
  EXPECT_THAT(refusal([&] { static_cast<void>(today.with(duty(0.1).id("DEAL"))); }), HasSubstr("DEAL"));
  EXPECT_THAT(refusal([&] { static_cast<void>(today.without("BARE")); }), HasSubstr("BARE"));
  EXPECT_THAT(refusal([&] { static_cast<void>(today.with(duty(0.1).goods("C99"))); }),
              HasSubstr("measure USA-tariff-CAN: "));
  EXPECT_THAT(refusal([&] { static_cast<void>(today.with(duty(0.1).on("CNA"))); }), HasSubstr("CAN"));
  EXPECT_THAT(refusal([&] { static_cast<void>(today.with_toml("[[mesure]]\nid = \"X\"", "mine")); }),
              HasSubstr("mine:1"));
  EXPECT_THAT(refusal([&] { static_cast<void>(today.under("closur", "own")); }), HasSubstr("closure"));
  EXPECT_THAT(refusal([&] { static_cast<void>(s.status_quo("tomorrow")); }), HasSubstr("2026-01-24"));
}

TEST(Session, AFailureIsExplainedAndHoldsNoLevels) {
  // Canada buys C10 from the United States alone.
  World world = testing::small_world(6, 3, 11);
  for (int exporter = 1; exporter < world.economy_count(); ++exporter) world.flow(0, 2, exporter) = 0.0;
  testing::close_accounts(world);
  const Session s(std::move(world), testing::hand_ledger());
  const Situation today = s.status_quo(late);
  const Outcome before = today.solve();
  EXPECT_THAT(explain(before), ::testing::StartsWith("certified"));
  const Outcome after = today.with(MeasureBuilder("CAN").on("USA").goods("C10").import_ban()).solve();
  ASSERT_FALSE(after);
  EXPECT_THAT(explain(after), HasSubstr("NO ANSWER"));
  EXPECT_THAT(explain(after), HasSubstr("no supplier of C10 is left for CAN"));
  EXPECT_THROW(s.compare(before, after), std::logic_error);
}

TEST(Session, ThreadsShareOneAnswer) {
  const Session s = session();
  std::vector<Outcome> answers(8, s.base_year().solve());
  {
    std::vector<std::jthread> threads;
    for (std::size_t t = 0; t < answers.size(); ++t)
      threads.emplace_back([&s, &answers, t] {
        const Situation today = s.status_quo(late);
        answers[t] = t % 2 == 0 ? today.solve() : today.with("THREAT").solve();
      });
  }
  for (std::size_t t = 0; t < answers.size(); ++t) EXPECT_EQ(answers[t].id(), answers[t % 2].id());
  EXPECT_EQ(answers[0].shared_solution(), answers[2].shared_solution());
}

}  // namespace
}  // namespace leeway
