// What best rates and tariff wars cost, on one core; the figures in docs/wars.md come from it. With
// LEEWAY_TRADE_TABLE (exporter,importer,sector,flow_musd,teti_tariff) also wars on trade without inputs.

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "leeway/io/csv.h"
#include "leeway/replication/published_world.h"
#include "leeway/strategy/war.h"
#include "leeway/world/load.h"

namespace {

using namespace leeway;

Options balanced() {
  Options options;
  options.closure = Closure::balanced;
  return options;
}

const World& purged() {
  static const World world = *rebase(open_world("2023"), balanced(), true).world;
  return world;
}

const World& without_inputs() {
  static const World world = [] {
    const std::string file = std::getenv("LEEWAY_TRADE_TABLE");
    const auto place = [](std::vector<std::string>& names, std::string_view name) {
      const auto found = std::find(names.begin(), names.end(), name);
      if (found == names.end()) names.emplace_back(name);
      return static_cast<int>(std::find(names.begin(), names.end(), name) - names.begin());
    };
    std::vector<std::string> economies;
    std::vector<std::string> sectors;
    const std::vector<CsvColumn> columns = {
        {"exporter"}, {"importer"}, {"sector"}, {"flow_musd"}, {"teti_tariff"}};
    for (CsvFile csv(file, columns); csv.next();) place(economies, csv.id(0)), place(sectors, csv.id(2));
    World w = published_world(economies, sectors, "trade", "Trade without inputs", 2022);
    w.elasticities = {{"four", "", "", std::vector<double>(sectors.size(), 4.0)}};
    w.default_elasticities = "four";
    for (CsvFile csv(file, columns); csv.next();) {
      const int i = place(economies, csv.id(0));
      const int n = place(economies, csv.id(1));
      const int l = place(sectors, csv.id(2));
      w.tariff(l, n, i) = n == i ? 0.0 : csv.number(4);
      w.flow(l, n, i) = csv.non_negative(3);
    }
    w.output = sales(w);
    w.value_added = w.output;
    w.final_use = spending(w);
    return *rebase(w, balanced(), true).world;
  }();
  return world;
}

std::vector<Player> every(const World& world) {
  std::vector<Player> players;
  for (int n = 0; n < world.economy_count(); ++n)
    players.push_back({world.economies[static_cast<std::size_t>(n)].id, {n}, {}});
  return players;
}

RateChoice rates(EachRate each, const char* goods) {
  RateChoice choice;
  choice.each = each;
  choice.goods = goods;
  return choice;
}

// One climb of the United States over all its bilateral tariffs, from the formula.
void best_response_bilateral(benchmark::State& state) {
  const Model model(purged(), balanced());
  const Player usa{"USA", {*purged().find_economy("USA")}, {}};
  SearchSettings settings;
  settings.random_starts = 0;
  settings.from_standing = false;
  settings.steps = false;
  BestResponse best;
  for (auto _ : state)
    best = best_response(model, base_policy(purged()), usa, rates(EachRate::bilateral, "goods"), settings);
  state.counters["rates"] = static_cast<double>(best.rates.size());
  state.counters["solves"] = best.solves;
  state.counters["slope"] = best.climbs.empty() ? -1.0 : best.climbs.front().slope;
}
BENCHMARK(best_response_bilateral)->Unit(benchmark::kMillisecond)->Iterations(1);

void go_to_war(benchmark::State& state, const World& world, WarRule rule, EachRate each, const char* goods) {
  const Model model(world, balanced());
  WarSettings settings;
  settings.rule = rule;
  settings.certify = false;
  settings.other_start = false;
  settings.threads = 1;
  War war;
  for (auto _ : state)
    war = tariff_war(model, base_policy(world), every(world), rates(each, goods), settings);
  state.counters["players"] = static_cast<double>(war.players.size());
  state.counters["rates"] = static_cast<double>(war.rates.size());
  state.counters["steps"] = war.iterations;
  state.counters["settled"] = war.settled;
}
void war_uniform(benchmark::State& state) {
  go_to_war(state, purged(), WarRule::best_responses, EachRate::uniform, "goods");
}
BENCHMARK(war_uniform)->Unit(benchmark::kMillisecond)->Iterations(1);
void war_bilateral(benchmark::State& state) {
  go_to_war(state, purged(), WarRule::best_responses, EachRate::bilateral, "goods");
}
BENCHMARK(war_bilateral)->Unit(benchmark::kMillisecond)->Iterations(1);

void war_without_inputs(benchmark::State& state) {
  if (std::getenv("LEEWAY_TRADE_TABLE") == nullptr)
    return state.SkipWithError("LEEWAY_TRADE_TABLE is not set");
  go_to_war(state, without_inputs(), state.range(0) == 0 ? WarRule::best_responses : WarRule::formula,
            EachRate::uniform, "*");
}
BENCHMARK(war_without_inputs)->Unit(benchmark::kMillisecond)->Iterations(1)->Arg(0)->Arg(1);

// What the certificate of one player costs.
void certificate_of_two(benchmark::State& state) {
  const Model model(purged(), balanced());
  const Player usa{"USA", {*purged().find_economy("USA")}, {}};
  const Player china{"CHN", {*purged().find_economy("CHN")}, {}};
  WarSettings settings;
  settings.alone = false;
  settings.other_start = false;
  settings.threads = 1;
  War war;
  for (auto _ : state)
    war = tariff_war(model, base_policy(purged()), {usa, china}, rates(EachRate::uniform, "goods"), settings);
  state.counters["regret_pct"] = war.regret_pct;
  state.counters["solves"] = war.solves;
}
BENCHMARK(certificate_of_two)->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace
