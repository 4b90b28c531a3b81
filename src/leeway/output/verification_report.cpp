#include "leeway/output/verification_report.h"

#include <fmt/format.h>

namespace leeway {

std::vector<NamedVerification> verify_all(const World& world, const Options& options,
                                          const std::vector<const NamedOutcome*>& outcomes) {
  std::vector<NamedVerification> read;
  for (const NamedOutcome* one : outcomes)
    if (one->outcome)
      read.push_back({one->name, verify(world, options, one->outcome.policy(), one->outcome->result)});
  return read;
}

std::string verification_line(const NamedVerification& read) {
  const EquationCheck& worst = read.verification.worst();
  return fmt::format("{}: {} in a second reading of {} kinds of equations; largest error {:.1e}, {}{}",
                     read.name, read.verification.holds() ? "holds" : "DOES NOT HOLD",
                     read.verification.checks.size(), worst.error, worst.what,
                     worst.where.empty() ? "" : " (" + worst.where + ")");
}

void add_verification(Report& report, const std::vector<NamedVerification>& read) {
  ReportTable table{
      "second_reading",
      "Checked again",
      {text_column("solve"), text_column("equation"), text_column("holds"), text_column("largest error"),
       text_column("where")},
      {},
      0,
      fmt::format(
          "Each equation worked out anew from the world's flows and the terms of the Measures, by code that "
          "shares nothing with the solver; an error is relative, and up to {:.0e} passes.",
          Verification::kTolerance)};
  for (const auto& [name, verification] : read) {
    for (const EquationCheck& check : verification.checks) {
      const bool holds = check.error <= Verification::kTolerance;
      table.rows.push_back({name, check.what, std::string(holds ? "yes" : "NO"),
                            fmt::format("{:.1e}", check.error), check.where});
    }
    if (verification.holds()) continue;
    report.contradicted = true;
    report.warnings.push_back(verification_line({name, verification}));
  }
  report.tables.push_back(std::move(table));
}

}  // namespace leeway
