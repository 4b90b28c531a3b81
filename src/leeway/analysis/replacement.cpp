#include "leeway/analysis/replacement.h"

#include <algorithm>

#include <fmt/format.h>

#include "leeway/analysis/comparison.h"
#include "leeway/analysis/flows.h"
#include "leeway/analysis/study.h"
#include "leeway/base/index.h"

namespace leeway {

namespace {

// Border values of the exporters' goods, by where they go.
struct Destinations {
  double market = 0.0;
  double others = 0.0;
  double home = 0.0;
};

struct Sets {
  std::vector<int> exporters;
  std::vector<int> market;
  std::vector<int> lines;  // goods
};

Destinations destinations(const World& world, const Solution& solution, const Sets& sets) {
  Destinations d;
  for (int l : sets.lines)
    for (int n = 0; n < world.economy_count(); ++n) {
      double value = 0.0;
      for (int i : sets.exporters) {
        const FlowMoney money = flow_money(world, solution, l, n, i);
        value += money.seller + money.export_tax + money.exporter_rent;
      }
      (has(sets.exporters, n) ? d.home : has(sets.market, n) ? d.market : d.others) += value;
    }
  return d;
}

/// The policy with a share of what the market buys refused: a quota for each line, or a ban.
Policy shut_by(const World& world, const Solution& open, const Sets& sets, double share) {
  Policy shut = *open.policy;
  for (int l : sets.lines) {
    BoundInstrument quota;
    quota.measure = "market shut";
    quota.control = Control::import_quota;
    quota.unit = "USD mn at base-year prices";
    quota.rent_to = {1.0, 0.0};
    for (int n : sets.market)
      for (int i : sets.exporters) {
        const double bought = world.flow(l, n, i) * quantity_hat(world, open, l, n, i);
        if (share >= 1.0) {
          Wedge wedge = shut.wedge(world, l, n, i);
          wedge.access = 0.0;
          shut.set_wedge(world, l, n, i, wedge);
        } else if (bought > 0.0) {
          quota.flows.push_back({.line = l, .importer = n, .exporter = i, .quantity = world.flow(l, n, i)});
          quota.limit += (1.0 - share) * bought;
        }
      }
    if (!quota.flows.empty()) shut.instruments.push_back(std::move(quota));
  }
  for (SplitFlow& split : shut.split_flows)
    if (share >= 1.0 && shut.wedge(world, split.line, split.importer, split.exporter).access == 0.0)
      for (FlowPart& part : split.parts) part.access = 0.0;
  return shut;
}

}  // namespace

Replacement replacement(const Model& model, const Solution& open, const std::string& exporter,
                        const std::string& importer, const std::vector<double>& closed) {
  const World& world = model.world();
  Sets sets{members_of(world, exporter), members_of(world, importer),
            world.resolve_goods("goods", Location{})};
  for (int n : sets.market)
    if (has(sets.exporters, n))
      throw InputError(fmt::format("{} cannot be shut out of {}: {} is in both", exporter, importer,
                                   world.economies[static_cast<std::size_t>(n)].id));
  for (double share : closed)
    if (!(share > 0.0 && share <= 1.0))
      throw InputError(fmt::format("a share of {} cannot be shut out; it lies above 0 and up to 1", share));

  Replacement out;
  out.exporter = exporter;
  out.importer = importer;
  out.note =
      "Goods only, in the long run of the model. The share shut out is of the quantity that the market "
      "buys, line by line; what is still let in earns its importers the rent.";
  const Destinations before = destinations(world, open, sets);
  out.exports_musd = before.market;
  Study study(world);
  study.use(model);
  for (double share : closed) {
    study.add({fmt::format("{} closed", share),
               std::make_shared<const Policy>(shut_by(world, open, sets, share)),
               model.options(),
               {},
               open.start});
  }
  const auto steps = study.run({}, [&](std::size_t at, const Outcome& outcome) {
    ReplacementStep step{closed[at], outcome.verdict(), {}};
    if (!outcome) return step;
    const Destinations after = destinations(world, outcome.solution(), sets);
    const EconomyChange exporters = compare_set(world, sets.exporters, open, outcome.solution());
    ReplacementEffect& e = step.effect.emplace();
    e.lost_musd = before.market - after.market;
    e.diverted_musd = after.others - before.others;
    e.home_musd = after.home - before.home;
    e.replaced = e.lost_musd > 0.0 ? e.diverted_musd / e.lost_musd : 0.0;
    e.ev_musd = exporters.ev_musd;
    e.real_income_pct = exporters.real_income_pct;
    e.importer_ev_musd = compare_set(world, sets.market, open, outcome.solution()).ev_musd;
    return step;
  });
  for (const auto& step : steps) out.steps.push_back(*step);
  return out;
}

}  // namespace leeway
