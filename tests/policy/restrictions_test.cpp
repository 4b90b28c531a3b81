// A share refused is a quantity, and lost demand is no lost variety (docs/measures.md, Restrictions).

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "support/acts.h"
#include "support/refusal.h"

namespace leeway {
namespace restrictions_test {

using testing::can;
using testing::chn;
using testing::refusal;
using testing::tiny_world;
using testing::usa;
using testing::wedge_of;
using testing::year_2022;
using Kind = PolicyNote::Kind;

const std::string since_2019 = "effective = 2019-01-01";

Measure act(const std::string& id, const std::string& instrument, const std::string& by,
            const std::string& on, const std::string& terms,
            const std::string& more = "effective = 2021-01-01") {
  return testing::act(id, instrument, by, on, terms, more, "*");
}

Policy with(std::vector<Measure> measures, Date as_of = year_2022, std::vector<TermScale> scaled = {}) {
  PolicyOptions options;
  options.as_of = as_of;
  options.scaled = std::move(scaled);
  return testing::policy_of(std::move(measures), std::move(options));
}

/// The limit on a flow as a share of the base year; 1 where there is none.
double limit(const Policy& policy, int line, int importer, int exporter) {
  double found = 1.0;
  for (const BoundInstrument& bound : policy.instruments) {
    EXPECT_EQ(bound.unit, "of the base year");
    EXPECT_EQ(bound.flows.size(), 1U);
    const InstrumentFlow& flow = bound.flows.front();
    EXPECT_EQ(flow.quantity, 1.0);
    if (flow.line == line && flow.importer == importer && flow.exporter == exporter) found *= bound.limit;
  }
  return found;
}

/// What demand for all origins of a row comes to at the prices of the base year; 1 as it was.
double demand_of_row(const Policy& policy, int line, int importer) {
  const World world = tiny_world();
  double before = 0.0;
  double after = 0.0;
  for (int i = 0; i < 3; ++i) {
    const double paid = world.flow(line, importer, i) * (1.0 + world.tariff(line, importer, i));
    const Wedge w = wedge_of(policy, line, importer, i);
    before += paid;
    after += paid * w.demand * (w.access > 0.0 ? 1.0 : 0.0);
  }
  return after / before;
}

TEST(Restrictions, LimitEveryDestinationForItself) {
  const Policy policy = with({act("L", "licence", "CHN", "\"*\"", "restriction = 0.2")});
  ASSERT_EQ(policy.instruments.size(), 4U);  // two lines, two destinations
  for (const int n : {usa, can}) {
    EXPECT_DOUBLE_EQ(limit(policy, 0, n, chn), 0.8);
    EXPECT_EQ(wedge_of(policy, 0, n, chn), wedge_of(base_policy(tiny_world()), 0, n, chn));
  }
  for (const BoundInstrument& bound : policy.instruments) {
    EXPECT_EQ(bound.measure, "L");
    EXPECT_EQ(bound.control, Control::export_quota);
    EXPECT_EQ(bound.rent_to.exporter, 1.0);
  }
  EXPECT_EQ(policy.applied[0].assumptions, (PolicyNotes{{Kind::rent_holder, "L", {}, {0.0}}}));
}

TEST(Restrictions, OfABanThatLeavesAShare) {
  const Policy exports = with({act("B", "export_ban", "CHN", "\"USA\"", "restriction = 0.3")});
  EXPECT_DOUBLE_EQ(limit(exports, 0, usa, chn), 0.7);
  EXPECT_EQ(exports.instruments[0].control, Control::export_quota);
  const Policy imports = with({act("B", "import_ban", "CHN", "\"USA\"", "restriction = 0.3")});
  EXPECT_DOUBLE_EQ(limit(imports, 0, chn, usa), 0.7);
  EXPECT_EQ(imports.instruments[0].control, Control::import_quota);
  EXPECT_EQ(imports.instruments[0].rent_to.importer, 1.0);
  const Policy stated =
      with({act("B", "import_ban", "CHN", "\"USA\"", "restriction = 0.3, rent_to = { exporter = 1 }")});
  EXPECT_EQ(stated.instruments[0].rent_to.exporter, 1.0);
  EXPECT_TRUE(stated.applied[0].assumptions.empty());
  // Everything refused is a ban, without a multiplier.
  for (const char* instrument : {"licence", "export_ban"}) {
    const Policy all = with({act("B", instrument, "CHN", "\"USA\"", "restriction = 1")});
    EXPECT_TRUE(all.instruments.empty());
    EXPECT_EQ(wedge_of(all, 0, usa, chn).access, 0.0);
  }
  EXPECT_EQ(refusal([] { act("B", "export_ban", "CHN", "\"USA\"", "restriction = 0"); }),
            "m.toml:6:25: field `restriction`: is not above 0\n  a ban without one refuses everything");
}

TEST(Restrictions, ByGoodsAndByDate) {
  const Policy table = with({act("L", "licence", "CHN", "\"USA\"", "restriction = { C = 0.25 }")});
  EXPECT_DOUBLE_EQ(limit(table, 0, usa, chn), 0.75);
  EXPECT_EQ(limit(table, 1, usa, chn), 1.0);
  const Measure steps = act("L", "licence", "CHN", "\"USA\"",
                            "steps = [{ from = 2021-01-01, restriction = 0.74 }, { from = 2021-06-01, "
                            "restriction = 0.4 }, { from = 2021-07-01, restriction = 0 }]");
  EXPECT_DOUBLE_EQ(limit(with({steps}, make_date(2021, 5, 31)), 0, usa, chn), 0.26);
  EXPECT_DOUBLE_EQ(limit(with({steps}, make_date(2021, 6, 1)), 0, usa, chn), 0.6);
  EXPECT_EQ(fingerprint(with({steps})), fingerprint(with({})));
  const Policy both =
      with({act("L", "licence", "CHN", "\"USA\"",
                "restriction = { C = 1, S = 0.5 }, steps = [{ from = 2021-01-01, restriction = "
                "0.4 }]")});
  EXPECT_DOUBLE_EQ(limit(both, 0, usa, chn), 0.6);
  EXPECT_DOUBLE_EQ(limit(both, 1, usa, chn), 0.8);
  EXPECT_EQ(refusal([] {
              act("L", "licence", "CHN", "\"USA\"",
                  "restriction = 0.2, steps = [{ from = 2021-01-01, restriction = 0.1 }]");
            }),
            "m.toml:6:25: field `restriction`: beside `steps` it is a table: what part of a step each of the "
            "goods bears");
}

TEST(Restrictions, SeveralMultiply) {
  const Policy policy = with({act("A", "licence", "CHN", "\"USA\"", "restriction = 0.2"),
                              act("B", "export_ban", "CHN", "\"USA\"", "restriction = 0.5"),
                              act("C", "import_ban", "USA", "\"CHN\"", "restriction = 0.1")});
  ASSERT_EQ(policy.instruments.size(), 2U);
  EXPECT_DOUBLE_EQ(limit(policy, 0, usa, chn), 0.8 * 0.5 * 0.9);
  EXPECT_EQ(policy.instruments[0].measure, "B");  // the tightest holds the rent
  EXPECT_EQ(policy.applied[1].assumptions[1], (PolicyNote{Kind::restrictions_stack, "B"}));
}

/// What a class of the goods that n buys on a line has of an origin; classes[1] is what is covered.
Wedge of_class(const Policy& policy, int line, int n, int i, std::size_t goods) {
  return policy.cut_row(line, n)->classes.at(goods).of(tiny_world(), line, n, i).wedge;
}

TEST(Restrictions, CutTheRowThatTheyCoverInPart) {
  const Policy policy = with({act("L", "licence", "CHN", "\"USA\"", "restriction = 0.4, coverage = 0.25")});
  ASSERT_EQ(policy.cut_rows.size(), 2U);
  const GoodsClass& covered = policy.cut_rows[0].classes.at(1);
  EXPECT_EQ(covered.name, "under L");
  EXPECT_DOUBLE_EQ(covered.share, 0.25);
  ASSERT_EQ(policy.instruments.size(), 2U);
  EXPECT_EQ(policy.instruments[0].flows[0].goods, 1);
  EXPECT_DOUBLE_EQ(policy.instruments[0].limit, 0.6);
  const Policy all = with({act("L", "licence", "CHN", "\"USA\"", "restriction = 1, coverage = 0.25")});
  EXPECT_EQ(of_class(all, 0, usa, chn, 1).access, 0.0);
  EXPECT_EQ(of_class(all, 0, usa, chn, 0).access, 1.0);
}

// Where r is in the base year, that year's quantity is (1 - r) of what would be sold.
TEST(Restrictions, OfTheBaseYearAreToldAgainstIt) {
  const std::string terms = "steps = [{ from = 2019-01-01, restriction = 0.6 }, { from = 2021-06-01, ";
  const auto now = [&](const std::string& share) {
    return with(
        {act("L", "licence", "CHN", "\"USA\"", terms + "restriction = " + share + " }]", since_2019)});
  };
  EXPECT_EQ(fingerprint(now("0.6")), fingerprint(with({})));
  EXPECT_DOUBLE_EQ(limit(now("0.8"), 0, usa, chn), 0.5);
  EXPECT_TRUE(now("0.2").instruments.empty());
  EXPECT_NEAR(wedge_of(now("0.2"), 0, usa, chn).demand / wedge_of(now("0.2"), 0, usa, can).demand, 2.0,
              1e-14);
  EXPECT_NEAR(demand_of_row(now("0.2"), 0, usa), 1.0, 1e-14);
  // Ended, or dropped, all of it comes free.
  const Policy ended =
      with({act("L", "licence", "CHN", "\"USA\"", "restriction = 0.6", since_2019 + "\nend = 2021-01-01")});
  EXPECT_NEAR(wedge_of(ended, 0, usa, chn).demand / wedge_of(ended, 0, usa, usa).demand, 2.5, 1e-14);
  EXPECT_TRUE(ended.warnings.empty());
  // From both sides the base year is the limit.
  for (const double off : {1e-3, 1e-6, 1e-9}) {
    EXPECT_NEAR(limit(now(std::to_string(0.6 + off)), 0, usa, chn), 1.0, 3.0 * off + 1e-6);
    EXPECT_NEAR(wedge_of(now(std::to_string(0.6 - off)), 0, usa, chn).demand, 1.0, 3.0 * off + 1e-6);
  }
  const Policy lost =
      with({act("L", "licence", "CHN", "\"USA\"", "restriction = 1", since_2019 + "\nend = 2021-01-01")});
  EXPECT_EQ(fingerprint(lost), fingerprint(with({})));
  EXPECT_EQ(lost.warnings, (PolicyNotes{{Kind::ban_ended, "", {}, {2020.0}}}));
}

TEST(Restrictions, DemandFreedInAClassOfGoods) {
  const Measure licence =
      act("L", "licence", "CHN", "\"USA\"",
          "coverage = 0.25, steps = [{ from = 2019-01-01, restriction = 0.5 }, { from = 2021-01-01, "
          "restriction = 0 }]",
          since_2019);
  const Policy policy = with({licence});
  EXPECT_NEAR(of_class(policy, 0, usa, chn, 1).demand / of_class(policy, 0, usa, can, 1).demand, 2.0, 1e-14);
  for (const int i : {usa, chn, can}) EXPECT_EQ(of_class(policy, 0, usa, i, 0).demand, 1.0);
  EXPECT_NEAR(demand_of_row(policy, 0, usa), 1.0, 1e-14);
}

TEST(Boycotts, LoseDemandAndNoVariety) {
  const Policy policy = with({act("B", "boycott", "CHN", "\"USA\"", "share = 0.3")});
  for (const int line : {0, 1}) {
    const double other = wedge_of(policy, line, chn, can).demand;
    EXPECT_GT(other, 1.0);
    EXPECT_EQ(wedge_of(policy, line, chn, chn).demand, other);
    EXPECT_NEAR(wedge_of(policy, line, chn, usa).demand / other, 0.7, 1e-14);
    EXPECT_NEAR(demand_of_row(policy, line, chn), 1.0, 1e-14);
    EXPECT_EQ(wedge_of(policy, line, usa, chn).demand, 1.0);
  }
  EXPECT_TRUE(policy.instruments.empty());
  const Policy two = with({act("A", "boycott", "CHN", "\"USA\"", "share = 0.3"),
                           act("B", "boycott", "CHN", "\"*\"", "share = 0.5, coverage = 0.4")});
  for (const std::size_t goods : {0U, 1U}) {
    EXPECT_NEAR(of_class(two, 0, chn, usa, goods).demand / of_class(two, 0, chn, can, goods).demand, 0.7,
                1e-14);
    EXPECT_NEAR(of_class(two, 0, chn, can, goods).demand / of_class(two, 0, chn, chn, goods).demand,
                goods == 1 ? 0.5 : 1.0, 1e-14);
  }
  // What nobody wants is not bought; the rest is wanted more.
  const Policy none = with({act("B", "boycott", "CHN", "\"USA\"", "share = 1")});
  EXPECT_EQ(wedge_of(none, 0, chn, usa).access, 0.0);
  EXPECT_NEAR(demand_of_row(none, 0, chn), 1.0, 1e-14);
  // One of the base year that has ended gives demand back.
  const Policy ended =
      with({act("B", "boycott", "CHN", "\"USA\"", "share = 0.5", since_2019 + "\nend = 2021-01-01")});
  EXPECT_NEAR(wedge_of(ended, 0, chn, usa).demand / wedge_of(ended, 0, chn, can).demand, 2.0, 1e-14);
}

// Whatever its instrument, what is in force on the world's own day is in the base year.
TEST(BaseYear, HoldsEveryInstrumentOfItsDay) {
  const auto one = [&](const std::string& id, const std::string& instrument, const std::string& terms,
                       const std::string& more = "") {
    return act(id, instrument, "CHN", "\"USA\"", terms, since_2019 + "\n" + more);
  };
  const std::vector<Measure> measures = {
      one("ADD", "tariff", "rate = 0.1, coverage = 0.5"),
      one("MAX", "tariff", "rate = 0.9, coverage = 0.3", "combine = \"max\""),
      one("REPLACE", "tariff", "rate = 0.4", "combine = \"replace\""),
      one("TRQ", "tariff_rate_quota", "quota = \"3 bn USD/year\", in_quota = 0.05, over_quota = 0.7"),
      one("FLOOR", "price_floor", "replaces = \"ADD\""),
      one("XQ", "export_quota", "quota = \"10% of base\""),
      one("IQ", "import_quota", "quota = \"10% of base\", coverage = 0.5"),
      one("XB", "export_ban", ""),
      one("IB", "import_ban", "restriction = 0.3"),
      one("BARRIER", "barrier", "cost = 0.4"),
      one("SUB", "subsidy", "rate = 0.2"),
      one("TAX", "export_tax", "rate = 0.2"),
      one("PACT", "pact", "tariff_cut = 0.5, phase_in = 10, barrier_cut = 0.1"),
      one("GIFT", "transfer", "amount = \"9 bn USD\", years = 9"),
      one("BUY", "purchase_commitment", "value = \"300% of base\""),
      one("LICENCE", "licence", "restriction = 0.3, levy = 0.2, coverage = 0.5"),
      one("CAP", "licence", "cap_share = 0.001"),
      one("BOYCOTT", "boycott", "share = 0.4"),
  };
  std::set<Instrument> seen;
  for (const Measure& measure : measures) {
    seen.insert(measure.instrument);
    std::vector<Measure> alone = {measure};
    if (!measure.terms.replaces.empty()) alone.push_back(measures[0]);
    EXPECT_EQ(fingerprint(with(alone, tiny_world().tariff_date)), fingerprint(base_policy(tiny_world())))
        << measure.id;
  }
  EXPECT_EQ(seen.size(), instrument_names().size());
  const Policy all = with(measures, tiny_world().tariff_date);
  EXPECT_EQ(fingerprint(all), fingerprint(base_policy(tiny_world())));
  for (const AppliedMeasure& applied : all.applied) EXPECT_EQ(applied.because, Reason::in_base_year);
}

TEST(BaseYear, ADutyThatDoesNotAddMovesByItsRate) {
  for (const char* combine : {"max", "replace"}) {
    const Measure duty = act("D", "tariff", "CHN", "\"USA\"",
                             "coverage = 0.5, steps = [{ from = 2019-01-01, rate = 0.4 }, { from = "
                             "2021-01-01, rate = 0.6 }]",
                             since_2019 + "\ncombine = \"" + combine + "\"");
    EXPECT_DOUBLE_EQ(wedge_of(with({duty}), 0, chn, usa).tariff, 0.20 + 0.5 * 0.2);
    Measure ended = duty;
    ended.end = make_date(2021, 1, 1);
    const Policy after = with({ended});
    EXPECT_DOUBLE_EQ(wedge_of(after, 0, chn, usa).tariff, 0.20);
    EXPECT_EQ(after.warnings, (PolicyNotes{{Kind::ended_since_base_year, "D", {}, {2020.0}}}));
  }
}

TEST(RateQuotas, RefuseScaledRatesThatCross) {
  const Measure quota = act("Q", "tariff_rate_quota", "CHN", "\"USA\"",
                            "quota = \"3 bn USD/year\", in_quota = 0.1, over_quota = 0.3");
  EXPECT_EQ(refusal([&] {
              with({quota}, year_2022, {{"Q", Term::in_quota, 4.0}});
            }),
            "m.toml:6:9: measure \"Q\": its over-quota rate of 30% is below its in-quota rate of 40%\n"
            "  a quota lets goods in at the lower rate; where the first units pay more, write two Measures");
}

}  // namespace restrictions_test
}  // namespace leeway
