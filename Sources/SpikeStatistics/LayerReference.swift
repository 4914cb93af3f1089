import Networks

/// What the analog network says about one layer on the same input.
package struct LayerReference: Equatable, Sendable {
  /// z, in population order.
  package let preactivation: [Float]

  /// a, in population order.
  package let activation: [Float]

  package init(preactivation: [Float], activation: [Float]) {
    precondition(preactivation.count == activation.count, "one activation per pre-activation")
    self.preactivation = preactivation
    self.activation = activation
  }

  /// A neuron is inactivated when its analog pre-activation is not positive: `z ≤ 0`.
  package func isInactive(_ unit: Int) -> Bool { preactivation[unit] <= 0 }

  package var inactiveCount: Int { preactivation.count { $0 <= 0 } }
}
