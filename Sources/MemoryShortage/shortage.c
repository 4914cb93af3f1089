// For RTLD_NEXT.
#define _GNU_SOURCE
#include "MemoryShortage.h"

#include <dlfcn.h>

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

// Libraries ask before `main`, as OpenBLAS does for its threads, and end the process in their own
// way where they get nothing.
static void (*_Atomic last_call)(ms_shortage) = ms_say;

void ms_end_in_shortage(void (*last)(ms_shortage)) { atomic_store(&last_call, last); }

void ms_say(ms_shortage shortage) {
  static const char memory[] =
      "spiketop: there is not enough memory; let the program have more, or give it less to do\n";
  static const char thread[] =
      "spiketop: the system starts no more threads; let the program have more (ulimit -u, -v)\n";
  bool is_memory = shortage == MS_MEMORY;
  ssize_t written = write(
      STDERR_FILENO, is_memory ? memory : thread,
      (is_memory ? sizeof memory : sizeof thread) - 1);
  // There is nobody to tell that it cannot be told.
  (void)written;
}

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

static void end(void (*last)(ms_shortage), ms_shortage shortage) {
  // Another thread is about to end them all.
  while (atomic_exchange(&is_ending, true)) pause();
  last(shortage);
  _exit(69);
}

// `memory`, unless it is none and that is the end.
static void *given(void *memory) {
  void (*last)(ms_shortage) = atomic_load_explicit(&last_call, memory_order_relaxed);
  if (memory == NULL && last != NULL) end(last, MS_MEMORY);
  return memory;
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

typedef int starter(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);

// How often a thread is asked for again, and after how many microseconds: others may just end.
enum { thread_tries = 25, thread_pause = 20000 };

int pthread_create(
    pthread_t *thread, const pthread_attr_t *attributes, void *(*start)(void *), void *argument) {
  static starter *_Atomic next;
  starter *create = atomic_load_explicit(&next, memory_order_relaxed);
  if (create == NULL) {
    create = (starter *)dlsym(RTLD_NEXT, "pthread_create");
    if (create == NULL) return ENOSYS;
    atomic_store_explicit(&next, create, memory_order_relaxed);
  }
  for (int tries = 0;; tries++) {
    int error = create(thread, attributes, start, argument);
    void (*last)(ms_shortage) = atomic_load_explicit(&last_call, memory_order_relaxed);
    if ((error != EAGAIN && error != ENOMEM) || last == NULL) return error;
    if (tries == thread_tries) end(last, MS_THREAD);
    usleep(thread_pause);
  }
}

#endif
