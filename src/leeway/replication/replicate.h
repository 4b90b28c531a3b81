#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "leeway/model/solution.h"

namespace leeway {

/// One figure of a published result beside ours. Gap and tolerance are in the row's unit.
struct ReplicationRow {
  std::string case_name;        ///< e.g. "cp2015_nafta D0"
  std::string quantity;         ///< e.g. "welfare, first order, MEX"
  std::string unit;             ///< "percent", or "relative" for a gap over the reference
  std::optional<double> paper;  ///< as printed, two decimals
  double reference = 0.0;       ///< the other program's figure
  double ours = 0.0;
  double gap = 0.0;  ///< ours less the reference, absolute; relative where the unit says so
  double tolerance = 0.0;
  bool ok = false;
};

struct Replication {
  std::string title;
  std::vector<ReplicationRow> rows;
  std::vector<std::pair<std::string, std::shared_ptr<const Failure>>> failures;  ///< cases that did not solve

  bool ok() const;
};

/// Caliendo and Parro (2015): the tariff cuts of NAFTA from 1993 to 2005, without and with trade
/// imbalances, and the paper's variants without inputs or with one sector. `golden_folder` holds the
/// folders cp2015_nafta and cp2015_matlab with inputs and another program's results; their figures are
/// compared to that program's own accuracy, and Table 2 to the paper's printed digits. Throws InputError
/// for a missing or malformed file.
Replication replicate_cp2015(const std::filesystem::path& golden_folder);

/// Wars of one uniform tariff an importer by sufficient statistics (Lashkaripour 2021, Journal of
/// International Economics): the folder `folder` holds trade_tariffs.csv.gz, sector.csv with columns
/// sigma_<set> and, for each set, expected_<set>.csv. Trade is balanced first; each economy then sets t = 1 /
/// max(1, sum_k theta_k omega_k) (strategy/rates.h) in the equilibrium that results. Tolerance 1e-6 points
/// and 1e-8 of hats.
Replication replicate_tariff_war(const std::filesystem::path& folder);
/// One sector, 36 economies, 2001: 25 points of tariff between China and the United States, China's best
/// tariffs by partner, and the two at war with all others passive. Reads trade.csv and expected.csv.
Replication replicate_armington(const std::filesystem::path& folder);
/// Two economies of one good each: free trade, the war, and Home's best tariff; cases.csv gives sigma, unit
/// costs and labour of each case. Beside the reference stands the closed form t = 1 / ((sigma - 1) r), r the
/// share of the other's output that it sells at home.
Replication replicate_two_countries(const std::filesystem::path& folder);

/// What `leeway replicate` knows, in its order.
const std::vector<std::string>& published_names();
/// By name: "cp2015", "tariffwar" (each folder of that name, or one: "tariffwar_wiod2014"), "armington_36",
/// "armington_2country". The golden folder holds a folder a case, or is one. Throws InputError for a name
/// that is none and a folder without the case.
std::vector<Replication> replicate(const std::string& what, const std::filesystem::path& golden_folder);

}  // namespace leeway
