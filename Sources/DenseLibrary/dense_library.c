#include "dense_library.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

/// The name of the kernels for the widest registers that the library can use here; NULL leaves the
/// choice to the library.
static const char *best_kernels(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512cd")) {
    return "SkylakeX";
  }
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return "Haswell";
#endif
  return NULL;
}

/// Without threads of its own, which would be made at once and never be asked.
///
/// What is said to be wrong is what is wrong with the name that systems have: the other one is that
/// of packages for building, and is missing as a rule.
static void *loaded(char *problem, int room) {
  const char *kernels = best_kernels();
  const bool is_chosen = kernels != NULL && getenv("OPENBLAS_CORETYPE") == NULL;
  const bool is_limited = getenv("OPENBLAS_NUM_THREADS") == NULL;
  if (is_chosen) setenv("OPENBLAS_CORETYPE", kernels, 1);
  if (is_limited) setenv("OPENBLAS_NUM_THREADS", "1", 1);
  void *library = dlopen("libopenblas.so.0", RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) {
    const char *reason = dlerror();
    snprintf(problem, (size_t)room, "%s", reason == NULL ? "it cannot be loaded" : reason);
    library = dlopen("libopenblas.so", RTLD_NOW | RTLD_LOCAL);
  }
  if (is_chosen) unsetenv("OPENBLAS_CORETYPE");
  if (is_limited) unsetenv("OPENBLAS_NUM_THREADS");
  return library;
}

bool dense_library_load(dense_library *library, char *problem, int room) {
  void *file = loaded(problem, room);
  if (file == NULL) return false;
  void (*limit)(int) = (void (*)(int))dlsym(file, "openblas_set_num_threads");
  *(void **)&library->sgemm = dlsym(file, "cblas_sgemm");
  *(void **)&library->sgemv = dlsym(file, "cblas_sgemv");
  *(void **)&library->corename = dlsym(file, "openblas_get_corename");
  if (limit == NULL || library->sgemm == NULL || library->sgemv == NULL ||
      library->corename == NULL) {
    snprintf(problem, (size_t)room, "it lacks functions of OpenBLAS");
    return false;
  }
  limit(1);
  return true;
}
