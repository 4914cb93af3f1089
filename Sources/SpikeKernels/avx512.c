#if defined(__x86_64__)

#include <immintrin.h>

#include "add_where.h"
#include "dot.h"
#include "variants.h"

#define TARGET __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,bmi,popcnt")))

// Compressed in a register and stored whole, because compressing to memory is slow on some
// machines.
TARGET static inline int32_t list_bits(
    uint32_t bits, int32_t first, const float *values, int32_t *indices, float *kept) {
  const __m512i positions =
      _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  const __m512i numbers = _mm512_add_epi32(positions, _mm512_set1_epi32(first));
  _mm512_storeu_si512(indices, _mm512_maskz_compress_epi32((__mmask16)bits, numbers));
  if (kept != NULL) {
    _mm512_storeu_ps(kept, _mm512_maskz_compress_ps((__mmask16)bits, _mm512_loadu_ps(values)));
  }
  return __builtin_popcount(bits);
}

TARGET static inline void dot(sk_ints *sum, const sk_shorts *pairs, const sk_shorts *counts) {
  *sum = (sk_ints)_mm512_dpwssd_epi32((__m512i)*sum, (__m512i)*pairs, (__m512i)*counts);
}

TARGET static inline void dot4(sk_ints *sum, const sk_shorts *quads, const sk_ints *counts) {
  *sum = (sk_ints)_mm512_dpbusd_epi32((__m512i)*sum, (__m512i)*counts, (__m512i)*quads);
}

TARGET static inline void add_where(sk_floats *sum, uint16_t bits, const sk_floats *term) {
  *sum = (sk_floats)_mm512_mask_add_ps((__m512)*sum, bits, (__m512)*sum, (__m512)*term);
}

TARGET static inline void round_down(sk_floats *numbers) {
  *numbers = (sk_floats)_mm512_roundscale_ps((__m512)*numbers, _MM_FROUND_TO_NEG_INF);
}

#define ADD_WHERE add_where
#define DOT dot
#define ROUND_DOWN round_down
#define DOT4 dot4
#define LIST_BITS list_bits
#define KERNELS sk_avx512_kernels
#include "kernels.inc"

#endif
