import CCairo
import PlainText

/// Why a picture cannot become a file.
package enum ChartError: Error, Equatable {
  /// The drawing library refuses; `reason` is its own words.
  case notDrawn(reason: String)
}

extension ChartError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notDrawn(let reason): "the picture cannot be drawn (\(reason)); use svg"
    }
  }
}

extension Drawing {
  /// What printers ask for.
  static let dotsPerInch = 300.0

  /// The drawing as the bytes of a PNG file: 300 pixels per inch of paper, two per point of a
  /// screen.
  package func png() throws(ChartError) -> [UInt8] {
    let scale =
      switch self.scale {
      case .paper: Drawing.dotsPerInch / 72
      case .screen: 2.0
      }
    let surface = cairo_image_surface_create(
      CAIRO_FORMAT_RGB24, Int32((width * scale).rounded(.up)),
      Int32((height * scale).rounded(.up)))
    defer { cairo_surface_destroy(surface) }
    CairoPen(on: surface, scale: scale).draw(self)
    let file = try pngFile(of: surface)
    return self.scale == .paper ? PNGNotes(of: self).added(to: file) : file
  }

  /// The drawing as the bytes of a PDF file of one page, with letters that can be selected.
  ///
  /// Says nothing of when it was made, so that the same drawing gives the same file.
  package func pdf() throws(ChartError) -> [UInt8] {
    var file: [UInt8] = []
    let status = withUnsafeMutablePointer(to: &file) { file in
      let surface = cairo_pdf_surface_create_for_stream(collect, file, width, height)
      defer { cairo_surface_destroy(surface) }
      for (key, text) in [
        (CAIRO_PDF_METADATA_TITLE, visible(title)), (CAIRO_PDF_METADATA_SUBJECT, visible(about)),
        (CAIRO_PDF_METADATA_CREATOR, "spiketop"), (CAIRO_PDF_METADATA_CREATE_DATE, ""),
      ] {
        cairo_pdf_surface_set_metadata(surface, key, text)
      }
      CairoPen(on: surface, scale: 1).draw(self)
      cairo_surface_finish(surface)
      return cairo_surface_status(surface)
    }
    try check(status)
    return file
  }
}

extension PixelBlock {
  /// The pixels as the bytes of a PNG file.
  func png() throws(ChartError) -> [UInt8] {
    var file = Result<[UInt8], ChartError>.success([])
    withSurface(of: self) { surface in
      file = Result { () throws(ChartError) in try pngFile(of: surface) }
    }
    return try file.get()
  }
}

private func pngFile(of surface: OpaquePointer?) throws(ChartError) -> [UInt8] {
  var file: [UInt8] = []
  let status = withUnsafeMutablePointer(to: &file) { file in
    cairo_surface_write_to_png_stream(surface, collect, file)
  }
  try check(status)
  return file
}

private func check(_ status: cairo_status_t) throws(ChartError) {
  guard status != CAIRO_STATUS_SUCCESS else { return }
  throw .notDrawn(reason: String(cString: cairo_status_to_string(status)))
}

/// Takes in a part of a file.
private func collect(
  file: UnsafeMutableRawPointer?, part: UnsafePointer<UInt8>?, count: UInt32
) -> cairo_status_t {
  guard let file else { return CAIRO_STATUS_WRITE_ERROR }
  file.assumingMemoryBound(to: [UInt8].self).pointee
    .append(contentsOf: UnsafeBufferPointer(start: part, count: Int(count)))
  return CAIRO_STATUS_SUCCESS
}
