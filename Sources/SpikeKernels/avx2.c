#if defined(__x86_64__)

#include <immintrin.h>

#include "add_where.h"
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

// Even and odd bytes apart, because the instruction for bytes saturates.
TARGET static inline void dot4(sk_ints *sum, const sk_shorts *quads, const sk_ints *counts) {
  __m256i parts[2], others[2], sums[2];
  __builtin_memcpy(parts, quads, 64);
  __builtin_memcpy(others, counts, 64);
  __builtin_memcpy(sums, sum, 64);
  const __m256i low = _mm256_set1_epi16(255);
  for (int i = 0; i < 2; i++) {
    const __m256i even = _mm256_srai_epi16(_mm256_slli_epi16(parts[i], 8), 8);
    const __m256i odd = _mm256_srai_epi16(parts[i], 8);
    const __m256i one = _mm256_madd_epi16(even, _mm256_and_si256(others[i], low));
    const __m256i other = _mm256_madd_epi16(odd, _mm256_srli_epi16(others[i], 8));
    sums[i] = _mm256_add_epi32(sums[i], _mm256_add_epi32(one, other));
  }
  __builtin_memcpy(sum, sums, 64);
}

TARGET static inline void round_down(sk_floats *numbers) {
  __m256 parts[2];
  __builtin_memcpy(parts, numbers, 64);
  for (int i = 0; i < 2; i++) parts[i] = _mm256_floor_ps(parts[i]);
  __builtin_memcpy(numbers, parts, 64);
}

#define ADD_WHERE add_where_by_selecting
#define DOT dot
#define ROUND_DOWN round_down
#define DOT4 dot4
#define LIST_BITS list_bits_one_by_one
#define KERNELS sk_avx2_kernels
#include "kernels.inc"

#endif
