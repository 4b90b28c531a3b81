#include "leeway/verify/verify.h"

#include <algorithm>

#include "leeway/verify/reading.h"

namespace leeway {

namespace second_reading {

Reading::Reading(const World& w, const Options& o, const Policy& p, const Result& res)
    : world(w), options(o), policy(p), result(res), base(w, o), flows(w, base, o, p, res) {
  const int N = base.economies;
  log_wedge = Array3(base.lines, N, N);
  taste = Array3(base.lines, N, N);
  demand = Array3(base.lines, N, N);
  bought = Array2(base.lines, N);
  made = Array2(base.lines, N);
  cost_share = Array2(N, base.producers);
  input_share = Array3(N, base.composites, base.producers);
  final_share = Array2(N, base.composites);
  for (int l = 0; l < base.lines; ++l)
    for (int n = 0; n < N; ++n)
      for (int i = 0; i < N; ++i) {
        if (!(base.paid(l, n, i) > 0.0)) continue;
        const FlowReading flow = flows.read(l, n, i);
        taste(l, n, i) = flow.demand;
        log_wedge(l, n, i) = flow.open ? flow.log_price : HUGE_VAL;
      }
}

bool Reading::open(int l, int n, int i) const {
  return base.paid(l, n, i) > 0.0 && log_wedge(l, n, i) < HUGE_VAL;
}

}  // namespace second_reading

bool Verification::holds() const { return worst().error <= kTolerance; }

const EquationCheck& Verification::worst() const {
  return *std::max_element(checks.begin(), checks.end(),
                           [](const auto& a, const auto& b) { return a.error < b.error; });
}

Verification verify(const World& world, const Options& options, const Policy& policy, const Result& result) {
  second_reading::Reading reading(world, options, policy, result);
  second_reading::check_prices(reading);
  second_reading::check_instruments(reading);
  second_reading::check_markets(reading);
  second_reading::check_budgets(reading);
  return {std::move(reading.checks)};
}

}  // namespace leeway
