#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace leeway {

/// Where an economy lies on the map: squares from the left and from the top, from 0.
struct TilePlace {
  int column = 0;
  int row = 0;
  bool operator==(const TilePlace&) const = default;
};

/// A table of places, `economy,column,row`. Throws InputError for an economy that has two, a place that two
/// have, and one outside 0 to 99.
std::map<std::string, TilePlace> read_tile_places(const std::filesystem::path& file);
/// Those of the data folder (data/tiles.csv); none where it has no such file.
std::map<std::string, TilePlace> tile_places();

/// One colour of the legend.
struct TileClass {
  std::string label;
  const char* fill;  ///< as SVG writes a colour
  const char* ink;   ///< of the text on it
};

/// One economy.
struct Tile {
  std::string economy;                ///< id
  std::string shown;                  ///< its figure in few characters; empty: none
  std::string told;                   ///< the same in full, with the economy's name
  std::optional<std::size_t> colour;  ///< of the legend; nothing: no answer, hatched
};

/// A map of one square an economy.
struct TileMap {
  std::string title;
  std::string subtitle;
  std::string legend;  ///< what the figures are, with their unit
  std::vector<TileClass> classes;
  std::string hatched;  ///< what it means to be hatched
  std::vector<Tile> tiles;
  std::map<std::string, TilePlace> places;  ///< of economies; a tile without one goes below the others
  std::string described;                    ///< the map in words, for who does not see it
  std::string foot;                         ///< where it comes from
};

/// Where each tile stands, in their order, from the first column and row that any has: those without a place
/// go below the others, in rows.
std::vector<TilePlace> placed(const TileMap& map);

/// The map as an SVG element that stands in a page and alone in a file.
std::string svg_map(const TileMap& map);

}  // namespace leeway
