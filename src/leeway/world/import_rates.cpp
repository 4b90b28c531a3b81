// The tables beside an input-output table: tariffs and trade elasticities.

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "leeway/base/units.h"
#include "leeway/io/csv.h"
#include "leeway/world/import_source.h"
#include "leeway/world/import_table.h"
#include "leeway/world/keys.h"
#include "leeway/world/named_economies.h"

namespace leeway {

namespace fs = std::filesystem;

namespace {

// Estimates of the field lie between 0.5 and 70.
constexpr double least_likely_theta = 0.1;
constexpr double most_likely_theta = 100.0;
// Beyond it sellers are one to every buyer and shares leave the range of numbers.
constexpr double largest_theta = 1000.0;

}  // namespace

void ImportTable::read_tariffs(const fs::path& file) {
  if (file.empty()) {
    note("no tariffs were given: all are zero, and duties stay inside value added");
    return;
  }
  const Ids sectors = sectors_by_name();
  const NamedEconomies economies(world_);
  CsvFile csv = CsvFile::as_found(file, {{"sector"}, {"exporter"}, {"importer"}, {"rate"}, {"kind", false}});
  Cells cells(world_.tariff.size());
  const std::size_t N = world_.economies.size();
  RateColumn rates(rates_);
  // A row for all exporters holds where they have no row of their own.
  struct ForAll {
    int h = 0;
    int n = 0;
    double rate = 0.0;
    unsigned char kind = 0;
  };
  std::vector<ForAll> for_all;
  const auto at = [&](int h, int n, int i) {
    return (static_cast<std::size_t>(h) * N + static_cast<std::size_t>(n)) * N + static_cast<std::size_t>(i);
  };
  const auto kind_of = [&]() -> unsigned char {
    const std::string kind = csv.text(4).empty() ? "given" : std::string(csv.text(4));
    auto known = std::find(world_.tariff_kinds.begin(), world_.tariff_kinds.end(), kind);
    if (known == world_.tariff_kinds.end()) {
      if (world_.tariff_kinds.size() == 256) throw csv.error(4, "more than 255 kinds of tariff");
      known = world_.tariff_kinds.insert(known, kind);
    }
    return static_cast<unsigned char>(known - world_.tariff_kinds.begin());
  };
  while (csv.next()) {
    const int h = sectors.at(csv, 0);
    const bool all = is_everyone(csv.id(1));
    const int i = all ? 0 : economies.at(csv, 1);
    const int n = economies.at(csv, 2);
    const double rate = rates.read(csv, 3);
    if (all) {
      if (std::any_of(for_all.begin(), for_all.end(),
                      [&](const ForAll& row) { return row.h == h && row.n == n; }))
        throw InputError(csv.where_row(), "row repeats a key");
      for_all.push_back({h, n, rate, kind_of()});
      continue;
    }
    cells.take(csv, at(h, n, i));
    if (i == n && rate > 0.0) throw csv.error(3, "an economy has no tariff on itself");
    world_.tariff(h, n, i) = rate;
    world_.tariff_kind[at(h, n, i)] = kind_of();
  }
  std::vector<bool> by_all(world_.tariff.size(), false);
  for (const ForAll& row : for_all)
    for (int i = 0; i < world_.economy_count(); ++i) {
      const std::size_t cell = at(row.h, row.n, i);
      if (i == row.n || cells.line(cell) != 0) continue;
      world_.tariff(row.h, row.n, i) = row.rate;
      world_.tariff_kind[cell] = row.kind;
      by_all[cell] = true;
    }
  note(csv.notes());
  rates.check(file);
  note(fmt::format("tariffs are those of {}", file.filename().string()));
  std::size_t crossing = 0;
  std::size_t without = 0;
  for (std::size_t h = 0; h < world_.sectors.size(); ++h)
    for (std::size_t n = 0; n < N; ++n)
      for (std::size_t i = 0; i < N; ++i) {
        if (n == i || !world_.sectors[h].goods) continue;
        ++crossing;
        const std::size_t cell = (h * N + n) * N + i;
        without += cells.line(cell) == 0 && !by_all[cell] ? 1 : 0;
      }
  if (without > 0) {
    std::string text =
        fmt::format("{} of the {} flows of goods across borders have no row in {}: their tariff is zero",
                    without, crossing, file.filename().string());
    (2 * without > crossing ? warnings_ : notes_).push_back(std::move(text));
  }
  rates_given_ = true;
}

void ImportTable::read_elasticities(const ImportOptions& options) {
  if (options.elasticities.empty()) {
    if (!(options.elasticity > 0.0) || options.elasticity > largest_theta)
      throw InputError(
          fmt::format("--elasticity: {} is no trade elasticity, which must be positive and no more than {}",
                      shortest(options.elasticity), largest_theta));
    world_.elasticities.push_back({"uniform", "Assumed on import", "the same in every sector",
                                   std::vector<double>(world_.lines.size(), options.elasticity)});
    note(
        fmt::format("no elasticities were given: theta is {} in every sector", shortest(options.elasticity)));
  } else if (is_har(options.elasticities)) {
    read_parameters(options);
  } else {
    const Ids sectors = sectors_by_name();
    Ids sets("elasticity set");
    std::map<const double*, int> lines;
    const std::string file = options.elasticities.filename().string();
    CsvFile csv =
        CsvFile::as_found(options.elasticities, {{"set"}, {"sector"}, {"theta", false}, {"sigma", false}});
    if (csv.has(2) == csv.has(3))
      throw InputError(csv.where_row(), "either a column `theta` or a column `sigma` is needed",
                       "columns: set, sector, theta; sigma is theta + 1");
    const std::size_t column = csv.has(2) ? 2 : 3;
    while (csv.next()) {
      if (sets.insert(std::string(csv.id(0))))
        world_.elasticities.push_back({std::string(csv.id(0)), "Given on import in " + file, "",
                                       std::vector<double>(world_.lines.size(), 0.0)});
      double& theta = world_.elasticities[static_cast<std::size_t>(sets.at(csv, 0))]
                          .theta[static_cast<std::size_t>(sectors.at(csv, 1))];
      if (theta != 0.0)
        throw InputError(csv.where_row(), "row repeats a key",
                         fmt::format("it was given on line {}", lines[&theta]));
      lines[&theta] = csv.line();
      theta = csv.number(column) - (column == 3 ? 1.0 : 0.0);
      if (theta <= 0.0)
        throw csv.error(
            column,
            fmt::format("a trade elasticity must be positive, and theta = sigma - 1 is {}", shortest(theta)),
            "tables of elasticities of trade to its cost (negative) give theta with the sign turned, "
            "and those of sigma theta + 1");
      if (theta > largest_theta)
        throw csv.error(column, fmt::format("{} is no trade elasticity", shortest(theta)),
                        fmt::format("allowed: above 0 and up to {}", largest_theta));
    }
    for (const ElasticitySet& set : world_.elasticities)
      for (std::size_t k = 0; k < set.theta.size(); ++k)
        if (set.theta[k] == 0.0)
          throw InputError(
              Location{options.elasticities.string()},
              fmt::format("set \"{}\" has no elasticity for sector \"{}\"", set.id, world_.sectors[k].id));
    if (world_.elasticities.empty())
      throw InputError(Location{options.elasticities.string()}, "has no elasticities");
    note("elasticities are those of " + file);
    note(csv.notes());
  }
  for (const ElasticitySet& set : world_.elasticities)
    for (std::size_t k = 0; k < set.theta.size(); ++k)
      if (set.theta[k] < least_likely_theta || set.theta[k] > most_likely_theta)
        warnings_.push_back(
            fmt::format("theta of {} in set {} is {}, and published ones lie between 0.5 and 70",
                        world_.sectors[k].id, set.id, shortest(set.theta[k])));
  world_.default_elasticities = world_.elasticities.front().id;
}

void ImportTable::tell_rates() {
  if (!rates_given_) return;
  struct Rates {
    std::string importer;
    double mean = 0.0;
    double largest = 0.0;
  };
  std::vector<Rates> all;
  const int N = world_.economy_count();
  for (int n = 0; n < N; ++n) {
    Rates rates{world_.economies[static_cast<std::size_t>(n)].id};
    double value = 0.0;
    for (int h = 0; h < world_.sector_count(); ++h)
      for (int i = 0; i < N; ++i) {
        if (i == n || !world_.sectors[static_cast<std::size_t>(h)].goods) continue;
        value += world_.flow(h, n, i);
        rates.mean += world_.flow(h, n, i) * world_.tariff(h, n, i);
        rates.largest = std::max(rates.largest, world_.tariff(h, n, i));
      }
    if (value > 0.0) rates.mean /= value;
    all.push_back(std::move(rates));
  }
  std::stable_sort(all.begin(), all.end(), [](const Rates& a, const Rates& b) { return a.mean > b.mean; });
  constexpr std::size_t most = 12;
  std::string text = "tariffs on goods as read, mean by value and largest:";
  for (std::size_t r = 0; r < std::min(all.size(), most); ++r)
    text += fmt::format("{} {} {:.1f}% and {:.1f}%", r == 0 ? "" : ",", all[r].importer, 100.0 * all[r].mean,
                        100.0 * all[r].largest);
  if (all.size() > most) text += fmt::format(", and {} importers below these", all.size() - most);
  note(text);
}

}  // namespace leeway
