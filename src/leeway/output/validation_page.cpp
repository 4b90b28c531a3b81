#include "leeway/output/validation_page.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "leeway/output/format.h"

namespace leeway {

std::string validation_markdown(const std::vector<CheckedWorld>& worlds,
                                const std::vector<PastFigure>& past) {
  std::string out =
      "| world | accounts close to | published figures met | largest gap of one, % | which "
      "|\n|---|---|---|---|---|\n";
  for (const CheckedWorld& world : worlds) {
    const std::vector<TargetCheck>& targets = world.check.targets;
    const auto met =
        std::count_if(targets.begin(), targets.end(), [](const TargetCheck& t) { return t.passed; });
    const auto worst = std::max_element(targets.begin(), targets.end(), [](const auto& a, const auto& b) {
      return std::abs(a.gap) < std::abs(b.gap);
    });
    out += fmt::format("| {} | {} | {} of {} | {} | {} |\n", world.name,
                       world.check.worst_gap < 1e-12 ? "1e-12" : scientific(world.check.worst_gap), met,
                       targets.size(), worst == targets.end() ? "" : with_sign(100.0 * worst->gap, 2),
                       worst == targets.end() ? "" : worst->target.check);
  }
  out +=
      "\n| past episode | figures | better than \"no change\" | median error | worst "
      "|\n|---|---|---|---|---|\n";
  for (std::size_t at = 0; at < past.size();) {
    std::vector<double> errors;
    const PastFigure* worst = &past[at];
    const std::string& episode = past[at].episode;
    std::size_t next = at;
    for (; next < past.size() && past[next].episode == episode; ++next) {
      errors.push_back(past[next].error);
      if (past[next].error > worst->error) worst = &past[next];
    }
    const auto better = std::count_if(errors.begin(), errors.end(), [](double e) { return e < 1.0; });
    std::sort(errors.begin(), errors.end());
    const double median = 0.5 * (errors[(errors.size() - 1) / 2] + errors[errors.size() / 2]);
    out += fmt::format("| {} | {} | {} | {:.2f} | {} ({:.2f}) |\n", worst->title, errors.size(), better,
                       median, worst->figure, worst->error);
    at = next;
  }
  return out + "\nErrors over that of \"no change\", as in [backtest.md](backtest.md).\n";
}

}  // namespace leeway
