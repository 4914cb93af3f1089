import Foundation
import Networks
import OutputFiles
import SpikeFiles
import SpikingEngine
import Testing

/// Every column of a table is obeyed, named in a note, or the reason why the table is refused.
@Suite struct TableColumnTests {
  /// The spikes as this program writes them.
  private func exported(_ spikes: ImportedSpikes) throws -> String {
    let folder = try SpikeFolder()
    let path = folder.file("own.csv")
    let layers = spikes.populations.indices
    let network = SpikingNetwork(
      name: "table", inputShape: MapShape(channels: 1),
      layers: spikes.populations.map {
        SpikingLayer(
          name: $0.name, shape: $0.shape,
          neuron: .integrateAndFire(threshold: 1, reset: .bySubtraction), projections: [])
      }, coding: .rate)
    let part = SpikeExport(
      layers: Array(layers), steps: 1...spikes.source.lastStep, milliseconds: spikes.stepLength,
      firstStep: spikes.firstStep)
    var writer = try CSVSpikeWriter(
      SpikeOutput(try OutputFile(path).stage()),
      populations: spikes.populations.map {
        SpikePopulation(name: $0.name, neurons: $0.shape.count)
      })
    _ = try part.write(spikes.source, of: network, to: &writer)
    try writer.finish()
    return try String(contentsOfFile: path, encoding: .utf8)
  }

  /// Whatever steps are long and wherever their times begin.
  @Test(
    arguments: [
      "time_ms,layer,neuron\n0.1,v,0\n0.2,v,3\n", "time_ms,layer,neuron\n2.5,v,0\n10,v,3\n",
      "time_ms,layer,neuron\n0,v,0\n0.25,v,3\n", "time_ms,layer,neuron\n3,v,0\n",
      "step,layer,neuron\n1,v,0\n7,v,1\n", "step,layer,neuron\n0,v,0\n7,v,1\n",
    ], [nil, 0.025])
  func whatThisProgramWritesIsReadAsItWas(text: String, dt: Double?) throws {
    let first = try spikes(text, SpikeReading(stepLength: dt))
    let own = try exported(first)

    let second = try spikes(own)

    #expect(try exported(second) == own)
    #expect(own.contains("\n1,0.0,") || second.stepLength == first.stepLength)
    #expect(!second.notes.contains { $0.contains("not read") })
  }

  @Test(arguments: [
    ("step,time_ms,neuron\n1,0.1,0\n2,0.2,3\n", 0.1),
    ("neuron,time_s,step\n0,0.002,1\n3,0.004,2\n", 2),
    ("time_us,step,id\n500,5,0\n700,7,3\n", 0.1), ("step,t_ms,neuron\n4,10,0\n", 2.5),
    ("step,time_ms,neuron\n1,0.33,0\n2,0.67,0\n300,100,0\n", 0.333333),
  ])
  func timesBesideStepsSayHowLongAStepIs(text: String, length: Double) throws {
    let read = try spikes(text)
    #expect(abs(read.stepLength - length) < 1e-4 * length)
    #expect(read.notes.contains { $0.hasPrefix("a step is ") && $0.contains("column 't") })
  }

  @Test(arguments: [
    "step,time_ms,layer,neuron\n1,5,v,0\n2,9,v,0\n", "step,time_ms,neuron\n1,2,0\n2,1,0\n",
    "step,time_ms,neuron\n1,2,0\n1,3,0\n", "step,time_ms,neuron\n1,1,0\n2,2,0\n3,3.5,0\n4,4,0\n",
    "step,time_ms,neuron\n1,1,0\n2,1,0\n", "step,time_ms,neuron\n1,1,0\n2,inf,0\n",
    "step,time_ms,neuron\n1,,0\n",
  ])
  func timesThatContradictStepsAreRefused(text: String) throws {
    let error = try #require(throws: SpikeFileError.self) { try spikes(text) }
    #expect(error.kind == .malformed && !error.description.contains("\n"))
  }

  @Test func aLengthOfAStepThatTheTimesContradictIsRefused() throws {
    let text = "step,time_ms,neuron\n1,0.1,0\n2,0.2,3\n"
    #expect(try spikes(text, SpikeReading(stepLength: 0.1)).source.count == 2)
    let error = try #require(throws: SpikeFileError.self) {
      try spikes(text, SpikeReading(stepLength: 1))
    }
    #expect(error.kind == .unsuitable && error.problem.contains("--dt"))
  }

  @Test(arguments: [
    "time_us", "channel", "sensor", "weight", "y", "trial", "image", "batch", "layer2", "",
  ])
  func aColumnThatIsNotReadIsNamed(name: String) throws {
    let text = "t_ms,neuron,\(name)\n1,0,7\n2,0,7\n"
    #expect(try spikes(text).notes.contains { $0.hasPrefix("column '\(name)' is not read") })
  }

  @Test(arguments: ["spikes", "spike", "fired", "count", "Sign"], ["step", "t_ms"])
  func aLineOfNoSpikeIsNone(name: String, time: String) throws {
    for (none, one) in [("0", "1"), ("False", "True"), ("0.0", "1.0"), ("0", "3")] {
      let text = "\(time),layer,neuron,\(name)\n1,v,0,\(none)\n2,v,1,\(one)\n3,v,0,\(none)\n"
      let read = try spikes(text)
      #expect(read.source.count == 1)
      #expect(read.source.step(2, of: 0).words == [2])
      #expect(read.source.lastStep == (time == "step" ? 3 : 2))
      #expect(read.notes.contains { $0.contains("neither 0 nor 1") } == (one == "3"))
    }
  }

  /// A table of all steps says how they are counted, whether a neuron fires in the first or not.
  @Test func aSilentStepZeroCountsFromZero() throws {
    let read = try spikes("step,neuron,spikes\n0,0,0\n1,0,1\n2,0,0\n")
    #expect(read.firstStep == 0 && read.source.lastStep == 3)
    #expect(read.source.step(2, of: 0).words == [1])
  }

  @Test(arguments: ["-1", "0.5", "nan", "", "x", "1e300"])
  func whatIsNoNumberOfSpikesIsRefused(value: String) throws {
    let error = try #require(throws: SpikeFileError.self) {
      try spikes("step,neuron,spikes\n1,0,1\n2,0,\(value)\n")
    }
    #expect(error.kind == .malformed && error.problem.contains("'spikes'"))
  }

  @Test(arguments: ["trial", "image", "batch", "image_id", "Trial"])
  func severalRunsInOneTableAreRefused(name: String) throws {
    let error = try #require(throws: SpikeFileError.self) {
      try spikes("\(name),step,neuron\n0,1,0\n1,1,1\n")
    }
    #expect(error.kind == .malformed && error.problem.contains("several runs"))
  }

  @Test func howFarTimesAreMovedIsSaid() throws {
    let text = "time_ms,neuron\n0.4,0\n1.6,0\n"
    let moved = try spikes(text, SpikeReading(stepLength: 1))
    #expect(moved.notes.contains { $0.hasSuffix("to which times are rounded, by up to 0.4 ms") })
    #expect(!(try spikes(text).notes.contains { $0.contains("rounded") }))
    let early = try spikes("time_ms,neuron\n0.0001,0\n0.0002,0\n0.0003,0\n")
    #expect(early.notes.contains { $0.contains("rounded, by up to 0.0003 ms") })
  }
}
