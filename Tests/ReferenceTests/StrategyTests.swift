import Proofs
import SpikingEngine
import Testing

/// Whole trained networks, with each way to deliver events forced upon every convolution.
@Suite struct StrategyTests {
  /// Bistable neurons have no whole numbers.
  private static let ways: [(method: String, precision: Precision)] = [
    ("robust", .fp32), ("robust", .q15), ("robust", .int8), ("bistable8", .fp32),
  ]

  @Test(arguments: ReferenceNetwork.allCases, ways)
  func strategiesAndThreadsChangeNoBit(
    reference: ReferenceNetwork, way: (method: String, precision: Precision)
  ) throws {
    let (method, precision) = way
    let name = "strategies of \(reference), \(method), \(precision)"
    guard let files = reference.files(for: name) else { return }
    let bench = try ReferenceBench(model: files.model, images: files.images)
    let thresholds = try reference.fixtures().array("\(method).theta").floats
    let packed = try bench.packed(method, thresholds: thresholds).rounded(to: precision)
    let image = try bench.input(1)
    let steps = 40
    var plain = Simulation(packed, stimulus: .image(image))
    let single = Engine()
    for _ in 0..<steps { plain.advance(by: 1, on: single) }
    for strategy in ConvolutionStrategy.allCases {
      for threads in [1, 2, 3] {
        var forced = Simulation(packed.delivering(by: strategy), stimulus: .image(image))
        forced.advance(by: steps, on: Engine(threads: threads))
        for (one, other) in zip(plain.populations, forced.populations) {
          #expect(
            one.membranePotential.map(\.bitPattern) == other.membranePotential.map(\.bitPattern)
              && one.output == other.output, "\(strategy) on \(threads) threads")
        }
      }
    }
  }
}
