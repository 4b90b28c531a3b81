#pragma once

#include <bit>
#include <cstdint>
#include <limits>

#include "leeway/base/lanes.h"

#ifdef __FAST_MATH__
#error "-ffast-math changes the bits of results"
#endif

namespace leeway::elementary::lanes {

// The functions of elementary.h for a double or for lanes of doubles; each lane has the bits that the
// function of one double gives. Include where a loop is hot; elsewhere elementary.h serves. A file that
// includes this must be compiled without contraction, as all of this project is.

template <class Real>
using Bits = typename BitsOf<Real>::Type;

[[gnu::always_inline]] inline std::uint64_t bits(double x) { return std::bit_cast<std::uint64_t>(x); }
template <class Real>
[[gnu::always_inline]] inline Bits<Real> bits(Real x) {
  return (Bits<Real>)x;
}
template <class Real>
[[gnu::always_inline]] inline Real from_bits(Bits<Real> x) {
  return std::bit_cast<Real>(x);
}
template <class Real>
[[gnu::always_inline]] inline Real all(double x) {
  return x - Real{};
}
/// a where the condition holds, b elsewhere.
template <class Condition, class Real>
[[gnu::always_inline]] inline Real select(Condition condition, Real a, Real b) {
  return condition ? a : b;
}
template <class Real>
[[gnu::always_inline]] inline Real magnitude(Real x) {
  return from_bits<Real>(bits(x) & 0x7fffffffffffffffULL);
}

inline constexpr double kInfinity = std::numeric_limits<double>::infinity();
/// Adding it rounds to a whole number, whose two's complement then stands in the low bits.
inline constexpr double kRounder = 0x1.8p52;
inline constexpr double kLog2e = 0x1.71547652b82fep0;
/// log 2 in two parts; the first has 42 bits, so that its product with an exponent is exact.
inline constexpr double kLog2High = 0x1.62e42fefa3800p-1;
inline constexpr double kLog2Low = 0x1.ef35793c76730p-45;

/// An unevaluated sum, low below the last place of high.
template <class Real>
struct Pair {
  Real high, low;
};

/// a + b exactly; |a| >= |b| or a = 0.
template <class Real>
[[gnu::always_inline]] inline Pair<Real> fast_sum(Real a, Real b) {
  const Real s = a + b;
  return {s, b - (s - a)};
}

/// a + b exactly.
template <class Real>
[[gnu::always_inline]] inline Pair<Real> sum(Real a, Real b) {
  const Real s = a + b;
  const Real t = s - a;
  return {s, (a - (s - t)) + (b - t)};
}

/// a b exactly, without a fused operation (Dekker 1971); neither near overflow.
template <class Real>
[[gnu::always_inline]] inline Pair<Real> product(Real a, Real b) {
  const Real p = a * b;
  const Real ta = a * 0x1.0000002p27;
  const Real tb = b * 0x1.0000002p27;
  const Real ah = ta - (ta - a);
  const Real bh = tb - (tb - b);
  const Real al = a - ah;
  const Real bl = b - bh;
  return {p, ((ah * bh - p) + ah * bl + al * bh) + al * bl};
}

/// 2^k of a whole number k to which kRounder was added; k within -1022 and 1023.
template <class Real>
[[gnu::always_inline]] inline Real power_of_two(Real rounded) {
  return from_bits<Real>((bits(rounded) << 52) + 0x3ff0000000000000ULL);
}

/// y 2^k in two steps, so that the result may overflow or lose bits below the smallest normal number.
template <class Real>
[[gnu::always_inline]] inline Real scale(Real y, Real k) {
  const Real half = k * 0.5 + kRounder;
  const Real rest = (k - (half - kRounder)) + kRounder;
  return y * power_of_two(half) * power_of_two(rest);
}

/// x = k log 2 + r with |r| <= log(2)/2, and e^r - 1 as a pair.
template <class Real>
struct Reduced {
  Real k;
  Pair<Real> excess;
};

template <class Real>
[[gnu::always_inline]] inline Reduced<Real> reduce(Real x, Real x_low) {
  const Real k = (x * kLog2e + kRounder) - kRounder;
  const Real high = x - k * kLog2High;
  const Real low = k * kLog2Low - x_low;
  const Real r = high - low;
  const Real rest = (high - r) - low;
  const Real z = r * r;
  // (e^r - 1 - r - r^2/2) / r^3 to 2^-64 of e^r.
  const Real a = 0x1.555555555555bp-3 + r * 0x1.555555555555ap-5;
  const Real b = 0x1.111111110ebf7p-7 + r * 0x1.6c16c16c14156p-10;
  const Real c = 0x1.a01a01b3a5a8fp-13 + r * 0x1.a01a01b1fd2a7p-16;
  const Real d = 0x1.71ddefc0d6dc5p-19 + r * 0x1.27e4c2c3138a5p-22;
  const Real e = 0x1.af6c8903b9c3ap-26 + r * 0x1.1f99bb1d5884cp-29;
  const Real q = a + z * (b + z * (c + z * (d + z * e)));
  return {k, fast_sum(r, z * (0.5 + r * q) + rest)};
}

template <class Real>
[[gnu::always_inline]] inline Real within(Real x, double lowest, double highest) {
  const Real up = select(x < lowest, all<Real>(lowest), x);
  return select(up > highest, all<Real>(highest), up);
}

template <class Real>
[[gnu::always_inline]] inline Real exp(Real x) {
  const Reduced<Real> at = reduce(within(x, -746.0, 710.0), Real{});
  return scale(1.0 + at.excess.high, at.k);
}

template <class Real>
[[gnu::always_inline]] inline Real expm1(Real x) {
  const Reduced<Real> at = reduce(within(x, -40.0, 710.0), Real{});
  // 2^k (e^r - 1 + 1 - 2^-k); beyond 60 the last term is 1 to the last place.
  const Real k = select(at.k > 60.0, all<Real>(60.0), at.k);
  const Pair<Real> whole = sum(1.0 - power_of_two(kRounder - k), at.excess.high);
  const Real y = scale(whole.high + (whole.low + at.excess.low), at.k);
  return select(magnitude(x) < 0x1p-54, x, y);
}

/// x = 2^k m with m within sqrt(1/2) and sqrt(2); x positive and finite.
template <class Real>
struct Split {
  Real k, m;
};

template <class Real>
[[gnu::always_inline]] inline Split<Real> split(Real x) {
  const auto small = x < 0x1p-1022;
  const Bits<Real> moved =
      bits(select(small, x * 0x1p54, x)) + (0x3ff0000000000000ULL - 0x3fe6a09e00000000ULL);
  // The biased exponent as a number: put into the low bits of 2^52.
  const Real biased = from_bits<Real>((moved >> 52) | 0x4330000000000000ULL) - 0x1p52;
  return {biased - select(small, all<Real>(1023.0 + 54.0), all<Real>(1023.0)),
          from_bits<Real>((moved & 0x000fffffffffffffULL) + 0x3fe6a09e00000000ULL)};
}

/// log of 2^k (1 + f) for 1 + f within sqrt(1/2) and sqrt(2); `low` is added to the logarithm.
template <class Real>
[[gnu::always_inline]] inline Real log_of(Real k, Real f, Real low) {
  const Real s = f / (2.0 + f);
  const Real z = s * s;
  const Real half = 0.5 * f * f;
  // (log(1 + f) - 2 s) / s to 2^-65.
  const Real y = z * z;
  const Real a = 0x1.5555555555555p-1 + z * 0x1.9999999999dfep-2;
  const Real b = 0x1.249249242b4e1p-2 + z * 0x1.c71c7258ee7e7p-3;
  const Real c = 0x1.745cde3a639afp-3 + z * 0x1.3b20aabe20107p-3;
  const Real d = 0x1.0f5cdb8c9ff87p-3 + z * 0x1.0f6268a2f0d0fp-3;
  const Real r = z * (a + y * (b + y * (c + y * d)));
  return k * kLog2High - ((half - (s * (half + r) + (k * kLog2Low + low))) - f);
}

template <class Real>
[[gnu::always_inline]] inline Real log_at_ends(Real x, Real y) {
  const Real nan = all<Real>(std::numeric_limits<double>::quiet_NaN());
  const Real finite = select(x < kInfinity, y, x);
  const Real positive = select(x < 0.0, nan, finite);
  return select(x == 0.0, all<Real>(-kInfinity), positive);
}

template <class Real>
[[gnu::always_inline]] inline Real log(Real x) {
  const Split<Real> at = split(x);
  return log_at_ends(x, log_of(at.k, at.m - 1.0, Real{}));
}

template <class Real>
[[gnu::always_inline]] inline Real log1p(Real x) {
  const Real u = 1.0 + x;
  const Split<Real> at = split(u);
  // What the sum u lost.
  const Real lost = select(x > 1.0, 1.0 - (u - x), x - (u - 1.0));
  const auto near = at.k == 0.0;
  const Real y = log_of(at.k, select(near, x, at.m - 1.0), select(near, Real{}, lost / u));
  return select(magnitude(x) < 0x1p-54, x, log_at_ends(u, y));
}

/// log x as a pair, exact to 2^-64; x positive and finite.
template <class Real>
[[gnu::always_inline]] inline Pair<Real> log_pair(Real x) {
  const Split<Real> at = split(x);
  const Real f = at.m - 1.0;
  const Pair<Real> d = sum(at.m, all<Real>(1.0));
  const Real s = f / d.high;
  const Pair<Real> back = product(s, d.high);
  const Real s_low = (((f - back.high) - back.low) - s * d.low) / d.high;
  const Pair<Real> square = product(s, s);
  const Real z = square.high;
  const Real z_low = square.low + 2.0 * s * s_low;
  // (atanh(s) - s - s^3/3) / s^5 to 2^-59.
  const Real y = z * z;
  const Real a = 0x1.999999999999ap-3 + z * 0x1.2492492492523p-3;
  const Real b = 0x1.c71c71c6ea408p-4 + z * 0x1.745d177ae2558p-4;
  const Real c = 0x1.3b1395b55ca7bp-4 + z * 0x1.1118cd727251bp-4;
  const Real e = 0x1.df7bb86be58c4p-5 + z * 0x1.e038b1a1a0112p-5;
  const Real q = a + y * (b + y * (c + y * e));
  const Pair<Real> third = fast_sum(all<Real>(0x1.5555555555555p-2), 0x1.5555555555555p-56 + z * q);
  const Pair<Real> t = product(z, third.high);
  const Pair<Real> one = fast_sum(all<Real>(1.0), t.high);
  const Real one_low = one.low + (t.low + z * third.low + z_low * third.high);
  const Pair<Real> v = product(s, one.high);
  const Real v_low = v.low + (s * one_low + s_low * one.high);
  const Pair<Real> whole = fast_sum(at.k * kLog2High, 2.0 * v.high);
  return fast_sum(whole.high, whole.low + (at.k * kLog2Low + 2.0 * v_low));
}

template <class Real>
[[gnu::always_inline]] inline auto is_whole(Real y) {
  const Real size = magnitude(y);
  return select(size < 0x1p52, (size + 0x1p52) - 0x1p52, size) == size;
}

template <class Real>
[[gnu::always_inline]] inline Real pow(Real x, Real y) {
  const Real base = magnitude(x);
  const Pair<Real> log_base = log_pair(base);
  // Beyond these a power is 0, 1 or infinite.
  const Real by = within(y, -0x1p100, 0x1p100);
  const Pair<Real> p = product(by, log_base.high);
  const Real low = p.low + by * log_base.low;
  const Real high = within(p.high, -746.0, 710.0);
  const Reduced<Real> at = reduce(high, select(high == p.high, low, Real{}));
  Real power = scale(1.0 + at.excess.high, at.k);

  const Real infinity = all<Real>(kInfinity);
  const Real nan = all<Real>(std::numeric_limits<double>::quiet_NaN());
  power = select(base == 0.0, select(y < 0.0, infinity, Real{}), power);
  power = select(base == kInfinity, select(y < 0.0, Real{}, infinity), power);
  const Real unsign = select(is_whole(y), select(is_whole(y * 0.5), power, -power),
                             select(base == 0.0, power, select(base == kInfinity, power, nan)));
  const auto negative = bits(x) >= 0x8000000000000000ULL;
  power = select(negative, unsign, power);
  power = select(x != x, x, select(y != y, y, power));
  return select(y == 0.0, all<Real>(1.0), select(x == 1.0, all<Real>(1.0), power));
}

/// Eight lanes in two halves: compilers take comparisons of what no vector of the machine holds one by one.
template <class Function>
[[gnu::always_inline]] inline Lanes8 in_halves(Lanes8 x, Function f) {
  const Lanes4 a = f(__builtin_shufflevector(x, x, 0, 1, 2, 3));
  const Lanes4 b = f(__builtin_shufflevector(x, x, 4, 5, 6, 7));
  return __builtin_shufflevector(a, b, 0, 1, 2, 3, 4, 5, 6, 7);
}
[[gnu::always_inline]] inline Lanes8 exp(Lanes8 x) {
  return in_halves(
      x, [](Lanes4 v) __attribute__((always_inline)) { return exp(v); });
}
[[gnu::always_inline]] inline Lanes8 expm1(Lanes8 x) {
  return in_halves(
      x, [](Lanes4 v) __attribute__((always_inline)) { return expm1(v); });
}
[[gnu::always_inline]] inline Lanes8 log(Lanes8 x) {
  return in_halves(
      x, [](Lanes4 v) __attribute__((always_inline)) { return log(v); });
}
[[gnu::always_inline]] inline Lanes8 log1p(Lanes8 x) {
  return in_halves(
      x, [](Lanes4 v) __attribute__((always_inline)) { return log1p(v); });
}

}  // namespace leeway::elementary::lanes
