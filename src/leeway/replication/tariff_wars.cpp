// Tariff wars that others solved.

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "leeway/base/index.h"
#include "leeway/policy/wedges.h"
#include "leeway/replication/largest_gaps.h"
#include "leeway/replication/published_world.h"
#include "leeway/strategy/war.h"

namespace leeway {

namespace {

namespace fs = std::filesystem;

// Trade of final goods, without inputs.
void close_accounts(World& w) {
  w.output = sales(w);
  w.value_added = w.output;
  w.final_use = spending(w);
}

// Every name of a column, in the order of the file.
std::vector<std::string> names_in(const fs::path& file, const std::string& column) {
  CsvFile csv = CsvFile::any_columns(file);
  const std::vector<std::string> columns = csv.column_names();
  const auto found = std::find(columns.begin(), columns.end(), column);
  if (found == columns.end()) throw InputError(Location{file.string()}, "no column \"" + column + "\"");
  const auto at = static_cast<std::size_t>(found - columns.begin());
  std::vector<std::string> names;
  while (csv.next()) names.emplace_back(csv.id(at));
  return names;
}

Options balanced(const std::string& elasticities) {
  Options options;
  options.closure = Closure::balanced;
  options.elasticities = elasticities;
  options.tolerance = 1e-12;
  return options;
}

std::vector<Player> every(const World& world) {
  std::vector<Player> players;
  for (int n = 0; n < world.economy_count(); ++n) players.push_back({world.economies[at(n)].id, {n}, {}});
  return players;
}

RateChoice tariffs_on_all(EachRate each) {
  RateChoice choice;
  choice.each = each;
  choice.goods = "*";
  return choice;
}

WarSettings to_the_last_digit() {
  WarSettings settings;
  settings.tolerance = 1e-11;
  settings.max_iterations = 200;
  settings.certify = false;
  settings.other_start = false;
  return settings;
}

// Adds the failure and says so, where a solve did.
bool failed(const std::string& name, const std::optional<Outcome>& outcome, Replication& out) {
  if (outcome && *outcome) return false;
  if (outcome) out.failures.emplace_back(name, outcome->shared_failure());
  return true;
}

void add_row(Replication& out, const std::string& name, const std::string& quantity, double reference,
             double ours, double tolerance) {
  ReplicationRow row;
  row.case_name = name;
  row.quantity = quantity;
  row.unit = "relative";
  row.reference = reference;
  row.ours = ours;
  row.gap = std::abs(ours - reference);
  row.tolerance = tolerance;
  row.ok = row.gap <= tolerance;
  out.rows.push_back(std::move(row));
}

}  // namespace

Replication replicate_tariff_war(const fs::path& folder) {
  Replication out;
  out.title = fmt::format("{}: wars of uniform tariffs by sufficient statistics (Lashkaripour 2021)",
                          folder.filename().string());
  const std::vector<std::string> sectors = names_in(folder / "sector.csv", "sector");
  CsvFile elasticities = CsvFile::any_columns(folder / "sector.csv");
  const std::vector<std::string> columns = elasticities.column_names();
  std::vector<ElasticitySet> sets;
  for (const std::string& column : columns)
    if (column.starts_with("sigma_")) sets.push_back({column.substr(6), "", "", {}});
  if (sets.empty())
    throw InputError(Location{(folder / "sector.csv").string()},
                     "no column sigma_<set>, an elasticity of substitution");
  while (elasticities.next()) {
    std::size_t set = 0;
    for (std::size_t c = 0; c < columns.size(); ++c)
      if (columns[c].starts_with("sigma_")) sets[set++].theta.push_back(elasticities.number(c) - 1.0);
  }
  std::vector<std::string> economies;
  const fs::path trade_file = folder / "trade_tariffs.csv.gz";
  for (const std::string& id : names_in(trade_file, "exporter"))
    if (std::find(economies.begin(), economies.end(), id) == economies.end()) economies.push_back(id);
  World world = published_world(economies, sectors, folder.filename().string(), out.title, 2014);
  world.elasticities = sets;
  world.default_elasticities = sets.front().id;
  CsvFile trade(trade_file, {{"exporter"}, {"importer"}, {"sector"}, {"flow_tariff_incl"}, {"tariff"}});
  while (trade.next()) {
    const int i = place_of(economies, trade, 0);
    const int n = place_of(economies, trade, 1);
    const int l = place_of(sectors, trade, 2);
    world.tariff(l, n, i) = trade.number(4);
    world.flow(l, n, i) = trade.non_negative(3) / (1.0 + trade.number(4));
  }
  close_accounts(world);
  // What buyers spend, imbalances included.
  std::vector<double> income0(economies.size(), 0.0);
  for (int n = 0; n < world.economy_count(); ++n)
    for (int h = 0; h < world.sector_count(); ++h) income0[at(n)] += world.final_use(n, h);

  for (const ElasticitySet& set : sets) {
    const fs::path expected = folder / ("expected_" + set.id + ".csv");
    if (!fs::exists(expected)) continue;
    const std::string name = folder.filename().string() + " " + set.id;
    const Rebased rebased = rebase(world, balanced(set.id), true);
    if (!rebased.world) {
      out.failures.emplace_back(name, rebased.verdict.failure);
      continue;
    }
    const World& base = *rebased.world;
    const Model model(base, balanced(set.id));
    WarSettings settings = to_the_last_digit();
    settings.rule = WarRule::formula;
    settings.formula_floor = 1.0;
    const War war =
        tariff_war(model, base_policy(base), every(base), tariffs_on_all(EachRate::uniform), settings);
    if (failed(name, war.status_quo, out) || failed(name, war.outcome, out)) continue;
    const Result& before = (*war.status_quo)->result;
    const Result& after = (*war.outcome)->result;
    const std::vector<double> income = gdp(base);
    const std::vector<double> welfare = real_income_change_pct(before, after);
    LargestGaps comparison(name, 1e-6, out);
    CsvFile csv(expected, {{"country"},
                           {"wage_hat"},
                           {"income_hat"},
                           {"nash_tariff_pct"},
                           {"cpi_hat"},
                           {"welfare_pct"},
                           {"balanced_wage_hat"},
                           {"balanced_income_hat"}});
    while (csv.next()) {
      const std::string where(csv.id(0));
      const int n = place_of(economies, csv, 0);
      double made0 = 0.0;
      double made = 0.0;
      for (int k = 0; k < base.producer_count(); ++k) {
        made0 += world.value_added(n, k);
        made += base.value_added(n, k);
      }
      comparison.relative("wage hat, balanced", where, csv.number(6), made / made0);
      comparison.relative("income hat, balanced", where, csv.number(7), income[at(n)] / income0[at(n)]);
      comparison.percent("tariff", where, csv.number(3), 100.0 * war.nash[at(n)]);
      comparison.percent("real income", where, csv.number(5), welfare[at(n)]);
      comparison.relative("wage hat", where, csv.number(1), after.wage[at(n)] / before.wage[at(n)]);
      comparison.relative("income hat", where, csv.number(2), after.income[at(n)] / before.income[at(n)]);
      comparison.relative("consumer price hat", where, csv.number(4),
                          after.consumer_price[at(n)] / before.consumer_price[at(n)]);
    }
    comparison.finish();
  }
  return out;
}

namespace {

// One trade elasticity for all, estimated by the source.
constexpr double kArmingtonTheta = 2.059;

struct ArmingtonCase {
  std::vector<std::string> economies;
  World world;
  Array3 tariffs[3];  // counterfactual, China's optimum, the war
};

ArmingtonCase read_armington(const fs::path& folder) {
  ArmingtonCase c;
  for (const std::string& id : names_in(folder / "trade.csv", "exporter"))
    if (std::find(c.economies.begin(), c.economies.end(), id) == c.economies.end()) c.economies.push_back(id);
  c.world = published_world(c.economies, {"goods"}, "armington_36", "One sector, 36 economies", 2001);
  c.world.elasticities = {{"published", "", "", {kArmingtonTheta}}};
  c.world.default_elasticities = "published";
  for (Array3& tariffs : c.tariffs) tariffs = c.world.tariff;
  CsvFile csv(folder / "trade.csv", {{"exporter"},
                                     {"importer"},
                                     {"flow_raw_tariff_incl", false},
                                     {"flow_balanced_tariff_incl"},
                                     {"tariff0"},
                                     {"tariff_cf_us_chn_25pp"},
                                     {"tariff_chn_optimal"},
                                     {"tariff_us_chn_nash"}});
  while (csv.next()) {
    const int i = place_of(c.economies, csv, 0);
    const int n = place_of(c.economies, csv, 1);
    c.world.tariff(0, n, i) = csv.number(4);
    c.world.flow(0, n, i) = csv.non_negative(3) / (1.0 + csv.number(4));
    for (std::size_t q = 0; q < 3; ++q) c.tariffs[q](0, n, i) = csv.number(5 + q);
  }
  close_accounts(c.world);
  return c;
}

}  // namespace

Replication replicate_armington(const fs::path& folder) {
  Replication out;
  out.title = "One sector, 36 economies, 2001: best tariffs by partner, and a war of two";
  const ArmingtonCase c = read_armington(folder);
  const std::string name = "armington_36";
  // Published flows balance to the digits of the file.
  const Rebased rebased = rebase(c.world, balanced("published"), true);
  if (!rebased.world) {
    out.failures.emplace_back(name, rebased.verdict.failure);
    return out;
  }
  const World& world = *rebased.world;
  const Model model(world, balanced("published"));
  const Policy base = base_policy(world);
  DenseWedges wedges = dense_wedges(world, base);
  wedges.tariff = c.tariffs[0];
  Policy counterfactual = base;
  counterfactual.cells = cells_of(world, wedges);
  const Outcome before = model.solve(base);
  const Outcome moved = model.solve(counterfactual);
  const Location where{folder.string()};
  const std::vector<Player> china = read_players(world, {"CHN"}, world.tariff_date, where);
  const std::vector<Player> both = read_players(world, {"USA", "CHN"}, world.tariff_date, where);
  SearchSettings search;
  search.tolerance = 1e-10;
  search.random_starts = 0;
  search.steps = false;
  const RateChoice choice = tariffs_on_all(EachRate::bilateral);
  const BestResponse best = best_response(model, base, china[0], choice, search, where);
  const War war = tariff_war(model, base, both, choice, to_the_last_digit(), where);
  for (const std::optional<Outcome>& outcome :
       {std::optional(before), std::optional(moved), best.outcome, war.outcome})
    if (failed(name, outcome, out)) return out;

  LargestGaps tight(name + " counterfactual", 1e-7, out);
  LargestGaps optimum(name + " optimum", 1e-5, out);
  LargestGaps nash(name + " war", 1e-5, out);
  const std::vector<double> changes[3] = {real_income_change_pct(before->result, moved->result),
                                          real_income_change_pct(before->result, (*best.outcome)->result),
                                          real_income_change_pct(before->result, (*war.outcome)->result)};
  CsvFile csv(folder / "expected.csv", {{"country"},
                                        {"cf25_wage_hat"},
                                        {"cf25_P_hat"},
                                        {"cf25_X_hat"},
                                        {"cf25_welfare_pct"},
                                        {"chn_optimal_welfare_pct"},
                                        {"us_chn_nash_welfare_pct"}});
  // The first economy's wage is the published unit of account.
  const double unit = moved->result.wage[0] / before->result.wage[0];
  while (csv.next()) {
    const std::string id(csv.id(0));
    const int n = place_of(c.economies, csv, 0);
    const Result& a = before->result;
    const Result& b = moved->result;
    tight.relative("wage hat", id, csv.number(1), b.wage[at(n)] / a.wage[at(n)] / unit);
    tight.relative("consumer price hat", id, csv.number(2),
                   b.consumer_price[at(n)] / a.consumer_price[at(n)] / unit);
    tight.relative("income hat", id, csv.number(3), b.income[at(n)] / a.income[at(n)] / unit);
    tight.percent("real income", id, csv.number(4), changes[0][at(n)]);
    optimum.percent("real income", id, csv.number(5), changes[1][at(n)]);
    nash.percent("real income", id, csv.number(6), changes[2][at(n)]);
  }
  tight.finish();
  optimum.finish();
  nash.finish();
  // The reference stopped on a flat top: its tariffs are good to a thousandth.
  const auto compare_rates = [&](const std::string& label, const std::vector<FreeRate>& rates,
                                 const std::vector<double>& levels, const Array3& reference) {
    LargestGaps comparison(label, 0.1, out);
    for (std::size_t r = 0; r < rates.size(); ++r) {
      const FreeFlow& f = rates[r].flows.front();
      comparison.percent("tariff",
                         fmt::format("{} on {}", c.economies[at(f.importer)], c.economies[at(f.exporter)]),
                         100.0 * reference(0, f.importer, f.exporter), 100.0 * levels[r]);
    }
    comparison.finish();
  };
  compare_rates(name + " optimum", best.rates, best.best, c.tariffs[1]);
  compare_rates(name + " war", war.rates, war.nash, c.tariffs[2]);
  return out;
}

namespace {

struct TwoCountries {
  double sigma = 0.0;
  double cost[2] = {};
  double labour[2] = {};

  double imports(double wage, int buyer, const double tariff[2]) const {
    const double home = std::pow(wage * cost[0] * (buyer == 1 ? 1.0 + tariff[1] : 1.0), 1.0 - sigma);
    const double abroad = std::pow(cost[1] * (buyer == 0 ? 1.0 + tariff[0] : 1.0), 1.0 - sigma);
    return (buyer == 0 ? abroad : home) / (home + abroad);
  }
  // Home's wage over the other's in free trade: exports pay for imports.
  double free_trade_wage() const {
    const double none[2] = {0.0, 0.0};
    double low = 1e-6;
    double high = 1e6;
    for (int step = 0; step < 200; ++step) {
      const double wage = std::sqrt(low * high);
      const bool short_of = imports(wage, 0, none) * wage * labour[0] > imports(wage, 1, none) * labour[1];
      (short_of ? high : low) = wage;
    }
    return std::sqrt(low * high);
  }
  // Of the bundle of both goods in free trade.
  double price(double wage) const {
    return std::pow(std::pow(wage * cost[0], 1.0 - sigma) + std::pow(cost[1], 1.0 - sigma),
                    1.0 / (1.0 - sigma));
  }
};

double sold_at_home(const Result& r, int n) {
  return r.received(0, n, n) / (r.received(0, 0, n) + r.received(0, 1, n));
}

}  // namespace

Replication replicate_two_countries(const fs::path& folder) {
  Replication out;
  out.title =
      "Two economies of one good each: free trade, the war and a best tariff, against the closed form";
  CsvFile csv(folder / "cases.csv", {{"case"},
                                     {"sigma"},
                                     {"aH"},
                                     {"aF"},
                                     {"LH"},
                                     {"LF"},
                                     {"tFH_home_tariff"},
                                     {"tHF_foreign_tariff"},
                                     {"wH", false},
                                     {"WH", false},
                                     {"WF", false}});
  while (csv.next()) {
    const std::string name = fmt::format("{} {}", folder.filename().string(), csv.id(0));
    TwoCountries two{csv.number(1), {csv.number(2), csv.number(3)}, {csv.number(4), csv.number(5)}};
    const double reference[2] = {csv.number(6), csv.number(7)};
    const double wage = two.free_trade_wage();
    const double none[2] = {0.0, 0.0};
    World world = published_world({"H", "F"}, {"goods"}, name, out.title, 2000);
    world.elasticities = {{"published", "", "", {two.sigma - 1.0}}};
    world.default_elasticities = "published";
    const double income[2] = {wage * two.labour[0], two.labour[1]};
    for (int n = 0; n < 2; ++n) {
      const double abroad = two.imports(wage, n, none);
      world.flow(0, n, n) = 1e3 * (1.0 - abroad) * income[n];
      world.flow(0, n, 1 - n) = 1e3 * abroad * income[n];
    }
    close_accounts(world);
    const Model model(world, balanced("published"));
    const auto under = [&](double home, double foreign) {
      Policy policy = base_policy(world);
      policy.set_wedge(world, 0, 0, 1, Wedge{home});
      policy.set_wedge(world, 0, 1, 0, Wedge{foreign});
      return policy;
    };
    const std::string id(csv.id(0));
    const bool nash = id.find("nash") != std::string::npos;
    const bool home_alone = id.find("home") != std::string::npos;
    const bool foreign_alone = id.find("foreign") != std::string::npos;
    double rates[2] = {reference[0], reference[1]};
    std::optional<Outcome> outcome;
    const std::vector<Player> players = every(world);
    if (nash) {
      const War war = tariff_war(model, base_policy(world), players, tariffs_on_all(EachRate::uniform),
                                 to_the_last_digit());
      outcome = war.outcome;
      if (war.nash.size() == 2) std::copy(war.nash.begin(), war.nash.end(), rates);
    } else if (home_alone || foreign_alone) {
      const int mover = home_alone ? 0 : 1;
      SearchSettings search;
      search.tolerance = 1e-11;
      search.steps = false;
      const BestResponse best =
          best_response(model, home_alone ? under(0.0, reference[1]) : under(reference[0], 0.0),
                        players[at(mover)], tariffs_on_all(EachRate::uniform), search);
      outcome = best.outcome;
      if (!best.best.empty()) rates[mover] = best.best[0];
    } else {
      outcome = model.solve(under(reference[0], reference[1]));
    }
    if (failed(name, outcome, out)) continue;
    const Result& r = (*outcome)->result;
    const auto closed_form = [&](const Result& at_rates, int n) {
      return 1.0 / ((two.sigma - 1.0) * sold_at_home(at_rates, 1 - n));
    };
    // The reference may stop short of its own optimum: it is then held to what it is off the closed form.
    const Outcome theirs = model.solve(under(reference[0], reference[1]));
    double allowed = 1e-8;
    for (int n = 0; n < 2; ++n) {
      if (!(nash || (n == 0 ? home_alone : foreign_alone))) continue;
      add_row(out, name, n == 0 ? "home tariff, closed form" : "foreign tariff, closed form",
              closed_form(r, n), rates[n], 1e-8);
      if (theirs) allowed = std::max(allowed, 1.5 * std::abs(closed_form(theirs->result, n) - reference[n]));
    }
    add_row(out, name, "home tariff", reference[0], rates[0], allowed);
    add_row(out, name, "foreign tariff", reference[1], rates[1], allowed);
    const double price = two.price(wage);
    if (const auto w = csv.optional_number(8))
      add_row(out, name, "home wage", *w, wage * r.wage[0] / r.wage[1], allowed);
    // Real income a worker.
    const double level[2] = {wage / price, 1.0 / price};
    for (std::size_t n = 0; n < 2; ++n)
      if (const auto W = csv.optional_number(9 + n))
        add_row(out, name, n == 0 ? "home real income" : "foreign real income", *W,
                level[n] * two.labour[n] * std::exp(r.log_welfare[n]), allowed);
  }
  return out;
}

}  // namespace leeway
