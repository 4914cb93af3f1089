import Tensors

/// How many of the weights of a layer or of a network are not zero.
///
/// Each counts once: what a convolution reaches at borders does not matter, nor do biases count.
package struct Connectivity: Equatable, Sendable {
  package private(set) var weights: Int
  package private(set) var nonzero: Int

  /// That of no weights at all.
  package init() {
    (weights, nonzero) = (0, 0)
  }

  /// In O(weights).
  package init(_ weight: Tensor) {
    weights = weight.count
    nonzero = weight.elements.count { $0 != 0 }
  }

  /// The fraction of weights that are not zero; 1 where there are none.
  package var fraction: Double { weights > 0 ? Double(nonzero) / Double(weights) : 1 }

  package static func + (left: Connectivity, right: Connectivity) -> Connectivity {
    var sum = left
    sum.weights += right.weights
    sum.nonzero += right.nonzero
    return sum
  }
}

extension AnalogOperation {
  /// `nil` for operations without synapses.
  package var connectivity: Connectivity? { weights.map { Connectivity($0.weight) } }
}

extension SynapticOperation {
  /// `nil` for operations without synapses.
  package var connectivity: Connectivity? { weights.map { Connectivity($0.weight) } }
}

extension AnalogNetwork {
  package var connectivity: Connectivity {
    nodes.reduce(Connectivity()) { $0 + ($1.operation.connectivity ?? Connectivity()) }
  }
}

extension SpikingLayer {
  /// Of all projections; `nil` for layers without synapses.
  package var connectivity: Connectivity? {
    let known = projections.flatMap(\.stages).compactMap(\.operation.connectivity)
    return known.isEmpty ? nil : known.reduce(Connectivity(), +)
  }
}
