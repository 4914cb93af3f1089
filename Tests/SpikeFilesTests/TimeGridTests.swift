import Foundation
import Networks
import OutputFiles
import SpikeFiles
import SpikingEngine
import Testing

/// How times become steps where nobody says how long a step is.
@Suite struct TimeGridTests {
  private static let lengths = [1, 0.5, 0.25, 0.2, 0.1, 0.05, 0.025, 0.02, 0.01]

  /// Spikes of one neuron at times in ms.
  private func spikes(_ times: [Double]) throws -> ImportedSpikes {
    let folder = try SpikeFolder()
    let text = "time_ms,neuron\n" + times.map { "\($0),0\n" }.joined()
    try Data(text.utf8).write(to: URL(filePath: folder.file("spikes")))
    return try SpikeReader.spikes(at: folder.file("spikes"))
  }

  private func expectKept(_ times: [Double], in length: Double) throws {
    let read = try spikes(times)
    #expect(read.stepLength == length, "\(times[0]) in \(length)")
    #expect(read.source.count == times.count, "\(times[0]) in \(length)")
    #expect(!read.notes.contains { $0.contains("rounded") })
  }

  /// However late they come, up to the last step that there may be.
  @Test(arguments: lengths)
  func timesStayApart(length: Double) throws {
    let latest = Double((1 << 26) - 20) * length
    for start in [1, 1000, 49_999, 600_000, 3_000_000, 60_000_000] as [Double]
    where start < latest {
      try expectKept((0..<20).map { start + Double($0) * length }, in: length)
    }
  }

  /// The same of times of single precision, as far as that tells them apart, rounded to it or
  /// computed in it.
  @Test(arguments: lengths)
  func timesOfSinglePrecisionStayApart(length: Double) throws {
    for start in [1, 1000, 9000, 49_999, 600_000, 3_000_000] as [Float]
    where Double(start.ulp) * 8 <= length {
      let rounded = (0..<20).map { Double(Float(Double(start) + Double($0) * length)) }
      try expectKept(rounded, in: length)
      let computed = (0..<20).map { Double(start + Float($0) * Float(length)) }
      try expectKept(computed, in: length)
    }
  }

  /// What single precision still tells apart at a late time is not merged.
  @Test func lateTimesOfSinglePrecisionAreThemselves() throws {
    try expectKept([3_000_000, 3_000_000.25], in: 0.25)
    try expectKept([3_000_000.25], in: 0.25)
    try expectKept([2_000_000.5], in: 0.5)
    try expectKept([16_777_217, 16_777_216], in: 1)
  }

  @Test(arguments: [[1.003, 2], [0.37, 0.114], [3_000_000.003, 1], [2_097_152.125, 1]])
  func timesThatNoStepKeepsAreSaidToBeRounded(times: [Double]) throws {
    let read = try spikes(times)
    #expect(read.stepLength == 1)
    #expect(
      read.notes.contains {
        $0.hasPrefix("a step is 1.0 ms (--dt), to which times are rounded, by up to ")
      })
  }
}

/// How long a run is, and when it begins, behind a file that says so.
@Suite struct RunLengthTests {
  /// One neuron that fires in some steps.
  private struct Train: SpikeSource {
    let lastStep: Int
    var isGrowing: Bool { false }
    let steps: Set<Int>

    func step(_ step: Int, of layer: Int) -> ReplayedStep {
      steps.contains(step)
        ? ReplayedStep(words: [1], values: [1]) : ReplayedStep(words: [0], values: [])
    }
  }

  private static let network = SpikingNetwork(
    name: "one", inputShape: MapShape(channels: 1),
    layers: [
      SpikingLayer(
        name: "a", shape: MapShape(channels: 1),
        neuron: .integrateAndFire(threshold: 1, reset: .bySubtraction), projections: [])
    ], coding: .rate)

  private func roundTrip(
    _ train: Train, firstStep: Int = 1, dt: Double, told: Double?
  ) throws -> ImportedSpikes {
    let folder = try SpikeFolder()
    let path = folder.file("spikes.npz")
    let part = SpikeExport(
      layers: [0], steps: 1...train.lastStep, milliseconds: dt, firstStep: firstStep)
    var writer = NPZSpikeWriter(
      SpikeOutput(try OutputFile(path).stage()),
      populations: [SpikePopulation(name: "a", neurons: 1)], of: part)
    _ = try part.write(train, of: Self.network, to: &writer)
    try writer.finish()
    return try SpikeReader.spikes(at: path, reading: SpikeReading(stepLength: told))
  }

  /// All trains of four steps, wherever they begin: what is silent in front and behind stays.
  @Test(arguments: [0, 1, 2, 7], [1, 0.1, 2.5])
  func silentStepsComeBack(firstStep: Int, dt: Double) throws {
    for bits in 0..<16 {
      let train = Train(lastStep: 4, steps: Set((1...4).filter { bits >> ($0 - 1) & 1 == 1 }))
      let read = try roundTrip(train, firstStep: firstStep, dt: dt, told: dt)
      #expect(read.source.lastStep == 4 && read.firstStep == firstStep)
      #expect(
        (1...4).filter { read.source.step($0, of: 0).words == [1] } == train.steps.sorted())
      #expect(!read.notes.contains { $0.contains("since the file has no length") })
    }
  }

  /// The end of what was observed tells how long a step is where the spikes do not.
  @Test func theEndIsKept() throws {
    let read = try roundTrip(
      Train(lastStep: 7, steps: [2, 4]), dt: 0.5, told: nil)
    #expect(read.stepLength == 0.5 && read.source.lastStep == 7)
  }

  @Test func anEndBetweenStepsIsRoundedAsSpikesAre() throws {
    let read = try roundTrip(
      Train(lastStep: 7, steps: [2, 4]), dt: 0.5, told: 1)
    #expect(read.stepLength == 1 && read.source.lastStep == 4)
    #expect((1...4).filter { read.source.step($0, of: 0).words == [1] } == [1, 2])
  }

  @Test func aFileWithoutLengthIsSaidToEndWithItsLastSpike() throws {
    let folder = try SpikeFolder()
    try Data("step,neuron\n1,0\n5,0\n".utf8).write(to: URL(filePath: folder.file("a")))
    #expect(
      try SpikeReader.spikes(at: folder.file("a")).notes[0]
        == "2 spikes in 5 steps, up to the last spike, since the file has no length")
  }
}
