import Networks

/// What is one value where a comparison holds, and 0 elsewhere: their product.
struct ONNXMasked {
  let comparison: ONNXComparison
  /// The name of the value.
  let value: String

  /// Why what reads it is refused.
  static let refusal =
    "jumps where a comparison changes (x · (x > 0) does not); no firing rate follows, so build the "
    + "network without and train it again"
}

/// A value that another one is clipped to.
struct ONNXClip {
  /// The name of the other.
  let source: String
  let bounds: (minimum: Float, maximum: Float)
}

/// Choices by a comparison that are the same as bounds, however exporters spell them.
///
///     x > c ? x : c         x · (x > 0)         x · (x > c) + c · (x ≤ c)
///     x > 1 ? 1 : (x < 0 ? 0 : x)
///
/// A choice between a value and a number is a bound where the value meets the number at what is
/// compared with; elsewhere it jumps, and no firing rate follows.
extension ONNXImporter {
  /// Gives a node the choice between two values; whether it is a bound.
  ///
  /// - Parameters:
  ///   - first: The name of the value where the comparison holds.
  ///   - second: The name of the value where it does not.
  mutating func addChoice(
    _ comparison: ONNXComparison, _ first: String, _ second: String, _ node: Onnx_NodeProto
  ) throws(FormatError) -> Bool {
    let (above, below) = comparison.isGreater ? (first, second) : (second, first)
    if comparison.number == 0, above == comparison.subject,
      let slope = try factor(of: above, to: below)
    {
      try addLeaky([slope], reading(above, node))
      return true
    }
    for (name, other, isAbove) in [(above, below, true), (below, above, false)] {
      guard let shape = views[name]?.shape,
        let number = try constant(other)?.common(over: shape),
        let course = try course(of: name, over: comparison.subject)
      else { continue }
      guard course.value(at: comparison.number) == number else { return false }
      let isLower = isAbove == course.rises
      try addClamp(
        isLower ? number : -.infinity, isLower ? .infinity : number, reading(name, node))
      return true
    }
    return false
  }

  /// Takes note of a product with a comparison, or makes a choice of a sum of two such.
  ///
  /// - Returns: Whether the node is one of them.
  mutating func addChoiceInParts(_ node: Onnx_NodeProto) throws(FormatError) -> Bool {
    let (name, output) = (node.qualifiedName, node.output[0])
    if name == "Mul" {
      guard let place = node.input.firstIndex(where: { comparisons[$0] != nil }),
        let comparison = comparisons[node.input[place]], comparisons[node.input[1 - place]] == nil
      else { return false }
      let value = node.input[1 - place]
      masked[output] = ONNXMasked(comparison: comparison, value: value)
      let zero = "\(node.title): zero"
      define(ONNXConstant(shape: [], .floats([0])), as: zero)
      // Of a number the product alone is a step; a sum may take it in.
      if views[value] != nil { _ = try addChoice(comparison, value, zero, node) }
      return true
    }
    guard name == "Add", let first = masked[node.input[0]], let second = masked[node.input[1]],
      first.comparison.isOpposite(of: second.comparison)
    else { return false }
    return try addChoice(first.comparison, first.value, second.value, node)
  }

  /// The node as one that takes a value alone.
  private func reading(_ name: String, _ node: Onnx_NodeProto) -> Onnx_NodeProto {
    var part = node
    part.input = [name]
    return part
  }

  /// How a value follows from another one, as far as choices ask.
  private enum Course {
    case clip(minimum: Float, maximum: Float)
    case share(Float)

    var rises: Bool {
      switch self {
      case .clip: true
      case .share(let factor): factor >= 0
      }
    }

    func value(at number: Float) -> Float {
      switch self {
      case .clip(let minimum, let maximum): min(max(number, minimum), maximum)
      case .share(let factor): factor * number
      }
    }
  }

  /// `nil` where it follows otherwise.
  private mutating func course(
    of name: String, over subject: String
  ) throws(FormatError) -> Course? {
    if let factor = try factor(of: subject, to: name) { return .share(factor) }
    var (name, chain) = (name, [ONNXClip]())
    while name != subject {
      guard let clip = clips[name], chain.count < 16 else { return nil }
      chain.append(clip)
      name = clip.source
    }
    var (minimum, maximum) = (-Float.infinity, Float.infinity)
    for clip in chain.reversed() {
      minimum = min(max(minimum, clip.bounds.minimum), clip.bounds.maximum)
      maximum = min(max(maximum, clip.bounds.minimum), clip.bounds.maximum)
    }
    return .clip(minimum: minimum, maximum: maximum)
  }
}
