import Networks

/// Where a file cuts numbers off, as whole ones have no others, and the network does not.
struct ONNXUnboundedRange {
  /// What the file calls the node.
  var title: String
  var numbers: ClosedRange<Float>
}

extension ONNXImporter {
  /// Takes note of a range of whole numbers, unless what comes to them is known to lie within.
  ///
  /// - Parameters:
  ///   - index: The node whose numbers are quantised.
  ///   - step: By how much neighbours differ; what is rounded into the range is not cut off.
  mutating func noteUnbounded(
    _ node: Onnx_NodeProto, _ index: Int, _ numbers: ClosedRange<Float>, step: Float
  ) {
    if let found = interval(of: index), found.lowerBound >= numbers.lowerBound - step,
      found.upperBound <= numbers.upperBound + step
    {
      return
    }
    unboundedRanges.append(ONNXUnboundedRange(title: node.title, numbers: numbers))
  }

  /// Between which numbers the results of a node lie, where activations say so.
  private func interval(of index: Int) -> ClosedRange<Float>? {
    var index = index
    // Each node reads from those before it.
    for _ in nodes.indices {
      switch nodes[index].operation {
      case .activation(.clipped(let maximum)), .activation(.quantized(let maximum, _)):
        return 0...max(maximum, 0)
      case .activation(.clamp(let minimum, let maximum)) where minimum <= 0 && maximum >= 0:
        return minimum...maximum
      case .averagePool, .maxPool, .pad, .flatten: index = nodes[index].inputs[0]
      case .sparse(let map) where map.weights == nil: index = nodes[index].inputs[0]
      case .input, .convolution, .affine, .channelAffine, .unitAffine, .activation, .add,
        .concatenate, .sparse, .answer:
        return nil
      }
    }
    return nil
  }

  /// One line of all ranges; `nil` where there are none.
  var noteOfUnboundedRanges: String? {
    guard let first = unboundedRanges.first else { return nil }
    let (low, high) = (first.numbers.lowerBound, first.numbers.upperBound)
    let others = unboundedRanges.count - 1
    let rest = others == 0 ? "" : ", and so at \(others) more"
    return "whole numbers of the file end, and activations here do not: what lies beyond \(low) to "
      + "\(high) at '\(first.title)' is clipped there, and not here\(rest)"
  }
}
