/// A NIR file made by hand, so that it can be wrong in any way.
struct NIRFile {
  enum Value {
    case floats([Float], [Int] = [])
    case integers([Int64], [Int] = [])
    case text(String)
    case null
    case made(HDF5Making.Storage, [Float], [Int])
  }

  struct Node {
    var type: String
    var values: [String: Value] = [:]
  }

  var nodes: [String: Node] = [:]
  var edges: [(String, String)] = []

  /// Further calls, at the end.
  var further: (@Sendable (HDF5Making) -> Void)?

  /// Input of 2, an affine layer to 3 LIF neurons, and the output.
  static var network: NIRFile {
    NIRFile(
      nodes: [
        "input": Node(type: "Input", values: ["shape": .integers([2], [1])]),
        "fc": Node(
          type: "Affine",
          values: [
            "weight": .floats([1, 2, 3, 4, 5, 6], [3, 2]), "bias": .floats([0, 0, 0], [3]),
          ]),
        "lif": leaky,
        "output": Node(type: "Output", values: ["shape": .integers([3], [1])]),
      ], edges: [("input", "fc"), ("fc", "lif"), ("lif", "output")])
  }

  static var leaky: Node {
    func all(_ number: Float) -> Value { .floats([number, number, number], [3]) }
    return Node(
      type: "LIF",
      values: [
        "tau": all(0.002), "r": all(2), "v_leak": all(0), "v_threshold": all(1), "v_reset": all(0),
      ])
  }

  func with(_ change: (inout NIRFile) -> Void) -> NIRFile {
    var copy = self
    change(&copy)
    return copy
  }

  /// A copy in which a parameter is another.
  func with(_ node: String, _ key: String, _ value: Value?) -> NIRFile {
    with { $0.nodes[node]?.values[key] = value }
  }

  /// A node between the neurons and the output.
  func with(_ node: Node, output: [Int64]? = nil) -> NIRFile {
    with {
      $0.nodes["extra"] = node
      $0.edges[2] = ("lif", "extra")
      $0.edges.append(("extra", "output"))
      if let output { $0.nodes["output"]?.values["shape"] = .integers(output, [output.count]) }
    }
  }

  var bytes: [UInt8] {
    hdf5 { file in
      write(to: file, at: "/node")
      further?(file)
    }
  }

  /// Writes the graph into a group.
  func write(to file: HDF5Making, at place: String) {
    file.text("\(place)/type", "NIRGraph")
    file.group("\(place)/nodes")
    for (name, node) in nodes.sorted(by: { $0.key < $1.key }) {
      let place = "\(place)/nodes/\(name)"
      file.text("\(place)/type", node.type)
      for (key, value) in node.values.sorted(by: { $0.key < $1.key }) {
        write(value, to: "\(place)/\(key)", in: file)
      }
    }
    file.texts("\(place)/edges", [edges.count, 2], edges.flatMap { [$0.0, $0.1] })
  }

  private func write(_ value: Value, to place: String, in file: HDF5Making) {
    switch value {
    case .floats(let numbers, let shape): file.floats(place, shape, numbers)
    case .integers(let numbers, let shape): file.integers(place, shape, numbers)
    case .text(let text): file.text(place, text)
    case .null: file.null(place)
    case .made(let storage, let numbers, let shape): file.floats(place, shape, numbers, storage)
    }
  }
}
