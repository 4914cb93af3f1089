/// The lengths that a file declares for an image, in its own order and without the batch; `nil` for
/// those that it leaves open.
struct DeclaredLengths {
  let fixed: [Int?]

  /// Whether the channels stand behind the other lengths.
  var hasChannelsLast = false

  /// What others say of an image, in the first order in which it agrees with all that is fixed.
  ///
  /// - Parameter lengths: `[channels, height, width]`, or in the order of the file.
  /// - Returns: `nil` if it agrees in none.
  func filled(by lengths: [Int]) -> [Int]? {
    let moved = Array(lengths.dropFirst()) + lengths.prefix(1)
    var orders = hasChannelsLast ? [moved, lengths] : [lengths, moved]
    // One row of a length, and a vector, are images of fewer axes.
    if lengths.count == 3, lengths[1] == 1 {
      let row = [lengths[0], lengths[2]]
      orders += hasChannelsLast ? [row.reversed(), row] : [row]
    }
    // A matrix is a picture of one channel.
    if lengths.count == 3, lengths[0] == 1 {
      let matrix = [lengths[1], lengths[2]]
      // Nothing tells channels and length apart where the file fixes neither.
      let isTold = fixed.contains { $0 != nil }
      orders += hasChannelsLast ? [matrix] : isTold ? [matrix, matrix.reversed()] : []
    }
    orders.append([lengths.reduce(1, *)])
    return orders.first { order in
      order.count == fixed.count && zip(order, fixed).allSatisfy { $1 == nil || $0 == $1 }
    }
  }

  /// As messages have them.
  ///
  /// - Parameter name: What the file calls an open length, by its position.
  func written(_ name: (Int) -> String) -> String {
    fixed.indices.map { fixed[$0].map(String.init) ?? name($0) }.joined(separator: "x")
  }

  /// Why an image of other lengths is refused, as half a sentence about the input.
  func refusal(of lengths: [Int], _ name: (Int) -> String) -> String {
    "takes images of \(written(name)), not of \(Self.text(lengths)); "
      + "give \(form(for: lengths)), or other data"
  }

  /// The option that helps: without a batch, where just that was there too much.
  private func form(for lengths: [Int]) -> String {
    guard lengths.count != fixed.count else { return "--input-shape" }
    let image = Array(lengths.dropFirst())
    return lengths.first == 1 && image.count == fixed.count && filled(by: image) != nil
      ? "--input-shape \(Self.text(image))" : "--input-shape with \(fixed.count) lengths"
  }

  private static func text(_ lengths: [Int]) -> String {
    lengths.map(String.init).joined(separator: "x")
  }
}
