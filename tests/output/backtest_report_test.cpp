#include "leeway/output/backtest_report.h"

#include <cstdlib>
#include <fstream>

#include <gmock/gmock.h>

#include "leeway/analysis/path.h"
#include "leeway/world/load.h"
#include "support/golden.h"
#include "support/places.h"

namespace leeway {
namespace {

using ::testing::HasSubstr;

class BacktestReport : public ::testing::Test {
 protected:
  /// Of the ledger up to its last day.
  static std::vector<ThreatScores> threats() {
    const World world = open_world("2023");
    const Ledger ledger = open_ledger().as_known_to(world);
    return threat_scores_over_time(world, ledger, "", span_of(ledger).last);
  }
  static const Backtest& all() {
    static const Backtest found = [] {
      std::vector<Episode> episodes;
      for (const std::string& name : episode_names()) episodes.push_back(open_episode(name));
      return backtest(episodes, true);
    }();
    return found;
  }
};

// The page and the record that other answers quote are of this program and these data.
TEST_F(BacktestReport, DocumentIsUpToDate) {
  const std::filesystem::path page = testing::source_folder() / "docs/backtest.md";
  const std::string text = testing::file_text(page);
  const std::size_t end_of_words = text.find("-->\n\n");
  ASSERT_NE(end_of_words, std::string::npos);
  EXPECT_TRUE(
      testing::is_golden(page, text.substr(0, end_of_words + 5) + backtest_markdown(all(), threats())));
}

TEST_F(BacktestReport, RecordIsUpToDate) {
  const std::filesystem::path file = testing::source_folder() / "data/backtest/record.csv";
  if (std::getenv("LEEWAY_REWRITE_GOLDEN") != nullptr)
    std::ofstream(file, std::ios::binary) << backtest_record(all());
  // With its run id: what other answers quote is of these very solves.
  EXPECT_EQ(testing::file_text(file), backtest_record(all())) << "./dev golden writes it anew";
}

TEST_F(BacktestReport, EverySolveOfTheDefaultCertifies) {
  for (const EpisodeResult& e : all().episodes) {
    EXPECT_TRUE(e.runs.front().before.certified()) << e.episode.id;
    EXPECT_TRUE(e.runs.front().after.certified()) << e.episode.id;
  }
}

TEST_F(BacktestReport, WorstMissComesFirst) {
  const Report report = backtest_report(all(), 0);
  ASSERT_EQ(report.tables.front().id, "misses");
  double last = 1e300;
  for (const auto& row : report.tables.front().rows) {
    const double error = std::get<double>(row[6]);
    EXPECT_LE(error, last);
    last = error;
  }
}

// The duties of the trade war differ between sectors; bans of Australia's goods are no duties and are not
// tested.
TEST_F(BacktestReport, DutiesAreTheShocksOfTheTradeWarAlone) {
  for (const EpisodeResult& e : all().episodes)
    for (const TradeScore& t : e.runs.front().trade) {
      EXPECT_EQ(t.by_duties.has_value(), e.episode.id == "us-china-2018") << t.title;
      if (!t.by_duties) continue;
      EXPECT_GE(t.by_duties->shifts, 20) << t.title;
      EXPECT_GT(t.by_duties->standard_error, 0.0) << t.title;
      // A finite duty does less than a small one times its size, by a half at most.
      EXPECT_GT(t.by_duties->first_stage, 0.5) << t.title;
      EXPECT_LT(t.by_duties->first_stage, 1.1) << t.title;
      EXPECT_LT(t.by_duties->largest, 1.0) << t.title;
    }
}

TEST_F(BacktestReport, PartsOfAnErrorAddUpToIt) {
  for (const EpisodeResult& e : all().episodes)
    for (const TradeScore& t : e.runs.front().trade) {
      double sum = 0.0;
      for (const double part : t.error_by_sector) sum += part;
      EXPECT_NEAR(sum, *t.cells.error, 1e-9) << t.title;
    }
}

TEST(RecordLine, QuotesEpisodesOfTheKind) {
  const Date known = make_date(2020, 2, 5);
  const std::vector<PastFigure> figures = {
      {"0123456789", "war", "A war", {"tariff"}, "imports", known, 0.9, 0.6, 0.7, {}, {}, ""},
      {"0123456789",
       "quota",
       "A quota",
       {"import_quota"},
       "cars",
       known,
       2.0,
       {},
       {},
       200.0,
       100.0,
       "vehicles"}};
  EXPECT_EQ(record_line(figures, {"tariff"}, known),
            "In past episodes like this, the worst miss of each: A war: imports: error 0.90 of that of \"no "
            "change\", 60% of "
            "signs right by trade (backtest 01234567, docs/backtest.md).");
  EXPECT_THAT(record_line(figures, {"import_quota"}, known),
              HasSubstr("the model said 200 vehicles and the record is 100 vehicles"));
  EXPECT_THAT(record_line(figures, {"subsidy"}, known), HasSubstr("No past episode of this kind"));
  EXPECT_EQ(record_line({}, {"tariff"}, known), "");
  EXPECT_EQ(record_line(figures, {}, known), "");
}

// A record that came out after the day is hindsight: another of the episode stands for it, or none.
TEST(RecordLine, QuotesNoRecordOfALaterDay) {
  const auto figure = [](const char* what, Date known) {
    return PastFigure{"0123456789", "war", "A war", {"tariff"}, what, known, 0.9, {}, {}, {}, {}, ""};
  };
  const std::vector<PastFigure> figures = {figure("tables", make_date(2025, 12, 31)),
                                           figure("customs", make_date(2020, 2, 5))};
  EXPECT_THAT(record_line(figures, {"tariff"}, make_date(2026, 1, 24)), HasSubstr("A war: tables"));
  EXPECT_THAT(record_line(figures, {"tariff"}, make_date(2025, 12, 30)), HasSubstr("A war: customs"));
  EXPECT_EQ(record_line(figures, {"tariff"}, make_date(2020, 2, 4)),
            "No record of a past episode of this kind was known by 2020-02-04 to hold the model against "
            "(docs/backtest.md).");
}

}  // namespace
}  // namespace leeway
