#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "leeway/base/date.h"

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

/// A hash of named values: the identity of a set of choices or of a question. Names and values are what is
/// hashed, never sentences about them.
class Identity {
 public:
  /// `kind` says of what: "options", "path", …
  explicit Identity(std::string_view kind) { hash_.add(kind); }

  template <class Value>
  Identity& add(std::string_view name, const Value& value) {
    hash_.add(name);
    put(value);
    return *this;
  }
  std::string hex() const { return hash_.hex(); }

 private:
  void put(std::string_view text) { hash_.add(text); }
  void put(double value) { hash_.add(value); }
  template <std::integral Value>
  void put(Value value) {
    hash_.add(static_cast<std::int64_t>(value));
  }
  void put(Date date) { put(date.time_since_epoch().count()); }
  template <class Value>
  void put(const std::optional<Value>& value) {
    put(value.has_value());
    if (value) put(*value);
  }
  template <class Value>
  void put(const std::vector<Value>& values) {
    put(values.size());
    for (const Value& value : values) put(value);
  }

  Hasher hash_;
};

}  // namespace leeway
