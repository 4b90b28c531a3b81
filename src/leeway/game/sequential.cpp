#include "leeway/game/sequential.h"

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <utility>

namespace leeway {

SequentialResult backward_induction(const StrategicGame& game, const std::vector<std::size_t>& order) {
  const std::size_t players = game.size();
  std::vector<std::size_t> sorted = order;
  std::sort(sorted.begin(), sorted.end());
  for (std::size_t p = 0; p < players; ++p)
    if (sorted.size() != players || sorted[p] != p)
      throw std::invalid_argument("an order that does not name every player once");
  SequentialResult result;
  result.order = order;
  result.plan.resize(players);
  const double tie = game_tolerance * game.span();

  // Payoffs by history, the first mover's action fastest; the last mover folds first.
  std::vector<double> values(game.payoffs().size());
  for (std::size_t h = 0; h < game.profiles(); ++h) {
    std::size_t profile = 0, rest = h;
    for (const std::size_t p : order) {
      profile += rest % game.actions(p) * game.stride(p);
      rest /= game.actions(p);
    }
    for (std::size_t p = 0; p < players; ++p) values[h * players + p] = game.payoff(profile, p);
  }
  const std::vector<double> leaves = values;
  std::vector<std::vector<bool>> tied(players);
  for (std::size_t k = players; k-- > 0;) {
    const std::size_t mover = order[k], n = game.actions(mover), histories = values.size() / players / n;
    std::vector<double> folded(histories * players);
    result.plan[k].resize(histories);
    tied[k].resize(histories);
    for (std::size_t h = 0; h < histories; ++h) {
      const auto value = [&](std::size_t a) { return values[(h + a * histories) * players + mover]; };
      std::size_t best = 0;
      for (std::size_t a = 1; a < n; ++a)
        if (value(a) > value(best) + tie) best = a;
      for (std::size_t a = 0; a < n; ++a)
        tied[k][h] = tied[k][h] || (a != best && value(a) >= value(best) - tie);
      result.ties += tied[k][h] ? 1 : 0;
      result.plan[k][h] = best;
      for (std::size_t p = 0; p < players; ++p)
        folded[h * players + p] = values[(h + best * histories) * players + p];
    }
    values = std::move(folded);
  }
  result.payoffs = values;

  // Read anew: from each history, where the plan leads after one departure.
  const auto play_out = [&](std::size_t k, std::size_t history, std::size_t width) {
    for (; k < players; ++k) {
      history += result.plan[k][history] * width;
      width *= game.actions(order[k]);
    }
    return history;
  };
  std::size_t width = 1, on_path = 0;
  for (std::size_t k = 0; k < players; ++k) {
    const std::size_t mover = order[k];
    result.tie_on_path = result.tie_on_path || tied[k][on_path];
    for (std::size_t h = 0; h < width; ++h) {
      const double planned = leaves[play_out(k, h, width) * players + mover];
      for (std::size_t a = 0; a < game.actions(mover); ++a)
        result.largest_gain = std::max(
            result.largest_gain,
            leaves[play_out(k + 1, h + a * width, width * game.actions(mover)) * players + mover] - planned);
    }
    result.profile += result.plan[k][on_path] * game.stride(mover);
    on_path += result.plan[k][on_path] * width;
    width *= game.actions(mover);
  }
  return result;
}

namespace {

/// Who has moved to what: digit 0 has not moved, else the action plus 1; the first player fastest.
struct States {
  explicit States(const StrategicGame& game) {
    for (std::size_t p = 0; p < game.size(); ++p) {
      stride.push_back(count);
      base.push_back(game.actions(p) + 1);
      if (count > most / base[p]) throw std::invalid_argument("too many states of who has moved to what");
      count *= base[p];
    }
  }
  std::size_t digit(std::size_t state, std::size_t p) const { return state / stride[p] % base[p]; }
  static constexpr std::size_t most = 20'000'000;
  std::vector<std::size_t> stride, base;
  std::size_t count = 1;
};

}  // namespace

TimingResult endogenous_timing(const StrategicGame& game, const TimingQuestion& question) {
  const std::size_t players = game.size(), periods = question.periods;
  const States states(game);
  if (question.waiting.size() != players || periods < 1 || states.count > States::most / periods ||
      !(question.discount >= 0.0 && question.discount < 1.0))
    throw std::invalid_argument("a question of timing that does not fit its game");
  std::vector<bool> by_clock(players, false);
  for (const ClockMove& move : question.clock) {
    if (move.period < 1 || move.period > periods || move.player >= players ||
        move.action >= game.actions(move.player) || by_clock[move.player])
      throw std::invalid_argument("a move of the clock outside of its game");
    by_clock[move.player] = true;
  }
  std::vector<std::size_t> profile_of(states.count, 0);
  for (std::size_t s = 0; s < states.count; ++s)
    for (std::size_t p = 0; p < players; ++p) {
      const std::size_t digit = states.digit(s, p);
      profile_of[s] += (digit == 0 ? question.waiting[p] : digit - 1) * game.stride(p);
    }
  const auto after_clock = [&](std::size_t state, std::size_t period) {
    for (const ClockMove& move : question.clock)
      if (move.period == period)
        state += (move.action + 1 - states.digit(state, move.player)) * states.stride[move.player];
    return state;
  };
  const auto movers = [&](std::size_t state) {
    std::vector<std::size_t> found;
    for (std::size_t p = 0; p < players; ++p)
      if (!by_clock[p] && states.digit(state, p) == 0) found.push_back(p);
    return found;
  };
  const double own = 1.0 - question.discount, tie = game_tolerance * game.span();
  std::vector<double> next(states.count * players), now(states.count * players);
  for (std::size_t s = 0; s < states.count; ++s)
    for (std::size_t p = 0; p < players; ++p) next[s * players + p] = game.payoff(profile_of[s], p);
  // [period][state * players + mover] 0 waits, else the action plus 1.
  std::vector<std::vector<std::uint8_t>> choice(periods);
  if (std::any_of(states.base.begin(), states.base.end(), [](std::size_t n) { return n > 250; }))
    throw std::invalid_argument("a question of timing with too many actions");
  TimingResult result;
  result.states = states.count;
  for (std::size_t t = periods; t >= 1; --t) {
    choice[t - 1].assign(states.count * players, 0);
    // What it is worth to stand in a state once the period's move is made.
    const auto worth = [&](std::size_t s, std::size_t p) {
      return own * game.payoff(profile_of[s], p) + question.discount * next[s * players + p];
    };
    for (std::size_t begun = 0; begun < states.count; ++begun) {
      const std::size_t s = after_clock(begun, t);
      const std::vector<std::size_t> drawn = movers(s);
      for (std::size_t p = 0; p < players; ++p) now[begun * players + p] = drawn.empty() ? worth(s, p) : 0.0;
      for (const std::size_t m : drawn) {
        std::size_t to = s;
        double best = worth(s, m) + tie;
        for (std::size_t a = 1; a < states.base[m]; ++a) {
          const double value = worth(s + a * states.stride[m], m);
          if (value <= best) continue;
          best = value;
          to = s + a * states.stride[m];
          choice[t - 1][begun * players + m] = static_cast<std::uint8_t>(a);
        }
        for (std::size_t p = 0; p < players; ++p)
          now[begun * players + p] += worth(to, p) / static_cast<double>(drawn.size());
      }
    }
    std::swap(now, next);
  }
  result.payoffs.assign(next.begin(), next.begin() + static_cast<std::ptrdiff_t>(players));

  // Read anew from the plan alone: the worth of following it, and the largest gain by one departure.
  std::vector<double> followed(states.count * players), before(states.count * players);
  for (std::size_t s = 0; s < states.count; ++s)
    for (std::size_t p = 0; p < players; ++p) followed[s * players + p] = game.payoff(profile_of[s], p);
  for (std::size_t t = periods; t >= 1; --t) {
    const auto worth = [&](std::size_t s, std::size_t p) {
      return own * game.payoff(profile_of[s], p) + question.discount * followed[s * players + p];
    };
    for (std::size_t begun = 0; begun < states.count; ++begun) {
      const std::size_t s = after_clock(begun, t);
      const std::vector<std::size_t> drawn = movers(s);
      std::vector<double> sum(players, 0.0);
      for (const std::size_t m : drawn) {
        const std::size_t to = s + choice[t - 1][begun * players + m] * states.stride[m];
        for (std::size_t p = 0; p < players; ++p) sum[p] += worth(to, p);
        for (std::size_t a = 0; a < states.base[m]; ++a)
          result.largest_gain =
              std::max(result.largest_gain, worth(s + a * states.stride[m], m) - worth(to, m));
      }
      for (std::size_t p = 0; p < players; ++p)
        before[begun * players + p] =
            drawn.empty() ? worth(s, p) : sum[p] / static_cast<double>(drawn.size());
    }
    std::swap(before, followed);
  }

  // Forward: where the plan leads from the start.
  result.moves.assign(players, std::vector<double>(periods, 0.0));
  result.ends.resize(players);
  for (std::size_t p = 0; p < players; ++p) result.ends[p].assign(game.actions(p), 0.0);
  result.left_out.assign(players, 0.0);
  std::vector<double> chance(states.count, 0.0);
  chance[0] = 1.0;
  for (std::size_t t = 1; t <= periods; ++t) {
    std::vector<double> later(states.count, 0.0);
    for (std::size_t begun = 0; begun < states.count; ++begun) {
      if (chance[begun] == 0.0) continue;
      const std::size_t s = after_clock(begun, t);
      const std::vector<std::size_t> drawn = movers(s);
      for (const ClockMove& move : question.clock)
        if (move.period == t) result.moves[move.player][t - 1] += chance[begun];
      if (drawn.empty()) later[s] += chance[begun];
      for (const std::size_t m : drawn) {
        const double each = chance[begun] / static_cast<double>(drawn.size());
        const std::size_t a = choice[t - 1][begun * players + m];
        later[s + a * states.stride[m]] += each;
        if (a > 0) result.moves[m][t - 1] += each;
      }
    }
    chance = std::move(later);
  }
  for (std::size_t s = 0; s < states.count; ++s) {
    if (chance[s] == 0.0) continue;
    for (std::size_t p = 0; p < players; ++p) {
      const std::size_t digit = states.digit(s, p);
      (digit == 0 ? result.left_out[p] : result.ends[p][digit - 1]) += chance[s];
    }
  }
  return result;
}

}  // namespace leeway
