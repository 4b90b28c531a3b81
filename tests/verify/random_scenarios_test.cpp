// Scenarios drawn at random either certify, and then stand a second reading, or are refused with a reason and
// the Measure that causes it.

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "leeway/model/model.h"
#include "leeway/policy/scenario.h"
#include "leeway/verify/verify.h"
#include "leeway/world/load.h"
#include "verify/random_scenario.h"

namespace {

using namespace leeway;

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

const World& world() {
  static const World one = open_world("2023");
  return one;
}
const Ledger& ledger() {
  static const Ledger one = open_ledger();
  return one;
}

/// What came of one scenario.
struct Told {
  bool certified = false;
  std::string refusal;  ///< reason and Measure of a refusal
  std::string fault;    ///< empty, or what should not be
};

bool is_own(const Scenario& scenario, const std::string& measure) {
  return std::any_of(scenario.measures.begin(), scenario.measures.end(),
                     [&](const Measure& m) { return m.id == measure; });
}

Outcome solve(const Scenario& scenario) {
  return Model(world(), read_options(scenario.options, world()))
      .solve(resolve_policy(world(), ledger(), policy_options(scenario)));
}

std::string reason_of(const Failure& failure) {
  if (failure.refusal)
    return fmt::format("{} {} {}", to_string(failure.refusal->reason), failure.refusal->economy,
                       failure.refusal->line);
  return fmt::format("{} {}", to_string(failure.termination()), failure.imbalance_of);
}

Told tell(std::uint64_t number) {
  const std::string text = leeway::testing::random_scenario(world(), number);
  Scenario scenario;
  try {
    scenario = parse_scenario(text, fmt::format("random-{}", number));
  } catch (const InputError& error) {
    return {false, "", fmt::format("is no scenario: {}", error.what())};
  }
  try {
    const Outcome outcome = solve(scenario);
    if (outcome) {
      const Solution& solution = outcome.solution();
      const Verification verification =
          verify(world(), read_options(scenario.options, world()), *solution.policy, solution.result);
      if (verification.holds()) return {true, "", ""};
      const EquationCheck& worst = verification.worst();
      return {true, "",
              fmt::format("read again, {} is off by {:.1e} at {}", worst.what, worst.error, worst.where)};
    }
    const Failure& failure = outcome.failure();
    const std::string reason = reason_of(failure);
    if (failure.termination() != Termination::refused &&
        failure.termination() != Termination::closure_infeasible)
      return {false, "", fmt::format("neither certified nor refused: {}", reason)};
    if (!is_own(scenario, failure.measure))
      return {false, "", fmt::format("refused ({}) behind \"{}\"", reason, failure.measure)};
    return {false, fmt::format("{} behind {}", reason, failure.measure), ""};
  } catch (const InputError& error) {
    // What adds up to nonsense is refused before anything is solved, and names what adds up.
    for (const Measure& m : scenario.measures)
      if (std::string(error.what()).find(m.id) != std::string::npos) return {false, error.what(), ""};
    return {false, "", fmt::format("refused without a Measure: {}", error.what())};
  }
}

void certify_or_are_refused(std::uint64_t first, std::uint64_t count) {
  world();
  ledger();
  std::vector<Told> all(count);
  std::atomic<std::uint64_t> next = 0;
  std::vector<std::thread> workers;
  for (unsigned w = 0; w < std::max(1U, std::thread::hardware_concurrency()); ++w)
    workers.emplace_back([&] {
      for (std::uint64_t j = next++; j < count; j = next++) all[j] = tell(first + j);
    });
  for (std::thread& worker : workers) worker.join();
  std::uint64_t certified = 0;
  std::uint64_t refused = 0;
  for (std::uint64_t j = 0; j < count; ++j) {
    certified += all[j].certified ? 1 : 0;
    refused += all[j].refusal.empty() ? 0 : 1;
    if (!all[j].refusal.empty() && (count > 1000 || count < 10))
      fmt::print("{}: {}\n", first + j, all[j].refusal);
    EXPECT_TRUE(all[j].fault.empty()) << "scenario " << first + j << ": " << all[j].fault << "\n"
                                      << leeway::testing::random_scenario(world(), first + j);
  }
  fmt::print("{} certified and read again, {} refused by name, {} faults\n", certified, refused,
             count - certified - refused);
  EXPECT_GE(certified, count * 8 / 10);
}

TEST(RandomScenarios, CertifyOrAreRefusedByName) {
  certify_or_are_refused(from_environment("LEEWAY_RANDOM_FIRST", 0),
                         from_environment("LEEWAY_RANDOM_SCENARIOS", 60));
}

TEST(SlowRandomScenarios, CertifyOrAreRefusedByName) { certify_or_are_refused(60, 300); }

}  // namespace
