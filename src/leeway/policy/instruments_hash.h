#pragma once

#include <string>

#include "leeway/policy/policy.h"

namespace leeway {

/// Hash of what a Policy's instruments and split flows are, for content hashes and run ids.
std::string instruments_hash(const Policy& policy);

}  // namespace leeway
