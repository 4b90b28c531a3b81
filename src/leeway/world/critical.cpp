#include "leeway/world/critical.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include <fmt/format.h>

#include "leeway/base/units.h"

namespace leeway {

namespace {

// Columns of critical.csv.
enum : std::size_t {
  at_sector,
  at_bundle,
  at_sigma,
  at_specific = 5,
  at_backstop = 8,
  at_host = 11,
  at_source,
  at_capacity = 13,
  at_years = 16
};

struct Fault {
  std::size_t column = 0;
  std::string message;
};

// Low, value and high in order and within the limits.
std::optional<Fault> range_fault(const CriticalInput::Assumed& a, std::size_t column, const char* what,
                                 double least, bool least_allowed, double most) {
  const double values[] = {a.value, a.low, a.high};
  for (std::size_t j = 0; j < 3; ++j) {
    const bool low = least_allowed ? values[j] < least : values[j] <= least;
    if (!low && values[j] <= most) continue;
    std::string allowed =
        least_allowed ? fmt::format("from {}", shortest(least)) : fmt::format("above {}", shortest(least));
    if (std::isfinite(most)) allowed += fmt::format(" to {}", shortest(most));
    return Fault{column + j, fmt::format("{} is {}; allowed: {}", what, shortest(values[j]), allowed)};
  }
  if (a.low <= a.value && a.value <= a.high) return std::nullopt;
  return Fault{column, fmt::format("{} {} is not within its range {} to {}", what, shortest(a.value),
                                   shortest(a.low), shortest(a.high))};
}

std::optional<Fault> find_fault(const World& world, const CriticalInput& input) {
  constexpr double most_specific = 0.98;
  constexpr double without_limit = std::numeric_limits<double>::infinity();
  const Sector& sector = world.sectors[static_cast<std::size_t>(input.sector)];
  if (sector.parent < 0)
    return Fault{at_sector, fmt::format("\"{}\" was split out of no other sector", sector.id)};
  if (input.bundled_with == input.sector)
    return Fault{at_bundle, "an input is bundled with another composite, not with itself"};
  if (auto fault = range_fault(input.substitution, at_sigma, "sigma", 0.0, false, without_limit))
    return fault;
  if (auto fault = range_fault(input.specific, at_specific, "the specific share", 0.0, true, most_specific))
    return fault;
  const CriticalInput::Assumed& chi = input.backstop;
  if (chi.value == 0.0 && chi.low == 0.0 && chi.high == 0.0) {
    if (input.backstop_host >= 0) return Fault{at_host, "there is a host but no backstop (backstop is 0)"};
    return std::nullopt;
  }
  if (auto fault = range_fault(input.capacity, at_capacity, "the backstop's capacity over base-year use", 0.0,
                               true, without_limit))
    return fault;
  if (auto fault = range_fault(input.build_years, at_years, "the years in which a backstop is built", 0.0,
                               true, without_limit))
    return fault;
  if (auto fault = range_fault(chi, at_backstop, "the backstop's cost over the base-year cost", 1.0, false,
                               without_limit))
    return fault;
  if (input.backstop_host < 0) return Fault{at_host, "a backstop needs the sector that makes it"};
  // The scarce factor would be the backstop's own, so that it could cap nothing.
  const int host = world.producers[static_cast<std::size_t>(input.backstop_host)].sector;
  const Sector& made_in = world.sectors[static_cast<std::size_t>(host)];
  if (host == input.sector) return Fault{at_host, "the backstop cannot be made by the scarce sector itself"};
  if (made_in.parent == sector.parent)
    return Fault{at_host,
                 fmt::format("\"{}\" was split out of the same sector as \"{}\"", made_in.id, sector.id)};
  return std::nullopt;
}

}  // namespace

std::string critical_fault(const World& world, const CriticalInput& input) {
  const std::optional<Fault> fault = find_fault(world, input);
  return fault ? fault->message : "";
}

std::vector<CriticalInput> read_critical(CsvFile& csv, const World& world, const Ids& sectors,
                                         const Ids& producers) {
  std::vector<CriticalInput> inputs;
  const auto assumed = [&](std::size_t column) {
    return CriticalInput::Assumed{csv.number(column), csv.number(column + 1), csv.number(column + 2)};
  };
  while (csv.next()) {
    CriticalInput input;
    input.sector = sectors.at(csv, at_sector);
    input.bundled_with = sectors.at(csv, at_bundle);
    input.substitution = assumed(at_sigma);
    input.specific = assumed(at_specific);
    input.backstop = assumed(at_backstop);
    if (csv.has(at_capacity)) input.capacity = assumed(at_capacity);
    if (csv.has(at_years)) input.build_years = assumed(at_years);
    if (!csv.text(at_host).empty()) input.backstop_host = producers.at(csv, at_host);
    input.source = std::string(csv.text(at_source));
    if (std::any_of(inputs.begin(), inputs.end(),
                    [&](const CriticalInput& other) { return other.sector == input.sector; }))
      throw InputError(csv.where_row(), "row repeats a key");
    if (const std::optional<Fault> fault = find_fault(world, input))
      throw csv.error(fault->column, fault->message);
    inputs.push_back(input);
  }
  return inputs;
}

}  // namespace leeway
