#pragma once

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "leeway/world/world.h"

namespace leeway::testing {

/// Uniform on [low, high), the same on every platform (std::uniform_real_distribution is not).
inline double uniform(std::mt19937_64& random, double low, double high) {
  const double unit = static_cast<double>(random() >> 11U) * 0x1.0p-53;
  return low + (high - low) * unit;
}

/// Fills in output and absorption from flows and tariffs, then value added and final use as what
/// the given input purchases leave. The world balances exactly by construction.
inline void close_accounts(World& world) {
  world.output = sales(world);
  world.value_added = world.output;
  world.final_use = spending(world);
  for (int n = 0; n < world.economy_count(); ++n) {
    for (int h = 0; h < world.sector_count(); ++h) {
      for (int k = 0; k < world.producer_count(); ++k) {
        world.value_added(n, k) -= world.input(n, h, k);
        world.final_use(n, h) -= world.input(n, h, k);
      }
    }
  }
}

/// Empty accounts of the right shape, one line a sector.
inline void shape(World& world) {
  const int N = world.economy_count();
  const int J = world.sector_count();
  world.producers = own_producers(world.sectors);
  world.lines.clear();
  for (int j = 0; j < J; ++j) {
    const Sector& sector = world.sectors[static_cast<std::size_t>(j)];
    world.lines.push_back({sector.id, sector.name, j, j, ""});
  }
  world.flow = Array3(J, N, N);
  world.tariff = Array3(J, N, N);
  world.input = Array3(N, J, J);
  world.tariff_kinds = {"none", "applied"};
  world.tariff_kind.assign(static_cast<std::size_t>(J) * N * N, 0);
  world.line_substitution.assign(static_cast<std::size_t>(J), 1.0);
}

/// A random balanced world: tariffs from 0 to 30% on goods, unequal deficits, inputs of everything
/// into everything, every cell positive. Two elasticity sets: "default" (theta 2 to 8 by line) and
/// "four" (4 everywhere). The last sector is a service when there are two or more; the group "G2" is
/// the first two economies.
inline World small_world(int economies, int sectors, unsigned seed) {
  std::mt19937_64 random(seed);
  static const std::vector<std::string> ids = {"USA", "CHN", "CAN", "DEU", "FRA", "JPN",
                                               "MEX", "KOR", "IND", "BRA", "AUS", "GBR"};
  World world;
  world.name = "small";
  world.title = "Random world for tests";
  world.base_year = 2020;
  world.tariff_date = make_date(2020, 1, 1);
  world.currency = "USD million";
  world.default_elasticities = "default";
  for (int n = 0; n < economies; ++n) {
    const auto at = static_cast<std::size_t>(n);
    const bool rest = economies > 2 && n == economies - 1;
    const std::string id = rest ? "ROW" : at < ids.size() ? ids[at] : "X" + std::to_string(n + 10);
    world.economies.push_back({id, "Economy " + id, rest});
  }
  for (int j = 0; j < sectors; ++j) {
    const bool goods = sectors == 1 || j < sectors - 1;
    const std::string id = (goods ? "C" : "S") + std::to_string(j + 10);
    world.sectors.push_back({id, "Sector " + id, std::to_string(j + 10), goods});
  }
  Group pair{"G2", "First two economies", {}};
  for (int n = 0; n < std::min(2, economies); ++n) pair.members.push_back({n, {}, {}});
  world.groups.push_back(pair);
  shape(world);

  std::vector<double> size;
  for (int n = 0; n < economies; ++n) size.push_back(uniform(random, 0.5, 5.0));
  for (int l = 0; l < sectors; ++l) {
    const bool goods = world.sectors[static_cast<std::size_t>(l)].goods;
    for (int n = 0; n < economies; ++n) {
      for (int i = 0; i < economies; ++i) {
        const auto to = static_cast<std::size_t>(n);
        const auto from = static_cast<std::size_t>(i);
        const double openness = n == i ? 3.0 : goods ? 0.2 : 0.05;
        world.flow(l, n, i) = 1000.0 * size[to] * size[from] * openness * uniform(random, 0.3, 1.7);
        const double rate = uniform(random, 0.0, 0.3);
        if (n != i && goods) {
          world.tariff(l, n, i) = rate;
          world.tariff_kind[(static_cast<std::size_t>(l) * economies + to) * economies + from] = 1;
        }
      }
    }
  }

  // Inputs that take at most 70% of any row or column leave value added and final use positive.
  close_accounts(world);
  const Array2 available = world.final_use;
  const Array2 output = world.output;
  for (int n = 0; n < economies; ++n) {
    double spending = 0.0;
    double sales = 0.0;
    for (int h = 0; h < sectors; ++h) spending += available(n, h), sales += output(n, h);
    for (int h = 0; h < sectors; ++h) {
      for (int k = 0; k < sectors; ++k) {
        world.input(n, h, k) =
            uniform(random, 0.2, 0.7) * available(n, h) * output(n, k) / std::max(spending, sales);
      }
    }
  }
  close_accounts(world);

  ElasticitySet by_line{"default", "Drawn at random for tests", "", {}};
  for (int l = 0; l < sectors; ++l) by_line.theta.push_back(uniform(random, 2.0, 8.0));
  world.elasticities.push_back(by_line);
  world.elasticities.push_back(
      {"four", "Uniform", "", std::vector<double>(static_cast<std::size_t>(sectors), 4.0)});
  return world;
}

/// A small_world of four sectors C10 to S13 with a product line "product:cars" of C10 (units; lines
/// substitute at 1.8) and a sector "product:ore" split out of C11 (t), needed together with C12.
inline World carved_world(int economies, unsigned seed) {
  World world = small_world(economies, 5, seed);
  std::mt19937_64 random(seed + 1);
  const int N = economies;
  const int ore = 3;
  world.sectors[ore] = {"product:ore", "Ore", "11", true, 1};
  world.sectors[4] = {"S13", "Sector S13", "13", false};
  world.producers = own_producers(world.sectors);
  for (int j : {ore, 4}) {
    world.lines[static_cast<std::size_t>(j)].id = world.sectors[static_cast<std::size_t>(j)].id;
    world.lines[static_cast<std::size_t>(j)].name = world.sectors[static_cast<std::size_t>(j)].name;
  }
  world.lines[ore].unit = "t";
  world.lines[ore].confidence = "C";
  world.lines.push_back({"product:cars", "Cars", 0, 0, "units", "B", "Drawn at random for tests"});
  world.line_substitution[0] = 1.8;
  const int L = world.line_count();
  const Array3 flow = world.flow;
  const Array3 tariff = world.tariff;
  const std::vector<unsigned char> kind = world.tariff_kind;
  world.flow = Array3(L, N, N);
  world.tariff = Array3(L, N, N);
  world.tariff_kind.assign(world.flow.size(), 0);
  world.quantity = Array3(L, N, N);
  const auto cell = [N](int l, int n, int i) { return (static_cast<std::size_t>(l) * N + n) * N + i; };
  for (int l = 0; l < L; ++l) {
    const int from = l < L - 1 ? l : 0;
    for (int n = 0; n < N; ++n) {
      for (int i = 0; i < N; ++i) {
        world.flow(l, n, i) = flow(from, n, i) * (l == ore ? 0.01 : 1.0);
        world.tariff(l, n, i) = tariff(from, n, i);
        world.tariff_kind[cell(l, n, i)] = kind[cell(from, n, i)];
        if (l == ore) world.quantity(l, n, i) = 100.0 * world.flow(l, n, i) * uniform(random, 0.5, 2.0);
        if (l < L - 1) continue;
        world.flow(l, n, i) *= uniform(random, 0.05, 0.4);
        world.flow(0, n, i) -= world.flow(l, n, i);
        world.quantity(l, n, i) = 40.0 * world.flow(l, n, i) * uniform(random, 0.5, 2.0);
      }
    }
  }
  for (int n = 0; n < N; ++n) {
    for (int k = 0; k < 5; ++k) {
      world.input(n, ore, k) *= 0.01;
      world.input(n, k, ore) *= 0.01;
    }
  }
  close_accounts(world);
  for (ElasticitySet& set : world.elasticities) set.theta.push_back(5.0);
  world.critical = {{ore,
                     2,
                     {0.1, 0.05, 0.3},
                     {0.8, 0.5, 0.95},
                     {10.0, 4.0, 20.0},
                     {1.0, 0.5, 1.5},
                     {},
                     2,
                     "Chosen for tests"}};
  return world;
}

/// A carved_world whose "product:cars" is made by a producer of its own, of sector C10.
inline World two_producer_world(int economies, unsigned seed) {
  World world = carved_world(economies, seed);
  const int N = world.economy_count();
  const int J = world.sector_count();
  const int cars = J;
  world.producers.push_back({"product:cars", 0});
  world.lines.back().producer = cars;
  const Array3 input = world.input;
  const Array2 all = world.output;
  const Array2 made = sales(world);
  world.input = Array3(N, J, J + 1);
  for (int n = 0; n < N; ++n)
    for (int h = 0; h < J; ++h)
      for (int k = 0; k < J; ++k) {
        // Other inputs for cars than for the rest of the sector, none at all of services.
        const double part = k > 0 ? 0.0 : (h == J - 1 ? 0.0 : 0.3 * (1.0 + h)) * made(n, cars) / all(n, 0);
        world.input(n, h, k) = (1.0 - part) * input(n, h, k);
        if (k == 0) world.input(n, h, cars) = part * input(n, h, k);
      }
  close_accounts(world);
  return world;
}

/// Three economies, two sectors, round numbers that a reader can check by hand. Deficits are
/// USA 60, CHN -20, CAN -40; GDP is USA 2115, CHN 1555, CAN 504.
inline World tiny_world() {
  World world;
  world.name = "tiny";
  world.title = "Hand-made world for tests";
  world.base_year = 2020;
  world.tariff_date = make_date(2020, 1, 1);
  world.currency = "USD million";
  world.default_elasticities = "default";
  world.economies = {{"USA", "United States", false}, {"CHN", "China", false}, {"CAN", "Canada", false}};
  world.sectors = {{"C", "Goods", "01-33", true}, {"S", "Services", "35-98", false}};
  world.groups = {{"NAM", "North America", {{0, {}, {}}, {2, {}, {}}}},
                  {"PACT",
                   "A pact that Canada left in 2023",
                   {{0, make_date(2010, 1, 1), {}}, {2, make_date(2010, 1, 1), make_date(2023, 7, 1)}}}};
  shape(world);

  const double flow[2][3][3] = {{{800, 100, 100}, {50, 900, 50}, {80, 40, 180}},
                                {{1900, 40, 60}, {60, 1400, 10}, {50, 10, 340}}};
  const double goods_tariff[3][3] = {{0, 0.25, 0}, {0.20, 0, 0.10}, {0, 0.10, 0}};
  const double input[3][2][2] = {{{200, 100}, {150, 400}}, {{350, 150}, {150, 300}}, {{80, 30}, {50, 80}}};
  for (int n = 0; n < 3; ++n) {
    for (int i = 0; i < 3; ++i) {
      for (int l = 0; l < 2; ++l) world.flow(l, n, i) = flow[l][n][i];
      world.tariff(0, n, i) = goods_tariff[n][i];
      if (goods_tariff[n][i] > 0.0) world.tariff_kind[static_cast<std::size_t>(3 * n + i)] = 1;
    }
    for (int h = 0; h < 2; ++h) {
      for (int k = 0; k < 2; ++k) world.input(n, h, k) = input[n][h][k];
    }
  }
  close_accounts(world);
  world.elasticities = {{"default", "Chosen for tests", "", {5.0, 3.0}}, {"four", "Uniform", "", {4.0, 4.0}}};
  return world;
}

}  // namespace leeway::testing
