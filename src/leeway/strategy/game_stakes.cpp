#include "leeway/strategy/game_stakes.h"

#include <algorithm>
#include <limits>

namespace leeway {

namespace {

constexpr std::size_t nobody = static_cast<std::size_t>(-1);
constexpr std::size_t most_rounds = 200;  // of replies at one stake
constexpr std::size_t most_steps = 1000;

class Rising {
 public:
  Rising(const StrategicGame& game, StakeCurve& out, double nothing)
      : game_(game), out_(out), nothing_(nothing), action_(game.size(), nobody) {
    for (const std::size_t p : out.players) {
      const std::vector<std::string>& names = game.players()[p].actions;
      action_[p] =
          static_cast<std::size_t>(std::find(names.begin(), names.end(), out.action) - names.begin());
    }
  }

  void run() {
    settle();
    out_.start = profile_;
    out_.steps.clear();
    while (out_.settled) {
      out_.settled = out_.steps.size() < most_steps;
      // Who needs least to change to it.
      std::size_t next = nobody;
      double least = std::numeric_limits<double>::infinity();
      for (const std::size_t p : out_.players) {
        const std::size_t at = game_.action(profile_, p);
        if (at == action_[p]) continue;
        const double lacks = game_.payoff(profile_, p) - game_.payoff(game_.with(profile_, p, action_[p]), p);
        if (lacks >= least) continue;
        least = lacks;
        next = p;
      }
      if (next == nobody) break;
      stake_ = std::max(stake_, least);
      change(next, action_[next]);
      settle();
    }
  }

 private:
  double payoff(std::size_t p, std::size_t a) const {
    return game_.payoff(game_.with(profile_, p, a), p) + (a == action_[p] ? stake_ : 0.0);
  }

  void change(std::size_t p, std::size_t a) {
    const std::size_t from = game_.action(profile_, p);
    profile_ = game_.with(profile_, p, a);
    const auto takers = std::count_if(out_.players.begin(), out_.players.end(),
                                      [&](std::size_t q) { return game_.action(profile_, q) == action_[q]; });
    out_.steps.push_back({stake_, p, from, a, static_cast<std::size_t>(takers)});
  }

  void settle() {
    for (std::size_t round = 0; round < most_rounds; ++round) {
      bool moved = false;
      for (std::size_t p = 0; p < game_.size(); ++p) {
        const std::size_t at = game_.action(profile_, p);
        std::size_t best = at;
        for (std::size_t a = 0; a < game_.actions(p); ++a)
          if (payoff(p, a) > payoff(p, best) + (best == at ? nothing_ : 0.0)) best = a;
        if (best == at) continue;
        change(p, best);
        moved = true;
      }
      if (!moved) return;
    }
    out_.settled = false;
  }

  const StrategicGame& game_;
  StakeCurve& out_;
  double nothing_;
  std::vector<std::size_t> action_;  ///< [player] its index of the action, or nobody
  std::size_t profile_ = 0;
  double stake_ = 0.0;
};

}  // namespace

std::vector<StakeCurve> stake_curves(const StrategicGame& game, double nothing) {
  std::vector<StakeCurve> curves;
  for (std::size_t p = 0; p < game.size(); ++p)
    for (std::size_t a = 1; a < game.actions(p); ++a) {
      const std::string& name = game.players()[p].actions[a];
      auto at = std::find_if(curves.begin(), curves.end(), [&](const auto& c) { return c.action == name; });
      if (at == curves.end()) {
        at = curves.insert(curves.end(), StakeCurve{});
        at->action = name;
      }
      at->players.push_back(p);
    }
  std::erase_if(curves, [](const StakeCurve& c) { return c.players.size() < 2; });
  for (StakeCurve& curve : curves) Rising(game, curve, nothing).run();
  return curves;
}

}  // namespace leeway
