#include "leeway/output/tile_map.h"

#include <algorithm>

#include <fmt/format.h>

#include "leeway/base/error.h"
#include "leeway/base/paths.h"
#include "leeway/io/csv.h"
#include "leeway/output/format.h"
#include "leeway/output/markup.h"

namespace leeway {

namespace {

constexpr int tile_pitch = 42;  ///< px, with the gap to the next
constexpr int square = 40;
constexpr int margin = 16;
constexpr int line = 18;
constexpr int legend_columns = 3;
constexpr int least_columns = 16;  ///< below them title and legend would not fit
constexpr const char* no_answer = "url(#leeway-no-answer)";

/// Lines of text from a height on; the height below them.
int add_lines(std::string& out, int y, const std::string& text, int width, int size, const char* more) {
  // Letters of these faces are about half as wide as high.
  const auto columns = static_cast<std::size_t>(2 * width / size);
  for (const std::string& words : wrapped(text, columns)) {
    out += fmt::format("<text x=\"{}\" y=\"{}\" font-size=\"{}\"{}>{}</text>\n", margin, y + size, size, more,
                       escaped(words));
    y += size + 6;
  }
  return y;
}

void add_box(std::string& out, int x, int y, int size, const char* fill) {
  out += fmt::format(
      "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"3\" fill=\"{}\" stroke=\"#8a8a8a\" "
      "stroke-width=\"0.5\"/>",
      x, y, size, size, fill);
}

}  // namespace

std::map<std::string, TilePlace> read_tile_places(const std::filesystem::path& file) {
  constexpr int beyond = 100;
  std::map<std::string, TilePlace> places;
  std::map<std::pair<int, int>, std::string> taken;
  CsvFile csv(file, {{"economy"}, {"column"}, {"row"}});
  while (csv.next()) {
    const std::string economy(csv.id(0));
    const TilePlace place{csv.integer(1), csv.integer(2)};
    for (const std::size_t column : {std::size_t{1}, std::size_t{2}})
      if (csv.integer(column) < 0 || csv.integer(column) >= beyond)
        throw csv.error(column, "is outside the map", "0 to 99");
    if (!places.emplace(economy, place).second) throw csv.error(0, "\"" + economy + "\" has a place already");
    const auto [other, is_free] = taken.emplace(std::pair(place.column, place.row), economy);
    if (!is_free) throw csv.error(1, fmt::format("{} has this place already", other->second));
  }
  return places;
}

std::map<std::string, TilePlace> tile_places() {
  const std::filesystem::path file = share_folder() / "data" / "tiles.csv";
  return std::filesystem::is_regular_file(file) ? read_tile_places(file) : std::map<std::string, TilePlace>{};
}

std::vector<TilePlace> placed(const TileMap& map) {
  const std::vector<Tile>& tiles = map.tiles;
  std::vector<TilePlace> found(tiles.size());
  std::vector<std::size_t> homeless;
  TilePlace least{100, 100};
  TilePlace most{-1, -1};
  for (std::size_t t = 0; t < tiles.size(); ++t) {
    const auto place = map.places.find(tiles[t].economy);
    if (place == map.places.end()) {
      homeless.push_back(t);
      continue;
    }
    found[t] = place->second;
    least = {std::min(least.column, found[t].column), std::min(least.row, found[t].row)};
    most = {std::max(most.column, found[t].column), std::max(most.row, found[t].row)};
  }
  if (most.row < 0) least = {0, 0};
  for (TilePlace& place : found) place = {place.column - least.column, place.row - least.row};
  const int columns = std::max(most.column - least.column + 1, least_columns);
  const int first = most.row < 0 ? 0 : most.row - least.row + 2;
  for (std::size_t h = 0; h < homeless.size(); ++h) {
    const int at = static_cast<int>(h);
    found[homeless[h]] = {at % columns, first + at / columns};
  }
  return found;
}

std::string svg_map(const TileMap& map) {
  const std::vector<TilePlace> places = placed(map);
  int columns = least_columns;
  int rows = 0;
  for (const TilePlace& place : places) {
    columns = std::max(columns, place.column + 1);
    rows = std::max(rows, place.row + 1);
  }
  const int width = 2 * margin + columns * tile_pitch;
  std::string body;
  int y = add_lines(body, margin, map.title, width - 2 * margin, 18, " font-weight=\"600\"");
  y = add_lines(body, y, map.subtitle, width - 2 * margin, 13, "") + 8;
  for (std::size_t t = 0; t < places.size(); ++t) {
    const Tile& tile = map.tiles[t];
    const int left = margin + places[t].column * tile_pitch;
    const int top = y + places[t].row * tile_pitch;
    const char* ink = tile.colour ? map.classes[*tile.colour].ink : "#333";
    body += fmt::format("<g><title>{}</title>", escaped(tile.told));
    add_box(body, left, top, square, tile.colour ? map.classes[*tile.colour].fill : no_answer);
    const int middle = left + square / 2;
    body += fmt::format(
        "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\" fill=\"{}\" font-weight=\"600\">{}</text>", middle,
        top + (tile.shown.empty() ? 25 : 17), ink, escaped(tile.economy));
    if (!tile.shown.empty())
      body +=
          fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"middle\" fill=\"{}\" font-size=\"10\">{}</text>",
                      middle, top + 32, ink, escaped(tile.shown));
    body += "</g>\n";
  }
  y = add_lines(body, y + rows * tile_pitch + 10, map.legend, width - 2 * margin, 13,
                " font-weight=\"600\"") +
      2;
  std::vector<std::pair<const char*, const std::string*>> keys;
  for (const TileClass& c : map.classes) keys.emplace_back(c.fill, &c.label);
  keys.emplace_back(no_answer, &map.hatched);
  const int lines = (static_cast<int>(keys.size()) + legend_columns - 1) / legend_columns;
  for (std::size_t k = 0; k < keys.size(); ++k) {
    const int at = static_cast<int>(k);
    const int x = margin + at / lines * ((width - 2 * margin) / legend_columns);
    const int top = y + at % lines * line;
    add_box(body, x, top, 13, keys[k].first);
    body += fmt::format("<text x=\"{}\" y=\"{}\">{}</text>\n", x + 20, top + 11, escaped(*keys[k].second));
  }
  y = add_lines(body, y + lines * line + 8, map.foot, width - 2 * margin, 11, " fill=\"#555\"");
  return fmt::format(
             "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" role=\"img\" "
             "aria-labelledby=\"leeway-map-title leeway-map-words\" "
             "style=\"width:100%;max-width:{0}px;font:12px system-ui,sans-serif\">\n"
             "<title id=\"leeway-map-title\">{2}</title>\n<desc id=\"leeway-map-words\">{3}</desc>\n"
             "<defs><pattern id=\"leeway-no-answer\" width=\"6\" height=\"6\" "
             "patternUnits=\"userSpaceOnUse\" "
             "patternTransform=\"rotate(45)\"><rect width=\"6\" height=\"6\" fill=\"#fff\"/>"
             "<line y2=\"6\" stroke=\"#c4c4c4\" stroke-width=\"3\"/></pattern></defs>\n"
             "<rect width=\"{0}\" height=\"{1}\" fill=\"#fff\"/>\n<g fill=\"#1a1a1a\">\n",
             width, y + margin, escaped(map.title), escaped(map.described)) +
         body + "</g>\n</svg>\n";
}

}  // namespace leeway
