import Networks
import PlainText
import SpikeStatistics
import TerminalUI

private let labelWidth = 46

/// The rows of one layer at most: its name and figures, two in a line.
let mostRhythmRows = 9

// What the phase screen shows where no analog network gives neurons a schedule: how evenly they
// fire, and how much together.
extension ScreenView {
  func rhythmLayersTitle() -> PaneTitle {
    PaneTitle(
      "rates by layer", ["no ANN: what spikes alone tell"],
      hints: hints(state.layerHints))
  }

  func rhythmTitle(_ phase: PhaseInspection) -> PaneTitle {
    PaneTitle(
      "\(network.layers[phase.layer].name) neurons",
      [
        "least even first, by ISI CV",
        "\(grouped(phase.rows.count)) of \(counted(phase.rowCount, "neuron")) that fired",
      ],
      hints: phase.rows.isEmpty ? [] : hints(["inspect": "neuron"]))
  }

  /// How evenly and how much together a layer fires.
  func rhythmInsight() -> String? {
    guard state.layer < layers.count, step > 0 else { return nil }
    let layerStep = layerStep(state.layer)
    let name = network.layers[state.layer].name
    guard runState.statistics.layers[state.layer].counts.total > 0 else {
      return "\(name): \(silenceText(ofLayer: state.layer))"
    }
    return "\(name): \(Figure.intervalMean.text(of: layerStep)) steps between spikes, CV "
      + "\(Figure.intervalVariation.text(of: layerStep)) (0 is a clock, 1 is chance), synchrony "
      + "\(Figure.synchrony.text(of: layerStep)) (1 is all at once), "
      + "\(Figure.burstIndex.text(of: layerStep)) of intervals are one step"
  }

  /// The rate of each layer over time beside what its spikes alone tell.
  func drawRhythmLayers(on canvas: inout Canvas) {
    let height = min(max((canvas.size.rows - 1) / max(layers.count, 1), 1), mostRhythmRows)
    let axis = timeAxis(width: canvas.size.columns - labelWidth - 1)
    let visible = canvas.scroll.rows(
      of: "layers", around: state.layer, height: max((canvas.size.rows - 1) / height, 0),
      count: layers.count)
    canvas.write("layer", row: 0, column: 1, style: .label)
    canvas.inside(Rect(row: 0, column: 0, rows: 1, columns: labelWidth)) {
      $0.drawColorBars([.rate], row: 0)
    }
    axis.drawRuler(step: step, row: 0, column: labelWidth + 1, on: &canvas)
    for (index, layer) in visible.enumerated() {
      let row = 1 + index * height
      let style: Style = layer == state.layer ? .selection : .plain
      if layer == state.layer { canvas[row, 0] = Cell(canvas.glyphs.cursor, style: .selection) }
      canvas.write(network.layers[layer].name, row: row, column: 1, style: style, maxWidth: 8)
      drawRhythmFigures(of: layer, row: row, rows: height, on: &canvas)
      canvas.drawVerticalLine(row: row, column: labelWidth, height: height)
      drawRateCourse(
        of: layer, axis, row: row, column: labelWidth + 1, height: height, on: &canvas)
    }
    let drawn = Rect(
      row: 1, column: labelWidth + 1, rows: visible.count * height, columns: axis.width)
    axis.drawPresent(step: step, in: drawn, on: &canvas)
  }

  private func drawRhythmFigures(
    of layer: Int, row: Int, rows: Int, on canvas: inout Canvas
  ) {
    let layerStep = layerStep(layer)
    let lines: [[Figure]] = [
      [.rate, .intervalVariation], [.intervalMean, .synchrony], [.silentShare, .saturatedShare],
      [.burstIndex, .totalSpikes],
    ]
    for (offset, figures) in lines.enumerated() where offset < rows {
      for (place, figure) in figures.enumerated() {
        let column = 10 + place * 18
        canvas.write(
          "\(figure.columnTitle) \(figure.text(of: layerStep))", row: row + offset, column: column,
          width: 17, alignment: .left, style: offset == 0 ? .plain : .label)
      }
    }
  }

  /// The neurons that fire least evenly, and when they fired.
  func drawRhythms(_ phase: PhaseInspection, on canvas: inout Canvas) {
    guard !phase.rows.isEmpty else {
      canvas.write(
        step == 0
          ? "no step has been taken: Space runs, . steps" : "no neuron of this layer has fired",
        row: 0, column: 1, width: canvas.size.columns - 2, alignment: .left, style: .label)
      return
    }
    let layerStep = layerStep(phase.layer)
    let counts = runState.statistics.layers[phase.layer].counts
    let titles = ["neuron", "spikes", "first", "last", "ISI", "CV"]
    let table = TextTable(
      columns: titles.enumerated().map {
        TextTable.Column($1, alignment: $0 == 0 ? .left : .right)
      },
      rows: phase.rows.map { row in
        [
          .init(name(ofUnit: row.unit, in: phase.layer)), .init("\(row.spikes)"),
          .init("\(counts.firstStep[row.unit])"), .init("\(counts.lastStep[row.unit])"),
          .init(Figure.intervalMean.text(of: row.unit, in: layerStep)),
          .init(Figure.intervalVariation.text(of: row.unit, in: layerStep)),
        ]
      })
    let visible = drawPhaseRows(table, on: &canvas)
    drawSpikeTrains(
      of: phase.rows[visible].map { ($0.unit, phase.layer) },
      rightOf: table.width(ofRows: visible), style: .title, on: &canvas)
  }
}
