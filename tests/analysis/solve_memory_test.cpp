#include "leeway/analysis/solve_memory.h"

#include <gtest/gtest.h>

#include "leeway/analysis/study.h"
#include "support/policy.h"
#include "support/small_world.h"

namespace leeway {
namespace {

std::shared_ptr<const Policy> duty(const World& world, double rate) {
  Policy policy = base_policy(world);
  for (int l : world.resolve_goods("goods", {})) testing::add_tariff(world, policy, l, 0, 2, rate);
  return std::make_shared<const Policy>(std::move(policy));
}

using Levels = std::vector<std::vector<double>>;

class SolveMemoryTest : public ::testing::Test {
 protected:
  World world = testing::small_world(4, 3, 1);

  Levels solve(double first, double then, SolveMemory* memory) const {
    Study study(world);
    const std::size_t from = study.add({"first", duty(world, first), {}, {}, {}});
    study.add({"then", duty(world, then), {}, from, {}});
    if (memory != nullptr) study.remember(*memory);
    Levels levels;
    StudySettings one_thread;
    one_thread.threads = 1;
    for (const auto& kept : study.run(
             one_thread, [](std::size_t, const Outcome& outcome) { return outcome->result.log_welfare; }))
      levels.push_back(*kept);
    return levels;
  }
};

TEST_F(SolveMemoryTest, WhatIsRememberedIsWhatSolvingGives) {
  SolveMemory memory(world);
  for (const auto& [first, then] : {std::pair(0.1, 0.5), std::pair(0.1, 0.6), std::pair(0.2, 0.5)})
    for (int twice = 0; twice < 2; ++twice)
      EXPECT_EQ(solve(first, then, &memory), solve(first, then, nullptr));
}

TEST_F(SolveMemoryTest, TheSameCaseIsTheSameOutcome) {
  SolveMemory memory(world, 2);
  const auto outcome = [&](double rate) {
    Study study(memory.shares());
    study.add({"only", duty(world, rate), {}, {}, {}});
    study.remember(memory);
    return study.run({}, [](std::size_t, const Outcome& o) { return o.shared_solution(); }).front().value();
  };
  const auto first = outcome(0.1);
  EXPECT_EQ(first, outcome(0.1));
  outcome(0.2);
  EXPECT_EQ(first, outcome(0.1));
  // What was used longest ago goes.
  outcome(0.3);
  EXPECT_EQ(first, outcome(0.1));
  outcome(0.4);
  outcome(0.5);
  EXPECT_NE(first, outcome(0.1));
}

TEST_F(SolveMemoryTest, ACaseThatComesOnceIsLeftOut) {
  SolveMemory memory(world);
  const auto outcome = [&](bool remembered) {
    Study study(memory.shares());
    StudyCase only{"only", duty(world, 0.1), {}, {}, {}};
    only.remembered = remembered;
    study.add(only);
    study.remember(memory);
    return study.run({}, [](std::size_t, const Outcome& o) { return o.shared_solution(); }).front().value();
  };
  EXPECT_NE(outcome(false), outcome(false));
  const auto kept = outcome(true);
  EXPECT_EQ(outcome(true), kept);
}

TEST_F(SolveMemoryTest, ComparisonsAreThoseOfTheirPair) {
  SolveMemory memory(world, 2);
  const Model model(world, {});
  const std::vector<std::shared_ptr<const Solution>> at = {model.solve(duty(world, 0.1)).shared_solution(),
                                                           model.solve(duty(world, 0.2)).shared_solution(),
                                                           model.solve(duty(world, 0.3)).shared_solution()};
  // More pairs than are kept, each twice.
  for (const auto& [from, to] :
       {std::pair(0, 1), std::pair(0, 1), std::pair(0, 2), std::pair(1, 2), std::pair(0, 2), std::pair(0, 1)})
    for (const std::vector<int>& members : {std::vector{0}, std::vector{0, 1}}) {
      const OwnChange kept = memory.compared(members, at[from], at[to]);
      const OwnChange own = own_change(world, members, *at[from], *at[to]);
      for (const EconomyVariable& v : economy_variables())
        EXPECT_EQ(v.of(kept.change), v.of(own.change)) << v.name;
      ASSERT_EQ(kept.sectors.size(), own.sectors.size());
      for (std::size_t j = 0; j < own.sectors.size(); ++j)
        EXPECT_EQ(kept.sectors[j].output_musd, own.sectors[j].output_musd);
    }
}

TEST_F(SolveMemoryTest, FingerprintsAreThePolicys) {
  SolveMemory memory(world, 2);
  for (const double rate : {0.1, 0.2, 0.3, 0.1})
    for (int twice = 0; twice < 2; ++twice) {
      const auto policy = duty(world, rate);
      EXPECT_EQ(memory.print_of(policy), fingerprint(*policy));
    }
}

TEST_F(SolveMemoryTest, AStartOfTheCallersOwnIsNotRemembered) {
  SolveMemory memory(world);
  const Start start = memory.model({})->solve(duty(world, 0.4)).start();
  const auto from = [&] {
    Study study(memory.shares());
    study.add({"only", duty(world, 0.1), {}, {}, start});
    study.remember(memory);
    return study.run({}, [](std::size_t, const Outcome& o) { return o.shared_solution(); }).front().value();
  };
  EXPECT_NE(from(), from());
}

TEST_F(SolveMemoryTest, ModelsAreKeptByTheirOptions) {
  SolveMemory memory(world);
  Options four;
  four.elasticities = "four";
  EXPECT_EQ(memory.model({}), memory.model({}));
  EXPECT_NE(memory.model({}), memory.model(four));
}

}  // namespace
}  // namespace leeway
