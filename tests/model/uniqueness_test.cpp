#include "leeway/model/uniqueness.h"

#include "model/instruments_support.h"

namespace leeway {
namespace {

using namespace leeway::testing;

TEST(Uniqueness, ResponsesAreThoseOfFullSolvesAndQuotasAreUnique) {
  const World world = small_world(5, 4, 5);
  Options options;
  options.tolerance = 1e-12;
  const Model model(world, options);
  Policy policy = base_policy(world);
  policy.instruments = {on_flow(Control::export_quota, 1, 0, 1, 0.5),
                        on_flow(Control::export_quota, 1, 2, 1, 0.6),
                        on_flow(Control::import_quota, 0, 3, 1, 1e6)};
  const Solution at_policy = solved(model, policy);
  const Result& r = at_policy.result;
  const Uniqueness u = check_uniqueness(model, at_policy);
  ASSERT_EQ(u.binding, (std::vector<int>{0, 1}));
  EXPECT_TRUE(u.p_matrix);
  EXPECT_EQ(u.starts, 2);
  EXPECT_LT(u.distance, 1e-9);
  EXPECT_EQ(u.finding, Multiplicity::none_found);
  // d ln Q / d x by full solves: with both rents at the exporter's, the premia are export taxes.
  const auto log_quantity = [&](double step, int row) {
    Policy p = base_policy(world);
    set_export_tax(world, p, 1, 0, 1, std::exp(r.instruments[0].multiplier + step) - 1.0);
    set_export_tax(world, p, 1, 2, 1, std::exp(r.instruments[1].multiplier) - 1.0);
    p.instruments = {on_flow(Control::export_quota, 1, 0, 1, 1e9),
                     on_flow(Control::export_quota, 1, 2, 1, 1e9)};
    return std::log(solved(model, p).result.instruments[at(row)].quantity);
  };
  constexpr double h = 1e-4;
  for (int row : {0, 1}) {
    const double slope = -(log_quantity(h, row) - log_quantity(-h, row)) / (2.0 * h);
    EXPECT_NEAR(u.response(row, 0), slope, 1e-6 * std::abs(u.response(0, 0))) << row;
  }
}

TEST(Uniqueness, NothingToSayWithoutInstruments) {
  const World world = small_world(3, 2, 5);
  const Model model(world, {});
  const Policy policy = base_policy(world);
  const Uniqueness u = check_uniqueness(model, solved(model, policy));
  EXPECT_TRUE(u.binding.empty());
  EXPECT_EQ(u.starts, 0);
}

}  // namespace
}  // namespace leeway
