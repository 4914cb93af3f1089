// The dense products of OpenBLAS, with the kernels that this processor is best at.
//
// The library chooses its kernels when it is loaded, by a list of processors that it knows; on
// newer ones it falls back to those of twenty years ago, which take four times as long. It is told
// what to take by the environment only. So it is not linked but loaded, when the first product is
// asked for.

#ifndef DENSE_LIBRARY_H
#define DENSE_LIBRARY_H

#include <stdbool.h>

/// The functions of the library that are used, for row-major matrices of 32-bit lengths.
typedef struct {
  void (*sgemm)(
      int order, int transpose_a, int transpose_b, int rows, int columns, int inner, float alpha,
      const float *a, int a_stride, const float *b, int b_stride, float beta, float *c,
      int c_stride);
  void (*sgemv)(
      int order, int transpose, int rows, int columns, float alpha, const float *a, int a_stride,
      const float *x, int x_step, float beta, float *y, int y_step);
  char *(*corename)(void);
} dense_library;

/// What `order` and `transpose` may be, as cblas.h has them.
enum { dense_row_major = 101, dense_plain = 111, dense_transposed = 112 };

/// Loads the library, limited to the thread that calls it. OPENBLAS_CORETYPE of the environment
/// goes before the choice made here.
///
/// Called once, by one thread: the environment changes for a moment.
///
/// Returns whether it is there; else `problem` says what is wrong, of up to `room` bytes.
bool dense_library_load(dense_library *library, char *problem, int room);

#endif
