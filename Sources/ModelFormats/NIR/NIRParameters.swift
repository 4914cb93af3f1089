import PlainText

/// The parameters that each type of node has in `nir` 1.0.
enum NIRParameters {
  private static let leaky: Set<String> = ["tau", "r", "v_leak"]
  private static let currentBased: Set<String> = ["tau_mem", "tau_syn", "r", "v_leak", "w_in"]
  private static let firing: Set<String> = ["v_threshold", "v_reset"]
  private static let window: Set<String> = ["kernel_size", "stride", "padding"]
  private static let convolution: Set<String> = [
    "input_shape", "weight", "bias", "stride", "padding", "dilation", "groups",
  ]

  private static let byType: [String: Set<String>] = [
    "Affine": ["weight", "bias"], "AvgPool2d": window, "Conv1d": convolution,
    "Conv2d": convolution, "CubaLI": currentBased, "CubaLIF": currentBased.union(firing),
    "Delay": ["delay"], "Flatten": ["start_dim", "end_dim", "input_type"], "I": ["r"],
    "IF": firing.union(["r"]), "Input": ["shape"], "LI": leaky, "LIF": leaky.union(firing),
    "Linear": ["weight"], "Output": ["shape"], "Scale": ["scale"], "SumPool2d": window,
    "Threshold": ["threshold"],
  ]

  /// All of them but the types of what comes in and goes out, which any node may state.
  private static let all = byType.values.reduce(into: Set<String>()) { $0.formUnion($1) }
    .subtracting(["input_type"])

  /// The first parameter of a node that other types have and its own does not, or `nil`.
  ///
  /// It would mean something that the node does not do. Other names are free for what programs want
  /// to keep there, and `unknown` tells of them.
  static func stranger(in node: NIRGraph.Node) -> String? {
    guard let own = byType[node.type] else { return nil }
    return node.parameters.keys.sorted().first { all.contains($0) && !own.contains($0) }
  }

  /// The datasets of a node that are parameters of no type, in alphabetical order.
  static func unknown(in node: NIRGraph.Node) -> [String] {
    node.parameters.keys.filter { !all.contains($0) && !descriptive.contains($0) }.sorted()
  }

  /// What any node may state.
  private static let descriptive: Set<String> = ["type", "input_type", "output_type", "version"]

  /// The types that have a parameter, in alphabetical order.
  static func types(with parameter: String) -> [String] {
    byType.filter { $0.value.contains(parameter) }.keys.sorted()
  }
}

extension NIRTypedGraph {
  /// What nodes hold that means nothing in NIR, one line per name.
  var strangeNotes: [String] {
    var (names, owners) = ([String](), [String: [Int]]())
    for node in order {
      for name in NIRParameters.unknown(in: graph.nodes[node]) {
        if owners[name] == nil { names.append(name) }
        owners[name, default: []].append(node)
      }
    }
    return names.prefix(8).map { name in
      let nodes = owners[name] ?? []
      let others = nodes.count > 1 ? " (and \(nodes.count - 1) more)" : ""
      return "'\(unmistakable(name))' of node '\(nodes.first.map { graph.nodes[$0].name } ?? "")'"
        + "\(others) is no parameter of NIR's, and changes nothing here"
    } + (names.count > 8 ? ["\(names.count - 8) more names are no parameters of NIR's"] : [])
  }
}
