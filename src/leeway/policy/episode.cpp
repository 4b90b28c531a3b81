#include "leeway/policy/episode.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "leeway/base/hash.h"
#include "leeway/base/paths.h"
#include "leeway/base/suggest.h"
#include "leeway/io/csv.h"
#include "leeway/io/file.h"
#include "leeway/io/toml.h"

namespace leeway {

namespace {

namespace fs = std::filesystem;

using What = RecordedFact::What;
constexpr std::array<std::pair<const char*, What>, 7> fact_kinds = {{
    {"import_share", What::import_share},
    {"flow_value", What::flow_value},
    {"flow_quantity", What::flow_quantity},
    {"unit_value", What::unit_value},
    {"targeted", What::targeted},
    {"pass_through", What::pass_through},
    {"units", What::units},
}};

std::string filled(const TomlTable& table, const char* key) {
  std::string text = table.require_string(key);
  if (text.find_first_not_of(" \t\n") == std::string::npos) throw table.error(key, "is empty");
  return text;
}

RecordDate read_known(const TomlTable& table) {
  return {table.require_date("known"), filled(table, "known_source")};
}

/// How the figures of a kind are written, and between which ends a record can lie.
struct Scale {
  const char* unit = nullptr;  ///< nothing: what is counted
  double least = 0.0;
  double most = 0.0;
};

Scale scale_of(What what) {
  switch (what) {
    case What::import_share:
      return {"points", -100.0, 100.0};
    case What::flow_value:
    case What::flow_quantity:
    case What::unit_value:
    case What::targeted:
      return {"%", -100.0, 10000.0};
    case What::pass_through:
      return {"share", -5.0, 5.0};
    case What::units:
      return {nullptr, 0.0, 1e15};
  }
  return {};
}

void check_figure(const TomlTable& table, const RecordedFact& fact, const std::string& what) {
  const Scale scale = scale_of(fact.what);
  if (scale.unit != nullptr && fact.unit != scale.unit)
    throw table.error("unit", fmt::format("\"{}\" is not how a figure of {} is written", fact.unit, what),
                      fmt::format("allowed: \"{}\"", scale.unit));
  if (scale.unit == nullptr)
    for (const char* relative : {"%", "points", "share"})
      if (fact.unit == relative)
        throw table.error("unit", fmt::format("\"{}\" is nothing that can be counted", fact.unit),
                          "allowed: the name of what is counted, such as \"vehicles\"");
  if (!(fact.record >= scale.least && fact.record <= scale.most))
    throw table.error("record", fmt::format("{} {} cannot be", fact.record, fact.unit),
                      fmt::format("allowed: {} to {} {}", scale.least, scale.most, fact.unit));
  if (fact.scored && fact.record == 0.0)
    throw table.error("record", "is 0, over which no error has a size",
                      "allowed: another record, or scored = false with why_not");
  if (fact.what != What::units && table.has("years"))
    throw table.error("years", fmt::format("is of what = \"units\" alone, not of {}", what));
  if (!(fact.years > 0.0 && fact.years <= 100.0))
    throw table.error("years", fmt::format("{} is no period", fact.years), "allowed: above 0 to 100 years");
}

/// Instruments by the names of the schema, each once.
std::vector<std::string> read_like(const TomlTable& table) {
  std::vector<std::string> like = table.optional_strings("like");
  for (std::size_t at = 0; at < like.size(); ++at) {
    if (!parse_instrument(like[at]))
      throw table.error("like", fmt::format("unknown instrument \"{}\"", like[at]),
                        did_you_mean(like[at], instrument_names(),
                                     fmt::format("instruments: {}", fmt::join(instrument_names(), ", "))));
    if (std::find(like.begin(), like.begin() + static_cast<std::ptrdiff_t>(at), like[at]) !=
        like.begin() + static_cast<std::ptrdiff_t>(at))
      throw table.error("like", fmt::format("\"{}\" occurs twice", like[at]));
  }
  return like;
}

RecordedFact read_fact(const TomlTable& table) {
  table.refuse_unknown({"what", "title", "goods", "exporter", "importer", "record", "unit", "years", "scored",
                        "why_not", "source", "known", "known_source", "grade"},
                       "a fact");
  RecordedFact fact;
  const std::string what = table.require_string("what");
  const auto found =
      std::find_if(fact_kinds.begin(), fact_kinds.end(), [&](const auto& k) { return what == k.first; });
  if (found == fact_kinds.end()) {
    std::vector<std::string> names;
    for (const auto& kind : fact_kinds) names.emplace_back(kind.first);
    throw table.error("what", fmt::format("unknown figure \"{}\"", what),
                      did_you_mean(what, names, fmt::format("allowed: {}", fmt::join(names, ", "))));
  }
  fact.what = found->second;
  fact.title = filled(table, "title");
  fact.goods = table.require_string("goods");
  fact.exporter = table.require_string("exporter");
  fact.importer = table.require_string("importer");
  fact.record = table.require_number("record");
  fact.unit = filled(table, "unit");
  fact.years = table.optional_number("years").value_or(1.0);
  fact.scored = table.optional_bool("scored").value_or(true);
  fact.why_not = table.optional_string("why_not");
  check_figure(table, fact, what);
  if (!fact.scored && fact.why_not.empty())
    throw table.error("why_not", "a fact that is not scored says why");
  fact.source = filled(table, "source");
  fact.known = read_known(table);
  fact.confidence = table.require_string("grade");
  if (fact.confidence != "A" && fact.confidence != "B" && fact.confidence != "C")
    throw table.error("grade", fmt::format("unknown grade \"{}\"", fact.confidence), "allowed: A, B, C");
  fact.where = table.where();
  return fact;
}

RecordedFlows read_flows(const TomlTable& table, const fs::path& folder, Hasher& hash) {
  table.refuse_unknown(
      {"id", "title", "file", "side", "economy", "hit", "watch", "source", "known", "known_source"},
      "a trade record");
  RecordedFlows flows;
  flows.id = filled(table, "id");
  flows.title = filled(table, "title");
  const std::string side = table.require_string("side");
  if (side != "imports" && side != "exports") throw table.error("side", "imports or exports expected");
  flows.imports = side == "imports";
  flows.economy = table.require_string("economy");
  flows.hit = table.require_string("hit");
  flows.watch = table.optional_strings("watch");
  flows.source = filled(table, "source");
  flows.known = read_known(table);
  flows.where = table.where();
  const fs::path named = fs::path(table.require_string("file")).lexically_normal();
  if (named.is_absolute() || named.empty() || *named.begin() == "..")
    throw table.error("file", "leaves the folder of the episode", "a file beside episode.toml");
  const fs::path file = folder / named;
  std::string text = read_file(file);
  hash.add(file.filename().string()).add(text);
  CsvFile csv =
      CsvFile::from_text(std::move(text), file.string(), {{"sector"}, {"partner"}, {"before"}, {"after"}});
  std::map<std::pair<std::string, std::string>, int> seen;
  while (csv.next()) {
    flows.rows.push_back(
        {std::string(csv.id(0)), std::string(csv.id(1)), csv.non_negative(2), csv.non_negative(3)});
    const auto& row = flows.rows.back();
    const auto first = seen.try_emplace({row.sector, row.partner}, csv.line());
    if (!first.second)
      throw csv.error(0, fmt::format("{} with {} stands in line {} already", row.sector, row.partner,
                                     first.first->second));
  }
  if (flows.rows.empty()) throw InputError(Location{file.string()}, "has no record");
  return flows;
}

fs::path episodes() { return share_folder() / "data" / "backtest"; }

}  // namespace

Episode load_episode(const fs::path& folder) {
  Episode episode;
  episode.id = folder.filename().string();
  Hasher hash;
  for (const char* file : {"scenario.toml", "episode.toml"}) hash.add(file).add(read_file(folder / file));
  episode.scenario = load_scenario(folder / "scenario.toml");
  episode.scenario.id = episode.id;
  const TomlTable table = load_toml(folder / "episode.toml");
  table.refuse_unknown({"question", "before", "like", "cannot_tell", "trade", "fact"}, "an episode");
  episode.question = table.require_string("question");
  const std::string before = table.require_string("before");
  if (before != "base" && before != "status quo")
    throw table.error("before", "\"base\" or \"status quo\" expected");
  episode.from_base = before == "base";
  episode.like = read_like(table);
  episode.cannot_tell = table.optional_strings("cannot_tell");
  for (const TomlTable* row : table.tables("trade")) episode.trade.push_back(read_flows(*row, folder, hash));
  for (const TomlTable* row : table.tables("fact")) episode.facts.push_back(read_fact(*row));
  if (episode.trade.empty() && episode.facts.empty())
    throw InputError(table.where(), "an episode needs a record: a `trade` or a `fact`");
  if (fs::is_directory(folder / "ledger")) {
    episode.ledger = load_ledger(folder / "ledger");
    hash.add(episode.ledger->content_hash());
  }
  episode.content_hash = hash.hex();
  return episode;
}

std::vector<std::string> episode_names() {
  std::vector<std::string> names;
  std::error_code absent;
  for (const fs::directory_entry& entry : fs::directory_iterator(episodes(), absent))
    if (fs::exists(entry.path() / "episode.toml")) names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

Episode open_episode(const std::string& name) {
  if (name.find('/') != std::string::npos) return load_episode(name);
  const std::vector<std::string> names = episode_names();
  if (std::find(names.begin(), names.end(), name) == names.end()) {
    std::string near = did_you_mean(name, names);
    if (near.empty() && fs::exists(fs::path(name) / "episode.toml"))
      near = fmt::format("for the folder here write ./{}", name);
    throw InputError(fmt::format("unknown episode \"{}\"", name),
                     (near.empty() ? "" : near + "\n") + fmt::format("episodes: {}", fmt::join(names, ", ")));
  }
  return load_episode(episodes() / name);
}

}  // namespace leeway
