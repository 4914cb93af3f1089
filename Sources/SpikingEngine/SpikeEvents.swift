/// What a population sends in one step: which units, and what each delivers.
///
/// Sparse on purpose: every cost downstream follows the number of events.
package struct SpikeEvents: Equatable, Sendable {
  /// Positions in channels-last order, ascending.
  package internal(set) var indices: [Int32] = []

  /// What each event delivers, in units of the activation: θ for an integrate-and-fire neuron.
  package internal(set) var values: [Float] = []

  package init() {}

  /// The nonzero entries of `dense`.
  package init(nonzero dense: [Float]) {
    read(dense)
  }

  /// How much memory the events hold, in bytes.
  package var heldByteCount: Int { indices.heldByteCount + values.heldByteCount }

  /// The most that so many events hold after `trim`, in bytes.
  static func largestByteCount(of count: Int) -> Int {
    [Int32].largestByteCount(of: count) + [Float].largestByteCount(of: count)
  }

  /// Gives back the memory that no event uses.
  mutating func trim() {
    indices.trim()
    values.trim()
  }

  /// The number of events.
  package var count: Int { indices.count }

  /// Forgets all events, and keeps the memory for the next.
  package mutating func removeAll() {
    indices.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
  }

  /// Removes the events of some units.
  mutating func removeAll(where isRemoved: (Int) -> Bool) {
    var kept = 0
    for event in indices.indices where !isRemoved(Int(indices[event])) {
      indices[kept] = indices[event]
      values[kept] = values[event]
      kept += 1
    }
    indices.removeLast(count - kept)
    values.removeLast(values.count - kept)
  }

  /// Replaces all events; without `values` all deliver the same.
  mutating func replace(
    count: Int, indices: UnsafePointer<Int32>, values: UnsafePointer<Float>?, value: Float
  ) {
    removeAll()
    self.indices.append(contentsOf: UnsafeBufferPointer(start: indices, count: count))
    if let values {
      self.values.append(contentsOf: UnsafeBufferPointer(start: values, count: count))
    } else {
      self.values.append(contentsOf: repeatElement(value, count: count))
    }
  }

  /// Adds an event behind all others.
  ///
  /// - Parameters:
  ///   - index: In channels-last order, above all before it.
  ///   - value: What it delivers.
  package mutating func append(_ index: Int, _ value: Float) {
    indices.append(Int32(truncatingIfNeeded: index))
    values.append(value)
  }

  /// Replaces the events by the nonzero entries of `dense`, and sets those to zero.
  package mutating func drain(_ dense: inout [Float]) {
    removeAll()
    for index in dense.indices where dense[index] != 0 {
      append(index, dense[index])
      dense[index] = 0
    }
  }

  /// Replaces the events by the nonzero entries of `dense`.
  package mutating func read(_ dense: [Float]) {
    removeAll()
    for index in dense.indices where dense[index] != 0 {
      append(index, dense[index])
    }
  }

  /// Replaces the events by those that are told.
  mutating func read(_ step: ReplayedStep) {
    removeAll()
    step.words.forEachBit { unit in append(unit, step.values[step.values.count > 1 ? count : 0]) }
  }
}
