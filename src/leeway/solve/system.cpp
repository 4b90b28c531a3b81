#include "leeway/solve/system.h"

#include <algorithm>
#include <cmath>

namespace leeway::solve {

void System::precondition(std::span<const double> v, std::span<double> out) {
  std::copy(v.begin(), v.end(), out.begin());
}

void System::project(std::span<double>) {}

double largest(std::span<const double> v) {
  double most = 0.0;
  for (double x : v) {
    if (std::isnan(x)) return x;
    most = std::max(most, std::abs(x));
  }
  return most;
}

double norm(std::span<const double> v) {
  double sum = 0.0;
  for (double x : v) sum += x * x;
  return std::sqrt(sum);
}

}  // namespace leeway::solve
