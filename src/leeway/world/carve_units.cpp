#include <algorithm>

#include <fmt/format.h>

#include "leeway/base/error.h"
#include "leeway/base/units.h"
#include "leeway/world/carve.h"
#include "leeway/world/check.h"

namespace leeway {

namespace {

/// A value so many times the whole sector's flow is in another unit, not an error of the statistics.
constexpr double far_above = 100.0;
/// The middle rate of a good is below it, or the column is in percent.
constexpr double high_rate = 1.5;
/// A rate above it deserves a look.
constexpr double odd_rate = 1.0;
/// A middle is told of so many numbers.
constexpr std::size_t enough = 3;

double median(std::vector<double> numbers) {
  const auto middle = numbers.begin() + static_cast<std::ptrdiff_t>(numbers.size() / 2);
  std::nth_element(numbers.begin(), middle, numbers.end());
  return *middle;
}

std::string pair_words(const World& world, const ProductFlow& flow) {
  return fmt::format("{} to {}", world.economies[static_cast<std::size_t>(flow.exporter)].id,
                     world.economies[static_cast<std::size_t>(flow.importer)].id);
}

std::string percent(double rate) { return fmt::format("{:.4g}%", 100.0 * rate); }

void judge_values(const World& world, const ProductData& product, Carved& out) {
  std::vector<double> over_sector;
  double asked = 0.0;
  double sector = 0.0;
  const ProductFlow* largest = nullptr;
  const std::vector<int> lines = lines_of_sector(world, product.sector);
  for (int l : lines)
    for (int n = 0; n < world.economy_count(); ++n)
      for (int i = 0; i < world.economy_count(); ++i) sector += world.flow(l, n, i);
  for (const ProductFlow& flow : product.flows) {
    asked += flow.value;
    if (largest == nullptr || flow.value > largest->value) largest = &flow;
    double whole = 0.0;
    for (int l : lines) whole += world.flow(l, flow.importer, flow.exporter);
    if (flow.value > 0.0 && whole > 0.0) over_sector.push_back(flow.value / whole);
  }
  if (largest == nullptr || over_sector.empty()) return;
  const std::string& id = world.sectors[static_cast<std::size_t>(product.sector)].id;
  const double middle = median(over_sector);
  if (middle > far_above)
    throw InputError(
        fmt::format("the values of {} are not USD million: the middle one is {:.3g} times the whole of {} "
                    "between the same two, the largest ({}) is {}",
                    product.id, middle, id, pair_words(world, *largest), shortest(largest->value)),
        "values are in USD million: divide dollars by 1000000");
  if (asked > sector)
    out.warnings.push_back(
        fmt::format("the flows add up to {:.4g} USD million, more than all of {}: {:.4g}; "
                    "are they in USD million?",
                    asked, id, sector));
  out.notes.push_back(fmt::format("values given: {:.6g} USD million in all, the largest {:.6g} ({})", asked,
                                  largest->value, pair_words(world, *largest)));
}

void judge_rates(const World& world, const ProductData& product, Carved& out) {
  std::vector<double> rates;
  const ProductFlow* highest = nullptr;
  double duty = 0.0;
  double value = 0.0;
  for (const ProductFlow& flow : product.flows) {
    if (!flow.tariff || flow.exporter == flow.importer) continue;
    value += flow.value;
    duty += flow.value * *flow.tariff;
    if (*flow.tariff > 0.0) rates.push_back(*flow.tariff);
    if (highest == nullptr || *flow.tariff > *highest->tariff) highest = &flow;
  }
  if (rates.empty()) return;
  const double middle = median(rates);
  const double mean = value > 0.0 ? duty / value : 0.0;
  if (rates.size() >= enough && middle > high_rate)
    throw InputError(
        fmt::format(
            "the rates of {} look like percent: the middle one would be {}, the mean {}, the largest {} "
            "({})",
            product.id, percent(middle), percent(mean), percent(*highest->tariff),
            pair_words(world, *highest)),
        "rates are decimals: write 0.035 for 3.5%");
  if (*highest->tariff > odd_rate)
    out.warnings.push_back(fmt::format("the largest rate is {} ({}); rates are decimals, 0.035 for 3.5%",
                                       percent(*highest->tariff), pair_words(world, *highest)));
  out.notes.push_back(fmt::format("rates given: {} on average by value, the largest {} ({})", percent(mean),
                                  percent(*highest->tariff), pair_words(world, *highest)));
}

}  // namespace

void judge_units(const World& world, const ProductData& product, Carved& out) {
  judge_values(world, product, out);
  judge_rates(world, product, out);
}

}  // namespace leeway
