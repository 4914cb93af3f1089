/// The project's names of the layers of a NIR graph: kind and ordinal by distance from the input.
///
/// A layer carries the name of the weights that drive it, as `conv1`; without any, or where another
/// layer has that name already, its own, as `lif2`. In files of this program all layers have the
/// names that they had when they were written.
struct NIRNames {
  private let typed: NIRTypedGraph
  private var nodeNames: [Int: String] = [:]

  init(_ typed: NIRTypedGraph) {
    self.typed = typed
    var counts: [String: Int] = [:]
    for node in typed.order {
      let kind = Self.kind(of: typed.graph.nodes[node].type)
      counts[kind, default: 0] += 1
      nodeNames[node] = "\(kind)\(counts[kind, default: 1])"
    }
  }

  /// One per layer, all different.
  func names(of layers: [Int]) -> [String] {
    let written = layers.compactMap(writtenName)
    // Whoever changed the graph left the names to others.
    if written.count == layers.count, Set(written).count == layers.count { return written }
    var taken: Set<String> = []
    return layers.map { layer in
      let own = layer == typed.output ? "out" : nodeNames[layer] ?? "layer"
      let isDelay = typed.graph.nodes[layer].type == "Delay"
      let driver = isDelay ? nil : driver(of: layer).flatMap { nodeNames[$0] }
      let name = driver.flatMap { taken.contains($0) ? nil : $0 } ?? own
      taken.insert(name)
      return name
    }
  }

  /// The name that the metadata tell; `nil` for none, or for one that no layer has here.
  private func writtenName(of layer: Int) -> String? {
    guard case .texts(let array) = typed.graph.nodes[layer].metadata[NIRMetadata.layer],
      let name = array.elements.first, (1...64).contains(name.utf8.count),
      name.utf8.allSatisfy(Self.isOfNames)
    else { return nil }
    return name
  }

  /// Letters, digits, and what ONNX and we put between.
  private static func isOfNames(_ byte: UInt8) -> Bool {
    let character = Character(Unicode.Scalar(byte))
    return byte < 0x80 && (character.isLetter || character.isNumber || character == "_")
  }

  /// The last weights before a layer, those nearest to the input first.
  private func driver(of layer: Int) -> Int? {
    var seen: Set<Int> = []
    var open = typed.sources[layer]
    while !open.isEmpty {
      let node = open.removeFirst()
      guard seen.insert(node).inserted, !typed.nodes[node].operation.isLayer else { continue }
      if ["Affine", "Linear", "Conv1d", "Conv2d"].contains(typed.graph.nodes[node].type) {
        return node
      }
      // The end of a graph inside is no distance.
      let isEnd = typed.graph.nodes[node].type == NIRGraph.identity
      open.insert(contentsOf: typed.sources[node], at: isEnd ? 0 : open.count)
    }
    return nil
  }

  private static func kind(of type: String) -> String {
    switch type {
    case "Affine", "Linear": "fc"
    case "Conv1d", "Conv2d": "conv"
    case "AvgPool2d", "SumPool2d": "pool"
    default: type.lowercased()
    }
  }
}
