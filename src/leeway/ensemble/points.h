#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace leeway {

/// How the draws of a sweep are spread over what varies.
enum class Design {
  random,           ///< each by itself
  sobol,            ///< Sobol' points (Joe and Kuo 2008) with Owen's scrambling
  latin_hypercube,  ///< of every number one draw a stratum; the size is part of each draw
  saltelli,  ///< two sets of Sobol' points, and the first with each factor in turn from the second, for
             ///< indices
  grid,      ///< every value with every other
  list,      ///< a table
};
const char* to_string(Design design);
std::optional<Design> parse_design(std::string_view text);

/// A number that looks random and is a function of its arguments alone: SplitMix64's finalizer over each in
/// turn.
std::uint64_t drawn(std::uint64_t seed, std::uint64_t a, std::uint64_t b = 0, std::uint64_t c = 0);
/// The same in (0, 1).
double drawn_share(std::uint64_t seed, std::uint64_t a, std::uint64_t b = 0);

/// Points in the open unit cube: point k is a function of k and of what the set was made with.
class Points {
 public:
  /// Of `random`, `sobol`, `latin_hypercube` (of `size` points) or `saltelli`, whose numbers belong to
  /// factors: `factor` of each dimension, from 0 up. Dimensions up to the 3,667 (saltelli: half of them) that
  /// there are Sobol' points for.
  Points(Design design, std::vector<std::size_t> factor, std::uint64_t size, std::uint64_t seed);
  ~Points();
  Points(Points&&) noexcept;
  Points& operator=(Points&&) noexcept;

  std::size_t dimensions() const { return factor_.size(); }
  /// `u` is as long as there are dimensions.
  void at(std::uint64_t k, std::span<double> u) const;

  static constexpr std::size_t most_dimensions = 3667;

 private:
  struct Generator;
  /// Scrambled Sobol' point k.
  void scrambled(std::uint64_t k, std::span<double> u) const;

  Design design_;
  std::vector<std::size_t> factor_;
  std::size_t factors_ = 0;
  std::uint64_t size_;
  std::uint64_t seed_;
  std::unique_ptr<const Generator> generator_;
};

/// Draws of a saltelli design that belong to one base point: the first set, the second, and one a factor.
inline std::size_t saltelli_block(std::size_t factors) { return factors + 2; }

/// Makes independent numbers in (0, 1) correlated: a Gaussian copula with these rank correlations
/// (Spearman's).
class Copula {
 public:
  /// `rank` is square, by rows. Nothing where it is not that of a Gaussian copula: not positive definite.
  static std::optional<Copula> of(const std::vector<double>& rank, std::size_t dimensions);
  void apply(std::span<double> u) const;

 private:
  std::size_t dimensions_ = 0;
  std::vector<double> lower_;  ///< Cholesky factor of the correlations of normal numbers, by rows
};

}  // namespace leeway
