#include "leeway/output/options_report.h"

#include <fmt/format.h>

#include "leeway/model/option_table.h"

namespace leeway {

namespace {

std::string known_sets(const World& world) {
  std::vector<std::string> ids;
  for (const ElasticitySet& set : world.elasticities) ids.push_back(set.id);
  return fmt::format("{}", fmt::join(ids, ", "));
}

}  // namespace

std::vector<Assumption> assumptions_of(const Options& options, const World& world, bool several_horizons) {
  Options o = options;
  if (o.elasticities.empty()) o.elasticities = world.default_elasticities;
  if (several_horizons) o.horizon = 0.0;
  std::vector<Assumption> assumptions;
  for (const OptionInfo& info : option_table())
    if (applies(info, o, world) &&
        !(several_horizons && info.member == OptionInfo::Member(&Options::horizon)))
      assumptions.push_back({info.title, value_text(info, o),
                             info.member == OptionInfo::Member(&Options::elasticities) ? known_sets(world)
                                                                                       : allowed_values(info),
                             info.meaning});
  assumptions.push_back({"labour and prices", "mobile, flexible", "",
                         "labour moves between sectors, not between economies; prices pass through fully; no "
                         "unemployment"});
  return assumptions;
}

Report options_report() {
  Report report;
  report.kind = "options";
  report.headline =
      fmt::format("{} options of the model, for [options] of a scenario", option_table().size());
  ReportTable table{
      "options",
      "Options",
      {text_column("option"), text_column("default"), text_column("allowed"), text_column("what it is", 60),
       text_column("why this default", 60), text_column("source", 40)},
      {},
      0,
      "Cut short on a terminal; whole with --json, --csv and in docs/options.md."};
  const Options usual;
  for (const OptionInfo& info : option_table())
    table.rows.push_back({std::string(info.key), value_text(info, usual), allowed_values(info),
                          std::string(info.meaning), std::string(info.reason), std::string(info.source)});
  report.tables.push_back(std::move(table));
  return report;
}

std::string options_markdown() {
  std::string out =
      "| option | default | allowed | what it is | why this default | source |\n|---|---|---|---|---|---|\n";
  const Options usual;
  for (const OptionInfo& info : option_table())
    out += fmt::format("| `{}` | {} | {} | {} | {} | {} |\n", info.key, value_text(info, usual),
                       allowed_values(info), info.meaning, info.reason, info.source);
  return out;
}

}  // namespace leeway
