import Networks
import SpikeKernels

/// Who is connected to whom: a linear map from the units of a source to those of a target.
///
/// Both sides are in channels-last order.
package protocol SynapticMap: Sendable {
  var source: MapShape { get }
  var target: MapShape { get }

  /// Adds the offset of the map, its value for no input at all.
  func addBias(to currents: inout [Float])

  /// The synapses onto one target unit, in ascending order of the source index; none where their
  /// weights are kept elsewhere.
  func incoming(of target: Int) -> [Synapse]

  /// The number of target units that one source unit reaches.
  func fanOut(of source: Int) -> Int

  /// Whether the map has weights, so that an event through it costs synaptic operations.
  var isWeighted: Bool { get }
}

/// A linear map that is evaluated per event.
///
/// The currents of a target are summed in the order of the events, which is ascending, so that
/// results do not depend on anything but the events.
package protocol Synapses: SynapticMap {
  /// Into how many parts the delivery of a step falls; each writes to currents of its own.
  ///
  /// A fixed number, so that who works on them cannot matter.
  var parts: Int { get }

  /// Sets currents to where they start, plus what the events of a step deliver, in O(events ·
  /// synapses of each).
  ///
  /// One generic method makes both requirements (`Accumulator` says when which is used); they are
  /// two so that a call through the protocol finds specialised code.
  ///
  /// - Parameters:
  ///   - part: Which currents to add to; together all parts deliver everything.
  ///   - start: Shape `[target.count]`; may be `currents`.
  ///   - currents: Shape `[target.count]`.
  func deliver(
    _ events: sk_events, part: Int, from start: UnsafePointer<Float>,
    to currents: UnsafeMutablePointer<Float>
  )

  func deliver(
    _ events: sk_events, part: Int, from start: UnsafePointer<Double>,
    to currents: UnsafeMutablePointer<Double>
  )

  /// Brings what a part will read into the cache, if many steps will read it.
  func fetch(part: Int)

  /// What delivers blocks of steps at a time; `nil` where events are delivered step by step.
  var blocks: PrunedSynapses? { get }

  /// What a kernel gathers that fires as well, beside others of its kind; `nil` elsewhere.
  var gathering: ConvolutionSynapses? { get }

  /// What delivers some steps of events and fires in a kernel of its own; `nil` where nothing does.
  func firing(_ events: EventChunk, _ steps: Range<Int>) -> (any FiringSynapses)?

  /// Lists what the spikes of a step become, target by target.
  ///
  /// - Returns: `false` if that is not known from spikes alone; then nothing has happened.
  func list(_ events: EventChunk, step: Int, to target: EventChunk) -> Bool

  /// What an event of value 1 becomes multiples of, and how many at most in sum; `nil` where that
  /// differs by channel.
  var commonFactor: (value: Float, count: Int)? { get }

  /// What delivers events, in a word.
  var kernelName: String { get }

  /// The same synapses, which deliver events in the way that is asked for if they have several.
  func delivering(by strategy: ConvolutionStrategy) -> Self
}

extension Synapses {
  package var parts: Int { 1 }

  package func fetch(part: Int) {}

  package var blocks: PrunedSynapses? { nil }

  package var gathering: ConvolutionSynapses? { nil }

  package func firing(_ events: EventChunk, _ steps: Range<Int>) -> (any FiringSynapses)? { nil }

  package func list(_ events: EventChunk, step: Int, to target: EventChunk) -> Bool { false }

  package var commonFactor: (value: Float, count: Int)? { nil }

  package func delivering(by strategy: ConvolutionStrategy) -> Self { self }

  /// Adds what some events deliver.
  ///
  /// - Parameter currents: Shape `[target.count]`, added to.
  package func deliver<Sum: Accumulator>(_ events: SpikeEvents, to currents: inout [Sum]) {
    precondition(currents.count == target.count, "\(currents.count) currents for \(target)")
    let chunk = EventChunk(events, shape: source)
    currents.withUnsafeMutableBufferPointer { currents in
      guard let base = currents.baseAddress else { return }
      for part in 0..<parts {
        Sum.deliver(chunk[0], part: part, through: self, from: base, to: base)
      }
    }
  }

  /// Sets all currents to where they start.
  func begin<Sum: Accumulator>(
    from start: UnsafePointer<Sum>, _ currents: UnsafeMutablePointer<Sum>
  ) {
    if start != UnsafePointer(currents) { currents.update(from: start, count: target.count) }
  }
}

/// Events and synapses of which one kernel makes spikes, so that what flows into a neuron never
/// lies in memory.
package protocol FiringSynapses {
  /// Delivers some steps of events to plain integrators, and fires these; who fired is in the
  /// engine's `bits`, shape `[steps][words]`.
  ///
  /// - Parameter threshold: That of all neurons; +∞ for a readout.
  func integrate(
    _ steps: Range<Int>, _ neurons: sk_neurons, threshold: Float, on engine: Engine)
}

/// One connection: a source unit and what an event of value 1 delivers.
package struct Synapse: Equatable, Sendable {
  /// In channels-last order.
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
      packed(layer, source: source)
    case .affine(let layer):
      Connectivity(layer.weight).fraction <= PrunedSynapses.highestConnectivity
        ? PrunedSynapses(layer, source: source, target: shape)
        : ConvolutionSynapses(WeightRows(layer, source: source, target: shape))
    case .averagePool(let pooling):
      AveragingSynapses(pooling, source: source, target: shape)
    case .maxPool(let pooling):
      MaximaSynapses(pooling, source: source, target: shape)
    case .sumPool(let pooling):
      AveragingSynapses(pooling, source: source, target: shape, isSum: true)
    case .scale(let factors):
      OneToOneSynapses(scale: factors, shape: source)
    case .channelAffine(let affine):
      OneToOneSynapses(affine, shape: source)
    case .unitAffine(let affine):
      OneToOneSynapses(affine, shape: source)
    case .sparse(let map):
      SparseSynapses(map, source: source)
    case .pad(let margins):
      OneToOneSynapses(source: source, target: shape) { channel, row, column in
        (channel, row + margins.top, column + margins.left)
      }
    case .flatten:
      OneToOneSynapses(source: source, target: shape) { channel, row, column in
        let number = (channel * source.height + row) * source.width + column
        return (number / shape.pixels, number % shape.pixels / shape.width, number % shape.width)
      }
    case .place(let firstChannel):
      OneToOneSynapses(source: source, target: shape) { channel, row, column in
        (channel + firstChannel, row, column)
      }
    }
  }

  private func packed(_ layer: Conv2dLayer, source: MapShape) -> any Synapses {
    if Connectivity(layer.weight).fraction <= PrunedSynapses.highestConnectivity,
      let synapses = PrunedSynapses(layer, source: source, target: shape)
    {
      return synapses
    }
    return layer.groups == 1 && layer.dilation == Grid(1, 1)
      ? ConvolutionSynapses(WeightRows(layer, source: source, target: shape))
      : GroupedConvolutionSynapses(layer, source: source, target: shape)
  }
}
