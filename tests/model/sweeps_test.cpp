// How many sweeps the default world takes, which does not depend on the machine; and shares that no float
// holds.

#include "model/support.h"
#include "support/policy.h"

namespace leeway {
namespace {

using namespace leeway::testing;

class Sweeps : public ::testing::Test {
 protected:
  void SetUp() override {
    if (default_world() == nullptr) GTEST_SKIP() << "world 2023 is not in the data folder";
  }
};

struct Shock {
  std::string name;
  double usa = 0.0;     // added to tariffs on goods: of the United States on all,
  double china = 0.0;   // on China beside that,
  double canada = 0.0;  // on Canada,
  double back = 0.0;    // and of China on the United States
  int sweeps = 0;
};

TEST_F(Sweeps, OfColdSolvesAreAsRecorded) {
  const World& world = *default_world();
  const Model model(world, {});
  const int usa = *world.find_economy("USA");
  const int chn = *world.find_economy("CHN");
  const int can = *world.find_economy("CAN");
  const std::vector<Shock> shocks = {{"US +10 points on all", 0.1, 0.0, 0.0, 0.0, 27},
                                     {"trade war US-China", 0.1, 0.5, 0.0, 0.4, 27},
                                     {"US +100 points on Canada", 0.0, 0.0, 1.0, 0.0, 25},
                                     {"US-China +1000 points both ways", 0.0, 10.0, 0.0, 10.0, 27}};
  for (const Shock& s : shocks) {
    Policy policy = base_policy(world);
    for (int l = 0; l < world.line_count(); ++l) {
      if (!world.sectors[at(world.lines[at(l)].composite)].goods) continue;
      for (int i = 0; i < world.economy_count(); ++i)
        if (const double more = s.usa + (i == chn ? s.china : 0.0) + (i == can ? s.canada : 0.0);
            i != usa && more > 0.0)
          add_tariff(world, policy, l, usa, i, more);
      if (s.back > 0.0) add_tariff(world, policy, l, chn, usa, s.back);
    }
    const Certificate certificate = solved(model, policy).certificate;
    EXPECT_EQ(certificate.method, Method::newton_krylov) << s.name;
    EXPECT_LE(certificate.sweeps, s.sweeps) << s.name;
  }
}

// An elasticity of 65 and a price cut to a quarter: K is 1e40, though no share passes one.
TEST_F(Sweeps, SharesOfAnyElasticityAreHeld) {
  const World& world = *default_world();
  Options options;
  options.elasticities = "CP";
  const Model model(world, options);
  const int line = *world.find_line("C19");
  for (const auto& [exporter, importer] :
       {std::pair{"USA", "CAN"}, {"KOR", "JPN"}, {"NLD", "CAN"}, {"SAU", "DEU"}}) {
    Policy policy = base_policy(world);
    set_export_tax(world, policy, line, *world.find_economy(importer), *world.find_economy(exporter), -0.76);
    const Certificate certificate = solved(model, policy).certificate;
    EXPECT_EQ(certificate.method, Method::newton_krylov) << exporter;
    EXPECT_LE(certificate.sweeps, 140) << exporter;
  }
}

}  // namespace
}  // namespace leeway
