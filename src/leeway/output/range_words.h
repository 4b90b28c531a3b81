#pragma once

#include <string>
#include <vector>

#include "leeway/analysis/range.h"
#include "leeway/output/report.h"

namespace leeway {

/// The same in percent of real income, for what is told in it.
inline constexpr double no_change_pct = 1e-3;

/// What no change is for an economy with this change: `no_change_musd`, or where that is less, a thousandth
/// of a percent of its real income, so that a small economy's gain is one too.
double no_change_of(const EconomyChange& change);

/// Whether the range of an equivalent variation holds gains and losses.
bool sign_open(const Welfare& low, const Welfare& high, double nothing = no_change_musd);
/// "loses USD 32.2 bn (USD 30.2 bn to 106 bn)", "between a loss of USD 21 bn and a gain of USD 49 bn (sign
/// not identified)"; without a range the central figure alone.
std::string gain_words(double central, double low, double high, double nothing = no_change_musd);
/// The same as what a move does in a year: "brings USD 786 mn (USD 775 mn to 1.1 bn) a year".
std::string yearly_words(double central, double low, double high, double pct);
/// "gain", "loss", "none" (no change beyond `no_change_musd`), "gain or none", "loss or none", "not
/// identified".
const char* sign_words(const Welfare& low, const Welfare& high, double nothing = no_change_musd);
/// The same of what rises or falls, where no change is what stays within `nothing` of zero: "rise", "fall", …
const char* course_words(double low, double high, double nothing);
/// What the sign columns call no change.
std::string sign_note();
/// Who holds the rents of these Measures is in a range too.
std::string rent_range_sentence(const std::vector<std::string>& measures);
/// "3 months", "1 year".
std::string horizon_words(double years);
/// That the range was left out; `when` says when the centre is told, where one time is, `ranges` which there
/// are.
std::string centre_alone_sentence(const std::string& when = "", const char* ranges = "sets or full");
/// That a world with one set of elasticities has no range over them.
std::string one_set_sentence();
/// "after 1 year", "in the long run": when the central case is told.
std::string centre_words(const std::optional<double>& horizon);
/// What the range is over, and whether it is an envelope; `horizon` is that of the centre, which a range
/// keeps where it is too soon for welfare, `terms` how many of the cases move a term of a Measure.
std::string range_sentence(RangeKind kind, const CaseCount& cases, const std::optional<double>& horizon,
                           int terms = 0);

/// Columns of an equivalent variation with its range: central, low, high and the sign.
void add_variation_columns(ReportTable& table, bool ranged);
void add_variation_cells(std::vector<ReportCell>& row, const Welfare& central, const Welfare& low,
                         const Welfare& high, bool ranged, double nothing = no_change_musd);

/// What one swing moves: "trade elasticities", "coverage of CN-2025-CA-2".
std::string swing_words(const Swing& swing);
/// What moves a figure most; nothing where there is no case that moves one assumption alone.
ReportTable tornado_table(const std::string& figure, double central, const std::vector<Swing>& swings);
/// The ends of each swing as rows of the long table: `statistic` is "low by coverage of CN-2025-CA-2".
std::vector<LongRow> swing_rows(const LongRow& figure, const std::vector<Swing>& swings);
/// The cases of a range that have no answer.
ReportTable range_failures(const std::vector<RangeFailure>& failed);

}  // namespace leeway
