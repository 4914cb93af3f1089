import CSQLite
import Foundation
import GRDB
import GRDBSQLite
import InputFiles
import PlainText
import Synchronization

/// A run file that somebody else has written, open for reading: nothing in it is believed.
///
/// Nothing in the file is carried out: views, virtual tables and computed columns in the place of
/// tables are refused, and functions that the schema calls are not trusted. No value is larger than
/// the file, and no query takes more work than reading the file many times over.
struct RunFileDatabase: Sendable {
  let path: String
  private let queue: DatabaseQueue
  private let work = QueryWork()

  /// The columns that not every file has, as `chunk.crc`.
  private var addedColumns: Set<String> = []

  /// - Parameter isProbe: Whether it is opened only to see what it is, as `InputFile` has it.
  /// - Throws: `RunFileError` if it is no regular file, or no database.
  init(_ path: String, isProbe: Bool = false) throws(RunFileError) {
    self.path = path
    do {
      try InputFile.checkRegular(path)
    } catch {
      throw RunFileError(path, error)
    }
    // The library opens the file itself.
    if !isProbe { ReadFiles.note(path) }
    // The library opens what lies beside, and would wait for a pipe for ever.
    for companion in RunFileCompanion.all where InputFile.isThere(path + companion.suffix) {
      do {
        try InputFile.checkRegular(path + companion.suffix)
        if !isProbe { ReadFiles.note(path + companion.suffix) }
      } catch {
        throw RunFileError(path + companion.suffix, error)
      }
    }
    if let problem = RunFilePlace.problem(of: path) {
      throw RunFileError(path, .unreadable("cannot be opened: \(problem)"))
    }
    guard !descriptorsAreFew else { throw RunFileError(path, .fewDescriptors) }
    do {
      queue = try Self.queue(reading: path, by: work)
    } catch {
      throw RunFileError(path, reading: error)
    }
    addedColumns = try read { database in
      try Self.refuseComputedTables(in: database, of: path)
      try Self.refuseLostEnd(of: path, in: database)
      return try Self.addedColumns(in: database)
    }
  }

  /// Columns that files of earlier versions have not, as a query has them behind others; empty
  /// where one of them is missing.
  ///
  /// - Parameter tables: Each of them must have them.
  func added(_ columns: String..., to tables: String...) -> String {
    let isThere = tables.allSatisfy { table in
      columns.allSatisfy { addedColumns.contains("\(table).\($0)") }
    }
    return isThere ? columns.map { ", \($0)" }.joined() : ""
  }

  private static func addedColumns(in database: Database) throws -> Set<String> {
    let names = ["crc"] + RunFileSchema.counted.map(\.count)
    return Set(
      try RunFileSchema.tables.flatMap { table in
        try String.fetchAll(
          database, sql: "SELECT name FROM pragma_table_info(?)", arguments: [table]
        ).filter(names.contains).map { "\(table).\($0)" }
      })
  }

  /// In bytes, with what has not been moved from the log into the file yet.
  var size: Int {
    InputFile.size(of: path) + InputFile.size(of: "\(path)-wal")
  }

  /// Reads, all in one state of the file.
  ///
  /// - Throws: `RunFileError`; what the library throws has become one.
  func read<Value>(_ body: (Database) throws -> Value) throws(RunFileError) -> Value {
    do {
      return try queue.read { database in
        work.begin(bytes: size, in: database.sqliteConnection)
        return try body(database)
      }
    } catch {
      throw RunFileError(path, reading: error)
    }
  }

  /// What a query of one table says, row by row.
  ///
  /// - Parameters:
  ///   - table: What the rows are of, for messages.
  ///   - most: How many there may be.
  ///   - value: What is made of a row, which is gone afterwards.
  func rows<Value>(
    of table: String, most: Int = .max, _ sql: String, _ arguments: StatementArguments = [],
    in database: Database, _ value: (RunFileRow) throws -> Value
  ) throws -> [Value] {
    var values: [Value] = []
    let rows = try Row.fetchCursor(database, sql: sql, arguments: arguments)
    while let row = try rows.next() {
      guard values.count < most else {
        throw RunFileError(path, .malformed("table '\(table)' has more rows than there can be"))
      }
      values.append(try value(RunFileRow(row, of: table, in: path)))
    }
    return values
  }

  /// Opens a file, which needs its log beside it as soon as there is one.
  ///
  /// A writer that was killed before its first step has announced a log that is empty, and a folder
  /// that may not be written gets none: all that there is is in the file then, and does not change.
  private static func queue(reading path: String, by work: QueryWork) throws -> DatabaseQueue {
    do {
      return try DatabaseQueue(
        path: RunFilePlace.address(of: path), configuration: .reading(by: work))
    } catch let error as DatabaseError
      where [.SQLITE_CANTOPEN, .SQLITE_READONLY].contains(error.resultCode)
      && InputFile.size(of: "\(path)-wal") == 0
    {
      let address = RunFilePlace.address(of: path)
      return try DatabaseQueue(
        path: "\(address)?immutable=1", configuration: .reading(by: work))
    }
  }

  /// The library takes what is missing of the last page for zeros.
  private static func refuseLostEnd(of path: String, in database: Database) throws {
    // What a log still holds need not be in the file.
    guard InputFile.size(of: "\(path)-wal") == 0 else { return }
    let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
    let pageBytes = try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 0
    let size = InputFile.size(of: path)
    guard pages * pageBytes <= size else {
      throw RunFileError(
        path, .malformed("its end is missing: it has \(size) of \(pages * pageBytes) bytes"))
    }
  }

  /// What has no root in the file is computed: views and virtual tables, which need not end.
  private static func refuseComputedTables(in database: Database, of path: String) throws {
    for table in RunFileSchema.tables {
      let stored = try Int.fetchOne(
        database,
        sql: """
          SELECT count(*) FROM sqlite_schema WHERE name = :table AND type = 'table' AND rootpage > 0
            AND NOT EXISTS (SELECT 1 FROM pragma_table_xinfo(:table) WHERE hidden > 0)
          """, arguments: ["table": table])
      guard stored == 1 else {
        throw RunFileError(
          path, .malformed("this is a database, but no run file: it has no table '\(table)'"))
      }
    }
  }
}

/// How much work the query under way may still take.
private final class QueryWork: Sendable {
  /// In portions.
  private let left = Atomic(0)

  /// So many instructions of the library's machine.
  private static let portion: Int32 = 1000

  /// Begins to read a file of a size, which takes some instructions for each of its bytes at most.
  func begin(bytes: Int, in connection: OpaquePointer?) {
    left.store(1000 + bytes / 50, ordering: .relaxed)
    sqlite3_limit(connection, SQLITE_LIMIT_LENGTH, Int32(clamping: max(bytes, 1 << 20)))
  }

  func install(in connection: OpaquePointer?) {
    sqlite3_progress_handler(
      connection, Self.portion,
      { context in
        guard let context else { return 1 }
        return Unmanaged<QueryWork>.fromOpaque(context).takeUnretainedValue().goesOn() ? 0 : 1
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  private func goesOn() -> Bool { left.subtract(1, ordering: .relaxed).newValue > 0 }
}

extension Configuration {
  fileprivate static func reading(by work: QueryWork) -> Configuration {
    var configuration = Configuration()
    configuration.label = "run file"
    configuration.readonly = true
    configuration.prepareDatabase { database in
      guard let connection = database.sqliteConnection,
        spiketop_sqlite_distrust(UnsafeMutableRawPointer(connection)) != 0
      else { throw DatabaseError(resultCode: .SQLITE_MISUSE) }
      try database.execute(sql: "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0")
      // Opening reads the schema.
      work.begin(bytes: 1 << 30, in: database.sqliteConnection)
      work.install(in: database.sqliteConnection)
    }
    return configuration
  }
}

extension RunFileError {
  package init(_ path: String, _ error: InputFileError) {
    switch error {
    case .absent: self.init(path, .missing)
    case .notRegular, .unreadable: self.init(path, .unreadable(error.reason))
    case .unavailable: self.init(path, .unavailable(error.reason))
    case .tooLarge, .shrunk: self.init(path, .malformed(error.reason))
    }
  }

  /// What the library throws while it reads: about the file, or about its place and the machine.
  init(_ path: String, reading error: any Error) {
    if let error = error as? RunFileError {
      self = error
    } else if let error = error as? DatabaseError {
      self.init(path, Self.reason(for: error))
    } else {
      self.init(path, .malformed("this is no run file (\(error))"))
    }
  }

  private static func reason(for error: DatabaseError) -> Reason {
    let words = error.message ?? "\(error.resultCode)"
    switch error.resultCode {
    case .SQLITE_INTERRUPT:
      return .malformed("this is no run file: reading a table of it does not end")
    case .SQLITE_TOOBIG:
      return .malformed("this is no run file: a value in it claims to be larger than the file")
    case .SQLITE_CANTOPEN where descriptorsAreFew:
      return .fewDescriptors
    case .SQLITE_CANTOPEN, .SQLITE_READONLY:
      return .unreadable(
        "the recording was not completed, and is read only where its folder may be written; copy "
          + "it to another one, with what lies beside it")
    case .SQLITE_NOMEM:
      return .unavailable("reading it takes more memory than there is; let the program have more")
    case .SQLITE_IOERR where error.extendedResultCode == .SQLITE_IOERR_SHORT_READ:
      return .malformed("this is no run file (\(words))")
    case .SQLITE_IOERR, .SQLITE_PERM, .SQLITE_AUTH, .SQLITE_BUSY, .SQLITE_LOCKED,
      .SQLITE_PROTOCOL, .SQLITE_NOLFS, .SQLITE_FULL:
      return .unreadable("cannot be read where it is (\(words)); copy it to another folder")
    default:
      return .malformed("this is no run file (\(words))")
    }
  }
}

extension RunFileError.Reason {
  fileprivate static let fewDescriptors = Self.unavailable(
    "cannot be opened (\(systemReason(EMFILE))); let the program have more (ulimit -n)")
}

/// Whether there are too few for a database, its log, the log's index and what the library's queue
/// takes, which is two and ends the process where it gets none.
private var descriptorsAreFew: Bool {
  let probes = (0..<5).map { _ in dup(STDIN_FILENO) }
  for probe in probes where probe >= 0 { close(probe) }
  return probes.contains(-1)
}
