/// Tensors of which a file holds only the numbers that are not zero.
extension ONNXTensorDecoding {
  /// How many numbers the shape of a tensor asks for, zeros included.
  func count(of tensor: Onnx_SparseTensorProto) throws(FormatError) -> Int {
    guard let count = elementCount(tensor.dims.map { Int($0) }) else {
      throw malformed(tensor, "the shape \(tensor.dims.prefix(8)) is impossible")
    }
    return count
  }

  /// All numbers of a tensor.
  ///
  /// The places of those that are held are positions in row-major order, or have one index for each
  /// axis.
  func constant(_ tensor: Onnx_SparseTensorProto) throws(FormatError) -> ONNXConstant {
    let shape = tensor.dims.map { Int($0) }
    let numbers = try constant(tensor.values)
    let indices = try constant(tensor.indices)
    let isLinear = indices.shape.count == 1
    guard let places = indices.integers, numbers.shape.count == 1,
      indices.shape == (isLinear ? [numbers.count] : [numbers.count, shape.count])
    else {
      throw malformed(
        tensor, "indices of the shape \(indices.shape) for \(numbers.shape) of \(shape)")
    }
    let lengths = isLinear ? [try count(of: tensor)] : shape
    let strides = rowMajorStrides(lengths)
    var origins = Array(repeating: -1, count: try count(of: tensor))
    for number in 0..<numbers.count {
      var origin = 0
      for axis in lengths.indices {
        let index = places[number * lengths.count + axis]
        guard (0..<lengths[axis]).contains(index) else {
          throw malformed(tensor, "the index \(index) is outside of 0..<\(lengths[axis])")
        }
        origin += index * strides[axis]
      }
      origins[origin] = number
    }
    return numbers.picking(origins, shape: shape)
  }

  private func malformed(_ tensor: Onnx_SparseTensorProto, _ what: String) -> FormatError {
    .malformed(file: file, node: tensor.values.name, what: what)
  }
}
