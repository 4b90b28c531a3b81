#include "leeway/output/rate_words.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "leeway/base/index.h"
#include "leeway/output/format.h"
#include "leeway/output/policy_words.h"

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
      return "one rate on all partners and goods";
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

void add_rate_ground(Report& report, const RateGround& asked, const BalancedWorld& ground) {
  report.as_of = asked.as_of;
  report.known_by = asked.known_by;
  report.certificates.emplace_back("world without imbalances", ground.purge);
  if (!ground.world) return;
  report.world = ground.world.get();
  report.assumptions = assumptions_of(ground.options, *ground.world);
  report.assumptions.push_back(
      {"bounds", fmt::format("{} to {}", rate_words(asked.choice.lowest), rate_words(asked.choice.highest)),
       "above -100%", "of every free rate; rates at a bound are counted"});
  for (const AppliedMeasure& applied : ground.policy.applied) report.sources.push_back(source_line(applied));
  add_warnings(report.warnings, ground.policy.warnings);
}

ReportTable rate_case_table(const std::vector<RateCase>& cases, const std::vector<Player>& players,
                            const std::string& gain) {
  ReportTable table{"cases",
                    "Other ways of seeing the world",
                    {text_column("case"), text_column("player"), percent_column(gain, 3, true),
                     rate_column("mean rate", 1), text_column("certified")},
                    {},
                    0,
                    "Each is searched anew on its own balanced world, from the formula's start."};
  for (const RateCase& one : cases)
    for (std::size_t p = 0; p < players.size(); ++p) {
      const bool told = one.certified && p < one.gain_pct.size();
      table.rows.push_back({one.name, players[p].name, told ? ReportCell(one.gain_pct[p]) : ReportCell(),
                            told ? ReportCell(one.mean_rate[p]) : ReportCell(),
                            std::string(one.certified ? "yes" : "NO")});
    }
  return table;
}

}  // namespace leeway
