#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "leeway/model/model.h"
#include "leeway/policy/ledger.h"

namespace leeway {

/// With a Measure less without it.
struct EffectFigures {
  double ev_by_musd = 0.0;       ///< equivalent variation of who acts
  double ev_on_musd = 0.0;       ///< of whom it is aimed at, who acts left out
  double revenue_by_musd = 0.0;  ///< duties and export taxes of who acts
  double importer_rents_musd = 0.0;
  double exporter_rents_musd = 0.0;
  std::vector<InstrumentOutcome> outcomes;  ///< of its own limits, while it is in force
};

/// What one Measure of the ledger does: the status quo with it less the status quo without it, on the day
/// asked for where it is in force then, else on the day on which it came into force; one that never did is
/// put in force on the day asked for.
struct LedgerEffect {
  Date day{};
  std::string id;
  std::string title;
  std::string instrument;
  Status status = Status::unknown;
  bool taken_out = false;  ///< in force on the day, so that the other side is without it; else put in force
  PolicyNotes warnings;    ///< that the Measure itself brings
  std::string problem;     ///< empty, or why it could not be put in force
  Verdict verdict;         ///< of the other side, or of the day's status quo where that failed
  std::optional<EffectFigures> figures{};  ///< when both certified

  bool certified() const { return figures.has_value(); }
};

struct LedgerEffects {
  Date as_of{};
  int first_year = 0;
  int last_year = 0;
  Verdict status_quo;
  std::string run_id;                   ///< hash of what was asked and of every solve
  std::vector<LedgerEffect> rows;       ///< in the order of the ledger
  std::vector<std::string> not_solved;  ///< Measures whose terms give nothing to solve
};

/// Solves every Measure announced in the years given, each against the status quo on `as_of`, on all
/// processors. Never throws for one that cannot be solved: see its row.
LedgerEffects ledger_effects(const Model& model, const Ledger& ledger, Date as_of, int first_year,
                             int last_year, const std::function<void(int, int)>& progress = {});

}  // namespace leeway
