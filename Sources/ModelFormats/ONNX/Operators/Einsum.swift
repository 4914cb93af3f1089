import Networks

/// Sums of products by letters: a map by a matrix of constants, or with its axes in another order.
extension ONNXOperators {
  static let sumsByLetters: [ONNXOperator] = [
    ONNXOperator(
      "Einsum", inputs: 1...Int.max,
      add: { importer, node throws(FormatError) in try importer.addEinsum(node) })
  ]
}

/// What an equation says: a letter for each axis.
private struct Equation {
  let terms: [[Character]]
  let result: [Character]

  /// `nil` for none of letters alone, or where the result has letters twice or from nowhere.
  init?(_ text: String) {
    let sides = text.filter { $0 != " " }.split(separator: "-", omittingEmptySubsequences: false)
    guard sides.count <= 2, sides.count == 1 || sides[1].first == ">" else { return nil }
    terms = sides[0].split(separator: ",", omittingEmptySubsequences: false).map(Array.init)
    let all = terms.flatMap(\.self)
    // Without a result, that are the letters that stand once, in the order of the alphabet.
    result =
      sides.count == 2
      ? Array(sides[1].dropFirst())
      : Set(all).filter { letter in all.count { $0 == letter } == 1 }.sorted()
    guard (all + result).allSatisfy({ $0.isASCII && $0.isLetter }),
      Set(result).count == result.count, Set(result).isSubset(of: Set(all))
    else { return nil }
  }
}

/// A value on the way to the result of an `Einsum`.
private struct LetteredValue {
  var name: String
  var letters: [Character]
}

/// A factor of an `Einsum` that does not depend on the image.
private struct LetteredConstant {
  var numbers: ONNXConstant
  var letters: [Character]

  /// Summed over letters that stand nowhere else.
  func reduced(to others: Set<Character>) -> LetteredConstant {
    let summed = letters.indices.filter { !others.contains(letters[$0]) }
    guard letters.count == numbers.shape.count, !summed.isEmpty else { return self }
    let kept = letters.indices.filter { others.contains(letters[$0]) }
    let width = summed.reduce(1) { $0 * numbers.shape[$1] }
    let rows = numbers.reindexed(by: .transposed(kept + summed))
    let sums = ONNXSums(of: kept.map { numbers.shape[$0] }) { $0 * width..<($0 + 1) * width }
    guard let result = rows.summed(by: sums) else { return self }
    return LetteredConstant(numbers: result, letters: kept.map { letters[$0] })
  }

  /// Without the letter of the batch, where all images have the same factors and results of their
  /// own.
  func ofOneImage(
    _ batchLetter: Character, of batch: Int, in result: [Character]
  ) -> LetteredConstant {
    guard batch == 1, result.contains(batchLetter), letters.count == numbers.shape.count,
      letters.count(where: { $0 == batchLetter }) == 1,
      let axis = letters.firstIndex(of: batchLetter), numbers.shape[axis] == 1
    else { return self }
    var other = self
    other.letters.remove(at: axis)
    other.numbers.shape.remove(at: axis)
    return other
  }
}

extension ONNXImporter {
  fileprivate mutating func addEinsum(_ node: Onnx_NodeProto) throws(FormatError) {
    let text = try attributes(node).string("equation", default: "")
    guard let equation = Equation(text) else {
      throw unsupported(
        node, "the equation '\(text)' is not of letters alone; write it as a product of matrices")
    }
    guard equation.terms.count == node.input.count else {
      throw malformed(
        node.title,
        "the equation '\(text)' is about \(equation.terms.count) values, but there are "
          + "\(node.input.count)")
    }
    let maps = node.input.indices.filter { views[node.input[$0]] != nil }
    guard maps.count == 1, node.input.count <= 2 else {
      throw unsupported(
        node,
        "multiplies several values by '\(text)'; only a map by one constant is possible, so "
          + "build the network without and train it again")
    }
    let letters = equation.terms[maps[0]]
    guard letters.count == (try view(node, maps[0])).shape.count,
      Set(letters).count == letters.count
    else {
      throw unsupported(
        node,
        "'\(text)' takes a diagonal, or other axes than the map's; write it as a product of "
          + "matrices")
    }
    let others = equation.terms.indices.filter { $0 != maps[0] }.flatMap { equation.terms[$0] }
    var value = LetteredValue(name: node.input[maps[0]], letters: letters)
    let summed = letters.filter { !equation.result.contains($0) && !others.contains($0) }
    if !summed.isEmpty { value = try summing(value, over: summed, node) }
    if node.input.count == 2 {
      let position = 1 - maps[0]
      let factor = LetteredConstant(
        numbers: try weights(node, position), letters: equation.terms[position]
      ).reduced(to: Set(value.letters + equation.result))
      let all = factor.ofOneImage(value.letters[0], of: batch, in: equation.result)
      value = try product(value, all.numbers, all.letters, for: equation.result, node)
    }
    try transpose(value, to: equation.result, as: node.output[0], node)
  }

  private mutating func summing(
    _ value: LetteredValue, over letters: [Character], _ node: Onnx_NodeProto
  ) throws(FormatError) -> LetteredValue {
    let axes = value.letters.indices.filter { letters.contains(value.letters[$0]) }
    let name = try step(
      "ReduceSum", of: node, [value.name, list(axes, node)], [.int("keepdims", 0)])
    return LetteredValue(name: name, letters: value.letters.filter { !letters.contains($0) })
  }

  /// A map times a constant, in some order of axes.
  private mutating func product(
    _ value: LetteredValue, _ constant: ONNXConstant, _ letters: [Character],
    for result: [Character], _ node: Onnx_NodeProto
  ) throws(FormatError) -> LetteredValue {
    let shared = letters.filter { value.letters.contains($0) }
    let summed = shared.filter { !result.contains($0) }
    let new = letters.filter { !value.letters.contains($0) }
    let shape = try view(named: value.name, node).shape
    let length = { (letter: Character) in shape[value.letters.firstIndex(of: letter) ?? 0] }
    guard letters.count == constant.shape.count, Set(letters).count == letters.count,
      new.allSatisfy(result.contains), !shared.contains(value.letters[0]),
      zip(letters, constant.shape).allSatisfy({ new.contains($0) || length($0) == $1 })
    else {
      throw unsupported(
        node,
        "its constant of the shape \(constant.shape) does not go with a map of \(shape); "
          + "write it as a product of matrices")
    }
    if new.isEmpty, summed.isEmpty || shared != summed {
      let scaled = try scaling(value, constant, letters, node)
      return summed.isEmpty ? scaled : try summing(scaled, over: summed, node)
    }
    guard shared == summed else {
      throw unsupported(
        node,
        "multiplies by another matrix at each place of '\(String(shared))'; export a product "
          + "for each, or a Conv with groups")
    }
    let rest = value.letters.filter { !summed.contains($0) }
    let rows = try step(
      "Transpose", of: node, [value.name],
      [.ints("perm", (rest + summed).map { value.letters.firstIndex(of: $0) ?? 0 })])
    let count = summed.reduce(1) { $0 * length($1) }
    let lengths = rest.map(length)
    let matrix = constant.reindexed(
      by: .transposed((summed + new).map { letters.firstIndex(of: $0) ?? 0 }))
    let columns = Array(matrix.shape.dropFirst(summed.count))
    let weights = "\(node.title): matrix"
    define(matrix.with(shape: [count, columns.reduce(1, *)]), as: weights)
    let flat = try step("Reshape", of: node, [rows, list(lengths + [count], node)])
    let product = try step("MatMul", of: node, [flat, weights])
    let name = try step("Reshape", of: node, [product, list(lengths + columns, node)])
    return LetteredValue(name: name, letters: rest + new)
  }

  /// A map whose elements are multiplied with those of a constant.
  private mutating func scaling(
    _ value: LetteredValue, _ constant: ONNXConstant, _ letters: [Character],
    _ node: Onnx_NodeProto
  ) throws(FormatError) -> LetteredValue {
    let order = value.letters.compactMap { letters.firstIndex(of: $0) }
    let factors = constant.reindexed(by: .transposed(order))
    let lengths = value.letters.map { letter in
      letters.firstIndex(of: letter).map { constant.shape[$0] } ?? 1
    }
    let name = "\(node.title): factors"
    define(factors.with(shape: lengths), as: name)
    return LetteredValue(
      name: try step("Mul", of: node, [value.name, name]), letters: value.letters)
  }

  private mutating func transpose(
    _ value: LetteredValue, to result: [Character], as output: String, _ node: Onnx_NodeProto
  ) throws(FormatError) {
    let order = result.compactMap { value.letters.firstIndex(of: $0) }
    _ = try step("Transpose", of: node, [value.name], [.ints("perm", order)], as: output)
  }

  /// Imports an operator that a node stands for.
  ///
  /// - Returns: The name of its result.
  private mutating func step(
    _ name: String, of node: Onnx_NodeProto, _ inputs: [String],
    _ attributes: [Onnx_AttributeProto] = [], as output: String? = nil
  ) throws(FormatError) -> String {
    let output = output ?? "\(node.title): \(name) \(views.count)"
    try perform(
      .with {
        ($0.name, $0.opType) = (node.title, name)
        ($0.input, $0.output) = (inputs, [output])
        $0.attribute = attributes
      })
    return output
  }

  /// Whole numbers as an argument of a step.
  private mutating func list(_ numbers: [Int], _ node: Onnx_NodeProto) -> String {
    let name = "\(node.title): \(numbers)"
    define(ONNXConstant(integers: numbers), as: name)
    return name
  }

  private func view(
    named name: String, _ node: Onnx_NodeProto
  ) throws(FormatError) -> ONNXView {
    guard let view = views[name] else {
      throw malformed(node.title, "nothing writes its input '\(name)'")
    }
    return view
  }
}
