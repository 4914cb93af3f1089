/// A file that the user wants the screen in.
package struct ExportRequest: Equatable, Sendable {
  package enum Format: String, CaseIterable, Sendable {
    case svg, pdf, png, ansi, txt
    /// The numbers that are plotted.
    case csv
  }

  /// As typed, relative to the working directory or to `~`.
  package var path: String
  package var format: Format
  /// The part of the screen that is wanted; `nil` for all of it.
  package var panel: String?
  /// The figure that is wanted instead of the screen.
  package var figure: FigureRequest?
  /// Whether a file that exists may be replaced.
  package var replaces = false

  /// - Parameter text: A path, and behind it the name of a panel if that alone is wanted.
  init(_ text: String) throws(CommandError) {
    let words = text.split(separator: " ")
    let rest = words.dropLast().joined(separator: " ")
    if let format = Format(endOf: text) {
      (path, self.format) = (text, format)
    } else if let format = Format(endOf: rest), let panel = words.last {
      (path, self.format) = (rest, format)
      self.panel = String(panel)
    } else {
      let endings = Format.allCases.map { ".\($0.rawValue)" }.joined(separator: ", ")
      throw CommandError(description: "the name of the file must end in one of \(endings)")
    }
  }
}

extension ExportRequest {
  /// What figures can be written in.
  package static let figureFormats: [Format] = [.svg, .pdf, .png]

  /// - Parameter path: Where to write the figure.
  init(_ figure: FigureRequest, to path: String) throws(CommandError) {
    guard let format = Format(endOf: path), ExportRequest.figureFormats.contains(format) else {
      let endings = ExportRequest.figureFormats.map { ".\($0.rawValue)" }
      throw CommandError(
        description: "the name of the file must end in one of \(endings.joined(separator: ", "))")
    }
    (self.path, self.format, self.figure) = (path, format, figure)
  }
}

/// What became of an export.
package enum ExportOutcome: Equatable, Sendable {
  /// - Parameters:
  ///   - rows: How many rows of numbers, and how many there are; `nil` for pictures.
  ///   - panel: The part of the screen that they are of.
  case written(rows: NumberTable.Extent?, panel: String? = nil)
  /// There is such a file, and it was left as it is.
  case exists
  case failed(reason: String)
}

extension ExportRequest.Format {
  /// - Parameter path: The name of a file, which must be more than its ending.
  fileprivate init?(endOf path: String) {
    let parts = path.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count > 1, let ending = parts.last else { return nil }
    self.init(rawValue: ending.lowercased())
  }
}
