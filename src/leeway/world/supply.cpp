#include "leeway/world/supply.h"

#include <algorithm>
#include <cctype>
#include <optional>

#include <fmt/format.h>

#include "leeway/base/suggest.h"
#include "leeway/base/units.h"
#include "leeway/world/schema.h"

namespace leeway {

namespace {

// Columns of supply.csv.
enum : std::size_t {
  supply_id,
  supply_specific,
  supply_short = 4,
  supply_sigma = 7,
  supply_alike = 10,
  supply_source
};

constexpr double most_specific = 0.98;
constexpr double least_sigma = 0.01;
constexpr double most_sigma = 10.0;

struct SupplyFault {
  std::size_t column = 0;
  std::string message;
};

std::optional<SupplyFault> range_fault(const Assumed& a, std::size_t column, const char* what, double least,
                                       double most) {
  const double values[] = {a.value, a.low, a.high};
  for (std::size_t j = 0; j < 3; ++j)
    if (!(values[j] >= least && values[j] <= most))
      return SupplyFault{column + j, fmt::format("{} is {}; allowed: {} to {}", what, shortest(values[j]),
                                                 shortest(least), shortest(most))};
  if (a.low <= a.value && a.value <= a.high) return std::nullopt;
  return SupplyFault{column, fmt::format("{} {} is not within its range {} to {}", what, shortest(a.value),
                                         shortest(a.low), shortest(a.high))};
}

std::optional<SupplyFault> find_fault(const SupplyKind& kind) {
  if (auto fault = range_fault(kind.specific, supply_specific, "the specific share", 0.0, most_specific))
    return fault;
  if (auto fault =
          range_fault(kind.specific_short, supply_short, "the specific share at first", 0.0, most_specific))
    return fault;
  return range_fault(kind.sigma_short, supply_sigma, "sigma at first", least_sigma, most_sigma);
}

// The division of "05-06", "24.1, 24.31" or "C24A"; nothing where no number is found.
std::optional<int> division_of(std::string_view text) {
  const auto digit = [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; };
  const auto first = std::find_if(text.begin(), text.end(), digit);
  if (first == text.end() || std::next(first) == text.end() || !digit(*std::next(first))) return std::nullopt;
  return (*first - '0') * 10 + (*std::next(first) - '0');
}

const char* kind_of(const Sector& sector) {
  if (!sector.goods) return "services";
  std::optional<int> division = division_of(sector.isic);
  if (!division && !sector.id.starts_with(product_prefix)) division = division_of(sector.id);
  if (!division) return "factories";
  if (*division <= 3) return "land";
  if (*division <= 9) return "deposits";
  return *division == 19 || *division == 24 ? "basic" : "factories";
}

}  // namespace

std::vector<SupplyKind> default_supply() {
  constexpr const char* long_run =
      "in the long run: eta is one over the mobility kappa of Galle, Rodríguez-Clare and Yi (2023), its "
      "value a "
      "judgement; 0 is full mobility. At first, and of materials: judgement";
  constexpr const char* fixed =
      "judgement: land and deposits move less than people; a harvest and an open mine are there, with what "
      "went "
      "into them";
  constexpr const char* built =
      "judgement: few plants, which run near what they were built for; more take years to build. "
      "Manufacturing "
      "of the EU and the United States uses about four fifths of its capacity, so a quarter can be added at "
      "once";
  return {
      {"land", {0.6, 0.0, 0.8}, {0.95, 0.8, 0.98}, {0.1, 0.05, 0.3}, true, fixed},
      {"deposits", {0.6, 0.0, 0.8}, {0.95, 0.8, 0.98}, {0.1, 0.05, 0.3}, true, fixed},
      {"basic", {0.33, 0.0, 0.67}, {0.9, 0.7, 0.95}, {0.2, 0.1, 0.5}, true, long_run},
      {"factories", {0.33, 0.0, 0.67}, {0.8, 0.6, 0.9}, {0.5, 0.2, 1.0}, false, long_run},
      {"plants", {0.33, 0.0, 0.67}, {0.95, 0.8, 0.98}, {0.05, 0.02, 0.2}, false, built},
      {"services", {0.33, 0.0, 0.67}, {0.8, 0.6, 0.9}, {0.5, 0.2, 1.0}, false, long_run},
  };
}

int supply_of(const Sector& sector, const std::vector<SupplyKind>& kinds) {
  const std::string_view wanted = kind_of(sector);
  for (std::size_t s = 0; s < kinds.size(); ++s)
    if (kinds[s].id == wanted) return static_cast<int>(s);
  return -1;
}

void plants_of_critical(Sector& sector, const std::vector<SupplyKind>& kinds) {
  const auto kind = [&](std::string_view id) {
    const auto found =
        std::find_if(kinds.begin(), kinds.end(), [&](const SupplyKind& one) { return one.id == id; });
    return found == kinds.end() ? -1 : static_cast<int>(found - kinds.begin());
  };
  if (sector.supply >= 0 && sector.supply == kind("factories") && kind("plants") >= 0)
    sector.supply = kind("plants");
}

void assume_supply(World& world) {
  world.supply = default_supply();
  for (Sector& sector : world.sectors) sector.supply = supply_of(sector, world.supply);
}

std::vector<SupplyKind> read_supply(CsvFile& csv) {
  std::vector<SupplyKind> kinds;
  const auto assumed = [&](std::size_t column) {
    return Assumed{csv.number(column), csv.number(column + 1), csv.number(column + 2)};
  };
  while (csv.next()) {
    SupplyKind kind{std::string(csv.id(supply_id)),
                    assumed(supply_specific),
                    assumed(supply_short),
                    assumed(supply_sigma),
                    false,
                    std::string(csv.text(supply_source))};
    if (csv.text(supply_alike) != "yes" && csv.text(supply_alike) != "no")
      throw csv.error(supply_alike, "yes or no expected");
    kind.alike = csv.text(supply_alike) == "yes";
    if (std::any_of(kinds.begin(), kinds.end(), [&](const SupplyKind& other) { return other.id == kind.id; }))
      throw InputError(csv.where_row(), "row repeats a key");
    if (const std::optional<SupplyFault> fault = find_fault(kind))
      throw csv.error(fault->column, fault->message);
    kinds.push_back(std::move(kind));
  }
  return kinds;
}

CsvWriter supply_table(const std::vector<SupplyKind>& kinds) {
  std::vector<std::string> header;
  for (const CsvColumn& column : supply_columns()) header.push_back(column.name);
  CsvWriter csv(header);
  for (const SupplyKind& kind : kinds) {
    csv.add(kind.id);
    for (const Assumed& a : {kind.specific, kind.specific_short, kind.sigma_short})
      csv.add(a.value).add(a.low).add(a.high);
    csv.add(kind.alike ? "yes" : "no").add(kind.source).end_row();
  }
  return csv;
}

int supply_named(const CsvFile& csv, std::size_t column, const std::vector<SupplyKind>& kinds) {
  std::vector<std::string> known;
  for (const SupplyKind& kind : kinds) known.push_back(kind.id);
  const auto found = std::find(known.begin(), known.end(), csv.text(column));
  if (found == known.end())
    throw csv.error(
        column, fmt::format("unknown kind of supply \"{}\"", csv.text(column)),
        did_you_mean(csv.text(column), known, fmt::format("allowed: {}", fmt::join(known, ", "))));
  return static_cast<int>(found - known.begin());
}

std::string supply_fault(const SupplyKind& kind) {
  const std::optional<SupplyFault> fault = find_fault(kind);
  return fault ? fault->message : "";
}

}  // namespace leeway
