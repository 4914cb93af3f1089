import Networks

/// Recognises activations with a trained threshold, which exporters write as chains of
/// element-wise nodes.
///
///     RNL    θ · clip(z/θ, 0, 1)
///     QCFS   λ/L · floor(clip(z/λ, 0, 1) · L + 1/2)
///     also   λ/L · floor(clip(z/λ, 0, 1) · L + s),  0 ≤ s < 1
///
/// The last is the one before it, of `z + λ/L · (s - 1/2)`: plain rounding down has s = 0.
///
/// A chain is read as a list of scalar functions, so that it does not matter whether a factor is
/// multiplied or divided by, whether the clip comes before or after the rounding, or whether the
/// straight-through form of training (`c + (q - c)`) is still there.
extension ONNXImporter {
  /// Imports the longest trained activation that starts at a node; whether there is one.
  mutating func addTrainedActivation(
    _ node: Onnx_NodeProto, index: Int
  ) throws(FormatError) -> Bool {
    let chain = try chain(from: index)
    guard let start = chain.values.first, views[start] != nil else { return false }
    for length in stride(from: chain.links.count, to: 1, by: -1) {
      let links = chain.links[..<length]
      guard let activation = trainedActivation(links.map(\.function)),
        isClosed(chain, length: length), let last = links.last
      else { continue }
      var view = try unitwiseArgument(node, node.input.firstIndex(of: start) ?? 0)
      if activation.offset != 0 {
        let offset = ONNXConstant(shape: [], .floats([Float(activation.offset)]))
        view = try affine(view, offset, for: node) { numbers in .shift(numbers) }
      }
      try append(.activation(activation.function), of: node, unitwise: view, output: last.result)
      for link in links { consumed.formUnion(link.nodes) }
      return true
    }
    return false
  }

  fileprivate struct Link {
    var function: ONNXScalarFunction
    /// The indices of the file's nodes behind it.
    var nodes: [Int]
    /// The name of the value that it gives.
    var result: String
  }

  fileprivate struct Chain {
    /// The value before each link.
    var values: [String] = []
    var links: [Link] = []
  }

  /// The scalar functions from a node on, as far as each result has one way to go.
  private mutating func chain(from index: Int) throws(FormatError) -> Chain {
    var chain = Chain()
    var next: Int? = index
    while let index = next, chain.links.count < 16 {
      let node = graph.nodes[index]
      guard let result = node.output.first else { break }
      if let step = try operators[node.qualifiedName]?.scalarStep?(&self, node) {
        chain.values.append(step.argument)
        chain.links.append(Link(function: step.function, nodes: [index], result: result))
      } else if let pair = cancellingPair(index, chain) {
        chain.values.append(node.input[0])
        chain.links.append(pair)
      } else {
        break
      }
      next = successor(of: chain.links[chain.links.count - 1].result)
    }
    return chain
  }

  /// The node that goes on from a value: not the ones that take the straight-through detour.
  private func successor(of value: String) -> Int? {
    let users = (graph.consumers[value] ?? []).map { (index: $0, node: graph.nodes[$0]) }
    let isDifference = { (node: Onnx_NodeProto) in node.opType == "Sub" && node.input.last == value
    }
    let differences = Set(users.filter { isDifference($0.node) }.compactMap(\.node.output.first))
    let forward = users.filter { user in
      // Of a sum `value + (… - value)` the way goes on behind the difference.
      let addsDifference =
        user.node.opType == "Add" && !differences.isDisjoint(with: user.node.input)
      return !isDifference(user.node) && !addsDifference
    }
    return forward.count == 1 ? forward[0].index : nil
  }

  /// `c + (q - c)` if the node at `index` is that difference and c an earlier value of the chain.
  private func cancellingPair(_ index: Int, _ chain: Chain) -> Link? {
    let node = graph.nodes[index]
    guard node.opType == "Sub", node.input.count == 2, chain.values.contains(node.input[1]),
      node.input[0] == chain.links.last?.result, let difference = node.output.first,
      let users = graph.consumers[difference], users.count == 1
    else { return nil }
    let sum = graph.nodes[users[0]]
    guard sum.opType == "Add", Set(sum.input) == [node.input[1], difference],
      let result = sum.output.first
    else { return nil }
    return Link(function: .nothing, nodes: [index, users[0]], result: result)
  }

  /// Whether nothing outside of the chain's beginning reads one of its inner values.
  private func isClosed(_ chain: Chain, length: Int) -> Bool {
    let inside = Set(chain.links[..<length].flatMap(\.nodes))
    return chain.links[..<(length - 1)].allSatisfy { link in
      !graph.outputs.contains(link.result)
        && (graph.consumers[link.result] ?? []).allSatisfy(inside.contains)
    }
  }
}

/// An activation with a threshold, and what is added before it.
private struct TrainedActivation {
  var function: Activation
  var offset = 0.0
}

/// The activation that a list of scalar functions amounts to, if it is one with a threshold.
private func trainedActivation(
  _ functions: [ONNXScalarFunction]
) -> TrainedActivation? {
  let parts = withUnitScale(withShift(merged(functions)))
  if case (.scale(let first), .clip(0, 1), .scale(let last)) = triple(parts) {
    guard isOne(first * last), last > 0 else { return nil }
    return TrainedActivation(function: .clipped(maximum: Float(last)))
  }
  guard let floor = parts.firstIndex(where: { if case .floor = $0 { true } else { false } }),
    floor >= 2, floor + 1 < parts.count, case .shift(let shift) = parts[floor - 1],
    (0..<1).contains(shift), case .scale(let levels) = parts[floor - 2],
    case .scale(let unit) = parts[floor + 1]
  else { return nil }
  let (before, after) = (Array(parts[..<(floor - 2)]), Array(parts[(floor + 2)...]))
  let function: Activation?
  switch (before.count, after.count) {
  case (2, 0):
    guard case .scale(let first) = before[0], case .clip(0, let maximum) = before[1] else {
      return nil
    }
    function = quantized(levels * maximum, step: unit, check: first * levels * unit)
  case (1, 0):
    guard case .clip(0, let maximum) = before[0] else { return nil }
    function = quantized(levels * maximum, step: unit, check: levels * unit)
  case (0, 2):
    guard case .clip(0, 1) = after[0], case .scale(let maximum) = after[1] else { return nil }
    function = quantized(1 / unit, step: unit * maximum, check: levels * unit * maximum)
  default: return nil
  }
  guard let function, case .quantized(let maximum, let count) = function else { return nil }
  return TrainedActivation(
    function: function, offset: Double(maximum) / Double(count) * (shift - 0.5))
}

/// A quantised activation of the given number of levels, each `step` high.
private func quantized(_ levels: Double, step: Double, check: Double) -> Activation? {
  let count = levels.rounded()
  guard isOne(check), count >= 1, count <= 65_536, abs(levels - count) < 1e-3, step > 0 else {
    return nil
  }
  return .quantized(maximum: Float(step * count), levels: Int(count))
}

private func isOne(_ number: Double) -> Bool { abs(number - 1) < 1e-5 }

private func triple(
  _ parts: [ONNXScalarFunction]
) -> (ONNXScalarFunction, ONNXScalarFunction, ONNXScalarFunction) {
  parts.count == 3 ? (parts[0], parts[1], parts[2]) : (.nothing, .nothing, .nothing)
}

/// The functions with a summand before what is rounded down, which is 0 where none is written.
private func withShift(_ functions: [ONNXScalarFunction]) -> [ONNXScalarFunction] {
  guard let floor = functions.firstIndex(where: { if case .floor = $0 { true } else { false } }),
    floor >= 1
  else { return functions }
  if case .shift = functions[floor - 1] { return functions }
  return functions[..<floor] + [.shift(0)] + functions[floor...]
}

/// The functions with a factor before what is rounded, which is 1 where none is written.
private func withUnitScale(_ functions: [ONNXScalarFunction]) -> [ONNXScalarFunction] {
  guard let floor = functions.firstIndex(where: { if case .floor = $0 { true } else { false } }),
    floor >= 2, case .clip = functions[floor - 2]
  else { return functions }
  return functions[..<(floor - 1)] + [.scale(1)] + functions[(floor - 1)...]
}

/// The functions with factors in a row multiplied and cancelled pairs left out.
private func merged(_ functions: [ONNXScalarFunction]) -> [ONNXScalarFunction] {
  var result: [ONNXScalarFunction] = []
  for function in functions {
    switch (result.last, function) {
    case (_, .nothing): continue
    // Halves, which the two round differently, are met by no weights that are trained.
    case (_, .round): result += [.shift(0.5), .floor]
    case (.scale(let first), .scale(let second)):
      result[result.count - 1] = .scale(first * second)
    default: result.append(function)
    }
  }
  return result
}
