#include "leeway/output/game_offers_report.h"

#include <algorithm>

#include <fmt/format.h>

#include "leeway/output/cells.h"
#include "leeway/output/format.h"
#include "leeway/output/range_words.h"
#include "leeway/strategy/best_response.h"

namespace leeway {

namespace {

constexpr int offer_decimals = 4;

const std::string& player_name(const PolicyGame& g, std::size_t player) {
  return g.inputs.file.players[player].name;
}
const std::string& play_of(const PolicyGame& g, std::size_t player, std::size_t action) {
  return g.game.players()[player].actions[action];
}

/// Over more than one case; else low and high say nothing.
bool told_over_sets(const PolicyGame& g) { return g.inputs.range != RangeKind::none && !g.cases.empty(); }

void add_offer_columns(ReportTable& table, bool with_range, ReportColumn column) {
  const auto end = [&column](const char* title) {
    ReportColumn c = column;
    c.title = title;
    return c;
  };
  table.columns.push_back(column);
  if (!with_range) return;
  table.columns.push_back(end("low"));
  table.columns.push_back(end("high"));
}

/// A figure of the centre alone has no low and high.
void add_offer_cells(std::vector<ReportCell>& row, bool with_range, const Range& r) {
  row.emplace_back(r.central);
  if (!with_range) return;
  const bool alone = r.cases.of < 2;
  row.insert(row.end(),
             {alone ? ReportCell() : ReportCell(r.low), alone ? ReportCell() : ReportCell(r.high)});
}

ReportTable joint_table(const PolicyGame& g) {
  const bool with_range = told_over_sets(g);
  ReportTable table{"joint",
                    "If all who have an action take it",
                    {text_column("action", 24), text_column("player", 26), text_column("takes it")},
                    {},
                    0,
                    "Everyone else at its first action; change over all at theirs, expected over the types, "
                    "without declared stakes. Money: of real income, a year."};
  add_offer_columns(table, with_range, percent_column("change", offer_decimals, true));
  add_offer_columns(table, with_range, money_column("change", true));
  for (const JointAction& j : g.offers.joint)
    for (std::size_t p = 0; p < g.game.size(); ++p) {
      const bool takes = std::find(j.takers.begin(), j.takers.end(), p) != j.takers.end();
      std::vector<ReportCell> row = {j.action, player_name(g, p), std::string(takes ? "yes" : "")};
      add_offer_cells(row, with_range, j.percent[p]);
      add_offer_cells(row, with_range, j.musd[p]);
      table.rows.push_back(std::move(row));
    }
  return table;
}

ReportTable offer_price_table(const PolicyGame& g) {
  const bool with_range = told_over_sets(g);
  ReportTable table{
      "prices",
      "What it would take",
      {text_column("player", 26), text_column("action", 24), text_column("the others"),
       text_column("takes it")},
      {},
      0,
      "What has to be added for the action to be as good as the best other one, named at the end: a stake in "
      "percent of real income, or a payment a year; below zero it is taken as it is. The others are at their "
      "first action, or all who have the action take it. A payment's own effect on prices is left out."};
  add_offer_columns(table, with_range, percent_column("lacks", offer_decimals, true));
  add_offer_columns(table, with_range, money_column("lacks", true));
  table.columns.push_back(text_column("rather", 24));
  for (const ActionPrice& price : g.offers.prices) {
    std::vector<ReportCell> row = {player_name(g, price.player), play_of(g, price.player, price.action),
                                   std::string(price.in_company ? "take it too" : "at their first"),
                                   std::string(price.percent.central < 0.0 ? "yes" : "no")};
    add_offer_cells(row, with_range, price.percent);
    add_offer_cells(row, with_range, price.musd);
    row.emplace_back(play_of(g, price.player, price.instead));
    table.rows.push_back(std::move(row));
  }
  return table;
}

ReportTable brings_table(const PolicyGame& g) {
  ReportTable table{"brings",
                    "What each act brings, alone, to everyone",
                    {text_column("player", 26), text_column("action", 24)},
                    {},
                    0,
                    "USD million a year over the player's first action, all others at theirs, central case, "
                    "without declared stakes."};
  for (std::size_t q = 0; q < g.game.size(); ++q)
    table.columns.push_back(money_column(g.inputs.file.players[q].id, true));
  for (const ActionPrice& price : g.offers.prices) {
    if (price.in_company) continue;
    std::vector<ReportCell> row = {player_name(g, price.player), play_of(g, price.player, price.action)};
    for (const Range& r : price.brings) row.emplace_back(r.central);
    table.rows.push_back(std::move(row));
  }
  return table;
}

std::string ground_name(const GameScenarioOutcome& s) { return s.name.empty() ? "as things are" : s.name; }

ReportTable scenario_table(const PolicyGame& g) {
  const bool with_range = told_over_sets(g);
  ReportTable table{"scenarios",
                    "Other ground: what a scenario does to each",
                    {text_column("scenario", 40), text_column("player", 26)},
                    {},
                    0,
                    "All at their first action; change over things as they are."};
  add_offer_columns(table, with_range, percent_column("change", offer_decimals, true));
  add_offer_columns(table, with_range, money_column("change", true));
  for (const GameScenarioOutcome& s : g.offers.scenarios)
    for (std::size_t p = 0; p < s.percent.size() && !s.name.empty(); ++p) {
      std::vector<ReportCell> row = {s.name, player_name(g, p)};
      add_offer_cells(row, with_range, s.percent[p]);
      add_offer_cells(row, with_range, s.musd[p]);
      table.rows.push_back(std::move(row));
    }
  return table;
}

ReportTable ground_table(const PolicyGame& g) {
  const bool with_range = told_over_sets(g);
  const bool two = g.inputs.file.types.size() == 2;
  ReportTable table{"on_other_ground",
                    "Other ground: what each act brings there",
                    {text_column("scenario", 40), text_column("player", 26), text_column("action", 24)},
                    {},
                    0,
                    "Over the player's first action, all others at theirs, with the stakes that count."};
  add_offer_columns(table, with_range, percent_column("change", offer_decimals, true));
  if (two) {
    add_offer_columns(table, with_range, text_column("leeway"));
    table.note += " Leeway: how likely the harsher type may be before the action stops paying.";
  }
  for (const GameScenarioOutcome& s : g.offers.scenarios)
    for (const ScenarioChoice& c : s.choices) {
      std::vector<ReportCell> row = {ground_name(s), player_name(g, c.player),
                                     play_of(g, c.player, c.action)};
      add_offer_cells(row, with_range, c.percent);
      if (two) {
        row.emplace_back(c.leeway ? probability(c.leeway->central) : std::string());
        if (with_range)
          row.insert(row.end(), {ReportCell(c.leeway ? probability(c.leeway->low) : std::string()),
                                 ReportCell(c.leeway ? probability(c.leeway->high) : std::string())});
      }
      table.rows.push_back(std::move(row));
    }
  return table;
}

ReportTable hazard_table(const PolicyGame& g) {
  ReportTable table{
      "hazards",
      "What it is worth to be sure that a scenario does not come",
      {text_column("scenario", 40), text_column("player", 26)},
      {},
      0,
      fmt::format("USD million a year, by the chance that a year brings it and nothing undoes it, at {} a "
                  "year, the coming year free of it; central case. The same sum, once, is what a year's "
                  "delay of that chance is worth. Below zero the player would rather have it.",
                  percent_size(100.0 * game_discount))};
  for (const GameScenarioOutcome& s : g.offers.scenarios) {
    if (s.hazards.empty()) continue;
    if (table.rows.empty())
      for (const GameHazard& h : s.hazards)
        table.columns.push_back(money_column(probability(h.hazard) + " a year", true));
    for (std::size_t p = 0; p < g.game.size(); ++p) {
      std::vector<ReportCell> row = {s.name, player_name(g, p)};
      for (const GameHazard& h : s.hazards) row.emplace_back(h.worth_musd[p].central);
      table.rows.push_back(std::move(row));
    }
  }
  return table;
}

ReportTable stake_table(const PolicyGame& g) {
  ReportTable table{
      "stakes",
      "Who takes an action as a declared stake on it rises",
      {text_column("action", 24), percent_column("stake", offer_decimals), text_column("player", 26),
       text_column("changes from", 24), text_column("to", 24), number_column("who take it", "")},
      {},
      0,
      "The stake, in percent of real income and the same for all, is what the action would have to be worth "
      "beside the economics, such as security; nothing measures it. From all at their first action players "
      "reply until nobody gains, then the stake rises to where the next one changes. Payoffs of the table."};
  for (const StakeCurve& curve : g.stakes)
    for (const StakeStep& step : curve.steps)
      table.rows.push_back({curve.action, step.stake, player_name(g, step.player),
                            play_of(g, step.player, step.from), play_of(g, step.player, step.to),
                            double(step.takers)});
  return table;
}

CurveChart stake_chart(const StakeCurve& curve) {
  constexpr int points = 57;
  CurveChart chart;
  chart.id = "stakes";
  chart.title = fmt::format("Share of those who can that \"{}\", by the stake on it", curve.action);
  chart.across = "declared stake, % of real income";
  chart.up = "share who take it";
  Curve share{curve.action, {}};
  const double most = 1.05 * curve.steps.back().stake;
  for (int i = 0; i < points; ++i) {
    const double stake = most * i / (points - 1);
    std::size_t takers = 0;
    for (const StakeStep& step : curve.steps)
      if (step.stake <= stake) takers = step.takers;
    chart.x.push_back(0.01 * stake);
    share.values.push_back(static_cast<double>(takers) / static_cast<double>(curve.players.size()));
  }
  chart.curves.push_back(std::move(share));
  return chart;
}

std::string joint_sentence(const PolicyGame& g, const JointAction& j) {
  std::string text = fmt::format("If all {} who can \"{}\", the group {}", j.takers.size(), j.action,
                                 gain_words(j.takers_musd.central, j.takers_musd.low, j.takers_musd.high));
  text += " a year";
  double sum = 0.0;
  std::vector<std::string> names;
  for (const ActionPrice& price : g.offers.prices)
    if (price.in_company && play_of(g, price.player, price.action) == j.action &&
        price.percent.central > kCertifiedPct) {
      sum += price.musd.central;
      names.push_back(in_sentence(player_name(g, price.player)));
    }
  if (names.empty()) return text + ", and nobody does better by leaving.";
  return text + fmt::format("; better off by leaving: {} (USD a year that would keep all of them: {}).",
                            joined(names), money_words(sum));
}

std::string price_sentence(const PolicyGame& g, const JointAction& j) {
  std::vector<const ActionPrice*> prices;
  for (const ActionPrice& price : g.offers.prices)
    if (!price.in_company && play_of(g, price.player, price.action) == j.action) prices.push_back(&price);
  std::stable_sort(prices.begin(), prices.end(), [](const ActionPrice* a, const ActionPrice* b) {
    return a->musd.central < b->musd.central;
  });
  std::vector<std::string> words;
  for (const ActionPrice* price : prices) {
    const std::string name = in_sentence(player_name(g, price->player));
    words.push_back(price->percent.central <= kCertifiedPct
                        ? fmt::format("{} nothing", name)
                        : fmt::format("{} {}", name, money_words(price->musd.central)));
  }
  return fmt::format("What each alone lacks to \"{}\", a year: {}.", j.action, joined(words));
}

class LongRows {
 public:
  LongRows(const PolicyGame& g, const World& world, Report& report) : g_(g), world_(world), report_(report) {}

  void add(const std::string& scenario, std::size_t player, const std::string& partner,
           const std::string& variable, const char* unit, const Range& r) {
    put(scenario, player, partner, variable, unit, "central", r.central);
    if (r.cases.of < 2) return;
    put(scenario, player, partner, variable, unit, "low", r.low);
    put(scenario, player, partner, variable, unit, "high", r.high);
  }
  void put(const std::string& scenario, std::size_t player, const std::string& partner,
           const std::string& variable, const char* unit, const char* statistic, double value) {
    report_.rows.push_back({report_.run_id, scenario, g_.inputs.file.players[player].id, partner, "",
                            variable, unit, world_.base_year, statistic, value});
  }

 private:
  const PolicyGame& g_;
  const World& world_;
  Report& report_;
};

void add_offer_rows(const World& world, const PolicyGame& g, Report& report) {
  LongRows rows(g, world, report);
  for (const JointAction& j : g.offers.joint)
    for (std::size_t p = 0; p < g.game.size(); ++p) {
      rows.add("all " + j.action, p, "", "change_pct", "percent", j.percent[p]);
      rows.add("all " + j.action, p, "", "change_musd", "USD million", j.musd[p]);
    }
  for (const ActionPrice& price : g.offers.prices) {
    const std::string name =
        play_of(g, price.player, price.action) + (price.in_company ? " in company" : " alone");
    rows.add(name, price.player, "", "lacks_pct", "percent", price.percent);
    rows.add(name, price.player, "", "lacks_musd", "USD million", price.musd);
    for (std::size_t q = 0; q < price.brings.size(); ++q)
      rows.add(name, price.player, g.inputs.file.players[q].id, "brings_musd", "USD million",
               price.brings[q]);
  }
  for (const GameScenarioOutcome& s : g.offers.scenarios) {
    for (std::size_t p = 0; p < s.percent.size() && !s.name.empty(); ++p) {
      rows.add(s.name, p, "", "change_pct", "percent", s.percent[p]);
      rows.add(s.name, p, "", "change_musd", "USD million", s.musd[p]);
    }
    for (const ScenarioChoice& c : s.choices) {
      const std::string name = fmt::format("{} in {}", play_of(g, c.player, c.action), ground_name(s));
      rows.add(name, c.player, "", "change_pct", "percent", c.percent);
      if (c.leeway) rows.add(name, c.player, "", "leeway", "decimal", *c.leeway);
    }
  }
  for (const StakeCurve& curve : g.stakes)
    for (const StakeStep& step : curve.steps)
      rows.put(fmt::format("stake on {}, {} take it", curve.action, step.takers), step.player, "",
               "stake_pct", "percent", play_of(g, step.player, step.to).c_str(), step.stake);
}

}  // namespace

void add_offers(const World& world, const PolicyGame& g, Report& report, std::vector<ReportTable>& tables) {
  const GameOffers& offers = g.offers;
  for (const JointAction& j : offers.joint) {
    report.lead.push_back(joint_sentence(g, j));
    report.lead.push_back(price_sentence(g, j));
  }
  if (!offers.joint.empty()) tables.push_back(joint_table(g));
  if (!offers.prices.empty()) {
    tables.push_back(offer_price_table(g));
    tables.push_back(brings_table(g));
  }
  if (!offers.scenarios.empty()) {
    tables.push_back(scenario_table(g));
    tables.push_back(ground_table(g));
    ReportTable table = hazard_table(g);
    if (!table.rows.empty()) tables.push_back(std::move(table));
  }
  if (std::any_of(g.stakes.begin(), g.stakes.end(), [](const StakeCurve& c) { return !c.steps.empty(); }))
    tables.push_back(stake_table(g));
  for (const StakeCurve& curve : g.stakes) {
    if (!curve.steps.empty() && curve.steps.back().stake > 0.0) report.curves.push_back(stake_chart(curve));
    if (!curve.settled)
      report.notes.push_back(fmt::format(
          "Replies did not come to rest as the stake on \"{}\" rose; its curve ends there.", curve.action));
  }
  for (const JointAction& j : offers.joint)
    if (!j.exact)
      report.notes.push_back(
          fmt::format("All who \"{}\" together are told from the expanded payoffs: too many "
                      "situations to solve anew.",
                      j.action));
  for (const GameScenarioOutcome& s : offers.scenarios)
    if (!s.failures.empty())
      report.warnings.push_back(fmt::format("no figures on \"{}\": an equilibrium did not certify ({})",
                                            s.name, s.failures.front().measures));
  add_offer_rows(world, g, report);
}

}  // namespace leeway
