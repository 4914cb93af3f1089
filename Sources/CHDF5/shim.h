#pragma once
#include <hdf5.h>

// Macros over globals and casts, which Swift does not import.
static inline hid_t spiketop_h5_float(void) { return H5T_NATIVE_FLOAT; }
static inline hid_t spiketop_h5_double(void) { return H5T_NATIVE_DOUBLE; }
static inline hid_t spiketop_h5_int8(void) { return H5T_NATIVE_INT8; }
static inline hid_t spiketop_h5_int64(void) { return H5T_NATIVE_INT64; }
static inline hid_t spiketop_h5_c_string(void) { return H5T_C_S1; }
static inline hid_t spiketop_h5_default(void) { return H5P_DEFAULT; }
static inline hid_t spiketop_h5_link_creation(void) { return H5P_LINK_CREATE; }
static inline hid_t spiketop_h5_all(void) { return H5S_ALL; }
static inline size_t spiketop_h5_variable(void) { return H5T_VARIABLE; }
static inline unsigned spiketop_h5_read_only(void) { return H5F_ACC_RDONLY; }
static inline unsigned spiketop_h5_truncate(void) { return H5F_ACC_TRUNC; }

// Without messages of the library, also at the end of the process, where all files are closed.
static inline herr_t spiketop_h5_silence(void) {
  H5dont_atexit();
  return H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
}
