#pragma once

#include <optional>
#include <string>

#include "leeway/policy/game_file.h"
#include "leeway/policy/ledger.h"

namespace leeway {

/// Goods held against a curb: so many years of what is imported in a year without it, drawn on while the curb
/// lasts. A share r of imports that is refused for d years is then r - s / d of them, with s years held.
struct HedgeStock {
  std::string goods;
  double years = 0.0;  ///< of imports that are held
  double over = 1.0;   ///< years that the curb lasts
  Location where;
};
/// "stock 6 months of product:magnets over 1y"; nothing for a text that does not begin with "stock". Throws
/// InputError for one that does and is no stock.
std::optional<HedgeStock> stock_in(const GameMeasure& written);

/// What stands in a state, as a Measure that refuses `economy` a share of just these goods: a ban or a
/// licence with a restriction, or an id of the ledger that is one. Nothing for all else. Throws InputError
/// where it refuses others too, or by steps: their share would be relieved with it.
std::optional<Measure> curb_on(const GameMeasure& written, const HedgeStock& stock,
                               const std::string& economy, const Ledger& ledger, Date day);
/// The curb as the stock leaves it; nothing where it holds enough.
std::optional<Measure> relieved(const Measure& curb, const HedgeStock& stock);

}  // namespace leeway
