import Foundation
import GRDB

/// A row of a run file, whose columns have the types that the schema says, or else an error that
/// names table and column.
///
/// The database keeps any type in any column, so that nothing may be read without looking.
struct RunFileRow {
  private let row: Row
  private let table: String
  private let path: String

  init(_ row: Row, of table: String, in path: String) {
    self.row = row
    self.table = table
    self.path = path
  }

  /// A whole number of a range.
  func integer(_ column: String, in range: ClosedRange<Int> = 0...Int.max) throws -> Int {
    guard case .int64(let number) = try value(column), let integer = Int(exactly: number),
      range.contains(integer)
    else { throw fault(column) }
    return integer
  }

  /// A whole number; `nil` where the column is null.
  func optionalInteger(_ column: String) throws -> Int? {
    if case .null = try value(column) { return nil }
    return try integer(column)
  }

  func text(_ column: String) throws -> String {
    guard case .string(let text) = try value(column) else { throw fault(column) }
    return text
  }

  func blob(_ column: String) throws -> Data {
    guard let blob = try optionalBlob(column) else { throw fault(column) }
    return blob
  }

  /// `nil` where the column is null.
  func optionalBlob(_ column: String) throws -> Data? {
    switch try value(column) {
    case .null: nil
    case .blob(let blob): blob
    case .int64, .double, .string: throw fault(column)
    }
  }

  /// Whether the query has asked for a column.
  func hasColumn(_ column: String) -> Bool { row.hasColumn(column) }

  private func value(_ column: String) throws -> DatabaseValue.Storage {
    guard row.hasColumn(column) else { throw fault(column) }
    return (row[column] as DatabaseValue).storage
  }

  private func fault(_ column: String) -> RunFileError {
    RunFileError(path, .malformed("column '\(column)' of table '\(table)' is damaged"))
  }
}
