#include "leeway/replication/replicate.h"

#include <cstdlib>

#include <gtest/gtest.h>

#include "leeway/base/error.h"

namespace leeway {
namespace {

// The reference figures are not shipped: their sources state no licence.
TEST(Replicate, CaliendoAndParro2015) {
  const char* golden = std::getenv("LEEWAY_GOLDEN");
  if (golden == nullptr || !std::filesystem::exists(std::filesystem::path(golden) / "cp2015_nafta"))
    GTEST_SKIP() << "LEEWAY_GOLDEN does not name a folder of reference results";
  const Replication r = replicate_cp2015(golden);
  for (const auto& [name, failure] : r.failures)
    ADD_FAILURE() << name << ": " << to_string(failure->termination());
  for (const ReplicationRow& row : r.rows)
    EXPECT_TRUE(row.ok) << row.case_name << ": " << row.quantity << ": calculated " << row.ours
                        << ", expected " << row.reference
                        << (row.paper ? ", paper " + std::to_string(*row.paper) : "") << ", gap " << row.gap
                        << ", tolerance " << row.tolerance << " " << row.unit;
  EXPECT_EQ(r.rows.size(), 162U);
  EXPECT_TRUE(r.ok());
}

TEST(Replicate, AMissingFolderIsAnInputError) { EXPECT_THROW(replicate_cp2015("/nowhere"), InputError); }

}  // namespace
}  // namespace leeway
