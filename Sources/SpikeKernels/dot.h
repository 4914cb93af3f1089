#ifndef SPIKE_KERNELS_DOT_H
#define SPIKE_KERNELS_DOT_H

#include <stdint.h>

typedef int32_t sk_ints __attribute__((vector_size(64), aligned(4)));
typedef int16_t sk_shorts __attribute__((vector_size(64), aligned(2)));

// What DOT4 does on machines without an instruction for it: sum + quad[0] · count[0] + ... +
// quad[3] · count[3].
static inline void dot4_by_widening(sk_ints *sum, const sk_shorts *quads, const sk_ints *counts) {
  const sk_ints a = (sk_ints)*quads;
  for (int i = 0; i < 4; i++) *sum += (a << (24 - 8 * i) >> 24) * (*counts >> 8 * i & 255);
}

// What DOT does on machines without an instruction for it: sum + pair[0] · count[0] + pair[1] ·
// count[1].
static inline void dot_by_widening(sk_ints *sum, const sk_shorts *pairs, const sk_shorts *counts) {
#define EVEN(v) ((v) << 16 >> 16)
#define ODD(v) ((v) >> 16)
  const sk_ints a = (sk_ints)*pairs, b = (sk_ints)*counts;
  *sum += EVEN(a) * EVEN(b) + ODD(a) * ODD(b);
#undef EVEN
#undef ODD
}

#endif
