#include "leeway/output/failure_report.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "analysis/instruments_world.h"
#include "leeway/output/ledger_effects_report.h"
#include "leeway/output/solve_report.h"
#include "leeway/output/stress_report.h"
#include "support/policy.h"
#include "support/small_world.h"
#include "support/solved.h"
#include "support/verdicts.h"

namespace leeway {

namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using Json = nlohmann::json;

TEST(FailureWords, OfEveryTermination) {
  using testing::failure_of;
  EXPECT_EQ(failure_words(failure_of(Termination::refused)), "no supplier of C29 is left for SGP");
  EXPECT_EQ(failure_words(failure_of(Termination::not_converged)),
            "not converged: income of KOR has no value");
  EXPECT_THAT(failure_words(failure_of(Termination::closure_infeasible)), HasSubstr("the trade of USA"));
  Failure identity = failure_of(Termination::identity_off);
  identity.certificate.walras = 1e-3;
  EXPECT_THAT(failure_words(identity), AllOf(HasSubstr("Walras 1.0e-03"), Not(HasSubstr("payments"))));
  Failure ban = failure_of(Termination::refused);
  ban.refusal->reason = Refusal::Reason::ban_without_elasticity;
  EXPECT_THAT(failure_words(ban), HasSubstr("elasticity above zero; C29 has 4"));
}

TEST(FailureSentence, TellsTheMeasureAndTheShare) {
  const std::string text = failure_sentence("punished", testing::failure_of(Termination::not_converged));
  for (const char* word :
       {"NO ANSWER", "punished", "income of KOR", "Behind it: KR-SUBSIDY", "25% certified"})
    EXPECT_THAT(text, HasSubstr(word));
  EXPECT_THAT(failure_sentence("it", testing::failure_of(Termination::refused)),
              Not(HasSubstr("Of the way")));
}

/// A report of two solves on a small world, the second of which is refused.
class FailedSolve : public ::testing::Test {
 protected:
  World world = testing::small_world(4, 3, 7);
  Model model{world, {}};
  Report report() const {
    Policy closed = base_policy(world);
    for (int i = 0; i < 4; ++i) testing::set_access(world, closed, 0, 2, i, 0.0);
    const NamedOutcome from{"status quo", "Policy in force", model.solve(base_policy(world))};
    const NamedOutcome to{"closed", "A market closed", model.solve(closed)};
    return solve_report(world, {}, from, to, &from, {});
  }
};

TEST_F(FailedSolve, PrintsTheReasonAndNoFigureInEveryFormat) {
  const Report r = report();
  EXPECT_FALSE(r.certified());
  ASSERT_EQ(r.tables.size(), 1U);
  EXPECT_EQ(r.tables.front().id, "failures");
  const std::string reason = "no supplier of " + world.lines[0].id + " is left for CAN";
  for (const std::string& text : {render_text(r), render_html(r)}) {
    EXPECT_THAT(text, HasSubstr(reason));
    for (const char* figure : {"USD", "equiv. variation", "gains most", "loses most"})
      EXPECT_THAT(text, Not(HasSubstr(figure)));
  }
  const std::string csv = render_csv(r);
  EXPECT_THAT(csv, HasSubstr("closed,refused," + reason));
  EXPECT_THAT(csv, HasSubstr("CAN," + world.lines[0].id));
  EXPECT_THAT(csv, Not(HasSubstr("equivalent_variation")));
  const Json json = Json::parse(render_json(r));
  EXPECT_FALSE(json["certified"].get<bool>());
  EXPECT_FALSE(json.contains("long"));
  EXPECT_EQ(json["certificates"][0]["termination"], "refused");
  EXPECT_EQ(json["certificates"][0]["failure"], reason);
  EXPECT_TRUE(json["certificates"][0]["share_certified"].is_null());
  EXPECT_EQ(json["certificates"][1]["termination"], "certified");
}

TEST(FailuresBesideFigures, StandInTheLongTable) {
  Report r;
  r.certificates.emplace_back("day 1", testing::certified_verdict());
  r.certificates.emplace_back("day 2", testing::failed_verdict());
  r.rows.push_back({"id", "day 1", "CAN", "", "", "real_income", "percent", 2023, "change", 1.0});
  add_failures(r);
  const std::string csv = render_csv(r);
  EXPECT_THAT(csv,
              HasSubstr(",day 2,,KR-SUBSIDY,,share_certified,decimal,0,not_converged,0.25,id-of-failure"));
  EXPECT_THAT(csv, HasSubstr(",day 2,CHL,KR-SUBSIDY,C29,residual_value_added,log,0,not_converged,-2.5"));
  const Json json = Json::parse(render_json(r));
  EXPECT_EQ(json["certificates"][1]["measure"], "KR-SUBSIDY");
  EXPECT_EQ(json["certificates"][1]["worst"].size(), 3U);
  EXPECT_TRUE(json["certificates"][1]["worst"][0]["residual"].is_null());
}

bool has_table(const Report& report, const std::string& id) {
  return std::any_of(report.tables.begin(), report.tables.end(),
                     [&](const ReportTable& t) { return t.id == id; });
}

// A ban on impact has no answer where origins do not replace each other; after ten years it has.
TEST(StressReport, LeavesCellsThatFailEmpty) {
  const World world = testing::carved_world(4, 3);
  StressInputs in;
  in.economy = "USA";
  in.product = "product:cars";
  in.supplier = "CHN";
  in.cuts = {1.0};
  in.horizons = {0.0, 10.0};
  in.as_of = testing::test_day;
  in.options.least_theta = -0.24;
  const Report r = stress_report(world, stress(world, Ledger({}, {}, {}, "none"), in), 12);
  EXPECT_FALSE(r.certified());
  EXPECT_THAT(r.headline, ::testing::StartsWith("No figure for a cut"));
  EXPECT_EQ(r.tables.front().id, "failures");
  EXPECT_FALSE(has_table(r, "sectors"));
  EXPECT_FALSE(has_table(r, "substitutes"));
  const auto grid =
      std::find_if(r.tables.begin(), r.tables.end(), [](const auto& t) { return t.id == "grid"; });
  ASSERT_NE(grid, r.tables.end());
  EXPECT_TRUE(std::holds_alternative<std::monostate>(grid->rows[0][2]));
  EXPECT_EQ(std::get<std::string>(grid->rows[0].back()), "0 of 4");
  EXPECT_TRUE(std::holds_alternative<double>(grid->rows[1][2]));
  EXPECT_EQ(std::get<std::string>(grid->rows[1].back()), "4 of 4");
  EXPECT_THAT(render_text(r), HasSubstr("a ban needs a trade elasticity above zero"));
}

TEST(LedgerEffectsReport, LeavesMeasuresThatFailEmpty) {
  World world = testing::carved_world(4, 3);
  world.flow(*world.find_line("product:cars"), 0, 0) = 0.0;
  testing::close_accounts(world);
  Measure ban = testing::car_measure("CLOSED", Instrument::import_ban);
  ban.on = {"*"};
  ban.effective = make_date(2023, 1, 1);
  const Model model(world, {});
  const Ledger ledger({testing::car_tariff(0.2), ban}, {}, {}, "two");
  const LedgerEffects effects = ledger_effects(model, ledger, testing::test_day, 2021, 2023);
  const Report r = ledger_effects_report(world, {}, effects, 12);
  EXPECT_FALSE(r.certified());
  const auto table =
      std::find_if(r.tables.begin(), r.tables.end(), [](const auto& t) { return t.id == "effects"; });
  ASSERT_NE(table, r.tables.end());
  for (const auto& row : table->rows)
    EXPECT_EQ(std::holds_alternative<double>(row[4]), std::get<std::string>(row[0]) == "TARIFF");
  EXPECT_THAT(render_text(r), HasSubstr("Behind it: CLOSED"));
}

TEST(FailuresBesideFigures, NothingIsSaidWhereAllCertified) {
  Report r;
  r.certificates.emplace_back("day 1", testing::certified_verdict());
  add_failures(r);
  EXPECT_TRUE(r.tables.empty());
  EXPECT_TRUE(r.lead.empty());
}

}  // namespace

}  // namespace leeway
