/// What a population sends in one step: which units, and what each delivers.
///
/// Sparse on purpose: every cost downstream follows the number of events.
package struct SpikeEvents: Equatable, Sendable {
  /// Positions in population order, ascending.
  package internal(set) var indices: [Int32] = []

  /// What each event delivers, in units of the activation: θ for an integrate-and-fire neuron.
  package internal(set) var values: [Float] = []

  package init() {}

  package var count: Int { indices.count }

  package mutating func removeAll() {
    indices.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
  }

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
}
