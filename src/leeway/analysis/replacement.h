#pragma once

#include <optional>
#include <string>
#include <vector>

#include "leeway/model/model.h"
#include "leeway/model/welfare.h"

namespace leeway {

/// What happens when part of a market closes.
struct ReplacementEffect {
  double lost_musd = 0.0;      ///< exports to the market that are lost, border value
  double diverted_musd = 0.0;  ///< more exports to all others
  double home_musd = 0.0;      ///< more sales at home
  double replaced = 0.0;       ///< diverted over lost
  Welfare ev_musd;             ///< of the exporter, against the same policy with the market open
  Welfare real_income_pct;
  Welfare importer_ev_musd;
};
struct ReplacementStep {
  double closed = 0.0;  ///< share of the quantity shut out, 1 a ban
  Verdict verdict;
  std::optional<ReplacementEffect> effect;  ///< when it certified
};

/// How much of one economy's exports to another could be sold elsewhere, and at what cost (model).
struct Replacement {
  std::string exporter;
  std::string importer;
  double exports_musd = 0.0;  ///< model's exports to the market when it is open
  std::vector<ReplacementStep> steps;
  std::string note;
};

/// Shuts the importer's market to the exporter's goods by steps, on top of a policy that `model` solved.
Replacement replacement(const Model& model, const Solution& open, const std::string& exporter,
                        const std::string& importer,
                        const std::vector<double>& closed = {0.25, 0.5, 0.75, 1.0});

}  // namespace leeway
