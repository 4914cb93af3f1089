import PlainText
import SpikeStatistics
import TerminalUI

extension ScreenView {
  func layerTitle() -> PaneTitle {
    guard state.layer < layers.count else { return PaneTitle("layer") }
    let layer = network.layers[state.layer]
    let neurons = counted(layer.shape.count, "neuron")
    // Of a vector the shape is the number of neurons.
    return PaneTitle(
      layer.name, layer.shape.isVector ? [neurons] : ["\(layer.shape)", neurons],
      click: key(of: .layer))
  }

  /// The figures of the layer under the cursor.
  func drawLayerSummary(on canvas: inout Canvas) {
    guard state.layer < layers.count else { return }
    let statistics = runState.statistics.layers[state.layer]
    let layerStep = layerStep(state.layer)
    var facts = FactList()
    facts.add([.rate], of: layerStep)
    if let sin = statistics.sin {
      let ratio = percent(ratio(sin.spikes, of: statistics.counts.total))
      let style: Style = sin.neurons > 0 ? .sinSpike : .plain
      facts.add(
        "SIN neurons",
        "\(grouped(sin.neurons)) of \(grouped(sin.inactiveCount)) (\(percent(sin.ratio)))", style)
      facts.add(
        "SIN spikes", "\(grouped(sin.spikes)) of \(grouped(statistics.counts.total)) (\(ratio))",
        style)
    } else {
      facts.add(Array(Figure.ofSpikesAlone.dropFirst()), of: layerStep)
    }
    facts.add(statistics.phase)
    facts.add(furtherLayerFigures, of: layerStep)
    facts.draw(on: &canvas, column: 1)
  }

  /// The title of what strips do not say of the layer: they have its neurons.
  func layerBesideStripsTitle() -> PaneTitle {
    var title = layerTitle()
    title.figures = title.figures.dropLast()
    return title
  }

  /// What the strips do not say of the layer under the cursor.
  func drawLayerBesideStrips(on canvas: inout Canvas) {
    guard state.layer < layers.count else { return }
    let statistics = runState.statistics.layers[state.layer]
    let layerStep = layerStep(state.layer)
    var facts = FactList()
    if statistics.sin != nil {
      facts.add([.inactiveNeurons, .sinRatio, .totalSINSpikes], of: layerStep)
    } else {
      facts.add(
        Figure.ofSpikesAlone.filter { ![Figure.rate.id, Figure.silentShare.id].contains($0.id) },
        of: layerStep)
    }
    facts.add(statistics.phase)
    facts.draw(on: &canvas, column: 1)
  }
}

extension FactList {
  /// How far a layer is off its schedule now, and how far it led and lagged on average until now:
  /// each says which steps it is of.
  mutating func add(_ phase: PhaseStatistics?) {
    guard let phase else { return }
    add("mean D now", visibleSigned(phase.meanDeviation))
    add(
      "lead, lag so far",
      "\(visibleDecimal(phase.meanLead)), \(visibleDecimal(phase.meanLag))")
  }
}
