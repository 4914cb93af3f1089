import Networks
import PlainText
import SpikeStatistics
import TerminalUI

/// With fewer rows a list says nothing.
private let leastList = 2

/// With fewer rows a picture says nothing.
private let leastPicture = 3

extension ScreenView {
  /// The graph, and beside or below it what leads to the layer under the cursor and from it.
  func graphLayout(_ size: Size) -> Layout<String> {
    let network = graph
    let drawing = Pane(
      "graph", rows: Extent(6, ideal: 4 * network.places.count, weight: 4),
      columns: Extent(56, weight: 4), priority: 0)
    let edges = network.edges.count { $0.source == graphPlace || $0.target == graphPlace }
    let wide = Extent(46, ideal: 52, weight: 2)
    let table = { (columns: Extent) in
      Pane(
        "edges", rows: Extent(3, ideal: edges + 2, maximum: edges + 3), columns: columns,
        priority: 1)
    }
    guard size.columns >= 110 else {
      return .rows([.stack([drawing]), .stack([table(Extent(56))])])
    }
    return .columns([
      .stack([drawing]),
      .stack([
        table(wide),
        Pane("layer", rows: Extent(5, ideal: 7, maximum: 8), columns: wide, priority: 2),
        Pane("spikes", rows: Extent(6, ideal: 14), columns: wide, priority: 3),
      ]),
    ])
  }

  func graphTitle() -> PaneTitle {
    let graph = graph
    guard graph.isKnown else {
      return PaneTitle(
        "graph", [counted(layers.count, "layer"), "nobody says what leads where: their order"],
        hints: hints(["inspect": "open"]))
    }
    var figures = [
      counted(layers.count, "layer"), counted(graph.edges.count, "edge"),
    ]
    if step > 0 { figures.append("mean of \(steps(step))") }
    return PaneTitle(
      "graph", figures,
      hints: hints(state.graphHints))
  }

  func drawGraph(on canvas: inout Canvas) {
    var rest = canvas.bounds
    let legend = rest.takeBottom(rest.rows >= 12 ? 1 : 0)
    let graph = graph
    let layout = GraphLayout.fitting(
      graph, around: graphPlace, in: rest.size, least: leastContents)
    let own = layout.item(of: graphPlace) ?? 0
    let first = layout.firstRow(showing: own, rows: rest.rows)
    canvas.inside(rest) { canvas in
      canvas.inside(
        Rect(row: -first, column: 0, rows: layout.height, columns: canvas.size.columns)
      ) { canvas in
        let visible = layout.items.indices.filter {
          layout.boxes[$0].endRow + layout.form.gap > first
            && layout.boxes[$0].row < first + rest.rows
        }
        drawWires(layout, on: &canvas)
        for item in visible {
          drawExit(of: item, layout, on: &canvas)
          drawBox(item, layout, on: &canvas)
        }
        drawChosenEdge(layout, graph, on: &canvas)
      }
    }
    drawGraphLegend(layout, first: first, rows: rest.rows, in: legend, on: &canvas)
  }

  // MARK: - Lines

  private func drawWires(_ layout: GraphLayout, on canvas: inout Canvas) {
    var cells: [Position: (ends: LineEnds, source: Int)] = [:]
    // The lines of the layer under the cursor lie above the others.
    let own = layout.item(of: graphPlace)
    for wire in layout.wires.sorted(by: { ($0.source == own ? 1 : 0) < ($1.source == own ? 1 : 0) })
    {
      for (position, ends) in layout.cells(of: wire) {
        let known = cells[position]?.ends ?? []
        cells[position] = (known.union(ends), wire.source)
      }
    }
    for (position, cell) in cells {
      let style = flowStyle(from: layout.items[cell.source].exit)
      canvas[position.row, position.column] = Cell(
        canvas.glyphs.line(cell.ends),
        style: cell.source == own ? style.with(.bold) : style)
    }
    for wire in layout.wires {
      let style = flowStyle(from: layout.items[wire.source].exit)
      for target in wire.targets {
        canvas[layout.entryRow(of: target), layout.boxes[target].endColumn] = Cell(
          canvas.glyphs.leftward, style: style)
      }
    }
  }

  /// Below a box: the way down, and what goes along it.
  private func drawExit(of item: Int, _ layout: GraphLayout, on canvas: inout Canvas) {
    let leads = layout.leadsOn[item]
    let hasWire = layout.wires.contains { $0.source == item }
    guard leads || hasWire, layout.form.gap > 0 else { return }
    let place = layout.items[item].exit
    let style = flowStyle(from: place)
    let row = layout.exitRow(of: item)
    if leads {
      for offset in 0..<layout.form.gap - 1 {
        canvas[row + offset, GraphLayout.stem] = Cell(
          canvas.glyphs.line(offset == 0 && hasWire ? [.up, .down, .right] : [.up, .down]),
          style: style)
      }
      canvas[row + layout.form.gap - 1, GraphLayout.stem] = Cell(
        canvas.glyphs.downward, style: style)
    } else {
      canvas[row, GraphLayout.stem] = Cell(canvas.glyphs.line([.up, .right]), style: style)
    }
    let text = flowText(from: place)
    guard !text.isEmpty else { return }
    canvas.write(
      " \(text) ", row: row, column: GraphLayout.stem + 2,
      width: min(text.count + 2, layout.boxes[item].columns - 4), alignment: .left,
      style: place == graphPlace ? .plain : .label)
  }

  /// The edge that the cursor follows next.
  private func drawChosenEdge(
    _ layout: GraphLayout, _ graph: NetworkGraph, on canvas: inout Canvas
  ) {
    guard let edge = state.chosenEdge(in: graph), let source = layout.item(of: edge.source),
      let target = layout.item(of: edge.target), source != target
    else { return }
    if target == source + 1, layout.form.gap > 0 {
      canvas.restyle(
        Rect(
          row: layout.exitRow(of: source) + layout.form.gap - 1, column: GraphLayout.stem, rows: 1,
          columns: 1), .key)
    } else if layout.wires.contains(where: { $0.source == source && $0.targets.contains(target) }) {
      canvas.restyle(
        Rect(
          row: layout.entryRow(of: target), column: layout.boxes[target].endColumn, rows: 1,
          columns: 1), .key)
    }
  }

  // MARK: - Boxes

  private func drawBox(_ index: Int, _ layout: GraphLayout, on canvas: inout Canvas) {
    let (item, box) = (layout.items[index], layout.boxes[index])
    let isOwn = item.places.contains(graphPlace)
    if (1...max(state.layerCount, 1)).contains(item.places.lowerBound) {
      canvas.addTarget(.item(item.places.lowerBound - 1), in: box)
    }
    guard layout.form.content > 0 else {
      drawRow(item, isOwn: isOwn, in: box, on: &canvas)
      return
    }
    canvas.drawBox(box, style: isOwn ? .title : .border)
    canvas.inside(Rect(row: box.row, column: 1, rows: 1, columns: box.columns - 2)) { canvas in
      var column = canvas.write(
        " \(boxTitle(item)) ", row: 0, column: 1, style: isOwn ? .selection : .title)
      for fact in boxFigures(item) where column + 1 + fact.text.count + 2 < canvas.size.columns {
        column = canvas.write(" \(fact.text) ", row: 0, column: column + 1, style: fact.style)
      }
    }
    if isOwn { canvas.placeCursor(row: box.row, column: 2) }
    canvas.inside(box.inset(rows: 1, columns: 1)) { drawContent(of: item, on: &$0) }
  }

  /// The rows with which the boxes of input and answer begin to show more than words.
  private var leastContents: [Int: Int] {
    var least = context.hasPicture ? [0: leastPicture] : [:]
    if !answerPanels.fitsRow, let readout = network.readouts.first {
      least[readout + 1] = leastList
    }
    return least
  }

  /// The picture, what a layer does over time, or the answer; in words where it has no room.
  private func drawContent(of item: GraphItem, on canvas: inout Canvas) {
    let place = item.places.lowerBound
    if item.isFolded {
      let rates = item.places.compactMap { flow(from: $0)?.rate }
      guard let least = rates.min(), let most = rates.max() else { return }
      drawWords("rates from \(decimal(least)) to \(decimal(most))", on: &canvas)
    } else if place == 0 {
      if context.hasPicture, canvas.size.rows >= leastPicture {
        canvas.drawCentered(context.picture)
      } else {
        let count = context.imageCount > 1 ? ", \(grouped(context.imageCount)) images" : ""
        drawWords(context.dataset + count, on: &canvas)
      }
    } else if layers.indices.contains(place - 1) {
      drawStrip(of: item, on: &canvas)
    } else if let first = network.readouts.first {
      guard first == place - 1 else {
        drawWords("read together with \(network.layers[first].name)", on: &canvas)
        return
      }
      if answerPanels.fitsRow || canvas.size.rows >= leastList {
        drawOutput(on: &canvas)
      } else {
        drawWords(answerPanels.sentences(self).last ?? "", on: &canvas)
      }
    }
  }

  private func drawWords(_ text: String, on canvas: inout Canvas) {
    canvas.write(
      text, row: 0, column: 1, width: canvas.size.columns - 2, alignment: .left, style: .label)
  }

  private func rowFields(columns: Int) -> GraphRowFields {
    GraphRowFields(network, hasSIN: state.hasSchedule, columns: columns)
  }

  /// A box without edges, of one row or few.
  private func drawRow(
    _ item: GraphItem, isOwn: Bool, in box: Rect, on canvas: inout Canvas
  ) {
    let style: Style = isOwn ? .selection : .plain
    for row in box.row..<box.endRow {
      canvas.write("[", row: row, column: 0, style: .border)
      canvas.write("]", row: row, column: box.columns - 1, style: .border)
    }
    let fields = rowFields(columns: box.columns)
    if isOwn {
      canvas.fill(
        Rect(row: box.row, column: 0, rows: box.rows, columns: min(fields.end, box.columns - 1)),
        with: Cell(" ", style: .selection))
      canvas[box.row, 0] = Cell(canvas.glyphs.cursor, style: .selection)
      canvas.placeCursor(row: box.row, column: 0)
    }
    let place = item.places.lowerBound
    guard !item.isFolded, let layer = graphLayer(place) else {
      let text = item.isFolded ? foldText(item) : "input  \(network.inputShape)"
      canvas.write(
        text, row: box.row, column: 2, width: box.columns - 3, alignment: .left,
        style: isOwn ? style : .label)
      return
    }
    canvas.write(
      layer.name, row: box.row, column: 2, width: fields.name, alignment: .left, style: style)
    canvas.write(
      "\(layer.shape)", row: box.row, column: 2 + fields.name + 1, width: fields.shape,
      alignment: .left, style: isOwn ? style : .label)
    let facts = boxFigures(item).dropFirst()
    var column = fields.figures
    let isInWords = layer.neuron.sendsPotential || !layers.indices.contains(place - 1)
    let widths = isInWords ? [max(box.columns - 1 - column, 0)] : fields.figureWidths
    for (fact, width) in zip(facts, widths)
    where column + width < box.columns {
      canvas.write(
        fact.text, row: box.row, column: column, width: width, alignment: .left,
        style: isOwn ? style : fact.style)
      column += width
    }
    guard fields.strip > 0 else { return }
    canvas.inside(
      Rect(row: box.row, column: fields.end, rows: box.rows, columns: fields.strip)
    ) {
      drawStrip(of: item, on: &$0)
    }
  }

  private func boxTitle(_ item: GraphItem) -> String {
    item.isFolded ? foldText(item) : graphName(item.places.lowerBound)
  }

  private func foldText(_ item: GraphItem) -> String {
    let (first, last) = (graphName(item.places.lowerBound), graphName(item.places.upperBound))
    let each = item.places.count / max(item.blocks, 1)
    let what = each == 1 ? "layers" : item.blocks == 1 ? "block of \(each)" : "blocks of \(each)"
    return "\(item.blocks) \(what) alike, \(first) to \(last)"
  }

  /// The map, and where there are spikes the rate and the share of SIN among inactivated neurons.
  private func boxFigures(_ item: GraphItem) -> [(text: String, style: Style)] {
    let place = item.places.lowerBound
    guard !item.isFolded else { return [] }
    guard let layer = graphLayer(place) else {
      let image = context.hasPicture ? [("image \(context.image)", Style.label)] : []
      return [("\(network.inputShape)", .label)] + image
    }
    var facts: [(text: String, style: Style)] = [("\(layer.shape)", .label)]
    guard layers.indices.contains(place - 1) else {
      let answer = answerPanels.words(self).map { "answers \($0)" }
      return facts + [(answer ?? (knowsOutput ? "no answer yet" : "no answer told"), .label)]
    }
    guard step > 0 else { return facts }
    if layer.neuron.sendsPotential { return facts + [("its potential, no spikes", .label)] }
    let layerStep = layerStep(place - 1)
    facts.append(("rate \(Figure.rate.text(of: layerStep))", .plain))
    if let sin = runState.statistics.layers[place - 1].sin {
      facts.append(
        (
          "SIN \(grouped(sin.neurons)) (\(percent(sin.ratio, digits: 0)))",
          sin.neurons > 0 ? .sinSpike : .label
        ))
    }
    return facts
  }

  /// The rate that a bar of full height stands for: twice the highest mean of a layer.
  private var fullBarRate: Double {
    2 * (layers.indices.compactMap { flow(from: $0 + 1)?.rate }.max() ?? 0)
  }

  /// The rate of a layer over the run, in the colours of rates and SIN.
  private func drawStrip(of item: GraphItem, on canvas: inout Canvas) {
    let layer = item.places.lowerBound - 1
    guard !item.isFolded, layers.indices.contains(layer), step > 0, canvas.size.rows > 0,
      !network.layers[layer].neuron.sendsPotential
    else { return }
    let axis = timeAxis(width: canvas.size.columns)
    let neurons = Double(max(network.layers[layer].shape.count, 1))
    let full = fullBarRate
    for cell in 0..<axis.width {
      guard let steps = axis.steps(ofCell: cell), steps.lowerBound <= engine.history.lastStep
      else { continue }
      let entries = steps.compactMap { engine.history.entry(of: layer, at: $0) }
      guard !entries.isEmpty else {
        canvas[canvas.size.rows - 1, cell] = Cell(canvas.glyphs.absent, style: .label)
        continue
      }
      let spikes = entries.reduce(0) { $0 + Int($1.spikes) }
      let rate = Double(spikes) / neurons / Double(entries.count)
      let sin = ratio(entries.reduce(0) { $0 + Int($1.sinSpikes) }, of: spikes) ?? 0
      canvas.drawColumn(
        full > 0 ? rate / full : 0, row: 0, column: cell, height: canvas.size.rows,
        style: .spikes(rate: rate, sinShare: sin))
    }
    axis.drawPresent(
      step: step,
      in: Rect(row: 0, column: 0, rows: canvas.size.rows, columns: axis.width), on: &canvas)
  }

  /// What colours and bars stand for, and what of the graph is not to be seen.
  private func drawGraphLegend(
    _ layout: GraphLayout, first: Int, rows: Int, in legend: Rect, on canvas: inout Canvas
  ) {
    guard legend.rows > 0 else { return }
    let room = canvas.drawColorBars(context.hasANN ? [.rate, .sinShare] : [.rate], row: legend.row)
    let folded = layout.items.reduce(0) { $0 + ($1.isFolded ? $1.places.count : 0) }
    let notes = [
      position(
        of: first..<max(min(first + rows, layout.height), first), of: layout.height, named: "rows"),
      folded > 0 ? "\(counted(folded, "layer")) folded" : nil,
      layout.undrawnWires > 0 ? "no room for \(layout.undrawnWires) skips" : nil,
    ].compactMap(\.self)
    let full = decimal(fullBarRate, digits: 2)
    let hasBars =
      fullBarRate > 0
      && (layout.form.content > 0
        || rowFields(columns: layout.boxes.first?.columns ?? 0).strip > 0)
    let bars =
      hasBars ? ["bars: rate over time, full height \(full)", "bars: rate to \(full)"] : []
    let forms = bars.map { (notes + [$0]).joined(separator: "  ") }
    let text =
      forms.first { $0.count <= room - 2 }
      ?? wholeClauses(notes.joined(separator: "  "), width: room - 2, between: ["  "]) ?? ""
    canvas.write(text, row: legend.row, column: 1, style: .label)
  }
}
