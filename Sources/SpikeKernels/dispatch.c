#include <stdatomic.h>

#include "variants.h"

static _Atomic(const sk_kernels *) chosen = NULL;

sk_instruction_set sk_best_instruction_set(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512vnni")) {
    return sk_avx512;
  }
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi")) return sk_avx2;
#endif
  return sk_baseline;
}

void sk_use_instruction_set(sk_instruction_set set) {
  const sk_kernels *kernels = &sk_baseline_kernels;
#if defined(__x86_64__)
  if (set == sk_avx512) kernels = &sk_avx512_kernels;
  if (set == sk_avx2) kernels = &sk_avx2_kernels;
#endif
  atomic_store_explicit(&chosen, kernels, memory_order_release);
}

static const sk_kernels *kernels(void) {
  const sk_kernels *known = atomic_load_explicit(&chosen, memory_order_acquire);
  if (known != NULL) return known;
  sk_use_instruction_set(sk_best_instruction_set());
  return atomic_load_explicit(&chosen, memory_order_acquire);
}

sk_instruction_set sk_used_instruction_set(void) {
#if defined(__x86_64__)
  if (kernels() == &sk_avx512_kernels) return sk_avx512;
  if (kernels() == &sk_avx2_kernels) return sk_avx2;
#endif
  return sk_baseline;
}

#define SK_KERNEL(result, name, parameters, arguments) \
  result sk_##name parameters { return kernels()->name arguments; }
#include "kernel_table.inc"
#undef SK_KERNEL
