#include "rules.h"

#include <fstream>
#include <iterator>
#include <regex>
#include <sstream>
#include <stdexcept>

namespace architecture {

namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::string trim(const std::string& text) {
  const auto from = text.find_first_not_of(" \t`");
  if (from == std::string::npos) return "";
  return text.substr(from, text.find_last_not_of(" \t`") - from + 1);
}

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);) parts.push_back(trim(part));
  return parts;
}

bool starts_with_folder(const std::string& file, const std::string& folder) {
  return file.rfind(folder + "/", 0) == 0;
}

/// "src/leeway/io/csv.h" -> "io", "apps/cli/main.cpp" -> "apps", "python/engine/engine.cpp" -> "python",
/// "src/leeway/leeway.h" -> "session", whose front it is; else "".
std::string folder_of(const std::string& file) {
  for (const char* shell : {"apps", "python"})
    if (starts_with_folder(file, shell)) return shell;
  if (file == "src/leeway/leeway.h") return "session";
  const std::string root = "src/leeway/";
  if (file.rfind(root, 0) != 0) return "";
  const auto slash = file.find('/', root.size());
  return slash == std::string::npos ? "" : file.substr(root.size(), slash - root.size());
}

}  // namespace

const Table& rules() {
  static const Table table = {
      {"base", {}},
      {"solve", {"base"}},
      {"io", {"base"}},
      {"game", {"base", "io"}},
      {"world", {"base", "io"}},
      {"policy", {"base", "io", "world"}},
      {"model", {"base", "solve", "world", "policy"}},
      {"verify", {"base", "world", "policy", "model"}},
      {"analysis", {"base", "world", "policy", "model"}},
      {"strategy", {"base", "solve", "game", "world", "policy", "model", "analysis"}},
      {"replication", {"base", "solve", "io", "world", "policy", "model", "analysis", "strategy"}},
      {"ensemble", {"base", "io", "world", "policy", "model", "analysis", "strategy"}},
      {"output",
       {"base", "solve", "io", "game", "world", "policy", "model", "verify", "analysis", "strategy",
        "ensemble"}},
      {"session", {"base", "io", "world", "policy", "model", "analysis", "strategy", "output"}},
      {"apps",
       {"base", "solve", "io", "game", "world", "policy", "model", "verify", "analysis", "replication",
        "strategy", "ensemble", "output", "session"}},
      {"python", {"base", "io", "world", "policy", "model", "analysis", "strategy", "output", "session"}},
  };
  return table;
}

Table parse_document(const std::string& markdown) {
  Table table;
  bool inside = false;
  for (const std::string& line : lines_of(markdown)) {
    const std::vector<std::string> cells = split(line, '|');
    if (cells.size() < 4 || !cells[0].empty()) {
      inside = false;
      continue;
    }
    if (cells[3] == "may include") {
      inside = true;
      continue;
    }
    if (!inside || cells[1].rfind("---", 0) == 0) continue;
    const std::string prefix = "src/leeway/";
    const std::string folder = cells[1].rfind(prefix, 0) == 0 ? cells[1].substr(prefix.size()) : cells[1];
    std::set<std::string>& allowed = table[folder];
    if (cells[3] == "nothing") continue;
    for (const std::string& name : split(cells[3], ',')) allowed.insert(name);
  }
  return table;
}

Table parse_cmake(const std::string& text) {
  Table table;
  const std::regex call(R"(leeway_folder\(\s*(\w+)([^)]*)\))");
  for (std::sregex_iterator at(text.begin(), text.end(), call), end; at != end; ++at) {
    std::set<std::string>& uses = table[(*at)[1]];
    std::istringstream words((*at)[2]);
    bool listing = false;
    for (std::string word; words >> word;) {
      if (word == "USES")
        listing = true;
      else if (word.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_") == std::string::npos)
        listing = false;  // another keyword
      else if (listing)
        uses.insert(word);
    }
  }
  return table;
}

std::vector<Include> includes(const std::string& text) {
  static const std::regex pattern(R"(^\s*#\s*include\s*([<"])([^>"]+)[>"])");
  std::vector<Include> found;
  int number = 0;
  for (const std::string& line : lines_of(text)) {
    ++number;
    std::smatch match;
    if (line.find('#') != std::string::npos && std::regex_search(line, match, pattern))
      found.push_back({number, match[2], match[1] == "\""});
  }
  return found;
}

std::vector<std::string> check_includes(const std::string& file, const std::string& text,
                                        const Table& table) {
  std::vector<std::string> violations;
  const std::string folder = folder_of(file);
  const auto rule = table.find(folder);
  if (rule == table.end()) {
    violations.push_back(file + ":1: stands in a folder that docs/architecture.md does not list");
    return violations;
  }
  for (const Include& include : includes(text)) {
    const std::string place = file + ":" + std::to_string(include.line) + ": ";
    const std::vector<std::string> parts = split(include.name, '/');
    if (parts[0] != "leeway") {
      // A shell may name the files that stand beside it; everything else goes by its full name.
      const bool beside = (folder == "apps" || folder == "python") && parts.size() == 1;
      if (include.quoted && !beside)
        violations.push_back(place + "\"" + include.name + "\" is not named from the source root (leeway/…)");
      continue;
    }
    if (!include.quoted) violations.push_back(place + "<" + include.name + "> is ours and wants quotes");
    const std::string target = parts.size() > 2 ? parts[1] : "";
    // A second reading must not share what it reads a second time.
    static const std::set<std::string> readable = {"leeway/model/options.h", "leeway/model/result.h",
                                                   "leeway/model/solution.h"};
    if (folder == "verify" && target == "model" && readable.count(include.name) == 0)
      violations.push_back(place + "verify may include of model only its options, results and solutions");
    if (target != folder && rule->second.count(target) == 0)
      violations.push_back(place + folder + " may not include \"" + include.name + "\"");
  }
  return violations;
}

std::vector<std::string> check_elementary(const std::string& file, const std::string& text) {
  static const std::set<std::string> folders = {"solve", "world", "policy", "analysis", "strategy"};
  static const std::regex library(
      R"(std::(exp2?|expm1|log[12]?p?|pow|cbrt|hypot|sinh|cosh|tanh|sin|cos|tan|erfc?|[lt]gamma)\b)"
      R"(|(^|[^A-Za-z0-9_:.>])(exp2?|expm1|log[12]?p?|pow)\()"
      R"(|(\.|->)(exp|expm1|log|log1p|pow|tanh)\(\))");
  std::vector<std::string> violations;
  if (folders.count(folder_of(file)) == 0) return violations;
  int number = 0;
  for (const std::string& line : lines_of(text)) {
    ++number;
    const std::string code = line.substr(0, line.find("//"));
    std::smatch match;
    if (std::regex_search(code, match, library))
      violations.push_back(file + ":" + std::to_string(number) + ": " + match.str() +
                           " differs by processor; leeway/base/elementary.h does not");
  }
  return violations;
}

std::string read_text(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw std::runtime_error("cannot read " + file.string());
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

}  // namespace architecture
