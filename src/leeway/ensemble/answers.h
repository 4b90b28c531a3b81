#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "leeway/ensemble/row.h"
#include "leeway/ensemble/sobol_indices.h"
#include "leeway/strategy/drawn_range.h"

namespace leeway {

ShareOfDraws share_of_draws(std::uint64_t hits, std::uint64_t of);

/// The shares at which quantiles are told.
inline constexpr double told_quantiles[] = {0.05, 0.25, 0.5, 0.75, 0.95};

/// How a figure is spread over draws that have it.
struct Spreading {
  std::uint64_t draws = 0;
  double mean = 0.0;
  double sd = 0.0;
  double least = 0.0;
  double most = 0.0;
  std::vector<double> quantiles;  ///< at told_quantiles, between neighbours in proportion
  ShareOfDraws above_zero;
  ShareOfDraws below_zero;
};
/// Of one value or more.
Spreading spreading(std::vector<double> values);

/// Draws of which something that varies has one value, or lies in one span of values.
struct SweepBin {
  std::string name;  ///< as written, or "0.1 to 0.2"
  double low = 0.0;  ///< of numbers
  double high = 0.0;
};
/// The values of an input: each where they are few, else `spans` of equal numbers of draws.
struct Binned {
  std::vector<SweepBin> bins;
  std::vector<std::size_t> bin;  ///< of each row
};
Binned binned(const SweepHeader& header, const std::vector<SweepRow>& rows, std::size_t input,
              std::size_t spans);

/// What a figure does where one input is at its ends.
struct TornadoBar {
  std::size_t input = 0;
  std::string low_at;   ///< where its mean is lowest
  std::string high_at;  ///< and highest
  double low = 0.0;
  double high = 0.0;
  std::optional<double> rank_correlation;  ///< with the input, where that is a number (Spearman)
};
/// What moves a figure, in the order of moves_by_rank; of a whole grid everything, the widest first.
std::vector<TornadoBar> tornado(const SweepHeader& header, const std::vector<SweepRow>& rows,
                                std::size_t output);

/// Which option is best where two inputs are in a bin of each: the share of draws in which the move is worth
/// it.
struct MapCell {
  std::size_t across = 0;  ///< bins
  std::size_t down = 0;
  std::uint64_t draws = 0;
  std::uint64_t pays = 0;
};
struct OptionMap {
  Binned across;
  Binned down;
  std::vector<MapCell> cells;  ///< of draws that there are, by row
};
/// `worth` is an output above zero where the move pays.
OptionMap option_map(const SweepHeader& header, const std::vector<SweepRow>& rows, std::size_t across,
                     std::size_t down, std::size_t worth);

/// Of a saltelli design, by factor in the header's order; `left_out` counts base points with a draw that has
/// no figure.
struct FigureIndices {
  std::vector<SobolIndex> factors;
  std::uint64_t blocks = 0;
  std::uint64_t left_out = 0;
};
FigureIndices figure_indices(const SweepHeader& header, const std::vector<SweepRow>& rows,
                             std::size_t output);

/// The input columns of a name: of what varies, or of a column. Throws InputError, with close names.
std::size_t input_named(const SweepHeader& header, const std::string& name);
/// A figure of the rows that are certified and tell it.
std::vector<double> figures_of(const std::vector<SweepRow>& rows, std::size_t output);
/// Those rows.
std::vector<SweepRow> telling(const std::vector<SweepRow>& rows, std::size_t output);

}  // namespace leeway
