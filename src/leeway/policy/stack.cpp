#include "leeway/policy/stack.h"

#include <algorithm>

namespace leeway {

bool TariffStep::acts(int line, int importer, int exporter) const {
  if (kind == Kind::floor) return true;
  const auto touches = [&](const BoundMeasure* it) {
    return it->touches(line) && it->acts_on(importer, exporter);
  };
  // Where a table of whole duties has no row, what stood there stays.
  if (kind == Kind::replace && !measure->states_rate(line, exporter)) return false;
  return touches(measure) && std::any_of(quotas.begin(), quotas.end(), touches) == late;
}

double TariffStep::apply(double tariff, int line, int exporter, bool alternative,
                         const StackView& view) const {
  const auto share = [&] { return measure->coverage(line, exporter, view.part); };
  const auto rate = [&] { return measure->rate(line, exporter, alternative, view); };
  switch (kind) {
    case Kind::subtract:
      return tariff - share() * rate();
    // Embedded Measures larger than the base tariff leave nothing that a pact could cut.
    case Kind::scale:
      return tariff > 0.0 ? tariff * factor : tariff;
    case Kind::add:
      return tariff + share() * rate();
    case Kind::shift:
      return tariff + share() * (rate() - before->rate(line, exporter, alternative, view));
    case Kind::max:
      return tariff + share() * std::max(0.0, rate() - tariff);
    case Kind::replace: {
      const double covered = share();
      return (1.0 - covered) * tariff + covered * rate();
    }
    case Kind::floor:
      return std::max(0.0, tariff);
  }
  return tariff;
}

std::vector<TariffStep> tariff_steps(const BoundSet& set) {
  std::vector<TariffStep> steps;
  const auto left_by = [](const BoundMeasure* pact) {
    return pact == nullptr ? 1.0 : 1.0 - pact->tariff_cut();
  };
  for (const auto& bound : set.in_base)
    if (bound->measure().instrument == Instrument::tariff && bound->measure().combine == Combine::add)
      steps.push_back({TariffStep::Kind::subtract, bound.get()});
  const auto scale = [&](const BoundMeasure& pact, double now, double then) {
    // What a pact took away entirely cannot be put back.
    if (now != then && then > 1e-9) steps.push_back({TariffStep::Kind::scale, &pact, nullptr, now / then});
  };
  for (const auto& bound : set.in_base)
    if (bound->measure().instrument == Instrument::pact && set.find(bound->measure().id) == nullptr)
      scale(*bound, 1.0, left_by(bound.get()));
  for (const Acting& acting : set.now)
    if (acting.measure().instrument == Instrument::pact)
      scale(*acting.bound, left_by(acting.bound.get()), left_by(acting.in_base.get()));
  std::vector<const BoundMeasure*> duties;
  std::vector<const BoundMeasure*> quotas;
  for (const Acting& acting : set.now) {
    const bool quota = acting.measure().instrument == Instrument::tariff_rate_quota;
    // The base tariffs hold what a quota of the base year did to them.
    if (acting.measure().instrument != Instrument::tariff && (!quota || acting.in_base != nullptr)) continue;
    // They hold what a duty that does not add made of them, not what it was made from: its rate can move.
    if (acting.in_base != nullptr && acting.measure().combine != Combine::add) {
      steps.push_back({TariffStep::Kind::shift, acting.bound.get(), acting.in_base.get()});
      continue;
    }
    duties.push_back(acting.bound.get());
    if (quota && acting.measure().combine == Combine::replace) quotas.push_back(acting.bound.get());
  }
  std::vector<TariffStep> late;
  for (const BoundMeasure* duty : duties) {
    if (duty->measure().combine != Combine::add) continue;
    std::vector<const BoundMeasure*> earlier;
    for (const BoundMeasure* quota : quotas)
      if (quota->since() <= duty->since()) earlier.push_back(quota);
    steps.push_back({TariffStep::Kind::add, duty, nullptr, 1.0, earlier, false});
    if (!earlier.empty()) late.push_back({TariffStep::Kind::add, duty, nullptr, 1.0, earlier, true});
  }
  for (const auto& [combine, kind] : {std::pair(Combine::max, TariffStep::Kind::max),
                                      std::pair(Combine::replace, TariffStep::Kind::replace)})
    for (const BoundMeasure* duty : duties)
      if (duty->measure().combine == combine) steps.push_back({kind, duty});
  steps.insert(steps.end(), late.begin(), late.end());
  steps.push_back({TariffStep::Kind::floor});
  return steps;
}

std::vector<const TariffStep*> steps_on(const std::vector<TariffStep>& steps, int line, int importer,
                                        int exporter) {
  std::vector<const TariffStep*> acting;
  for (const TariffStep& step : steps)
    if (step.acts(line, importer, exporter)) acting.push_back(&step);
  return acting;
}

double stacked_tariff(double base, const std::vector<const TariffStep*>& steps, int line, int exporter,
                      bool alternative, const StackView& view) {
  double tariff = base;
  for (const TariffStep* step : steps) tariff = step->apply(tariff, line, exporter, alternative, view);
  return tariff;
}

}  // namespace leeway
