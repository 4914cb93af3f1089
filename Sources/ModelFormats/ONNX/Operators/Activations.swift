import Networks

/// Nonlinearities of single units.
extension ONNXOperators {
  static let activations: [ONNXOperator] = [
    ONNXOperator(
      "Relu", inputs: 1...1,
      add: { importer, node throws(FormatError) in try importer.addActivation(.relu, node) },
      folding: .numbers { $0.mapped({ max($0, 0) }, { max($0, 0) }) }),
    ONNXOperator(
      "ThresholdedRelu", inputs: 1...1,
      add: { importer, node throws(FormatError) in try importer.addThresholded(node) }),
    ONNXOperator(
      "Clip", inputs: 1...3,
      add: { importer, node throws(FormatError) in try importer.addClip(node) },
      folding: .numbers { node throws(FormatError) in try node.clipped() },
      scalarStep: { importer, node throws(FormatError) in try importer.clipStep(node) }),
    ONNXOperator(
      "HardSigmoid", inputs: 1...1,
      add: { importer, node throws(FormatError) in try importer.addHardSigmoid(node) }),
    ONNXOperator(
      "Max", inputs: 1...Int.max,
      add: { importer, node throws(FormatError) in
        try importer.addBound(node, isLower: true)
      },
      folding: .numbers { node throws(FormatError) in
        try node.combined({ max($0, $1) }) { (max($0, $1), false) }
      }),
    ONNXOperator(
      "Min", inputs: 1...Int.max,
      add: { importer, node throws(FormatError) in
        try importer.addBound(node, isLower: false)
      },
      folding: .numbers { node throws(FormatError) in
        try node.combined({ min($0, $1) }) { (min($0, $1), false) }
      }),
  ]
}

extension ONNXImporter {
  /// An activation of what a node takes first.
  package mutating func addActivation(
    _ activation: Activation, _ node: Onnx_NodeProto
  ) throws(FormatError) {
    try addActivation(activation, node, position: 0)
  }

  /// An activation of an argument; two bounds in a row become one activation.
  mutating func addActivation(
    _ activation: Activation, _ node: Onnx_NodeProto, position: Int
  ) throws(FormatError) {
    let view = try unitwiseArgument(node, position)
    if let bounds = activation.bounds, let name = node.output.first {
      clips[name] = ONNXClip(source: node.input[position], bounds: bounds)
    }
    guard let both = joinedBounds(node.input[position], view, with: activation) else {
      try append(.activation(activation), of: node, unitwise: view)
      return
    }
    nodes[view.node].operation = .activation(both)
    give(view, to: node)
  }

  /// The bounds that a value has just been given, and further ones, as one activation; `nil` where
  /// something else reads the value between, or they are none.
  func joinedBounds(_ name: String, _ view: ONNXView, with next: Activation) -> Activation? {
    guard case .activation(let activation) = nodes[view.node].operation,
      graph.consumers[name]?.count == 1, !graph.outputs.contains(name),
      !views.contains(where: { $0.key != name && $0.value.node == view.node })
    else { return nil }
    return activation.followed(by: next)
  }

  /// The larger or the smaller of what depends on the image and numbers.
  ///
  /// - Parameter isLower: Whether the numbers are bounds below.
  fileprivate mutating func addBound(
    _ node: Onnx_NodeProto, isLower: Bool
  ) throws(FormatError) {
    var maps: [Int] = []
    var numbers: ONNXConstant?
    for position in node.input.indices {
      if let constant = try optionalBound(node, position) {
        let both = ONNXConstantNode(
          node: node, arguments: [numbers ?? constant, constant], file: graph.file,
          room: roomForElements)
        numbers = try both.combined { isLower ? max($0, $1) : min($0, $1) }
      } else if !maps.contains(where: { node.input[$0] == node.input[position] }) {
        maps.append(position)
      }
    }
    guard let first = maps.first else { throw malformed(node.title, "it compares constants only") }
    if isLower, numbers == nil, try addSlope(node, maps) { return }
    var result = try view(node, first)
    for position in maps.dropFirst() {
      result = try extreme(result, try view(node, position), isLarger: isLower, for: node)
    }
    guard let numbers else {
      give(result, to: node)
      return
    }
    var bounded = node
    if maps.count > 1 {
      bounded.input = ["\(node.title): of maps"]
      views[bounded.input[0]] = result
    } else {
      bounded.input = [node.input[first]]
    }
    if let bound = numbers.common(over: result.shape) {
      try addClamp(isLower ? bound : -.infinity, isLower ? .infinity : bound, bounded)
    } else {
      try addBounds(node, of: result, numbers, isLower: isLower)
    }
  }

  /// Between two bounds, of which either may be infinite.
  mutating func addClamp(
    _ minimum: Float, _ maximum: Float, _ node: Onnx_NodeProto, position: Int = 0
  ) throws(FormatError) {
    guard minimum < .infinity, maximum > -.infinity else {
      throw unsupported(node, "clips all numbers to infinity; build the network without")
    }
    guard minimum > -.infinity || maximum < .infinity else {
      give(try view(node, position), to: node)
      return
    }
    try addActivation(
      .clamp(minimum: minimum, maximum: maximum).simplified, node, position: position)
  }

  /// The larger of two maps, or the smaller.
  ///
  ///     max(a, b) = a + relu(b - a),  min(a, b) = a - relu(a - b)
  private mutating func extreme(
    _ first: ONNXView, _ second: ONNXView, isLarger: Bool, for node: Onnx_NodeProto
  ) throws(FormatError) -> ONNXView {
    let (more, less) = isLarger ? (second, first) : (first, second)
    let difference = try sum(more, try scaled(less, by: -1, for: node), for: node)
    let source = try unitwise(difference, for: node)
    let excess = source.with(
      node: try append(.activation(.relu), fileName: node.title, inputs: [source.node]))
    return try sum(
      first, isLarger ? excess : try scaled(excess, by: -1, for: node), for: node)
  }

  /// Numbers beside a map; `nil` for a map.
  private mutating func optionalBound(
    _ node: Onnx_NodeProto, _ position: Int
  ) throws(FormatError) -> ONNXConstant? {
    guard let constant = try constant(node.input[position]) else { return nil }
    guard !constant.floats.contains(where: \.isNaN) else {
      throw malformed(node.title, "compares with NaN")
    }
    return constant
  }

  /// A bound of its own for each channel or element: by ReLU, before and behind which it is moved.
  ///
  ///     max(x, c) = relu(x - c) + c,  min(x, c) = c - relu(c - x)
  private mutating func addBounds(
    _ node: Onnx_NodeProto, of view: ONNXView, _ numbers: ONNXConstant, isLower: Bool
  ) throws(FormatError) {
    guard numbers.floats.allSatisfy(\.isFinite) else {
      throw unsupported(node, "has infinite bounds among others, or of a larger shape")
    }
    let sign: Float = isLower ? 1 : -1
    let moved = try affine(view, numbers, for: node) { bounds in
      ChannelAffine(factor: bounds.map { _ in sign }, offset: bounds.map { -sign * $0 })
    }
    let index = try append(.activation(.relu), fileName: node.title, inputs: [moved.node])
    let result = try affine(moved.with(node: index), numbers, for: node) { bounds in
      ChannelAffine(factor: bounds.map { _ in sign }, offset: bounds)
    }
    give(result, to: node)
  }

  /// The larger of a map and a share of it, which is a leaky ReLU; whether it is that.
  private mutating func addSlope(
    _ node: Onnx_NodeProto, _ maps: [Int]
  ) throws(FormatError) -> Bool {
    guard maps.count == 2 else { return false }
    for (position, other) in [(maps[0], maps[1]), (maps[1], maps[0])] {
      let slope = try factor(of: node.input[position], to: node.input[other])
      guard let slope, (0...1).contains(slope) else { continue }
      try addLeaky([slope], node, position: position)
      return true
    }
    return false
  }

  /// The number that one value is multiplied with to give another, if that is all that is done.
  mutating func factor(of name: String, to product: String) throws(FormatError) -> Float? {
    guard let node = graph.producer(of: product) else { return nil }
    if node.qualifiedName == "Neg", node.input == [name] { return -1 }
    guard node.input.count == 2,
      let place = node.input.firstIndex(of: name),
      let shape = views[name]?.shape,
      let number = try constant(node.input[1 - place])?.common(over: shape)
    else { return nil }
    switch node.qualifiedName {
    case "Mul": return number
    case "Div" where place == 0: return 1 / number
    default: return nil
    }
  }

  /// `x > α ? x : 0`, which is ReLU for α = 0 and jumps for any other.
  fileprivate mutating func addThresholded(_ node: Onnx_NodeProto) throws(FormatError) {
    guard try attributes(node).float("alpha", default: 1) == 0 else {
      throw .unknownOperators(
        file: graph.file, [OperatorUse(name: node.opType, node: node.title)])
    }
    try addActivation(.relu, node)
  }

  fileprivate mutating func addClip(_ node: Onnx_NodeProto) throws(FormatError) {
    let bounds = try clipBounds(node)
    try addClamp(bounds.minimum, bounds.maximum, node)
  }

  /// A clip of a line: `clip(α · x + β, 0, 1)`.
  fileprivate mutating func addHardSigmoid(_ node: Onnx_NodeProto) throws(FormatError) {
    let attributes = attributes(node)
    let slope = try attributes.float("alpha", default: 0.2)
    let offset = try attributes.float("beta", default: 0.5)
    guard slope.isFinite, offset.isFinite else {
      throw malformed(node.title, "its slope is \(slope), its offset \(offset)")
    }
    let slopes = ONNXConstant(shape: [], .floats([slope]))
    let line = try affine(try view(node), slopes, for: node) { slopes in
      ChannelAffine(factor: slopes, offset: slopes.map { _ in offset })
    }
    try append(.activation(.clipped(maximum: 1)), of: node, unitwise: line)
  }

  /// The bounds of a `Clip`: attributes before operator set 11, inputs since.
  mutating func clipBounds(
    _ node: Onnx_NodeProto
  ) throws(FormatError) -> (minimum: Float, maximum: Float) {
    let attributes = attributes(node)
    var bounds: [Float] = []
    for (position, name, open) in [(1, "min", -Float.infinity), (2, "max", Float.infinity)] {
      guard let constant = try optionalConstant(node, position) else {
        bounds.append(try attributes.float(name, default: open))
        continue
      }
      guard let bound = constant.scalar else {
        throw unsupported(node, "its \(name) is not one number")
      }
      bounds.append(bound)
    }
    guard !bounds.contains(where: \.isNaN) else { throw malformed(node.title, "a bound is NaN") }
    return (bounds[0], bounds[1])
  }

  fileprivate mutating func clipStep(_ node: Onnx_NodeProto) throws(FormatError) -> ONNXScalarStep?
  {
    guard let first = node.input.first else { return nil }
    let bounds = try clipBounds(node)
    return ONNXScalarStep(first, .clip(Double(bounds.minimum), Double(bounds.maximum)))
  }
}

extension ONNXConstantNode {
  /// Between the bounds of a `Clip`: attributes before operator set 11, arguments since.
  fileprivate func clipped() throws(FormatError) -> ONNXConstant? {
    guard let constant = argument(0) else { return nil }
    for (position, name) in [(1, "min"), (2, "max")] {
      guard let bound = argument(position) else { continue }
      guard bound.count == 1 else { throw malformed("its \(name) is not one number") }
      guard bound.type == constant.type else {
        throw malformed("its \(name) is a number of \(bound.type), but clips \(constant.type)")
      }
    }
    let stated = (
      try attributes.float("min", default: -.infinity),
      try attributes.float("max", default: .infinity)
    )
    let low = argument(1)?.exactFloats[0] ?? Double(stated.0)
    let high = argument(2)?.exactFloats[0] ?? Double(stated.1)
    let (least, most) = (argument(1)?.integers?[0], argument(2)?.integers?[0])
    return mapped({ min(max($0, low), high) }) { min(max($0, least ?? .min), most ?? .max) }
  }
}

extension Activation {
  /// A clip that begins at 0 by its usual name.
  var simplified: Activation {
    guard case .clamp(0, let maximum) = self, maximum > 0 else { return self }
    return maximum >= .greatestFiniteMagnitude ? .relu : .clipped(maximum: maximum)
  }

  /// Whether some of its values are negative.
  var fallsBelowZero: Bool {
    switch self {
    case .relu, .clipped, .quantized: false
    case .clamp(let minimum, _): minimum < 0
    case .leaky: true
    }
  }

  /// The activation that this and a further one amount to, if it is one of two bounds.
  ///
  ///     clip(clip(z, a, b), c, d) = clip(z, clip(a, c, d), clip(b, c, d))
  fileprivate func followed(by next: Activation) -> Activation? {
    guard let first = bounds, let second = next.bounds else { return nil }
    let minimum = min(max(first.minimum, second.minimum), second.maximum)
    let maximum = min(max(first.maximum, second.minimum), second.maximum)
    guard minimum < maximum else { return nil }
    return Activation.clamp(minimum: minimum, maximum: maximum).simplified
  }

  /// Between which numbers it clips; `nil` where it does something else.
  fileprivate var bounds: (minimum: Float, maximum: Float)? {
    switch self {
    case .relu: (0, .infinity)
    case .clipped(let maximum): (0, maximum)
    case .clamp(let minimum, let maximum): (minimum, maximum)
    case .quantized, .leaky: nil
    }
  }
}
