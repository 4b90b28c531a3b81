#include "leeway/strategy/game_offers.h"

#include <algorithm>
#include <set>
#include <utility>

#include "leeway/strategy/best_response.h"
#include "leeway/strategy/leeway.h"
#include "leeway/strategy/policy_game.h"

namespace leeway {

namespace {

constexpr std::size_t most_in_company = 200;  // situations that are solved for one action in company
constexpr double hazards[] = {0.05, 0.10, 0.25, 0.50};

GameFile on_ground(GameFile file, const GameScenario& scenario) {
  for (GameNature& type : file.types)
    type.measures.insert(type.measures.end(), scenario.measures.begin(), scenario.measures.end());
  return file;
}

}  // namespace

double share_after(double hazard, double discount) {
  const double d = 1.0 / (1.0 + discount);
  return d * hazard / (1.0 - d * (1.0 - hazard));
}

struct OfferInquiry::Impl {
  /// An action that two or more have beside their first.
  struct Taken {
    std::string action;
    std::vector<std::pair<std::size_t, std::size_t>> takers;  ///< player and play
    std::size_t all = 0;                                      ///< profile in which they all take it
    bool joint = true;                                        ///< it is solved
    bool leaving = true;                                      ///< and so is each that leaves it
  };

  /// A player and one of its actions that do not look at nature's type, the first left out.
  struct Choice {
    std::size_t player = 0;
    std::size_t action = 0;
  };

  /// The game with a scenario in force whatever anyone does.
  struct Ground {
    GameFile file;
    GameMeasures measures;

    Ground(const World& world, const Ledger& ledger, GameFile with)
        : file(std::move(with)), measures(world, ledger, file) {}
  };

  /// What one scenario makes of it.
  struct GroundFigures {
    bool told = false;
    std::vector<double> first;   ///< [player] percent, all at their first action
    std::vector<double> gain;    ///< [choice] expected
    std::vector<double> leeway;  ///< [choice] of two types
    std::vector<bool> typed;     ///< [choice] it brings one thing in the one and another in the other
  };

  /// What one case makes of it.
  struct OfferFigures {
    std::vector<double> income;                      ///< [player] USD million
    std::vector<double> first;                       ///< [player] percent
    std::vector<std::vector<double>> joint;          ///< [taken][player]
    std::vector<std::vector<double>> alone;          ///< [choice][player]
    std::vector<std::size_t> instead;                ///< [choice]
    std::vector<double> price;                       ///< [choice]
    std::vector<std::vector<double>> company;        ///< [taken][taker]
    std::vector<std::vector<std::size_t>> in_place;  ///< [taken][taker]
    std::vector<GroundFigures> grounds;
  };

  const World& world;
  const Ledger& ledger;
  const GameFile& file;
  const GamePlays& plays;
  GameMeasures& measures;
  const StrategicGame& game;
  const bool stakes;
  std::vector<Taken> taken;
  std::vector<Choice> choices;
  std::vector<std::unique_ptr<Ground>> grounds;
  std::vector<std::vector<GameFailure>> failures;  ///< [ground] central case
  std::vector<OfferFigures> figures;
  std::vector<std::string> ids;
  std::size_t solved = 0;
  std::size_t found_kept = 0;

  double declared(std::size_t player, std::size_t play) const {
    return stakes ? plays.stake(player, play) : 0.0;
  }

  std::vector<std::size_t> leaving(const Taken& one) const {
    std::vector<std::size_t> profiles;
    for (const auto& [p, play] : one.takers)
      for (std::size_t a = 0; a < game.actions(p); ++a)
        if (a != play) profiles.push_back(game.with(one.all, p, a));
    return profiles;
  }

  std::vector<std::size_t> alone() const {
    std::vector<std::size_t> profiles = {0};
    for (const Choice& c : choices) profiles.push_back(game.with(0, c.player, c.action));
    return profiles;
  }

  std::size_t situations(const std::vector<std::size_t>& profiles) {
    std::vector<GameSituation> needed;
    plays.need(game, measures, profiles, needed);
    return std::set<GameSituation>(needed.begin(), needed.end()).size();
  }

  void plan() {
    for (std::size_t p = 0; p < game.size(); ++p)
      for (std::size_t a = 1; a < file.choices(file.players[p].id).size(); ++a) choices.push_back({p, a});
    std::set<std::string> known;
    for (const GameAction& action : file.actions) {
      if (!known.insert(action.name).second) continue;
      Taken one;
      one.action = action.name;
      for (const Choice& c : choices)
        if (game.players()[c.player].actions[c.action] == action.name) {
          one.takers.emplace_back(c.player, c.action);
          one.all = game.with(one.all, c.player, c.action);
        }
      if (one.takers.size() < 2) continue;
      one.joint = situations({one.all}) <= most_in_company;
      one.leaving = one.joint && situations(leaving(one)) <= most_in_company;
      taken.push_back(std::move(one));
    }
    for (const GameScenario& scenario : file.scenarios) {
      grounds.push_back(std::make_unique<Ground>(world, ledger, on_ground(file, scenario)));
      failures.emplace_back();
    }
  }

  std::vector<GameSituation> needed() {
    std::vector<GameSituation> all;
    plays.need(game, measures, alone(), all);
    for (const Taken& one : taken) {
      if (one.joint) plays.need(game, measures, {one.all}, all);
      if (one.leaving) plays.need(game, measures, leaving(one), all);
    }
    return all;
  }

  std::vector<double> exact(const GameSolves& solves, std::size_t profile) {
    return plays.exact(game, measures, solves, profile);
  }

  /// Payoffs with stakes of a player's other actions, the best first found; what is added is what it lacks.
  template <class Payoff>
  std::pair<double, std::size_t> lacking(std::size_t player, std::size_t action, const Payoff& payoff) const {
    std::size_t best = action == 0 ? 1 : 0;
    double most = payoff(best);
    for (std::size_t a = 0; a < game.actions(player); ++a)
      if (a != action && payoff(a) > most) {
        most = payoff(a);
        best = a;
      }
    return {most - payoff(action), best};
  }

  void read(const GameSolves& solves, OfferFigures& f) {
    f.income = solves.incomes();
    f.first = exact(solves, 0);
    const auto over_first = [&](std::size_t profile) {
      std::vector<double> gain = exact(solves, profile);
      for (std::size_t p = 0; p < gain.size(); ++p) gain[p] -= f.first[p];
      return gain;
    };
    for (const Choice& c : choices) f.alone.push_back(over_first(game.with(0, c.player, c.action)));
    for (const Choice& c : choices) {
      const auto [price, instead] = lacking(c.player, c.action, [&](std::size_t a) {
        double payoff = declared(c.player, a);
        for (std::size_t i = 0; i < choices.size(); ++i)
          if (choices[i].player == c.player && choices[i].action == a) payoff += f.alone[i][c.player];
        return payoff;
      });
      f.price.push_back(price);
      f.instead.push_back(instead);
    }
    for (const Taken& one : taken) {
      std::vector<double> joint(game.size());
      for (std::size_t p = 0; p < joint.size() && !one.joint; ++p)
        joint[p] = game.payoff(one.all, p) - game.payoff(0, p);
      f.joint.push_back(one.joint ? over_first(one.all) : std::move(joint));
      f.company.emplace_back();
      f.in_place.emplace_back();
      for (const auto& [p, play] : one.takers) {
        const auto [price, instead] = lacking(p, play, [&, player = p](std::size_t a) {
          const std::size_t profile = game.with(one.all, player, a);
          return one.leaving ? exact(solves, profile)[player] + declared(player, a)
                             : game.payoff(profile, player);
        });
        f.company.back().push_back(price);
        f.in_place.back().push_back(instead);
      }
    }
  }

  /// On other ground, and as things are with `ground` null.
  GroundFigures read_ground(GameMeasures& on, const GameSolves& solves) {
    GroundFigures g;
    g.told = true;
    g.first = plays.exact(game, on, solves, 0);
    const bool two = file.types.size() == 2;
    for (const Choice& c : choices) {
      double sum = declared(c.player, c.action) - declared(c.player, 0);
      double in_type[2] = {sum, sum};
      for (std::size_t t = 0; t < file.types.size(); ++t) {
        const double gain = plays.exact(game, on, solves, game.with(0, c.player, c.action), t)[c.player] -
                            plays.exact(game, on, solves, 0, t)[c.player];
        sum += file.types[t].prior * gain;
        if (two) in_type[t] += gain;
      }
      g.gain.push_back(sum);
      const auto [less, more] = std::minmax(in_type[0], in_type[1]);
      if (two) g.leeway.push_back(leeway_case(more, -less).p_star);
      g.typed.push_back(two && more - less > kCertifiedPct);
    }
    return g;
  }

  bool ask(GameSolves& solves, const Options& options, const std::vector<Player>& players,
           const StudySettings& settings, const std::filesystem::path& keep) {
    if (!solves.solve(needed())) return false;
    OfferFigures f;
    read(solves, f);
    if (!grounds.empty()) f.grounds.push_back(read_ground(measures, solves));
    for (std::size_t s = 0; s < grounds.size(); ++s) {
      GameMeasures& on = grounds[s]->measures;
      GameSolves other(world, ledger, options, on, players, settings, keep);
      std::vector<GameSituation> all;
      plays.need(game, on, alone(), all);
      const bool certified = other.solve(all);
      for (const std::string& id : other.ids()) ids.push_back(id);
      solved += other.solved();
      found_kept += other.found_kept();
      if (!certified && figures.empty()) failures[s] = other.failures();
      f.grounds.push_back(certified ? read_ground(on, other) : GroundFigures());
    }
    figures.push_back(std::move(f));
    return true;
  }

  template <class Figure>
  Range over(int of, const Figure& figure) const {
    const double central = figure(figures.front());
    Range range{central, central, central, {static_cast<int>(figures.size()), of}};
    for (const OfferFigures& f : figures) range.widen(figure(f));
    return range;
  }
  static Range at_centre(double central) { return {central, central, central, {1, 1}}; }

  void tell_joint(int of, GameOffers& out) const {
    for (std::size_t j = 0; j < taken.size(); ++j) {
      const Taken& one = taken[j];
      JointAction& told = out.joint.emplace_back();
      told.action = one.action;
      told.exact = one.joint;
      for (const auto& taker : one.takers) told.takers.push_back(taker.first);
      const auto range = [&](const auto& figure) {
        return one.joint ? over(of, figure) : at_centre(figure(figures.front()));
      };
      const auto money = [j](const OfferFigures& f, std::size_t p) {
        return 0.01 * f.joint[j][p] * f.income[p];
      };
      for (std::size_t p = 0; p < game.size(); ++p) {
        told.percent.push_back(range([&](const OfferFigures& f) { return f.joint[j][p]; }));
        told.musd.push_back(range([&](const OfferFigures& f) { return money(f, p); }));
      }
      told.takers_musd = range([&](const OfferFigures& f) {
        double sum = 0.0;
        for (const std::size_t p : told.takers) sum += money(f, p);
        return sum;
      });
    }
  }

  void tell_prices(int of, GameOffers& out) const {
    for (std::size_t c = 0; c < choices.size(); ++c) {
      ActionPrice& alone_price = out.prices.emplace_back();
      alone_price.player = choices[c].player;
      alone_price.action = choices[c].action;
      alone_price.instead = figures.front().instead[c];
      const std::size_t p = alone_price.player;
      alone_price.percent = over(of, [&](const OfferFigures& f) { return f.price[c]; });
      alone_price.musd = over(of, [&](const OfferFigures& f) { return 0.01 * f.price[c] * f.income[p]; });
      for (std::size_t q = 0; q < game.size(); ++q)
        alone_price.brings.push_back(
            over(of, [&](const OfferFigures& f) { return 0.01 * f.alone[c][q] * f.income[q]; }));
      for (std::size_t j = 0; j < taken.size(); ++j)
        for (std::size_t t = 0; t < taken[j].takers.size(); ++t) {
          if (taken[j].takers[t] != std::pair(choices[c].player, choices[c].action)) continue;
          ActionPrice together;
          together.player = p;
          together.action = choices[c].action;
          together.in_company = true;
          together.exact = taken[j].leaving;
          together.instead = figures.front().in_place[j][t];
          const auto percent = [&](const OfferFigures& f) { return f.company[j][t]; };
          const auto money = [&](const OfferFigures& f) { return 0.01 * f.company[j][t] * f.income[p]; };
          together.percent = together.exact ? over(of, percent) : at_centre(percent(figures.front()));
          together.musd = together.exact ? over(of, money) : at_centre(money(figures.front()));
          out.prices.push_back(std::move(together));
        }
    }
  }

  /// Of a ground, over the cases that tell it.
  template <class Figure>
  Range on_ground_over(int of, std::size_t g, const Figure& figure) const {
    Range range;
    for (const OfferFigures& f : figures) {
      if (!f.grounds[g].told) continue;
      const double value = figure(f);
      if (range.cases.certified++ == 0) range = {value, value, value, range.cases};
      range.widen(value);
    }
    range.cases.of = of;
    return range;
  }

  void tell_grounds(int of, GameOffers& out) const {
    for (std::size_t g = 0; g < grounds.size() + 1 && !grounds.empty(); ++g) {
      GameScenarioOutcome& told = out.scenarios.emplace_back();
      if (g > 0) {
        told.name = file.scenarios[g - 1].name;
        told.failures = failures[g - 1];
      }
      if (!figures.front().grounds[g].told) continue;
      const auto change = [g](const OfferFigures& f, std::size_t p) {
        return f.grounds[g].first[p] - f.grounds.front().first[p];
      };
      for (std::size_t p = 0; p < game.size(); ++p) {
        told.percent.push_back(on_ground_over(of, g, [&](const OfferFigures& f) { return change(f, p); }));
        told.musd.push_back(
            on_ground_over(of, g, [&](const OfferFigures& f) { return 0.01 * change(f, p) * f.income[p]; }));
      }
      for (const double hazard : hazards) {
        if (g == 0) break;
        GameHazard& row = told.hazards.emplace_back();
        row.hazard = hazard;
        row.share = share_after(hazard);
        for (const Range& worth : told.musd)
          row.worth_musd.push_back(
              {-row.share * worth.central, -row.share * worth.high, -row.share * worth.low, worth.cases});
      }
      for (std::size_t c = 0; c < choices.size(); ++c) {
        ScenarioChoice& choice = told.choices.emplace_back();
        choice.player = choices[c].player;
        choice.action = choices[c].action;
        choice.percent = on_ground_over(of, g, [&](const OfferFigures& f) { return f.grounds[g].gain[c]; });
        if (figures.front().grounds[g].typed[c])
          choice.leeway =
              on_ground_over(of, g, [&](const OfferFigures& f) { return f.grounds[g].leeway[c]; });
      }
    }
  }
};

OfferInquiry::OfferInquiry(const World& world, const Ledger& ledger, const GameFile& file,
                           const GamePlays& plays, GameMeasures& measures, const StrategicGame& game,
                           bool stakes)
    : impl_(new Impl{world, ledger, file, plays, measures, game, stakes, {}, {}, {}, {}, {}, {}, 0, 0}) {
  impl_->plan();
}
OfferInquiry::~OfferInquiry() = default;

bool OfferInquiry::ask(GameSolves& solves, const Options& options, const std::vector<Player>& players,
                       const StudySettings& settings, const std::filesystem::path& keep) {
  return impl_->ask(solves, options, players, settings, keep);
}

GameOffers OfferInquiry::told(int of) const {
  GameOffers out;
  if (impl_->figures.empty()) return out;
  impl_->tell_joint(of, out);
  impl_->tell_prices(of, out);
  impl_->tell_grounds(of, out);
  return out;
}

std::size_t OfferInquiry::solved() const { return impl_->solved; }
std::size_t OfferInquiry::found_kept() const { return impl_->found_kept; }
const std::vector<std::string>& OfferInquiry::ids() const { return impl_->ids; }

}  // namespace leeway
