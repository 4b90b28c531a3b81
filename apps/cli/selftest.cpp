#include "leeway/analysis/self_check.h"

#include <fmt/format.h>

#include "leeway/output/failure_report.h"
#include "leeway/output/format.h"
#include "leeway/world/load.h"
#include "runs.h"

namespace leeway::cli {

namespace {

struct Words {
  const char* name;
  const char* gap;
};

Words words(SelfCheckKind kind) {
  switch (kind) {
    case SelfCheckKind::base_year_stays:
      return {"base year stays", "largest change of real income"};
    case SelfCheckKind::labour_markets_clear:
      return {"labour markets clear", "largest excess"};
    case SelfCheckKind::walras:
      return {"Walras' law", "gap"};
    case SelfCheckKind::world_payments:
      return {"world payments", "gap"};
    case SelfCheckKind::units:
      return {"units do not matter", "largest gap of real income"};
    case SelfCheckKind::gradient:
      return {"gradient", "relative gap of adjoint and difference"};
  }
  return {"", ""};
}

}  // namespace

int selftest(const std::string& world_name) {
  ModelChoice choice;
  choice.world = world_name;
  const World world = chosen_world(choice);
  bool all = true;
  const auto say = [&](const char* name, bool passed, const std::string& text) {
    print(fmt::format("{}  {:<22}{}\n", passed ? "passed" : "FAILED", name, text));
    all = all && passed;
  };
  for (const SelfCheck& check : self_check(world, Options{}))
    say(words(check.kind).name, check.passed(),
        check.failure ? "NOT CERTIFIED: " + failure_words(*check.failure)
                      : fmt::format("{} {} (gate {})", words(check.kind).gap, scientific(check.gap),
                                    scientific(check.gate)));
  if (is_installed(world)) {
    const Scenario scenario = open_scenario("canada-punished");
    const Outcome punished = Model(world, chosen_options({}, world, scenario.options))
                                 .solve(scenario_policy(world, open_ledger(world), scenario).policy);
    say("scenario", punished.certified(), scenario.id + " " + certificate_line(punished.verdict()));
  }
  print(all ? "PASSED\n" : "FAILED\n");
  return all ? done : not_certified;
}

}  // namespace leeway::cli
