#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace leeway {

/// A count or position, which is never below zero, as an index of an array.
constexpr std::size_t at(int i) { return static_cast<std::size_t>(i); }

inline bool has(const std::vector<int>& list, int n) {
  return std::find(list.begin(), list.end(), n) != list.end();
}

/// Whether two lists share a member.
inline bool overlap(const std::vector<int>& a, const std::vector<int>& b) {
  return std::any_of(a.begin(), a.end(), [&](int n) { return has(b, n); });
}

}  // namespace leeway
