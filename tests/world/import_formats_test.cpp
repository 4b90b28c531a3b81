// One table in every layout that is read: each must give the world of the tidy one.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "leeway/io/file.h"
#include "leeway/world/import.h"
#include "leeway/world/sector_kinds.h"
#include "support/own_folder.h"

namespace leeway {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr int N = 3;
constexpr int J = 2;

/// What economy i sells of sector h to use u of economy n; u = J is final use.
double sale(int i, int h, int n, int u) {
  const double base = u == J ? 500.0 : 40.0;
  return (i == n ? base : base / 10.0) + 3.0 * i + 2.0 * h + n + 0.25 * u;
}

class Formats : public ::testing::Test {
 protected:
  Formats() : folder_(testing::own_folder()) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~Formats() override { fs::remove_all(folder_); }

  fs::path file(const std::string& name, const std::string& text) {
    fs::create_directories((folder_ / name).parent_path());
    write_file_atomically(folder_ / name, text);
    return folder_ / name;
  }
  World tidy() {
    std::string text = "exporter,sector,importer,use,value\n";
    const std::vector<std::string> who = {"USA", "DEU", "ROW"};
    const std::vector<std::string> what = {"A01", "G46"};
    for (int i = 0; i < N; ++i)
      for (int h = 0; h < J; ++h)
        for (int n = 0; n < N; ++n)
          for (int u = 0; u <= J; ++u)
            text += fmt::format("{},{},{},{},{}\n", who[i], what[h], who[n], u == J ? "final" : what[u],
                                sale(i, h, n, u));
    return import_world(file("tidy_2020.csv", text)).world;
  }
  void expect_same(const ImportedWorld& imported) {
    const World expected = tidy();
    const World& world = imported.world;
    ASSERT_EQ(world.economy_count(), N);
    ASSERT_EQ(world.sector_count(), J);
    EXPECT_EQ(world.base_year, 2020);
    EXPECT_TRUE(world.sectors[0].goods);
    EXPECT_FALSE(world.sectors[1].goods);
    EXPECT_TRUE(world.economies[2].rest);
    for (std::size_t c = 0; c < expected.flow.size(); ++c)
      EXPECT_NEAR(world.flow.data()[c], expected.flow.data()[c], 1e-9);
    for (std::size_t c = 0; c < expected.input.size(); ++c)
      EXPECT_NEAR(world.input.data()[c], expected.input.data()[c], 1e-9);
    for (std::size_t c = 0; c < expected.value_added.size(); ++c)
      EXPECT_NEAR(world.value_added.data()[c], expected.value_added.data()[c], 1e-6);
  }
  fs::path folder_;
};

const std::vector<std::string> areas = {"US", "DE", "FIGW1"};
const std::vector<std::string> industries = {"A01", "G46"};

TEST_F(Formats, FigaroFlat) {
  std::string text = "icioRow,icioColumn,refArea,rowPi,counterpartArea,colPi,obsValue\n";
  for (int i = 0; i < N; ++i)
    for (int h = 0; h < J; ++h)
      for (int n = 0; n < N; ++n)
        for (int u = 0; u <= J; ++u) {
          const std::string use = u == J ? "P3_S14" : industries[u];
          text += fmt::format("{0}_{1},{2}_{3},{0},{1},{2},{3},{4}\n", areas[i], industries[h], areas[n], use,
                              sale(i, h, n, u));
        }
  text += "W2_D1,US_A01,W2,D1,US,A01,77\n";
  const ImportedWorld imported = import_world(file("flatfile_eu-ic-io_2020.csv", text));
  expect_same(imported);
  EXPECT_EQ(imported.world.currency, "EUR million, 2020 prices");
  EXPECT_EQ(imported.world.economies[0].id, "USA");
}

TEST_F(Formats, FigaroMatrix) {
  std::string text = "rowLabels";
  for (int n = 0; n < N; ++n)
    for (int k = 0; k < J; ++k) text += "," + areas[n] + "_" + industries[k];
  for (int n = 0; n < N; ++n) text += "," + areas[n] + "_P3_S14";
  for (int i = 0; i < N; ++i)
    for (int h = 0; h < J; ++h) {
      text += "\n" + areas[i] + "_" + industries[h];
      for (int n = 0; n < N; ++n)
        for (int k = 0; k < J; ++k) text += fmt::format(",{}", sale(i, h, n, k));
      for (int n = 0; n < N; ++n) text += fmt::format(",{}", sale(i, h, n, J));
    }
  const auto row = [&](const char* label, auto&& value) {
    text += std::string("\n") + label;
    for (int n = 0; n < N; ++n)
      for (int k = 0; k < J; ++k) text += fmt::format(",{}", value(n, k));
    text += ",0,0,0";
  };
  const World expected = tidy();
  row("W2_D21X31", [](int, int) { return 5.0; });
  row("W2_D1", [&](int n, int k) { return expected.value_added(n, k) - 5.0; });
  const ImportedWorld imported = import_world(file("matrix_eu-ic-io_2020.csv", text + "\n"));
  expect_same(imported);
  EXPECT_TRUE(imported.warnings.empty());
}

TEST_F(Formats, Wiod2016) {
  std::string text = "IndustryCode,IndustryDescription,Country,RNr,Year";
  const std::vector<std::string> who = {"USA", "DEU", "ROW"};
  for (int n = 0; n < N; ++n)
    for (int k = 1; k <= J; ++k) text += fmt::format(",{}{}", who[n], k);
  for (int n = 0; n < N; ++n) text += fmt::format(",{}57,{}58", who[n], who[n]);
  text += ",TOT";
  for (int i = 0; i < N; ++i)
    for (int h = 0; h < J; ++h) {
      text += fmt::format("\n{},\"Crops, and so on\",{},{},2020", industries[h], who[i], h + 1);
      for (int n = 0; n < N; ++n)
        for (int k = 0; k < J; ++k) text += fmt::format(",{}", sale(i, h, n, k));
      for (int n = 0; n < N; ++n) text += fmt::format(",{},{}", sale(i, h, n, J) - 1.0, 1.0);
      text += ",0";
    }
  text += "\nVA,Value added,TOT,70,2020,1,1,1,1,1,1,0,0,0,0,0,0,0\n";
  expect_same(import_world(file("WIOT_Nov16_ROW.csv", text)));
}

TEST_F(Formats, Exiobase) {
  const std::vector<std::string> who = {"US", "DE", "WF"};
  const std::vector<std::string> what = {"Cultivation of wheat", "Wholesale trade"};
  std::string z1 = "region\t";
  std::string z2 = "sector\t";
  std::string y1 = z1;
  std::string y2 = z2;
  std::string z;
  std::string y;
  for (int n = 0; n < N; ++n) {
    for (int k = 0; k < J; ++k) z1 += "\t" + who[n], z2 += "\t" + what[k];
    y1 += "\t" + who[n];
    y2 += "\tFinal consumption expenditure by households";
  }
  for (int i = 0; i < N; ++i)
    for (int h = 0; h < J; ++h) {
      z += who[i] + "\t" + what[h];
      y += who[i] + "\t" + what[h];
      for (int n = 0; n < N; ++n) {
        for (int k = 0; k < J; ++k) z += fmt::format("\t{}", sale(i, h, n, k));
        y += fmt::format("\t{}", sale(i, h, n, J));
      }
      z += "\n";
      y += "\n";
    }
  file("IOT_2020_ixi/Z.txt", z1 + "\n" + z2 + "\nregion\tsector\t\t\t\t\t\t\n" + z);
  const fs::path use = file("IOT_2020_ixi/Y.txt", y1 + "\n" + y2 + "\n" + y);
  const ImportedWorld imported = import_world(folder_ / "IOT_2020_ixi");
  expect_same(imported);
  EXPECT_EQ(imported.world.name, "exiobase_2020");
  EXPECT_EQ(imported.world.economies[2].id, "W_WF") << "not Wallis and Futuna";
  write_file_atomically(use, "region\tsector\n");
  EXPECT_THROW(import_world(folder_ / "IOT_2020_ixi"), InputError);
}

TEST_F(Formats, Eora26) {
  const std::vector<std::string> who = {"USA", "DEU", "RST"};
  const std::vector<std::string> what = {"Agriculture", "Wholesale Trade"};
  std::string labels;
  std::string uses;
  std::string t;
  std::string fd;
  for (int i = 0; i < N; ++i) {
    uses += who[i] + "\t" + who[i] + "\tFinal demand\tHousehold final consumption P.3h\t\n";
    for (int h = 0; h < J; ++h) {
      labels += who[i] + "\t" + who[i] + "\tIndustries\t" + what[h] + "\t\n";
      for (int n = 0; n < N; ++n) {
        for (int k = 0; k < J; ++k) t += fmt::format("{}\t", 1000.0 * sale(i, h, n, k));
        fd += fmt::format("{}{}", 1000.0 * sale(i, h, n, J), n + 1 < N ? "\t" : "\n");
      }
      t += "7\n";
    }
  }
  labels += "ROW\tROW\tIndustries\tTOTAL\t\n";
  t += "1\t1\t1\t1\t1\t1\t1\n";
  fd += "1\t1\t1\n";
  file("Eora26_2020_bp/labels_T.txt", labels);
  file("Eora26_2020_bp/labels_FD.txt", uses);
  file("Eora26_2020_bp/Eora26_2020_bp_T.txt", t);
  file("Eora26_2020_bp/Eora26_2020_bp_FD.txt", fd);
  ImportedWorld imported = import_world(folder_ / "Eora26_2020_bp");
  EXPECT_THAT(imported.notes, Contains(HasSubstr("the line of the rest of the world")));
  imported.world.economies[2].rest = true;
  expect_same(imported);
  fs::remove(folder_ / "Eora26_2020_bp/labels_FD.txt");
  EXPECT_THROW(import_world(folder_ / "Eora26_2020_bp"), InputError);
}

TEST(SectorKinds, ClassificationsOfTheFieldAreTold) {
  const auto told = [](const std::vector<std::string>& codes) {
    const SectorKinds found = sector_kinds(codes);
    std::string text = found.classification + ":";
    for (std::size_t c = 0; c < codes.size(); ++c)
      text += !found.kinds[c] ? " ?" : found.kinds[c]->goods ? " g" : " s";
    return text + (found.contested.empty() ? "" : " contested");
  };
  EXPECT_EQ(told({"A01_02", "C10T12", "C24A", "D", "G", "R"}), "ISIC 4: g g g s s s");
  EXPECT_EQ(told({"01T02", "10T12", "35", "84"}), "ISIC 4: g g s s");
  EXPECT_EQ(told({"CPA_A01", "CPA_C10-12", "CPA_D35", "CPA_L68A"}), "ISIC 4: g g s s");
  EXPECT_EQ(told({"A01", "C10-C12", "E37-E39", "J59_J60", "R_S"}), "ISIC 4: g g s s s");
  EXPECT_EQ(told({"C01T05AGR", "C34MTR", "C30T33XCEQ", "C40T41EGW"}), "OECD ICIO 2016: g g g s");
  EXPECT_EQ(told({"AtB", "C", "15t16", "36t37", "E", "50"}), "WIOD 2013 (ISIC 3): g g g g s s");
  EXPECT_EQ(told({"c1", "c16", "c17", "c35"}), "WIOD 2013: g g s s");
  EXPECT_EQ(told({"C1", "C2", "C17", "C35"}), "WIOD 2013: g g s s");
  EXPECT_EQ(told({"C29"}), "ISIC 4: g") << "industry 29 of WIOD 2013 is real estate";
  EXPECT_EQ(told({"pdr", "mvh", "ely", "osg"}), "GTAP: g g s s");
  EXPECT_EQ(told({"Agriculture", "Food & Beverages", "Wholesale Trade"}), "Eora 26: g g s");
  EXPECT_EQ(told({"Cultivation of wheat", "Manufacture of gas; distribution of gaseous fuels through mains",
                  "Manufacture of motor vehicles, trailers and semi-trailers (34)"}),
            "EXIOBASE industries: g s g");
  EXPECT_EQ(told({"311", "3361", "541", "221"}), "NAICS: g g s s");
  EXPECT_EQ(told({"0", "7", "9"}), "SITC: g g g");
  EXPECT_EQ(told({"HS01", "HS87", "01", "87"}), "HS: g g g g");
  EXPECT_EQ(told({"311", "3361", "11", "541"}), "NAICS: g g g s");
  EXPECT_EQ(told({"Agriculture", "Mining", "Auto", "R&D"}), "Caliendo and Parro 2015: g g g s");
  EXPECT_EQ(told({"goods", "services"}), "plain words: g s");
  EXPECT_EQ(told({"D", "E", "F"}), "ISIC 4: s s s contested") << "D makes goods in revision 3";
  EXPECT_EQ(told({"A01", "widgets"}), "ISIC 4: g ?");
  EXPECT_EQ(sector_kinds({"c29", "C24", "A01", "G46"}).contested, std::vector<std::string>{"c29"})
      << "industry 29 of WIOD 2013, or division 29 in small letters";
}

TEST_F(Formats, WhatNoClassificationKnowsIsAsked) {
  const fs::path table =
      file("t_2020.csv",
           "exporter,sector,importer,use,value\nUSA,widgets,USA,final,9\nUSA,widgets,CAN,final,1\n"
           "CAN,widgets,CAN,final,9\nCAN,widgets,USA,final,1\n");
  try {
    import_world(table);
    FAIL() << "widgets were taken for something";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("goods or services is not known: widgets\n  say it with --sectors"));
  }
  ImportOptions options;
  options.sectors = file("s.csv", "sector,name,isic,kind\nwidgets,Widgets,28,goods\n");
  EXPECT_TRUE(import_world(table, options).world.sectors[0].goods);
}

}  // namespace
}  // namespace leeway
