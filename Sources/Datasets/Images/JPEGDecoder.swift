import CTurboJPEG

/// Decodes a JPEG picture; grey ones give one channel, all others three.
///
/// - Throws: `DatasetError.damaged`, `.tooLarge`, or `.unsupported` for the four inks of printing.
package func decodeJPEG(_ bytes: [UInt8], path: String) throws(DatasetError) -> Picture {
  guard let decoder = tjInitDecompress() else {
    throw .unreadable(path: path, reason: "the JPEG decoder does not start")
  }
  defer { tjDestroy(decoder) }

  var width: Int32 = 0
  var height: Int32 = 0
  var sampling: Int32 = 0
  var colors: Int32 = 0
  let size = UInt(bytes.count)
  let found = tjDecompressHeader3(decoder, bytes, size, &width, &height, &sampling, &colors)
  guard found == 0 || isHarmless(decoder, bytes) else {
    throw damage(decoder, path: path)
  }
  guard colors != Int32(TJCS_CMYK.rawValue) && colors != Int32(TJCS_YCCK.rawValue) else {
    throw .unsupported(
      path: path, what: "is a JPEG picture in the inks of printing (CMYK)", hint: "save it as RGB")
  }
  try Picture.checkSize(width: Int(width), height: Int(height), path: path)

  let isGrey = colors == Int32(TJCS_GRAY.rawValue)
  let channels = isGrey ? 1 : 3
  let format = Int32((isGrey ? TJPF_GRAY : TJPF_RGB).rawValue)
  var pixels = [UInt8](repeating: 0, count: Int(width) * Int(height) * channels)
  // A picture of honest programs has a dozen scans; each of thousands would go over all pixels.
  let flags = Int32(TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS)
  let status = tjDecompress2(decoder, bytes, size, &pixels, width, 0, height, format, flags)
  guard status == 0 || isHarmless(decoder, bytes) else { throw damage(decoder, path: path) }
  return Picture(width: Int(width), height: Int(height), channels: channels, bytes: pixels)
}

/// Whether the decoder only warned of stray bytes between segments, which leave all pixels intact.
///
/// Several pictures of ImageNet have them, and every reader takes them. The decoder keeps its first
/// warning only, so the end of the file must show that nothing is missing.
private func isHarmless(_ decoder: tjhandle, _ bytes: [UInt8]) -> Bool {
  let message = String(cString: tjGetErrorStr2(decoder))
  let end = bytes.suffix(64)
  return tjGetErrorCode(decoder) == Int32(TJERR_WARNING.rawValue)
    && message.contains("extraneous bytes before marker")
    && zip(end, end.dropFirst()).contains { $0 == (0xFF, 0xD9) }
}

private func damage(_ decoder: tjhandle, path: String) -> DatasetError {
  let message = String(cString: tjGetErrorStr2(decoder))
  return .damaged(path: path, problem: "is a damaged JPEG picture (\(message))")
}
