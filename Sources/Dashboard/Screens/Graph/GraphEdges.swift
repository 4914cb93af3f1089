import Networks
import PlainText
import SpikeStatistics
import TerminalUI

extension ScreenView {
  func edgesTitle() -> PaneTitle {
    guard layers.indices.contains(state.layer) else { return PaneTitle("edges") }
    let graph = graph
    let (sources, targets) = (graph.edges(to: graphPlace), graph.edges(from: graphPlace))
    return PaneTitle(
      "edges of \(network.layers[state.layer].name)",
      graph.isKnown ? ["\(sources.count) in", "\(targets.count) out"] : [])
  }

  /// What drives the layer under the cursor, and what it drives.
  func drawEdges(on canvas: inout Canvas) {
    let graph = graph
    guard graph.isKnown else {
      for (row, line) in wrapped(unknownGraphText, width: canvas.size.columns - 2).enumerated() {
        canvas.write(line, row: row, column: 1, style: .label)
      }
      return
    }
    let chosen = state.chosenEdge(in: graph)
    let edges =
      graph.edges(to: graphPlace).map { ($0, true) }
      + graph.edges(from: graphPlace).map { ($0, false) }
    let names = ["", "layer", "a step", "now"] + (state.hasSchedule ? ["SIN"] : []) + ["through"]
    let table = TextTable(
      columns: names.map {
        TextTable.Column($0, alignment: ["a step", "now", "SIN"].contains($0) ? .right : .left)
      }, rows: edges.map { row(for: $0, isIncoming: $1, isChosen: $0 == chosen && !$1) })
    // Where not all have room, the edge that is followed next is among them.
    let cursor = edges.firstIndex { $0.0 == chosen && !$0.1 } ?? 0
    let visible = canvas.scroll.rows(
      of: "edges", around: cursor, height: canvas.size.rows - 1, count: edges.count)
    canvas.draw(table, in: canvas.bounds, firstRow: visible.lowerBound)
    for (row, index) in visible.enumerated() {
      let place = edges[index].1 ? edges[index].0.source : edges[index].0.target
      guard (1...max(state.layerCount, 1)).contains(place) else { continue }
      canvas.addTarget(
        .item(place - 1), in: Rect(row: row + 1, column: 0, rows: 1, columns: canvas.size.columns))
    }
  }

  var unknownGraphText: String {
    "these spikes come without a network: nobody says what leads where, so the layers stand in "
      + "their order"
  }

  private func row(
    for edge: NetworkGraph.Edge, isIncoming: Bool, isChosen: Bool
  ) -> [TextTable.Entry] {
    let flow = flow(from: edge.source)
    let delay = edge.isRecurrent ? " (next step)" : ""
    let style: Style = isChosen ? .key : .plain
    let share = TextTable.Entry(
      percent(flow?.sinShare, digits: 0), style: (flow?.sinShare ?? 0) > 0 ? .sinSpike : .label)
    return [
      .init(isIncoming ? "from" : "to", style: isChosen ? .key : .label),
      .init(graphName(isIncoming ? edge.source : edge.target), style: style),
      .init(flow.map { perStep($0.mean) } ?? "-"), .init(flow.map { grouped($0.now) } ?? "-"),
    ] + (state.hasSchedule ? [share] : []) + [
      .init(edge.operationWords + delay, style: .label)
    ]
  }

  /// A row per edge of the network.
  func graphNumbers() -> NumberTable {
    var table = NumberTable([
      "step", "source", "target", "through", "next_step", "spikes", "spikes_per_step", "sin_share",
    ])
    for edge in graph.edges {
      let flow = flow(from: edge.source)
      table.append([
        step, graphName(edge.source), graphName(edge.target), edge.operationWords,
        edge.isRecurrent ? 1 : 0, CSVNumber(flow?.now), CSVNumber(flow?.mean),
        CSVNumber(flow?.sinShare),
      ])
    }
    return table
  }

  /// The edges of the layer under the cursor alone.
  func edgeNumbers() -> NumberTable {
    var table = NumberTable(["step", "source", "target", "spikes_per_step"])
    for edge in graph.edges where edge.source == graphPlace || edge.target == graphPlace {
      table.append([
        step, graphName(edge.source), graphName(edge.target),
        CSVNumber(flow(from: edge.source)?.mean),
      ])
    }
    return table
  }

  /// What the layer under the cursor sends on, and how much of what arrives there is SIN.
  func graphInsight() -> String? {
    guard layers.indices.contains(state.layer), step > 0 else { return nil }
    let graph = graph
    let name = network.layers[state.layer].name
    guard graph.isKnown else { return unknownGraphText }
    guard let flow = flow(from: graphPlace) else { return "\(name) sends its potential, no spikes" }
    let targets = graph.edges(from: graphPlace).map { graphName($0.target) }
    let ends = targets.isEmpty ? "nothing" : targets.joined(separator: " and ")
    var parts = ["\(name) sends \(perStep(flow.mean)) spikes a step to \(ends)"]
    if let share = flow.sinShare {
      parts.append("\(percent(share, digits: 0)) of them from inactivated neurons")
    }
    if let share = arrivingSINShare(at: graphPlace, in: graph) {
      parts.append("\(percent(share, digits: 0)) of the spikes that arrive at \(name) are SIN")
    }
    return parts.joined(separator: ", ")
  }

  func graphSentences() -> [String] {
    let graph = graph
    guard layers.indices.contains(state.layer) else { return [] }
    let name = network.layers[state.layer].name
    guard graph.isKnown else { return ["Graph: \(sentence(unknownGraphText))"] }
    let incoming = graph.edges(to: graphPlace).map { edge in
      "From \(graphName(edge.source))\(through(edge)): \(sentence(words(from: edge.source)))"
    }
    let outgoing = graph.edges(from: graphPlace).map { edge in
      "To \(graphName(edge.target))\(through(edge)): \(sentence(words(from: edge.source)))"
    }
    return [
      "Graph: \(counted(layers.count, "layer")), \(counted(graph.edges.count, "edge")); "
        + "the cursor is on \(name)."
    ] + incoming + outgoing
  }

  private func through(_ edge: NetworkGraph.Edge) -> String {
    edge.operations.map { $0.isEmpty ? "" : " through \($0)" } ?? ""
  }

  private func words(from place: Int) -> String {
    let text = flowText(from: place)
    return text.isEmpty ? "no step has been taken" : text
  }
}
