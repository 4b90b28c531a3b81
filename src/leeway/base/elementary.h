#pragma once

#include <span>

namespace leeway::elementary {

// exp, log and their kin with the same bits on every target: additions, products, divisions and bit
// operations in a fixed order, no fused operation, no table and no call of the C library, whose functions
// differ by processor. Every function is within one unit in the last place of the C library's and treats
// zeros, infinities and NaN as that does; floating-point exceptions and errno are left alone. Rounding to
// nearest is presumed. The arithmetic is in elementary_lanes.h, to be inlined into loops over lanes.

/// e^x.
double exp(double x);
/// e^x - 1, exact to the last place also near zero.
double expm1(double x);
/// The natural logarithm; -inf at 0, NaN below.
double log(double x);
/// log(1 + x), exact to the last place also near zero.
double log1p(double x);
/// x^y; a negative x takes whole y only, else NaN.
double pow(double x, double y);

/// y[i] = f(x[i]), with the bits of the functions of one number. `y` is as long as `x` and may be `x`.
void exp(std::span<const double> x, std::span<double> y);
void expm1(std::span<const double> x, std::span<double> y);
void log(std::span<const double> x, std::span<double> y);
void log1p(std::span<const double> x, std::span<double> y);
/// y[i] = x[i]^exponent.
void pow(std::span<const double> x, double exponent, std::span<double> y);

}  // namespace leeway::elementary
