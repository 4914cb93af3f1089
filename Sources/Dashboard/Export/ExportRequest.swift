/// A file that the user wants the screen in.
package struct ExportRequest: Equatable, Sendable {
  package enum Format: String, CaseIterable, Sendable {
    case svg, png, ansi, txt
    /// The numbers that are plotted.
    case csv
  }

  /// As typed, relative to the working directory or to `~`.
  package var path: String
  package var format: Format
  /// Whether a file that exists may be replaced.
  package var replaces = false

  init(path: String) throws(CommandError) {
    let ending = path.split(separator: ".", omittingEmptySubsequences: false).last ?? ""
    guard path.contains("."), let format = Format(rawValue: ending.lowercased()) else {
      let endings = Format.allCases.map { ".\($0.rawValue)" }.joined(separator: ", ")
      throw CommandError(description: "the name of the file must end in one of \(endings)")
    }
    self.path = path
    self.format = format
  }
}

/// What became of an export.
package enum ExportOutcome: Equatable, Sendable {
  /// - Parameter rows: How many rows of numbers, and how many there are; `nil` for pictures.
  case written(rows: NumberTable.Extent?)
  /// There is such a file, and it was left as it is.
  case exists
  case failed(reason: String)
}
