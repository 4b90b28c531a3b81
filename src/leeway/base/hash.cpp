#include "leeway/base/hash.h"

#include <fmt/format.h>
#include <xxhash.h>

namespace leeway {

struct Hasher::State {
  XXH3_state_t* xxh = XXH3_createState();
  ~State() { XXH3_freeState(xxh); }
};

Hasher::Hasher() : state_(std::make_unique<State>()) { XXH3_128bits_reset(state_->xxh); }
Hasher::~Hasher() = default;

Hasher& Hasher::add(std::string_view text) {
  add(static_cast<std::int64_t>(text.size()));
  XXH3_128bits_update(state_->xxh, text.data(), text.size());
  return *this;
}

Hasher& Hasher::add(std::span<const double> values) {
  add(static_cast<std::int64_t>(values.size()));
  XXH3_128bits_update(state_->xxh, values.data(), values.size_bytes());
  return *this;
}

Hasher& Hasher::add(double value) { return add(std::span<const double>(&value, 1)); }

Hasher& Hasher::add(std::int64_t value) {
  XXH3_128bits_update(state_->xxh, &value, sizeof value);
  return *this;
}

std::string Hasher::hex() const {
  const XXH128_hash_t digest = XXH3_128bits_digest(state_->xxh);
  return fmt::format("{:016x}{:016x}", digest.high64, digest.low64);
}

}  // namespace leeway
