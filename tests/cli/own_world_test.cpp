// Tables, tariffs and Measures that people bring, through the program.

#include "program.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace own_world_test {

using program::Outcome;
using program::write;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
namespace fs = std::filesystem;

class OwnWorld : public program::Program {
 protected:
  /// A tidy table of these economies; sales at home are `home`, all others 10.
  void table(const std::string& name, const std::vector<std::string>& who, double home,
             const std::vector<std::string>& what = {"A01_02", "C29", "G"}) {
    std::string text = "exporter,sector,importer,use,value\n";
    for (const std::string& from : who)
      for (const std::string& to : who)
        for (const std::string& sector : what)
          for (const char* use : {"final", what.back().c_str()})
            if (const double value = from == to ? home : 10.0; value > 0.0)
              text += fmt::format("{},{},{},{},{}\n", from, sector, to, use, value);
    write(folder / name, text);
  }
  Outcome imported(const std::string& arguments) {
    fs::remove_all(folder / "w");
    const Outcome made = run("world import " + arguments + " -o w");
    EXPECT_EQ(fs::exists(folder / "w"), made.code == 0) << arguments << made.out << made.err;
    return made;
  }
};

TEST_F(OwnWorld, TwoEconomiesAreSolvedAndWhatTheLedgerCannotSayIsListed) {
  table("t_2020.csv", {"USA", "CHN"}, 400);
  const Outcome made = imported("t_2020.csv");
  ASSERT_EQ(made.code, 0) << made.err;
  EXPECT_THAT(made.out,
              AllOf(HasSubstr("taken for goods, by ISIC 4: A01_02, C29"), HasSubstr("for services: G")));
  const Outcome solved = run("solve --world ./w --add \"USA on CHN: tariff 25% on C29\"");
  EXPECT_EQ(solved.code, 0) << solved.err;
  EXPECT_THAT(solved.out, HasSubstr("as of 2020-12-31")) << "the day of its tariffs";
  const Outcome check = run("ledger check --world ./w");
  EXPECT_EQ(check.code, 0) << check.err;
  EXPECT_THAT(check.out, AllOf(HasSubstr("left out of the world t_2020"),
                               HasSubstr("by KOR, which is not in this world")));
}

TEST_F(OwnWorld, EveryVerbAnswers) {
  table("t_2020.csv", {"USA", "CHN"}, 400);
  ASSERT_EQ(imported("t_2020.csv").code, 0);
  const std::string duty = "\"USA on CHN: tariff 25% on C29\" ";
  const std::string quick = "--quick --world ./w";
  for (const std::string& question : std::vector<std::string>{
           "compare base --add " + duty + quick,
           "compare status-quo --as-of 2020-12-31 --add " + duty + quick,
           "path status-quo --from 2020-01-01 --to 2020-12-31 --every year " + quick,
           "stress CHN --cut C29 --by USA --horizon 1 " + quick,
           "room CHN --threat " + duty + "--deal \"CHN with USA: pact 50%\" " + quick, "respond USA " + quick,
           "war USA,CHN " + quick, "retaliate CHN --on USA --worth \"5 mn USD\" --world ./w",
           "brief CHN --threat " + duty + quick, "why base status-quo@2020-12-31 --economy USA --world ./w",
           "threats --world ./w", "ledger list --world ./w", "ledger as-of 2026-01-01 --world ./w",
           "ledger explain --by USA --on CHN --goods C29 --world ./w", "ledger check --world ./w",
           "world show sectors --world ./w", "selftest --world ./w"}) {
    const Outcome answer = run(question);
    EXPECT_EQ(answer.code, 0) << question << "\n" << answer.out << answer.err;
  }
}

TEST_F(OwnWorld, ALedgerOfOnesOwnOrNone) {
  table("t_2020.csv", {"USA", "CHN"}, 400);
  ASSERT_EQ(imported("t_2020.csv --ledger none").code, 0);
  EXPECT_THAT(run("ledger check --world ./w").out, StartsWith("0 Measures"));
  write(folder / "acts/own.toml",
        "[[measure]]\nid = \"OWN\"\ntitle = \"A duty\"\nby = \"USA\"\non = [\"CHN\"]\ngoods = [\"C29\"]\n"
        "instrument = \"tariff\"\nterms = { rate = 0.25 }\nannounced = 2020-01-01\neffective = 2021-01-01\n"
        "source = [\"https://example.org\"]\nconfidence = \"A\"\n");
  const std::string scenario = "title = \"x\"\nworld = \"./w\"\nledger = \"acts\"\nuse = [\"OWN\"]\n";
  write(folder / "s.toml", scenario);
  const Outcome solved = run("solve s.toml");
  EXPECT_EQ(solved.code, 0) << solved.err;
  EXPECT_THAT(solved.out, HasSubstr("OWN"));
  EXPECT_EQ(run("solve s.toml --ledger none").code, 2) << "the option goes before the file";
  EXPECT_EQ(run("ledger list --world ./w --ledger acts").code, 0);
  write(folder / "s.toml", "title = \"x\"\nworld = \"./w\"\nledger = \"nowhere\"\n");
  EXPECT_THAT(run("solve s.toml").err, HasSubstr("field `ledger`"));
  EXPECT_THAT(run("solve --world ./w --ledger nowhere --add \"USA on CHN: tariff 25% on C29\"").err,
              HasSubstr("nowhere: is not a ledger folder"));
  ASSERT_EQ(imported("t_2020.csv --ledger acts").code, 0);
  EXPECT_THAT(run("ledger check --world ./w").out, StartsWith("1 Measure,"));
}

TEST_F(OwnWorld, AnyCurrencyIsNamedAsItIsAndConvertsOnlyWithARate) {
  table("t_1993.csv", {"USA", "CHN"}, 400);
  ASSERT_EQ(imported("t_1993.csv --currency EUR --ledger none").code, 0);
  const std::string tariff = "solve --world ./w --quick --add \"USA on CHN: tariff 25% on C29\"";
  for (const char* form : {"", " --json", " --csv"}) {
    const Outcome solved = run(tariff + form);
    EXPECT_EQ(solved.code, 0) << solved.err;
    EXPECT_THAT(solved.out, AllOf(HasSubstr("EUR"), Not(HasSubstr("USD")))) << form;
  }
  EXPECT_THAT(run(tariff).out, HasSubstr("as of 1993-12-31"));
  const std::string buy = "solve --world ./w --quick --add \"CHN from USA: purchases {} of C29\"";
  const Outcome dollars = run(fmt::format(fmt::runtime(buy), "50 mn USD/year"));
  EXPECT_EQ(dollars.code, 2);
  EXPECT_THAT(dollars.err, AllOf(HasSubstr("an amount is in USD, the world \"t_1993\" in EUR"),
                                 HasSubstr("EUR for one USD")));
  EXPECT_THAT(run("brief USA --world ./w --as-of 1993-06-01 --quick -o b.html").err,
              HasSubstr("a plain page, because the world is not in US dollars\n"));
  EXPECT_THAT(program::content(folder / "b.html"), HasSubstr("because the world is not in US dollars"));
  const Outcome own = run(fmt::format(fmt::runtime(buy), "50 mn EUR/year"));
  EXPECT_EQ(own.code, 0) << own.err << own.out;
  ASSERT_EQ(imported("t_1993.csv --currency EUR --per-usd 0.5 --ledger none").code, 0);
  const auto value = [&](const char* amount) {
    const std::string csv = run(fmt::format(fmt::runtime(buy), amount) + " --csv").out;
    const std::size_t row = csv.find(",CHN,,,equivalent_variation,");
    return csv.substr(row, csv.find('\n', row) - row).substr(0, 60);
  };
  EXPECT_EQ(value("100 mn USD/year"), value("50 mn EUR/year"));
  EXPECT_THAT(imported("t_1993.csv --currency EUR --per-usd 0").err, HasSubstr("--per-usd: 0 is no rate"));
  ASSERT_EQ(imported("t_1993.csv --currency EUR --per-usd 0.5 --ledger none").code, 0);
  EXPECT_THAT(run(fmt::format(fmt::runtime(buy), "50 mn GBP/year")).err, HasSubstr("an amount is in GBP"));
}

TEST_F(OwnWorld, WorldsThatCannotBeRightAreRefusedAndNothingIsWritten) {
  table("gravity_2020.csv", {"USA", "CHN", "ROW"}, 0, {"goods"});
  const Outcome gravity = imported("gravity_2020.csv");
  EXPECT_EQ(gravity.code, 2);
  EXPECT_THAT(gravity.err, AllOf(HasSubstr("3 of 3 economies buy nothing that is made at home"),
                                 HasSubstr("--home-sales-from FILE")));
  write(folder / "made.csv", "economy,output\nUSA,500\nCHN,300\nROW,900\n");
  const Outcome mended = imported("gravity_2020.csv --home-sales-from made.csv");
  EXPECT_EQ(mended.code, 0) << mended.err;
  EXPECT_THAT(mended.out, HasSubstr("sales at home are what exports leave of the output in made.csv"));
  write(folder / "made.csv", "economy,output\nUSA,5\nCHN,300\nROW,900\n");
  EXPECT_THAT(imported("gravity_2020.csv --home-sales-from made.csv").err,
              HasSubstr("made.csv:2:5: field `output`: USA exports 35 more"));

  table("total_2020.csv", {"USA", "CHN", "WLD"}, 100);
  EXPECT_THAT(imported("total_2020.csv").err, HasSubstr("\"WLD\" is a total of the others"));
  table("one_2020.csv", {"USA"}, 100);
  EXPECT_THAT(imported("one_2020.csv").err, HasSubstr("has one economy"));
  write(folder / "zero_2020.csv",
        "exporter,sector,importer,use,value\nUSA,C29,USA,final,0\nCHN,C29,CHN,final,0\n");
  EXPECT_THAT(imported("zero_2020.csv").err, HasSubstr("every value is zero"));
  const auto icio = [](double out) {
    return fmt::format(
        "V1,USA_C29,CHN_C29,USA_HFCE,CHN_HFCE,OUT\nUSA_C29,50,10,100,5,165\nCHN_C29,5,40,5,100,150\n"
        "VA,110,100,0,0,0\nOUT,{},150,0,0,0\n",
        out);
  };
  write(folder / "off_2020.csv", icio(1650));
  EXPECT_THAT(imported("off_2020.csv").err, HasSubstr("far from closing its accounts"));
  write(folder / "off_2020.csv", icio(185));
  const Outcome near = imported("off_2020.csv");
  EXPECT_EQ(near.code, 0) << near.err;
  EXPECT_THAT(near.out, HasSubstr("\nWARNING: "));
  write(folder / "lent_2020.csv",
        "exporter,sector,importer,use,value\nUSA,C29,USA,final,100\nCHN,C29,CHN,final,100\nCHN,C29,USA,final,"
        "50\n"
        "USA,C29,CHN,final,5\n");
  EXPECT_THAT(imported("lent_2020.csv").out,
              AllOf(HasSubstr("deficit of 82%"), HasSubstr("rebase --balanced")));
}

TEST_F(OwnWorld, WhatNothingCouldReadOrSolveAfterwardsIsRefused) {
  const auto refused = [&](const char* name, const std::string& rows) {
    write(folder / name, "exporter,sector,importer,use,value\n" + rows);
    const Outcome made = imported(name);
    EXPECT_EQ(made.code, 2) << name << made.out << made.err;
    return made.err;
  };
  const std::string others = "USA,C29,CHN,final,10\nCHN,C29,USA,final,10\nCHN,C29,CHN,final,100\n";
  EXPECT_THAT(refused("product_2020.csv",
                      "USA,product:x,CHN,final,10\nCHN,product:x,USA,final,10\nUSA,product:x,USA,final,9\n"
                      "CHN,product:x,CHN,final,9\n"),
              HasSubstr("sector \"product:x\" cannot be called so"));
  EXPECT_THAT(refused("bracket_2020.csv", "USA],C29,USA],final,100\nUSA],C29,CHN,final,10\n" + others),
              HasSubstr("economy \"USA]\" cannot be called so"));
  EXPECT_THAT(refused("bell_2020.csv", "US\aA,C29,US\aA,final,100\nUS\aA,C29,CHN,final,10\n" + others),
              HasSubstr("cannot be called so"));
  EXPECT_THAT(refused("huge_2020.csv", "USA,C29,USA,final,1e300\n" + others),
              HasSubstr("value added comes to 1e+300 USD million"));
  EXPECT_THAT(refused("lost_2020.csv", "USA,C29,USA,final,-1e300\n" + others), HasSubstr("value added"));
}

TEST_F(OwnWorld, AFolderIsWholeOrNotThere) {
  table("t_2020.csv", {"USA", "CHN", "DEU", "FRA"}, 400);
  const Outcome cut = run("world import t_2020.csv -o w", "ulimit -f 1 &&", ">/dev/null");
  EXPECT_EQ(cut.code, 3) << cut.err;
  for (const auto& entry : fs::directory_iterator(folder)) EXPECT_EQ(entry.path().filename(), "t_2020.csv");
  // A folder that is there and empty is taken.
  fs::create_directories(folder / "w");
  EXPECT_EQ(run("world import t_2020.csv -o w").code, 0);
  EXPECT_EQ(run("world check --world ./w").code, 0);
}

TEST_F(OwnWorld, TheShapeOfRatesDecidesOrAnOptionDoes) {
  table("t_2020.csv", {"USA", "CHN"}, 400);
  const auto rates = [&](const char* a, const char* b, const char* more = "") {
    write(folder / "r.csv",
          fmt::format("sector,exporter,importer,rate\nC29,CHN,USA,{}\nA01_02,CHN,USA,{}\n", a, b));
    return imported(std::string("t_2020.csv --tariffs r.csv") + more);
  };
  const std::string told = "largest: USA 3.0% and 3.4%";
  EXPECT_THAT(rates("0.034", "0.026").out, HasSubstr(told));
  EXPECT_THAT(rates("3.4%", "2.6 %").out, HasSubstr(told));
  EXPECT_THAT(rates("3.4", "2.6").err, AllOf(HasSubstr("look like percent"), HasSubstr("--rates percent")));
  EXPECT_THAT(rates("3.4", "2.6", " --rates percent").out, HasSubstr(told));
  EXPECT_THAT(rates("1.034", "1.026").err,
              AllOf(HasSubstr("look like one plus the rate"), HasSubstr("--rates")));
  EXPECT_THAT(rates("1.034", "1.026", " --rates gross").out, HasSubstr(told));
  EXPECT_THAT(rates("1.034", "0.026", " --rates gross").err, HasSubstr("0.026 is below 1"));
  EXPECT_THAT(rates("3.4", "2.6", " --rates decimal").out, HasSubstr("USA 300.0% and 340.0%"))
      << "as it was said";
  EXPECT_THAT(rates("0.1", "0.1", " --rates percnt").err, HasSubstr("did you mean percent?"));
  // A rate for all holds where there is no row of its own; names are those of the field.
  write(folder / "r.csv",
        "Sector,Exporter,Importer,Rate,year\nC29,WLD,United States,0.1,2020\nA01_02,156,US,0.2,2020\n");
  const Outcome named = imported("t_2020.csv --tariffs r.csv");
  EXPECT_THAT(named.out, AllOf(HasSubstr("USA 15.0% and 20.0%"), HasSubstr("not read: year")));
  write(folder / "r.csv", "sector,exporter,importer,rate\nC29,DE,USA,0.1\n");
  EXPECT_THAT(imported("t_2020.csv --tariffs r.csv").err,
              HasSubstr("\"DE\" is Germany (DEU), which is not in the table"));
}

TEST_F(OwnWorld, AMeasureThatTouchesNothingIsSaidBeforeAnythingElse) {
  table("t_2020.csv", {"USA", "CHN"}, 400, {"s1", "s2"});
  write(folder / "kinds.csv", "sector,name,isic,kind\ns1,One,,services\ns2,Two,,services\n");
  ASSERT_EQ(imported("t_2020.csv --sectors kinds.csv --ledger none").code, 0);
  const Outcome idle = run("solve --world ./w --quick --add \"USA on CHN: tariff 25% on goods\"");
  EXPECT_THAT(idle.out, StartsWith("WARNING: no flow of this world is touched by USA-"));
  for (const char* verb : {"compare base --add {}", "brief CHN --threat {}",
                           "room CHN --deal \"CHN with USA: pact 50%\" --threat {}"}) {
    const Outcome other =
        run(fmt::format(fmt::runtime(verb), "\"USA on CHN: tariff 25% on goods\" --world ./w --quick"));
    EXPECT_THAT(other.out, StartsWith("WARNING: no flow of this world is touched by ")) << verb << other.err;
  }
  const Outcome acting = run("solve --world ./w --quick --add \"USA on CHN: tariff 25% on services\"");
  EXPECT_THAT(acting.out, Not(HasSubstr("WARNING")));
}

TEST_F(OwnWorld, AScenarioNamesItsWorldFromItsOwnFolder) {
  table("t_2020.csv", {"USA", "CHN"}, 400);
  fs::create_directories(folder / "job");
  ASSERT_EQ(run("world import t_2020.csv --ledger none -o job/w").code, 0);
  for (const char* world : {"./w", "w", "../job/w"}) {
    write(folder / "job/s.toml", fmt::format("title = \"x\"\nworld = \"{}\"\nmeasure = [\"USA on CHN: tariff "
                                             "25% on C29\"]\n",
                                             world));
    const Outcome solved = run("solve job/s.toml --quick");
    EXPECT_EQ(solved.code, 0) << world << solved.err;
    EXPECT_THAT(solved.out, HasSubstr("real income")) << world;
  }
  write(folder / "job/s.toml", "title = \"x\"\nworld = \"./nowhere\"\n");
  EXPECT_THAT(run("solve job/s.toml").err, HasSubstr("job/"));
}

// "Other Asia" and "Food & Beverages" are words of a line of Measures and of lists in options.
TEST_F(OwnWorld, NamesOfSeveralWordsCanBeTyped) {
  table("t_2020.csv", {"USA", "Other Asia", "Rest of the World"}, 400,
        {"Agriculture", "Food & Beverages", "Wholesale Trade"});
  write(folder / "rates.csv", "sector,exporter,importer,rate\nFood & Beverages,Other Asia,USA,5%\n");
  const Outcome made = imported("t_2020.csv --ledger none --tariffs rates.csv");
  ASSERT_EQ(made.code, 0) << made.err;
  EXPECT_THAT(
      made.out,
      AllOf(HasSubstr("some sectors are called Food_Beverages (Food & Beverages), Wholesale_"),
            HasSubstr("some economies are called OTHER_ASIA (OTHER ASIA)"), HasSubstr("USA 1.2% and 5.0%")));
  for (const char* who : {"OTHER_ASIA", "Other Asia"}) {
    const Outcome solved =
        run(fmt::format("solve --world ./w --quick --economies USA,OTHER_ASIA --add \"USA on {}: tariff 25% "
                        "on Food_Beverages\"",
                        who));
    EXPECT_EQ(solved.code, 0) << who << solved.err;
    EXPECT_THAT(solved.out, HasSubstr("OTHER_ASIA")) << who;
  }
  write(folder / "map.csv", "kind,from,to,name\neconomy,USA,USA,\neconomy,*,All of Asia,\n");
  EXPECT_THAT(run("world aggregate map.csv --world ./w -o c").err,
              AllOf(HasSubstr("\"All of Asia\" is not one word"), HasSubstr("write All_of_Asia")));
  table("t_2020.csv", {"USA", "Other Asia", "OTHER_ASIA"}, 400);
  EXPECT_THAT(imported("t_2020.csv").err, HasSubstr("would both be called OTHER_ASIA"));
}

TEST_F(OwnWorld, ASlipOfAnEconomyIsNamed) {
  table("t_2020.csv", {"USA", "DEU"}, 400);
  std::string text = program::content(folder / "t_2020.csv");
  text.replace(text.find("USA,C29,DEU"), 11, "USA,C29,DEX");
  write(folder / "t_2020.csv", text);
  EXPECT_THAT(imported("t_2020.csv").err, HasSubstr("is DEX a slip for DEU?"));
}

TEST_F(OwnWorld, AZippedTableIsReadAndOtherFilesAreTold) {
  table("t_2020.csv", {"USA", "CHN"}, 400);
  ASSERT_EQ(
      std::system(("cd '" + folder.string() +
                   "' && python3 -c \"import zipfile; z = zipfile.ZipFile('t.zip', 'w', "
                   "zipfile.ZIP_DEFLATED); z.write('t_2020.csv'); z.writestr('t_2019.csv', 'x'); z.close()\"")
                      .c_str()),
      0);
  EXPECT_THAT(imported("t.zip").err, HasSubstr("holds 2 tables: t_2020.csv, t_2019.csv"));
  const Outcome made = imported("t.zip --year 2020");
  EXPECT_EQ(made.code, 0) << made.err;
  EXPECT_THAT(made.out, StartsWith("t_2020: passed"));
  fs::rename(folder / "t_2020.csv", folder / "t.csv");
  ASSERT_EQ(std::system(("cd '" + folder.string() + "' && python3 -m zipfile -c z1_2020.zip t.csv").c_str()),
            0);
  EXPECT_EQ(imported("z1_2020.zip").code, 0) << "the name of the archive has the year";
  write(folder / "x.xlsx", "PK\x03\x04");
  EXPECT_THAT(imported("x.xlsx").err, HasSubstr("is a workbook, not a CSV file"));
  fs::create_directories(folder / "empty");
  EXPECT_THAT(imported("empty").err, HasSubstr("folders that are read: WIOD 2013"));
  EXPECT_THAT(imported("icioo t.csv").err, HasSubstr("did you mean icio?"));
}

/// In one line, as it was before it was wrapped.
std::string unwrapped(const std::string& text) {
  std::string out;
  for (const char c : text)
    if (c != '\n' && c != ' ')
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  return out;
}

TEST_F(OwnWorld, ATableThatDoesNotCloseIsToldWithWhatToLookFor) {
  // China's cars cost a tenth more than they sell for, and what it sells abroad is missing but for a rest.
  std::string text = "exporter,sector,importer,use,value\n";
  for (const char* from : {"USA", "CHN"})
    for (const char* to : {"USA", "CHN"})
      for (const char* sector : {"A01_02", "C29", "G"}) {
        const bool home = std::string(from) == to;
        const double abroad = std::string(from) == "CHN" ? 1.0 : 30.0;
        text += fmt::format("{},{},{},final,{}\n", from, sector, to, home ? 400.0 : abroad);
        if (std::string(to) == "CHN")
          text += fmt::format("{},{},{},C29,{}\n", from, sector, to, home ? 230.0 : 1.0);
      }
  write(folder / "t_2020.csv", text);
  const Outcome made = imported("t_2020.csv");
  ASSERT_EQ(made.code, 0) << made.err;
  EXPECT_THAT(
      unwrapped(made.out),
      AllOf(HasSubstr("sectors that earn nothing, as they buy as much as they sell or more and their "
                      "purchases were cut: CHN C29; look whether rows of their sales are missing"),
            HasSubstr("hardly a policy has an answer: USA a surplus of 94%, CHN a deficit of 94%; look "
                      "whether rows of exports or imports are missing")));
  const Outcome solved = run("solve --world ./w --quick --add \"USA on CHN: tariff 25% on C29\"");
  EXPECT_EQ(solved.code, 1);
  EXPECT_THAT(
      unwrapped(solved.out),
      AllOf(HasSubstr("is below three times the imbalance that it is held to; use closure \"balanced\""),
            HasSubstr("of a table of your own look whether rows of its exports or imports are missing")));
}

TEST_F(OwnWorld, MeasuresWhoseRatesAreOnOtherSectorsAreLeftOut) {
  table("t_2020.csv", {"USA", "CHN"}, 400, {"cars", "steel", "services"});
  ASSERT_EQ(imported("t_2020.csv").code, 0);
  const Outcome check = run("ledger check --world ./w --top 200");
  EXPECT_EQ(check.code, 0) << check.err;
  EXPECT_THAT(check.out, HasSubstr("US-25-232-METAL"));
  EXPECT_THAT(check.out, HasSubstr("which this world does not have by these names"));
  EXPECT_THAT(run("ledger as-of 2026-01-24 --world ./w").out, Not(HasSubstr("US-25-232-METAL")));
  table("t_2020.csv", {"USA", "CHN"}, 400);
  ASSERT_EQ(imported("t_2020.csv").code, 0);
  EXPECT_THAT(run("ledger as-of 2026-01-24 --world ./w").out, HasSubstr("US-25-232-METAL"));
}

TEST_F(OwnWorld, APactWithoutATariffToCutIsNamed) {
  table("t_2020.csv", {"USA", "CHN"}, 400);
  ASSERT_EQ(imported("t_2020.csv").code, 0);
  const std::string pact = "solve --world ./w --quick --add \"USA with CHN: pact 50%";
  EXPECT_THAT(
      unwrapped(run(pact + "\"").out),
      HasSubstr("USA-pact-CHN-goods: no flow of this world is touched by it: the world's own tariffs on "
                "what it is on are zero, and a pact cuts those"));
  EXPECT_THAT(run(pact + ", barrier_cut 10%\"").out, Not(HasSubstr("is touched by it")));
  write(folder / "rates.csv", "sector,exporter,importer,rate\nC29,CHN,USA,0.1\n");
  ASSERT_EQ(imported("t_2020.csv --tariffs rates.csv").code, 0);
  EXPECT_THAT(run(pact + "\"").out, Not(HasSubstr("is touched by it")));
}

TEST_F(OwnWorld, ExposureTellsOfTheTableWhereThereIsNoRecord) {
  table("t_2020.csv", {"USA", "CHN"}, 400);
  ASSERT_EQ(imported("t_2020.csv").code, 0);
  const Outcome result = run("exposure United\\ States --world ./w");
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("no record of trade"));
  EXPECT_THAT(run("exposure Germany --world ./w").err,
              HasSubstr("that is Germany (DEU), which this world does not have"));
}

}  // namespace own_world_test
