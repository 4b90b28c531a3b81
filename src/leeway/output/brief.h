#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "leeway/output/live_page.h"
#include "leeway/output/report.h"

namespace leeway {

/// The brief as a report: its first line is the headline.
Report brief_report(const World& world, const BriefAnalysis& brief, std::size_t top = 12);

enum class JsonLayout { lines, compact };
/// The brief as the page reads it: one JSON object of the schema "leeway-brief-1". One without what stands
/// beside the options has what a page shows while a hand moves a slider: no instruments, exposure, figures of
/// the base year or sources of data, and of economies and sectors the figures of the lists alone.
std::string brief_json(const World& world, const BriefAnalysis& brief, JsonLayout layout = JsonLayout::lines);

/// Which page an HTML brief became.
enum class BriefPage { live, full, plain, none };

/// Why an HTML brief became a plain page.
std::string why_plain(const World& world);

/// Writes by the ending of the name, whole or not at all: .html (of the built pages the live one, which
/// answers questions itself, where it is given what was asked of what; else the one that shows; else a plain
/// page, whose notes say so and why), .json, .txt, .csv, .xlsx.
BriefPage write_brief(const World& world, const BriefAnalysis& brief, const std::filesystem::path& file,
                      const std::optional<LiveSource>& source = {});

/// The template with the JSON in the place that it keeps; every '<' is escaped so that no text of the
/// brief can end the script that holds it. Throws InputError when the template has no such place.
std::string fill_page(const std::string& page, const std::string& json);

}  // namespace leeway
