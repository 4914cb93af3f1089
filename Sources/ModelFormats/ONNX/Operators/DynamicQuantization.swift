import Networks

/// Whole numbers by the range of each image, which are read with exactly its scale and zero point.
extension ONNXImporter {
  /// Throws unless all that reads the results of a `DynamicQuantizeLinear` makes of them what it
  /// has quantised, times constants: neither is kept, so that another use would go by unnoticed.
  func checkDynamicQuantization(_ node: Onnx_NodeProto) throws(FormatError) {
    let results = (node.output + ["", ""]).prefix(3)
    if let name = results.first(where: { !$0.isEmpty && graph.outputs.contains($0) }) {
      throw unsupported(node, "its result '\(name)' is an output of the model")
    }
    let use = DynamicUse(writer: node, scale: results[1], zero: results[2])
    // Multiplications by the scale that are in order, and readers of both.
    var known: Set<String> = []
    for (name, user) in readers(of: results[0]) {
      switch user.qualifiedName {
      case "ConvInteger", "MatMulInteger":
        guard user.input[0] == name, user.input.count(where: { $0 == name }) == 1,
          user.input.count > 2, user.input[2] == use.zero, !use.zero.isEmpty
        else { throw misuse(user, "without its zero point", use) }
        known.formUnion(user.output.prefix(1))
        known.formUnion(try scalings(of: user, use))
      case "DequantizeLinear":
        guard user.input.count == 3, user.input[1] == use.scale, user.input[2] == use.zero else {
          throw misuse(user, "by another scale or zero point", use)
        }
        known.formUnion(user.output.prefix(1))
      default: throw misuse(user, "without its scale", use)
      }
    }
    try checkFurtherUses(of: use, besides: known)
  }

  private struct DynamicUse {
    let writer: Onnx_NodeProto
    let scale: String
    let zero: String
  }

  private func misuse(_ node: Onnx_NodeProto, _ how: String, _ use: DynamicUse) -> FormatError {
    unsupported(
      node,
      "reads the whole numbers of '\(use.writer.title)' \(how); quantise the model again, in QDQ "
        + "form"
    )
  }

  /// What reads a value, where others have only moved its numbers, and by which name.
  private func readers(of name: String) -> [(name: String, user: Onnx_NodeProto)] {
    var readers: [(String, Onnx_NodeProto)] = []
    var (pending, seen) = ([name], Set<String>())
    while let value = pending.popLast() {
      guard !value.isEmpty, seen.insert(value).inserted else { continue }
      for index in Set(graph.consumers[value] ?? []).sorted() {
        let user = graph.nodes[index]
        if Self.moves.contains(user.qualifiedName) {
          pending += user.output
        } else {
          readers.append((value, user))
        }
      }
    }
    return readers
  }

  /// The multiplications by the scale behind a product of whole numbers.
  ///
  /// Throws unless there is exactly one on each way, and only constants beside.
  private func scalings(
    of product: Onnx_NodeProto, _ use: DynamicUse
  ) throws(FormatError) -> Set<String> {
    var found: Set<String> = []
    var pending = product.output.prefix(1).map { (name: $0, isScaled: false) }
    var seen: Set<String> = []
    while let (name, isScaled) = pending.popLast() {
      guard seen.insert(name).inserted else { continue }
      guard isScaled || !graph.outputs.contains(name) else {
        throw misuse(product, "without its scale", use)
      }
      for (value, user) in readers(of: name) {
        if user.qualifiedName == "Cast" {
          pending += user.output.map { ($0, isScaled) }
          continue
        }
        guard user.qualifiedName == "Mul", user.input.count == 2 else {
          guard isScaled else { throw misuse(product, "without its scale", use) }
          continue
        }
        let other = user.input[user.input[0] == value ? 1 : 0]
        guard let count = scaleCount(other, use.scale) else {
          guard isScaled else { throw misuse(product, "by another scale", use) }
          continue
        }
        guard count + (isScaled ? 1 : 0) < 2 else {
          throw misuse(product, "by its scale twice", use)
        }
        if count == 1 { found.formUnion(user.output.prefix(1)) }
        pending += user.output.map { ($0, isScaled || count == 1) }
      }
    }
    return found
  }

  /// How often a scale is a factor of a value that has only constants beside; else `nil`.
  ///
  /// - Parameter depth: How many nodes there may be on the way; more are no exporter's.
  private func scaleCount(_ name: String, _ scale: String, depth: Int = 8) -> Int? {
    if name == scale { return 1 }
    guard depth > 0 else { return nil }
    guard let node = graph.producer(of: name) else {
      return graph.initializers[name] == nil ? nil : 0
    }
    switch node.qualifiedName {
    case "DynamicQuantizeLinear": return nil
    case "Mul":
      var sum = 0
      for argument in node.input {
        guard let count = scaleCount(argument, scale, depth: depth - 1) else { return nil }
        sum += count
      }
      return sum
    case let operation where operation == "Cast" || Self.moves.contains(operation):
      return node.input.first.flatMap { scaleCount($0, scale, depth: depth - 1) }
    default: return constantNames.contains(name) ? 0 : nil
    }
  }

  /// Throws where a node reads the scale or the zero point that is none of those.
  private func checkFurtherUses(
    of use: DynamicUse, besides known: Set<String>
  ) throws(FormatError) {
    var pending = [use.scale, use.zero]
    while let name = pending.popLast() {
      for (value, user) in readers(of: name) where known.isDisjoint(with: user.output) {
        let others = user.input.filter { $0 != value }
        guard value != use.zero, ["Mul", "Cast"].contains(user.qualifiedName),
          others.allSatisfy({ scaleCount($0, use.scale) == 0 })
        else {
          throw unsupported(
            user,
            "uses '\(name)', by which '\(use.writer.title)' has quantised, for other numbers; "
              + "quantise the model again, in QDQ form")
        }
        pending += user.output
      }
    }
  }
}
