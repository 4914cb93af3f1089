#define _GNU_SOURCE

#include "ThreadPlacement.h"

#if defined(__linux__)
#include <sched.h>
#include <sys/resource.h>
#endif

void tp_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

void tp_stay_on_processor(int32_t number) {
#if defined(__linux__)
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(number, &set);
  (void)sched_setaffinity(0, sizeof set, &set);
#else
  (void)number;
#endif
}

bool tp_may_use_processor(int32_t number) {
#if defined(__linux__)
  cpu_set_t set;
  return number < CPU_SETSIZE && sched_getaffinity(0, sizeof set, &set) == 0 &&
         CPU_ISSET(number, &set);
#else
  return number == 0;
#endif
}

void tp_yield_to_others(void) {
#if defined(__linux__)
  // For Linux a thread is a process of its own here, and 0 the calling one.
  (void)setpriority(PRIO_PROCESS, 0, 19);
#endif
}
