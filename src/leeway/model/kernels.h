#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <new>
#include <vector>

namespace leeway::kernels {

// The dense passes over trade and input shares that a sweep is made of. Rows are padded with zeros to whole
// cache lines. Sums run in fixed lanes, so that the bits do not depend on the width of the machine's vectors.

/// Memory that begins at a cache line, as vectors read it best.
template <class T>
struct CacheAligned {
  using value_type = T;
  static constexpr std::align_val_t kLine{64};
  CacheAligned() = default;
  template <class Other>
  CacheAligned(const CacheAligned<Other>&) {}
  T* allocate(std::size_t count) { return static_cast<T*>(::operator new(count * sizeof(T), kLine)); }
  void deallocate(T* p, std::size_t) { ::operator delete(p, kLine); }
  bool operator==(const CacheAligned&) const { return true; }
};
template <class T>
using Aligned = std::vector<T, CacheAligned<T>>;

inline constexpr int kAlign = 8;
inline constexpr int padded(int count) { return (count + kAlign - 1) / kAlign * kAlign; }

/// ya[n] = sum_i a[n][i] v[i]; the rows of a lie where the pointers say.
void row_sums(const double* const* a, const double* v, int rows, int stride, double* ya);
/// Both row_sums in one pass: ya with matrix a, yb with matrix b.
void row_sums2(const double* const* a, const double* const* b, const double* v, int rows, int stride,
               double* ya, double* yb);
/// y[i] += sum_n w[n] a[n][i]
void column_sums(const double* const* a, const double* w, int rows, int stride, double* y);
/// The same for rows that lie one after the other.
void row_sums(const double* a, const double* v, int rows, int stride, double* ya);
void column_sums(const double* a, const double* w, int rows, int stride, double* y);

/// A number in 16 bits, for what only steers the iteration: trade and input shares in Jacobian products, the
/// preconditioner. Half the bytes of single precision, so that a solve's working set stays in the
/// second-level cache. A signed one is the upper half of a float (8 significant bits); a share, which has no
/// sign, gains a bit (9). The range is that of floats.
using Brief = std::uint16_t;
inline constexpr int kBriefAlign = 16;
inline constexpr int brief_padded(int count) { return (count + kBriefAlign - 1) / kBriefAlign * kBriefAlign; }
inline Brief brief_share(double x) {
  return static_cast<Brief>((std::bit_cast<std::uint32_t>(static_cast<float>(x)) + (1U << 14U)) >> 15U);
}
inline Brief brief_signed(double x) {
  return static_cast<Brief>((std::bit_cast<std::uint32_t>(static_cast<float>(x)) + (1U << 15U)) >> 16U);
}

/// out[n][i] = the share a[n][i] v[i] scale[n]. Rows of a are `stride` apart, of out `brief_stride`; padding
/// of out is left as it is.
void narrow_rows(const double* const* a, const double* v, const double* scale, int rows, int stride,
                 int brief_stride, Brief* out);
/// ya[n] = sum_i a[n][i] v[i] for shares.
void share_row_sums(const Brief* a, const float* v, int rows, int stride, float* ya);
void share_row_sums2(const Brief* a, const Brief* b, const float* v, int rows, int stride, float* ya,
                     float* yb);
/// y[i] += sum_n w[n] a[n][i] for shares, for signed numbers.
void share_column_sums(const Brief* a, const float* w, int rows, int stride, float* y);
void signed_column_sums(const Brief* a, const float* w, int rows, int stride, float* y);
void signed_row_sums(const Brief* a, const float* v, int rows, int stride, float* ya);

}  // namespace leeway::kernels
