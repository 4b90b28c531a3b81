#pragma once

#include <string>
#include <vector>

#include "leeway/model/uniqueness.h"
#include "leeway/output/report.h"
#include "leeway/output/solve_report.h"

namespace leeway {

/// "not binding", "binding" or "filled", and what it means for the instrument.
std::string regime_words(const InstrumentOutcome& outcome);
/// Who holds the rent of an instrument: "exporters", "importers 50%, exporters 50%"; nobody for a commitment.
std::string holder_words(Control control, const RentSplit& split);

/// What each instrument with a multiplier did: regime, premium, quantity against limit, rent and holder.
ReportTable instrument_table(const std::vector<InstrumentOutcome>& outcomes,
                             const std::vector<RentSplit>& rent_to, const std::string& run);
std::vector<RentSplit> rent_splits(const Policy& policy);
/// Who received each dollar on the flows of those instruments, largest rents first.
ReportTable money_table(const World& world, const Result& result, const std::string& run, std::size_t top);

/// Whether the equilibrium under the limits of a policy is the only one (model.md 3.12).
ReportTable uniqueness_table(const NamedOutcome& run, const Uniqueness& uniqueness);

/// The purchase commitments that stay unmet, a sentence each: an answer holds less than was promised.
/// What the binding limits in question do, where their premium is what the answer is about (a tenth of the
/// price or more): "CN-QUOTA binds: premium 94%, rent USD 3.1 bn a year."; else empty.
std::string limit_sentence(const std::vector<InstrumentOutcome>& outcomes,
                           const std::vector<const Measure*>& in_question);
std::vector<std::string> unmet_sentences(const std::vector<InstrumentOutcome>& outcomes);

}  // namespace leeway
