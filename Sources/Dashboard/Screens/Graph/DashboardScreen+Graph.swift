import Networks
import TerminalUI

/// What the graph remembers of its own.
package struct GraphState: ScreenState, Equatable {
  /// Which edge the cursor follows next, among those that leave its layer, counted around.
  package internal(set) var edge = 0

  package init() {}
}

extension DashboardState {
  package internal(set) var graphScreen: GraphState {
    get { self[GraphState.self] }
    set { self[GraphState.self] = newValue }
  }

  /// The edge that the cursor follows next; `nil` where nothing leads on.
  func chosenEdge(in graph: NetworkGraph) -> NetworkGraph.Edge? {
    let edges = graph.edges(from: layer + 1)
    return edges.isEmpty ? nil : edges[around(graphScreen.edge, of: edges.count)]
  }

  /// Along edges; where none are known, and for several, in the order of the layers.
  fileprivate mutating func moveGraphCursor(by offset: Int) {
    guard let network else { return }
    let graph = NetworkGraph(network)
    guard graph.isKnown, abs(offset) == 1 else { return moveGraphLayer(by: offset) }
    let next =
      offset > 0 ? chosenEdge(in: graph)?.target : graph.edges(to: layer + 1).first?.source
    guard let next, (1...max(layerCount, 1)).contains(next) else {
      message = Message(
        text: offset > 0
          ? "behind this layer is the output" : "before this layer is the input",
        isError: false)
      return
    }
    moveGraphLayer(by: next - 1 - layer)
  }

  /// The ways on and back, as far as there are any, and the way into the layer.
  var graphHints: [ActionHint] {
    guard let network, layerCount > 0 else { return [] }
    let graph = NetworkGraph(network)
    let layers = 1...layerCount
    let next = graph.isKnown ? chosenEdge(in: graph)?.target : layer + 2
    let last = graph.isKnown ? graph.edges(to: layer + 1).first?.source : layer
    let edges = graph.isKnown ? graph.edges(from: layer + 1).count : 0
    return .when(next.map(layers.contains) ?? false, "cursor-down", "along the edge")
      + .when(last.map(layers.contains) ?? false, "cursor-up", "against it")
      + .when(edges > 1, "next-picture", "other edge") + [ActionHint("inspect", "layer")]
  }

  fileprivate mutating func moveGraphLayer(by offset: Int) {
    moveLayerCursor(by: offset)
    graphScreen.edge = 0
  }
}

extension ScreenName {
  package static let graph: ScreenName = "graph"
}

extension DashboardScreen {
  static let graph = DashboardScreen(
    .graph, title: "Graph", keys: [.character("G")],
    summary: "Graph: the network as boxes and arrows, with what goes along them"
  ) {
    $0.startsWhereItMatters = true
    $0.layout = { $0.graphLayout($1) }
    $0.panes = [
      ScreenPane("graph", defines: .graph, title: { $0.graphTitle() }) { $0.drawGraph(on: &$1) },
      ScreenPane("edges", defines: .edges, title: { $0.edgesTitle() }) { $0.drawEdges(on: &$1) },
      ScreenPane("layer", defines: .layerSummary, title: { $0.layerTitle() }) {
        $0.drawLayerSummary(on: &$1)
      },
      ScreenPane(
        "spikes", defines: ["raster", "neurons"], title: { $0.title(of: LayerPicture.raster) }
      ) {
        view, canvas in canvas.withoutItems { view.drawPicture(.raster, on: &$0) }
      },
    ]
    $0.insight = { $0.graphInsight() }
    $0.hints = { $0.graphHints }
    $0.moveCursor = { $0.moveGraphCursor(by: $1) }
    $0.moveLayer = { $0.moveGraphLayer(by: $1) }
    $0.select = { $0.moveGraphLayer(by: $1 - $0.layer) }
    $0.inspect = { state in
      state.screen = .layer
      return []
    }
    $0.nextPicture = { $0.graphScreen.edge += 1 }
    $0.showUsualView = { $0.graphScreen.edge = 0 }
    $0.ownSettings = [
      ScreenSetting("edge") {
        $0.graphScreen.edge == 0 ? nil : "\($0.graphScreen.edge)"
      } apply: { state, text throws(CommandError) in
        guard let edge = Int(text) else {
          throw CommandError(description: "'edge' is a whole number, and 0 for the first one")
        }
        state.graphScreen.edge = edge
      }
    ]
    $0.sentences = { $0.graphSentences() }
    $0.mainPanels = ["graph"]
    $0.numbers = { $0.graphNumbers() }
    $0.panels = ["graph": { $0.graphNumbers() }, "edges": { $0.edgeNumbers() }]
  }
}
