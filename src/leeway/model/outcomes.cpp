// What instruments did at a solved point, and who holds their rents.

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <tuple>

#include "leeway/base/elementary.h"
#include "leeway/model/equilibrium_instruments.h"
#include "leeway/model/model_impl.h"

namespace leeway {

namespace {

using Multiplier = CompiledInstruments::Instrument;

Regime regime_of(const Multiplier& r) {
  if (r.active) return Regime::binding;
  return r.x - r.scale * r.G > 0.0 ? Regime::filled : Regime::not_binding;
}

}  // namespace

namespace {

void add(const FlowMoney& more, FlowMoney& to) {
  to.paid += more.paid;
  to.seller += more.seller;
  to.duty += more.duty;
  to.export_tax += more.export_tax;
  to.importer_rent += more.importer_rent;
  to.exporter_rent += more.exporter_rent;
}

// The money of a flow with no limit on it.
FlowMoney plain_money(int line, int importer, int exporter, double paid, double seller, const Wedge& wedge) {
  FlowMoney m{line, importer, exporter, paid, seller};
  m.export_tax = wedge.export_tax * m.seller;
  m.duty = wedge.tariff * (m.seller + m.export_tax);
  return m;
}

// Flows in classes are told as one: with the flows under instruments and in parts where some class is, else
// apart.
void join_classes(const World& world, const Policy& policy, const CompiledInstruments& ins, Result& result) {
  if (policy.cut_rows.empty()) return;
  using Flow = std::tuple<int, int, int>;
  std::map<Flow, std::pair<FlowMoney, double>> limited;
  for (std::size_t j = 0; j < result.money.size(); ++j) {
    const FlowMoney& m = result.money[j];
    auto& [sum, price] =
        limited.try_emplace({m.line, m.importer, m.exporter}, FlowMoney{m.line, m.importer, m.exporter}, 0.0)
            .first->second;
    add(m, sum);
    price = result.money_price[j];
  }
  const auto is_limited = [&](int l, int n, int goods, int i) {
    const std::tuple wanted(l, n, goods, i);
    const auto found = std::lower_bound(
        ins.cells.begin(), ins.cells.end(), wanted,
        [](const auto& cell, const auto& to) { return std::tie(cell.l, cell.n, cell.goods, cell.i) < to; });
    return found != ins.cells.end() && std::tie(found->l, found->n, found->goods, found->i) == wanted;
  };
  std::vector<char> listed(result.wage.size());
  for (const CutRow& row : policy.cut_rows) {
    std::fill(listed.begin(), listed.end(), 0);
    for (const GoodsClass& goods : row.classes)
      for (const ClassFlow& flow : goods.flows) listed[static_cast<std::size_t>(flow.exporter)] = 1;
    for (int i = 0; i < static_cast<int>(result.wage.size()); ++i) {
      const auto under = limited.find({row.line, row.importer, i});
      if (listed[static_cast<std::size_t>(i)] == 0 && under == limited.end()) continue;
      FlowMoney m{row.line, row.importer, i};
      for (int a = 0; a < static_cast<int>(row.classes.size()); ++a)
        if (!is_limited(row.line, row.importer, a, i))
          add(plain_money(
                  row.line, row.importer, i, result.trade.of_class(row.line, row.importer, i, a),
                  result.received.of_class(row.line, row.importer, i, a),
                  row.classes[static_cast<std::size_t>(a)].of(world, row.line, row.importer, i).wedge),
              m);
      if (under == limited.end()) {
        result.class_money.push_back(m);
        continue;
      }
      auto& [sum, price] = under->second;
      add(m, sum);
      price = sum.paid > 0.0 ? result.trade.price_over_basic(row.line, row.importer, i) : 1.0;
    }
  }
  result.money.clear();
  result.money_price.clear();
  for (const auto& [flow, told] : limited) {
    result.money.push_back(told.first);
    result.money_price.push_back(told.second);
  }
}

}  // namespace

const char* to_string(Regime regime) {
  switch (regime) {
    case Regime::not_binding:
      return "not binding";
    case Regime::binding:
      return "binding";
    case Regime::filled:
      return "filled";
  }
  return "";
}

void read_instruments(const Policy& policy, const Equilibrium& equilibrium, Result& result,
                      Certificate& certificate) {
  const CompiledInstruments& ins = equilibrium.policy().instruments;
  const double W0 = equilibrium.shares().W0;
  const std::size_t N = result.wage.size();
  result.importer_rents.assign(N, 0.0);
  result.exporter_rents.assign(N, 0.0);
  for (std::size_t j = 0; j < ins.instruments.size(); ++j) {
    const Multiplier& r = ins.instruments[j];
    InstrumentOutcome o;
    o.measure = policy.instruments[j].measure;
    o.control = r.control;
    o.regime = regime_of(r);
    o.multiplier = r.x;
    o.premium = elementary::expm1(r.x);
    o.quantity = elementary::exp(r.log_amount);
    o.limit = elementary::exp(r.log_allowed);
    o.unit = policy.instruments[j].unit;
    // In the instrument's own terms: the gap between x and where its rule would put it.
    o.complementarity = std::abs(r.phi) / r.scale;
    certificate.complementarity = std::max(certificate.complementarity, o.complementarity);
    result.instruments.push_back(std::move(o));
  }
  for (const CompiledInstruments::Cell& cell : ins.cells) {
    FlowMoney m;
    m.line = cell.l;
    m.importer = cell.n;
    m.exporter = cell.i;
    m.paid = cell.value * W0;
    m.seller = cell.f * m.paid;
    for (int p = cell.first; p < cell.last; ++p) {
      const CompiledInstruments::Part& part = ins.parts[static_cast<std::size_t>(p)];
      const double paid = part.share * m.paid;
      m.export_tax += part.export_tax * part.f * paid;
      // Duty by its rates: on the customs value, and of a quota's premium what is no rent; less what a
      // purchase commitment pays. That it fills what the others leave is for the certificate to say.
      const double dutiable = part.customs * (1.0 + part.tariff) * elementary::exp(part.T);
      m.duty += paid * (part.customs * ((1.0 + part.tariff) * elementary::exp(part.T) - 1.0) -
                        dutiable * -elementary::expm1(-part.S));
      for (int a = part.first; a < part.last; ++a) {
        const CompiledInstruments::Attachment& at = ins.attachments[static_cast<std::size_t>(a)];
        const auto r = static_cast<std::size_t>(at.instrument);
        const double rent = at.rent * ins.instruments[r].inside * paid;
        if (at.control == Control::tariff_rate_quota) m.duty -= rent;
        m.exporter_rent += at.exporter * rent;
        m.importer_rent += (1.0 - at.exporter) * rent;
        result.instruments[r].rent += rent;
      }
    }
    if (m.paid > 0.0)
      certificate.rent_accounting = std::max(
          certificate.rent_accounting,
          std::abs(m.paid - m.seller - m.duty - m.export_tax - m.exporter_rent - m.importer_rent) / m.paid);
    const auto n = static_cast<std::size_t>(cell.n);
    const auto i = static_cast<std::size_t>(cell.i);
    result.importer_rents[n] += m.importer_rent;
    result.exporter_rents[i] += m.exporter_rent;
    result.tariff_revenue[n] -= m.importer_rent;
    result.export_revenue[i] -= m.exporter_rent;
    result.money.push_back(m);
    result.money_price.push_back(elementary::exp(cell.log_kappa));
  }
  join_classes(equilibrium.shares().world, policy, ins, result);
}

FlowMoney flow_money(const World& world, const Solution& solution, int line, int importer, int exporter) {
  const Policy& policy = *solution.policy;
  const Result& result = solution.result;
  const std::tuple flow(line, importer, exporter);
  for (const auto* list : {&result.money, &result.class_money}) {
    const auto found = std::lower_bound(
        list->begin(), list->end(), flow,
        [](const FlowMoney& m, const auto& to) { return std::tie(m.line, m.importer, m.exporter) < to; });
    if (found != list->end() && std::tie(found->line, found->importer, found->exporter) == flow)
      return *found;
  }
  return plain_money(line, importer, exporter, result.trade(line, importer, exporter),
                     result.received(line, importer, exporter),
                     policy.wedge(world, line, importer, exporter));
}

Policy plain_equivalent(const World& world, const Solution& solution) {
  const Policy& policy = *solution.policy;
  const Result& result = solution.result;
  Policy plain = policy;
  plain.instruments.clear();
  plain.split_flows.clear();
  plain.cut_rows.clear();
  // `price` is the user price over the basic one where a mix of parts or classes makes it, `demand` what
  // buyers want of the flow besides.
  const auto put = [&](const FlowMoney& m, std::optional<double> price, double demand) {
    Wedge wedge = policy.wedge(world, m.line, m.importer, m.exporter);
    if (m.paid > 0.0) {
      const double f = m.seller / m.paid;
      const double b = (m.export_tax + m.exporter_rent) / m.paid;
      wedge.export_tax = b / f;
      wedge.tariff = 1.0 / (f + b) - 1.0;
      // What the mix of parts or classes and the varieties lost with them cost is in the user price.
      if (price) {
        wedge.access = 1.0;
        wedge.demand = demand;
        wedge.cost = f * *price * (1.0 + world.tariff(m.line, m.importer, m.exporter));
      }
    } else {
      wedge.access = 0.0;
    }
    plain.set_wedge(world, m.line, m.importer, m.exporter, wedge);
  };
  for (std::size_t j = 0; j < result.money.size(); ++j) {
    const FlowMoney& m = result.money[j];
    if (m.importer == m.exporter || policy.cut_row(m.line, m.importer) != nullptr) continue;
    const auto split =
        std::find_if(policy.split_flows.begin(), policy.split_flows.end(), [&](const SplitFlow& it) {
          return it.line == m.line && it.importer == m.importer && it.exporter == m.exporter;
        });
    if (split == policy.split_flows.end()) {
      put(m, std::nullopt, 1.0);
      continue;
    }
    double demand = 0.0;
    for (const FlowPart& part : split->parts) demand += part.share * part.demand;
    put(m, result.money_price[j], demand);
  }
  // Every flow of a row in classes has a share of its own there, that of the importer's own sellers too.
  for (const CutRow& row : policy.cut_rows)
    for (int i = 0; i < world.economy_count(); ++i)
      if (world.flow(row.line, row.importer, i) > 0.0) {
        const FlowMoney m = flow_money(world, solution, row.line, row.importer, i);
        put(m,
            m.paid > 0.0 ? std::optional(result.trade.price_over_basic(row.line, row.importer, i))
                         : std::nullopt,
            1.0);
      }
  return plain;
}

}  // namespace leeway
