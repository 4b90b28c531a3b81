#include "leeway/output/ledger_effects_report.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "leeway/output/failure_report.h"
#include "leeway/output/format.h"
#include "leeway/output/instrument_report.h"
#include "leeway/output/policy_words.h"

namespace leeway {

namespace {

/// The regimes of a Measure's limits in a word or two.
std::string regimes(const std::vector<InstrumentOutcome>& outcomes) {
  if (outcomes.empty()) return "-";
  std::size_t bind = 0;
  for (const InstrumentOutcome& o : outcomes) bind += o.regime != Regime::not_binding ? 1 : 0;
  if (outcomes.size() == 1) return to_string(outcomes.front().regime);
  return fmt::format("{} of {} bind", bind, outcomes.size());
}

std::string certificate_words(const LedgerEffect& e) {
  if (!e.problem.empty()) return "NO: " + e.problem;
  if (!e.verdict.certified()) return "NO: " + failure_words(*e.verdict.failure);
  return scientific(std::max(e.verdict.certificate.residual, e.verdict.certificate.complementarity));
}

}  // namespace

Report ledger_effects_report(const World& world, const Options& options, const LedgerEffects& effects,
                             std::size_t top) {
  Report report;
  report.kind = "ledger check";
  report.world = &world;
  report.as_of = effects.as_of;
  report.run_id = effects.run_id;
  const auto failed = std::count_if(effects.rows.begin(), effects.rows.end(),
                                    [](const LedgerEffect& e) { return !e.certified(); });
  report.headline = fmt::format(
      "{} Measures announced from {} to {} each solved against the status quo (of {}, or of its own first "
      "day): {}",
      effects.rows.size(), effects.first_year, effects.last_year, to_string(effects.as_of),
      failed == 0 ? std::string("every one certified")
                  : fmt::format("{} of {} certified", effects.rows.size() - static_cast<std::size_t>(failed),
                                effects.rows.size()));
  ReportTable table{
      "effects",
      "What each Measure does: the status quo with it less the status quo without it",
      {text_column("measure", 30), text_column("instrument"), text_column("day"), text_column("how"),
       money_column("EV, who acts", true), money_column("EV, aimed at", true), money_column("revenue", true),
       money_column("importers' rents", true), money_column("exporters' rents", true), text_column("limits"),
       text_column("certificate", 60)},
      {},
      0,
      "A Measure in force on the day asked for is taken out of that day; one that was in force before, out "
      "of the day "
      "on which it came into force; every other is put in force. USD million a year. "
      "Revenue is that of who acts. The certificate is the larger of residual and complementarity."};
  // Certificates of failed solves first: the reader came for them.
  std::vector<const LedgerEffect*> order;
  for (const LedgerEffect& e : effects.rows) order.push_back(&e);
  std::stable_partition(order.begin(), order.end(), [](const LedgerEffect* e) { return !e->certified(); });
  for (const LedgerEffect* e : order) {
    std::vector<ReportCell> row = {e->id, e->instrument, to_string(e->day),
                                   std::string(e->taken_out ? "taken out" : "put in force")};
    if (const auto& f = e->figures)
      row.insert(row.end(), {f->ev_by_musd, f->ev_on_musd, f->revenue_by_musd, f->importer_rents_musd,
                             f->exporter_rents_musd, regimes(f->outcomes)});
    else
      row.insert(row.end(), 6, ReportCell());
    row.emplace_back(certificate_words(*e));
    table.rows.push_back(std::move(row));
    if (e->problem.empty())
      report.certificates.emplace_back(e->id, e->verdict);
    else
      report.warnings.push_back(fmt::format("{} could not be put in force: {}", e->id, e->problem));
    for (const std::string& warning : note_words(e->warnings)) {
      const std::string line = warning.find(e->id) == std::string::npos ? e->id + ": " + warning : warning;
      if (std::find(report.warnings.begin(), report.warnings.end(), line) == report.warnings.end())
        report.warnings.push_back(line);
    }
  }
  table.shown = top;
  report.tables.push_back(std::move(table));
  report.certificates.emplace_back("status quo", effects.status_quo);
  report.assumptions = assumptions_of(options, world);
  if (!effects.not_solved.empty())
    report.notes.push_back(
        fmt::format("Terms that give nothing to solve (no rate, price or amount is public): {}",
                    fmt::join(effects.not_solved, ", ")));
  add_failures(report);
  return report;
}

}  // namespace leeway
