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
      var (outcome, content) = (ExportOutcome.written(rows: nil), Data())
      if let figure = request.figure {
        content = try self.content(of: figure, format: request.format, state: state)
      } else if let writer = PictureWriters<Canvas>.standard[request.format.rawValue] {
        content = try writer.content(try panel(request.panel, of: canvas, state: state))
      } else {
        let (panel, table) = try state.numbersToWrite(
          of: request.panel, shown: canvas.panels.map(\.name))
        content = Data(table.csv.utf8)
        outcome = .written(rows: table.extent, panel: panel)
      }
      try OutputFile(typed: request.path, replacing: request.replaces ? .files : .nothing)
        .write(content)
      return outcome
    } catch let error as OutputFileError {
      return error.reason == .exists ? .exists : .failed(reason: error.problem)
    } catch let error as CommandError {
      return .failed(reason: error.description)
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
  private static func panel(
    _ name: String?, of canvas: Canvas, state: DashboardState
  ) throws -> Canvas {
    guard let name else { return canvas }
    try state.checkPanel(name, shown: canvas.panels.map(\.name))
    return canvas.panel(named: name) ?? canvas
  }
}
