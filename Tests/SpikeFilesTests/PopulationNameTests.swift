import Datasets
import Foundation
import HDF5
import OutputFiles
import SpikeFiles
import Testing

/// Names of populations in arrays and groups.
@Suite struct PopulationNameTests {
  private static let odd = [
    "a", "two\nlines", "c\r", "\n", "d", "", ".", "..", "a/b", "a\0b", "\u{E9}", #"\u{A}"#,
    "\u{301}", "c\r\nd", "/\u{301}",
  ]

  private func populations(_ names: [String]) -> [SpikePopulation] {
    names.map { SpikePopulation(name: $0, neurons: 2) }
  }

  /// Lets neuron 1 of each population fire in the step of its number, and neuron 0 a step later.
  private func write(_ writer: some SpikeWriter, count: Int) throws {
    var writer = writer
    for step in 1...(count + 1) {
      if step > 1 { try writer.write([0], of: step - 2, atStep: step, time: Double(step)) }
      if step <= count { try writer.write([1], of: step - 1, atStep: step, time: Double(step)) }
    }
    try writer.finish()
  }

  private func read(_ path: String) throws -> ImportedSpikes {
    try SpikeReader.spikes(
      at: path, reading: SpikeReading(stepLength: 1), readers: .ownFiles)
  }

  /// By name, since groups are read in another order.
  private func expect(_ names: [String], in spikes: ImportedSpikes) throws {
    #expect(spikes.populations.count == names.count)
    for (number, name) in names.enumerated() {
      let place = try #require(
        spikes.populations.firstIndex { $0.name.utf8.elementsEqual(name.utf8) }, "\(name)")
      #expect(spikes.source.step(number + 1, of: place).words == [0b10])
      #expect(spikes.source.step(number + 2, of: place).words == [0b01])
    }
  }

  /// All at once and each alone.
  @Test(arguments: [odd] + odd.map { [$0] })
  func namesInArraysComeBackAsTheyWere(names: [String]) throws {
    let folder = try SpikeFolder()
    let path = folder.file("a.npz")
    let output = SpikeOutput(try OutputFile(path).stage())

    let whole = SpikeExport(
      layers: Array(names.indices), steps: 1...(names.count + 1), milliseconds: 1)
    try write(
      NPZSpikeWriter(output, populations: populations(names), of: whole), count: names.count)

    try expect(names, in: read(path))
  }

  /// Arrays of others, whose names differ although they look alike.
  @Test func arraysThatLookAlikeAreTwo() throws {
    let folder = try SpikeFolder()
    let raster = { (values: [UInt8]) in
      Data(NPYHeader.encoded(type: .uint8, shape: [3, 2]) + values)
    }
    let content = try #require(
      NPZFile.encoded([
        ("\u{E9}", raster([0, 1, 1, 0, 0, 0])), ("e\u{301}", raster([0, 0, 0, 1, 1, 0])),
      ]))
    try OutputFile(folder.file("a.npz")).write(content)

    try expect(["\u{E9}", #"e\u{301}"#], in: read(folder.file("a.npz")))
  }

  /// What would be no group of its own in HDF5 gets another name, and no spike is lost.
  @Test(arguments: [
    (["a", ".", "b"], ["a", "_", "b"]), ([""], ["_"]), ([".."], ["__"]), (["..."], ["..."]),
    (["a/b", "a\0c"], ["a_b", "a_c"]), (["/"], ["_"]), (["a/\u{301}b"], ["a_\u{301}b"]),
    (["./a", "../a"], ["._a", ".._a"]),
  ])
  func groupsHaveNames(names: [String], groups: [String]) throws {
    let folder = try SpikeFolder()
    let (spikes, events) = (folder.file("a.h5"), folder.file("b.h5"))

    try write(
      SONATASpikeWriter(
        SpikeOutput(OutputFile(spikes).stage()), populations: populations(names)),
      count: names.count)
    try write(
      NIREventWriter(
        SpikeOutput(OutputFile(events).stage()), populations: populations(names), stepLength: 1,
        steps: 1...10),
      count: names.count)

    try expect(groups, in: read(spikes))
    let file = try HDF5Reader(inThisProcess: events)
    let nodes = try file.names(in: "/nodes")
    #expect(Set(nodes.map { Array($0.utf8) }) == Set(groups.map { Array($0.utf8) }))
    for node in nodes {
      let idx = try file.numbers("/nodes/\(node)/observables/spikes/idx", as: Float.self)
      #expect(idx.elements == [1, 0])
    }
  }

  /// Two that would become the same group are named, with a way out, before anything is written.
  @Test(arguments: [["a/b", "a_b"], [".", "_"], ["", "/"], ["..", "//"]])
  func groupsThatWouldBeOneAreRefused(names: [String]) throws {
    let folder = try SpikeFolder()
    let output = SpikeOutput(try OutputFile(folder.file("a.h5")).stage())

    let errors = [
      #expect(throws: SpikeFileError.self) {
        try SONATASpikeWriter(output, populations: populations(names))
      },
      #expect(throws: SpikeFileError.self) {
        try NIREventWriter(
          output, populations: populations(names), stepLength: 1, steps: 1...2)
      },
    ]

    for case let error? in errors {
      #expect(error.kind == .unsuitable)
      #expect(error.problem.hasPrefix("layers '\(names[0])' and '\(names[1])' would both be group"))
      #expect(error.problem.contains("--layers") && error.problem.contains("--format"))
    }
  }
}
