#pragma once
#include <sys/syscall.h>
#include <unistd.h>
#include <zip.h>

// A file in memory without a name, closed where another program takes the place of this one; -1 and
// errno where there is none.
static inline int spiketop_memory_file(void) {
  const unsigned closes_on_exec = 1;
  return (int)syscall(SYS_memfd_create, "spiketop", closes_on_exec);
}
