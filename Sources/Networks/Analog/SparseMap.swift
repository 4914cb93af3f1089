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
