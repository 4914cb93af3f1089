import ExampleNetworks
import Foundation
import GRDB
import RunFiles
import SpikingEngine
import Testing
import TimeTravel

/// Whatever stands in a run file, a reader refuses it, says what is damaged, or reads the same
/// spikes as before.
@Suite struct HostileRunFileTests {
  /// Every column that is read, with where its first row is.
  private static let columns = [
    ("meta", "value", "key = 'run'"), ("meta", "value", "key = 'image'"),
    ("meta", "value", "key = 'writer'"), ("meta", "value", "key = 'finished'"),
    ("population", "id", "id = 0"), ("population", "name", "id = 0"),
    ("population", "units", "id = 0"), ("population", "preactivation", "id = 0"),
    ("population", "activation", "id = 0"), ("population", "fan_out", "id = 0"),
    ("batch", "step0", "step0 = 1"), ("batch", "steps", "step0 = 1"),
    ("batch", "step0", "step0 = 21"), ("batch", "steps", "step0 = 21"),
    ("chunk", "population", "step0 = 1"), ("chunk", "step0", "step0 = 1"),
    ("chunk", "steps", "step0 = 1"), ("chunk", "encoding", "step0 = 1"),
    ("chunk", "spikes", "step0 = 1"), ("chunk", "amounts", "step0 = 1"),
    ("potential", "population", "step0 = 1"), ("potential", "step0", "step0 = 1"),
    ("potential", "steps", "step0 = 1"), ("potential", "v", "step0 = 1"),
    ("statistic", "step", "step = 1"), ("statistic", "spikes", "step = 1"),
    ("event", "step", "id = 1"), ("event", "kind", "id = 1"), ("event", "text", "id = 1"),
  ]

  private static let values = [
    "NULL", "0", "-1", "1", "7", "4611686018427387904", "-9223372036854775808", "1.5", "9e999",
    "''", "'1'", "x''", "x'00'", "x'FFFFFFFFFFFFFFFF'", "zeroblob(100000)",
  ]

  private let folder: Folder
  private let whole: [[ReplayedStep]]

  init() throws {
    folder = try Folder()
    let run = try ExampleRun(Example.perceptron.network(seed: 1), headroom: 0.5)
    let recorder = RunRecorder(try writer(of: run, to: folder.file("whole.snn")))
    recorder.note(RunFileEvent(step: 2, kind: "mark", text: "a"))
    var timeline = Timeline(run.simulation, setting: run.setting, probes: [0])
    for _ in 0..<2 {
      timeline.advance(by: 20, on: Engine())
      recorder.take(timeline.steps, isPaused: true)
    }
    recorder.end()
    whole = try Self.spikes(RunFileReader(folder.file("whole.snn")))
  }

  private static func spikes(_ reader: RunFileReader) -> [[ReplayedStep]] {
    (1...max(reader.lastStep, 1)).map { step in
      reader.description.layers.indices.map {
        var replayed = reader.step(step, of: $0)
        replayed.potentials = nil
        return replayed
      }
    }
  }

  /// A copy of the whole file on which a statement was executed.
  private func file(_ number: Int, changedBy statement: String) throws -> String? {
    let path = folder.file("\(number).snn")
    try FileManager.default.copyItem(atPath: folder.file("whole.snn"), toPath: path)
    let queue = try DatabaseQueue(path: path)
    do {
      try queue.write { database in
        try database.execute(sql: "PRAGMA ignore_check_constraints = ON")
        try database.execute(sql: statement)
      }
    } catch {
      // What the tables themselves forbid is in no file, or not in this way.
      return nil
    }
    try queue.close()
    return path
  }

  /// Reads all that there is.
  private func isHeldBack(_ path: String) -> Bool {
    do {
      let reader = try RunFileReader(path)
      _ = reader.layersWithPotentials()
      let damage = reader.findDamage(
        in: 1...max(reader.lastStep, 1), of: Array(reader.description.layers.indices))
      let spikes = Self.spikes(reader)
      return !damage.isEmpty || !reader.damage.isEmpty || spikes == whole
    } catch {
      return true
    }
  }

  @Test func noValueOfAnyColumnIsReadAsOtherSpikes() throws {
    var number = 0
    for (table, column, place) in Self.columns {
      for value in Self.values {
        number += 1
        // Constraints of the schema are those of the program that writes, not of the file.
        let statement = "UPDATE \(table) SET \(column) = \(value) WHERE \(place)"
        guard let path = try file(number, changedBy: statement) else { continue }
        #expect(isHeldBack(path), "\(statement)")
        try FileManager.default.removeItem(atPath: path)
      }
    }
    #expect(number > 400)
  }

  @Test(arguments: [
    "DELETE FROM chunk WHERE step0 = 1", "UPDATE chunk SET step0 = step0 + 1 WHERE step0 = 1",
    "UPDATE chunk SET spikes = substr(spikes, 1, length(spikes) - 1) WHERE step0 = 21",
    "UPDATE chunk SET spikes = CAST(spikes AS TEXT) WHERE step0 = 1",
    "UPDATE batch SET step0 = 4611686018427387904 WHERE step0 = 21",
    "INSERT INTO chunk SELECT 0, 1000, steps, encoding, spikes, amounts, crc FROM chunk LIMIT 1",
    "DROP INDEX chunk_place; INSERT INTO chunk SELECT * FROM chunk",
    "DELETE FROM population WHERE id = 0", "DELETE FROM batch WHERE step0 = 1",
  ])
  func whatIsLostIsSaid(statement: String) throws {
    let path = try #require(try file(0, changedBy: statement))
    #expect(isHeldBack(path))
  }

  /// What is computed while it is read, perhaps without an end, is no table.
  @Test(arguments: [
    """
    DROP TABLE population; CREATE VIEW population AS WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL
    SELECT i FROM n) SELECT i AS id, '' AS name, 1 AS units, NULL AS threshold,
    NULL AS preactivation, NULL AS activation, NULL AS fan_out FROM n
    """,
    "DROP TABLE chunk; CREATE VIEW chunk AS SELECT zeroblob(1000000000) AS spikes",
    "DROP TABLE event; CREATE TABLE event (id, step, kind, text AS (zeroblob(1000000000)))",
    "DROP TABLE event", "DROP TABLE batch; CREATE TABLE batch (x)",
  ])
  func tablesThatAreComputedAreRefused(statement: String) throws {
    let path = try #require(try file(0, changedBy: statement))
    let start = ContinuousClock.now

    let error = try #require(throws: RunFileError.self) { try RunFileReader(path) }

    #expect(!error.description.contains("\n"))
    #expect(ContinuousClock.now - start < .seconds(2))
  }

  /// Bytes that were changed anywhere end nothing.
  @Test func changedBytesEndNothing() throws {
    let content = try Data(contentsOf: URL(filePath: folder.file("whole.snn")))
    var random = SeededGenerator(seed: 16)
    for _ in 0..<300 {
      var changed = content
      for _ in 0..<Int.random(in: 1...8, using: &random) {
        changed[Int.random(in: 100..<changed.count, using: &random)] = UInt8.random(
          in: 0...255, using: &random)
      }
      let path = folder.file("changed.snn")
      try changed.write(to: URL(filePath: path))
      _ = isHeldBack(path)
    }
  }

  /// Where the rows of a table do not lie in the order of its key, a query finds rows that its own
  /// conditions exclude.
  @Test func aRowInAPlaceThatIsNotItsOwnEndsNothing() throws {
    var content = try Data(contentsOf: URL(filePath: folder.file("whole.snn")))
    // Row (0, 30) of `statistic`: a head of nine bytes says of population that it is the constant
    // 0, and of step that one byte holds it, which is the first one behind the head.
    let places = content.indices.dropLast(9).filter {
      content[$0..<$0 + 3].elementsEqual([9, 8, 1]) && content[$0 + 9] == 30
    }
    try #require(places.count == 1)
    content[places[0] + 9] = 3
    let path = folder.file("disordered.snn")
    try content.write(to: URL(filePath: path))

    #expect(isHeldBack(path))
  }

  /// A recorder that is killed before its first step leaves a file that announces a log, and none.
  @Test func aFileWithoutTheLogThatItAnnouncesIsRead() throws {
    var content = try Data(contentsOf: URL(filePath: folder.file("whole.snn")))
    // Bytes 18 and 19 of the header say how the file is written and read: 2 is with a log.
    content.replaceSubrange(18..<20, with: [2, 2])
    let path = folder.file("without log.snn")
    try content.write(to: URL(filePath: path))

    #expect(try Self.spikes(RunFileReader(path)) == whole)
  }

  @Test func aPipeIsRefusedBeforeItIsOpened() throws {
    let path = folder.file("pipe.snn")
    #expect(mkfifo(path, 0o600) == 0)

    #expect(throws: RunFileError.self) { try RunFileReader(path) }
  }
}
