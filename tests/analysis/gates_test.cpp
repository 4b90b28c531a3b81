#include "leeway/analysis/gates.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "analysis/instruments_world.h"
#include "leeway/analysis/comparison.h"
#include "leeway/policy/one_line.h"
#include "leeway/world/load.h"

namespace leeway {
namespace {

using namespace testing;
using Held = GateResult::Verdict;

struct GatesTest : ::testing::Test {
  World world = carved_world(5, 3);
  Model model{world, {}};

  GateReport check(std::vector<Measure> measures) const {
    return check_gates(model, Ledger(std::move(measures), {}, {}, "test"), test_day, {});
  }
  static Held of(const GateReport& report, Gate gate, const std::string& measure) {
    const auto found = std::find_if(report.results.begin(), report.results.end(), [&](const GateResult& r) {
      return r.gate == gate && r.measure == measure;
    });
    EXPECT_NE(found, report.results.end()) << to_string(gate) << " " << measure;
    return found == report.results.end() ? Held::failed : found->verdict;
  }
  static Measure licence(double restriction) {
    Measure m = car_measure("LICENCE", Instrument::licence);
    std::swap(m.by, m.on[0]);
    m.goods = {"C11"};  // a limit on cars would make one of theirs idle
    m.terms.restriction = restriction;
    return m;
  }
};

TEST_F(GatesTest, HoldForEveryKindOfCut) {
  std::vector<Measure> measures = {car_tariff(0.3), car_quota(Instrument::export_quota, 0.6, 1.0),
                                   licence(0.5)};
  Measure boycott = car_measure("BOYCOTT", Instrument::boycott);
  boycott.terms.share = 0.3;
  Measure barrier = car_measure("BARRIER", Instrument::barrier);
  barrier.terms.cost = 0.3;
  Measure ban = car_measure("BAN", Instrument::import_ban);
  ban.effective = make_date(2023, 1, 1);  // never in force by the day: put in force
  measures.insert(measures.end(), {boycott, barrier, ban});
  const GateReport report = check(measures);
  EXPECT_TRUE(report.passed());
  EXPECT_EQ(of(report, Gate::base_year, ""), Held::passed);
  for (const Measure& m : measures) EXPECT_EQ(of(report, Gate::volume, m.id), Held::passed) << m.id;
  for (const char* id : {"TARIFF", "QUOTA", "LICENCE", "BARRIER"}) {
    EXPECT_EQ(of(report, Gate::deeper_volume, id), Held::passed) << id;
    EXPECT_EQ(of(report, Gate::deeper_price, id), Held::passed) << id;
  }
  EXPECT_EQ(of(report, Gate::deeper_volume, "BOYCOTT"), Held::passed);
  EXPECT_EQ(of(report, Gate::deeper_volume, "BAN"), Held::no_deeper);
  EXPECT_EQ(of(report, Gate::limit, "LICENCE"), Held::passed);
}

TEST_F(GatesTest, TellWhatFreesFromWhatRestricts) {
  Measure pact = car_measure("PACT", Instrument::pact);
  pact.terms.tariff_cut = 1.0;
  Measure subsidy = car_measure("SUBSIDY", Instrument::subsidy);
  subsidy.by = "CHN";
  subsidy.on = {"*"};
  subsidy.terms.steps = {{std::nullopt, 0.1}};
  Measure gift = car_measure("GIFT", Instrument::transfer);
  gift.terms.amount = 1.0;
  const GateReport report = check({pact, subsidy, gift});
  EXPECT_TRUE(report.passed());
  EXPECT_EQ(of(report, Gate::volume, "SUBSIDY"), Held::passed);
  EXPECT_EQ(of(report, Gate::volume, "GIFT"), Held::neither);
  const auto volume = std::find_if(report.results.begin(), report.results.end(), [](const GateResult& r) {
    return r.gate == Gate::volume && r.measure == "SUBSIDY";
  });
  EXPECT_GT(volume->after, volume->before);
}

// A scenario's own Measures are held against the scenario without them, under its own options; ids do not
// depend on threads, and the report knows what failed.
TEST_F(GatesTest, OfScenariosAndOfFailures) {
  Options year;
  year.horizon = 1.0;
  const GatedPolicy scenario{
      "test", std::make_shared<const Policy>(policy_with(world, {licence(0.5)})), year, {"LICENCE"}};
  const GateReport report = check_gates(model, Ledger({}, {}, {}, "test"), test_day, {scenario});
  EXPECT_EQ(of(report, Gate::volume, "LICENCE"), Held::passed);
  EXPECT_EQ(report.results[1].where, "test");
  EXPECT_EQ(report.run_id, check_gates(model, Ledger({}, {}, {}, "test"), test_day, {scenario}).run_id);
  GateReport broken = report;
  EXPECT_TRUE(broken.passed());
  broken.results[1].verdict = Held::failed;
  EXPECT_FALSE(broken.passed());
  EXPECT_EQ(broken.count(Gate::volume, Held::failed), 1);
}

// A class of goods under equal wedges is no other goods, whatever classes the ledger has made before.
TEST(PutIn, WithoutAWedgeChangesNothing) {
  const World real = open_world("2023");
  const Ledger ledger = open_ledger(real);
  const Model on_it(real, {});
  PolicyOptions calm;
  calm.as_of = make_date(2026, 1, 24);
  const Outcome before = on_it.solve(resolve_policy(real, ledger, calm));
  ASSERT_TRUE(before.certified());
  for (const char* act :
       {"USA on CHN: tariff 0% on C29, coverage 30%", "USA on MEX: barrier 0% on C29, coverage 50%",
        "USA on *: tariff 0% on goods, coverage 45%"}) {
    PolicyOptions moved = calm;
    moved.measures = {parse_one_line(act, Location{"test"}, calm.as_of)};
    const Outcome after = on_it.solve(resolve_policy(real, ledger, moved));
    ASSERT_TRUE(after.certified()) << act;
    EXPECT_NE(fingerprint(after.policy()), fingerprint(before.policy())) << "its classes are other ones";
    const std::vector<double> change = real_income_change_pct(before->result, after->result);
    for (int n = 0; n < real.economy_count(); ++n)
      EXPECT_NEAR(change[static_cast<std::size_t>(n)], 0.0, 1e-6)
          << act << " " << real.economies[static_cast<std::size_t>(n)].id;
  }
}

}  // namespace
}  // namespace leeway
