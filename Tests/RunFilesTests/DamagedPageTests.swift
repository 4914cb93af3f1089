import ExampleNetworks
import Foundation
import GRDB
import Networks
import RunFiles
import SpikingEngine
import Testing
import TimeTravel

/// Pages of the database that were damaged below the rows, where no checksum is.
@Suite struct DamagedPageTests {
  private let folder: Folder
  private let content: Data
  private let whole: [[[UInt64]]]
  private let spiking: [Int]

  init() throws {
    folder = try Folder()
    let path = folder.file("whole.snn")
    let run = try ExampleRun(Example.perceptron.network(seed: 1), headroom: 0.5)
    let recorder = RunRecorder(try writer(of: run, to: path))
    recorder.note(RunFileEvent(step: 2, kind: "mark", text: "a"))
    var timeline = Timeline(run.simulation, setting: run.setting, probes: [0])
    for _ in 0..<2 {
      timeline.advance(by: 10, on: Engine())
      recorder.take(timeline.steps, isPaused: true)
    }
    recorder.end()
    let reader = try RunFileReader(path)
    let layers = reader.description.network.layers
    spiking = layers.indices.filter { layers[$0].neuron.role != .readout }
    whole = Self.spikes(reader, of: spiking)
    content = try Data(contentsOf: URL(filePath: path))
  }

  private static func spikes(_ reader: RunFileReader, of layers: [Int]) -> [[[UInt64]]] {
    (1...max(reader.lastStep, 1)).map { step in
      layers.map { reader.step(step, of: $0).words }
    }
  }

  /// Where the pointers to the cells of the root page of a table or an index are.
  private func pointers(of name: String) throws -> Range<Int> {
    let queue = try DatabaseQueue(path: folder.file("whole.snn"))
    let (root, size) = try queue.read { database in
      (
        try Int.fetchOne(
          database, sql: "SELECT rootpage FROM sqlite_schema WHERE name = ?", arguments: [name]),
        try Int.fetchOne(database, sql: "PRAGMA page_size")
      )
    }
    let page = (try #require(root) - 1) * (try #require(size))
    // Interior pages have four bytes more in front of the pointers.
    let head = [2, 5].contains(content[page]) ? 12 : 8
    let cells = Int(content[page + 3]) << 8 + Int(content[page + 4])
    return page + head..<page + head + 2 * cells
  }

  private func reader(flipping bit: Int, of byte: Int) throws -> RunFileReader? {
    var changed = content
    changed[byte] ^= 1 << UInt8(bit)
    let path = folder.file("changed.snn")
    try changed.write(to: URL(filePath: path))
    return try? RunFileReader(path)
  }

  /// Whoever asks for the layers that spike gets all their spikes, or is told.
  @Test(arguments: [
    "sqlite_autoindex_meta_1", "meta", "population", "batch", "chunk", "chunk_place", "potential",
    "potential_place", "statistic", "checkpoint", "checkpoint_place", "event",
  ])
  func aFlippedBitOfAPointerLosesNoSpikeInSilence(name: String) throws {
    // All tables but these are there to say more of the same spikes.
    let isNeeded = ["meta", "population", "batch", "chunk"].contains {
      name == $0 || name.contains("\($0)_")
    }
    for byte in try pointers(of: name) {
      for bit in 0..<8 {
        guard let reader = try reader(flipping: bit, of: byte) else {
          #expect(isNeeded, "byte \(byte), bit \(bit): refused")
          continue
        }
        let damage = reader.findDamage(in: 1...max(reader.lastStep, 1), of: spiking)
        let spikes = Self.spikes(reader, of: spiking)
        #expect(
          spikes == whole || !damage.isEmpty, "byte \(byte), bit \(bit): \(damage.sentence)")
        if !isNeeded {
          #expect(spikes == whole, "byte \(byte), bit \(bit): \(damage.sentence)")
        }
      }
    }
  }
}
