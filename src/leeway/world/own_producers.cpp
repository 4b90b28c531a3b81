#include "leeway/world/own_producers.h"

#include <utility>

namespace leeway {

void give_own_producers(World& world, const std::vector<int>& lines) {
  if (lines.empty()) return;
  const int N = world.economy_count();
  const int H = world.sector_count();
  const int before = world.producer_count();
  const Array2 sold = sales(world);
  std::vector<int> parent;  // of the new producers
  for (const int l : lines) {
    Line& line = world.lines[static_cast<std::size_t>(l)];
    parent.push_back(line.producer);
    line.producer = world.producer_count();
    world.producers.push_back({line.id, line.composite});
  }
  const int K = world.producer_count();
  Array2 part(N, K);  // of each producer in what its parent sold
  for (int n = 0; n < N; ++n) {
    for (int k = 0; k < before; ++k) part(n, k) = 1.0;
    for (std::size_t j = 0; j < lines.size(); ++j) {
      double own = 0.0;
      for (int m = 0; m < N; ++m) own += world.flow(lines[j], m, n);
      const double all = sold(n, parent[j]);
      const double share = all > 0.0 ? own / all : 0.0;
      part(n, before + static_cast<int>(j)) = share;
      part(n, parent[j]) -= share;
    }
    // What rounding leaves of a producer that sells nothing more.
    for (int k = 0; k < before; ++k)
      if (part(n, k) < 1e-12) part(n, k) = 0.0;
  }
  const auto origin = [&](int k) { return k < before ? k : parent[static_cast<std::size_t>(k - before)]; };
  Array3 input(N, H, K);
  Array2 output(N, K);
  Array2 value_added(N, K);
  for (int n = 0; n < N; ++n)
    for (int k = 0; k < K; ++k) {
      const int from = origin(k);
      output(n, k) = world.output(n, from) * part(n, k);
      value_added(n, k) = world.value_added(n, from) * part(n, k);
      for (int h = 0; h < H; ++h) input(n, h, k) = world.input(n, h, from) * part(n, k);
    }
  world.input = std::move(input);
  world.output = std::move(output);
  world.value_added = std::move(value_added);
}

}  // namespace leeway
