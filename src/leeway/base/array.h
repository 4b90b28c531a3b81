#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

namespace leeway {

/// A dense array of doubles in C order (last index contiguous). Rank is fixed, extents are not.
template <std::size_t Rank>
class Array {
 public:
  Array() { extents_.fill(0); }

  template <class... Extents>
  requires(sizeof...(Extents) == Rank) explicit Array(Extents... extents)
      : extents_{static_cast<std::size_t>(extents)...} {
    std::size_t size = 1;
    for (std::size_t e : extents_) size *= e;
    values_.assign(size, 0.0);
  }

  /// Like the extents given, filled with `value`.
  static Array filled(const std::array<std::size_t, Rank>& extents, double value) {
    Array a;
    a.extents_ = extents;
    std::size_t size = 1;
    for (std::size_t e : extents) size *= e;
    a.values_.assign(size, value);
    return a;
  }

  template <class... Indices>
  requires(sizeof...(Indices) == Rank) double& operator()(Indices... indices) {
    return values_[offset(indices...)];
  }
  template <class... Indices>
  requires(sizeof...(Indices) == Rank) double operator()(Indices... indices) const {
    return values_[offset(indices...)];
  }

  /// Pointer to the row that starts at the given leading indices.
  template <class... Indices>
  requires(sizeof...(Indices) == Rank - 1) double* row(Indices... indices) {
    return values_.data() + offset(indices..., 0);
  }
  template <class... Indices>
  requires(sizeof...(Indices) == Rank - 1) const double* row(Indices... indices) const {
    return values_.data() + offset(indices..., 0);
  }

  std::size_t extent(std::size_t dimension) const { return extents_[dimension]; }
  const std::array<std::size_t, Rank>& extents() const { return extents_; }
  std::size_t size() const { return values_.size(); }
  bool empty() const { return values_.empty(); }
  double* data() { return values_.data(); }
  const double* data() const { return values_.data(); }
  auto begin() { return values_.begin(); }
  auto end() { return values_.end(); }
  auto begin() const { return values_.begin(); }
  auto end() const { return values_.end(); }
  void fill(double value) { std::fill(values_.begin(), values_.end(), value); }
  bool operator==(const Array&) const = default;

 private:
  template <class... Indices>
  std::size_t offset(Indices... indices) const {
    const std::array<std::size_t, Rank> index{static_cast<std::size_t>(indices)...};
    std::size_t at = 0;
    for (std::size_t d = 0; d < Rank; ++d) at = at * extents_[d] + index[d];
    return at;
  }

  std::array<std::size_t, Rank> extents_;
  std::vector<double> values_;
};

using Array2 = Array<2>;
using Array3 = Array<3>;

}  // namespace leeway
