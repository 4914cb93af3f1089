import Foundation
import GRDB
import GRDBSQLite
import OutputFiles

extension OutputFile {
  /// Opens the run file that will be there, out of sight.
  ///
  /// - Throws: `OutputFileError`; and `RunFileError` where SQLite takes no such path, or where a
  ///   log lies beside, which it would take for one of the new file, unless it belongs to a run
  ///   file that is to be replaced.
  package func stageRun() throws -> StagedFile {
    if let problem = RunFilePlace.problem(of: path) { throw RunFileError(path, .badName(problem)) }
    let file = try stage()
    try file.refuseLogs()
    return file
  }
}

extension StagedFile {
  /// Lets a database appear whole, or not at all: whoever is killed meanwhile leaves none.
  ///
  /// - Parameter content: Fills the database, which is made in memory.
  /// - Throws: `OutputFileError`, `RunFileError` as `stageRun`, and what `content` throws.
  func appear(
    _ configuration: Configuration, content: (Database) throws -> Void
  ) throws {
    let memory = try DatabaseQueue(configuration: configuration)
    let bytes = try memory.write { database in
      try content(database)
      return try serialized(database)
    }
    try memory.close()
    try append(bytes)
    try refuseLogs()
    // Before: the new file would be read with them. Whoever is killed in between leaves the old
    // one, as it was before its log.
    for companion in RunFileCompanion.all where !remove(companion.suffix, companion.beginnings) {
      throw occupied(companion.suffix)
    }
    try appear()
  }

  /// A recorder that is still at work has a log beside its file, or one that was ended.
  fileprivate func refuseLogs() throws(RunFileError) {
    let found = RunFileCompanion.all.filter { isThere($0.suffix) }
    guard let first = found.first else { return }
    let isReplaced =
      RunFileSchema.begins(replacedBeginning(count: 100) ?? [])
      && found.allSatisfy { isThere($0.suffix, beginningWith: $0.beginnings) }
    guard isReplaced, let writer = WriterIdentity(ofRunFile: path) else {
      throw occupied(first.suffix)
    }
    guard !writer.isRunning else {
      throw RunFileError(
        path,
        .occupied(
          "process \(writer.process ?? 0) is recording to it; wait for its end, or record to "
            + "another file"))
    }
  }

  private func occupied(_ suffix: String) -> RunFileError {
    RunFileError(
      path,
      .occupied(
        "'\(path)\(suffix)' is the log of another recording, which may be under way; remove it "
          + "with its file, or record to another one"))
  }
}

/// What SQLite keeps beside a database until its writer ends in order.
struct RunFileCompanion {
  let suffix: String
  let beginnings: [[UInt8]]

  /// The log and its index, and what is rolled back; the index is in the order of this machine.
  static let all = [
    RunFileCompanion(
      suffix: "-wal", beginnings: [[0x37, 0x7F, 0x06, 0x82], [0x37, 0x7F, 0x06, 0x83]]),
    RunFileCompanion(
      suffix: "-shm", beginnings: [[0x18, 0xE2, 0x2D, 0], [0, 0x2D, 0xE2, 0x18], zeros]),
    RunFileCompanion(
      suffix: "-journal", beginnings: [[0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7], zeros]),
  ]

  private static let zeros: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0]
}

private func serialized(_ database: Database) throws -> Data {
  var size: sqlite3_int64 = 0
  guard let bytes = sqlite3_serialize(database.sqliteConnection, "main", &size, 0) else {
    throw DatabaseError(resultCode: .SQLITE_NOMEM)
  }
  defer { sqlite3_free(bytes) }
  return Data(bytes: bytes, count: Int(size))
}
