#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "leeway/ensemble/row.h"
#include "leeway/ensemble/sweep_plan.h"
#include "leeway/model/solution.h"
#include "leeway/world/world.h"

namespace leeway {

/// The equilibria of one draw, as figures are read off them.
struct SolvedDraw {
  std::vector<std::shared_ptr<const Solution>> cases;  ///< in the order of the plan's
  std::vector<int> members;                            ///< of the economy of the question, on the day
  bool no_deal = false;                                ///< nothing stands behind the threat
  std::optional<double> probability;
};

/// What is kept of each draw: headlines, and figures of the long table.
class KeptFigures {
 public:
  /// Reads `keep` of a plan, or what is kept when it is left out. `cases` are their names, the first what the
  /// others are set against. Throws InputError, at the place, for what there is not.
  KeptFigures(const SweepPlan& plan, const World& world, const std::vector<std::string>& cases,
              bool with_probability);

  std::vector<SweepColumn> columns() const;
  /// Whether there is a headline: those are of welfare, which short horizons do not tell.
  bool needs_welfare() const;
  std::vector<double> of(const SolvedDraw& draw) const;

 private:
  enum class Headline {
    gain,
    loss,
    gain_percent,
    loss_percent,
    p_star,
    worth,
    equivalent_variation,
    real_income
  };
  struct Figure {
    SweepColumn column;
    std::optional<Headline> headline;
    std::size_t at = 0;  ///< case
    std::string variable;
    std::string economy;
    std::string partner;
    std::string sector;
  };
  Figure read(const PlacedText& text) const;
  double headline(Headline which, const SolvedDraw& draw) const;
  double figure(const Figure& figure, const SolvedDraw& draw) const;

  const World& world_;
  const std::vector<std::string> cases_;
  bool threat_;
  bool with_probability_;
  std::vector<Figure> figures_;
};

}  // namespace leeway
