#include "leeway/output/room_map.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "leeway/base/version.h"
#include "leeway/output/format.h"
#include "leeway/output/move_words.h"
#include "leeway/output/room_words.h"

namespace leeway {

namespace {

constexpr const char* dark = "#1a1a1a";
constexpr const char* light = "#ffffff";

// From one side of the scale to the other; a gain of open sign stands apart, and so does who threatens.
enum Class : std::size_t { never, unsure, least, unsure_punished = least + 5, always, threatens };
constexpr std::array<double, 5> steps = {0.02, 0.10, 0.20, 0.40,
                                         1.0};  ///< upper ends of the classes from `least` on

std::vector<TileClass> classes() {
  return {{"does not pay even unpunished", "#8c2d19", light},
          {"whether it pays even unpunished is not identified or too small to tell", "#f3e3b3", dark},
          {"below 2%", "#e8f1f8", dark},
          {"2 to 10%", "#c5dcee", dark},
          {"10 to 20%", "#93bddb", dark},
          {"20 to 40%", "#5c9cc7", dark},
          {"40 to below 100%", "#2a6f9f", light},
          {"whether it pays even punished is not identified", "#d8c8e6", dark},
          {"pays even punished", "#123f5c", light},
          {"threatens", dark, light}};
}

std::size_t class_of(const RoomRow& row) {
  const Leeway& l = *row.leeway;
  switch (claim_of(l, row.gain_musd, row.loss_musd)) {
    case LeewayClaim::no_move:
    case LeewayClaim::never:
      return never;
    case LeewayClaim::unpunished_open:
    case LeewayClaim::unpunished_little:
      return unsure;
    case LeewayClaim::punished_open:
    case LeewayClaim::punished_centrally:
      return unsure_punished;
    case LeewayClaim::always:
      return always;
    case LeewayClaim::room:
      break;
  }
  const auto* step = std::upper_bound(steps.begin(), steps.end(), l.central.p_star);
  return least + std::min(static_cast<std::size_t>(step - steps.begin()), steps.size() - 1);
}

/// In the few characters that a tile has room for.
std::string short_percent(double p) {
  return fmt::format("{:.{}f}%", 100.0 * p, p > 0.0 && p < 0.0995 ? 1 : 0);
}

std::string shown(const RoomRow& row, std::size_t of_class) {
  const Leeway& l = *row.leeway;
  if (of_class == unsure || of_class == unsure_punished)
    return fmt::format("{:.0f}–{:.0f}%", 100.0 * l.low, 100.0 * l.high);
  return short_percent(l.central.p_star);
}

std::string figure(const RoomRow& row) {
  const Leeway& l = *row.leeway;
  if (l.low == l.high) return probability(l.central.p_star);
  return fmt::format("{} ({} to {})", probability(l.central.p_star), probability(l.low), probability(l.high));
}

}  // namespace

TileMap leeway_map(const World& world, const RoomEach& each, const std::string& headline) {
  const RoomQuestion& question = each.inputs.question;
  TileMap map;
  map.title = headline;
  std::vector<std::string> deals;
  for (const PlacedText& deal : question.deal) deals.push_back(deal.text);
  map.subtitle = fmt::format("\"{}\" over \"{}\"", question.threat.text, fmt::join(deals, "; "));
  map.legend = fmt::format("Leeway: the largest probability of punishment at which {} pays (%)",
                           move_subject(each.kind));
  map.classes = classes();
  map.hatched = "no answer: left out, not asked or not certified";
  map.places = tile_places();
  if (!each.in_union.empty()) map.subtitle += "; members of customs unions as if each could choose alone";
  map.foot = fmt::format("leeway {}, world {}, as of {}, range {}, run {}", version(), world.name,
                         to_string(question.as_of), to_string(each.inputs.range), each.run_id);
  for (const Economy& e : world.economies) map.tiles.push_back({e.id, "", e.name + ": not asked", {}});
  const auto tiles_of = [&](const std::string& asked) {
    std::vector<Tile*> found;
    for (const int n : world.resolve_economies(asked, question.as_of, Location{"--each"}))
      found.push_back(&map.tiles[static_cast<std::size_t>(n)]);
    return found;
  };
  for (const std::string& id : each.left_out)
    for (Tile* tile : tiles_of(id)) tile->told = name_of(world, tile->economy) + ": left out";
  std::vector<std::vector<std::string>> told(map.classes.size());
  std::vector<std::string> none;
  for (const RoomRow& row : each.rows) {
    const std::vector<Tile*> tiles = tiles_of(row.economy);
    if (!row.leeway) {
      for (Tile* tile : tiles) tile->told = row.name + ": no certified answer";
      none.push_back(row.name);
      continue;
    }
    const std::size_t of_class = class_of(row);
    told[of_class].push_back(fmt::format("{} {}", row.name, figure(row)));
    for (Tile* tile : tiles) {
      tile->colour = of_class;
      tile->shown = shown(row, of_class);
      tile->told = fmt::format("{}: {}, {}", row.name, figure(row), map.classes[of_class].label);
    }
  }
  if (!each.threat_by.empty())
    for (Tile* tile : tiles_of(each.threat_by)) {
      tile->colour = threatens;
      tile->shown.clear();
      tile->told = name_of(world, tile->economy) + ": threatens";
    }
  map.described = map.legend + ".";
  for (std::size_t c = 0; c < told.size(); ++c)
    if (!told[c].empty())
      map.described += fmt::format(" {}: {}.", capitalised(map.classes[c].label), fmt::join(told[c], ", "));
  if (!none.empty()) map.described += fmt::format(" No certified answer: {}.", fmt::join(none, ", "));
  if (!each.left_out.empty()) map.described += fmt::format(" Left out: {}.", fmt::join(each.left_out, ", "));
  return map;
}

}  // namespace leeway
