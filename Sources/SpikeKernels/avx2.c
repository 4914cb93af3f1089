#if defined(__x86_64__)

#include "list_bits.h"
#include "variants.h"

#define TARGET __attribute__((target("avx2,bmi,popcnt")))
#define LIST_BITS list_bits_one_by_one
#include "kernels.inc"

const sk_kernels sk_avx2_kernels = KERNELS;

#endif
