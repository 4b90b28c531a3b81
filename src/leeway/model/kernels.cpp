#include "leeway/model/kernels.h"

#include <cmath>
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
typedef float FloatLanes __attribute__((vector_size(32)));

template <class Real>
struct Load;
template <>
struct Load<double> {
  [[gnu::always_inline]] static inline void at(const double* p, Lanes& out) { std::memcpy(&out, p, sizeof out); }
};
template <>
struct Load<float> {
  [[gnu::always_inline]] static inline void at(const float* p, Lanes& out) {
    FloatLanes narrow;
    std::memcpy(&narrow, p, sizeof narrow);
    out = __builtin_convertvector(narrow, Lanes);
  }
};

[[gnu::always_inline]] inline double total(const Lanes& s) {
  return ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));
}

template <class Real>
[[gnu::always_inline]] inline void row_sums_body(const Real* a, const double* v, int rows, int stride, double* ya) {
  int n = 0;
  for (; n + 4 <= rows; n += 4) {
    const Real* row = a + static_cast<long>(n) * stride;
    Lanes s0{};
    Lanes s1{};
    Lanes s2{};
    Lanes s3{};
    for (int i = 0; i < stride; i += 8) {
      Lanes x;
      Lanes m;
      Load<double>::at(v + i, x);
      Load<Real>::at(row + i, m);
      s0 += m * x;
      Load<Real>::at(row + stride + i, m);
      s1 += m * x;
      Load<Real>::at(row + 2 * static_cast<long>(stride) + i, m);
      s2 += m * x;
      Load<Real>::at(row + 3 * static_cast<long>(stride) + i, m);
      s3 += m * x;
    }
    ya[n] = total(s0);
    ya[n + 1] = total(s1);
    ya[n + 2] = total(s2);
    ya[n + 3] = total(s3);
  }
  for (; n < rows; ++n) {
    const Real* row = a + static_cast<long>(n) * stride;
    Lanes s{};
    for (int i = 0; i < stride; i += 8) {
      Lanes x;
      Lanes m;
      Load<double>::at(v + i, x);
      Load<Real>::at(row + i, m);
      s += m * x;
    }
    ya[n] = total(s);
  }
}

template <class Real>
[[gnu::always_inline]] inline void row_sums2_body(const Real* a, const Real* b, const double* v, int rows, int stride,
                                      double* ya, double* yb) {
  int n = 0;
  for (; n + 2 <= rows; n += 2) {
    const Real* ra = a + static_cast<long>(n) * stride;
    const Real* rb = b + static_cast<long>(n) * stride;
    Lanes a0{};
    Lanes a1{};
    Lanes b0{};
    Lanes b1{};
    for (int i = 0; i < stride; i += 8) {
      Lanes x;
      Lanes m;
      Load<double>::at(v + i, x);
      Load<Real>::at(ra + i, m);
      a0 += m * x;
      Load<Real>::at(ra + stride + i, m);
      a1 += m * x;
      Load<Real>::at(rb + i, m);
      b0 += m * x;
      Load<Real>::at(rb + stride + i, m);
      b1 += m * x;
    }
    ya[n] = total(a0);
    ya[n + 1] = total(a1);
    yb[n] = total(b0);
    yb[n + 1] = total(b1);
  }
  for (; n < rows; ++n) {
    const long at = static_cast<long>(n) * stride;
    row_sums_body(a + at, v, 1, stride, ya + n);
    row_sums_body(b + at, v, 1, stride, yb + n);
  }
}

template <class Real>
[[gnu::always_inline]] inline void column_sums_body(const Real* a, const double* w, int rows, int stride, double* y) {
  int n = 0;
  for (; n + 4 <= rows; n += 4) {
    const Real* row = a + static_cast<long>(n) * stride;
    for (int i = 0; i < stride; i += 8) {
      Lanes s;
      Lanes m;
      Load<double>::at(y + i, s);
      Load<Real>::at(row + i, m);
      s += m * w[n];
      Load<Real>::at(row + stride + i, m);
      s += m * w[n + 1];
      Load<Real>::at(row + 2 * static_cast<long>(stride) + i, m);
      s += m * w[n + 2];
      Load<Real>::at(row + 3 * static_cast<long>(stride) + i, m);
      s += m * w[n + 3];
      std::memcpy(y + i, &s, sizeof s);
    }
  }
  for (; n < rows; ++n) {
    const Real* row = a + static_cast<long>(n) * stride;
    for (int i = 0; i < stride; i += 8) {
      Lanes s;
      Lanes m;
      Load<double>::at(y + i, s);
      Load<Real>::at(row + i, m);
      s += m * w[n];
      std::memcpy(y + i, &s, sizeof s);
    }
  }
}

}  // namespace

LEEWAY_CLONES void row_sums(const double* a, const double* v, int rows, int stride, double* ya) {
  row_sums_body(a, v, rows, stride, ya);
}
LEEWAY_CLONES void row_sums(const float* a, const double* v, int rows, int stride, double* ya) {
  row_sums_body(a, v, rows, stride, ya);
}
LEEWAY_CLONES void row_sums2(const double* a, const double* b, const double* v, int rows, int stride,
                             double* ya, double* yb) {
  row_sums2_body(a, b, v, rows, stride, ya, yb);
}
LEEWAY_CLONES void row_sums2(const float* a, const float* b, const double* v, int rows, int stride,
                             double* ya, double* yb) {
  row_sums2_body(a, b, v, rows, stride, ya, yb);
}
LEEWAY_CLONES void column_sums(const double* a, const double* w, int rows, int stride, double* y) {
  column_sums_body(a, w, rows, stride, y);
}
LEEWAY_CLONES void column_sums(const float* a, const double* w, int rows, int stride, double* y) {
  column_sums_body(a, w, rows, stride, y);
}

void exp_scaled(const double* in, double scale, int n, double* out) {
  for (int j = 0; j < n; ++j) out[j] = std::exp(scale * in[j]);
}

}  // namespace leeway::kernels
