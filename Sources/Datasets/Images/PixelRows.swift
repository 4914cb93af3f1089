import Tensors

/// A picture of which rows of one channel become numbers when they are asked for.
///
/// The numbers of a large picture take several times as much as its bytes.
struct PixelRows {
  private enum Storage {
    /// Shape `[height, width, channels]`.
    case bytes([UInt8])
    /// Shape `[channels, height, width]`.
    case numbers([Float])
  }

  private let storage: Storage
  /// How many channels are stored.
  private let stored: Int
  /// How many channels are given.
  let channels: Int
  let height: Int
  let width: Int

  private init(_ storage: Storage, stored: Int, channels: Int, height: Int, width: Int) {
    self.storage = storage
    self.stored = stored
    self.channels = channels
    self.height = height
    self.width = width
  }

  /// - Parameter picture: Of shape `[channels, height, width]`.
  init(_ picture: Tensor) {
    self.init(
      .numbers(picture.elements), stored: picture.shape[0], channels: picture.shape[0],
      height: picture.shape[1], width: picture.shape[2])
  }

  init(_ picture: Picture) {
    self.init(
      .bytes(picture.bytes), stored: picture.channels, channels: picture.channels,
      height: picture.height, width: picture.width)
  }

  /// The same in grey or in colours; `nil` where there is no rule for these channels.
  func withChannels(_ wanted: Int) -> PixelRows? {
    guard stored == wanted || [[1, 3], [3, 1]].contains([stored, wanted]) else { return nil }
    return PixelRows(storage, stored: stored, channels: wanted, height: height, width: width)
  }

  /// The numbers of a row of a channel, of as many as the picture is wide.
  ///
  /// Grey is that of every channel, and the luma of ITU-R 601 is grey.
  func withRow<Result>(
    _ row: Int, ofChannel channel: Int, _ body: (UnsafeBufferPointer<Float>) -> Result
  ) -> Result {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: width) { pixels in
      // Numbers have nothing to release.
      for column in 0..<width {
        pixels.initializeElement(at: column, to: pixel(row, column, channel))
      }
      return body(UnsafeBufferPointer(pixels))
    }
  }

  @inline(__always)
  private func pixel(_ row: Int, _ column: Int, _ channel: Int) -> Float {
    if stored == channels { return value(row, column, channel) }
    if stored == 1 { return value(row, column, 0) }
    return 0.299 * value(row, column, 0) + 0.587 * value(row, column, 1)
      + 0.114 * value(row, column, 2)
  }

  @inline(__always)
  private func value(_ row: Int, _ column: Int, _ channel: Int) -> Float {
    switch storage {
    case .bytes(let bytes): Float(bytes[(row * width + column) * stored + channel])
    case .numbers(let numbers): numbers[(channel * height + row) * width + column]
    }
  }

  /// All of it, shape `[channels, height, width]`.
  var tensor: Tensor {
    if stored == channels, case .numbers(let numbers) = storage {
      return Tensor(shape: [channels, height, width], elements: numbers)
    }
    var elements: [Float] = []
    elements.reserveCapacity(channels * height * width)
    for channel in 0..<channels {
      for row in 0..<height {
        withRow(row, ofChannel: channel) { elements.append(contentsOf: $0) }
      }
    }
    return Tensor(shape: [channels, height, width], elements: elements)
  }
}
