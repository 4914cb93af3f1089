import Charts
import RunPlots

/// A figure for a paper, of what the dashboard looks at.
package struct FigureRequest: Equatable, Sendable {
  package var plot: RunPlot
  package var style = PlotStyle()
  /// The layer, by its name, or the neuron, as `conv2#412`, that is wanted instead of those under
  /// the cursor.
  var place: String?
  /// The steps that are wanted; `nil` for all up to the present.
  var window: ClosedRange<Int>?

  init(_ plot: RunPlot) {
    self.plot = plot
  }

  /// The options, as `width=85mm`, with what may follow the sign.
  static let options: [(name: String, words: [String])] = [
    ("width", ["85mm", "174mm"]), ("theme", PlotStyle.Theme.allCases.map(\.rawValue)),
    ("of", []), ("window", []),
  ]

  /// Takes in an option.
  ///
  /// - Parameter word: As typed, with the name of an option before the sign.
  mutating func take(_ word: String) throws(CommandError) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let value = parts.count > 1 ? String(parts[1]) : ""
    switch parts[0] {
    case "width":
      guard let width = PlotStyle.width(from: value) else {
        throw CommandError(
          description: "width is \(PlotStyle.widthWords), as width=85mm, not '\(value)'")
      }
      style.width = width
    case "theme":
      guard let theme = PlotStyle.Theme(rawValue: value) else {
        throw CommandError(description: "the themes of figures are light and dark")
      }
      style.theme = theme
    case "window":
      guard let window = ClosedRange(steps: value) else {
        throw CommandError(description: "a window is its first and last step, as window=1-64")
      }
      self.window = window
    default:
      place = value
    }
  }

  /// Refuses options that would make no difference.
  func check() throws(CommandError) {
    do throws(RunPlotError) {
      try plot.check(place: place, window: window)
    } catch {
      throw CommandError(description: error.description)
    }
  }
}

extension DashboardState {
  /// The figure as a plot, in its style.
  ///
  /// - Throws: `RunPlotError` for what the run lacks.
  package func drawing(of request: FigureRequest) throws(RunPlotError) -> Drawing {
    guard let context, let engine, layer < layerCount else { throw .noSteps }
    var subject = PlotSubject(
      engine, model: context.model, method: context.methods[context.method],
      dataset: context.dataset, image: context.image, label: context.label,
      classNames: context.classNames, logits: context.logits)
    // All layers are one picture, unless one is asked for.
    if request.plot.scope != .layers { (subject.layer, subject.unit) = (layer, unit) }
    if let place = request.place { try subject.look(at: place) }
    subject.window = request.window
    return try request.plot.plot(of: subject).drawing(request.style)
  }
}
