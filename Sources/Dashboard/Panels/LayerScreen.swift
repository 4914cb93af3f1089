import Networks
import SpikeStatistics
import TerminalUI

private let sideWidth = 32
private let unitLabelWidth = 9

extension ScreenView {
  /// One layer: its spikes neuron by neuron, or the map of the cursor's channel, and its numbers.
  func drawLayer(on canvas: inout Canvas) {
    guard state.layer < layers.count else { return }
    var rest = canvas.bounds
    let side = rest.takeRight(sideWidth)
    canvas.drawVerticalLine(row: 0, column: side.column, height: side.rows)
    canvas.inside(side) { drawLayerFacts(on: &$0) }
    canvas.inside(rest) { state.showsMap ? drawMap(on: &$0) : drawUnits(on: &$0) }
  }

  private var shape: MapShape { network.layers[state.layer].shape }
  private var reference: LayerReference? { engine.setting.references[state.layer] }

  /// The raster: four neurons per row of cells, in the order of their numbers.
  private func drawUnits(on canvas: inout Canvas) {
    var rest = canvas.bounds
    let header = rest.takeTop(1)
    _ = rest.takeBottom(1)
    let cursor = shape.unitNumber(ofIndex: state.unit)
    var window = ScrollWindow()
    window.show(
      cursor: cursor / 4 + rest.rows / 2, height: rest.rows, count: (shape.count + 3) / 4)
    let first = window.first * 4
    let shown = min(rest.rows * 4, shape.count - first)
    let axis = TimeAxis(width: rest.columns - unitLabelWidth, step: step)
    canvas.write("neuron", row: header.row, column: 1, style: .label)
    axis.drawRuler(step: step, row: header.row, column: unitLabelWidth, on: &canvas)
    for row in 0..<rest.rows where first + row * 4 < shape.count {
      drawUnitRow(
        first: first + row * 4, cursor: cursor, row: rest.row + row, axis: axis, on: &canvas)
    }
    let range = "\(grouped(shown)) of \(grouped(shape.count)) neurons, four per row"
    canvas.write(
      range, row: canvas.size.rows - 1, column: 1, width: canvas.size.columns - 2, alignment: .left,
      style: .label)
  }

  private func drawUnitRow(
    first: Int, cursor: Int, row: Int, axis: TimeAxis, on canvas: inout Canvas
  ) {
    let isSelected = (first..<first + 4).contains(cursor)
    canvas.addTarget(
      .item(first), in: Rect(row: row, column: 0, rows: 1, columns: canvas.size.columns))
    let number = isSelected ? cursor : first
    canvas.write(
      "#\(number)", row: row, column: 1, width: unitLabelWidth - 2, alignment: .right,
      style: isSelected ? .selection : .label)
    if isSelected { canvas[row, 0] = Cell(canvas.glyphs.cursor, style: .selection) }
    let units = (first..<min(first + 4, shape.count)).map(shape.populationIndex(ofUnit:))
    for cell in 0..<axis.width {
      let steps = axis.steps(ofCell: cell)
      guard steps.0 <= engine.raster.lastStep else { return }
      drawUnits(
        units, steps: [steps.0, steps.1], row: row, column: unitLabelWidth + cell, on: &canvas)
    }
  }

  private func drawUnits(
    _ units: [Int], steps: [Int], row: Int, column: Int, on canvas: inout Canvas
  ) {
    var dots = DotGrid(Size(rows: 1, columns: 1))
    var hasSIN = false
    for (y, unit) in units.enumerated() {
      for (x, step) in steps.enumerated()
      where engine.raster.fired(unit, in: state.layer, at: step) {
        dots.set(x: x, y: y, style: .spike(3))
        hasSIN = hasSIN || reference?.isInactive(unit) ?? false
      }
    }
    canvas.draw(dots, row: row, column: column)
    if hasSIN { canvas[row, column] = Cell(canvas.glyphs.sinSpike, style: .sinSpike) }
  }

  /// The firing rates of the cursor's channel as a picture, and the analog activations beside it.
  private func drawMap(on canvas: inout Canvas) {
    let channel = shape.coordinates(ofIndex: state.unit).channel
    let counts = moment.statistics.layers[state.layer].counts.count
    let duration = Float(max(step, 1))
    let rates = mapValues(channel: channel) { counts[$0] / duration }
    let threshold = network.layers[state.layer].neuron.threshold ?? 1
    var pictures = [("SNN rate", rates)]
    if let reference {
      let targets = mapValues(channel: channel) { reference.activation[$0] / threshold }
      pictures.append(("ANN a/theta", targets))
    }
    canvas.write(
      "channel \(channel) of \(shape.channels), \(shape.height)x\(shape.width)", row: 0, column: 1,
      style: .title)
    let scale = max(pictures.flatMap(\.1).max() ?? 0, 1e-9)
    let half = canvas.size.columns / 2
    for (index, (title, values)) in pictures.enumerated() {
      canvas.write(title, row: 1, column: 1 + index * half, style: .label)
      let picture = PixelImage(
        width: shape.width, height: shape.height, values: values.map { $0 / scale })
      let area = Rect(
        row: 2, column: 1 + index * half, rows: canvas.size.rows - 3, columns: half - 2)
      canvas.drawImage(picture.enlarged(toFit: area.size), in: area, palette: .heat)
    }
    canvas.write(
      "brightest = \(decimal(Double(scale)))", row: canvas.size.rows - 1, column: 1, style: .label)
  }

  private func mapValues(channel: Int, value: (_ unit: Int) -> Float) -> [Float] {
    (0..<shape.height).flatMap { row in
      (0..<shape.width).map { column in
        value(shape.populationIndex(channel: channel, row: row, column: column))
      }
    }
  }

  private func drawLayerFacts(on canvas: inout Canvas) {
    let statistics = moment.statistics.layers[state.layer]
    let counts = statistics.counts
    var facts = FactList()
    facts.title("\(network.layers[state.layer].name)  \(shape)")
    facts.add("neurons", grouped(shape.count))
    facts.add("threshold", decimal(network.layers[state.layer].neuron.threshold.map(Double.init)))
    let rate = step == 0 ? nil : Double(counts.total) / Double(shape.count * step)
    facts.add("rate", decimal(rate))
    facts.add("silent", percent(ratio(counts.firstStep.count { $0 == 0 }, of: shape.count)))
    if let sin = statistics.sin, let reference {
      facts.add("inactivated", grouped(sin.inactiveCount))
      facts.add("SIN neurons", "\(grouped(sin.neurons)) (\(percent(sin.ratio)))", .sinSpike)
      facts.add("SIN spikes", grouped(sin.spikes), .sinSpike)
      facts.add("missed", percent(missedRatio(counts, reference)))
      facts.add("D lead lag", phaseText(statistics.phase))
      let means = PotentialMeans(
        moment.simulation.populations[state.layer].membranePotential, reference: reference)
      facts.add("mean v, z>0", decimal(means.active, digits: 2))
      facts.add("mean v, off", decimal(means.inactive, digits: 2))
    }
    addOffsets(to: &facts)
    addUnit(to: &facts)
    facts.draw(on: &canvas, column: 2)
    drawRateHistogram(below: facts.lines.count + 1, counts: counts, on: &canvas)
  }

  /// In rate coding: how many neurons sent too many, the right number of, or too few spikes.
  private func addOffsets(to facts: inout FactList) {
    guard let quanta = network.layers[state.layer].neuron.stepQuanta, step > 0 else { return }
    let counts = moment.statistics.layers[state.layer].counts
    let psi = OffsetHistogram(
      counts, population: moment.simulation.populations[state.layer], threshold: quanta.quantum,
      maximumSpikes: quanta.limit, step: step)
    facts.add("psi < = > 0", "\(psi.extra) \(psi.exact) \(psi.missing)")
    if let reference {
      let fit = RateFit(
        counts, neuron: network.layers[state.layer].neuron, reference: reference,
        time: Double(step))
      facts.add("|rate-a|/|a|", decimal(fit.relativeError))
    }
  }

  private func phaseText(_ phase: PhaseStatistics?) -> String {
    "\(signed(phase?.meanDeviation)) \(decimal(phase?.meanLead, digits: 2)) \(decimal(phase?.meanLag, digits: 2))"
  }

  /// The share of neurons with `z > 0` that have not fired.
  private func missedRatio(_ counts: SpikeCounts, _ reference: LayerReference) -> Double? {
    let active = reference.preactivation.indices.filter { reference.preactivation[$0] > 0 }
    return ratio(active.count { counts.firstStep[$0] == 0 }, of: active.count)
  }

  private func addUnit(to facts: inout FactList) {
    let unit = state.unit
    let (channel, row, column) = shape.coordinates(ofIndex: unit)
    facts.title("#\(shape.unitNumber(ofIndex: unit))  ch \(channel), y \(row), x \(column)")
    if let reference {
      facts.add(
        "ANN z / a",
        "\(decimal(Double(reference.preactivation[unit]))) / \(decimal(Double(reference.activation[unit])))",
        .annTarget)
    }
    facts.add("spikes", grouped(Int(moment.statistics.layers[state.layer].counts.count[unit])))
  }

  /// How many neurons fire at which rate: ten bins up to the highest rate.
  private func drawRateHistogram(below row: Int, counts: SpikeCounts, on canvas: inout Canvas) {
    let rows = min(canvas.size.rows - row - 1, 10)
    guard rows >= 2, step > 0, let highest = counts.count.max(), highest > 0 else { return }
    var bins = Array(repeating: 0, count: 10)
    for count in counts.count where count > 0 { bins[min(Int(10 * count / highest), 9)] += 1 }
    canvas.write(
      "rates above 0, to \(decimal(Double(highest) / Double(step), digits: 2))", row: row,
      column: 2, style: .label)
    canvas.drawHistogram(
      bins, in: Rect(row: row + 1, column: 2, rows: rows, columns: sideWidth - 4)
    ) { _ in .spike(2) }
  }
}

/// Names and values, one per line.
struct FactList {
  fileprivate(set) var lines: [(name: String, value: String, style: Style)] = []

  mutating func title(_ text: String) {
    lines.append(("", text, .title))
  }

  mutating func add(_ name: String, _ value: String, _ style: Style = .plain) {
    lines.append((name, value, style))
  }

  func draw(on canvas: inout Canvas, column: Int) {
    for (row, line) in lines.enumerated() {
      let start = line.name.isEmpty ? column : column + 13
      canvas.write(line.name, row: row, column: column, style: .label)
      canvas.write(
        line.value, row: row, column: start, width: canvas.size.columns - start, alignment: .left,
        style: line.style)
    }
  }
}
