#include <algorithm>
#include <cmath>
#include <functional>

#include <fmt/format.h>

#include "leeway/base/error.h"
#include "leeway/output/format.h"
#include "runs.h"

namespace leeway::cli {

namespace {

struct Finding {
  bool passed = false;
  std::string text;
};

double largest_log(const std::vector<double>& log_hats) {
  double largest = 0.0;
  for (double x : log_hats) largest = std::max(largest, std::abs(x));
  return largest;
}

Finding gate(double value, double limit, const char* what) {
  return {value <= limit, fmt::format("{} {} (gate {})", what, scientific(value), scientific(limit))};
}

Finding not_solved(const Outcome& outcome) { return {false, certificate_line(outcome.verdict())}; }

/// At base-year policy nothing moves.
Finding hats_are_one(const World& world, const Model& model) {
  const Outcome base = model.solve(base_policy(world));
  if (!base) return not_solved(base);
  return gate(largest_log(base->result.log_welfare), 1e-9, "largest change of real income");
}

/// Counting money in another unit changes no relative figure.
Finding homogeneous(const World& world, const Options& options, const Solution& solution) {
  World scaled = world;
  for (Array3* block : {&scaled.flow, &scaled.input})
    for (double& value : *block) value *= 7.0;
  for (Array2* block : {&scaled.output, &scaled.value_added, &scaled.final_use})
    for (double& value : *block) value *= 7.0;
  const Outcome other = Model(scaled, options).solve(solution.policy);
  if (!other) return not_solved(other);
  double gap = 0.0;
  for (std::size_t n = 0; n < solution.result.log_welfare.size(); ++n)
    gap = std::max(gap, std::abs(solution.result.log_welfare[n] - other->result.log_welfare[n]));
  return gate(gap, 1e-8, "largest gap of real income");
}

/// The adjoint against a central difference, at the largest border flow into the first economy tested.
Finding gradient_holds(const World& world, const Model& model, const Solution& at) {
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
  if (!more) return not_solved(more);
  if (!less) return not_solved(less);
  const auto welfare = [&](const Outcome& o) {
    return o->result.log_welfare[static_cast<std::size_t>(exporter)];
  };
  const double difference = (welfare(more) - welfare(less)) / (2.0 * step);
  const double adjoint = model.gradient(at, exporter).tariff(line, importer, exporter);
  return gate(std::abs(adjoint - difference) / std::max(std::abs(difference), 1e-12), 1e-4,
              "relative gap of adjoint and difference");
}

}  // namespace

int selftest(const std::string& world_name) {
  const Session session = Session::open(world_name);
  const World& world = session.world();
  const Options options;
  const std::shared_ptr<const Model> shared = session.model(options);
  const Model& model = *shared;
  // A tariff of 10% by the first economy on all others: a shock that every world can take.
  Policy shock = base_policy(world);
  for (int l = 0; l < world.line_count(); ++l)
    for (int i = 1; i < world.economy_count(); ++i)
      shock.set_wedge(world, l, 0, i, {world.tariff(l, 0, i) + 0.1});
  const Outcome moved = model.solve(shock);

  bool all = true;
  const auto say = [&](const char* name, const Finding& finding) {
    print(fmt::format("{}  {:<22}{}\n", finding.passed ? "passed" : "FAILED", name, finding.text));
    all = all && finding.passed;
  };
  say("base year stays", hats_are_one(world, model));
  const Certificate& certificate = moved.certificate();
  say("labour markets clear", gate(certificate.market_clearing, 1e-8, "largest excess"));
  say("Walras' law", gate(std::abs(certificate.walras), 1e-8, "gap"));
  say("world payments", gate(certificate.payments, 1e-8, "gap"));
  say("units do not matter", moved ? homogeneous(world, options, moved.solution()) : not_solved(moved));
  say("gradient", moved ? gradient_holds(world, model, moved.solution()) : not_solved(moved));
  if (world.find_economy("CAN") && world.find_economy("USA")) {
    const Outcome punished = session.scenario("canada-punished").solve();
    say("scenario", {punished.certified(), "canada-punished " + certificate_line(punished.verdict())});
  }
  print(all ? "PASSED\n" : "FAILED\n");
  return all ? done : not_certified;
}

}  // namespace leeway::cli
