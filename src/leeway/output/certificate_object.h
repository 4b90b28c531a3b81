#pragma once

#include <cmath>
#include <string>

#include "leeway/output/failure_report.h"
#include "leeway/output/report.h"

namespace leeway {

/// A certificate with what is known of a failure, as every JSON file of ours holds it. A template, so that
/// the writers share one text and no header includes the JSON library.
template <class Json>
Json certificate_object(const Verdict& verdict) {
  const Certificate& c = verdict.certificate;
  const auto number = [](double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); };
  Json out = {{"certified", verdict.certified()},
              {"termination", to_string(c.termination)},
              {"residual", number(c.residual)},
              {"market_clearing", number(c.market_clearing)},
              {"walras", number(c.walras)},
              {"payments", number(c.payments)},
              {"rent_accounting", number(c.rent_accounting)},
              {"complementarity", number(c.complementarity)},
              {"newton", c.newton},
              {"sweeps", c.sweeps},
              {"method", method_words(c.method)},
              {"failure", verdict.certified() ? std::string() : failure_words(*verdict.failure)}};
  if (verdict.certified()) return out;
  const Failure& f = *verdict.failure;
  out["measure"] = f.measure.empty() ? Json(nullptr) : Json(f.measure);
  out["share_certified"] = f.share_certified ? Json(*f.share_certified) : Json(nullptr);
  out["worst"] = Json::array();
  for (const FailedRow& row : f.worst)
    out["worst"].push_back({{"equation", to_string(row.block)},
                            {"economy", row.economy},
                            {"sector", row.sector},
                            {"measure", row.measure},
                            {"residual", number(row.residual)}});
  return out;
}

}  // namespace leeway
