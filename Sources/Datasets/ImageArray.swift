import Networks
import Tensors

/// Images of one shape and type at equal distances in a file.
package struct ImageArray: Sendable {
  /// The order of the numbers of one image.
  package enum Order: Hashable, Sendable {
    /// `[channels, height, width]`
    case channelsFirst
    /// `[height, width, channels]`
    case channelsLast
  }

  /// The file that holds the images.
  package let source: ByteSource
  /// Where the numbers of the first image begin, in bytes.
  package let start: Int
  /// From the start of one image to the start of the next, in bytes.
  package let stride: Int
  /// How many images there are.
  package let count: Int
  /// The shape of every image.
  package let shape: MapShape
  /// What the numbers are stored as.
  package let type: ElementType
  /// The order of the numbers of one image.
  package let order: Order
  /// The lengths that the file gives the array; empty where it gives none.
  let lengths: [Int]

  package init(
    source: ByteSource, start: Int, stride: Int, count: Int, shape: MapShape, type: ElementType,
    order: Order, lengths: [Int] = []
  ) {
    self.source = source
    self.start = start
    self.stride = stride
    self.count = count
    self.shape = shape
    self.type = type
    self.order = order
    self.lengths = lengths
  }

  /// The same numbers as images of a network that takes another shape, if the lengths of the array
  /// can be read as that: `[N, H, W, C]`, or `[N, C, L]` and `[N, L, C]` for maps of one row, or
  /// rows of as many numbers, channel by channel.
  func readAs(_ wanted: MapShape) -> ImageArray? {
    let one = Array(lengths.dropFirst())
    let order: Order? =
      switch one.count {
      case 1 where one == [wanted.count]: .channelsFirst
      case 3 where one == [wanted.height, wanted.width, wanted.channels]: .channelsLast
      case 2 where wanted.height == 1 && one == [wanted.channels, wanted.width]: .channelsFirst
      case 2 where wanted.height == 1 && one == [wanted.width, wanted.channels]: .channelsLast
      case _: nil
      }
    guard let order else { return nil }
    return ImageArray(
      source: source, start: start, stride: wanted.count * type.size, count: lengths[0],
      shape: wanted, type: type, order: order, lengths: lengths)
  }

  /// Bytes are raw pixels, all other numbers are preprocessed.
  package var pixels: PixelScale { type == .uint8 ? .raw : .preprocessed }

  /// Shape `[channels, height, width]`.
  ///
  /// - Precondition: `index` is less than `count`.
  package func image(at index: Int) throws(DatasetError) -> Tensor {
    let start = start + index * stride
    let numbers = type.floats(try source.read(start..<start + shape.count * type.size))
    let elements =
      order == .channelsLast ? channelsFirst(numbers, channels: shape.channels) : numbers
    return Tensor(shape: [shape.channels, shape.height, shape.width], elements: elements)
  }
}
