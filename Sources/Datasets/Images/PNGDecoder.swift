import CPNG

/// Decodes a PNG picture to 8 bits per channel; palettes become colours.
///
/// A colour space that the file states is passed over, as in the training of most networks.
///
/// - Throws: `DatasetError.damaged` or `.tooLarge`.
package func decodePNG(_ bytes: [UInt8], path: String) throws(DatasetError) -> Picture {
  let colorSpace = ["gAMA", "cHRM", "iCCP", "sRGB"]
  return try readingPNG(without(colorSpace, bytes), path: path, decodePixels)
}

/// Decodes a PNG file whose pixels are numbers: those of a palette, or grey levels as they are
/// stored, of up to 8 bits; which of them are transparent, means nothing.
///
/// - Throws: `DatasetError.damaged`, `.tooLarge`, or `.unsupported` for a picture in colours.
package func decodeMask(_ bytes: [UInt8], path: String) throws(DatasetError) -> Picture {
  try readingPNG(without(["tRNS"], bytes), path: path, decodeNumbers)
}

/// What `decode` makes of a file whose header and size libpng has found right.
private func readingPNG(
  _ bytes: [UInt8], path: String,
  _ decode: (inout png_image, String) throws(DatasetError) -> Picture
) throws(DatasetError) -> Picture {
  var image = png_image()
  image.version = UInt32(PNG_IMAGE_VERSION)
  defer { png_image_free(&image) }
  // libpng keeps the pointer until the picture is complete.
  let result = bytes.withUnsafeBytes { buffer in
    Result { () throws(DatasetError) in
      guard png_image_begin_read_from_memory(&image, buffer.baseAddress, buffer.count) != 0 else {
        throw damage(&image, path: path)
      }
      try Picture.checkSize(width: Int(image.width), height: Int(image.height), path: path)
      try checkPNGContent(bytes, path: path)
      let picture = try decode(&image, path)
      // The library is content with all rows: what is cut behind them, it does not miss.
      guard hasEnd(bytes) else {
        throw DatasetError.damaged(
          path: path, problem: "is a damaged PNG picture (its end is missing)")
      }
      return picture
    }
  }
  return try result.get()
}

/// Whether the last chunk of a PNG file is there as a whole.
private func hasEnd(_ bytes: [UInt8]) -> Bool {
  var position = 8
  while let chunk = PNGChunk(at: position, of: bytes) {
    if chunk.name.elementsEqual("IEND".utf8) { return true }
    position = chunk.place.upperBound
  }
  return false
}

private func decodeNumbers(
  _ image: inout png_image, path: String
) throws(DatasetError) -> Picture {
  let (width, height) = (Int(image.width), Int(image.height))
  let stored = Int(image.format)
  let isPalette = stored & Int(PNG_FORMAT_FLAG_COLORMAP) != 0
  let others = Int(PNG_FORMAT_FLAG_COLOR) | Int(PNG_FORMAT_FLAG_LINEAR)
  guard isPalette || stored & (others | Int(PNG_FORMAT_FLAG_ALPHA)) == 0 else {
    throw .unsupported(
      path: path, what: "has colours, not class numbers",
      hint: "save masks in grey with 8 bits, or with a palette")
  }
  // With a palette of its own libpng gives the numbers of the file.
  image.format = UInt32(Int(PNG_FORMAT_FLAG_COLOR) | Int(PNG_FORMAT_FLAG_COLORMAP))
  var numbers = [UInt8](repeating: 0, count: width * height)
  var palette = [UInt8](repeating: 0, count: 256 * 3)
  guard png_image_finish_read(&image, nil, &numbers, 0, &palette) != 0 else {
    throw damage(&image, path: path)
  }
  return Picture(width: width, height: height, channels: 1, bytes: numbers)
}

/// The file without the chunks of some names, which make libpng convert numbers.
private func without(_ names: [String], _ bytes: [UInt8]) -> [UInt8] {
  let dropped = names.map { Array($0.utf8) }
  var result = Array(bytes.prefix(8))
  var position = result.count
  while let chunk = PNGChunk(at: position, of: bytes) {
    if !dropped.contains(Array(chunk.name)) { result += bytes[chunk.place] }
    position = chunk.place.upperBound
  }
  return result + bytes[position...]
}

private func decodePixels(
  _ image: inout png_image, path: String
) throws(DatasetError) -> Picture {
  let width = Int(image.width)
  let height = Int(image.height)
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
