#pragma once

#include <string>

#include "leeway/base/error.h"

namespace leeway::testing {

/// The whole message of the InputError that something throws, "" if it throws none.
template <class Act>
std::string refusal(Act act) {
  try {
    act();
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

}  // namespace leeway::testing
