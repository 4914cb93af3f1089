import Datasets
import Foundation
import HDF5
import Networks
import OutputFiles
import SpikeFiles
import SpikingEngine
import Testing

extension SpikeFileReaders {
  /// Those for files that the tests have written.
  static let ownFiles = SpikeFileReaders([
    .npz, .sonata { try HDF5Reader(inThisProcess: $0) }, .text,
  ])
}

/// Spikes that were exported and imported again are the same spikes.
@Suite struct SpikeFileTests {
  private static let shapes = [
    MapShape(channels: 3, height: 4, width: 5), MapShape(channels: 70),
  ]
  private static let names = ["conv1", "fc, 2"]

  private static let network = SpikingNetwork(
    name: "random", inputShape: MapShape(channels: 1),
    layers: zip(names, shapes).map {
      SpikingLayer(
        name: $0, shape: $1, neuron: .integrateAndFire(threshold: 0.5, reset: .bySubtraction),
        projections: [])
    } + [
      SpikingLayer(
        name: "output", shape: MapShape(channels: 2), neuron: .readout, projections: [])
    ], coding: .rate)

  /// Some spikes in every step; each neuron of the last column fires at some time.
  private struct RandomSpikes: SpikeSource {
    let lastStep: Int
    var isGrowing: Bool { false }
    let delivered: Float

    func step(_ step: Int, of layer: Int) -> ReplayedStep {
      let count = network.layers[layer].shape.count
      var words = Array(repeating: UInt64(0), count: (count + 63) / 64)
      var fired = 0
      if layer < 2 {
        for unit in 0..<count where (unit &* 31 &+ step &* 17 &+ layer) % 7 == 0 {
          words[unit / 64] |= 1 << UInt64(unit % 64)
          fired += 1
        }
      }
      return ReplayedStep(words: words, values: fired == 0 ? [] : [delivered])
    }
  }

  private let spikes = RandomSpikes(lastStep: 40, delivered: 0.5)

  private func export(
    _ source: some SpikeSource = RandomSpikes(lastStep: 40, delivered: 0.5),
    to path: String, layers: [Int] = [0, 1], steps: ClosedRange<Int> = 1...40, dt: Double = 1
  ) throws -> SpikeExport.Outcome {
    let populations = layers.map {
      SpikePopulation(name: Self.network.layers[$0].name, neurons: Self.shapes[$0].count)
    }
    let part = SpikeExport(layers: layers, steps: steps, milliseconds: dt)
    func write(_ writer: some SpikeWriter) throws -> SpikeExport.Outcome {
      var writer = writer
      let outcome = try part.write(source, of: Self.network, to: &writer)
      try writer.finish()
      return outcome
    }
    let output = SpikeOutput(try OutputFile(path).stage())
    switch URL(filePath: path).pathExtension {
    case "csv": return try write(CSVSpikeWriter(output, populations: populations))
    case "gdf": return try write(GDFSpikeWriter(output, populations: populations))
    case "h5": return try write(SONATASpikeWriter(output, populations: populations))
    default:
      return try write(NPZSpikeWriter(output, populations: populations, of: part))
    }
  }

  /// Who fired in a step, by layer and unit number.
  private func fired(_ step: ReplayedStep, shape: MapShape) -> Set<Int> {
    Set(
      (0..<shape.count).filter { step.words[$0 / 64] >> UInt64($0 % 64) & 1 == 1 }.map {
        shape.unitNumber(ofIndex: $0)
      })
  }

  @Test(arguments: ["csv", "npz", "h5"], [1.0, 0.1, 2.5])
  func layersAndStepsComeBack(format: String, dt: Double) throws {
    let folder = try SpikeFolder()
    let path = folder.file("spikes.\(format)")
    let outcome = try export(to: path, dt: dt)
    let imported = try SpikeReader.spikes(
      at: path, reading: SpikeReading(stepLength: dt), readers: .ownFiles)

    #expect(Set(imported.populations.map(\.name)) == Set(Self.names))
    #expect(imported.source.lastStep == 40)
    var count = 0
    for step in 1...40 {
      for (place, population) in imported.populations.enumerated() {
        let layer = try #require(Self.names.firstIndex(of: population.name))
        let shape = Self.shapes[layer]
        let sent = fired(spikes.step(step, of: layer), shape: shape)
        let known = fired(
          imported.source.step(step, of: place), shape: MapShape(channels: shape.count))
        #expect(sent == known)
        count += sent.count
      }
    }
    #expect(outcome.spikes == count)
  }

  /// Without layers all are numbered through.
  @Test func gdfNumbersNeuronsThrough() throws {
    let folder = try SpikeFolder()
    _ = try export(to: folder.file("spikes.gdf"))
    let imported = try SpikeReader.spikes(
      at: folder.file("spikes.gdf"), reading: SpikeReading(stepLength: 1))

    for step in 1...40 {
      let sent = (0..<2).flatMap { layer in
        fired(spikes.step(step, of: layer), shape: Self.shapes[layer]).map {
          $0 + (layer == 0 ? 0 : 60)
        }
      }
      let known = fired(
        imported.source.step(step, of: 0), shape: imported.populations[0].shape)
      #expect(Set(sent) == known)
    }
  }

  /// With the network, spikes are those of its layers in its order of neurons, each worth a
  /// threshold: by name, one after the other where names differ, or numbered through.
  @Test(arguments: ["spikes.csv", "spikes.h5", "others.npz", "spikes.gdf"])
  func spikesOfAKnownNetworkAreThoseOfItsLayers(name: String) throws {
    let folder = try SpikeFolder()
    let path = folder.file(name)
    _ = try export(to: path)
    var network = Self.network
    if name.hasPrefix("others") { for index in 0..<2 { network.layers[index].name += "x" } }
    let imported = try SpikeReader.spikes(
      at: path, reading: SpikeReading(stepLength: 1), of: network, readers: .ownFiles)

    #expect(imported.populations.map(\.name) == network.layers.map(\.name))
    let isByName = ["spikes.csv", "spikes.h5"].contains(name)
    #expect(imported.notes.contains { $0.contains("taken to be") } == !isByName)
    for step in 1...40 {
      for layer in 0..<3 {
        let (sent, known) = (spikes.step(step, of: layer), imported.source.step(step, of: layer))
        #expect(sent.words == known.words)
        #expect(sent.values == known.values || sent.values.isEmpty)
      }
    }
  }

  @Test func spikesOfAnotherNetworkAreRefused() throws {
    let folder = try SpikeFolder()
    let path = folder.file("spikes.npz")
    _ = try export(to: path)
    var network = Self.network
    network.layers[1].shape = MapShape(channels: 71)
    #expect {
      try SpikeReader.spikes(
        at: path, reading: SpikeReading(stepLength: 1), of: network, readers: .ownFiles)
    } throws: { error in
      "\(error)".contains("'fc, 2' has 70 neurons, but layer 'fc, 2' has 71")
    }
  }

  @Test func onlyTheStepsAndLayersAskedForAreWritten() throws {
    let folder = try SpikeFolder()
    _ = try export(to: folder.file("part.csv"), layers: [1], steps: 5...9)
    let imported = try SpikeReader.spikes(
      at: folder.file("part.csv"), reading: SpikeReading(stepLength: 1))

    #expect(imported.populations.map(\.name) == ["fc, 2"])
    #expect(imported.source.lastStep == 9)
    for step in 1...9 {
      let known = fired(imported.source.step(step, of: 0), shape: Self.shapes[1])
      #expect(known == (step < 5 ? [] : fired(spikes.step(step, of: 1), shape: Self.shapes[1])))
    }
  }

  /// A burst stands once for each of its spikes; what was taken back is left out, and counted.
  @Test func burstsAreWrittenSpikeBySpike() throws {
    let folder = try SpikeFolder()
    let burst = SpikingNetwork(
      name: "burst", inputShape: MapShape(channels: 1),
      layers: [
        SpikingLayer(
          name: "a", shape: MapShape(channels: 4),
          neuron: .burst(threshold: 0.5, maximumSpikes: 5), projections: [])
      ], coding: .rate)
    struct Bursts: SpikeSource {
      let lastStep = 1
      let isGrowing = false
      func step(_ step: Int, of layer: Int) -> ReplayedStep {
        ReplayedStep(words: [0b1011], values: [1.5, 0.5, -0.5])
      }
    }
    var writer = try CSVSpikeWriter(
      SpikeOutput(OutputFile(folder.file("burst.csv")).stage()),
      populations: [SpikePopulation(name: "a", neurons: 4)])
    let outcome = try SpikeExport(layers: [0], steps: 1...1, milliseconds: 1).write(
      Bursts(), of: burst, to: &writer)
    try writer.finish()

    #expect(outcome.spikes == 4)
    #expect(outcome.takenBack == 1)
    let text = try String(contentsOfFile: folder.file("burst.csv"), encoding: .utf8)
    #expect(text == "step,time_ms,layer,neuron\n" + "1,1.0,a,0\n1,1.0,a,0\n1,1.0,a,0\n1,1.0,a,1\n")
  }

  @Test func nothingIsLeftOfAFileThatWasNotFinished() throws {
    let folder = try SpikeFolder()
    do {
      let writer = try CSVSpikeWriter(
        SpikeOutput(OutputFile(folder.file("half.csv")).stage()),
        populations: [SpikePopulation(name: "a", neurons: 4)])
      try writer.write([1], of: 0, atStep: 1, time: 1)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }
}

/// What other programs write, and what they do not.
@Suite struct ForeignSpikeTests {
  private func spikes(_ text: String, dt: Double = 1) throws -> ImportedSpikes {
    let folder = try SpikeFolder()
    try Data(text.utf8).write(to: URL(filePath: folder.file("spikes")))
    return try SpikeReader.spikes(at: folder.file("spikes"), reading: SpikeReading(stepLength: dt))
  }

  /// Steps in which a neuron fired.
  private func train(_ unit: Int, of layer: Int = 0, in spikes: ImportedSpikes) -> [Int] {
    (1...spikes.source.lastStep).filter {
      spikes.source.step($0, of: layer).words[unit / 64] >> UInt64(unit % 64) & 1 == 1
    }
  }

  @Test(arguments: [
    "3\t1.0\n5\t2.5\n3\t4.0\n", "3 1.0\r\n5 2.5\r\n3 4.0\r\n", "sender time_ms\n3 1\n5 2.5\n3 4\n",
    "# a comment\n3 1.0\n\n5 2.5\n3 4.0",
    "time_ms,id\n1.0,3\n2.5,5\n4.0,3\n", "neuron,t_ms\n3,1\n5,2.5\n3,4\n",
    "t,index\n0.001,3\n0.0025,5\n0.004,3\n",
  ])
  func theSameSpikesInManyWords(text: String) throws {
    let spikes = try spikes(text, dt: 0.5)
    #expect(spikes.populations.map(\.shape) == [MapShape(channels: 6)])
    #expect(train(3, in: spikes) == [2, 8])
    #expect(train(5, in: spikes) == [5])
    #expect(train(0, in: spikes) == [])
  }

  @Test func spikesInOneStepAreCountedOnceAndSaid() throws {
    let spikes = try spikes("0 1.1\n0 1.2\n1 9.0\n", dt: 1)
    #expect(train(0, in: spikes) == [1])
    #expect(spikes.notes.contains { $0.hasPrefix("1 spikes fell into a step") })
  }

  @Test(arguments: [
    ("", "holds no spikes"), ("a,b\n1,2\n", "names no columns of spikes"),
    ("3 1.0\n5\n", "line 2 is no spike"), ("step,neuron\n1,x\n", "line 2 is no spike"),
    ("step,neuron\n1\n", "line 2 is no spike"), ("-1 2.0\n", "line 1 is no spike"),
    ("0 1e300\n", "belongs to step"), ("0 nan\n", "belongs to step"), ("0 -5\n", "belongs to step"),
    ("99999999999 1\n", "line 1 is no spike"),
    ("60000000 1\n1 60000000\n", "take more than 2 GiB"),
  ])
  func whatIsNoSpikeIsNamed(text: String, problem: String) throws {
    let error = try #require(throws: SpikeFileError.self) { try spikes(text) }
    #expect(error.problem.contains(problem))
    #expect(!error.description.contains("\n"))
  }

  /// Numbers of neurons are whole, whatever they are kept as.
  @Test(arguments: [
    ([0, 1.5], "1.5 in /spikes/a"), ([0, -1], "-1.0 in /spikes/a"),
    ([0, 9_223_372_036_854_775_808], "9.223372036854776e+18 in /spikes/a"), ([0, .nan], "nan"),
    ([0, 5], nil),
  ])
  func numbersOfNeuronsAreWhole(neurons: [Double], problem: String?) throws {
    let folder = try SpikeFolder()
    let path = folder.file("spikes.h5")
    try OutputFile(path).write(
      HDF5File.encoded { file throws(HDF5Error) in
        try file.write([1.0, 2], shape: [2], to: "/spikes/a/timestamps")
        try file.write(neurons, shape: [2], to: "/spikes/a/node_ids")
      })
    func read() throws -> ImportedSpikes { try SpikeReader.spikes(at: path, readers: .ownFiles) }

    guard let problem else {
      #expect(try read().populations.map(\.shape.count) == [6])
      return
    }
    let error = try #require(throws: SpikeFileError.self) { try read() }
    #expect(error.kind == .malformed && error.problem.contains(problem), "\(error)")
  }

  /// A unit in the file is true; one that the user says is for files that say none.
  @Test func theUnitOfTheFileIsKept() throws {
    let folder = try SpikeFolder()
    for (name, unit) in [("none.h5", nil), ("ms.h5", "ms")] as [(String, String?)] {
      try OutputFile(folder.file(name)).write(
        HDF5File.encoded { file throws(HDF5Error) in
          try file.write([1.0, 2], shape: [2], to: "/spikes/a/timestamps")
          try file.write([0, 1] as [Int64], shape: [2], to: "/spikes/a/node_ids")
          guard let unit else { return }
          try file.write([unit], shape: [], toAttribute: "units", of: "/spikes/a/timestamps")
        })
    }
    func steps(_ name: String) throws -> Int {
      try SpikeReader.spikes(
        at: folder.file(name), reading: SpikeReading(timeUnit: .seconds), readers: .ownFiles
      ).source.lastStep
    }

    #expect(try steps("none.h5") == 2000)
    let error = try #require(throws: SpikeFileError.self) { try steps("ms.h5") }
    #expect(error.problem.contains("'/spikes/a/timestamps@units' says ms"))
  }

  /// What the file does not say, and what of it is left aside, is said.
  @Test func whatIsGuessedOfSONATAIsSaid() throws {
    let folder = try SpikeFolder()
    let path = folder.file("spikes.h5")
    try OutputFile(path).write(
      HDF5File.encoded { file throws(HDF5Error) in
        try file.write([1.0, 2], shape: [2], to: "/spikes/a/timestamps")
        try file.write([0, 1] as [Int64], shape: [2], to: "/spikes/a/node_ids")
        try file.write([0.5, 2], shape: [2], to: "/spikes/a/weights")
        try file.write([0.5, 2], shape: [2], to: "/spikes/stray")
        try file.write([0.5, 2], shape: [2], to: "/reports/v")
      })

    let notes = try SpikeReader.spikes(at: path, readers: .ownFiles).notes

    for note in [
      "'/spikes/a/timestamps' has no units, and is taken as ms (--time-unit)",
      "object 'reports' is not read", "object 'spikes/stray' is not read",
      "object 'spikes/a/weights' is not read",
    ] {
      #expect(notes.contains { $0.hasPrefix(note) }, "\(notes)")
    }
  }

  /// Where a file holds a list and a raster, the list is read, and that is said.
  @Test func arraysThatAreNotReadAreNamed() throws {
    let folder = try SpikeFolder()
    let path = folder.file("both.npz")
    let numbers = Data(NPYHeader.encoded(type: .float64, shape: [1])) + Data(count: 8)
    let raster = Data(NPYHeader.encoded(type: .float64, shape: [1, 1])) + Data(count: 8)
    let content = try #require(
      NPZFile.encoded([("t", numbers), ("index", numbers), ("spikes", raster)]))
    try OutputFile(path).write(content)

    #expect(
      try SpikeReader.spikes(at: path).notes.contains(
        "array 'spikes' is not read, since 't' and 'index' list the spikes"))
  }

  @Test func aFileThatIsNotThereIsNamed() throws {
    let error = try #require(throws: SpikeFileError.self) {
      try SpikeReader.spikes(at: "/nowhere/spikes.csv", reading: SpikeReading(stepLength: 1))
    }
    #expect(error.kind == .missing)
  }
}

/// A folder for the files of one test, gone with the last reference to it.
final class SpikeFolder {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "spike-files-\(UUID())")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
