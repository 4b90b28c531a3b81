#include "live.h"

#include <algorithm>
#include <cstring>
#include <exception>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#ifdef __EMSCRIPTEN__
#include <emscripten.h>
#endif

#include "leeway/analysis/path.h"
#include "leeway/analysis/solve_memory.h"
#include "leeway/base/error.h"
#include "leeway/base/paths.h"
#include "leeway/base/suggest.h"
#include "leeway/base/version.h"
#include "leeway/io/file.h"
#include "leeway/output/brief.h"
#include "leeway/output/room_map_json.h"
#include "leeway/policy/ready_files.h"
#include "leeway/policy/room_question.h"
#include "leeway/policy/scenario.h"
#include "leeway/session/brief_question.h"
#include "leeway/strategy/room_each.h"
#include "leeway/world/load.h"

#ifdef __EMSCRIPTEN__
// To whoever made the module; natively nobody waits.
EM_JS(void, tell_progress, (int done, int of), {
  if (Module["leewayProgress"]) Module["leewayProgress"](done, of);
});
#endif

namespace {

using namespace leeway;
using Json = nlohmann::ordered_json;

enum Code { done = 0, not_certified = 1, bad_input = 2, fault = 3 };

// What a person writes is far below both; a request beyond them is none.
constexpr std::size_t most_bytes = 1 << 20;
constexpr int most_depth = 8;

// A brief at the centre takes five, of which the next mostly needs two; each has some 10 MB.
constexpr std::size_t kept_outcomes = 7;

/// Questions that follow each other differ in little: what was solved of one serves the next.
struct Opened {
  explicit Opened(World read)
      : world(std::move(read)),
        ledger(open_ledger(world)),
        scenarios(ready_scenarios()),
        memory(world, kept_outcomes) {}

  const World world;
  const Ledger ledger;
  const std::vector<Scenario> scenarios;
  SolveMemory memory;
};

std::unique_ptr<Opened> opened;
std::string answer;

std::string written(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

int refused(int code, const std::string& message, const std::string& where, const std::string& hint,
            const std::string& text) {
  answer = written({{"ok", false},
                    {"code", code},
                    {"error", {{"message", message}, {"where", where}, {"hint", hint}, {"text", text}}}});
  return code;
}

/// What `act` returns; an exception becomes an answer.
template <class Act>
int guarded(Act act) {
  try {
    try {
      return act();
    } catch (const InputError& error) {
      return refused(bad_input, error.message(), to_string(error.location()), error.hint(), error.what());
    } catch (const std::exception& error) {
      return refused(fault, error.what(), "", "", std::string("internal error: ") + error.what());
    }
  } catch (...) {
    // Not even room for an answer.
    answer.clear();
    return fault;
  }
}

/// A request: an object of strings. Throws InputError for anything else.
Json parsed(const char* request) {
  if (request == nullptr) throw InputError("a request is one JSON object, found none");
  if (std::strlen(request) > most_bytes)
    throw InputError(fmt::format("a request has at most {} bytes", most_bytes));
  std::vector<std::set<std::string>> keys;  // of each object that is open
  const auto watched = [&](int depth, Json::parse_event_t event, const Json& value) {
    if (depth > most_depth)
      throw InputError(fmt::format("a request nests at most {} levels deep", most_depth));
    if (event == Json::parse_event_t::object_start) keys.emplace_back();
    if (event == Json::parse_event_t::object_end) keys.pop_back();
    if (event == Json::parse_event_t::key && !keys.back().insert(value.get<std::string>()).second)
      throw InputError(Location{"request"}, fmt::format("has \"{}\" twice", value.get<std::string>()),
                       "leave one of the two out");
    return true;
  };
  Json json;
  try {
    json = Json::parse(request, watched);
  } catch (const Json::exception& error) {
    // Of the text, or of a number beyond all that a double holds.
    throw InputError(Location{"request"}, "is not JSON", error.what());
  }
  if (!json.is_object())
    throw InputError(Location{"request"}, fmt::format("is one JSON object, found {}", json.type_name()));
  return json;
}

void refuse_unknown_keys(const Json& request, const std::string& kind, std::vector<std::string> known) {
  known.insert(known.begin(), "kind");
  for (const auto& [key, value] : request.items())
    if (std::find(known.begin(), known.end(), key) == known.end())
      throw InputError(
          Location{"request"}, fmt::format("unknown key \"{}\"", key),
          did_you_mean(key, known, fmt::format("keys of \"{}\": {}", kind, fmt::join(known, ", "))));
}

std::string text_of(const Json& request, const char* key) {
  const auto found = request.find(key);
  if (found == request.end()) throw InputError(Location{"request"}, fmt::format("has no \"{}\"", key));
  if (!found->is_string())
    throw InputError(Location{"request"}, fmt::format("\"{}\" is a text, found {}", key, found->type_name()));
  return found->get<std::string>();
}

/// A list of texts.
std::vector<std::string> texts_of(const Json& request, const char* key) {
  const auto found = request.find(key);
  if (found == request.end()) throw InputError(Location{"request"}, fmt::format("has no \"{}\"", key));
  const auto is_text = [](const Json& one) { return one.is_string(); };
  if (!found->is_array() || !std::all_of(found->begin(), found->end(), is_text))
    throw InputError(Location{"request"}, fmt::format("\"{}\" is a list of texts", key));
  return found->get<std::vector<std::string>>();
}

/// One of a few words.
std::string word_of(const Json& request, const char* key, const std::vector<std::string>& words) {
  const std::string word = text_of(request, key);
  if (std::find(words.begin(), words.end(), word) == words.end())
    throw InputError(Location{"request"}, fmt::format("unknown {} \"{}\"", key, word),
                     did_you_mean(word, words, fmt::format("allowed: {}", fmt::join(words, ", "))));
  return word;
}

Date day_of(const Json& request, const char* key) {
  const std::string text = text_of(request, key);
  const std::optional<Date> day = parse_date(text);
  if (!day)
    throw InputError(Location{"request"}, fmt::format("\"{}\": \"{}\" is not a date", key, text),
                     "write YYYY-MM-DD");
  return *day;
}

// ---- catalogue -------------------------------------------------------------------------------------

Json date_json(const std::optional<Date>& day) { return day ? Json(to_string(*day)) : Json(nullptr); }

template <class List>
Json named(const List& list) {
  Json out = Json::array();
  for (const auto& one : list) out.push_back({{"id", one.id}, {"name", one.name}});
  return out;
}

/// Those that have members on the day.
Json groups_json(const World& world, Date day) {
  Json out = Json::array();
  for (const Group& group : world.groups) {
    Json members = Json::array();
    for (const Membership& m : group.members)
      if ((!m.from || *m.from <= day) && (!m.to || day < *m.to))
        members.push_back(world.economies[static_cast<std::size_t>(m.economy)].id);
    if (members.empty()) continue;
    out.push_back({{"id", group.id}, {"name", group.name}, {"members", std::move(members)}});
  }
  return out;
}

Json products_json(const World& world) {
  Json out = Json::array();
  for (const Line& line : world.lines)
    if (!world.find_sector(line.id)) out.push_back({{"id", line.id}, {"name", line.name}});
  return out;
}

Json measures_json(const Ledger& ledger, Date day) {
  Json out = Json::array();
  for (const Measure& m : ledger.measures())
    out.push_back({{"id", m.id},
                   {"title", m.title},
                   {"by", m.by},
                   {"on", m.on},
                   {"goods", m.goods},
                   {"instrument", to_string(m.instrument)},
                   {"status", to_string(ledger.status(m, day))},
                   {"announced", to_string(m.announced)},
                   {"effective", date_json(m.effective)},
                   {"threat", m.is_threat()}});
  return out;
}

/// Those that this world can be asked.
Json threats_json(const World& world) {
  Json out = Json::array();
  for (const std::string& name : room_question_names()) {
    const RoomQuestion ready = open_room_question(name);
    const std::string& id = ready.economy.text;
    if (!world.find_economy(id) && world.find_group(id) == nullptr) continue;
    const std::filesystem::path file = ready_file("threats", name, "is no ready threat", "ready threats");
    out.push_back({{"name", name}, {"title", ready.title}, {"question", read_text(file)}});
  }
  return out;
}

Json scenarios_json(const std::vector<Scenario>& scenarios) {
  Json out = Json::array();
  for (const Scenario& scenario : scenarios)
    out.push_back({{"name", scenario.id}, {"title", scenario.title}});
  return out;
}

int catalogue(const Opened& at, const Json& request) {
  refuse_unknown_keys(request, "catalogue", {"as_of"});
  const Date day = day_of(request, "as_of");
  const World& world = at.world;
  Json sets = Json::array();
  for (const ElasticitySet& set : world.elasticities) sets.push_back(set.id);
  Json closures = Json::array();
  for (const Closure closure : {Closure::share, Closure::balanced, Closure::numeraire, Closure::own})
    closures.push_back(to_string(closure));
  const LedgerSpan span = span_of(at.ledger);
  Json days = {{"first", to_string(span.first)}, {"last", to_string(span.last)}};
  if (at.ledger.measures().empty() && at.ledger.events().empty())
    days = {{"first", to_string(world.tariff_date)}, {"last", to_string(world.tariff_date)}};
  answer = written({{"ok", true},
                    {"schema", "leeway-live-1"},
                    {"kind", "catalogue"},
                    {"economies", named(world.economies)},
                    {"groups", groups_json(world, day)},
                    {"sectors", named(world.sectors)},
                    {"products", products_json(world)},
                    {"measures", measures_json(at.ledger, day)},
                    {"threats", threats_json(world)},
                    {"scenarios", scenarios_json(at.scenarios)},
                    {"elasticities", std::move(sets)},
                    {"closures", std::move(closures)},
                    {"days", std::move(days)},
                    {"world", {{"name", world.name}, {"title", world.title}, {"base_year", world.base_year}}},
                    {"version", version()}});
  return done;
}

// ---- brief -----------------------------------------------------------------------------------------

Json handles_json(const BriefAnalysis& analysis, const RoomQuestion& question) {
  Json out = Json::array();
  for (const TermHandle& h : term_handles(analysis, question))
    out.push_back({{"measure", h.measure},
                   {"title", h.title},
                   {"role", to_string(h.role)},
                   {"term", h.term},
                   {"value", h.value},
                   {"text", h.text},
                   {"unit", h.unit},
                   {"low", h.low},
                   {"high", h.high}});
  return out;
}

/// The question, of the world that is open: here is no other.
RoomQuestion question_of(const Opened& at, const Json& request) {
  RoomQuestion question = parse_room_question(text_of(request, "question"), "question");
  if (question.world != at.world.name && question.world != RoomQuestion().world)
    throw InputError(Location{"question"}, fmt::format("asks of the world \"{}\"", question.world),
                     fmt::format("open is \"{}\" alone", at.world.name));
  question.world = at.world.name;
  return question;
}

int brief(Opened& at, const Json& request) {
  refuse_unknown_keys(request, "brief", {"question", "depth", "range"});
  RoomQuestion question = question_of(at, request);
  const bool whole = word_of(request, "depth", {"centre", "whole"}) == "whole";
  const bool sets = word_of(request, "range", {"none", "sets"}) == "sets";
  if (sets && !whole)
    throw InputError(Location{"request"}, "a range has no place in what is asked at the centre alone",
                     "\"depth\": \"whole\", or \"range\": \"none\"");
  AskedBrief asked = ask_brief(at.world, at.ledger, question, at.scenarios);
  asked.inputs.range = sets ? RangeKind::sets : RangeKind::none;
  asked.inputs.memory = &at.memory;
  tell(asked.inputs, whole ? BriefDepth::whole : BriefDepth::centre);
  question.as_of = asked.inputs.as_of;
  const BriefAnalysis analysis = analyse_brief(at.world, asked.ledger, asked.inputs);
  const std::string head = written({{"ok", true},
                                    {"schema", "leeway-live-1"},
                                    {"kind", "brief"},
                                    {"certified", analysis.certified},
                                    {"question", to_toml(question)},
                                    {"command", brief_command(question, asked.inputs.range)},
                                    {"handles", handles_json(analysis, question)}});
  answer = head.substr(0, head.size() - 1) +
           ",\"brief\":" + brief_json(at.world, analysis, JsonLayout::compact) + "}";
  return analysis.certified ? done : not_certified;
}

// ---- map -------------------------------------------------------------------------------------------

/// What of the page's question a map is not of.
std::string left_aside(const RoomQuestion& question) {
  if (!question.changes_policy()) return "";
  return "The map is of the policy on record: what was added, taken out or set here is not in it.";
}

int map(const Opened& at, const Json& request) {
  refuse_unknown_keys(request, "map", {"question", "threat", "deal", "range"});
  const RoomQuestion asked = question_of(at, request);
  RoomEachInputs in;
  in.range = RangeKind::none;
  if (request.contains("range") && word_of(request, "range", {"none", "sets"}) == "sets")
    in.range = RangeKind::sets;
  RoomQuestion& question = in.question;
  question.world = asked.world;
  question.as_of = asked.as_of;
  if (question.as_of == Date{})
    throw InputError(Location{"question"}, "a map is of a day", "as_of = 2026-01-24");
  question.known_by = asked.known_by;
  question.options = asked.options;
  question.threat = {text_of(request, "threat"), Location{"threat"}};
  for (const std::string& deal : texts_of(request, "deal")) question.deal.push_back({deal, Location{"deal"}});
  std::vector<std::string> everyone;
  for (const Economy& e : at.world.economies) everyone.push_back(e.id);
  in.economies = economies_to_ask(at.world, everyone, question.as_of);
  in.options = read_options(question.options, at.world);
#ifdef __EMSCRIPTEN__
  in.progress = tell_progress;
#endif
  const RoomEach each = room_each(at.world, at.ledger, in);
  const std::string head = written({{"ok", true},
                                    {"schema", "leeway-live-1"},
                                    {"kind", "map"},
                                    {"command", room_each_command(question, in.range)},
                                    {"left_aside", left_aside(asked)}});
  answer = head.substr(0, head.size() - 1) + "," + room_map_json(at.world, each).substr(1);
  return each.certified ? done : not_certified;
}

}  // namespace

extern "C" {

int leeway_open(const char* folder, const char* world) {
  opened.reset();
  return guarded([&]() -> int {
    if (folder == nullptr || world == nullptr) throw InputError("a folder and a world are needed");
    set_share_folder(folder);
    const std::filesystem::path inside = std::filesystem::path(folder) / world;
    opened = std::make_unique<Opened>(open_world(std::filesystem::exists(inside) ? inside.string() : world));
    answer = written({{"ok", true}, {"schema", "leeway-live-1"}, {"kind", "open"}, {"version", version()}});
    return done;
  });
}

int leeway_ask(const char* request) {
  return guarded([&]() -> int {
    const Json asked = parsed(request);
    const std::string kind = word_of(asked, "kind", {"brief", "catalogue", "map"});
    if (!opened) throw InputError("nothing is open yet", "leeway_open comes first");
    if (kind == "map") return map(*opened, asked);
    return kind == "brief" ? brief(*opened, asked) : catalogue(*opened, asked);
  });
}

const char* leeway_answer(void) { return answer.c_str(); }
}
