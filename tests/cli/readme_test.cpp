// The first output that README shows is the program's own. `./dev golden` writes it anew.

#include <algorithm>
#include <cstdlib>

#include "program.h"
#include "support/golden.h"

namespace readme_test {

using GoldenReadmeSlow = program::Program;

/// As far as the first table: to the blank line after it.
std::string first_screen(const std::string& brief) {
  const std::size_t table = brief.find("\n\nWhat Canada can do");
  const std::size_t end = table == std::string::npos ? table : brief.find("\n\n", table + 2);
  return brief.substr(0, end == std::string::npos ? brief.size() : end + 1);
}

TEST_F(GoldenReadmeSlow, TheFirstOutputIsThePrograms) {
  const program::Outcome brief = run("brief CAN --as-of 2026-01-24 --event US-2026-CA-THREAT");
  ASSERT_EQ(brief.code, 0) << brief.err;
  const program::fs::path file = leeway::testing::source_folder() / "README.md";
  const std::string page = program::content(file);
  const std::string opens = "<!-- first-output:begin -->\n```\n";
  const std::string closes = "…\n```\n<!-- first-output:end -->";
  const std::size_t from = page.find(opens);
  const std::size_t to = page.find(closes);
  ASSERT_TRUE(from != std::string::npos && to != std::string::npos);
  const std::size_t begin = from + opens.size();
  const std::string shown = page.substr(begin, to - begin);
  const std::string printed = first_screen(brief.out);
  if (std::getenv("LEEWAY_REWRITE_GOLDEN") != nullptr) {
    program::write(file, page.substr(0, begin) + printed + page.substr(to));
    return;
  }
  EXPECT_TRUE(leeway::testing::same_but_for_last_digits(shown, printed)) << printed;
}

}  // namespace readme_test
