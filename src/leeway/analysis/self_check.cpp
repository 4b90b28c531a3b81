#include "leeway/analysis/self_check.h"

#include <algorithm>
#include <cmath>

namespace leeway {

namespace {

double largest_log(const std::vector<double>& log_hats) {
  double largest = 0.0;
  for (double x : log_hats) largest = std::max(largest, std::abs(x));
  return largest;
}

SelfCheck not_solved(SelfCheckKind kind, const Outcome& outcome) {
  return {kind, 0.0, 0.0, outcome.verdict().failure};
}

SelfCheck base_year_stays(const World& world, const Model& model) {
  const Outcome base = model.solve(base_policy(world));
  if (!base) return not_solved(SelfCheckKind::base_year_stays, base);
  return {SelfCheckKind::base_year_stays, largest_log(base->result.log_welfare), 1e-9, nullptr};
}

SelfCheck units(const World& world, const Options& options, const Solution& solution) {
  World scaled = world;
  for (Array3* block : {&scaled.flow, &scaled.input})
    for (double& value : *block) value *= 7.0;
  for (Array2* block : {&scaled.output, &scaled.value_added, &scaled.final_use})
    for (double& value : *block) value *= 7.0;
  const Outcome other = Model(scaled, options).solve(solution.policy);
  if (!other) return not_solved(SelfCheckKind::units, other);
  double gap = 0.0;
  for (std::size_t n = 0; n < solution.result.log_welfare.size(); ++n)
    gap = std::max(gap, std::abs(solution.result.log_welfare[n] - other->result.log_welfare[n]));
  return {SelfCheckKind::units, gap, 1e-8, nullptr};
}

SelfCheck gradient(const World& world, const Model& model, const Solution& at) {
  int importer = 0;
  int exporter = 0;
  int line = 0;
  double largest = -1.0;
  for (int l = 0; l < world.line_count(); ++l)
    for (int n = 0; n < world.economy_count(); ++n)
      for (int i = 0; i < world.economy_count(); ++i)
        if (n != i && world.flow(l, n, i) > largest) {
          largest = world.flow(l, n, i);
          importer = n;
          exporter = i;
          line = l;
        }
  const auto moved = [&](double step) {
    Policy policy = *at.policy;
    Wedge wedge = policy.wedge(world, line, importer, exporter);
    wedge.tariff += step;
    policy.set_wedge(world, line, importer, exporter, wedge);
    return model.solve(std::move(policy), at.start);
  };
  constexpr double step = 1e-3;
  const Outcome more = moved(step);
  const Outcome less = moved(-step);
  if (!more) return not_solved(SelfCheckKind::gradient, more);
  if (!less) return not_solved(SelfCheckKind::gradient, less);
  const auto welfare = [&](const Outcome& o) {
    return o->result.log_welfare[static_cast<std::size_t>(exporter)];
  };
  const double difference = (welfare(more) - welfare(less)) / (2.0 * step);
  const double adjoint = model.gradient(at, exporter).tariff(line, importer, exporter);
  return {SelfCheckKind::gradient, std::abs(adjoint - difference) / std::max(std::abs(difference), 1e-12),
          1e-4, nullptr};
}

}  // namespace

std::vector<SelfCheck> self_check(const World& world, const Options& options) {
  const Model model(world, options);
  Policy shock = base_policy(world);
  for (int l = 0; l < world.line_count(); ++l)
    for (int i = 1; i < world.economy_count(); ++i)
      shock.set_wedge(world, l, 0, i, {world.tariff(l, 0, i) + 0.1});
  const Outcome moved = model.solve(shock);
  const Certificate& certificate = moved.certificate();
  std::vector<SelfCheck> checks = {
      base_year_stays(world, model),
      {SelfCheckKind::labour_markets_clear, certificate.market_clearing, 1e-8, nullptr},
      {SelfCheckKind::walras, std::abs(certificate.walras), 1e-8, nullptr},
      {SelfCheckKind::world_payments, certificate.payments, 1e-8, nullptr},
  };
  checks.push_back(moved ? units(world, options, moved.solution()) : not_solved(SelfCheckKind::units, moved));
  checks.push_back(moved ? gradient(world, model, moved.solution())
                         : not_solved(SelfCheckKind::gradient, moved));
  return checks;
}

}  // namespace leeway
