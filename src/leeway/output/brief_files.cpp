#include <filesystem>

#include "leeway/base/error.h"
#include "leeway/base/paths.h"
#include "leeway/io/file.h"
#include "leeway/output/brief.h"
#include "leeway/output/shown.h"

namespace leeway {

namespace {

constexpr const char* place_of_data = "__LEEWAY_DATA__";

/// The built page: installed under web/, in the source tree under web/dist/.
std::filesystem::path page_file() {
  for (const char* name : {"web/brief.html", "web/dist/brief.html"}) {
    const std::filesystem::path file = share_folder() / name;
    // The source tree keeps the page's own template, without data or scripts, under the first name.
    if (std::filesystem::is_regular_file(file) &&
        !std::filesystem::exists(file.parent_path() / "package.json"))
      return file;
  }
  return {};
}

}  // namespace

std::string fill_page(const std::string& page, const std::string& json) {
  const std::size_t place = page.find(place_of_data);
  if (place == std::string::npos || page.find(place_of_data, place + 1) != std::string::npos)
    throw InputError("the page of the brief does not hold its data's place once",
                     "build it again: ./dev web");
  std::string escaped;
  escaped.reserve(json.size());
  for (char c : json) {
    if (c == '<')
      escaped += "\\u003c";
    else
      escaped += c;
  }
  std::string out = page;
  return out.replace(place, std::string(place_of_data).size(), escaped);
}

BriefPage write_brief(const World& world, const BriefAnalysis& brief, const std::filesystem::path& file) {
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
  // The page names USD itself.
  const std::filesystem::path page = own_currency(world) ? std::filesystem::path() : page_file();
  if (page.empty()) {
    write_report(brief_report(world, brief), file);
    return BriefPage::plain;
  }
  write_file_atomically(file, fill_page(read_text(page), brief_json(world, brief)));
  return BriefPage::full;
}

}  // namespace leeway
