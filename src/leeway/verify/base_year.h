#pragma once

#include <vector>

#include "leeway/base/array.h"
#include "leeway/model/options.h"
#include "leeway/world/world.h"

namespace leeway::second_reading {

/// Shares and levels of the base year straight from the World's flows, and the elasticities that the Options
/// make of its sets. Money is USD million.
struct BaseYear {
  BaseYear(const World& world, const Options& options);

  int economies = 0;
  int composites = 0;
  int producers = 0;
  int lines = 0;

  Array3 paid;                      ///< [l][n][i] flow with its duty
  Array2 spending;                  ///< [l][n]
  Array2 absorption;                ///< [n][h]
  Array2 output;                    ///< [n][k]
  Array2 value_added;               ///< [n][k]
  Array3 input_share;               ///< [n][h][k] of composite h in materials of k
  Array2 final_share;               ///< [n][h]
  std::vector<double> expenditure;  ///< [n] final
  std::vector<double> deficit;      ///< [n] imports less exports
  double world_income = 0.0;        ///< of factors

  std::vector<double> theta;       ///< [l]
  Array2 specific;                 ///< [n][k] share of value added that cannot move
  std::vector<double> sigma_cost;  ///< [k] between value added and materials
  /// [h] which composites are needed together: equal numbers are, -1 stands alone.
  std::vector<int> bundle;
  std::vector<double> bundle_sigma;   ///< [bundle]
  std::vector<double> backstop;       ///< [l] cost of doing without over the base-year price; 0 none
  std::vector<int> backstop_maker;    ///< [l] producer whose technology makes it
  std::vector<double> backstop_most;  ///< [l] its largest quantity over base-year use

  bool makes(int n, int k) const { return output(n, k) > 0.0; }
  /// Share of value added in the cost of a producer.
  double value_added_share(int n, int k) const { return value_added(n, k) / output(n, k); }
  double labour(int n) const;
  double factor_income(int n) const;

 private:
  void read_flows(const World& world);
  void read_accounts(const World& world);
  void choose_supply(const World& world, const Options& options);
  void choose_elasticities(const World& world, const Options& options);
  void bind_critical(const World& world, const Options& options);
};

}  // namespace leeway::second_reading
