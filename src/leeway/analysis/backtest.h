#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "leeway/analysis/scores.h"
#include "leeway/analysis/shift_share.h"
#include "leeway/model/model.h"
#include "leeway/policy/episode.h"

namespace leeway {

/// A partner's share in all goods of a trade record: in the record before, and its changes in points.
struct PartnerShare {
  std::string partner;
  double before = 0.0;  ///< decimal
  double model = 0.0;   ///< change, decimal
  double record = 0.0;
};

/// What the partner that was hit kept of its share in one sector, as changes over the share before, decimal.
struct HitSector {
  std::string sector;
  double before_musd = 0.0;
  double model = 0.0;
  double record = 0.0;
};

/// One trade record against the forecast of it. A cell is a partner's share in one sector of the economy's
/// trade; shares, so that the growth of prices and volumes common to a sector drops out. Errors weigh a cell
/// by its sector's part in trade before, signs by its own trade.
struct TradeScore {
  std::string id;
  std::string title;
  std::string economy;
  std::string hit;
  std::string source;
  Date known{};  ///< from which day the record could be known
  bool imports = true;
  Scores cells;         ///< sector by partner, clustered by partner
  Scores partners;      ///< all goods by partner
  Scores others;        ///< the same without the partner that was hit: where trade went
  Scores least_traded;  ///< cells that come last by trade before and make up a tenth of it (Kehoe 2005)
  /// Of `cells`, by how the duties on the partner that was hit differ between sectors; of the default choice
  /// of model, where nothing but duties is given and enough sectors have different ones.
  std::optional<ShiftShareSlope> by_duties;
  std::vector<PartnerShare> watch;
  std::vector<HitSector> sectors;  ///< what the record says lost most comes first
  /// Each sector's part of the error of `cells`, in the order of the record: they add up to it.
  std::vector<double> error_by_sector;
  std::optional<double> rank;  ///< Spearman, of the sectors
  int most_hit = 0;            ///< of the sectors that lost most, how many the model had among them
  int most_of = 0;
};

struct FactScore {
  RecordedFact fact;
  std::optional<double> model;  ///< in the fact's unit; nothing where it cannot be computed
};

/// One choice of model.
struct Alternative {
  std::string kind;   ///< "default", or what differs from it: "elasticities", "horizon", …
  std::string value;  ///< as an option is written
  Options options;
  std::optional<double> services_theta;  ///< of every service, in the place of the set's
};

/// An episode forecast under one choice of model.
struct EpisodeRun {
  Alternative choice;
  Verdict before;
  Verdict after;
  std::vector<TradeScore> trade;  ///< none where a solve failed
  std::vector<FactScore> facts;
};

struct EpisodeResult {
  Episode episode;
  std::string world;
  std::vector<EpisodeRun> runs;          ///< the default first
  std::vector<std::string> duty_solves;  ///< ids of the solves behind `by_duties`
};

struct Backtest {
  std::vector<EpisodeResult> episodes;
  std::string run_id;  ///< hash of the episodes and of every solve
};

/// How much less an error is than another of the same record (negative: better), with the standard error of
/// the difference over sectors, which are taken as independent draws.
struct ErrorDifference {
  double difference = 0.0;
  double standard_error = 0.0;
};
std::optional<ErrorDifference> error_difference(const TradeScore& of, const TradeScore& against);

/// Choices beside the default on a world: every set of elasticities crossed with horizons of 1, 3 and 10
/// years and the long run, mobility of factors low and high, classes of goods that substitute less and more,
/// services.
std::vector<Alternative> alternatives(const World& world, const Options& central);

/// Forecasts episodes from their base years and scores them. Worlds and ledgers are opened by name.
/// `all_choices` adds the alternatives. Throws InputError for an episode that its world cannot serve.
Backtest backtest(const std::vector<Episode>& episodes, bool all_choices,
                  const std::function<void(int, int)>& progress = {});

/// Changes of a partner's share in a sector of a trade record, in the order of its rows, between two
/// equilibria.
std::vector<ScoredChange> scored_cells(const World& world, const Solution& before, const Solution& after,
                                       const RecordedFlows& flows);

/// The test of every trade record of an episode by the duties of its sectors (shift_share.h).
struct DutyTests {
  std::vector<std::optional<ShiftShareSlope>> of_trade;  ///< in the order of the episode's records
  std::vector<std::string> solves;                       ///< ids
};
/// The shock of a sector is ln of (1 + duty) that the economy puts on the partner that was hit (of exports:
/// that partner on the economy), after over before; the exposure of a cell is what a duty of one percent
/// there does to it from `before`, by a solve of its own. None where anything but duties is given, or fewer
/// than ten sectors have a duty that changed.
DutyTests duty_tests(const World& world, const Ledger& ledger, const Episode& episode,
                     const std::shared_ptr<const Policy>& before, const std::shared_ptr<const Policy>& after,
                     const Options& options);

/// Scores of two equilibria against an episode's record.
std::vector<TradeScore> score_trade(const World& world, const Solution& before, const Solution& after,
                                    const Episode& episode);
std::vector<FactScore> score_facts(const World& world, const Solution& before, const Solution& after,
                                   const Episode& episode);

}  // namespace leeway
