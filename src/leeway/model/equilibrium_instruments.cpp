// Instruments inside the equilibrium: wedges at their multipliers, the rents they leave, their own equations,
// and all of these in the Jacobian product and its transpose (model.md 3.12).

#include "leeway/model/equilibrium_instruments.h"

#include <algorithm>
#include <cmath>

#include "leeway/base/elementary.h"
#include "leeway/base/index.h"

namespace leeway {

namespace {

// How close to a bound a multiplier must be for both of its sides to count.
constexpr double kKink = 1e-7;

}  // namespace

void Equilibrium::set_multipliers(std::span<const double> z) {
  for (const CompiledPolicy::Whole& flow : p_.whole) p_.rows->set(flow.row, flow.i, flow.K, flow.F);
  p_.whole.clear();
  CompiledInstruments& ins = p_.instruments;
  ins.set(z.subspan(at(layout_.levels())));
  for (const CompiledInstruments::Cell& cell : ins.cells)
    p_.rows->set(cell.row, cell.i, cell.K, cell.K * cell.f);
}

void Equilibrium::observe_instruments(std::span<const double> z) {
  CompiledInstruments& ins = p_.instruments;
  for (CompiledInstruments::Cell& cell : ins.cells) {
    cell.value = user_value(cell.l, cell.row, cell.i);
    cell.log_basic = s_.log_basic(b_.producer[at(cell.l)], cell.i);
  }
  ins.observe(s_.log_final, z.first(at(b_.economies)));
}

void Equilibrium::keep_rents() {
  for (const CompiledInstruments::Cell& cell : p_.instruments.cells) {
    const double kept = cell.b * cell.value;
    s_.tariff_revenue[at(cell.n)] -= kept;
    s_.export_revenue[at(cell.i)] += kept;
    s_.payments[at(cell.n)] += kept;
    s_.receipts[at(cell.i)] += kept;
  }
}

void Equilibrium::instrument_residual(std::span<const double> z, std::span<double> r) const {
  for (int j = 0; j < layout_.R; ++j) {
    const CompiledInstruments::Instrument& instrument = p_.instruments.instruments[at(j)];
    const auto row = at(layout_.multiplier(j));
    r[row] = hold_ ? 0.0 : instrument.phi;
    if (!std::isfinite(z[row])) r[row] = z[row];
  }
}

void Equilibrium::project(std::span<double> z) {
  for (int j = 0; j < layout_.R; ++j) {
    double& x = z[at(layout_.multiplier(j))];
    x = std::clamp(x, 0.0, p_.instruments.instruments[at(j)].top);
  }
}

void Equilibrium::settle_kinks(KinkSide side, std::vector<int>& kinks) {
  for (int j = 0; j < layout_.R; ++j) {
    CompiledInstruments::Instrument& r = p_.instruments.instruments[at(j)];
    const double moved = r.x - r.scale * r.G;
    const bool at_zero = std::abs(moved) < kKink;
    if (!at_zero && !(std::abs(moved - r.top) < kKink)) continue;
    kinks.push_back(j);
    r.active = at_zero == (side == KinkSide::tighter);
  }
}

void Equilibrium::instrument_row_changes(int l, std::span<const double> dx,
                                         std::vector<double>& drow_price) const {
  for (std::size_t j = first_cell_[at(l)]; j < first_cell_[at(l) + 1]; ++j) {
    const CompiledInstruments::Cell& cell = p_.instruments.cells[j];
    drow_price[at(cell.row)] += p_.rows->K(cell.row, cell.i) * s_.u(l, cell.i) / s_.U[at(cell.row)] *
                                p_.instruments.cell_change(cell, dx.data());
  }
}

void Equilibrium::instrument_changes(std::span<const double> v, std::span<double> out) {
  Scratch& d = scratch_;
  const CompiledInstruments& ins = p_.instruments;
  const double* dx = &v[at(layout_.levels())];
  std::vector<double> dvalue(ins.cells.size());  // d ln of user value
  std::vector<double> dkappa(ins.cells.size());
  for (std::size_t j = 0; j < ins.cells.size(); ++j) {
    const CompiledInstruments::Cell& cell = ins.cells[j];
    dkappa[j] = ins.cell_change(cell, dx);
    dvalue[j] = d.drow[at(cell.row)] - cell.theta * (d.dc(b_.producer[at(cell.l)], cell.i) + dkappa[j]);
  }
  for (int l = 0; l < b_.lines; ++l)
    if (backed(l))
      for (std::size_t j = switching_from_[at(l)].first; j < switching_from_[at(l)].second; ++j)
        if (switching_[j].cell >= 0) dvalue[at(switching_[j].cell)] += switched_change(l, switching_[j]);
  const auto amount = [&](const std::vector<CompiledInstruments::Member>& members, bool by_value,
                          double total) {
    double change = 0.0;
    for (const CompiledInstruments::Member& member : members) {
      const auto j = at(member.cell);
      const CompiledInstruments::Cell& cell = ins.cells[j];
      const CompiledInstruments::Part& part = ins.parts[at(member.part)];
      const double dpart = ins.part_change(part, dx);
      double one = dvalue[j] + cell.within * (dpart - dkappa[j]);
      if (by_value) {
        for (int a = part.first; a < part.last; ++a) {
          const CompiledInstruments::Attachment& wedge = ins.attachments[at(a)];
          if (!before_duty(wedge.control)) one -= wedge.slope * dx[wedge.instrument];
        }
      } else {
        one -= d.dc(b_.producer[at(cell.l)], cell.i) + dpart;
      }
      change += member.amount / total * one;
    }
    return change;
  };
  std::vector<double> dinside(at(layout_.R), 0.0);
  for (int j = 0; j < layout_.R; ++j) {
    const CompiledInstruments::Instrument& r = ins.instruments[at(j)];
    double dG = 0.0;
    if (r.counts()) {
      dG = -amount(r.members, r.by_value, elementary::exp(r.log_amount));
      if (!r.reference.empty())
        dG += amount(r.reference, r.by_value, elementary::exp(r.log_allowed - r.log_limit));
      if (r.control == Control::purchase_commitment) dG = -dG;
    } else {
      const CompiledInstruments::Cell& cell = ins.cells[at(r.members.front().cell)];
      const CompiledInstruments::Part& part = ins.parts[at(r.members.front().part)];
      dG = d.dc(b_.producer[at(cell.l)], cell.i);
      for (int a = part.first; a < part.last; ++a) {
        const CompiledInstruments::Attachment& wedge = ins.attachments[at(a)];
        if (before_duty(wedge.control)) dG += wedge.slope * dx[wedge.instrument];
      }
      if (r.index == FloorIndex::wage) dG -= v[at(layout_.wage(cell.n))];
      if (r.index == FloorIndex::cpi)
        for (int h = 0; h < b_.composites; ++h) dG -= s_.alpha(cell.n, h) * v[at(layout_.price(cell.n, h))];
    }
    if (r.control == Control::tariff_rate_quota && r.G < 0.0) dinside[at(j)] = r.inside * dG;
    out[at(layout_.multiplier(j))] = r.active && !hold_ ? r.scale * dG : dx[j];
  }
  for (std::size_t j = 0; j < ins.cells.size(); ++j) {
    const CompiledInstruments::Cell& cell = ins.cells[j];
    double df = 0.0;
    double db = 0.0;
    for_each_attachment(ins, cell, [&](const CompiledInstruments::Attachment& wedge) {
      df += wedge.f * dx[wedge.instrument];
      db += wedge.b * dx[wedge.instrument] + wedge.b_inside * dinside[at(wedge.instrument)];
    });
    // What the rows and columns of the line leave out: the flow's own wedge.
    const double dreached = cell.value * (df - cell.theta * cell.f * dkappa[j]);
    const double dkept = cell.value * (cell.b * dvalue[j] + db);
    d.dY(b_.producer[at(cell.l)], cell.i) += dreached;
    d.drevenue[at(cell.n)] -= dreached + dkept;
    d.drevenue[at(cell.i)] += dkept;
    // A home flow is observed, never moved: dreached is zero there.
    d.dpayments[at(cell.n)] += dreached + dkept;
    d.dreceipts[at(cell.i)] += dreached + dkept;
  }
}

void Equilibrium::instrument_adjoint(std::span<const double> y, std::span<double> out, Adjoints& g) const {
  const CompiledInstruments& ins = p_.instruments;
  double* gx = &out[at(layout_.levels())];
  Adjoint& own = g.own;
  for (std::vector<double>* v : {&own.kappa, &own.f, &own.b, &own.value}) v->assign(ins.cells.size(), 0.0);
  for (std::vector<double>* v : {&own.part, &own.customs, &own.invoice}) v->assign(ins.parts.size(), 0.0);
  own.inside.assign(at(layout_.R), 0.0);
  for (std::size_t j = 0; j < ins.cells.size(); ++j) {
    const CompiledInstruments::Cell& cell = ins.cells[j];
    const double kept = g.yi[at(cell.i)] - g.yi[at(cell.n)] + g.yR[at(cell.i)] - g.yQ[at(cell.n)];
    const double reached =
        g.gY(b_.producer[at(cell.l)], cell.i) + g.yR[at(cell.i)] - g.yQ[at(cell.n)] - g.yi[at(cell.n)];
    own.f[j] = cell.value * reached;
    own.b[j] = cell.value * kept;
    own.kappa[j] = -cell.theta * cell.value * (cell.f * reached + cell.b * kept);
    g.grow[at(cell.row)] += cell.value * cell.b * kept;
    g.gcolumn(cell.l, cell.i) += cell.value * cell.b * kept;
    for_each_attachment(ins, cell, [&](const CompiledInstruments::Attachment& wedge) {
      gx[wedge.instrument] += own.f[j] * wedge.f + own.b[j] * wedge.b;
      own.inside[at(wedge.instrument)] += own.b[j] * wedge.b_inside;
    });
  }
  const auto amount = [&](const std::vector<CompiledInstruments::Member>& members, bool by_value,
                          double total, double weight) {
    for (const CompiledInstruments::Member& member : members) {
      const auto j = at(member.cell);
      const CompiledInstruments::Cell& cell = ins.cells[j];
      const double one = weight * member.amount / total;
      own.value[j] += one;
      own.kappa[j] -= cell.within * one;
      own.part[at(member.part)] += cell.within * one;
      if (by_value) {
        own.customs[at(member.part)] += one;
      } else {
        own.part[at(member.part)] -= one;
        g.gbasic(b_.producer[at(cell.l)], cell.i) -= one;
      }
    }
  };
  for (int j = 0; j < layout_.R; ++j) {
    const CompiledInstruments::Instrument& r = ins.instruments[at(j)];
    const double row = y[at(layout_.multiplier(j))];
    double gG = 0.0;
    if (r.active && !hold_)
      gG = r.scale * row;
    else
      gx[j] += row;
    if (r.control == Control::tariff_rate_quota && r.G < 0.0) gG += r.inside * own.inside[at(j)];
    if (gG == 0.0) continue;
    if (r.counts()) {
      if (r.control == Control::purchase_commitment) gG = -gG;
      amount(r.members, r.by_value, elementary::exp(r.log_amount), -gG);
      if (!r.reference.empty())
        amount(r.reference, r.by_value, elementary::exp(r.log_allowed - r.log_limit), gG);
      continue;
    }
    const CompiledInstruments::Cell& cell = ins.cells[at(r.members.front().cell)];
    own.invoice[at(r.members.front().part)] += gG;
    g.gbasic(b_.producer[at(cell.l)], cell.i) += gG;
    if (r.index == FloorIndex::wage) out[at(layout_.wage(cell.n))] -= gG;
    if (r.index == FloorIndex::cpi)
      for (int h = 0; h < b_.composites; ++h) out[at(layout_.price(cell.n, h))] -= s_.alpha(cell.n, h) * gG;
  }
  for (std::size_t p = 0; p < ins.parts.size(); ++p) {
    const CompiledInstruments::Part& part = ins.parts[p];
    for (int a = part.first; a < part.last; ++a) {
      const CompiledInstruments::Attachment& wedge = ins.attachments[at(a)];
      const double through = before_duty(wedge.control) ? own.invoice[p] : -own.customs[p];
      gx[wedge.instrument] += wedge.slope * (own.part[p] + through);
    }
  }
  for (std::size_t j = 0; j < ins.cells.size(); ++j) {
    const CompiledInstruments::Cell& cell = ins.cells[j];
    g.grow[at(cell.row)] += own.value[j];
    g.gcolumn(cell.l, cell.i) += own.value[j];
    own.kappa[j] -= cell.theta * own.value[j];
  }
}

void Equilibrium::instrument_line_adjoint(std::span<double> out, Adjoints& g) const {
  const CompiledInstruments& ins = p_.instruments;
  double* gx = &out[at(layout_.levels())];
  for (std::size_t j = 0; j < ins.cells.size(); ++j) {
    const CompiledInstruments::Cell& cell = ins.cells[j];
    // Revenue is told by spending on the line, which a dearer line price moves as well.
    const double gline = g.gprice[at(cell.row)] - cell.theta * s_.XL[at(cell.row)] * g.yi[at(cell.n)];
    g.own.kappa[j] += p_.rows->K(cell.row, cell.i) * s_.u(cell.l, cell.i) / s_.U[at(cell.row)] * gline;
    for_each_attachment(ins, cell, [&](const CompiledInstruments::Attachment& wedge) {
      gx[wedge.instrument] += g.own.kappa[j] * wedge.log_kappa;
    });
  }
}

}  // namespace leeway
