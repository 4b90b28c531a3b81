#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "leeway/policy/scenario.h"

namespace leeway {

/// What an economy bought from, or sold to, one partner on one sector before and after, USD million.
struct TradeRecord {
  std::string sector;
  std::string partner;
  double before = 0.0;
  double after = 0.0;
};

/// From which day the public could know a record, and who says so. A forecast of an earlier day must not
/// quote it.
struct RecordDate {
  Date day{};
  std::string source;
};

/// The record of one economy's imports by origin, or exports by destination.
struct RecordedFlows {
  std::string id;
  std::string title;
  bool imports = true;
  std::string economy;
  std::string hit;                 ///< the partner that the Measures fall on
  std::vector<std::string> watch;  ///< partners whose shares are told one by one
  std::string source;
  RecordDate known;
  std::vector<TradeRecord> rows;
  Location where;
};

/// One recorded figure that a forecast can be held against.
struct RecordedFact {
  enum class What {
    import_share,   ///< change of the exporter's share in the importer's imports of the goods, points
    flow_value,     ///< change of what sellers receive, percent
    flow_quantity,  ///< change of the quantity, percent
    unit_value,     ///< change of value over quantity, percent
    targeted,       ///< goods under a new duty against the others, percent
    pass_through,   ///< share of the duty that buyers pay at the border
    units,          ///< quantity in `years`
  };
  What what = What::import_share;
  std::string title;
  std::string goods;
  std::string exporter;
  std::string importer;
  double record = 0.0;  ///< not 0 where it is scored: an error over nothing has no size
  std::string unit;     ///< points, %, share, or of `units` what is counted
  double years = 1.0;
  bool scored = true;
  std::string why_not;  ///< why it is not scored
  std::string source;
  RecordDate known;
  std::string confidence;
  Location where;
};

/// A past episode: Measures that were taken, what was recorded afterwards, and what the record cannot tell. A
/// folder of data/backtest: scenario.toml, episode.toml, CSV files, and a ledger of its own where it needs
/// one.
struct Episode {
  std::string id;  ///< name of the folder
  Scenario scenario;
  std::string question;
  bool from_base = true;          ///< held against the base year; else against the status quo of the day
  std::vector<std::string> like;  ///< instruments, by the names of the schema, that it has a record of
  std::vector<std::string> cannot_tell;
  std::vector<RecordedFlows> trade;
  std::vector<RecordedFact> facts;
  std::optional<Ledger> ledger;  ///< nothing: the ledger of the data folder
  std::string content_hash;      ///< of its files
};

/// Throws InputError with file, line and column.
Episode load_episode(const std::filesystem::path& folder);
/// Episodes of the data folder, sorted by name.
std::vector<std::string> episode_names();
/// One of them by name. Throws InputError with close names for another.
Episode open_episode(const std::string& name);

}  // namespace leeway
