#include "leeway/game/linear_program.h"

#include <algorithm>
#include <cmath>

#include <ClpSimplex.hpp>
#include <CoinPackedMatrix.hpp>
#include <Eigen/LU>

namespace leeway {

namespace {

/// The basic columns and slacks solved from Ax - r = 0 with all others at the bound where Clp left them.
std::optional<std::vector<double>> basis_solved(const LinearProgram& program, const ClpSimplex& clp) {
  const auto rows = static_cast<Eigen::Index>(program.lower.size());
  const std::size_t columns = program.objective.size();
  std::vector<Eigen::Index> place(columns, -1);
  std::vector<Eigen::Index> slack(program.lower.size(), -1);
  Eigen::Index basic = 0;
  for (std::size_t j = 0; j < columns; ++j)
    if (clp.getColumnStatus(static_cast<int>(j)) == ClpSimplex::basic) place[j] = basic++;
  for (std::size_t i = 0; i < slack.size(); ++i)
    if (clp.getRowStatus(static_cast<int>(i)) == ClpSimplex::basic) slack[i] = basic++;
  if (basic != rows) return std::nullopt;
  Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(rows, rows);
  Eigen::VectorXd right = Eigen::VectorXd::Zero(rows);
  for (const LinearProgram::Entry& entry : program.entries)
    if (place[entry.column] >= 0)
      matrix(static_cast<Eigen::Index>(entry.row), place[entry.column]) += entry.value;
  for (std::size_t i = 0; i < slack.size(); ++i) {
    const auto row = static_cast<Eigen::Index>(i);
    if (slack[i] >= 0) {
      matrix(row, slack[i]) = -1.0;
    } else {
      const double activity = clp.primalRowSolution()[i];
      const bool at_lower = std::abs(activity - program.lower[i]) <= std::abs(activity - program.upper[i]);
      right(row) = at_lower ? program.lower[i] : program.upper[i];
    }
  }
  const Eigen::PartialPivLU<Eigen::MatrixXd> lu(matrix);
  Eigen::VectorXd solved = lu.solve(right);
  solved += lu.solve(right - matrix * solved);
  if (!solved.allFinite()) return std::nullopt;
  std::vector<double> x(columns, 0.0);
  for (std::size_t j = 0; j < columns; ++j)
    if (place[j] >= 0) x[j] = std::max(solved(place[j]), 0.0);
  return x;
}

}  // namespace

std::optional<std::vector<double>> maximise(const LinearProgram& program, std::size_t exact_rows) {
  const auto columns = static_cast<int>(program.objective.size());
  const auto rows = static_cast<int>(program.lower.size());
  std::vector<int> row, column;
  std::vector<double> value;
  for (const LinearProgram::Entry& entry : program.entries) {
    if (entry.value == 0.0) continue;
    row.push_back(static_cast<int>(entry.row));
    column.push_back(static_cast<int>(entry.column));
    value.push_back(entry.value);
  }
  CoinPackedMatrix matrix(true, row.data(), column.data(), value.data(),
                          static_cast<CoinBigIndex>(value.size()));
  matrix.setDimensions(rows, columns);
  const std::vector<double> zero(program.objective.size(), 0.0);
  const std::vector<double> unbounded(program.objective.size(), COIN_DBL_MAX);
  const auto bounded = [](std::vector<double> bounds) {
    for (double& b : bounds) b = std::clamp(b, -COIN_DBL_MAX, COIN_DBL_MAX);
    return bounds;
  };
  ClpSimplex clp;
  clp.setLogLevel(0);
  clp.loadProblem(matrix, zero.data(), unbounded.data(), program.objective.data(),
                  bounded(program.lower).data(), bounded(program.upper).data());
  clp.setOptimizationDirection(-1.0);
  clp.setPrimalTolerance(1e-10);
  clp.setDualTolerance(1e-10);
  clp.dual();
  if (!clp.isProvenOptimal()) clp.primal();
  if (!clp.isProvenOptimal()) return std::nullopt;
  if (program.lower.size() <= exact_rows)
    if (auto solved = basis_solved(program, clp)) return solved;
  std::vector<double> x(clp.primalColumnSolution(), clp.primalColumnSolution() + columns);
  for (double& one : x) one = std::max(one, 0.0);
  return x;
}

}  // namespace leeway
