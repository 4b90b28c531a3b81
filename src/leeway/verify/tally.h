#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include <fmt/format.h>

#include "leeway/verify/verify.h"

namespace leeway::second_reading {

/// Keeps the largest error of one kind of equation and where it was met.
class Tally {
 public:
  Tally(const World& world, std::string what) : world_(world) { check_.what = std::move(what); }

  /// Relative difference of two amounts; below `least` in size both count as that large.
  template <class Where>
  void compare(double told, double found, double least, Where where) {
    const double size = std::max({std::abs(told), std::abs(found), least});
    add(size > 0.0 ? std::abs(told - found) / size : 0.0, where);
  }
  /// An error as it is. One that is no number is as large as can be.
  template <class Where>
  void add(double error, Where where) {
    if (std::isnan(error)) error = std::numeric_limits<double>::infinity();
    if (!(error > check_.error)) return;
    check_.error = error;
    check_.where = where();
  }

  auto economy(int n) const {
    return [this, n] { return name(n); };
  }
  auto producer(int n, int k) const {
    return [this, n, k] {
      return fmt::format("{}, {}", world_.producers[static_cast<std::size_t>(k)].id, name(n));
    };
  }
  auto composite(int n, int h) const {
    return [this, n, h] {
      return fmt::format("{}, {}", world_.sectors[static_cast<std::size_t>(h)].id, name(n));
    };
  }
  auto line(int l, int n) const {
    return
        [this, l, n] { return fmt::format("{}, {}", world_.lines[static_cast<std::size_t>(l)].id, name(n)); };
  }
  auto flow(int l, int n, int i) const {
    return [this, l, n, i] {
      return fmt::format("{}, {} from {}", world_.lines[static_cast<std::size_t>(l)].id, name(n), name(i));
    };
  }

  EquationCheck take() { return std::move(check_); }

 private:
  const std::string& name(int n) const { return world_.economies[static_cast<std::size_t>(n)].id; }

  const World& world_;
  EquationCheck check_;
};

}  // namespace leeway::second_reading
