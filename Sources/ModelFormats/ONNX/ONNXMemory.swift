import Foundation

extension ONNXGraph {
  /// Throws where the weights that nodes read do not fit into memory, before any is allocated.
  ///
  /// A shape alone asks for nothing: weights that the file does not hold are its damage, which
  /// reading them names, and no shortage of memory.
  ///
  /// - Parameter available: In bytes; `nil` where nobody knows.
  func checkMemory(_ available: Int?) throws(FormatError) {
    guard let available else { return }
    let read = Set(nodes.flatMap(\.input))
    var needed = 0.0
    for (name, tensor) in initializers where read.contains(name) {
      let count = tensor.dims.reduce(1.0) { $0 * max(Double($1), 0) }
      guard count <= Double(storedCount(of: tensor)) else { continue }
      needed += count * Double(MemoryLayout<Float>.size)
    }
    guard needed > Double(available) else { return }
    throw .unavailable(
      file: file,
      reason: "its weights take \(gibibytes(needed)) of memory, and "
        + "\(gibibytes(Double(available))) are free; take a smaller network or a machine with more")
  }

  /// How many numbers the model, or the file beside it, holds at most for a tensor; none where
  /// nothing says.
  private func storedCount(of tensor: Onnx_TensorProto) -> Int {
    let size = ElementType(rawValue: Int(tensor.dataType))?.size ?? 1
    if let beside = try? ONNXTensorDecoding(file: file).externalFile(of: tensor) {
      return beside.size / size
    }
    return max(
      tensor.rawData.count / size, tensor.floatData.count, tensor.doubleData.count,
      tensor.int32Data.count, tensor.int64Data.count)
  }

  private func gibibytes(_ bytes: Double) -> String {
    String(format: "%.1f GiB", bytes / Double(1 << 30))
  }
}
