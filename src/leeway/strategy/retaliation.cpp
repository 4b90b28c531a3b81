#include "leeway/strategy/retaliation.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "leeway/analysis/comparison.h"
#include "leeway/analysis/study.h"
#include "leeway/base/hash.h"
#include "leeway/base/index.h"
#include "leeway/model/welfare.h"
#include "leeway/policy/rate_bounds.h"

namespace leeway {

namespace {

constexpr int kMostRounds = 8;
// Of the worth: what a probe covers more, and the first-order gain at which a list is left as it is.
constexpr double kProbe = 0.02;
constexpr double kEnough = 1e-6;
// Parts of the way to the list that the scores ask for.
constexpr double kParts[] = {1.0, 0.5, 0.25, 0.125, 0.0625};

struct Effect {
  double own = 0.0;
  double their = 0.0;
  double aimed = 0.0;
};

class List {
 public:
  List(const World& world, const Ledger& ledger, const RetaliationInputs& inputs)
      : world_(world), ledger_(ledger), in_(inputs) {
    out_.inputs = inputs;
    const Location by{"ECONOMY"};
    const Location on{"--on"};
    out_.members = world.resolve_economies(inputs.player, inputs.as_of, by);
    out_.targets = world.resolve_economies(inputs.on, inputs.as_of, on);
    for (const int n : out_.members)
      if (std::find(out_.targets.begin(), out_.targets.end(), n) != out_.targets.end())
        throw InputError(on, fmt::format("{} is on both sides", world.economies[at(n)].id),
                         "an economy cannot answer itself");
    if (!(inputs.rate > 0.0))
      throw InputError(Location{"--rate"},
                       fmt::format("a duty of {:g}% answers nothing", 100.0 * inputs.rate));
    if (inputs.rate > largest_rate)
      throw InputError(Location{"--rate"}, fmt::format("{:g}% is above 10000%", 100.0 * inputs.rate),
                       "an import ban keeps everything out");
    if (inputs.aim == ListAim::members) {
      hurt_ = world.resolve_economies(inputs.hurt, inputs.as_of, Location{"--hurt"});
      for (const int n : hurt_)
        if (std::find(out_.targets.begin(), out_.targets.end(), n) == out_.targets.end())
          throw InputError(Location{"--hurt"}, fmt::format("{} is not among those answered, \"{}\"",
                                                           world.economies[at(n)].id, inputs.on));
    }
    if (inputs.aim == ListAim::goods)
      industries_ = producers_of_lines(world, world.resolve_goods(inputs.hurt, Location{"--hurt"}));
    for (const int l : world.resolve_goods("goods", {})) {
      double trade = 0.0;
      for (const int n : out_.members)
        for (const int i : out_.targets) trade += world.flow(l, n, i);
      if (!(trade > 0.0)) continue;
      ListedGoods& goods = out_.goods.emplace_back();
      goods.line = l;
      goods.trade_musd = trade;
      out_.imports_musd += trade;
    }
    if (!(inputs.worth_musd > 0.0) || inputs.worth_musd > out_.imports_musd)
      throw InputError(
          Location{"--worth"},
          fmt::format("{} buys goods worth USD {:.6g} mn of {} a year; a list worth USD {:.6g} mn is none of "
                      "them",
                      inputs.player, out_.imports_musd, inputs.on, inputs.worth_musd),
          "above zero and at most that");
  }

  Retaliation answer() {
    PolicyOptions day;
    day.as_of = in_.as_of;
    day.known_by = in_.known_by;
    before_ = resolve_policy(world_, ledger_, day);
    for (const std::string& id : in_.beside) {
      const Measure& measure = ledger_.measure(id, Location{"--beside"});
      if (measure.instrument != Instrument::tariff)
        throw InputError(Location{"--beside"}, fmt::format("{} is no tariff", id));
      const bool in_force = std::any_of(before_.applied.begin(), before_.applied.end(),
                                        [&](const AppliedMeasure& a) { return a.measure->id == id; });
      if (!in_force) continue;
      before_ = without(world_, before_, id);
      out_.taken_out.push_back(id);
    }
    out_.warnings = before_.warnings;
    model_.emplace(read_shares(world_), in_.options);
    const Outcome today = model_->solve(before_);
    out_.status_quo = today.verdict();
    if (!today) return std::move(out_);
    today_ = today.solution();

    draw_up(in_.worth_musd, {});
    out_.measure = measure_of(shares_);
    const std::vector<ListedGoods> best = out_.goods;
    score("best", in_.worth_musd, with(world_, before_, *out_.measure));
    if (!in_.beside.empty()) {
      Policy beside = before_;
      for (const std::string& id : in_.beside) beside = with(world_, beside, id);
      const double worth = duty_added(beside) / in_.rate;
      score("beside", worth, beside);
      if (worth > 0.0 && worth <= out_.imports_musd) {
        const int rounds = out_.rounds;
        const double gap = out_.gap_musd;
        draw_up(worth, coverage_of(beside, worth));
        score("best beside", worth, with(world_, before_, measure_of(shares_)));
        out_.rounds = rounds;
        out_.gap_musd = gap;
        out_.goods = best;
      }
    }
    Identity id("retaliation");
    id.add("player", std::string_view(in_.player)).add("on", std::string_view(in_.on));
    id.add("worth", in_.worth_musd).add("rate", in_.rate).add("aim", std::string_view(to_string(in_.aim)));
    id.add("hurt", std::string_view(in_.hurt)).add("as_of", in_.as_of).add("known_by", in_.known_by);
    for (const std::string& one : in_.beside) id.add("beside", std::string_view(one));
    id.add("status_quo", std::string_view(out_.status_quo.id));
    for (const ListScore& one : out_.scores) id.add("score", std::string_view(one.verdict.id));
    out_.run_id = id.hex();
    return std::move(out_);
  }

 private:
  // One name a line; where a sector's products are in question each has an entry of its own.
  Measure measure_of(const std::vector<double>& shares) const {
    Measure m;
    m.id = "RETALIATION";
    m.title = fmt::format("Duty of {:g}% on a list of goods from {}", 100.0 * in_.rate, in_.on);
    m.by = in_.player;
    m.on = {in_.on};
    m.instrument = Instrument::tariff;
    m.terms.steps = {{{}, in_.rate}};
    m.announced = in_.as_of;
    m.effective = in_.as_of;
    m.note = "Coverage is of base-year trade, drawn up by leeway retaliate.";
    std::set<std::string> sectors;
    for (std::size_t g = 0; g < shares.size(); ++g)
      if (shares[g] > 0.0) sectors.insert(world_.lines[at(out_.goods[g].line)].id);
    for (std::size_t g = 0; g < shares.size(); ++g) {
      const Line& line = world_.lines[at(out_.goods[g].line)];
      const bool under = sectors.contains(world_.sectors[at(line.composite)].id);
      if (!(shares[g] > 0.0) && !under) continue;
      m.goods.push_back(line.id);
      m.terms.coverage_by_goods[line.id] = std::min(1.0, shares[g]);
    }
    return m;
  }

  Effect effect(const Solution& from, const Solution& to) const {
    Effect e;
    const std::vector<double> ev = equivalent_variation(from.result, to.result);
    for (const int n : out_.members) e.own += ev[at(n)];
    for (const int n : hurt_) e.aimed += ev[at(n)];
    for (const int n : out_.targets) {
      e.their += ev[at(n)];
      for (const int k : industries_)
        e.aimed += to.result.value_added(n, k) / to.result.consumer_price[at(n)] -
                   from.result.value_added(n, k) / from.result.consumer_price[at(n)];
    }
    return e;
  }

  double aim_of(const Effect& e) const {
    return in_.aim == ListAim::own_cost ? e.own : in_.aim == ListAim::their_loss ? -e.their : -e.aimed;
  }

  std::vector<std::optional<Effect>> effects_of(const std::vector<std::vector<double>>& lists) const {
    Study study(read_shares(world_));
    study.use(*model_);
    for (const std::vector<double>& shares : lists) {
      const bool any = std::any_of(shares.begin(), shares.end(), [](double s) { return s > 0.0; });
      study.add({"",
                 std::make_shared<const Policy>(any ? with(world_, before_, measure_of(shares)) : before_),
                 in_.options,
                 {},
                 today_->start});
    }
    StudySettings settings;
    settings.progress = in_.progress;
    const auto kept = study.run(settings, [&](std::size_t, const Outcome& outcome) -> std::optional<Effect> {
      if (!outcome) return {};
      return effect(*today_, outcome.solution());
    });
    std::vector<std::optional<Effect>> effects;
    for (const auto& one : kept) effects.push_back(*one);
    return effects;
  }

  // What one dollar more (of a line that is covered: less) does, by exact differences.
  bool probe(double worth, const std::optional<Effect>& here) {
    std::vector<std::vector<double>> lists;
    std::vector<double> dollars;
    for (std::size_t g = 0; g < out_.goods.size(); ++g) {
      const double trade = out_.goods[g].trade_musd;
      const double size = std::min(kProbe * worth, 0.5 * trade);
      dollars.push_back(shares_[g] * trade + size <= trade ? size : -size);
      lists.push_back(shares_);
      lists.back()[g] = std::clamp(shares_[g] + dollars[g] / trade, 0.0, 1.0);
    }
    const auto effects = effects_of(lists);
    for (std::size_t g = 0; g < out_.goods.size(); ++g) {
      ListedGoods& goods = out_.goods[g];
      if (!here || !effects[g]) return false;
      goods.own = (effects[g]->own - here->own) / dollars[g];
      goods.their = (effects[g]->their - here->their) / dollars[g];
      goods.aimed = (effects[g]->aimed - here->aimed) / dollars[g];
      goods.score = aim_of({goods.own, goods.their, goods.aimed});
    }
    return true;
  }

  // The list that the scores ask for, first come first covered.
  std::vector<double> by_score(double worth) const {
    std::vector<std::size_t> order(out_.goods.size());
    for (std::size_t g = 0; g < order.size(); ++g) order[g] = g;
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return out_.goods[a].score > out_.goods[b].score; });
    std::vector<double> chosen(out_.goods.size(), 0.0);
    double left = worth;
    for (const std::size_t g : order) {
      chosen[g] = std::clamp(left / out_.goods[g].trade_musd, 0.0, 1.0);
      left -= chosen[g] * out_.goods[g].trade_musd;
    }
    return chosen;
  }

  // Moves the list towards the one that its scores ask for, as far as exact solves say that it pays (Frank
  // and Wolfe 1956). An empty start is the list that the scores of no list ask for.
  void draw_up(double worth, std::vector<double> start) {
    shares_.assign(out_.goods.size(), 0.0);
    if (start.empty()) {
      if (!probe(worth, Effect{})) return;
      start = by_score(worth);
    }
    shares_ = std::move(start);
    std::optional<Effect> here = effects_of({shares_}).front();
    out_.gap_musd = HUGE_VAL;
    for (out_.rounds = 1; out_.rounds <= kMostRounds; ++out_.rounds) {
      if (!probe(worth, here)) break;
      const std::vector<double> wanted = by_score(worth);
      out_.gap_musd = 0.0;
      for (std::size_t g = 0; g < wanted.size(); ++g)
        out_.gap_musd += (wanted[g] - shares_[g]) * out_.goods[g].trade_musd * out_.goods[g].score;
      if (out_.gap_musd <= kEnough * worth || out_.rounds == kMostRounds) break;
      std::vector<std::vector<double>> lists;
      for (const double part : kParts) {
        lists.push_back(shares_);
        for (std::size_t g = 0; g < wanted.size(); ++g) lists.back()[g] += part * (wanted[g] - shares_[g]);
      }
      const auto effects = effects_of(lists);
      std::size_t best = lists.size();
      for (std::size_t j = 0; j < lists.size(); ++j)
        if (effects[j] && aim_of(*effects[j]) > aim_of(best < lists.size() ? *effects[best] : *here))
          best = j;
      if (best == lists.size()) break;
      shares_ = lists[best];
      here = effects[best];
    }
    for (std::size_t g = 0; g < shares_.size(); ++g) out_.goods[g].share = shares_[g];
  }

  // The coverage at the rate asked for that has the duties of a policy.
  std::vector<double> coverage_of(const Policy& policy, double worth) const {
    std::vector<double> shares;
    double covered = 0.0;
    for (const ListedGoods& goods : out_.goods) {
      shares.push_back(std::clamp(duty_added(policy, goods) / (in_.rate * goods.trade_musd), 0.0, 1.0));
      covered += shares.back() * goods.trade_musd;
    }
    // What clipping took is put where there is room, in proportion.
    for (std::size_t g = 0; g < shares.size(); ++g) {
      const double room = out_.imports_musd - covered;
      if (worth > covered && room > 0.0) shares[g] += (1.0 - shares[g]) * (worth - covered) / room;
    }
    return shares;
  }

  double duty_added(const Policy& policy, const ListedGoods& goods) const {
    double sum = 0.0;
    for (const int n : out_.members)
      for (const int i : out_.targets)
        sum += world_.flow(goods.line, n, i) * (policy.wedge(world_, goods.line, n, i).tariff -
                                                before_.wedge(world_, goods.line, n, i).tariff);
    return sum;
  }
  double duty_added(const Policy& policy) const {
    double sum = 0.0;
    for (const ListedGoods& goods : out_.goods) sum += duty_added(policy, goods);
    return sum;
  }

  void score(const char* name, double worth, const Policy& policy) {
    const Outcome outcome = model_->solve(policy, today_->start);
    ListScore& score = out_.scores.emplace_back();
    score.name = name;
    score.worth_musd = worth;
    score.verdict = outcome.verdict();
    if (!outcome) return;
    const Effect e = effect(*today_, outcome.solution());
    score.own_ev_musd = e.own;
    score.their_ev_musd = e.their;
    score.aimed_musd = e.aimed;
  }

  const World& world_;
  const Ledger& ledger_;
  const RetaliationInputs& in_;
  Retaliation out_;
  std::vector<int> hurt_;
  std::vector<int> industries_;
  Policy before_;
  std::optional<Model> model_;
  std::optional<Solution> today_;
  std::vector<double> shares_;
};

}  // namespace

const char* to_string(ListAim aim) {
  switch (aim) {
    case ListAim::own_cost:
      return "own_cost";
    case ListAim::their_loss:
      return "their_loss";
    case ListAim::members:
      return "members";
    case ListAim::goods:
      return "goods";
  }
  return "";
}

bool Retaliation::certified() const {
  return status_quo.certified() && !scores.empty() &&
         std::all_of(scores.begin(), scores.end(), [](const ListScore& s) { return s.verdict.certified(); });
}

Retaliation retaliate(const World& world, const Ledger& ledger, const RetaliationInputs& inputs) {
  require_welfare(inputs.options, "an answer to tariffs");
  return List(world, ledger, inputs).answer();
}

}  // namespace leeway
