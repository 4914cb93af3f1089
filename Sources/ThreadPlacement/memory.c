#include "ThreadPlacement.h"

#if defined(__GLIBC__)
#include <malloc.h>
#endif

void tp_return_freed_memory(size_t bytes, size_t kept) {
#if defined(__GLIBC__)
  mallopt(M_MMAP_THRESHOLD, (int)bytes);
  mallopt(M_TRIM_THRESHOLD, (int)kept);
#else
  (void)bytes;
  (void)kept;
#endif
}

void tp_return_holes(void) {
#if defined(__GLIBC__)
  malloc_trim(0);
#endif
}
