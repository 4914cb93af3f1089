import Networks

/// A network as places and what leads from one to another.
///
/// Place 0 is the input, place l + 1 is layer l.
package struct NetworkGraph: Equatable, Sendable {
  /// What spikes of one place pass on their way to another.
  package struct Edge: Hashable, Sendable {
    package var source: Int
    package var target: Int
    /// As `conv 3x3, pool`; empty where they arrive as they are, `nil` where nobody says.
    package var operations: String?

    /// Spikes arrive in the step after.
    package var isRecurrent: Bool { source >= target }

    /// The same in words, for any edge.
    package var operationWords: String {
      operations.map { $0.isEmpty ? "as they are" : $0 } ?? "unknown"
    }

    package init(_ source: Int, _ target: Int, _ operations: String? = "") {
      self.source = source
      self.target = target
      self.operations = operations
    }
  }

  /// In the order in which they advance.
  package let places: Range<Int>

  /// In the order of their sources, then of their targets; one for each pair.
  package let edges: [Edge]

  /// Whether it is known what leads where; without that there are no edges.
  package let isKnown: Bool

  /// The map of each place, from place 0 on.
  private let shapes: [MapShape]

  /// - Parameter shapes: Of all places, the input included.
  package init(shapes: [MapShape], edges: [Edge]) {
    self.init(places: 0..<shapes.count, shapes: shapes, edges: edges, isKnown: true)
  }

  private init(places: Range<Int>, shapes: [MapShape], edges: [Edge], isKnown: Bool) {
    self.places = places
    self.shapes = shapes
    self.edges = edges.sorted { ($0.source, $0.target) < ($1.source, $1.target) }
    self.isKnown = isKnown
  }

  /// What drives whom; of spikes that nobody says that of, the layers that fire alone.
  ///
  /// A layer without a source is driven by the input: recordings leave that out. They also leave
  /// out what spikes pass on their way, which is not nothing: no network does without weights.
  package init(_ network: SpikingNetwork) {
    let shapes = [network.inputShape] + network.layers.map(\.shape)
    guard network.layers.contains(where: { !$0.projections.isEmpty }) else {
      let places = 1..<network.firingLayers.count + 1
      self.init(places: places, shapes: shapes, edges: [], isKnown: false)
      return
    }
    let knowsOperations = network.layers.contains { layer in
      layer.projections.contains { !$0.stages.isEmpty }
    }
    let edges = network.layers.indices.flatMap { layer -> [Edge] in
      let projections = network.layers[layer].projections
      guard !projections.isEmpty else { return [Edge(0, layer + 1, nil)] }
      let bySource = Dictionary(grouping: projections) { $0.source.place }
      return bySource.map {
        Edge($0.key, layer + 1, knowsOperations ? words(for: $0.value) : nil)
      }
    }
    self.init(shapes: shapes, edges: edges)
  }

  package func edges(from place: Int) -> [Edge] {
    // Ahead first, the nearest in front; then those that lead back.
    edges.filter { $0.source == place }.sorted {
      ($0.isRecurrent ? 1 : 0, $0.target) < ($1.isRecurrent ? 1 : 0, $1.target)
    }
  }

  /// The nearest source first.
  package func edges(to place: Int) -> [Edge] {
    edges.filter { $0.target == place }.sorted {
      ($0.isRecurrent ? 1 : 0, -$0.source) < ($1.isRecurrent ? 1 : 0, -$1.source)
    }
  }
}

// MARK: - Blocks

extension NetworkGraph {
  /// Places in a row that nothing leads past, all places in their order.
  ///
  /// Of a residual network they are its blocks, of a chain its layers.
  package var blocks: [ClosedRange<Int>] {
    guard let first = places.first, let last = places.last else { return [] }
    var passing = Array(repeating: 0, count: last + 2)
    for edge in edges where abs(edge.source - edge.target) > 1 {
      passing[min(edge.source, edge.target) + 1] += 1
      passing[max(edge.source, edge.target)] -= 1
    }
    var (blocks, start, depth) = ([ClosedRange<Int>](), first, 0)
    for place in places {
      depth += passing[place]
      guard depth == 0 else { continue }
      blocks.append(start...place)
      start = place + 1
    }
    return blocks
  }

  /// What blocks that are repeated have in common: maps, sources and operations.
  private func signature(of block: ClosedRange<Int>, _ incoming: [[Edge]]) -> [String] {
    block.map { place in
      let sources = incoming[place].map {
        "\($0.source - block.lowerBound) \($0.operationWords)"
      }
      return "\(shapes[place]) \(sources.sorted().joined(separator: ";"))"
    }
  }

  /// Blocks in a row that are alike, as many as there are.
  var repeatedBlocks: [[ClosedRange<Int>]] {
    let blocks = blocks
    var incoming = Array(repeating: [Edge](), count: shapes.count)
    for edge in edges { incoming[edge.target].append(edge) }
    let signatures = blocks.map { signature(of: $0, incoming) }
    var groups: [[ClosedRange<Int>]] = []
    for (index, block) in blocks.enumerated() {
      if index > 0, signatures[index] == signatures[index - 1] {
        groups[groups.count - 1].append(block)
      } else {
        groups.append([block])
      }
    }
    return groups
  }
}

extension ProjectionSource {
  fileprivate var place: Int {
    switch self {
    case .input: 0
    case .layer(let layer): layer + 1
    }
  }
}

/// What all projections of a pair pass, each way once.
private func words(for projections: [Projection]) -> String {
  let ways = projections.map { projection in
    projection.stages.map(\.operation.traits).filter { !$0.keepsUnits && $0.stem != "flatten" }
      .map { traits in
        let kernel = traits.window?.kernel.map { " \($0.rows)x\($0.columns)" } ?? ""
        return traits.stem + kernel
      }.joined(separator: ", ")
  }
  var seen: [String] = []
  for way in ways where !seen.contains(way) && !way.isEmpty { seen.append(way) }
  return seen.joined(separator: " + ")
}
