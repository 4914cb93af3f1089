import Networks
import PlainText
import SpikeStatistics
import TerminalUI

private let sideWidth = 32

extension ScreenView {
  /// One layer: its spikes, maps or rates, and its numbers.
  func drawLayer(on canvas: inout Canvas) {
    guard state.layer < layers.count else { return }
    var rest = canvas.bounds
    let side = rest.takeRight(sideWidth)
    canvas.drawVerticalLine(row: 0, column: side.column, height: side.rows)
    canvas.panel("facts", in: side) { drawLayerFacts(on: &$0) }
    canvas.panel("picture", in: rest) { canvas in
      switch state.layerScreen.picture {
      case .raster: drawLayerRaster(on: &canvas)
      case .maps: drawChannelTiles(on: &canvas)
      case .channel: drawChannel(on: &canvas)
      case .rates: drawRates(on: &canvas)
      case .scatter: drawScatter(on: &canvas)
      }
    }
  }

  var shape: MapShape { network.layers[state.layer].shape }
  var reference: LayerReference? { engine.setting.references[state.layer] }

  private func drawLayerFacts(on canvas: inout Canvas) {
    let statistics = runState.statistics.layers[state.layer]
    let counts = statistics.counts
    var facts = FactList()
    facts.title("\(network.layers[state.layer].name)  \(shape)")
    facts.add("neurons", grouped(shape.count))
    facts.add("threshold", decimal(network.layers[state.layer].neuron.threshold.map(Double.init)))
    let layerStep = layerStep(state.layer)
    facts.add([.rate, .silentShare], of: layerStep)
    if let sin = statistics.sin {
      facts.add([.inactiveNeurons], of: layerStep)
      facts.add("SIN neurons", "\(grouped(sin.neurons)) (\(percent(sin.ratio)))", .sinSpike)
      facts.add([.totalSINSpikes], of: layerStep, .sinSpike)
      facts.add([.missedRatio], of: layerStep)
      facts.add("D lead lag", phaseText(statistics.phase))
      facts.add([.activePotential, .inactivePotential], of: layerStep)
    }
    facts.add(furtherLayerFigures, of: layerStep)
    addOffsets(to: &facts)
    addUnit(to: &facts)
    facts.draw(on: &canvas, column: 2)
    drawRateHistogram(below: facts.lines.count + 1, counts: counts, on: &canvas)
  }

  /// In rate coding: how many neurons sent too many, the right number of, or too few spikes.
  private func addOffsets(to facts: inout FactList) {
    guard let quanta = network.layers[state.layer].neuron.stepQuanta, step > 0 else { return }
    let counts = runState.statistics.layers[state.layer].counts
    let population = runState.simulation.populations[state.layer]
    if population.knowsPotential {
      let psi = OffsetHistogram(
        counts, population: population, threshold: quanta.quantum, maximumSpikes: quanta.limit,
        step: step)
      facts.add("psi < = > 0", "\(psi.extra) \(psi.exact) \(psi.missing)")
    }
    if let reference {
      let fit = RateFit(
        counts, neuron: network.layers[state.layer].neuron, reference: reference,
        time: Double(step))
      facts.add("|rate-a|/|a|", decimal(fit.relativeError))
    }
  }

  private func phaseText(_ phase: PhaseStatistics?) -> String {
    let (lead, lag) = (phase?.meanLead, phase?.meanLag)
    return "\(signed(phase?.meanDeviation)) \(decimal(lead, digits: 2)) \(decimal(lag, digits: 2))"
  }

  private func addUnit(to facts: inout FactList) {
    let unit = state.unit
    let (channel, row, column) = shape.coordinates(ofIndex: unit)
    facts.title("#\(shape.unitNumber(ofIndex: unit))  ch \(channel), y \(row), x \(column)")
    if let reference {
      facts.add("ANN z / a", analogText(reference, unit), .annTarget)
    }
    facts.add("spikes", grouped(Int(runState.statistics.layers[state.layer].counts.count[unit])))
  }

  /// What the analog network says of a neuron.
  func analogText(_ reference: LayerReference, _ unit: Int) -> String {
    let (z, a) = (reference.preactivation[unit], reference.activation[unit])
    return "\(decimal(Double(z))) / \(decimal(Double(a)))"
  }

  /// How many neurons fire at which rate: ten bins up to the highest rate.
  private func drawRateHistogram(below row: Int, counts: SpikeCounts, on canvas: inout Canvas) {
    let rows = min(canvas.size.rows - row - 1, 10)
    guard rows >= 2, step > 0, let highest = counts.count.max(), highest > 0 else { return }
    // The last one is for neurons without a spike, which is faster than passing over them.
    var bins = Array(repeating: 0, count: 11)
    for count in counts.count { bins[count > 0 ? min(Int(10 * count / highest), 9) : 10] += 1 }
    bins.removeLast()
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

  /// Figures of a layer under their titles.
  mutating func add(_ figures: [Figure], of layerStep: LayerStep, _ style: Style = .plain) {
    for figure in figures { add(figure.title, figure.text(of: layerStep), style) }
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
