// Every command of docs/bring-your-own.md, in order, on files of the names and forms that the page tells of.

#include "program.h"

#include <sstream>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "support/gtap_files.h"

namespace bring_your_own_test {

using program::content;
using program::Outcome;
using program::write;
using ::testing::HasSubstr;

class BringYourOwn : public program::Program {
 protected:
  void SetUp() override {
    Program::SetUp();
    write(folder / "2020_SML.csv",
          "V1,USA_A01_02,USA_C29,USA_G,CHN_A01_02,CHN_C29,CHN_G,USA_HFCE,CHN_HFCE,OUT\n"
          "USA_A01_02,20,5,5,2,1,1,60,6,100\nUSA_C29,5,60,20,1,10,2,190,12,300\nUSA_G,10,40,80,1,2,3,460,4,"
          "600\n"
          "CHN_A01_02,1,1,1,30,5,5,5,152,200\nCHN_C29,2,20,5,10,90,20,20,233,400\nCHN_G,1,2,4,10,40,60,3,280,"
          "400"
          "\nVA,61,172,485,146,252,309,0,0,0\nOUT,100,300,600,200,400,400,0,0,0\n");
    write(folder / "2019_SML.csv", "V1\n");
    ASSERT_EQ(std::system(("cd '" + folder.string() +
                           "' && python3 -m zipfile -c 2016-2020_SML.zip 2019_SML.csv 2020_SML.csv")
                              .c_str()),
              0);
    write(folder / "tariffs.csv", "sector,exporter,importer,rate\nC29,WLD,USA,2.5%\nC29,USA,CHN,15%\n");
    write(folder / "percent.csv", "sector,exporter,importer,rate\nC29,WLD,USA,2.5\nC29,WLD,CHN,15\n");
    tidy("table_2020.csv", {"A01_02", "C29", "G"}, true);
    tidy("own_2020.csv", {"farms", "rest"}, true);
    tidy("trade_2020.csv", {"goods"}, false);
    write(folder / "sectors.csv", "sector,name,isic,kind\nfarms,Farms,A,goods\nrest,All others,,services\n");
    write(folder / "output.csv", "economy,output\nUSA,900\nCHN,800\n");
    write(folder / "theta.csv", "set,sector,sigma\nmine,A01_02,6\nmine,C29,5\nmine,G,4\n");
    const leeway::testing::GtapData gtap;
    write(folder / "basedata.har", gtap.base_data());
    write(folder / "default.prm", gtap.parameters());
    leeway::testing::GtapData bare;
    bare.layout = leeway::testing::HarLayout::bare;
    write(folder / "bare_2017.har", bare.base_data());
    write(folder / "sets.har", bare.sets());
    write(folder / "my-acts/own.toml",
          "[[measure]]\nid = \"OWN\"\ntitle = \"A duty\"\nby = \"USA\"\non = [\"CHN\"]\ngoods = [\"C29\"]\n"
          "instrument = \"tariff\"\nterms = { rate = 0.25 }\nannounced = 2020-01-01\neffective = 2021-01-01\n"
          "source = [\"https://example.org\"]\nconfidence = \"A\"\n");
    write(folder / "my-scenario.toml", "title = \"A duty\"\nworld = \"./with-acts\"\nuse = [\"OWN\"]\n");
  }
  void tidy(const char* name, const std::vector<std::string>& sectors, bool at_home) const {
    std::string text = "exporter,sector,importer,use,value\n";
    for (const char* from : {"USA", "CHN"})
      for (const char* to : {"USA", "CHN"})
        for (const std::string& sector : sectors)
          for (const char* use : {"final", sectors.back().c_str()})
            if (from != std::string(to) || at_home)
              text +=
                  fmt::format("{},{},{},{},{}\n", from, sector, to, use, from == std::string(to) ? 400 : 10);
    write(folder / name, text);
  }
};

TEST_F(BringYourOwn, EveryCommandOfThePageRuns) {
  std::istringstream page(content(leeway::testing::source_folder() / "docs" / "bring-your-own.md"));
  bool inside = false;
  int commands = 0;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("```")) inside = !inside;
    if (!inside || !line.starts_with("leeway ")) continue;
    ++commands;
    const Outcome result = run(line.substr(7));
    EXPECT_EQ(result.code, 0) << line << "\n" << result.out << result.err;
    if (line.starts_with("leeway solve")) {
      EXPECT_THAT(result.out, HasSubstr("real income")) << line;
    }
  }
  EXPECT_GE(commands, 11);
}

}  // namespace bring_your_own_test
