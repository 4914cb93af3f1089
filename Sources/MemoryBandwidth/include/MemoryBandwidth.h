// Reads memory as fast as the widest vectors of this CPU can.
#pragma once
#include <stddef.h>
#include <stdint.h>

// The granule of a read, in bytes.
#define MEMORY_BANDWIDTH_BLOCK 1024

// Reads `bytes` bytes from `data` on, `passes` times, and gives a sum over all of them, so that no
// read can be left out. `data` is aligned to 64 bytes and `bytes` a multiple of the block.
uint64_t memory_bandwidth_read(const void *data, size_t bytes, size_t passes);

// The vectors that are used: "avx512f", "avx2" or "baseline".
const char *memory_bandwidth_instruction_set(void);
