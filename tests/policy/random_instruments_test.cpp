#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "leeway/policy/policy.h"
#include "support/small_world.h"

namespace leeway {
namespace random_instruments_test {

using testing::small_world;

/// Measures of the kinds that split flows, stack duties or bind quantities, on a random world.
class Draw {
 public:
  Draw(const World& world, unsigned seed) : world_(world), random_(seed) {}

  std::vector<Measure> measures() {
    std::vector<Measure> drawn;
    for (int m = 0; m < 10; ++m) drawn.push_back(measure("M" + std::to_string(m), drawn));
    return drawn;
  }
  std::mt19937_64& random() { return random_; }

 private:
  double unit() { return testing::uniform(random_, 0.0, 1.0); }
  bool one_in(unsigned n) { return random_() % n == 0; }
  std::string someone() { return world_.economies[random_() % world_.economies.size()].id; }

  Measure measure(const std::string& id, const std::vector<Measure>& before) {
    static constexpr Instrument kinds[] = {Instrument::tariff,
                                           Instrument::tariff,
                                           Instrument::tariff_rate_quota,
                                           Instrument::tariff_rate_quota,
                                           Instrument::price_floor,
                                           Instrument::export_quota,
                                           Instrument::import_quota,
                                           Instrument::licence,
                                           Instrument::purchase_commitment,
                                           Instrument::import_ban};
    Measure it;
    it.id = id;
    it.instrument = kinds[random_() % std::size(kinds)];
    it.by = one_in(4) ? "G2" : someone();
    it.on = {one_in(3) ? "*" : someone()};
    it.goods = {one_in(2) ? "goods" : world_.sectors[random_() % world_.sectors.size()].id};
    it.announced = make_date(2015, 1, 1);
    it.effective =
        make_date(2018 + static_cast<int>(random_() % 6), 1 + static_cast<unsigned>(random_() % 12), 1);
    it.combine = static_cast<Combine>(random_() % 3);
    Terms& terms = it.terms;
    if (one_in(3)) terms.coverage = unit();
    switch (it.instrument) {
      case Instrument::tariff:
        terms.steps = {{std::nullopt, unit()}};
        if (one_in(2)) terms.firms = {{"A", 0.3, unit()}, {"B", 0.2, unit()}};
        break;
      case Instrument::tariff_rate_quota:
        terms.in_quota = 0.2 * unit();
        terms.over_quota = terms.in_quota + unit();
        [[fallthrough]];
      case Instrument::export_quota:
      case Instrument::import_quota:
        terms.quota = one_in(6) ? 0.0 : unit();
        terms.quota_unit = one_in(2) ? of_base : "bn USD";
        terms.quota_growth = one_in(2) ? 0.1 : 0.0;
        terms.each = one_in(3);
        break;
      case Instrument::price_floor:
        terms.coverage = 1.0;
        for (const Measure& duty : before)
          if (duty.instrument == Instrument::tariff) {
            terms.replaces = duty.id;
            it.by = duty.by;
            it.on = duty.on;
            it.goods = duty.goods;
            terms.firms.clear();
            if (!duty.terms.firms.empty() && one_in(2)) terms.firms = {{"B", {}, {}}};
          }
        if (one_in(3)) terms.cap = unit(), terms.cap_unit = of_base;
        break;
      case Instrument::licence:
        terms.restriction = unit();
        terms.cap_share = unit();
        terms.cap_of = one_in(2) ? "home" : "world";
        break;
      case Instrument::purchase_commitment:
        terms.value = 1000.0 * unit();
        break;
      default:
        break;
    }
    return it;
  }

  const World& world_;
  std::mt19937_64 random_;
};

Policy resolved(const World& world, const std::vector<Measure>& measures, Date as_of) {
  PolicyOptions options;
  options.as_of = as_of;
  return resolve_policy(world, Ledger(measures, {}, {}, "test"), options);
}

// Whatever meets on a flow: its parts make up the flow, its tariff is their mean, what is explained is what
// is solved, and every instrument acts on flows that exist.
TEST(RandomInstruments, PartsMakeUpTheFlow) {
  for (unsigned seed = 0; seed < 40; ++seed) {
    const World world = small_world(5, 3, seed);
    const std::vector<Measure> measures = Draw(world, seed).measures();
    const Policy policy = resolved(world, measures, make_date(2023, 7, 1));
    for (const SplitFlow& split : policy.split_flows) {
      double share = 0.0;
      double tariff = 0.0;
      for (const FlowPart& part : split.parts) {
        EXPECT_GT(part.share, 0.0);
        EXPECT_GE(part.tariff, 0.0);
        share += part.share;
        tariff += part.share * part.tariff;
      }
      EXPECT_NEAR(share, 1.0, 1e-12) << seed;
      const CutRow* cut = policy.cut_row(split.line, split.importer);
      const Wedge wedge = cut == nullptr ? policy.wedge(world, split.line, split.importer, split.exporter)
                                         : cut->classes[static_cast<std::size_t>(split.goods)]
                                               .of(world, split.line, split.importer, split.exporter)
                                               .wedge;
      EXPECT_NEAR(tariff, wedge.tariff, 1e-12) << seed;
    }
    for (const BoundInstrument& bound : policy.instruments) {
      ASSERT_FALSE(bound.flows.empty());
      EXPECT_GT(bound.limit, 0.0);
      double highest = 0.0;
      for (const InstrumentFlow& flow : bound.flows) {
        EXPECT_NE(flow.importer, flow.exporter);
        highest = std::max(highest, flow.over);
        const auto split =
            std::find_if(policy.split_flows.begin(), policy.split_flows.end(), [&](const auto& it) {
              return it.line == flow.line && it.importer == flow.importer && it.exporter == flow.exporter &&
                     it.goods == flow.goods;
            });
        // A flow in parts is named part by part.
        if (split == policy.split_flows.end())
          EXPECT_EQ(flow.part, -1);
        else
          EXPECT_LT(static_cast<unsigned>(flow.part), split->parts.size());
      }
      if (bound.control == Control::tariff_rate_quota)
        EXPECT_GT(highest, 1.0);
      else
        EXPECT_EQ(highest, 1.0);
    }
  }
}

TEST(RandomInstruments, ExplainedIsSolved) {
  for (unsigned seed = 0; seed < 10; ++seed) {
    const World world = small_world(4, 2, seed);
    const Ledger ledger(Draw(world, seed).measures(), {}, {}, "test");
    PolicyOptions options;
    options.as_of = make_date(2023, 7, 1);
    const Policy policy = resolve_policy(world, ledger, options);
    for (int l = 0; l < world.line_count(); ++l)
      for (int n = 0; n < world.economy_count(); ++n)
        for (int i = 0; i < world.economy_count(); ++i)
          ASSERT_NEAR(explain_wedge(world, ledger, options, l, n, i).tariff,
                      policy.wedge(world, l, n, i).tariff, 1e-12)
              << seed << " " << l << " " << n << " " << i;
  }
}

TEST(RandomInstruments, OrderDoesNotMatter) {
  for (unsigned seed = 0; seed < 40; ++seed) {
    const World world = small_world(5, 3, seed);
    Draw draw(world, seed);
    std::vector<Measure> measures = draw.measures();
    const Date date = make_date(2023, 7, 1);
    const Policy policy = resolved(world, measures, date);
    std::shuffle(measures.begin(), measures.end(), draw.random());
    const Policy shuffled = resolved(world, measures, date);
    EXPECT_EQ(fingerprint(shuffled), fingerprint(policy)) << seed;
    EXPECT_EQ(shuffled.warnings, policy.warnings) << seed;
  }
}

}  // namespace random_instruments_test
}  // namespace leeway
