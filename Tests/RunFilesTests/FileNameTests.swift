import ExampleNetworks
import Foundation
import RunFiles
import SpikingEngine
import Testing

/// Names that SQLite would take for something else than a file.
@Suite struct FileNameTests {
  /// Relative ones, because only these begin with such words; gone afterwards.
  @Test(arguments: [":memory:", "file:run?mode=memory", "file::memory:?cache=shared"])
  func aNameIsAlwaysThatOfAFile(name: String) throws {
    let name = "\(name)\(name == ":memory:" ? "" : "&\(UUID())")"
    let run = try ExampleRun(Example.perceptron.network(seed: 1), headroom: 0.5)
    defer {
      for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: name + end) }
    }
    try? FileManager.default.removeItem(atPath: name)

    _ = try record(run, steps: 12, to: name)

    #expect(FileManager.default.fileExists(atPath: "./" + name))
    #expect(try RunFileReader(name).lastStep == 12)
    #expect(try RunFileReader("./" + name).lastStep == 12)
  }
}
