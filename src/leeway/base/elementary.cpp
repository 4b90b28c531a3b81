#include "leeway/base/elementary.h"

#include <cstring>

#include "leeway/base/elementary_lanes.h"

namespace leeway::elementary {

namespace {

/// Four lanes: two vectors of the plainest x86-64, one of AVX2; longer ones gain nothing here. The tail
/// goes through lanes too, so that there is one path.
template <class Function>
[[gnu::always_inline]] inline void each(std::span<const double> x, std::span<double> y, Function f) {
  std::size_t i = 0;
  for (; i + 4 <= x.size(); i += 4) {
    Lanes4 v;
    std::memcpy(&v, x.data() + i, sizeof v);
    v = f(v);
    std::memcpy(y.data() + i, &v, sizeof v);
  }
  if (i == x.size()) return;
  const std::size_t left = (x.size() - i) * sizeof(double);
  Lanes4 v = {1.0, 1.0, 1.0, 1.0};
  std::memcpy(&v, x.data() + i, left);
  v = f(v);
  std::memcpy(y.data() + i, &v, left);
}

}  // namespace

double exp(double x) { return lanes::exp(x); }
double expm1(double x) { return lanes::expm1(x); }
double log(double x) { return lanes::log(x); }
double log1p(double x) { return lanes::log1p(x); }
double pow(double x, double y) { return lanes::pow(x, y); }

LEEWAY_CLONES void exp(std::span<const double> x, std::span<double> y) {
  each(
      x, y, [](Lanes4 v) __attribute__((always_inline)) { return lanes::exp(v); });
}
LEEWAY_CLONES void expm1(std::span<const double> x, std::span<double> y) {
  each(
      x, y, [](Lanes4 v) __attribute__((always_inline)) { return lanes::expm1(v); });
}
LEEWAY_CLONES void log(std::span<const double> x, std::span<double> y) {
  each(
      x, y, [](Lanes4 v) __attribute__((always_inline)) { return lanes::log(v); });
}
LEEWAY_CLONES void log1p(std::span<const double> x, std::span<double> y) {
  each(
      x, y, [](Lanes4 v) __attribute__((always_inline)) { return lanes::log1p(v); });
}
LEEWAY_CLONES void pow(std::span<const double> x, double exponent, std::span<double> y) {
  const Lanes4 by = {exponent, exponent, exponent, exponent};
  each(
      x, y, [by](Lanes4 v) __attribute__((always_inline)) { return lanes::pow(v, by); });
}

}  // namespace leeway::elementary
