import Networks
import PlainText
import SpikeStatistics
import TerminalUI

/// The full resolution of the picture that is chosen: only what stands below it leaves for it.
private let chosenPriority = 10

/// That of the others: nothing leaves for it.
private let lastPriority = 20

extension ScreenView {
  /// The picture that is chosen, the figures, and where there is room the other pictures.
  func layerLayout(_ size: Size) -> Layout<String> {
    let chosen = state.layerScreen.picture
    let others = LayerPicture.allCases.filter { $0 != chosen && $0.isTelling(in: state) }
    let width = Extent(44, ideal: 60, weight: 3)
    let side = Extent(40, ideal: 46, weight: 2)
    // The columns within their frames.
    let shares = [width, side].shares(of: size.columns - 4)
    let lines = layerFacts().rows(columns: shares[1])
    // Within the frames of the two that show neurons.
    let (rows, mainRows, otherRows) = (size.rows - 3, 18, 12)
    let main = picturePane(
      chosen, name: "picture", rows: Extent(8, ideal: mainRows, weight: 2), columns: width,
      expected: Size(rows: rows - otherRows, columns: shares[0]), priority: 0,
      fullPriority: chosenPriority)
    let pane = { (picture: LayerPicture) in
      let isWide = picture.showsNeurons
      let first = isWide && main.reduced != nil ? chosenPriority + 1 : 2
      return picturePane(
        picture, name: picture.name, rows: Extent(8, ideal: otherRows),
        columns: isWide ? width : side,
        expected: Size(rows: rows - mainRows, columns: shares[isWide ? 0 : 1]),
        priority: first + picture.rank, fullPriority: lastPriority + picture.rank)
    }
    let right = [
      Pane(
        "facts", rows: Extent(8, ideal: lines, maximum: lines, weight: 20),
        columns: Extent(30, ideal: 32, weight: 2), priority: 1)
    ]
    return .columns([
      .stack([main] + others.filter(\.showsNeurons).map(pane)),
      .stack(
        right + others.filter { !$0.showsNeurons }.map(pane)
          + (hasSpikesAlone
            ? distributionPanes(columns: side, priority: 8) : [])),
    ])
  }

  /// A pane of the layer; one of maps in full resolution, if there is room for that.
  ///
  /// - Parameters:
  ///   - rows: Where there is not, and for those that are no maps.
  ///   - expected: The columns that it will have, and the rows that others leave.
  private func picturePane(
    _ picture: LayerPicture, name: String, rows: Extent, columns: Extent, expected: Size,
    priority: Int, fullPriority: Int
  ) -> Pane<String> {
    var rows = rows
    var full: (least: Int, ideal: Int)?
    if picture == .channel {
      full = rowsOfChannel(columns: expected.columns).map { ($0, max($0, rows.ideal)) }
    }
    if picture == .maps, !state.isVector, shape.width + 2 <= expected.columns {
      let tile = ChannelTiles.fullRows(of: shape)
      let lines = ChannelTiles.lines(of: shape, columns: expected.columns - 2)
      // Whole lines of tiles: with half of one more the room would stay blank.
      let shown = min(max((expected.rows - 1) / tile, 1), lines)
      full = (tile + 1, max(shown * tile + 1, shown < lines ? rows.ideal : 0))
      rows.maximum = max(ChannelTiles.mostRows(of: shape, lines: lines) + 1, rows.ideal)
    }
    guard let full, full.least > rows.minimum else {
      return Pane(name, rows: rows, columns: columns, priority: priority)
    }
    return Pane(
      name,
      rows: Extent(full.least, ideal: full.ideal, maximum: rows.maximum, weight: rows.weight),
      columns: columns, priority: priority,
      reduced: Pane.Reduced(rows: rows, columns: columns, fullPriority: fullPriority))
  }

  func pictureTitle() -> PaneTitle {
    guard state.layer < layers.count else { return PaneTitle("layer") }
    var title = self.title(of: state.layerScreen.picture)
    title.name = "\(network.layers[state.layer].name) \(title.name)"
    title.hints = hints(
      [
        ActionHint("next-picture", state.nextLayerPicture.name),
        ActionHint("order-neurons", "order"),
      ] + .when(state.hasNextQuantity, "sort-rows", "quantity") + state.layerHints
        + [ActionHint("inspect", "neuron")])
    return title
  }

  func title(of picture: LayerPicture) -> PaneTitle {
    switch picture {
    case .raster:
      PaneTitle(
        "spikes", ["by \(state.neuronOrder.title)"],
        click: state.keyMap.key(for: "order-neurons"))
    case .maps:
      PaneTitle(
        "maps of \(state.layerScreen.quantity.title)",
        click: state.keyMap.key(for: "sort-rows"))
    case .channel:
      PaneTitle(
        "channel \(shape.coordinates(ofIndex: state.unit).channel)",
        ["1 of \(grouped(shape.channels))"])
    case .rates:
      PaneTitle(
        "neurons by rate", [reference == nil ? "in spikes per step" : "in theta per step"])
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
    layerFacts().draw(on: &canvas, column: 1)
  }

  private func layerFacts() -> FactList {
    var facts = FactList()
    guard state.layer < layers.count else { return facts }
    let statistics = runState.statistics.layers[state.layer]
    facts.add("shape", "\(shape)")
    facts.add("neurons", grouped(shape.count))
    facts.add("threshold", decimal(threshold(ofLayer: state.layer)))
    let channelThresholds = network.layers[state.layer].channelThresholds
    if let lowest = channelThresholds.min(), let highest = channelThresholds.max() {
      facts.add(
        "by channel",
        "\(decimal(Double(lowest), digits: 3))…\(decimal(Double(highest), digits: 3))")
    }
    let layerStep = layerStep(state.layer)
    facts.add([.rate, .silentShare], of: layerStep)
    if reference == nil { facts.add(Array(Figure.ofSpikesAlone.dropFirst(2)), of: layerStep) }
    if let sin = statistics.sin {
      facts.add([.inactiveNeurons], of: layerStep)
      facts.add("SIN neurons", "\(grouped(sin.neurons)) (\(percent(sin.ratio)))", .sinSpike)
      facts.add([.totalSINSpikes], of: layerStep, .sinSpike)
      facts.add([.missedRatio], of: layerStep)
      facts.add(statistics.phase)
      facts.add([.activePotential, .inactivePotential], of: layerStep)
    }
    facts.add(furtherLayerFigures, of: layerStep)
    addOffsets(to: &facts)
    addUnit(to: &facts)
    return facts
  }

  /// Without cycles: how far all are from their activations; in rate coding also how many neurons
  /// sent too many, the right number of, or too few spikes.
  private func addOffsets(to facts: inout FactList) {
    let neuron = network.layers[state.layer].neuron
    guard step > 0, neuron.code != nil, !network.coding.hasCycles else { return }
    let counts = runState.statistics.layers[state.layer].counts
    let population = runState.simulation.populations[state.layer]
    if population.knowsPotential, let quanta = neuron.stepQuanta {
      let psi = OffsetHistogram(
        counts, population: population, threshold: quanta.quantum, maximumSpikes: quanta.limit,
        step: step)
      facts.add("psi < = > 0", "\(psi.extra) \(psi.exact) \(psi.missing)")
    }
    if let reference {
      let fit = RateFit(
        counts, neuron: neuron, reference: reference, time: Double(step))
      facts.add("|rate-a|/|a|", decimal(fit.relativeError))
    }
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
