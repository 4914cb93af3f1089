// What happens where the system has no memory or no thread left to give.
#pragma once

// What was asked for in vain.
typedef enum { MS_MEMORY, MS_THREAD } ms_shortage;

// Says on standard error what is short, and takes no memory for it.
void ms_say(ms_shortage shortage);

// From now on the process ends with status 69 where memory or a thread is asked for in vain, after
// it has called `last`, which may do only what a signal handler may; with NULL whoever asked is
// told so. Before the first call, which is before `main`, `last` is `ms_say`.
//
// Most of this program cannot be told: arrays that get no memory end in a trap, and a queue of work
// that gets no thread waits for one without end.
void ms_end_in_shortage(void (*last)(ms_shortage));
