#ifndef SPIKE_KERNELS_LIST_BITS_H
#define SPIKE_KERNELS_LIST_BITS_H

#include <stddef.h>
#include <stdint.h>

// What LIST_BITS does on machines without a compress instruction.
static inline int32_t list_bits_one_by_one(
    uint32_t bits, int32_t first, const float *values, int32_t *indices, float *kept) {
  int32_t count = 0;
  for (; bits != 0; bits &= bits - 1, count++) {
    const int32_t position = __builtin_ctz(bits);
    indices[count] = first + position;
    if (kept != NULL) kept[count] = values[position];
  }
  return count;
}

#endif
