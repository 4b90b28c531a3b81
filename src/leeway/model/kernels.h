#pragma once

namespace leeway::kernels {

// The dense passes over trade shares that a sweep is made of. Rows are `stride` apart, a multiple of 8,
// with zeros in the padding. Sums run in eight fixed lanes, so that the bits do not depend on the width
// of the machine's vectors.

/// ya[n] = sum_i a[n][i] v[i]
void row_sums(const double* a, const double* v, int rows, int stride, double* ya);
/// Both row_sums in one pass: ya with matrix a, yb with matrix b.
void row_sums2(const double* a, const double* b, const double* v, int rows, int stride, double* ya,
               double* yb);
/// y[i] += sum_n w[n] a[n][i]
void column_sums(const double* a, const double* w, int rows, int stride, double* y);

/// The same with shares in single precision, sums in double: for Jacobian products, whose accuracy only
/// steers the iteration.
void row_sums(const float* a, const double* v, int rows, int stride, double* ya);
void row_sums2(const float* a, const float* b, const double* v, int rows, int stride, double* ya, double* yb);
void column_sums(const float* a, const double* w, int rows, int stride, double* y);

/// out[j] = exp(scale * in[j]), in[j] = log for n entries; plain loops kept here so that one place can be
/// vectorised.
void exp_scaled(const double* in, double scale, int n, double* out);

}  // namespace leeway::kernels
