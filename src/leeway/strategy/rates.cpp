#include "leeway/strategy/rates.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <sstream>
#include <tuple>

#include <fmt/format.h>

#include "leeway/base/elementary.h"
#include "leeway/base/index.h"
#include "leeway/base/number.h"
#include "leeway/model/model_impl.h"
#include "leeway/policy/rate_bounds.h"
#include "leeway/world/aliases.h"

namespace leeway {

namespace {

std::vector<std::string> split(const std::string& text, char by) {
  std::vector<std::string> words;
  std::istringstream in(text);
  for (std::string word; std::getline(in, word, by);) {
    const std::size_t first = word.find_first_not_of(' ');
    if (first != std::string::npos)
      words.push_back(word.substr(first, word.find_last_not_of(' ') - first + 1));
  }
  return words;
}

double theta_of(const Model& model, int line) { return model.impl().calibration.theta[at(line)]; }

// The smallest part of a market that a rate is taken to leave elsewhere.
constexpr double kLeastElsewhere = 0.1;

}  // namespace

const char* to_string(RateKind kind) { return kind == RateKind::tariff ? "tariff" : "export_tax"; }

const char* to_string(EachRate each) {
  switch (each) {
    case EachRate::uniform:
      return "uniform";
    case EachRate::sector:
      return "sector";
    case EachRate::bilateral:
      return "bilateral";
  }
  return "";
}

std::vector<Player> read_players(const World& world, const std::vector<std::string>& names, Date date,
                                 const Location& where) {
  std::vector<std::string> ids;
  for (const std::string& name : names) ids.push_back(id_of(world, name));
  std::vector<Player> players;
  std::map<int, std::string> owner;
  for (const std::string& name : ids) {
    Player player;
    player.name = name;
    if (name.ends_with('+') || name.starts_with('+') || name.find("++") != std::string::npos)
      throw InputError(where, fmt::format("the player \"{}\" has a member without a name", name),
                       "members are joined by a plus: USA+CAN");
    for (const std::string& part : split(name, '+'))
      for (const int n : world.resolve_economies(part, date, where)) {
        const std::string& id = world.economies[at(n)].id;
        const auto [found, is_new] = owner.emplace(n, name);
        if (!is_new) {
          const bool same = std::count(ids.begin(), ids.end(), name) > 1 && found->second == name;
          throw InputError(
              where,
              same ? fmt::format("the player \"{}\" is named twice", name)
              : found->second == name
                  ? fmt::format("{} is named twice in the player \"{}\"", id, name)
                  : fmt::format("{} is in two players, \"{}\" and \"{}\"", id, found->second, name),
              "an economy plays once, by itself or in one group");
        }
        player.members.push_back(n);
      }
    if (player.members.empty())
      throw InputError(where, fmt::format("the player \"{}\" has no member in this world", name));
    std::sort(player.members.begin(), player.members.end());
    players.push_back(std::move(player));
  }
  if (players.empty()) throw InputError(where, "no player is named", "such as USA,CHN,EU27");
  if (static_cast<int>(owner.size()) == world.economy_count() && players.size() == 1)
    throw InputError(where, "the whole world is one player: there is no one to tax");
  return players;
}

std::vector<double> read_weights(const World& world, const Player& player, const std::string& text,
                                 const Location& where) {
  std::vector<double> weight(at(world.producer_count()), 1.0);
  const auto made = [&](int k) {
    return std::any_of(player.members.begin(), player.members.end(),
                       [&](int n) { return world.value_added(n, k) > 0.0; });
  };
  std::vector<std::string> named;
  for (const std::string& word : split(text, ',')) {
    const std::size_t equals = word.find('=');
    const std::optional<double> value =
        equals == std::string::npos ? std::nullopt : parse_number(word.substr(equals + 1));
    if (!value || *value < 0.0)
      throw InputError(where, fmt::format("\"{}\" is not a weight of at least zero", word),
                       "write SECTOR=WEIGHT, such as C29=2,C24=1.5; *=0 sets all");
    const std::string name = word.substr(0, equals);
    if (std::find(named.begin(), named.end(), name) != named.end())
      throw InputError(where, fmt::format("\"{}\" is weighed twice in \"{}\"", name, text));
    named.push_back(name);
    bool any = false;
    for (const int line : world.resolve_goods(name, where)) {
      const int producer = world.lines[at(line)].producer;
      weight[at(producer)] = *value;
      any = any || made(producer);
    }
    if (!any)
      throw InputError(where, fmt::format("\"{}\" weighs nothing: {} makes none of it", word, player.name),
                       "a weight is of a sector in which value is added");
  }
  double weighted = 0.0;
  double all = 0.0;
  for (const int n : player.members)
    for (int k = 0; k < world.producer_count(); ++k) {
      weighted += weight[at(k)] * world.value_added(n, k);
      all += world.value_added(n, k);
    }
  if (!(weighted > 0.0))
    throw InputError(where, fmt::format("the weights \"{}\" sum to nothing: {} makes none of what they count",
                                        text, player.name));
  double low = HUGE_VAL;
  double high = 0.0;
  for (int k = 0; k < world.producer_count(); ++k)
    if (made(k)) {
      low = std::min(low, weight[at(k)]);
      high = std::max(high, weight[at(k)]);
    }
  if (!(low < high)) return {};
  for (double& w : weight) w = w * all / weighted - 1.0;
  return weight;
}

std::vector<FreeRate> free_rates(const Model& model, const std::vector<Player>& players,
                                 const RateChoice& choice, const Location& where) {
  if (!(choice.lowest < choice.highest))
    throw InputError(Location{"--lowest"},
                     fmt::format("the bounds {}: lowest {:g}% and highest {:g}%",
                                 choice.lowest == choice.highest ? "leave no rate to choose" : "cross",
                                 100.0 * choice.lowest, 100.0 * choice.highest));
  if (!(choice.lowest > -1.0))
    throw InputError(Location{"--lowest"},
                     fmt::format("the lowest rate {:g}% is not above -100%", 100.0 * choice.lowest));
  if (choice.lowest < 0.0 &&
      std::find(choice.kinds.begin(), choice.kinds.end(), RateKind::tariff) != choice.kinds.end())
    throw InputError(Location{"--lowest"},
                     fmt::format("a tariff of {:g}% is below 0%", 100.0 * choice.lowest),
                     "export taxes alone may be subsidies: --instruments export-taxes");
  if (choice.highest > largest_rate)
    throw InputError(Location{"--highest"}, fmt::format("{:g}% is above 10000%", 100.0 * choice.highest),
                     "an import ban keeps everything out");
  const World& world = model.world();
  const std::vector<int> lines = world.resolve_goods(choice.goods, Location{"--goods"});
  const auto plays = [&](int n) {
    return std::any_of(players.begin(), players.end(), [&](const Player& p) { return has(p.members, n); });
  };
  std::vector<FreeRate> rates;
  for (std::size_t p = 0; p < players.size(); ++p) {
    const Player& player = players[p];
    const std::size_t before = rates.size();
    for (const RateKind kind : choice.kinds) {
      std::map<std::pair<int, int>, FreeRate> by_place;
      for (const int l : lines)
        for (const int own : player.members)
          for (int other = 0; other < world.economy_count(); ++other) {
            if (has(player.members, other) || (choice.among_players && !plays(other))) continue;
            const bool imports = kind == RateKind::tariff;
            const FreeFlow flow{l, imports ? own : other, imports ? other : own};
            if (!(world.flow(l, flow.importer, flow.exporter) > 0.0)) continue;
            if (choice.unbounded_refused && !(theta_of(model, l) > 0.0))
              throw InputError(
                  where,
                  fmt::format(
                      "the best rate on {} has no bound: its trade elasticity is {:g}, not above zero",
                      world.lines[at(l)].id, theta_of(model, l)),
                  "buyers never turn away, so a higher rate always pays; give a highest rate, another set of "
                  "elasticities or a longer horizon");
            const int sector = choice.each == EachRate::uniform ? -1 : world.lines[at(l)].composite;
            const int partner = choice.each == EachRate::bilateral ? other : -1;
            FreeRate& rate = by_place[{sector, partner}];
            rate.player = static_cast<int>(p);
            rate.kind = kind;
            rate.sector = sector;
            rate.partner = partner;
            rate.flows.push_back(flow);
          }
      for (auto& [place, rate] : by_place) rates.push_back(std::move(rate));
    }
    if (rates.size() == before)
      throw InputError(Location{"--goods"},
                       fmt::format("{} has no trade in \"{}\"{} to tax", player.name, choice.goods,
                                   choice.among_players ? " with another player" : ""));
  }
  return rates;
}

RatePolicy::RatePolicy(const World& world, const Policy& otherwise, std::vector<FreeRate> rates)
    : world_(&world),
      otherwise_(std::make_shared<const Policy>(otherwise)),
      rates_(std::move(rates)),
      open_(otherwise) {
  open_.resolution.reset();
  const auto place = [](const auto& f) { return std::tie(f.line, f.importer, f.exporter); };
  std::vector<FreeFlow> flows;
  for (const FreeRate& rate : rates_) flows.insert(flows.end(), rate.flows.begin(), rate.flows.end());
  std::sort(flows.begin(), flows.end(), [&](const auto& a, const auto& b) { return place(a) < place(b); });
  flows.erase(std::unique(flows.begin(), flows.end()), flows.end());
  // Two ordered lists become one.
  std::vector<PolicyCell> cells;
  cells.reserve(open_.cells.size() + flows.size());
  auto old = open_.cells.begin();
  for (const FreeFlow& flow : flows) {
    while (old != open_.cells.end() && place(*old) < place(flow)) cells.push_back(*old++);
    if (old != open_.cells.end() && place(*old) == place(flow))
      cells.push_back(*old++);
    else
      cells.push_back({flow.line, flow.importer, flow.exporter,
                       Wedge{world.tariff(flow.line, flow.importer, flow.exporter)}});
  }
  cells.insert(cells.end(), old, open_.cells.end());
  open_.cells = std::move(cells);
  const auto is_split = [&](const FreeFlow& flow) {
    return open_.cut_row(flow.line, flow.importer) != nullptr ||
           std::any_of(open_.split_flows.begin(), open_.split_flows.end(),
                       [&](const SplitFlow& s) { return place(s) == place(flow); });
  };
  for (const FreeRate& rate : rates_) {
    std::vector<std::size_t>& cell = cell_.emplace_back();
    std::vector<FreeFlow>& deep = deep_.emplace_back();
    for (const FreeFlow& flow : rate.flows) {
      const auto found =
          std::lower_bound(open_.cells.begin(), open_.cells.end(), flow,
                           [&](const PolicyCell& c, const FreeFlow& f) { return place(c) < place(f); });
      cell.push_back(static_cast<std::size_t>(found - open_.cells.begin()));
      if (is_split(flow)) deep.push_back(flow);
    }
  }
}

Policy RatePolicy::at(std::span<const double> rates) const {
  Policy policy = open_;
  const auto set = [](RateKind kind, auto& wedge, double rate) {
    (kind == RateKind::tariff ? wedge.tariff : wedge.export_tax) = rate;
  };
  for (std::size_t r = 0; r < rates_.size(); ++r) {
    const RateKind kind = rates_[r].kind;
    for (const std::size_t cell : cell_[r]) set(kind, policy.cells[cell].wedge, rates[r]);
    for (const FreeFlow& flow : deep_[r]) {
      for (CutRow& row : policy.cut_rows)
        if (row.line == flow.line && row.importer == flow.importer)
          for (GoodsClass& goods : row.classes)
            set(kind, goods.at(*world_, flow.line, flow.importer, flow.exporter).wedge, rates[r]);
      for (SplitFlow& parts : policy.split_flows)
        if (parts.line == flow.line && parts.importer == flow.importer && parts.exporter == flow.exporter)
          for (FlowPart& part : parts.parts) set(kind, part, rates[r]);
    }
  }
  std::erase_if(policy.cells, [&](const PolicyCell& cell) {
    return cell.wedge == Wedge{world_->tariff(cell.line, cell.importer, cell.exporter)};
  });
  return policy;
}

std::vector<double> RatePolicy::standing() const {
  std::vector<double> mean;
  for (std::size_t r = 0; r < rates_.size(); ++r) {
    double paid = 0.0;
    double value = 0.0;
    for (std::size_t f = 0; f < rates_[r].flows.size(); ++f) {
      const FreeFlow& flow = rates_[r].flows[f];
      const Wedge& wedge = open_.cells[cell_[r][f]].wedge;
      const double trade = world_->flow(flow.line, flow.importer, flow.exporter);
      paid += trade * (rates_[r].kind == RateKind::tariff ? wedge.tariff : wedge.export_tax);
      value += trade;
    }
    mean.push_back(value > 0.0 ? paid / value : 0.0);
  }
  return mean;
}

std::optional<double> mean_rate(const World& world, const std::vector<FreeRate>& rates,
                                std::span<const double> levels, int player, RateKind kind) {
  double paid = 0.0;
  double trade = 0.0;
  for (std::size_t r = 0; r < rates.size(); ++r) {
    if (rates[r].player != player || rates[r].kind != kind) continue;
    for (const FreeFlow& f : rates[r].flows) {
      const double value = world.flow(f.line, f.importer, f.exporter);
      paid += levels[r] * value;
      trade += value;
    }
  }
  if (!(trade > 0.0)) return {};
  return paid / trade;
}

double mean_rate(const World& world, const std::vector<FreeRate>& rates, std::span<const double> levels,
                 int player) {
  for (const RateKind kind : {RateKind::tariff, RateKind::export_tax})
    if (const std::optional<double> mean = mean_rate(world, rates, levels, player, kind)) return *mean;
  return 0.0;
}

namespace {

// What a member's income comes to in the eyes of the player, at base-year prices.
double counted(const Player& player, const Result& result, int n) {
  double income = result.income[at(n)];
  if (!player.premium.empty())
    for (std::size_t k = 0; k < player.premium.size(); ++k)
      income += player.premium[k] * result.value_added(n, static_cast<int>(k));
  return income / result.consumer_price[at(n)];
}

}  // namespace

double valued(const Player& player, const Result& result) {
  double sum = 0.0;
  double base = 0.0;
  for (const int n : player.members) {
    sum += counted(player, result, n);
    base += result.base_income[at(n)];
  }
  return elementary::log(sum / base);
}

Objective objective_of(const Player& player, const World& world, const Result& result) {
  Objective objective;
  objective.weight.assign(at(world.economy_count()), 0.0);
  double sum = 0.0;
  for (const int n : player.members) sum += objective.weight[at(n)] = counted(player, result, n);
  for (double& weight : objective.weight) weight /= sum;
  if (!player.premium.empty()) {
    objective.premium = Array2(world.economy_count(), world.producer_count());
    for (const int n : player.members)
      std::copy(player.premium.begin(), player.premium.end(), objective.premium.row(n));
  }
  return objective;
}

void add_derivatives(const Sensitivity& sensitivity, int player, const std::vector<FreeRate>& rates,
                     std::span<const double> levels, std::span<double> derivative) {
  std::map<int, Array2> tariffs;
  std::map<int, Array2> taxes;
  for (std::size_t r = 0; r < rates.size(); ++r) {
    const FreeRate& rate = rates[r];
    if (rate.player != player) continue;
    double sum = 0.0;
    for (const FreeFlow& flow : rate.flows) {
      const bool imports = rate.kind == RateKind::tariff;
      const int own = imports ? flow.importer : flow.exporter;
      Array2& of = (imports ? tariffs : taxes)[own];
      if (of.empty()) of = imports ? sensitivity.import_tariffs(own) : sensitivity.export_taxes(own);
      sum += of(flow.line, imports ? flow.exporter : flow.importer);
    }
    derivative[r] += sum * (1.0 + levels[r]);
  }
}

std::vector<double> curvature_guess(const Model& model, const std::vector<Player>& players,
                                    const std::vector<FreeRate>& rates, const Solution& solution) {
  const Result& result = solution.result;
  std::vector<double> income;
  for (const Player& player : players) {
    double sum = 0.0;
    for (const int n : player.members) sum += result.income[at(n)];
    income.push_back(sum);
  }
  std::vector<double> curvature;
  std::vector<double> spent(at(model.world().line_count() * model.world().economy_count()), -1.0);
  const int N = model.world().economy_count();
  const auto spending = [&](int l, int n) {
    double& sum = spent[at(l * N + n)];
    if (sum < 0.0) {
      sum = 0.0;
      for (int i = 0; i < N; ++i) sum += result.trade(l, n, i);
    }
    return sum;
  };
  for (const FreeRate& rate : rates) {
    std::map<std::pair<int, int>, double> taxed;  // of a row of trade
    for (const FreeFlow& f : rate.flows)
      taxed[{f.line, f.importer}] += result.trade(f.line, f.importer, f.exporter);
    double sum = 0.0;
    for (const FreeFlow& f : rate.flows) {
      const double all = spending(f.line, f.importer);
      if (!(all > 0.0)) continue;
      const double elsewhere = std::max(kLeastElsewhere, 1.0 - taxed[{f.line, f.importer}] / all);
      sum += result.received(f.line, f.importer, f.exporter) * elsewhere *
             std::max(0.1, theta_of(model, f.line));
    }
    curvature.push_back(sum / income[at(rate.player)]);
  }
  double most = 0.0;
  for (const double c : curvature) most = std::max(most, c);
  for (double& c : curvature) c = std::max(c, 1e-12 * most);
  return curvature;
}

double sufficient_tariff(const Model& model, const Player& player, const Solution& solution, double least) {
  const Result& result = solution.result;
  const World& world = model.world();
  const int N = world.economy_count();
  double sold = 0.0;
  double weighted = 0.0;
  for (int l = 0; l < world.line_count(); ++l) {
    const double theta = theta_of(model, l);
    for (int n = 0; n < N; ++n) {
      if (has(player.members, n)) continue;
      double bought = 0.0;
      for (int i = 0; i < N; ++i) bought += result.trade(l, n, i);
      if (!(bought > 0.0)) continue;
      double own = 0.0;
      double sales = 0.0;
      for (const int i : player.members) {
        own += result.trade(l, n, i);
        sales += result.received(l, n, i);
      }
      sold += sales;
      weighted += sales * theta * (1.0 - own / bought);
    }
  }
  return 1.0 / std::max(least, sold > 0.0 ? weighted / sold : 0.0);
}

std::vector<double> starting_rates(const Model& model, const std::vector<Player>& players,
                                   const std::vector<FreeRate>& rates, const Solution& solution,
                                   const RateChoice& choice) {
  const bool taxes =
      std::find(choice.kinds.begin(), choice.kinds.end(), RateKind::export_tax) != choice.kinds.end();
  std::vector<double> formula(players.size(), -1.0);
  std::vector<double> start;
  const Result& result = solution.result;
  const int N = model.world().economy_count();
  for (const FreeRate& rate : rates) {
    double at_start = 0.0;
    if (rate.kind == RateKind::export_tax) {
      double sold = 0.0;
      double weighted = 0.0;
      for (const FreeFlow& f : rate.flows) {
        double all = 0.0;
        for (int i = 0; i < N; ++i) all += result.trade(f.line, f.importer, i);
        const double sales = result.received(f.line, f.importer, f.exporter);
        if (!(all > 0.0)) continue;
        sold += sales;
        weighted +=
            sales * theta_of(model, f.line) * (1.0 - result.trade(f.line, f.importer, f.exporter) / all);
      }
      at_start = sold > 0.0 ? 1.0 / std::max(1e-3, weighted / sold) : 0.0;
    } else if (!taxes) {
      double& value = formula[at(rate.player)];
      if (value < 0.0) value = sufficient_tariff(model, players[at(rate.player)], solution);
      at_start = value;
    }
    // Far beyond what any one rate is worth a search would start on a plain.
    start.push_back(std::clamp(std::min(at_start, 1.0), choice.lowest, choice.highest));
  }
  return start;
}

}  // namespace leeway
