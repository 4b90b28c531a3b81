#include <gmock/gmock.h>

#include "leeway/world/load.h"
#include "program.h"
#include "support/small_world.h"

namespace program {

namespace carve_test {

using ::testing::HasSubstr;

// The tiny world of three economies with a table of flows of a product.
class Carve : public Program {
 protected:
  void SetUp() override {
    Program::SetUp();
    leeway::save_world(leeway::testing::tiny_world(), folder / "tiny");
    write(folder / "flows.csv",
          "exporter,importer,value,quantity\n"
          "USA,USA,200,20000\nUSA,CHN,10,1000\nUSA,CAN,20,2000\nCHN,USA,30,6000\nCHN,CHN,300,60000\n"
          "CHN,CAN,5,1000\nCAN,USA,25,2500\nCAN,CAN,40,4000\n");
    write(folder / "users.csv", "user,share\nC,0.75\nfinal,0.25\n");
  }
  static std::string carve(const std::string& more) {
    return "world carve --world ./tiny --product seed --sector C --unit t --flows flows.csv -o new " + more;
  }
};

TEST_F(Carve, MakesAWorldThatOtherVerbsTake) {
  const Outcome made =
      run(carve("--name Seed --theta 6 --substitution 1.5 --confidence C --method \"By hand.\""));
  EXPECT_EQ(made.code, 0) << made.err;
  EXPECT_THAT(made.out, HasSubstr("product:seed"));
  EXPECT_THAT(made.out, HasSubstr("Written to new"));
  EXPECT_THAT(made.out, HasSubstr("passed"));
  const Outcome checked = run("world check --world ./new");
  EXPECT_EQ(checked.code, 0) << checked.out << checked.err;
  EXPECT_THAT(checked.out, HasSubstr("product:seed"));
  const Outcome shown = run("world show product:seed --world ./new");
  EXPECT_EQ(shown.code, 0) << shown.err;
  EXPECT_THAT(shown.out, HasSubstr("a line of C"));
  EXPECT_THAT(shown.out, HasSubstr("By hand."));
  EXPECT_THAT(run("world show products --world ./new").out, HasSubstr("line"));
}

TEST_F(Carve, SplitsACriticalInputOut) {
  const Outcome made = run(
      carve("--users users.csv --bundle S --sigma 0.02:0.1:0.5 --specific 0.9 --backstop 4:10:20 --host S"));
  EXPECT_EQ(made.code, 0) << made.err;
  const Outcome shown = run("world show product:seed --world ./new");
  EXPECT_THAT(shown.out, HasSubstr("split out of C"));
  EXPECT_THAT(shown.out, HasSubstr("cost of the backstop"));
  EXPECT_EQ(run("world check --world ./new").code, 0);
  EXPECT_THAT(content(folder / "new" / "critical.csv"), HasSubstr("product:seed,S,0.1,0.02,0.5"));
}

TEST_F(Carve, SalesAtHomeFromAMarketAndQuantitiesFromAFile) {
  write(folder / "flows.csv", "exporter,importer,value\nCHN,USA,40\nUSA,CAN,20\n");
  write(folder / "quantities.csv", "exporter,importer,quantity\nCHN,USA,400\nUSA,CAN,200\n");
  write(folder / "market.csv", "economy,units,price\nUSA,2500,100000\n");
  const Outcome made = run(carve("--quantities quantities.csv --market market.csv"));
  EXPECT_EQ(made.code, 0) << made.err;
  EXPECT_THAT(content(folder / "new" / "flows.csv"), HasSubstr("product:seed,USA,USA,200\n"));
  EXPECT_THAT(made.out, HasSubstr("2 of 3 economies have no row for sales at home"));
}

struct Refused {
  const char* options;
  const char* file;
  const char* text;
  const char* message;
};

TEST_F(Carve, NamesWhatIsWrong) {
  const Refused cases[] = {
      {"--sector X", "", "", "--sector"},
      {"--product Seed", "", "", ""},
      {"--users flows.csv", "", "", "flows.csv"},
      {"--bundle S", "", "", "--bundle needs --sigma"},
      {"--bundle S --sigma a --specific 0 --backstop 0", "", "", "--sigma: \"a\" is not a number"},
      {"--bundle S --sigma 1:2 --specific 0 --backstop 0", "", "", "has 2 numbers"},
      {"--bundle T --sigma 1 --specific 0 --backstop 0", "", "", "--bundle: unknown sector \"T\""},
      {"--sigma 0.1", "", "", "--bundle"},
      {"--theta -1", "", "", "theta is -1"},
      {"--confidence D", "", "", "allowed: A, B, C"},
      {"", "flows.csv", "exporter,importer,value\nCHI,USA,1\n",
       "flows.csv:2:1: field `exporter`: unknown economy"},
      {"", "flows.csv", "exporter,importer,value\nCHN,USA,-1\n", "field `value`"},
      {"", "flows.csv", "exporter,importer,value\nCHN,USA,1\nCHN,USA,1\n", "flows.csv:3: row repeats a key"},
      {"", "flows.csv", "exporter,importer,value\nCHN,USA,1\n", "none of its flows has a quantity"},
      {"", "flows.csv", "exporter,importer,value,tariff\nCHN,USA,1,25\n", "looks like a percentage"},
      {"", "flows.csv", "exporter,importer,amount\nCHN,USA,1\n", "column `value` is missing"},
      {"--users users.csv", "users.csv", "user,share\nC,0.5\n", "sum to 0.5, not to 1"},
      {"--market market.csv", "market.csv", "economy,value\nUSA,100\n", "given twice"},
      {"--market market.csv", "market.csv", "economy,price\nUSA,100\n", "a price needs units"},
      {"--reference ref.csv", "ref.csv", "exporter,importer,share,tariff\nCHN,USA,1.5,0\n",
       "1.5 is no share"},
      {"--quantities q.csv", "q.csv", "exporter,importer,quantity\nCHN,USA,4\n", "already"},
      {"--quantities q.csv", "q.csv", "exporter,importer,quantity\nCAN,CHN,4\n", "no flow between these two"},
  };
  for (const Refused& bad : cases) {
    SetUp();
    if (*bad.file != '\0') write(folder / bad.file, bad.text);
    const Outcome result = run(carve(bad.options));
    EXPECT_EQ(result.code, 2) << bad.options << ' ' << bad.text << result.out;
    EXPECT_THAT(result.err, HasSubstr(bad.message)) << bad.options;
    EXPECT_FALSE(fs::exists(folder / "new" / "world.toml")) << bad.options;
  }
}

TEST_F(Carve, NeedsAFolderOfItsOwn) {
  EXPECT_EQ(run(carve("")).code, 0);
  const Outcome again = run(carve(""));
  EXPECT_EQ(again.code, 2);
  EXPECT_THAT(again.err, HasSubstr("is not empty"));
}

TEST_F(Carve, HelpShowsAnExample) {
  const Outcome help = run("world carve --help");
  EXPECT_EQ(help.code, 0);
  EXPECT_THAT(help.out, HasSubstr("Example:\n  leeway world carve --product"));
}

}  // namespace carve_test

}  // namespace program
