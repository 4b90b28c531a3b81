#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "leeway/analysis/range.h"
#include "leeway/analysis/threat_record.h"
#include "leeway/model/model.h"
#include "leeway/policy/policy_note.h"
#include "leeway/policy/room_question.h"
#include "leeway/strategy/asked.h"
#include "leeway/strategy/duration.h"
#include "leeway/strategy/leeway.h"
#include "leeway/strategy/move_parts.h"

namespace leeway {

struct RoomInputs {
  RoomQuestion question;
  Duration duration;
  /// Probabilities of punishment for which the price of the deal and the break-even rate are told; from
  /// 0 to 1.
  std::vector<double> credibilities = {0.01, 0.02, 0.05, 0.10, 0.25, 0.50};
  Options options;  ///< of the central case
  RangeKind range = RangeKind::full;
  int threads = 0;
  std::function<void(int, int)> progress;  ///< solves done, of how many
  /// Shown every certified equilibrium of the central case, by name, once all are solved.
  std::function<void(const std::string&, const Solution&)> inspect;
};

/// The break-even size of a punishment over the sets of trade elasticities, all else at the centre.
struct BreakEvenEnds {
  double low = 0.0;  ///< scale of the threat; 0 where some set sees no gain, which any punishment outweighs
  std::optional<double> high;  ///< nothing where under some set the deal pays at the announced size
  CaseCount cases;             ///< sets with a figure, of how many
};

/// What holds at one probability of punishment.
struct AtCredibility {
  double probability = 0.0;
  /// What the deal is worth on average, USD million a year of the deal. Below zero the partner must add as
  /// much for it to pay.
  Range worth_musd;
  BreakEven break_even = BreakEven::not_asked;
  /// Of the threat, central case; where it pays at full scale that scale, which is too small.
  std::optional<double> break_even_scale;
  std::optional<double> break_even_rate;  ///< the same as a rate, where it is one duty
  std::optional<BreakEvenEnds> ends;      ///< nothing without a range, and where the threat has no one size
};

/// One point of probability against rate, central case.
struct FrontierPoint {
  double scale = 0.0;          ///< of the threat; 1: as announced
  std::optional<double> rate;  ///< where it is one duty
  double deal = 1.0;           ///< how much of the deal; 1: all of it
  double gain_musd = 0.0;
  double loss_musd = 0.0;
  double p_star = 0.0;
};

/// The same question with the threat on fewer or more goods.
struct Spared {
  std::string list;  ///< of goods
  std::string title;
  bool spared = true;            ///< by this variant; false: the threat spares them, and this one does not
  std::optional<Leeway> leeway;  ///< nothing where its central case failed
};

/// The mean duty on what a tariff covers, from whom it hits, by base-year flows, decimal.
struct DutyBehind {
  std::string measure;
  double without = 0.0;  ///< in force, and as the deal leaves it
  double with = 0.0;
};

/// Who else has a stake, and what it is.
enum class Seat { threatener, partner, other };
const char* to_string(Seat seat);

/// A figure of one sector of the threatener as it carries the threat out.
struct SectorStake {
  std::string sector;        ///< id
  Range value_added_musd;    ///< what it buys, at the prices before
  double output_musd = 0.0;  ///< change of volume, central case
  /// Weight of a dollar of the sector's real value added, against one of everyone, at which carrying the
  /// threat out is worth it to a government (Grossman and Helpman 1994; Ossa 2014): 1 - EV / change. Nothing
  /// where no weight does, as the sector loses too.
  std::optional<Range> weight;
};

/// What the steps are worth to another economy or group taken as one, USD million a year.
struct SeatStakes {
  Seat seat{};
  std::string economy;  ///< id; of a group that acts together the group's
  std::string name;
  Range deal;                        ///< the deal unpunished, against none
  Range carry_out;                   ///< the threat carried out on the deal, against the deal unpunished
  Range whole;                       ///< the punished deal, against none
  std::vector<SectorStake> sectors;  ///< of the threatener
  /// The weight on all sectors together that gain from the threat in the central case.
  std::optional<Range> weight;
};

/// All that `room` tells, as figures and kinds.
struct Room {
  std::string run_id;
  Asked asked;
  std::string economy_name;
  RoomInputs inputs;
  std::vector<RangeCase> settings;  ///< the central one first
  std::optional<Leeway> leeway;     ///< nothing when its central case failed
  std::optional<FailedCase> no_leeway;
  Range gain_musd;           ///< G, a year
  Range loss_musd;           ///< L, a year of punishment
  double income_musd = 0.0;  ///< real income without the deal, central case
  MoveKind kind = MoveKind::none;
  bool no_deal = false;  ///< nothing that the model solves stands behind the threat
  std::vector<Swing> p_star_swings;
  std::optional<MoveParts> parts;
  std::vector<AtCredibility> credibility;
  std::optional<double> threat_rate;    ///< of the threat in full, where it is one duty
  std::vector<FrontierPoint> frontier;  ///< of the whole deal, by scale
  std::vector<FrontierPoint>
      deal_scaled;                  ///< by how much of the deal, then by scale; empty where it has no size
  std::vector<DutyBehind> duties;   ///< of the tariffs among threat and deal that act on a flow
  bool with_threatener = false;     ///< the other side of the deal makes the threat itself
  std::vector<AloneInUnion> alone;  ///< Measures of threat and deal, of single members of a union
  std::vector<Spared> spared;
  std::optional<LikeThreats> record;  ///< of threats like this, as known on the day
  /// Where no move is solved: what the punishment costs on average at the record's share.
  std::optional<Range> expected_musd;
  std::vector<SeatStakes> seats;  ///< threatener, partners, then others by what carrying out is to them
  std::vector<std::pair<std::string, Verdict>> certificates;  ///< of the central case
  std::vector<AppliedMeasure> applied;                        ///< by the punished policy
  PolicyNotes warnings;
  bool certified = false;
};

/// Solves the deal unpunished, punished and none over the cases of the range, with the other chairs, the
/// frontier and the variants. Throws InputError for a horizon below three years, for probabilities outside
/// [0, 1], and as ask() does.
Room room(const World& world, const Ledger& ledger, const RoomInputs& inputs);

/// G and L a year, and p* by present values: p* = G A / ((G + L) B), with A and B the present years of deal
/// and punishment; no more than 1. With nothing said of lengths it is leeway_case.
LeewayCase timed_case(double gain_musd, double loss_musd, const Duration& duration);

}  // namespace leeway
