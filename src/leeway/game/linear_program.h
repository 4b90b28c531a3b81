#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace leeway {

/// Maximise c'x over lower <= Ax <= upper, x >= 0.
struct LinearProgram {
  struct Entry {
    std::size_t row;
    std::size_t column;
    double value;
  };
  std::vector<double> objective;  ///< [column]
  std::vector<double> lower;      ///< [row]; -infinity: none
  std::vector<double> upper;      ///< [row]; infinity: none
  std::vector<Entry> entries;
};

/// An optimal x from Clp's simplex method; nothing where it found none (infeasible, unbounded, stopped).
/// Where `exact_rows` is at least the number of rows, the basis is solved anew in dense form, so that the
/// rows at their bounds hold to rounding and not to Clp's tolerance alone. Callers check the answer.
std::optional<std::vector<double>> maximise(const LinearProgram& program, std::size_t exact_rows = 400);

}  // namespace leeway
