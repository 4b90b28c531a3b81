#include "leeway/replication/replicate.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "leeway/analysis/decomposition.h"
#include "leeway/base/index.h"
#include "leeway/io/csv.h"
#include "leeway/model/model_impl.h"
#include "leeway/policy/wedges.h"
#include "leeway/replication/cp2015.h"
#include "leeway/replication/largest_gaps.h"
#include "leeway/solve/newton_krylov.h"

namespace leeway {

namespace {

namespace fs = std::filesystem;

// Half of the last of two decimals, in percent, and a little: the paper prints 0.0554 as 0.05.
constexpr double kPrintedDigits = 5.5e-3;

struct Solved {
  Cp2015 published;
  World world;
  Solution base;
  Solution after;
  std::vector<std::shared_ptr<const Failure>> failures;

  const Result& before() const { return base.result; }
  const Result& nafta() const { return after.result; }
};

// Both equilibria from the same published shares, as the paper does; ratios between them are the result.
Solved solve_case(const fs::path& folder, const std::string& name, bool deficits) {
  Cp2015 published = read_cp2015(folder, name, deficits);
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

// Table 2 as printed: welfare, terms of trade, volume of trade, real wage; percent. Variants print
// welfare alone.
using Printed = std::map<std::string, std::vector<double>>;

void compare_regions(const Solved& s, const fs::path& file, double tolerance, const Printed& printed,
                     const std::string& name, LargestGaps& comparison, Replication& out) {
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

void compare_cells(const Solved& s, const fs::path& file, LargestGaps& comparison) {
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

void compare_trade(const Solved& s, const fs::path& file, LargestGaps& comparison) {
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
    LargestGaps comparison(name, one.tolerance, out);
    const std::string stem = "expected_" + one.label + "_";
    compare_regions(s, folder / (stem + "region.csv"), one.tolerance, one.printed, name, comparison, out);
    compare_cells(s, folder / (stem + "region_sector.csv"), comparison);
    compare_trade(s, folder / (stem + "trade.csv.gz"), comparison);
    comparison.finish();
  }
  return out;
}

}  // namespace leeway
