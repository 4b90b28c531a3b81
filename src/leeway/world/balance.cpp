#include "leeway/world/balance.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include <fmt/format.h>

namespace leeway {

namespace {

// Value added is at least this share of output, so that no sector works for nothing.
constexpr double least_value_added = 1e-9;

class Change {
 public:
  explicit Change(std::string what) { adjustment_.what = std::move(what); }

  // `scale` is the size of the account that the cell stands in: rounding of it is no adjustment.
  void note(double before, double after, double scale, const std::function<std::string()>& where) {
    const double amount = std::abs(after - before);
    if (amount <= 1e-12 * std::abs(scale)) return;
    ++adjustment_.cells;
    adjustment_.amount += amount;
    if (amount <= largest_) return;
    largest_ = amount;
    adjustment_.largest = fmt::format("{}: {:.6g} to {:.6g}", where(), before, after);
  }
  const Adjustment& result() const { return adjustment_; }

 private:
  Adjustment adjustment_;
  double largest_ = 0.0;
};

}  // namespace

std::vector<Adjustment> balance_world(World& world) {
  const int N = world.economy_count();
  const int J = world.sector_count();
  const int K = world.producer_count();
  const auto economy = [&](int n) { return world.economies[static_cast<std::size_t>(n)].id; };
  const auto sector = [&](int h) { return world.sectors[static_cast<std::size_t>(h)].id; };
  const auto producer = [&](int k) { return world.producers[static_cast<std::size_t>(k)].id; };
  const auto use = [&](int n, int h) { return [&, n, h] { return economy(n) + " " + sector(h); }; };
  const auto industry = [&](int n, int k) { return [&, n, k] { return economy(n) + " " + producer(k); }; };
  Change flows("negative trade flows set to zero");
  Change inputs("negative purchases of inputs set to zero");
  Change outputs("output set to the sum of sales");
  Change rows("purchases of inputs scaled down to what is absorbed, where final use was negative");
  Change columns("purchases of inputs scaled down to leave value added, where it was negative");
  Change value_added("value added set to output less inputs");
  Change final_use("final use set to absorption less inputs");

  Array2 output(N, K);
  Array2 available(N, J);
  for (int l = 0; l < world.line_count(); ++l) {
    const Line& line = world.lines[static_cast<std::size_t>(l)];
    for (int n = 0; n < N; ++n) {
      for (int i = 0; i < N; ++i) {
        double& flow = world.flow(l, n, i);
        if (flow < 0.0) {
          flows.note(flow, 0.0, flow,
                     [&] { return fmt::format("{} {} to {}", line.id, economy(i), economy(n)); });
          flow = 0.0;
        }
        output(i, line.producer) += flow;
        available(n, line.composite) += flow * (1.0 + world.tariff(l, n, i));
      }
    }
  }

  double world_output = 0.0;
  for (int n = 0; n < N; ++n) {
    for (int h = 0; h < J; ++h) {
      for (int k = 0; k < K; ++k) {
        double& input = world.input(n, h, k);
        if (input >= 0.0) continue;
        inputs.note(input, 0.0, input,
                    [&] { return fmt::format("{} {} to {}", economy(n), sector(h), producer(k)); });
        input = 0.0;
      }
    }
    // Rows first, then columns: scaling down keeps what was met before.
    for (int h = 0; h < J; ++h) {
      double bought = 0.0;
      for (int k = 0; k < K; ++k) bought += world.input(n, h, k);
      if (bought <= available(n, h)) continue;
      rows.note(bought, available(n, h), bought, use(n, h));
      for (int k = 0; k < K; ++k) world.input(n, h, k) *= available(n, h) / bought;
    }
    for (int k = 0; k < K; ++k) {
      const double most = (1.0 - least_value_added) * output(n, k);
      double cost = 0.0;
      for (int h = 0; h < J; ++h) cost += world.input(n, h, k);
      if (cost <= most) continue;
      columns.note(cost, most, cost, industry(n, k));
      for (int h = 0; h < J; ++h) world.input(n, h, k) *= most / cost;
    }
    for (int k = 0; k < K; ++k) {
      double cost = 0.0;
      for (int h = 0; h < J; ++h) cost += world.input(n, h, k);
      const double left = std::max(0.0, output(n, k) - cost);
      outputs.note(world.output(n, k), output(n, k), output(n, k), industry(n, k));
      value_added.note(world.value_added(n, k), left, output(n, k), industry(n, k));
      world.output(n, k) = output(n, k);
      world.value_added(n, k) = left;
      world_output += output(n, k);
    }
    for (int h = 0; h < J; ++h) {
      double bought = 0.0;
      for (int k = 0; k < K; ++k) bought += world.input(n, h, k);
      const double used = std::max(0.0, available(n, h) - bought);
      final_use.note(world.final_use(n, h), used, available(n, h), use(n, h));
      world.final_use(n, h) = used;
    }
  }

  std::vector<Adjustment> made;
  for (const Change* change : {&flows, &inputs, &outputs, &rows, &columns, &value_added, &final_use}) {
    if (change->result().cells == 0) continue;
    made.push_back(change->result());
    made.back().share = world_output > 0.0 ? made.back().amount / world_output : 0.0;
  }
  std::stable_sort(made.begin(), made.end(),
                   [](const Adjustment& a, const Adjustment& b) { return a.amount > b.amount; });
  return made;
}

}  // namespace leeway
