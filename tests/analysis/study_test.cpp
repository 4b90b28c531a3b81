#include "leeway/analysis/study.h"

#include <cstring>
#include <stdexcept>

#include <gtest/gtest.h>

#include "leeway/analysis/replacement.h"
#include "support/policy.h"
#include "support/small_world.h"
#include "support/solved.h"

namespace leeway {
namespace {

std::shared_ptr<const Policy> tariff_on(const World& world, double rate) {
  Policy policy = base_policy(world);
  for (int l : world.resolve_goods("goods", {})) testing::add_tariff(world, policy, l, 0, 2, rate);
  return std::make_shared<const Policy>(std::move(policy));
}

/// No supplier of the first line is left for economy 2.
std::shared_ptr<const Policy> closed(const World& world) {
  Policy policy = base_policy(world);
  for (int i = 0; i < world.economy_count(); ++i) testing::set_access(world, policy, 0, 2, i, 0.0);
  return std::make_shared<const Policy>(std::move(policy));
}

bool same_bytes(const std::vector<double>& a, const std::vector<double>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
}

class StudyTest : public ::testing::Test {
 protected:
  World world = testing::small_world(4, 3, 1);
  Options four;
  StudyTest() { four.elasticities = "four"; }

  /// Two status quos, each followed by moves, one of which starts from another.
  Study study() const {
    Study s(world);
    for (const Options& options : {Options{}, four}) {
      const std::size_t first = s.add({"status quo", tariff_on(world, 0.1), options, {}, {}});
      for (double rate : {0.2, 0.5, 1.0}) s.add({"move", tariff_on(world, rate), options, first, {}});
      s.add({"further", tariff_on(world, 3.0), options, s.cases().size() - 1, {}});
    }
    return s;
  }
};

TEST_F(StudyTest, SameBytesForAnyNumberOfThreads) {
  const auto solve_on = [&](int threads) {
    StudySettings settings;
    settings.threads = threads;
    return study().run(settings,
                       [](std::size_t, const Outcome& o) { return testing::solved(o).result.log_welfare; });
  };
  const auto one = solve_on(1);
  const auto many = solve_on(4);
  ASSERT_EQ(one.size(), 10U);
  for (std::size_t c = 0; c < one.size(); ++c) EXPECT_TRUE(same_bytes(*one[c], *many[c])) << c;
}

TEST_F(StudyTest, WhatIsKeptIsInTheOrderOfTheCases) {
  const Study s = study();
  const auto ids = s.run({}, [](std::size_t, const Outcome& o) { return o.id(); });
  for (std::size_t c = 0; c < ids.size(); ++c)
    EXPECT_EQ(*ids[c], Model(world, s.cases()[c].options).solve(s.cases()[c].policy).id()) << c;
}

TEST_F(StudyTest, KeepSeesTheOutcomeThatACaseStartsFrom) {
  const Study s = study();
  const auto from = s.run({}, [](std::size_t, const Outcome&, const Outcome* start) {
    return start == nullptr ? std::string() : start->id();
  });
  const auto ids = s.run({}, [](std::size_t, const Outcome& o) { return o.id(); });
  for (std::size_t c = 0; c < ids.size(); ++c)
    EXPECT_EQ(*from[c], s.cases()[c].start ? *ids[*s.cases()[c].start] : "") << c;
}

TEST_F(StudyTest, ACaseCanStartFromOneAndBeSetAgainstAnother) {
  Study s(world);
  Options balanced;
  balanced.closure = Closure::balanced;
  for (const Options& options : {Options{}, balanced}) {
    const std::size_t first = s.add({"status quo", tariff_on(world, 0.1), options, {}, {}});
    StudyCase move{"move", tariff_on(world, 0.5), options, first, {}};
    if (first > 0) move.along = {0, 1};
    const std::size_t second = s.add(std::move(move));
    StudyCase further{"further", tariff_on(world, 1.0), options, second, {}};
    further.against = first;
    if (first > 0) further.along = {1, 2};
    s.add(std::move(further));
  }
  const auto run_on = [&](int threads) {
    StudySettings settings;
    settings.threads = threads;
    return s.run(settings, [](std::size_t, const Outcome& o, const Outcome* other) {
      return std::pair(testing::solved(o).result.log_welfare, other == nullptr ? "" : other->id());
    });
  };
  const auto one = run_on(1);
  const auto many = run_on(4);
  const auto ids = s.run({}, [](std::size_t, const Outcome& o) { return o.id(); });
  for (std::size_t c = 0; c < one.size(); ++c) {
    EXPECT_TRUE(same_bytes(one[c]->first, many[c]->first)) << c;
    const std::size_t first = c < 3 ? 0 : 3;
    EXPECT_EQ(one[c]->second, c == first ? "" : *ids[first]) << c;
    // Where it starts is not where it ends.
    const Solution cold = testing::solved(Model(world, s.cases()[c].options), *s.cases()[c].policy);
    for (std::size_t n = 0; n < cold.result.log_welfare.size(); ++n)
      EXPECT_NEAR(one[c]->first[n], cold.result.log_welfare[n], 1e-9) << c;
  }
}

TEST_F(StudyTest, AGivenModelServesItsOptions) {
  const Model model(world, four);
  Study s = study();
  s.use(model);
  const auto mine =
      s.run({}, [](std::size_t, const Outcome& o) { return testing::solved(o).result.log_welfare; });
  const auto built =
      study().run({}, [](std::size_t, const Outcome& o) { return testing::solved(o).result.log_welfare; });
  for (std::size_t c = 0; c < mine.size(); ++c) EXPECT_TRUE(same_bytes(*mine[c], *built[c])) << c;
}

TEST_F(StudyTest, ReportsProgressToTheEnd) {
  std::vector<int> seen;
  StudySettings settings;
  settings.progress = [&](int done, int total) {
    EXPECT_EQ(total, 10);
    seen.push_back(done);
  };
  study().run(settings, [](std::size_t, const Outcome&) { return 0; });
  EXPECT_EQ(seen, (std::vector<int>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}));
}

TEST_F(StudyTest, StopsBetweenCases) {
  std::stop_source stop;
  StudySettings settings;
  settings.threads = 1;
  settings.stop = stop.get_token();
  settings.progress = [&](int done, int) {
    if (done == 3) stop.request_stop();
  };
  const auto kept = study().run(settings, [](std::size_t, const Outcome&) { return 0; });
  EXPECT_EQ(std::count_if(kept.begin(), kept.end(), [](const auto& k) { return k.has_value(); }), 3);
}

TEST_F(StudyTest, AFailureIsKeptLikeAnyOtherEnd) {
  Study s(world);
  const std::size_t failed = s.add({"closed", closed(world), {}, {}, {}});
  s.add({"after it", tariff_on(world, 0.1), {}, failed, {}});
  const auto kept = s.run({}, [](std::size_t, const Outcome& o) { return o.verdict(); });
  EXPECT_FALSE(kept[0]->certified());
  EXPECT_TRUE(kept[1]->certified()) << "it starts from the base year instead";
}

TEST_F(StudyTest, WhatKeepThrowsComesOut) {
  EXPECT_THROW(study().run({}, [](std::size_t, const Outcome&) -> int { throw std::runtime_error("no"); }),
               std::runtime_error);
}

TEST_F(StudyTest, RefusesACaseThatStartsFromALaterOne) {
  Study s(world);
  EXPECT_THROW(s.add({"first", tariff_on(world, 0.1), {}, 0, {}}), std::logic_error);
  StudyCase along{"first", tariff_on(world, 0.1), {}, {}, {}};
  along.along = {0, 1};
  EXPECT_THROW(s.add(along), std::logic_error);
}

TEST(Replacement, MoreShutMoreLost) {
  const World world = testing::small_world(4, 3, 4);
  const Model model(world, {});
  const Replacement r = replacement(model, testing::solved(model, base_policy(world)), "CAN", "USA");
  ASSERT_EQ(r.steps.size(), 4U);
  double lost = 0.0;
  double ev = 0.0;
  for (const ReplacementStep& step : r.steps) {
    ASSERT_TRUE(step.effect);
    EXPECT_GT(step.effect->lost_musd, lost);
    EXPECT_LT(step.effect->ev_musd, ev);
    EXPECT_GT(step.effect->diverted_musd, 0.0);
    EXPECT_LT(step.effect->replaced, 1.0);
    lost = step.effect->lost_musd;
    ev = step.effect->ev_musd;
  }
  EXPECT_NEAR(lost, r.exports_musd, 1e-9 * r.exports_musd) << "a ban takes everything";
}

TEST(Replacement, RefusesWhatMakesNoSense) {
  const World world = testing::small_world(4, 3, 4);
  const Model model(world, {});
  const Solution open = testing::solved(model, base_policy(world));
  EXPECT_THROW(replacement(model, open, "G2", "USA"), InputError);
  EXPECT_THROW(replacement(model, open, "CAN", "USA", {1.5}), InputError);
}

}  // namespace
}  // namespace leeway
