#pragma once

#include <optional>
#include <string>
#include <vector>

#include "leeway/analysis/range.h"
#include "leeway/policy/ledger.h"
#include "leeway/strategy/moves.h"

namespace leeway {

/// From where an economy looks at a threat.
enum class Chair {
  threatened,  ///< the threat is aimed at it: it has a leeway
  threatener,  ///< it makes the threat
  partner,     ///< the other side of the deal that is punished
  bystander,   ///< it bears what the others do
};
const char* to_string(Chair chair);
/// Of an economy or group; a group that holds both sides of a threat sits where its target does.
Chair chair_of(const World& world, const Ledger& ledger, const Moves& moves, const std::vector<int>& members,
               Date as_of);

/// With whom the move is, in the names of its Measures: who acts or is acted on in it, is named, and has
/// nobody of the threatened or of who threatens in it.
std::vector<std::string> partners_of(const World& world, const Ledger& ledger, const Moves& moves,
                                     const std::vector<int>& threatened, Date as_of);

/// A step of the others' and its own that an economy can be asked to bear or to take.
enum class Step {
  move,       ///< the move unpunished, against none
  carry_out,  ///< the threat carried out on it, against the move unpunished
  answer,     ///< retaliation, against the threat carried out
  whole,      ///< the move punished, against none
};
const char* to_string(Step step);
/// What a step is worth to the brief's economy: USD million a year with its range.
struct Stake {
  Step step{};
  Range musd;
  double pct = 0.0;  ///< of real income, central case
};

/// A Measure by the partner on the threatened that is in force and not in the deal.
struct Offer {
  std::string measure;  ///< id
  std::string title;
  /// What lifting it too brings, beside the deal; nothing where that did not certify.
  std::optional<double> partner_musd;
  std::optional<double> threatened_musd;
};
/// Those Measures, the latest first, at most `most`.
std::vector<const Measure*> further_offers(const World& world, const Ledger& ledger, const Moves& moves,
                                           const std::vector<int>& partner, Date as_of,
                                           std::optional<Date> known_by, std::size_t most);

}  // namespace leeway
