// What the engine asks of the system: where its threads run, and what becomes of freed memory.
//
// Every function does nothing on a system that has no such setting.

#ifndef THREAD_PLACEMENT_H
#define THREAD_PLACEMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Tells the processor that a loop waits.
void tp_pause(void);

/// Holds the calling thread on one processor, counted from 0, if the system lets it.
void tp_stay_on_processor(int32_t number);

/// Whether the calling thread may run on a processor, counted from 0.
bool tp_may_use_processor(int32_t number);

/// Lets the calling thread run only on what other threads leave; it cannot be taken back.
void tp_yield_to_others(void);

/// Makes freed blocks of `bytes` and more leave the process at once, where the system would keep
/// them; of smaller ones, at most `kept` bytes stay for the next.
///
/// Holds for the whole process, from the call on.
void tp_return_freed_memory(size_t bytes, size_t kept);

/// Gives back whole pages that are free between blocks that are not.
void tp_return_holes(void);

#endif
