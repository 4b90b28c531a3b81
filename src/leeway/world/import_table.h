#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "leeway/world/import.h"
#include "leeway/world/keys.h"

namespace leeway {

/// Where the duties of a table are: in a file beside it, or in its own cells.
enum class Duties { beside, in_table };

/// Gathers the cells of an input-output table into a world. The readers of the formats know where a cell
/// stands in their file; what it means is said here once.
class ImportTable {
 public:
  /// Ids in the order of the world. `path` is the table's, for names and errors.
  ImportTable(std::filesystem::path path, std::string format, const ImportOptions& options,
              const std::vector<std::string>& economies, const std::vector<std::string>& sectors,
              Duties duties = Duties::beside);

  /// The duty of economy n on goods of sector h of economy i, before any sale of them. Of a table whose
  /// duties are in it.
  void set_tariff(int h, int n, int i, double rate);
  /// Sales of sector h of economy i to sector k, or to final use, of economy n.
  void add_input(int i, int h, int n, int k, double value) {
    value *= unit_;
    world_.flow(h, n, i) += value;
    world_.input(n, h, k) += value * (1.0 + world_.tariff(h, n, i));
    duties_(n, k) += value * world_.tariff(h, n, i);
  }
  void add_final(int i, int h, int n, double value) {
    value *= unit_;
    world_.flow(h, n, i) += value;
    world_.final_use(n, h) += value * (1.0 + world_.tariff(h, n, i));
  }
  void add_value_added(int n, int k, double value) { world_.value_added(n, k) += value * unit_; }
  /// Taxes less subsidies on the products that sector k of economy n buys.
  void add_taxes(int n, int k, double value) { taxes_(n, k) += value * unit_; }
  void add_output(int n, int k, double value) { world_.output(n, k) += value * unit_; }
  /// For tables that do not give them: output is what is sold, value added what inputs leave.
  void derive_output() { derive_output_ = true; }
  void derive_value_added() { derive_value_added_ = true; }
  void note(std::string sentence) { notes_.push_back(std::move(sentence)); }
  void note(const std::vector<std::string>& sentences) {
    for (const std::string& sentence : sentences) note(sentence);
  }
  /// What makes answers doubtful.
  void warn(std::string sentence) { warnings_.push_back(std::move(sentence)); }
  /// The name of an economy where the files of names give none, and whether it is a rest of others.
  void name_economy(int n, std::string name, bool rest) {
    world_.economies[static_cast<std::size_t>(n)].name = std::move(name);
    world_.economies[static_cast<std::size_t>(n)].rest = rest;
  }

  /// Balances and labels the world.
  ImportedWorld finish();

 private:
  void name_parts(const ImportOptions& options);
  void call_sectors(const std::vector<std::string>& labels);
  void call_economies(const std::vector<std::string>& labels);
  void note_words(const char* kind, const std::vector<std::string>& labels,
                  const std::vector<std::string>& ids);
  /// By id, and by the label of the table where that is another.
  Ids sectors_by_name() const;
  void require_plain_sectors(const std::vector<std::string>& goods, const std::vector<std::string>& services,
                             bool said) const;
  void tell_kinds(const ImportOptions& options);
  void read_groups(const std::filesystem::path& file);
  void read_tariffs(const std::filesystem::path& file);
  void read_elasticities(const ImportOptions& options);
  /// GTAP's: ESBM and ESBD, a set each.
  void read_parameters(const ImportOptions& options);
  void read_home_sales(const std::filesystem::path& file);
  void settle_accounts();
  void tell_rates();
  /// Throw InputError for a table that no world can be made of, and warn of what makes answers doubtful.
  void require_trade() const;
  void require_sales_at_home() const;
  void require_millions() const;
  void require_parts_that_trade() const;
  void judge_adjustments(const std::vector<Adjustment>& adjustments);
  void judge_earnings();
  void judge_imbalances();
  void write_provenance(const std::vector<Adjustment>& adjustments);

  std::filesystem::path path_;
  std::string format_;
  std::string source_;
  std::vector<std::string> sector_labels_;  ///< as the table writes them
  World world_;
  Array2 taxes_;
  Array2 duties_;
  bool rates_given_ = false;
  bool derive_output_ = false;
  bool derive_value_added_ = false;
  std::vector<std::string> notes_;
  std::vector<std::string> warnings_;
  double unit_ = 1.0;
  RateStyle rates_ = RateStyle::unsaid;
  std::filesystem::path home_sales_;
  std::string ledger_;
};

/// Whether a world can have it for its base year.
bool is_base_year(int year);
constexpr const char* base_years_hint = "allowed: 1900 to 2199";

/// The base year of the options, or the last year that a name holds. Throws when there is none.
int import_year(const std::filesystem::path& path, const ImportOptions& options);

/// ISO code of an economy as the world writes it ("RoW" is ROW).
std::string import_economy(std::string_view label);

}  // namespace leeway
