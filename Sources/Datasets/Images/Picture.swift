import Tensors

/// A decoded picture: raw pixels, all channels of a pixel side by side.
package struct Picture: Equatable, Sendable {
  /// The bytes of the largest picture that is decoded, 8192x8192 in colour.
  static let byteLimit = 3 << 26

  /// In pixels.
  package let width: Int
  /// In pixels.
  package let height: Int
  /// 1 (grey) or 3 (red, green, blue).
  package let channels: Int
  /// Shape `[height, width, channels]`.
  package let bytes: [UInt8]

  /// - Precondition: There are `width · height · channels` bytes.
  package init(width: Int, height: Int, channels: Int, bytes: [UInt8]) {
    precondition(bytes.count == width * height * channels, "\(bytes.count) bytes")
    self.width = width
    self.height = height
    self.channels = channels
    self.bytes = bytes
  }

  /// Shape `[channels, height, width]`, in `0...255`.
  package var tensor: Tensor { PixelRows(self).tensor }

  /// - Throws: `DatasetError.tooLarge` or, for a size that no picture has, `.damaged`.
  static func checkSize(width: Int, height: Int, path: String) throws(DatasetError) {
    guard width > 0 && height > 0 else {
      throw .damaged(path: path, problem: "is a picture of \(width)x\(height) pixels")
    }
    let bytes = checkedProduct([width, height, 3]) ?? .max
    guard bytes <= byteLimit else {
      throw .tooLarge(path: path, bytes: bytes, limit: byteLimit)
    }
  }
}

/// The formats of pictures that are read, told apart by how they begin.
enum PictureFormat: Equatable, Sendable {
  case png, jpeg

  init?(_ start: [UInt8]) {
    if start.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      self = .png
    } else if start.starts(with: [0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else {
      return nil
    }
  }
}

/// Reads a PNG or JPEG file, whatever its name.
///
/// Grey pictures give one channel, all others three; transparency is dropped, and a JPEG's
/// orientation tag is not applied: as Pillow's `convert("RGB")` does.
///
/// - Throws: any `DatasetError` of kind `noInput` or `badData`.
func readPicture(_ source: ByteSource) throws(DatasetError) -> Picture {
  guard source.count > 0 else { throw .damaged(path: source.path, problem: "is empty") }
  switch PictureFormat(try source.prefix(8)) {
  case .png: return try decodePNG(source.readAll(limit: 1 << 28), path: source.path)
  case .jpeg: return try decodeJPEG(source.readAll(limit: 1 << 28), path: source.path)
  case nil: throw .damaged(path: source.path, problem: "is neither a PNG nor a JPEG picture")
  }
}

/// Numbers of shape `[pixels, channels]`, put into the shape `[channels, pixels]`.
func channelsFirst(_ values: [Float], channels: Int) -> [Float] {
  guard channels > 1 else { return values }
  let pixels = values.count / channels
  return [Float](unsafeUninitializedCapacity: values.count) { buffer, count in
    for channel in 0..<channels {
      for pixel in 0..<pixels {
        buffer[channel * pixels + pixel] = values[pixel * channels + channel]
      }
    }
    count = pixels * channels
  }
}
