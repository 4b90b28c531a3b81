#include "leeway/output/room_map_json.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "leeway/analysis/comparison.h"
#include "leeway/output/failure_report.h"
#include "leeway/output/format.h"
#include "leeway/output/room_map.h"
#include "leeway/output/room_report.h"
#include "leeway/output/room_words.h"

namespace leeway {

namespace {

using Json = nlohmann::ordered_json;

const char* claim_word(LeewayClaim claim) {
  switch (claim) {
    case LeewayClaim::no_move:
      return "no_move";
    case LeewayClaim::never:
      return "never";
    case LeewayClaim::unpunished_open:
    case LeewayClaim::unpunished_little:
      return "open";
    case LeewayClaim::room:
      return "room";
    case LeewayClaim::punished_open:
    case LeewayClaim::punished_centrally:
      return "open_punished";
    case LeewayClaim::always:
      return "always";
  }
  return "";
}

Json row_json(const RoomRow& row, bool ranged) {
  Json out = {{"economy", row.economy}, {"name", row.name}, {"failed", ""}};
  if (!row.leeway) {
    out["failed"] = failure_words(*row.no_leeway->failure);
    return out;
  }
  const Leeway& l = *row.leeway;
  out["claim"] = claim_word(claim_of(l, row.gain_musd, row.loss_musd));
  out["p_star"] = l.central.p_star;
  out["figure"] = probability(l.central.p_star);
  out["gain_musd"] = row.gain_musd.central;
  out["loss_musd"] = row.loss_musd.central;
  out["gain_pct"] = l.central.gain_pct;
  out["loss_pct"] = l.central.loss_pct;
  if (ranged) {
    out["low"] = l.low;
    out["high"] = l.high;
    out["certified"] = row.gain_musd.cases.certified;
    out["of"] = row.gain_musd.cases.of;
  }
  return out;
}

}  // namespace

std::string room_map_json(const World& world, const RoomEach& each) {
  const Report report = room_each_report(world, each, each.rows.size()).report;
  const TileMap map = leeway_map(world, each, report.headline);
  Json out = {{"run_id", each.run_id},
              {"certified", each.certified},
              {"as_of", to_string(each.inputs.question.as_of)},
              {"threat", each.inputs.question.threat.text},
              {"deal", Json::array()},
              {"threat_by", each.threat_by},
              {"sentence", report.headline},
              {"words", report.lead},
              {"legend", map.legend},
              {"described", map.described},
              {"hatched", map.hatched},
              {"foot", map.foot}};
  for (const PlacedText& deal : each.inputs.question.deal) out["deal"].push_back(deal.text);
  out["classes"] = Json::array();
  for (const TileClass& c : map.classes)
    out["classes"].push_back({{"label", c.label}, {"fill", c.fill}, {"ink", c.ink}});
  out["tiles"] = Json::array();
  for (const Tile& t : map.tiles)
    out["tiles"].push_back({{"economy", t.economy},
                            {"shown", t.shown},
                            {"told", t.told},
                            {"class", t.colour ? Json(*t.colour) : Json(nullptr)}});
  out["rows"] = Json::array();
  for (const RoomRow& row : each.rows) out["rows"].push_back(row_json(row, each.settings.size() > 1));
  out["left_out"] = Json::array();
  for (const std::string& id : each.left_out)
    out["left_out"].push_back({{"economy", id},
                               {"name", name_of(world, id)},
                               {"why", "it would threaten itself, or make a deal with itself"}});
  out["assumptions"] = Json::array();
  for (const Assumption& a : report.assumptions)
    out["assumptions"].push_back(
        {{"name", a.name}, {"value", a.value}, {"range", a.range}, {"note", a.note}});
  return out.dump(1) + "\n";
}

}  // namespace leeway
