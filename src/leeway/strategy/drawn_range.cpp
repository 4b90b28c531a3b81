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
    case Drawn::keep_income:
      return "keep_real_income";
    case Drawn::punished_income:
      return "punished_real_income";
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
    brief.leeway->low = p_star->q05;
    brief.leeway->high = p_star->q95;
  }
  brief.draws = std::move(draws);
}

}  // namespace leeway
