#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "leeway/analysis/range.h"
#include "leeway/analysis/threat_record.h"
#include "leeway/model/solution.h"

namespace leeway {

/// What a probability of punishment says of a move.
enum class Reading {
  room,         ///< it pays up to p*
  never_pays,   ///< it does not pay even unpunished: p* = 0
  always_pays,  ///< it pays even punished: p* = 1
  no_move,      ///< there is no deal to weigh: only the punishment is known
};
const char* to_string(Reading reading);

/// The options that a brief solves for a threat.
enum class BriefOption {
  status_quo,
  keep,       ///< the move, unpunished
  punished,   ///< the move, and the threat carried out
  retaliate,  ///< that, answered
  drop,       ///< no move and no punishment
};
/// As files name it: "keep".
const char* to_string(BriefOption option);

/// Whether there is a size of the punishment at which the gain is gone.
enum class BreakEven {
  not_asked,
  found,
  pays_at_full_scale,  ///< even at full scale the punished move is worth more than none
  no_gain,             ///< there is none that a smaller punishment could eat up
  no_single_rate,      ///< the threat has no rate that could be scaled
  not_certified,       ///< a solve on the way
};

/// The leeway of a move under one way of seeing the world.
struct LeewayCase {
  std::string name;               ///< what differs from the central case
  std::string elasticities;       ///< id of the set
  std::optional<double> horizon;  ///< years since the punishment; nothing: the long run
  std::string rates;              ///< "default" or "alternative" estimates of the schedules' rates
  double gain_musd = 0.0;         ///< G: equivalent variation of the move unpunished, against the status quo
  double loss_musd = 0.0;         ///< L: minus the equivalent variation of the move punished
  double gain_pct = 0.0;          ///< of real income
  double loss_pct = 0.0;
  double p_star = 0.0;
  Reading reading = Reading::room;
};

/// A case without a figure, since a solve behind it failed.
struct FailedCase {
  std::string name;  ///< what differs from the central case
  std::string elasticities;
  std::optional<double> horizon;
  std::string rates;
  BriefOption option{};  ///< that failed
  std::shared_ptr<const Failure> failure;
};

/// Expected value of the move at one probability of punishment.
struct Odds {
  double probability = 0.0;
  double expected_ev_musd = 0.0;
  double expected_pct = 0.0;  ///< of real income
};

/// The largest probability of punishment at which a move still pays (design.md section 2).
struct Leeway {
  LeewayCase central;
  double low = 0.0;  ///< over the cases that have a figure; of draws, between them lie nine in ten
  double high = 0.0;
  std::vector<LeewayCase> cases;  ///< the central one first
  std::vector<FailedCase> failed;
  std::vector<Odds> odds;  ///< central case
  BreakEven break_even = BreakEven::not_asked;
  /// Scale of the threat at which the punished deal is worth the status quo (1: as announced), when found.
  std::optional<double> break_even_scale;
  std::optional<double> break_even_rate;  ///< the same as a tariff rate, when the threat is one tariff
};

/// p* = G / (G + L), with its corners: 0 when G <= 0, 1 when L <= 0 < G. Both are finite.
LeewayCase leeway_case(double gain_musd, double loss_musd);
/// Expected value at 1, 2, 5, 10, 25 and 50 percent.
std::vector<Odds> odds_table(const LeewayCase& central);
/// What a loss comes to on average at the share of threats like it that were carried out: of its kind, or of
/// all of its maker's where those are few. Low and high over the share's interval and the loss's ends;
/// nothing where it is no loss in every case.
std::optional<Range> at_the_record(const Range& loss_musd, const LikeThreats& record);
/// Low and high, from the cases given; the first is the central one.
Leeway leeway_over(std::vector<LeewayCase> cases);

}  // namespace leeway
