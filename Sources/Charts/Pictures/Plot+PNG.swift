import CPNG

/// Why a plot cannot become a file.
package enum ChartError: Error, Equatable {
  /// The PNG library refuses; `reason` is its own words.
  case notEncoded(reason: String)
}

extension ChartError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notEncoded(let reason):
      "the figure cannot become a PNG picture (\(reason)); use svg"
    }
  }
}

extension Plot {
  /// The plot as the bytes of a PNG file.
  ///
  /// - Parameter scale: Pixels per point, of which a plot is 720 wide; held to 1 to 8.
  package func png(scale: Int = 2) throws(ChartError) -> [UInt8] {
    try PixelGrid(drawing(), scale: min(max(scale, 1), 8)).png()
  }
}

extension PixelGrid {
  /// The pixels as the bytes of a PNG file.
  func png() throws(ChartError) -> [UInt8] {
    var image = png_image()
    image.version = UInt32(PNG_IMAGE_VERSION)
    image.width = UInt32(width)
    image.height = UInt32(height)
    image.format = UInt32(PNG_FORMAT_FLAG_COLOR)
    defer { png_image_free(&image) }

    // The first call finds the size, the second writes.
    var size = png_alloc_size_t()
    guard png_image_write_to_memory(&image, nil, &size, 0, bytes, 0, nil) != 0 else {
      throw refusal(&image)
    }
    var file = [UInt8](repeating: 0, count: size)
    guard png_image_write_to_memory(&image, &file, &size, 0, bytes, 0, nil) != 0 else {
      throw refusal(&image)
    }
    return Array(file.prefix(size))
  }
}

private func refusal(_ image: inout png_image) -> ChartError {
  let message = withUnsafeBytes(of: image.message) { buffer in
    String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self)
  }
  return .notEncoded(reason: message)
}
