import ExampleNetworks
import Foundation
import GRDB
import RunFiles
import SpikingEngine
import Testing
import TimeTravel

/// Rows that were changed in place or are gone are found, and the other steps are as they were.
@Suite struct ChangedRowTests {
  private static let steps = 300

  /// What files of earlier versions have not.
  private static let ofEarlierVersion =
    ["meta", "population", "chunk", "potential", "checkpoint"].map {
      "ALTER TABLE \($0) DROP COLUMN crc;"
    } + ["chunks", "potentials", "checkpoints"].map { "ALTER TABLE batch DROP COLUMN \($0);" }

  private let folder: Folder

  init() throws {
    folder = try Folder()
    let run = try ExampleRun(Example.residual.network(seed: 1), headroom: 0.5)
    _ = try record(run, steps: Self.steps, to: path, probes: [1])
  }

  private var path: String { folder.file("run.snn") }

  private func change(_ work: (Database) throws -> Void) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.write(work)
    try queue.close()
  }

  /// What is damaged, of what was read to its end; `nil` where the file is not even opened.
  private func readDamage() -> RunFileDamage? {
    guard let reader = try? RunFileReader(path) else { return nil }
    guard reader.damage.isEmpty else { return reader.damage }
    return reader.findDamage(
      in: 1...max(reader.lastStep, 1), of: Array(reader.description.layers.indices))
  }

  private var isHeldBack: Bool { readDamage()?.isEmpty != true }

  /// Up to four bytes in a row, anywhere in a blob.
  @Test(arguments: [
    ("chunk", "spikes"), ("chunk", "amounts"), ("potential", "v"), ("checkpoint", "v"),
    ("population", "preactivation"), ("population", "activation"), ("population", "fan_out"),
    ("meta", "value"),
  ])
  func changedBytesAreFound(table: String, column: String) throws {
    #expect(!isHeldBack)
    var random = SeededGenerator(seed: 29)
    let rows = try DatabaseQueue(path: path).read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT rowid AS number, \(column) AS blob FROM \(table)
            WHERE typeof(\(column)) = 'blob'
          """)
    }
    #expect(!rows.isEmpty || column == "amounts")
    for row in rows.shuffled(using: &random).prefix(12) {
      let (number, blob): (Int, Data) = (row["number"], row["blob"])
      var changed = blob
      let place = Int.random(in: 0..<changed.count, using: &random)
      for index in place..<min(place + Int.random(in: 1...4, using: &random), changed.count) {
        changed[index] ^= UInt8.random(in: 1...255, using: &random)
      }
      let update = "UPDATE \(table) SET \(column) = ? WHERE rowid = ?"
      try change { try $0.execute(sql: update, arguments: [changed, number]) }
      #expect(isHeldBack, "row \(number), byte \(place)")
      try change { try $0.execute(sql: update, arguments: [blob, number]) }
    }
    #expect(!isHeldBack)
  }

  /// A spike that moves to the next neuron leaves all counts right.
  @Test func aSpikeOfAnotherNeuronIsFound() throws {
    let row = try #require(
      try DatabaseQueue(path: path).read { database in
        try Row.fetchOne(
          database, sql: "SELECT rowid, spikes FROM chunk WHERE encoding = 0 AND population = 0")
      })
    var spikes: Data = row["spikes"]
    let place = try #require(spikes.firstIndex { $0 & 0b11 == 0b01 })
    spikes[place] ^= 0b11
    let number: Int = row["rowid"]
    try change {
      try $0.execute(
        sql: "UPDATE chunk SET spikes = ? WHERE rowid = ?", arguments: [spikes, number])
    }

    #expect(readDamage()?.sentence.contains("its spikes are damaged") == true)
  }

  @Test(arguments: [
    "DELETE FROM potential", "DELETE FROM potential WHERE population = 1 AND step0 > 200",
    "DELETE FROM potential WHERE rowid = 3", "DELETE FROM checkpoint",
    "DELETE FROM chunk WHERE rowid = 2",
    "DELETE FROM chunk WHERE rowid = 2; DELETE FROM statistic",
    "UPDATE population SET fan_out = NULL WHERE id = 1", "UPDATE population SET fan_out = NULL",
    "UPDATE chunk SET crc = NULL WHERE rowid = 1", "UPDATE chunk SET crc = crc + 1",
  ])
  func whatIsGoneIsSaid(statement: String) throws {
    try change { try $0.execute(sql: statement) }
    #expect(isHeldBack)
  }

  /// As far as files of earlier versions say what should be there.
  @Test(arguments: [
    "DELETE FROM potential", "DELETE FROM potential WHERE population = 1 AND step0 > 200",
    "DELETE FROM potential WHERE population = 1 AND step0 BETWEEN 100 AND 200",
    "DELETE FROM batch WHERE step0 > 200", "DELETE FROM batch",
    "UPDATE population SET fan_out = NULL WHERE id = 1",
  ])
  func whatIsGoneFromAnEarlierFileIsSaid(statement: String) throws {
    for column in Self.ofEarlierVersion { try change { try $0.execute(sql: column) } }
    let damage = try #require(readDamage())
    #expect(damage.isEmpty, "\(damage.sentence)")
    #expect(try RunFileReader(path).lastStep == Self.steps)

    try change { try $0.execute(sql: statement) }

    #expect(isHeldBack)
  }

  /// What is missing is said of the steps that are missing, and all others are whole.
  @Test(arguments: ["step0 > 200", "1"]) func batchesThatAreGoneAreNamed(condition: String) throws {
    let whole = try RunFileReader(path)
    let spikes = (1...Self.steps).map { whole.step($0, of: 0).words }
    let first = try DatabaseQueue(path: path).read {
      try Int.fetchOne($0, sql: "SELECT min(step0) FROM batch WHERE \(condition)") ?? 0
    }
    try change { try $0.execute(sql: "DELETE FROM batch WHERE \(condition)") }

    let reader = try RunFileReader(path)

    #expect(reader.lastStep == Self.steps)
    #expect(
      reader.damage.sentence
        == "steps \(first) to \(Self.steps) cannot be read: table 'batch' has no row of them")
    let found = reader.findDamage(in: 1...Self.steps, of: [0])
    #expect(found.sentence.hasPrefix("steps \(first) to \(Self.steps) cannot be read: "))
    for step in 1...Self.steps {
      let words = reader.step(step, of: 0).words
      #expect(step < first ? words == spikes[step - 1] : words.allSatisfy { $0 == 0 })
    }
  }

  /// Who asks for what is whole is told how many spikes are missing for it.
  @Test func missingPotentialsSilenceNobody() throws {
    try change { try $0.execute(sql: "DELETE FROM potential") }
    let damage = try #require(readDamage())

    #expect(damage.sentence.contains("table 'potential' has 0 of its 2 rows"))
    #expect(damage.count == "all spikes that are left are taken")
  }
}
