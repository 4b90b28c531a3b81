#include "leeway/model/causes.h"

#include "leeway/base/index.h"
#include "leeway/policy/names.h"
#include "leeway/world/currency.h"

namespace leeway {

namespace {

std::vector<char> marked(const std::vector<int>& members, int count) {
  std::vector<char> marks(at(count), 0);
  for (const int n : members) marks[at(n)] = 1;
  return marks;
}

/// Whether nothing at all is left of a flow that it names.
bool closes(const Measure& m, Date as_of) {
  switch (m.instrument) {
    case Instrument::import_ban:
    case Instrument::export_ban:
      if (!restricts(m)) return true;
      [[fallthrough]];
    case Instrument::licence:
      return m.terms.restriction >= 1.0 || rate_at(m.terms, as_of) >= 1.0;
    case Instrument::import_quota:
    case Instrument::export_quota:
      return quota_at(m, as_of).amount <= 0.0;
    case Instrument::boycott:
      return m.terms.share >= 1.0;
    default:
      return false;
  }
}

double yearly_transfer(const World& world, const Measure& m) {
  return exchange(world, m.terms.price_unit.empty() ? "USD" : m.terms.price_unit, m.where) * m.terms.amount /
         m.terms.years * m.terms.grant_share;
}

}  // namespace

Causes::Causes(const World& world, const Policy& policy) : world_(world), as_of_(policy.as_of) {
  for (const AppliedMeasure& applied : policy.applied) {
    if (!applied.solved) continue;
    const Measure& m = *applied.measure;
    std::vector<std::string> absent;
    reaches_.push_back({&m, !is_in_force(applied.because),
                        marked(economies_of(world, {m.by}, as_of_, m, "by"), world.economy_count()),
                        marked(economies_of(world, m.on, as_of_, m, "on"), world.economy_count()),
                        lines_of(world, m.goods, m, "goods", &absent)});
  }
}

bool Causes::touches(const Reach& reach, int importer, int exporter) {
  const bool buys = reach.by[at(importer)] != 0 && reach.on[at(exporter)] != 0;
  const bool sells = reach.by[at(exporter)] != 0 && reach.on[at(importer)] != 0;
  switch (reach.measure->instrument) {
    case Instrument::export_tax:
    case Instrument::export_quota:
    case Instrument::export_ban:
    case Instrument::licence:
      return sells && importer != exporter;
    case Instrument::subsidy:
      return reach.by[at(exporter)] != 0;
    case Instrument::pact:
      return (buys || sells) && importer != exporter;
    case Instrument::transfer:
      return false;
    default:
      return buys && importer != exporter;
  }
}

double Causes::weigh(const Reach& reach, const Weight& weight) const {
  double sum = 0.0;
  for (const int l : reach.lines)
    for (int n = 0; n < world_.economy_count(); ++n)
      for (int i = 0; i < world_.economy_count(); ++i)
        if (world_.flow(l, n, i) > 0.0 && touches(reach, n, i)) sum += weight(l, n, i);
  return sum;
}

double Causes::payment(const Reach& reach, int economy) const {
  const Measure& m = *reach.measure;
  if (reach.by[at(economy)] == 0) return 0.0;
  double rate = 0.0;
  switch (m.instrument) {
    case Instrument::transfer:
      return yearly_transfer(world_, m);
    case Instrument::subsidy:
      rate = rate_at(m.terms, as_of_);
      rate /= 1.0 - rate;
      break;
    case Instrument::export_tax:
      rate = -rate_at(m.terms, as_of_);
      break;
    case Instrument::purchase_commitment:
      return m.terms.max_subsidy *
             weigh(reach, [&](int l, int n, int i) { return n == economy ? world_.flow(l, n, i) : 0.0; });
    default:
      return 0.0;
  }
  return rate * weigh(reach, [&](int l, int n, int i) { return i == economy ? world_.flow(l, n, i) : 0.0; });
}

template <class Size>
std::string Causes::largest(Size size) const {
  for (const bool own : {true, false}) {
    const Reach* found = nullptr;
    double most = 0.0;
    for (const Reach& reach : reaches_) {
      const double one = reach.own == own ? size(reach) : 0.0;
      if (!(one > most)) continue;
      most = one;
      found = &reach;
    }
    if (found != nullptr) return found->measure->id;
  }
  return "";
}

std::string Causes::closing(const Weight& weight) const {
  return largest([&](const Reach& r) { return closes(*r.measure, as_of_) ? weigh(r, weight) : 0.0; });
}

std::string Causes::weighing(const Weight& weight) const {
  return largest([&](const Reach& r) { return weigh(r, weight); });
}

std::string Causes::paying(int economy) const {
  return largest([&](const Reach& r) { return payment(r, economy); });
}

std::string Causes::transferring(int economy) const {
  return largest([&](const Reach& r) {
    const bool named = r.by[at(economy)] != 0 || r.on[at(economy)] != 0;
    return named && r.measure->instrument == Instrument::transfer ? yearly_transfer(world_, *r.measure) : 0.0;
  });
}

}  // namespace leeway
