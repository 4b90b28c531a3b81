#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "leeway/model/sensitivity.h"

namespace leeway {

/// What a government may set.
enum class RateKind { tariff, export_tax };
const char* to_string(RateKind kind);
/// For how much a rate is one number.
enum class EachRate {
  uniform,   ///< one for all goods and partners
  sector,    ///< one a sector (its products included), for all partners
  bilateral  ///< one a sector and partner
};
const char* to_string(EachRate each);

/// A government: one economy, or several that set their rates together, free of them among themselves.
struct Player {
  std::string name;
  std::vector<int> members;
  /// [k] what a dollar of a member's value added counts for over a dollar; empty: real income alone.
  std::vector<double> premium;
};
/// Players of one name each: an economy, a group, or several of either joined by "+". Throws InputError at
/// `where` for a name that is none, a player named twice, and an economy that is in two.
std::vector<Player> read_players(const World& world, const std::vector<std::string>& names, Date date,
                                 const Location& where);
/// "C29=2,C24=1.5": weights of sectors, others 1, made to average one over the player's value added; nothing
/// where all that it makes counts alike. Throws InputError for weights below zero or that sum to nothing, and
/// for a sector of which it makes none.
std::vector<double> read_weights(const World& world, const Player& player, const std::string& text,
                                 const Location& where);

/// Which rates a search moves.
struct RateChoice {
  std::vector<RateKind> kinds = {RateKind::tariff};
  EachRate each = EachRate::uniform;
  std::string goods = "goods";  ///< as World::resolve_goods reads it
  double lowest = 0.0;          ///< decimals
  double highest = 5.0;
  bool among_players = false;     ///< on one another's goods alone: of all others the rates in force stay
  bool unbounded_refused = true;  ///< the bound is not the caller's: theta at or below zero is refused
};

struct FreeFlow {
  int line = 0;
  int importer = 0;
  int exporter = 0;
  bool operator==(const FreeFlow&) const = default;
};
/// One number that a player sets.
struct FreeRate {
  int player = 0;
  RateKind kind = RateKind::tariff;
  int sector = -1;   ///< -1: all
  int partner = -1;  ///< -1: all
  std::vector<FreeFlow> flows;
};
/// The rates of players, those of flows that exist, in the order of players, kinds, sectors, partners. Throws
/// InputError for bounds that cross, lie at -100% or below (tariffs: below 0%) or above `largest_rate`, for a
/// player without a flow to tax, and where the best rate has no bound because a trade elasticity is not above
/// zero.
std::vector<FreeRate> free_rates(const Model& model, const std::vector<Player>& players,
                                 const RateChoice& choice, const Location& where);

/// A policy in which some rates are free: each replaces what its flows pay of its kind, in all their classes
/// and parts; quotas keep the step to the rate beyond them, and all else stays in force.
class RatePolicy {
 public:
  /// The World must outlive it.
  RatePolicy(const World& world, const Policy& otherwise, std::vector<FreeRate> rates);

  const std::vector<FreeRate>& rates() const { return rates_; }
  const Policy& otherwise() const { return *otherwise_; }
  /// With the rates given, decimals.
  Policy at(std::span<const double> rates) const;
  /// The mean of what the flows of each rate pay in the policy as it stands, weighted by base-year trade.
  std::vector<double> standing() const;

 private:
  const World* world_;
  std::shared_ptr<const Policy> otherwise_;
  std::vector<FreeRate> rates_;
  Policy open_;                                 // with a cell for every free flow
  std::vector<std::vector<std::size_t>> cell_;  // [rate] cells of its flows
  std::vector<std::vector<FreeFlow>> deep_;     // [rate] flows in classes or parts
};

/// Mean of a player's rates of one kind by base-year trade; nothing where it has none.
std::optional<double> mean_rate(const World& world, const std::vector<FreeRate>& rates,
                                std::span<const double> levels, int player, RateKind kind);
/// Of its tariffs, or of its export taxes where it sets no tariffs.
double mean_rate(const World& world, const std::vector<FreeRate>& rates, std::span<const double> levels,
                 int player);

/// ln of what a player values at a solution, against the base year, and the weights on economies whose
/// adjoint has its gradient: of a bloc the sum of its members' real incomes at base-year prices.
double valued(const Player& player, const Result& result);
Objective objective_of(const Player& player, const World& world, const Result& result);

/// What a search adds up over the flows of each rate at a solution: derivative of the objective that
/// `sensitivity` was solved for, per unit of ln(1 + rate). Only rates of the player are written.
void add_derivatives(const Sensitivity& sensitivity, int player, const std::vector<FreeRate>& rates,
                     std::span<const double> at, std::span<double> derivative);

/// About the curvature of a player's value in ln(1 + rate), from shares alone: trade over income, times what
/// the elasticity leaves to switch to (model.md 6.2).
std::vector<double> curvature_guess(const Model& model, const std::vector<Player>& players,
                                    const std::vector<FreeRate>& rates, const Solution& at);

/// 1 / sum_k theta_k omega_k of one player, with omega its sales abroad by line and buyer, each times the
/// share that others have of that market: the best uniform tariff of one economy that takes relative wages
/// abroad as given, without inputs (Lashkaripour 2021; model.md 6.2). The sum is held at or above `least`.
double sufficient_tariff(const Model& model, const Player& player, const Solution& at, double least = 1e-3);
/// The rates that searches start from: sufficient_tariff; with export taxes free, 1 / (theta (1 - share)) by
/// rate as export tax and nothing as tariff.
std::vector<double> starting_rates(const Model& model, const std::vector<Player>& players,
                                   const std::vector<FreeRate>& rates, const Solution& at,
                                   const RateChoice& choice);

}  // namespace leeway
