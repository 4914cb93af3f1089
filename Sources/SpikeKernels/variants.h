#ifndef SPIKE_KERNELS_VARIANTS_H
#define SPIKE_KERNELS_VARIANTS_H

#include "SpikeKernels.h"

/// All kernels, compiled for one instruction set.
typedef struct {
#define SK_KERNEL(result, name, parameters, arguments) result(*name) parameters;
#include "kernel_table.inc"
#undef SK_KERNEL
} sk_kernels;

extern const sk_kernels sk_baseline_kernels;
#if defined(__x86_64__)
extern const sk_kernels sk_avx2_kernels;
extern const sk_kernels sk_avx512_kernels;
#endif

#endif
