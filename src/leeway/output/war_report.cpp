#include <algorithm>

#include <fmt/format.h>

#include "leeway/analysis/comparison.h"
#include "leeway/base/text.h"
#include "leeway/output/cells.h"
#include "leeway/output/failure_report.h"
#include "leeway/output/format.h"
#include "leeway/output/range_words.h"
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
      "rates. Central case."};
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

Range income_ends(const Warred& warred, std::size_t p) {
  return ends_over(warred.cases, warred.war->players[p].real_income_pct,
                   [p](const RateCase& one) { return one.gain_pct[p]; });
}
/// Of what its own best rates bring; nothing where the centre has no figure, as of the next two.
std::optional<Range> alone_ends(const Warred& warred, std::size_t p) {
  const std::optional<double> central = warred.war->players[p].alone_pct;
  if (!central) return std::nullopt;
  return ends_over(warred.cases, *central, [p](const RateCase& one) {
    return one.others_pct[p] ? std::optional(one.gain_pct[p] - *one.others_pct[p]) : std::nullopt;
  });
}
std::optional<Range> flat_ends(const Warred& warred, std::size_t p) {
  const std::optional<double> central = warred.war->players[p].flat_pct;
  if (!central) return std::nullopt;
  return ends_over(warred.cases, *central, [p](const RateCase& one) { return one.flat_pct[p]; });
}
std::optional<Range> others_ends(const Warred& warred, std::size_t p) {
  const std::optional<double> central = warred.war->players[p].others_pct();
  if (!central) return std::nullopt;
  return ends_over(warred.cases, *central, [p](const RateCase& one) { return one.others_pct[p]; });
}

bool is_loss(const Range& ends) { return ends.high < -no_change_pct; }

/// "2 of 3 players lose", and of how many the range leaves it open.
std::string losers_words(const std::vector<Range>& ends) {
  const auto lose = std::count_if(ends.begin(), ends.end(), is_loss);
  const auto open =
      std::count_if(ends.begin(), ends.end(), [](const Range& r) { return r.both_signs(no_change_pct); });
  return fmt::format("{} of {} players lose{}", lose, ends.size(),
                     open > 0 ? fmt::format(" (of {} the sign is not identified)", open) : "");
}

std::string money_ends_words(const Range& r) { return gain_words(r.central, r.low, r.high); }

/// "a passive world of 79 economies loses USD 12 bn (USD 10 bn to 15 bn)".
std::string passive_words(const Warred& warred) {
  const War& war = *warred.war;
  return fmt::format("a passive world of {} {}", counted(static_cast<std::size_t>(war.passive), "economy"),
                     money_ends_words(ends_over(warred.cases, war.passive_musd,
                                                [](const RateCase& one) { return one.passive_musd; })));
}

/// In how many of the cases that certified players levy less than is in force, the centre counted.
CaseCount lowering_cases(const Warred& warred) {
  CaseCount count{warred.war->lowers() ? 1 : 0, 1};
  for (const RateCase& one : warred.cases) {
    if (!one.certified) continue;
    ++count.of;
    count.certified += one.lowers ? 1 : 0;
  }
  return count;
}

/// What is called a war may be a truce: rates below those in force.
std::string lower_sentence(const Warred& warred, const World& world) {
  const War& war = *warred.war;
  if (!war.lowers()) return "";
  std::vector<std::string> words;
  for (const WarPlayer& p : war.players)
    words.push_back(fmt::format("{} {} in the place of {}", player_words(world, p.player),
                                rate_words(*p.mean_tariff), rate_words(p.mean_standing)));
  const CaseCount count = lowering_cases(warred);
  if (!count.all())
    return fmt::format(
        "In the central case all levy less than the policy in force has them levy ({}), which would be "
        "de-escalation and not war; so it is in {} of {} cases, and is not identified.",
        fmt::join(words, ", "), count.certified, count.of);
  return fmt::format(
      "All levy less than the policy in force has them levy ({}): what they gain is de-escalation, not war.",
      fmt::join(words, ", "));
}

/// That players end above the policy in force is no gain from warring where others pay and do not answer: it
/// is never said without what the players do to each other and what the passive lose.
std::string headline_of(const Warred& warred) {
  const War& war = *warred.war;
  std::vector<Range> income;
  std::vector<Range> others;
  for (std::size_t p = 0; p < war.players.size(); ++p) {
    income.push_back(income_ends(warred, p));
    if (const std::optional<Range> by_others = others_ends(warred, p)) others.push_back(*by_others);
  }
  const std::string war_of =
      fmt::format("A war of {} with {}{}", war.players.size(), kinds_words(warred.inputs.choice),
                  warred.inputs.choice.among_players ? " on one another's goods" : "") +
      (war.lowers() && lowering_cases(warred).all() ? ", all of it below the rates in force" : "");
  const std::string note = centre_note(warred.cases, *warred.ground.world);
  if (std::all_of(income.begin(), income.end(), is_loss) || war.passive == 0)
    return fmt::format("{}: {} real income, the world {} a year{}", war_of, losers_words(income),
                       money_ends_words(ends_over(warred.cases, war.world_musd,
                                                  [](const RateCase& one) { return one.world_musd; })),
                       note);
  if (others.size() < income.size())
    return fmt::format("{}: {} real income, while {} a year{}", war_of, losers_words(income),
                       passive_words(warred), note);
  return fmt::format("{}: {} by one another's rates; against the policy in force {}, while {} a year{}",
                     war_of, losers_words(others), losers_words(income), passive_words(warred), note);
}

/// What flat rates of today's means are, for a player.
const char* flat_words(const RateChoice& choice) {
  return choice.each == EachRate::uniform ? "one flat rate in the place of today's"
                                          : "flat rates in the place of today's";
}

/// What each player's own rates bring and what the others' do, a sentence each or the ends of all.
std::vector<std::string> part_sentences(const Warred& warred) {
  constexpr std::size_t most = 4;
  const War& war = *warred.war;
  std::vector<std::string> said;
  if (war.players.size() > most) return said;
  for (std::size_t at = 0; at < war.players.size(); ++at) {
    const WarPlayer& p = war.players[at];
    const std::string who = capitalised(player_words(*warred.ground.world, p.player));
    said.push_back(
        p.alone_pct ? fmt::format("{}: {} of real income by its own best rates while the others keep "
                                  "theirs ({} by {} alone), {} by the others' rates, {} together.",
                                  who, ends_words(*alone_ends(warred, at)),
                                  ends_words(*flat_ends(warred, at)), flat_words(war.choice),
                                  ends_words(*others_ends(warred, at)), ends_words(income_ends(warred, at)))
                    : fmt::format("{}: what its own rates bring is not told apart from what the others' "
                                  "do: the search has no certificate.",
                                  who));
  }
  return said;
}

std::string bound_sentence(const War& war) {
  if (war.passive == 0) return "";
  return war.choice.among_players
             ? fmt::format("Goods of the {} that are passive pay what is in force.",
                           counted(static_cast<std::size_t>(war.passive), "economy"))
             : fmt::format(
                   "What a player gains by its own rates it gains of all its partners, and {} of "
                   "them do not answer: that is no gain from the war. On request --partners players "
                   "lets the players tax one another's goods alone.",
                   war.passive);
}

ReportTable part_table(const Warred& warred) {
  const War& war = *warred.war;
  ReportTable table{
      "parts",
      "What its own rates bring a player, and what the others' do",
      {text_column("player", 30), percent_column("made flat", 3, true),
       percent_column("own best rates alone", 3, true), rate_column("mean rate alone", 2),
       percent_column("the others' rates", 3, true), percent_column("at war", 3, true)},
      {},
      0,
      "Of real income, against the policy in force. Made flat: its rates at their means today, all else as "
      "it is; a part of the next. The others' rates: what the war leaves of its own best rates, its own "
      "answer among it."};
  const bool ranged = !warred.cases.empty();
  if (ranged) {
    table.columns.push_back(percent_column("the others', low", 3, true));
    table.columns.push_back(percent_column("high", 3, true));
  }
  for (std::size_t p = 0; p < war.players.size(); ++p) {
    const WarPlayer& one = war.players[p];
    std::vector<ReportCell> row = {
        one.player.name,        cell(one.flat_pct),
        cell(one.alone_pct),    one.alone_pct ? ReportCell(one.alone_rate) : ReportCell(),
        cell(one.others_pct()), one.real_income_pct};
    if (ranged) {
      const std::optional<Range> ends = others_ends(warred, p);
      row.push_back(ends ? ReportCell(ends->low) : ReportCell());
      row.push_back(ends ? ReportCell(ends->high) : ReportCell());
    }
    table.rows.push_back(std::move(row));
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
  const WarInputs& inputs = warred.inputs;
  Report report = rate_report("war", warred.run_id, inputs, warred.ground, "tariff war");
  if (!warred.war) return report;
  const World& world = *warred.ground.world;
  const War& war = *warred.war;
  add_rate_certificates(report, war.status_quo, war.certified() ? "war" : "where the iteration ended",
                        war.outcome);
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
  std::size_t most = 0;
  std::size_t least = 0;
  for (std::size_t p = 0; p < war.players.size(); ++p) {
    if (war.players[p].real_income_pct > war.players[most].real_income_pct) most = p;
    if (war.players[p].real_income_pct < war.players[least].real_income_pct) least = p;
  }
  report.headline = headline_of(warred);
  if (std::string lower = lower_sentence(warred, world); !lower.empty())
    report.lead.push_back(std::move(lower));
  for (std::string& sentence : part_sentences(warred)) report.lead.push_back(std::move(sentence));
  if (std::string bound = bound_sentence(war); !bound.empty()) report.lead.push_back(std::move(bound));
  report.lead.push_back(rate_caveats(true));
  if (war.players.size() > 1)
    report.lead.push_back(fmt::format("Best off is {} with {}, worst off {} with {} of real income; {}.",
                                      player_words(world, war.players[most].player),
                                      ends_words(income_ends(warred, most)),
                                      player_words(world, war.players[least].player),
                                      ends_words(income_ends(warred, least)), each_words(inputs.choice)));
  report.lead.push_back(rate_range_words(inputs.range, warred.cases, world));
  report.lead.push_back(certificate_words(war, inputs.settings.random_starts));
  report.lead.push_back(balanced_words(warred.ground, world.base_year));
  report.tables.push_back(player_table(war));
  report.tables.push_back(part_table(warred));
  add_bargains(report, war);
  std::vector<Player> players;
  for (const WarPlayer& p : war.players) players.push_back(p.player);
  if (inputs.choice.each != EachRate::uniform)
    report.tables.push_back(rate_table(world, war.rates, players, war.nash, {}, top));
  const Comparison compared = compare(world, before, after);
  report.tables.push_back(economy_table(compared, warred.everyone ? &*warred.everyone : nullptr,
                                        "Who gains, who pays, against the policy in force",
                                        {{}, top, false}));
  report.tables.push_back(regret_table(war));
  if (!warred.cases.empty()) report.tables.push_back(rate_case_table(warred.cases, players, "real income"));
  return report;
}

}  // namespace leeway
