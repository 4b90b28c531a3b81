#pragma once

#include <vector>

#include "leeway/base/array.h"
#include "leeway/model/options.h"
#include "leeway/world/world.h"

namespace leeway {

/// The shares and levels that the equations read (model.md 1.3). Values are divided by base-year world
/// factor income. Trade rows are padded to `stride`, a multiple of 16, with zeros; so are input rows to
/// `input_stride`.
struct Calibration {
  int economies = 0;     ///< N
  int sectors = 0;       ///< J, producing sectors and composites
  int lines = 0;         ///< L
  int stride = 0;        ///< of trade rows
  int input_stride = 0;  ///< of input rows

  std::vector<int> composite;              ///< [l]
  std::vector<int> producer;               ///< [l]
  std::vector<std::vector<int>> lines_in;  ///< [h] lines of a composite

  Array3 pi0;                   ///< [l][n][stride] share of origin i in n's spending on line l
  Array3 F0;                    ///< [l][n][stride] pi0 over one plus the base tariff: what reaches the seller
  std::vector<char> taxed0;     ///< [l] some flow of the line pays a tariff in the base year
  Array2 s0;                    ///< [l][n] share of line l in its composite
  Array3 g0;                    ///< [n][h][input_stride] share of composite h in materials of sector k
  Array2 beta0;                 ///< [n][k] value added in cost
  Array2 alpha0;                ///< [n][h] final demand shares
  Array2 eta;                   ///< [n][k] specific-factor share of value added
  Array2 V0;                    ///< [n][k]
  Array2 Y0;                    ///< [n][k]
  Array2 X0;                    ///< [n][h]
  std::vector<double> I0;       ///< [n] final expenditure
  std::vector<double> fac0;     ///< [n] factor income
  std::vector<double> labour0;  ///< [n] income of mobile labour
  std::vector<double> D0;       ///< [n] deficit; sums to zero
  std::vector<double> own_deficit;    ///< [n] D0/fac0 (closure own)
  std::vector<double> finance_share;  ///< [n] I0 shares that finance it
  double W0 = 0.0;                    ///< world factor income, USD million

  std::vector<double> theta;  ///< [l] trade elasticity, sigma - 1
  std::vector<double> sigL;   ///< [h]
  std::vector<double> sigM;   ///< [k] between bundles of materials
  std::vector<double> sigV;   ///< [k] between value added and materials
  double sigF = 1.0;
  std::vector<int> bundle;             ///< [h] input bundle of a composite, or -1 when it stands alone
  std::vector<double> sigB;            ///< [bundle]
  bool cobb_douglas_materials = true;  ///< no bundle and every sigM is 1: input shares never move
  bool unit_between_bundles =
      false;  ///< every sigM is 1 and there are bundles: only their members' shares move
  std::vector<std::vector<int>> bundle_members;  ///< [bundle] composites

  /// Of a line that can be done without at a cost (model.md E7): 0 none, else that cost over the base-year
  /// price, made at home by the technology of `backstop_host`.
  std::vector<double> backstop;
  std::vector<int> backstop_host;

  Closure closure = Closure::share;
  int numeraire = 0;

  std::vector<char> produces;  ///< [n*J+k] output > 0; other cells are masked (model.md 5.6)

  std::size_t cell(int n, int k) const { return static_cast<std::size_t>(n) * sectors + k; }
  bool active(int n, int k) const { return produces[cell(n, k)] != 0; }
};

/// Sharpness of the switch to a backstop, rho of (E7).
inline constexpr double kBackstopSharpness = 30.0;
/// What is left of the supply of a line when every supplier is banned and only a backstop remains.
inline constexpr double kNoSupply = 1e-250;

/// Throws InputError for options that the world cannot serve (unknown elasticity set or numeraire).
Calibration calibrate(const World& world, const Options& options);

}  // namespace leeway
