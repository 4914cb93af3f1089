import Networks

/// A NIR graph whose operations and shapes are known.
struct NIRTypedGraph {
  struct Node {
    var operation: NIROperation
    var input: NIRSignal
    var output: NIRSignal
    var initialPotential = InitialPotential.rest
    /// What steps make of it that the file says otherwise.
    var rounding: String?
  }

  let graph: NIRGraph

  /// One per node of the graph.
  private(set) var nodes: [Node] = []

  /// All nodes, by their distance from the input; those at the same distance as in the file.
  private(set) var order: [Int] = []

  /// Per node, its place in `order`.
  private(set) var rank: [Int] = []

  /// The nodes that feed each node, those nearer to the input first.
  private(set) var sources: [[Int]] = []

  /// The nodes that each node feeds.
  private let targets: [[Int]]

  let input: Int
  let output: Int

  /// How dt was found where nobody says it.
  let timeStepNote: String?

  /// Reads every node, from the input on.
  init(_ graph: NIRGraph, options: NIROptions) throws(FormatError) {
    self.graph = graph
    let (feeding, fed) = graph.neighbours
    targets = fed
    try graph.checkTypes()
    input = try graph.end("Input")
    output = try graph.end("Output")
    let reader = NIRNodeReader(graph: graph, options: options)
    timeStepNote = reader.timeStepNote
    var typed = [Node?](repeating: nil, count: graph.nodes.count)
    let signal = try reader.signal(ofInput: input)
    typed[input] = Node(operation: .input, input: signal, output: signal)
    // The nodes at one distance, then those at the next.
    var level = [input]
    while !level.isEmpty {
      var following: [Int] = []
      var next = 0
      while next < level.count {
        let node = level[next]
        next += 1
        guard let signal = typed[node]?.output else { continue }
        for target in targets[node] where typed[target] == nil {
          let (operation, output) = try reader.read(target, input: signal)
          typed[target] = Node(
            operation: operation, input: signal, output: output,
            initialPotential: try reader.initialPotential(of: target, signal),
            rounding: try reader.rounding(of: target, signal))
          // The end of a graph inside is no distance: layers are named as without that graph.
          let isEnd = graph.nodes[target].type == NIRGraph.identity
          if isEnd { level.append(target) } else { following.append(target) }
        }
      }
      order += level
      level = following.sorted()
    }
    nodes = typed.compactMap(\.self)
    if let lost = typed.firstIndex(where: { $0 == nil }) {
      throw graph.malformed(lost, "it gets nothing from the input")
    }
    rank = Array(repeating: 0, count: order.count)
    for (place, node) in order.enumerated() { rank[node] = place }
    sources = feeding.map { $0.sorted { rank[$0] < rank[$1] } }
    try checkShapes()
  }

  private func checkShapes() throws(FormatError) {
    for node in order {
      for source in sources[node] where nodes[source].output.shape != nodes[node].input.shape {
        // All-to-all weights read a map in any shape.
        if case .linear(let stages) = nodes[node].operation,
          let traits = stages.first?.operation.traits, traits.takesUnits,
          traits.fanIn == nodes[source].output.shape.count
        {
          continue
        }
        throw graph.malformed(
          node,
          "it gets \(list(nodes[source].output.lengths)) from "
            + "'\(graph.nodes[source].name)', but takes \(list(nodes[node].input.lengths))")
      }
    }
  }

  /// The nodes that are layers, the output last.
  var layers: [Int] {
    order.filter { nodes[$0].operation.isLayer && $0 != output } + [output]
  }

  /// The layers that feed some layers each, past the linear nodes between.
  func feedingLayers(of layers: [Int]) -> [Set<Int>] {
    // By node, the last layer on whose behalf it was met.
    var met = Array(repeating: -1, count: nodes.count)
    return layers.map { layer in
      var found: Set<Int> = []
      var open = sources[layer]
      while let node = open.popLast() {
        guard met[node] != layer else { continue }
        met[node] = layer
        if nodes[node].operation.isLayer {
          found.insert(node)
        } else {
          open += sources[node]
        }
      }
      return found
    }
  }

  /// Throws where linear nodes feed each other.
  func checkLinearCycles() throws(FormatError) {
    var (state, stack) = ([Int: Bool](), [Int]())
    func visit(_ node: Int) throws(FormatError) {
      if state[node] == true { return }
      if state[node] == false {
        let cycle = stack[(stack.firstIndex(of: node) ?? 0)...]
        throw .instantCycle(file: graph.file, nodes: cycle.map { graph.nodes[$0].name })
      }
      state[node] = false
      stack.append(node)
      for source in sources[node] where !nodes[source].operation.isLayer { try visit(source) }
      stack.removeLast()
      state[node] = true
    }
    for node in order where !nodes[node].operation.isLayer { try visit(node) }
  }
}

extension NIRGraph {
  fileprivate func checkTypes() throws(FormatError) {
    var unknown: [OperatorUse] = []
    for node in nodes where !NIRNodeReader.types.contains(node.type) {
      if unknown.contains(where: { $0.name == node.type }) { continue }
      unknown.append(OperatorUse(name: node.type, node: node.name))
    }
    guard unknown.isEmpty else { throw .unknownNodes(file: file, unknown) }
  }

  /// The only node of a type.
  fileprivate func end(_ type: String) throws(FormatError) -> Int {
    let found = nodes.indices.filter { nodes[$0].type == type }
    guard found.count == 1 else {
      throw .unsupported(
        file: file, node: "/node",
        what: found.isEmpty
          ? "the graph has no \(type)"
          : "the graph has \(found.count) nodes of type \(type); only one can be shown")
    }
    return found[0]
  }
}
