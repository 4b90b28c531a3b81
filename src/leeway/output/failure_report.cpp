#include "leeway/output/failure_report.h"

#include <cmath>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "leeway/output/format.h"

namespace leeway {

namespace {

const char* block_words(FailedRow::Block block) {
  switch (block) {
    case FailedRow::Block::external_balance:
      return "external balance";
    case FailedRow::Block::price:
      return "price";
    case FailedRow::Block::value_added:
      return "value added";
    case FailedRow::Block::income:
      return "income";
    case FailedRow::Block::instrument:
      return "rule of the limit";
  }
  return "";
}

std::string off_by(double residual) {
  return std::isfinite(residual) ? fmt::format("{:.2e}", residual) : std::string("no number");
}

std::string row_words(const FailedRow& row) {
  const std::string off = std::isfinite(row.residual)
                              ? fmt::format("is off by {} in logs", off_by(row.residual))
                              : std::string("has no value");
  if (row.block == FailedRow::Block::instrument) return fmt::format("the limit of {} {}", row.measure, off);
  if (row.sector.empty()) return fmt::format("{} of {} {}", block_words(row.block), row.economy, off);
  return fmt::format("{} of {} in {} {}", block_words(row.block), row.sector, row.economy, off);
}

std::string refusal_words(const Refusal& refusal) {
  switch (refusal.reason) {
    case Refusal::Reason::no_supplier:
      return fmt::format("no supplier of {} is left for {}", refusal.line, refusal.economy);
    case Refusal::Reason::no_buyer:
      return fmt::format("no buyer of {} from {} is left, at home or abroad", refusal.line, refusal.economy);
    case Refusal::Reason::no_exports:
      return fmt::format("{} has nothing left that it could sell abroad", refusal.economy);
    case Refusal::Reason::no_imports:
      return fmt::format("{} has nothing left that it could buy abroad", refusal.economy);
    case Refusal::Reason::income_spent:
      return fmt::format(
          "what {} pays in subsidies, transfers and support of purchases comes to all that it earns, so that "
          "no "
          "equilibrium is left",
          refusal.economy);
    case Refusal::Reason::commitment_too_large:
      return fmt::format(
          "{} commits {} to buy as much {} as all that it spends on final use, or as all that the sellers "
          "make: "
          "no equilibrium can hold it; drop {} (--drop), or ask for a day before it is in force",
          refusal.measure, refusal.economy, refusal.line, refusal.measure);
    case Refusal::Reason::ban_without_elasticity:
      return fmt::format("a ban needs a trade elasticity above zero; {} has {:.3g}", refusal.line,
                         refusal.theta);
  }
  return "";
}

std::string identity_words(const Certificate& c) {
  std::vector<std::string> off;
  const auto look = [&](const char* name, double value) {
    if (!(std::abs(value) < 1e-8)) off.push_back(fmt::format("{} {}", name, scientific(value)));
  };
  look("labour markets", c.market_clearing);
  look("Walras", c.walras);
  look("payments", c.payments);
  look("rents", c.rent_accounting);
  look("complementarity", c.complementarity);
  return fmt::format("an identity misses its gate: {}", fmt::join(off, ", "));
}

std::string scope_words(const FailedRow& row) { return row.sector.empty() ? row.measure : row.sector; }

}  // namespace

std::string failure_words(const Failure& failure) {
  switch (failure.termination()) {
    case Termination::refused:
      return failure.refusal ? refusal_words(*failure.refusal) : std::string("refused");
    case Termination::closure_infeasible:
      return fmt::format(
          "closure_infeasible: the trade of {} is below three times the imbalance that it is held to; use "
          "closure \"balanced\" on a world without imbalances (leeway world rebase --balanced), and of a "
          "table "
          "of your own look whether rows of its exports or imports are missing",
          failure.imbalance_of);
    case Termination::identity_off:
      return identity_words(failure.certificate);
    case Termination::not_converged:
      return failure.worst.empty() ? std::string("not converged")
                                   : "not converged: " + row_words(failure.worst.front());
    case Termination::certified:
      break;
  }
  return "";
}

std::string failure_sentence(const std::string& name, const Failure& failure) {
  std::string text =
      fmt::format("NO ANSWER: the equilibrium of {} is not certified: {}.", name, failure_words(failure));
  if (!failure.measure.empty()) text += fmt::format(" Behind it: {}.", failure.measure);
  if (failure.share_certified)
    text += fmt::format(" Of the way from the base year to its policy {} certified.",
                        *failure.share_certified > 0.0 ? probability(*failure.share_certified) : "nothing");
  return text;
}

void add_failures(Report& report) {
  ReportTable table{"failures",
                    "Where it failed",
                    {text_column("solve"), text_column("end"), text_column("reason", 40),
                     text_column("behind it"), rate_column("of the way", 1), text_column("equation"),
                     text_column("economy"), text_column("sector or limit"), text_column("off by, logs")},
                    {},
                    0,
                    "No figure of these solves is shown. Behind it: the Measure, where one can be told. Of "
                    "the way: the largest share of the way from the base year to the "
                    "policy that certified. The equations that are off most, worst first."};
  const bool has_long_table = !report.rows.empty();
  for (const auto& named : report.certificates) {
    const std::string& name = named.first;
    const Verdict& verdict = named.second;
    if (verdict.certified()) continue;
    const Failure& f = *verdict.failure;
    report.lead.push_back(failure_sentence(name, f));
    const auto row = [&](const std::string& equation, const std::string& economy, const std::string& scope,
                         const std::string& off) {
      table.rows.push_back({name, std::string(to_string(f.termination())), failure_words(f), f.measure,
                            f.share_certified ? ReportCell(*f.share_certified) : ReportCell(), equation,
                            economy, scope, off});
    };
    for (const FailedRow& w : f.worst)
      row(block_words(w.block), w.economy, scope_words(w), off_by(w.residual));
    if (f.worst.empty())
      row("", f.refusal ? f.refusal->economy : f.imbalance_of, f.refusal ? f.refusal->line : "", "");
    if (!has_long_table) continue;
    const int year = report.world != nullptr ? report.world->base_year : 0;
    const std::string statistic = to_string(f.termination());
    report.rows.push_back({verdict.id, name, f.refusal ? f.refusal->economy : f.imbalance_of, f.measure,
                           f.refusal ? f.refusal->line : "", "share_certified", "decimal", year, statistic,
                           f.share_certified.value_or(std::nan(""))});
    // Of several limits of one Measure the worst: the largest come first.
    std::set<std::tuple<FailedRow::Block, std::string, std::string>> told;
    for (const FailedRow& w : f.worst)
      if (told.emplace(w.block, w.economy, scope_words(w)).second)
        report.rows.push_back({verdict.id, name, w.economy, f.measure, scope_words(w),
                               std::string("residual_") + to_string(w.block), "log", year, statistic,
                               w.residual});
  }
  if (!table.rows.empty()) report.tables.insert(report.tables.begin(), std::move(table));
}

}  // namespace leeway
