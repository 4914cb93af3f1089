#include "MemoryBandwidth.h"

// One body for all vector widths: eight sums, because fewer would wait for each other.
// The empty statement at the end of a pass keeps the compiler from reading only once.
#define DEFINE_READ(name, width)                                                   \
  static uint64_t name(const void *data, size_t bytes, size_t passes) {            \
    typedef uint64_t vector __attribute__((vector_size(width)));                   \
    enum { lanes = (width) / 8, group = 8 };                                       \
    vector sums[group] = {};                                                       \
    for (size_t pass = 0; pass < passes; pass++) {                                 \
      const vector *next = data;                                                   \
      const vector *end = (const vector *)((const char *)data + bytes);            \
      for (; next < end; next += group) {                                          \
        _Pragma("clang loop unroll(full)")                                         \
        for (int i = 0; i < group; i++) sums[i] += next[i];                        \
      }                                                                            \
      __asm__ volatile("" ::: "memory");                                           \
    }                                                                              \
    uint64_t total = 0;                                                            \
    for (int i = 0; i < group; i++) {                                              \
      for (int lane = 0; lane < lanes; lane++) total += sums[i][lane];             \
    }                                                                              \
    return total;                                                                  \
  }

DEFINE_READ(read_baseline, 16)

#if defined(__x86_64__)
__attribute__((target("avx2"))) DEFINE_READ(read_avx2, 32)
__attribute__((target("avx512f"))) DEFINE_READ(read_avx512, 64)
#endif

uint64_t memory_bandwidth_read(const void *data, size_t bytes, size_t passes) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f")) return read_avx512(data, bytes, passes);
  if (__builtin_cpu_supports("avx2")) return read_avx2(data, bytes, passes);
#endif
  return read_baseline(data, bytes, passes);
}

const char *memory_bandwidth_instruction_set(void) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f")) return "avx512f";
  if (__builtin_cpu_supports("avx2")) return "avx2";
#endif
  return "baseline";
}
