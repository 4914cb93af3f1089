#include <stdatomic.h>

#include "variants.h"

static _Atomic(const sk_kernels *) chosen = NULL;

sk_instruction_set sk_best_instruction_set(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512vnni")) {
    return sk_avx512;
  }
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi")) return sk_avx2;
#endif
  return sk_baseline;
}

void sk_use_instruction_set(sk_instruction_set set) {
  const sk_kernels *kernels = &sk_baseline_kernels;
#if defined(__x86_64__)
  if (set == sk_avx512) kernels = &sk_avx512_kernels;
  if (set == sk_avx2) kernels = &sk_avx2_kernels;
#endif
  atomic_store_explicit(&chosen, kernels, memory_order_release);
}

static const sk_kernels *kernels(void) {
  const sk_kernels *known = atomic_load_explicit(&chosen, memory_order_acquire);
  if (known != NULL) return known;
  sk_use_instruction_set(sk_best_instruction_set());
  return atomic_load_explicit(&chosen, memory_order_acquire);
}

sk_instruction_set sk_used_instruction_set(void) {
#if defined(__x86_64__)
  if (kernels() == &sk_avx512_kernels) return sk_avx512;
  if (kernels() == &sk_avx2_kernels) return sk_avx2;
#endif
  return sk_baseline;
}

void sk_gather(
    const sk_convolution *convolution, const float *weights, sk_events events, sk_part part,
    const float *start, float *currents) {
  kernels()->gather(convolution, weights, events, part, start, currents);
}

void sk_scatter(
    const sk_convolution *convolution, const float *weights, sk_events events, sk_part part,
    const float *start, float *currents) {
  kernels()->scatter(convolution, weights, events, part, start, currents);
}

void sk_gather_exact(
    const sk_convolution *convolution, const float *weights, sk_events events, sk_part part,
    const double *start, double *currents) {
  kernels()->gather_exact(convolution, weights, events, part, start, currents);
}

void sk_scatter_exact(
    const sk_convolution *convolution, const float *weights, sk_events events, sk_part part,
    const double *start, double *currents) {
  kernels()->scatter_exact(convolution, weights, events, part, start, currents);
}

void sk_gather_int16(
    const sk_convolution *convolution, const int16_t *weights, sk_counted_events events,
    sk_part part, const int32_t *start, int32_t *currents) {
  kernels()->gather_int16(convolution, weights, events, part, start, currents);
}

void sk_scatter_int16(
    const sk_convolution *convolution, const int16_t *weights, sk_counted_events events,
    sk_part part, const int32_t *start, int32_t *currents) {
  kernels()->scatter_int16(convolution, weights, events, part, start, currents);
}

void sk_gather_int8(
    const sk_convolution *convolution, const int8_t *weights, sk_counted_events events,
    sk_part part, const int32_t *start, int32_t *currents) {
  kernels()->gather_int8(convolution, weights, events, part, start, currents);
}

void sk_scatter_int8(
    const sk_convolution *convolution, const int8_t *weights, sk_counted_events events,
    sk_part part, const int32_t *start, int32_t *currents) {
  kernels()->scatter_int8(convolution, weights, events, part, start, currents);
}

void sk_integrate(
    const sk_convolution *convolution, const float *weights, const sk_events *events,
    int32_t steps, sk_part part, sk_neurons neurons, const float *thresholds, uint64_t *spikes) {
  (void)kernels()->integrate(
      convolution, weights, events, steps, part, neurons, thresholds, spikes);
}

bool sk_integrate_int16(
    const sk_convolution *convolution, const int16_t *weights, const sk_counted_events *events,
    int32_t steps, sk_part part, sk_fixed_neurons neurons, const int32_t *thresholds,
    uint64_t *spikes) {
  return kernels()->integrate_int16(
      convolution, weights, events, steps, part, neurons, thresholds, spikes);
}

bool sk_integrate_int8(
    const sk_convolution *convolution, const int8_t *weights, const sk_counted_events *events,
    int32_t steps, sk_part part, sk_fixed_neurons neurons, const int32_t *thresholds,
    uint64_t *spikes) {
  return kernels()->integrate_int8(
      convolution, weights, events, steps, part, neurons, thresholds, spikes);
}

void sk_fire(
    int32_t count, const float *currents, float threshold, bool resets_to_zero, float *potentials,
    float *integrated, uint64_t *spikes) {
  kernels()->fire(count, currents, threshold, resets_to_zero, potentials, integrated, spikes);
}

void sk_fire_leaky(
    int32_t count, const float *currents, sk_leaky neurons, float *potentials, float *integrated,
    uint64_t *spikes) {
  kernels()->fire_leaky(count, currents, neurons, potentials, integrated, spikes);
}

void sk_fire_exact(
    int32_t count, const double *currents, double threshold, double *potentials,
    float *integrated, float *rest, uint64_t *spikes) {
  kernels()->fire_exact(count, currents, threshold, potentials, integrated, rest, spikes);
}

bool sk_fire_fixed(
    int32_t pixels, int32_t channels, const int32_t *currents, const int32_t *thresholds,
    bool resets_to_zero, int32_t *potentials, uint64_t *spikes) {
  return kernels()->fire_fixed(
      pixels, channels, currents, thresholds, resets_to_zero, potentials, spikes);
}

sk_deviation sk_deviate(
    int32_t count, const float *emitted, float unit, const float *preactivations,
    sk_schedule schedule, float *deviations, float *leads, float *lags) {
  return kernels()->deviate(
      count, emitted, unit, preactivations, schedule, deviations, leads, lags);
}

int32_t sk_list_spikes(
    const uint64_t *spikes, int32_t pixels, int32_t channels, int32_t *indices, int32_t *starts) {
  return kernels()->list_spikes(spikes, pixels, channels, indices, starts);
}

int32_t sk_drain(
    float *map, int32_t pixels, int32_t channels, int32_t *indices, float *values,
    int32_t *starts) {
  return kernels()->drain(map, pixels, channels, indices, values, starts);
}

void sk_average(const sk_pool *pool, sk_events events, float *map) {
  kernels()->average(pool, events, map);
}

int32_t sk_average_spikes(
    const sk_windows *pool, const uint64_t *spikes, float value, int32_t *indices, float *values,
    int32_t *starts) {
  return kernels()->average_spikes(pool, spikes, value, indices, values, starts);
}

void sk_count(int32_t count, const float *values, float unit, int16_t *counts) {
  kernels()->count(count, values, unit, counts);
}

void sk_spread(
    const sk_grouped_convolution *convolution, const float *weights, sk_events events,
    float *currents) {
  kernels()->spread(convolution, weights, events, currents);
}

void sk_spread_exact(
    const sk_grouped_convolution *convolution, const float *weights, sk_events events,
    double *currents) {
  kernels()->spread_exact(convolution, weights, events, currents);
}

void sk_deliver_pruned(
    const sk_pruned_convolution *convolution, sk_fan_in fan_in, sk_spike_block block,
    int32_t steps, sk_pruned_part part, sk_start start, float *currents) {
  kernels()->deliver_pruned(convolution, fan_in, block, steps, part, start, currents);
}

void sk_integrate_pruned(
    const sk_pruned_convolution *convolution, sk_fan_in fan_in, sk_spike_block block,
    int32_t steps, sk_pruned_part part, sk_neurons neurons, float threshold, uint64_t *spikes) {
  kernels()->integrate_pruned(
      convolution, fan_in, block, steps, part, neurons, threshold, spikes);
}

void sk_scatter_pruned(
    sk_pruned_groups shape, const sk_pruned_group *groups, const int32_t *starts,
    const sk_tapped_synapse *synapses, sk_events events, float *currents) {
  kernels()->scatter_pruned(shape, groups, starts, synapses, events, currents);
}

void sk_scatter_pruned_exact(
    sk_pruned_groups shape, const sk_pruned_group *groups, const int32_t *starts,
    const sk_tapped_synapse *synapses, sk_events events, double *currents) {
  kernels()->scatter_pruned_exact(shape, groups, starts, synapses, events, currents);
}

void sk_route(
    const int32_t *starts, const int32_t *targets, const int32_t *weights,
    sk_counted_events events, int32_t count, int32_t *currents) {
  kernels()->route(starts, targets, weights, events, count, currents);
}

void sk_fire_bursts(
    int32_t count, const float *currents, float threshold, float maximum, float *potentials,
    float *integrated, float *charges) {
  kernels()->fire_bursts(
      count, currents, threshold, maximum, potentials, integrated, charges);
}
