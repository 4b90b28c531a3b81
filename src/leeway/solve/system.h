#pragma once

#include <span>
#include <vector>

namespace leeway::solve {

/// A square nonlinear system F(z) = 0 with its linearisation at the last point evaluated.
class System {
 public:
  System() = default;
  System(const System&) = delete;
  System& operator=(const System&) = delete;
  virtual ~System() = default;

  virtual int size() const = 0;
  /// Writes F(z); later calls of the Jacobian refer to this z. May write NaN where F is not defined.
  virtual void residual(std::span<const double> z, std::span<double> r) = 0;
  /// out = J v at the last point evaluated.
  virtual void jacobian(std::span<const double> v, std::span<double> out) = 0;
  /// out = M^-1 v, an approximate inverse of J; the identity unless overridden.
  virtual void precondition(std::span<const double> v, std::span<double> out);
  /// Brings a trial point back into the domain (bounds on some unknowns); nothing unless overridden.
  virtual void project(std::span<double> z);
};

/// How an iteration ended. Not converging is a value, never an exception.
struct Summary {
  bool converged = false;
  double residual = 0.0;        ///< largest absolute entry of F
  int iterations = 0;           ///< Newton steps or fixed-point steps
  int evaluations = 0;          ///< of F
  int products = 0;             ///< of J
  std::vector<double> history;  ///< largest absolute entry by iteration
};

double largest(std::span<const double> v);  ///< NaN if any entry is NaN
double norm(std::span<const double> v);

}  // namespace leeway::solve
