#include "leeway/analysis/backtest.h"
#include "leeway/io/file.h"
#include "leeway/output/backtest_report.h"
#include "progress.h"
#include "verbs.h"

namespace leeway::cli {

int run_backtest(const BacktestArguments& arguments) {
  check(arguments.output);
  std::vector<Episode> episodes;
  for (const std::string& name :
       arguments.episode.empty() ? episode_names() : std::vector<std::string>{arguments.episode})
    episodes.push_back(open_episode(name));
  const Backtest found = backtest(episodes, arguments.alternatives || arguments.markdown, progress());
  if (arguments.markdown || arguments.record) {
    print(arguments.markdown ? backtest_markdown(found) : backtest_record(found));
    return done;
  }
  return emit(backtest_report(found, arguments.output.top), arguments.output);
}

}  // namespace leeway::cli
