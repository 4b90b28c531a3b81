#pragma once

#include <stdexcept>

namespace leeway {

/// What was made could not be kept: a full disk, a closed stream. A failure of the machine and no fault of
/// the input; a program that catches it exits with code 3.
class LostOutput : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace leeway
