#include "MemoryShortage.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

static void (*_Atomic last_call)(void);

void ms_end_without_memory(void (*last)(void)) { atomic_store(&last_call, last); }

// Sanitizers have an allocator of their own.
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define HAS_SANITIZER 1
#endif
#endif

// The program's own definitions come before those of the C library for all that it loads.
#if defined(__GLIBC__) && !defined(HAS_SANITIZER)

extern void *__libc_malloc(size_t bytes);
extern void *__libc_calloc(size_t count, size_t bytes);
extern void *__libc_realloc(void *memory, size_t bytes);
extern void *__libc_memalign(size_t alignment, size_t bytes);

static atomic_bool is_ending;

// `memory`, unless it is none and that is the end.
static void *given(void *memory) {
  void (*last)(void) = atomic_load_explicit(&last_call, memory_order_relaxed);
  if (memory != NULL || last == NULL) return memory;
  // Another thread is about to end them all.
  while (atomic_exchange(&is_ending, true)) pause();
  last();
  _exit(69);
}

void *malloc(size_t bytes) { return given(__libc_malloc(bytes)); }

void *calloc(size_t count, size_t bytes) { return given(__libc_calloc(count, bytes)); }

void *realloc(void *memory, size_t bytes) {
  void *moved = __libc_realloc(memory, bytes);
  return bytes == 0 ? moved : given(moved);
}

void *memalign(size_t alignment, size_t bytes) {
  return given(__libc_memalign(alignment, bytes));
}

void *aligned_alloc(size_t alignment, size_t bytes) { return memalign(alignment, bytes); }

int posix_memalign(void **memory, size_t alignment, size_t bytes) {
  if (alignment % sizeof(void *) != 0 || (alignment & (alignment - 1)) != 0) return EINVAL;
  void *found = memalign(alignment, bytes);
  if (found == NULL) return ENOMEM;
  *memory = found;
  return 0;
}

#endif
