#include "leeway/output/gates_report.h"

#include <fmt/format.h>

namespace leeway {

namespace {

using Held = GateResult::Verdict;

const char* in_words(Gate gate) {
  switch (gate) {
    case Gate::base_year:
      return "the world's own day is the base year";
    case Gate::volume:
      return "what restricts ships no more than without it, what frees no less";
    case Gate::deeper_price:
      return "a deeper cut gives buyers no lower price";
    case Gate::deeper_volume:
      return "a deeper cut gives buyers no larger quantity";
    case Gate::limit:
      return "where a limit binds, shipments equal it";
  }
  return "";
}

std::string in_words(const GateResult& result) {
  switch (result.verdict) {
    case Held::passed:
      return "holds";
    case Held::failed:
      return "FAILS";
    case Held::neither:
      return "not tried: it frees some and restricts some, or moves no wedge";
    case Held::no_deeper:
      return "not tried: nothing that could be deeper";
    case Held::not_solved:
      return "not tried: an equilibrium that it needs did not certify";
    case Held::refused:
      return "not tried: " + result.problem;
  }
  return "";
}

}  // namespace

void add_gates(Report& report, const GateReport& gates) {
  ReportTable counts{"gates",
                     "Gates: what must hold of every Measure, whatever the parameters",
                     {text_column("gate"), number_column("hold", ""), number_column("fail", ""),
                      number_column("not tried", "")},
                     {},
                     0,
                     ""};
  for (const Gate gate :
       {Gate::base_year, Gate::volume, Gate::deeper_volume, Gate::deeper_price, Gate::limit}) {
    const int hold = gates.count(gate, Held::passed);
    const int fail = gates.count(gate, Held::failed);
    int all = 0;
    for (const GateResult& result : gates.results) all += result.gate == gate ? 1 : 0;
    counts.rows.push_back({std::string(in_words(gate)), static_cast<double>(hold), static_cast<double>(fail),
                           static_cast<double>(all - hold - fail)});
  }
  ReportTable open{
      "gate findings",
      "Gates that fail, and those that could not be tried",
      {text_column("measure", 30), text_column("gate"), text_column("in"), number_column("before", "", 6),
       number_column("after", "", 6), text_column("finding", 60)},
      {},
      0,
      "Quantities and prices of the Measure's flows are indices, base year 1; prices are what "
      "buyers pay over the consumer prices of their economy; a limit stands before what came in."};
  int failed = 0;
  for (const bool failing : {true, false})
    for (const GateResult& result : gates.results) {
      if (result.verdict == Held::passed || (result.verdict == Held::failed) != failing) continue;
      failed += failing ? 1 : 0;
      open.rows.push_back({result.measure, std::string(to_string(result.gate)), result.where, result.before,
                           result.after, in_words(result)});
    }
  if (failed > 0)
    report.headline +=
        fmt::format("; {} fail{} a gate, first {}: {}", failed, failed == 1 ? "s" : "",
                    std::get<std::string>(open.rows.front()[0]), std::get<std::string>(open.rows.front()[1]));
  else
    report.headline += "; every gate that was tried holds";
  report.tables.insert(report.tables.begin(), {std::move(counts), std::move(open)});
}

}  // namespace leeway
