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

/// A linear map from what a stage receives to what it delivers, with an offset where it has biases.
package enum SynapticOperation: Equatable, Sendable {
  case convolution(Conv2dLayer)
  case affine(AffineLayer)
  case channelAffine(ChannelAffine)
  /// The mean of each window.
  case averagePool(Pooling)
  /// The sum of each window.
  case sumPool(Pooling)
  /// One factor per unit, in channels-last order.
  case scale([Float])
  /// Zeros around the map.
  case pad(Margins)
  /// A map as a vector, or as a map of other lengths, in the order of unit numbers.
  case flatten
  /// The map becomes the channels from `firstChannel` on of a larger map: one part of a
  /// concatenation.
  case place(firstChannel: Int)
}
