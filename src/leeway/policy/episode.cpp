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

RecordedFact read_fact(const TomlTable& table) {
  table.refuse_unknown({"what", "title", "goods", "exporter", "importer", "record", "unit", "years", "scored",
                        "why_not", "source", "grade"},
                       "a fact");
  RecordedFact fact;
  const std::string what = table.require_string("what");
  const auto found =
      std::find_if(fact_kinds.begin(), fact_kinds.end(), [&](const auto& k) { return what == k.first; });
  if (found == fact_kinds.end()) {
    std::vector<std::string> names;
    for (const auto& kind : fact_kinds) names.emplace_back(kind.first);
    throw table.error("what", fmt::format("unknown figure \"{}\"", what),
                      fmt::format("allowed: {}", fmt::join(names, ", ")));
  }
  fact.what = found->second;
  fact.title = table.require_string("title");
  fact.goods = table.require_string("goods");
  fact.exporter = table.require_string("exporter");
  fact.importer = table.require_string("importer");
  fact.record = table.require_number("record");
  fact.unit = table.require_string("unit");
  fact.years = table.optional_number("years").value_or(1.0);
  if (!(fact.years > 0.0)) throw table.error("years", "is not above 0 years");
  fact.scored = table.optional_bool("scored").value_or(true);
  fact.why_not = table.optional_string("why_not");
  if (!fact.scored && fact.why_not.empty())
    throw table.error("why_not", "a fact that is not scored says why");
  fact.source = table.require_string("source");
  fact.confidence = table.require_string("grade");
  if (fact.confidence != "A" && fact.confidence != "B" && fact.confidence != "C")
    throw table.error("grade", fmt::format("unknown grade \"{}\"", fact.confidence), "allowed: A, B, C");
  fact.where = table.where();
  return fact;
}

RecordedFlows read_flows(const TomlTable& table, const fs::path& folder, Hasher& hash) {
  table.refuse_unknown({"id", "title", "file", "side", "economy", "hit", "watch", "source"},
                       "a trade record");
  RecordedFlows flows;
  flows.id = table.require_string("id");
  flows.title = table.require_string("title");
  const std::string side = table.require_string("side");
  if (side != "imports" && side != "exports") throw table.error("side", "imports or exports expected");
  flows.imports = side == "imports";
  flows.economy = table.require_string("economy");
  flows.hit = table.require_string("hit");
  flows.watch = table.optional_strings("watch");
  flows.source = table.require_string("source");
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
  episode.like = table.optional_strings("like");
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
