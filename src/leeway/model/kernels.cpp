#include "leeway/model/kernels.h"

#include <cstring>

#include "leeway/base/lanes.h"

namespace leeway::kernels {

namespace {

typedef float Float4 __attribute__((vector_size(16)));
typedef float Float8 __attribute__((vector_size(32)));
typedef float Float16 __attribute__((vector_size(64)));
typedef std::uint32_t Word8 __attribute__((vector_size(32)));
typedef std::uint32_t Word16 __attribute__((vector_size(64)));
typedef Brief Brief8 __attribute__((vector_size(16)));
typedef Brief Brief16 __attribute__((vector_size(32)));

template <class Vector, class Real>
[[gnu::always_inline]] inline Vector load(const Real* p) {
  Vector v;
  std::memcpy(&v, p, sizeof v);
  return v;
}
template <class Vector, class Real>
[[gnu::always_inline]] inline void store(const Vector& v, Real* p) {
  std::memcpy(p, &v, sizeof v);
}

[[gnu::always_inline]] inline double total(const Lanes8& s) {
  return ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));
}

[[gnu::always_inline]] inline Float4 quarter(const Float16& s) {
  const Float8 half = __builtin_shufflevector(s, s, 0, 1, 2, 3, 4, 5, 6, 7) +
                      __builtin_shufflevector(s, s, 8, 9, 10, 11, 12, 13, 14, 15);
  return __builtin_shufflevector(half, half, 0, 1, 2, 3) + __builtin_shufflevector(half, half, 4, 5, 6, 7);
}

// The sums of four vectors, side by side.
[[gnu::always_inline]] inline Float4 totals(const Float16* s) {
  const Float4 a = quarter(s[0]);
  const Float4 b = quarter(s[1]);
  const Float4 c = quarter(s[2]);
  const Float4 d = quarter(s[3]);
  const Float4 ab = __builtin_shufflevector(a, b, 0, 4, 1, 5) + __builtin_shufflevector(a, b, 2, 6, 3, 7);
  const Float4 cd = __builtin_shufflevector(c, d, 0, 4, 1, 5) + __builtin_shufflevector(c, d, 2, 6, 3, 7);
  return __builtin_shufflevector(ab, cd, 0, 1, 4, 5) + __builtin_shufflevector(ab, cd, 2, 3, 6, 7);
}

// Rows by pointer, or one after the other.
struct Apart {
  const double* const* rows;
  const double* operator()(int n) const { return rows[n]; }
};
template <class Real>
struct Together {
  const Real* first;
  int stride;
  const Real* operator()(int n) const { return first + static_cast<std::ptrdiff_t>(n) * stride; }
};

template <int Rows, class Matrix>
[[gnu::always_inline]] inline void row_block(const Matrix& a, int n, const double* v, int stride,
                                             double* ya) {
  const double* row[Rows];
  for (int j = 0; j < Rows; ++j) row[j] = a(n + j);
  Lanes8 s[Rows] = {};
  for (int i = 0; i < stride; i += 8) {
    const auto x = load<Lanes8>(v + i);
    for (int j = 0; j < Rows; ++j) s[j] += load<Lanes8>(row[j] + i) * x;
  }
  for (int j = 0; j < Rows; ++j) ya[n + j] = total(s[j]);
}

template <class Matrix>
[[gnu::always_inline]] inline void row_sums_body(const Matrix& a, const double* v, int rows, int stride,
                                                 double* ya) {
  int n = 0;
  for (; n + 4 <= rows; n += 4) row_block<4>(a, n, v, stride, ya);
  for (; n < rows; ++n) row_block<1>(a, n, v, stride, ya);
}

template <int Rows, class Matrix>
[[gnu::always_inline]] inline void column_block(const Matrix& a, int n, const double* w, int stride,
                                                double* y) {
  const double* row[Rows];
  for (int j = 0; j < Rows; ++j) row[j] = a(n + j);
  for (int i = 0; i < stride; i += 8) {
    auto s = load<Lanes8>(y + i);
    for (int j = 0; j < Rows; ++j) s += load<Lanes8>(row[j] + i) * w[n + j];
    store(s, y + i);
  }
}

template <class Matrix>
[[gnu::always_inline]] inline void column_sums_body(const Matrix& a, const double* w, int rows, int stride,
                                                    double* y) {
  int n = 0;
  for (; n + 8 <= rows; n += 8) column_block<8>(a, n, w, stride, y);
  for (; n < rows; ++n) column_block<1>(a, n, w, stride, y);
}

// `shift` is 15 for shares, 16 for signed numbers.
template <int shift>
[[gnu::always_inline]] inline Float16 widen(const Brief* p) {
  const Word16 bits = __builtin_convertvector(load<Brief16>(p), Word16) << shift;
  Float16 out;
  std::memcpy(&out, &bits, sizeof out);
  return out;
}

template <int shift>
[[gnu::always_inline]] inline void brief_row_sums(const Brief* a, const float* v, int rows, int stride,
                                                  float* ya) {
  const Together<Brief> matrix{a, stride};
  int n = 0;
  for (; n + 4 <= rows; n += 4) {
    Float16 s[4] = {};
    for (int i = 0; i < stride; i += 16) {
      const auto x = load<Float16>(v + i);
      for (int j = 0; j < 4; ++j) s[j] += widen<shift>(matrix(n + j) + i) * x;
    }
    store(totals(s), ya + n);
  }
  for (; n < rows; ++n) {
    Float16 s[4] = {};
    for (int i = 0; i < stride; i += 16) s[0] += widen<shift>(matrix(n) + i) * load<Float16>(v + i);
    ya[n] = totals(s)[0];
  }
}

template <int shift>
[[gnu::always_inline]] inline void brief_column_sums(const Brief* a, const float* w, int rows, int stride,
                                                     float* y) {
  const Together<Brief> matrix{a, stride};
  int n = 0;
  for (; n + 8 <= rows; n += 8)
    for (int i = 0; i < stride; i += 16) {
      auto s = load<Float16>(y + i);
      for (int j = 0; j < 8; ++j) s += widen<shift>(matrix(n + j) + i) * w[n + j];
      store(s, y + i);
    }
  for (; n < rows; ++n)
    for (int i = 0; i < stride; i += 16)
      store(load<Float16>(y + i) + widen<shift>(matrix(n) + i) * w[n], y + i);
}

}  // namespace

LEEWAY_CLONES void row_sums(const double* const* a, const double* v, int rows, int stride, double* ya) {
  row_sums_body(Apart{a}, v, rows, stride, ya);
}
LEEWAY_CLONES void row_sums2(const double* const* a, const double* const* b, const double* v, int rows,
                             int stride, double* ya, double* yb) {
  row_sums_body(Apart{a}, v, rows, stride, ya);
  row_sums_body(Apart{b}, v, rows, stride, yb);
}
LEEWAY_CLONES void column_sums(const double* const* a, const double* w, int rows, int stride, double* y) {
  column_sums_body(Apart{a}, w, rows, stride, y);
}
LEEWAY_CLONES void row_sums(const double* a, const double* v, int rows, int stride, double* ya) {
  row_sums_body(Together<double>{a, stride}, v, rows, stride, ya);
}
LEEWAY_CLONES void column_sums(const double* a, const double* w, int rows, int stride, double* y) {
  column_sums_body(Together<double>{a, stride}, w, rows, stride, y);
}

LEEWAY_CLONES void narrow_rows(const double* const* a, const double* v, const double* scale, int rows,
                               int stride, int brief_stride, Brief* out) {
  for (int n = 0; n < rows; ++n, out += brief_stride)
    for (int i = 0; i < stride; i += 8) {
      const Lanes8 share = load<Lanes8>(a[n] + i) * load<Lanes8>(v + i) * scale[n];
      const Float8 single = __builtin_convertvector(share, Float8);
      Word8 bits;
      std::memcpy(&bits, &single, sizeof bits);
      store(__builtin_convertvector((bits + (1U << 14U)) >> 15U, Brief8), out + i);
    }
}
LEEWAY_CLONES void share_row_sums(const Brief* a, const float* v, int rows, int stride, float* ya) {
  brief_row_sums<15>(a, v, rows, stride, ya);
}
LEEWAY_CLONES void share_row_sums2(const Brief* a, const Brief* b, const float* v, int rows, int stride,
                                   float* ya, float* yb) {
  brief_row_sums<15>(a, v, rows, stride, ya);
  brief_row_sums<15>(b, v, rows, stride, yb);
}
LEEWAY_CLONES void share_column_sums(const Brief* a, const float* w, int rows, int stride, float* y) {
  brief_column_sums<15>(a, w, rows, stride, y);
}
LEEWAY_CLONES void signed_column_sums(const Brief* a, const float* w, int rows, int stride, float* y) {
  brief_column_sums<16>(a, w, rows, stride, y);
}
LEEWAY_CLONES void signed_row_sums(const Brief* a, const float* v, int rows, int stride, float* ya) {
  brief_row_sums<16>(a, v, rows, stride, ya);
}

}  // namespace leeway::kernels
