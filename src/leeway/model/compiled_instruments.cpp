#include "leeway/model/compiled_instruments.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "leeway/base/elementary.h"
#include "leeway/model/ces.h"

namespace leeway {

namespace {

using Key = std::tuple<int, int, int, int>;  // line, importer, class, exporter

// (1 - exp(-X)) / X and its derivative.
double decay(double X) {
  return std::abs(X) < 1e-5 ? 1.0 - X / 2.0 + X * X / 6.0 : -elementary::expm1(-X) / X;
}
double decay_slope(double X) {
  return std::abs(X) < 1e-3 ? -0.5 + X / 3.0 - X * X / 8.0
                            : (elementary::exp(-X) * (1.0 + X) - 1.0) / (X * X);
}

// The sum of the premia of a part that sit where an instrument's does.
double& place(CompiledInstruments::Part& part, Control control) {
  switch (control) {
    case Control::tariff_rate_quota:
      return part.T;
    case Control::purchase_commitment:
      return part.S;
    case Control::import_quota:
      return part.M;
    case Control::price_floor:
    case Control::export_quota:
      break;
  }
  return part.X;
}

bool same_place(Control a, Control b) { return before_duty(a) ? before_duty(b) : a == b; }

// From the seller outward: exporter's premia, then quota tariffs and purchase subsidies, then licences. A
// quota tariff is taken before the subsidy that a commitment pays on it.
bool outside(Control a, Control b) {
  if (before_duty(b)) return !before_duty(a);
  return b == Control::tariff_rate_quota && (a == Control::import_quota || a == Control::purchase_commitment);
}

constexpr double kNothing = 1e-300;

// The largest multiplier.
double top_of(const BoundInstrument& bound) {
  double top = HUGE_VAL;
  if (bound.control == Control::purchase_commitment) top = -elementary::log1p(-bound.max_subsidy);
  if (bound.control == Control::tariff_rate_quota) {
    top = 0.0;
    for (const InstrumentFlow& flow : bound.flows) top = std::max(top, elementary::log(flow.over));
  }
  return top;
}

// d ln kappa of a flow per unit of the multiplier. A quota fills where its tariffs differ most; the premium
// of its other flows grows in proportion.
double slope_of(const BoundInstrument& bound, const InstrumentFlow& flow, double top) {
  if (bound.control == Control::purchase_commitment) return -1.0;
  if (bound.control == Control::tariff_rate_quota && top > 0.0) return elementary::log(flow.over) / top;
  return 1.0;
}

}  // namespace

CompiledInstruments::CompiledInstruments(const Calibration& c, const PolicyRows& rows, const Policy& policy) {
  const World& world = c.shares->world;
  // Every flow that an instrument, a reference or a split names becomes a cell, once.
  std::map<Key, const SplitFlow*> flows;
  for (const SplitFlow& split : policy.split_flows)
    flows[{split.line, split.importer, split.goods, split.exporter}] = &split;
  for (const BoundInstrument& bound : policy.instruments)
    for (const auto* list : {&bound.flows, &bound.reference})
      for (const InstrumentFlow& flow : *list)
        flows.try_emplace({flow.line, flow.importer, flow.goods, flow.exporter}, nullptr);
  std::map<Key, int> cell_of;
  std::vector<std::vector<Attachment>> attached;
  for (const auto& [key, split] : flows) {
    const auto [l, n, goods, i] = key;
    Cell cell{.l = l, .n = n, .goods = goods, .row = rows.row(l, n, goods), .i = i};
    const auto line = static_cast<std::size_t>(l);
    cell.pi0 = rows.K(cell.row, i);
    cell.user0 =
        cell.pi0 * rows.share0(l, n, goods) * c.shares->s0(l, n) * c.shares->X0(n, c.shares->composite[line]);
    const CutRow* cut = policy.cut_row(l, n);
    const ClassFlow whole = cut != nullptr
                                ? cut->classes[static_cast<std::size_t>(goods)].of(world, l, n, i)
                                : ClassFlow{i, 1.0, world.tariff(l, n, i), policy.wedge(world, l, n, i)};
    cell.theta = c.theta[line];
    cell.within = split != nullptr && split->substitution > 0.0 ? 1.0 - split->substitution : -cell.theta;
    cell.first = static_cast<int>(parts.size());
    std::vector<FlowPart> list;
    if (split != nullptr) {
      list = split->parts;
    } else {
      const Wedge& w = whole.wedge;
      list = {{"", 1.0, w.tariff, w.export_tax, w.cost, w.access, w.demand}};
    }
    cell.demand = 0.0;
    double weights = 0.0;
    for (const FlowPart& part : list) {
      cell.demand += part.share * part.demand;
      weights += part.share * part.access * part.demand;
    }
    const double left = cell.left = cell.demand > 0.0 ? weights / cell.demand : 0.0;
    cell.open = left > 0.0;
    // Lost varieties weigh as in the nest that holds them.
    cell.log_left =
        cell.open && left != 1.0 && cell.within != 0.0 ? elementary::log(left) / cell.within : 0.0;
    for (const FlowPart& part : list) {
      Part p;
      p.share0 = part.share;
      p.weight = cell.open ? part.share * part.access * part.demand / weights : part.share;
      p.tariff = part.tariff;
      p.export_tax = part.export_tax;
      p.log_cost = elementary::log(part.cost);
      p.log_fixed = elementary::log((1.0 + part.tariff) / (1.0 + whole.base_tariff)) +
                    elementary::log1p(part.export_tax) + p.log_cost;
      parts.push_back(p);
      attached.emplace_back();
    }
    cell.last = static_cast<int>(parts.size());
    cell_of[key] = static_cast<int>(cells.size());
    cells.push_back(cell);
  }

  for (const BoundInstrument& bound : policy.instruments) {
    const int r = static_cast<int>(instruments.size());
    Instrument instrument;
    instrument.control = bound.control;
    instrument.by_value = bound.by_value;
    instrument.log_limit = elementary::log(std::max(bound.limit, kNothing));
    instrument.top = top_of(bound);
    instrument.index = bound.index;
    const auto members = [&](const std::vector<InstrumentFlow>& list, bool acts, std::vector<Member>& out) {
      for (const InstrumentFlow& flow : list) {
        const int at = cell_of.at({flow.line, flow.importer, flow.goods, flow.exporter});
        const Cell& cell = cells[static_cast<std::size_t>(at)];
        // A limit that names no part counts, and acts on, all of them.
        const int first = flow.part < 0 ? cell.first : cell.first + flow.part;
        const int last = flow.part < 0 ? cell.last : first + 1;
        double shares = 0.0;
        for (int p = first; p < last; ++p) shares += parts[static_cast<std::size_t>(p)].share0;
        for (int p = first; p < last; ++p) {
          const double user0 = cell.user0 * shares;
          const double per_value = bound.by_value ? c.shares->W0 : user0 > 0.0 ? flow.quantity / user0 : 0.0;
          out.push_back({at, p, per_value, 0.0});
          if (!acts) continue;
          const double slope = slope_of(bound, flow, instrument.top);
          attached[static_cast<std::size_t>(p)].push_back({.instrument = r,
                                                           .control = bound.control,
                                                           .slope = slope,
                                                           .exporter = bound.rent_to.exporter});
        }
        instrument.floor = elementary::log(flow.floor);
      }
    };
    members(bound.flows, true, instrument.members);
    members(bound.reference, false, instrument.reference);
    if (instrument.counts() && !instrument.members.empty()) {
      // Own-price elasticity of a small part: between parts and between origins.
      const Member& first = instrument.members.front();
      const Cell& cell = cells[static_cast<std::size_t>(first.cell)];
      const double share = parts[static_cast<std::size_t>(first.part)].share0;
      instrument.scale = 1.0 / (1.0 + cell.theta * share - cell.within * (1.0 - share));
    }
    instruments.push_back(std::move(instrument));
  }
  for (std::size_t p = 0; p < parts.size(); ++p) {
    parts[p].first = static_cast<int>(attachments.size());
    attachments.insert(attachments.end(), attached[p].begin(), attached[p].end());
    parts[p].last = static_cast<int>(attachments.size());
  }
}

double CompiledInstruments::part_change(const Part& part, const double* dx) const {
  double change = 0.0;
  for (int a = part.first; a < part.last; ++a) {
    const Attachment& at = attachments[static_cast<std::size_t>(a)];
    change += at.slope * dx[at.instrument];
  }
  return change;
}

double CompiledInstruments::cell_change(const Cell& cell, const double* dx) const {
  double change = 0.0;
  for (int p = cell.first; p < cell.last; ++p) {
    const Part& part = parts[static_cast<std::size_t>(p)];
    if (part.first != part.last) change += part.share * part_change(part, dx);
  }
  return change;
}

void CompiledInstruments::set(std::span<const double> x) {
  for (std::size_t r = 0; r < instruments.size(); ++r) instruments[r].x = x[r];
  for (Cell& cell : cells) {
    for (int p = cell.first; p < cell.last; ++p) {
      Part& part = parts[static_cast<std::size_t>(p)];
      part.X = part.T = part.S = part.M = 0.0;
      for (int a = part.first; a < part.last; ++a) {
        Attachment& at = attachments[static_cast<std::size_t>(a)];
        at.premium = std::abs(at.slope) * x[static_cast<std::size_t>(at.instrument)];
        place(part, at.control) += at.premium;
      }
      part.log_kappa = part.log_fixed + part.X + part.T - part.S + part.M;
      part.customs = elementary::exp(part.S - part.T - part.M) / (1.0 + part.tariff);
      part.f = part.customs * elementary::exp(-part.X) / (1.0 + part.export_tax);
      for (int a = part.first; a < part.last; ++a) {
        Attachment& at = attachments[static_cast<std::size_t>(a)];
        at.base = 0.0;
        if (before_duty(at.control)) at.base = part.customs;
        if (at.control == Control::tariff_rate_quota) at.base = elementary::exp(part.S - part.M);
        if (at.control == Control::import_quota) at.base = 1.0;
        at.rent = at.base * decay(place(part, at.control)) * at.premium;
      }
    }
    const auto part = [&](int p) -> Part& { return parts[static_cast<std::size_t>(cell.first + p)]; };
    cell.log_kappa =
        cell.log_left + ces(
                            1.0 - cell.within, cell.last - cell.first, [&](int p) { return part(p).weight; },
                            [&](int p) { return part(p).log_kappa; },
                            [&](int p, double share) { part(p).share = share; });
    cell.f = 0.0;
    for (int p = cell.first; p < cell.last; ++p)
      cell.f += parts[static_cast<std::size_t>(p)].share * parts[static_cast<std::size_t>(p)].f;
    cell.K = cell.open ? cell.pi0 * cell.demand * elementary::exp(-cell.theta * cell.log_kappa) : 0.0;
  }
}

// What stays in the exporter's country, and how it and the wedges move with the multipliers.
void CompiledInstruments::keep(Cell& cell) {
  cell.b = 0.0;
  for (int p = cell.first; p < cell.last; ++p) {
    Part& part = parts[static_cast<std::size_t>(p)];
    part.b = part.export_tax * part.f;
    for (int a = part.first; a < part.last; ++a) {
      const Attachment& at = attachments[static_cast<std::size_t>(a)];
      part.b += at.exporter * at.rent * instruments[static_cast<std::size_t>(at.instrument)].inside;
    }
    cell.b += part.share * part.b;
  }
  for (int p = cell.first; p < cell.last; ++p) {
    Part& part = parts[static_cast<std::size_t>(p)];
    for (int a = part.first; a < part.last; ++a) {
      Attachment& at = attachments[static_cast<std::size_t>(a)];
      at.log_kappa = part.share * at.slope;
      at.f = part.share * at.slope * (cell.within * (part.f - cell.f) - part.f);
      at.b_inside = part.share * at.exporter * at.rent;
      double b = -part.export_tax * part.f * at.slope;
      for (int q = part.first; q < part.last; ++q) {
        const Attachment& other = attachments[static_cast<std::size_t>(q)];
        const double total = place(part, other.control);
        double rent = 0.0;
        // A premium further out than the rent's own place shrinks what the rent is taken on.
        if (outside(at.control, other.control)) rent -= at.slope * other.rent;
        if (same_place(at.control, other.control))
          rent += other.base * decay_slope(total) * std::abs(at.slope) * other.premium;
        if (q == a) rent += other.base * decay(total) * std::abs(other.slope);
        b += other.exporter * instruments[static_cast<std::size_t>(other.instrument)].inside * rent;
      }
      at.b = part.share * (at.slope * cell.within * (part.b - cell.b) + b);
    }
  }
}

void CompiledInstruments::observe(std::span<const double> log_final, std::span<const double> log_wage) {
  // Amount of a list of parts, each left in its member.
  const auto amount = [&](std::vector<Member>& members, bool by_value) {
    double total = 0.0;
    for (Member& member : members) {
      const Cell& cell = cells[static_cast<std::size_t>(member.cell)];
      const Part& part = parts[static_cast<std::size_t>(member.part)];
      const double paid = cell.value * part.share;
      member.amount =
          member.base * paid * (by_value ? part.customs : elementary::exp(-cell.log_basic - part.log_kappa));
      total += member.amount;
    }
    return elementary::log(std::max(total, kNothing));
  };
  for (Instrument& r : instruments) {
    if (!r.counts()) {
      const Member& only = r.members.front();
      const Cell& cell = cells[static_cast<std::size_t>(only.cell)];
      const Part& part = parts[static_cast<std::size_t>(only.part)];
      const auto importer = static_cast<std::size_t>(cell.n);
      double index = 0.0;
      if (r.index == FloorIndex::cpi) index = log_final[importer];
      if (r.index == FloorIndex::wage) index = log_wage[importer];
      r.log_amount = cell.log_basic + part.log_cost + elementary::log1p(part.export_tax) + part.X - index;
      r.log_allowed = r.floor;
      r.G = r.log_amount - r.log_allowed;
    } else {
      r.log_amount = amount(r.members, r.by_value);
      r.log_allowed = r.log_limit + (r.reference.empty() ? 0.0 : amount(r.reference, r.by_value));
      r.G = r.log_allowed - r.log_amount;
      if (r.control == Control::purchase_commitment) r.G = -r.G;
    }
    r.inside = r.control == Control::tariff_rate_quota ? elementary::exp(std::min(0.0, r.G)) : 1.0;
    const double moved = r.x - r.scale * r.G;
    r.active = moved > 0.0 && moved < r.top;
    r.phi = r.x - std::clamp(moved, 0.0, r.top);
  }
  for (Cell& cell : cells) keep(cell);
}

}  // namespace leeway
