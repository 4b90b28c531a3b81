#include "leeway/replication/replicate.h"

#include <algorithm>

#include "leeway/output/failure_report.h"
#include "leeway/output/format.h"
#include "verbs.h"

namespace leeway::cli {

int replicate(const std::string& what, const std::filesystem::path& golden, const OutputChoice& output) {
  check(output);
  const std::vector<Replication> results = leeway::replicate(what, golden);
  const bool ok = std::all_of(results.begin(), results.end(), [](const Replication& r) { return r.ok(); });
  Report report;
  report.kind = "replicate";
  for (const Replication& result : results) {
    const std::string line = result.title + (result.ok() ? ": reproduced" : ": NOT reproduced");
    if (report.headline.empty())
      report.headline = line;
    else
      report.lead.push_back(line);
  }
  ReportTable table{
      "figures",
      "Figures",
      {text_column("case"), text_column("quantity"), text_column("unit"), number_column("as printed", "", 2),
       number_column("reference", "", 6), number_column("ours", "", 6), text_column("gap"),
       text_column("allowed"), text_column("ok")},
      {},
      output.top,
      "Reference: the other program's figure, in whose own accuracy ours must agree."};
  // What does not agree comes first.
  for (bool agrees : {false, true})
    for (const Replication& result : results)
      for (const ReplicationRow& row : result.rows)
        if (row.ok == agrees)
          table.rows.push_back({row.case_name, row.quantity, row.unit,
                                row.paper ? ReportCell(*row.paper) : ReportCell(), row.reference, row.ours,
                                scientific(row.gap), scientific(row.tolerance),
                                std::string(row.ok ? "yes" : "NO")});
  report.tables.push_back(std::move(table));
  for (const Replication& result : results)
    for (const auto& [name, failure] : result.failures)
      report.warnings.push_back(failure_sentence(name, *failure));
  emit(report, output);
  return ok ? done : not_certified;
}

}  // namespace leeway::cli
