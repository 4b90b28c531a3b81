#include "leeway/strategy/drawn_range.h"

#include "leeway/base/hash.h"
#include "leeway/strategy/brief.h"

namespace leeway {

const char* to_string(Drawn figure) {
  switch (figure) {
    case Drawn::gain:
      return "gain";
    case Drawn::loss:
      return "loss";
    case Drawn::p_star:
      return "p_star";
    case Drawn::gain_pct:
      return "gain_pct";
    case Drawn::loss_pct:
      return "loss_pct";
  }
  return "";
}

const DrawnFigure* DrawnRange::find(Drawn figure) const {
  for (const DrawnFigure& one : figures)
    if (one.figure == figure) return &one;
  return nullptr;
}

void take_draws(BriefAnalysis& brief, DrawnRange draws) {
  brief.run_id = Identity("drawn-brief").add("brief", brief.run_id).add("draws", draws.id).hex();
  brief.certified = brief.certified && draws.certified == draws.count;
  if (const DrawnFigure* p_star = draws.find(Drawn::p_star); p_star != nullptr && brief.leeway) {
    // p* is 0 where there is no gain and 1 where there is one and no loss. A quantile between two draws may
    // lie beside such an end of which gain and loss leave no doubt.
    const DrawnFigure& gain = *draws.find(Drawn::gain);
    const DrawnFigure& loss = *draws.find(Drawn::loss);
    const bool never = gain.q95 <= 0.0;
    const bool always = gain.q05 > 0.0 && loss.q95 <= 0.0;
    brief.leeway->low = never ? 0.0 : always ? 1.0 : p_star->q05;
    brief.leeway->high = never ? 0.0 : always ? 1.0 : p_star->q95;
  }
  brief.draws = std::move(draws);
}

}  // namespace leeway
