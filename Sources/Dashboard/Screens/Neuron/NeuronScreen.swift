import Networks
import PlainText
import SpikeStatistics
import TerminalUI

private let factsWidth = 32
private let axisWidth = 8

extension ScreenView {
  /// One neuron: its potential against the threshold, its spikes, and what drove it off schedule.
  func drawNeuron(on canvas: inout Canvas) {
    guard let inspection = state.inspection, state.layer < layers.count else {
      canvas.write("no neuron", row: 1, column: 2, style: .label)
      return
    }
    var rest = canvas.bounds
    let upper = rest.takeTop(max(rest.rows * 3 / 5, 9))
    canvas.inside(upper) { canvas in
      var left = canvas.bounds
      let facts = left.takeRight(factsWidth)
      canvas.drawVerticalLine(row: 0, column: facts.column, height: facts.rows)
      canvas.panel("facts", in: facts) { drawUnitFacts(inspection, on: &$0) }
      canvas.panel("trace", in: left) { drawTrace(inspection.trace, on: &$0) }
    }
    let picture = state.neuronScreen.picture
    canvas.panel(picture == .cause ? "cause" : picture.title, in: rest) {
      switch picture {
      case .cause: drawCause(inspection, on: &$0)
      case .arrivals: drawArrivals(inspection, on: &$0)
      case .field: drawField(inspection, on: &$0)
      }
    }
  }

  private func drawTrace(_ trace: NeuronTrace, on canvas: inout Canvas) {
    var rest = canvas.bounds
    let lanes = rest.takeBottom(3)
    let ruler = rest.takeBottom(1)
    let axis = TimeAxis(
      width: rest.columns - axisWidth, step: step, stepsPerCell: state.rasterView.stepsPerCell,
      scrolls: state.rasterView.mode == .scroll)
    let points = axis.points(of: trace)
    let plot = Rect(row: 0, column: axisWidth, rows: rest.rows, columns: axis.width)
    drawPotential(points, axis: axis, in: plot, on: &canvas)
    axis.drawRuler(step: step, row: ruler.row, column: axisWidth, on: &canvas)
    drawLanes(points, axis: axis, row: lanes.row, on: &canvas)
  }

  /// v as a curve; the threshold as a line; what lies below the scale stays at its lower edge.
  private func drawPotential(
    _ points: [NeuronTrace.Point], axis: TimeAxis, in plot: Rect, on canvas: inout Canvas
  ) {
    let points = points.filter { !$0.membranePotential.isNaN }
    guard !points.isEmpty || !runState.simulation.isReplay else {
      canvas.write(
        "the potentials of this layer are not recorded", row: plot.row + plot.rows / 2,
        column: plot.column, width: plot.columns, alignment: .center, style: .label)
      return
    }
    let threshold = Double(network.layers[state.layer].neuron.threshold ?? 1)
    let highest = points.map { Double($0.integratedPotential) }.max() ?? threshold
    let lowest = points.map { Double($0.membranePotential) }.min() ?? 0
    // A neuron that is driven too hard may lie above the scale all the time.
    let top = max(min(highest, 3 * threshold), 1.2 * threshold)
    let bottom = max(lowest, -2 * threshold)
    let range = (bottom < top ? bottom : 0)...top
    var dots = DotGrid(plot.size)
    drawThreshold(points, axis: axis, range: range, grid: dots, in: plot, on: &canvas)
    var previous: (x: Int, y: Int)?
    for point in points {
      let x = axis.dotColumn(of: point.step)
      if point.fired {
        let top = dots.dotRow(of: Double(point.integratedPotential), range: range)
        dots.addLine(from: previous ?? (x, top), to: (x, top), style: .spike(4))
        previous = (x, top)
      }
      let dot = (x: x, y: dots.dotRow(of: Double(point.membranePotential), range: range))
      dots.addLine(from: previous ?? dot, to: dot, style: .spike(2))
      previous = dot
    }
    canvas.draw(dots, row: plot.row, column: plot.column)
    for (value, name) in [
      (range.upperBound, ""), (threshold, "θ"), (0, ""), (range.lowerBound, ""),
    ] {
      guard range.contains(value) else { continue }
      let row = plot.row + dots.dotRow(of: value, range: range) / 4
      let mark = canvas.glyphs == .braille ? name : name.isEmpty ? "" : "th"
      canvas.write(
        mark + decimal(value, digits: 2), row: row, column: 0, width: axisWidth - 1,
        alignment: .right, style: name.isEmpty ? .label : .threshold)
    }
  }

  private func drawThreshold(
    _ points: [NeuronTrace.Point], axis: TimeAxis, range: ClosedRange<Double>, grid: DotGrid,
    in plot: Rect, on canvas: inout Canvas
  ) {
    for point in points where point.threshold.isFinite {
      guard let cell = axis.cell(of: point.step) else { continue }
      let row = grid.dotRow(of: Double(point.threshold), range: range) / 4
      canvas[plot.row + row, plot.column + cell] = Cell(
        canvas.glyphs.threshold, style: .threshold)
    }
  }

  /// Spikes, the even schedule of the ANN's activation, and D, two steps per cell.
  private func drawLanes(
    _ points: [NeuronTrace.Point], axis: TimeAxis, row: Int, on canvas: inout Canvas
  ) {
    for (offset, title) in ["spikes", "target", "D"].enumerated() {
      canvas.write(
        title, row: row + offset, column: 0, width: axisWidth - 1, alignment: .right, style: .label)
    }
    let isOff = reference?.isInactive(state.unit) ?? false
    drawSpikes(points, axis: axis, row: row, isOff: isOff, on: &canvas)
    guard let schedule = EvenSchedule(of: state.unit, layer: network.layers[state.layer], reference)
    else {
      let reason = network.coding == .rate ? "-" : "per cycle, not per step"
      canvas.write(reason, row: row + 2, column: axisWidth, style: .label)
      return
    }
    drawSchedule(schedule, axis: axis, row: row, on: &canvas)
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
      guard let cell = axis.cell(of: point.step) else { continue }
      counts[cell] += Int(neuron.spikeCount(ofEvent: point.charge))
    }
    for (cell, count) in counts.enumerated() where count > 0 {
      var glyph = isOff ? canvas.glyphs.sinSpike : canvas.glyphs.vertical
      if firesBursts, count > 1 { glyph = Character(count > 9 ? "+" : "\(count)") }
      canvas[row, axisWidth + cell] = Cell(glyph, style: isOff ? .sinSpike : .spike(4))
    }
    for point in points where point.charge < 0 {
      guard let cell = axis.cell(of: point.step) else { continue }
      canvas[row, axisWidth + cell] = Cell(canvas.glyphs.horizontal, style: .lag)
    }
  }

  private func drawSchedule(
    _ schedule: EvenSchedule, axis: TimeAxis, row: Int, on canvas: inout Canvas
  ) {
    let first = axis.firstStep
    let last = min(first + axis.stepsPerCell * axis.width - 1, engine.raster.lastStep)
    guard engine.raster.firstStep <= first, first <= last else { return }
    let neuron = network.layers[state.layer].neuron
    let spikes = { (step: Int) in
      let charge = engine.raster.value(of: state.unit, in: state.layer, at: step)
      return charge == 0 ? 0 : Int(neuron.spikeCount(ofEvent: charge))
    }
    // N before the page, from N now: the page is short, and what lies before it may be long.
    var count = Int(runState.statistics.layers[state.layer].counts.count[state.unit])
    for step in first..<max(step + 1, first) { count -= spikes(step) }
    for step in first...last {
      count += spikes(step)
      guard let cell = axis.cell(of: step) else { continue }
      if schedule.count(at: step) > schedule.count(at: step - 1) {
        canvas[row + 1, axisWidth + cell] = Cell(canvas.glyphs.annTarget, style: .annTarget)
      }
      let deviation = count - schedule.count(at: step)
      let text = min(abs(deviation), 9).description
      canvas.write(
        deviation == 0 ? "." : text, row: row + 2, column: axisWidth + cell,
        style: deviation == 0 ? .label : deviation > 0 ? .lead : .lag)
    }
  }

  private func drawUnitFacts(_ inspection: NeuronInspection, on canvas: inout Canvas) {
    let layer = network.layers[state.layer]
    let statistics = runState.statistics.layers[state.layer]
    let unit = state.unit
    let (channel, row, column) = layer.shape.coordinates(ofIndex: unit)
    let population = runState.simulation.populations[state.layer]
    let count = Int(statistics.counts.count[unit])
    let hasFired = statistics.counts.firstStep[unit] > 0
    var facts = FactList()
    facts.title(name(ofUnit: unit, in: state.layer))
    facts.add("position", "ch \(channel), y \(row), x \(column)")
    if let reference {
      let isOff = reference.isInactive(unit)
      facts.add("ANN z / a", analogText(reference, unit), .annTarget)
      facts.add("here", isOff ? "inactivated" : "active")
      facts.add(
        "spikes", isOff && hasFired ? "\(count), all SIN" : "\(count)",
        isOff && hasFired ? .sinSpike : .plain)
    } else {
      facts.add("spikes", "\(count)")
    }
    addEvent(to: &facts, takenBack: inspection.takenBack)
    facts.add(
      "first, last",
      !hasFired
        ? "-" : "t=\(statistics.counts.firstStep[unit]), t=\(statistics.counts.lastStep[unit])")
    let (m, v) = (population.integratedPotential[unit], population.membranePotential[unit])
    facts.add(
      "m, then v",
      population.knowsPotential
        ? "\(decimal(Double(m), digits: 2)), \(decimal(Double(v), digits: 2))" : "not recorded")
    facts.add("D", deviationText(statistics.phase?.deviation(of: unit)))
    if population.knowsPotential { addOrigin(to: &facts, potential: v, count: count) }
    facts.add(
      "dEI", inspection.trace.timingLead.map { "\(signed(Double($0))) steps" } ?? "-")
    if population.knowsPotential, !runState.simulation.isReplay {
      addErrorSplit(to: &facts, count: count, drive: v + statistics.counts.released[unit])
    }
    for figure in furtherNeuronFigures {
      facts.add(figure.title, figure.text(of: unit, in: layerStep(state.layer)))
    }
    facts.draw(on: &canvas, column: 2)
  }

  /// Why the rate so far differs from the activation, for reset by subtraction.
  private func addErrorSplit(to facts: inout FactList, count: Int, drive: Float) {
    let neuron = network.layers[state.layer].neuron
    guard let quanta = neuron.stepQuanta, neuron.conservesCharge, let reference, step > 0
    else { return }
    let split = ErrorSplit(
      drive: drive,
      initialPotential: initialPotential, count: count,
      activation: reference.activation[state.unit], threshold: quanta.quantum,
      maximumSpikes: quanta.limit, steps: step)
    facts.add("rate*theta-a", signed(split.total, digits: 3))
    facts.add(" propagated", signed(split.propagated, digits: 3))
    facts.add(" clipping", signed(split.clipping, digits: 3))
    facts.add(" quantised", signed(split.quantisation, digits: 3))
    facts.add(" uneven", signed(split.unevenness, digits: 3))
  }

  /// What a spike count does not say: bursts, spikes taken back, and what a max pool passes on.
  private func addEvent(to facts: inout FactList, takenBack: Int?) {
    let neuron = network.layers[state.layer].neuron
    let charge = engine.raster.value(of: state.unit, in: state.layer, at: step)
    if neuron.eventSpikes.areBursts {
      let spikes = Int(neuron.spikeCount(ofEvent: charge))
      facts.add("in this step", spikes == 1 ? "1 spike" : "\(spikes) spikes")
    } else if neuron.role.isPassage {
      facts.add("in this step", decimal(Double(charge)))
    }
    guard let takenBack else { return }
    facts.add(
      "taken back", "\(takenBack)" + (charge < 0 ? ", now 1" : ""), charge < 0 ? .lag : .plain)
  }

  private var initialPotential: Float {
    runState.simulation.initialPotential(of: state.unit, in: state.layer)
  }

  private func deviationText(_ deviation: Float?) -> String {
    guard let deviation else { return "-" }
    return signed(Double(deviation)) + (deviation > 0 ? " leads" : deviation < 0 ? " lags" : "")
  }

  private func addOrigin(to facts: inout FactList, potential: Float, count: Int) {
    guard let quanta = network.layers[state.layer].neuron.stepQuanta else { return }
    let counts = runState.statistics.layers[state.layer].counts
    let drive = potential + counts.released[state.unit]
    let psi = offsetSpikes(
      count: count, drive: drive, threshold: quanta.quantum, maximumSpikes: quanta.limit,
      steps: step)
    let start = initialPotential == 0 ? "" : ", v(0) \(decimal(Double(initialPotential)))"
    facts.add("drive C", decimal(Double(drive)) + start)
    facts.add(
      "psi", psi == 0 ? "0" : "\(signed(Double(psi), digits: 0)) \(psi > 0 ? "missing" : "extra")")
    if let reference, reference.isInactive(state.unit), counts.firstStep[state.unit] > 0 {
      facts.add("SIN origin", drive < quanta.quantum ? "local: timing" : "inherited")
    }
  }
}

/// `N*(t) = clip(floor(z·t / θ), 0, Γ·t)` of one neuron.
struct EvenSchedule {
  let perStep: Float
  let limit: Int

  init?(of unit: Int, layer: SpikingLayer, _ reference: LayerReference?) {
    guard let reference, let quanta = layer.neuron.stepQuanta else { return nil }
    perStep = reference.preactivation[unit] / quanta.quantum
    limit = quanta.limit
  }

  func count(at step: Int) -> Int {
    Int(min(max((perStep * Float(step)).rounded(.down), 0), Float(step * limit)))
  }
}

extension TimeAxis {
  /// The points of a trace on this page.
  fileprivate func points(of trace: NeuronTrace) -> [NeuronTrace.Point] {
    trace.points.filter { cell(of: $0.step) != nil }
  }
}
