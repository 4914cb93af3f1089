import Networks
import SpikeKernels

/// One-to-one synapses: each unit reaches at most one unit, by a factor of its own or its channel.
///
/// Zero padding, parts of a concatenation, scales and channel-wise affine maps.
package struct OneToOneSynapses: EventwiseSynapses {
  package let source: MapShape
  package let target: MapShape

  /// Where each source unit goes, in channels-last order.
  private let destinations: [Int32]

  /// Where each target unit's events come from; -1 where none arrive.
  private let origins: [Int32]

  /// One factor per channel, or per source unit; `nil` stands for ones.
  private let factor: [Float]?

  /// One offset per channel, or per unit; `nil` stands for zeros.
  private let offset: [Float]?

  /// - Parameter destination: Channel, row and column of the target for those of the source.
  init(
    source: MapShape, target: MapShape,
    destination: (_ channel: Int, _ row: Int, _ column: Int) -> (Int, Int, Int)
  ) {
    self.source = source
    self.target = target
    let destinations = (0..<source.count).map { index in
      let unit = source.coordinates(ofIndex: index)
      let (channel, row, column) = destination(unit.channel, unit.row, unit.column)
      return Int32(target.populationIndex(channel: channel, row: row, column: column))
    }
    var origins = Array(repeating: Int32(-1), count: target.count)
    for (index, destination) in destinations.enumerated() {
      origins[Int(destination)] = Int32(index)
    }
    self.destinations = destinations
    self.origins = origins
    factor = nil
    offset = nil
  }

  init(_ affine: ChannelAffine, shape: MapShape) {
    precondition(affine.factor.count == shape.channels, "one factor per channel")
    source = shape
    target = shape
    destinations = (0..<shape.count).map { Int32($0) }
    origins = destinations
    factor = affine.factor
    offset = affine.offset
  }

  init(_ affine: UnitAffine, shape: MapShape) {
    precondition(affine.factor.count == shape.count, "one factor per unit")
    source = shape
    target = shape
    destinations = (0..<shape.count).map { Int32($0) }
    origins = destinations
    factor = shape.populationOrder(affine.factor)
    offset = shape.populationOrder(affine.offset)
  }

  /// - Parameter factors: One per unit.
  init(scale factors: [Float], shape: MapShape) {
    precondition(factors.count == shape.count, "one factor per unit")
    source = shape
    target = shape
    destinations = (0..<shape.count).map { Int32($0) }
    origins = destinations
    factor = factors
    offset = nil
  }

  package func add<Sum: Accumulator>(
    _ events: sk_events, to currents: UnsafeMutablePointer<Sum>
  ) {
    destinations.withUnsafeBufferPointer { destinations in
      events.forEach(pixels: source.height * source.width) { source, value in
        currents[Int(destinations[source])] += Sum(value) * Sum(weight(of: source))
      }
    }
  }

  package var commonFactor: (value: Float, count: Int)? {
    factor == nil && offset == nil ? (1, 1) : nil
  }

  package func addBias(to currents: inout [Float]) {
    guard let offset else { return }
    for index in currents.indices { currents[index] += offset[index % offset.count] }
  }

  package func incoming(of target: Int) -> [Synapse] {
    let source = Int(origins[target])
    guard source >= 0 else { return [] }
    return [Synapse(source: source, weight: weight(of: source))]
  }

  package func fanOut(of source: Int) -> Int { 1 }

  package var isWeighted: Bool { false }

  package var kernelName: String { "relay" }

  private func weight(of source: Int) -> Float {
    factor.map { $0[source % $0.count] } ?? 1
  }
}
