// What a tail may be; whoever makes or reads one has checked it.
extension AnalogTail {
  /// The most numbers that all its values have together.
  package static let mostNumbers = 1 << 25

  /// The most steps of a tail.
  package static let mostSteps = 1 << 12

  private static let mostAxes = 16

  /// What is impossible for readouts of these sizes, as half a sentence; `nil` if nothing is.
  package func fault(forHeads counts: [Int]) -> String? {
    guard heads.count == counts.count else {
      return "the outputs are computed from \(heads.count) layers, not \(counts.count)"
    }
    guard steps.count <= Self.mostSteps, !outputs.isEmpty else {
      return "the outputs are computed in \(steps.count) steps"
    }
    var total = 0
    for (shape, count) in zip(heads, counts) where Self.count(shape) != count {
      return "the outputs are computed from the shape \(shape) of \(count) values"
    }
    for (index, step) in steps.enumerated() {
      guard step.inputs.allSatisfy((0..<heads.count + index).contains) else {
        return "the outputs are computed from what comes later"
      }
      guard let count = Self.count(step.shape), total + count <= Self.mostNumbers else {
        return "the outputs are computed from more than \(Self.mostNumbers) numbers"
      }
      total += count
      let shapes = step.inputs.map(shape(of:))
      guard step.operation.shape(of: shapes, stated: step.shape) == step.shape else {
        return "the outputs are computed by a \(step.operation.title) of \(shapes)"
      }
    }
    for output in outputs {
      guard (0..<heads.count + steps.count).contains(output.value),
        Self.count(shape(of: output.value)) == output.shape.count
      else { return "the output '\(output.name)' is not computed" }
    }
    return nil
  }

  /// How many numbers a shape has; `nil` of one that is impossible, or has none.
  package static func count(_ shape: [Int]) -> Int? {
    guard shape.count <= mostAxes else { return nil }
    var count = 1
    for length in shape {
      guard (1...mostNumbers).contains(length), count * length <= mostNumbers else { return nil }
      count *= length
    }
    return count
  }
}

extension TailOperation {
  /// The shape of the result; `nil` if the arguments do not suit.
  ///
  /// - Parameter stated: What the result is said to have, which decides where no rule does.
  package func shape(of inputs: [[Int]], stated: [Int] = []) -> [Int]? {
    switch self {
    case .constant(let values):
      return inputs.isEmpty && AnalogTail.count(stated) == values.count ? stated : nil
    case .reshape:
      guard inputs.count == 1, let count = AnalogTail.count(inputs[0]) else { return nil }
      return AnalogTail.count(stated) == count ? stated : nil
    case .transpose(let order):
      guard inputs.count == 1, order.sorted() == Array(inputs[0].indices) else { return nil }
      return order.map { inputs[0][$0] }
    case .pick(let positions):
      guard inputs.count == 1, positions.count == inputs[0].count,
        zip(positions, inputs[0]).allSatisfy({ list, length in
          !list.isEmpty && list.allSatisfy((-1..<length).contains)
        })
      else { return nil }
      return positions.map(\.count)
    case .function: return inputs.count == 1 ? inputs[0] : nil
    case .combine: return inputs.count == 2 ? Self.common(inputs[0], inputs[1]) : nil
    case .concatenate(let axis): return Self.joined(inputs, axis: axis)
    case .softmax(let axis), .logSoftmax(let axis):
      return inputs.count == 1 && inputs[0].indices.contains(axis) ? inputs[0] : nil
    case .largest(let axis): return Self.reduced(inputs, [axis])
    case .reduce(_, let axes): return Self.reduced(inputs, axes)
    case .choose:
      guard inputs.count == 3 else { return nil }
      return Self.common(inputs[0], inputs[1]).flatMap { Self.common($0, inputs[2]) }
    }
  }

  private static func reduced(_ inputs: [[Int]], _ axes: [Int]) -> [Int]? {
    guard inputs.count == 1, axes.allSatisfy(inputs[0].indices.contains) else { return nil }
    return inputs[0].indices.map { axes.contains($0) ? 1 : inputs[0][$0] }
  }

  private static func joined(_ inputs: [[Int]], axis: Int) -> [Int]? {
    guard var result = inputs.first, result.indices.contains(axis) else { return nil }
    for shape in inputs.dropFirst() {
      guard shape.count == result.count,
        shape.indices.allSatisfy({ $0 == axis || shape[$0] == result[$0] })
      else { return nil }
      result[axis] += shape[axis]
    }
    return result
  }

  private static func common(_ a: [Int], _ b: [Int]) -> [Int]? {
    let rank = max(a.count, b.count)
    let left = Array(repeating: 1, count: rank - a.count) + a
    let right = Array(repeating: 1, count: rank - b.count) + b
    guard zip(left, right).allSatisfy({ $0 == $1 || $0 == 1 || $1 == 1 }) else { return nil }
    return zip(left, right).map { max($0, $1) }
  }
}
