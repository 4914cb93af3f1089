import Networks
import Recordings
import SpikingEngine

/// Where the synapses onto one neuron come from, and what they brought in one step.
///
/// Costs O(fan-in).
package struct ReceptiveField: Equatable, Sendable {
  /// A synapse whose source has sent something in the step.
  package struct Arrival: Equatable, Sendable {
    package var layer: Int
    /// In channels-last order.
    package var unit: Int
    package var weight: Float
    /// What the source delivered: θ for a spike.
    package var value: Float

    /// w times what was delivered.
    package var current: Float { weight * value }
  }

  /// The synapses from one source, seen on its map.
  package struct Part: Equatable, Sendable {
    package var source: ProjectionSource
    package var shape: MapShape
    package var synapses: Int
    /// How many of them brought something in the step; `nil` from the input, which is constant.
    package var arrived: Int?
    /// Σ w over the channels, shape `[rows][columns]`.
    package var weights: [Float]
    /// The rows and columns in which there are synapses.
    package var rows: ClosedRange<Int>
    package var columns: ClosedRange<Int>
    /// Σ w of every channel in these rows and columns, shape `[channels][rows][columns]`.
    package var channelWeights: [Float]

    /// w of a channel at a place of the map, which is one of those rows and columns.
    package func weight(channel: Int, row: Int, column: Int) -> Float {
      channelWeights[
        (channel * rows.count + row - rows.lowerBound) * columns.count + column
          - columns.lowerBound]
    }
  }

  /// One per projection with synapses, in the order of the layer.
  package let parts: [Part]

  /// What arrived in the step, the largest current first.
  package let arrivals: [Arrival]

  /// The current that flows in anyway, of biases and the image.
  package let constantCurrent: Float

  /// - Parameters:
  ///   - unit: In channels-last order.
  ///   - step: One that the raster keeps; 0 for none.
  ///   - synapses: Those onto the neuron, where they are known already.
  /// - Returns: `nil` where the run is told and not computed, so that nobody knows the synapses.
  package init?(
    of unit: Int, in layer: Int, simulation: Simulation, raster: SpikeRaster, step: Int,
    synapses: [IncomingSynapses]? = nil
  ) {
    guard !simulation.isReplay else { return nil }
    var (parts, arrivals) = ([Part](), [Arrival]())
    for incoming in (synapses ?? simulation.packed.incoming(of: unit, in: layer))
    where !incoming.synapses.isEmpty {
      var part = Part(incoming, shape: simulation.network.shape(of: incoming.source))
      if case .layer(let source) = incoming.source {
        // Along a loop the spikes of the step before arrive.
        let events = raster.events(of: source, at: source >= layer ? step - 1 : step)
        let arrived = incoming.synapses.compactMap { synapse -> Arrival? in
          let value = events.value(of: synapse.source)
          return value == 0
            ? nil
            : Arrival(layer: source, unit: synapse.source, weight: synapse.weight, value: value)
        }
        part.arrived = arrived.count
        arrivals += arrived
      }
      parts.append(part)
    }
    self.parts = parts
    self.arrivals = arrivals.sorted { abs($0.current) > abs($1.current) }
    constantCurrent =
      step > 0 ? simulation.constantCurrent(of: unit, in: layer, atStep: step) : 0
  }

  /// Σ of what arrived, in double precision.
  package var arrivedCurrent: Float {
    Float(arrivals.reduce(0.0) { $0 + Double($1.current) })
  }
}

extension ReceptiveField.Part {
  fileprivate init(_ incoming: IncomingSynapses, shape: MapShape) {
    source = incoming.source
    self.shape = shape
    synapses = incoming.synapses.count
    var weights = Array(repeating: Float(0), count: shape.pixels)
    var (firstRow, lastRow, firstColumn, lastColumn) = (shape.height - 1, 0, shape.width - 1, 0)
    for synapse in incoming.synapses {
      let place = shape.coordinates(ofIndex: synapse.source)
      weights[place.row * shape.width + place.column] += synapse.weight
      (firstRow, lastRow) = (min(firstRow, place.row), max(lastRow, place.row))
      (firstColumn, lastColumn) = (min(firstColumn, place.column), max(lastColumn, place.column))
    }
    self.weights = weights
    (rows, columns) = (firstRow...lastRow, firstColumn...lastColumn)
    let (height, width) = (rows.count, columns.count)
    var channelWeights = Array(repeating: Float(0), count: shape.channels * height * width)
    for synapse in incoming.synapses {
      let place = shape.coordinates(ofIndex: synapse.source)
      let row = place.channel * height + place.row - firstRow
      channelWeights[row * width + place.column - firstColumn] += synapse.weight
    }
    self.channelWeights = channelWeights
  }
}
