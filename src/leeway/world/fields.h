#pragma once

#include <concepts>
#include <type_traits>

#include "leeway/world/world.h"

// The fields of a World, once: `fields(archive, x)` hands every field of x to the archive, in order. A
// structured binding names all fields of its struct, so that one which is added to the struct does not
// compile until it stands here; packs, and whoever compares worlds by their packs, then have it.
namespace leeway {

template <class T, class Struct>
concept Is = std::same_as<std::remove_const_t<T>, Struct>;

template <class Archive, Is<Economy> T>
void fields(Archive& archive, T& x) {
  auto& [id, name, rest] = x;
  archive(id, name, rest);
}

template <class Archive, Is<Sector> T>
void fields(Archive& archive, T& x) {
  auto& [id, name, isic, goods, parent, supply] = x;
  archive(id, name, isic, goods, parent, supply);
}

template <class Archive, Is<Producer> T>
void fields(Archive& archive, T& x) {
  auto& [id, sector] = x;
  archive(id, sector);
}

template <class Archive, Is<Assumed> T>
void fields(Archive& archive, T& x) {
  auto& [value, low, high] = x;
  archive(value, low, high);
}

template <class Archive, Is<SupplyKind> T>
void fields(Archive& archive, T& x) {
  auto& [id, specific, specific_short, sigma_short, alike, source] = x;
  archive(id, specific, specific_short, sigma_short, alike, source);
}

template <class Archive, Is<CriticalInput> T>
void fields(Archive& archive, T& x) {
  auto& [sector, bundled_with, substitution, specific, backstop, capacity, build_years, backstop_host,
         source] = x;
  archive(sector, bundled_with, substitution, specific, backstop, capacity, build_years, backstop_host,
          source);
}

template <class Archive, Is<Line> T>
void fields(Archive& archive, T& x) {
  auto& [id, name, composite, producer, unit, confidence, method] = x;
  archive(id, name, composite, producer, unit, confidence, method);
}

template <class Archive, Is<Membership> T>
void fields(Archive& archive, T& x) {
  auto& [economy, from, to] = x;
  archive(economy, from, to);
}

template <class Archive, Is<Group> T>
void fields(Archive& archive, T& x) {
  auto& [id, name, members] = x;
  archive(id, name, members);
}

template <class Archive, Is<ElasticitySet> T>
void fields(Archive& archive, T& x) {
  auto& [id, citation, note, theta] = x;
  archive(id, citation, note, theta);
}

template <class Archive, Is<WorldTarget> T>
void fields(Archive& archive, T& x) {
  auto& [check, target, unit, tolerance, source] = x;
  archive(check, target, unit, tolerance, source);
}

template <class Archive, Is<RecordedTrade> T>
void fields(Archive& archive, T& x) {
  auto& [exporter, importer, sector, year, value, duties, source] = x;
  archive(exporter, importer, sector, year, value, duties, source);
}

template <class Archive, Is<World> T>
void fields(Archive& archive, T& x) {
  auto& [name, title, base_year, tariff_date, currency, default_elasticities, economies, sectors, producers,
         lines, groups, flow, tariff, tariff_kinds, tariff_kind, input, output, value_added, final_use,
         elasticities, supply, critical, line_substitution, quantity, targets, recorded, recorded_groups,
         gdp_source, gdp_recorded, provenance, content_hash] = x;
  archive(name, title, base_year, tariff_date, currency, default_elasticities, economies, sectors, producers,
          lines, groups, flow, tariff, tariff_kinds, tariff_kind, input, output, value_added, final_use,
          elasticities, supply, critical, line_substitution, quantity, targets, recorded, recorded_groups,
          gdp_source, gdp_recorded, provenance, content_hash);
}

}  // namespace leeway
