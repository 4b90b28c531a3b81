#include "leeway/session/term_grid.h"

#include <mutex>
#include <optional>

#include <fmt/format.h>

#include "leeway/analysis/in_parallel.h"
#include "leeway/base/error.h"

namespace leeway {

namespace {

std::vector<std::size_t> place_of(std::size_t number, const std::vector<TermAxis>& axes) {
  std::vector<std::size_t> at(axes.size());
  for (std::size_t a = axes.size(); a-- > 0; number /= axes[a].size()) at[a] = number % axes[a].size();
  return at;
}

std::vector<TermSetting> settings_at(const std::vector<std::size_t>& at, const std::vector<TermAxis>& axes) {
  std::vector<TermSetting> settings;
  for (std::size_t a = 0; a < axes.size(); ++a) settings.push_back(axes[a][at[a]]);
  return settings;
}

}  // namespace

std::vector<GridCase> term_grid(const Situation& on, const std::vector<TermAxis>& axes,
                                const StudySettings& settings) {
  std::size_t count = axes.empty() ? 0 : 1;
  for (const TermAxis& axis : axes) {
    count *= axis.size();
    if (count > most_grid_cases)
      throw InputError(fmt::format("a grid of more than {} cases", most_grid_cases),
                       "fewer values; leeway sweep is for more");
  }
  // What a file could not say is refused before the first solve.
  for (const TermAxis& axis : axes)
    for (const TermSetting& value : axis)
      static_cast<void>(with_term(on.measure(value.measure, value.value.where()), value));
  const Outcome from = on.solve();
  const Solution& before = from.solution();

  std::vector<std::optional<GridCase>> cases(count);
  std::mutex telling;
  int done = 0;
  const auto solve = [&](std::size_t c) {
    if (settings.stop.stop_requested()) return;
    std::vector<std::size_t> at = place_of(c, axes);
    const Outcome outcome = on.with_terms(settings_at(at, axes)).solve();
    GridCase one{std::move(at), outcome.verdict(), {}};
    if (outcome) {
      Comparison change = compare(on.world(), before, outcome.solution());
      one.economies = std::move(change.economies);
      for (EconomyChange& group : change.groups) one.economies.push_back(std::move(group));
    }
    cases[c] = std::move(one);
    const std::lock_guard lock(telling);
    ++done;
    if (settings.progress) settings.progress(done, static_cast<int>(count));
  };
  std::vector<std::function<void()>> parts;
  for (std::size_t c = 0; c < count; ++c) parts.emplace_back([&solve, c] { solve(c); });
  in_parallel(settings.threads, parts);
  std::vector<GridCase> finished;
  for (std::optional<GridCase>& one : cases)
    if (one) finished.push_back(std::move(*one));
  return finished;
}

}  // namespace leeway
