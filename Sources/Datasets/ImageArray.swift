import Networks
import Tensors

/// Images of one shape and type at equal distances in a file.
struct ImageArray: Sendable {
  /// The order of the numbers of one image.
  enum Order: Hashable, Sendable {
    /// `[channels, height, width]`
    case channelsFirst
    /// `[height, width, channels]`
    case channelsLast
  }

  let source: ByteSource
  /// Where the numbers of the first image begin, in bytes.
  let start: Int
  /// From the start of one image to the start of the next, in bytes.
  let stride: Int
  let count: Int
  let shape: MapShape
  let type: ElementType
  let order: Order

  var pixels: PixelScale { type == .uint8 ? .raw : .preprocessed }

  /// Shape `[channels, height, width]`.
  ///
  /// - Precondition: `index` is less than `count`.
  func image(at index: Int) throws(DatasetError) -> Tensor {
    let start = start + index * stride
    let numbers = type.floats(try source.read(start..<start + shape.count * type.size))
    let elements =
      order == .channelsLast ? channelsFirst(numbers, channels: shape.channels) : numbers
    return Tensor(shape: [shape.channels, shape.height, shape.width], elements: elements)
  }
}
