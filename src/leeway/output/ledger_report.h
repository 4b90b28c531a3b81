#pragma once

#include <optional>
#include <string>

#include "leeway/output/report.h"
#include "leeway/policy/ledger.h"

namespace leeway {

/// What `leeway ledger list` shows; empty fields ask for everything.
struct LedgerQuery {
  std::string by;      ///< economy or group that acts, also through a group that holds it
  std::string on;      ///< economy or group aimed at; "*" Measures aim at everyone
  std::string status;  ///< a status at `as_of`
  std::string kind;    ///< an instrument, "measure", "event", or a kind of event
  Date as_of{};
  std::optional<Date> known_by;
};

/// Throws InputError for a name, status or kind that is not known.
Report ledger_list(const World& world, const Ledger& ledger, const LedgerQuery& query);
/// Everything on one Measure or event. Throws InputError for an unknown id, with close ones.
Report ledger_entry(const Ledger& ledger, const std::string& id, Date as_of, std::optional<Date> known_by);
/// What binds, pends and is suspended on a day.
Report ledger_as_of(const World& world, const Ledger& ledger, Date as_of, std::optional<Date> known_by);
/// Notes what the ledger does not know of the report's own day and these.
void note_days(Report& report, const Ledger& ledger, std::vector<Date> days = {});
/// The stack of one wedge, Measure by Measure.
Report wedge_report(const World& world, const WedgeExplanation& explanation);
/// Several wedges, one a row, with their average by the weights given (base-year flows).
Report wedge_summary(const World& world, const std::vector<WedgeExplanation>& flows,
                     const std::vector<double>& weights);
/// `whole` is the ledger before what the world cannot hold was left out; the two are one where nothing was.
Report ledger_findings(const World& world, const Ledger& ledger, const Ledger& whole);

}  // namespace leeway
