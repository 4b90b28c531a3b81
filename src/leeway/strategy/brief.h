#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "leeway/analysis/comparison.h"
#include "leeway/analysis/exposure.h"
#include "leeway/analysis/path.h"
#include "leeway/analysis/range.h"
#include "leeway/analysis/study.h"
#include "leeway/analysis/threat_record.h"
#include "leeway/model/model.h"
#include "leeway/policy/ledger.h"
#include "leeway/policy/scenario.h"
#include "leeway/strategy/chairs.h"
#include "leeway/strategy/drawn_range.h"
#include "leeway/strategy/leeway.h"
#include "leeway/strategy/move_parts.h"
#include "leeway/strategy/moves.h"
#include "leeway/strategy/played_out.h"

namespace leeway {

/// A term that was set to something else than the record has.
struct SetTerm {
  std::string measure;  ///< id
  std::string term;
  std::string was;  ///< as a file writes it
  std::string is;
};

struct BriefInputs {
  std::string economy;  ///< ISO3 or group
  std::optional<std::string>
      event;  ///< ledger id of a threat; nothing: status quo, pending threats, exposure
  Date as_of{};
  std::optional<Date> known_by;
  Options options;                  ///< of the central case
  std::vector<Scenario> scenarios;  ///< searched for deal_for and retaliation_for
  std::optional<AskedMove> move;    ///< in the place of one that is found
  Change changed;                   ///< put into the policy in force and taken out of it
  std::vector<SetTerm> set;         ///< in the ledger and the move that are given; told, not done here
  std::string ledger_before;        ///< content of the ledger before terms were set; empty: as it is
  std::string explanation;          ///< what a ready question says of itself
  RangeKind range = RangeKind::full;
  bool break_even = true;
  bool decompose = true;  ///< split each change of real income
  /// Also exposure, rents by holder, parts of the move, what a partner could add, and the trade of others.
  bool beside = true;
  int threads = 0;
  SolveMemory* memory = nullptr;           ///< of the world; null: everything is solved
  std::function<void(int, int)> progress;  ///< solves done, of how many
  /// Shown every certified equilibrium of the central case, by name, once all are solved.
  std::function<void(const std::string&, const Solution&)> inspect;
};

/// A named economy's change with its range over the cases.
struct EconomyOutcome {
  EconomyChange change;  ///< central case
  Welfare ev_low_musd;
  Welfare ev_high_musd;
  double terms_of_trade_musd = 0.0;  ///< part of the real-income change, by the exact decomposition
  double volume_musd = 0.0;          ///< volumes of trade and production under duties, taxes and subsidies
  double other_musd = 0.0;           ///< costs of trade, varieties shut out, transfers
  bool decomposed = false;
};

/// One option of the economy, solved and set against the status quo.
struct OptionOutcome {
  BriefOption option{};
  std::vector<std::string> measures;      ///< ids of what it adds or takes away
  PolicyNotes warnings;                   ///< of its policy: Measures that are not solved, clamps
  EconomyOutcome own;                     ///< the brief's economy or group
  std::vector<EconomyOutcome> economies;  ///< [n] in the world's order, then groups
  std::vector<SectorChange> sectors;      ///< of the brief's economy, members summed
  EconomyChange own_low;                  ///< over the cases, figure by figure
  EconomyChange own_high;
  std::vector<SectorChange> sectors_low;  ///< the same
  std::vector<SectorChange> sectors_high;
  Comparison against_status_quo;
  std::vector<InstrumentOutcome> instruments;  ///< quotas, price floors and commitments
  std::vector<RentSplit> rent_to;              ///< of each
  CaseCount cases;                             ///< behind the ranges
  Verdict verdict;
  std::shared_ptr<const Failure> not_split;  ///< why its changes of real income are not split
  double not_split_at = 0.0;                 ///< share of the way at which that failed
};

/// An option of which there is no figure: it, or the status quo that it is set against, did not certify.
struct FailedOption {
  BriefOption option{};
  Verdict verdict;  ///< of the option itself
};

/// Of the move unpunished, against none.
struct RentFigures {
  double ev_musd = 0.0;
  double real_income_pct = 0.0;
  double rent_musd = 0.0;             ///< of the move's quotas and price floors, all holders
  std::vector<double> ev_each_musd;   ///< [n] of every economy
  EconomyChange own;                  ///< of the brief's economy or group
  std::vector<SectorChange> sectors;  ///< the same
};

inline constexpr const char* rents_as_written = "as written";
/// What the move (without one the threat, carried out) is worth when importers hold this share of the rents
/// that it creates.
struct RentOutcome {
  std::string limit;            ///< `rents_as_written`, or cut so that they bind
  double importer_share = 0.0;  ///< the rest is held in the exporting economies
  Verdict verdict;
  std::optional<RentFigures> figures;  ///< when it certified
};

/// A Measure of the ledger (or inline) as the brief shows it.
struct LedgerEntry {
  Measure measure;
  Status status = Status::unknown;  ///< at as_of, as known
  std::optional<Reason> because;    ///< nothing: it does not act, but may one day
  bool solved = true;
};

struct TariffFaced {
  std::string importer;
  double average = 0.0;  ///< decimal, on the economy's goods, weighted by base-year flows
};

struct StatusQuo {
  std::optional<Comparison> against_base;  ///< when both certified
  std::optional<EconomyChange> own;        ///< the brief's economy or group, against the base year
  EconomyChange own_low;                   ///< over the cases, when there is an own one
  EconomyChange own_high;
  CaseCount cases;
  Verdict verdict;
  Verdict base;
  PolicyNotes warnings;
  std::vector<TariffFaced> tariff_faced;  ///< the largest markets first
};

/// All that a brief tells, as figures and kinds; output says it in words.
struct BriefAnalysis {
  std::string run_id;  ///< hash of what was asked and of every solve
  bool beside = true;  ///< as of the inputs: else figures of trade are of the brief's economy alone
  std::string economy;
  std::string economy_name;
  std::vector<int> members;
  Date as_of{};
  std::optional<Date> known_by;
  std::optional<Measure> event;
  /// Of each option at the centre, the status quo first; what is asked of them is said from these.
  std::vector<std::pair<BriefOption, std::shared_ptr<const Policy>>> policies;
  Status event_status = Status::unknown;

  LedgerSpan span;  ///< of the ledger
  Options options;  ///< of the central case
  RangeKind range = RangeKind::none;
  std::vector<RangeCase> settings;    ///< that were solved, the central one first
  std::vector<Swing> loss_swings;     ///< what moves the loss from punishment most, USD million
  std::vector<Swing> gain_swings;     ///< and the gain of the move
  bool alternative_rates = false;     ///< the second estimate of rates changes some, and is among them
  Chair chair = Chair::threatened;    ///< with an event
  bool in_force = false;              ///< the event already binds: options are against the policy without it
  std::vector<Stake> stakes;          ///< what the steps are worth from this chair
  std::optional<MoveParts> parts;     ///< of what the move brings unpunished
  std::optional<PlayedOut> played;    ///< of a threat on one over a move of its own, all certified
  std::vector<Offer> offers;          ///< what a partner could add
  MoveKind kind = MoveKind::none;     ///< of the threatened, whatever the chair
  bool has_move = false;              ///< one is on record behind the threat
  bool move_unsolved = false;         ///< but it changes nothing that the model solves
  std::vector<MoveNote> how_found;    ///< the move and the answer
  std::vector<AloneInUnion> alone;    ///< Measures of the move and the threat, of single members of a union
  std::optional<LikeThreats> record;  ///< of threats like the event, as known on the day
  std::optional<Leeway> leeway;       ///< of the threatened alone; nothing when its central case failed
  /// Where no move is solved: what the punishment costs on average at the record's share of threats carried
  /// out, USD million a year; low and high over its interval and the cases.
  std::optional<Range> expected_musd;
  std::string explanation;                  ///< as of the inputs
  Change changed;                           ///< the same
  std::vector<SetTerm> set;                 ///< the same
  std::optional<FailedCase> no_leeway;      ///< what failed of the central case
  std::optional<NotTold> welfare_not_told;  ///< and with it no leeway
  StatusQuo status_quo;
  std::vector<RentOutcome> rents;           ///< empty when what is weighed has no quota or price floor
  bool rents_of_act = false;                ///< they are of the threat, carried out, and in its range
  std::vector<RentOutcome> answered_rents;  ///< of the same limits with the act answered
  std::vector<OptionOutcome> outcomes;      ///< by option, without the status quo, which is the reference
  std::vector<FailedOption> failed_options;
  Exposure exposure;
  std::vector<LedgerEntry> ledger;  ///< what touches the brief: applied, moves, pending
  PolicyNotes measure_assumptions;  ///< where the record of a Measure is silent
  bool certified = false;           ///< every central solve is, and every draw
  std::optional<DrawnRange> draws;  ///< in the place of a range over cases
};

/// Solves the options behind a threat and sets each against the status quo, and that against the base
/// year. Throws InputError for unknown names; a solve that fails shows in its certificate.
BriefAnalysis analyse_brief(const World& world, const Ledger& ledger, const BriefInputs& inputs);

/// Puts draws of the same question in the place of its range: the ends of the leeway are those of nine in ten
/// of them, the id is of both, and a draw that failed leaves the brief without its certificate.
void take_draws(BriefAnalysis& brief, DrawnRange draws);

}  // namespace leeway
