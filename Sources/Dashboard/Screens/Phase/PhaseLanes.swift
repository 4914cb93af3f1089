import Networks
import PlainText
import Runs
import SpikeStatistics
import TerminalUI

private let labelWidth = 46
private let firstOffsetColumn = 38

/// The columns of what is said below the figures of a layer.
private let phaseLineWidth = firstOffsetColumn - 3

/// So many steps say what the largest mean D is.
private let latestSteps = 2048

/// How the rows of a layer are divided: a strip of its mean D, bars of what leads and of what lags,
/// and when excitation and inhibition arrive.
private struct PhaseRows {
  let strip: Int
  let bars: Int
  let arrivals: Int

  /// - Parameter room: For one layer.
  init(room: Int) {
    switch room {
    case ..<2: (strip, bars, arrivals) = (1, 0, 0)
    case 2: (strip, bars, arrivals) = (1, 1, 0)
    case 3: (strip, bars, arrivals) = (1, 1, 1)
    case 4, 5: (strip, bars, arrivals) = (1, 2, 1)
    default: (strip, bars, arrivals) = (1, 4, 1)
    }
  }

  var height: Int { strip + bars + arrivals }
}

extension ScreenView {
  /// All layers over time, each with its figures: its mean D in colours, how many of its neurons
  /// lead and lag, and when excitation and inhibition arrive.
  func drawPhaseLayers(_ phase: PhaseInspection, on canvas: inout Canvas) {
    guard !hasSpikesAlone else { return drawRhythmLayers(on: &canvas) }
    let rows = PhaseRows(room: (canvas.size.rows - 1) / max(layers.count, 1))
    let axis = timeAxis(width: canvas.size.columns - labelWidth - 1)
    let visible = canvas.scroll.rows(
      of: "layers", around: state.layer, height: max((canvas.size.rows - 1) / rows.height, 0),
      count: layers.count)
    canvas.write("D of z", row: 0, column: 1, style: .label)
    canvas.write("D now  lead   lag  D>0  D<0  psi", row: 0, column: 10, style: .label)
    axis.drawRuler(step: step, row: 0, column: labelWidth + 1, on: &canvas)
    let reach = largestMeanDeviation
    for (index, layer) in visible.enumerated() {
      let area = Rect(
        row: 1 + index * rows.height, column: 0, rows: rows.height, columns: canvas.size.columns)
      drawPhaseLabel(of: layer, phase, in: area, on: &canvas)
      canvas.drawVerticalLine(row: area.row, column: labelWidth, height: rows.height)
      drawPhaseCourse(
        of: layer, axis: axis, rows: rows, reach: reach, row: area.row, on: &canvas)
      if rows.arrivals > 0 {
        drawArrivalTimes(
          phase.arrivals[layer], axis: axis, row: area.endRow - 1, on: &canvas)
      }
    }
    let drawn = Rect(
      row: 1, column: labelWidth + 1, rows: visible.count * rows.height,
      columns: axis.width)
    axis.drawPresent(step: step, in: drawn, on: &canvas)
  }

  /// What the full colours of the strips stand for: the largest mean D of all layers in the latest
  /// steps.
  var largestMeanDeviation: Double {
    let last = engine.history.lastStep
    guard last > 0 else { return 1 }
    var largest = 0.0
    for step in max(last - latestSteps + 1, 1)...last {
      for layer in layers.indices {
        guard let mean = engine.history.entry(of: layer, at: step)?.meanDeviation else { break }
        if mean.isFinite { largest = max(largest, Double(abs(mean))) }
      }
    }
    return largest > 0 ? largest : 1
  }

  private func drawPhaseLabel(
    of layer: Int, _ phase: PhaseInspection, in rect: Rect, on canvas: inout Canvas
  ) {
    let style: Style = layer == state.layer ? .selection : .plain
    if layer == state.layer {
      let row = Rect(row: rect.row, column: 0, rows: 1, columns: firstOffsetColumn - 1)
      canvas.fill(row, with: Cell(" ", style: .selection))
      canvas[rect.row, 0] = Cell(canvas.glyphs.cursor, style: .selection)
    }
    canvas.write(network.layers[layer].name, row: rect.row, column: 1, style: style, maxWidth: 8)
    let statistics = runState.statistics.layers[layer].phase
    let isDefined = statistics.map { $0.evaluations > 0 } ?? false
    let count = network.layers[layer].shape.count
    let share = { (part: Int?) in isDefined ? percent(ratio(part ?? 0, of: count), digits: 0) : "-"
    }
    let fields: [(String, Int, Int)] = [
      (visibleSigned(statistics?.meanDeviation, columns: 5), 9, 6),
      (visibleDecimal(statistics?.meanLead, columns: 5), 15, 6),
      (visibleDecimal(statistics?.meanLag, columns: 5), 21, 6),
      (share(statistics?.leadingCount), 27, 5), (share(statistics?.laggingCount), 32, 5),
    ]
    for (text, column, width) in fields {
      canvas.write(
        text, row: rect.row, column: column, width: width, alignment: .right, style: style)
    }
    for (row, line) in phaseLines(of: layer, phase).enumerated()
    where row + 1 < rect.rows {
      canvas.write(
        line, row: rect.row + 1 + row, column: 2, width: phaseLineWidth, alignment: .left,
        style: .label)
    }
    guard let offsets = phase.offsets[layer] else {
      canvas.write("-", row: rect.row, column: firstOffsetColumn + 3, style: .label)
      return
    }
    canvas.drawHistogram(
      offsets.counts,
      in: Rect(row: rect.row, column: firstOffsetColumn, rows: rect.rows, columns: 7),
      style: offsetStyle)
  }

  /// What there is room to say below the figures of a layer.
  private func phaseLines(of layer: Int, _ phase: PhaseInspection) -> [String] {
    let layerStep = layerStep(layer)
    let arrivals = phase.arrivals[layer]
    return [
      arrivalLine(arrivals, at: phase.timingStep),
      "\(counted(layerStep.neuronCount, "neuron")), rate \(Figure.rate.text(of: layerStep))",
      "silent \(Figure.silentShare.text(of: layerStep)), missed "
        + Figure.missedRatio.text(of: layerStep),
      "SIN \(Figure.sinNeurons.text(of: layerStep)) of "
        + "\(Figure.inactiveNeurons.text(of: layerStep)) off",
      "mean v, z>0 \(Figure.activePotential.text(of: layerStep)), off "
        + Figure.inactivePotential.text(of: layerStep),
    ]
  }

  /// When excitation and inhibition arrive, and by how much the one is earlier: in the longest form
  /// that is whole.
  ///
  /// - Parameter known: The step that they are of: while the run goes on, one before the present.
  private func arrivalLine(_ arrivals: LayerArrivals?, at known: Int) -> String {
    let (excitation, inhibition) = (arrivals?.excitation, arrivals?.inhibition)
    let lead = inhibition.flatMap { late in excitation.map { late - $0 } }
    let when = known == step || arrivals == nil ? "" : " at \(known)"
    let times = { (mark: String) in
      let time = { (value: Double?) in value.map { mark + decimal($0, digits: 1) } ?? "-" }
      return "E \(time(excitation)), I \(time(inhibition))"
    }
    let difference = "dEI \(signed(lead, digits: 2))"
    let forms = [
      "\(times("t=")), \(difference)\(when)", "\(times("")), \(difference)\(when)",
      difference + when,
    ]
    return forms.first { $0.count <= phaseLineWidth } ?? difference
  }

  /// The mean D in colours, and the shares of neurons that lead above those that lag; in a single
  /// row of bars the larger one.
  ///
  /// Steps that are no longer kept are dots.
  private func drawPhaseCourse(
    of layer: Int, axis: TimeAxis, rows: PhaseRows, reach: Double, row: Int,
    on canvas: inout Canvas
  ) {
    let count = Double(network.layers[layer].shape.count)
    var means = Array(repeating: Double.nan, count: axis.width)
    let bars = row + rows.strip
    for cell in 0..<axis.width {
      guard let steps = axis.steps(ofCell: cell), steps.lowerBound <= engine.history.lastStep
      else { continue }
      let column = labelWidth + 1 + cell
      guard let most = mostOffSchedule(of: layer, in: steps) else {
        canvas[row, column] = Cell(canvas.glyphs.absent, style: .label)
        continue
      }
      means[cell] = most.meanDeviation
      let lead = Double(most.leading) / count / fullShare
      let lag = Double(most.lagging) / count / fullShare
      switch rows.bars {
      case 0: break
      case 1:
        canvas.drawColumn(
          max(lead, lag), row: bars, column: column, style: lead >= lag ? .lead : .lag)
      default:
        let half = rows.bars / 2
        canvas.drawColumn(lead, row: bars, column: column, height: half, style: .lead)
        canvas.drawHangingColumn(lag, row: bars + half, column: column, height: half, style: .lag)
      }
    }
    canvas.drawLeadLagStrip(means, reach: reach, row: row, column: labelWidth + 1)
  }

  /// The most neurons that led, and that lagged, in one of some steps, and the mean D after the
  /// last of them; `nil` where none is kept.
  private func mostOffSchedule(
    of layer: Int, in steps: ClosedRange<Int>
  ) -> (leading: Int32, lagging: Int32, meanDeviation: Double)? {
    var most: (leading: Int32, lagging: Int32, meanDeviation: Double)?
    for step in steps {
      guard let entry = engine.history.entry(of: layer, at: step) else { continue }
      most = (
        max(most?.leading ?? 0, entry.leading), max(most?.lagging ?? 0, entry.lagging),
        Double(entry.meanDeviation)
      )
    }
    return most
  }

  /// Two marks on the axis of time, and a line from what arrives first, on average, to what arrives
  /// later: orange where excitation leads.
  private func drawArrivalTimes(
    _ arrivals: LayerArrivals?, axis: TimeAxis, row: Int, on canvas: inout Canvas
  ) {
    let cell = { (time: Double?) in
      time.flatMap { axis.markCell(of: max(Int($0.rounded()), 1)) }.map { labelWidth + 1 + $0 }
    }
    let (excitation, inhibition) = (cell(arrivals?.excitation), cell(arrivals?.inhibition))
    if let excitation, let inhibition {
      let isLead = (arrivals?.excitation ?? 0) < (arrivals?.inhibition ?? 0)
      canvas.drawHorizontalLine(
        row: row, column: min(excitation, inhibition),
        width: abs(excitation - inhibition) + 1, style: isLead ? .lead : .lag)
    }
    if let inhibition { canvas[row, inhibition] = Cell("I", style: .lag) }
    if let excitation {
      let isTogether = excitation == inhibition
      canvas[row, excitation] = Cell(isTogether ? "=" : "E", style: isTogether ? .title : .lead)
    }
  }
}
