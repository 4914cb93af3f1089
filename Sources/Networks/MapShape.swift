/// The shape of a feature map; a vector of n units is a map of n channels and one pixel.
///
/// Units are counted in two ways. *Unit numbers* run as PyTorch flattens a map, channel by channel
/// `(c·H + y)·W + x`; files, screens and reports use them. *Channels-last order* runs pixel by
/// pixel, row after row, `(y·W + x)·C + c`; spikes, potentials and statistics use it. One spike
/// then meets the weights of all channels of a pixel in one contiguous row, and spikes in ascending
/// order are summed kernel row by kernel row, then column by column, then channel by channel: the
/// fixed order of summation.
package struct MapShape: Hashable, Sendable {
  /// At least 1, as are the other two.
  package let channels: Int
  package let height: Int
  package let width: Int

  /// - Precondition: All three are positive.
  package init(channels: Int, height: Int = 1, width: Int = 1) {
    precondition(
      channels > 0 && height > 0 && width > 0, "a map of \(channels)x\(height)x\(width)")
    self.channels = channels
    self.height = height
    self.width = width
  }

  /// The number of places, each with one unit per channel.
  package var pixels: Int { height * width }
  /// The number of units.
  package var count: Int { channels * pixels }

  /// Whether the map is a plain vector, so that both orders agree.
  package var isVector: Bool { pixels == 1 }

  /// The position in channels-last order of a channel, row and column.
  package func populationIndex(channel: Int, row: Int, column: Int) -> Int {
    (row * width + column) * channels + channel
  }

  /// The position in channels-last order of a unit number.
  package func populationIndex(ofUnit number: Int) -> Int {
    populationIndex(
      channel: number / pixels, row: number % pixels / width, column: number % width)
  }

  /// The unit number of a position in channels-last order.
  package func unitNumber(ofIndex index: Int) -> Int {
    let (channel, row, column) = coordinates(ofIndex: index)
    return (channel * height + row) * width + column
  }

  /// Channel, row and column of a position in channels-last order.
  package func coordinates(ofIndex index: Int) -> (channel: Int, row: Int, column: Int) {
    (index % channels, index / channels / width, index / channels % width)
  }

  /// Values by unit number, put into channels-last order; costs O(units).
  @inlinable
  package func populationOrder<Value>(_ values: [Value]) -> [Value] {
    precondition(values.count == count, "\(values.count) values for \(count) units")
    guard !isVector else { return values }
    return transposed(values, rows: channels, columns: pixels)
  }

  /// Values in channels-last order, put into the order of unit numbers; costs O(units).
  @inlinable
  package func unitOrder<Value>(_ values: [Value]) -> [Value] {
    precondition(values.count == count, "\(values.count) values for \(count) units")
    guard !isVector else { return values }
    return transposed(values, rows: pixels, columns: channels)
  }
}

/// The rows of a matrix as columns: activations of every image pass here, so that callers get the
/// loop for their own type of value.
@inlinable
package func transposed<Value>(_ values: [Value], rows: Int, columns: Int) -> [Value] {
  [Value](unsafeUninitializedCapacity: values.count) { buffer, count in
    for column in 0..<columns {
      for row in 0..<rows {
        buffer.initializeElement(at: column * rows + row, to: values[row * columns + column])
      }
    }
    count = values.count
  }
}

/// As `[channels, rows, columns]`.
extension MapShape: Codable {
  package init(from decoder: any Decoder) throws {
    let sides = try [Int](from: decoder)
    guard sides.count == 3, sides.allSatisfy({ (1...1 << 20).contains($0) }) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "\(sides) is no shape of a map"))
    }
    self.init(channels: sides[0], height: sides[1], width: sides[2])
  }

  package func encode(to encoder: any Encoder) throws {
    try [channels, height, width].encode(to: encoder)
  }
}

extension MapShape: CustomStringConvertible {
  /// `64x16x16` for a map, `128` for a vector.
  package var description: String {
    isVector ? "\(channels)" : "\(channels)x\(height)x\(width)"
  }
}
