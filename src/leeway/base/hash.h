#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace leeway {

/// A running 128-bit content hash (XXH3), the base of every run id. Not cryptographic.
class Hasher {
 public:
  Hasher();
  ~Hasher();
  Hasher(const Hasher&) = delete;
  Hasher& operator=(const Hasher&) = delete;

  /// Each piece is hashed with its length, so that ("ab","c") and ("a","bc") differ.
  Hasher& add(std::string_view text);
  Hasher& add(std::span<const double> values);
  Hasher& add(double value);
  Hasher& add(std::int64_t value);
  /// 32 hexadecimal digits.
  std::string hex() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace leeway
