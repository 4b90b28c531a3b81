// A solve is a Solution or a Failure, and its id tells everything that was solved apart.

#include <functional>
#include <stdexcept>

#include "leeway/base/hash.h"
#include "model/instruments_support.h"

namespace leeway {
namespace {

using namespace leeway::testing;

Policy closed(const World& world) {
  Policy policy = base_policy(world);
  for (int i = 0; i < world.economy_count(); ++i) set_access(world, policy, 0, 2, i, 0.0);
  return policy;
}

TEST(Outcome, IsExactlyOneOfBoth) {
  const World world = tiny_world();
  const Model model(world, {});
  const Outcome good = model.solve(base_policy(world));
  ASSERT_TRUE(good);
  EXPECT_NO_THROW(good.solution());
  EXPECT_THROW(good.failure(), std::logic_error);
  EXPECT_TRUE(good.verdict().certified());
  const Outcome bad = model.solve(closed(world));
  ASSERT_FALSE(bad);
  EXPECT_THROW(bad.solution(), std::logic_error);
  EXPECT_THROW(static_cast<void>(bad->result), std::logic_error);
  EXPECT_NO_THROW(bad.failure());
  EXPECT_FALSE(bad.verdict().certified());
  EXPECT_EQ(bad.verdict().failure, bad.shared_failure());
}

TEST(Outcome, CannotBeMadeOfTheWrongCertificate) {
  Solution uncertified;
  EXPECT_THROW(Outcome{uncertified}, std::logic_error);
  Failure certified;
  certified.certificate.termination = Termination::certified;
  EXPECT_THROW(Outcome{certified}, std::logic_error);
}

// Whatever is asked for, levels come with every gate passed.
TEST(Outcome, ASolutionPassesEveryGate) {
  for (unsigned seed = 1; seed <= 30; ++seed) {
    std::mt19937_64 random(seed);
    const World world = small_world(4, 3, seed);
    Options options;
    if (seed % 3 == 0) options.max_newton = 1;  // hardly enough
    const Outcome outcome =
        Model(world, options).solve(random_policy(world, random, uniform(random, 0.0, 3.0)));
    const Certificate& c = outcome.certificate();
    EXPECT_EQ(outcome.certified(), c.certified());
    if (outcome) {
      EXPECT_TRUE(c.converged && c.identities_hold()) << seed;
      EXPECT_LE(c.residual, options.tolerance);
    } else {
      EXPECT_NE(outcome.failure().termination(), Termination::certified);
    }
  }
}

TEST(Failure, TellsItsWorstRowsAndHowFarItGot) {
  const World world = small_world(4, 3, 9);
  Options options;
  options.tolerance = 1e-16;
  options.max_newton = 1;  // no solve of a shock meets both
  Policy policy = base_policy(world);
  add_tariff(world, policy, 0, 0, 1, 0.3);
  const Outcome outcome = Model(world, options).solve(policy);
  ASSERT_FALSE(outcome);
  const Failure& f = outcome.failure();
  EXPECT_EQ(f.termination(), Termination::not_converged);
  ASSERT_FALSE(f.worst.empty());
  EXPECT_LE(f.worst.size(), 5U);
  EXPECT_EQ(std::abs(f.worst.front().residual), f.certificate.residual);
  for (std::size_t j = 1; j < f.worst.size(); ++j)
    EXPECT_GE(std::abs(f.worst[j - 1].residual), std::abs(f.worst[j].residual));
  ASSERT_TRUE(f.share_certified);
  EXPECT_EQ(*f.share_certified, 0.0);
  EXPECT_FALSE(f.start.empty());
}

TEST(Failure, NamesTheMeasureThatClosesAMarket) {
  const World world = tiny_world();
  const auto ban = [](const char* id, const char* by, std::vector<std::string> on) {
    Measure m;
    m.id = id;
    m.by = by;
    m.on = std::move(on);
    m.goods = {"C"};
    m.instrument = Instrument::import_ban;
    m.announced = make_date(2021, 1, 1);
    return m;
  };
  PolicyOptions options;
  options.as_of = make_date(2022, 1, 1);
  options.measures = {ban("OTHER", "USA", {"CHN"}), ban("CLOSED", "CAN", {"*"})};
  Policy policy = resolve_policy(world, Ledger({}, {}, {}, "none"), options);
  for (int i = 0; i < 3; ++i) set_access(world, policy, *world.find_line("C"), 2, i, 0.0);
  const Outcome outcome = Model(world, {}).solve(policy);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.failure().termination(), Termination::refused);
  EXPECT_EQ(outcome.failure().refusal->line, "C");
  EXPECT_EQ(outcome.failure().measure, "CLOSED");
}

TEST(Ids, ChangeWithEveryFieldOfTheOptions) {
  const World world = carved_world(4, 3);
  const std::vector<std::pair<std::string, std::function<void(Options&)>>> changes = {
      {"closure", [](Options& o) { o.closure = Closure::own; }},
      {"numeraire",
       [](Options& o) {
         o.closure = Closure::numeraire;
         o.numeraire = "USA";
       }},
      {"elasticities", [](Options& o) { o.elasticities = "four"; }},
      {"elasticity_scale", [](Options& o) { o.elasticity_scale = 1.5; }},
      {"horizon", [](Options& o) { o.horizon = 1.0; }},
      {"horizon 0", [](Options& o) { o.horizon = 0.0; }},
      {"least_theta", [](Options& o) { o.least_theta = 0.06; }},
      {"sigma_value_added", [](Options& o) { o.sigma_value_added = 0.5; }},
      {"sigma_materials", [](Options& o) { o.sigma_materials = 0.5; }},
      {"sigma_final", [](Options& o) { o.sigma_final = 0.5; }},
      {"sigma_classes", [](Options& o) { o.sigma_classes = 0.5; }},
      {"specific_factors", [](Options& o) { o.specific_factors = 0.5; }},
      {"specific_factors 0", [](Options& o) { o.specific_factors = 0.0; }},
      {"supply", [](Options& o) { o.supply = Estimate::high; }},
      {"critical", [](Options& o) { o.critical = false; }},
      {"critical_sigma", [](Options& o) { o.critical_sigma = 0.5; }},
      {"critical_specific", [](Options& o) { o.critical_specific = 0.5; }},
      {"critical_backstop", [](Options& o) { o.critical_backstop = 5.0; }},
      {"critical_inputs, sigma",
       [](Options& o) {
         o.critical_inputs = {{"product:ore", 0.5, {}, {}, {}, {}}};
       }},
      {"critical_inputs, specific",
       [](Options& o) {
         o.critical_inputs = {{"product:ore", {}, 0.5, {}, {}, {}}};
       }},
      {"critical_inputs, backstop",
       [](Options& o) {
         o.critical_inputs = {{"product:ore", {}, {}, 5.0, {}, {}}};
       }},
      {"critical_inputs, capacity",
       [](Options& o) {
         o.critical_inputs = {{"product:ore", {}, {}, {}, 0.5, {}}};
       }},
      {"critical_inputs, build_years",
       [](Options& o) {
         o.critical_inputs = {{"product:ore", {}, {}, {}, {}, 2.0}};
       }},
      {"theta_factors",
       [](Options& o) {
         o.theta_factors = {{"product:ore", 1.5}};
       }},
      {"tolerance", [](Options& o) { o.tolerance = 1e-9; }},
      {"max_newton", [](Options& o) { o.max_newton = 41; }},
  };
  std::map<std::string, std::string> seen = {{fingerprint(Options{}, world), "none"}};
  for (const auto& [name, change] : changes) {
    Options options;
    change(options);
    const auto [at, is_new] = seen.try_emplace(fingerprint(options, world), name);
    EXPECT_TRUE(is_new) << name << " has the id of " << at->second;
    // The id of a solve has them all.
    EXPECT_NE(Model(world, options).solve(base_policy(world)).id(),
              Model(world, {}).solve(base_policy(world)).id())
        << name;
  }
}

TEST(Ids, ChangeWithTheNumbersOfAWorldMadeInMemory) {
  const World world = carved_world(4, 3);
  const std::string id = Model(world, {}).solve(base_policy(world)).id();
  const auto changed = [&](auto change) {
    World other = world;
    change(other);
    return Model(other, {}).solve(base_policy(other)).id();
  };
  EXPECT_EQ(changed([](World&) {}), id);
  EXPECT_NE(changed([](World& w) { w.line_substitution[0] += 0.1; }), id);
  EXPECT_NE(changed([](World& w) { w.critical[0].substitution.value *= 0.9; }), id);
  EXPECT_NE(changed([](World& w) { w.critical[0].specific.value *= 0.9; }), id);
  EXPECT_NE(changed([](World& w) { w.critical[0].backstop.value *= 1.1; }), id);
  EXPECT_NE(changed([](World& w) { w.elasticities[0].theta[0] *= 1.1; }), id);
  EXPECT_NE(changed([](World& w) { w.name += "x"; }), id);
}

TEST(Ids, NamedValuesDoNotRunTogether) {
  const auto id = [](auto fill) {
    Identity identity("test");
    fill(identity);
    return identity.hex();
  };
  EXPECT_NE(id([](Identity& i) { i.add("a", std::string("bc")); }),
            id([](Identity& i) { i.add("ab", std::string("c")); }));
  EXPECT_NE(id([](Identity& i) { i.add("a", std::optional<double>()); }),
            id([](Identity& i) { i.add("a", std::optional<double>(0.0)); }));
  EXPECT_NE(id([](Identity& i) { i.add("a", std::vector<double>{1.0}).add("b", std::vector<double>{}); }),
            id([](Identity& i) { i.add("a", std::vector<double>{}).add("b", std::vector<double>{1.0}); }));
  EXPECT_NE(Identity("one").add("a", 1).hex(), Identity("two").add("a", 1).hex());
}

}  // namespace
}  // namespace leeway
