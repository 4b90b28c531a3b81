#include <optional>

#include "leeway/analysis/backtest.h"
#include "leeway/analysis/path.h"
#include "leeway/base/error.h"
#include "leeway/io/file.h"
#include "leeway/output/backtest_report.h"
#include "leeway/output/threat_report.h"
#include "leeway/world/load.h"
#include "progress.h"
#include "runs.h"

namespace leeway::cli {

namespace {

// What stands in the place of an episode for the record of threats.
constexpr const char* kThreats = "threats";

}  // namespace

int run_backtest(const BacktestArguments& arguments) {
  check(arguments.output);
  const bool all = arguments.episode.empty();
  const bool threats = all || arguments.episode == kThreats;
  if (!threats && !arguments.known_by.empty())
    throw InputError("--known-by is of the forecasts of threats", "leeway backtest threats --known-by DATE");
  std::vector<ThreatScores> scores;
  std::optional<World> world;
  if (threats && !arguments.record) {
    world = open_world("2023");
    const Ledger ledger = chosen_ledger("", *world);
    const Date day = read_date("--known-by", arguments.known_by).value_or(default_day(*world, ledger));
    scores = threat_scores_over_time(*world, ledger, "", day);
    if (!all) return emit(threat_scores_report(*world, ledger, scores), arguments.output);
  }
  std::vector<Episode> episodes;
  for (const std::string& name : all ? episode_names() : std::vector<std::string>{arguments.episode})
    episodes.push_back(open_episode(name));
  const Backtest found = backtest(episodes, arguments.alternatives || arguments.markdown, progress());
  if (arguments.markdown || arguments.record) {
    print(arguments.markdown ? backtest_markdown(found, scores) : backtest_record(found));
    return done;
  }
  return emit(backtest_report(found, scores, arguments.output.top), arguments.output);
}

}  // namespace leeway::cli
