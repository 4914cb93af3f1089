#include "add_where.h"
#include "dot.h"
#include "list_bits.h"
#include "round_down.h"
#include "variants.h"

#if defined(__SSE2__)

#include <emmintrin.h>

static inline void dot(sk_ints *sum, const sk_shorts *pairs, const sk_shorts *counts) {
  __m128i parts[4], others[4], sums[4];
  __builtin_memcpy(parts, pairs, 64);
  __builtin_memcpy(others, counts, 64);
  __builtin_memcpy(sums, sum, 64);
  for (int i = 0; i < 4; i++) sums[i] = _mm_add_epi32(sums[i], _mm_madd_epi16(parts[i], others[i]));
  __builtin_memcpy(sum, sums, 64);
}

#define DOT dot
#else
#define DOT dot_by_widening
#endif

#define ADD_WHERE add_where_by_selecting
#define ROUND_DOWN round_down_by_adding
#define DOT4 dot4_by_widening
#define TARGET
#define LIST_BITS list_bits_one_by_one
#define KERNELS sk_baseline_kernels
#include "kernels.inc"
