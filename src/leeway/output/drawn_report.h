#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "leeway/output/report.h"
#include "leeway/output/tile_map.h"

namespace leeway {

/// A report with a drawing that is a file of its own too: its map, else its first curve.
struct DrawnReport {
  Report report;
  std::optional<TileMap> map;
};

/// The map, else the first curve, else (of a failure) the headline alone.
std::string render_svg(const DrawnReport& drawn);
/// The page of the report with its map above the charts and tables.
std::string render_html(const DrawnReport& drawn);

/// Whether a name asks for the drawing: it ends in .svg.
bool is_drawing(const std::filesystem::path& file);
/// As check_output_name, .svg allowed.
void check_drawn_name(const std::filesystem::path& file);
/// Writes by the ending of the name: .svg, .html; all else as write_report. Whole or not at all.
void write_drawn_report(const DrawnReport& drawn, const std::filesystem::path& file);

}  // namespace leeway
