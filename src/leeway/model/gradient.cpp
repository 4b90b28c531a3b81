// Gradients of what a government values with respect to every wedge and elasticity: model.md 6.1.

#include <algorithm>
#include <array>
#include <cmath>

#include "leeway/base/elementary.h"
#include "leeway/model/model_impl.h"
#include "leeway/model/sensitivity.h"
#include "leeway/policy/wedges.h"
#include "leeway/solve/gmres.h"

namespace leeway {

namespace {

// d ln((I_n + premium V_n) / P_F,n) / dz, weighted.
std::vector<double> derivative(const Equilibrium& equilibrium, const Objective& objective) {
  const Layout& layout = equilibrium.layout();
  const EquilibriumState& s = equilibrium.state();
  std::vector<double> o(static_cast<std::size_t>(layout.size()), 0.0);
  for (int n = 0; n < layout.N; ++n) {
    const double weight = objective.weight[static_cast<std::size_t>(n)];
    if (weight == 0.0) continue;
    const double income = s.income[static_cast<std::size_t>(n)];
    double counted = income;
    if (!objective.premium.empty())
      for (int k = 0; k < layout.J; ++k) counted += objective.premium(n, k) * s.V(n, k);
    o[static_cast<std::size_t>(layout.income(n))] = weight * income / counted;
    if (!objective.premium.empty())
      for (int k = 0; k < layout.J; ++k)
        o[static_cast<std::size_t>(layout.value_added(n, k))] =
            weight * objective.premium(n, k) * s.V(n, k) / counted;
    for (int h = 0; h < layout.H; ++h)
      o[static_cast<std::size_t>(layout.price(n, h))] = -weight * s.alpha(n, h);
  }
  return o;
}

/// What a flow does to an objective, per unit of its wedges.
struct OfFlow {
  double tariff = 0.0;
  double export_tax = 0.0;
  double log_cost = 0.0;
  double use = 0.0;  ///< adjoint of ln of its value
};

// Derivatives of the objective on the flows that CompiledInstruments keeps: the wedges of all parts and
// classes of a flow move together.
template <class Add>
void controlled_flows(const CompiledInstruments& ins, const Equilibrium::Adjoint& g, Add add) {
  for (std::size_t j = 0; j < ins.cells.size(); ++j) {
    const CompiledInstruments::Cell& cell = ins.cells[j];
    // Sums over parts of changes per unit of t, of e and of ln d, in that order.
    double kappa[3] = {};
    double through[3] = {};
    const auto per_unit = [](const CompiledInstruments::Part& part, int wedge) {
      return wedge == 0 ? 1.0 / (1.0 + part.tariff) : wedge == 1 ? 1.0 / (1.0 + part.export_tax) : 1.0;
    };
    for (int p = cell.first; p < cell.last; ++p) {
      const CompiledInstruments::Part& part = ins.parts[static_cast<std::size_t>(p)];
      for (int w = 0; w < 3; ++w) kappa[w] += part.share * per_unit(part, w);
    }
    for (int p = cell.first; p < cell.last; ++p) {
      const auto at = static_cast<std::size_t>(p);
      const CompiledInstruments::Part& part = ins.parts[at];
      double on_customs = 0.0;  // rents that are a share of the customs value
      for (int a = part.first; a < part.last; ++a) {
        const CompiledInstruments::Attachment& wedge = ins.attachments[static_cast<std::size_t>(a)];
        if (before_duty(wedge.control)) on_customs += wedge.exporter * wedge.rent;
      }
      const double tax = part.export_tax * part.f;
      for (int w = 0; w < 3; ++w) {
        const double d = per_unit(part, w);
        const double shift = cell.within * (d - kappa[w]);  // d ln of the part's share
        const double df = w == 2 ? 0.0 : -part.f * d;
        const double db = w == 0 ? -(tax + on_customs) * d : w == 1 ? part.f - tax * d : 0.0;
        through[w] += part.share * (g.f[j] * (shift * part.f + df) + g.b[j] * (shift * part.b + db));
        through[w] += g.part[at] * d;
        if (w == 0) through[w] -= g.customs[at] * d;
        if (w != 0) through[w] += g.invoice[at] * d;
      }
    }
    add(cell, OfFlow{-(g.kappa[j] * kappa[0] + through[0]), -(g.kappa[j] * kappa[1] + through[1]),
                     -(g.kappa[j] * kappa[2] + through[2]), 0.0});
  }
}

// Derivatives with respect to limits and to the tops of multipliers.
std::vector<InstrumentGradient> of_instruments(const Equilibrium& equilibrium, const Equilibrium::Adjoint& g,
                                               std::span<const double> lambda,
                                               const std::vector<int>& kinks) {
  const CompiledInstruments& ins = equilibrium.policy().instruments;
  std::vector<InstrumentGradient> list(ins.instruments.size());
  for (std::size_t j = 0; j < list.size(); ++j) {
    const CompiledInstruments::Instrument& r = ins.instruments[j];
    const double row = lambda[static_cast<std::size_t>(equilibrium.layout().multiplier(static_cast<int>(j)))];
    double by_G = r.active ? r.scale * row : 0.0;
    if (r.control == Control::tariff_rate_quota && r.G < 0.0) by_G += r.inside * g.inside[j];
    const bool falls = !r.counts() || r.control == Control::purchase_commitment;
    list[j].log_limit = falls ? by_G : -by_G;
    if (!r.active && r.x - r.scale * r.G > 0.5 * r.top) list[j].top = row;
  }
  for (const int kink : kinks) list[static_cast<std::size_t>(kink)].one_sided = true;
  return list;
}

}  // namespace

Objective Objective::of(int economy, int economies) {
  Objective objective;
  objective.weight.assign(static_cast<std::size_t>(economies), 0.0);
  objective.weight[static_cast<std::size_t>(economy)] = 1.0;
  return objective;
}

struct Sensitivity::Impl {
  const Model::Impl& model;
  std::shared_ptr<const Policy> policy;
  CompiledPolicy compiled;
  Equilibrium equilibrium;
  WedgeView wedge;
  std::vector<int> kinks;
  std::vector<double> lambda;
  Equilibrium::Adjoint adjoint;
  int sweeps = 1;
  bool converged = false;

  Impl(const Model::Impl& m, const Solution& at, KinkSide side)
      : model(m),
        policy(at.policy),
        compiled(compile(m.calibration, m.world, *policy)),
        equilibrium(m.calibration, compiled, &m.preconditioner),
        wedge(m.world, *policy) {
    const std::span<const double> z = StartAccess::point(at.start);
    std::vector<double> r(z.size());
    equilibrium.residual(z, r);
    equilibrium.settle_kinks(side, kinks);
  }

  // Of one class of a flow without instruments; `row` is its row of trade.
  OfFlow of_flow(int l, int n, int i, int place, double t, double e) const {
    const EquilibriumState& s = equilibrium.state();
    const auto row = static_cast<std::size_t>(place);
    const auto importer = static_cast<std::size_t>(n);
    const auto exporter = static_cast<std::size_t>(i);
    const int k = model.calibration.shares->producer[static_cast<std::size_t>(l)];
    const double theta = model.calibration.theta[static_cast<std::size_t>(l)];
    const double Ku = compiled.rows->K_of(place)[i] * s.u.row(l)[i];
    const double inverse_U = 1.0 / s.U[row];
    const double value = Ku * s.coef[row];
    if (!(value > 0.0)) return {};
    const double income = adjoint.income[importer];
    const double balance = n == i ? 0.0 : adjoint.receipts[exporter] - adjoint.payments[importer];
    const double inverse_t = 1.0 / (1.0 + t);
    const double inverse_e = e == 0.0 ? 1.0 : 1.0 / (1.0 + e);
    const double f = inverse_t * inverse_e;
    const double b = e * f;
    const double by_f = value * adjoint.sales(i, k);
    const double by_a = value * (income - balance);
    const double by_b = value * adjoint.income[exporter];
    OfFlow of;
    of.use = f * by_f + (1.0 - f - b) * by_a + b * by_b + value * balance;
    of.log_cost = theta * of.use - Ku * inverse_U * adjoint.row_price[row];
    for (const Equilibrium::Switching& flow : equilibrium.switching_of(l, row))
      if (flow.i == i) of.log_cost -= flow.adjoint;
    // f and b fall with t; f falls and b rises with e; a is the rest of a dollar.
    const double kept = f * by_f + b * by_b - (f + b) * by_a;
    of.tariff = inverse_t * (of.log_cost + kept);
    of.export_tax = inverse_e * (of.log_cost + f * (by_f - by_b));
    return of;
  }

  bool controlled(int l, int n, int goods, int i) const {
    const std::vector<CompiledInstruments::Cell>& cells = compiled.instruments.cells;
    const auto before = [](const CompiledInstruments::Cell& c, const std::array<int, 4>& flow) {
      return std::array<int, 4>{c.l, c.n, c.goods, c.i} < flow;
    };
    const std::array<int, 4> flow{l, n, goods, i};
    const auto found = std::lower_bound(cells.begin(), cells.end(), flow, before);
    return found != cells.end() && std::array<int, 4>{found->l, found->n, found->goods, found->i} == flow;
  }

  // Of the classes of a flow together, those under instruments left out.
  OfFlow of_all_classes(int l, int n, int i) const {
    const CutRow* cut = policy->cut_row(l, n);
    if (cut == nullptr) {
      if (controlled(l, n, 0, i)) return {};
      const Wedge w = wedge(l, n, i);
      return of_flow(l, n, i, compiled.rows->row(l, n, 0), w.tariff, w.export_tax);
    }
    OfFlow sum;
    for (int goods = 0; goods < static_cast<int>(cut->classes.size()); ++goods) {
      if (controlled(l, n, goods, i)) continue;
      const Wedge w = cut->classes[static_cast<std::size_t>(goods)].of(model.world, l, n, i).wedge;
      const OfFlow one = of_flow(l, n, i, compiled.rows->row(l, n, goods), w.tariff, w.export_tax);
      sum.tariff += one.tariff;
      sum.export_tax += one.export_tax;
    }
    return sum;
  }
};

Sensitivity::Sensitivity(const Model& model, const Solution& at, KinkSide side)
    : impl_(std::make_unique<Impl>(model.impl(), at, side)) {}
Sensitivity::~Sensitivity() = default;

bool Sensitivity::solve(const Objective& objective, std::vector<double>& guess, double tolerance) {
  Impl& impl = *impl_;
  const solve::LinearMap transpose = [&](std::span<const double> y, std::span<double> out) {
    ++impl.sweeps;
    impl.equilibrium.transpose(y, out);
  };
  const solve::LinearMap precondition = [&](std::span<const double> y, std::span<double> out) {
    impl.equilibrium.precondition_transpose(y, out);
  };
  std::vector<double> o = derivative(impl.equilibrium, objective);
  const auto norm = [](const std::vector<double>& v) {
    double sum = 0.0;
    for (const double x : v) sum += x * x;
    return std::sqrt(sum);
  };
  const double size = norm(o);
  std::vector<double> unused(o.size());
  if (guess.size() == o.size()) {
    transpose(guess, unused);
    for (std::size_t j = 0; j < o.size(); ++j) o[j] -= unused[j];
  } else {
    guess.assign(o.size(), 0.0);
  }
  const double left = norm(o);
  impl.converged = left <= tolerance * size;
  if (!impl.converged) {
    const solve::GmresResult step =
        solve::gmres(transpose, o, std::min(0.5, tolerance * size / left), 300, precondition);
    impl.converged = step.converged;
    for (std::size_t j = 0; j < guess.size(); ++j) guess[j] += step.x[j];
  }
  impl.lambda = guess;
  impl.equilibrium.transpose(impl.lambda, unused, &impl.adjoint);
  ++impl.sweeps;
  return impl.converged;
}

bool Sensitivity::converged() const { return impl_->converged; }
int Sensitivity::sweeps() const { return impl_->sweeps; }

Array2 Sensitivity::import_tariffs(int importer) const {
  const Shares& base = *impl_->model.calibration.shares;
  Array2 per_unit(base.lines, base.economies);
  for (int l = 0; l < base.lines; ++l)
    for (int i = 0; i < base.economies; ++i)
      if (i != importer) per_unit(l, i) = impl_->of_all_classes(l, importer, i).tariff;
  controlled_flows(impl_->compiled.instruments, impl_->adjoint,
                   [&](const CompiledInstruments::Cell& cell, const OfFlow& of) {
                     if (cell.n == importer && cell.i != importer) per_unit(cell.l, cell.i) += of.tariff;
                   });
  return per_unit;
}

Array2 Sensitivity::export_taxes(int exporter) const {
  const Shares& base = *impl_->model.calibration.shares;
  Array2 per_unit(base.lines, base.economies);
  for (int l = 0; l < base.lines; ++l)
    for (int n = 0; n < base.economies; ++n)
      if (n != exporter) per_unit(l, n) = impl_->of_all_classes(l, n, exporter).export_tax;
  controlled_flows(impl_->compiled.instruments, impl_->adjoint,
                   [&](const CompiledInstruments::Cell& cell, const OfFlow& of) {
                     if (cell.i == exporter && cell.n != exporter) per_unit(cell.l, cell.n) += of.export_tax;
                   });
  return per_unit;
}

Gradient Sensitivity::gradient() const {
  const Impl& impl = *impl_;
  const Equilibrium& equilibrium = impl.equilibrium;
  const Calibration& c = impl.model.calibration;
  const World& world = impl.model.world;
  const Policy& policy = *impl.policy;
  const Shares& base = *c.shares;
  const CompiledPolicy& p = impl.compiled;
  const Equilibrium::Adjoint& adjoint = impl.adjoint;
  Gradient gradient;
  gradient.sweeps = impl.sweeps;
  gradient.converged = impl.converged;
  const EquilibriumState& s = equilibrium.state();
  const int N = base.economies;
  gradient.tariff = Array3(base.lines, N, N);
  gradient.export_tax = Array3(base.lines, N, N);
  gradient.log_cost = Array3(base.lines, N, N);
  gradient.theta.assign(static_cast<std::size_t>(base.lines), 0.0);
  std::vector<double> log_price(
      static_cast<std::size_t>(N));  // user over basic price, and basic price, in logs
  std::vector<double> log_basic(static_cast<std::size_t>(N));
  auto wedge = p.wedges.begin();  // in the order of this walk, as the cells of instruments and of the policy
  auto changed = policy.cells.begin();
  std::vector<double> tariff(log_price.size());  // of a row
  std::vector<double> export_tax(log_price.size());
  std::size_t cell = 0;
  for (int l = 0; l < base.lines; ++l) {
    const int k = base.producer[static_cast<std::size_t>(l)];
    const double theta = c.theta[static_cast<std::size_t>(l)];
    std::copy_n(s.log_basic.row(k), N, log_basic.begin());
    for (int n = 0; n < N; ++n) {
      const auto importer = static_cast<std::size_t>(n);
      std::copy_n(world.tariff.row(l, n), N, tariff.begin());
      std::fill(export_tax.begin(), export_tax.end(), 0.0);
      for (; changed != policy.cells.end() && changed->line == l && changed->importer == n; ++changed) {
        tariff[static_cast<std::size_t>(changed->exporter)] = changed->wedge.tariff;
        export_tax[static_cast<std::size_t>(changed->exporter)] = changed->wedge.export_tax;
      }
      const CutRow* cut = policy.cut_row(l, n);
      const int classes = cut != nullptr ? static_cast<int>(cut->classes.size()) : 1;
      for (int goods = 0; goods < classes; ++goods) {
        const int place = p.rows->row(l, n, goods);
        const auto row = static_cast<std::size_t>(place);
        const double* K = p.rows->K_of(place);
        const double* u = s.u.row(l);
        const double coef = s.coef[row];
        const double inverse_U = 1.0 / s.U[row];
        if (cut != nullptr)
          for (int i = 0; i < N; ++i) {
            const Wedge w = cut->classes[static_cast<std::size_t>(goods)].of(world, l, n, i).wedge;
            tariff[static_cast<std::size_t>(i)] = w.tariff;
            export_tax[static_cast<std::size_t>(i)] = w.export_tax;
          }
        log_price = log_basic;
        const auto here = [&](const auto& it) { return it.l == l && it.n == n && it.goods == goods; };
        for (; wedge != p.wedges.end() && here(*wedge); ++wedge)
          log_price[static_cast<std::size_t>(wedge->i)] += wedge->log_kappa;
        const std::vector<CompiledInstruments::Cell>& cells = p.instruments.cells;
        for (std::size_t j = cell; j < cells.size() && here(cells[j]); ++j)
          log_price[static_cast<std::size_t>(cells[j].i)] += cells[j].log_kappa;
        double mean = 0.0;  // sum_i pi' (ln kappa + ln basic price)
        // What a backstop takes a part of costs its buyers less than the flow by itself.
        double made = s.backstop[row] > 0.0 ? p.lost[row] * elementary::exp(-theta * s.log_backstop(l, n)) *
                                                  s.log_backstop(l, n)
                                            : 0.0;
        for (const Equilibrium::Switching& flow : equilibrium.switching_of(l, row)) {
          const double price = (flow.log_weight - elementary::log(flow.pull)) / theta;
          log_price[static_cast<std::size_t>(flow.i)] = price;
          made += (1.0 - flow.left) * flow.pull * price;
        }
        for (int i = 0; i < N; ++i) mean += K[i] * u[i] * inverse_U * log_price[static_cast<std::size_t>(i)];
        mean += made * inverse_U;
        const double row_price = adjoint.row_price[row];
        const double nest = row_price - theta * adjoint.row_use[row];
        double by_theta = nest * (mean - s.log_class[row]) / theta;
        if (s.backstop[row] > 0.0) {
          made /= s.backstop[row];
          by_theta -= adjoint.made[row] * (made - mean) + adjoint.scarce[row] * (made - s.log_class[row]);
        }
        const double income = adjoint.income[importer];
        for (int i = 0; i < N; ++i) {
          const auto exporter = static_cast<std::size_t>(i);
          const double value = K[i] * u[i] * coef;
          const double balance = n == i ? 0.0 : adjoint.receipts[exporter] - adjoint.payments[importer];
          if (cell < cells.size() && here(cells[cell]) && cells[cell].i == i) {
            // Of a controlled flow only the effect of theta is taken here.
            const CompiledInstruments::Cell& c1 = cells[cell];
            const double use =
                value * (c1.f * adjoint.sales(i, k) + (1.0 - c1.f - c1.b) * (income - balance) +
                         c1.b * adjoint.income[exporter] + balance) +
                adjoint.value[cell];
            by_theta -= use * (log_price[exporter] - mean);
            ++cell;
            continue;
          }
          if (!(value > 0.0)) continue;
          const OfFlow of = impl.of_flow(l, n, i, place, tariff[exporter], export_tax[exporter]);
          gradient.log_cost(l, n, i) += of.log_cost;
          gradient.tariff(l, n, i) += of.tariff;
          gradient.export_tax(l, n, i) += of.export_tax;
          by_theta -= of.use * (log_price[exporter] - mean);
        }
        gradient.theta[static_cast<std::size_t>(l)] -= by_theta;
      }
    }
  }
  gradient.log_productivity = adjoint.basic_price;
  controlled_flows(p.instruments, adjoint, [&](const CompiledInstruments::Cell& at, const OfFlow& of) {
    gradient.tariff(at.l, at.n, at.i) += of.tariff;
    gradient.export_tax(at.l, at.n, at.i) += of.export_tax;
    gradient.log_cost(at.l, at.n, at.i) += of.log_cost;
  });
  gradient.instruments = of_instruments(equilibrium, adjoint, impl.lambda, impl.kinks);
  return gradient;
}

Gradient Model::gradient(const Solution& at, int economy, KinkSide side) const {
  Sensitivity sensitivity(*this, at, side);
  std::vector<double> guess;
  sensitivity.solve(Objective::of(economy, world().economy_count()), guess);
  return sensitivity.gradient();
}

}  // namespace leeway
