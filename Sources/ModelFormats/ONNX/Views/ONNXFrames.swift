import Networks

/// The map that a node with windows takes: of one image, or of frames that stand in its place.
///
/// Some files put frames, or two pictures that are compared, into the axis of the batch, as
/// `[frames, channels, rows, columns]`. These are channels of one map here, frame by frame.
struct ONNXFrames {
  /// The index of the network's node.
  let node: Int
  /// How many frames there are; 1 for one image.
  let count: Int
  /// The length of the batch in the file's shapes.
  fileprivate let batch: Int
  /// How many axes the file gives it: 3 for maps of one row, which have a length only, or 4.
  fileprivate let rank: Int

  init(node: Int, count: Int, batch: Int, rank: Int) {
    (self.node, self.count, self.batch, self.rank) = (node, count, batch, rank)
  }

  /// The shape in the file's eyes of a map with the same frames.
  func viewShape(of map: MapShape) -> [Int] {
    let channels = [batch * count, map.channels / count]
    return channels + (rank == 3 ? [map.width] : [map.height, map.width])
  }
}

extension ONNXConstant {
  /// The numbers so many times, one behind the other along the first axis.
  func repeated(_ count: Int) -> ONNXConstant {
    guard count > 1, let first = shape.first else { return self }
    let rows = Array(repeating: 0..<first, count: count).flatMap(Array.init)
    return reindexed(by: .picked([rows] + shape.dropFirst().map { Array(0..<$0) }))
  }
}
