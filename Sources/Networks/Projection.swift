/// The synapses from one population, or from the input, to a population.
///
/// Spikes of a population that comes earlier in the network arrive in the same step. Those of one
/// that comes later, and the population's own, are recurrent and arrive in the step after.
package struct Projection: Equatable, Sendable {
  package var source: ProjectionSource

  /// Linear operations in the order in which a spike passes them; none for an identity shortcut.
  package var stages: [SynapticStage]

  package init(source: ProjectionSource, stages: [SynapticStage]) {
    self.source = source
    self.stages = stages
  }
}

package enum ProjectionSource: Hashable, Sendable {
  case input
  /// A position in `SpikingNetwork.layers`.
  case layer(Int)
}

/// One linear operation on the way of a spike, and the shape of its result.
package struct SynapticStage: Equatable, Sendable {
  package var operation: SynapticOperation
  package var shape: MapShape

  package init(_ operation: SynapticOperation, shape: MapShape) {
    self.operation = operation
    self.shape = shape
  }
}

package enum SynapticOperation: Equatable, Sendable {
  case convolution(Conv2dLayer)
  case affine(AffineLayer)
  case channelAffine(ChannelAffine)
  case averagePool(Pooling)
  /// The sum of each window.
  case sumPool(Pooling)
  /// One factor per unit, in channels-last order.
  case scale([Float])
  case pad(Margins)
  /// A map as a vector, or as a map of other lengths, in the order of unit numbers.
  case flatten
  /// The map becomes the channels from `firstChannel` on of a larger map: one part of a
  /// concatenation.
  case place(firstChannel: Int)
}
