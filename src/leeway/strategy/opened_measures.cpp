#include "leeway/strategy/opened_measures.h"

#include <algorithm>
#include <utility>

#include "leeway/base/text.h"
#include "leeway/policy/one_line.h"

namespace leeway {

OpenedMeasures::OpenedMeasures(const Ledger& ledger, std::string economy)
    : ledger_(ledger), economy_(std::move(economy)) {}

std::vector<GameMeasure> OpenedMeasures::opened(const std::vector<GameMeasure>& written) {
  std::vector<GameMeasure> found;
  for (GameMeasure one : written) {
    if (!economy_.empty()) one.text.text = with_all_replaced(one.text.text, each_economy, economy_);
    if (one.table || !is_scenario(one.text.text)) {
      found.push_back(std::move(one));
      continue;
    }
    const Scenario scenario = open_scenario(one.text.text);
    for (const std::string& id : scenario.use) found.push_back({{id, one.text.where}, {}});
    for (const std::string& id : scenario.drop) found.push_back({{"lift " + id, one.text.where}, {}});
    for (const Measure& measure : scenario.measures) found.push_back({{"", one.text.where}, measure});
    if (std::find(scenarios_.begin(), scenarios_.end(), scenario.id) == scenarios_.end())
      ledger_ = ledger_.and_lists(scenario.lists);
    scenarios_.push_back(scenario.id);
  }
  return found;
}

bool OpenedMeasures::is_scenario(const std::string& text) const {
  if (is_one_line(text) || text.starts_with("lift ") || ledger_.find_measure(text) != nullptr) return false;
  if (text.ends_with(".toml")) return true;
  const std::vector<std::string> names = scenario_names();
  return std::find(names.begin(), names.end(), text) != names.end();
}

}  // namespace leeway
