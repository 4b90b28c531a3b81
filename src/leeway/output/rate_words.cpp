#include "leeway/output/rate_words.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "leeway/base/index.h"
#include "leeway/output/cells.h"
#include "leeway/output/failure_report.h"
#include "leeway/output/format.h"
#include "leeway/output/policy_words.h"
#include "leeway/output/range_words.h"

namespace leeway {

std::string kinds_words(const RateChoice& choice) {
  const bool tariffs = std::count(choice.kinds.begin(), choice.kinds.end(), RateKind::tariff) > 0;
  const bool taxes = std::count(choice.kinds.begin(), choice.kinds.end(), RateKind::export_tax) > 0;
  return tariffs && taxes ? "tariffs and export taxes" : tariffs ? "tariffs" : "export taxes";
}

std::string kind_words(const RateChoice& choice) {
  return choice.kinds.front() == RateKind::tariff ? "tariff" : "export tax";
}

std::string each_words(const RateChoice& choice) {
  switch (choice.each) {
    case EachRate::uniform:
      return choice.among_players ? "one rate on all goods of the other players"
                                  : "one rate on all partners and goods";
    case EachRate::sector:
      return "one rate a sector";
    case EachRate::bilateral:
      return "one rate a sector and partner";
  }
  return "";
}

std::string rate_caveats(bool others_answer) {
  return fmt::format(
      "Read with care: {}; profits and assets held abroad are not valued; duties pass through to prices in "
      "full, "
      "so that what a tariff gains is terms of trade on paper.",
      others_answer ? "only the players answer, with these instruments and no other"
                    : "nobody answers, which the record does not bear out");
}

std::string balanced_words(const BalancedWorld& ground, int base_year) {
  return fmt::format(
      "Trade imbalances of {} are taken out first, for a tariff would change what they are worth (closure "
      "balanced; the largest flow moves by {}), so that figures here are not those of `compare` on the world "
      "as it is.",
      base_year, percent_size(100.0 * ground.largest_change));
}

std::string rate_words(double rate) { return with_thousands(100.0 * rate, 1) + "%"; }

std::string player_words(const World& world, const Player& player) {
  if (player.members.size() == 1 && world.economies[at(player.members[0])].id == player.name)
    return in_sentence(world.economies[at(player.members[0])].name);
  if (const Group* group = world.find_group(player.name)) return in_sentence(group->name);
  return player.name;
}

ReportTable rate_table(const World& world, const std::vector<FreeRate>& rates,
                       const std::vector<Player>& players, std::span<const double> levels,
                       std::span<const double> standing, std::size_t top) {
  ReportTable table{
      "rates",
      "Rates",
      {text_column("by"), text_column("instrument"), text_column("goods"), text_column("partner")},
      {},
      top,
      "Each replaces what its flows pay of that kind; trade is the base year's without imbalances, at "
      "basic prices."};
  if (!standing.empty()) table.columns.push_back(rate_column("in force"));
  table.columns.push_back(rate_column("rate", 2));
  table.columns.push_back(money_column("trade"));
  std::vector<double> trade;
  for (const FreeRate& rate : rates) {
    double sum = 0.0;
    for (const FreeFlow& f : rate.flows) sum += world.flow(f.line, f.importer, f.exporter);
    trade.push_back(sum);
  }
  std::vector<std::size_t> order(rates.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return trade[a] > trade[b]; });
  for (const std::size_t r : order) {
    const FreeRate& rate = rates[r];
    std::vector<ReportCell> row = {
        players[at(rate.player)].name, std::string(rate.kind == RateKind::tariff ? "tariff" : "export tax"),
        rate.sector < 0 ? std::string("all free") : world.sectors[at(rate.sector)].id,
        rate.partner < 0 ? std::string("all") : world.economies[at(rate.partner)].id};
    if (!standing.empty()) row.emplace_back(standing[r]);
    row.emplace_back(levels[r]);
    row.emplace_back(trade[r]);
    table.rows.push_back(std::move(row));
  }
  return table;
}

Report rate_report(const char* kind, const std::string& run_id, const RateGround& asked,
                   const BalancedWorld& ground, const char* answer) {
  Report report;
  report.kind = kind;
  report.run_id = run_id;
  report.as_of = asked.as_of;
  report.known_by = asked.known_by;
  report.certificates.emplace_back("world without imbalances", ground.purge);
  if (!ground.world) {
    report.headline = fmt::format("No {}: the world without its imbalances is not certified", answer);
    add_failures(report);
    return report;
  }
  report.world = ground.world.get();
  report.assumptions = assumptions_of(ground.options, *ground.world);
  report.assumptions.push_back(
      {"bounds", fmt::format("{} to {}", rate_words(asked.choice.lowest), rate_words(asked.choice.highest)),
       "above -100%", "of every free rate; rates at a bound are counted"});
  for (const AppliedMeasure& applied : ground.policy.applied) report.sources.push_back(source_line(applied));
  add_warnings(report.warnings, ground.policy.warnings);
  return report;
}

void add_rate_certificates(Report& report, const std::optional<Outcome>& status_quo, const char* name,
                           const std::optional<Outcome>& rates) {
  if (status_quo) report.certificates.emplace_back("status quo", status_quo->verdict());
  if (rates) report.certificates.emplace_back(name, rates->verdict());
}

Range ends_over(const std::vector<RateCase>& cases, double central,
                const std::function<std::optional<double>(const RateCase&)>& figure) {
  Range ends{central, central, central, {1, static_cast<int>(cases.size()) + 1}};
  for (const RateCase& one : cases) {
    if (!one.certified) continue;
    if (const std::optional<double> there = figure(one)) {
      ++ends.cases.certified;
      ends.widen(*there);
    }
  }
  return ends;
}

std::string ends_words(const Range& ends) {
  const std::string some =
      ends.cases.all() ? "" : fmt::format("over {} of {} cases", ends.cases.certified, ends.cases.of);
  if (ends.both_signs(no_change_pct))
    return fmt::format("between {} and {} ({}sign not identified)", percent_words(ends.low),
                       percent_words(ends.high), some.empty() ? "" : some + ": ");
  std::string words = percent_words(ends.central);
  if (ends.low < ends.high)
    words += fmt::format(" ({} to {}{}{})", percent_words(ends.low), percent_words(ends.high),
                         some.empty() ? "" : " ", some);
  else if (!some.empty())
    words += fmt::format(" ({})", some);
  return words;
}

std::string centre_note(const std::vector<RateCase>& cases, const World& world) {
  if (!cases.empty() || world.elasticities.size() < 2) return "";
  return fmt::format(" (central case of {} sets of elasticities)", world.elasticities.size());
}

std::string rate_range_words(RangeKind kind, const std::vector<RateCase>& cases, const World& world) {
  const char* cross =
      "in their cross with horizons from 3 years on, sector-specific factors and estimates of rates as well";
  if (cases.empty() && world.elasticities.size() < 2)
    return fmt::format(
        "This is the central case alone. The world has one set of trade elasticities; on request --range "
        "full "
        "searches anew {}: each case is a search of its own.",
        cross);
  if (kind == RangeKind::none || cases.empty())
    return fmt::format(
        "This is the central case alone. On request --range sets searches anew under every set of trade "
        "elasticities, --range full {}: each case is a search of its own.",
        cross);
  const auto certified =
      std::count_if(cases.begin(), cases.end(), [](const RateCase& c) { return c.certified; });
  const auto of = cases.size() + 1;
  return fmt::format("The range is over {}, {} cases, each searched anew on its own balanced world{}.",
                     kind == RangeKind::sets
                         ? "every set of trade elasticities"
                         : "the cross of every set of trade elasticities with horizons from 3 years on, "
                           "sector-specific factors and estimates of rates",
                     of,
                     static_cast<std::size_t>(certified) + 1 == of
                         ? std::string()
                         : fmt::format(", of which {} of {} certified: no envelope", certified + 1, of));
}

ReportTable rate_case_table(const std::vector<RateCase>& cases, const std::vector<Player>& players,
                            const std::string& gain) {
  const bool of_war =
      std::any_of(cases.begin(), cases.end(), [](const RateCase& one) { return !one.others_pct.empty(); });
  ReportTable table{"cases",
                    "Other ways of seeing the world",
                    {text_column("case"), text_column("player"), percent_column(gain, 3, true)},
                    {},
                    0,
                    "Each is searched anew on its own balanced world, from the formula's start."};
  if (of_war) table.columns.push_back(percent_column("by the others' rates", 3, true));
  table.columns.push_back(rate_column("mean rate", 1));
  table.columns.push_back(text_column("certified"));
  for (const RateCase& one : cases)
    for (std::size_t p = 0; p < players.size(); ++p) {
      const bool told = one.certified && p < one.gain_pct.size();
      std::vector<ReportCell> row = {one.name, players[p].name,
                                     told ? ReportCell(one.gain_pct[p]) : ReportCell()};
      if (of_war) row.push_back(told ? cell(one.others_pct[p]) : ReportCell());
      row.push_back(told ? ReportCell(one.mean_rate[p]) : ReportCell());
      row.emplace_back(std::string(one.certified ? "yes" : "NO"));
      table.rows.push_back(std::move(row));
    }
  return table;
}

}  // namespace leeway
