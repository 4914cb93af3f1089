import Networks
import SpikeKernels

/// What a population sends over some steps, as the kernels read it.
///
/// The lists of a step have room for all neurons, of which only what is written takes memory.
package final class EventChunk {
  private(set) var shape = MapShape(channels: 1, height: 1, width: 1)

  /// The events of each step; valid until the next `clear`.
  private let events = ScratchMemory<sk_events>()
  private let indices = ScratchMemory<Int32>()
  private let values = ScratchMemory<Float>()
  private let starts = ScratchMemory<Int32>()
  private let counts = ScratchMemory<Int16>()
  private let bits = ScratchMemory<UInt64>()
  private let countedEvents = ScratchMemory<sk_counted_events>()

  init() {}

  /// The events of one step.
  convenience init(_ source: SpikeEvents, shape: MapShape) {
    self.init()
    replace(by: source, shape: shape)
  }

  /// Forgets all events for those of one step.
  func replace(by source: SpikeEvents, shape: MapShape) {
    clear(shape: shape, steps: 1)
    clearValues(steps: 1)
    set(source, step: 0)
  }

  private var pixels: Int { shape.height * shape.width }
  private var room: Int { shape.count + sk_list_slack }
  private var words: Int { (shape.count + 63) / 64 }

  /// Forgets all events, and makes room for others.
  func clear(shape: MapShape, steps: Int) {
    self.shape = shape
    events.reserve(steps)
    indices.reserve(steps * room)
    starts.reserve(steps * (pixels + 1))
    bits.reserve(steps * words)
  }

  /// Makes room for events of a step that do not all deliver the same.
  ///
  /// Called before the steps are written, because it forgets values.
  func clearValues(steps: Int) {
    values.reserve(steps * room)
  }

  subscript(step: Int) -> sk_events { events.base[step] }

  func count(atStep step: Int) -> Int {
    Int(starts.base[step * (pixels + 1) + pixels])
  }

  /// The events of a step and of those that follow.
  func steps(from step: Int) -> UnsafePointer<sk_events> { UnsafePointer(events.base + step) }

  /// Writes the values of a step as multiples of a unit.
  ///
  /// - Precondition: `clearCounts` has made room.
  func countValues(of unit: Float, step: Int) {
    let events = events.base[step]
    var counted = sk_counted_events(indices: events.indices, counts: nil, starts: events.starts)
    if let values = events.values {
      let counts = counts.base + step * room
      sk_count(Int32(count(atStep: step)), values, unit, counts)
      counted.counts = UnsafePointer(counts)
    }
    countedEvents.base[step] = counted
  }

  /// Makes room for counts.
  func clearCounts(steps: Int) {
    counts.reserve(steps * room)
    countedEvents.reserve(steps)
  }

  /// The events of a step as whole numbers, as `countValues` has left them.
  func counted(step: Int) -> sk_counted_events { countedEvents.base[step] }

  /// The same of all steps.
  var countedSteps: UnsafePointer<sk_counted_events> { UnsafePointer(countedEvents.base) }

  /// Replaces the events of a step by spikes, given as bits, that all deliver `value`.
  func list(_ spikes: UnsafePointer<UInt64>, value: Float, step: Int) {
    let (indices, starts) = (indices.base + step * room, starts.base + step * (pixels + 1))
    _ = sk_list_spikes(spikes, Int32(pixels), Int32(shape.channels), indices, starts)
    let bits = bits.base + step * words
    bits.update(from: spikes, count: words)
    events.base[step] = sk_events(
      indices: indices, values: nil, value: value, starts: starts, spikes: bits)
  }

  /// Who fires in each step, a bit for each unit, shape `[steps][words]`, where all events of all
  /// steps are plain spikes.
  var spikeWords: UnsafePointer<UInt64> { UnsafePointer(bits.base) }

  /// Who fires in a step, a bit for each unit, and what each spike delivers; `nil` where events are
  /// no plain spikes.
  func spikes(step: Int) -> (bits: UnsafePointer<UInt64>, value: Float)? {
    let events = events.base[step]
    return events.spikes.map { ($0, events.value) }
  }

  /// Whether all events of some steps are plain spikes.
  func arePlain(_ steps: Range<Int>) -> Bool {
    steps.allSatisfy { events.base[$0].values == nil }
  }

  /// Replaces the events of a step by what `body` writes.
  func list(
    step: Int,
    _ body: (
      _ indices: UnsafeMutablePointer<Int32>, _ values: UnsafeMutablePointer<Float>,
      _ starts: UnsafeMutablePointer<Int32>
    ) -> Int32
  ) {
    let (indices, starts) = (indices.base + step * room, starts.base + step * (pixels + 1))
    let values = values.base + step * room
    _ = body(indices, values, starts)
    events.base[step] = sk_events(
      indices: indices, values: values, value: 0, starts: starts, spikes: nil)
  }

  /// Forgets the events of a step in which nothing can fire.
  func silence(step: Int) {
    let (indices, starts) = (indices.base + step * room, starts.base + step * (pixels + 1))
    starts.update(repeating: 0, count: pixels + 1)
    (bits.base + step * words).update(repeating: 0, count: words)
    events.base[step] = sk_events(
      indices: indices, values: nil, value: .infinity, starts: starts, spikes: nil)
  }

  /// Replaces the events of a step by the nonzero entries of a map, and sets those to zero.
  func drain(_ map: UnsafeMutablePointer<Float>, step: Int) {
    list(step: step) { indices, values, starts in
      sk_drain(map, Int32(pixels), Int32(shape.channels), indices, values, starts)
    }
  }

  /// Replaces the events of a step.
  func set(_ source: SpikeEvents, step: Int) {
    let (indices, starts) = (indices.base + step * room, starts.base + step * (pixels + 1))
    let values = values.base + step * room
    var pixel = 0
    for event in source.indices.indices {
      let index = source.indices[event]
      while pixel * shape.channels <= Int(index) {
        starts[pixel] = Int32(event)
        pixel += 1
      }
      indices[event] = index
      values[event] = source.values[event]
    }
    while pixel <= pixels {
      starts[pixel] = Int32(source.count)
      pixel += 1
    }
    events.base[step] = sk_events(
      indices: indices, values: values, value: 0, starts: starts, spikes: nil)
  }

  /// Copies the events of a step.
  func copy(step: Int, to target: inout SpikeEvents) {
    let events = events.base[step]
    let count = count(atStep: step)
    target.replace(
      count: count, indices: events.indices, values: events.values, value: events.value)
  }
}
