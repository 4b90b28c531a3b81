#pragma once

#include <cstdint>

// One build serves every x86-64 machine: a function marked LEEWAY_CLONES exists once for each width of
// vectors, and the loader picks the widest that the machine runs. Contraction to fused multiply-add is off
// (see cmake/targets.cmake), so all of them give the same bits.
#if defined(__x86_64__) && !defined(__AVX__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define LEEWAY_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define LEEWAY_CLONES
#endif

namespace leeway {

/// Numbers treated side by side; the compiler splits what the machine's vectors cannot hold.
typedef double Lanes4 __attribute__((vector_size(32)));
typedef double Lanes8 __attribute__((vector_size(64)));

/// The bits of a number, or of each lane.
template <class Real>
struct BitsOf;
template <>
struct BitsOf<double> {
  using Type = std::uint64_t;
};
template <>
struct BitsOf<Lanes4> {
  typedef std::uint64_t Type __attribute__((vector_size(32)));
};

}  // namespace leeway
