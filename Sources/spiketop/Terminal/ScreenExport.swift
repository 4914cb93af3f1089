import Charts
import Dashboard
import Experiments
import Foundation
import OutputFiles
import RunPlots
import TerminalUI

/// Writes what is on the screen to a file.
enum ScreenExport {
  /// - Parameter canvas: What the screen shows.
  static func write(
    _ request: ExportRequest, state: DashboardState, canvas: Canvas
  ) -> ExportOutcome {
    do {
      let part = try panel(request.panel, of: canvas)
      let (content, rows): (Data, NumberTable.Extent?) =
        if let figure = request.figure {
          (try self.content(of: figure, format: request.format, state: state), nil)
        } else if let writer = PictureWriters<Canvas>.standard[request.format.rawValue] {
          (try writer.content(part), nil)
        } else {
          try numbers(request.panel, of: state, canvas: canvas)
        }
      try OutputFile(typed: request.path, replacing: request.replaces ? .files : .nothing)
        .write(content)
      return .written(rows: rows)
    } catch let error as OutputFileError {
      return error.reason == .exists ? .exists : .failed(reason: error.problem)
    } catch {
      return .failed(reason: "\(error)")
    }
  }

  private static func content(
    of figure: FigureRequest, format: ExportRequest.Format, state: DashboardState
  ) throws -> Data {
    let drawing = try state.drawing(of: figure)
    return try (PictureWriters<Drawing>.standard[format.rawValue] ?? .svg).content(drawing)
  }

  /// The part of the screen that is wanted, or all of it.
  private static func panel(_ name: String?, of canvas: Canvas) throws -> Canvas {
    guard let name else { return canvas }
    guard let panel = canvas.panel(named: name) else {
      let names = canvas.panels.map(\.name).joined(separator: ", ")
      throw UsageError(
        description: names.isEmpty
          ? "this screen has no panels; leave out '\(name)'"
          : "there is no panel '\(name)' on this screen; there are \(names)")
    }
    return panel
  }

  private static func numbers(
    _ panel: String?, of state: DashboardState, canvas: Canvas
  ) throws -> (Data, NumberTable.Extent?) {
    if let table = state.plottedNumbers(ofPanel: panel) {
      guard table.extent.rows > 0 else {
        throw UsageError(description: "there are no numbers here now, and so nothing to write")
      }
      return (Data(table.csv.utf8), table.extent)
    }
    guard let panel else { throw UsageError(description: "nothing is plotted yet") }
    let names = canvas.panels.map(\.name).filter { state.plottedNumbers(ofPanel: $0) != nil }
    let others = names.isEmpty ? "" : "; there are those of \(names.joined(separator: ", "))"
    throw UsageError(description: "'\(panel)' has no table of numbers\(others)")
  }
}
