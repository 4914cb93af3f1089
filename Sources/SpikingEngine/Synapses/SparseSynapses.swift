import Networks
import SpikeKernels

/// Synapses without trained weights from each unit to a list of others.
///
/// Selections, permutations, copies and interpolations of maps.
package struct SparseSynapses: EventwiseSynapses {
  package let source: MapShape
  package let target: MapShape

  /// By source, for events.
  private let outgoing: Lists
  /// By target, for those who ask where a current comes from.
  private let arriving: Lists

  /// Lists of weighted indices in channels-last order, one behind the other.
  private struct Lists: Sendable {
    /// Where each list begins; one entry more than lists.
    var starts: [Int32]
    var indices: [Int32]
    /// `nil` stands for ones.
    var weights: [Float]?

    subscript(list: Int) -> Range<Int> { Int(starts[list])..<Int(starts[list + 1]) }

    func weight(_ position: Int) -> Float { weights?[position] ?? 1 }
  }

  /// - Precondition: `source` has the units that the map takes.
  init(_ map: SparseMap, source: MapShape) {
    precondition(source.count == map.sourceCount, "\(map.sourceCount) units of \(source)")
    self.source = source
    target = map.target
    var arriving = Lists(starts: [0], indices: [], weights: map.weights.map { _ in [] })
    for index in 0..<target.count {
      let terms = map.terms(of: target.unitNumber(ofIndex: index)).map { term in
        (source.populationIndex(ofUnit: Int(map.sources[term])), map.weights?[term] ?? 1)
      }
      for (origin, weight) in terms.sorted(by: { $0.0 < $1.0 }) {
        arriving.indices.append(Int32(origin))
        arriving.weights?.append(weight)
      }
      arriving.starts.append(Int32(arriving.indices.count))
    }
    self.arriving = arriving
    outgoing = Self.turned(arriving, count: source.count)
  }

  /// The same connections, listed by their other end.
  private static func turned(_ lists: Lists, count: Int) -> Lists {
    var starts = Array(repeating: Int32(0), count: count + 1)
    for index in lists.indices { starts[Int(index) + 1] += 1 }
    for list in 0..<count { starts[list + 1] += starts[list] }
    var next = starts
    var indices = Array(repeating: Int32(0), count: lists.indices.count)
    var weights = lists.weights
    for list in 0..<(lists.starts.count - 1) {
      for position in lists[list] {
        let place = Int(next[Int(lists.indices[position])])
        next[Int(lists.indices[position])] += 1
        indices[place] = Int32(list)
        weights?[place] = lists.weight(position)
      }
    }
    return Lists(starts: starts, indices: indices, weights: weights)
  }

  package func add<Sum: Accumulator>(
    _ events: sk_events, to currents: UnsafeMutablePointer<Sum>
  ) {
    events.forEach(pixels: source.height * source.width) { source, value in
      for position in outgoing[source] {
        currents[Int(outgoing.indices[position])] += Sum(value) * Sum(outgoing.weight(position))
      }
    }
  }

  package var commonFactor: (value: Float, count: Int)? {
    guard arriving.weights == nil else { return nil }
    return (1, (0..<target.count).reduce(1) { max($0, arriving[$1].count) })
  }

  package func addBias(to currents: inout [Float]) {}

  package func incoming(of target: Int) -> [Synapse] {
    arriving[target].map {
      Synapse(source: Int(arriving.indices[$0]), weight: arriving.weight($0))
    }
  }

  package func fanOut(of source: Int) -> Int { outgoing[source].count }

  package var isWeighted: Bool { false }

  package var kernelName: String { "route" }
}
