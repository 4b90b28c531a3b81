// The backstop of a critical input beside the origins of a line: (E7) of docs/model.md section 7. To buyers
// it is nearly the same as any one of the goods whose place it takes, so they pay its price where an origin
// is refused to them or costs more, and buy of all others as before at a price that has risen.

#include <algorithm>
#include <cmath>
#include <tuple>

#include "leeway/base/elementary.h"
#include "leeway/base/index.h"
#include "leeway/model/ces.h"
#include "leeway/model/equilibrium_instruments.h"

namespace leeway {

namespace {

// A flow that much cheaper in logs than the backstop keeps all but less than a rounding.
constexpr double kFarCheaper = 1.25;

}  // namespace

double Equilibrium::between_lines(int h) const {
  return b_.lines_in[at(h)].size() > 1 ? 1.0 - c_.sigL[at(h)] : 0.0;
}

std::pair<std::size_t, std::size_t> Equilibrium::switching_range(int l, std::size_t row) const {
  const auto place = [&](std::size_t j) { return switching_.begin() + static_cast<std::ptrdiff_t>(j); };
  const auto first = place(switching_from_[at(l)].first);
  const auto last = place(switching_from_[at(l)].second);
  const auto before = [](const Switching& flow, int wanted) { return flow.row < wanted; };
  const auto index = [&](int wanted) {
    return static_cast<std::size_t>(std::lower_bound(first, last, wanted, before) - switching_.begin());
  };
  return {index(static_cast<int>(row)), index(static_cast<int>(row) + 1)};
}

double Equilibrium::standing(int l, int n) const {
  double pull = 0.0;
  each_class_of(l, n, [&](std::size_t r, int) { pull += s_.backstop[r]; });
  return pull;
}

// Takes flows about as dear as the backstop out of the rows, until it is known what they keep.
void Equilibrium::set_aside(int l) {
  const int k = b_.producer[at(l)];
  const double log_chi = elementary::log(c_.backstop[at(l)]);
  const double* log_basic = s_.log_basic.row(k);
  const std::size_t first = switching_.size();
  const auto cost = [&](int n) { return log_chi + s_.log_basic(c_.backstop_host[at(l)], n); };
  const std::vector<CompiledPolicy::Replaceable>& listed = p_.replaceable[at(l)];
  for (const CompiledPolicy::Replaceable& flow : listed) {
    if (!backed(l, flow.n)) continue;
    Switching it{.row = flow.row, .n = flow.n, .i = flow.i, .cell = flow.cell, .kept = flow.kept};
    double log_kappa = flow.log_kappa;
    if (flow.cell >= 0) {
      const CompiledInstruments::Cell& cell = p_.instruments.cells[at(flow.cell)];
      log_kappa = cell.log_kappa + elementary::log(cell.left) / cell.theta;
    }
    it.log_price = log_kappa + log_basic[flow.i];
    it.log_weight = elementary::log(flow.weight);
    if (it.log_price > cost(flow.n) - kFarCheaper) switching_.push_back(it);
  }
  const double dearest = *std::max_element(log_basic, log_basic + b_.economies);
  for (int n = 0; n < b_.economies; ++n) {
    if (!backed(l, n) || !(dearest > cost(n) - kFarCheaper)) continue;
    each_class_of(l, n, [&](std::size_t r, int) {
      for (int i = 0; i < b_.economies; ++i) {
        const int place = static_cast<int>(r);
        const double K = p_.rows->K(place, i);
        if (!(K > 0.0) || !(log_basic[i] > cost(n) - kFarCheaper)) continue;
        const bool known = std::any_of(listed.begin(), listed.end(),
                                       [&](const auto& flow) { return flow.row == place && flow.i == i; });
        if (!known)
          switching_.push_back(
              {.row = place, .n = n, .i = i, .log_price = log_basic[i], .log_weight = elementary::log(K)});
      }
    });
  }
  const auto begin = switching_.begin() + static_cast<std::ptrdiff_t>(first);
  std::sort(begin, switching_.end(), [](const Switching& a, const Switching& b) {
    return std::tie(a.row, a.i) < std::tie(b.row, b.i);
  });
  switching_from_[at(l)] = {first, switching_.size()};
  for (auto flow = begin; flow != switching_.end(); ++flow) {
    const double K = p_.rows->K(flow->row, flow->i);
    const double F = p_.rows->F(flow->row, flow->i);
    flow->f = K > 0.0 ? F / K : 0.0;
    p_.whole.push_back({flow->row, flow->i, K, F});
    p_.rows->set(flow->row, flow->i, 0.0, 0.0);
  }
}

// Prices and shares of an economy's rows when making do costs that much; `origins` [class] is the pull of the
// flows that are far cheaper.
void Equilibrium::put_backstop(int l, int n, double log_cost, const std::vector<double>& origins) {
  const double theta = c_.theta[at(l)];
  s_.log_backstop(l, n) = log_cost;
  const double pull = elementary::exp(-theta * log_cost);
  each_class_of(l, n, [&](std::size_t r, int a) {
    s_.U[r] = origins[at(a)];
    s_.backstop[r] = p_.lost[r] * pull;
    for (Switching& flow : switching_of(l, r)) {
      const double dearer = kBackstopSharpness * (flow.log_price - log_cost);
      const double price = std::min(flow.log_price, log_cost) -
                           elementary::log1p(elementary::exp(-std::abs(dearer))) / kBackstopSharpness;
      flow.pull = elementary::exp(flow.log_weight - theta * price);
      flow.left = 1.0 / (1.0 + elementary::exp(dearer));
      s_.U[r] += flow.left * flow.pull;
      s_.backstop[r] += flow.pull / (1.0 + elementary::exp(-dearer));
    }
    s_.U[r] += s_.backstop[r];
    if (!(s_.U[r] > 0.0)) s_.U[r] = 1.0;
    s_.log_class[r] = -elementary::log(s_.U[r]) / theta;
  });
  s_.log_line(l, n) = s_.log_class[row(l, n)];
  if (const PolicyRows::Cut* cut = p_.rows->cut_of(l, n)) join_classes(l, *cut);
  double made = 0.0;
  each_class_of(l, n, [&](std::size_t r, int) { made += s_.class_share[r] * s_.backstop[r] / s_.U[r]; });
  s_.made(l, n) = made;  // its share, until sales
}

// With the premium that holds its quantity to its capacity (model.md 11.7). All that the premium depends on
// is of one line and economy, so it is found here and is no unknown of the whole.
void Equilibrium::stand_beside(int l, std::span<const double> z) {
  const int h = b_.composite[at(l)];
  const double log_chi = elementary::log(c_.backstop[at(l)]);
  const double log_capacity = elementary::log(c_.backstop_capacity[at(l)]);
  const double nest = between_lines(h);
  stands_[at(l)] = 0;
  std::vector<double> origins;
  for (int n = 0; n < b_.economies; ++n) {
    s_.short_of(l, n) = s_.made(l, n) = 0.0;
    bool stands = false;
    origins.clear();
    each_class_of(l, n, [&](std::size_t r, int) {
      s_.backstop[r] = 0.0;
      origins.push_back(s_.U[r]);
      stands = stands || p_.lost[r] > 0.0 || !switching_of(l, r).empty();
    });
    if (!stands || !backed(l, n)) continue;
    stands_[at(l)] = 1;
    const double least = log_chi + s_.log_basic(c_.backstop_host[at(l)], n);
    put_backstop(l, n, least, origins);
    if (!(s_.X(h, n) > 0.0)) continue;
    const double demand =
        elementary::log(s_.X(h, n) / b_.X0(n, h)) - log_capacity - nest * z[at(layout_.price(n, h))];
    double cost = least;
    double low = least;
    double high = HUGE_VAL;
    for (int step = 0; step < 100; ++step) {
      const double excess = demand + nest * s_.log_line(l, n) + elementary::log(s_.made(l, n)) - cost;
      if (cost <= least && !(excess > 0.0)) break;
      (excess > 0.0 ? low : high) = cost;
      double next = cost + excess * scarcity(l, n).spending;
      const bool still = std::abs(next - cost) <= 1e-14 * std::max(1.0, std::abs(cost));
      if (!still && !(next > low && next < high)) next = high < HUGE_VAL ? 0.5 * (low + high) : low + 1.0;
      cost = next;
      put_backstop(l, n, cost, origins);
      if (still) break;
    }
    s_.short_of(l, n) = cost - least;
  }
  // The flows set aside come back with what they keep.
  const double* u = s_.u.row(l);
  for (std::size_t j = switching_from_[at(l)].first; j < switching_from_[at(l)].second; ++j) {
    const Switching& flow = switching_[j];
    const double K = flow.left * flow.pull / u[flow.i];
    p_.rows->set(flow.row, flow.i, K, flow.f * K);
    s_.Fu[at(flow.row)] += flow.f * flow.left * flow.pull;
  }
}

void Equilibrium::sell_backstop(int l) {
  const int host = c_.backstop_host[at(l)];
  for (int n = 0; n < b_.economies; ++n) {
    s_.made(l, n) = 0.0;
    each_class_of(l, n, [&](std::size_t r, int) { s_.made(l, n) += s_.backstop[r] * s_.coef[r]; });
    const double made = s_.made(l, n);
    if (!(made > 0.0)) continue;
    const double paid_out = made * elementary::exp(-s_.short_of(l, n));
    s_.Y(host, n) += paid_out;
    s_.backstop_rent[at(n)] += made - paid_out;
  }
}

// From ln of its quantity, which is held: ln of what is spent on it less its cost.
Equilibrium::Scarcity Equilibrium::scarcity(int l, int n) const {
  const double theta = c_.theta[at(l)];
  const double classes = 1.0 - c_.sigC;
  const double nest = between_lines(b_.composite[at(l)]);
  double made = 0.0;
  each_class_of(l, n, [&](std::size_t r, int) { made += s_.class_share[r] * s_.backstop[r] / s_.U[r]; });
  Scarcity s;
  double all = 1.0 + theta - made * (nest - classes);
  each_class_of(l, n, [&](std::size_t r, int) {
    const double part = s_.backstop[r] / s_.U[r];
    const double weight = s_.class_share[r] * part / made;
    s.price.push_back((nest - classes) * s_.class_share[r] + weight * (classes + theta));
    s.weight.push_back(weight);
    all -= weight * part * (theta + classes);
    if (!(s_.backstop[r] > 0.0)) return;
    for (const Switching& flow : switching_of(l, r))
      all +=
          (kBackstopSharpness - theta) * weight * flow.left * (1.0 - flow.left) * flow.pull / s_.backstop[r];
  });
  s.spending = 1.0 / all;
  s.nest = nest / all;
  for (double& x : s.price) x /= all;
  for (double& x : s.weight) x /= all;
  return s;
}

// ---- the Jacobian product

void Equilibrium::backstop_price_changes(int l, std::span<const double> v) {
  const int h = b_.composite[at(l)];
  const double apart = kBackstopSharpness - c_.theta[at(l)];
  const double* dx = &v[at(layout_.levels())];
  const double* dc = scratch_.dc.row(b_.producer[at(l)]);
  for (int n = 0; n < b_.economies; ++n) {
    double& dbackstop = scratch_.dbackstop(l, n) = scratch_.dc(c_.backstop_host[at(l)], n);
    if (!(standing(l, n) > 0.0)) continue;
    each_class_of(l, n, [&](std::size_t r, int) {
      for (Switching& flow : switching_of(l, r))
        flow.apart =
            dc[flow.i] +
            (flow.cell >= 0 ? p_.instruments.cell_change(p_.instruments.cells[at(flow.cell)], dx) : 0.0);
    });
    if (s_.short_of(l, n) > 0.0) {
      const Scarcity scarce = scarcity(l, n);
      dbackstop = scarce.spending * scratch_.dX(h, n) - scarce.nest * v[at(layout_.price(n, h))];
      each_class_of(l, n, [&](std::size_t r, int a) {
        dbackstop += scarce.price[at(a)] * scratch_.drow_price[r];
        if (!(s_.backstop[r] > 0.0)) return;
        for (const Switching& flow : switching_of(l, r))
          dbackstop += scarce.weight[at(a)] * apart * flow.left * (1.0 - flow.left) * flow.pull /
                       s_.backstop[r] * flow.apart;
      });
    }
    each_class_of(l, n, [&](std::size_t r, int) {
      for (Switching& flow : switching_of(l, r)) flow.apart -= dbackstop;
      scratch_.drow_price[r] += s_.backstop[r] / s_.U[r] * dbackstop;
    });
  }
}

double Equilibrium::switched_change(int l, const Switching& flow) const {
  return (c_.theta[at(l)] - kBackstopSharpness) * (1.0 - flow.left) * flow.apart;
}

void Equilibrium::backstop_sales_changes(int l) {
  const double theta = c_.theta[at(l)];
  const int host = c_.backstop_host[at(l)];
  for (int n = 0; n < b_.economies; ++n) {
    if (!(s_.made(l, n) > 0.0)) continue;
    double dmade = 0.0;
    each_class_of(l, n, [&](std::size_t r, int) {
      dmade += s_.backstop[r] * s_.coef[r] * (scratch_.drow[r] - theta * scratch_.dbackstop(l, n));
      for (const Switching& flow : switching_of(l, r))
        dmade -= s_.coef[r] * flow.left * flow.pull * switched_change(l, flow);
    });
    const double dpremium = scratch_.dbackstop(l, n) - scratch_.dc(host, n);
    const double dpaid = elementary::exp(-s_.short_of(l, n)) * (dmade - s_.made(l, n) * dpremium);
    scratch_.dY(host, n) += dpaid;
    scratch_.drevenue[at(n)] -= dpaid;
  }
}

// What the backstop takes of flows, or leaves them, beside what rows and columns of the line say.
void Equilibrium::switching_changes() {
  for (int l = 0; l < b_.lines; ++l) {
    if (!backed(l)) continue;
    for (std::size_t j = switching_from_[at(l)].first; j < switching_from_[at(l)].second; ++j) {
      const Switching& flow = switching_[j];
      const double change = switched_change(l, flow);
      const double reached = change * flow.f * user_value(l, flow.row, flow.i);
      const double kept = flow.kept >= 0 ? change * s_.kept[at(flow.kept)] : 0.0;
      scratch_.dY(b_.producer[at(l)], flow.i) += reached;
      scratch_.drevenue[at(flow.n)] -= reached + kept;
      scratch_.drevenue[at(flow.i)] += kept;
      if (flow.i == flow.n) continue;
      scratch_.dpayments[at(flow.n)] += reached + kept;
      scratch_.dreceipts[at(flow.i)] += reached + kept;
    }
  }
}

// ---- its transpose

void Equilibrium::backstop_use_adjoint(int l, const Array2& gY, const std::vector<double>& yi,
                                       std::vector<double>& grow) const {
  for (int n = 0; n < b_.economies; ++n) {
    if (!(s_.made(l, n) > 0.0)) continue;
    const double gpaid = elementary::exp(-s_.short_of(l, n)) * (gY(c_.backstop_host[at(l)], n) - yi[at(n)]);
    each_class_of(l, n, [&](std::size_t r, int) { grow[r] += s_.backstop[r] * s_.coef[r] * gpaid; });
  }
}

void Equilibrium::backstop_adjoint(int l, std::span<double> out, Adjoints& g, Array2& gX) {
  const int h = b_.composite[at(l)];
  const int k = b_.producer[at(l)];
  const int host = c_.backstop_host[at(l)];
  const double theta = c_.theta[at(l)];
  const double apart = kBackstopSharpness - theta;
  for (int n = 0; n < b_.economies; ++n) {
    if (!(standing(l, n) > 0.0)) continue;
    const double yi = g.yi[at(n)];
    const double paid_out = elementary::exp(-s_.short_of(l, n));
    const double gpaid = paid_out * (g.gY(host, n) - yi);
    double gcost = 0.0;
    each_class_of(l, n, [&](std::size_t r, int) {
      const double made = s_.backstop[r] * s_.coef[r];
      gcost +=
          s_.backstop[r] / s_.U[r] * (g.gprice[r] - theta * s_.XL[r] * yi) - (1.0 + theta) * made * gpaid;
      g.gbasic(host, n) += made * gpaid;
      g.own.made[r] = made * (gpaid + yi);
      for (Switching& flow : switching_of(l, r)) {
        const double kept = g.yi[at(flow.i)] - yi + g.yR[at(flow.i)] - g.yQ[at(n)];
        const double abroad = flow.i == n ? 0.0 : g.yR[at(flow.i)] - g.yQ[at(n)];
        double use = flow.f * user_value(l, flow.row, flow.i) * (g.gY(k, flow.i) - yi + abroad);
        if (flow.kept >= 0) use += s_.kept[at(flow.kept)] * kept;
        if (flow.cell >= 0) {
          const CompiledInstruments::Cell& cell = p_.instruments.cells[at(flow.cell)];
          use += cell.value * cell.b * kept + g.own.value[at(flow.cell)];
        }
        flow.adjoint = apart * (1.0 - flow.left) * (s_.coef[r] * flow.left * flow.pull * gpaid - use);
        gcost -= flow.adjoint;
      }
    });
    if (s_.short_of(l, n) > 0.0) {
      const Scarcity scarce = scarcity(l, n);
      gX(h, n) += scarce.spending * gcost / s_.X(h, n);
      out[at(layout_.price(n, h))] -= scarce.nest * gcost;
      each_class_of(l, n, [&](std::size_t r, int a) {
        g.gprice[r] += scarce.price[at(a)] * gcost;
        g.own.scarce[r] = scarce.weight[at(a)] * gcost;
        if (!(s_.backstop[r] > 0.0)) return;
        for (Switching& flow : switching_of(l, r))
          flow.adjoint +=
              g.own.scarce[r] * apart * flow.left * (1.0 - flow.left) * flow.pull / s_.backstop[r];
      });
    } else {
      g.gbasic(host, n) += gcost;
    }
    each_class_of(l, n, [&](std::size_t r, int) {
      for (const Switching& flow : switching_of(l, r)) {
        g.gbasic(k, flow.i) += flow.adjoint;
        if (flow.cell >= 0) g.own.kappa[at(flow.cell)] += flow.adjoint;
      }
    });
  }
}

}  // namespace leeway
