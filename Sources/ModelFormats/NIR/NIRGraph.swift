import HDF5
import Networks

/// A NIR graph as a file holds it, with the graphs inside it dissolved.
struct NIRGraph: Equatable, Sendable {
  struct Node: Equatable, Sendable {
    /// That of the file; inside a nested graph behind the graph's name and a dot.
    var name: String
    /// NIR's name of the type, as `LIF`.
    var type: String
    var parameters: [String: NIRValue] = [:]
    /// By parameter, a number of the file that single precision cannot hold.
    var excesses: [String: Double] = [:]
    var metadata: [String: NIRValue] = [:]
  }

  struct Edge: Hashable, Sendable {
    /// Positions in `nodes`.
    var source: Int
    var target: Int
  }

  var file: String
  var nodes: [Node] = []
  var edges: [Edge] = []
  /// Of the outermost graph.
  var metadata: [String: NIRValue] = [:]

  /// The type of the ends of a nested graph, which pass on what they get.
  static let identity = "Identity"

  /// The nodes that feed a node, in the order of `nodes`.
  func sources(of node: Int) -> [Int] {
    edges.filter { $0.target == node }.map(\.source).sorted()
  }

  /// The same in the order of the edges, in which currents are summed: that of whoever wrote them.
  func sourcesInFileOrder(of node: Int) -> [Int] {
    edges.filter { $0.target == node }.map(\.source)
  }

  /// Per node, those that feed it and those that it feeds, in the order of `nodes`.
  var neighbours: (sources: [[Int]], targets: [[Int]]) {
    var (sources, targets) = (nodes.map { _ in [Int]() }, nodes.map { _ in [Int]() })
    for edge in edges {
      sources[edge.target].append(edge.source)
      targets[edge.source].append(edge.target)
    }
    return (sources.map { $0.sorted() }, targets.map { $0.sorted() })
  }

  /// The nodes that a node feeds, in the order of `nodes`.
  func targets(of node: Int) -> [Int] {
    edges.filter { $0.source == node }.map(\.target).sorted()
  }

  func malformed(_ node: Int, _ what: String) -> FormatError {
    .malformed(file: file, node: nodes[node].name, what: what)
  }

  func unsupported(_ node: Int, _ what: String) -> FormatError {
    .unsupported(file: file, node: nodes[node].name, what: what)
  }
}

/// A parameter of a node.
enum NIRValue: Equatable, Sendable {
  case floats(HDF5Array<Float>)
  case integers(HDF5Array<Int64>)
  case texts(HDF5Array<String>)
}

// Parameters.
extension NIRGraph {
  /// A parameter of numbers.
  ///
  /// - Parameter missing: What an absent one stands for; `nil` if it must be there.
  func floats(
    _ key: String, of node: Int, missing: Float? = nil
  ) throws(FormatError) -> HDF5Array<Float> {
    let array: HDF5Array<Float>
    switch nodes[node].parameters[key] {
    case .floats(let floats):
      array = floats
    case .integers(let integers):
      array = HDF5Array(shape: integers.shape, elements: integers.elements.map { Float($0) })
    case .texts:
      throw malformed(node, "'\(key)' is text instead of numbers")
    case nil:
      guard let missing else { throw malformed(node, "'\(key)' is missing") }
      array = HDF5Array(shape: [], elements: [missing])
    }
    if let excess = nodes[node].excesses[key] {
      throw malformed(node, "'\(key)' holds \(excess), beyond what single precision can")
    }
    let isTrained = ["weight", "bias", "scale"].contains(key)
    if !array.elements.allSatisfy(\.isFinite) {
      guard !isTrained else {
        throw .notFinite(file: file, node: nodes[node].name, tensor: key)
      }
      throw malformed(node, "'\(key)' holds NaN or infinity\(Self.remedy(ofNotFinite: key))")
    }
    guard !array.elements.isEmpty else { throw malformed(node, "'\(key)' is empty") }
    if isTrained, !array.elements.allSatisfy(\.suitsNetworks) {
      throw .outOfRange(file: file, node: nodes[node].name)
    }
    return array
  }

  /// What to do about a parameter of neurons that is infinite or NaN.
  private static func remedy(ofNotFinite key: String) -> String {
    switch key {
    case "tau", "tau_mem", "r":
      ", as a beta of 1 in snnTorch makes tau and r; write a neuron without leak as an IF or I"
    case "tau_syn": "; give a synapse that never decays a long, but finite time"
    case _: "; it must be finite"
    }
  }

  /// A parameter of whole numbers, which may be absurd: to be held against limits before anything
  /// is computed with them.
  ///
  /// - Returns: One at least.
  func integers(_ key: String, of node: Int) throws(FormatError) -> [Int] {
    switch nodes[node].parameters[key] {
    case .integers(let array) where !array.elements.isEmpty:
      return array.elements.map { Int($0) }
    case .floats(let array)
    where !array.elements.isEmpty
      && array.elements.allSatisfy({ $0 == $0.rounded() && abs($0) < 1e6 }):
      return array.elements.map { Int($0) }
    case .integers, .floats, .texts:
      throw malformed(node, "'\(key)' does not hold whole numbers")
    case nil:
      throw malformed(node, "'\(key)' is missing")
    }
  }

  /// One or two whole numbers as rows and columns.
  func grid(
    _ key: String, of node: Int, atLeast least: Int
  ) throws(FormatError) -> (rows: Int, columns: Int) {
    let numbers = try integers(key, of: node)
    guard numbers.count <= 2, numbers.allSatisfy((least...(1 << 20)).contains) else {
      throw malformed(
        node, "'\(key)' is \(list(numbers)); it must be one number or two, \(least) at least")
    }
    return (numbers[0], numbers[numbers.count - 1])
  }

  func text(_ key: String, of node: Int) -> String? {
    if case .texts(let array) = nodes[node].parameters[key] { array.elements.first } else { nil }
  }
}

/// Numbers as people write a shape; of very many the first.
func list(_ numbers: [Int]) -> String {
  guard !numbers.isEmpty else { return "a single number" }
  let first = numbers.prefix(8).map(String.init).joined(separator: "x")
  return numbers.count > 8 ? "\(first)… (\(numbers.count) numbers)" : first
}
