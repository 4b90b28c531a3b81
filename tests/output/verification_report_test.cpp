// What the second reading does to a report.
#include "leeway/output/verification_report.h"

#include <gmock/gmock.h>

#include "leeway/model/model.h"
#include "support/small_world.h"

namespace leeway {

namespace {

using ::testing::HasSubstr;

class VerificationReport : public ::testing::Test {
 protected:
  World world = testing::small_world(4, 3, 7);
  Model model{world, {}};
  NamedOutcome base{"base year", "Base year", model.solve(base_policy(world))};
};

TEST_F(VerificationReport, AnEquilibriumThatHoldsGetsItsTable) {
  Report report;
  const auto read = verify_all(world, {}, {&base});
  add_verification(report, read);
  EXPECT_TRUE(report.certified());
  ASSERT_EQ(report.tables.size(), 1U);
  EXPECT_EQ(report.tables.front().rows.size(), read.front().verification.checks.size());
  EXPECT_TRUE(report.warnings.empty());
  EXPECT_THAT(render_text(report), HasSubstr("Checked again"));
}

TEST_F(VerificationReport, OneThatDoesNotIsNamedAndNotCertified) {
  Solution wrong = base.outcome.solution();
  wrong.result.wage[2] *= 1.001;
  const NamedOutcome tampered{"tampered", "", Outcome(wrong)};
  Report report;
  add_verification(report, verify_all(world, {}, {&base, &tampered}));
  EXPECT_FALSE(report.certified());
  ASSERT_EQ(report.warnings.size(), 1U);
  EXPECT_THAT(report.warnings.front(), HasSubstr("tampered: DOES NOT HOLD"));
  EXPECT_THAT(render_json(report), HasSubstr("\"certified\": false"));
}

TEST_F(VerificationReport, NothingIsReadOfAFailure) {
  Policy closed = base_policy(world);
  for (int i = 0; i < 4; ++i) {
    Wedge wedge = closed.wedge(world, 0, 2, i);
    wedge.access = 0.0;
    closed.set_wedge(world, 0, 2, i, wedge);
  }
  const NamedOutcome failed{"closed", "", model.solve(closed)};
  ASSERT_FALSE(failed.outcome);
  EXPECT_TRUE(verify_all(world, {}, {&failed}).empty());
}

}  // namespace

}  // namespace leeway
