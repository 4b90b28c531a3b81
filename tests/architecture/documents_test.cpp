// Links between the documents of the project lead somewhere.

#include <gtest/gtest.h>

#include <cctype>
#include <filesystem>
#include <regex>
#include <string>
#include <vector>

#include "rules.h"
#include "support/places.h"

namespace {

namespace fs = std::filesystem;
const fs::path root = leeway::testing::source_folder();

std::vector<fs::path> documents() {
  std::vector<fs::path> found;
  for (const char* folder : {"", "docs", "data", "scenarios", "web"}) {
    if (!fs::is_directory(root / folder)) continue;
    for (const fs::directory_entry& entry : fs::directory_iterator(root / folder))
      if (entry.path().extension() == ".md") found.push_back(entry.path());
  }
  return found;
}

/// The anchor that a heading gets on the usual forges: lower case, no punctuation, dashes for spaces.
std::string anchor(const std::string& heading) {
  std::string text;
  for (const char c : heading) {
    if (c == ' ' || c == '-')
      text += '-';
    else if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_')
      text += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return text;
}

bool has_heading(const fs::path& document, const std::string& wanted) {
  static const std::regex heading(R"((?:^|\n)#+ +([^\n]+))");
  const std::string text = architecture::read_text(document);
  for (std::sregex_iterator at(text.begin(), text.end(), heading), end; at != end; ++at)
    if (anchor((*at)[1]) == wanted) return true;
  return false;
}

TEST(Documents, LinksLeadSomewhere) {
  // Only what looks like a path; brackets and parentheses also meet in formulas.
  static const std::regex link(R"(\]\(([A-Za-z0-9_./#-]+)\))");
  for (const fs::path& document : documents()) {
    const std::string text = architecture::read_text(document);
    for (std::sregex_iterator at(text.begin(), text.end(), link), end; at != end; ++at) {
      const std::string target = (*at)[1];
      const auto hash = target.find('#');
      const fs::path file = hash == 0 ? document : document.parent_path() / target.substr(0, hash);
      const std::string place = fs::relative(document, root).string() + " links to " + target;
      EXPECT_TRUE(fs::exists(file)) << place;
      if (hash != std::string::npos && fs::is_regular_file(file)) {
        EXPECT_TRUE(has_heading(file, target.substr(hash + 1))) << place << ": no such heading";
      }
    }
  }
}

}  // namespace
