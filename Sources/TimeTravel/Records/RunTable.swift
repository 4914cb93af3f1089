import PlainText
import SpikeStatistics

/// The figures of a run in columns, for people who read along.
///
/// Further figures have the columns at the right.
package struct RunTable: Sendable {
  /// A figure under its title.
  private struct Column {
    var title: String
    var figure: Figure
    /// With the blanks in front.
    var width: Int

    init(_ title: String, _ figure: Figure, width: Int) {
      self.title = title
      self.figure = figure
      self.width = width
    }

    var header: String { title.leftPadded(width) }

    func cell(_ value: Double?) -> String {
      let text =
        figure.format == .count
        ? value.map { String(Int($0)) } ?? "-" : printedDecimal(value, digits: 4)
      return text.leftPadded(width)
    }
  }

  private let ofSteps: [Column]
  private let ofLayers: [Column]

  /// - Parameter hasANN: Whether there is anything to compare with.
  package init(_ figures: Figures, hasANN: Bool) {
    let further = figures.further.map { Column($0.title, $0, width: max($0.title.count, 6) + 2) }
    ofSteps = Self.ofSteps + further.filter { $0.figure.network != nil }
    ofLayers =
      Self.ofLayers + (hasANN ? Self.ofComparedLayers : [])
      + further.filter { $0.figure.layer != nil }
  }

  private static let ofSteps = [
    Column("spikes", .spikes, width: 9), Column("SIN neurons", .sinNeurons, width: 13),
    Column("SIN spikes", .sinSpikes, width: 12), Column("mean lead", .lead, width: 11),
    Column("mean lag", .lag, width: 10),
  ]

  private static let ofLayers = [
    Column("spikes", .totalSpikes, width: 10), Column("rate", .rate, width: 8),
  ]

  private static let ofComparedLayers = [
    Column("SIN neurons", .sinNeurons, width: 13), Column("SIN ratio", .sinRatio, width: 11),
    Column("lead", .lead, width: 8), Column("lag", .lag, width: 8),
  ]

  /// Over what `cells` gives.
  package var header: String { ofSteps.map(\.header).joined() }

  /// The figures of the whole network after a step.
  package func cells(of runState: RunState) -> String {
    ofSteps.map { $0.cell(runState.value(of: $0.figure)) }.joined()
  }

  /// The figures of every layer but the readout, under a header.
  package func layerLines(of runState: RunState, setting: RunSetting) -> [String] {
    let header = "  layer    neurons" + ofLayers.map(\.header).joined()
    let rows = runState.simulation.network.firingLayers.indices.map { index in
      let step = runState.layerStep(index, setting: setting)
      return "  " + visible(step.layer.name).rightPadded(8) + String(step.neuronCount).leftPadded(8)
        + ofLayers.map { $0.cell(finite($0.figure.layer?(step))) }.joined()
    }
    return [header] + rows
  }
}
