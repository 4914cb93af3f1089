import Networks
import PlainText
import SpikeStatistics
import TerminalUI

/// With less room a plot of how many neurons have what says nothing.
private let leastPlot = Size(rows: 4, columns: 22)

/// The columns left of a plot.
private let scaleWidth = 8

/// So many steps say at what intervals a neuron fires.
private let latestSteps = 4096

/// How something that spikes alone tell is spread over the neurons of a layer.
enum SpikeDistribution: CaseIterable {
  case potentials, intervals, rates

  var title: String {
    switch self {
    case .potentials: "neurons by v"
    case .intervals: "intervals by length"
    case .rates: "neurons by rate"
    }
  }
}

extension ScreenPane {
  /// What spikes alone tell of the layer under the cursor, for the room of what needs an ANN or
  /// weights.
  static let spikesAlone: [ScreenPane] = [
    ScreenPane(
      "potential-bins", defines: ["potentials"],
      title: { $0.onShownNeuron.potentialBinsTitle() }
    ) {
      $0.onShownNeuron.drawPotentialBins(on: &$1)
    },
    ScreenPane(
      "interval-bins", defines: ["distributions"],
      title: { $0.onShownNeuron.intervalBinsTitle() }
    ) {
      $0.onShownNeuron.drawIntervalBins(on: &$1)
    },
  ]

  /// The spikes of the layer under the cursor, beside one of its neurons.
  static let layerSpikes = ScreenPane(
    "spikes", defines: ["raster", "neurons"], title: { $0.layerSpikesTitle() }
  ) { view, canvas in
    canvas.withoutItems { view.drawPicture(.raster, on: &$0) }
  }

  /// How many neurons of that layer fire at which rate.
  static let layerRates = ScreenPane(
    "rates", defines: ["neurons by rate"], title: { $0.title(of: LayerPicture.rates) }
  ) { view, canvas in
    view.drawPicture(.rates, on: &canvas)
  }
}

extension ScreenView {
  /// Panes of how something is spread over the layer under the cursor, as far as it is known.
  func distributionPanes(columns: Extent, priority: Int) -> [Pane<String>] {
    let rows = Extent(leastPlot.rows, ideal: 9)
    return (state.knowsPotentials ? ["potential-bins"] : []).map {
      Pane($0, rows: rows, columns: columns, priority: priority)
    }
      + (hasSpikesAlone ? ["interval-bins"] : []).map {
        Pane($0, rows: rows, columns: columns, priority: priority + 1)
      }
  }

  func layerSpikesTitle() -> PaneTitle {
    var title = title(of: LayerPicture.raster)
    title.name = "\(network.layers[min(state.layer, network.layers.count - 1)].name) spikes"
    return title
  }

  func intervalBinsTitle() -> PaneTitle {
    guard state.layer < layers.count else { return PaneTitle("intervals") }
    return PaneTitle(
      "\(network.layers[state.layer].name) intervals", ["by length, all neurons"])
  }

  /// The neurons of a layer by their potentials and rates, and their intervals by length: as many
  /// of them as have room, side by side and below each other.
  func drawRhythmDistributions(on canvas: inout Canvas) {
    let known = SpikeDistribution.allCases.filter { $0 != .potentials || state.knowsPotentials }
    let across = min(max(canvas.size.columns / leastPlot.columns, 1), known.count)
    let down = min((known.count + across - 1) / across, max(canvas.size.rows / leastPlot.rows, 1))
    var rest = canvas.bounds
    for line in 0..<down {
      let shown = known.dropFirst(line * across).prefix(across)
      var area = rest.takeTop(rest.rows / (down - line))
      for (number, distribution) in shown.enumerated() {
        let part = area.takeLeft(area.columns / (shown.count - number))
        canvas.inside(part) { draw(distribution, on: &$0) }
      }
    }
  }

  private func draw(_ distribution: SpikeDistribution, on canvas: inout Canvas) {
    var rest = canvas.bounds
    let title = rest.takeTop(1)
    canvas.write(
      distribution.title, row: title.row, column: 1, width: title.columns - 2, alignment: .left,
      style: .title)
    canvas.inside(rest) { canvas in
      switch distribution {
      case .potentials: drawPotentialBins(on: &canvas)
      case .intervals: drawIntervalBins(on: &canvas)
      case .rates: drawRates(on: &canvas)
      }
    }
  }

  /// The intervals of all neurons of the layer under the cursor by their length.
  func drawIntervalBins(on canvas: inout Canvas) {
    guard state.layer < layers.count,
      let regularity = runState.statistics.layers[state.layer].regularity, regularity.count > 0
    else {
      canvas.write(
        "no neuron has fired twice", row: 0, column: 1, width: canvas.size.columns - 2,
        alignment: .left, style: .label)
      return
    }
    let mean = "mean \(Figure.intervalMean.text(of: layerStep(state.layer)))"
    drawIntervals(regularity.lengths, mean: mean, on: &canvas)
  }

  /// - Parameters:
  ///   - lengths: How many intervals have which length, from one step on; the last stands for all
  ///     longer ones.
  ///   - mean: Their mean, in words.
  func drawIntervals(_ lengths: [Int], mean: String, on canvas: inout Canvas) {
    let used = (lengths.lastIndex { $0 > 0 } ?? 0) + 1
    let shown = Array(lengths.prefix(max(used, 8)))
    var rest = canvas.bounds
    let scale = rest.takeBottom(rest.rows > 2 ? 1 : 0)
    let width = max((rest.columns - scaleWidth - 1) / shown.count, 1) * shown.count
    canvas.drawHistogram(
      shown, in: Rect(row: 0, column: scaleWidth, rows: rest.rows, columns: width)
    )
    canvas.write(
      grouped(shown.max() ?? 0), row: 0, column: 0, width: scaleWidth - 1, alignment: .right,
      style: .label)
    guard !scale.isEmpty else { return }
    let last = shown.count == SpikeRegularity.longest ? "\(shown.count) and more" : "\(shown.count)"
    canvas.writeScale(
      "1 step", ["\(last), \(mean)", "\(shown.count), \(mean)", mean, "\(shown.count)"],
      in: Rect(row: scale.row, column: scaleWidth, rows: 1, columns: rest.columns - scaleWidth - 1))
  }

  // MARK: - One neuron

  func unitIntervalsTitle() -> PaneTitle {
    PaneTitle("intervals", ["steps between its spikes"])
  }

  /// The intervals of the neuron under the cursor by their length.
  func drawUnitIntervals(on canvas: inout Canvas) {
    let lengths = unitIntervals()
    guard lengths.contains(where: { $0 > 0 }) else {
      canvas.write(
        "it has not fired twice in the steps that are kept", row: 0, column: 1,
        width: canvas.size.columns - 2, alignment: .left, style: .label)
      return
    }
    let layerStep = layerStep(state.layer)
    let mean = "mean \(Figure.intervalMean.text(of: state.unit, in: layerStep))"
    drawIntervals(lengths, mean: hasSpikesAlone ? mean : "steps", on: &canvas)
  }

  /// How many intervals of the neuron under the cursor have which length, as
  /// `SpikeRegularity.lengths`, in the steps that are kept.
  func unitIntervals() -> [Int] {
    var lengths = Array(repeating: 0, count: SpikeRegularity.longest)
    let last = min(step, engine.raster.lastStep)
    let first = max(engine.raster.firstStep, last - latestSteps + 1)
    guard state.layer < layers.count, first <= last else { return lengths }
    let train = engine.raster.spikeTrain(of: state.unit, in: state.layer, steps: first...last)
    for (earlier, later) in zip(train, train.dropFirst()) where later > earlier {
      lengths[min(later - earlier, lengths.count) - 1] += 1
    }
    return lengths
  }

  /// A row per length.
  func unitIntervalNumbers() -> NumberTable {
    var table = NumberTable(["step", "layer", "neuron", "interval", "count"])
    guard state.layer < layers.count else { return table }
    let layer = network.layers[state.layer]
    for (index, count) in unitIntervals().enumerated() where count > 0 {
      table.append([
        step, layer.name, layer.shape.unitNumber(ofIndex: state.unit), index + 1, count,
      ])
    }
    return table
  }

  /// A row per length, of all neurons of the layer under the cursor.
  func intervalNumbers() -> NumberTable? {
    guard state.layer < layers.count,
      let regularity = runState.statistics.layers[state.layer].regularity
    else { return nil }
    var table = NumberTable(["step", "layer", "interval", "count"])
    for (index, count) in regularity.lengths.enumerated() where count > 0 {
      table.append([step, network.layers[state.layer].name, index + 1, count])
    }
    return table
  }
}

extension Canvas {
  /// The ends of a scale in a line: the left one, and of the right one the first wording that has
  /// room beside it.
  mutating func writeScale(_ left: String, _ rights: [String], in line: Rect) {
    write(
      left, row: line.row, column: line.column, width: line.columns, alignment: .left,
      style: .label)
    let room = line.columns - left.count - 2
    guard let right = rights.first(where: { $0.count <= room }) else { return }
    write(
      right, row: line.row, column: line.column, width: line.columns, alignment: .right,
      style: .label)
  }
}
