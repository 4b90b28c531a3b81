#include "leeway/ensemble/points.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numbers>

#include <boost/random/sobol.hpp>

#include "leeway/ensemble/spread.h"

namespace leeway {

namespace {

constexpr std::array design_texts{"random", "sobol", "latin_hypercube", "saltelli", "grid", "list"};

std::uint64_t finalized(std::uint64_t x) {
  x ^= x >> 30U;
  x *= 0xBF58476D1CE4E5B9ULL;
  x ^= x >> 27U;
  x *= 0x94D049BB133111EBULL;
  x ^= x >> 31U;
  return x;
}

/// In (0, 1), from the 53 highest bits.
double share_of(std::uint64_t bits) { return (static_cast<double>(bits >> 11U) + 0.5) * 0x1.0p-53; }

// Owen's nested uniform scrambling: each bit is flipped by a hash of those above it. Below the bits that tell
// the points of any size apart the rest is one hash.
constexpr unsigned scrambled_bits = 40;

std::uint64_t owen(std::uint64_t x, std::uint64_t seed, std::uint64_t dimension) {
  const std::uint64_t key = drawn(seed, dimension, 1);
  std::uint64_t out = 0;
  for (unsigned b = 0; b < scrambled_bits; ++b) {
    const std::uint64_t above = b == 0 ? 0 : x >> (64U - b);
    const std::uint64_t bit = (x >> (63U - b)) & 1U;
    out = (out << 1U) | (bit ^ (finalized(key ^ finalized((above << 6U) + b + 1)) >> 63U));
  }
  const std::uint64_t rest = finalized(key ^ finalized((x >> (64U - scrambled_bits)) * 64U));
  return (out << (64U - scrambled_bits)) | (rest >> scrambled_bits);
}

/// A permutation of 0 … size - 1 that is worked out for one number at a time: four rounds of a Feistel
/// network over the next power of four, walked until inside.
std::uint64_t permuted(std::uint64_t k, std::uint64_t size, std::uint64_t key) {
  const unsigned bits = size <= 1 ? 1U : static_cast<unsigned>(std::bit_width(size - 1));
  const unsigned half = (bits + 1) / 2;
  const std::uint64_t mask = (std::uint64_t{1} << half) - 1;
  do {
    std::uint64_t left = k >> half;
    std::uint64_t right = k & mask;
    for (std::uint64_t round = 0; round < 4; ++round) {
      const std::uint64_t mixed = left ^ (drawn(key, round, right) & mask);
      left = right;
      right = mixed;
    }
    k = (left << half) | right;
  } while (k >= size);
  return k;
}

}  // namespace

const char* to_string(Design design) { return design_texts[static_cast<std::size_t>(design)]; }
std::optional<Design> parse_design(std::string_view text) {
  const auto found = std::find(design_texts.begin(), design_texts.end(), text);
  if (found == design_texts.end()) return std::nullopt;
  return static_cast<Design>(found - design_texts.begin());
}

std::uint64_t drawn(std::uint64_t seed, std::uint64_t a, std::uint64_t b, std::uint64_t c) {
  std::uint64_t x = finalized(seed + 0x9E3779B97F4A7C15ULL);
  for (const std::uint64_t next : {a, b, c}) x = finalized(x + 0x9E3779B97F4A7C15ULL * (next + 1));
  return x;
}
double drawn_share(std::uint64_t seed, std::uint64_t a, std::uint64_t b) {
  return share_of(drawn(seed, a, b));
}

struct Points::Generator {
  boost::random::sobol first;
};

Points::Points(Design design, std::vector<std::size_t> factor, std::uint64_t size, std::uint64_t seed)
    : design_(design), factor_(std::move(factor)), size_(size), seed_(seed) {
  for (const std::size_t f : factor_) factors_ = std::max(factors_, f + 1);
  const std::size_t sobol = design == Design::saltelli ? 2 * factor_.size() : factor_.size();
  if (sobol > 0 && (design == Design::sobol || design == Design::saltelli))
    generator_ = std::make_unique<const Generator>(Generator{boost::random::sobol(sobol)});
}
Points::~Points() = default;
Points::Points(Points&&) noexcept = default;
Points& Points::operator=(Points&&) noexcept = default;

void Points::scrambled(std::uint64_t k, std::span<double> u) const {
  std::vector<std::uint64_t> bits(u.size(), 0);
  if (k > 0) {
    // The generator leaves out the origin: its first point is the sequence's second.
    boost::random::sobol generator = generator_->first;
    generator.seed(k - 1);
    for (std::uint64_t& one : bits) one = generator();
  }
  for (std::size_t d = 0; d < u.size(); ++d) u[d] = share_of(owen(bits[d], seed_, d));
}

void Points::at(std::uint64_t k, std::span<double> u) const {
  switch (design_) {
    case Design::sobol:
      scrambled(k, u);
      return;
    case Design::latin_hypercube:
      for (std::size_t d = 0; d < u.size(); ++d) {
        const std::uint64_t stratum = permuted(k, size_, drawn(seed_, d, 2));
        const double within = drawn_share(seed_, d, k);
        u[d] =
            std::min((static_cast<double>(stratum) + within) / static_cast<double>(size_), 1.0 - 0x1.0p-53);
      }
      return;
    case Design::saltelli: {
      const std::uint64_t block = saltelli_block(factors_);
      const std::uint64_t of = k % block;
      std::vector<double> both(2 * u.size());
      scrambled(k / block, both);
      for (std::size_t d = 0; d < u.size(); ++d)
        u[d] = both[of == 1 || of == factor_[d] + 2 ? u.size() + d : d];
      return;
    }
    case Design::random:
    case Design::grid:
    case Design::list:
      for (std::size_t d = 0; d < u.size(); ++d) u[d] = drawn_share(seed_, d, k);
      return;
  }
}

std::optional<Copula> Copula::of(const std::vector<double>& rank, std::size_t dimensions) {
  Copula copula;
  copula.dimensions_ = dimensions;
  copula.lower_.assign(dimensions * dimensions, 0.0);
  std::vector<double>& L = copula.lower_;
  for (std::size_t i = 0; i < dimensions; ++i)
    for (std::size_t j = 0; j <= i; ++j) {
      // Of normal numbers with this correlation the ranks have the one asked for.
      double sum = i == j ? 1.0 : 2.0 * std::sin(std::numbers::pi / 6.0 * rank[i * dimensions + j]);
      for (std::size_t k = 0; k < j; ++k) sum -= L[i * dimensions + k] * L[j * dimensions + k];
      if (i != j)
        L[i * dimensions + j] = sum / L[j * dimensions + j];
      else if (sum > 1e-10)
        L[i * dimensions + i] = std::sqrt(sum);
      else
        return std::nullopt;
    }
  return copula;
}

void Copula::apply(std::span<double> u) const {
  std::vector<double> z(dimensions_);
  for (std::size_t i = 0; i < dimensions_; ++i) z[i] = normal_quantile(u[i]);
  for (std::size_t i = dimensions_; i-- > 0;) {
    double sum = 0.0;
    for (std::size_t j = 0; j <= i; ++j) sum += lower_[i * dimensions_ + j] * z[j];
    u[i] = std::clamp(normal_cdf(sum), 0x1.0p-53, 1.0 - 0x1.0p-53);
  }
}

}  // namespace leeway
