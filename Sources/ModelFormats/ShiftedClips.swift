import Networks

extension AnalogNetwork {
  /// The same network with clips from 0 in place of those between other bounds.
  ///
  ///     clip(z, l, u) = l + clip(z - l, 0, u - l) = u - clip(u - z, 0, u - l)
  ///
  /// Rates of spikes begin at 0, and what is added before and behind belongs to weights. Of the
  /// two bounds the smaller one is moved to 0, beside which the differences of numbers are kept.
  /// A max pool passes what is added behind, bit by bit, so that it pools spikes:
  /// `max(l + a) = l + max a`, `max(u - a) = u - min a`.
  func shiftingClips() -> AnalogNetwork {
    let isShifted = nodes.contains {
      if case .activation(.clamp) = $0.operation { true } else { false }
    }
    guard isShifted else { return self }
    var shift = ClipShift(self)
    for node in nodes { shift.add(node) }
    return shift.finished()
  }
}

/// Copies nodes one by one; which value of the old network is which of the new one.
private struct ClipShift {
  /// `factor · node + offset`, where the factor is 1 or -1.
  private struct Value {
    var node: Int
    var factor: Float = 1
    var offset: Float = 0

    var isPlain: Bool { factor == 1 && offset == 0 }
  }

  private var network: AnalogNetwork

  /// By the index in the old network.
  private var values: [Value] = []
  /// The nodes that have what is added in them, by the index in the old network.
  private var settled: [Int: Int] = [:]

  init(_ network: AnalogNetwork) {
    self.network = network
    self.network.nodes = []
  }

  mutating func add(_ node: AnalogNode) {
    if case .activation(.clamp(let minimum, let maximum)) = node.operation {
      values.append(clipped(node, minimum, maximum))
    } else if case .maxPool(let pooling) = node.operation {
      var value = values[node.inputs[0]]
      let isTurned = Array(repeating: value.factor < 0, count: node.shape.channels)
      var pool = node
      pool.operation = .maxPool(pooling.turned(in: isTurned))
      pool.inputs = [value.node]
      network.nodes.append(pool)
      value.node = network.nodes.count - 1
      values.append(value)
    } else {
      var copy = node
      copy.inputs = node.inputs.map { index(of: $0) }
      network.nodes.append(copy)
      values.append(Value(node: network.nodes.count - 1))
    }
  }

  mutating func finished() -> AnalogNetwork {
    network.outputs = network.outputs.map {
      AnalogOutput(name: $0.name, node: index(of: $0.node))
    }
    return network
  }

  /// The node that has a value of the old network.
  private mutating func index(of old: Int) -> Int {
    let value = values[old]
    guard !value.isPlain else { return value.node }
    if let known = settled[old] { return known }
    let title = network.nodes[value.node].fileName
    let index = moved(value.node, by: value.factor, value.offset, title)
    settled[old] = index
    return index
  }

  /// Beside a larger number too much of the differences of others is lost.
  private static let largestShift: Float = 1024

  private mutating func clipped(_ node: AnalogNode, _ low: Float, _ high: Float) -> Value {
    let (source, title) = (node.inputs[0], node.fileName)
    guard low > -.infinity || high < .infinity else { return values[source] }
    let input = index(of: source)
    guard low < high else { return Value(node: moved(input, by: 0, high, title)) }
    let isFromBelow = abs(low) <= abs(high)
    let bound = isFromBelow ? low : high
    if abs(bound) > Self.largestShift, low < 0, high > 0 {
      return Value(node: sumOfSides(input, low, high, title))
    }
    let factor: Float = isFromBelow ? 1 : -1
    let base = moved(input, by: factor, -factor * bound, title)
    let clip = activated(base, upTo: high - low, title)
    return Value(node: clip, factor: factor, offset: bound)
  }

  /// Positive and negative numbers apart: `clip(z, l, u) = clip(z, 0, u) - clip(-z, 0, -l)`.
  private mutating func sumOfSides(
    _ input: Int, _ low: Float, _ high: Float, _ title: String
  ) -> Int {
    let above = activated(input, upTo: high, title)
    let below = activated(moved(input, by: -1, 0, title), upTo: -low, title)
    return append(.add, [above, moved(below, by: -1, 0, title)], title)
  }

  private mutating func activated(_ input: Int, upTo maximum: Float, _ title: String) -> Int {
    append(.activation(Activation.clamp(minimum: 0, maximum: maximum).simplified), [input], title)
  }

  private mutating func moved(
    _ input: Int, by factor: Float, _ offset: Float, _ title: String
  ) -> Int {
    guard factor != 1 || offset != 0 else { return input }
    let channels = network.nodes[input].shape.channels
    let layer = ChannelAffine(
      factor: Array(repeating: factor, count: channels),
      // No zero has a sign, so that files say the same of it.
      offset: Array(repeating: offset + 0, count: channels))
    return append(.channelAffine(layer), [input], title)
  }

  private mutating func append(
    _ operation: AnalogOperation, _ inputs: [Int], _ title: String
  ) -> Int {
    network.nodes.append(
      AnalogNode(
        name: "", fileName: title, operation: operation, inputs: inputs,
        shape: network.nodes[inputs[0]].shape))
    return network.nodes.count - 1
  }
}
