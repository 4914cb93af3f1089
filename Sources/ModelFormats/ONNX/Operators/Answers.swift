import Foundation
import Networks

/// What exporters put behind the logits: functions that keep their order, and choices among them.
extension ONNXOperators {
  static let answers: [ONNXOperator] = [
    ONNXOperator(
      "Softmax", inputs: 1...1,
      add: { importer, node throws(FormatError) in try importer.addAnswer(.softmax, node) }),
    ONNXOperator(
      "LogSoftmax", inputs: 1...1,
      add: { importer, node throws(FormatError) in try importer.addAnswer(.logSoftmax, node) }),
    ONNXOperator(
      "Sigmoid", inputs: 1...1,
      add: { importer, node throws(FormatError) in try importer.addAnswer(.sigmoid, node) },
      folding: .numbers { $0.mapped { 1 / (1 + exp(-$0)) } }),
    ONNXOperator(
      "Tanh", inputs: 1...1,
      add: { importer, node throws(FormatError) in try importer.addAnswer(.tanh, node) },
      folding: .numbers { $0.mapped { tanh($0) } }),
    ONNXOperator(
      "ArgMax", inputs: 1...1,
      add: { importer, node throws(FormatError) in try importer.addChoice(node) }),
    ONNXOperator(
      "TopK", inputs: 1...2,
      add: { importer, node throws(FormatError) in try importer.addChoice(node) },
      ignoresFurtherResults: true),
  ]
}

extension ONNXImporter {
  fileprivate mutating func addAnswer(
    _ answer: Answer, _ node: Onnx_NodeProto
  ) throws(FormatError) {
    let view = try view(node)
    try requireEnd(node)
    if !answer.isUnitwise { try requireClasses(node, view, axisOfOld: 1) }
    var argument = try unitwiseArgument(node)
    if !answer.isUnitwise, !nodes[argument.node].shape.isVector {
      // All elements of an image are compared, whatever its rows and columns.
      argument = argument.with(
        node: try append(.flatten, fileName: node.title, inputs: [argument.node]))
    }
    try append(.answer(answer), of: node, unitwise: argument)
  }

  /// The number of the largest logit; the network ends with the logits.
  fileprivate mutating func addChoice(_ node: Onnx_NodeProto) throws(FormatError) {
    let view = try view(node)
    for name in node.output where !name.isEmpty { try requireEnd(node, from: name) }
    try requireClasses(node, view, axisOfOld: node.opType == "ArgMax" ? 0 : -1)
    guard try attributes(node).int("largest", default: 1) != 0 else {
      throw unsupported(node, "chooses the smallest")
    }
    for name in node.output where !name.isEmpty { give(view, to: node, output: name) }
  }

  /// Throws unless a node compares all elements that one image has.
  private func requireClasses(
    _ node: Onnx_NodeProto, _ view: ONNXView, axisOfOld: Int
  ) throws(FormatError) {
    // Before operator set 13 everything from the axis on is one vector.
    let isOld = operatorSet < 13 && node.opType.hasSuffix("oftmax")
    let isSoftmax = node.opType.hasSuffix("oftmax")
    let stated = try attributes(node).int("axis", default: isSoftmax && !isOld ? -1 : axisOfOld)
    let axis = stated < 0 ? stated + view.shape.count : stated
    let classes = nodes[view.node].shape.count
    let compared =
      isOld
      ? view.shape.dropFirst(axis).reduce(1, *)
      : view.shape.indices.contains(axis)
        ? view.shape[axis] : 0
    guard compared == view.count / batch, compared == classes || !view.isOrdered else {
      throw unsupported(
        node,
        "compares \(compared) of the \(view.count / batch) numbers of an image, at each place or "
          + "for each box; say in the model card what these are, \"task\": \"segmentation\" or "
          + "\"detection\", or take the numbers themselves by --outputs \(node.input[0])")
    }
  }

  private func requireEnd(_ node: Onnx_NodeProto) throws(FormatError) {
    if let name = node.output.first { try requireEnd(node, from: name) }
  }

  /// Throws unless what reads a value only gives it other names or shapes.
  private func requireEnd(_ node: Onnx_NodeProto, from name: String) throws(FormatError) {
    guard let user = Self.user(of: name, in: graph) else { return }
    throw unsupported(
      node,
      "is not at the end: '\(user.title)' reads it; no spiking network can hold it inside")
  }

  /// Whether a function of single numbers that only keeps their order stands before other layers.
  static func isInside(_ node: Onnx_NodeProto, of graph: ONNXGraph) -> Bool {
    guard ["Sigmoid", "Tanh"].contains(node.qualifiedName), let name = node.output.first else {
      return false
    }
    return user(of: name, in: graph) != nil
  }

  /// What does more with a value than to give it another name or shape; `nil` where nothing does.
  private static func user(of name: String, in graph: ONNXGraph) -> Onnx_NodeProto? {
    var (pending, seen) = ([name], Set<String>())
    while let value = pending.popLast() {
      guard seen.insert(value).inserted else { continue }
      for index in graph.consumers[value] ?? [] {
        let user = graph.nodes[index]
        guard followers.contains(user.opType) else { return user }
        pending += user.output
      }
    }
    return nil
  }

  /// What may follow an answer: names and shapes, and further answers.
  private static let followers: Set<String> = [
    "Identity", "Dropout", "Cast", "CastLike", "Reshape", "Flatten", "Squeeze", "Unsqueeze",
    "Softmax", "LogSoftmax", "Sigmoid", "Tanh", "ArgMax", "TopK", "Shape", "Transpose",
  ]
}
