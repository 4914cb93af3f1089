#if defined(__x86_64__)

#include <immintrin.h>

#include "dot.h"
#include "list_bits.h"
#include "variants.h"

#define TARGET __attribute__((target("avx2,bmi,popcnt")))

TARGET static inline void dot(sk_ints *sum, const sk_shorts *pairs, const sk_shorts *counts) {
  __m256i parts[2], others[2], sums[2];
  __builtin_memcpy(parts, pairs, 64);
  __builtin_memcpy(others, counts, 64);
  __builtin_memcpy(sums, sum, 64);
  for (int i = 0; i < 2; i++) {
    sums[i] = _mm256_add_epi32(sums[i], _mm256_madd_epi16(parts[i], others[i]));
  }
  __builtin_memcpy(sum, sums, 64);
}

#define DOT dot
#define LIST_BITS list_bits_one_by_one
#include "kernels.inc"

const sk_kernels sk_avx2_kernels = KERNELS;

#endif
