#ifndef SPIKE_KERNELS_VARIANTS_H
#define SPIKE_KERNELS_VARIANTS_H

#include "SpikeKernels.h"

/// All kernels, compiled for one instruction set.
typedef struct {
  void (*gather)(const sk_convolution *, const float *, sk_events, sk_part, const float *, float *);
  void (*scatter)(const sk_convolution *, const float *, sk_events, sk_part, const float *, float *);
  void (*gather_exact)(const sk_convolution *, const float *, sk_events, sk_part, const double *, double *);
  void (*scatter_exact)(const sk_convolution *, const float *, sk_events, sk_part, const double *, double *);
  void (*gather_int16)(
      const sk_convolution *, const int16_t *, sk_counted_events, sk_part, const int32_t *, int32_t *);
  void (*scatter_int16)(
      const sk_convolution *, const int16_t *, sk_counted_events, sk_part, const int32_t *, int32_t *);
  void (*gather_int8)(
      const sk_convolution *, const int8_t *, sk_counted_events, sk_part, const int32_t *, int32_t *);
  void (*scatter_int8)(
      const sk_convolution *, const int8_t *, sk_counted_events, sk_part, const int32_t *, int32_t *);
  bool (*integrate)(
      const sk_convolution *, const float *, const sk_events *, int32_t, sk_part, sk_neurons,
      const float *, uint64_t *);
  bool (*integrate_int16)(
      const sk_convolution *, const int16_t *, const sk_counted_events *, int32_t, sk_part,
      sk_fixed_neurons, const int32_t *, uint64_t *);
  bool (*integrate_int8)(
      const sk_convolution *, const int8_t *, const sk_counted_events *, int32_t, sk_part,
      sk_fixed_neurons, const int32_t *, uint64_t *);
  void (*fire)(int32_t, const float *, float, bool, float *, float *, uint64_t *);
  void (*fire_leaky)(int32_t, const float *, sk_leaky, float *, float *, uint64_t *);
  void (*fire_exact)(int32_t, const double *, double, double *, float *, float *, uint64_t *);
  bool (*fire_fixed)(
      int32_t, int32_t, const int32_t *, const int32_t *, bool, int32_t *, uint64_t *);
  sk_deviation (*deviate)(
      int32_t, const float *, float, const float *, sk_schedule, float *, float *, float *);
  int32_t (*list_spikes)(const uint64_t *, int32_t, int32_t, int32_t *, int32_t *);
  int32_t (*drain)(float *, int32_t, int32_t, int32_t *, float *, int32_t *);
  void (*spread)(const sk_grouped_convolution *, const float *, sk_events, float *);
  void (*spread_exact)(const sk_grouped_convolution *, const float *, sk_events, double *);
  void (*deliver_pruned)(
      const sk_pruned_convolution *, sk_fan_in, sk_spike_block, int32_t, sk_pruned_part, sk_start,
      float *);
  void (*integrate_pruned)(
      const sk_pruned_convolution *, sk_fan_in, sk_spike_block, int32_t, sk_pruned_part,
      sk_neurons, float, uint64_t *);
  void (*scatter_pruned)(
      sk_pruned_groups, const sk_pruned_group *, const int32_t *, const sk_tapped_synapse *,
      sk_events, float *);
  void (*scatter_pruned_exact)(
      sk_pruned_groups, const sk_pruned_group *, const int32_t *, const sk_tapped_synapse *,
      sk_events, double *);
  void (*route)(
      const int32_t *, const int32_t *, const int32_t *, sk_counted_events, int32_t, int32_t *);
  void (*fire_bursts)(int32_t, const float *, float, float, float *, float *, float *);
  void (*average)(const sk_pool *, sk_events, float *);
  int32_t (*average_spikes)(
      const sk_windows *, const uint64_t *, float, int32_t *, float *, int32_t *);
  void (*count)(int32_t, const float *, float, int16_t *);
} sk_kernels;

extern const sk_kernels sk_baseline_kernels;
#if defined(__x86_64__)
extern const sk_kernels sk_avx2_kernels;
extern const sk_kernels sk_avx512_kernels;
#endif

#endif
