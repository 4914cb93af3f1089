import Conversion
import Dashboard
import ExampleNetworks
import Networks
import TerminalUI
import Testing

/// Laws of the graph: how a network becomes boxes and lines.
@Suite struct GraphLayoutTests {
  /// Chains, residual networks, networks in which anything may lead anywhere, and loops.
  private static let graphs: [(name: String, graph: NetworkGraph)] =
    [1, 2, 7, 30].map { ("chain \($0)", chain($0)) }
    + [1, 3, 4, 33].map { ("residual \($0)", residual(blocks: $0)) }
    + (1...12).map { ("random \($0)", random(seed: $0)) }

  private static func graph(_ count: Int, _ edges: [(Int, Int)]) -> NetworkGraph {
    NetworkGraph(
      shapes: Array(repeating: MapShape(channels: 4), count: count),
      edges: edges.map { NetworkGraph.Edge($0.0, $0.1) })
  }

  static func chain(_ count: Int) -> NetworkGraph {
    graph(count, (0..<count - 1).map { ($0, $0 + 1) })
  }

  /// An input, a first layer, blocks of two layers with a shortcut, an output.
  static func residual(blocks: Int) -> NetworkGraph {
    var edges = [(0, 1)]
    for block in 0..<blocks {
      let start = 1 + 2 * block
      edges += [(start, start + 1), (start + 1, start + 2), (start, start + 2)]
    }
    let last = 1 + 2 * blocks
    return graph(last + 2, edges + [(last, last + 1)])
  }

  static func random(seed: Int) -> NetworkGraph {
    var random = SeededGenerator(seed: seed)
    let count = Int.random(in: 2...24, using: &random)
    var edges: [Int: (Int, Int)] = [:]
    for _ in 0..<Int.random(in: 1...2 * count, using: &random) {
      // Some lead back, or to where they begin.
      let (source, target) = (
        Int.random(in: 0..<count, using: &random), Int.random(in: 1..<count, using: &random)
      )
      edges[source * count + target] = (source, target)
    }
    return graph(count, Array(edges.values))
  }

  private static let forms = [
    GraphLayout.Form(content: 0, gap: 1), .init(content: 1, gap: 1), .init(content: 3, gap: 2),
  ]

  @Test(arguments: graphs.indices, forms)
  func boxesStandApartAndLinesCrossNone(index: Int, form: GraphLayout.Form) {
    let graph = Self.graphs[index].graph
    let layout = GraphLayout(graph, items: graph.items, form: form, width: 200)
    for (first, box) in layout.boxes.enumerated() {
      #expect(box.endColumn <= 200 && box.endRow <= layout.height)
      for other in layout.boxes[(first + 1)...] {
        #expect(box.intersection(other).isEmpty)
      }
      for wire in layout.wires {
        for position in layout.cells(of: wire).keys {
          #expect(!box.contains(row: position.row, column: position.column))
          #expect(position.column < 200 && position.row < layout.height)
        }
      }
    }
  }

  /// Along the cells of a line, from one to the next that it leads to, one gets from the box where
  /// it begins to each of those where it ends.
  @Test(arguments: graphs.indices, forms)
  func everyEdgeIsDrawnFromItsSourceToItsTarget(index: Int, form: GraphLayout.Form) throws {
    let graph = Self.graphs[index].graph
    let layout = GraphLayout(graph, items: graph.items, form: form, width: 200)
    #expect(layout.undrawnWires == 0)
    for edge in graph.edges {
      if edge.target == edge.source + 1 {
        #expect(layout.leadsOn[edge.source])
        continue
      }
      let wire = try #require(
        layout.wires.first { $0.source == edge.source && $0.targets.contains(edge.target) })
      let cells = layout.cells(of: wire)
      let start = Position(row: layout.exitRow(of: edge.source), column: GraphLayout.stem)
      let end = Position(
        row: layout.entryRow(of: edge.target), column: layout.boxes[edge.target].endColumn)
      #expect(reached(from: start, in: cells).contains(end), "\(edge)")
    }
    // Nothing is drawn that does not lead anywhere.
    for wire in layout.wires {
      for target in wire.targets {
        #expect(graph.edges.contains { $0.source == wire.source && $0.target == target })
      }
    }
    for source in layout.leadsOn.indices where layout.leadsOn[source] {
      #expect(graph.edges.contains { $0.source == source && $0.target == source + 1 })
    }
  }

  private func reached(
    from start: Position, in cells: [Position: LineEnds]
  ) -> Set<Position> {
    let sides: [(LineEnds, LineEnds, Int, Int)] = [
      (.up, .down, -1, 0), (.down, .up, 1, 0), (.left, .right, 0, -1), (.right, .left, 0, 1),
    ]
    var (seen, pending): (Set, [Position]) = ([start], [start])
    while let position = pending.popLast() {
      for (side, back, rows, columns) in sides where cells[position]?.contains(side) == true {
        let next = Position(row: position.row + rows, column: position.column + columns)
        guard cells[next]?.contains(back) == true, seen.insert(next).inserted else { continue }
        pending.append(next)
      }
    }
    return seen
  }

  /// No two lines share a cell of a lane, or a reader could not tell them apart.
  @Test(arguments: graphs.indices)
  func linesHaveLanesOfTheirOwn(index: Int) {
    let graph = Self.graphs[index].graph
    let layout = GraphLayout(graph, items: graph.items, form: Self.forms[0], width: 200)
    for (first, wire) in layout.wires.enumerated() {
      for other in layout.wires[(first + 1)...] where other.lane == wire.lane {
        #expect(!wire.rows.overlaps(other.rows))
      }
    }
  }

  @Test(arguments: graphs.indices)
  func blocksAreAllPlacesAndNothingLeadsPastTheirEnds(index: Int) {
    let graph = Self.graphs[index].graph
    #expect(graph.blocks.flatMap { Array($0) } == Array(graph.places))
    for block in graph.blocks {
      #expect(
        !graph.edges.contains { edge in
          min(edge.source, edge.target) < block.upperBound
            && max(edge.source, edge.target) > block.upperBound
        })
    }
  }

  /// Folding hides no place twice, keeps the first and the last one, and the one of the cursor.
  @Test(arguments: graphs.indices)
  func foldingKeepsTheFirstTheLastAndTheCursor(index: Int) {
    let graph = Self.graphs[index].graph
    for place in graph.places {
      let items = graph.foldedItems(around: place)
      #expect(items.flatMap { Array($0.places) } == Array(graph.places))
      #expect(items.first?.places.count == 1 && items.last?.places.count == 1)
      #expect(items.contains { $0.places == place...place })
    }
  }

  @Test func aHundredLayersFoldToAFew() {
    let graph = Self.residual(blocks: 50)

    let items = graph.foldedItems(around: 1)
    #expect(items.count == 8, "input, the first layer, first block, fold, last block, output")
    #expect(items.filter(\.isFolded).map(\.blocks) == [48])
    let inside = graph.foldedItems(around: 51)
    #expect(inside.filter(\.isFolded).map(\.blocks) == [24 - 1, 48 - 24])
    #expect(inside.count == 8 - 1 + 4)
  }

  /// Other maps, sources or operations make other blocks.
  @Test func onlyBlocksThatAreAlikeFold() {
    var shapes = Array(repeating: MapShape(channels: 4), count: 12)
    shapes[6] = MapShape(channels: 8)
    let edges = (0..<11).map { NetworkGraph.Edge($0, $0 + 1) }
    let graph = NetworkGraph(shapes: shapes, edges: edges)

    let items = graph.foldedItems(around: 0)
    #expect(items.contains { $0.places == 6...6 })
    #expect(items.filter(\.isFolded).map(\.places) == [2...4, 8...10])
  }

  /// The larger the terminal, the larger the boxes, and nothing is folded that has room.
  @Test func boxesGrowWithTheTerminal() {
    let graph = Self.residual(blocks: 4)
    var last = -1
    for rows in 5...120 {
      let layout = GraphLayout.fitting(graph, around: 3, in: Size(rows: rows, columns: 100))
      if layout.items.count == graph.places.count, layout.height <= rows {
        #expect(layout.form.boxRows >= last, "\(rows)")
        last = layout.form.boxRows
      }
    }
    #expect(last == 7)
  }

  /// What the largest form leaves over is shared by the boxes, and the cursor moves none of them.
  @Test func boxesShareWhatIsLeft() {
    for graph in [Self.chain(8), Self.residual(blocks: 4), Self.residual(blocks: 9)] {
      for rows in 20...120 {
        let size = Size(rows: rows, columns: 200)
        let layout = GraphLayout.fitting(graph, around: 3, in: size)
        guard layout.height <= rows, layout.items.count == graph.places.count else { continue }
        #expect(layout.height == rows)
        #expect(layout == GraphLayout.fitting(graph, around: 1, in: size))
        for (box, next) in zip(layout.boxes, layout.boxes.dropFirst()) {
          #expect(box.endRow + layout.form.gap == next.row && box.rows >= layout.form.boxRows)
        }
      }
    }
  }

  /// What begins to show something with more rows than others gets them first.
  @Test func whatNeedsMoreRowsGetsThem() {
    let graph = Self.chain(8)
    let least = [0: 3, 7: 2]
    for rows in 31...80 {
      let layout = GraphLayout.fitting(
        graph, around: 3, in: Size(rows: rows, columns: 100), least: least)
      #expect(layout.height == rows && layout.items.count == 8)
      // Boxes of one row each take 31.
      for (place, need) in least where rows >= 31 + 3 {
        #expect(layout.boxes[place].rows - 2 >= need, "\(rows): \(place)")
      }
    }
  }

  @Test func whatDrivesWhomIsReadFromTheNetwork() throws {
    let network = try ExampleNetworks.ExampleRun(Example.residual.network(seed: 1)).network
    let graph = NetworkGraph(network)

    #expect(graph.isKnown && graph.places.count == network.layers.count + 1)
    for (index, layer) in network.layers.enumerated() {
      let sources = Set(
        layer.projections.map { projection in
          switch projection.source {
          case .input: 0
          case .layer(let source): source + 1
          }
        })
      #expect(Set(graph.edges(to: index + 1).map(\.source)) == sources, "\(layer.name)")
    }
    #expect(graph.edges.contains { $0.operations?.contains("conv 3x3") == true })
  }
}
