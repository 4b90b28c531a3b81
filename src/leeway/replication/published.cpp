#include <algorithm>

#include "leeway/base/error.h"
#include "leeway/base/suggest.h"
#include "leeway/replication/replicate.h"

namespace leeway {

namespace fs = std::filesystem;

const std::vector<std::string>& published_names() {
  static const std::vector<std::string> names = {"cp2015", "tariffwar", "armington_36", "armington_2country"};
  return names;
}

namespace {

// Folders of the cases by the start of their name; the folder given may be one itself.
std::vector<fs::path> folders_of(const std::string& what, const fs::path& golden) {
  const fs::path given = golden.has_filename() ? golden : golden.parent_path();
  if (given.filename().string().starts_with(what)) return {given};
  std::vector<fs::path> folders;
  for (const fs::directory_entry& entry : fs::directory_iterator(golden))
    if (entry.is_directory() && entry.path().filename().string().starts_with(what))
      folders.push_back(entry.path());
  std::sort(folders.begin(), folders.end());
  if (folders.empty())
    throw InputError(Location{golden.string()}, "holds no folder " + what, "and is none itself");
  return folders;
}

}  // namespace

std::vector<Replication> replicate(const std::string& what, const fs::path& golden) {
  if (!fs::is_directory(golden))
    throw InputError("--golden: the folder \"" + golden.string() + "\" does not exist");
  std::vector<Replication> all;
  if (what == "cp2015") {
    all.push_back(replicate_cp2015(golden));
  } else if (what.starts_with("tariffwar")) {
    for (const fs::path& folder : folders_of(what, golden)) all.push_back(replicate_tariff_war(folder));
  } else if (what == "armington_36") {
    all.push_back(replicate_armington(folders_of(what, golden).front()));
  } else if (what == "armington_2country") {
    all.push_back(replicate_two_countries(folders_of(what, golden).front()));
  } else {
    const std::string near = did_you_mean(what, published_names());
    std::string known;
    for (const std::string& name : published_names()) known += (known.empty() ? "" : ", ") + name;
    throw InputError("nothing published is known as \"" + what + "\"",
                     (near.empty() ? "" : near + "\n") + "known: " + known);
  }
  return all;
}

}  // namespace leeway
