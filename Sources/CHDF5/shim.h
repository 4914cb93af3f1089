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
static inline hid_t spiketop_h5_dataset_creation(void) { return H5P_DATASET_CREATE; }
static inline hid_t spiketop_h5_file_access(void) { return H5P_FILE_ACCESS; }
static inline hid_t spiketop_h5_all(void) { return H5S_ALL; }
static inline size_t spiketop_h5_variable(void) { return H5T_VARIABLE; }
static inline unsigned spiketop_h5_read_only(void) { return H5F_ACC_RDONLY; }
static inline unsigned spiketop_h5_truncate(void) { return H5F_ACC_TRUNC; }

// Files lie in memory and on no disk, and grow by so many bytes at least.
static inline herr_t spiketop_h5_keep_in_memory(hid_t access, size_t growth) {
  return H5Pset_fapl_core(access, growth, 0);
}

// Without messages of the library, also at the end of the process, where all files are closed.
static inline herr_t spiketop_h5_silence(void) {
  H5dont_atexit();
  return H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
}

// Links to other files lead nowhere from here on, in the whole process.
static inline herr_t spiketop_h5_stay_inside(void) { return H5Lunregister(H5L_TYPE_EXTERNAL); }

// Who gets the names of a group, one after the other; less than zero ends it.
typedef herr_t (*spiketop_h5_take)(const char *name, void *context);
typedef struct {
  spiketop_h5_take take;
  void *context;
} spiketop_h5_taker;

static inline herr_t spiketop_h5_give_name(
    hid_t group, const char *name, const H5L_info_t *link, void *taker) {
  (void)group, (void)link;
  return ((spiketop_h5_taker *)taker)->take(name, ((spiketop_h5_taker *)taker)->context);
}

static inline herr_t spiketop_h5_names(hid_t group, spiketop_h5_take take, void *context) {
  spiketop_h5_taker taker = {take, context};
  return H5Literate(
      group, H5_INDEX_NAME, H5_ITER_INC, NULL, spiketop_h5_give_name, &taker);
}

static inline herr_t spiketop_h5_note_memory(unsigned n, const H5E_error2_t *error, void *lacks) {
  (void)n;
  if (error->min_num == H5E_NOSPACE || error->min_num == H5E_CANTALLOC) *(int *)lacks = 1;
  return 0;
}

// Whether the last call failed for want of memory.
static inline int spiketop_h5_lacked_memory(void) {
  int lacks = 0;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, spiketop_h5_note_memory, &lacks);
  return lacks;
}
