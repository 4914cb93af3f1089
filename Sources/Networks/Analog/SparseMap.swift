/// A linear map without trained weights, each of whose results is a sum of few units.
///
/// Selections, permutations, copies, zeros between units, interpolations: whatever a model file
/// does with the order of numbers. All is in the order of unit numbers.
package struct SparseMap: Equatable, Sendable {
  /// How many units it takes.
  package let sourceCount: Int

  /// Of the result.
  package let target: MapShape

  /// Where the terms of each unit of the result begin; one entry more than units.
  package let starts: [Int32]

  /// The unit that each term reads.
  package let sources: [Int32]

  /// The weight of each term; `nil` stands for ones.
  package let weights: [Float]?

  /// Every unit of the result is one unit, or zero.
  ///
  /// - Parameter origins: Per unit of the result which unit it is; -1 for zero.
  package init(selecting origins: [Int32], of sourceCount: Int, target: MapShape) {
    precondition(origins.count == target.count, "\(origins.count) origins for \(target)")
    var starts: [Int32] = [0]
    starts.reserveCapacity(origins.count + 1)
    var next: Int32 = 0
    for origin in origins {
      precondition(origin < sourceCount, "unit \(origin) of \(sourceCount)")
      if origin >= 0 { next += 1 }
      starts.append(next)
    }
    self.init(
      sourceCount: sourceCount, target: target, starts: starts,
      sources: next == origins.count ? origins : origins.filter { $0 >= 0 }, weights: nil)
  }

  /// - Precondition: The lists fit together, and every source is one of the units.
  package init(
    sourceCount: Int, target: MapShape, starts: [Int32], sources: [Int32], weights: [Float]?
  ) {
    precondition(starts.count == target.count + 1 && Int(starts[target.count]) == sources.count)
    precondition(weights.map { $0.count == sources.count } ?? true, "one weight per term")
    self.sourceCount = sourceCount
    self.target = target
    self.starts = starts
    self.sources = sources
    self.weights = weights
  }

  /// The terms of a unit of the result, as positions in `sources` and `weights`.
  package func terms(of unit: Int) -> Range<Int> { Int(starts[unit])..<Int(starts[unit + 1]) }

  /// The largest number of terms of one unit.
  package var largestFanIn: Int {
    (0..<target.count).reduce(0) { max($0, terms(of: $1).count) }
  }

  /// Whether every unit of the result is one unit, or zero.
  var isSelection: Bool { weights == nil && largestFanIn <= 1 }

  /// The channels of the result in which something reads some of the units; empty for none.
  func channels(readingUnits units: Range<Int>) -> Range<Int> {
    let reading = (0..<target.count).lazy.filter { unit in
      terms(of: unit).contains { units.contains(Int(sources[$0])) }
    }
    guard let first = reading.first else { return 0..<0 }
    let last = (first..<target.count).last { unit in
      terms(of: unit).contains { units.contains(Int(sources[$0])) }
    }
    return first / target.pixels..<(last ?? first) / target.pixels + 1
  }

  /// The map that is a selection and then this one.
  ///
  /// - Precondition: `earlier` is a selection, of as many units as this takes.
  func behind(_ earlier: SparseMap) -> SparseMap {
    precondition(earlier.isSelection && earlier.target.count == sourceCount, "another map")
    var (starts, sources): ([Int32], [Int32]) = ([0], [])
    var weights: [Float]? = weights.map { _ in [] }
    starts.reserveCapacity(target.count + 1)
    for unit in 0..<target.count {
      for term in terms(of: unit) {
        guard let origin = earlier.terms(of: Int(self.sources[term])).first else { continue }
        sources.append(earlier.sources[origin])
        if let weight = self.weights?[term] { weights?.append(weight) }
      }
      starts.append(Int32(sources.count))
    }
    return SparseMap(
      sourceCount: earlier.sourceCount, target: target, starts: starts, sources: sources,
      weights: weights)
  }

  /// The same, with its result as some channels of a larger map.
  func placed(firstChannel: Int, of shape: MapShape) -> SparseMap {
    let before = firstChannel * target.pixels
    let behind = shape.count - before - target.count
    precondition(behind >= 0, "\(target) from channel \(firstChannel) on of \(shape)")
    return SparseMap(
      sourceCount: sourceCount, target: shape,
      starts: Array(repeating: 0, count: before) + starts
        + Array(repeating: starts[target.count], count: behind),
      sources: sources, weights: weights)
  }

  var traits: AnalogTraits {
    AnalogTraits(
      stem: "map", title: "map", role: .routing, spikingForm: .linear(.sparse(self)),
      shape: { inputs in inputs.count == 1 && inputs[0].count == sourceCount ? target : nil }
    ).with { $0.fanIn = .values(weights == nil ? 1 : largestFanIn) }
  }

  var synapticTraits: SynapticTraits {
    .rearrangement(stem: "map", nirForm: .missing("it has no selection of units"))
  }
}
