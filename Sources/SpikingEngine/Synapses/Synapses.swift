import Networks

/// A linear map from the events of a source to the currents of a target, evaluated per event.
///
/// Both sides are in population order. The currents of a target are summed in the order of the
/// events, which is ascending, so that results do not depend on anything but the events.
package protocol Synapses: Sendable {
  var source: MapShape { get }
  var target: MapShape { get }

  /// Adds what `events` deliver, in O(events · synapses of each).
  ///
  /// One generic method makes both requirements (`Accumulator` says when which is used); they are
  /// two so that a call through the protocol finds specialised code.
  ///
  /// - Parameter currents: Shape `[target.count]`, added to.
  func deliver(_ events: SpikeEvents, to currents: inout [Float])

  func deliver(_ events: SpikeEvents, to currents: inout [Double])

  /// Adds the offset of the map, its value for no input at all.
  func addBias(to currents: inout [Float])

  /// The synapses onto one target unit, in ascending order of the source index.
  func incoming(of target: Int) -> [Synapse]

  /// The number of target units that one source unit reaches.
  func fanOut(of source: Int) -> Int

  /// Whether the map has weights, so that an event through it costs synaptic operations.
  var isWeighted: Bool { get }
}

/// One connection: a source unit and what an event of value 1 delivers.
package struct Synapse: Equatable, Sendable {
  /// In population order.
  package var source: Int
  package var weight: Float

  package init(source: Int, weight: Float) {
    self.source = source
    self.weight = weight
  }
}

extension SynapticStage {
  /// The synapses of this stage behind a map of shape `source`.
  package func packed(source: MapShape) -> any Synapses {
    switch operation {
    case .convolution(let layer):
      ConvolutionSynapses(layer, source: source, target: shape)
    case .affine(let layer):
      DenseSynapses(layer, source: source, target: shape)
    case .averagePool(let pooling):
      AveragingSynapses(pooling, source: source, target: shape)
    case .channelAffine(let affine):
      RelaySynapses(affine, shape: source)
    case .pad(let margins):
      RelaySynapses(source: source, target: shape) { channel, row, column in
        (channel, row + margins.top, column + margins.left)
      }
    case .flatten:
      RelaySynapses(source: source, target: shape) { channel, row, column in
        ((channel * source.height + row) * source.width + column, 0, 0)
      }
    case .place(let firstChannel):
      RelaySynapses(source: source, target: shape) { channel, row, column in
        (channel + firstChannel, row, column)
      }
    }
  }
}
