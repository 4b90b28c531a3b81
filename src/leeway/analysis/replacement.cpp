#include "leeway/analysis/replacement.h"

#include <algorithm>

#include <fmt/format.h>

#include "leeway/analysis/comparison.h"

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

bool contains(const std::vector<int>& set, int n) {
  return std::find(set.begin(), set.end(), n) != set.end();
}

Destinations destinations(const World& world, const Result& result, const Policy& policy, const Sets& sets) {
  Destinations d;
  for (int l : sets.lines)
    for (int n = 0; n < result.economy_count(); ++n) {
      double value = 0.0;
      for (int i : sets.exporters) {
        const FlowMoney money = flow_money(world, policy, result, l, n, i);
        value += money.seller + money.export_tax + money.exporter_rent;
      }
      (contains(sets.exporters, n) ? d.home : contains(sets.market, n) ? d.market : d.others) += value;
    }
  return d;
}

}  // namespace

Replacement replacement(const Model& model, const Policy& policy, const std::string& exporter,
                        const std::string& importer, const std::vector<double>& closed) {
  const World& world = model.world();
  Sets sets{members_of(world, exporter), members_of(world, importer),
            world.resolve_goods("goods", Location{})};
  for (int n : sets.market)
    if (contains(sets.exporters, n))
      throw InputError(fmt::format("{} cannot be shut out of {}: {} is in both", exporter, importer,
                                   world.economies[static_cast<std::size_t>(n)].id));
  for (double share : closed)
    if (!(share > 0.0 && share <= 1.0))
      throw InputError(fmt::format("a share of {} cannot be shut out; it lies above 0 and up to 1", share));

  Replacement out;
  out.exporter = exporter;
  out.importer = importer;
  out.note =
      "Goods only, in the long run of the model. The share shut out is of the varieties that the market "
      "buys, so "
      "that a little less than that share of the value is lost: what is left is bought more.";
  const Result open = model.solve(policy);
  out.open = open.certificate;
  const Destinations before = destinations(world, open, policy, sets);
  out.exports_musd = before.market;
  Result last = open;
  for (double share : closed) {
    Policy shut = policy;
    for (int l : sets.lines)
      for (int n : sets.market)
        for (int i : sets.exporters) {
          Wedge wedge = shut.wedge(world, l, n, i);
          wedge.access *= 1.0 - share;
          shut.set_wedge(world, l, n, i, wedge);
        }
    Result result = model.solve(shut, last.state);
    const Destinations after = destinations(world, result, shut, sets);
    const EconomyChange exporters = compare_set(world, sets.exporters, open, result, &policy, &shut);
    ReplacementStep step;
    step.closed = share;
    step.lost_musd = before.market - after.market;
    step.diverted_musd = after.others - before.others;
    step.home_musd = after.home - before.home;
    step.replaced = step.lost_musd > 0.0 ? step.diverted_musd / step.lost_musd : 0.0;
    step.ev_musd = exporters.ev_musd;
    step.real_income_pct = exporters.real_income_pct;
    step.importer_ev_musd = compare_set(world, sets.market, open, result, &policy, &shut).ev_musd;
    step.certificate = result.certificate;
    step.run_id = result.run_id;
    out.steps.push_back(step);
    if (result.certificate.converged) last = std::move(result);
  }
  return out;
}

}  // namespace leeway
