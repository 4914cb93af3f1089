import Foundation
import Networks
import SpikeFiles
import Testing

/// What other programs count from, and in what units: read, guessed aloud, or asked for.
@Suite struct SpikeCountingTests {
  /// Steps and unit numbers of a population.
  private func fired(_ spikes: ImportedSpikes, of layer: Int = 0) -> [[Int]] {
    let neurons = spikes.populations[layer].shape.count
    return (1...spikes.source.lastStep).flatMap { step in
      let words = spikes.source.step(step, of: layer).words
      return (0..<neurons).filter { words[$0 / 64] >> UInt64($0 % 64) & 1 == 1 }.map { [step, $0] }
    }
  }

  @Test(arguments: [
    "timestamps population node_ids\n12.5 v1 0\n13.0 v1 4\n13.0 lgn 2\n",
    "timestamps,population,node_ids\n12.5,v1,0\n13.0,v1,4\n13.0,lgn,2\n",
    "node_ids;population;timestamps\n0;v1;12.5\n4;v1;13.0\n2;lgn;13.0\n",
    "\u{FEFF}timestamps\tpopulation\tnode_ids\r\n12.5\tv1\t0\r\n13\t\"v1\"\t4\r\n13\tlgn\t2\r\n",
  ])
  func tablesOfBMTKAreRead(text: String) throws {
    let spikes = try spikes(text)
    #expect(spikes.populations.map(\.name) == ["v1", "lgn"])
    #expect(spikes.stepLength == 0.5)
    #expect(fired(spikes, of: 0) == [[25, 0], [26, 4]])
    #expect(fired(spikes, of: 1) == [[26, 2]])
  }

  @Test(arguments: [
    "t,i\n0.0125,0\n0.013,4\n", "# NEST version: 3\nsender\ttime_ms\n0\t12.5\n4\t13.0\n",
    "senders,times\n0,12.5\n4,13\n",
  ])
  func tablesOfBrianAndNESTAreRead(text: String) throws {
    let spikes = try spikes(text)
    #expect(fired(spikes) == [[25, 0], [26, 4]])
  }

  @Test(arguments: ["time,neuron\n12.5,0\n", "id times\n0 12.5\n", "spike_time,gid\n1,2\n"])
  func aColumnThatMayBeInAnyUnitIsAskedAbout(text: String) throws {
    let error = try #require(throws: SpikeFileError.self) { try spikes(text) }
    #expect(error.problem.contains("--time-unit"))
    #expect(try spikes(text, SpikeReading(timeUnit: .milliseconds)).source.count == 1)
    let inSeconds = try spikes(text, SpikeReading(timeUnit: .seconds))
    #expect(inSeconds.source.lastStep >= 1000)
  }

  /// A spike in step 0 says that steps are counted from there: nothing is shifted or merged.
  @Test(arguments: ["step,neuron\n0,1\n1,1\n5,0\n", "t,i\n0,1\n0.001,1\n0.005,0\n"])
  func stepsFromZeroAreNotMerged(text: String) throws {
    let spikes = try spikes(text)
    #expect(fired(spikes) == [[1, 1], [2, 1], [6, 0]])
    #expect(spikes.firstStep == 0)
    #expect(spikes.notes.contains { $0.hasPrefix("steps are counted from 0") })
  }

  @Test func whatTheUserSaysIsDoneAndWhatItCostsIsCounted() throws {
    let text = "step,neuron\n0,1\n1,1\n5,3\n"
    let dropped = try spikes(text, SpikeReading(firstStep: 1, firstNeuron: 1))
    #expect(fired(dropped) == [[1, 0], [5, 2]])
    #expect(dropped.notes.contains { $0.hasPrefix("1 spikes come before the first step") })
    #expect(!dropped.notes.contains { $0.contains("nobody says") })
    let error = try #require(throws: SpikeFileError.self) {
      try spikes(text, SpikeReading(firstNeuron: 2))
    }
    #expect(error.problem.contains("--first-id 2"))
  }

  @Test(arguments: [
    "step,neuron\n1.5,2\n", "step,neuron\n1,2.5\n", "step,neuron\n1,-2\n", "t,i\nnan,1\n",
    "step,neuron\n99999999999,1\n", "step,neuron\n1,67108865\n", "step,neuron\n1,30000000\n",
    "1,2.0\n", "a b\n3 1.0\n",
  ])
  func impossibleNumbersAreRefusedInALine(text: String) throws {
    let error = try #require(throws: SpikeFileError.self) { try spikes(text) }
    #expect(error.kind == .malformed && !error.description.contains("\n"))
  }

  /// What contradicts the file, or is about something that it has not, is refused with both.
  @Test(arguments: [
    ("time_ms,neuron\n1,1\n", SpikeReading(timeUnit: .seconds), "column 'time_ms' says ms"),
    ("t_s neuron\n1 1\n", SpikeReading(timeUnit: .microseconds), "column 't_s' says s"),
    ("step,neuron\n1,1\n", SpikeReading(timeUnit: .seconds), "but the file counts steps"),
    ("step,neuron\n1,1\n", SpikeReading(axes: RasterAxes("tn")), "but the file lists spikes"),
    ("1 1.0\n", SpikeReading(axes: RasterAxes("tn")), "but the file lists spikes"),
  ])
  func whatTheUserSaysMustBeSo(text: String, reading: SpikeReading, problem: String) throws {
    let error = try #require(throws: SpikeFileError.self) { try spikes(text, reading) }
    #expect(error.kind == .unsuitable && error.problem.contains(problem), "\(error)")
  }

  @Test(arguments: ["time_ms,neuron\n1,1\n", "timestamps node_ids\n1 1\n", "1 1.0\n"])
  func whatTheUserSaysMayBeWhatTheFileSays(text: String) throws {
    #expect(try spikes(text, SpikeReading(timeUnit: .milliseconds)).source.count == 1)
  }

  @Test(arguments: ["step,step,neuron\n1,2,0\n", "neuron,step,neuron\n1,2,1\n"])
  func aColumnTwiceIsRefused(text: String) throws {
    let error = try #require(throws: SpikeFileError.self) { try spikes(text) }
    #expect(error.kind == .malformed && error.problem.contains("twice"))
  }

  /// Of several columns that say when or who, it is said which one is not read.
  @Test func columnsThatAreNotReadAreNamed() throws {
    let both = try spikes("step,time_ms,neuron,gid\n1,7.5,0,8\n")
    #expect(fired(both) == [[1, 0]])
    #expect(both.notes.contains { $0.hasPrefix("column 'gid' is not read") })
    #expect(both.stepLength == 7.5)
    let own = try spikes("step,time_ms,layer,neuron\n1,1.0,a,0\n")
    #expect(!own.notes.contains { $0.contains("not read") })
  }

  /// How large a layer is nobody says in a list of spikes.
  @Test func guessedSizesAreSaid() throws {
    #expect(try spikes("step,neuron\n1,3\n").notes.contains { $0.contains("-- NETWORK") })
  }

  /// Memory and time follow the spikes, not the largest numbers.
  @Test func manyLayersAndFarStepsCostLittle() throws {
    let layers = try spikes(
      "step,layer,neuron\n" + (1...20_000).map { "\($0 % 9 + 1),layer\($0),3\n" }.joined())
    #expect(layers.populations.count == 20_000)
    let far = try spikes("step,neuron\n67108864,1\n1,0\n")
    #expect(far.source.lastStep == 67_108_864)
    #expect(far.source.nextStep(from: 2) == 67_108_864)
  }
}

/// What the axes of rasters are.
@Suite struct RasterAxesTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "References/Cases/23-zero-based-times")

  private func read(_ name: String, _ axes: String? = nil) throws -> ImportedSpikes {
    try SpikeReader.spikes(
      at: Self.folder.appending(path: name).path,
      reading: SpikeReading(axes: axes.flatMap { RasterAxes($0) }))
  }

  private func words(_ spikes: ImportedSpikes) -> [[UInt64]] {
    (1...spikes.source.lastStep).map { spikes.source.step($0, of: 0).words }
  }

  /// A list from 0, the same as a raster, and in a batch of one: 57 spikes in 20 steps.
  @Test(arguments: [
    ("zero-based.npz", nil), ("brian.npz", nil), ("raster.npz", "tn"), ("raster-btn.npz", "btn"),
  ])
  func theSameSpikesInManyShapes(name: String, axes: String?) throws {
    let spikes = try read(name, axes)
    #expect(spikes.source.count == 57)
    #expect(spikes.source.lastStep == 20)
    #expect(words(spikes) == words(try read("raster.npz")))
  }

  @Test(arguments: ["raster-btn.npz", "raster-batch4.npz"])
  func anAxisThatMayBeABatchIsAskedAbout(name: String) throws {
    let error = try #require(throws: SpikeFileError.self) { try read(name) }
    #expect(error.problem.contains("--axes"))
  }

  @Test func oneImageOfABatchIsChosen() throws {
    #expect(throws: SpikeFileError.self) { try read("raster-batch4.npz", "tbn") }
    #expect(throws: SpikeFileError.self) { try read("raster-batch4.npz", "tb4n") }
    #expect(throws: SpikeFileError.self) { try read("raster-batch4.npz", "tn") }
    #expect(
      try (0..<4).map { try read("raster-batch4.npz", "tb\($0)n").source.count }.reduce(0, +)
        == 231)
  }

  @Test(arguments: ["", "n", "t", "tt", "tnn", "tnc", "tch", "tbbn", "xn", "t1n", "tbn0", "tbchwn"])
  func whatNamesNoAxesIsRefused(text: String) {
    #expect(RasterAxes(text) == nil)
  }

  @Test(arguments: ["tn", "nt", "tbn", "b2tn", "thw", "tchw", "btchw", "chwt"])
  func axesAreWrittenAsTheyAreRead(text: String) throws {
    #expect(try #require(RasterAxes(text)).text == text)
  }
}
