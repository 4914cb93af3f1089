import Networks

/// Activations that let a share of negative values through.
extension ONNXOperators {
  static let leakyActivations: [ONNXOperator] = [
    ONNXOperator(
      "LeakyRelu", inputs: 1...1,
      add: { importer, node throws(FormatError) in
        try importer.addLeaky([importer.attributes(node).float("alpha", default: 0.01)], node)
      }),
    ONNXOperator(
      "PRelu", inputs: 2...2,
      add: { importer, node throws(FormatError) in try importer.addParametric(node) }),
    // relu(x) + relu(-x)
    ONNXOperator(
      "Abs", inputs: 1...1,
      add: { importer, node throws(FormatError) in try importer.addMagnitude(node) },
      folding: .numbers { $0.mapped({ abs($0) }, { $0 < 0 ? 0 &- $0 : $0 }) }),
  ]
}

extension ONNXImporter {
  /// - Parameter slopes: One for each channel, or one for all.
  mutating func addLeaky(
    _ slopes: [Float], _ node: Onnx_NodeProto, position: Int = 0
  ) throws(FormatError) {
    if let wrong = slopes.first(where: { !$0.isFinite }) {
      throw .notFinite(file: graph.file, node: node.title, tensor: "slope \(wrong)")
    }
    guard slopes.allSatisfy({ $0 >= 0 }) else {
      try addTwoSided(slopes, node, position: position)
      return
    }
    let isPlain = slopes.allSatisfy { $0 == 0 }
    let activation = isPlain ? Activation.relu : .leaky(slopes: slopes)
    try addActivation(activation, node, position: position)
  }

  /// Numbers without their signs: those of negative ones turned round.
  fileprivate mutating func addMagnitude(_ node: Onnx_NodeProto) throws(FormatError) {
    let view = try view(node)
    guard !isNeverNegative(view.node) else {
      // No image makes the side of negative numbers spike.
      give(view, to: node)
      return
    }
    try addLeaky([-1], node)
  }

  /// Slopes of which some are negative, by a ReLU for each sign: trainings leave such behind.
  ///
  ///     f(z) = relu(z) - α · relu(-z)
  ///
  /// With a negative α both sides of f are positive, so that no sign of a spike would say whether
  /// a value grew or shrank.
  ///
  /// - Parameter slopes: One for each channel, or one for all; finite.
  private mutating func addTwoSided(
    _ slopes: [Float], _ node: Onnx_NodeProto, position: Int
  ) throws(FormatError) {
    let view = try unitwiseArgument(node, position)
    let channels = nodes[view.node].shape.channels
    let each = slopes.count == channels ? slopes : Array(repeating: slopes[0], count: channels)
    func scaled(_ factors: [Float]) -> AnalogOperation {
      .channelAffine(ChannelAffine(factor: factors, offset: factors.map { _ in 0 }))
    }
    let title = node.title
    let rising = try append(.activation(.relu), fileName: title, inputs: [view.node])
    let turned = try append(scaled(each.map { _ in -1 }), fileName: title, inputs: [view.node])
    let falling = try append(.activation(.relu), fileName: title, inputs: [turned])
    let weighed = try append(scaled(each.map { -$0 }), fileName: title, inputs: [falling])
    let sum = try append(.add, fileName: title, inputs: [rising, weighed])
    give(view.with(node: sum), to: node)
  }

  /// Slopes are broadcast over the map; those of one channel must agree.
  fileprivate mutating func addParametric(_ node: Onnx_NodeProto) throws(FormatError) {
    guard let constant = try optionalConstant(node, 1) else {
      throw malformed(node.title, "its slopes are missing")
    }
    let view = try unitwiseArgument(node)
    guard broadcast(view.shape, constant.shape) == view.shape else {
      throw malformed(
        node.title, "slopes of the shape \(constant.shape) do not go with \(view.shape)")
    }
    if let slope = constant.scalar { return try addLeaky([slope], node) }
    let map = nodes[view.node].shape
    guard batch == 1, take(elements: map.count) else {
      throw unsupported(
        node, "slopes of the shape \(constant.shape) for a batch of \(batch) images")
    }
    var slopes = Array(repeating: Float(0), count: map.count)
    let numbers = constant.broadcast(to: view.shape).floats
    for (unit, number) in zip(view.units(of: map.count), numbers) { slopes[Int(unit)] = number }
    let channels = (0..<map.channels).map { slopes[$0 * map.pixels] }
    guard slopes.indices.allSatisfy({ slopes[$0] == channels[$0 / map.pixels] }) else {
      try addLeaky(constant, along: view, node)
      return
    }
    let isUniform = channels.allSatisfy { $0 == channels[0] }
    try addLeaky(isUniform ? [channels[0]] : channels, node)
  }
  /// Slopes along another axis than that of the channels, which becomes it.
  private mutating func addLeaky(
    _ slopes: ONNXConstant, along view: ONNXView, _ node: Onnx_NodeProto
  ) throws(FormatError) {
    let first = view.shape.count - slopes.shape.count
    let axes = slopes.shape.indices.filter { slopes.shape[$0] > 1 }
    guard axes.count == 1 else {
      throw unsupported(
        node, "has slopes that differ within a channel; train the network with one per channel")
    }
    let moved = try channelsFirst(view, axis: first + axes[0], for: node)
    views[node.input[0]] = try moved.order.view(of: moved.node, in: &self, for: node)
    try addLeaky(slopes.floats, node)
  }
}
