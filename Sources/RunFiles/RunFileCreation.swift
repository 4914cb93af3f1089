import Foundation
import GRDB
import GRDBSQLite
import PlainText

/// Lets a database appear at a path whole, or not at all: whoever is killed meanwhile leaves none.
///
/// It is made in memory, and written to a file that has no name until it is complete.
struct RunFileCreation {
  let path: String

  /// - Parameter content: Fills the database.
  /// - Throws: `RunFileError` if something has the path already, or nothing can be created there.
  func create(
    _ configuration: Configuration, content: (Database) throws -> Void
  ) throws {
    let memory = try DatabaseQueue(configuration: configuration)
    let bytes = try memory.write { database in
      try content(database)
      return try Self.bytes(of: database)
    }
    try memory.close()
    try appear(bytes)
  }

  private static func bytes(of database: Database) throws -> Data {
    var size: sqlite3_int64 = 0
    guard let bytes = sqlite3_serialize(database.sqliteConnection, "main", &size, 0) else {
      throw DatabaseError(resultCode: .SQLITE_NOMEM)
    }
    defer { sqlite3_free(bytes) }
    return Data(bytes: bytes, count: Int(size))
  }

  private func appear(_ bytes: Data) throws(RunFileError) {
    let folder = URL(filePath: path).deletingLastPathComponent().path
    let (flags, rights) = (O_WRONLY | O_CLOEXEC, mode_t(0o666))
    var (temporary, descriptor) = ("", open(folder, Self.unnamed | flags, rights))
    // Some file systems know no files without a name.
    if descriptor < 0 {
      temporary = "\(path).\(UUID().uuidString.prefix(8)).part"
      descriptor = open(temporary, O_CREAT | O_EXCL | O_NOFOLLOW | flags, rights)
    }
    guard descriptor >= 0 else { throw unwritable(errno) }
    defer {
      close(descriptor)
      if !temporary.isEmpty { unlink(temporary) }
    }
    guard bytes.withUnsafeBytes({ Self.write($0, to: descriptor) }) else {
      throw unwritable(errno)
    }
    let source = temporary.isEmpty ? "/proc/self/fd/\(descriptor)" : temporary
    guard linkat(AT_FDCWD, source, AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0 else {
      throw errno == EEXIST ? RunFileError(path, .exists) : unwritable(errno)
    }
  }

  /// Linux's `O_TMPFILE`, a macro that Swift does not see.
  private static let unnamed = 0o20000000 | O_DIRECTORY

  private static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = Foundation.write(
        descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  private func unwritable(_ code: Int32) -> RunFileError {
    RunFileError(
      path,
      .unwritable("cannot be created (\(systemReason(code))); give another place"))
  }
}
