#pragma once

#include <vector>

#include "leeway/base/array.h"
#include "leeway/world/world.h"

namespace leeway {

/// The world's tables as input-output chains. Inside a line every buyer of an economy has the same mix
/// of origins (the tables of a World say what a sector buys, not from whom). Duties on inputs are income
/// of the economy that levies them.
class Chains {
 public:
  explicit Chains(const World& world);

  /// Bundles of goods by origin and by maker, one a column: [n*K+k][bundle], USD at basic prices. K
  /// producers, J composites.
  using Bundles = Array2;

  /// What composites of each economy cost (user prices, [n*J+h][bundle]) as goods by maker, and the
  /// duties on the way added to `duties` [n][bundle].
  Bundles by_origin(const Array2& composites, Array2& duties) const;
  /// Income earned in each economy, all tiers, to make bundles of goods: [n][bundle].
  Array2 income_of_origin(const Bundles& goods) const;
  /// Where the value that enters at each maker (`value`, [n*K+k][bundle]) is finally used: [n][bundle].
  Array2 final_destination(const Array2& value) const;

 private:
  const World& world_;
  int N_;
  int J_;
  int K_;
  Array3 origin_;       ///< [l][n][i] basic value from i in one user dollar of the line's composite in n
  Array2 duty_;         ///< [n][h] duty in one user dollar of the composite
  Array3 coefficient_;  ///< [n][h][k] user dollars of composite h in one dollar of output k
};

}  // namespace leeway
