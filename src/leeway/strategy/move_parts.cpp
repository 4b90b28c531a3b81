#include "leeway/strategy/move_parts.h"

#include <bit>

#include "leeway/analysis/study.h"
#include "leeway/strategy/brief_parts.h"

namespace leeway {

namespace {

/// One act of the move: made by the deal, or undone by the retreat.
struct Element {
  enum class Kind { deal_use, deal_drop, deal_measure, retreat_use, retreat_drop, retreat_measure };
  Kind kind;
  std::size_t at;  // in its list
  const Measure* measure;
};

std::vector<Element> elements_of(const Ledger& ledger, const Moves& moves) {
  std::vector<Element> all;
  const auto add = [&](Element::Kind kind, const std::vector<std::string>& ids) {
    for (std::size_t at = 0; at < ids.size(); ++at)
      all.push_back({kind, at, &ledger.measure(ids[at], Location{})});
  };
  add(Element::Kind::deal_use, moves.deal.use);
  add(Element::Kind::deal_drop, moves.deal.drop);
  for (std::size_t at = 0; at < moves.deal.measures.size(); ++at)
    all.push_back({Element::Kind::deal_measure, at, &moves.deal.measures[at]});
  add(Element::Kind::retreat_drop, moves.retreat.drop);
  add(Element::Kind::retreat_use, moves.retreat.use);
  for (std::size_t at = 0; at < moves.retreat.measures.size(); ++at)
    all.push_back({Element::Kind::retreat_measure, at, &moves.retreat.measures[at]});
  return all;
}

/// The policy with some elements as the move has them, the others as without it.
PolicyOptions policy_with(const World& world, const Ledger& ledger, const PolicyOptions& calm,
                          const Moves& moves, const std::vector<Element>& elements,
                          const Attribution::Coalition& coalition) {
  Change deal;
  Change retreat;
  for (std::size_t e = 0; e < elements.size(); ++e) {
    const bool made = coalition[e];
    const std::size_t at = elements[e].at;
    switch (elements[e].kind) {
      case Element::Kind::deal_use:
        if (made) deal.use.push_back(moves.deal.use[at]);
        break;
      case Element::Kind::deal_drop:
        if (made) deal.drop.push_back(moves.deal.drop[at]);
        break;
      case Element::Kind::deal_measure:
        if (made) deal.measures.push_back(moves.deal.measures[at]);
        break;
      case Element::Kind::retreat_use:
        if (!made) retreat.use.push_back(moves.retreat.use[at]);
        break;
      case Element::Kind::retreat_drop:
        if (!made) retreat.drop.push_back(moves.retreat.drop[at]);
        break;
      case Element::Kind::retreat_measure:
        if (!made) retreat.measures.push_back(moves.retreat.measures[at]);
        break;
    }
  }
  return with_change(world, ledger, with_change(world, ledger, calm, deal), retreat);
}

}  // namespace

MoveParts parts_of_move(const Model& model, const Ledger& ledger, const PolicyOptions& calm,
                        const Moves& moves, const std::vector<int>& members, const Start& start) {
  const World& world = model.world();
  const std::vector<Element> elements = elements_of(ledger, moves);
  const std::size_t n = elements.size();
  MoveParts out;
  const Attribution attribution(n, most_shapley_measures);
  out.rule = attribution.rule();
  Study study(world);
  study.use(model);
  const std::vector<Attribution::Coalition>& coalitions = attribution.coalitions();
  for (std::size_t s = 0; s < coalitions.size(); ++s) {
    StudyCase one{"part of the move",
                  std::make_shared<const Policy>(resolve_policy(
                      world, ledger, policy_with(world, ledger, calm, moves, elements, coalitions[s]))),
                  model.options(),
                  {},
                  start};
    // An element does about what it does alone.
    if (out.rule == PartRule::in_order && s > 0) one.start = study.cases().size() - 1;
    if (out.rule == PartRule::shapley && s > 0) {
      const std::size_t last = std::bit_floor(s);
      one.start = s - last;
      if (s != last) one.along = {0, last};
    }
    study.add(std::move(one));
  }
  const auto worth = study.run({}, [&](std::size_t, const Outcome& outcome) -> std::optional<double> {
    if (!outcome) return {};
    return real_income(outcome->result, members);
  });
  out.solves = static_cast<int>(worth.size());
  for (const auto& w : worth) out.failed += *w ? 0 : 1;
  if (out.failed > 0) return out;
  std::vector<double> values;
  for (const auto& w : worth) values.push_back(**w);
  const std::vector<double> parts = attribution.parts(values);
  for (std::size_t e = 0; e < n; ++e) {
    const Measure& m = *elements[e].measure;
    const Element::Kind kind = elements[e].kind;
    const bool lifted = kind == Element::Kind::deal_drop || kind == Element::Kind::retreat_use ||
                        kind == Element::Kind::retreat_measure;
    out.parts.push_back({m.id, m.title, m.by, lifted, parts[e]});
  }
  return out;
}

}  // namespace leeway
