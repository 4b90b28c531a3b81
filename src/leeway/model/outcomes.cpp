// What instruments did at a solved point, and who holds their rents.

#include <algorithm>
#include <cmath>

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
}

FlowMoney flow_money(const World& world, const Solution& solution, int line, int importer, int exporter) {
  const Policy& policy = *solution.policy;
  const Result& result = solution.result;
  const auto found = std::find_if(result.money.begin(), result.money.end(), [&](const FlowMoney& m) {
    return m.line == line && m.importer == importer && m.exporter == exporter;
  });
  if (found != result.money.end()) return *found;
  FlowMoney m;
  m.line = line;
  m.importer = importer;
  m.exporter = exporter;
  m.paid = result.trade(line, importer, exporter);
  m.seller = result.received(line, importer, exporter);
  const Wedge wedge = policy.wedge(world, line, importer, exporter);
  m.export_tax = wedge.export_tax * m.seller;
  m.duty = wedge.tariff * (m.seller + m.export_tax);
  return m;
}

Policy plain_equivalent(const World& world, const Solution& solution) {
  const Policy& policy = *solution.policy;
  const Result& result = solution.result;
  Policy plain = policy;
  plain.instruments.clear();
  plain.split_flows.clear();
  for (std::size_t j = 0; j < result.money.size(); ++j) {
    const FlowMoney& m = result.money[j];
    if (m.importer == m.exporter) continue;
    Wedge wedge = policy.wedge(world, m.line, m.importer, m.exporter);
    if (!(m.paid > 0.0)) {
      wedge.access = 0.0;
      plain.set_wedge(world, m.line, m.importer, m.exporter, wedge);
      continue;
    }
    const double f = m.seller / m.paid;
    const double b = (m.export_tax + m.exporter_rent) / m.paid;
    wedge.export_tax = b / f;
    wedge.tariff = 1.0 / (f + b) - 1.0;
    const auto split =
        std::find_if(policy.split_flows.begin(), policy.split_flows.end(), [&](const SplitFlow& it) {
          return it.line == m.line && it.importer == m.importer && it.exporter == m.exporter;
        });
    // What the mix of parts and the varieties lost with them cost is in the user price.
    if (split != policy.split_flows.end()) {
      wedge.access = 1.0;
      wedge.demand = 0.0;
      for (const FlowPart& part : split->parts) wedge.demand += part.share * part.demand;
      wedge.cost = f * result.money_price[j] * (1.0 + world.tariff(m.line, m.importer, m.exporter));
    }
    plain.set_wedge(world, m.line, m.importer, m.exporter, wedge);
  }
  return plain;
}

}  // namespace leeway
