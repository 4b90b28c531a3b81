#include "leeway/output/alignment_report.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "leeway/base/version.h"
#include "leeway/output/cells.h"
#include "leeway/output/format.h"

namespace leeway {

namespace {

constexpr const char* dark_ink = "#1a1a1a";
constexpr const char* light_ink = "#ffffff";

/// Which way trade goes, and which way votes go.
enum Quadrant : std::size_t { usa_usa, chn_usa, usa_chn, chn_chn, is_pole };

std::vector<TileClass> quadrants() {
  return {{"trade and votes with the United States", "#2a6f9f", light_ink},
          {"trade more with China, votes with the United States", "#c5dcee", dark_ink},
          {"trade more with the United States, votes with China", "#f3d3a6", dark_ink},
          {"trade and votes with China", "#b0552f", light_ink},
          {"a pole", dark_ink, light_ink}};
}

std::optional<Quadrant> quadrant_of(const AlignmentRow& row) {
  if (!row.vote_lean) return std::nullopt;
  if (*row.vote_lean >= 0.0) return row.trade_lean >= 0.0 ? usa_usa : chn_usa;
  return row.trade_lean >= 0.0 ? usa_chn : chn_chn;
}

/// Share of pairs of economies that stand in the same order by both, less that of pairs that do not
/// (Kendall's tau-a).
double kendall(const std::vector<const AlignmentRow*>& rows) {
  double sum = 0.0;
  double pairs = 0.0;
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      const double order =
          (rows[i]->trade_lean - rows[j]->trade_lean) * (*rows[i]->vote_lean - *rows[j]->vote_lean);
      sum += order > 0.0 ? 1.0 : order < 0.0 ? -1.0 : 0.0;
      pairs += 1.0;
    }
  return pairs > 0.0 ? sum / pairs : 0.0;
}

TileMap alignment_map(const World& world, const AlignmentTable& table, const std::string& headline) {
  TileMap map;
  map.title = headline;
  map.subtitle = "What economies live on, beside how their governments vote";
  map.legend = "Number: lean of trade, from -100 (China alone) to 100 (the United States alone)";
  map.classes = quadrants();
  map.hatched = "not asked, or no vote";
  map.places = tile_places();
  map.foot = fmt::format("leeway {}, world {}, votes of {} (Bailey, Strezhnev and Voeten 2017), run {}",
                         version(), world.name, table.year, table.run_id);
  for (const Economy& e : world.economies) map.tiles.push_back({e.id, "", e.name + ": not asked", {}});
  const auto tile_of = [&](const std::string& id) {
    return std::find_if(map.tiles.begin(), map.tiles.end(), [&](const Tile& t) { return t.economy == id; });
  };
  for (const char* pole : {"USA", "CHN"})
    if (const auto tile = tile_of(pole); tile != map.tiles.end()) {
      tile->colour = is_pole;
      tile->told = name_of(world, pole);
    }
  std::vector<std::vector<std::string>> told(map.classes.size());
  for (const AlignmentRow& row : table.rows) {
    const auto tile = tile_of(row.economy);
    tile->shown = fmt::format("{:.0f}", 100.0 * row.trade_lean);
    const std::optional<Quadrant> of = quadrant_of(row);
    tile->told = fmt::format("{}: trade {:+.0f}, {}", row.name, 100.0 * row.trade_lean,
                             of ? fmt::format("votes {:+.0f}", 100.0 * *row.vote_lean) : "no vote");
    if (!of) continue;
    tile->colour = *of;
    told[*of].push_back(row.name);
  }
  map.described = map.legend + ".";
  for (std::size_t c = 0; c < told.size(); ++c)
    if (!told[c].empty())
      map.described += fmt::format(" {}: {}.", capitalised(map.classes[c].label), joined(told[c]));
  return map;
}

void add_alignment_rows(Report& report, const World& world, const AlignmentTable& table) {
  for (const AlignmentRow& row : table.rows) {
    const auto add = [&](const char* partner, const char* variable, const char* unit, int year,
                         double value) {
      report.rows.push_back(
          {report.run_id, "", row.economy, partner, "", variable, unit, year, "level", value});
    };
    add("USA", "demand_share", "decimal", world.base_year, row.demand.usa);
    add("CHN", "demand_share", "decimal", world.base_year, row.demand.chn);
    add("USA", "inputs_share", "decimal", world.base_year, row.inputs.usa);
    add("CHN", "inputs_share", "decimal", world.base_year, row.inputs.chn);
    add("", "trade_lean", "index", world.base_year, row.trade_lean);
    if (!row.distance) continue;
    add("USA", "vote_distance", "ideal points", table.year, row.distance->usa);
    add("CHN", "vote_distance", "ideal points", table.year, row.distance->chn);
    add("", "vote_lean", "index", table.year, *row.vote_lean);
  }
}

}  // namespace

DrawnReport alignment_report(const World& world, const AlignmentTable& table, std::size_t top) {
  DrawnReport drawn;
  Report& report = drawn.report;
  report.kind = "exposure alignment";
  report.world = &world;
  report.run_id = table.run_id;
  std::vector<const AlignmentRow*> voters;
  std::size_t apart = 0;
  for (const AlignmentRow& row : table.rows) {
    if (!row.vote_lean) continue;
    voters.push_back(&row);
    const Quadrant of = *quadrant_of(row);
    apart += of == chn_usa || of == usa_chn ? 1 : 0;
  }
  report.headline =
      voters.empty() ? "No votes are on record for any of them"
                     : fmt::format("{} of {} economies trade more with one pole and vote nearer to the other",
                                   apart, voters.size());
  if (voters.size() > 2)
    report.lead.push_back(fmt::format(
        "The order of economies by trade and by votes agrees with a Kendall correlation of {:.2f} "
        "(1: the same order, 0: unrelated, -1: the reverse).",
        kendall(voters)));
  ReportTable rows{
      "alignment",
      "Exposure against alignment",
      {text_column("economy"), text_column("name", 26), rate_column("demand USA"), rate_column("demand CHN"),
       rate_column("inputs USA"), rate_column("inputs CHN"), number_column("trade leans", "", 2),
       number_column("votes from USA", "", 2), number_column("votes from CHN", "", 2),
       number_column("votes lean", "", 2)},
      {},
      top,
      fmt::format(
          "Demand: share of value added that final use there pays; inputs: share of the value of materials "
          "that is earned there, both through all tiers, world's tables. Votes from: distance of ideal "
          "points of {}. Leans: from -1 (China) to 1 (United States), of trade (a - b) / (a + b) of the "
          "shares, of votes by nearness. In the order of the trade that leans most to China.",
          table.year)};
  std::vector<const AlignmentRow*> order;
  for (const AlignmentRow& row : table.rows) order.push_back(&row);
  std::stable_sort(order.begin(), order.end(), [](const AlignmentRow* a, const AlignmentRow* b) {
    return a->trade_lean < b->trade_lean;
  });
  for (const AlignmentRow* row : order) {
    const auto distance = [&](double PolePair::*pole) {
      return row->distance ? ReportCell((*row->distance).*pole) : ReportCell();
    };
    rows.rows.push_back({row->economy, row->name, row->demand.usa, row->demand.chn, row->inputs.usa,
                         row->inputs.chn, row->trade_lean, distance(&PolePair::usa), distance(&PolePair::chn),
                         cell(row->vote_lean)});
  }
  report.tables.push_back(std::move(rows));
  report.notes.push_back(
      "Votes are context: they enter no payoff, and no money is in them. Bailey, Strezhnev and Voeten "
      "(2017), Journal "
      "of Conflict Resolution 61(2): 430-456, estimates of July 2025; one dimension that they read as "
      "nearness to the "
      "order led by the United States. Votes are cheap and say nothing of alliances, trade or what a "
      "government would "
      "do. What security would have to be worth for a choice to turn: leeway play, table \"stakes\".");
  add_alignment_rows(report, world, table);
  if (!table.rows.empty()) drawn.map = alignment_map(world, table, report.headline);
  return drawn;
}

}  // namespace leeway
