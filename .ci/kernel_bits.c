// Runs every kernel on seeded numbers and prints a hash of the bits of each result, so that those
// of two machines can be compared.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "SpikeKernels.h"

enum { steps = 5, pixels = 20, inputs = 37, outputs = 192, room = pixels * inputs + sk_list_slack };
enum { neurons = pixels * outputs, words = neurons / 64, weights = 9 * inputs * outputs };

static uint64_t state = 1;
static int32_t number(int32_t limit) {
  state = state * 6364136223846793005u + 1442695040888963407u;
  return (int32_t)((state >> 33) % (2 * (uint32_t)limit + 1)) - limit;
}

static void print(const char *name, const void *data, size_t bytes) {
  uint64_t hash = 14695981039346656037u;
  for (size_t i = 0; i < bytes; i++) hash = (hash ^ ((const uint8_t *)data)[i]) * 1099511628211u;
  printf("%-20s %016llx\n", name, (unsigned long long)hash);
}

static _Alignas(64) float floats[weights], values[steps][room], sums[neurons], start[neurons];
static _Alignas(64) float v[neurons], m[neurons], rest[neurons];
static _Alignas(64) double doubles[neurons], double_start[neurons], double_v[neurons];
static _Alignas(64) int16_t shorts[weights], counts[steps][room];
static _Alignas(64) int8_t bytes[weights];
static _Alignas(64) int32_t whole[neurons], whole_start[neurons];
static _Alignas(64) int32_t whole_v[neurons], whole_m[neurons];
static int32_t indices[steps][room], starts[steps][pixels + 1], listed[neurons + sk_list_slack];
static int32_t thresholds[outputs], list_starts[pixels + 1];
static float limits[outputs], kept[neurons + sk_list_slack];
static uint64_t spikes[steps * words];
static sk_events events[steps];
static sk_counted_events counted[steps];

static void fill(int is_graded) {
  state = 1;
  for (int i = 0; i < weights; i++) {
    shorts[i] = (int16_t)number(32767);
    bytes[i] = (int8_t)(shorts[i] % 128);
    floats[i] = (float)shorts[i] / 30000;
  }
  for (int i = 0; i < neurons; i++) {
    whole_start[i] = number(9999);
    double_start[i] = start[i] = (float)number(9999) / 20000;
  }
  for (int i = 0; i < outputs; i++) limits[i] = 0.7f, thresholds[i] = 1 + abs(number(99999));
  for (int step = 0; step < steps; step++) {
    int32_t count = 0;
    for (int position = 0; position < pixels * inputs; position++) {
      if (position % inputs == 0) starts[step][position / inputs] = count;
      if (number(50) > 20) continue;
      values[step][count] = (float)number(9999) / 8000;
      counts[step][count] = (int16_t)abs(number(255));
      indices[step][count++] = position;
    }
    starts[step][pixels] = count;
    events[step] = (sk_events){indices[step], is_graded ? values[step] : NULL, 0.3f, starts[step]};
    counted[step] =
        (sk_counted_events){indices[step], is_graded ? counts[step] : NULL, starts[step]};
  }
}

#define RUN(name, kernel, array, from, tile, ...)                                  \
  memcpy(array, from, sizeof array);                                               \
  for (int32_t i = 0; i * (tile) < outputs; i++) {                                 \
    const sk_part part = {i, 0, 4};                                                \
    kernel(&c, __VA_ARGS__, part, array, array);                                   \
  }                                                                                \
  print(name, array, sizeof array)

// Windows of 2 by 2 pixels that overlap, over whole words of channels and over others.
static void run_pools(void) {
  int32_t sources[48], begins[13], count = 0;
  for (int32_t window = 0; window < 12; window++) {
    begins[window] = count;
    const int32_t first = window / 4 * 5 + window % 4;
    for (int32_t i = 0; i < 4; i++) sources[count++] = first + i / 2 * 5 + i % 2;
  }
  begins[12] = count;
  for (int32_t whole = 0; whole < 2; whole++) {
    const sk_windows pool = {12, whole ? outputs : inputs, begins, sources};
    const int32_t found = sk_average_spikes(&pool, spikes, 0.175f, listed, kept, list_starts);
    print("average_spikes", listed, (size_t)found * 4);
    print("average_spikes sums", kept, (size_t)found * 4);
  }
}

static void run(void) {
  const sk_convolution c = {inputs, outputs, 4, 5, 4, 5, 3, 3, 1, 1, 1, 1};
  RUN("gather", sk_gather, sums, start, 64, floats, events[0]);
  RUN("scatter", sk_scatter, sums, start, 64, floats, events[0]);
  RUN("gather_exact", sk_gather_exact, doubles, double_start, 64, floats, events[0]);
  RUN("scatter_exact", sk_scatter_exact, doubles, double_start, 64, floats, events[0]);
  RUN("gather_int16", sk_gather_int16, whole, whole_start, 128, shorts, counted[0]);
  RUN("scatter_int16", sk_scatter_int16, whole, whole_start, 128, shorts, counted[0]);
  RUN("gather_int8", sk_gather_int8, whole, whole_start, 128, bytes, counted[0]);
  RUN("scatter_int8", sk_scatter_int8, whole, whole_start, 128, bytes, counted[0]);
  memset(v, 0, sizeof v);
  for (int32_t i = 0; i < outputs / 64; i++) {
    const sk_neurons state_of = {start, 0, false, v, m};
    const sk_part part = {i, 0, 4};
    const sk_arrival arrival = {c, floats, events};
    sk_integrate(&arrival, 1, steps, part, state_of, limits, spikes);
  }
  print("integrate", spikes, sizeof spikes);
  print("integrate v", v, sizeof v);
  memset(whole_v, 0, sizeof whole_v);
  for (int32_t i = 0; i * 128 < outputs; i++) {
    const sk_fixed_neurons state_of = {whole_start, 0, true, whole_v, whole_m};
    const sk_part part = {i, 0, 4};
    sk_integrate_int16(&c, shorts, counted, steps, part, state_of, thresholds, spikes);
    sk_integrate_int8(&c, bytes, counted, steps, part, state_of, thresholds, spikes);
  }
  print("integrate fixed", spikes, sizeof spikes);
  print("integrate fixed v", whole_v, sizeof whole_v);
  sk_fire(neurons, sums, 0.7f, false, v, m, spikes);
  print("fire", v, sizeof v);
  memcpy(double_v, double_start, sizeof double_v);
  sk_fire_exact(neurons, doubles, 0.7, double_v, m, rest, spikes);
  print("fire_exact", rest, sizeof rest);
  memset(rest, 0, sizeof rest);
  sk_fire_fixed(
      pixels, outputs, whole, thresholds, false, whole_v, (sk_fixed_release){limits, rest}, spikes);
  print("fire_fixed", whole_v, sizeof whole_v);
  print("fire_fixed release", rest, sizeof rest);
  sk_fire_bursts(neurons, sums, 0.3f, 5, v, m, rest);
  print("fire_bursts", rest, sizeof rest);
  const int32_t count = sk_list_spikes(spikes, pixels, outputs, listed, list_starts);
  print("list_spikes", listed, (size_t)count * 4);
  const int32_t nonzero = sk_drain(rest, pixels, outputs, listed, kept, list_starts);
  print("drain", kept, (size_t)nonzero * 4);
  run_pools();
}

// Pruned weights: every eleventh, for sources of a map of 4 by 5 pixels with zeros around it.
static void run_pruned(int is_graded) {
  enum { columns = 7, channel = 6 * columns, sources = inputs * channel };
  enum { synapses = 9 * inputs / 11 };
  static uint16_t bits[sources];
  static float block_values[sources * sk_block_steps], currents[steps * neurons];
  static sk_pruned_synapse onto[outputs * (synapses + 1)];
  static sk_tapped_synapse from[outputs * (synapses + 1)];
  int32_t begins[outputs + 1], lists[inputs + 1], count = 0;
  for (int32_t output = 0; output < outputs; output++) {
    begins[output] = count;
    for (int32_t row = output % 11; row < 9 * inputs; row += 11) {
      const int32_t tap = row / inputs;
      onto[count++] = (sk_pruned_synapse){
          row % inputs * channel + tap / 3 * columns + tap % 3, floats[row * outputs + output]};
    }
  }
  begins[outputs] = count;
  const sk_block_map map = {inputs, 4, 5, columns, channel, columns + 1};
  memset(bits, 0, sizeof bits);
  memset(block_values, 0, sizeof block_values);
  for (int32_t step = 0; step < steps; step++) {
    if (is_graded) {
      sk_note_values(&map, events[step], step, 0, 4, block_values);
    } else {
      sk_note_spikes(&map, events[step], step, 0, 4, bits);
      block_values[step] = events[step].value;
    }
  }
  const sk_pruned_convolution c = {outputs, 4, 5, columns, 1};
  const sk_fan_in fan_in = {begins, onto};
  const sk_spike_block block = {is_graded ? NULL : bits, block_values};
  memset(v, 0, sizeof v);
  memset(spikes, 0, sizeof spikes);
  for (int32_t output = 0; output < outputs; output += 16) {
    const sk_pruned_part part = {output, 0, 4};
    sk_deliver_pruned(&c, fan_in, block, steps, part, (sk_start){start, 0}, currents);
    const sk_neurons state_of = {start, 0, false, v, m};
    sk_integrate_pruned(&c, fan_in, block, steps, part, state_of, 0.7f, spikes);
  }
  print("deliver pruned", currents, sizeof currents);
  print("integrate pruned", spikes, sizeof spikes);
  print("integrate pruned v", v, sizeof v);
  // The same weights by input, for the first step.
  sk_pruned_group groups[pixels];
  for (int32_t pixel = 0; pixel < pixels; pixel++) {
    groups[pixel] = (sk_pruned_group){((pixel / 5 + 1) * 5 + pixel % 5 + 1) * outputs, 0};
    for (int32_t tap = 0; tap < 9; tap++) {
      const int32_t row = pixel / 5 + 1 - tap / 3, column = pixel % 5 + 1 - tap % 3;
      const bool is_inside = row >= 0 && row < 4 && column >= 0 && column < 5;
      groups[pixel].taps |= (uint64_t)is_inside << tap;
    }
  }
  int32_t listed_count = 0;
  for (int32_t input = 0; input < inputs; input++) {
    lists[input] = listed_count;
    for (int32_t output = 0; output < outputs; output++) {
      for (int32_t i = begins[output]; i < begins[output + 1]; i++) {
        if (onto[i].source / channel != input) continue;
        const int32_t down = onto[i].source % channel / columns;
        const int32_t right = onto[i].source % channel % columns;
        from[listed_count++] = (sk_tapped_synapse){
            output - (down * 5 + right) * outputs, down * 3 + right, onto[i].weight};
      }
    }
  }
  lists[inputs] = listed_count;
  const sk_pruned_groups shape = {pixels, 1, inputs};
  memcpy(sums, start, sizeof sums);
  sk_scatter_pruned(shape, groups, lists, from, events[0], sums);
  print("scatter pruned", sums, sizeof sums);
  // Lists of targets and of sources are the same synapses.
  if (memcmp(sums, currents, sizeof sums) != 0) print("scatter and deliver differ", sums, 0);
  memcpy(doubles, double_start, sizeof doubles);
  sk_scatter_pruned_exact(shape, groups, lists, from, events[0], doubles);
  print("scatter pruned exact", doubles, sizeof doubles);
}

static void run_depthwise(void) {
  enum { channels = 48, units = pixels * channels, unit_words = units / 64 };
  static uint64_t fired[steps * unit_words];
  for (int i = 0; i < steps * unit_words; i++) {
    fired[i] = 0;
    for (int bit = 0; bit < 64; bit++) fired[i] |= (uint64_t)(number(50) > 20) << bit;
  }
  sk_events plain[steps];
  for (int step = 0; step < steps; step++) {
    plain[step] = (sk_events){.value = 0.3f, .spikes = fired + step * unit_words};
  }
  const sk_depthwise c = {channels, 4, 5, 4, 5, 3, 3, 1, 1, 1, 1, 1, 1};
  memset(v, 0, sizeof v);
  const sk_neurons state_of = {start, 0, false, v, m};
  sk_deliver_depthwise(&c, floats, plain[0], 0, 4, start, sums);
  sk_integrate_depthwise(&c, floats, plain, steps, 0, 4, state_of, 0.7f, spikes);
  print("deliver depthwise", sums, units * sizeof *sums);
  print("integrate depthwise", spikes, sizeof fired);
  print("integrate depthwise v", v, units * sizeof *v);
}

int main(void) {
  for (int set = (int)sk_best_instruction_set(); set >= 0; set--) {
    sk_use_instruction_set((sk_instruction_set)set);
    printf("instruction set %d\n", set);
    for (int is_graded = 0; is_graded < 2; is_graded++) {
      fill(is_graded);
      run();
      run_pruned(is_graded);
      run_depthwise();
    }
  }
}
