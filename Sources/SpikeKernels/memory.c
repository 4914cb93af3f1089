#include "SpikeKernels.h"

#if defined(__GLIBC__)
#include <malloc.h>
#endif

void sk_return_freed_memory(size_t bytes) {
#if defined(__GLIBC__)
  mallopt(M_MMAP_THRESHOLD, (int)bytes);
#else
  (void)bytes;
#endif
}
