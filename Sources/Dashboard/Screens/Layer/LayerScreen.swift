import Networks
import PlainText
import SpikeStatistics
import TerminalUI

extension ScreenView {
  /// The picture that is chosen, the figures, and where there is room the other pictures.
  func layerLayout(_ size: Size) -> Layout<String> {
    let chosen = state.layerScreen.picture
    let others = LayerPicture.allCases.filter { $0 != chosen }
    let width = Extent(44, ideal: 60, weight: 3)
    // Figures stand in two columns where there is room for that.
    let facts = 17 + furtherLayerFigures.count
    let lines = size.columns >= 180 ? (facts + 1) / 2 : facts
    let pane = { (picture: LayerPicture) in
      Pane(
        picture.name, rows: Extent(8, ideal: 12),
        columns: picture.showsNeurons ? width : Extent(40, ideal: 46, weight: 2),
        priority: 2 + picture.rank)
    }
    let left = [
      Pane("picture", rows: Extent(8, ideal: 18, weight: 2), columns: width, priority: 0)
    ]
    let right = [
      Pane(
        "facts", rows: Extent(8, ideal: lines, maximum: lines, weight: 20),
        columns: Extent(30, ideal: 32, weight: 2), priority: 1)
    ]
    return .columns([
      .stack(left + others.filter(\.showsNeurons).map(pane)),
      .stack(right + others.filter { !$0.showsNeurons }.map(pane)),
    ])
  }

  func pictureTitle() -> PaneTitle {
    guard state.layer < layers.count else { return PaneTitle("layer") }
    let layer = network.layers[state.layer]
    let layerStep = layerStep(state.layer)
    var title = self.title(of: state.layerScreen.picture)
    title.name = "\(layer.name) \(title.name)"
    title.figures = ["rate \(Figure.rate.text(of: layerStep))"] + title.figures
    if let sin = runState.statistics.layers[state.layer].sin {
      title.figures.insert(
        "SIN \(grouped(sin.neurons)) (\(percent(sin.ratio, digits: 0)))", at: 1)
    }
    title.hints = hints([
      "next-picture": "picture", "order-neurons": "order", "sort-rows": "quantity",
      "next-layer": "layer", "inspect": "neuron",
    ])
    return title
  }

  func title(of picture: LayerPicture) -> PaneTitle {
    switch picture {
    case .raster:
      PaneTitle(
        "spikes", ["\(grouped(shape.count)) neurons", "by \(state.neuronOrder.title)"],
        click: state.keyMap.key(for: "order-neurons"))
    case .maps:
      PaneTitle(
        "maps of \(state.layerScreen.quantity.title)", ["\(shape)"],
        click: state.keyMap.key(for: "sort-rows"))
    case .channel:
      PaneTitle(
        "channel \(shape.coordinates(ofIndex: state.unit).channel)",
        ["1 of \(grouped(shape.channels))", "\(shape.height)x\(shape.width)"])
    case .rates: PaneTitle("neurons by rate", ["in theta per step"])
    case .scatter: PaneTitle("rate against ANN", ["both over theta"])
    }
  }

  func drawPicture(_ picture: LayerPicture, on canvas: inout Canvas) {
    guard state.layer < layers.count else { return }
    switch picture {
    case .raster: drawLayerRaster(on: &canvas)
    case .maps: drawChannelTiles(on: &canvas)
    case .channel: drawChannel(on: &canvas)
    case .rates: drawRates(on: &canvas)
    case .scatter: drawScatter(on: &canvas)
    }
  }

  var shape: MapShape { network.layers[state.layer].shape }
  var reference: LayerReference? { engine.setting.references[state.layer] }

  func drawLayerFacts(on canvas: inout Canvas) {
    guard state.layer < layers.count else { return }
    let statistics = runState.statistics.layers[state.layer]
    var facts = FactList()
    facts.add("shape", "\(shape)")
    facts.add("neurons", grouped(shape.count))
    facts.add("threshold", decimal(network.layers[state.layer].neuron.threshold.map(Double.init)))
    let layerStep = layerStep(state.layer)
    facts.add([.rate, .silentShare], of: layerStep)
    if reference == nil { facts.add(Array(Figure.ofSpikesAlone.dropFirst(2)), of: layerStep) }
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
    facts.draw(on: &canvas, column: 1)
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
}
