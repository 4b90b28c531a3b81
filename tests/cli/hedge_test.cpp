#include <string>

#include <gmock/gmock.h>

#include "program.h"

namespace program {

namespace hedge_test {

using ::testing::HasSubstr;

class HedgeVerb : public Program {
 protected:
  std::string data =
      "LEEWAY_DATA='" + (leeway::testing::source_folder() / "tests/data/small_share").string() + "'";
  std::string question =
      "hedge CAN --as-of 2025-01-01 --state 'punished=30%: USA on CAN: tariff 25% on goods' "
      "--act 'pact: CAN with CHN: pact 50%' --act 'duty=5 mn USD: CAN on USA: tariff 10% on goods' ";
};

TEST_F(HedgeVerb, TellsBundlesOfAnyWorld) {
  const Outcome result = run(question + "--spread", data);
  EXPECT_EQ(result.code, 0) << result.err << result.out;
  for (const char* words :
       {"Every bundle: on average, and in the worst of cases", "pact + duty", "What insurance costs",
        "makes good", "Unpredictability: the rate has a mean of 7.5%", "no mixture of bundles"})
    EXPECT_THAT(result.out, HasSubstr(words));
  EXPECT_THAT(run(question + "--json --quick", data).out, HasSubstr("\"kind\": \"hedge\""));
  EXPECT_THAT(run(question + "--csv --quick", data).out, HasSubstr("cvar_musd"));
  EXPECT_NE(run(question + "--tail 20%", data).out, run(question, data).out);
}

TEST_F(HedgeVerb, HorizonsAreDrawnAndSourcesNamed) {
  const Outcome drawn = run(question + "--horizons 5", data);
  EXPECT_EQ(drawn.code, 0) << drawn.err;
  EXPECT_THAT(drawn.out, HasSubstr("each at horizons of 5"));
  EXPECT_THAT(run(question + "--quick --json", data).out, HasSubstr("CAN-tariff-USA-goods"));
}

TEST_F(HedgeVerb, AFileIsPutToAnyEconomy) {
  write(folder / "h.toml",
        "title = \"Any\"\nas_of = 2025-01-01\n[[state]]\nname = \"punished\"\nprobability = 0.3\n"
        "measures = \"USA on {it}: tariff 25% on goods\"\n");
  EXPECT_EQ(run("hedge CAN h.toml --quick", data).code, 0);
  EXPECT_EQ(run("hedge CHN h.toml --quick", data).code, 0);
  const Outcome nobody = run("hedge h.toml", data);
  EXPECT_EQ(nobody.code, 2);
  EXPECT_THAT(nobody.err, HasSubstr("none is named"));
}

TEST_F(HedgeVerb, RefusesWithThePlace) {
  const auto refused = [&](const std::string& arguments, const char* words) {
    const Outcome result = run(arguments, data);
    EXPECT_EQ(result.code, 2) << arguments << "\n" << result.out << result.err;
    EXPECT_THAT(result.err, HasSubstr(words)) << arguments;
    EXPECT_EQ(result.out, "");
  };
  refused(question + "--state 'more=80%: USA on CAN: tariff 50% on goods'", "sum to 1.1");
  refused(question + "--range full", "sets or none");
  refused(question + "--horizon 1", "3 years");
  refused("hedge CNA --state 'a=0.1: USA on CAN: tariff 25% on goods'", "did you mean CAN?");
  refused("hedge CAN --as-of 2025-01-01", "without a state");
  refused(question + "--state 'x=0.1: USA on CAN: tarif 25% on goods'", "--state:1:");
}

}  // namespace hedge_test

}  // namespace program
