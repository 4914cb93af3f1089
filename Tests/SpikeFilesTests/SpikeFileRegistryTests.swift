import Foundation
import Networks
import OutputFiles
import SpikeFiles
import SpikingEngine
import Testing

/// What the registries of readers and writers of spikes promise.
@Suite struct SpikeFileRegistryTests {
  /// Spikes as `!layer step neuron` lines.
  private static let lines = SpikeFileReader(
    "lines", suffixes: ["lines"], recognizes: { $0.starts(with: Array("!".utf8)) },
    read: { path, _ in
      var spikes = ForeignSpikes(unit: .steps)
      for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") {
        let words = line.dropFirst().split(separator: " ")
        let population = spikes.population(named: String(words[0]))
        spikes.append(Int(words[2]) ?? 0, of: population, at: Double(words[1]) ?? 0)
      }
      return spikes
    })

  /// Writes what `lines` reads.
  private struct LineWriter: SpikeWriter {
    let output: SpikeOutput
    let populations: [SpikePopulation]

    func write(_ neurons: [Int], of population: Int, atStep step: Int, time: Double) throws {
      for neuron in neurons {
        try output.append("!\(populations[population].name) \(step) \(neuron)\n")
      }
    }

    func finish() throws { try output.finish() }
  }

  private static let lineFormat = SpikeFileWriter("lines", readers: "nobody") { output, layers, _ in
    LineWriter(output: output, populations: layers)
  }

  private let readers = SpikeFileReaders([lines] + SpikeFileReaders.ownFiles.all)
  private let writers = SpikeFileWriters(SpikeFileWriters.standard.all + [lineFormat])
  private let populations = [
    SpikePopulation(name: "a", neurons: 3), SpikePopulation(name: "b", neurons: 2),
  ]

  /// Two spikes of `a` and one of `b`.
  private func write(_ format: SpikeFileWriter, to path: String) throws {
    let export = SpikeExport(layers: [0, 1], steps: 1...4, milliseconds: 1)
    var writer = try format.begin(SpikeOutput(OutputFile(path).stage()), populations, export)
    try writer.write([0, 2], of: 0, atStep: 1, time: 1)
    try writer.write([1], of: 1, atStep: 4, time: 4)
    try writer.finish()
  }

  @Test func oneMoreFormatIsWrittenAndReadBack() throws {
    let folder = try SpikeFolder()
    let path = folder.file("spikes")
    try write(try #require(writers["lines"]), to: path)

    let spikes = try SpikeReader.spikes(
      at: path, reading: SpikeReading(stepLength: 1), readers: readers)

    #expect(spikes.populations.map(\.name) == ["a", "b"])
    #expect(spikes.source.step(1, of: 0).words == [0b101])
    #expect(spikes.source.step(4, of: 1).words == [0b10])
  }

  /// The same spikes, whatever the format that has a reader.
  @Test(arguments: ["sonata", "npz", "gdf", "csv"])
  func everyReaderRecognisesItsOwnExample(format: String) throws {
    let folder = try SpikeFolder()
    let path = folder.file("spikes")
    try write(try #require(writers[format]), to: path)

    let spikes = try SpikeReader.spikes(
      at: path, reading: SpikeReading(stepLength: 1), readers: readers)

    #expect(spikes.source.lastStep == 4)
    #expect(spikes.populations.count == (format == "gdf" ? 1 : 2))
  }

  @Test func whatIsNoneOfThemIsRefusedWithTheList() throws {
    let folder = try SpikeFolder()
    try Data([0xFF, 0xFE, 0xFD]).write(to: URL(filePath: folder.file("bytes")))

    let error = #expect(throws: SpikeFileError.self) {
      try SpikeReader.spikes(at: folder.file("bytes"), reading: SpikeReading(stepLength: 1))
    }

    #expect(
      error?.problem
        == "is neither text nor npz, SONATA or a run file; spikes of other programs are read "
        + "from these")
  }

  @Test func onlyStreamsGoToStandardOutput() {
    #expect(writers.all.filter(\.isStream).map(\.name) == ["gdf", "csv"])
    #expect(writers.all.map(\.name) == ["sonata", "npz", "gdf", "csv", "nir-events", "lines"])
  }
}
