// Every command that the documents and the help show runs, from the files that they show. Solves take the
// central case alone; those that search, walk or need many solves run in the slow suite.

#include <algorithm>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "program.h"

namespace program {

namespace documented_test {

using ::testing::HasSubstr;

/// What a shell reads at once: a command with what it needs before it.
struct Script {
  std::string from;
  std::string text;

  friend void PrintTo(const Script& script, std::ostream* out) { *out << script.from << ": " << script.text; }
};

bool is_command(const std::string& line) { return line.starts_with("leeway "); }

/// Lines of a block, those that a backslash or a here-document joins as one.
std::vector<std::string> steps_of(const std::string& text) {
  std::vector<std::string> steps;
  std::string end;  // of a here-document
  bool open = false;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (!end.empty() || open)
      steps.back() += "\n" + line;
    else
      steps.push_back(line);
    if (!end.empty() && line == end) end.clear();
    static const std::regex here("<<'([A-Z]+)'$");
    if (std::smatch found; std::regex_search(line, found, here)) end = found[1];
    open = line.ends_with('\\');
  }
  return steps;
}

/// The commands of a block, each alone after the files that the block shows; together where one reads what
/// another wrote.
std::vector<Script> scripts_of(const std::string& from, const std::string& block) {
  const std::vector<std::string> steps = steps_of(block);
  if (block.find("-o my-") != std::string::npos) return {{from, block}};
  static const std::regex written("^cat > (\\S+) ");
  std::vector<std::pair<std::string, std::string>> files;  // name, the step that writes it
  std::vector<Script> scripts;
  for (const std::string& step : steps) {
    if (std::smatch found; std::regex_search(step, found, written)) files.emplace_back(found[1], step);
    if (!is_command(step)) continue;
    std::string text;
    for (const auto& [name, write] : files)
      if (step.find(name) != std::string::npos) text += write + "\n";
    scripts.push_back({from, text + step + "\n"});
  }
  return scripts;
}

/// 81 economies search over all their rates until nobody gains: minutes, so it is run by hand.
constexpr const char* by_hand = "leeway war \"*\" --each-rate bilateral";

std::vector<Script> scripts() {
  std::vector<Script> all;
  std::vector<fs::path> pages;
  for (const fs::directory_entry& entry : fs::directory_iterator(leeway::testing::source_folder() / "docs"))
    // The page on files of one's own needs such files: bring_your_own_test.cpp has them and its commands.
    if (entry.path().extension() == ".md" && entry.path().stem() != "bring-your-own")
      pages.push_back(entry.path());
  std::sort(pages.begin(), pages.end());
  for (const fs::path& page : pages) {
    std::istringstream lines(content(page));
    std::string block;
    bool inside = false;
    for (std::string line; std::getline(lines, line);) {
      if (!line.starts_with("```")) {
        block += line + "\n";
        continue;
      }
      if (inside && ("\n" + block).find("\nleeway ") != std::string::npos)
        for (Script& script : scripts_of(page.stem().string(), block)) all.push_back(std::move(script));
      inside = !inside;
      block.clear();
    }
  }
  return all;
}

/// Many solves, a search over rates, a walk over years: minutes, not seconds.
bool is_long(const Script& script) {
  static const std::regex quick(
      R"((^|\n)leeway (ledger (list|show|explain|as-of|dyad)|world|threats|exposure|solve|scenarios|options|version))");
  return !std::regex_search(script.text, quick);
}

std::vector<Script> that_are(bool slow) {
  std::vector<Script> some;
  std::set<std::string> seen;
  for (Script& script : scripts())
    if (is_long(script) == slow && script.text.find(by_hand) == std::string::npos &&
        seen.insert(script.text).second)
      some.push_back(std::move(script));
  return some;
}

class Documented : public Program {
 protected:
  /// Runs a script in the folder. Verbs with a range take the central case alone where the script asks for
  /// none.
  void run_script(const Script& script) const {
    const std::string shell = fmt::format(
        "set -e\n"
        "leeway() {{\n"
        "  case \" $* \" in *' --range '*|*' --quick '*|*' --draws '*|*.nfg*|*.efg*) '{0}' \"$@\"; return;; esac\n"
        "  case $1 in brief|solve|compare|room|path|stress|why|play|hedge) '{0}' \"$@\" --quick;; *) '{0}' "
        "\"$@\";; "
        "esac\n"
        "}}\n",
        leeway::testing::program().string());
    fs::create_directories(folder / "docs");  // a page names its own picture
    write(folder / "script.sh", shell + script.text);
    const std::string command = fmt::format("cd '{}' && sh script.sh >said 2>complained", folder.string());
    EXPECT_EQ(std::system(command.c_str()), 0) << script.from << ":\n"
                                               << script.text << content(folder / "complained");
  }
  /// The files that examples of the help name: tables as downloaded, a map, flows, a game, a world.
  void provide(const std::string& text) const {
    const fs::path data = leeway::testing::source_folder() / "tests/data";
    write(folder / "map.csv", "kind,from,to\neconomy,USA,USA\neconomy,CHN,CHN\neconomy,*,ROW\n");
    write(
        folder / "coffee.csv",
        "exporter,importer,value,quantity\nBRA,USA,1400,420000\nBRA,BRA,2600,900000\nCOL,USA,1200,250000\n");
    write(folder / "prisoners.nfg", "NFG 1 R \"p\" { \"A\" \"B\" } { 2 2 }\n9 9 10 0 0 10 1 1\n");
    fs::copy_file(data / "icio_small_2020.csv", folder / "ICIO2020.csv");
    if (text.find("pack my-world") == std::string::npos) return;
    EXPECT_EQ(run("world import icio ICIO2020.csv -o my-world").code, 0);
  }
};

class DocumentedCommand : public Documented, public ::testing::WithParamInterface<Script> {};
TEST_P(DocumentedCommand, Runs) { run_script(GetParam()); }
INSTANTIATE_TEST_SUITE_P(Page, DocumentedCommand, ::testing::ValuesIn(that_are(false)));

class DocumentedCommandSlow : public DocumentedCommand {};
TEST_P(DocumentedCommandSlow, Runs) { run_script(GetParam()); }
INSTANTIATE_TEST_SUITE_P(Page, DocumentedCommandSlow, ::testing::ValuesIn(that_are(true)));

/// The examples under the help of a verb.
std::string examples_of(const std::string& help) {
  const std::size_t at = help.find("Example:\n");
  std::string text;
  std::istringstream lines(at == std::string::npos ? "" : help.substr(at));
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line) && line.starts_with("  ")) text += line.substr(2) + "\n";
  return text;
}

constexpr const char* verbs[] = {
    "brief",          "solve",        "compare",      "stress",          "room",
    "threats",        "path",         "exposure",     "ledger list",     "ledger show",
    "ledger explain", "ledger as-of", "ledger check", "world list",      "world show",
    "world check",    "world rebase", "world import", "world aggregate", "world carve",
    "world pack",     "scenarios",    "options",      "respond",         "war",
    "retaliate",      "why",          "backtest",     "selftest",        "version",
    "play",           "ledger",       "world"};

class DocumentedHelp : public Documented {
 protected:
  /// Those that a page shows run there.
  void run_examples(bool slow) {
    std::set<std::string> shown;
    for (const Script& script : scripts()) shown.insert(script.text);
    for (const char* verb : verbs) {
      const std::string help = examples_of(run(std::string(verb) + " --help").out);
      EXPECT_THAT(help, HasSubstr("leeway ")) << verb;
      for (const Script& script : scripts_of(std::string("help of ") + verb, help)) {
        if (is_long(script) != slow || !shown.insert(script.text).second) continue;
        fs::remove_all(folder);
        fs::create_directories(folder);
        provide(script.text);
        run_script(script);
      }
    }
  }
};
TEST_F(DocumentedHelp, ExamplesRun) { run_examples(false); }
class DocumentedHelpSlow : public DocumentedHelp {};
TEST_F(DocumentedHelpSlow, ExamplesRun) { run_examples(true); }

}  // namespace documented_test

}  // namespace program
