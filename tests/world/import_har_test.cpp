// GTAP's base data, in files that the test writes to the published format.

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "leeway/io/file.h"
#include "leeway/world/check.h"
#include "leeway/world/import.h"
#include "support/gtap_files.h"
#include "support/own_folder.h"

namespace leeway {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::Contains;
using testing::GtapData;
using testing::HarLayout;
using ::testing::HasSubstr;

// Reals of a HAR file have 24 bits.
constexpr double single = 1e-6;

class GtapImport : public ::testing::Test {
 protected:
  GtapImport() : folder_(testing::own_folder()) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~GtapImport() override { fs::remove_all(folder_); }

  fs::path file(const std::string& name, const std::string& bytes) const {
    write_file_atomically(folder_ / name, bytes);
    return folder_ / name;
  }
  ImportedWorld imported(const GtapData& data, ImportOptions options = {}) const {
    return import_world(file("basedata_2017.har", data.base_data()), options);
  }
  std::string refusal(const GtapData& data, const ImportOptions& options = {}) const {
    try {
      imported(data, options);
    } catch (const InputError& error) {
      return error.what();
    }
    return "";
  }
  fs::path folder_;
};

TEST_F(GtapImport, AccountsAreThoseOfTheArrays) {
  const GtapData data;
  const ImportedWorld made = imported(data);
  const World& world = made.world;
  ASSERT_EQ(world.economy_count(), 2);
  EXPECT_EQ(world.economies[0].id, "USA");
  EXPECT_EQ(world.sectors[1].id, "mvh");
  EXPECT_TRUE(world.sectors[1].goods);
  EXPECT_FALSE(world.sectors[2].goods);
  EXPECT_EQ(world.base_year, 2017);
  for (int h = 0; h < 2; ++h)
    for (int s = 0; s < 2; ++s) {
      const int d = 1 - s;
      EXPECT_NEAR(world.flow(h, d, s), data.cif(h, s, d), 1e-4);
      EXPECT_NEAR(world.tariff(h, d, s), data.duty(h, s, d), single);
    }
  for (int r = 0; r < 2; ++r) {
    // What carriage adds to the price of exports, the exporter has bought: value added is at fob.
    for (int k = 0; k < 3; ++k) {
      double left = data.home(k, r, 3) + data.home(k, r, 4) + data.home(k, r, 5);
      for (int user = 0; user < 3; ++user) left += data.home(k, r, user);
      for (int d = 0; d < 2; ++d)
        left += data.fob(k, r, d) + (r == d ? data.paid(k, r, d) - data.cif(k, r, d) : 0.0);
      if (k == 2) left += data.carrier(r);
      for (int h = 0; h < 3; ++h) left -= data.home(h, r, k) + data.abroad(h, r, k);
      EXPECT_NEAR(world.value_added(r, k), left, 1e-3) << r << " " << k;
    }
    // The current account of GTAP: imports at cif less exports at fob and what carriers sell.
    double deficit = -data.carrier(r);
    for (int h = 0; h < 3; ++h)
      for (int o = 0; o < 2; ++o) deficit += data.cif(h, o, r) - data.fob(h, r, o);
    EXPECT_NEAR(trade_deficit(world)[static_cast<std::size_t>(r)], deficit, 1e-3);
  }
  EXPECT_TRUE(check_world(world).passed());
  EXPECT_THAT(made.notes, Contains(HasSubstr("tested on files written to that format alone")));
  EXPECT_THAT(made.notes, Contains(HasSubstr("export taxes less subsidies, 6 million")));
  EXPECT_THAT(made.notes, Contains(HasSubstr("margins of transport")));
  EXPECT_THAT(made.notes, Contains(HasSubstr("tariffs on goods as read, mean by value and largest: DEU")));
  EXPECT_TRUE(made.warnings.empty());
}

void expect_same(const World& a, const World& b) {
  ASSERT_EQ(a.flow.size(), b.flow.size());
  for (std::size_t c = 0; c < a.flow.size(); ++c) EXPECT_NEAR(a.flow.data()[c], b.flow.data()[c], 1e-9);
  for (std::size_t c = 0; c < a.input.size(); ++c) EXPECT_NEAR(a.input.data()[c], b.input.data()[c], 1e-9);
  EXPECT_EQ(a.tariff, b.tariff);
}

TEST_F(GtapImport, NamesAndLayoutsOfTheFileMakeNoDifference) {
  const World usual = imported({}).world;
  for (const HarLayout layout : {HarLayout::blocks, HarLayout::sparse}) {
    GtapData data;
    data.layout = layout;
    expect_same(imported(data).world, usual);
  }
  GtapData older;
  older.newer = false;
  expect_same(imported(older).world, usual);
}

TEST_F(GtapImport, SetsMayLieInAFileOfTheirOwn) {
  for (const bool newer : {true, false}) {
    GtapData data;
    data.newer = newer;
    data.layout = HarLayout::bare;
    EXPECT_THAT(refusal(data),
                AllOf(HasSubstr("whose elements it does not list"), HasSubstr("--sets SETS.har")));
    ImportOptions options;
    options.sets = file("sets.har", data.sets());
    expect_same(imported(data, options).world, imported({}).world);
    GtapData other = data;
    other.regions = {"usa", "deu", "fra"};
    options.sets = file("other.har", other.sets());
    EXPECT_THAT(refusal(data, options), HasSubstr(" has 2 elements of the set REG"));
  }
}

TEST_F(GtapImport, WhatIsMissingIsNamed) {
  GtapData data;
  data.skip = "VCIF";
  EXPECT_THAT(refusal(data),
              AllOf(HasSubstr("lacks the header VCIF (VIWS)"), HasSubstr("found: XXCR, VDFB")));
  data.skip = "MAKB";
  expect_same(imported(data).world, imported({}).world);  // activities have the names of commodities
  GtapData parameters;
  try {
    import_world(file("default_2017.prm", parameters.parameters()));
    FAIL();
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr("no whole table of GTAP"), HasSubstr("found: ESBD, ESBM")));
  }
  ImportOptions options;
  options.tariffs = file("t.csv", "sector,exporter,importer,rate\n");
  EXPECT_THAT(refusal({}, options), HasSubstr("--tariffs: the duties of this table are in it"));
}

TEST_F(GtapImport, InputsOfAnActivityGoWithWhatItMakes) {
  GtapData data;
  data.several = true;
  const World world = imported(data).world;
  // A quarter of what the makers of mvh buy is for pdr.
  EXPECT_NEAR(world.input(0, 2, 0),
              imported({}).world.input(0, 2, 0) + imported({}).world.input(0, 2, 1) / 4.0, 3.0)
      << "up to carriage, which goes by commodity";
  EXPECT_THAT(imported(data).notes, Contains(HasSubstr("2 activities that make several commodities")));
}

TEST_F(GtapImport, ElasticitiesOfTheParameters) {
  for (const bool newer : {true, false}) {
    GtapData data;
    data.newer = newer;
    ImportOptions options;
    options.elasticities = file("default.prm", data.parameters());
    const ImportedWorld made = imported(data, options);
    ASSERT_EQ(made.world.elasticities.size(), 2U);
    EXPECT_EQ(made.world.default_elasticities, "ESBM");
    EXPECT_NEAR(made.world.elasticities[0].theta[1], 5.0, 1e-9);
    EXPECT_NEAR(made.world.elasticities[1].theta[1], 2.0, 1e-9);
  }
  ImportOptions options;
  options.elasticities = file("no.prm", GtapData().sets());
  EXPECT_THAT(refusal({}, options), AllOf(HasSubstr("lacks the header ESBM"), HasSubstr("found: H1, H2")));
}

TEST_F(GtapImport, AFolderHasTheThreeFiles) {
  const GtapData data;
  fs::create_directories(folder_ / "gtap_2017");
  file("gtap_2017/BaseData.har", data.base_data());
  file("gtap_2017/sets.har", data.sets());
  file("gtap_2017/Default.prm", data.parameters());
  const World world = import_world(folder_ / "gtap_2017").world;
  EXPECT_EQ(world.name, "gtap_2017");
  EXPECT_EQ(world.elasticities.size(), 2U);
  expect_same(world, imported(data).world);
}

}  // namespace
}  // namespace leeway
