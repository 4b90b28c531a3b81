// What is said of a point: a Solution when it certifies, else a Failure with its worst equations and the
// Measure behind it.

#include <algorithm>
#include <cmath>
#include <optional>

#include "leeway/model/causes.h"
#include "leeway/model/model_impl.h"

namespace leeway {

namespace {

constexpr std::size_t kWorstRows = 5;

// A row that could not be evaluated is off by more than any other.
double size_of(double residual) { return std::isnan(residual) ? HUGE_VAL : std::abs(residual); }

FailedRow row_at(const Model::Impl& impl, const Policy& policy, const Layout& layout, int at, double value) {
  const auto economy = [&](int n) { return impl.world.economies[static_cast<std::size_t>(n)].id; };
  const auto sector = [&](int k) { return impl.world.sectors[static_cast<std::size_t>(k)].id; };
  using Block = FailedRow::Block;
  if (at < layout.price(0, 0)) return {Block::external_balance, economy(at), "", "", value};
  if (at < layout.value_added(0, 0)) {
    const int cell = at - layout.price(0, 0);
    return {Block::price, economy(cell / layout.H), sector(cell % layout.H), "", value};
  }
  if (at < layout.income(0)) {
    const int cell = at - layout.value_added(0, 0);
    const int made_in = impl.world.producers[static_cast<std::size_t>(cell % layout.J)].sector;
    return {Block::value_added, economy(cell / layout.J), sector(made_in), "", value};
  }
  if (at < layout.multiplier(0)) return {Block::income, economy(at - layout.income(0)), "", "", value};
  const BoundInstrument& bound = policy.instruments[static_cast<std::size_t>(at - layout.multiplier(0))];
  return {Block::instrument, "", "", bound.measure, value};
}

std::vector<FailedRow> worst_rows(const Model::Impl& impl, const Policy& policy, const Layout& layout,
                                  std::span<const double> r) {
  std::vector<int> order;
  for (int j = 0; j < static_cast<int>(r.size()); ++j)
    if (!(size_of(r[static_cast<std::size_t>(j)]) <= impl.options.tolerance)) order.push_back(j);
  const std::size_t count = std::min(kWorstRows, order.size());
  const auto worse = [&](int a, int b) {
    const double x = size_of(r[static_cast<std::size_t>(a)]);
    const double y = size_of(r[static_cast<std::size_t>(b)]);
    return x != y ? x > y : a < b;
  };
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count), order.end(), worse);
  std::vector<FailedRow> rows;
  for (std::size_t j = 0; j < count; ++j)
    rows.push_back(row_at(impl, policy, layout, order[j], r[static_cast<std::size_t>(order[j])]));
  return rows;
}

// The Measure on whose flows of an economy, or of one sector of it, most of the base year's value is lost.
std::string behind_losses(const Model::Impl& impl, const Policy& policy, const CompiledPolicy& compiled,
                          int economy, int sector) {
  const Calibration& c = impl.calibration;
  return Causes(impl.world, policy).weighing([&](int l, int n, int i) {
    const Line& line = impl.world.lines[static_cast<std::size_t>(l)];
    const bool here = n == economy || i == economy;
    if (!here || (sector >= 0 && line.composite != sector && line.producer != sector)) return 0.0;
    const double lost = 1.0 - compiled.rows->K_of_all(l, n, i) / c.shares->pi0(l, n, i);
    return impl.world.flow(l, n, i) * (lost > 1e-6 ? lost : 1e-6);
  });
}

std::string behind_rows(const Model::Impl& impl, const Policy& policy, const CompiledPolicy& compiled,
                        const std::vector<FailedRow>& worst) {
  for (const FailedRow& row : worst) {
    if (!row.measure.empty()) return row.measure;
    const std::string measure =
        behind_losses(impl, policy, compiled, impl.world.find_economy(row.economy).value_or(-1),
                      row.sector.empty() ? -1 : impl.world.find_sector(row.sector).value_or(-1));
    if (!measure.empty()) return measure;
  }
  return "";
}

// Behind an imbalance that trade cannot carry: the transfer that makes most of it, or what cuts the trade.
std::string behind_imbalance(const Model::Impl& impl, const Policy& policy, const CompiledPolicy& compiled,
                             int economy) {
  const auto at = static_cast<std::size_t>(economy);
  if (std::abs(compiled.transfer[at]) > std::abs(impl.calibration.shares->D0[at]))
    return Causes(impl.world, policy).transferring(economy);
  return behind_losses(impl, policy, compiled, economy, -1);
}

std::string behind_refusal(const World& world, const Policy& policy, const Refusal& refusal) {
  using Reason = Refusal::Reason;
  const Causes causes(world, policy);
  const int economy = world.find_economy(refusal.economy).value_or(-1);
  const auto flows_where = [&](auto holds) {
    return [&world, holds](int l, int n, int i) { return holds(l, n, i) ? world.flow(l, n, i) : 0.0; };
  };
  const auto line_is = [&](int l) { return world.lines[static_cast<std::size_t>(l)].id == refusal.line; };
  switch (refusal.reason) {
    case Reason::no_supplier:
      return causes.closing(flows_where([&](int l, int n, int) { return line_is(l) && n == economy; }));
    case Reason::ban_without_elasticity:
      return causes.weighing(flows_where([&](int l, int n, int) { return line_is(l) && n == economy; }));
    case Reason::no_buyer:
      return causes.closing(flows_where([&](int l, int, int i) {
        const auto k = static_cast<std::size_t>(world.lines[static_cast<std::size_t>(l)].producer);
        return i == economy && world.producers[k].id == refusal.line;
      }));
    case Reason::no_exports:
      return causes.closing(flows_where([&](int, int n, int i) { return i == economy && n != i; }));
    case Reason::no_imports:
      return causes.closing(flows_where([&](int, int n, int i) { return n == economy && n != i; }));
    case Reason::income_spent:
      return causes.paying(economy);
    case Reason::commitment_too_large:
      return refusal.measure;
  }
  return "";
}

}  // namespace

Outcome finish(const Model::Impl& impl, std::shared_ptr<const Policy> policy, CompiledPolicy& compiled,
               Found found, Equilibrium* equilibrium) {
  std::optional<Equilibrium> own;
  if (equilibrium == nullptr) equilibrium = &own.emplace(impl.calibration, compiled);
  const std::span<const double> r = equilibrium->residual_at(found.z);
  Certificate certificate;
  Result result = read_result(*equilibrium, found.z, certificate);
  read_instruments(*policy, *equilibrium, result, certificate);
  certificate.residual = solve::largest(r);
  certificate.converged = certificate.residual <= impl.options.tolerance;
  certificate.method = found.method;
  certificate.newton = found.newton;
  certificate.sweeps = found.sweeps;
  // A point that did not converge tells nothing of its economies; the last that did on the way here does.
  const std::optional<Strain> strain = certificate.converged ? strain_of(*equilibrium) : found.strain;
  const int secluded = strain ? strain->secluded : -1;
  const bool spent = !certificate.converged && strain && strain->spent();
  certificate.termination = spent                            ? Termination::refused
                            : secluded >= 0                  ? Termination::closure_infeasible
                            : !certificate.converged         ? Termination::not_converged
                            : !certificate.identities_hold() ? Termination::identity_off
                                                             : Termination::certified;
  const std::string id = impl.run_id(compiled);
  Start start = StartAccess::of(std::move(found.z), policy);
  if (certificate.certified())
    return Solution{std::move(policy),   std::move(result), certificate, std::move(start), id,
                    impl.options.horizon};
  const auto economy = [&](int n) { return impl.world.economies[static_cast<std::size_t>(n)].id; };
  Failure failure;
  failure.worst = worst_rows(impl, *policy, equilibrium->layout(), r);
  if (spent) {
    failure.refusal = Refusal{Refusal::Reason::income_spent, "", economy(strain->poorest)};
    failure.measure = behind_refusal(impl.world, *policy, *failure.refusal);
  } else if (secluded >= 0) {
    failure.imbalance_of = economy(secluded);
    failure.measure = behind_imbalance(impl, *policy, compiled, secluded);
  } else {
    failure.measure = behind_rows(impl, *policy, compiled, failure.worst);
  }
  failure.policy = std::move(policy);
  failure.certificate = certificate;
  failure.share_certified = found.share_certified;
  failure.start = std::move(start);
  failure.id = id;
  return failure;
}

Outcome refused(const Model::Impl& impl, std::shared_ptr<const Policy> policy,
                const CompiledPolicy& compiled) {
  Failure failure;
  failure.certificate.termination = Termination::refused;
  failure.certificate.residual = HUGE_VAL;
  failure.refusal = compiled.refusal;
  failure.measure = behind_refusal(impl.world, *policy, *failure.refusal);
  failure.policy = std::move(policy);
  failure.id = impl.run_id(compiled);
  return failure;
}

}  // namespace leeway
