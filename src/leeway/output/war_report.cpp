#include <algorithm>

#include <fmt/format.h>

#include "leeway/analysis/comparison.h"
#include "leeway/output/cells.h"
#include "leeway/output/failure_report.h"
#include "leeway/output/format.h"
#include "leeway/output/rate_words.h"
#include "leeway/output/solve_report.h"

namespace leeway {

namespace {

ReportTable player_table(const War& war) {
  ReportTable table{
      "players",
      "Who sets what, and what the war does to them",
      {text_column("player", 30), rate_column("in force"), rate_column("tariff", 2),
       rate_column("export tax", 2), rate_column("lowest", 1), rate_column("highest", 1),
       number_column("rates", ""), percent_column("real income", 3, true),
       money_column("equivalent variation", true)},
      {},
      0,
      "Means by base-year trade; changes are against the policy in force, members of a bloc together."};
  for (const WarPlayer& p : war.players)
    table.rows.push_back({p.player.name, p.mean_standing, cell(p.mean_tariff), cell(p.mean_export_tax),
                          p.least_rate, p.most_rate, static_cast<double>(p.rates), p.real_income_pct,
                          p.ev_musd});
  return table;
}

const char* found_by(SearchStart from) {
  switch (from) {
    case SearchStart::at_hand:
      return "climb from the war's rates";
    case SearchStart::formula:
      return "climb from the formula";
    case SearchStart::random:
      return "climb from random rates";
    case SearchStart::standing:
      return "flat rates, or its own times a factor";
  }
  return "";
}

ReportTable regret_table(const War& war) {
  ReportTable table{
      "regret",
      "What a player could gain by other rates",
      {text_column("player", 30), text_column("largest gain found, % of real income"),
       text_column("found by", 40), number_column("solves", ""), number_column("without equilibrium", "")},
      {},
      0,
      "Others as they are; exact solves. A lower bound on the largest gain there is: searches can miss."};
  for (const WarPlayer& p : war.players)
    table.rows.push_back({p.player.name, scientific(p.regret_pct),
                          std::string(p.regret_pct > 0.0 ? found_by(p.regret_from) : "none gains"),
                          static_cast<double>(p.trials), static_cast<double>(p.failures)});
  return table;
}

std::string parties_words(const War& war, const WarBargain& bargain) {
  if (bargain.parties.size() == war.players.size()) return "all players";
  std::string text;
  for (const int p : bargain.parties)
    text += (text.empty() ? "" : " and ") + war.players[static_cast<std::size_t>(p)].player.name;
  return text;
}

ReportTable bargain_table(const War& war) {
  ReportTable table{
      "agreements",
      "Agreements from the war",
      {text_column("between", 40), text_column("player", 30), text_column("party"),
       rate_column("mean rate", 2), percent_column("real income over the war", 3, true)},
      {},
      0,
      "Nash bargaining: the product of the parties' gains over the war is highest; others keep the war's "
      "rates."};
  for (const WarBargain& bargain : war.bargains) {
    if (!bargain.converged || bargain.gain_pct.empty()) continue;
    for (std::size_t p = 0; p < war.players.size(); ++p) {
      const bool party = std::find(bargain.parties.begin(), bargain.parties.end(), static_cast<int>(p)) !=
                         bargain.parties.end();
      table.rows.push_back({parties_words(war, bargain), war.players[p].player.name,
                            std::string(party ? "yes" : ""), bargain.mean_rate[p], bargain.gain_pct[p]});
    }
  }
  return table;
}

std::string certificate_words(const War& war, int random_starts) {
  int trials = 0;
  for (const WarPlayer& p : war.players) trials += p.trials;
  std::string text = fmt::format(
      "Certificate: no player of {} gains more than {}% of real income by any deviation that exact searches "
      "found ({} "
      "solves: climbs from the war, from the formula and from {} random starts, flat rates from 0 to 500%, "
      "its own times "
      "0 to 3). That is a lower bound on the largest gain there is; below {}% a war is called certified",
      war.players.size(), scientific(war.regret_pct), trials, random_starts, scientific(kCertifiedPct));
  if (war.other_start_gap)
    text += fmt::format(". From no tariffs the iteration ends at the same rates within {} points",
                        scientific(100.0 * *war.other_start_gap));
  return text + ".";
}

void add_bargains(Report& report, const War& war) {
  for (const WarBargain& bargain : war.bargains) {
    const std::string who = parties_words(war, bargain);
    if (bargain.outcome) report.certificates.emplace_back("agreement of " + who, bargain.outcome->verdict());
    if (!bargain.outcome)
      report.lead.push_back(fmt::format("No agreement of {} was found that each gains from.", who));
    else if (!bargain.converged)
      report.lead.push_back(fmt::format("The agreement of {} did not converge (gradient {}): it is not told.",
                                        who, scientific(bargain.slope)));
  }
  if (ReportTable table = bargain_table(war); !table.rows.empty()) report.tables.push_back(std::move(table));
}

}  // namespace

Report war_report(const Warred& warred, std::size_t top) {
  Report report;
  report.kind = "war";
  report.run_id = warred.run_id;
  const WarInputs& inputs = warred.inputs;
  add_rate_ground(report, inputs, warred.ground);
  if (!warred.war) {
    report.headline = "No tariff war: the world without its imbalances is not certified";
    add_failures(report);
    return report;
  }
  const World& world = *warred.ground.world;
  const War& war = *warred.war;
  if (war.status_quo) report.certificates.emplace_back("status quo", war.status_quo->verdict());
  if (war.outcome) report.certificates.emplace_back("war", war.outcome->verdict());
  report.answered = war.certified();
  if (!war.certified()) {
    report.headline =
        war.tested ? fmt::format("No tariff war is told: some player gains {}% of real income by other rates",
                                 scientific(war.regret_pct))
                   : "No tariff war is told: its rates were not reached";
    if (war.tested) {
      report.lead.push_back(
          fmt::format("A war is certified below {}%; no rates are printed. The iteration {} after {} steps.",
                      scientific(kCertifiedPct), war.settled ? "settled" : "did not settle", war.iterations));
      report.tables.push_back(regret_table(war));
    }
    add_failures(report);
    return report;
  }
  const Solution& before = war.status_quo->solution();
  const Solution& after = war.outcome->solution();
  int losers = 0;
  const WarPlayer* most = &war.players.front();
  const WarPlayer* least = most;
  for (const WarPlayer& p : war.players) {
    losers += p.real_income_pct < 0.0 ? 1 : 0;
    if (p.real_income_pct > most->real_income_pct) most = &p;
    if (p.real_income_pct < least->real_income_pct) least = &p;
  }
  double world_ev = 0.0;
  for (const double ev : equivalent_variation(before.result, after.result)) world_ev += ev;
  report.headline = fmt::format("A war of {} with {}: {} of {} players lose real income, the world {} a year",
                                war.players.size(), kinds_words(inputs.choice), losers, war.players.size(),
                                money_words(world_ev));
  report.lead.push_back(rate_caveats(true));
  if (war.players.size() > 1)
    report.lead.push_back(fmt::format("Best off is {} with {}, worst off {} with {} of real income; {}.",
                                      player_words(world, most->player), percent_words(most->real_income_pct),
                                      player_words(world, least->player),
                                      percent_words(least->real_income_pct), each_words(inputs.choice)));
  if (!warred.cases.empty()) {
    CaseCount count{1, static_cast<int>(warred.cases.size()) + 1};
    for (const RateCase& one : warred.cases) count.certified += one.certified ? 1 : 0;
    report.lead.push_back(fmt::format("The table of cases has {} of {} ways of seeing the world{}.",
                                      count.certified, count.of,
                                      count.all() ? "" : "; the others did not certify"));
  }
  report.lead.push_back(certificate_words(war, inputs.settings.random_starts));
  report.lead.push_back(balanced_words(warred.ground, world.base_year));
  report.tables.push_back(player_table(war));
  add_bargains(report, war);
  std::vector<Player> players;
  for (const WarPlayer& p : war.players) players.push_back(p.player);
  if (inputs.choice.each != EachRate::uniform)
    report.tables.push_back(rate_table(world, war.rates, players, war.nash, {}, top));
  const Comparison compared = compare(world, before, after);
  report.tables.push_back(economy_table(compared.economies, compared.groups,
                                        "Who gains, who pays, against the policy in force",
                                        {{}, top, false}));
  report.tables.push_back(regret_table(war));
  if (!warred.cases.empty()) report.tables.push_back(rate_case_table(warred.cases, players, "real income"));
  return report;
}

}  // namespace leeway
