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
  /// to keep there.
  static func stranger(in node: NIRGraph.Node) -> String? {
    guard let own = byType[node.type] else { return nil }
    return node.parameters.keys.sorted().first { all.contains($0) && !own.contains($0) }
  }

  /// The types that have a parameter, in alphabetical order.
  static func types(with parameter: String) -> [String] {
    byType.filter { $0.value.contains(parameter) }.keys.sorted()
  }
}
