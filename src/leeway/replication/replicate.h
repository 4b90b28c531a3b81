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

}  // namespace leeway
