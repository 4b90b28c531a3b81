#include <fstream>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "leeway/base/error.h"
#include "leeway/output/drawn_report.h"
#include "leeway/output/room_map.h"
#include "leeway/output/room_map_json.h"
#include "support/own_folder.h"
#include "support/places.h"
#include "support/refusal.h"
#include "support/small_world.h"

namespace leeway {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::refusal;
namespace fs = std::filesystem;

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size()))
    ++found;
  return found;
}

TileMap two_and_one() {
  TileMap map;
  map.title = "A & B";
  map.classes = {{"some", "#eee", "#111"}};
  map.hatched = "none";
  map.tiles = {{"CAN", "1%", "Canada <1%>", 0}, {"QQQ", "", "nowhere", {}}, {"USA", "", "left out", {}}};
  map.places = {{"CAN", {3, 4}}, {"USA", {3, 5}}, {"FRA", {0, 0}}};
  return map;
}

TEST(TileMap, StandsWhereTheTableSaysAndElseBelow) {
  EXPECT_THAT(placed(two_and_one()), ElementsAre(TilePlace{0, 0}, TilePlace{0, 3}, TilePlace{0, 1}));
  TileMap nowhere = two_and_one();
  nowhere.places.clear();
  EXPECT_THAT(placed(nowhere), ElementsAre(TilePlace{0, 0}, TilePlace{1, 0}, TilePlace{2, 0}));
}

TEST(TileMap, IsOneElementThatHoldsItsWords) {
  const std::string svg = svg_map(two_and_one());
  EXPECT_EQ(svg, svg_map(two_and_one()));
  EXPECT_THAT(svg, HasSubstr("<title id=\"leeway-map-title\">A &amp; B</title>"));
  EXPECT_THAT(svg, HasSubstr("<title>Canada &lt;1%&gt;</title>"));
  EXPECT_EQ(count(svg, "<g"), count(svg, "</g>"));
  EXPECT_EQ(count(svg, "url(#leeway-no-answer)"), 3U) << "two tiles and the legend";
  EXPECT_EQ(count(svg, "<svg"), 1U);
}

class TilePlaces : public ::testing::Test {
 protected:
  std::string refused(const std::string& rows) const {
    const fs::path folder = testing::own_folder();
    fs::create_directories(folder);
    const fs::path file = folder / "tiles.csv";
    std::ofstream(file) << "economy,column,row\n" << rows;
    const std::string words = refusal([&] { read_tile_places(file); });
    fs::remove_all(folder);
    return words;
  }
};

TEST_F(TilePlaces, AreOnesOwn) {
  EXPECT_THAT(refused("CAN,1,1\nCAN,2,1\n"), HasSubstr("has a place already"));
  EXPECT_THAT(refused("CAN,1,1\nUSA,1,1\n"), HasSubstr("CAN has this place already"));
  EXPECT_THAT(refused("CAN,-1,1\n"), HasSubstr("outside the map"));
}

TEST_F(TilePlaces, EveryWorldIsOnTheMap) {
  const fs::path data = testing::source_folder() / "data";
  const auto places = read_tile_places(data / "tiles.csv");
  for (const char* year : {"2017", "2019", "2023"}) {
    std::ifstream in(data / "world" / year / "economies.csv");
    std::string line;
    std::getline(in, line);
    int economies = 0;
    while (std::getline(in, line)) {
      ++economies;
      EXPECT_EQ(places.count(line.substr(0, line.find(','))), 1U) << year << " " << line;
    }
    EXPECT_GT(economies, 70);
  }
}

RoomRow row_of(const std::string& economy, double gain, double low, double high, double loss) {
  RoomRow row;
  row.economy = row.name = economy;
  row.gain_musd = {gain, low, high, {3, 3}};
  row.loss_musd = {loss, loss, loss, {3, 3}};
  std::vector<LeewayCase> cases;
  for (const double g : {gain, low, high}) cases.push_back(leeway_case(g, loss));
  row.leeway = leeway_over(std::move(cases));
  return row;
}

TEST(LeewayMap, ColoursByLeewayAndSaysWhoHasNoAnswer) {
  World world = testing::small_world(6, 2, 3);
  const auto id = [&](std::size_t n) { return world.economies[n].id; };
  RoomEach each;
  each.inputs.question.threat.text = "USA on {it}: tariff 25% on goods";
  each.inputs.question.deal = {{"{it} with CHN: pact 50%", {}}};
  each.inputs.question.as_of = make_date(2026, 1, 24);
  each.threat_by = id(0);
  each.left_out = {id(0), id(1)};
  each.rows = {row_of(id(2), 10.0, 5.0, 20.0, 990.0), row_of(id(3), 10.0, -50.0, 60.0, 90.0),
               row_of(id(4), -10.0, -50.0, -5.0, 90.0)};
  each.rows.push_back({id(5), id(5), {}, {}, {}, {}});
  const TileMap map = leeway_map(world, each, "headline");
  ASSERT_EQ(map.tiles.size(), 6U);
  EXPECT_EQ(map.classes[*map.tiles[0].colour].label, "threatens");
  EXPECT_FALSE(map.tiles[1].colour);
  EXPECT_THAT(map.tiles[1].told, HasSubstr("left out"));
  EXPECT_EQ(map.classes[*map.tiles[2].colour].label, "below 2%");
  EXPECT_EQ(map.tiles[2].shown, "1.0%");
  EXPECT_THAT(map.classes[*map.tiles[3].colour].label, HasSubstr("not identified"));
  EXPECT_EQ(map.tiles[3].shown, "0–40%");
  EXPECT_EQ(map.classes[*map.tiles[4].colour].label, "does not pay even unpunished");
  EXPECT_FALSE(map.tiles[5].colour);
  EXPECT_THAT(map.described, HasSubstr("Below 2%: " + id(2) + " 1.0% (0.50% to 2.0%)"));
  EXPECT_THAT(map.described, HasSubstr("No certified answer: " + id(5)));
}

TEST(LeewayMap, IsReadByThePage) {
  World world = testing::small_world(6, 2, 3);
  const auto id = [&](std::size_t n) { return world.economies[n].id; };
  RoomEach each;
  each.inputs.question.threat.text = "USA on {it}: tariff 25% on goods";
  each.inputs.question.deal = {{"{it} with CHN: pact 50%", {}}};
  each.inputs.question.as_of = make_date(2026, 1, 24);
  each.inputs.economies = {id(2), id(3), id(4), id(5)};
  each.threat_by = id(0);
  each.left_out = {id(1)};
  each.settings.resize(3);
  each.rows = {row_of(id(2), 10.0, 5.0, 20.0, 990.0), row_of(id(3), 10.0, -50.0, 60.0, 90.0),
               row_of(id(4), -10.0, -50.0, -5.0, 90.0)};
  RoomRow failed{id(5), id(5), {}, {}, {}, {}};
  failed.no_leeway =
      FailedCase{"central", "BSY", {}, "default", BriefOption::punished, std::make_shared<const Failure>()};
  each.rows.push_back(failed);
  const auto json = nlohmann::json::parse(room_map_json(world, each));
  EXPECT_EQ(json["rows"][0]["claim"], "room");
  EXPECT_DOUBLE_EQ(json["rows"][0]["p_star"], 0.01);
  EXPECT_DOUBLE_EQ(json["rows"][0]["low"], 5.0 / 995.0);
  EXPECT_EQ(json["rows"][1]["claim"], "open");
  EXPECT_EQ(json["rows"][2]["claim"], "never");
  EXPECT_FALSE(json["rows"][3].contains("p_star")) << "a failure has no figure";
  EXPECT_NE(json["rows"][3]["failed"], "");
  EXPECT_TRUE(json["tiles"][5]["class"].is_null());
  EXPECT_EQ(json["left_out"][0]["economy"], id(1));
}

TEST(Drawings, AreRefusedWhereThereIsNone) {
  EXPECT_THAT(refusal([] { check_output_name("map.svg"); }), HasSubstr("cannot tell the format"));
  EXPECT_THAT(refusal([] { check_drawn_name("map.png"); }), HasSubstr("cannot tell the format"));
  EXPECT_THAT(refusal([] { check_drawn_name("nowhere/map.svg"); }), HasSubstr("does not exist"));
  check_drawn_name("map.svg");
}

TEST(Drawings, OfACurveStandAlone) {
  DrawnReport drawn;
  Report& report = drawn.report;
  report.headline = "There is room";
  report.curves.push_back(
      {"frontier", "Below the line", "rate", "probability", {0.1, 0.2}, {{"whole deal", {0.5, 0.2}}}});
  const std::string svg = render_svg(drawn);
  EXPECT_THAT(svg, HasSubstr("There is room"));
  EXPECT_THAT(svg, HasSubstr("whole deal"));
  EXPECT_EQ(render_html(drawn), render_html(report));
  report.curves.clear();
  EXPECT_THAT(render_svg(drawn), HasSubstr("There is room")) << "of a failure the words alone";
  EXPECT_THAT(render_svg(drawn), Not(HasSubstr("<path")));
  drawn.map = two_and_one();
  EXPECT_EQ(render_svg(drawn), svg_map(*drawn.map));
  EXPECT_THAT(render_html(drawn), HasSubstr(svg_map(*drawn.map)));
}

}  // namespace
}  // namespace leeway
