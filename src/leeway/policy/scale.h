#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "leeway/policy/measure.h"

namespace leeway {

/// A term that sets the size of an instrument, and every number that it stands for: a rate is its steps, the
/// rates of firms and the factor on a schedule, a quota its later steps too, a coverage that of each good.
enum class Term {
  rate,
  quota,
  in_quota,
  over_quota,
  price,
  cap,
  cost,
  coverage,
  value,
  restriction,
  cap_share,
  levy,
  share,
  tariff_cut,
  barrier_cut,
  origin_cost,
  amount,
};
const char* to_string(Term term);
std::optional<Term> parse_term(std::string_view text);

/// What the number of a term is.
enum class TermKind {
  rate,    ///< on a price, a cost or a year before, a decimal
  share,   ///< of a whole, a decimal up to 1
  amount,  ///< a quantity, money or a price, in a unit
  plain,   ///< years, a factor, an elasticity; or no number
};
TermKind kind_of(Term term);
/// Of any term, by its name: also of those that do not set the size of an instrument.
TermKind kind_of(std::string_view term);

/// A term of one Measure and what it is multiplied by.
struct TermScale {
  std::string measure;  ///< id
  Term term = Term::rate;
  double factor = 1.0;
};

/// The terms of an instrument that can be scaled, the one that sets its size first.
std::vector<Term> scalable_terms(Instrument instrument);
/// The largest number that the term stands for in a Measure, 0 where it has none; a schedule counts as the
/// factor on its rates.
double largest(const Measure& measure, Term term);
/// The Measure with every number of the term multiplied by a factor of zero or more. Throws InputError, at
/// the Measure's terms, for a term that its instrument does not have and for a share above one.
Measure scale(const Measure& measure, Term term, double factor);

}  // namespace leeway
