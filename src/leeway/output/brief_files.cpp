#include <fmt/format.h>

#include "leeway/io/base64.h"
#include "leeway/io/file.h"
#include "leeway/io/gzip.h"
#include "leeway/output/brief.h"
#include "leeway/output/shown.h"

namespace leeway {

namespace {

constexpr const char* place_of_data = "__LEEWAY_DATA__";

/// The page with the engine in it, or nothing where that was not built.
std::optional<std::string> live_page(const World& world, const BriefAnalysis& brief,
                                     const LiveSource& source) {
  const std::filesystem::path page = built_page("live.html");
  if (page.empty()) return {};
  return filled_page(read_text(page),
                     {{place_of_data, json_in_script(brief_json(world, brief, JsonLayout::compact))},
                      {"__LEEWAY_STATIC__", render_html_body(brief_report(world, brief))},
                      {"__LEEWAY_BUNDLE__", base64(pack_gzip(live_bundle(world, source)))},
                      {"__LEEWAY_STATE__", ""}});
}

}  // namespace

std::string fill_page(const std::string& page, const std::string& json) {
  return filled_page(page, {{place_of_data, json_in_script(json)}});
}

// Not by its sign: what a world in other money shows has that in its place.
std::string why_plain(const World& world) {
  return own_currency(world) ? "the world is not in US dollars"
                             : "the web page of the brief was not built or installed";
}

BriefPage write_brief(const World& world, const BriefAnalysis& brief, const std::filesystem::path& file,
                      const std::optional<LiveSource>& source) {
  check_output_name(file);
  const std::string ending = ending_of(file);
  if (ending == ".json") {
    write_file_atomically(file, brief_json(world, brief));
    return BriefPage::none;
  }
  if (ending != ".html") {
    write_report(brief_report(world, brief), file);
    return BriefPage::none;
  }
  // The pages name USD themselves.
  const bool in_usd = !own_currency(world);
  if (in_usd && source) {
    if (const auto live = live_page(world, brief, *source)) {
      write_file_atomically(file, *live);
      return BriefPage::live;
    }
  }
  const std::filesystem::path page = in_usd ? built_page("brief.html") : std::filesystem::path();
  if (page.empty()) {
    Report report = brief_report(world, brief);
    report.notes.push_back(fmt::format(
        "This is the plain page of the brief, without the engine that answers further questions in it, "
        "because {}.",
        why_plain(world)));
    write_report(report, file);
    return BriefPage::plain;
  }
  write_file_atomically(file, fill_page(read_text(page), brief_json(world, brief, JsonLayout::compact)));
  return BriefPage::full;
}

}  // namespace leeway
