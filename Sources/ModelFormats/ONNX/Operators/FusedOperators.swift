import Networks

/// Weights with their activation, as onnxruntime saves optimised models.
extension ONNXOperators {
  static let fused: [ONNXOperator] = [
    ONNXOperator(
      "com.microsoft.FusedConv", inputs: 2...4,
      add: { importer, node throws(FormatError) in try importer.addFused(node, as: "Conv") }),
    ONNXOperator(
      "com.microsoft.FusedGemm", inputs: 2...3,
      add: { importer, node throws(FormatError) in try importer.addFused(node, as: "Gemm") }),
  ]
}

extension ONNXImporter {
  /// The weights, a summand of a convolution, and the activation, one after the other.
  fileprivate mutating func addFused(
    _ node: Onnx_NodeProto, as name: String
  ) throws(FormatError) {
    var weighing = part(of: node, name)
    weighing.input = Array(node.input.prefix(3))
    weighing.attribute = node.attribute.filter { !$0.name.hasPrefix("activation") }
    try perform(weighing)
    var sum = weighing.output[0]
    if node.input.count > 3, !node.input[3].isEmpty {
      var addition = part(of: node, "Add")
      addition.input = [sum, node.input[3]]
      try perform(addition)
      sum = addition.output[0]
    }
    let attributes = attributes(node)
    let slope = try attributes.float("activation_alpha", default: 0.01)
    let parameters = attributes.floats("activation_params") ?? [slope]
    var activation = part(of: node, try attributes.string("activation", default: "Identity"))
    activation.input = [sum]
    activation.output = node.output
    switch activation.opType {
    case "Clip":
      for (index, bound) in parameters.prefix(2).enumerated() {
        let name = "\(node.title): bound \(index)"
        define(ONNXConstant(shape: [], .floats([bound])), as: name)
        activation.input.append(name)
      }
    case "LeakyRelu":
      var alpha = Onnx_AttributeProto()
      alpha.name = "alpha"
      alpha.f = parameters.first ?? slope
      activation.attribute = [alpha]
    default: break
    }
    try perform(activation)
  }

  private func part(of node: Onnx_NodeProto, _ name: String) -> Onnx_NodeProto {
    var part = Onnx_NodeProto()
    part.name = node.title
    part.opType = name
    part.output = ["\(node.title): \(name)"]
    return part
  }
}
