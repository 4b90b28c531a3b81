// The engine behind the live page, by its three functions.

#include "live/live.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>

#include "leeway/policy/ledger_choice.h"
#include "leeway/strategy/room_each.h"
#include "leeway/world/load.h"
#include "support/places.h"

namespace {

using Json = nlohmann::json;
using ::testing::HasSubstr;

class Live : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    ASSERT_EQ(leeway_open(leeway::testing::source_folder().c_str(), "2023"), 0) << leeway_answer();
  }

  static Json ask(const std::string& request, int code) {
    EXPECT_EQ(leeway_ask(request.c_str()), code) << leeway_answer();
    Json answer = Json::parse(leeway_answer());
    EXPECT_EQ(answer["ok"], code < 2);
    return answer;
  }
  /// Of a question as JSON writes its text.
  static std::string brief_of(const std::string& question) {
    std::string escaped;
    for (const char c : question) escaped += c == '"' ? std::string("\\\"") : std::string(1, c);
    return R"({"kind": "brief", "question": ")" + escaped + R"(", "depth": "centre", "range": "none"})";
  }
  static std::string refusal(const std::string& request) {
    const Json answer = ask(request, 2);
    return answer["error"]["text"];
  }
};

TEST_F(Live, CatalogueNamesWhatCanBeAsked) {
  const Json answer = ask(R"({"kind": "catalogue", "as_of": "2026-01-24"})", 0);
  EXPECT_EQ(answer["schema"], "leeway-live-1");
  EXPECT_EQ(answer["world"]["name"], "2023");
  EXPECT_THAT(answer["closures"], ::testing::ElementsAre("share", "balanced", "numeraire", "own"));
  bool found = false;
  for (const Json& measure : answer["measures"])
    if (measure["id"] == "US-2026-CA-THREAT") {
      found = true;
      EXPECT_EQ(measure["threat"], true);
      EXPECT_EQ(measure["status"], "threatened");
    }
  EXPECT_TRUE(found);
  EXPECT_GT(answer["economies"].size(), 50U);
  EXPECT_GT(answer["threats"].size(), 10U);
  for (const Json& threat : answer["threats"]) EXPECT_THAT(threat["question"], HasSubstr("economy = "));
}

TEST_F(Live, StatusIsThatOfTheDay) {
  const auto status = [](const Json& answer) {
    for (const Json& measure : answer["measures"])
      if (measure["id"] == "US-2026-CA-THREAT") return measure["status"].get<std::string>();
    return std::string();
  };
  EXPECT_EQ(status(ask(R"({"kind": "catalogue", "as_of": "2025-01-01"})", 0)), "unknown");
}

TEST_F(Live, RefusesWhatIsNoRequest) {
  EXPECT_THAT(refusal("{"), HasSubstr("request: is not JSON"));
  EXPECT_THAT(refusal("[1]"), HasSubstr("is one JSON object, found array"));
  EXPECT_THAT(refusal("{}"), HasSubstr("has no \"kind\""));
  EXPECT_THAT(refusal(R"({"kind": 3})"), HasSubstr("\"kind\" is a text, found number"));
  EXPECT_THAT(refusal(R"({"kind": "catalog"})"), HasSubstr("did you mean catalogue?"));
  EXPECT_THAT(refusal(R"({"kind": "catalogue", "as_of": "24 January"})"), HasSubstr("is not a date"));
  EXPECT_THAT(refusal(R"({"kind": "catalogue", "as_of": "2026-01-24", "asof": ""})"),
              HasSubstr("unknown key \"asof\""));
  EXPECT_EQ(leeway_ask(nullptr), 2);
}

TEST_F(Live, TellsABriefAndWhatCanBeMoved) {
  const Json answer = ask(
      brief_of(
          R"(economy = "CAN"\nas_of = 2026-01-24\nthreat = "US-2026-CA-THREAT"\n[set]\n"US-2026-CA-THREAT.rate" = "50%")"),
      0);
  EXPECT_EQ(answer["certified"], true);
  EXPECT_EQ(answer["brief"]["schema"], "leeway-brief-1");
  EXPECT_TRUE(answer["brief"]["leeway"]["p_star"].is_number());
  EXPECT_THAT(answer["command"].get<std::string>(), HasSubstr("leeway brief CAN --as-of 2026-01-24"));
  bool found = false;
  for (const Json& handle : answer["handles"])
    if (handle["role"] == "threat" && handle["term"] == "rate") {
      found = true;
      EXPECT_EQ(handle["measure"], "US-2026-CA-THREAT");
      EXPECT_DOUBLE_EQ(handle["value"], 0.5);
    }
  EXPECT_TRUE(found);
  // What is asked again, as the answer writes it, is answered again.
  const Json again =
      ask(Json{{"kind", "brief"}, {"question", answer["question"]}, {"depth", "centre"}, {"range", "none"}}
              .dump(),
          0);
  EXPECT_EQ(again, answer);
}

/// Places of `some` that are not as `all` has them.
void add_other(const Json& some, const Json& all, const std::string& path, std::vector<std::string>& places) {
  if (some.is_object() && all.is_object()) {
    for (const auto& [key, value] : some.items())
      if (all.contains(key))
        add_other(value, all[key], path + "/" + key, places);
      else
        places.push_back(path + "/" + key);
  } else if (some.is_array() && all.is_array() && some.size() == all.size()) {
    for (std::size_t at = 0; at < some.size(); ++at)
      add_other(some[at], all[at], path + "/" + std::to_string(at), places);
  } else if (some.is_number() && all.is_number()) {
    if (std::abs(some.get<double>() - all.get<double>()) > 1e-12 * std::abs(all.get<double>()))
      places.push_back(path);
  } else if (some != all) {
    places.push_back(path);
  }
}

TEST_F(Live, TheQuickAnswerIsAPartOfTheWholeOne) {
  for (
      const char* question :
      {R"(economy = "CAN"\nas_of = 2026-01-24\nthreat = "US-2026-CA-THREAT"\n[set]\n"US-2026-CA-THREAT.rate" = "50%")",
       R"(economy = "GBR"\nas_of = 2026-01-24\nthreat = "USA on GBR: tariff 25% on goods"\ndeal = ["GBR with CHN: pact 50%"])"}) {
    std::string whole = brief_of(question);
    whole.replace(whole.find("centre"), 6, "whole");
    const Json some = ask(brief_of(question), 0);
    const std::size_t quick_size = std::string(leeway_answer()).size();
    const Json all = ask(whole, 0);
    EXPECT_LT(2 * quick_size, std::string(leeway_answer()).size());
    std::vector<std::string> places;
    add_other(some, all, "", places);
    std::erase_if(places, [](const std::string& place) {
      return !place.starts_with("/handles") && !place.starts_with("/brief/options") &&
             !place.starts_with("/brief/leeway") && !place.starts_with("/brief/stakes") &&
             !place.starts_with("/brief/status_quo");
    });
    EXPECT_THAT(places, ::testing::IsEmpty());
    // What it leaves out is what takes time.
    EXPECT_TRUE(some["brief"]["exposure"].is_null());
    for (const char* left : {"instruments", "own_range"})
      EXPECT_FALSE(some["brief"]["options"][0].contains(left)) << left;
    EXPECT_FALSE(some["brief"]["status_quo"].contains("against_base"));
    int trading = 0;
    for (const Json& economy : some["brief"]["options"][0]["economies"])
      trading += economy.contains("exports_pct");
    EXPECT_EQ(trading, 1) << "the trade of the brief's economy alone";
  }
}

TEST_F(Live, WhatWasAskedBeforeIsNoPartOfTheAnswer) {
  const auto moved = [](const std::string& settings) {
    return brief_of(R"(economy = "CAN"\nas_of = 2026-01-24\nthreat = "US-2026-CA-THREAT"\n[set]\n)" +
                    settings);
  };
  const std::string last = moved(R"("US-2026-CA-THREAT.rate" = "55%")");
  const Json alone = ask(last, 0);
  SetUpTestSuite();
  for (const char* settings :
       {"", R"("US-2026-CA-THREAT.rate" = "50%")",
        R"("CACN-2026-DEAL.quota" = "30000 units/year"\n"US-2026-CA-THREAT.rate" = "10%")",
        R"("CA-ANSWER-2026.rate" = "10%")"})
    ask(moved(settings), 0);
  EXPECT_EQ(ask(last, 0), alone);
}

TEST_F(Live, SaysWhereAQuestionIsWrong) {
  const Json wrong = ask(brief_of(R"(economy = "CAN"\nas_of = 2026-01-24\nrate = 3)"), 2);
  EXPECT_EQ(wrong["error"]["where"], "question:3:1");
  EXPECT_THAT(refusal(brief_of(R"(economy = "CAM"\nas_of = 2026-01-24)")), HasSubstr("did you mean CAN"));
  EXPECT_THAT(refusal(brief_of(R"(economy = "CAN"\nas_of = 2026-01-24\nworld = "2019")")),
              HasSubstr("open is \"2023\" alone"));
  EXPECT_THAT(
      refusal(R"({"kind": "brief", "question": "economy = \"CAN\"", "depth": "centre", "range": "sets"})"),
      HasSubstr("no place"));
  EXPECT_THAT(refusal(brief_of("economy = " + std::string(5000, '['))), HasSubstr("question:1"));
}

TEST_F(Live, MapsTheLeewayOfEach) {
  const auto map_of = [](const std::string& more) {
    return R"({"kind": "map", "question": "economy = \"CAN\"\nas_of = 2026-01-24\n)" + more +
           R"(", "threat": "USA on {it}: tariff 25% on goods", "deal": ["{it} with CHN: pact 50%"]})";
  };
  const Json answer = ask(map_of(""), 0);
  EXPECT_EQ(answer["kind"], "map");
  EXPECT_EQ(answer["certified"], true);
  EXPECT_EQ(answer["command"],
            "leeway room --each --as-of 2026-01-24 --threat 'USA on {it}: tariff 25% on goods' "
            "--deal '{it} with CHN: pact 50%' --range none");
  EXPECT_EQ(answer["left_aside"], "");
  EXPECT_EQ(answer["threat_by"], "USA");
  ASSERT_EQ(answer["left_out"].size(), 2U) << "who threatens and with whom the deal is";
  EXPECT_EQ(answer["rows"].size() + 2, answer["tiles"].size());
  double before = 0.0;
  for (const Json& row : answer["rows"]) {
    EXPECT_EQ(row["failed"], "");
    EXPECT_GE(row["p_star"].get<double>(), before) << "the least room first";
    before = row["p_star"];
    EXPECT_FALSE(row.contains("low")) << "no range was asked for";
  }
  const leeway::World world = leeway::open_world("2023");
  leeway::RoomEachInputs in;
  in.question.threat.text = "USA on {it}: tariff 25% on goods";
  in.question.deal = {{"{it} with CHN: pact 50%", {}}};
  in.question.as_of = leeway::make_date(2026, 1, 24);
  for (const leeway::Economy& e : world.economies) in.economies.push_back(e.id);
  in.range = leeway::RangeKind::none;
  EXPECT_EQ(answer["run_id"], leeway::room_each(world, leeway::open_ledger(world), in).run_id);
  EXPECT_THAT(ask(map_of(R"(drop = [\"US-2025-IEEPA-CA\"])"), 0)["left_aside"].get<std::string>(),
              HasSubstr("policy on record"));
}

TEST_F(Live, SaysWhyThereIsNoMap) {
  const auto asked = [](const std::string& threat, const std::string& deal) {
    return R"({"kind": "map", "question": "economy = \"CAN\"\nas_of = 2026-01-24", "threat": ")" + threat +
           R"(", "deal": )" + deal + "}";
  };
  EXPECT_THAT(refusal(asked("USA on CAN: tariff 25% on goods", R"(["{it} with CHN: pact 50%"])")),
              HasSubstr("where each economy stands"));
  EXPECT_THAT(refusal(asked("USA on {it}: tariff 25% on goods", "[]")), HasSubstr("needs a --deal"));
  EXPECT_THAT(refusal(asked("USA on {it}: tariff 25% on goods", "[3]")), HasSubstr("a list of texts"));
  EXPECT_THAT(refusal(asked("USA on {it}: tariff 25% on good", R"(["{it} with CHN: pact 50%"])")),
              HasSubstr("threat"));
  EXPECT_THAT(refusal(R"({"kind": "map", "question": "economy = \"CAN\"", "threat": "x", "deal": []})"),
              HasSubstr("of a day"));
}

TEST_F(Live, BearsHostileRequests) {
  for (const char open : {'[', '{'}) {
    std::string deep;
    for (int level = 0; level < 100000; ++level) deep += open == '[' ? "[" : "{\"kind\":";
    EXPECT_THAT(refusal(deep), HasSubstr("levels deep"));
  }
  EXPECT_THAT(refusal(std::string(2 << 20, ' ')), HasSubstr("at most"));
  EXPECT_THAT(refusal("{\"kind\": \"\xff\"}"), HasSubstr("is not JSON"));
  EXPECT_THAT(refusal(R"({"kind": 1e400})"), HasSubstr("is not JSON"));
  EXPECT_THAT(refusal(R"({"kind": "catalogue", "kind": "catalogue"})"), HasSubstr("has \"kind\" twice"));
  EXPECT_THAT(refusal(R"({"kind": "catalogue", "as_of": [{"a": 1}, {"a": 1, "b": {"c": 1, "c": 2}}]})"),
              HasSubstr("has \"c\" twice"));
  // The same key in another object is another.
  EXPECT_THAT(refusal(R"({"kind": "catalogue", "as_of": [{"kind": 1}, {"kind": 1}]})"),
              HasSubstr("\"as_of\" is a text"));
}

TEST(LiveOpen, SaysWhatItDoesNotFind) {
  EXPECT_EQ(leeway_open("/nowhere", "2023"), 2);
  EXPECT_THAT(leeway_answer(), HasSubstr("unknown world"));
  EXPECT_EQ(leeway_ask(R"({"kind": "catalogue", "as_of": "2026-01-24"})"), 2);
  EXPECT_THAT(leeway_answer(), HasSubstr("nothing is open"));
}

}  // namespace
