#pragma once

namespace leeway::kernels {

// The dense passes over trade shares that a sweep is made of. Rows are `stride` apart, a multiple of
// kAlign, with zeros in the padding. Sums run in fixed lanes, so that the bits do not depend on the width
// of the machine's vectors.

inline constexpr int kAlign = 16;
inline constexpr int padded(int count) { return (count + kAlign - 1) / kAlign * kAlign; }

/// ya[n] = sum_i a[n][i] v[i]
void row_sums(const double* a, const double* v, int rows, int stride, double* ya);
/// Both row_sums in one pass: ya with matrix a, yb with matrix b.
void row_sums2(const double* a, const double* b, const double* v, int rows, int stride, double* ya,
               double* yb);
/// y[i] += sum_n w[n] a[n][i]
void column_sums(const double* a, const double* w, int rows, int stride, double* y);

/// The same in single precision: for Jacobian products, whose accuracy only steers the iteration.
void row_sums(const float* a, const float* v, int rows, int stride, double* ya);
void row_sums2(const float* a, const float* b, const float* v, int rows, int stride, double* ya, double* yb);
void column_sums(const float* a, const float* w, int rows, int stride, float* y);

/// Scenarios solved side by side, `kLanes` of them: vectors hold kLanes numbers an entry, and one read of
/// a matrix serves all.
inline constexpr int kLanes = 8;
/// y[n][lane] = sum_i a[n][i] v[i][lane]
void lane_row_sums(const double* a, const double* v, int rows, int columns, int stride, double* y);
void lane_row_sums(const float* a, const double* v, int rows, int columns, int stride, double* y);
/// y[i][lane] += sum_n a[n][i] w[n][lane]
void lane_column_sums(const double* a, const double* w, int rows, int columns, int stride, double* y);

}  // namespace leeway::kernels
