// The shape of the code as docs/architecture.md tells it, checked over every file of src/, apps/ and python/.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "rules.h"
#include "support/places.h"

namespace {

namespace fs = std::filesystem;
using architecture::Table;

const fs::path root = leeway::testing::source_folder();

bool is_header(const std::string& file) { return file.ends_with(".h") || file.ends_with(".hpp"); }
bool is_source(const std::string& file) { return is_header(file) || file.ends_with(".cpp"); }

/// Every source file of src/, apps/ and python/, relative to the project, sorted; name -> text.
const std::map<std::string, std::string>& sources() {
  static const std::map<std::string, std::string> all = [] {
    std::map<std::string, std::string> found;
    for (const char* top : {"src", "apps", "python"})
      for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root / top)) {
        const std::string name = fs::relative(entry.path(), root).generic_string();
        if (entry.is_regular_file() && is_source(name))
          found.emplace(name, architecture::read_text(entry.path()));
      }
    return found;
  }();
  return all;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += "\n  " + line;
  return text;
}

std::string written(const Table& table) {
  std::string text;
  for (const auto& [folder, allowed] : table) {
    text += "\n  " + folder + ":";
    for (const std::string& name : allowed) text += " " + name;
  }
  return text;
}

TEST(Architecture, SourcesAreFound) {
  EXPECT_TRUE(sources().count("src/leeway/base/error.h"));
  EXPECT_TRUE(sources().count("apps/cli/main.cpp"));
}

TEST(Architecture, IncludesFollowTheTable) {
  std::vector<std::string> violations;
  for (const auto& [file, text] : sources()) {
    const auto found = architecture::check_includes(file, text, architecture::rules());
    violations.insert(violations.end(), found.begin(), found.end());
  }
  EXPECT_TRUE(violations.empty()) << joined(violations);
}

TEST(Architecture, IncludedHeadersExist) {
  std::vector<std::string> missing;
  for (const auto& [file, text] : sources())
    for (const architecture::Include& include : architecture::includes(text))
      if (include.name.rfind("leeway/", 0) == 0 && sources().count("src/" + include.name) == 0)
        missing.push_back(file + ":" + std::to_string(include.line) + ": no header \"" + include.name + "\"");
  EXPECT_TRUE(missing.empty()) << joined(missing);
}

TEST(Architecture, DocumentTellsTheSameTable) {
  const Table document = architecture::parse_document(architecture::read_text(root / "docs/architecture.md"));
  EXPECT_EQ(document, architecture::rules()) << "docs/architecture.md says:" << written(document)
                                             << "\nthe test says:" << written(architecture::rules());
}

TEST(Architecture, LinksFollowTheTable) {
  const Table links = architecture::parse_cmake(architecture::read_text(root / "src/leeway/CMakeLists.txt"));
  Table expected = architecture::rules();
  expected.erase("apps");
  expected.erase("python");
  EXPECT_EQ(links, expected) << "src/leeway/CMakeLists.txt says:" << written(links);
}

// At most two of the library, and two of the apps.
TEST(Architecture, HeavyHeadersStayInTwoSources) {
  const std::vector<std::string> heavy = {"CLI/",      "nlohmann/",      "toml++/",    "httplib.h",
                                          "pybind11/", "Eigen/SparseLU", "xlsxwriter", "Clp",
                                          "mpi.h",     "sqlite3",        "readstat"};
  std::map<std::string, std::set<std::string>> users;
  std::vector<std::string> violations;
  for (const auto& [file, text] : sources())
    for (const architecture::Include& include : architecture::includes(text))
      for (const std::string& name : heavy) {
        if (include.name.rfind(name, 0) != 0) continue;
        users[(file.starts_with("apps/") ? "apps: " : "src: ") + name].insert(file);
        if (is_header(file))
          violations.push_back(file + ":" + std::to_string(include.line) + ": a header includes <" +
                               include.name + ">");
      }
  for (const auto& [name, files] : users)
    if (files.size() > (name.ends_with("mpi.h") ? 1U : 2U))
      violations.push_back(name + " is included by " + std::to_string(files.size()) +
                           " files:" + joined({files.begin(), files.end()}));
  EXPECT_TRUE(violations.empty()) << joined(violations);
}

// Other readers of numbers differ in what they take, and some of them by locale or platform.
TEST(Architecture, NumbersAreReadInOnePlace) {
  const std::regex reader(
      R"(\b(from_chars|sto(d|f|ld|i|l|ll|ul|ull)|strto(d|f|ld|l|ll|ul|ull)|ato(f|i|l)|sscanf)\s*\()");
  std::vector<std::string> violations;
  for (const auto& [file, text] : sources())
    if (file != "src/leeway/base/number.cpp" && std::regex_search(text, reader))
      violations.push_back(file + ": reads a number by itself; base/number.h does");
  EXPECT_TRUE(violations.empty()) << joined(violations);
}

TEST(Architecture, NoFileIsTooLong) {
  constexpr long limit = 600;
  std::vector<std::string> violations;
  for (const auto& [file, text] : sources()) {
    const long lines = std::count(text.begin(), text.end(), '\n');
    if (lines > limit) violations.push_back(file + ": " + std::to_string(lines) + " lines; make it two");
  }
  EXPECT_TRUE(violations.empty()) << joined(violations);
}

TEST(Architecture, ResultsUseNoElementaryFunctionOfTheLibrary) {
  std::vector<std::string> violations;
  for (const auto& [file, text] : sources()) {
    const auto found = architecture::check_elementary(file, text);
    violations.insert(violations.end(), found.begin(), found.end());
  }
  EXPECT_TRUE(violations.empty()) << joined(violations);
}

// The checks themselves, on made-up files: a test that cannot fail proves nothing.

std::vector<std::string> check(const std::string& file, const std::string& text) {
  return architecture::check_includes(file, text, architecture::rules());
}

TEST(ArchitectureRules, NameFileAndLineOfAForbiddenInclude) {
  EXPECT_EQ(
      check("src/leeway/model/solve.cpp",
            "#include <vector>\n\n#include \"leeway/world/world.h\"\n#include \"leeway/io/csv.h\"\n"),
      std::vector<std::string>{"src/leeway/model/solve.cpp:4: model may not include \"leeway/io/csv.h\""});
}

TEST(ArchitectureRules, RefuseWhatStandsAbove) {
  EXPECT_EQ(check("src/leeway/base/date.cpp", "#include \"leeway/world/world.h\"\n").size(), 1U);
  EXPECT_EQ(check("src/leeway/strategy/leeway.cpp", "  #  include \"leeway/output/json.h\"\n").size(), 1U);
  EXPECT_EQ(check("src/leeway/world/load.cpp", "#include \"leeway/solve/newton.h\"\n").size(), 1U);
}

TEST(ArchitectureRules, KeepTheSecondReadingApart) {
  EXPECT_EQ(check("src/leeway/verify/a.cpp", "#include \"leeway/model/calibration.h\"\n").size(), 1U);
  EXPECT_TRUE(check("src/leeway/verify/a.cpp", "#include \"leeway/model/result.h\"\n").empty());
}

TEST(ArchitectureRules, RefuseOtherNames) {
  EXPECT_EQ(check("src/leeway/io/csv.cpp", "#include \"csv.h\"\n").size(), 1U);
  EXPECT_EQ(check("src/leeway/io/csv.cpp", "#include <leeway/base/date.h>\n").size(), 1U);
  EXPECT_EQ(check("apps/cli/main.cpp", "#include \"../server/server.h\"\n").size(), 1U);
  EXPECT_EQ(check("src/leeway/wings/a.cpp", "").size(), 1U);
}

TEST(ArchitectureRules, AllowWhatTheTableAllows) {
  EXPECT_TRUE(check("src/leeway/io/csv.cpp",
                    "#include \"leeway/io/csv.h\"\n#include <csv.h>\n#include \"leeway/base/date.h\"\n")
                  .empty());
  EXPECT_TRUE(
      check("apps/cli/main.cpp", "#include \"verbs.h\"\n#include \"leeway/output/json.h\"\n").empty());
}

TEST(ArchitectureRules, RefuseTheLibrarysElementaryFunctions) {
  const auto found = [](const std::string& line) {
    return architecture::check_elementary("src/leeway/analysis/a.cpp", line + "\n").size();
  };
  EXPECT_EQ(found("x = std::exp(y);"), 1U);
  EXPECT_EQ(found("x = std::log1p(y);"), 1U);
  EXPECT_EQ(found("x = pow(y, z);"), 1U);
  EXPECT_EQ(found("x = y.array().log();"), 1U);
  EXPECT_EQ(found("std::transform(a, b, c, std::expm1);"), 1U);
  EXPECT_EQ(found("x = elementary::exp(std::sqrt(y));  // not std::exp(y)"), 0U);
  EXPECT_EQ(found("std::exponential_distribution<double> d;"), 0U);
  EXPECT_TRUE(architecture::check_elementary("src/leeway/output/a.cpp", "std::log10(x)").empty());
}

TEST(ArchitectureRules, ReadTheTables) {
  EXPECT_EQ(architecture::parse_document("| folder | what | may include |\n|---|---|---|\n"
                                         "| `src/leeway/base` | x | nothing |\n| `apps` | y | base, io |\n"
                                         "\n| a | b | c |\n| d | e | f |\n"),
            (Table{{"base", {}}, {"apps", {"base", "io"}}}));
  EXPECT_EQ(
      architecture::parse_cmake("leeway_folder(base LINKS fmt)\nleeway_folder(io USES base COLD\n  LINKS z)"),
      (Table{{"base", {}}, {"io", {"base"}}}));
}

}  // namespace
