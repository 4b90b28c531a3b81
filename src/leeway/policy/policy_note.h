#pragma once

#include <string>
#include <vector>

#include "leeway/base/date.h"

namespace leeway {

/// What an answer has to say of a policy besides its figures, as kind and figures; output says it in words.
struct PolicyNote {
  enum class Kind {
    // Assumed where the terms of a Measure are silent.
    prohibitive,         ///< figures: times as dear
    firm_shares,         ///< names: firms; figures: their shares of the base-year flow
    covered_class,       ///< the share of a line that it covers is a class of goods of its own
    covers_lists,        ///< names: of goods, that it covers
    lines_cover,         ///< names: lines, exporter recorded; figures: share of each under its tariff lines
    spares_lists,        ///< names: of goods, that it leaves out
    rent_holder,         ///< figures: share of the rent that falls to importers
    quota_just_filled,   ///< figures: base year, the quota now over the one then
    floor_from_duty,     ///< names: the Measure whose duty a price that is not public stands in for
    floor_follows_cpi,   ///< of the importer
    cap_not_public,      ///< and not modelled
    restrictions_stack,  ///< what several Measures let through of one flow multiplies
    refused_already,     ///< figures: share, base year
    // What a reader is warned of.
    licence_in_words,        ///< it states nothing that could be solved
    floor_without_price,     ///< the same
    not_carved_out,          ///< names: product, world
    hindsight,               ///< dates: announced, known by; names: precision of the first
    not_begun,               ///< dates: asked, on which it begins by its own dates; it does not act
    over,                    ///< the same: on which it ended
    suspended,               ///< dates: asked; by its own dates, so that it does not act
    lines_untraded,          ///< names: tariff lines without recorded imports
    lines_cut,               ///< names: tariff lines taken as the six-digit line that holds them
    lines_stand_in,          ///< US imports say what share of a sector its tariff lines are
    taken_phased_in,         ///< dates: the day on which it is not effective yet
    left_out_of_world,       ///< names: world; figures: Measures left out, of how many, trimmed
    ended_since_base_year,   ///< figures: base year, which does not show what would have been without it
    ban_ended,               ///< the same, of a ban
    base_year_has_it,        ///< figures: base year, in which it was in force on the same terms
    no_flow_left,            ///< that it could limit; names: goods of which no flow is there to be touched
    no_quantity_recorded,    ///< names: unit; it is inert
    flows_without_quantity,  ///< figures: so many, of how many; they do not count against the limit
    flows_without_duty,      ///< the same: none that a floor could stand in for
    flows_without_price,     ///< the same: no quantity, so no price
    quota_without_step,      ///< its over-quota rate is no higher than the duty in the quota
    no_other_sales,          ///< of the seller, that a cap could be a share of
    tighter_of_two,          ///< names: both; they limit the very same flows, and `measure` acts for both
    no_tariff_to_cut,        ///< of a pact that does nothing else
    tariffs_floored,         ///< figures: flows; dates: of the tariffs that less is left of than nothing
  };
  Kind kind{};
  std::string measure{};  ///< id; empty where it is of no single one
  std::vector<std::string> names{};
  std::vector<double> figures{};
  std::vector<Date> dates{};

  bool operator==(const PolicyNote&) const = default;
};
using PolicyNotes = std::vector<PolicyNote>;

/// Appends one that the list does not hold yet.
void add_once(PolicyNotes& notes, const PolicyNote& note);

}  // namespace leeway
