#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace leeway {

/// Fewer draws than these have no range of nine in ten.
inline constexpr std::uint64_t fewest_drawn = 20;
inline constexpr std::uint64_t most_drawn = 100'000;

/// What is told of the draws of a brief.
enum class Drawn {
  gain,      ///< of the move unpunished, USD million a year
  loss,      ///< of the move punished, the same
  p_star,    ///< the leeway, 0 to 1
  gain_pct,  ///< the gain in percent of the real income without the move
  loss_pct,  ///< the loss in percent of the same
};
const char* to_string(Drawn figure);

/// A share of draws with its interval of 95% (Wilson 1927), as of independent draws: points that are spread
/// more evenly than those are within it more often.
struct ShareOfDraws {
  double value = 0.0;
  double low = 0.0;
  double high = 0.0;
};

/// How one figure is spread over the draws that certified and have it.
struct DrawnFigure {
  Drawn figure{};
  double mean = 0.0;
  double q05 = 0.0;
  double q25 = 0.0;
  double q50 = 0.0;
  double q75 = 0.0;
  double q95 = 0.0;
  ShareOfDraws above_zero;
};

/// The draws that certified of which something holds.
struct DrawsThat {
  std::uint64_t draws = 0;
  ShareOfDraws share;
};

/// Draws without an answer, by why.
struct FailedDraws {
  std::string reason;
  std::uint64_t draws = 0;
  std::uint64_t first = 0;  ///< the first of them, from 0
};

/// What a brief is told over in the place of cases: draws that take all that is assumed at once.
struct DrawnRange {
  std::uint64_t count = 0;
  std::uint64_t certified = 0;
  std::uint64_t seed = 1;
  std::string id;                    ///< of the question, the number of draws and the seed
  std::vector<DrawnFigure> figures;  ///< none where fewer than `fewest_drawn` certified
  DrawsThat never_pays;              ///< a leeway of 0; both where a leeway is told
  DrawsThat always_pays;             ///< of 1
  /// What varies, each with how it is spread.
  std::vector<std::pair<std::string, std::string>> assumed;
  std::vector<FailedDraws> failed;

  /// Null where it is not told.
  const DrawnFigure* find(Drawn figure) const;
};

}  // namespace leeway
