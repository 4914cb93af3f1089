import Dashboard
import ExampleNetworks
import Networks
import SpikeStatistics
import SpikingEngine
import TerminalUI
import Testing
import TimeTravel

/// The graph of networks that are not a short chain: deep ones, with shortcuts and loops, and
/// spikes of which nobody says what drives whom.
@Suite struct GraphKindsTests {
  private struct Shown {
    var state = DashboardState()
    var engine: EngineStepper

    init(_ run: ExampleNetworks.ExampleRun, without projections: Bool = false) throws {
      var network = run.network
      if projections {
        for index in network.layers.indices { network.layers[index].projections = [] }
      }
      let packed = PackedNetwork(network)
      let references = projections ? network.layers.map { _ in nil } : run.references
      let setting = RunSetting(packed: packed, fanOut: packed.fanOutTable(), references: references)
      engine = EngineStepper(
        EngineLoad(
          timeline: Timeline(Simulation(packed, stimulus: .image(run.image)), setting: setting),
          horizon: 20, generation: 0))
      let context = RunContext(
        generation: 0, model: "example", methods: ["robust"], method: 0, image: 0, imageCount: 1,
        dataset: "numbers", label: nil, classNames: [],
        picture: ColorImage(grey: PixelImage(width: 1, height: 1, values: [0])),
        logits: projections ? [] : run.logits.map { Float($0) }, notes: [])
      _ = state.update(.loaded(context))
      engine.seek(to: 20)
      _ = state.update(.engine(engine.status))
      press(.character("G"))
    }

    mutating func press(_ keys: Key...) {
      for key in keys { _ = state.update(.key(key)) }
    }

    /// Goes to the first layer, wherever it has started.
    mutating func pressFirst() {
      while state.layer > 0 { press(.character("K")) }
    }

    func canvas(_ rows: Int, _ columns: Int) -> Canvas {
      draw(state, size: Size(rows: rows, columns: columns))
    }
  }

  private func deep() throws -> Shown {
    try Shown(
      ExampleNetworks.ExampleRun(
        randomPerceptron(widths: Array(repeating: 6, count: 102), seed: 3)))
  }

  @Test func aHundredLayersFoldAroundTheCursor() throws {
    var shown = try deep()
    #expect(shown.state.layerCount == 100)
    shown.pressFirst()
    try expectSnapshot(shown.canvas(24, 80), named: "graph-deep-80x24")

    for _ in 0..<50 { shown.press(.down) }
    #expect(shown.state.layer == 50)
    for (rows, columns) in [(24, 80), (40, 120), (90, 300)] {
      let canvas = shown.canvas(rows, columns)
      #expect(canvas.text.contains("layers alike"))
      #expect(canvas.cursor != nil)
      #expect(canvas.clickAreas.contains { $0.target == .item(50) })
    }
    try expectSnapshot(shown.canvas(24, 80), named: "graph-deep-middle-80x24")
    shown.press(.character("J"))
    #expect(shown.state.layer == 51)
  }

  /// With a row for each layer there are bars at every width, and what explains them.
  @Test func barsAreOnLargerScreensToo() throws {
    let shown = try Shown(
      ExampleNetworks.ExampleRun(randomPerceptron(widths: Array(6...20), seed: 3)))
    let bars = Set("▁▂▃▄▅▆▇█")
    for (rows, columns) in [(24, 80), (40, 120), (45, 160), (60, 200)] {
      let graph = try #require(shown.canvas(rows, columns).panel(named: "graph")).text
      let boxes = graph.split(separator: "\n").filter { !$0.contains("rate 0 █") }
      #expect(boxes.contains { !bars.isDisjoint(with: $0) }, "\(columns)")
      #expect(rows < 40 || graph.contains("bars: rate"), "\(columns)")
    }
  }

  /// A recording says what drives whom, not through what.
  @Test func waysThatNobodyTellsAreUnknown() throws {
    var network = try ExampleNetworks.ExampleRun(Example.residual.network(seed: 1)).network
    let known = NetworkGraph(network)
    for layer in network.layers.indices {
      network.layers[layer].projections = network.layers[layer].projections.compactMap {
        $0.source == .input ? nil : Projection(source: $0.source, stages: [])
      }
    }
    let graph = NetworkGraph(network)

    #expect(Set(graph.edges.map(\.target)) == Set(known.edges.map(\.target)))
    #expect(graph.edges.allSatisfy { $0.operationWords == "unknown" })
    #expect(known.edges.allSatisfy { $0.operationWords != "unknown" })
  }

  /// The box of what is folded leads into it.
  @Test func aClickOnAFoldOpensIt() throws {
    var shown = try deep()
    let folded = try #require(
      shown.canvas(24, 80).clickAreas.last {
        if case .item(let layer) = $0.target { layer > 0 && layer < 90 } else { false }
      })
    guard case .item(let layer) = folded.target else { return }
    _ = shown.state.update(.pointer(.item(layer, isDouble: false)))
    #expect(shown.state.layer == layer)
    #expect(shown.canvas(24, 80).clickAreas.contains { $0.target == .item(layer + 1) })
  }

  @Test(arguments: [(24, 80), (60, 200)])
  func shortcutsHaveLanes(rows: Int, columns: Int) throws {
    let shown = try Shown(ExampleNetworks.ExampleRun(Example.projected.network(seed: 1)))
    let canvas = shown.canvas(rows, columns)

    #expect(canvas.text.contains("◂") && canvas.text.contains("╯"))
    try expectSnapshot(canvas, named: "graph-shortcuts-\(columns)x\(rows)")
  }

  /// `v` chooses another edge, which the cursor then follows.
  @Test func theCursorFollowsShortcuts() throws {
    var shown = try Shown(ExampleNetworks.ExampleRun(Example.residual.network(seed: 1)))
    let network = shown.engine.status.runState.simulation.network
    let graph = NetworkGraph(network)
    let source = try #require(
      network.firingLayers.indices.first { layer in
        graph.edges(from: layer + 1).count { $0.target <= network.firingLayers.count } > 1
      })
    shown.pressFirst()
    while shown.state.layer < source { shown.press(.character("J")) }
    let targets = graph.edges(from: source + 1).map { $0.target - 1 }

    var other = shown
    other.press(.down)
    #expect(other.state.layer == targets[0])
    shown.press(.character("v"), .down)
    #expect(shown.state.layer == targets[1])
  }

  @Test(arguments: [(24, 80), (40, 120)])
  func spikesAloneStandInTheirOrder(rows: Int, columns: Int) throws {
    let run = try ExampleNetworks.ExampleRun(Example.residual.network(seed: 1))
    var shown = try Shown(run, without: true)
    let text = shown.canvas(rows, columns).text

    #expect(text.contains("nobody says what leads where"))
    #expect(!text.contains("▾") && !text.contains("◂"))
    #expect(NetworkGraph(shown.engine.status.runState.simulation.network).edges.isEmpty)
    shown.press(.down)
    #expect(shown.state.layer == 1)
    try expectSnapshot(shown.canvas(rows, columns), named: "graph-unknown-\(columns)x\(rows)")
  }
}
