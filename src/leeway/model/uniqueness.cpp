#include "leeway/model/uniqueness.h"

#include <algorithm>
#include <cmath>

#include <Eigen/Dense>

#include "leeway/model/model_impl.h"
#include "leeway/solve/gmres.h"

namespace leeway {

namespace {

constexpr int kMostMinors = 12;
constexpr double kHighStart = 1.0;  // log premium, where a multiplier has no top
constexpr double kSameWelfare = 1e-8;

bool is_p_matrix(const Array2& a) {
  const auto m = static_cast<int>(a.extent(0));
  if (m > kMostMinors) {
    for (int r = 0; r < m; ++r) {
      double others = 0.0;
      for (int s = 0; s < m; ++s) others += s == r ? 0.0 : std::abs(a(r, s));
      if (!(a(r, r) > others)) return false;
    }
    return true;
  }
  for (unsigned set = 1; set < 1U << static_cast<unsigned>(m); ++set) {
    std::vector<int> rows;
    for (int r = 0; r < m; ++r)
      if ((set >> static_cast<unsigned>(r) & 1U) != 0) rows.push_back(r);
    const auto size = static_cast<Eigen::Index>(rows.size());
    Eigen::MatrixXd minor(size, size);
    for (Eigen::Index r = 0; r < size; ++r)
      for (Eigen::Index s = 0; s < size; ++s)
        minor(r, s) = a(rows[static_cast<std::size_t>(r)], rows[static_cast<std::size_t>(s)]);
    if (!(minor.determinant() > 0.0)) return false;
  }
  return true;
}

}  // namespace

Uniqueness check_uniqueness(const Model& model, const Solution& at) {
  const Policy& policy = *at.policy;
  const std::span<const double> solved = StartAccess::point(at.start);
  const Model::Impl& impl = model.impl();
  Uniqueness u;
  CompiledPolicy compiled = compile(impl.calibration, impl.world, policy);
  if (policy.instruments.empty()) return u;
  Equilibrium equilibrium(impl.calibration, compiled, &impl.preconditioner);
  equilibrium.use_full_precision();
  std::vector<double> r(solved.size());
  equilibrium.residual(solved, r);
  const auto& instruments = compiled.instruments.instruments;
  for (std::size_t j = 0; j < instruments.size(); ++j)
    if (instruments[j].active) u.binding.push_back(static_cast<int>(j));
  const auto m = static_cast<int>(u.binding.size());
  u.response = Array2(m, m);
  bool settled = true;
  for (int s = 0; s < m; ++s) {
    // Everything but the multipliers follows a unit change of one of them.
    std::vector<double> unit(r.size(), 0.0);
    unit[static_cast<std::size_t>(equilibrium.layout().multiplier(u.binding[static_cast<std::size_t>(s)]))] =
        1.0;
    equilibrium.hold_multipliers(true);
    const solve::GmresResult moved = solve::gmres(
        [&](std::span<const double> v, std::span<double> out) {
          ++u.sweeps;
          equilibrium.jacobian(v, out);
        },
        unit, 1e-8, 300,
        [&](std::span<const double> v, std::span<double> out) { equilibrium.precondition(v, out); });
    settled = settled && moved.converged;
    equilibrium.hold_multipliers(false);
    equilibrium.jacobian(moved.x, r);
    for (int row = 0; row < m; ++row) {
      const int instrument = u.binding[static_cast<std::size_t>(row)];
      u.response(row, s) = r[static_cast<std::size_t>(equilibrium.layout().multiplier(instrument))] /
                           instruments[static_cast<std::size_t>(instrument)].scale;
    }
  }
  u.p_matrix = is_p_matrix(u.response);
  for (const bool high : {false, true}) {
    std::vector<double> start(r.size(), 0.0);
    for (std::size_t j = 0; j < instruments.size(); ++j)
      start[static_cast<std::size_t>(equilibrium.layout().multiplier(static_cast<int>(j)))] =
          !high                               ? 0.0
          : std::isfinite(instruments[j].top) ? instruments[j].top
                                              : kHighStart;
    const Outcome other = model.solve(at.policy, StartAccess::of(std::move(start), at.policy));
    u.sweeps += other.certificate().sweeps;
    if (!other) continue;
    ++u.starts;
    for (std::size_t n = 0; n < at.result.log_welfare.size(); ++n)
      u.distance = std::max(u.distance, std::abs(other->result.log_welfare[n] - at.result.log_welfare[n]));
  }
  u.finding = !settled                    ? Multiplicity::response_unknown
              : u.starts < 2              ? Multiplicity::starts_failed
              : u.distance > kSameWelfare ? Multiplicity::other_equilibrium
              : !u.p_matrix               ? Multiplicity::not_p_matrix
                                          : Multiplicity::none_found;
  return u;
}

}  // namespace leeway
