/// The synapses from one population, or from the input, to a population.
///
/// Spikes of a population that comes earlier in the network arrive in the same step. Those of one
/// that comes later, and the population's own, are recurrent and arrive in the step after.
package struct Projection: Equatable, Sendable {
  /// Where the spikes come from.
  package var source: ProjectionSource

  /// Linear operations in the order in which a spike passes them; none for an identity shortcut.
  package var stages: [SynapticStage]

  package init(source: ProjectionSource, stages: [SynapticStage]) {
    self.source = source
    self.stages = stages
  }
}

/// What drives a projection.
package enum ProjectionSource: Hashable, Sendable {
  /// The stimulus, as a current.
  case input
  /// A position in `SpikingNetwork.layers`.
  case layer(Int)
}

/// One linear operation on the way of a spike, and the shape of its result.
package struct SynapticStage: Equatable, Sendable {
  package var operation: SynapticOperation
  /// Of the result.
  package var shape: MapShape

  package init(_ operation: SynapticOperation, shape: MapShape) {
    self.operation = operation
    self.shape = shape
  }
}
