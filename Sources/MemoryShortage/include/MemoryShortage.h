// What happens where the system has no memory left to give.
#pragma once

// From now on the process ends with status 69 where memory is asked for in vain, after it has
// called `last`, which may do only what a signal handler may; with NULL whoever asked is told so.
//
// Most of this program cannot be told: arrays that get no memory end in a trap.
void ms_end_without_memory(void (*last)(void));
