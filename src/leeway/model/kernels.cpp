#include "leeway/model/kernels.h"

#include <cstring>

// One build serves every x86-64 machine: the loader picks the widest version it can run. Contraction to
// fused multiply-add is off (see cmake/targets.cmake), so all versions give the same bits.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define LEEWAY_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define LEEWAY_CLONES
#endif

namespace leeway::kernels {

namespace {

typedef double Lanes __attribute__((vector_size(64)));
typedef float FloatLanes __attribute__((vector_size(64)));

template <class Real>
struct Simd;
template <>
struct Simd<double> {
  using Vector = Lanes;
  static constexpr int lanes = 8;
};
template <>
struct Simd<float> {
  using Vector = FloatLanes;
  static constexpr int lanes = 16;
};

template <class Real>
[[gnu::always_inline]] inline void load(const Real* p, typename Simd<Real>::Vector& out) {
  std::memcpy(&out, p, sizeof out);
}

[[gnu::always_inline]] inline double total(const Lanes& s) {
  return ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));
}

[[gnu::always_inline]] inline double total(const FloatLanes& s) {
  double sum = 0.0;
  for (int j = 0; j < 8; ++j) sum += static_cast<double>(s[j] + s[j + 8]);
  return sum;
}

template <class Real, int Rows>
[[gnu::always_inline]] inline void row_block(const Real* row, const Real* v, int stride, double* ya) {
  using Vector = typename Simd<Real>::Vector;
  Vector s[Rows] = {};
  for (int i = 0; i < stride; i += Simd<Real>::lanes) {
    Vector x;
    load(v + i, x);
    for (int j = 0; j < Rows; ++j) {
      Vector m;
      load(row + static_cast<long>(j) * stride + i, m);
      s[j] += m * x;
    }
  }
  for (int j = 0; j < Rows; ++j) ya[j] = total(s[j]);
}

template <class Real>
[[gnu::always_inline]] inline void row_sums_body(const Real* a, const Real* v, int rows, int stride,
                                                 double* ya) {
  int n = 0;
  for (; n + 4 <= rows; n += 4) row_block<Real, 4>(a + static_cast<long>(n) * stride, v, stride, ya + n);
  for (; n < rows; ++n) row_block<Real, 1>(a + static_cast<long>(n) * stride, v, stride, ya + n);
}

template <class Real>
[[gnu::always_inline]] inline void row_sums2_body(const Real* a, const Real* b, const Real* v, int rows,
                                                  int stride, double* ya, double* yb) {
  int n = 0;
  for (; n + 4 <= rows; n += 4) {
    row_block<Real, 4>(a + static_cast<long>(n) * stride, v, stride, ya + n);
    row_block<Real, 4>(b + static_cast<long>(n) * stride, v, stride, yb + n);
  }
  for (; n < rows; ++n) {
    row_block<Real, 1>(a + static_cast<long>(n) * stride, v, stride, ya + n);
    row_block<Real, 1>(b + static_cast<long>(n) * stride, v, stride, yb + n);
  }
}

template <class Real, int Rows>
[[gnu::always_inline]] inline void column_block(const Real* row, const Real* w, int stride, Real* y) {
  using Vector = typename Simd<Real>::Vector;
  for (int i = 0; i < stride; i += Simd<Real>::lanes) {
    Vector s;
    load(y + i, s);
    for (int j = 0; j < Rows; ++j) {
      Vector m;
      load(row + static_cast<long>(j) * stride + i, m);
      s += m * w[j];
    }
    std::memcpy(y + i, &s, sizeof s);
  }
}

template <class Real>
[[gnu::always_inline]] inline void column_sums_body(const Real* a, const Real* w, int rows, int stride,
                                                    Real* y) {
  int n = 0;
  for (; n + 8 <= rows; n += 8) column_block<Real, 8>(a + static_cast<long>(n) * stride, w + n, stride, y);
  for (; n < rows; ++n) column_block<Real, 1>(a + static_cast<long>(n) * stride, w + n, stride, y);
}

template <class Real>
[[gnu::always_inline]] inline void lane_row_sums_body(const Real* a, const double* v, int rows, int columns,
                                                      int stride, double* y) {
  int n = 0;
  for (; n + 4 <= rows; n += 4) {
    const Real* row = a + static_cast<long>(n) * stride;
    Lanes s[4] = {};
    for (int i = 0; i < columns; ++i) {
      Lanes x;
      load<double>(v + 8 * i, x);
      for (int j = 0; j < 4; ++j) s[j] += static_cast<double>(row[static_cast<long>(j) * stride + i]) * x;
    }
    for (int j = 0; j < 4; ++j) std::memcpy(y + 8 * (n + j), &s[j], sizeof s[j]);
  }
  for (; n < rows; ++n) {
    const Real* row = a + static_cast<long>(n) * stride;
    Lanes s{};
    for (int i = 0; i < columns; ++i) {
      Lanes x;
      load<double>(v + 8 * i, x);
      s += static_cast<double>(row[i]) * x;
    }
    std::memcpy(y + 8 * n, &s, sizeof s);
  }
}

}  // namespace

LEEWAY_CLONES void row_sums(const double* a, const double* v, int rows, int stride, double* ya) {
  row_sums_body(a, v, rows, stride, ya);
}
LEEWAY_CLONES void row_sums(const float* a, const float* v, int rows, int stride, double* ya) {
  row_sums_body(a, v, rows, stride, ya);
}
LEEWAY_CLONES void row_sums2(const double* a, const double* b, const double* v, int rows, int stride,
                             double* ya, double* yb) {
  row_sums2_body(a, b, v, rows, stride, ya, yb);
}
LEEWAY_CLONES void row_sums2(const float* a, const float* b, const float* v, int rows, int stride, double* ya,
                             double* yb) {
  row_sums2_body(a, b, v, rows, stride, ya, yb);
}
LEEWAY_CLONES void column_sums(const double* a, const double* w, int rows, int stride, double* y) {
  column_sums_body(a, w, rows, stride, y);
}
LEEWAY_CLONES void column_sums(const float* a, const float* w, int rows, int stride, float* y) {
  column_sums_body(a, w, rows, stride, y);
}

LEEWAY_CLONES void lane_row_sums(const double* a, const double* v, int rows, int columns, int stride,
                                 double* y) {
  lane_row_sums_body(a, v, rows, columns, stride, y);
}
LEEWAY_CLONES void lane_row_sums(const float* a, const double* v, int rows, int columns, int stride,
                                 double* y) {
  lane_row_sums_body(a, v, rows, columns, stride, y);
}
LEEWAY_CLONES void lane_column_sums(const double* a, const double* w, int rows, int columns, int stride,
                                    double* y) {
  int i = 0;
  for (; i + 4 <= columns; i += 4) {
    Lanes s[4];
    for (int j = 0; j < 4; ++j) load<double>(y + 8 * (i + j), s[j]);
    for (int n = 0; n < rows; ++n) {
      const double* row = a + static_cast<long>(n) * stride + i;
      Lanes x;
      load<double>(w + 8 * n, x);
      for (int j = 0; j < 4; ++j) s[j] += row[j] * x;
    }
    for (int j = 0; j < 4; ++j) std::memcpy(y + 8 * (i + j), &s[j], sizeof s[j]);
  }
  for (; i < columns; ++i) {
    Lanes s;
    load<double>(y + 8 * i, s);
    for (int n = 0; n < rows; ++n) {
      Lanes x;
      load<double>(w + 8 * n, x);
      s += a[static_cast<long>(n) * stride + i] * x;
    }
    std::memcpy(y + 8 * i, &s, sizeof s);
  }
}

}  // namespace leeway::kernels
