#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "leeway/analysis/attribution.h"
#include "leeway/analysis/range.h"
#include "leeway/model/model.h"
#include "leeway/policy/ledger.h"

namespace leeway {

/// A figure that two runs may tell differently, of an economy or group: changes against the run's reference.
enum class Figure { real_income, exports, imports, terms_of_trade, consumer_price, tariff_revenue };
/// By the word of the command line: "real_income", "exports", …; nothing for another.
std::optional<Figure> parse_figure(const std::string& text);
const char* to_string(Figure figure);
std::vector<std::string> figure_names();

/// One of the two runs.
struct WhyRun {
  std::string name;
  const World* world = nullptr;  ///< must outlive the analysis
  Ledger ledger;                 ///< whole: each world takes what it knows
  PolicyOptions policy;
  std::optional<PolicyOptions> reference;  ///< what the figure is against; nothing: the world's base year
  Options options;
};

/// One thing that differs between the runs, and what it adds to the figure.
struct WhyPart {
  enum class Kind { measure_in, measure_out, measure_changed, option, world };
  Kind kind = Kind::measure_in;
  std::string id;                     ///< of the Measure, the actor, the option
  std::string title;                  ///< of a single Measure
  std::string by;                     ///< who acts
  std::vector<std::string> measures;  ///< ids
  std::string from;                   ///< of an option or the base data
  std::string to;
  double value = 0.0;  ///< in the figure's unit; the parts add up to the difference
};

struct Why {
  Figure figure = Figure::real_income;
  std::string economy;
  double from = 0.0;  ///< percent; of revenue USD million
  double to = 0.0;
  PartRule rule = PartRule::shapley;
  std::vector<WhyPart> parts;  ///< Measures by the day they began, options, base data
  int solves = 0;
  int failed = 0;                                         ///< with one there are no parts
  std::vector<std::pair<std::string, Verdict>> verdicts;  ///< of both runs and what they are against
  std::string run_id;

  double difference() const { return to - from; }
  bool complete() const { return failed == 0; }
};

/// Above it parts are taken in order.
inline constexpr std::size_t most_shapley_parts = 8;

/// Splits the difference of a figure between two runs into what changed. With `by_actor` the Measures of one
/// government are one part. Throws InputError for an unknown economy and for welfare that is not told.
Why why(const WhyRun& from, const WhyRun& to, const std::string& economy, Figure figure, bool by_actor,
        const std::function<void(int, int)>& progress = {});

/// The same split over the cases of a range. What the two runs choose differently among the axes (a set, a
/// horizon, …) is their difference and is not moved.
struct WhyRange {
  RangeKind kind = RangeKind::none;
  CaseCount cases;  ///< in which both runs and all between them certified
  int terms = 0;    ///< of the cases that move a term of a Measure
  Range from;       ///< as in Why
  Range to;
  Range difference;
  std::vector<Range> parts;  ///< in the order of Why::parts
  std::string run_id;        ///< of the whole answer
};
/// `centre` is the split of the same runs, with parts.
WhyRange why_over(const Why& centre, const WhyRun& from, const WhyRun& to, bool by_actor, RangeKind kind,
                  const std::function<void(int, int)>& progress = {});

}  // namespace leeway
