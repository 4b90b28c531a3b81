#include "leeway/ensemble/joint_range.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <map>
#include <mutex>

#include <fmt/format.h>

#include "leeway/analysis/in_parallel.h"
#include "leeway/ensemble/answers.h"
#include "leeway/ensemble/sweep.h"
#include "leeway/io/toml.h"
#include "leeway/model/welfare.h"

namespace leeway {

namespace {

// The spread of a line's theta about its set and how lines go together, as in sweeps/canada-china.toml.
constexpr double theta_sd = 0.25;
constexpr double theta_correlation = 0.3;

constexpr std::array kept_figures{Drawn::gain, Drawn::loss, Drawn::p_star, Drawn::gain_pct, Drawn::loss_pct};

std::string vary(const char* what, const std::vector<std::string>& values, const char* more = "") {
  std::vector<std::string> quoted;
  for (const std::string& value : values) quoted.push_back(toml_quoted(value));
  return fmt::format("[[vary]]\nwhat = \"{}\"\nvalues = [{}]\n{}", what, fmt::join(quoted, ", "), more);
}

std::shared_ptr<const Policy> policy_of(const BriefAnalysis& centre, BriefOption option) {
  const auto found = std::find_if(centre.policies.begin(), centre.policies.end(),
                                  [&](const auto& named) { return named.first == option; });
  return found == centre.policies.end() ? nullptr : found->second;
}

std::vector<SweepRow> solved(const Sweep& sweep, const JointSettings& settings) {
  std::vector<SweepRow> rows(sweep.header().size);
  std::atomic<std::uint64_t> next{0};
  std::mutex guard;
  std::uint64_t finished = 0;
  const int threads = threads_for(settings.threads, rows.size());
  const std::vector<std::function<void()>> workers(static_cast<std::size_t>(threads), [&] {
    for (std::uint64_t k = next++; k < rows.size(); k = next++) {
      rows[k] = sweep.draw(k);
      const std::lock_guard lock(guard);
      ++finished;
      if (settings.progress) settings.progress(finished);
    }
  });
  in_parallel(threads, workers);
  return rows;
}

std::vector<FailedDraws> failed_of(const std::vector<SweepRow>& rows) {
  std::map<std::string, FailedDraws> reasons;
  for (const SweepRow& row : rows)
    if (!row.certified())
      ++reasons.try_emplace(row.reason, FailedDraws{row.reason, 0, row.draw}).first->second.draws;
  std::vector<FailedDraws> failed;
  for (auto& [reason, draws] : reasons) failed.push_back(std::move(draws));
  return failed;
}

DrawsThat draws_at(const std::vector<double>& leeways, double corner) {
  const auto draws = static_cast<std::uint64_t>(std::count(leeways.begin(), leeways.end(), corner));
  return {draws, share_of_draws(draws, leeways.size())};
}

}  // namespace

void check_joint(const BriefInputs& inputs, const JointSettings& settings) {
  if (settings.draws < fewest_drawn || settings.draws > most_drawn)
    throw InputError(
        fmt::format("--draws: {} is not within {} to {}", settings.draws, fewest_drawn, most_drawn),
        "2000 tell the ends of nine in ten well; leeway sweep takes more");
  if (settings.seed > largest_seed)
    throw InputError(fmt::format("--seed: {} is above {}", settings.seed, largest_seed),
                     "any smaller whole number serves");
  if (!inputs.event)
    throw InputError("--draws: there is no threat, and so no leeway to draw",
                     "name one with --event or --threat; --range tells the status quo over cases");
  if (welfare_not_told(inputs.options.horizon))
    throw InputError("--draws: a leeway is one of welfare, which is not told so soon after the threat",
                     fmt::format("--horizon {:g} or later, or the long run", least_welfare_horizon));
}

SweepPlan joint_plan(const World& world, const BriefAnalysis& centre, const JointSettings& settings) {
  SweepPlan plan;
  plan.id = "brief";
  plan.title = "Draws of a brief";
  plan.design = Design::sobol;
  plan.size = settings.draws;
  plan.seed = settings.seed;
  plan.world = world.name;
  plan.economy = {centre.economy, Location{}};
  plan.question.emplace();
  plan.question->economy = plan.economy;
  plan.question->threat = {centre.event->id, Location{}};
  plan.question->as_of = centre.as_of;
  plan.question->known_by = centre.known_by;
  plan.text = fmt::format(
      "design = \"sobol\"\nsize = {}\nseed = {}\nkeep = [\"gain\", \"loss\", \"p_star\", \"gain_percent\", "
      "\"loss_percent\"]\n",
      plan.size, plan.seed);
  const auto varies = [&](const char* key) { return settings.fixed.count(key) == 0; };
  std::vector<std::string> sets;
  for (const ElasticitySet& set : world.elasticities) sets.push_back(set.id);
  if (varies("elasticities") && sets.size() > 1) plan.text += vary("elasticities", sets);
  plan.text +=
      fmt::format("[[vary]]\nwhat = \"theta\"\ndistribution = \"lognormal\"\nsd = {}\ncorrelation = {}\n",
                  theta_sd, theta_correlation);
  if (varies("supply") && !world.supply.empty())
    plan.text += vary("supply", {"low", "central", "high"}, "weights = [1, 2, 1]\n");
  if (varies("closure")) plan.text += vary("closure", {"share", "balanced"});
  plan.table = parse_toml(plan.text, "draws of the brief");
  return plan;
}

DrawnRange joint_range(const World& world, const Ledger& ledger, const BriefAnalysis& centre,
                       const JointSettings& settings) {
  if (centre.chair != Chair::threatened)
    throw InputError(fmt::format("--draws: {} is not threatened by {}, and so has no leeway to draw",
                                 centre.economy_name, centre.event->id),
                     "ask it of an economy that is, or with --range");
  const GivenCases given{centre.members,
                         {policy_of(centre, BriefOption::drop), policy_of(centre, BriefOption::keep),
                          policy_of(centre, BriefOption::punished)}};
  const Sweep sweep(joint_plan(world, centre, settings), world, ledger, centre.options, given);
  const std::vector<SweepRow> rows = solved(sweep, settings);
  DrawnRange range;
  range.count = rows.size();
  range.seed = settings.seed;
  range.id = sweep.header().id;
  range.failed = failed_of(rows);
  range.certified = range.count;
  for (const FailedDraws& failed : range.failed) range.certified -= failed.draws;
  for (const Varied& v : sweep.varied()) range.assumed.emplace_back(v.name, v.words(Design::sobol));
  if (range.certified < fewest_drawn) return range;
  const auto tell = [&](Drawn figure, std::size_t output) {
    std::vector<double> values = figures_of(rows, output);
    if (values.empty()) return;
    if (figure == Drawn::p_star) {
      range.never_pays = draws_at(values, 0.0);
      range.always_pays = draws_at(values, 1.0);
    }
    const Spreading s = spreading(std::move(values));
    const std::vector<double>& q = s.quantiles;
    range.figures.push_back({figure, s.mean, q[0], q[1], q[2], q[3], q[4], s.above_zero});
  };
  for (std::size_t f = 0; f < kept_figures.size(); ++f) tell(kept_figures[f], f);
  return range;
}

BriefAnalysis drawn_brief(const World& world, const Ledger& ledger, BriefInputs inputs,
                          const JointSettings& settings) {
  check_joint(inputs, settings);
  inputs.range = RangeKind::none;
  inputs.break_even = true;
  BriefAnalysis brief = analyse_brief(world, ledger, inputs);
  // Of another chair joint_range says that there is none.
  if (brief.leeway || brief.chair != Chair::threatened)
    take_draws(brief, joint_range(world, ledger, brief, settings));
  return brief;
}

}  // namespace leeway
