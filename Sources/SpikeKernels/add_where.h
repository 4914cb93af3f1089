#ifndef SPIKE_KERNELS_ADD_WHERE_H
#define SPIKE_KERNELS_ADD_WHERE_H

#include <stdint.h>

typedef float sk_floats __attribute__((vector_size(64), aligned(4)));
typedef int32_t sk_lanes __attribute__((vector_size(64), aligned(4)));

// What ADD_WHERE does on machines without an instruction for it: sum + term in the lanes that have
// a bit.
static inline __attribute__((always_inline)) void add_where_by_selecting(
    sk_floats *sum, uint16_t bits, const sk_floats *term) {
  const sk_lanes places = {1 << 0, 1 << 1, 1 << 2,  1 << 3,  1 << 4,  1 << 5,  1 << 6,  1 << 7,
                           1 << 8, 1 << 9, 1 << 10, 1 << 11, 1 << 12, 1 << 13, 1 << 14, 1 << 15};
  const sk_lanes has_bit = ((bits - (sk_lanes){}) & places) != 0;
  const sk_lanes more = (sk_lanes)(*sum + *term);
  *sum = (sk_floats)((has_bit & more) | (~has_bit & (sk_lanes)*sum));
}

#endif
