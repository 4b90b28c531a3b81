// What is said of a point: a Solution when it certifies, else a Failure with its worst equations and the
// Measure behind it.

#include <algorithm>
#include <cmath>
#include <optional>

#include "leeway/model/model_impl.h"
#include "leeway/policy/names.h"

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

// A fixed deficit cannot be shipped when trade has all but stopped (model.md 2.5).
std::string without_trade_for_its_imbalance(const Model::Impl& impl, const Equilibrium& equilibrium) {
  const EquilibriumState& s = equilibrium.state();
  for (std::size_t n = 0; n < s.deficit.size(); ++n) {
    const double gross = s.receipts[n] + s.payments[n];
    if (std::abs(s.deficit[n]) > 1e-9 && gross < 3.0 * std::abs(s.deficit[n]))
      return impl.world.economies[n].id;
  }
  return "";
}

// Bans before subsidies before all others: what closes a market stops a solve first.
int rank_of(Instrument instrument) {
  if (instrument == Instrument::import_ban || instrument == Instrument::export_ban) return 0;
  return instrument == Instrument::subsidy ? 1 : 2;
}

bool contains(const std::vector<int>& sorted, int value) {
  return std::binary_search(sorted.begin(), sorted.end(), value);
}

bool acts_on(const World& world, const Policy& policy, const Measure& m, int economy, int sector, int line) {
  if (!contains(economies_of(world, {m.by}, policy.as_of, m, "by"), economy) &&
      !contains(economies_of(world, m.on, policy.as_of, m, "on"), economy))
    return false;
  if (line < 0 && sector < 0) return true;
  std::vector<std::string> absent;
  const std::vector<int> lines = lines_of(world, m.goods, m, "goods", &absent);
  if (line >= 0) return contains(lines, line);
  return std::any_of(lines.begin(), lines.end(), [&](int l) {
    const Line& one = world.lines[static_cast<std::size_t>(l)];
    return one.composite == sector ||
           world.producers[static_cast<std::size_t>(one.producer)].sector == sector;
  });
}

std::string measure_of(const Model::Impl& impl, const Policy& policy, const std::vector<FailedRow>& worst) {
  const World& world = impl.world;
  for (const FailedRow& row : worst) {
    if (!row.measure.empty()) return row.measure;
    const std::string measure =
        measure_behind(world, policy, world.find_economy(row.economy).value_or(-1),
                       row.sector.empty() ? -1 : world.find_sector(row.sector).value_or(-1));
    if (!measure.empty()) return measure;
  }
  return "";
}

}  // namespace

std::span<const double> StartAccess::point(const Start& start) {
  return start.point_ ? std::span<const double>(*start.point_) : std::span<const double>();
}

Start StartAccess::of(std::vector<double> point) {
  Start start;
  start.point_ = std::make_shared<const std::vector<double>>(std::move(point));
  return start;
}

std::string measure_behind(const World& world, const Policy& policy, int economy, int sector, int line) {
  for (const bool own : {true, false})
    for (int rank = 0; rank < 3; ++rank) {
      const Measure* only = nullptr;
      for (const AppliedMeasure& a : policy.applied) {
        if (!a.solved || is_in_force(a.because) == own || rank_of(a.measure->instrument) != rank) continue;
        if (!acts_on(world, policy, *a.measure, economy, sector, line)) continue;
        if (only != nullptr) return "";
        only = a.measure.get();
      }
      if (only != nullptr) return only->id;
    }
  return "";
}

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
  const std::string imbalance_of = without_trade_for_its_imbalance(impl, *equilibrium);
  certificate.termination = !imbalance_of.empty()            ? Termination::closure_infeasible
                            : !certificate.converged         ? Termination::not_converged
                            : !certificate.identities_hold() ? Termination::identity_off
                                                             : Termination::certified;
  const std::string id = impl.run_id(compiled);
  Start start = StartAccess::of(std::move(found.z));
  if (certificate.certified())
    return Solution{std::move(policy), std::move(result), certificate, std::move(start), id};
  Failure failure;
  failure.worst = worst_rows(impl, *policy, equilibrium->layout(), r);
  failure.measure = measure_of(impl, *policy, failure.worst);
  failure.policy = std::move(policy);
  failure.certificate = certificate;
  failure.imbalance_of = imbalance_of;
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
  const auto lines = impl.world.lines.begin();
  const auto line = std::find_if(lines, impl.world.lines.end(),
                                 [&](const Line& l) { return l.id == failure.refusal->line; });
  failure.measure =
      measure_behind(impl.world, *policy, impl.world.find_economy(failure.refusal->economy).value_or(-1), -1,
                     static_cast<int>(line - lines));
  failure.policy = std::move(policy);
  failure.id = impl.run_id(compiled);
  return failure;
}

}  // namespace leeway
