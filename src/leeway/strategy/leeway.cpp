#include "leeway/strategy/leeway.h"

#include <algorithm>

#include "leeway/analysis/threat_scores.h"

namespace leeway {

const char* to_string(Reading reading) {
  switch (reading) {
    case Reading::room:
      return "room";
    case Reading::never_pays:
      return "never_pays";
    case Reading::always_pays:
      return "always_pays";
    case Reading::no_move:
      return "no_move";
  }
  return "";
}

const char* to_string(BriefOption option) {
  switch (option) {
    case BriefOption::status_quo:
      return "status_quo";
    case BriefOption::keep:
      return "keep";
    case BriefOption::punished:
      return "punished";
    case BriefOption::retaliate:
      return "retaliate";
    case BriefOption::drop:
      return "drop";
  }
  return "";
}

LeewayCase leeway_case(double gain_musd, double loss_musd) {
  LeewayCase c;
  c.gain_musd = gain_musd;
  c.loss_musd = loss_musd;
  if (gain_musd <= 0.0) {
    c.p_star = 0.0;
    c.reading = Reading::never_pays;
  } else if (loss_musd <= 0.0) {
    c.p_star = 1.0;
    c.reading = Reading::always_pays;
  } else {
    c.p_star = gain_musd / (gain_musd + loss_musd);
  }
  return c;
}

std::vector<Odds> odds_table(const LeewayCase& central) {
  std::vector<Odds> table;
  for (double p : {0.01, 0.02, 0.05, 0.10, 0.25, 0.50})
    table.push_back({p, (1.0 - p) * central.gain_musd - p * central.loss_musd,
                     (1.0 - p) * central.gain_pct - p * central.loss_pct});
  return table;
}

std::optional<Range> at_the_record(const Range& loss_musd, const LikeThreats& record) {
  const bool enough = record.of_kind && record.of_kind->made >= few_threats;
  const ShareInterval& share = (enough ? *record.of_kind : record.all).carried_out;
  if (!(loss_musd.low > 0.0) || !share.share()) return std::nullopt;
  return Range{*share.share() * loss_musd.central, share.low * loss_musd.low, share.high * loss_musd.high,
               loss_musd.cases};
}

Leeway leeway_over(std::vector<LeewayCase> cases) {
  Leeway leeway;
  if (cases.empty()) return leeway;
  leeway.central = cases.front();
  leeway.odds = odds_table(leeway.central);
  leeway.low = leeway.high = leeway.central.p_star;
  for (const LeewayCase& c : cases) {
    if (c.reading == Reading::no_move) continue;
    leeway.low = std::min(leeway.low, c.p_star);
    leeway.high = std::max(leeway.high, c.p_star);
  }
  leeway.cases = std::move(cases);
  return leeway;
}

}  // namespace leeway
