#include "leeway/policy/tariff_lines.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <set>

#include <fmt/format.h>

#include <gmock/gmock.h>

#include "leeway/io/csv.h"
#include "leeway/io/file.h"
#include "leeway/policy/scenario.h"
#include "leeway/world/load.h"
#include "support/own_folder.h"
#include "support/refusal.h"

// Goods by their codes in the harmonised system, on the default world.
namespace leeway {
namespace tariff_lines_test {

using ::testing::Contains;
using ::testing::HasSubstr;
using testing::refusal;
using Kind = PolicyNote::Kind;

class TariffLines : public ::testing::Test {
 protected:
  static const World& world() {
    static const World loaded = open_world("2023");
    return loaded;
  }
  static Policy policy(const std::string& goods, const std::string& by = "USA", const std::string& on = "CAN",
                       const std::string& terms = "rate = 0.25", const std::string& file = "s.toml") {
    return resolve_policy(
        world(), Ledger(),
        policy_options(parse_scenario("title = \"t\"\nas_of = 2024-06-30\n[[measure]]\nid = \"M\"\nby = \"" +
                                          by + "\"\non = \"" + on + "\"\ngoods = " + goods +
                                          "\ninstrument = \"tariff\"\nterms = { " + terms + " }\n",
                                      file)));
  }
  static double added(const Policy& p, const std::string& line, const std::string& importer,
                      const std::string& exporter) {
    const int l = *world().find_line(line);
    const int n = *world().find_economy(importer);
    const int i = *world().find_economy(exporter);
    return p.wedge(world(), l, n, i).tariff - world().tariff(l, n, i);
  }
};

TEST_F(TariffLines, AWholeProductIsThatProduct) {
  const Policy p = policy("[\"hs:8703.80\", \"hs:1205\"]");
  EXPECT_NEAR(added(p, "product:bev", "USA", "CAN"), 0.25, 1e-12);
  EXPECT_NEAR(added(p, "product:canola_seed", "USA", "CAN"), 0.25, 1e-12);
  EXPECT_EQ(added(p, "product:cars", "USA", "CAN"), 0.0);
  EXPECT_EQ(added(p, "C29", "USA", "CAN"), 0.0);
  EXPECT_EQ(added(p, "product:bev", "USA", "MEX"), 0.0);
}

// Its list of goods goes with it, so that it can come back.
TEST_F(TariffLines, AMeasureIsTakenOutAndPutBack) {
  const Policy once = policy("[\"hs:8708\"]");
  const Policy none = without(world(), once, "M");
  EXPECT_EQ(added(none, "C29", "USA", "CAN"), 0.0);
  const Scenario written = parse_scenario(
      "title = \"t\"\nas_of = 2024-06-30\n[[measure]]\nid = \"M\"\nby = \"USA\"\non = \"CAN\"\n"
      "goods = [\"hs:8708\"]\ninstrument = \"tariff\"\nterms = { rate = 0.25 }\n",
      "s.toml");
  const Policy again = with(world(), none, written.measures.front());
  EXPECT_EQ(added(again, "C29", "USA", "CAN"), added(once, "C29", "USA", "CAN"));
}

TEST_F(TariffLines, APartOfASectorCoversWhatRecordedTradeSays) {
  // Car parts are most, not all, of what is left of motor vehicles beside cars.
  const Policy p = policy("[\"hs:8708\"]");
  const double ca = added(p, "C29", "USA", "CAN") / 0.25;
  EXPECT_GT(ca, 0.2);
  EXPECT_LT(ca, 1.0);
  const double mx = added(policy("[\"hs:8708\"]", "USA", "MEX"), "C29", "USA", "MEX") / 0.25;
  EXPECT_NE(ca, mx) << "each partner has its own share";
  EXPECT_EQ(added(policy("[\"hs:8708\"]"), "product:cars", "USA", "CAN"), 0.0) << "cars are no parts";
  // Two codes cover what each does, and a chapter at least its heading.
  const double lorries = added(policy("[\"hs:8704\"]"), "C29", "USA", "CAN") / 0.25;
  EXPECT_NEAR(added(policy("[\"hs:8708\", \"hs:8704\"]"), "C29", "USA", "CAN") / 0.25, ca + lorries, 1e-9);
  EXPECT_GE(added(policy("[\"hs2017:87\"]"), "C29", "USA", "CAN") / 0.25, ca + lorries - 1e-12);
}

TEST_F(TariffLines, WhatIsAssumedIsSaid) {
  const Policy own = policy("[\"hs:8708\"]");
  EXPECT_TRUE(own.warnings.empty());
  const Policy other = policy("[\"hs:8708\", \"hs:8703.80.00\"]", "EU27", "USA");
  EXPECT_THAT(other.warnings, Contains(PolicyNote{Kind::lines_stand_in, "M"}));
  EXPECT_THAT(other.warnings, Contains(PolicyNote{Kind::lines_cut, "M", {"hs:8703.80.00"}}));
}

TEST_F(TariffLines, AListOrATableOfThemMayBeAFile) {
  const auto folder = testing::own_folder();
  std::filesystem::create_directories(folder);
  write_file_atomically(folder / "list.csv", "hs,description\n8703.80,electric cars\n1205,canola\n");
  write_file_atomically(folder / "rates.csv",
                        "exporter,hs,rate\nCAN,870380,25%\nCAN,8708,10%\nCAN,870899,50%\n");
  const std::string place = (folder / "s.toml").string();
  const Policy p = policy("\"list.csv\"", "USA", "CAN", "rate = 0.25", place);
  EXPECT_NEAR(added(p, "product:canola_seed", "USA", "CAN"), 0.25, 1e-12);
  const std::string terms = "schedule = \"rates.csv\", rates = \"changes\"";
  const Policy rates = policy("\"*\"", "USA", "CAN", terms, place);
  EXPECT_NEAR(added(rates, "product:bev", "USA", "CAN"), 0.25, 1e-12);
  // The longer code speaks for itself: the mean lies between the two rates.
  const double covered = added(policy("[\"hs:8708\"]"), "C29", "USA", "CAN") / 0.25;
  const double mean = added(rates, "C29", "USA", "CAN");
  EXPECT_GT(mean, 0.10 * covered);
  EXPECT_EQ(added(rates, "product:cars", "USA", "CAN"), 0.0);
  EXPECT_LT(mean, 0.50 * covered);
  EXPECT_THAT(refusal([&] {
                write_file_atomically(folder / "list.csv", "hs,rate\n8703.80,5%\n");
                policy("\"list.csv\"", "USA", "CAN", "rate = 0.25", place);
              }),
              HasSubstr("terms = { schedule = \"list.csv\""));
  std::filesystem::remove_all(folder);
}

// Lists as governments published them in March 2025, by their national lines.
TEST_F(TariffLines, ListsOfRetaliationAreRead) {
  const char* shared = std::getenv("LEEWAY_SHARED");
  if (shared == nullptr) GTEST_SKIP() << "LEEWAY_SHARED does not name a folder of source data";
  const auto lists = std::filesystem::path(shared) / "data" / "tariffs" / "retaliation";
  const auto folder = testing::own_folder();
  std::filesystem::create_directories(folder);
  struct List {
    const char* file;
    const char* by;
    std::size_t column;
    const char* line;       ///< that it must touch
    bool untraded = false;  ///< has lines that no record knows
  };
  for (const List& list : {List{"list_canada-march-list.csv", "CAN", 0, "C10T12", true},
                           List{"list_canada-steel-list.csv", "CAN", 0, "C24A"},
                           List{"list_canada-125b-list.csv", "CAN", 0, "C29", true},
                           List{"list_china-10-percent-030425.csv", "CHN", 1, "A01_02", true},
                           List{"list_china-15-percent-030425.csv", "CHN", 1, "A01_02"}}) {
    std::set<std::string> codes;
    CsvFile csv = CsvFile::without_header(lists / list.file);
    while (csv.next()) {
      std::string code(csv.text(list.column));
      if (code.size() == 7) code.insert(0, "0");  // a spreadsheet has dropped it
      codes.insert(code);
    }
    write_file_atomically(folder / "list.csv", fmt::format("hs\n{}\n", fmt::join(codes, "\n")));
    const Policy p = policy("\"list.csv\"", list.by, "USA", "rate = 0.25", (folder / "s.toml").string());
    const double on_line = added(p, list.line, list.by, "USA");
    EXPECT_GT(on_line, 0.001) << list.file;
    EXPECT_LE(on_line, 0.25 + 1e-12) << list.file;
    EXPECT_EQ(added(p, "J", list.by, "USA"), 0.0) << list.file;
    // Bluefin tuna, works of art: what no trade is recorded of is named.
    const bool named = std::any_of(p.warnings.begin(), p.warnings.end(),
                                   [](const PolicyNote& note) { return note.kind == Kind::lines_untraded; });
    EXPECT_TRUE(named || !list.untraded) << list.file;
  }
  std::filesystem::remove_all(folder);
}

TEST_F(TariffLines, Refusals) {
  const auto refused = [](const std::string& goods, const std::string& terms = "rate = 0.25") {
    return refusal([&] { policy(goods, "USA", "CAN", terms); });
  };
  EXPECT_THAT(refused("[\"hs:8703.99\"]"), HasSubstr("under 8703 it knows 870310"));
  std::string many = "[\"hs:8703.99\"";
  for (int code = 1; code <= 24; ++code) many += fmt::format(", \"hs:{:02}\"", code);
  EXPECT_EQ(refused(many + "]"), "") << "one of many";
  many += ", \"hs:9799\", \"hs:9798\"";
  EXPECT_THAT(refused(many + "]"), HasSubstr("does not know 3 of 27 lines: hs:8703.99, hs:9799, hs:9798"));
  EXPECT_THAT(refused("[\"hs:870X\"]"), HasSubstr("2 to 10 digits"));
  EXPECT_THAT(refused("[\"hs:8\"]"), HasSubstr("2 to 10 digits"));
  EXPECT_THAT(refused("[\"hs2018:8703\"]"), HasSubstr("no revision 2018"));
  EXPECT_THAT(refused("[\"hs:8703\"]", "rate = 0.1, coverage = 0.5"), HasSubstr("what is covered"));
  EXPECT_THAT(refusal([] { policy("[\"hs:8703\"]", "USA", "CAN", "rate = 0.25", "s.toml"); }), "");
}

}  // namespace tariff_lines_test
}  // namespace leeway
