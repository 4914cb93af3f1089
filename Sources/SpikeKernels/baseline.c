#include "list_bits.h"
#include "variants.h"

#define TARGET
#define LIST_BITS list_bits_one_by_one
#include "kernels.inc"

const sk_kernels sk_baseline_kernels = KERNELS;
