#pragma once

#include <array>
#include <cstddef>
#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "leeway/base/error.h"
#include "leeway/base/suggest.h"
#include "leeway/io/toml.h"

namespace leeway {

/// The position of the key's word in a short list. Throws InputError at the key where the word is none of
/// them.
template <std::size_t Count>
std::size_t word_of(const TomlTable& table, const char* key, const std::array<const char*, Count>& allowed) {
  const std::string found = table.require_string(key);
  for (std::size_t i = 0; i < Count; ++i)
    if (found == allowed[i]) return i;
  const std::string near = did_you_mean(found, {allowed.begin(), allowed.end()});
  throw InputError(table.where(key), fmt::format("unknown {} \"{}\"", key, found),
                   (near.empty() ? "" : near + "\n") + fmt::format("allowed: {}", fmt::join(allowed, ", ")));
}

}  // namespace leeway
