import Networks
import PlainText
import SpikeStatistics
import TerminalUI

/// The columns left of what lies over time: cursor, layer, neurons, rate, SIN, D.
private let ownColumns = 32

/// The columns that each further figure takes, behind those.
private let furtherColumns = 8

/// So far ahead spikes are looked for that a strip may show.
private let leastKept = 4096

/// The rows that neurons by rate take at least under the figures of a layer, and their bins.
private let leastRates = 3
private let rateBins = 14

extension ScreenView {
  /// Prediction, and where there are any, SIN spikes, and the differences of two networks of one
  /// coding.
  var laneCount: Int { 1 + (context.hasANN ? 2 : 0) + (engine.hasComparableSpikes ? 1 : 0) }

  var liveLabelWidth: Int { ownColumns + furtherColumns * furtherLayerFigures.count }

  /// The axis of all that lies over time on Live: strips and lanes have the same columns.
  func liveAxis(on canvas: Canvas) -> TimeAxis {
    timeAxis(width: canvas.size.columns - liveLabelWidth - 1)
  }

  func stripsTitle() -> PaneTitle {
    let totals = layers.indices.compactMap { runState.statistics.layers[$0].sin }
    let neurons = layers.reduce(0) { $0 + $1.shape.count }
    var figures = [counted(neurons, "neuron")]
    if !totals.isEmpty {
      let sin = totals.reduce(0) { $0 + $1.neurons }
      let inactive = totals.reduce(0) { $0 + $1.inactiveCount }
      let share = percent(ratio(sin, of: inactive), digits: 0)
      figures.append("SIN neurons \(grouped(sin)) of \(grouped(inactive)) (\(share))")
    }
    if !context.hasANN { figures.append("no ANN") }
    if engine.setting.knowsFanOut {
      figures.append("\(grouped(runState.statistics.synapticOperations)) synops")
    }
    return PaneTitle(
      counted(layers.count, "layer"), figures,
      hints: hints(["inspect": "open", "zoom-units": "taller", "raster-mode": "mode"]))
  }

  func drawStrips(on canvas: inout Canvas) {
    guard state.rasterView.mode != .waterfall else {
      drawWaterfall(on: &canvas)
      return
    }
    var rest = canvas.bounds
    let header = rest.takeTop(1)
    let legend = rest.takeBottom(rest.rows >= 8 ? 1 : 0)
    let visible = visibleLayers(rows: rest.rows, on: &canvas)
    let axis = liveAxis(on: canvas)
    drawHeader(row: header.row, on: &canvas)
    axis.drawRuler(step: step, row: header.row, column: liveLabelWidth + 1, on: &canvas)
    let heights = stripHeights(visible, rows: rest.rows)
    var strips: [Rect] = []
    for (layer, height) in zip(visible, heights) {
      var rows = rest.takeTop(height)
      canvas.addTarget(.item(layer), in: rows)
      drawLabel(of: layer, row: rows.row, on: &canvas)
      drawFacts(of: layer, row: rows.row + 1, rows: height - 2, on: &canvas)
      let hasLane = height > 2 && runState.statistics.layers[layer].sin != nil
      let lane = rows.takeBottom(hasLane ? 1 : 0)
      let strip = Rect(
        row: rows.row, column: liveLabelWidth + 1, rows: rows.rows, columns: axis.width)
      if !network.layers[layer].neuron.sendsPotential {
        self.strip(of: layer, dotRows: strip.rows * 4).draw(
          axis, towards: .right, in: strip, memo: memo, on: &canvas)
      }
      if hasLane { drawSINLane(of: layer, axis: axis, row: lane.row, on: &canvas) }
      strips.append(strip)
    }
    let drawn = Rect(
      row: header.row + 1, column: liveLabelWidth + 1, rows: heights.reduce(0, +),
      columns: axis.width)
    axis.drawPresent(step: step, in: drawn, on: &canvas)
    for (layer, strip) in zip(visible, strips) {
      drawStepNumbers(of: layer, axis, in: strip, on: &canvas)
      drawSilence(of: layer, in: strip, on: &canvas)
    }
    drawLegend(heights, visible, axis, in: legend, on: &canvas)
  }

  private func drawHeader(row: Int, on canvas: inout Canvas) {
    let titles = furtherLayerFigures.map { $0.columnTitle.leftPadded(furtherColumns) }
    let own =
      hasSpikesAlone
      ? " layer     neurons  rate  silent" : " layer     neurons  rate SIN #      D"
    let header = titles.isEmpty ? own : own.prefix(ownColumns) + titles.joined()
    canvas.write(header, row: row, column: 0, style: .label, maxWidth: liveLabelWidth)
  }

  /// The rows of each layer: shared evenly, twice as many for the one under the cursor, no more
  /// than it can fill as long as another one can; where several neurons share a dot row, it takes
  /// all that the others can spare.
  private func stripHeights(_ visible: Range<Int>, rows: Int) -> [Int] {
    if state.liveScreen.enlargesLayer {
      return visible.map { $0 == state.layer ? max(rows - visible.count + 1, 1) : 1 }
    }
    let extents = visible.map {
      Extent(1, maximum: fillableRows(of: $0), weight: $0 == state.layer ? 2 : 1)
    }
    return visible.isEmpty ? [] : extents.shares(of: rows)
  }

  /// With how many rows each neuron of a layer has a dot row of its own, and all that is told of it
  /// beside them has its place.
  private func fillableRows(of layer: Int) -> Int {
    let lane = runState.statistics.layers[layer].sin == nil ? 0 : 1
    let dots = (network.layers[layer].shape.count + 3) / 4 + lane
    // Its name, theta, the line above its rates, and the lane.
    return max(dots, 4 + factFigures(of: layer).count + leastRates)
  }

  /// Time downwards: the layers side by side, and their numbers at the left.
  private func drawWaterfall(on canvas: inout Canvas) {
    var rest = canvas.bounds
    let header = rest.takeTop(1)
    let legend = rest.takeBottom(1)
    let visible = visibleLayers(
      rows: min(rest.rows, max((rest.columns - liveLabelWidth) / 5, 1)), on: &canvas)
    drawHeader(row: header.row, on: &canvas)
    let ruler = rest.takeLeft(liveLabelWidth + 6)
    canvas.drawVerticalLine(row: rest.row, column: liveLabelWidth, height: rest.rows)
    let axis = verticalAxis(height: rest.rows)
    axis.drawVerticalRuler(
      step: step, row: ruler.row, column: liveLabelWidth + 1, digits: 4, on: &canvas)
    let width = rest.columns / max(visible.count, 1)
    let titles = shortNames(
      visible.map { network.layers[$0].name }, places: visible.map { "\($0 + 1)" },
      width: max(width - 1, 1))
    for (index, layer) in visible.enumerated() {
      drawLabel(of: layer, row: rest.row + index, on: &canvas)
      let area = rest.takeLeft(width)
      canvas.write(
        titles[index], row: header.row, column: area.column, width: width - 1, alignment: .left,
        style: layer == state.layer ? .selection : .label)
      let strip = Rect(
        row: area.row, column: area.column, rows: area.rows, columns: max(width - 1, 0))
      if !network.layers[layer].neuron.sendsPotential {
        self.strip(of: layer, dotRows: strip.columns * 2).draw(
          axis, towards: .down, in: strip, memo: memo, on: &canvas)
      }
      drawSilence(of: layer, in: strip, on: &canvas)
    }
    let dotRows = max(width - 1, 1) * 2
    drawLegend(dotRows: [dotRows], visible, axis, row: legend.row, on: &canvas)
  }

  /// As many layers as have a row, around the one under the cursor.
  private func visibleLayers(rows: Int, on canvas: inout Canvas) -> Range<Int> {
    canvas.scroll.rows(
      of: "layers", around: state.layer, height: max(rows, 1), count: layers.count)
  }

  private func strip(of layer: Int, dotRows: Int) -> SpikeStrip {
    SpikeStrip(
      raster: engine.raster, generation: engine.generation, layer: layer,
      neuronCount: network.layers[layer].shape.count,
      reference: engine.setting.references[layer],
      takesSpikesBack: network.takesSpikesBack(in: layer), dotRows: dotRows)
  }

  private func drawLabel(of layer: Int, row: Int, on canvas: inout Canvas) {
    let isSelected = layer == state.layer
    let style: Style = isSelected ? .selection : .plain
    let shape = network.layers[layer].shape
    if isSelected {
      canvas.fill(
        Rect(row: row, column: 0, rows: 1, columns: liveLabelWidth),
        with: Cell(" ", style: .selection))
      canvas[row, 0] = Cell(canvas.glyphs.cursor, style: .selection)
    }
    canvas.write(network.layers[layer].name, row: row, column: 1, style: style, maxWidth: 8)
    field(fitting(shape.count, columns: 8), row, 10, 8, style, on: &canvas)
    let layerStep = layerStep(layer)
    field(Figure.rate.text(of: layerStep), row, 18, 6, style, on: &canvas)
    guard !hasSpikesAlone else {
      field(Figure.silentShare.text(of: layerStep), row, 24, 8, style, on: &canvas)
      drawFurtherFigures(of: layerStep, row: row, style, on: &canvas)
      return
    }
    let sinNeurons = Figure.sinNeurons.layer?(layerStep)
    let sin =
      sinNeurons.map { fitting(Int($0), columns: 6) } ?? Figure.sinNeurons.text(of: layerStep)
    let hasSIN = (sinNeurons ?? 0) > 0
    field(sin, row, 24, 6, isSelected ? style : hasSIN ? .sinSpike : style, on: &canvas)
    drawDeviation(
      Figure.deviation.layer?(layerStep), row: row, isSelected: isSelected, on: &canvas)
    drawFurtherFigures(of: layerStep, row: row, style, on: &canvas)
  }

  private func drawFurtherFigures(
    of layerStep: LayerStep, row: Int, _ style: Style, on canvas: inout Canvas
  ) {
    for (index, figure) in furtherLayerFigures.enumerated() {
      field(
        figure.text(of: layerStep), row, ownColumns + furtherColumns * index, furtherColumns, style,
        on: &canvas)
    }
  }

  /// A number with a blank before it in so many columns: shortened where it has more digits.
  private func fitting(_ number: Int, columns: Int) -> String {
    let text = grouped(number)
    return text.count < columns ? text : siCount(number)
  }

  /// Further figures of a layer under its name, where its strip is high.
  private func drawFacts(of layer: Int, row: Int, rows: Int, on canvas: inout Canvas) {
    let facts = facts(of: layer)
    for (offset, fact) in facts.prefix(max(rows, 0)).enumerated() {
      canvas.write(
        fact.name, row: row + offset, column: 2, width: 18, alignment: .left, style: .label)
      field(fact.value, row + offset, 20, 10, .label, on: &canvas)
    }
    let rest = Rect(
      row: row + facts.count, column: 2, rows: rows - facts.count, columns: 28)
    // No figure stands twice on a screen.
    let isBeside =
      !knowsAnswer && layer == state.layer && state.size.columns >= liveColumnsForTwo
    if rest.rows >= leastRates, !isBeside { drawRateBins(of: layer, in: rest, on: &canvas) }
  }

  private func facts(of layer: Int) -> [(name: String, value: String)] {
    let layerStep = layerStep(layer)
    let theta = threshold(ofLayer: layer).map { decimal($0, digits: 2) }
    var facts = factFigures(of: layer).map { (name: $0.title, value: $0.text(of: layerStep)) }
    if let theta { facts.insert(("theta", theta), at: 2) }
    return facts
  }

  /// What spikes alone tell besides stands in the pane of the layer under the cursor.
  private func factFigures(of layer: Int) -> [Figure] {
    [.totalSpikes, .stepRate]
      + (engine.setting.references[layer] == nil
        ? [] : [.silentShare, .activePotential, .inactivePotential])
  }

  /// How many neurons of a layer fire at which rate, under its figures.
  private func drawRateBins(of layer: Int, in rect: Rect, on canvas: inout Canvas) {
    let counts = runState.statistics.layers[layer].counts.count
    let highest = counts.max() ?? 0
    guard highest > 0 else { return }
    let time = Double(max(step, 1))
    let bins = RateBins(highest: Double(highest) / time, quantum: 1 / time, most: rateBins)
    var rest = rect
    let title = rest.takeTop(1)
    let silent = percent(ratio(counts.count { $0 <= 0 }, of: counts.count), digits: 0)
    canvas.write(
      "rates to \(decimal(bins.end, digits: 2)), \(silent) silent", row: title.row,
      column: title.column, width: title.columns, alignment: .left, style: .label)
    canvas.drawHistogram(bins.counts(of: counts.lazy.map { Double($0) / time }), in: rest) { bin in
      .spikes(rate: bins.width * Double(bin + 1), sinShare: 0)
    }
  }

  /// D of the layer as a sign: the number stands in the panel of the layer.
  private func drawDeviation(
    _ deviation: Double?, row: Int, isSelected: Bool, on canvas: inout Canvas
  ) {
    guard let deviation, deviation != 0 else { return }
    let isLead = deviation > 0
    let style: Style = isSelected ? .selection : isLead ? .lead : .lag
    canvas[row, 31] = Cell(isLead ? canvas.glyphs.lead : canvas.glyphs.lag, style: style)
  }

  /// A silent layer says so; blank reads as broken.
  private func drawSilence(of layer: Int, in rect: Rect, on canvas: inout Canvas) {
    guard step > 0, runState.statistics.layers[layer].counts.total == 0,
      !firesLater(layer)
    else { return }
    let sendsPotential = network.layers[layer].neuron.sendsPotential
    canvas.write(
      sendsPotential ? "sends its potential, no spikes" : silenceText(ofLayer: layer),
      row: rect.row, column: rect.column + 1, width: rect.columns - 1, alignment: .left,
      style: .label)
  }

  /// Whether a layer fires in steps after the present that are known and may be drawn.
  private func firesLater(_ layer: Int) -> Bool {
    let last = min(engine.history.lastStep, step + leastKept)
    guard last > step else { return false }
    return (step + 1...last).contains { (engine.history.entry(of: layer, at: $0)?.spikes ?? 0) > 0 }
  }

  private func drawLegend(
    _ heights: [Int], _ visible: Range<Int>, _ axis: TimeAxis, in rest: Rect,
    on canvas: inout Canvas
  ) {
    guard rest.rows > 0 else { return }
    let dotRows = zip(visible, heights).map { layer, height in
      4 * (height > 2 && runState.statistics.layers[layer].sin != nil ? height - 1 : height)
    }
    drawLegend(dotRows: dotRows, visible, axis, row: rest.row, on: &canvas)
  }

  /// What dots and colours stand for.
  ///
  /// - Parameter dotRows: Of each visible layer, or of all.
  private func drawLegend(
    dotRows: [Int], _ visible: Range<Int>, _ axis: TimeAxis, row: Int, on canvas: inout Canvas
  ) {
    let perDot = visible.enumerated().map { index, layer in
      let rows = max(dotRows.indices.contains(index) ? dotRows[index] : dotRows[0], 1)
      return (network.layers[layer].shape.count + rows - 1) / rows
    }
    let bars: [ColorBar] = context.hasANN ? [.rate, .sinShare] : [.rate]
    let room = canvas.drawColorBars(bars, row: row)
    let hasBars = room < canvas.size.columns
    let most = grouped(max(perDot.max() ?? 1, 1))
    let hasNumbers =
      state.rasterView.mode != .waterfall
      && saysStepNumbers(axis, neurons: perDot.max() ?? 1, dotRows: 1)
    let notes = [
      timeNote(axis), hasNumbers ? "number: spikes of the step" : nil,
      most == "1" ? "dot: 1 neuron" : "dot: up to \(most) neurons",
      hasBars || !context.hasANN
        ? nil : "\(canvas.glyphs.sinSpike): SIN, a tenth of the spikes or more",
      context.hasANN ? "lane of SIN spikes: share of all" : nil,
    ].compactMap(\.self)
    canvas.writeNotes(notes, bars: bars, row: row)
  }

  private func field(
    _ text: String, _ row: Int, _ column: Int, _ width: Int, _ style: Style,
    on canvas: inout Canvas
  ) {
    canvas.write(text, row: row, column: column, width: width, alignment: .right, style: style)
  }
}
