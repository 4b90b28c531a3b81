#pragma once

#include <string>
#include <vector>

#include "leeway/base/array.h"
#include "leeway/policy/policy.h"

namespace leeway {

/// What a solve says of itself (model.md 5.1, 8.1). Not converging is a value here, never an exception.
struct Certificate {
  bool converged = false;
  double residual = 0.0;         ///< largest absolute log residual of the whole system
  double market_clearing = 0.0;  ///< largest relative excess in labour markets, which is not imposed
  double walras = 0.0;           ///< world income over its numeraire, in logs; must be zero
  double payments = 0.0;         ///< world receipts minus payments over world income
  /// Largest share of user value that no one receives: of all trade, and of each flow under instruments with
  /// duties taken by their rates.
  double rent_accounting = 0.0;
  double complementarity = 0.0;  ///< largest residual of an instrument's regime, in logs
  int newton = 0;                ///< Newton steps
  int sweeps = 0;                ///< evaluations of the residual or a Jacobian product
  std::string method;            ///< "newton-krylov", "… after sweeps", "homotopy", "anderson"
  std::string failure;           ///< empty, or what went wrong and where, in words
  std::vector<std::string> warnings;

  /// Converged, and every identity within its gate (1e-8; residual within the tolerance asked for).
  bool certified() const;
};

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

/// A whole counterfactual equilibrium. Hats are levels over the base year; money is USD million with
/// world factor income held at its base-year value (model.md 1.2).
struct Result {
  std::vector<double> wage;            ///< [n] hat
  Array2 price;                        ///< [n][h] hat, composite at user prices
  Array2 line_price;                   ///< [l][n] hat, what buyers pay on a line, all origins together
  std::vector<double> consumer_price;  ///< [n] hat
  Array2 basic_price;                  ///< [n][k] hat
  Array2 output;                       ///< [n][k] basic prices
  Array2 value_added;                  ///< [n][k]
  Array2 absorption;                   ///< [n][h] user prices
  Array3 trade;                        ///< [l][n][i] user prices
  Array3 received;                     ///< [l][n][i] what reaches the seller, basic prices
  std::vector<double> income;          ///< [n] final expenditure
  std::vector<double> base_income;     ///< [n] of the base year
  std::vector<double> factor_income;   ///< [n]
  std::vector<double> tariff_revenue;  ///< [n] duties, less subsidies of purchase commitments
  std::vector<double> export_revenue;  ///< [n] export taxes
  std::vector<double> importer_rents;  ///< [n] quota rents held in the importing economy
  std::vector<double> exporter_rents;  ///< [n] quota and price-floor rents held in the exporting economy
  std::vector<double> subsidies;       ///< [n] paid
  std::vector<double> deficit;         ///< [n] transfers from closure, received
  std::vector<double> transfer;        ///< [n] transfers from policy, received
  std::vector<double> log_welfare;     ///< [n] ln of real income over the base year
  std::vector<InstrumentOutcome> instruments;  ///< as in Policy::instruments
  std::vector<FlowMoney> money;     ///< flows under instruments or in parts, in the order of l, n, i
  std::vector<double> money_price;  ///< of each entry of `money`: hat of the user price over the basic price
  std::vector<double> state;        ///< the solver's unknowns, for warm starts and adjoints
  Certificate certificate;
  std::string run_id;  ///< hash of world, options, policy and version

  int economy_count() const { return static_cast<int>(wage.size()); }
};

/// Who receives what buyers pay on any flow of a solved policy.
FlowMoney flow_money(const World& world, const Policy& policy, const Result& result, int line, int importer,
                     int exporter);

/// The policy without instruments or parts that has the same equilibrium: each flow under instruments gets
/// the tariff, export tax and cost that leave every party what it has. For analyses of plain wedges.
Policy plain_equivalent(const World& world, const Policy& policy, const Result& result);

/// Equivalent variation of moving from one result to another, USD million at base-year prices:
/// base income × (W_to − W_from) with W the real-income hats (model.md 1.2).
std::vector<double> equivalent_variation(const Result& from, const Result& to);
/// 100 × (W_to / W_from − 1).
std::vector<double> real_income_change_pct(const Result& from, const Result& to);

}  // namespace leeway
