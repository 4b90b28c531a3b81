#include "leeway/base/hash.h"

#include <array>
#include <cstring>

#include <fmt/format.h>
#include <xxhash.h>

namespace leeway {

struct Hasher::State {
  XXH3_state_t* xxh = XXH3_createState();
  // Most pieces are one number: gathered, they cost a tenth of a call each.
  std::array<char, 4096> gathered;
  std::size_t count = 0;

  ~State() { XXH3_freeState(xxh); }
  void put(const void* data, std::size_t size) {
    if (size == 0) return;
    if (size > gathered.size() - count) flush();
    if (size > gathered.size()) {
      XXH3_128bits_update(xxh, data, size);
      return;
    }
    std::memcpy(gathered.data() + count, data, size);
    count += size;
  }
  void flush() {
    XXH3_128bits_update(xxh, gathered.data(), count);
    count = 0;
  }
};

Hasher::Hasher() : state_(std::make_unique<State>()) { XXH3_128bits_reset(state_->xxh); }
Hasher::~Hasher() = default;

Hasher& Hasher::add(std::string_view text) {
  add(static_cast<std::int64_t>(text.size()));
  state_->put(text.data(), text.size());
  return *this;
}

Hasher& Hasher::add(std::span<const double> values) {
  add(static_cast<std::int64_t>(values.size()));
  state_->put(values.data(), values.size_bytes());
  return *this;
}

Hasher& Hasher::add(double value) { return add(std::span<const double>(&value, 1)); }

Hasher& Hasher::add(std::int64_t value) {
  state_->put(&value, sizeof value);
  return *this;
}

std::string Hasher::hex() const {
  state_->flush();
  const XXH128_hash_t digest = XXH3_128bits_digest(state_->xxh);
  return fmt::format("{:016x}{:016x}", digest.high64, digest.low64);
}

}  // namespace leeway
