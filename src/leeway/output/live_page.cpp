#include "leeway/output/live_page.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "leeway/base/error.h"
#include "leeway/base/paths.h"
#include "leeway/base/version.h"
#include "leeway/io/file.h"
#include "leeway/io/tar.h"
#include "leeway/world/currency.h"
#include "leeway/world/load.h"
#include "leeway/world/pack.h"
#include "leeway/world/schema.h"

namespace leeway {

namespace {

namespace fs = std::filesystem;

/// The files of a folder with an ending, under a name in the archive.
void add_files(std::vector<TarFile>& files, const fs::path& folder, const std::string& ending,
               const std::string& under) {
  std::error_code absent;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, absent))
    if (const std::string name = entry.path().filename().string();
        entry.is_regular_file() && name.ends_with(ending))
      files.push_back({under + name, read_file(entry.path())});
}

/// The world as the page opens it: with the ledger that lies beside it in the archive, and no folder of this
/// machine.
std::string pack_to_take(const World& world, const fs::path& ledger) {
  World taken = world;
  clear_ledger(taken);
  if (ledger.empty()) set_ledger(taken, no_ledger);
  return pack_world(taken);
}

std::string json_quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < ' ')
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    else if (c == '"' || c == '\\')
      out.append({'\\', c});
    else
      out += c;
  }
  return out + "\"";
}

/// Where a text stands in a page, once.
std::size_t place_of(const std::string& page, const std::string& place) {
  const std::size_t at = page.find(place);
  if (at == std::string::npos || page.find(place, at + 1) != std::string::npos)
    throw InputError(fmt::format("the built page does not hold {} once", place),
                     "build it again: ./dev web, ./dev live");
  return at;
}

}  // namespace

std::string live_bundle(const World& world, const LiveSource& source) {
  // A world of one's own may bear the name of one that is installed, and is none of those.
  const bool installed = is_installed(world);
  const std::string place = installed ? "data/world/" + world.name : "own";
  std::vector<TarFile> files;
  files.push_back({place + "/" + pack_name, pack_to_take(world, source.ledger)});
  if (!source.ledger.empty()) {
    add_files(files, source.ledger, ".toml", "data/ledger/");
    add_files(files, source.ledger / "schedules", ".csv", "data/ledger/schedules/");
    std::erase_if(files, [](const TarFile& file) { return file.name == "data/ledger/provenance.toml"; });
  }
  for (const char* ready : {"scenarios", "threats"})
    add_files(files, share_folder() / ready, ".toml", std::string(ready) + "/");
  for (const fs::path& own : source.scenarios) {
    const std::string name = "scenarios/" + own.stem().string() + ".toml";
    std::erase_if(files, [&](const TarFile& file) { return file.name == name; });
    files.push_back({name, read_file(own)});
  }
  // What the model has hit and missed, which a brief tells.
  add_files(files, share_folder() / "data" / "backtest", "record.csv", "data/backtest/");
  files.push_back({"bundle.json", fmt::format("{{\"world\":{},\"version\":{},\"question\":{}}}\n",
                                              json_quoted(installed ? world.name : place),
                                              json_quoted(version()), json_quoted(source.question))});
  return tar_of(std::move(files));
}

std::string filled_page(const std::string& page,
                        const std::vector<std::pair<std::string, std::string>>& by_place) {
  struct Gap {
    std::size_t at;
    std::size_t size;
    std::string_view text;
  };
  std::vector<Gap> gaps;
  std::size_t size = page.size();
  for (const auto& [place, text] : by_place) {
    gaps.push_back({place_of(page, place), place.size(), text});
    size += text.size();
  }
  std::sort(gaps.begin(), gaps.end(), [](const Gap& a, const Gap& b) { return a.at < b.at; });
  std::string out;
  out.reserve(size);
  std::size_t from = 0;
  for (const Gap& gap : gaps) {
    out.append(page, from, gap.at - from).append(gap.text);
    from = gap.at + gap.size;
  }
  return out.append(page, from);
}

fs::path built_page(const std::string& name) {
  for (const char* folder : {"web", "web/dist"}) {
    const fs::path file = share_folder() / folder / name;
    // The source tree keeps the page's own template, without data or scripts, under the first name.
    if (fs::is_regular_file(file) && !fs::exists(file.parent_path() / "package.json")) return file;
  }
  return {};
}

std::string json_in_script(const std::string& json) {
  std::string escaped;
  escaped.reserve(json.size());
  for (const char c : json) {
    if (c == '<')
      escaped += "\\u003c";
    else
      escaped += c;
  }
  return escaped;
}

}  // namespace leeway
