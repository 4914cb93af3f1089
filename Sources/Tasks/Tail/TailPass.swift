import Networks

extension AnalogTail {
  /// The outputs of the file, for those of the readouts.
  ///
  /// Costs O(numbers of all steps), and a power or an exponential for each where a step has such.
  ///
  /// - Parameter heads: One per readout, in the order of unit numbers.
  package func outputs(of heads: [[Float]]) -> [[Float]] {
    precondition(heads.count == self.heads.count, "\(heads.count) readouts")
    var values = heads
    values.reserveCapacity(heads.count + steps.count)
    for step in steps {
      let arguments = step.inputs.map {
        TailTensor(shape: shape(of: $0), values: values[$0])
      }
      values.append(step.operation.result(of: arguments, shape: step.shape))
    }
    return outputs.map { values[$0.value] }
  }
}

/// A tensor in row-major order.
struct TailTensor {
  var shape: [Int]
  var values: [Float]
}

extension TailOperation {
  /// - Precondition: The arguments suit (`AnalogTail.fault(forHeads:)`).
  fileprivate func result(of arguments: [TailTensor], shape: [Int]) -> [Float] {
    switch self {
    case .constant(let values): return values
    case .reshape: return arguments[0].values
    case .transpose(let order): return arguments[0].transposed(order)
    case .pick(let positions): return arguments[0].picked(positions)
    case .function(let function): return arguments[0].values.map(function.value(of:))
    case .combine(let combination):
      let (a, b) = (arguments[0].repeated(to: shape), arguments[1].repeated(to: shape))
      return zip(a, b).map { combination.value($0, $1) }
    case .choose:
      let parts = arguments.map { $0.repeated(to: shape) }
      return parts[0].indices.map { parts[0][$0] != 0 ? parts[1][$0] : parts[2][$0] }
    case .concatenate(let axis): return concatenated(arguments, axis: axis, shape: shape)
    case .softmax(let axis):
      return arguments[0].changingRows([axis], Tasks.softmax)
    case .logSoftmax(let axis):
      return arguments[0].changingRows([axis], Tasks.logSoftmax)
    case .reduce(let reduction, let axes):
      return arguments[0].rows(axes).map(reduction.value(of:))
    case .largest(let axis):
      return arguments[0].rows([axis]).map { row in
        let best = row.indices.max { row[$0] < row[$1] || (row[$0] == row[$1] && $0 > $1) }
        return Float(best ?? 0)
      }
    }
  }

  private func concatenated(
    _ parts: [TailTensor], axis: Int, shape: [Int]
  ) -> [Float] {
    let outer = shape[..<axis].reduce(1, *)
    var result: [Float] = []
    result.reserveCapacity(shape.reduce(1, *))
    for row in 0..<outer {
      for part in parts {
        let width = part.values.count / outer
        result += part.values[row * width..<(row + 1) * width]
      }
    }
    return result
  }
}
