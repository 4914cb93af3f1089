#include "SpikeKernels.h"

void sk_fetch(const void *memory, size_t bytes) {
  const char *line = memory;
  for (size_t i = 0; i < bytes; i += 64) (void)*(volatile const char *)(line + i);
}
