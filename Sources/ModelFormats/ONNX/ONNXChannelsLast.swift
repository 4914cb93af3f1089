import Networks

/// Images with their channels behind rows and columns, as Keras has them.
///
/// The network takes them with their channels first, like all others; the file sees them in its own
/// order.
extension ONNXGraph {
  /// Whether the image has its channels last, as far as the file tells.
  ///
  /// It does if all that reads it puts them first; or if there are one or three of them behind more
  /// rows and columns, and nothing that reads it takes windows, which ONNX has behind the channels.
  func hasChannelsLast(_ shape: [Int]) -> Bool {
    guard shape.count >= 3, shape[0] == 1 else { return false }
    let users = (consumers[input.name] ?? []).map { nodes[$0] }
    let first = [0, shape.count - 1] + Array(1..<(shape.count - 1))
    let transposes = users.filter { user in
      user.opType == "Transpose"
        && user.attribute.contains { $0.name == "perm" && $0.ints.map { Int($0) } == first }
    }
    if !users.isEmpty, transposes.count == users.count { return true }
    let takesWindows = users.contains { Self.windowed.contains($0.opType) }
    return shape.count == 4 && [1, 3].contains(shape[3]) && min(shape[1], shape[2]) > 4
      && !takesWindows
  }

  private static let windowed: Set<String> = [
    "Conv", "ConvTranspose", "MaxPool", "AveragePool", "GlobalMaxPool", "GlobalAveragePool",
    "BatchNormalization", "Resize", "Upsample", "DepthToSpace", "SpaceToDepth",
  ]
}

extension ONNXImporter {
  /// Makes the image a map with its channels first, which the file sees with its channels last.
  mutating func putChannelsFirst(_ shape: [Int]) throws(FormatError) {
    let lengths = Array(shape.dropFirst().dropLast())
    let first = [shape[0], shape[shape.count - 1]] + lengths
    nodes[0].shape = try Self.map(first, file: graph.file, node: graph.input.name)
    let last = [0] + Array(2..<shape.count) + [1]
    views[graph.input.name] = ONNXView(node: 0, shape: first).reindexed(
      by: .transposed(last), unitCount: nodes[0].shape.count)
  }
}
