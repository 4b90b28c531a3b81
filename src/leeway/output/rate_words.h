#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "leeway/output/report.h"
#include "leeway/strategy/balanced.h"
#include "leeway/strategy/retaliation.h"

// What answers on best rates and tariff wars say alike.
namespace leeway {

/// "tariffs", "export taxes", "tariffs and export taxes".
std::string kinds_words(const RateChoice& choice);
/// Of a choice with one kind: "tariff", "export tax".
std::string kind_words(const RateChoice& choice);
/// "one rate", "one rate a sector", "one rate a sector and partner".
std::string each_words(const RateChoice& choice);
/// What is known to be missing from the welfare of tariff optima, in one line.
std::string rate_caveats(bool others_answer);
/// The balanced closure, in one line.
std::string balanced_words(const BalancedWorld& ground, int base_year);
/// "12.3%", of a decimal.
std::string rate_words(double rate);

/// A name of one economy or group as a sentence has it; of several joined by "+" as it was typed.
std::string player_words(const World& world, const Player& player);

/// Rates one by one, those on most trade first. `standing` may be empty.
ReportTable rate_table(const World& world, const std::vector<FreeRate>& rates,
                       const std::vector<Player>& players, std::span<const double> levels,
                       std::span<const double> standing, std::size_t top);
/// A report with its kind, run, assumptions, sources, warnings, the purge's certificate, world and dates.
/// Where the purge failed its headline says that there is no `answer`.
Report rate_report(const char* kind, const std::string& run_id, const RateGround& asked,
                   const BalancedWorld& ground, const char* answer);
/// Certificates of the policy in force and of the rates by the name that they go by.
void add_rate_certificates(Report& report, const std::optional<Outcome>& status_quo, const char* name,
                           const std::optional<Outcome>& rates);
/// A figure of the centre with its ends over the cases of a range that certified and have it.
Range ends_over(const std::vector<RateCase>& cases, double central,
                const std::function<std::optional<double>(const RateCase&)>& figure);
/// Percent of real income: "+1.2% (+0.8% to +1.9%)", "between -0.3% and +0.5% (sign not identified)"; where
/// fewer cases have the figure than were asked, over how many it is.
std::string ends_words(const Range& ends);
/// What a headline says of its range: without one that it tells the centre of so many sets, else nothing.
std::string centre_note(const std::vector<RateCase>& cases, const World& world);
/// What the range is over and how many of its cases certified; without one what is on request.
std::string rate_range_words(RangeKind kind, const std::vector<RateCase>& cases, const World& world);
/// What the answer is over the cases of its range.
ReportTable rate_case_table(const std::vector<RateCase>& cases, const std::vector<Player>& players,
                            const std::string& gain);

Report respond_report(const Responded& responded, std::size_t top);
Report war_report(const Warred& warred, std::size_t top);
Report retaliation_report(const World& world, const Retaliation& retaliation, std::size_t top);

}  // namespace leeway
