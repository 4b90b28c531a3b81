#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "leeway/analysis/range.h"
#include "leeway/policy/hedge_question.h"
#include "leeway/policy/ledger.h"
#include "leeway/strategy/game_payoffs.h"

namespace leeway {

/// Mean of the worst `tail` of probability, from above 0 to 1, of values that come with chances that sum to
/// one: conditional value-at-risk of the lower tail, with the value at its edge counted in part (Rockafellar
/// and Uryasev 2000, and 2002 for discrete distributions). At 1 it is the mean.
double tail_mean(const std::vector<double>& values, const std::vector<double>& chances, double tail);

struct HedgeInputs {
  HedgeQuestion question;
  std::size_t most_acts = 2;  ///< of a bundle
  double tail = 0.10;         ///< share of probability that conditional value-at-risk is told of
  bool spread = false;        ///< ask for the price of unpredictability
  Options options;            ///< of the central case
  RangeKind range = RangeKind::sets;
  /// Horizons, years, at which every case of the range is drawn too beside that of the options.
  std::vector<double> horizons{};
  int threads = 0;
  std::function<void(int, int)> progress{};
};

/// A bundle of acts. Incomes are changes of real income over the status quo without acts, USD million a year
/// at base-year prices, less what the acts cost. Only `acts`, `cost_musd` and `failed` are told where a state
/// did not certify.
struct HedgeBundle {
  std::vector<std::size_t> acts;  ///< of the question; empty: nothing is done
  double cost_musd = 0.0;
  /// States without an equilibrium, central case; their number stands for the mean of the rates.
  std::vector<std::size_t> failed;
  std::vector<Range> income;  ///< [state]
  Range expected;
  Range tail;                        ///< conditional value-at-risk
  Range worst;                       ///< of the states
  std::size_t worst_state = 0;       ///< central case
  std::vector<double> regrets;       ///< [state] behind the bundle that is best there, central case
  Range regret;                      ///< the largest of them
  Range insurance;                   ///< `tail` over that of doing nothing
  Range premium;                     ///< expected income given up for it; below zero it pays without
  std::optional<double> per_dollar;  ///< insurance over premium, where both are above zero, central case
  std::optional<Range> made_good;    ///< share of the loss of the worst state of doing nothing
  std::optional<double> anyway;      ///< the same of what it brings in the status quo, central case
  bool efficient = false;            ///< no other has more of expected income or of `tail` and no less
  std::size_t dominated_by = 0;      ///< where it is not: a bundle
  int efficient_in = 0;              ///< cases of the range
  /// [state][pole] share of exports, at sellers' prices, that goes there, central case; empty where the world
  /// lacks a pole or the economy holds one.
  std::vector<std::vector<double>> poles;
  std::optional<Range> spread;  ///< price of unpredictability: expected over the income at the mean

  bool told() const { return failed.empty(); }
};

/// States that differ in the rate of one Measure.
struct HedgeSpread {
  Measure measure;  ///< at the mean rate
  double mean = 0.0;
};

struct HedgeFailure {
  std::vector<std::size_t> acts;
  std::size_t state = 0;
  std::shared_ptr<const Failure> failure;
};

struct Hedge {
  HedgeInputs inputs;
  std::string economy;  ///< id
  std::string name;
  std::vector<HedgeState> states;    ///< the status quo, where it has a share, the last
  std::optional<std::size_t> calm;   ///< index of the status quo
  double income_musd = 0.0;          ///< real income in the status quo, central case
  std::vector<HedgeBundle> bundles;  ///< doing nothing first, then by size
  CaseCount cases;
  std::vector<std::string> failed_cases;  ///< of the range: doing nothing has no figure in them
  std::vector<HedgeFailure> failures;     ///< central case
  std::optional<HedgeSpread> spread;      ///< asked for, and the states differ in one rate alone
  Verdict status_quo;
  std::shared_ptr<const Policy> policy;  ///< of it
  std::vector<AppliedMeasure> asked;     ///< of states and acts, those that change something
  std::string run_id;

  /// Whether anything is answered: doing nothing is told.
  bool answered() const { return cases.certified > 0; }
  /// And every central solve certified.
  bool certified() const { return answered() && failures.empty(); }
};

/// Solves every bundle in every state, over the cases of the range. Throws InputError for a horizon below
/// three years, a tail outside ]0, 1], a question without a state or that check() refuses, more bundles times
/// states than 1,000, and names and Measures that do not fit.
Hedge hedge(const World& world, const Ledger& ledger, const HedgeInputs& inputs);

}  // namespace leeway
