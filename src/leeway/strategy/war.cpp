#include "leeway/strategy/war.h"

#include <algorithm>
#include <cmath>

#include "leeway/analysis/in_parallel.h"
#include "leeway/base/elementary.h"
#include "leeway/base/index.h"
#include "leeway/solve/anderson.h"
#include "leeway/solve/quasi_newton.h"
#include "leeway/strategy/rate_search.h"

namespace leeway {

namespace {

// Deviations that are looked at besides climbs: flat rates, and a player's own times a factor.
constexpr double kFlat[] = {0.0, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.0, 5.0};
constexpr double kDeviations[] = {0.0, 0.25, 0.5, 0.75, 0.9, 1.1, 1.25, 1.5, 2.0, 3.0};
// No rate moves further in one step, in ln(1 + rate).
constexpr double kStepReach = 0.3;
// How far towards no tariffs an agreement is first looked for.
constexpr double kCuts[] = {0.95, 0.8, 0.6, 0.4, 0.2, 0.0};

// Largest number of players whose adjoints one evaluation of the equations serves.
std::vector<std::function<void()>> chunks(std::size_t players, int threads,
                                          const std::function<void(std::size_t, std::size_t)>& work) {
  const auto parts = static_cast<std::size_t>(threads_for(threads, players));
  std::vector<std::function<void()>> list;
  for (std::size_t p = 0; p < parts; ++p)
    list.push_back([=] { work(players * p / parts, players * (p + 1) / parts); });
  return list;
}

class Iteration {
 public:
  Iteration(const Model& model, const RatePolicy& rates, const std::vector<Player>& players,
            const RateChoice& choice, const WarSettings& settings, const Solution& around)
      : model_(model),
        rates_(rates),
        players_(players),
        settings_(settings),
        start_(around.start),
        adjoint_(players.size()) {
    for (const double c : curvature_guess(model, players, rates.rates(), around)) {
      root_.push_back(std::sqrt(c));
      low_.push_back(root_.back() * elementary::log1p(choice.lowest));
      high_.push_back(root_.back() * elementary::log1p(choice.highest));
    }
  }

  struct End {
    std::vector<double> rates;
    std::vector<double> slope;  // by player
    int iterations = 0;
    bool settled = false;
  };

  End run(const std::vector<double>& start) {
    const std::size_t count = start.size();
    std::vector<double> y(count);
    for (std::size_t j = 0; j < count; ++j) y[j] = root_[j] * elementary::log1p(start[j]);
    solve::AndersonOptions options;
    options.memory = 8;
    options.max_step = HUGE_VAL;
    solve::Anderson anderson(options);
    End end;
    std::vector<double> previous;
    std::vector<double> f(count);
    double reached = 1.0;
    for (; end.iterations < settings_.max_iterations; ++end.iterations) {
      std::vector<double> rates = levels(y);
      std::optional<Outcome> outcome = solve(rates);
      // A step into where there is no equilibrium is halved.
      for (int cut = 0; !*outcome && !previous.empty() && cut < 6; ++cut) {
        for (std::size_t j = 0; j < count; ++j) y[j] = 0.5 * (y[j] + previous[j]);
        rates = levels(y);
        outcome = solve(rates);
      }
      if (!*outcome) return end;
      previous = y;
      residual(outcome->solution(), rates, y, reached, f);
      end.rates = rates;
      end.slope.assign(players_.size(), 0.0);
      double sum = 0.0;
      for (std::size_t j = 0; j < count; ++j) {
        end.slope[at(rates_.rates()[j].player)] += f[j] * f[j];
        sum += f[j] * f[j];
      }
      for (double& s : end.slope) s = std::sqrt(s);
      reached = std::sqrt(sum);
      if (*std::max_element(end.slope.begin(), end.slope.end()) <= settings_.tolerance) {
        end.settled = true;
        return end;
      }
      anderson.advance(y, f);
      for (std::size_t j = 0; j < count; ++j) {
        const double reach = kStepReach * root_[j];
        y[j] = std::clamp(std::clamp(y[j], previous[j] - reach, previous[j] + reach), low_[j], high_[j]);
      }
    }
    return end;
  }

  int solves() const { return solves_; }

 private:
  std::vector<double> levels(const std::vector<double>& y) const {
    std::vector<double> rates(y.size());
    for (std::size_t j = 0; j < y.size(); ++j) rates[j] = elementary::expm1(y[j] / root_[j]);
    return rates;
  }
  std::optional<Outcome> solve(const std::vector<double>& rates) {
    ++solves_;
    Outcome outcome = model_.solve(rates_.at(rates), start_);
    if (outcome) start_ = outcome.start();
    return outcome;
  }
  // What each rate would move by, bounds held: of best responses a step along the gradient with curvature
  // one.
  void residual(const Solution& here, const std::vector<double>& rates, const std::vector<double>& y,
                double reached, std::vector<double>& f) {
    if (settings_.rule == WarRule::formula) {
      std::vector<double> wanted;
      for (const Player& player : players_)
        wanted.push_back(sufficient_tariff(model_, player, here, settings_.formula_floor));
      for (std::size_t j = 0; j < f.size(); ++j)
        f[j] = root_[j] * elementary::log1p(wanted[at(rates_.rates()[j].player)]) - y[j];
    } else {
      gradient(here, rates, std::clamp(1e-3 * reached, 1e-3 * settings_.tolerance, 1e-5), f);
      for (std::size_t j = 0; j < f.size(); ++j) f[j] /= root_[j];
    }
    for (std::size_t j = 0; j < f.size(); ++j) {
      const double step = std::clamp(f[j], -kStepReach * root_[j], kStepReach * root_[j]);
      f[j] = std::clamp(y[j] + step, low_[j], high_[j]) - y[j];
    }
  }
  void gradient(const Solution& here, const std::vector<double>& rates, double tolerance,
                std::vector<double>& f) {
    std::fill(f.begin(), f.end(), 0.0);
    const std::function<void(std::size_t, std::size_t)> work = [&](std::size_t first, std::size_t last) {
      Sensitivity sensitivity(model_, here);
      for (std::size_t p = first; p < last; ++p) {
        sensitivity.solve(objective_of(players_[p], model_.world(), here.result), adjoint_[p],
                          std::max(tolerance, 1e-12));
        add_derivatives(sensitivity, static_cast<int>(p), rates_.rates(), rates, f);
      }
    };
    in_parallel(settings_.threads, chunks(players_.size(), settings_.threads, work));
  }

  const Model& model_;
  const RatePolicy& rates_;
  const std::vector<Player>& players_;
  const WarSettings& settings_;
  Start start_;
  std::vector<std::vector<double>> adjoint_;
  std::vector<double> root_;
  std::vector<double> low_;
  std::vector<double> high_;
  int solves_ = 0;
};

// Searches one player's deviations from a war's equilibrium.
void search_deviations(const Model& model, const War& war, const Solution& nash, const WarSettings& settings,
                       std::size_t index, WarPlayer& out) {
  std::vector<FreeRate> own;
  std::vector<double> at_nash;
  for (std::size_t r = 0; r < war.rates.size(); ++r) {
    if (war.rates[r].player != static_cast<int>(index)) continue;
    own.push_back(war.rates[r]);
    at_nash.push_back(war.nash[r]);
  }
  const RatePolicy rates(model.world(), *nash.policy, own);
  RateSearch search(model, rates, out.player, nash, war.choice);
  const double here = valued(out.player, nash.result);
  const auto take = [&](SearchStart from, double value) {
    const double gain = gain_pct(here, value);
    if (gain > out.regret_pct) {
      out.regret_pct = gain;
      out.regret_from = from;
    }
  };
  const auto climb = [&](SearchStart from, const std::vector<double>& start) {
    const solve::QuasiNewtonResult end = search.climb(start, settings.tolerance);
    if (end.defined) take(from, end.value);
  };
  climb(SearchStart::at_hand, at_nash);
  std::vector<Player> alone{out.player};
  std::vector<FreeRate> of_one = own;
  for (FreeRate& rate : of_one) rate.player = 0;
  climb(SearchStart::formula, starting_rates(model, alone, of_one, nash, war.choice));
  for (int j = 0; j < settings.random_starts; ++j)
    climb(SearchStart::random, random_rates(own.size(), war.choice, static_cast<std::uint64_t>(j)));
  const auto look = [&](std::vector<double> to) {
    for (double& rate : to) rate = std::clamp(rate, war.choice.lowest, war.choice.highest);
    if (const std::optional<double> value = search.value(to)) take(SearchStart::standing, *value);
  };
  for (const double flat : kFlat) look(std::vector<double>(own.size(), flat));
  for (const double times : kDeviations) {
    std::vector<double> to = at_nash;
    for (double& rate : to) rate *= times;
    look(to);
  }
  out.trials = search.solves();
  out.failures = search.failures();
}

// The geometric mean of the parties' gains over the war, in percent of real income times 1/100: highest at
// the Nash bargaining solution. Nothing where a party does not gain.
class Bargaining {
 public:
  Bargaining(const Model& model, const War& war, const Solution& nash, std::vector<int> parties)
      : model_(model), war_(war), parties_(std::move(parties)), start_(nash.start) {
    for (std::size_t r = 0; r < war.rates.size(); ++r)
      if (std::find(parties_.begin(), parties_.end(), war.rates[r].player) != parties_.end())
        free_.push_back(r);
    std::vector<FreeRate> rates;
    for (const std::size_t r : free_) rates.push_back(war.rates[r]);
    policy_.emplace(model.world(), *nash.policy, rates);
    std::vector<Player> players;
    for (const WarPlayer& p : war.players) players.push_back(p.player);
    for (const double c : curvature_guess(model, players, rates, nash)) root_.push_back(std::sqrt(c));
    for (const int p : parties_) at_war_.push_back(valued(war.players[at(p)].player, nash.result));
  }

  WarBargain best(double tolerance) {
    WarBargain out;
    out.parties = parties_;
    out.rates = war_.nash;
    double highest = 0.0;
    std::vector<double> start;
    for (const double left : kCuts) {
      std::vector<double> y;
      for (std::size_t j = 0; j < free_.size(); ++j)
        y.push_back(root_[j] * left * elementary::log1p(war_.nash[free_[j]]));
      const std::optional<solve::Slope> slope = climb(y, false);
      if (!slope || slope->value <= highest) continue;
      highest = slope->value;
      start = y;
    }
    if (start.empty()) return out;
    std::vector<double> low;
    std::vector<double> high;
    for (std::size_t j = 0; j < free_.size(); ++j) {
      low.push_back(root_[j] * elementary::log1p(war_.choice.lowest));
      high.push_back(root_[j] * elementary::log1p(war_.choice.highest));
    }
    solve::QuasiNewtonOptions options;
    options.tolerance = tolerance;
    const solve::QuasiNewtonResult end = solve::maximise(
        [&](std::span<const double> y) {
          return climb({y.begin(), y.end()}, true);
        },
        start, low, high, options);
    out.slope = end.slope;
    out.converged = end.converged;
    for (std::size_t j = 0; j < free_.size(); ++j)
      out.rates[free_[j]] = elementary::expm1(end.x[j] / root_[j]);
    out.outcome = solve({end.x.begin(), end.x.end()});
    return out;
  }

 private:
  Outcome solve(const std::vector<double>& y) {
    std::vector<double> rates;
    for (std::size_t j = 0; j < y.size(); ++j) rates.push_back(elementary::expm1(y[j] / root_[j]));
    Outcome outcome = model_.solve(policy_->at(rates), start_);
    if (outcome) start_ = outcome.start();
    return outcome;
  }
  std::optional<solve::Slope> climb(const std::vector<double>& y, bool with_gradient) {
    const Outcome outcome = solve(y);
    if (!outcome) return {};
    solve::Slope slope;
    std::vector<double> gain;
    double logs = 0.0;
    for (std::size_t j = 0; j < parties_.size(); ++j) {
      const double value = valued(war_.players[at(parties_[j])].player, outcome->result);
      gain.push_back(elementary::expm1(value - at_war_[j]));
      if (!(gain.back() > 0.0)) return {};
      logs += elementary::log(gain.back());
    }
    const auto count = static_cast<double>(parties_.size());
    slope.value = elementary::exp(logs / count);
    if (!with_gradient) return slope;
    const World& world = model_.world();
    Objective together;
    together.weight.assign(at(world.economy_count()), 0.0);
    for (std::size_t j = 0; j < parties_.size(); ++j) {
      const Objective one = objective_of(war_.players[at(parties_[j])].player, world, outcome->result);
      const double weight = slope.value / count * (1.0 + gain[j]) / gain[j];
      for (std::size_t n = 0; n < one.weight.size(); ++n) together.weight[n] += weight * one.weight[n];
      if (!one.premium.empty()) {
        if (together.premium.empty())
          together.premium = Array2(world.economy_count(), world.producer_count());
        for (std::size_t v = 0; v < one.premium.size(); ++v)
          together.premium.data()[v] += one.premium.data()[v];
      }
    }
    Sensitivity sensitivity(model_, outcome.solution());
    if (!sensitivity.solve(together, adjoint_)) return {};
    slope.gradient.assign(y.size(), 0.0);
    std::vector<double> rates;
    for (std::size_t j = 0; j < y.size(); ++j) rates.push_back(elementary::expm1(y[j] / root_[j]));
    for (const int p : parties_) add_derivatives(sensitivity, p, policy_->rates(), rates, slope.gradient);
    for (std::size_t j = 0; j < y.size(); ++j) slope.gradient[j] /= root_[j];
    return slope;
  }

  const Model& model_;
  const War& war_;
  std::vector<int> parties_;
  Start start_;
  std::vector<std::size_t> free_;
  std::optional<RatePolicy> policy_;
  std::vector<double> root_;
  std::vector<double> at_war_;
  std::vector<double> adjoint_;
};

// What a player's own move brings while the others keep what is in force.
void move_alone(const Model& model, const War& war, const Policy& policy, const Solution& today,
                std::size_t index, WarPlayer& out) {
  std::vector<FreeRate> own;
  for (const FreeRate& rate : war.rates)
    if (rate.player == static_cast<int>(index)) own.push_back(rate);
  SearchSettings settings;
  settings.random_starts = 0;
  settings.from_standing = false;
  const BestResponse best = best_response(model, policy, out.player, war.choice, settings, own);
  const RatePolicy rates(model.world(), policy, std::move(own));
  std::vector<double> flat = best.standing;
  for (double& rate : flat) rate = std::clamp(rate, war.choice.lowest, war.choice.highest);
  const Outcome flattened = model.solve(rates.at(flat), today.start);
  if (!best.certified() || !flattened) return;
  Player plain = out.player;
  plain.premium.clear();
  const double now = valued(plain, today.result);
  out.flat_pct = gain_pct(now, valued(plain, flattened->result));
  out.alone_pct = gain_pct(now, valued(plain, (*best.outcome)->result));
  out.alone_rate = mean_rate(model.world(), best.rates, best.best, 0);
}

void read_players(const Model& model, War& war) {
  const World& world = model.world();
  const Result& before = (*war.status_quo)->result;
  const Result& after = (*war.outcome)->result;
  const std::vector<double> ev = equivalent_variation(before, after);
  for (int n = 0; n < world.economy_count(); ++n) {
    war.world_musd += ev[at(n)];
    if (std::any_of(war.players.begin(), war.players.end(),
                    [&](const WarPlayer& p) { return has(p.player.members, n); }))
      continue;
    war.passive_musd += ev[at(n)];
    ++war.passive;
  }
  for (std::size_t p = 0; p < war.players.size(); ++p) {
    WarPlayer& one = war.players[p];
    Player plain = one.player;
    plain.premium.clear();
    one.real_income_pct = gain_pct(valued(plain, before), valued(plain, after));
    for (const int n : one.player.members) one.ev_musd += ev[at(n)];
    one.mean_tariff = mean_rate(world, war.rates, war.nash, static_cast<int>(p), RateKind::tariff);
    one.mean_export_tax = mean_rate(world, war.rates, war.nash, static_cast<int>(p), RateKind::export_tax);
    one.least_rate = HUGE_VAL;
    one.most_rate = -HUGE_VAL;
    for (std::size_t r = 0; r < war.rates.size(); ++r) {
      if (war.rates[r].player != static_cast<int>(p)) continue;
      ++one.rates;
      one.least_rate = std::min(one.least_rate, war.nash[r]);
      one.most_rate = std::max(one.most_rate, war.nash[r]);
      if (war.nash[r] >= war.choice.highest - 1e-9) ++one.at_highest;
    }
  }
}

}  // namespace

std::optional<double> WarPlayer::others_pct() const {
  if (!alone_pct) return std::nullopt;
  return real_income_pct - *alone_pct;
}

bool War::certified() const {
  return tested && status_quo && *status_quo && outcome && *outcome && regret_pct < kCertifiedPct;
}

bool War::lowers() const {
  return std::all_of(players.begin(), players.end(),
                     [](const WarPlayer& p) { return p.mean_tariff && *p.mean_tariff < p.mean_standing; });
}

War tariff_war(const Model& model, const Policy& policy, const std::vector<Player>& players,
               const RateChoice& choice, const WarSettings& settings, const Location& where) {
  War war;
  war.choice = choice;
  war.rule = settings.rule;
  for (const Player& player : players) war.players.emplace_back().player = player;
  const RatePolicy rates(model.world(), policy, free_rates(model, players, choice, where));
  war.rates = rates.rates();
  const std::vector<double> standing = rates.standing();
  for (std::size_t p = 0; p < players.size(); ++p)
    war.players[p].mean_standing = mean_rate(model.world(), war.rates, standing, static_cast<int>(p));
  war.status_quo = model.solve(policy);
  if (!*war.status_quo) return war;
  const Solution& today = war.status_quo->solution();

  const std::vector<double> start = starting_rates(model, players, war.rates, today, choice);
  // Shares there scale the iteration: what is taxed away today would count for too little.
  const Outcome first = model.solve(rates.at(start), today.start);
  Iteration iteration(model, rates, players, choice, settings, first ? first.solution() : today);
  const Iteration::End end = iteration.run(start);
  war.iterations = end.iterations;
  war.settled = end.settled;
  if (end.rates.empty()) return war;
  war.nash = end.rates;
  for (std::size_t p = 0; p < players.size(); ++p) war.players[p].slope = end.slope[p];
  war.outcome = model.solve(rates.at(war.nash), today.start);
  if (!*war.outcome) return war;
  if (settings.other_start) {
    const Iteration::End other =
        iteration.run(std::vector<double>(war.nash.size(), std::clamp(0.0, choice.lowest, choice.highest)));
    if (other.settled && end.settled) {
      double gap = 0.0;
      for (std::size_t r = 0; r < war.nash.size(); ++r)
        gap = std::max(gap, std::abs(elementary::log1p(other.rates[r]) - elementary::log1p(war.nash[r])));
      war.other_start_gap = gap;
    }
  }
  war.solves = iteration.solves() + 3;
  read_players(model, war);
  const Solution& nash = war.outcome->solution();
  if (settings.certify && settings.rule == WarRule::best_responses) {
    std::vector<std::function<void()>> parts;
    for (std::size_t p = 0; p < players.size(); ++p)
      parts.push_back([&, p] { search_deviations(model, war, nash, settings, p, war.players[p]); });
    in_parallel(settings.threads, parts);
    war.tested = true;
    for (const WarPlayer& player : war.players) {
      war.regret_pct = std::max(war.regret_pct, player.regret_pct);
      war.solves += player.trials;
    }
  }
  if (settings.alone && war.certified()) {
    std::vector<std::function<void()>> parts;
    for (std::size_t p = 0; p < players.size(); ++p)
      parts.push_back([&, p] { move_alone(model, war, policy, today, p, war.players[p]); });
    in_parallel(settings.threads, parts);
  }
  for (const std::vector<int>& parties : settings.bargains) {
    WarBargain bargain = Bargaining(model, war, nash, parties).best(settings.tolerance);
    if (bargain.outcome && *bargain.outcome)
      for (std::size_t p = 0; p < players.size(); ++p) {
        Player plain = players[p];
        plain.premium.clear();
        bargain.gain_pct.push_back(
            gain_pct(valued(plain, nash.result), valued(plain, (*bargain.outcome)->result)));
        bargain.mean_rate.push_back(mean_rate(model.world(), war.rates, bargain.rates, static_cast<int>(p)));
      }
    war.bargains.push_back(std::move(bargain));
  }
  return war;
}

}  // namespace leeway
