#ifndef SPIKE_KERNELS_ROUND_DOWN_H
#define SPIKE_KERNELS_ROUND_DOWN_H

#include "add_where.h"

// What ROUND_DOWN does on machines without an instruction for it, from 0 up to 2^23.
//
// Adding and subtracting 2^23 rounds to a whole number; a comparison is -1 where it holds.
static inline __attribute__((always_inline)) void round_down_by_adding(sk_floats *numbers) {
  const sk_floats nearest = (*numbers + 8388608.0f) - 8388608.0f;
  *numbers = nearest + __builtin_convertvector(nearest > *numbers, sk_floats);
}

#endif
