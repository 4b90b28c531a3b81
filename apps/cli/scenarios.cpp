#include "leeway/output/options_report.h"
#include "leeway/policy/scenario.h"
#include "verbs.h"

namespace leeway::cli {

int list_scenarios(const OutputChoice& output) {
  check(output);
  Report report;
  report.kind = "scenarios";
  ReportTable table{"scenarios",
                    "Scenarios",
                    {text_column("name"), text_column("as of"), text_column("title")},
                    {},
                    0,
                    "leeway solve NAME; each file opens with what it asks, why, and what to look for"};
  for (const std::string& name : scenario_names()) {
    const Scenario scenario = open_scenario(name);
    table.rows.push_back({scenario.id, to_string(scenario.as_of), scenario.title});
  }
  report.headline = std::to_string(table.rows.size()) + " ready scenarios";
  report.tables.push_back(std::move(table));
  return emit(report, output);
}

int list_options(const OutputChoice& output) {
  check(output);
  return emit(options_report(), output);
}

}  // namespace leeway::cli
