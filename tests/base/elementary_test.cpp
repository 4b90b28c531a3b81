// exp, log and their kin: close to the C library's everywhere, and the same bits wherever they are computed.

#include "leeway/base/elementary.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "leeway/base/elementary_lanes.h"
#include "leeway/base/hash.h"

namespace {

using leeway::Lanes4;
using leeway::Lanes8;
namespace elementary = leeway::elementary;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Numbers between two representable ones, plus one; NaN agrees with NaN, +0 differs from -0.
double places_apart(double a, double b) {
  if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b) ? 0.0 : kInfinity;
  if (a == b) return std::signbit(a) == std::signbit(b) ? 0.0 : kInfinity;
  const auto place = [](double x) {
    const auto size = std::bit_cast<std::int64_t>(std::abs(x));
    return std::signbit(x) ? -size : size;
  };
  return static_cast<double>(std::abs(place(a) - place(b)));
}

/// Numbers in [0, 1) from a fixed sequence.
class Sequence {
 public:
  double next() {
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<double>(state_ >> 11) * 0x1p-53;
  }

 private:
  std::uint64_t state_ = 20260124;
};

struct Function {
  const char* name;
  double (*ours)(double);
  double (*reference)(double);
  void (*array)(std::span<const double>, std::span<double>);
  Lanes8 (*lanes)(Lanes8);
  std::vector<std::pair<double, double>> ranges;
};

const std::vector<Function>& functions() {
  static const std::vector<Function> all = {
      {"exp",
       elementary::exp,
       std::exp,
       elementary::exp,
       elementary::lanes::exp,
       {{-1.0, 1.0}, {-746.0, 710.0}, {-745.2, -707.0}, {709.0, 710.0}, {-1e-9, 1e-9}}},
      {"expm1",
       elementary::expm1,
       std::expm1,
       elementary::expm1,
       elementary::lanes::expm1,
       {{-1.0, 1.0}, {-0.5, -0.3}, {0.3, 1.1}, {-45.0, 45.0}, {30.0, 710.0}, {-1e-3, 1e-3}, {-1e-16, 1e-16}}},
      {"log",
       elementary::log,
       std::log,
       elementary::log,
       elementary::lanes::log,
       {{0.0, 2.0}, {0.7, 1.5}, {0.999, 1.001}, {0.0, 1e300}, {0.0, 1e-307}}},
      {"log1p",
       elementary::log1p,
       std::log1p,
       elementary::log1p,
       elementary::lanes::log1p,
       {{-1.0, 1.0}, {-0.3, 0.45}, {0.0, 1e3}, {0.0, 1e18}, {-1e-3, 1e-3}, {-1e-16, 1e-16}}},
  };
  return all;
}

const std::vector<double>& special() {
  static const std::vector<double> values = {0.0,           -0.0,
                                             1.0,           -1.0,
                                             2.0,           -2.0,
                                             3.0,           -3.0,
                                             0.5,           -0.5,
                                             2.5,           -2.5,
                                             1.0 / 3.0,     -1.0 / 3.0,
                                             5e-324,        -5e-324,
                                             1e-310,        -1e-310,
                                             0x1p-1022,     -0x1p-1022,
                                             1e308,         -1e308,
                                             1e-20,         -1e-20,
                                             0x1p-54,       -0x1p-54,
                                             0x1p52 + 1.0,  -0x1p52 - 1.0,
                                             0x1p53,        -0x1p53,
                                             0x1p53 + 2,    0x1p51 + 0.5,
                                             1e17,          709.782712893384,
                                             709.79,        -745.1332191019411,
                                             -745.14,       -708.4,
                                             -40.0,         36.5,
                                             37.5,          1.0 + 0x1p-52,
                                             1.0 - 0x1p-53, kInfinity,
                                             -kInfinity,    kNaN};
  return values;
}

TEST(Elementary, AgreesWithTheLibraryToOnePlace) {
  for (const Function& f : functions()) {
    for (const double x : special())
      EXPECT_LE(places_apart(f.ours(x), f.reference(x)), 1.0)
          << f.name << "(" << x << ") is " << f.ours(x) << ", the library says " << f.reference(x);
    for (const auto& [from, to] : f.ranges) {
      Sequence sequence;
      double worst = 0.0;
      double where = from;
      for (int i = 0; i < 200000; ++i) {
        const double x = from + (to - from) * sequence.next();
        const double apart = places_apart(f.ours(x), f.reference(x));
        if (apart > worst) {
          worst = apart;
          where = x;
        }
      }
      EXPECT_LE(worst, 1.0) << f.name << "(" << where << ") is " << f.ours(where) << ", the library says "
                            << f.reference(where);
    }
  }
}

TEST(Elementary, PowersAgreeWithTheLibraryToOnePlace) {
  for (const double x : special())
    for (const double y : special())
      EXPECT_LE(places_apart(elementary::pow(x, y), std::pow(x, y)), 1.0)
          << "pow(" << x << ", " << y << ") is " << elementary::pow(x, y) << ", the library says "
          << std::pow(x, y);
  struct Range {
    double x0, x1, y0, y1;
  };
  for (const Range& r :
       {Range{0.0, 10.0, -5.0, 5.0}, Range{0.1, 10.0, -300.0, 300.0}, Range{0.99, 1.01, -7e4, 7e4},
        Range{0.0, 1e300, -1.0, 1.0}, Range{0.0, 1e-307, -1.0, 1.02}, Range{1.0, 1.0 + 1e-12, -6e14, 6e14}}) {
    Sequence sequence;
    double worst = 0.0;
    std::pair<double, double> where;
    for (int i = 0; i < 200000; ++i) {
      const double x = r.x0 + (r.x1 - r.x0) * sequence.next();
      const double y = r.y0 + (r.y1 - r.y0) * sequence.next();
      const double apart = places_apart(elementary::pow(x, y), std::pow(x, y));
      if (apart > worst) {
        worst = apart;
        where = {x, y};
      }
    }
    EXPECT_LE(worst, 1.0) << "pow(" << where.first << ", " << where.second << ")";
  }
}

bool same_bits(double a, double b) {
  return (std::isnan(a) && std::isnan(b)) ||
         std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

TEST(Elementary, ArraysAndLanesHaveTheBitsOfOneNumber) {
  for (const Function& f : functions())
    for (const auto& [from, to] : f.ranges) {
      // Every length, so that each tail is met, and special values in every lane.
      for (std::size_t count = 0; count < 40; ++count) {
        Sequence sequence;
        std::vector<double> x(count);
        for (double& value : x) value = from + (to - from) * sequence.next();
        if (count > 20) x[count / 2] = special()[count % special().size()];
        std::vector<double> y(count, -7.0);
        f.array(x, y);
        for (std::size_t i = 0; i < count; ++i)
          EXPECT_TRUE(same_bits(y[i], f.ours(x[i]))) << f.name << " " << x[i];
        for (std::size_t i = 0; i + 8 <= count; i += 8) {
          Lanes8 v{};
          for (int j = 0; j < 8; ++j) v[j] = x[i + static_cast<std::size_t>(j)];
          v = f.lanes(v);
          for (int j = 0; j < 8; ++j)
            EXPECT_TRUE(same_bits(v[j], y[i + static_cast<std::size_t>(j)])) << f.name;
        }
        f.array(x, x);
        for (std::size_t i = 0; i < count; ++i) EXPECT_TRUE(same_bits(x[i], y[i])) << f.name << " in place";
      }
    }
  for (const double exponent : special()) {
    std::vector<double> y(special().size());
    elementary::pow(special(), exponent, y);
    for (std::size_t i = 0; i < y.size(); ++i)
      EXPECT_TRUE(same_bits(y[i], elementary::pow(special()[i], exponent)))
          << special()[i] << "^" << exponent;
  }
}

/// A million results, hashed. The constant holds for every processor, vector width, compiler and WebAssembly;
/// a change of it changes results everywhere and wants a line in the changelog.
TEST(Elementary, BitsAreTheseOnEveryTarget) {
  Sequence sequence;
  leeway::Hasher hasher;
  const auto add = [&](std::vector<double> values) {
    // NaN has many bits.
    for (double& value : values) value = std::isnan(value) ? -1.0 : value;
    hasher.add(std::span<const double>(values));
  };
  std::vector<double> x(100000);
  std::vector<double> y(x.size());
  for (int round = 0; round < 2; ++round)
    for (const Function& f : functions()) {
      const auto& [from, to] = f.ranges[static_cast<std::size_t>(round)];
      for (double& value : x) value = from + (to - from) * sequence.next();
      f.array(x, y);
      add(y);
    }
  for (const double exponent : {-64.85, 0.24}) {
    for (double& value : x) value = 3.0 * sequence.next();
    elementary::pow(x, exponent, y);
    add(y);
  }
  EXPECT_EQ(hasher.hex(), "eb45bb203f8b8093c91f0541a1dd03db");
}

}  // namespace
