#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "leeway/base/array.h"
#include "leeway/model/kernels.h"
#include "leeway/world/world.h"

namespace leeway {

/// Numbers by row of trade and exporter, [row][stride], padded with zeros.
class TradeRows {
 public:
  TradeRows() = default;
  TradeRows(int lines, int economies)
      : economies_(economies),
        stride_(kernels::padded(economies)),
        values_(static_cast<std::size_t>(lines) * economies * stride_, 0.0) {}

  double* row(int r) { return values_.data() + static_cast<std::ptrdiff_t>(r) * stride_; }
  const double* row(int r) const { return values_.data() + static_cast<std::ptrdiff_t>(r) * stride_; }
  double& operator()(int l, int n, int i) { return row(l * economies_ + n)[i]; }
  double operator()(int l, int n, int i) const { return row(l * economies_ + n)[i]; }

 private:
  int economies_ = 0;
  int stride_ = 0;
  kernels::Aligned<double> values_;
};

/// The base year as the equations read it (model.md 1.3): shares, and levels over base-year world factor
/// income. Depends on no option, so one serves every Model of a World, from any thread.
///
/// Three counts are apart: composites h are what is bought, producers k what makes, and rows of trade are
/// what an importer buys on a line from all origins. Rows are in the order of line, importer.
struct Shares {
  World world;
  int economies = 0;     ///< N
  int composites = 0;    ///< H
  int producers = 0;     ///< J
  int lines = 0;         ///< L
  int stride = 0;        ///< of trade rows
  int input_stride = 0;  ///< of input rows

  std::vector<int> composite;              ///< [l]
  std::vector<int> producer;               ///< [l]
  std::vector<std::vector<int>> lines_in;  ///< [h] lines of a composite

  TradeRows pi0;                              ///< share of an origin in a row's spending, at user prices
  TradeRows F0;                               ///< pi0 over one plus the base tariff: what reaches the seller
  std::vector<char> taxed0;                   ///< [l] some flow of the line pays a tariff in the base year
  Array2 s0;                                  ///< [l][n] share of line l in its composite
  Array3 g0;                                  ///< [n][h][input_stride] share of composite h in materials of k
  kernels::Aligned<kernels::Brief> g0_brief;  ///< the same, rows padded for kernels of brief numbers
  Array2 beta0;                               ///< [n][k] value added in cost
  Array2 alpha0;                              ///< [n][h] final demand shares
  Array2 V0;                                  ///< [n][k]
  Array2 Y0;                                  ///< [n][k]
  Array2 X0;                                  ///< [n][h]
  std::vector<double> I0;                     ///< [n] final expenditure
  std::vector<double> fac0;                   ///< [n] factor income
  std::vector<double> D0;                     ///< [n] deficit; sums to zero
  std::vector<double> own_deficit;            ///< [n] D0/fac0 (closure own)
  std::vector<double> finance_share;          ///< [n] I0 shares that finance it
  double W0 = 0.0;                            ///< world factor income, USD million
  std::string identity;                       ///< hash of all of the world that models read
  std::vector<char> produces;                 ///< [n*J+k] output > 0; other cells are masked (model.md 5.6)

  int rows() const { return lines * economies; }
  int row(int l, int n) const { return l * economies + n; }
  bool active(int n, int k) const { return produces[static_cast<std::size_t>(n * producers + k)] != 0; }

  /// Empty arrays of the world's shape; composite, producer and lines_in are read off its lines.
  explicit Shares(World world);
  /// Makes the brief copies of what has been filled in.
  void narrow();
};

}  // namespace leeway
