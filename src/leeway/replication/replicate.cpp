#include "leeway/replication/replicate.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "leeway/analysis/decomposition.h"
#include "leeway/base/suggest.h"
#include "leeway/io/csv.h"
#include "leeway/model/model_impl.h"
#include "leeway/policy/wedges.h"
#include "leeway/solve/newton_krylov.h"

namespace leeway {

namespace {

namespace fs = std::filesystem;

// Half of the last of two decimals, in percent, and a little: the paper prints 0.0554 as 0.05.
constexpr double kPrintedDigits = 5.5e-3;

std::size_t at(int i) { return static_cast<std::size_t>(i); }

// The model as published: shares and levels that are not yet an equilibrium, because the final shares
// were clipped at zero.
struct Published {
  std::vector<std::string> regions;
  std::vector<std::string> sectors;
  std::vector<double> labour;  // income by region, as published
  std::vector<double> theta;
  std::shared_ptr<Shares> shares;
  Array3 tariff_nafta;

  int region(const CsvFile& csv, std::size_t column) const { return find(regions, csv, column); }
  int sector(const CsvFile& csv, std::size_t column) const { return find(sectors, csv, column); }

 private:
  static int find(const std::vector<std::string>& names, const CsvFile& csv, std::size_t column) {
    const auto found = std::find(names.begin(), names.end(), csv.id(column));
    if (found == names.end())
      throw csv.error(column, fmt::format("unknown name \"{}\"", csv.id(column)),
                      did_you_mean(std::string(csv.id(column)), names));
    return static_cast<int>(found - names.begin());
  }
};

// Names, tariffs and empty accounts, one line and one producer a sector.
World frame(const Published& p, const std::string& name) {
  const std::size_t N = p.regions.size();
  const std::size_t J = p.sectors.size();
  World w;
  w.name = name;
  w.title = "Caliendo and Parro (2015), 1993";
  w.base_year = 1993;
  w.tariff_date = make_date(1993, 1, 1);
  w.currency = "as published";
  w.default_elasticities = "published";
  w.elasticities = {{"published", "Caliendo and Parro (2015)", "", p.theta}};
  for (const std::string& region : p.regions) w.economies.push_back({region, region, false});
  for (const std::string& id : p.sectors) {
    const int j = w.sector_count();
    w.sectors.push_back({id, id, "", true});
    w.lines.push_back({id, id, j, j, ""});
  }
  w.producers = own_producers(w.sectors);
  w.line_substitution.assign(J, 1.0);
  w.tariff_kinds = {"applied"};
  w.tariff = w.flow = Array3(J, N, N);
  w.tariff_kind.assign(w.tariff.size(), 0);
  w.input = Array3(N, J, J);
  w.output = w.value_added = w.final_use = Array2(N, J);
  return w;
}

Published read_published(const fs::path& folder, const std::string& name, bool deficits) {
  Published p;
  std::vector<double> D0;
  double W0 = 0.0;
  CsvFile regions(folder / "region.csv", {{"region"}, {"value_added"}, {"deficit"}});
  while (regions.next()) {
    p.regions.emplace_back(regions.id(0));
    p.labour.push_back(regions.non_negative(1));
    D0.push_back(deficits ? regions.number(2) : 0.0);
    W0 += p.labour.back();
  }
  CsvFile sectors(folder / "sector.csv", {{"sector"}, {"theta"}});
  while (sectors.next()) {
    p.sectors.emplace_back(sectors.id(0));
    p.theta.push_back(sectors.number(1));
  }
  p.shares = std::make_shared<Shares>(frame(p, name));
  Shares& b = *p.shares;
  const int N = b.economies;
  const int J = b.producers;
  b.W0 = W0;
  for (double& x : p.labour) x /= W0;
  for (double& x : D0) x /= W0;
  b.D0 = D0;
  b.taxed0.assign(at(J), 1);
  p.tariff_nafta = Array3(J, N, N);
  Array3& tariff = b.world.tariff;

  CsvFile cells(folder / "region_sector.csv",
                {{"region"}, {"sector"}, {"va_share"}, {"final_share"}, {"expenditure"}});
  while (cells.next()) {
    const int n = p.region(cells, 0);
    const int k = p.sector(cells, 1);
    b.beta0(n, k) = cells.number(2);
    b.alpha0(n, k) = cells.non_negative(3);
    b.X0(n, k) = cells.non_negative(4) / W0;
  }
  CsvFile inputs(folder / "io_coef.csv.gz", {{"region"}, {"input_sector"}, {"using_sector"}, {"gamma"}});
  while (inputs.next())
    b.g0(p.region(inputs, 0), p.sector(inputs, 1), p.sector(inputs, 2)) = inputs.number(3);
  CsvFile trade(folder / "trade_tariffs.csv.gz", {{"importer"},
                                                  {"exporter"},
                                                  {"sector"},
                                                  {"expenditure_cif_tariff_incl"},
                                                  {"flow_net_of_tariff"},
                                                  {"trade_share"},
                                                  {"tariff0"},
                                                  {"tariff_nafta"},
                                                  {"tariff_world", false},
                                                  {"tariff_world_no_nafta", false}});
  while (trade.next()) {
    const int n = p.region(trade, 0);
    const int i = p.region(trade, 1);
    const int l = p.sector(trade, 2);
    b.pi0(l, n, i) = trade.non_negative(5);
    tariff(l, n, i) = trade.number(6);
    p.tariff_nafta(l, n, i) = trade.number(7);
    b.F0(l, n, i) = b.pi0(l, n, i) / (1.0 + tariff(l, n, i));
    b.Y0(i, l) += b.pi0(l, n, i) * b.X0(n, l) / (1.0 + tariff(l, n, i));
    if (b.pi0(l, n, i) > 0.0) b.s0(l, n) = 1.0;
  }

  for (int n = 0; n < N; ++n) {
    double income = p.labour[at(n)] + b.D0[at(n)];
    for (int k = 0; k < J; ++k) {
      // Coefficients as published: they add up to one only to the digits of the file, which a World cannot
      // hold and the reference does.
      const double materials = 1.0 - b.beta0(n, k);
      if (materials > 0.0)
        for (int h = 0; h < J; ++h) b.g0(n, h, k) /= materials;
      b.produces[at(n * J + k)] = b.Y0(n, k) > 0.0 ? 1 : 0;
      b.V0(n, k) = b.beta0(n, k) * b.Y0(n, k);
      for (int i = 0; i < N; ++i) {
        const double t = tariff(k, n, i);
        income += b.pi0(k, n, i) * b.X0(n, k) * t / (1.0 + t);
        b.world.flow(k, n, i) = b.F0(k, n, i) * b.X0(n, k) * W0;
      }
    }
    b.I0[at(n)] = income;
    b.fac0[at(n)] = p.labour[at(n)];
    b.own_deficit[at(n)] = b.D0[at(n)] / p.labour[at(n)];
  }
  b.narrow();
  return p;
}

struct Solved {
  Published published;
  World world;
  Solution base;
  Solution after;
  std::vector<std::shared_ptr<const Failure>> failures;

  const Result& before() const { return base.result; }
  const Result& nafta() const { return after.result; }
};

// Both equilibria from the same published shares, as the paper does; ratios between them are the result.
Solved solve_case(const fs::path& folder, const std::string& name, bool deficits) {
  Published published = read_published(folder, name, deficits);
  World world = published.shares->world;
  const Policy before = base_policy(world);
  Policy nafta = before;
  DenseWedges wedges = dense_wedges(world, nafta);
  wedges.tariff = published.tariff_nafta;
  nafta.cells = cells_of(world, wedges);
  Options options;
  options.tolerance = 1e-12;
  Model::Impl impl(published.shares, options, nullptr);
  // As published, not what the shares of value added sum to.
  impl.calibration.labour0 = published.labour;
  solve::NewtonOptions newton;
  newton.tolerance = options.tolerance;
  newton.max_iterations = 100;
  Solved s{std::move(published), std::move(world), {}, {}, {}};
  // Published shares balance to their printed digits, so that the identities cannot be within their gates:
  // here the equations alone are held to the tolerance.
  const auto solve = [&](const Policy& policy, Solution& solution) {
    solution.policy = std::make_shared<const Policy>(policy);
    CompiledPolicy compiled = compile(impl.calibration, s.world, policy);
    Equilibrium equilibrium(impl.calibration, compiled);
    std::vector<double> z(at(equilibrium.size()), 0.0);
    newton_krylov(equilibrium, z, newton);
    const Outcome outcome =
        finish(impl, solution.policy, compiled, {z, Method::newton_krylov, 0, 0, {}}, &equilibrium);
    solution.result = read_result(equilibrium, z, solution.certificate);
    if (!outcome.certificate().converged) s.failures.push_back(outcome.shared_failure());
  };
  solve(before, s.base);
  solve(nafta, s.after);
  return s;
}

// Keeps the largest gap of a column over all rows of a file.
struct Worst {
  std::string place;
  double reference = 0.0;
  double ours = 0.0;
  double gap = -1.0;

  void take(const std::string& where, double expected, double calculated, double measured) {
    if (!(measured <= gap) || gap < 0.0) *this = {where, expected, calculated, measured};
  }
};

class Comparison {
 public:
  Comparison(std::string name, double tolerance, Replication& out)
      : name_(std::move(name)), tolerance_(tolerance), out_(out) {}

  void percent(const std::string& column, const std::string& where, double expected, double calculated) {
    worst_[{column, "percent"}].take(where, expected, calculated, std::abs(calculated - expected));
  }
  void relative(const std::string& column, const std::string& where, double expected, double calculated,
                double scale) {
    worst_[{column, "relative"}].take(where, expected, calculated, std::abs(calculated - expected) / scale);
  }
  void finish() {
    for (const auto& [key, w] : worst_) {
      ReplicationRow row;
      row.case_name = name_;
      row.quantity = fmt::format("{}, largest gap ({})", key.first, w.place);
      row.unit = key.second;
      row.reference = w.reference;
      row.ours = w.ours;
      row.gap = w.gap;
      row.tolerance = key.second == "percent" ? tolerance_ : tolerance_ / 100.0;
      row.ok = row.gap <= row.tolerance;
      out_.rows.push_back(std::move(row));
    }
  }

 private:
  std::string name_;
  double tolerance_;
  Replication& out_;
  std::map<std::pair<std::string, std::string>, Worst> worst_;
};

// Table 2 as printed: welfare, terms of trade, volume of trade, real wage; percent. Variants print
// welfare alone.
using Printed = std::map<std::string, std::vector<double>>;

void compare_regions(const Solved& s, const fs::path& file, double tolerance, const Printed& printed,
                     const std::string& name, Comparison& comparison, Replication& out) {
  static const std::vector<CsvColumn> columns = {{"region"},
                                                 {"wage_hat"},
                                                 {"cpi_hat"},
                                                 {"real_wage_pct"},
                                                 {"exact_real_income_pct"},
                                                 {"cp_linear_welfare_pct"},
                                                 {"cp_terms_of_trade_pct"},
                                                 {"cp_volume_of_trade_pct"},
                                                 {"tariff_revenue_base"},
                                                 {"tariff_revenue_new"},
                                                 {"income_base"},
                                                 {"income_new"},
                                                 {"imports_net_of_tariff_pct"},
                                                 {"exports_pct"}};
  const Cp2015FirstOrder first_order = cp2015_first_order(s.world, s.base, s.after);
  const std::vector<double> exact = real_income_change_pct(s.before(), s.nafta());
  CsvFile csv(file, columns);
  while (csv.next()) {
    const std::string region(csv.id(0));
    const int n = s.published.region(csv, 0);
    const auto m = at(n);
    double imports[2] = {0.0, 0.0};
    double exports[2] = {0.0, 0.0};
    for (int l = 0; l < s.world.line_count(); ++l)
      for (int i = 0; i < s.world.economy_count(); ++i) {
        if (i == n) continue;
        imports[0] += s.before().received(l, n, i);
        imports[1] += s.nafta().received(l, n, i);
        exports[0] += s.before().received(l, i, n);
        exports[1] += s.nafta().received(l, i, n);
      }
    comparison.relative("wage hat", region, csv.number(1), s.nafta().wage[m] / s.before().wage[m], 1.0);
    comparison.relative("consumer price hat", region, csv.number(2),
                        s.nafta().consumer_price[m] / s.before().consumer_price[m], 1.0);
    comparison.percent("exact real income", region, csv.number(4), exact[m]);
    comparison.percent("imports net of tariff", region, csv.number(12),
                       100.0 * (imports[1] / imports[0] - 1.0));
    comparison.percent("exports", region, csv.number(13), 100.0 * (exports[1] / exports[0] - 1.0));
    const double income = csv.number(10);
    comparison.relative("tariff revenue, base", region, csv.number(8), s.before().tariff_revenue[m], income);
    comparison.relative("tariff revenue, new", region, csv.number(9), s.nafta().tariff_revenue[m], income);
    comparison.relative("income, base", region, income, s.before().income[m], income);
    comparison.relative("income, new", region, csv.number(11), s.nafta().income[m], income);
    const std::array<std::pair<const char*, double>, 4> table = {
        {{"welfare, first order", 100.0 * first_order.welfare[m]},
         {"terms of trade, first order", 100.0 * first_order.terms_of_trade[m]},
         {"volume of trade, first order", 100.0 * first_order.volume[m]},
         {"real wage", 100.0 * first_order.real_wage[m]}}};
    const std::array<std::size_t, 4> column = {5, 6, 7, 3};
    const auto found = printed.find(region);
    for (std::size_t q = 0; q < table.size(); ++q) {
      const double reference = csv.number(column[q]);
      comparison.percent(table[q].first, region, reference, table[q].second);
      if (found == printed.end() || q >= found->second.size()) continue;
      ReplicationRow row;
      row.case_name = name;
      row.quantity = fmt::format("{}, {}", table[q].first, region);
      row.unit = "percent";
      row.paper = found->second[q];
      row.reference = reference;
      row.ours = table[q].second;
      row.gap = std::abs(row.ours - reference);
      row.tolerance = tolerance;
      row.ok = row.gap <= tolerance && std::abs(row.ours - *row.paper) <= kPrintedDigits;
      out.rows.push_back(std::move(row));
    }
  }
}

void compare_cells(const Solved& s, const fs::path& file, Comparison& comparison) {
  CsvFile csv(file, {{"region"},
                     {"sector"},
                     {"cost_hat"},
                     {"price_hat"},
                     {"expenditure_base"},
                     {"expenditure_new"},
                     {"output_base"},
                     {"output_new"}});
  while (csv.next()) {
    const int n = s.published.region(csv, 0);
    const int k = s.published.sector(csv, 1);
    const std::string where = fmt::format("{} {}", csv.id(0), csv.id(1));
    // A hat is one where nothing is made or bought.
    if (csv.number(6) > 0.0)
      comparison.relative("unit cost hat", where, csv.number(2),
                          s.nafta().basic_price(n, k) / s.before().basic_price(n, k), 1.0);
    if (csv.number(4) > 0.0)
      comparison.relative("price hat", where, csv.number(3), s.nafta().price(n, k) / s.before().price(n, k),
                          1.0);
    const double scale = s.before().income[at(n)];
    comparison.relative("spending, base", where, csv.number(4), s.before().absorption(n, k), scale);
    comparison.relative("spending, new", where, csv.number(5), s.nafta().absorption(n, k), scale);
    comparison.relative("output, base", where, csv.number(6), s.before().output(n, k), scale);
    comparison.relative("output, new", where, csv.number(7), s.nafta().output(n, k), scale);
  }
}

void compare_trade(const Solved& s, const fs::path& file, Comparison& comparison) {
  CsvFile csv(file, {{"importer"}, {"exporter"}, {"sector"}, {"flow_base"}, {"flow_new"}});
  while (csv.next()) {
    const int n = s.published.region(csv, 0);
    const int i = s.published.region(csv, 1);
    const int l = s.published.sector(csv, 2);
    const std::string where = fmt::format("{} from {}, {}", csv.id(0), csv.id(1), csv.id(2));
    const double scale = std::max(s.before().absorption(n, l), 1e-6 * s.before().income[at(n)]);
    comparison.relative("trade flow, base", where, csv.number(3), s.before().received(l, n, i), scale);
    comparison.relative("trade flow, new", where, csv.number(4), s.nafta().received(l, n, i), scale);
  }
}

}  // namespace

bool Replication::ok() const {
  return failures.empty() && !rows.empty() &&
         std::all_of(rows.begin(), rows.end(), [](const ReplicationRow& row) { return row.ok; });
}

Replication replicate_cp2015(const fs::path& golden_folder) {
  struct Case {
    std::string folder;
    std::string label;  // of the expected files
    bool deficits;
    double tolerance;  // percent
    Printed printed;
  };
  const std::vector<Case> cases = {
      {"cp2015_nafta",
       "D0",
       false,
       1e-7,
       {{"Mexico", {1.31, -0.41, 1.72, 1.72}},
        {"Canada", {-0.06, -0.11, 0.04, 0.32}},
        {"USA", {0.08, 0.04, 0.04, 0.11}}}},
      {"cp2015_nafta",
       "withD",
       true,
       1e-7,
       {{"Mexico", {1.17, -0.41, 1.59, 1.64}},
        {"Canada", {-0.04, -0.08, 0.04, 0.33}},
        {"USA", {0.08, 0.05, 0.04, 0.12}}}},
      {"cp2015_matlab/full",
       "nafta",
       false,
       1e-6,
       {{"Mexico", {1.31}}, {"Canada", {-0.06}}, {"USA", {0.08}}}},
      {"cp2015_matlab/no_io",
       "nafta",
       false,
       1e-6,
       {{"Mexico", {0.66}}, {"Canada", {-0.04}}, {"USA", {0.04}}}},
      {"cp2015_matlab/no_materials",
       "nafta",
       false,
       1e-6,
       {{"Mexico", {0.50}}, {"Canada", {-0.03}}, {"USA", {0.03}}}},
      {"cp2015_matlab/one_sector",
       "nafta",
       false,
       1e-6,
       {{"Mexico", {0.41}}, {"Canada", {-0.08}}, {"USA", {0.05}}}},
  };
  Replication out;
  out.title = "Caliendo and Parro (2015), welfare effects of NAFTA's tariff cuts";
  for (const Case& one : cases) {
    const fs::path folder = golden_folder / one.folder;
    const std::string name = one.folder + " " + one.label;
    const Solved s = solve_case(folder, name, one.deficits);
    if (!s.failures.empty()) {
      for (const auto& failure : s.failures) out.failures.emplace_back(name, failure);
      continue;
    }
    Comparison comparison(name, one.tolerance, out);
    const std::string stem = "expected_" + one.label + "_";
    compare_regions(s, folder / (stem + "region.csv"), one.tolerance, one.printed, name, comparison, out);
    compare_cells(s, folder / (stem + "region_sector.csv"), comparison);
    compare_trade(s, folder / (stem + "trade.csv.gz"), comparison);
    comparison.finish();
  }
  return out;
}

}  // namespace leeway
