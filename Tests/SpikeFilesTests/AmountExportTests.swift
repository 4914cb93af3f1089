import Networks
import SpikeFiles
import SpikingEngine
import Testing

/// Amounts, of which a few bytes stand for many spikes.
@Suite struct AmountExportTests {
  private static let network = SpikingNetwork(
    name: "bursts", inputShape: MapShape(channels: 1),
    layers: [
      SpikingLayer(
        name: "fc1", shape: MapShape(channels: 64),
        neuron: .burst(threshold: 0.5, maximumSpikes: 255), projections: [])
    ], coding: .rate)

  /// All neurons fire 200 spikes at once in every step.
  private struct Bursts: SpikeSource {
    let lastStep = 5
    var isGrowing: Bool { false }
    func step(_ step: Int, of layer: Int) -> ReplayedStep {
      ReplayedStep(words: [.max], values: [100])
    }
  }

  private let part = SpikeExport(layers: [0], steps: 1...5, milliseconds: 1)

  @Test(arguments: [(false, 64_000), (true, 63_680)])
  func rowsAreCountedBeforeTheyAreWritten(isStream: Bool, rows: Int) throws {
    let check = { (limit: Int) in
      try part.checkRows(
        of: Bursts(), in: Self.network, isStream: isStream, path: "a.snn", limit: limit)
    }

    try check(rows)
    let error = try #require(throws: SpikeFileError.self) { try check(rows - 1) }
    #expect(error.description.hasPrefix("a.snn: 320 events are 64,000 spikes"), "\(error)")
    #expect(error.description.contains("--steps or --layers"))
  }

  /// Takes note of how much comes at once.
  private struct Portions: SpikeWriter {
    var sizes: [Int] = []
    var neurons: [Int] = []
    mutating func write(_ neurons: [Int], of population: Int, atStep step: Int, time: Double) {
      sizes.append(neurons.count)
      if step == 1 { self.neurons += neurons }
    }
    func finish() {}
  }

  @Test func manySpikesComeInPortions() throws {
    var portions = Portions()

    let outcome = try part.write(Bursts(), of: Self.network, to: &portions)

    #expect(outcome.spikes == 64_000 && portions.sizes.reduce(0, +) == 64_000)
    #expect(portions.sizes.allSatisfy { (1...12_800).contains($0) })
    #expect(portions.neurons == (0..<64).flatMap { Array(repeating: $0, count: 200) })
  }
}
