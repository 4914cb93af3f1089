#pragma once
#include <cblas.h>

// Declared here as well: other providers of cblas.h leave it out.
void openblas_set_num_threads(int num_threads);
char *openblas_get_corename(void);
