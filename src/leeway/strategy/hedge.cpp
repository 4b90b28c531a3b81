#include "leeway/strategy/hedge.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "leeway/analysis/comparison.h"
#include "leeway/base/hash.h"
#include "leeway/base/units.h"
#include "leeway/model/welfare.h"
#include "leeway/strategy/hedge_states.h"
#include "leeway/strategy/rates.h"
#include "leeway/world/aliases.h"
#include "leeway/world/currency.h"

namespace leeway {

namespace {

constexpr std::size_t most_cells = 1000;  // bundles times states
constexpr std::size_t most_hedge_acts = 16;
constexpr double no_difference = 1e-9;  // of real income, what a solve cannot tell

std::vector<std::vector<std::size_t>> bundles_of(std::size_t acts, std::size_t most) {
  std::vector<std::vector<std::size_t>> found = {{}};
  std::size_t from = 0;
  for (std::size_t size = 1; size <= std::min(most, acts); ++size) {
    const std::size_t to = found.size();
    for (std::size_t b = from; b < to; ++b)
      for (std::size_t a = found[b].empty() ? 0 : found[b].back() + 1; a < acts; ++a) {
        found.push_back(found[b]);
        found.back().push_back(a);
        if (found.size() > most_cells) return found;
      }
    from = to;
  }
  return found;
}

/// What one case of the range makes of the bundles, those alone that are told in it.
struct CaseFigures {
  double income_musd = 0.0;
  std::vector<bool> told;                   ///< [bundle]
  std::vector<std::vector<double>> income;  ///< [bundle][state]
  std::vector<double> expected, tail, worst, regret;
  std::vector<std::vector<double>> regrets;  ///< [bundle][state]
  std::vector<double> at_mean;               ///< [bundle] income at the mean of the states' rates
  std::vector<char> efficient;
};

class Insuring {
 public:
  Insuring(const World& world, const Ledger& ledger, const HedgeInputs& in) : world_(world) {
    require_welfare(in.options, "a hedge");
    for (const double years : in.horizons) {
      Options drawn = in.options;
      drawn.horizon = years;
      require_welfare(drawn, "a hedge");
    }
    out_.inputs = in;
    check(in.question);
    for (HedgeAct& act : out_.inputs.question.acts)
      act.cost = {
          act.cost.million == 0.0 ? 0.0 : act.cost.million * exchange(world, act.cost.currency, act.where),
          std::string(currency_code(world))};
    if (in.question.states.empty())
      throw InputError("a hedge without a state of the world",
                       "such as --state \"punished=0.3: USA on CAN: tariff 25% on goods\"");
    if (!(in.tail > 0.0 && in.tail <= 1.0))
      throw InputError(fmt::format("a tail of {}", shortest(in.tail)), "allowed: above 0 and up to 1");
    if (in.question.acts.size() > most_hedge_acts)
      throw InputError(in.question.acts.back().where, fmt::format("{} acts", in.question.acts.size()),
                       fmt::format("at most {}", most_hedge_acts));
    out_.economy = id_of(world, in.question.economy.text);
    player_ = read_players(world, {out_.economy}, in.question.as_of, in.question.economy.where).front();
    out_.name = name_of(world, out_.economy);
    find_poles();
    bound_ = bind_hedge(ledger, in.question, out_.economy);
    check(bound_.question);
    read_states();
    game_ = game_of(bound_.question, types_, out_.economy, bound_.ledger);
    for (std::vector<std::size_t>& acts : bundles_of(in.question.acts.size(), in.most_acts)) {
      HedgeBundle bundle;
      for (const std::size_t a : acts) bundle.cost_musd += out_.inputs.question.acts[a].cost.million;
      bundle.acts = std::move(acts);
      out_.bundles.push_back(std::move(bundle));
    }
    if (out_.bundles.size() * types_.size() > most_cells)
      throw InputError(fmt::format("more than {} bundles times states", most_cells),
                       "fewer acts, or smaller bundles: --bundles 1");
  }

  Hedge run() {
    const std::vector<RangeCase> cases = drawn_cases();
    std::vector<CaseFigures> figures;
    for (const RangeCase& c : cases) {
      std::optional<CaseFigures> one = solve(c, figures.empty(), cases.size());
      if (!one) {
        out_.failed_cases.push_back(c.name);
        if (figures.empty()) break;
        continue;
      }
      figures.push_back(*std::move(one));
    }
    out_.cases = {static_cast<int>(figures.size()), static_cast<int>(cases.size())};
    if (!figures.empty()) tell(figures);
    identify();
    return std::move(out_);
  }

 private:
  /// Every set of elasticities at the centre's horizon, then at each of the others.
  std::vector<RangeCase> drawn_cases() const {
    const HedgeInputs& in = out_.inputs;
    std::vector<RangeCase> cases =
        range_cases(world_, in.options, in.range == RangeKind::none ? RangeKind::none : RangeKind::sets, {});
    const std::size_t sets = cases.size();
    for (const double years : in.horizons)
      for (std::size_t i = 0; i < sets; ++i) {
        if (in.options.horizon == years) continue;
        RangeCase drawn = cases[i];
        drawn.options.horizon = years;
        drawn.name =
            fmt::format("{}{}horizon {}", drawn.name, drawn.name.empty() ? "" : ", ", shortest(years));
        cases.push_back(std::move(drawn));
      }
    return cases;
  }

  /// What the Measures of states and acts become, each once.
  void find_asked(const PolicyOptions& options) {
    const Policy policy = resolve_policy(world_, bound_.ledger, options);
    const auto is_in = [](const std::vector<AppliedMeasure>& list, const std::string& id) {
      return std::any_of(list.begin(), list.end(), [&](const auto& a) { return a.measure->id == id; });
    };
    for (const AppliedMeasure& applied : policy.applied)
      if (!is_in(out_.policy->applied, applied.measure->id) && !is_in(out_.asked, applied.measure->id))
        out_.asked.push_back(applied);
  }

  void read_states() {
    double left = 1.0;
    for (const HedgeState& state : bound_.question.states) {
      out_.states.push_back(state);
      left -= state.probability;
    }
    if (left > no_difference) {
      out_.calm = out_.states.size();
      out_.states.push_back({"status quo", left, {}, {}});
    }
    types_ = out_.states;
    if (!out_.inputs.spread) return;
    std::vector<GameMeasure> shared;
    out_.spread = one_rate_of(out_.states, bound_.question.as_of, shared);
    if (!out_.spread) return;
    shared.push_back({{"", Location{}}, out_.spread->measure});
    types_.push_back({"mean of the rates", 0.0, std::move(shared), {}});
  }

  /// Nothing where doing nothing has no figure.
  std::optional<CaseFigures> solve(const RangeCase& c, bool centre, std::size_t cases) {
    GameMeasures measures(world_, bound_.ledger, game_);
    std::vector<std::vector<GameSituation>> cell(out_.bundles.size());
    std::vector<GameSituation> all;
    for (std::size_t b = 0; b < cell.size(); ++b) {
      std::vector<std::size_t> profile(game_.players.size(), 0);
      for (const std::size_t a : out_.bundles[b].acts) profile[a] = 1;
      for (std::size_t s = 0; s < types_.size(); ++s)
        measures.each_situation(
            profile, s, [&](const GameSituation& situation, double) { cell[b].push_back(situation); });
      all.insert(all.end(), cell[b].begin(), cell[b].end());
      if (centre)
        for (const GameSituation& situation : cell[b]) keys_.push_back(measures.bundle(situation).key);
    }
    StudySettings settings{out_.inputs.threads, {}, {}};
    if (out_.inputs.progress)
      settings.progress = [&, at = solved_cases_, n = static_cast<int>(cases)](int done, int of) {
        out_.inputs.progress(at * of + done, n * of);
      };
    GameSolves solves(world_, bound_.ledger, c.options, measures, {player_}, settings);
    if (centre) {
      out_.policy = std::make_shared<const Policy>(solves.status_quo().policy());
      out_.status_quo = solves.status_quo().verdict();
    }
    for (std::size_t b = 0; b < cell.size() && centre; ++b)
      for (std::size_t s = 0; s < cell[b].size() && out_.bundles[b].acts.size() < 2; ++s)
        find_asked(measures.bundle(cell[b][s]).options);
    if (centre) solves.read_also([this](const Result& result) { return pole_shares(result); });
    if (solves.status_quo()) solves.solve(all);
    ++solved_cases_;
    for (const std::string& id : solves.ids()) ids_.push_back(id);
    if (!solves.status_quo()) return std::nullopt;
    CaseFigures figures;
    figures.income_musd = solves.incomes().front();
    const std::size_t states = out_.states.size();
    for (std::size_t b = 0; b < cell.size(); ++b) {
      std::vector<double> income;
      bool told = true;
      for (std::size_t s = 0; s < types_.size(); ++s) {
        const std::vector<double>& payoffs = solves.payoffs(cell[b][s]);
        if (payoffs.empty()) {
          told = false;
          if (!centre) continue;
          out_.bundles[b].failed.push_back(s);
          const std::string key = measures.bundle(cell[b][s]).key;
          for (const GameFailure& failed : solves.failures())
            if (failed.measures == key) out_.failures.push_back({out_.bundles[b].acts, s, failed.failure});
          continue;
        }
        income.push_back(figures.income_musd * payoffs.front() / 100.0 - out_.bundles[b].cost_musd);
      }
      for (std::size_t s = 0; s < states && told && centre && !poles_.empty(); ++s)
        out_.bundles[b].poles.push_back(solves.also_read(cell[b][s]));
      figures.told.push_back(told);
      if (told && types_.size() > states) {
        figures.at_mean.push_back(income.back());
        income.pop_back();
      } else {
        figures.at_mean.push_back(0.0);
      }
      figures.income.push_back(std::move(income));
    }
    if (!figures.told.front()) return std::nullopt;
    weigh(figures);
    return figures;
  }

  /// The United States and China, where the world has both and the economy holds neither.
  void find_poles() {
    for (const char* id : {"USA", "CHN"})
      if (const std::optional<int> n = world_.find_economy(id);
          n && std::find(player_.members.begin(), player_.members.end(), *n) == player_.members.end())
        poles_.push_back(*n);
    if (poles_.size() < 2) poles_.clear();
  }

  /// Share of what the economy sells abroad that goes to each pole, at sellers' prices.
  std::vector<double> pole_shares(const Result& result) const {
    std::vector<double> shares(poles_.size(), 0.0);
    if (poles_.empty()) return shares;
    double sum = 0.0;
    std::vector<double> row(static_cast<std::size_t>(world_.economy_count()));
    for (int l = 0; l < world_.line_count(); ++l)
      for (int n = 0; n < world_.economy_count(); ++n) {
        if (std::find(player_.members.begin(), player_.members.end(), n) != player_.members.end()) continue;
        result.received.row(l, n, row);
        double sold = 0.0;
        for (const int i : player_.members) sold += row[static_cast<std::size_t>(i)];
        sum += sold;
        for (std::size_t pole = 0; pole < shares.size(); ++pole)
          shares[pole] += poles_[pole] == n ? sold : 0.0;
      }
    for (double& share : shares) share = sum > 0.0 ? share / sum : 0.0;
    return shares;
  }

  void weigh(CaseFigures& f) const {
    const std::size_t n = f.income.size();
    const std::size_t states = out_.states.size();
    std::vector<double> chances;
    for (const HedgeState& state : out_.states) chances.push_back(state.probability);
    f.expected.assign(n, 0.0);
    f.tail.assign(n, 0.0);
    f.worst.assign(n, 0.0);
    f.regret.assign(n, 0.0);
    f.regrets.assign(n, std::vector<double>(states, 0.0));
    f.efficient.assign(n, 0);
    for (std::size_t b = 0; b < n; ++b) {
      if (!f.told[b]) continue;
      f.expected[b] = tail_mean(f.income[b], chances, 1.0);
      f.tail[b] = tail_mean(f.income[b], chances, out_.inputs.tail);
      f.worst[b] = *std::min_element(f.income[b].begin(), f.income[b].end());
    }
    for (std::size_t s = 0; s < states; ++s) {
      double best = f.income.front()[s];
      for (std::size_t b = 0; b < n; ++b)
        if (f.told[b]) best = std::max(best, f.income[b][s]);
      for (std::size_t b = 0; b < n; ++b) {
        if (!f.told[b]) continue;
        f.regrets[b][s] = best - f.income[b][s];
        f.regret[b] = std::max(f.regret[b], f.regrets[b][s]);
      }
    }
    for (std::size_t b = 0; b < n; ++b) f.efficient[b] = f.told[b] && dominator(f, b) == n ? 1 : 0;
  }

  /// A bundle with no less of both and more of one, the one with the highest expected income; their number
  /// where there is none.
  static std::size_t dominator(const CaseFigures& f, std::size_t b) {
    const double nothing = no_difference * f.income_musd;
    std::size_t found = f.told.size();
    for (std::size_t o = 0; o < f.told.size(); ++o) {
      if (!f.told[o]) continue;
      const double mean = f.expected[o] - f.expected[b];
      const double tail = f.tail[o] - f.tail[b];
      if (mean < -nothing || tail < -nothing || (mean <= nothing && tail <= nothing)) continue;
      if (found == f.told.size() || f.expected[o] > f.expected[found]) found = o;
    }
    return found;
  }

  /// Over the cases in which the bundle is told.
  template <class Figure>
  Range over(const std::vector<CaseFigures>& figures, std::size_t b, Figure figure) const {
    const double central = figure(figures.front());
    Range range{central, central, central, {0, out_.cases.of}};
    for (const CaseFigures& f : figures) {
      if (!f.told[b]) continue;
      range.widen(figure(f));
      ++range.cases.certified;
    }
    return range;
  }

  void tell(const std::vector<CaseFigures>& figures) {
    const CaseFigures& centre = figures.front();
    out_.income_musd = centre.income_musd;
    const std::vector<double>& nothing = centre.income.front();
    const auto lowest = [](const std::vector<double>& income) {
      return static_cast<std::size_t>(std::min_element(income.begin(), income.end()) - income.begin());
    };
    const std::size_t worst = lowest(nothing);
    const double least = no_difference * centre.income_musd;
    for (std::size_t b = 0; b < out_.bundles.size(); ++b) {
      HedgeBundle& bundle = out_.bundles[b];
      if (!bundle.told()) continue;
      for (std::size_t s = 0; s < out_.states.size(); ++s)
        bundle.income.push_back(over(figures, b, [&](const CaseFigures& f) { return f.income[b][s]; }));
      bundle.expected = over(figures, b, [&](const CaseFigures& f) { return f.expected[b]; });
      bundle.tail = over(figures, b, [&](const CaseFigures& f) { return f.tail[b]; });
      bundle.worst = over(figures, b, [&](const CaseFigures& f) { return f.worst[b]; });
      bundle.regret = over(figures, b, [&](const CaseFigures& f) { return f.regret[b]; });
      bundle.insurance = over(figures, b, [&](const CaseFigures& f) { return f.tail[b] - f.tail[0]; });
      bundle.premium = over(figures, b, [&](const CaseFigures& f) { return f.expected[0] - f.expected[b]; });
      bundle.worst_state = lowest(centre.income[b]);
      bundle.regrets = centre.regrets[b];
      bundle.dominated_by = dominator(centre, b);
      bundle.efficient = centre.efficient[b] != 0;
      for (const CaseFigures& f : figures) bundle.efficient_in += f.efficient[b];
      if (bundle.insurance.central > least && bundle.premium.central > least)
        bundle.per_dollar = bundle.insurance.central / bundle.premium.central;
      const auto loses = [&](const CaseFigures& f) {
        return f.income.front()[worst] < -no_difference * f.income_musd;
      };
      if (b > 0 && std::all_of(figures.begin(), figures.end(), loses)) {
        bundle.made_good = over(figures, b, [&](const CaseFigures& f) {
          return 1.0 - f.income[b][worst] / f.income.front()[worst];
        });
        if (out_.calm) bundle.anyway = (nothing[*out_.calm] - centre.income[b][*out_.calm]) / nothing[worst];
      }
      // At the mean of the rates there is no state of which an act could be told whether it is taken.
      if (out_.spread && acts_everywhere(bundle))
        bundle.spread = over(figures, b, [&](const CaseFigures& f) { return f.expected[b] - f.at_mean[b]; });
    }
  }

  bool acts_everywhere(const HedgeBundle& bundle) const {
    return std::all_of(bundle.acts.begin(), bundle.acts.end(),
                       [&](std::size_t a) { return out_.inputs.question.acts[a].only.empty(); });
  }

  void identify() {
    const HedgeInputs& in = out_.inputs;
    Identity id("hedge");
    id.add("economy", out_.economy)
        .add("as_of", in.question.as_of)
        .add("known_by", in.question.known_by)
        .add("bundles", in.most_acts)
        .add("tail", in.tail)
        .add("spread", in.spread)
        .add("range", to_string(in.range))
        .add("horizons", in.horizons)
        .add("ledger", bound_.ledger.content_hash());
    for (const HedgeState& state : out_.states) id.add("state", state.name).add("chance", state.probability);
    for (const HedgeAct& act : in.question.acts)
      id.add("act", act.name).add("cost", act.cost.million).add("only", act.only);
    for (const std::string& key : keys_) id.add("cell", key);
    for (const std::string& solve : ids_) id.add("solve", solve);
    out_.run_id = id.hex();
  }

  const World& world_;
  Player player_;
  std::vector<int> poles_;
  BoundHedge bound_;
  std::vector<HedgeState> types_;  ///< the states, and the mean of their rates where that is told
  GameFile game_;
  std::vector<std::string> keys_;
  std::vector<std::string> ids_;
  int solved_cases_ = 0;
  Hedge out_;
};

}  // namespace

double tail_mean(const std::vector<double>& values, const std::vector<double>& chances, double tail) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  double left = tail;
  double sum = 0.0;
  for (const std::size_t s : order) {
    const double share = std::min(left, chances[s]);
    sum += share * values[s];
    left -= share;
    if (!(left > 0.0)) break;
  }
  return sum / (tail - std::max(left, 0.0));
}

Hedge hedge(const World& world, const Ledger& ledger, const HedgeInputs& inputs) {
  return Insuring(world, ledger, inputs).run();
}

}  // namespace leeway
