import Networks
import PlainText
import SpikeStatistics
import TerminalUI

private let axisWidth = 8

extension ScreenView {
  /// The potential against the threshold over the whole run, and below it the spikes, the schedule
  /// of the ANN's activation, and how far the neuron is ahead of it.
  func drawTrace(on canvas: inout Canvas) {
    guard let trace = state.inspection?.trace, state.layer < layers.count else {
      canvas.write("no neuron", row: 0, column: 1, style: .label)
      return
    }
    var rest = canvas.bounds
    // Without an analog network nothing says when a spike should have come.
    let deviations =
      reference == nil
      ? Rect(row: rest.endRow, column: 0, rows: 0, columns: rest.columns)
      : rest.takeBottom(rest.rows >= 16 ? 4 : rest.rows >= 11 ? 2 : 1)
    let lanes = rest.takeBottom(reference == nil ? 1 : 2)
    let ruler = rest.takeBottom(1)
    let axis = timeAxis(width: rest.columns - axisWidth)
    let points = trace.points.filter { axis.cell(of: $0.step) != nil }
    let plot = Rect(row: 0, column: axisWidth, rows: rest.rows, columns: axis.width)
    let scale = drawPotential(points, axis: axis, in: plot, on: &canvas)
    axis.drawRuler(step: step, row: ruler.row, column: axisWidth, on: &canvas)
    drawLanes(points, axis: axis, row: lanes.row, deviations: deviations, on: &canvas)
    axis.drawPresent(step: step, in: plot, on: &canvas)
    let below = Rect(
      row: lanes.row, column: axisWidth, rows: lanes.rows + deviations.rows, columns: axis.width)
    axis.drawPresent(step: step, in: below, on: &canvas)
    if let scale {
      drawWhatIsCut(scale, in: plot, on: &canvas)
    } else {
      drawAbsence(in: plot, on: &canvas)
    }
    drawScheduleNote(row: lanes.row + 1, deviations: deviations, on: &canvas)
  }

  /// Whether the trace is that of the potential: where none is recorded, the spikes so far stand
  /// for it.
  var tracesPotential: Bool {
    guard runState.simulation.isReplay, let trace = state.inspection?.trace else { return true }
    return trace.points.contains { !$0.membranePotential.isNaN }
  }

  /// v as a curve, or where steps are wide m and then v as a line of steps; the threshold as a
  /// line; what lies below the scale stays at its lower edge.
  ///
  /// - Returns: Its scale; `nil` where potentials are not recorded, and spikes stand for them.
  private func drawPotential(
    _ points: [NeuronTrace.Point], axis: TimeAxis, in plot: Rect, on canvas: inout Canvas
  ) -> PotentialScale? {
    let points = points.filter { !$0.membranePotential.isNaN }
    guard !points.isEmpty || !runState.simulation.isReplay else {
      drawSpikeCount(axis: axis, in: plot, on: &canvas)
      return nil
    }
    let threshold = Double(network.layers[state.layer].neuron.threshold ?? 1)
    let start = Double(runState.simulation.initialPotential(of: state.unit, in: state.layer))
    // A negative spike comes from below, and leads up.
    let scale = PotentialScale(
      lowest: points.map { Double(min($0.membranePotential, $0.integratedPotential)) },
      highest: points.map { Double(max($0.membranePotential, $0.integratedPotential)) },
      keeping: [start, threshold, 1.2 * threshold])
    let range = scale.range
    var dots = DotGrid(plot.size)
    drawThreshold(points, axis: axis, range: range, grid: dots, in: plot, on: &canvas)
    var previous: (x: Int, y: Int)?
    for point in points {
      guard let x = axis.dotColumn(of: point.step) else { continue }
      if let columns = axis.dotColumnsOfWideStep(point.step) {
        let (m, v) = (Double(point.integratedPotential), Double(point.membranePotential))
        previous = dots.addStep(
          over: columns, before: m.isFinite ? m : v, after: v, range: range, from: previous,
          style: .plain, resetStyle: point.fired ? .title : .plain)
        continue
      }
      if point.fired {
        let top = dots.dotRow(of: Double(point.integratedPotential), range: range)
        dots.addLine(from: previous ?? (x, top), to: (x, top), style: .title)
        previous = (x, top)
      }
      let dot = (x: x, y: dots.dotRow(of: Double(point.membranePotential), range: range))
      dots.addLine(from: previous ?? dot, to: dot, style: .plain)
      previous = dot
    }
    canvas.draw(dots, row: plot.row, column: plot.column)
    drawScale(
      range, threshold: threshold, dots, row: plot.row, on: &canvas)
    return scale
  }

  /// The spikes so far as a curve, in the place of potentials that are not recorded.
  private func drawSpikeCount(axis: TimeAxis, in plot: Rect, on canvas: inout Canvas) {
    let first = max(axis.firstStep, engine.raster.firstStep)
    let last = min(axis.lastStep, engine.raster.lastStep)
    let train =
      first <= last
      ? engine.raster.spikeTrain(of: state.unit, in: state.layer, steps: first...last) : []
    // Those before what is shown are what is left of all up to the present.
    let now = Int(runState.statistics.layers[state.layer].counts.count[state.unit])
    let before = step < first ? 0 : max(now - train.count { $0 <= step }, 0)
    let most = before + max(train.count, 1)
    var (counts, next) = (Array(repeating: Double.nan, count: axis.width), 0)
    for cell in counts.indices {
      guard let steps = axis.steps(ofCell: cell), steps.lowerBound <= last else { continue }
      while next < train.count, train[next] <= steps.upperBound { next += 1 }
      counts[cell] = Double(before + next)
    }
    var dots = DotGrid(plot.size)
    dots.addCurve(
      counts, over: axis, range: Double(before)...Double(most), style: .plain)
    canvas.draw(dots, row: plot.row, column: plot.column)
    canvas.writeApart(
      [(most, plot.row), (before, plot.endRow - 1)].map {
        AxisLabel(grouped($0), row: $1, column: 0, width: axisWidth - 1)
      })
  }

  /// What is shown in the place of potentials that are not recorded.
  private func drawAbsence(in plot: Rect, on canvas: inout Canvas) {
    let texts = [
      "the potentials of this layer are not recorded: spikes so far",
      "potentials are not recorded: spikes so far", "potentials are not recorded",
    ]
    canvas.write(
      texts.first { $0.count < plot.columns } ?? texts[2], row: plot.row, column: plot.column + 1,
      width: plot.columns - 1, alignment: .left, style: .label)
  }

  private func drawScale(
    _ range: ClosedRange<Double>, threshold: Double, _ dots: DotGrid, row: Int,
    on canvas: inout Canvas
  ) {
    let theta = canvas.glyphs == .braille ? "θ" : "th"
    let marks: [(value: Double, name: String, style: Style)] = [
      (threshold, theta, .threshold), (range.upperBound, "", .label),
      (range.lowerBound, "", .label), (0, "", .label),
    ]
    canvas.writeApart(
      marks.filter { range.contains($0.value) }.map { mark in
        AxisLabel(
          mark.name + decimal(mark.value, digits: 2),
          row: row + dots.dotRow(of: mark.value, range: range) / 4, column: 0,
          width: axisWidth - 1, style: mark.style)
      })
  }

  /// How far the potential lies beyond the ends of the scale, where it does.
  func drawWhatIsCut(_ scale: PotentialScale, in plot: Rect, on canvas: inout Canvas) {
    let (reached, range) = (scale.reached, scale.range)
    let ends = [
      (reached.upperBound > range.upperBound, "cut: up to", reached.upperBound, plot.row),
      (reached.lowerBound < range.lowerBound, "cut: down to", reached.lowerBound, plot.endRow - 1),
    ]
    for (isCut, words, value, row) in ends where isCut && plot.rows > 2 {
      let text = " \(words) \(decimal(value, digits: 2)) "
      canvas.write(
        text, row: row, column: plot.endColumn - text.count, style: .warning,
        maxWidth: plot.columns)
    }
  }

  private func drawThreshold(
    _ points: [NeuronTrace.Point], axis: TimeAxis, range: ClosedRange<Double>, grid: DotGrid,
    in plot: Rect, on canvas: inout Canvas
  ) {
    for point in points where point.threshold.isFinite {
      guard let first = axis.firstCell(of: point.step), let last = axis.cell(of: point.step)
      else { continue }
      let row = grid.dotRow(of: Double(point.threshold), range: range) / 4
      for cell in first...last {
        canvas[plot.row + row, plot.column + cell] = Cell(
          canvas.glyphs.threshold, style: .threshold)
      }
    }
  }

  private func drawLanes(
    _ points: [NeuronTrace.Point], axis: TimeAxis, row: Int, deviations: Rect,
    on canvas: inout Canvas
  ) {
    let titles = reference == nil ? ["spikes"] : ["spikes", "target", "D"]
    for (offset, title) in titles.enumerated() {
      canvas.write(
        title, row: row + offset, column: 0, width: axisWidth - 1, alignment: .right, style: .label)
    }
    let isOff = reference?.isInactive(state.unit) ?? false
    drawSpikes(points, axis: axis, row: row, isOff: isOff, on: &canvas)
    guard let schedule else { return }
    drawSchedule(schedule, axis: axis, row: row + 1, deviations: deviations, on: &canvas)
  }

  /// When spikes are due; `nil` where nothing says so, or not of each step.
  private var schedule: EvenSchedule? {
    EvenSchedule(of: state.unit, layer: network.layers[state.layer], reference)
  }

  /// Why no spike is due, or no step is said.
  private func drawScheduleNote(row: Int, deviations: Rect, on canvas: inout Canvas) {
    guard let reference else { return }
    if schedule == nil {
      let reason = network.coding.hasCycles ? "per cycle, not per step" : "-"
      canvas.write(reason, row: deviations.row, column: axisWidth, style: .label)
    } else if reference.isInactive(state.unit) {
      canvas.write("none due: inactivated", row: row, column: axisWidth, style: .label)
    }
  }

  /// A mark where the neuron fired, or the number of spikes where they come in bursts; a dash
  /// where it took a spike back.
  private func drawSpikes(
    _ points: [NeuronTrace.Point], axis: TimeAxis, row: Int, isOff: Bool, on canvas: inout Canvas
  ) {
    let neuron = network.layers[state.layer].neuron
    let firesBursts = (neuron.stepQuanta?.limit ?? 1) > 1
    var counts = Array(repeating: 0, count: axis.width)
    for point in points where point.charge > 0 {
      guard let cell = axis.markCell(of: point.step) else { continue }
      counts[cell] += Int(neuron.spikeCount(ofEvent: point.charge))
    }
    for (cell, count) in counts.enumerated() where count > 0 {
      var glyph = isOff ? canvas.glyphs.sinSpike : canvas.glyphs.vertical
      if firesBursts, count > 1 { glyph = Character(count > 9 ? "+" : "\(count)") }
      canvas[row, axisWidth + cell] = Cell(glyph, style: isOff ? .sinSpike : .title)
    }
    for point in points where point.charge < 0 {
      guard let cell = axis.markCell(of: point.step) else { continue }
      canvas[row, axisWidth + cell] = Cell(canvas.glyphs.horizontal, style: .lag)
    }
  }

  /// The steps of the even schedule as marks, and D = N(t) - N*(t) as a line around 0.
  private func drawSchedule(
    _ schedule: EvenSchedule, axis: TimeAxis, row: Int, deviations: Rect, on canvas: inout Canvas
  ) {
    let (first, last) = (axis.firstStep, min(axis.lastStep, engine.raster.lastStep))
    guard engine.raster.firstStep <= first, first <= last else { return }
    for step in first...last where schedule.count(at: step) > schedule.count(at: step - 1) {
      guard let cell = axis.markCell(of: step) else { continue }
      canvas[row, axisWidth + cell] = Cell(canvas.glyphs.annTarget, style: .annTarget)
    }
    drawDeviations(
      deviationCourse(of: state.unit, in: state.layer, axis), axis: axis, in: deviations,
      on: &canvas)
  }

  /// D over time in the colours of lead and lag, from its least to its largest value and 0.
  private func drawDeviations(
    _ values: [Double], axis: TimeAxis, in rect: Rect, on canvas: inout Canvas
  ) {
    let (lowest, highest) = values.filter(\.isFinite).reduce((0.0, 0.0)) {
      (min($0.0, $1), max($0.1, $1))
    }
    let range = lowest < highest ? lowest...highest : -1...1
    var dots = DotGrid(Size(rows: rect.rows, columns: axis.width))
    let zero = dots.dotRow(of: 0, range: range)
    var previous: (x: Int, y: Int)?
    for (cell, value) in values.enumerated() where value.isFinite {
      let style: Style = value == 0 ? .label : value > 0 ? .lead : .lag
      let dot = (x: 2 * cell + 1, y: dots.dotRow(of: value, range: range))
      dots.addLine(from: previous ?? (2 * cell, zero), to: dot, style: style)
      previous = dot
    }
    canvas.draw(dots, row: rect.row, column: axisWidth)
    guard rect.rows > 1 else { return }
    let texts = [range.upperBound, range.lowerBound].map {
      $0 == 0 ? "0" : signed($0, digits: 0)
    }
    for (text, row) in [("D \(texts[0])", rect.row), (texts[1], rect.endRow - 1)] {
      canvas.write(
        text, row: row, column: 0, width: axisWidth - 1, alignment: .right, style: .label)
    }
  }
}
