import Foundation
import GRDB
import GRDBSQLite
import OutputFiles

extension OutputFile {
  /// Opens the run file that will be there, out of sight.
  ///
  /// - Throws: `OutputFileError`; and `RunFileError` where SQLite takes no such path, or where a
  ///   log lies beside, which it would take for one of the new file.
  package func stageRun() throws -> StagedFile {
    if let problem = RunFilePlace.problem(of: path) { throw RunFileError(path, .badName(problem)) }
    try refuseLogs()
    return try stage()
  }

  /// A recorder that is still at work has a log beside its file, or one that was ended.
  fileprivate func refuseLogs() throws(RunFileError) {
    for suffix in RunFilePlace.suffixes where !OutputFile(path + suffix).isFree {
      throw RunFileError(
        path,
        .occupied(
          "'\(path)\(suffix)' is the log of another recording, or goes with it, which may be under "
            + "way; remove it with its file, or record to another one"))
    }
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
    try output.refuseLogs()
    try complete(with: bytes)
  }
}

private func serialized(_ database: Database) throws -> Data {
  var size: sqlite3_int64 = 0
  guard let bytes = sqlite3_serialize(database.sqliteConnection, "main", &size, 0) else {
    throw DatabaseError(resultCode: .SQLITE_NOMEM)
  }
  defer { sqlite3_free(bytes) }
  return Data(bytes: bytes, count: Int(size))
}
