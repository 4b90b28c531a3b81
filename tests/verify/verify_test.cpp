// The second reading agrees with solved equilibria of every kind, and complains of any figure that is moved.

#include "leeway/verify/verify.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "leeway/model/model.h"
#include "leeway/policy/scenario.h"
#include "leeway/world/load.h"
#include "model/instruments_support.h"
#include "support/small_world.h"

namespace {

using namespace leeway;
using namespace leeway::testing;

/// Every check with its error, for a failure's message.
std::string told(const Verification& verification) {
  std::string text;
  for (const EquationCheck& check : verification.checks)
    text += fmt::format("\n  {:.1e} {} ({})", check.error, check.what, check.where);
  return text;
}

/// Closures, nests and horizons, by number.
Options options_of(const World& world, int number) {
  Options o;
  const Closure closures[] = {Closure::share, Closure::balanced, Closure::numeraire, Closure::own};
  o.closure = closures[number % 4];
  if (o.closure == Closure::numeraire) o.numeraire = world.economies[1].id;
  if (number % 3 == 1) {
    o.sigma_value_added = 0.5;
    o.sigma_materials = 0.3;
    o.sigma_final = 0.9;
    o.sigma_classes = 0.6;
  }
  if (number % 3 == 2) o.specific_factors = 0.5;
  if (number % 5 == 3) o.horizon = 1.0;
  if (number % 5 == 4) o.horizon = 0.25;
  if (number % 7 == 5) o.critical = false;
  if (number % 7 == 6) o.critical_backstop = 4.0;
  if (number % 7 == 4 && !world.critical.empty())
    o.critical_inputs = {{world.sectors[at(world.critical[0].sector)].id, 0.3, 0.4, 7.0, 0.4, 1.0}};
  if (number % 2 == 1) o.elasticities = "four";
  if (number % 5 == 2) o.theta_factors = {{world.lines.front().id, 1.3}, {world.lines.back().id, 0.8}};
  return o;
}

/// Instruments of every kind, flows in parts, subsidies, transfers and a ban of a critical input.
Policy policy_of(const World& world, int number) {
  std::mt19937_64 random(static_cast<std::uint64_t>(number) + 1);
  Policy policy = random_instruments(world, random, 6);
  random_parts(world, random, policy, 3);
  if (number % 3 == 1 || number == 11) random_classes(world, random, policy, 6);
  for (int n = 0; n < world.economy_count(); ++n)
    for (int k = 0; k < world.sector_count(); ++k)
      if (random() % 4 == 0) policy.set_subsidy(n, k, uniform(random, -0.05, 0.2));
  policy.transfer[0] -= 5.0;
  policy.transfer[2] += 5.0;
  return policy;
}

Policy with_ore_ban(const World& world) {
  Policy policy = base_policy(world);
  const int ore = *world.find_line("product:ore");
  for (int i = 0; i < world.economy_count(); ++i) set_access(world, policy, ore, 2, i, i == 2 ? 1.0 : 0.0);
  for (int i = 0; i < world.economy_count(); ++i) set_access(world, policy, ore, 1, i, 0.0);
  return policy;
}

TEST(Verify, AgreesWithRandomEquilibria) {
  for (int number = 0; number < 40; ++number) {
    const World world = carved_world(4, 100 + static_cast<unsigned>(number));
    const Options options = options_of(world, number);
    const Model model(world, options);
    std::vector<Policy> policies = {policy_of(world, number)};
    if (options.critical) policies.push_back(with_ore_ban(world));
    for (const Policy& policy : policies) {
      const Result result = solved(model, policy).result;
      const Verification verification = verify(world, options, policy, result);
      EXPECT_TRUE(verification.holds()) << number << told(verification);
    }
  }
}

/// A solved case in which every array has something in it.
struct Case {
  World world = carved_world(4, 7);
  Options options = options_of(world, 4);
  Policy policy = policy_of(world, 11);
  Result result = solved(Model(world, options), policy).result;
};

const Case& solved_case() {
  static const Case one;
  return one;
}

/// Moves the largest entry, and one in the middle that is not next to nothing.
template <class Array>
std::vector<double*> entries(Array& array) {
  double* largest = &*std::max_element(array.begin(), array.end(),
                                       [](double a, double b) { return std::abs(a) < std::abs(b); });
  double* other = largest;
  for (auto x = array.begin() + static_cast<std::ptrdiff_t>(array.size() / 2); x != array.end(); ++x)
    if (std::abs(*x) > 1e-3 * std::abs(*largest)) {
      other = &*x;
      break;
    }
  return {largest, other};
}

TEST(Verify, ComplainsOfEachArrayOfAResult) {
  const Case& c = solved_case();
  ASSERT_TRUE(verify(c.world, c.options, c.policy, c.result).holds())
      << told(verify(c.world, c.options, c.policy, c.result));
  using Entries = std::function<std::vector<double*>(Result&)>;
  const auto of = [](auto member) { return Entries([member](Result& r) { return entries(r.*member); }); };
  const auto each_outcome = [](double InstrumentOutcome::*member) {
    return Entries([member](Result& r) {
      std::vector<double*> all;
      for (InstrumentOutcome& o : r.instruments)
        if (o.regime == Regime::binding) all.push_back(&(o.*member));
      return all;
    });
  };
  const auto largest_money = [](double FlowMoney::*member) {
    return Entries([member](Result& r) {
      FlowMoney& most =
          *std::max_element(r.money.begin(), r.money.end(),
                            [&](const FlowMoney& x, const FlowMoney& y) { return x.*member < y.*member; });
      return std::vector<double*>{&(most.*member)};
    });
  };
  const std::vector<std::pair<std::string, Entries>> arrays = {
      {"wage", of(&Result::wage)},
      {"price", of(&Result::price)},
      {"line_price", of(&Result::line_price)},
      {"consumer_price", of(&Result::consumer_price)},
      {"basic_price", of(&Result::basic_price)},
      {"output", of(&Result::output)},
      {"value_added", of(&Result::value_added)},
      {"absorption", of(&Result::absorption)},
      {"income", of(&Result::income)},
      {"base_income", of(&Result::base_income)},
      {"factor_income", of(&Result::factor_income)},
      {"tariff_revenue", of(&Result::tariff_revenue)},
      {"export_revenue", of(&Result::export_revenue)},
      {"importer_rents", of(&Result::importer_rents)},
      {"exporter_rents", of(&Result::exporter_rents)},
      {"subsidies", of(&Result::subsidies)},
      {"deficit", of(&Result::deficit)},
      {"transfer", of(&Result::transfer)},
      {"log_welfare", of(&Result::log_welfare)},
      {"money_price", of(&Result::money_price)},
      {"multiplier", each_outcome(&InstrumentOutcome::multiplier)},
      {"premium", each_outcome(&InstrumentOutcome::premium)},
      {"quantity", each_outcome(&InstrumentOutcome::quantity)},
      {"limit", each_outcome(&InstrumentOutcome::limit)},
      {"rent", each_outcome(&InstrumentOutcome::rent)},
      {"money paid", largest_money(&FlowMoney::paid)},
      {"money of sellers", largest_money(&FlowMoney::seller)},
      {"money in duty", largest_money(&FlowMoney::duty)},
      {"money in export taxes", largest_money(&FlowMoney::export_tax)},
      {"money in importers' rents", largest_money(&FlowMoney::importer_rent)},
      {"money in exporters' rents", largest_money(&FlowMoney::exporter_rent)},
      {"money of goods in classes", Entries([](Result& r) {
         FlowMoney& most =
             *std::max_element(r.class_money.begin(), r.class_money.end(),
                               [](const FlowMoney& x, const FlowMoney& y) { return x.duty < y.duty; });
         return std::vector<double*>{&most.paid, &most.seller, &most.duty};
       })},
  };
  for (const auto& [name, entries_of] : arrays) {
    Result probe = c.result;
    const std::size_t count = entries_of(probe).size();
    ASSERT_GT(count, 0U) << name;
    for (std::size_t j = 0; j < count; ++j) {
      Result moved = c.result;
      double& x = *entries_of(moved)[j];
      if (x == 0.0) continue;
      x *= 1.0 + 1e-4;
      EXPECT_FALSE(verify(c.world, c.options, c.policy, moved).holds()) << name << ", entry " << j;
    }
  }
}

TEST(Verify, ComplainsOfEachFlow) {
  const Case& c = solved_case();
  for (TradeFlows Result::*member : {&Result::trade, &Result::received}) {
    const Array3 flows = (c.result.*member).all();
    for (std::size_t j = 0; j < 2; ++j) {
      Array3 changed = flows;
      *entries(changed)[j] *= 1.0 + 1e-4;
      Result moved = c.result;
      moved.*member = TradeFlows(changed);
      EXPECT_FALSE(verify(c.world, c.options, c.policy, moved).holds()) << j;
    }
  }
}

TEST(Verify, ComplainsOfAnotherRegime) {
  const Case& c = solved_case();
  for (std::size_t j = 0; j < c.result.instruments.size(); ++j)
    for (const Regime regime : {Regime::not_binding, Regime::binding, Regime::filled}) {
      Result moved = c.result;
      if (moved.instruments[j].regime == regime) continue;
      moved.instruments[j].regime = regime;
      const Verification verification = verify(c.world, c.options, c.policy, moved);
      EXPECT_FALSE(verification.holds()) << j;
      EXPECT_EQ(verification.worst().where, c.policy.instruments[j].measure);
    }
}

TEST(Verify, ComplainsOfAnotherQuestion) {
  const Case& c = solved_case();
  Policy policy = c.policy;
  policy.set_subsidy(1, 1, policy.subsidy(1, 1) + 1e-3);
  EXPECT_FALSE(verify(c.world, c.options, policy, c.result).holds());
  policy = c.policy;
  policy.transfer[0] -= 1.0;
  EXPECT_FALSE(verify(c.world, c.options, policy, c.result).holds());
  policy = c.policy;
  for (BoundInstrument& bound : policy.instruments)
    bound.rent_to = {bound.rent_to.exporter, bound.rent_to.importer};
  EXPECT_FALSE(verify(c.world, c.options, policy, c.result).holds());
  policy = c.policy;
  policy.split_flows.front().parts.front().tariff += 1e-3;
  EXPECT_FALSE(verify(c.world, c.options, policy, c.result).holds());
  Options options = c.options;
  options.closure = Closure::own;
  EXPECT_FALSE(verify(c.world, options, c.policy, c.result).holds());
  options = c.options;
  options.horizon = 0.26;
  EXPECT_FALSE(verify(c.world, options, c.policy, c.result).holds());
  World world = c.world;
  world.flow(0, 1, 2) *= 1.001;
  EXPECT_FALSE(verify(world, c.options, c.policy, c.result).holds());
}

TEST(VerifySlow, AgreesWithEveryReadyScenario) {
  const World world = open_world("2023");
  const Ledger ledger = open_ledger();
  for (const std::string& name : scenario_names()) {
    const Scenario scenario = open_scenario(name);
    if (scenario.world != "2023") continue;
    const Options options = read_options(scenario.options, world);
    const Policy policy = resolve_policy(world, ledger, policy_options(scenario));
    const Result result = solved(Model(world, options), policy).result;
    const Verification verification = verify(world, options, policy, result);
    EXPECT_TRUE(verification.holds()) << name << told(verification);
  }
}

}  // namespace
