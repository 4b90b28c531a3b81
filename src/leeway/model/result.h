#pragma once

#include <string>
#include <vector>

#include "leeway/base/array.h"
#include "leeway/model/trade_flows.h"
#include "leeway/policy/policy.h"

namespace leeway {

/// Where an instrument's multiplier came to rest.
enum class Regime {
  not_binding,  ///< x = 0
  binding,      ///< the limit holds with equality
  filled,       ///< x = top: a quota is full and more comes in at the higher rate; a commitment is unmet
};
const char* to_string(Regime regime);

/// What one BoundInstrument of the Policy did.
struct InstrumentOutcome {
  std::string measure;
  Control control = Control::tariff_rate_quota;
  Regime regime = Regime::not_binding;
  double multiplier = 0.0;  ///< x
  double premium = 0.0;     ///< exp(x) - 1
  double quantity = 0.0;    ///< what came in, in `unit`; a price floor: the invoice over the floor
  double limit = 0.0;       ///< in `unit`
  std::string unit;
  double complementarity = 0.0;  ///< residual of lo <= x <= hi against G
  double rent = 0.0;             ///< USD million, all holders
};

/// Who receives what buyers pay on one flow. USD million; the parts sum to `paid`.
struct FlowMoney {
  int line = 0;
  int importer = 0;
  int exporter = 0;
  double paid = 0.0;           ///< user value
  double seller = 0.0;         ///< basic value
  double duty = 0.0;           ///< importer's treasury, less the subsidy of a purchase commitment
  double export_tax = 0.0;     ///< exporter's treasury
  double importer_rent = 0.0;  ///< licence holders in the importing economy
  double exporter_rent = 0.0;  ///< licence holders and firms in the exporting economy
};

/// The levels of a whole counterfactual equilibrium. Hats are levels over the base year; money is USD million
/// with world factor income held at its base-year value (model.md 1.2).
struct Result {
  std::vector<double> wage;            ///< [n] hat
  Array2 price;                        ///< [n][h] hat, composite at user prices
  Array2 line_price;                   ///< [l][n] hat, what buyers pay on a line, all origins together
  std::vector<double> consumer_price;  ///< [n] hat
  Array2 basic_price;                  ///< [n][k] hat
  Array2 output;                       ///< [n][k] basic prices
  Array2 value_added;                  ///< [n][k]
  Array2 absorption;                   ///< [n][h] user prices
  TradeFlows trade;                    ///< (l, n, i) user prices
  TradeFlows received;                 ///< (l, n, i) what reaches the seller, basic prices
  std::vector<double> income;          ///< [n] final expenditure
  std::vector<double> base_income;     ///< [n] of the base year
  std::vector<double> factor_income;   ///< [n]
  std::vector<double> tariff_revenue;  ///< [n] duties, less subsidies of purchase commitments
  std::vector<double> export_revenue;  ///< [n] export taxes
  std::vector<double> importer_rents;  ///< [n] quota rents held in the importing economy
  std::vector<double> exporter_rents;  ///< [n] quota and price-floor rents held in the exporting economy
  std::vector<double> backstop_rents;  ///< [n] of makers of backstops whose capacity is short
  Array2 backstop_premium;             ///< [l][n] log, over the cost of making do; 0 where there is room
  std::vector<double> subsidies;       ///< [n] paid
  std::vector<double> deficit;         ///< [n] transfers from closure, received
  std::vector<double> transfer;        ///< [n] transfers from policy, received
  std::vector<double> log_welfare;     ///< [n] ln of real income over the base year
  std::vector<InstrumentOutcome> instruments;  ///< as in Policy::instruments
  std::vector<FlowMoney> money;  ///< flows under instruments or in parts, in the order of l, n, i
  /// Other flows whose goods are in classes of unequal terms, all classes together, in the same order.
  std::vector<FlowMoney> class_money;
  std::vector<double> money_price;  ///< of each entry of `money`: hat of the user price over the basic price

  int economy_count() const { return static_cast<int>(wage.size()); }
};

/// Equivalent variation of moving from one equilibrium to another, USD million at base-year prices:
/// base income × (W_to − W_from) with W the real-income hats (model.md 1.2).
std::vector<double> equivalent_variation(const Result& from, const Result& to);
/// 100 × (W_to / W_from − 1).
std::vector<double> real_income_change_pct(const Result& from, const Result& to);

}  // namespace leeway
