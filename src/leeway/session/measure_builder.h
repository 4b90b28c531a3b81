#pragma once

#include <initializer_list>
#include <map>
#include <string>
#include <vector>

#include "leeway/base/date.h"
#include "leeway/policy/measure.h"

namespace leeway {

/// A Measure written in C++. Its fields and terms are those of a file (docs/measures.md) and are read by the
/// same reader, so that build() throws InputError on whatever a file would refuse.
///
///   MeasureBuilder("USA").on("GBR").goods("goods").tariff(0.25)
class MeasureBuilder {
 public:
  /// `by`: the economy or group that acts.
  explicit MeasureBuilder(std::string by) : by_(std::move(by)) {}

  /// Economies or groups, "*" by default.
  MeasureBuilder& on(std::string economy) { return on(std::vector{std::move(economy)}); }
  MeasureBuilder& on(std::initializer_list<std::string> all) { return on(std::vector(all)); }
  MeasureBuilder& on(std::vector<std::string> economies);
  /// "*" (the default), "goods", "services", sectors, "product:<id>".
  MeasureBuilder& goods(std::string good) { return goods(std::vector{std::move(good)}); }
  MeasureBuilder& goods(std::initializer_list<std::string> all) { return goods(std::vector(all)); }
  MeasureBuilder& goods(const std::vector<std::string>& all);
  /// By default made of who does what to whom: "USA-tariff-GBR".
  MeasureBuilder& id(std::string text);
  MeasureBuilder& title(const std::string& text);
  MeasureBuilder& effective(Date day);
  MeasureBuilder& combine(Combine how);

  MeasureBuilder& instrument(Instrument which);
  MeasureBuilder& term(const std::string& key, double value);
  MeasureBuilder& term(const std::string& key, int value) { return term(key, static_cast<double>(value)); }
  MeasureBuilder& term(const std::string& key, bool value);
  MeasureBuilder& term(const std::string& key, const char* text) { return term(key, std::string(text)); }
  MeasureBuilder& term(const std::string& key, const std::string& text);

  // Instruments that need no more than this; rates and costs are decimals.
  MeasureBuilder& tariff(double rate) { return instrument(Instrument::tariff).term("rate", rate); }
  MeasureBuilder& export_tax(double rate) { return instrument(Instrument::export_tax).term("rate", rate); }
  MeasureBuilder& subsidy(double rate) { return instrument(Instrument::subsidy).term("rate", rate); }
  MeasureBuilder& barrier(double cost) { return instrument(Instrument::barrier).term("cost", cost); }
  MeasureBuilder& import_ban() { return instrument(Instrument::import_ban); }
  MeasureBuilder& export_ban() { return instrument(Instrument::export_ban); }
  /// An amount as a file writes it: "49000 units/year", "80% of base".
  MeasureBuilder& import_quota(const std::string& amount);
  MeasureBuilder& export_quota(const std::string& amount);
  MeasureBuilder& tariff_rate_quota(const std::string& amount, double in_quota, double over_quota);
  /// Shares of a quota's rent; they sum to one.
  MeasureBuilder& rent_to(double importer, double exporter);

  /// Throws InputError.
  Measure build() const;
  operator Measure() const { return build(); }  // NOLINT(google-explicit-constructor)

 private:
  std::string id_or_default() const;

  std::string by_;
  std::string id_;
  std::vector<std::string> on_{"*"};
  std::string what_;                           ///< name of the instrument
  std::map<std::string, std::string> fields_;  ///< others, as TOML
  std::map<std::string, std::string> terms_;   ///< as TOML
};

}  // namespace leeway
