#include "leeway/world/carve_flows.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "leeway/base/elementary.h"
#include "leeway/base/units.h"
#include "leeway/world/check.h"

namespace leeway {

namespace {

class Flows {
 public:
  Flows(const World& world, const ProductData& product, Carved& out)
      : world_(world), product_(product), out_(out), N_(world.economy_count()), known_(N_, N_) {
    f_.value = f_.quantity = f_.tariff = f_.own_tariff = f_.residual = f_.residual_tariff = Array2(N_, N_);
  }

  CarvedFlows run() {
    judge_units(world_, product_, out_);
    take_flows();
    fill_home_sales();
    seed_suppressed();
    cut_to_sector();
    if (!product_.unit.empty()) fill_quantities();
    keep_duties();
    return f_;
  }

 private:
  const std::string& economy(int n) const { return world_.economies[static_cast<std::size_t>(n)].id; }
  double sector_flow(int n, int i) const { return world_.flow(product_.sector, n, i); }
  void note(std::string sentence) { out_.notes.push_back(std::move(sentence)); }

  void take_flows() {
    for (int n = 0; n < N_; ++n)
      for (int i = 0; i < N_; ++i) f_.tariff(n, i) = world_.tariff(product_.sector, n, i);
    for (const ProductFlow& flow : product_.flows) {
      const int n = flow.importer;
      const int i = flow.exporter;
      known_(n, i) = 1.0;
      f_.value(n, i) = flow.value;
      if (flow.quantity) {
        if (product_.unit.empty())
          throw InputError(fmt::format("{} has quantities but no unit", product_.id), "name it: --unit t");
        f_.quantity(n, i) = *flow.quantity;
      }
      if (!flow.tariff) continue;
      if (n == i && *flow.tariff > 0.0)
        throw InputError(fmt::format("{} has a tariff on its own sales of {}", economy(n), product_.id));
      f_.tariff(n, i) = *flow.tariff;
      f_.own_tariff(n, i) = 1.0;
    }
  }

  double spent_on_imports(int n) const {
    double total = 0.0;
    for (int i = 0; i < N_; ++i)
      if (i != n) total += f_.value(n, i) * (1.0 + f_.tariff(n, i));
    return total;
  }

  void fill_home_sales() {
    for (const MarketSize& market : product_.markets) {
      const int n = market.economy;
      if (known_(n, n) > 0.0)
        throw InputError(
            fmt::format("sales of {} at home in {} are given twice: as a flow and by a market size",
                        product_.id, economy(n)));
      const double imports = spent_on_imports(n);
      const double home = std::max(0.0, market.value - imports);
      known_(n, n) = 1.0;
      f_.value(n, n) = home;
      if (market.units && market.value > 0.0) f_.quantity(n, n) = *market.units * home / market.value;
      note(
          imports > market.value
              ? fmt::format(
                    "{} imports {:.6g} USD million of {} with duties, more than its market of {:.6g}: "
                    "sales at home are taken as zero",
                    economy(n), imports, product_.id, market.value)
              : fmt::format("sales at home in {} are its market of {:.6g} less imports of {:.6g} USD million",
                            economy(n), market.value, imports));
    }
    std::vector<std::string> without;
    for (int n = 0; n < N_; ++n)
      if (known_(n, n) == 0.0 && sector_flow(n, n) > 0.0) without.push_back(economy(n));
    if (!without.empty())
      note(fmt::format(
          "{} of {} economies have no row for sales at home and no market size; theirs are taken as "
          "zero: {}",
          without.size(), N_, fmt::join(without, " ")));
  }

  // The flow that the reference share implies at today's tariff, given what the others sell: within the
  // line, taking the tariff back to the reference gives the share back.
  void seed_suppressed() {
    const double theta = product_.theta.value_or(
        world_.elasticity_set("default", {}).theta[static_cast<std::size_t>(product_.sector)]);
    for (int n = 0; n < N_; ++n) {
      std::vector<const ReferenceShare*> rows;
      double reference = 0.0;
      for (const ReferenceShare& row : product_.reference) {
        if (row.importer != n) continue;
        rows.push_back(&row);
        reference += row.share;
      }
      if (rows.empty()) continue;
      if (reference >= 1.0)
        throw InputError(
            fmt::format("the reference shares of {} in {} sum to {}; something must be left for other "
                        "origins",
                        product_.id, economy(n), shortest(reference)));
      seed_importer(n, rows, 1.0 - reference, theta);
    }
  }

  void seed_importer(int n, const std::vector<const ReferenceShare*>& rows, double others_share,
                     double theta) {
    double others = 0.0;
    for (int i = 0; i < N_; ++i) {
      const bool seeded =
          std::any_of(rows.begin(), rows.end(), [&](auto* row) { return row->exporter == i; });
      if (!seeded) others += f_.value(n, i) * (1.0 + f_.tariff(n, i));
    }
    if (others <= 0.0)
      throw InputError(
          fmt::format("{} buys no {} from the origins that have no reference share", economy(n), product_.id),
          "their flows of the base year fix the size of the market");
    for (const ReferenceShare* row : rows) {
      const int i = row->exporter;
      const double wedge = (1.0 + f_.tariff(n, i)) / (1.0 + row->tariff);
      const std::string what = fmt::format("{} from {} in {}", product_.id, economy(i), economy(n));
      if (f_.value(n, i) > 0.0) {
        const double spent = f_.value(n, i) * (1.0 + f_.tariff(n, i));
        const double change = elementary::log(spent / others * others_share / row->share);
        note(fmt::format("{}: the observed flow is kept, not seeded{}", what,
                         wedge == 1.0 ? std::string(" (the tariff of the two years is the same)")
                                      : fmt::format("; the two years imply theta = {:.2f}",
                                                    -change / elementary::log(wedge))));
        continue;
      }
      const double spent = others * row->share / others_share * elementary::pow(wedge, -theta);
      f_.value(n, i) = spent / (1.0 + f_.tariff(n, i));
      known_(n, i) = 1.0;
      note(fmt::format(
          "{}: seeded with {:.4g} USD million, so that its share of {:.3g}% at a tariff of {:.4g}% comes "
          "back when that of {:.4g}% is removed (theta {:.4g})",
          what, f_.value(n, i), 100.0 * row->share, 100.0 * row->tariff, 100.0 * f_.tariff(n, i), theta));
    }
  }

  void cut_to_sector() {
    double asked = 0.0;
    double home = 0.0;
    for (int n = 0; n < N_; ++n) {
      for (int i = 0; i < N_; ++i) {
        double& value = f_.value(n, i);
        const double most = sector_flow(n, i);
        asked += value;
        if (value > most) {
          out_.clipped.push_back({i, n, value, most});
          f_.quantity(n, i) *= most / value;
          value = most;
        }
        f_.residual(n, i) = most - value;
        out_.value += value;
        if (i == n) home += value;
      }
    }
    // Cut to a fifth is no rounding of one source against another: it is another unit.
    constexpr double likely_other_unit = 5.0;
    if (out_.value > 0.0 && asked > likely_other_unit * out_.value)
      throw InputError(
          fmt::format(
              "the flows of {} come to {:.4g} USD million, {:.3g} times what {} sells where the product does",
              product_.id, asked, asked / out_.value,
              world_.sectors[static_cast<std::size_t>(product_.sector)].id),
          "write values in USD million: divide those in USD by 1,000,000, those in thousands by 1,000");
    if (out_.value <= 0.0)
      throw InputError(
          fmt::format("no flow of {} is left: the sector {} sells nothing where the product does",
                      product_.id, world_.sectors[static_cast<std::size_t>(product_.sector)].id));
    double sector = 0.0;
    for (int l : lines_of_sector(world_, product_.sector))
      for (int n = 0; n < N_; ++n)
        for (int i = 0; i < N_; ++i) sector += world_.flow(l, n, i);
    out_.share = out_.value / sector;
    out_.home = home / out_.value;
    if (!out_.clipped.empty())
      note(fmt::format(
          "{} flows were larger than the sector's and were cut to it: {:.6g} of {:.6g} USD million",
          out_.clipped.size(), asked - out_.value, asked));
    std::stable_sort(
        out_.clipped.begin(), out_.clipped.end(),
        [](const ClippedFlow& a, const ClippedFlow& b) { return a.asked - a.kept > b.asked - b.kept; });
  }

  // Flows without a quantity have the average unit value of those with one.
  void fill_quantities() {
    double value = 0.0;
    double quantity = 0.0;
    int without = 0;
    for (int n = 0; n < N_; ++n) {
      for (int i = 0; i < N_; ++i) {
        if (f_.value(n, i) <= 0.0) f_.quantity(n, i) = 0.0;
        if (f_.value(n, i) > 0.0 && f_.quantity(n, i) == 0.0) ++without;
        if (f_.quantity(n, i) == 0.0) continue;
        value += f_.value(n, i);
        quantity += f_.quantity(n, i);
      }
    }
    if (without == 0) return;
    if (quantity <= 0.0)
      throw InputError(
          fmt::format("{} is counted in {} but none of its flows has a quantity", product_.id, product_.unit),
          "add a column `quantity`, a file --quantities, or units to the market sizes");
    for (int n = 0; n < N_; ++n)
      for (int i = 0; i < N_; ++i)
        if (f_.value(n, i) > 0.0 && f_.quantity(n, i) == 0.0)
          f_.quantity(n, i) = f_.value(n, i) * quantity / value;
    note(fmt::format("{} flows had no quantity; they have the average of the others, {:.6g} USD a unit ({})",
                     without, 1e6 * value / quantity, product_.unit));
  }

  // The sector's duties stay what they were: what the product pays more, the rest pays less.
  void keep_duties() {
    double extra = 0.0;
    for (int n = 0; n < N_; ++n) {
      for (int i = 0; i < N_; ++i) {
        const double whole = world_.tariff(product_.sector, n, i);
        f_.residual_tariff(n, i) = whole;
        if (f_.own_tariff(n, i) == 0.0 || f_.value(n, i) == 0.0) continue;
        const double duties = whole * sector_flow(n, i);
        const double own = f_.tariff(n, i) * f_.value(n, i);
        const double left = f_.residual(n, i);
        if (left > 0.0) f_.residual_tariff(n, i) = std::max(0.0, (duties - own) / left);
        extra += own + f_.residual_tariff(n, i) * left - duties;
      }
    }
    if (std::abs(extra) > 1e-9 * out_.value)
      note(fmt::format(
          "its tariffs bring {:.6g} USD million more in duties than the sector had where they apply; "
          "final use takes it up",
          extra));
  }

  const World& world_;
  const ProductData& product_;
  Carved& out_;
  int N_;
  Array2 known_;
  CarvedFlows f_;
};

}  // namespace

CarvedFlows carve_flows(const World& world, const ProductData& product, Carved& out) {
  return Flows(world, product, out).run();
}

}  // namespace leeway
