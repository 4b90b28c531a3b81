#pragma once

#include <memory>
#include <vector>

#include "leeway/model/options.h"
#include "leeway/model/shares.h"

namespace leeway {

/// A user of a bundle that buys two or more of its members.
struct BundleUse {
  int bundle = 0;
  int k = 0;
  int member = 0;      ///< where its members begin in BundleUses::share0
  double total = 0.0;  ///< share of the bundle in the user's materials
};

/// Shares of a World with what Options say of behaviour.
struct Calibration {
  std::shared_ptr<const Shares> shares;

  Array2 eta;                   ///< [n][k] specific-factor share of value added
  std::vector<double> labour0;  ///< [n] income of mobile labour

  std::vector<double> theta;  ///< [l] trade elasticity, sigma - 1
  std::vector<double> sigL;   ///< [h]
  std::vector<double> sigM;   ///< [k] between bundles of materials
  std::vector<double> sigV;   ///< [k] between value added and materials
  double sigF = 1.0;
  double sigC = 1.0;                   ///< between classes of goods of one line
  bool cobb_douglas_costs = true;      ///< every sigV is 1: value-added shares never move
  std::vector<int> bundle;             ///< [h] input bundle of a composite, or -1 when it stands alone
  std::vector<double> sigB;            ///< [bundle]
  bool cobb_douglas_materials = true;  ///< no bundle and every sigM is 1: input shares never move
  /// Every sigM is 1 and there are bundles: only their members' shares move, those of `uses`.
  bool unit_between_bundles = false;
  std::vector<std::vector<int>> bundle_members;  ///< [bundle] composites
  std::vector<std::size_t> first_pair;           ///< [bundle] of its members' pairs, and one past the end
  std::vector<BundleUse> uses;                   ///< in the order of economies
  std::vector<std::size_t> first_use;            ///< [n], and one past the end
  std::vector<double> use_share0;                ///< of each use, by member: share in the bundle

  /// Of a line that can be done without at a cost (model.md E7): 0 none, else that cost over the base-year
  /// price, made at home by the technology of `backstop_host`.
  std::vector<double> backstop;
  std::vector<int> backstop_host;
  std::vector<double> backstop_capacity;  ///< [l] largest quantity over the base year's use

  Closure closure = Closure::share;
  int numeraire = 0;

  /// Input shares that the base year fixes.
  bool inputs_move() const { return !cobb_douglas_materials && !unit_between_bundles; }
};

/// Sharpness of the switch from an origin to a backstop, rho of (E7).
inline constexpr double kBackstopSharpness = 30.0;
/// Below this distance of an elasticity from one a nest is Cobb-Douglas.
inline constexpr double kCobbDouglas = 1e-6;

/// Throws InputError for options that the world cannot serve (unknown elasticity set or numeraire).
Calibration calibrate(std::shared_ptr<const Shares> shares, const Options& options);
Calibration calibrate(const World& world, const Options& options);

}  // namespace leeway
