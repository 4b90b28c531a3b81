#include "leeway/output/backtest_report.h"

#include <cstdlib>
#include <fstream>

#include <gmock/gmock.h>

#include "support/golden.h"
#include "support/places.h"

namespace leeway {
namespace {

using ::testing::HasSubstr;

class BacktestReport : public ::testing::Test {
 protected:
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
  EXPECT_TRUE(testing::is_golden(page, text.substr(0, end_of_words + 5) + backtest_markdown(all())));
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

TEST_F(BacktestReport, PartsOfAnErrorAddUpToIt) {
  for (const EpisodeResult& e : all().episodes)
    for (const TradeScore& t : e.runs.front().trade) {
      double sum = 0.0;
      for (const double part : t.error_by_sector) sum += part;
      EXPECT_NEAR(sum, *t.cells.error, 1e-9) << t.title;
    }
}

TEST(RecordLine, QuotesEpisodesOfTheKind) {
  const std::vector<PastFigure> figures = {
      {"0123456789", "war", "A war", {"tariff"}, "imports", 0.9, 0.6, 0.7, {}, {}, ""},
      {"0123456789", "quota", "A quota", {"import_quota"}, "cars", 2.0, {}, {}, 200.0, 100.0, "vehicles"}};
  EXPECT_EQ(record_line(figures, {"tariff"}),
            "In past episodes like this: A war: imports: error 0.90 of that of \"no change\", 60% of "
            "signs right by trade (backtest 01234567, docs/backtest.md).");
  EXPECT_THAT(record_line(figures, {"import_quota"}),
              HasSubstr("the model said 200 vehicles and the record is 100 vehicles"));
  EXPECT_THAT(record_line(figures, {"subsidy"}), HasSubstr("No past episode of this kind"));
  EXPECT_EQ(record_line({}, {"tariff"}), "");
  EXPECT_EQ(record_line(figures, {}), "");
}

}  // namespace
}  // namespace leeway
