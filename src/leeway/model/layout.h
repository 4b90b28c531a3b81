#pragma once

#include "leeway/model/shares.h"

namespace leeway {

/// The unknowns, all as logs of level over base year: z = [w (N) | P (N,H) | V (N,J) | I (N)]
/// (model.md 5.1). The base year is z = 0. The multipliers x of instruments follow (model.md 3.12).
struct Layout {
  int N = 0;  ///< economies
  int H = 0;  ///< composites
  int J = 0;  ///< producers
  int R = 0;  ///< multipliers
  Layout(const Shares& b, int multipliers)
      : N(b.economies), H(b.composites), J(b.producers), R(multipliers) {}
  int levels() const { return 2 * N + N * H + N * J; }
  int size() const { return levels() + R; }
  int wage(int n) const { return n; }
  int price(int n, int h) const { return N + n * H + h; }
  int value_added(int n, int k) const { return N + N * H + n * J + k; }
  int income(int n) const { return N + N * H + N * J + n; }
  int multiplier(int r) const { return levels() + r; }
};

}  // namespace leeway
