// Kernels that need vector width, compiled for several instruction sets.
//
// Swift has no per-function processor target, and the one that runs everywhere is two to four times
// slower. All variants give the same bits: products and sums are rounded one after the other, in
// the order that each kernel states. `SpikingEngine` holds a plain reference for every kernel.

#ifndef SPIKE_KERNELS_H
#define SPIKE_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// How many outputs a tile of weights holds: 64 floats, and twice as many shorter numbers, which
/// take no more memory.
enum { sk_tile_width = 64, sk_fixed_tile_width = 128 };

/// The last tile may be narrower, by multiples of this; what it holds beyond the outputs is zero.
enum { sk_tile_unit = 16 };

/// How wide the rows of a tile with some outputs are.
static inline int32_t sk_row_width(int32_t outputs) {
  return (outputs + sk_tile_unit - 1) / sk_tile_unit * sk_tile_unit;
}

/// The same for 16-bit weights, where rows wider than a unit consist of blocks of two.
static inline int32_t sk_paired_row_width(int32_t outputs) {
  const int32_t block = 2 * sk_tile_unit;
  return outputs <= sk_tile_unit ? sk_tile_unit : (outputs + block - 1) / block * block;
}

/// Where an output of a tile lies in a row of 16-bit weights.
///
/// Fours of the first half of a block of 32 alternate with fours of the second half, so that
/// interleaving the registers of two rows puts each half in natural order.
static inline int32_t sk_paired_position(int32_t output, int32_t width) {
  if (width == sk_tile_unit) return output;
  const int32_t within = output % 32, half = within / 16, place = within % 16;
  return output - within + place / 4 * 8 + half * 4 + place % 4;
}

/// Where an output of a tile lies in a row of 8-bit weights: fours of the quarters of a block of 64
/// take turns, likewise, if rows consist of such blocks.
static inline int32_t sk_quartered_position(int32_t output, int32_t width) {
  if (width % 64 != 0) return output;
  const int32_t within = output % 64, quarter = within / 16, place = within % 16;
  return output - within + place / 4 * 16 + quarter * 4 + place % 4;
}

/// Lists are written and read by whole vectors, so that they need room for this many more entries.
enum { sk_list_slack = 32 };

/// A convolution as events reach it; a fully connected layer is one with a single pixel.
typedef struct {
  int32_t inputs, outputs;
  int32_t source_rows, source_columns;
  int32_t target_rows, target_columns;
  int32_t kernel_rows, kernel_columns;
  int32_t row_stride, column_stride;
  int32_t top_padding, left_padding;
} sk_convolution;

/// The events of one step.
typedef struct {
  /// Positions in a map of shape `[pixels][channels]`, ascending.
  const int32_t *indices;
  /// What each delivers; NULL if all deliver `value`.
  const float *values;
  float value;
  /// Where the events of each pixel begin; one entry more than pixels.
  const int32_t *starts;
  /// Who has an event, a bit for each unit, where all deliver `value`; NULL where that is not known
  /// or there are none.
  const uint64_t *spikes;
} sk_events;

/// A piece of the work that a convolution has with the events of a step.
typedef struct {
  int32_t tile;
  int32_t first_row, row_count;
} sk_part;

/// The events of one step as whole numbers.
typedef struct {
  const int32_t *indices;
  /// How many times each delivers its weights; NULL if all do so once.
  const int16_t *counts;
  const int32_t *starts;
} sk_counted_events;

/// One number for all neurons, or one for each.
typedef struct {
  /// NULL if all have `value`.
  const float *values;
  float value;
} sk_parameter;

/// What a spike leaves behind.
typedef enum {
  SK_SUBTRACTS,
  SK_SETS,
  /// In the step after; a potential that is at the threshold then is one that has fired.
  SK_SUBTRACTS_LATER,
} sk_reset;

/// Neurons whose potential decays.
typedef struct {
  /// `reset` is where a spike leads to, or what it subtracts.
  sk_parameter decay, drift, gain, threshold, reset;
  sk_reset rule;
} sk_leaky;

/// Integrate-and-fire neurons behind a convolution, in channels-last order.
typedef struct {
  /// What flows in without any event, shape `[steps][neurons]`, or the same for all steps if
  /// `start_step` is 0 and not the number of neurons.
  const float *start;
  int64_t start_step;
  bool resets_to_zero;
  float *potentials;
  /// m of the last step.
  float *integrated;
  /// Where what the resets of all steps remove is added, m - v; NULL where nobody asks for it.
  float *released;
} sk_neurons;

/// Where what the resets of whole numbers remove is added, m - v in single precision.
typedef struct {
  /// What 1 of each channel is worth; m and v are rounded when they are multiplied with it.
  const float *units;
  /// One per neuron; NULL where nobody asks for it.
  float *sums;
} sk_fixed_release;

/// The same in whole numbers.
typedef struct {
  const int32_t *start;
  int64_t start_step;
  bool resets_to_zero;
  int32_t *potentials;
  int32_t *integrated;
  sk_fixed_release release;
} sk_fixed_neurons;

/// What arrives at neurons through one convolution in some steps.
typedef struct {
  sk_convolution convolution;
  const float *weights;
  const sk_events *events;
} sk_arrival;

/// How many of them one kernel gathers at most.
enum { sk_most_arrivals = 8 };

/// The even schedule of some neurons: `quantum · clip(floor(z · per_activation), 0, maximum)`.
typedef struct {
  float per_activation, maximum, quantum;
} sk_schedule;

/// How many neurons are ahead of their schedule, how many behind, and by how much in sum.
typedef struct {
  int32_t leading, lagging;
  double sum;
} sk_deviation;

/// What is kept of the spikes of neurons, one of each per neuron.
typedef struct {
  float *counts;
  /// The first and the last step in which each fired, counted from 1; 0 is none.
  int32_t *firsts;
  int32_t *lasts;
} sk_spike_counts;

/// How far neurons are from their schedule, and how far they were ahead and behind in sum, one of
/// each per neuron.
typedef struct {
  float *deviations;
  float *leads;
  float *lags;
} sk_deviations;

/// How many steps of spikes are counted or compared with a schedule at a time, at most.
enum { sk_most_steps = 32 };

/// The spikes of a step: of all neurons, of those watched, and how many of these had not fired.
typedef struct {
  int64_t all, watched, new_ones;
} sk_spike_sums;

/// How many intervals end, and the sum of their lengths in steps.
typedef struct {
  long count, sum;
} sk_interval_sums;

/// A convolution in groups, or a dilated one.
typedef struct {
  int32_t pixels, inputs, outputs;
  /// Per group.
  int32_t group_inputs, group_outputs;
  /// How many weights lead from an input to an output.
  int32_t taps;
  /// Where what each source pixel reaches begins; one entry more than pixels.
  const int32_t *starts;
  /// Target pixels, and the taps that lead there.
  const int32_t *targets;
  const int32_t *reached_taps;
} sk_grouped_convolution;

/// How many taps the window of a depthwise convolution has at most.
enum { sk_most_taps = 64 };

/// A convolution of each channel by itself; the number of channels is a multiple of 16.
typedef struct {
  int32_t channels;
  int32_t source_rows, source_columns;
  int32_t target_rows, target_columns;
  int32_t kernel_rows, kernel_columns;
  int32_t row_stride, column_stride;
  int32_t row_dilation, column_dilation;
  int32_t top_padding, left_padding;
} sk_depthwise;

/// How many steps the kernels for pruned weights take at a time.
enum { sk_block_steps = 16 };

/// Where the sources of a pruned convolution lie in a block: channel by channel, with zeros around
/// each map.
typedef struct {
  int32_t channels, rows, columns;
  /// From a source to the one below, and to the next channel.
  int32_t row_step, channel_step;
  /// The first source of the first channel.
  int32_t first;
} sk_block_map;

/// What the sources of a pruned convolution send in a block of steps.
typedef struct {
  /// A bit per step for each source, the first in the lowest; NULL if values differ within a step.
  const uint16_t *bits;
  /// What a spike of each step delivers, shape `[sk_block_steps]`; without bits what each source
  /// sends, shape `[sources][sk_block_steps]`.
  const float *values;
} sk_spike_block;

/// Adds the events of a step in some rows of sources to a block: their bits, or else their values.
void sk_note_spikes(
    const sk_block_map *map, sk_events events, int32_t step, int32_t first_row, int32_t row_count,
    uint16_t *bits);
void sk_note_values(
    const sk_block_map *map, sk_events events, int32_t step, int32_t first_row, int32_t row_count,
    float *values);

/// A convolution most of whose weights are zero.
typedef struct {
  int32_t outputs, target_rows, target_columns;
  /// From the first source under a window to that under the window below, and the one to the right.
  int32_t row_step, column_step;
} sk_pruned_convolution;

/// One of its synapses onto each target of an output: where the source lies in a block, from the
/// first one under the window on.
typedef struct {
  int32_t source;
  float weight;
} sk_pruned_synapse;

/// The synapses of each output: where those of each begin, with one entry more than outputs.
typedef struct {
  const int32_t *starts;
  const sk_pruned_synapse *synapses;
} sk_fan_in;

/// A piece of the work: up to sixteen outputs in some rows of targets.
typedef struct {
  int32_t first_output;
  int32_t first_row, row_count;
} sk_pruned_part;

/// What flows in without any event, shape `[steps][neurons]`, or the same for all steps if `step`
/// is 0 and not the number of neurons.
typedef struct {
  const float *currents;
  int64_t step;
} sk_start;

/// Sources of a pruned convolution that share the synapses of each input: the pixels of a map, or
/// all of a fully connected layer.
typedef struct {
  int32_t count, pixels, inputs;
} sk_pruned_groups;

/// What the sources of one group reach.
typedef struct {
  /// The target that synapses are relative to.
  int32_t first;
  /// Which taps lead to targets.
  uint64_t taps;
} sk_pruned_group;

/// One synapse of an input.
typedef struct {
  /// From the first target of the group on.
  int32_t target;
  int32_t tap;
  float weight;
} sk_tapped_synapse;

/// The windows of an average pool.
typedef struct {
  int32_t pixels, channels;
  /// Where those that cover each source pixel begin; one entry more than pixels.
  const int32_t *starts;
  const int32_t *windows;
  /// What each window multiplies its events with.
  const float *factors;
} sk_pool;

/// The windows of an average pool that all divide by the same number.
typedef struct {
  int32_t count, channels;
  /// Where the source pixels of each window begin, in ascending order; one entry more than windows.
  const int32_t *starts;
  const int32_t *sources;
} sk_windows;

// What each kernel does, shape by shape, is said in the table.
#define SK_KERNEL(result, name, parameters, arguments) result sk_##name parameters;
#include "kernel_table.inc"
#undef SK_KERNEL

/// Reads memory in order, which is several times faster than in the order of events, so that it
/// lies in a cache when they come.
void sk_fetch(const void *memory, size_t bytes);

/// The instruction sets of the machine that runs this, from the most general one on.
typedef enum { sk_baseline = 0, sk_avx2 = 1, sk_avx512 = 2 } sk_instruction_set;

/// The best one that this machine has.
sk_instruction_set sk_best_instruction_set(void);

/// Makes all kernels use one that this machine has; for tests, before any kernel runs.
void sk_use_instruction_set(sk_instruction_set set);

/// The one in use.
sk_instruction_set sk_used_instruction_set(void);

#endif
