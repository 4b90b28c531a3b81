#pragma once

#include <string>
#include <vector>

#include "leeway/io/csv.h"

// The columns of a world folder's files, once for the reader and the writer.
namespace leeway {

inline constexpr int world_schema = 1;
/// The unit of money of tables that say none; the base of its prices may follow.
inline constexpr const char* world_currency = "USD million";
/// What stands for a ledger without Measures.
inline constexpr const char* no_ledger = "none";
inline constexpr const char* us_imports_source = "US Census Bureau";
/// The kind of a tariff between parts of an economy that was aggregated.
inline constexpr const char* internal_tariff = "internal";
inline constexpr const char* unmapped_sector = "UNMAPPED";
/// How far the accounts of a world may be from closing, relative to output.
inline constexpr double closure_tolerance = 1e-6;

inline std::vector<CsvColumn> economies_columns() { return {{"economy"}, {"name"}, {"kind"}}; }
inline std::vector<CsvColumn> groups_columns() {
  return {{"group"}, {"name"}, {"economy"}, {"from"}, {"to"}};
}
inline std::vector<CsvColumn> sectors_columns() {
  return {{"sector"}, {"name"}, {"isic"}, {"kind"}, {"parent", false}, {"supply", false}};
}
/// How the id of a product starts, be it a line of a sector or a sector split out of another.
inline constexpr const char* product_prefix = "product:";
inline std::vector<CsvColumn> products_columns() {
  return {{"product"},           {"name"},          {"sector"},         {"unit"}, {"substitution"},
          {"confidence", false}, {"method", false}, {"producer", false}};
}
inline std::vector<CsvColumn> producers_columns() { return {{"producer"}, {"sector"}}; }
inline std::vector<CsvColumn> supply_columns() {
  return {{"supply"},
          {"specific"},
          {"specific_low"},
          {"specific_high"},
          {"specific_short"},
          {"specific_short_low"},
          {"specific_short_high"},
          {"sigma_short"},
          {"sigma_short_low"},
          {"sigma_short_high"},
          {"alike"},
          {"source"}};
}
inline std::vector<CsvColumn> critical_columns() {
  return {{"sector"},
          {"bundled_with"},
          {"sigma"},
          {"sigma_low"},
          {"sigma_high"},
          {"specific"},
          {"specific_low"},
          {"specific_high"},
          {"backstop"},
          {"backstop_low"},
          {"backstop_high"},
          {"backstop_host"},
          {"source"},
          {"capacity", false},
          {"capacity_low", false},
          {"capacity_high", false},
          {"build_years", false},
          {"build_years_low", false},
          {"build_years_high", false}};
}
inline std::vector<CsvColumn> flows_columns() { return {{"sector"}, {"exporter"}, {"importer"}, {"value"}}; }
inline std::vector<CsvColumn> tariffs_columns() {
  return {{"sector"}, {"exporter"}, {"importer"}, {"rate"}, {"kind"}};
}
inline std::vector<CsvColumn> quantities_columns() {
  return {{"product"}, {"exporter"}, {"importer"}, {"quantity"}};
}
inline std::vector<CsvColumn> inputs_columns() { return {{"economy"}, {"input"}, {"user"}, {"value"}}; }
inline std::vector<CsvColumn> industries_columns() {
  return {{"economy"}, {"sector"}, {"output"}, {"value_added"}};
}
inline std::vector<CsvColumn> final_columns() { return {{"economy"}, {"sector"}, {"value"}}; }
inline std::vector<CsvColumn> elasticities_columns() { return {{"set"}, {"sector"}, {"theta"}}; }
inline std::vector<CsvColumn> elasticity_sets_columns() { return {{"set"}, {"citation"}, {"note"}}; }
inline std::vector<CsvColumn> recorded_trade_columns() {
  return {{"exporter"}, {"importer"}, {"year"}, {"value"}, {"source"}};
}
inline std::vector<CsvColumn> recorded_us_imports_columns() {
  return {{"partner"}, {"sector"}, {"year"}, {"imports"}, {"duties"}};
}
inline std::vector<CsvColumn> macro_columns(int base_year) {
  return {{"economy"}, {"gdp_wdi_" + std::to_string(base_year)}, {"gdp_source"}};
}
inline std::vector<CsvColumn> checks_columns() {
  return {{"check"}, {"target"}, {"unit"}, {"tolerance"}, {"source"}};
}

}  // namespace leeway
