#pragma once

#include <cmath>
#include <vector>

#include "support/small_world.h"

namespace leeway::testing {

/// Two economies with one good each and one elasticity (Armington): unit costs `cost`, labour `size`, no
/// tariffs, in equilibrium with balanced trade. The second one's wage is 1000.
inline World two_economies(double sigma, const std::vector<double>& cost, const std::vector<double>& size) {
  World world;
  world.name = "two";
  world.title = "Two economies for tests";
  world.base_year = 2020;
  world.tariff_date = make_date(2020, 1, 1);
  world.currency = "USD million";
  world.default_elasticities = "default";
  world.economies = {{"USA", "Home", false}, {"CHN", "Abroad", false}};
  world.sectors = {{"C10", "Goods", "10", true}};
  shape(world);
  world.elasticities = {{"default", "", "", {sigma - 1.0}}};
  const auto share_of_home_abroad = [&](double wage, int buyer) {
    const double home = std::pow(wage * cost[0], 1.0 - sigma);
    const double abroad = std::pow(cost[1], 1.0 - sigma);
    return buyer == 0 ? abroad / (home + abroad) : home / (home + abroad);
  };
  double low = 1e-4;
  double high = 1e4;
  for (int step = 0; step < 200; ++step) {
    const double wage = std::sqrt(low * high);
    const double deficit =
        share_of_home_abroad(wage, 0) * wage * size[0] - share_of_home_abroad(wage, 1) * size[1];
    (deficit > 0.0 ? high : low) = wage;
  }
  const double wage = std::sqrt(low * high);
  const double income[2] = {1000.0 * wage * size[0], 1000.0 * size[1]};
  for (int n = 0; n < 2; ++n) {
    const double imports = share_of_home_abroad(wage, n);
    world.flow(0, n, n) = (1.0 - imports) * income[n];
    world.flow(0, n, 1 - n) = imports * income[n];
  }
  close_accounts(world);
  return world;
}

}  // namespace leeway::testing
