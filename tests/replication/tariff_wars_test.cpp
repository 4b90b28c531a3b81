#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>

#include "leeway/base/error.h"
#include "leeway/replication/replicate.h"
#include "support/own_folder.h"

namespace leeway {
namespace {

namespace fs = std::filesystem;

// The reference figures are not shipped: their sources state no licence.
class TariffWars : public ::testing::TestWithParam<std::pair<const char*, std::size_t>> {};

TEST_P(TariffWars, AreReproduced) {
  const char* golden = std::getenv("LEEWAY_GOLDEN");
  if (golden == nullptr || !fs::exists(fs::path(golden) / "armington_2country"))
    GTEST_SKIP() << "LEEWAY_GOLDEN does not name a folder of reference results";
  const auto [name, rows] = GetParam();
  for (const Replication& r : replicate(name, golden)) {
    for (const auto& [what, failure] : r.failures)
      ADD_FAILURE() << what << ": " << to_string(failure->termination());
    for (const ReplicationRow& row : r.rows)
      EXPECT_TRUE(row.ok) << row.case_name << ": " << row.quantity << ": calculated " << row.ours
                          << ", expected " << row.reference << ", gap " << row.gap << ", tolerance "
                          << row.tolerance;
    EXPECT_EQ(r.rows.size(), rows);
    EXPECT_TRUE(r.ok());
  }
}

INSTANTIATE_TEST_SUITE_P(Published, TariffWars,
                         ::testing::Values(std::pair{"tariffwar", 56U}, std::pair{"armington_36", 8U},
                                           std::pair{"armington_2country", 22U}),
                         [](const auto& one) { return std::string(one.param.first); });

TEST(Replicate, ReadsAnyCaseOfTwoCountries) {
  // A case of one's own: a war's tariffs that are not its best are told from it.
  const fs::path folder = testing::own_folder() / "armington_2country";
  fs::create_directories(folder);
  std::ofstream(folder / "cases.csv")
      << "case,sigma,aH,aF,LH,LF,tFH_home_tariff,tHF_foreign_tariff,wH,WH,WF\n"
         "nash_symmetric,3,1,1,1,1,0.5,0.5,1,,\n";
  const Replication r = replicate("armington_2country", folder).front();
  fs::remove_all(folder.parent_path());
  for (const ReplicationRow& row : r.rows) {
    const bool holds = row.quantity.find("closed form") != std::string::npos || row.quantity == "home wage";
    EXPECT_TRUE(row.ok || !holds) << row.quantity << " " << row.ours << " " << row.reference;
  }
  // Equals set equal tariffs.
  EXPECT_NEAR(r.rows[0].ours, r.rows[1].ours, 1e-10);
}

TEST(Replicate, NamesWhatItKnows) {
  EXPECT_THROW(replicate("tarifwar", testing::own_folder().parent_path()), InputError);
  EXPECT_THROW(replicate("tariffwar", "/nowhere"), InputError);
}

}  // namespace
}  // namespace leeway
