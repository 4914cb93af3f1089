import CPNG

/// Decodes a PNG picture to 8 bits per channel; palettes become colours.
///
/// A colour space that the file states is passed over, as in the training of most networks.
///
/// - Throws: `DatasetError.damaged` or `.tooLarge`.
package func decodePNG(_ bytes: [UInt8], path: String) throws(DatasetError) -> Picture {
  var image = png_image()
  image.version = UInt32(PNG_IMAGE_VERSION)
  defer { png_image_free(&image) }
  // libpng keeps the pointer until the picture is complete.
  let result = withoutColorSpace(bytes).withUnsafeBytes { buffer in
    Result { () throws(DatasetError) in
      guard png_image_begin_read_from_memory(&image, buffer.baseAddress, buffer.count) != 0 else {
        throw damage(&image, path: path)
      }
      return try decodePixels(&image, path: path)
    }
  }
  return try result.get()
}

/// The file without the chunks that make libpng convert colours.
private func withoutColorSpace(_ bytes: [UInt8]) -> [UInt8] {
  let dropped = ["gAMA", "cHRM", "iCCP", "sRGB"].map { Array($0.utf8) }
  var result = Array(bytes.prefix(8))
  var position = result.count
  // A chunk is its length, its name, so many bytes and a checksum.
  while position + 12 <= bytes.count {
    let length = bytes[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
    let end = min(position + 12 + length, bytes.count)
    if !dropped.contains(Array(bytes[position + 4..<position + 8])) {
      result += bytes[position..<end]
    }
    position = end
  }
  return result + bytes[position...]
}

private func decodePixels(_ image: inout png_image, path: String) throws(DatasetError) -> Picture {
  let width = Int(image.width)
  let height = Int(image.height)
  try Picture.checkSize(width: width, height: height, path: path)

  let stored = Int32(bitPattern: image.format)
  let isColor = stored & Int32(PNG_FORMAT_FLAG_COLOR) != 0
  let hasAlpha = stored & Int32(PNG_FORMAT_FLAG_ALPHA) != 0
  let channels = isColor ? 3 : 1
  let samples = channels + (hasAlpha ? 1 : 0)
  image.format = UInt32(
    (isColor ? Int(PNG_FORMAT_FLAG_COLOR) : 0) | (hasAlpha ? Int(PNG_FORMAT_FLAG_ALPHA) : 0))
  // Without this, 16-bit pictures count as linear light and come out brighter.
  image.flags |= UInt32(PNG_IMAGE_FLAG_16BIT_sRGB)

  var pixels = [UInt8](repeating: 0, count: width * height * samples)
  guard png_image_finish_read(&image, nil, &pixels, 0, nil) != 0 else {
    throw damage(&image, path: path)
  }
  let bytes = hasAlpha ? withoutAlpha(pixels, channels: channels) : pixels
  return Picture(width: width, height: height, channels: channels, bytes: bytes)
}

/// Drops the last of `channels + 1` samples of each pixel.
private func withoutAlpha(_ samples: [UInt8], channels: Int) -> [UInt8] {
  [UInt8](unsafeUninitializedCapacity: samples.count / (channels + 1) * channels) { buffer, count in
    for pixel in 0..<samples.count / (channels + 1) {
      for channel in 0..<channels {
        buffer[pixel * channels + channel] = samples[pixel * (channels + 1) + channel]
      }
    }
    count = samples.count / (channels + 1) * channels
  }
}

private func damage(_ image: inout png_image, path: String) -> DatasetError {
  let message = withUnsafeBytes(of: image.message) { buffer in
    String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self)
  }
  return .damaged(path: path, problem: "is a damaged PNG picture (\(message))")
}
