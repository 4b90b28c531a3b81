#include "leeway/strategy/balanced.h"

#include <utility>

#include "leeway/analysis/comparison.h"
#include "leeway/analysis/in_parallel.h"
#include "leeway/base/hash.h"
#include "leeway/model/welfare.h"

namespace leeway {

namespace {

const Location kPlayers{"players"};

// The cases besides the centre that a balanced world has: no two differ in the closure alone.
std::vector<RangeCase> cases_of(const World& world, const RateGround& ground, const Options& centre,
                                bool rates) {
  std::vector<RangeCase> cases = range_cases(world, centre, ground.range, {rates, true});
  if (!cases.empty()) cases.erase(cases.begin());
  std::erase_if(cases, [](const RangeCase& c) { return c.options.closure != Closure::balanced; });
  return cases;
}

bool has_second_rates(const BalancedWorld& ground) {
  return fingerprint(under_alternative_rates(*ground.world, ground.policy)) != fingerprint(ground.policy);
}

// Every case on its own balanced world.
template <class Ask>
std::vector<RateCase> over_cases(const World& world, const Ledger& ledger, const RateGround& ground,
                                 const BalancedWorld& centre, std::vector<std::string>& ids, Ask ask) {
  const std::vector<RangeCase> cases = cases_of(world, ground, centre.options, has_second_rates(centre));
  std::vector<RateCase> told(cases.size());
  std::vector<std::vector<std::string>> id(cases.size());
  std::vector<std::function<void()>> parts;
  for (std::size_t c = 0; c < cases.size(); ++c)
    parts.push_back([&, c] {
      told[c].name = cases[c].name;
      told[c].moved = cases[c].moved;
      const BalancedWorld here = balance(world, ledger, ground, cases[c].options, cases[c].alternative_rates);
      if (here.world) ask(here, told[c], id[c]);
    });
  in_parallel(0, parts);
  for (const std::vector<std::string>& one : id) ids.insert(ids.end(), one.begin(), one.end());
  return told;
}

// What the rates do to everyone; goods and pairs are left out.
Comparison compared(const World& world, const Outcome& before, const Outcome& after) {
  Comparison c = compare(world, before.solution(), after.solution());
  c.sectors.clear();
  c.pairs.clear();
  return c;
}

std::optional<ComparisonRange> ends_of(Comparison centre, RangeKind kind,
                                       const std::vector<RateCase>& cases) {
  if (cases.empty()) return std::nullopt;
  ComparisonRange range;
  range.kind = kind;
  range.cases = {1, static_cast<int>(cases.size()) + 1};
  range.low = std::move(centre);
  range.high = range.low;
  for (const RateCase& one : cases) {
    if (!one.everyone) continue;
    ++range.cases.certified;
    for (std::size_t n = 0; n < range.low.economies.size(); ++n)
      widen(range.low.economies[n], range.high.economies[n], one.everyone->economies[n]);
    for (std::size_t g = 0; g < range.low.groups.size(); ++g)
      widen(range.low.groups[g], range.high.groups[g], one.everyone->groups[g]);
  }
  return range;
}

void add_ground(Identity& id, const RateGround& ground, const BalancedWorld& balanced) {
  id.add("as_of", ground.as_of).add("known_by", ground.known_by);
  id.add("purge", balanced.purge.id).add("goods", std::string_view(ground.choice.goods));
  id.add("each", std::string_view(to_string(ground.choice.each)));
  id.add("among_players", ground.choice.among_players);
  for (const RateKind kind : ground.choice.kinds) id.add("kind", std::string_view(to_string(kind)));
  id.add("lowest", ground.choice.lowest).add("highest", ground.choice.highest);
  id.add("range", std::string_view(to_string(ground.range)));
}

void add_outcome(Identity& id, const char* name, const std::optional<Outcome>& outcome) {
  if (outcome) id.add(name, std::string_view(outcome->verdict().id));
}

}  // namespace

BalancedWorld balance(const World& world, const Ledger& ledger, const RateGround& ground,
                      const Options& options, bool alternative_rates) {
  BalancedWorld out;
  out.options = options;
  out.options.closure = Closure::balanced;
  Rebased rebased = rebase(world, out.options, true);
  out.purge = std::move(rebased.verdict);
  if (!rebased.world) return out;
  out.largest_change = rebased.largest_change;
  out.world = std::make_shared<const World>(std::move(*rebased.world));
  PolicyOptions day;
  day.as_of = ground.as_of;
  day.known_by = ground.known_by;
  day.alternative_rates = alternative_rates;
  out.policy = resolve_policy(*out.world, ledger, day);
  return out;
}

Responded respond(const World& world, const Ledger& ledger, const RespondInputs& inputs) {
  require_welfare(inputs.options, "a best response");
  Responded out;
  out.inputs = inputs;
  std::vector<Player> players = read_players(world, {inputs.player}, inputs.as_of, kPlayers);
  const auto weigh = [&](const World& on) {
    Player player = players[0];
    if (!inputs.weights.empty())
      player.premium = read_weights(on, player, inputs.weights, Location{"--weights"});
    return player;
  };
  static_cast<void>(weigh(world));
  out.ground = balance(world, ledger, inputs, inputs.options);
  if (!out.ground.world) return out;
  const Model model(*out.ground.world, out.ground.options);
  SearchSettings search = inputs.search;
  search.progress = inputs.progress;
  out.best = best_response(model, out.ground.policy, weigh(*out.ground.world), inputs.choice, search,
                           Location{inputs.player});
  std::vector<std::string> ids;
  if (out.best->certified())
    out.cases =
        over_cases(world, ledger, inputs, out.ground, ids,
                   [&](const BalancedWorld& here, RateCase& told, std::vector<std::string>& id) {
                     const Model one(*here.world, here.options);
                     SearchSettings quick = inputs.search;
                     quick.progress = {};
                     quick.random_starts = 0;
                     quick.from_standing = false;
                     const BestResponse best = best_response(one, here.policy, weigh(*here.world),
                                                             inputs.choice, quick, Location{inputs.player});
                     told.certified = best.certified();
                     if (told.certified) {
                       const Solution& before = best.status_quo->solution();
                       const Solution& after = best.outcome->solution();
                       const EconomyChange own = compare_set(*here.world, best.player.members, before, after);
                       told.real_income_pct = own.real_income_pct.value();
                       told.ev_musd = own.ev_musd.value();
                       told.everyone = compared(*here.world, *best.status_quo, *best.outcome);
                     }
                     told.gain_pct = {best.gain_pct};
                     told.mean_rate = {mean_rate(*here.world, best.rates, best.best, 0)};
                     if (best.outcome) id.push_back(best.outcome->verdict().id);
                   });
  if (!out.cases.empty())
    out.everyone = ends_of(compared(*out.ground.world, *out.best->status_quo, *out.best->outcome),
                           inputs.range, out.cases);
  Identity id("respond");
  add_ground(id, inputs, out.ground);
  id.add("player", std::string_view(inputs.player)).add("weights", std::string_view(inputs.weights));
  id.add("starts", inputs.search.random_starts);
  add_outcome(id, "status_quo", out.best->status_quo);
  add_outcome(id, "best", out.best->outcome);
  for (const std::string& one : ids) id.add("case", std::string_view(one));
  out.run_id = id.hex();
  return out;
}

Warred go_to_war(const World& world, const Ledger& ledger, const WarInputs& inputs) {
  require_welfare(inputs.options, "a tariff war");
  Warred out;
  out.inputs = inputs;
  const std::vector<Player> players = read_players(world, inputs.players, inputs.as_of, kPlayers);
  if (players.size() < 2)
    throw InputError(kPlayers, "a war takes two players, and one player is named",
                     "leeway respond tells what one does alone");
  out.ground = balance(world, ledger, inputs, inputs.options);
  if (!out.ground.world) return out;
  const Model model(*out.ground.world, out.ground.options);
  WarSettings settings = inputs.settings;
  settings.progress = inputs.progress;
  out.war = tariff_war(model, out.ground.policy, players, inputs.choice, settings, kPlayers);
  std::vector<std::string> ids;
  if (out.war->certified())
    out.cases = over_cases(
        world, ledger, inputs, out.ground, ids,
        [&](const BalancedWorld& here, RateCase& told, std::vector<std::string>& id) {
          const Model one(*here.world, here.options);
          WarSettings quick = inputs.settings;
          quick.threads = 1;
          quick.random_starts = 0;
          quick.other_start = false;
          quick.bargains.clear();
          const War war = tariff_war(one, here.policy, players, inputs.choice, quick, kPlayers);
          told.certified = war.certified();
          if (told.certified) told.everyone = compared(*here.world, *war.status_quo, *war.outcome);
          told.passive_musd = war.passive_musd;
          told.world_musd = war.world_musd;
          told.lowers = war.lowers();
          for (std::size_t p = 0; p < players.size(); ++p) {
            told.gain_pct.push_back(war.players[p].real_income_pct);
            told.flat_pct.push_back(war.players[p].flat_pct);
            told.others_pct.push_back(war.players[p].others_pct());
            told.mean_rate.push_back(
                war.nash.empty() ? 0.0 : mean_rate(*here.world, war.rates, war.nash, static_cast<int>(p)));
          }
          if (war.outcome) id.push_back(war.outcome->verdict().id);
        });
  if (!out.cases.empty())
    out.everyone = ends_of(compared(*out.ground.world, *out.war->status_quo, *out.war->outcome), inputs.range,
                           out.cases);
  Identity id("war");
  add_ground(id, inputs, out.ground);
  for (const Player& player : players) id.add("player", std::string_view(player.name));
  id.add("starts", inputs.settings.random_starts).add("other_start", inputs.settings.other_start);
  for (const std::vector<int>& parties : inputs.settings.bargains) id.add("bargain", parties);
  add_outcome(id, "status_quo", out.war->status_quo);
  add_outcome(id, "war", out.war->outcome);
  for (const WarBargain& bargain : out.war->bargains) add_outcome(id, "bargain", bargain.outcome);
  for (const std::string& one : ids) id.add("case", std::string_view(one));
  out.run_id = id.hex();
  return out;
}

}  // namespace leeway
