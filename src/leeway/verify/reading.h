#pragma once

#include <vector>

#include "leeway/base/index.h"
#include "leeway/verify/flows.h"
#include "leeway/verify/tally.h"

namespace leeway::second_reading {

/// Everything that the checks read, and what one check leaves for the next.
struct Reading {
  Reading(const World& world, const Options& options, const Policy& policy, const Result& result);

  const World& world;
  const Options& options;
  const Policy& policy;
  const Result& result;
  BaseYear base;
  FlowReader flows;

  Array3 log_wedge;            ///< [l][n][i] user price over the seller's basic price, against the base year
  Array3 taste;                ///< [l][n][i] factor on what buyers want of it at given prices
  Array3 demand;               ///< [l][n][i] share of the origin in what is bought of a line from all of them
  Array2 bought;               ///< [l][n] spending on a line that goes to its origins
  Array2 made;                 ///< [l][n] spending on a line that goes to its backstop
  Array2 cost_share;           ///< [n][k] value added in cost
  Array3 input_share;          ///< [n][h][k]
  Array2 final_share;          ///< [n][h]
  std::vector<double> inside;  ///< [instrument] share of imports that its quota lets in; 1 without a quota

  std::vector<EquationCheck> checks;

  Tally start(std::string what) const { return {world, std::move(what)}; }
  void finish(Tally& tally) { checks.push_back(tally.take()); }
  bool open(int l, int n, int i) const;
};

void check_prices(Reading& reading);
void check_markets(Reading& reading);
void check_instruments(Reading& reading);
void check_budgets(Reading& reading);

}  // namespace leeway::second_reading
