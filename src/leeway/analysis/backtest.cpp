#include "leeway/analysis/backtest.h"

#include "leeway/analysis/study.h"
#include "leeway/base/hash.h"
#include "leeway/base/units.h"
#include "leeway/world/load.h"

namespace leeway {

namespace {

std::string horizon_words(const std::optional<double>& years) {
  return years ? shortest(*years) : "long run";
}

/// The world with one elasticity for all services in every set.
World with_services(World world, double theta) {
  for (ElasticitySet& set : world.elasticities)
    for (std::size_t l = 0; l < world.lines.size(); ++l)
      if (!world.sectors[static_cast<std::size_t>(world.lines[l].composite)].goods) set.theta[l] = theta;
  return world;
}

struct Policies {
  std::shared_ptr<const Policy> before;
  std::shared_ptr<const Policy> after;
};

Policies policies_of(const World& world, const Ledger& ledger, const Episode& episode) {
  PolicyOptions options = policy_options(episode.scenario);
  Policies out;
  out.after = std::make_shared<const Policy>(resolve_policy(world, ledger, options));
  if (episode.from_base) {
    out.before = std::make_shared<const Policy>(base_policy(world));
    return out;
  }
  options.use.clear();
  options.drop.clear();
  options.measures.clear();
  out.before = std::make_shared<const Policy>(resolve_policy(world, ledger, options));
  return out;
}

struct Told {
  Verdict verdict;
  std::vector<TradeScore> trade;
  std::vector<FactScore> facts;
};

std::vector<EpisodeRun> run(const World& world, const Ledger& ledger, const Episode& episode,
                            const std::vector<Alternative>& choices,
                            const std::function<void(int, int)>& progress) {
  const Policies policies = policies_of(world, ledger, episode);
  Study study(world);
  for (const Alternative& choice : choices) {
    const std::size_t before = study.add({choice.value, policies.before, choice.options, {}, {}});
    study.add({choice.value, policies.after, choice.options, before, {}});
  }
  StudySettings settings;
  settings.progress = progress;
  const auto kept = study.run(settings, [&](std::size_t at, const Outcome& outcome, const Outcome* start) {
    Told k{outcome.verdict(), {}, {}};
    if (at % 2 == 0 || !outcome || start == nullptr || !start->certified()) return k;
    k.trade = score_trade(world, start->solution(), outcome.solution(), episode);
    k.facts = score_facts(world, start->solution(), outcome.solution(), episode);
    return k;
  });
  std::vector<EpisodeRun> runs;
  for (std::size_t c = 0; c < choices.size(); ++c)
    runs.push_back({choices[c], kept[2 * c]->verdict, kept[2 * c + 1]->verdict, kept[2 * c + 1]->trade,
                    kept[2 * c + 1]->facts});
  return runs;
}

void add_duty_tests(const World& world, const Ledger& ledger, EpisodeResult& result) {
  EpisodeRun& central = result.runs.front();
  if (central.trade.empty()) return;
  const Policies policies = policies_of(world, ledger, result.episode);
  DutyTests tests =
      duty_tests(world, ledger, result.episode, policies.before, policies.after, central.choice.options);
  for (std::size_t t = 0; t < central.trade.size(); ++t) central.trade[t].by_duties = tests.of_trade[t];
  result.duty_solves = std::move(tests.solves);
}

}  // namespace

std::vector<Alternative> alternatives(const World& world, const Options& central) {
  std::vector<Alternative> out;
  const auto add = [&](const char* kind, std::string value, const Options& options) {
    if (!(options == central)) out.push_back({kind, std::move(value), options, {}});
  };
  Options named = central;
  named.elasticities =
      world.elasticity_set(central.elasticities.empty() ? "default" : central.elasticities, Location{}).id;
  for (const ElasticitySet& set : world.elasticities)
    for (const std::optional<double> horizon :
         {std::optional(1.0), std::optional(3.0), std::optional<double>()}) {
      Options options = named;
      options.elasticities = set.id;
      options.horizon = horizon;
      if (options == named) continue;
      const char* kind = set.id == named.elasticities ? "horizon"
                         : horizon == named.horizon   ? "elasticities"
                                                      : "elasticities, horizon";
      const std::string value = set.id == named.elasticities ? horizon_words(horizon)
                                : horizon == named.horizon   ? set.id
                                                             : set.id + ", " + horizon_words(horizon);
      add(kind, value, options);
    }
  for (const Estimate supply : {Estimate::low, Estimate::high}) {
    Options options = central;
    options.supply = supply;
    add("supply", to_string(supply), options);
  }
  for (const double sigma : {0.5, 2.0, 4.0}) {
    Options options = central;
    options.sigma_classes = sigma;
    add("sigma_classes", shortest(sigma), options);
  }
  for (const double theta : {2.0, 8.35}) out.push_back({"services theta", shortest(theta), central, theta});
  return out;
}

Backtest backtest(const std::vector<Episode>& episodes, bool all_choices,
                  const std::function<void(int, int)>& progress) {
  Backtest out;
  Identity id("backtest");
  for (const Episode& episode : episodes) {
    const World world = open_world(episode.scenario.world);
    const Ledger ledger = episode.ledger ? episode.ledger->as_known_to(world) : open_ledger(world);
    const Options central = read_options(episode.scenario.options, world);
    std::vector<Alternative> choices = {{"default", "", central, {}}};
    std::vector<Alternative> others;
    if (all_choices)
      for (Alternative& choice : alternatives(world, central))
        (choice.services_theta ? others : choices).push_back(std::move(choice));
    EpisodeResult result{episode, world.name, run(world, ledger, episode, choices, progress), {}};
    for (const Alternative& choice : others) {
      std::vector<EpisodeRun> more =
          run(with_services(world, *choice.services_theta), ledger, episode, {choice}, {});
      result.runs.push_back(std::move(more.front()));
    }
    add_duty_tests(world, ledger, result);
    id.add("episode", episode.id).add("content", episode.content_hash);
    // Of the choices, only the default is the forecast that the record is told of.
    id.add("before", result.runs.front().before.id).add("after", result.runs.front().after.id);
    for (const std::string& solve : result.duty_solves) id.add("duty", solve);
    out.episodes.push_back(std::move(result));
  }
  out.run_id = id.hex();
  return out;
}

}  // namespace leeway
