#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "leeway/output/failure_report.h"
#include "leeway/output/format.h"
#include "leeway/output/policy_words.h"
#include "leeway/output/rate_words.h"
#include "leeway/policy/measure_toml.h"

namespace leeway {

namespace {

std::string aim_words(const World& world, const Retaliation& r) {
  const std::string on = in_sentence(name_of(world, r.inputs.on));
  switch (r.inputs.aim) {
    case ListAim::own_cost:
      return fmt::format("costs {} least", in_sentence(name_of(world, r.inputs.player)));
    case ListAim::their_loss:
      return fmt::format("costs {} most", on);
    case ListAim::members:
      return fmt::format("costs {} most", in_sentence(name_of(world, r.inputs.hurt)));
    case ListAim::goods:
      return fmt::format("costs makers of {} in {} most", r.inputs.hurt, on);
  }
  return "";
}

std::string list_words(const World& world, const Retaliation& r, const std::string& name) {
  if (name == "best") return fmt::format("the list that {}", aim_words(world, r));
  if (name == "beside") return fmt::format("{}", fmt::join(r.inputs.beside, " and "));
  return "the best list of that worth";
}

/// "costs Norway USD 80 mn", "brings the United States USD 63 mn".
std::string cost_words(double ev_musd, const std::string& whom) {
  return fmt::format("{} {} {}", ev_musd < 0.0 ? "costs" : "brings", whom, money_words(std::abs(ev_musd)));
}

ReportTable score_table(const World& world, const Retaliation& r) {
  const bool aimed = r.inputs.aim == ListAim::goods || r.inputs.aim == ListAim::members;
  ReportTable table{
      "lists",
      "Lists, scored",
      {text_column("list", 60), money_column("trade covered"), money_column("own", true),
       money_column("theirs", true), number_column("theirs over own", "", 2)},
      {},
      0,
      "Equivalent variations a year against the policy in force without any of the lists. Of Measures the "
      "trade covered is their duty on base-year trade over the rate asked for; one of several rates may "
      "differ a little from any of one."};
  if (aimed)
    table.columns.push_back(
        money_column((r.inputs.aim == ListAim::goods ? "value added of " : "of ") + r.inputs.hurt, true));
  for (const ListScore& score : r.scores) {
    std::vector<ReportCell> row = {list_words(world, r, score.name), score.worth_musd};
    if (score.verdict.certified()) {
      row.emplace_back(score.own_ev_musd);
      row.emplace_back(score.their_ev_musd);
      row.push_back(score.own_ev_musd < 0.0 ? ReportCell(score.their_ev_musd / score.own_ev_musd)
                                            : ReportCell());
    } else {
      row.resize(5);
    }
    if (aimed) row.push_back(score.verdict.certified() ? ReportCell(score.aimed_musd) : ReportCell());
    table.rows.push_back(std::move(row));
  }
  return table;
}

ReportTable goods_table(const World& world, const Retaliation& r, std::size_t top) {
  ReportTable table{
      "goods",
      "The list",
      {text_column("goods"), text_column("name", 40), rate_column("covered"), money_column("imports"),
       number_column("own", "USD a 1,000 of trade", 2), number_column("theirs", "USD a 1,000 of trade", 2)},
      {},
      top,
      "Own and theirs: what covering more of a line does to the list, by exact probes; imports of the base "
      "year at "
      "basic prices."};
  std::vector<ListedGoods> goods = r.goods;
  std::stable_sort(goods.begin(), goods.end(),
                   [](const ListedGoods& a, const ListedGoods& b) { return a.score > b.score; });
  for (const ListedGoods& g : goods) {
    const Line& line = world.lines[static_cast<std::size_t>(g.line)];
    table.rows.push_back({line.id, line.name, g.share, g.trade_musd, 1e3 * g.own, 1e3 * g.their});
  }
  return table;
}

}  // namespace

Report retaliation_report(const World& world, const Retaliation& r, std::size_t top) {
  Report report;
  report.kind = "retaliate";
  report.run_id = r.run_id;
  report.world = &world;
  report.as_of = r.inputs.as_of;
  report.known_by = r.inputs.known_by;
  report.assumptions = assumptions_of(r.inputs.options, world);
  add_warnings(report.warnings, r.warnings);
  report.certificates.emplace_back("status quo", r.status_quo);
  for (const ListScore& score : r.scores)
    report.certificates.emplace_back(list_words(world, r, score.name), score.verdict);
  const std::string who = in_sentence(name_of(world, r.inputs.player));
  const std::string on = in_sentence(name_of(world, r.inputs.on));
  if (!r.certified()) {
    report.headline = fmt::format("No list of {} against {}: an equilibrium is not certified", who, on);
    add_failures(report);
    return report;
  }
  const ListScore& best = r.scores.front();
  report.headline =
      fmt::format("{} on {} of goods from {}: the list that {} {} a year and {}{}", rate_words(r.inputs.rate),
                  money_words(best.worth_musd), on, aim_words(world, r), cost_words(best.own_ev_musd, who),
                  cost_words(best.their_ev_musd, on), centre_note({}, world));
  report.lead.push_back(fmt::format(
      "{} buys goods for {} of {} a year. Coverage was moved in {} round{} to where a dollar more does most, "
      "by exact "
      "probes; by the last of them no other list of that worth does better by more than {} (first order).",
      capitalised(who), money_words(r.imports_musd), on, r.rounds, r.rounds == 1 ? "" : "s",
      money_words(std::max(1.0, r.gap_musd))));
  report.lead.push_back(rate_caveats(false));
  report.lead.push_back(
      "Lists are drawn up and scored in the central case alone: the act below, in a scenario, has its range "
      "from `solve`.");
  for (const std::string& id : r.taken_out)
    report.lead.push_back(fmt::format("{} is in force and is taken out to compare.", id));
  report.tables.push_back(score_table(world, r));
  report.tables.push_back(goods_table(world, r, top));
  if (r.measure) report.notes.push_back("The list as an act, for a scenario:\n" + to_toml(*r.measure));
  return report;
}

}  // namespace leeway
