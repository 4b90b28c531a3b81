#include "leeway/game/extensive_game.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace leeway {

bool ExtensiveGame::perfect_information() const {
  return std::all_of(sets.begin(), sets.end(), [](const InformationSet& set) { return set.nodes == 1; });
}

namespace {

constexpr std::size_t unreached = ReducedStrategy::unreached;

/// The first information set of a player that a partial strategy reaches and has no action for.
std::size_t first_open(const ExtensiveGame& game, std::size_t player, const ReducedStrategy& partial) {
  std::size_t open = unreached;
  std::vector<std::size_t> left = {0};
  while (!left.empty()) {
    const GameNode& node = game.nodes[left.back()];
    left.pop_back();
    if (node.kind == GameNode::Kind::decision && game.sets[node.set].player == player) {
      const std::size_t action = partial.action[node.set];
      if (action == unreached)
        open = std::min(open, node.set);
      else
        left.push_back(node.children[action]);
      continue;
    }
    left.insert(left.end(), node.children.begin(), node.children.end());
  }
  return open;
}

std::vector<ReducedStrategy> strategies_of(const ExtensiveGame& game, std::size_t player) {
  std::vector<ReducedStrategy> done;
  std::vector<ReducedStrategy> open = {{std::vector<std::size_t>(game.sets.size(), unreached)}};
  while (!open.empty()) {
    ReducedStrategy partial = std::move(open.back());
    open.pop_back();
    const std::size_t set = first_open(game, player, partial);
    if (set == unreached) {
      done.push_back(std::move(partial));
      if (done.size() > 100'000) throw std::invalid_argument("too many strategies of one player");
      continue;
    }
    for (std::size_t a = game.sets[set].actions.size(); a-- > 0;) {
      partial.action[set] = a;
      open.push_back(partial);
    }
  }
  return done;
}

std::string name_of(const ExtensiveGame& game, std::size_t player, const ReducedStrategy& strategy) {
  std::string name;
  for (std::size_t i = 0; i < game.sets.size(); ++i) {
    if (game.sets[i].player != player || strategy.action[i] == unreached) continue;
    name += name.empty() ? "" : " ";
    name += game.sets[i].actions[strategy.action[i]];
  }
  return name.empty() ? "-" : name;
}

void add_payoffs(const ExtensiveGame& game, const std::vector<const ReducedStrategy*>& play, std::size_t at,
                 double chance, std::vector<double>& sum) {
  const GameNode& node = game.nodes[at];
  for (std::size_t p = 0; p < node.payoffs.size(); ++p) sum[p] += chance * node.payoffs[p];
  if (node.kind == GameNode::Kind::decision)
    add_payoffs(game, play, node.children[play[game.sets[node.set].player]->action[node.set]], chance, sum);
  if (node.kind == GameNode::Kind::chance)
    for (std::size_t a = 0; a < node.children.size(); ++a)
      if (node.chances[a] > 0.0) add_payoffs(game, play, node.children[a], chance * node.chances[a], sum);
}

}  // namespace

ReducedForm reduced_form(const ExtensiveGame& game) {
  ReducedForm form;
  std::vector<GamePlayer> players;
  for (std::size_t p = 0; p < game.players.size(); ++p) {
    form.strategies.push_back(strategies_of(game, p));
    GamePlayer player{game.players[p], {}};
    for (const ReducedStrategy& one : form.strategies[p]) player.actions.push_back(name_of(game, p, one));
    players.push_back(std::move(player));
  }
  form.game = StrategicGame(game.title, std::move(players));
  std::vector<const ReducedStrategy*> play(game.players.size());
  for (std::size_t s = 0; s < form.game.profiles(); ++s) {
    for (std::size_t p = 0; p < play.size(); ++p) play[p] = &form.strategies[p][form.game.action(s, p)];
    std::vector<double> sum(play.size(), 0.0);
    add_payoffs(game, play, 0, 1.0, sum);
    for (std::size_t p = 0; p < play.size(); ++p) form.game.payoff(s, p) = sum[p];
  }
  return form;
}

PerfectPlan backward_induction(const ExtensiveGame& game) {
  if (!game.perfect_information()) throw std::invalid_argument("a game without perfect information");
  const std::size_t players = game.players.size();
  double low = 0.0, high = 0.0;
  for (const GameNode& node : game.nodes)
    for (const double payoff : node.payoffs) {
      low = std::min(low, payoff);
      high = std::max(high, payoff);
    }
  const double tie = game_tolerance * (high > low ? high - low : 1.0);
  PerfectPlan plan;
  plan.action.assign(game.sets.size(), 0);
  std::vector<bool> tied(game.sets.size(), false);
  // Children come after their node, so that backward in order each child is valued before.
  const auto value_all = [&](bool choose) {
    std::vector<std::vector<double>> value(game.nodes.size(), std::vector<double>(players, 0.0));
    for (std::size_t i = game.nodes.size(); i-- > 0;) {
      const GameNode& node = game.nodes[i];
      if (node.kind == GameNode::Kind::chance)
        for (std::size_t a = 0; a < node.children.size(); ++a)
          for (std::size_t p = 0; p < players; ++p)
            value[i][p] += node.chances[a] * value[node.children[a]][p];
      if (node.kind == GameNode::Kind::decision) {
        const std::size_t mover = game.sets[node.set].player;
        const auto worth = [&](std::size_t a) { return value[node.children[a]][mover]; };
        if (choose) {
          std::size_t best = 0;
          for (std::size_t a = 1; a < node.children.size(); ++a)
            if (worth(a) > worth(best) + tie) best = a;
          plan.action[node.set] = best;
          for (std::size_t a = 0; a < node.children.size(); ++a)
            tied[node.set] = tied[node.set] || (a != best && worth(a) >= worth(best) - tie);
        }
        value[i] = value[node.children[plan.action[node.set]]];
      }
      for (std::size_t p = 0; p < node.payoffs.size(); ++p) value[i][p] += node.payoffs[p];
    }
    return value;
  };
  value_all(true);
  plan.ties = static_cast<std::size_t>(std::count(tied.begin(), tied.end(), true));
  const auto value = value_all(false);
  plan.payoffs = value[0];
  for (std::size_t i = 0; i < game.nodes.size(); ++i) {
    const GameNode& node = game.nodes[i];
    if (node.kind != GameNode::Kind::decision) continue;
    const std::size_t mover = game.sets[node.set].player;
    for (const std::size_t child : node.children)
      plan.largest_gain = std::max(plan.largest_gain,
                                   value[child][mover] - value[node.children[plan.action[node.set]]][mover]);
  }
  std::vector<std::size_t> left = {0};
  while (!left.empty()) {
    const GameNode& node = game.nodes[left.back()];
    left.pop_back();
    if (node.kind == GameNode::Kind::decision) {
      plan.tie_on_path = plan.tie_on_path || tied[node.set];
      left.push_back(node.children[plan.action[node.set]]);
    } else {
      left.insert(left.end(), node.children.begin(), node.children.end());
    }
  }
  return plan;
}

}  // namespace leeway
