// Gradients of real income with respect to every wedge and elasticity: model.md 6.1.

#include <algorithm>
#include <cmath>

#include "leeway/model/model_impl.h"
#include "leeway/solve/gmres.h"

namespace leeway {

namespace {

// d ln W_n / dz = e_{I_n} - alpha'_n on the price block.
std::vector<double> objective(const Equilibrium& equilibrium, int economy) {
  const Layout& layout = equilibrium.layout();
  std::vector<double> o(static_cast<std::size_t>(layout.size()), 0.0);
  o[static_cast<std::size_t>(layout.income(economy))] = 1.0;
  for (int h = 0; h < layout.H; ++h)
    o[static_cast<std::size_t>(layout.price(economy, h))] = -equilibrium.state().alpha(economy, h);
  return o;
}

// Derivatives of the objective on the flows that CompiledInstruments keeps: the wedges of all parts and
// classes of a flow move together.
void controlled_flows(const CompiledInstruments& ins, const Equilibrium::Adjoint& g, Gradient& gradient) {
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
    gradient.tariff(cell.l, cell.n, cell.i) -= g.kappa[j] * kappa[0] + through[0];
    gradient.export_tax(cell.l, cell.n, cell.i) -= g.kappa[j] * kappa[1] + through[1];
    gradient.log_cost(cell.l, cell.n, cell.i) -= g.kappa[j] * kappa[2] + through[2];
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

Gradient Model::gradient(const Solution& at, int economy, KinkSide side) const {
  const Policy& policy = *at.policy;
  const std::span<const double> z = StartAccess::point(at.start);
  const Calibration& c = impl_->calibration;
  const Shares& base = *c.shares;
  CompiledPolicy p = compile(c, impl_->world, policy);
  Equilibrium equilibrium(c, p, &impl_->preconditioner);
  std::vector<double> r(z.size());
  equilibrium.residual(z, r);
  std::vector<int> kinks;
  equilibrium.settle_kinks(side, kinks);
  Gradient gradient;
  gradient.sweeps = 1;

  const solve::LinearMap transpose = [&](std::span<const double> y, std::span<double> out) {
    ++gradient.sweeps;
    equilibrium.transpose(y, out);
  };
  const std::vector<double> o = objective(equilibrium, economy);
  const solve::LinearMap precondition = [&](std::span<const double> y, std::span<double> out) {
    equilibrium.precondition_transpose(y, out);
  };
  const solve::GmresResult lambda = solve::gmres(transpose, o, 1e-9, 300, precondition);
  gradient.converged = lambda.converged;
  Equilibrium::Adjoint adjoint;
  std::vector<double> unused(o.size());
  equilibrium.transpose(lambda.x, unused, &adjoint);
  ++gradient.sweeps;

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
      std::copy_n(impl_->world.tariff.row(l, n), N, tariff.begin());
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
            const Wedge w = cut->classes[static_cast<std::size_t>(goods)].of(impl_->world, l, n, i).wedge;
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
        for (int i = 0; i < N; ++i) mean += K[i] * u[i] * inverse_U * log_price[static_cast<std::size_t>(i)];
        const double row_price = adjoint.row_price[row];
        const double nest = row_price - theta * adjoint.row_use[row];
        double by_theta = nest * (mean - s.log_class[row]) / theta;
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
          const double inverse_t = 1.0 / (1.0 + tariff[exporter]);
          const double e = export_tax[exporter];
          const double inverse_e = e == 0.0 ? 1.0 : 1.0 / (1.0 + e);
          const double f = inverse_t * inverse_e;
          const double b = e * f;
          const double by_f = value * adjoint.sales(i, k);
          const double by_a = value * (income - balance);
          const double by_b = value * adjoint.income[exporter];
          const double use = f * by_f + (1.0 - f - b) * by_a + b * by_b + value * balance;
          const double by_kappa = theta * use - K[i] * u[i] * inverse_U * row_price;
          gradient.log_cost(l, n, i) += by_kappa;
          // f and b fall with t; f falls and b rises with e; a is the rest of a dollar.
          const double kept = f * by_f + b * by_b - (f + b) * by_a;
          gradient.tariff(l, n, i) += inverse_t * (by_kappa + kept);
          gradient.export_tax(l, n, i) += inverse_e * (by_kappa + f * (by_f - by_b));
          by_theta -= use * (log_price[exporter] - mean);
        }
        gradient.theta[static_cast<std::size_t>(l)] -= by_theta;
      }
    }
  }
  gradient.log_productivity = adjoint.basic_price;
  controlled_flows(p.instruments, adjoint, gradient);
  gradient.instruments = of_instruments(equilibrium, adjoint, lambda.x, kinks);
  return gradient;
}

}  // namespace leeway
