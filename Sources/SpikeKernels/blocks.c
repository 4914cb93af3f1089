#include "SpikeKernels.h"

// Where the first channel of a pixel lies in a block.
static inline int32_t place(const sk_block_map *map, int32_t row, int32_t column) {
  return map->first + row * map->row_step + column;
}

void sk_note_spikes(
    const sk_block_map *map, sk_events events, int32_t step, int32_t first_row, int32_t row_count,
    uint16_t *bits) {
  const uint16_t bit = (uint16_t)(1u << step);
  for (int32_t row = first_row; row < first_row + row_count; row++) {
    for (int32_t column = 0; column < map->columns; column++) {
      const int32_t pixel = row * map->columns + column, end = events.starts[pixel + 1];
      uint16_t *channels = bits + place(map, row, column);
      for (int32_t event = events.starts[pixel]; event < end; event++) {
        channels[(events.indices[event] - pixel * map->channels) * map->channel_step] |= bit;
      }
    }
  }
}

void sk_note_values(
    const sk_block_map *map, sk_events events, int32_t step, int32_t first_row, int32_t row_count,
    float *values) {
  for (int32_t row = first_row; row < first_row + row_count; row++) {
    for (int32_t column = 0; column < map->columns; column++) {
      const int32_t pixel = row * map->columns + column, end = events.starts[pixel + 1];
      const int64_t first = place(map, row, column);
      for (int32_t event = events.starts[pixel]; event < end; event++) {
        const int64_t channel = events.indices[event] - pixel * map->channels;
        values[(first + channel * map->channel_step) * sk_block_steps + step] =
            events.values == NULL ? events.value : events.values[event];
      }
    }
  }
}
