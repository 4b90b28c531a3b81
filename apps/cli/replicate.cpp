#include "leeway/replication/replicate.h"

#include "leeway/base/error.h"
#include "leeway/base/suggest.h"
#include "leeway/output/failure_report.h"
#include "leeway/output/format.h"
#include "verbs.h"

namespace leeway::cli {

int replicate(const std::string& what, const std::filesystem::path& golden, const OutputChoice& output) {
  check(output);
  if (what != "cp2015") {
    const std::string near = did_you_mean(what, {"cp2015"});
    throw InputError("nothing published is known as \"" + what + "\"",
                     (near.empty() ? "" : near + "\n") + "known: cp2015");
  }
  if (!std::filesystem::is_directory(golden))
    throw InputError("--golden: the folder \"" + golden.string() + "\" does not exist");
  const Replication result = replicate_cp2015(golden);
  Report report;
  report.kind = "replicate";
  report.headline = result.title + (result.ok() ? ": reproduced" : ": NOT reproduced");
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
    for (const ReplicationRow& row : result.rows)
      if (row.ok == agrees)
        table.rows.push_back({row.case_name, row.quantity, row.unit,
                              row.paper ? ReportCell(*row.paper) : ReportCell(), row.reference, row.ours,
                              scientific(row.gap), scientific(row.tolerance),
                              std::string(row.ok ? "yes" : "NO")});
  report.tables.push_back(std::move(table));
  for (const auto& [name, failure] : result.failures)
    report.warnings.push_back(failure_sentence(name, *failure));
  emit(report, output);
  return result.ok() ? done : not_certified;
}

}  // namespace leeway::cli
