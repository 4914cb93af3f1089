import CZlib

/// A small PNG picture whose parts may say anything.
struct PNGFile {
  var width: UInt32 = 8
  var height: UInt32 = 8
  var depth: UInt8 = 8
  /// 0 grey, 2 colours, 3 a palette, 4 and 6 with transparency.
  var kind: UInt8 = 0
  var interlacing: UInt8 = 0
  /// Rows, each behind the number of its filter, before they are packed.
  var rows: [UInt8] = (0..<8).flatMap { row in [0] + (0..<8).map { UInt8(16 * $0 + row) } }
  /// Between the header and the rows.
  var chunks: [[UInt8]] = []

  static let magic: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10]

  func with(_ change: (inout PNGFile) -> Void) -> PNGFile {
    var copy = self
    change(&copy)
    return copy
  }

  var bytes: [UInt8] {
    Self.magic + header + chunks.flatMap(\.self) + Self.chunk("IDAT", Self.packed(rows))
      + Self.chunk("IEND", [])
  }

  var header: [UInt8] {
    Self.chunk(
      "IHDR",
      [UInt8](big: width) + [UInt8](big: height) + [depth, kind, 0, 0, interlacing])
  }

  static func chunk(_ name: String, _ content: [UInt8], length: UInt32? = nil) -> [UInt8] {
    let checked = Array(name.utf8) + content
    let sum = UInt32(truncatingIfNeeded: crc32(0, checked, UInt32(checked.count)))
    return [UInt8](big: length ?? UInt32(content.count)) + checked + [UInt8](big: sum)
  }

  /// In the frame of zlib.
  static func packed(_ bytes: [UInt8]) -> [UInt8] {
    var length = compressBound(uLong(bytes.count))
    var packed = [UInt8](repeating: 0, count: Int(length))
    compress2(&packed, &length, bytes, uLong(bytes.count), 9)
    return Array(packed[..<Int(length)])
  }
}

/// A grey JPEG picture of 24 by 16 pixels, as libjpeg writes it.
let jpegPicture: [UInt8] = [UInt8](
  base64: """
    /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4R
    DgsLEBYQERMUFRUVDA8XGBYUGBIUFRT/wAALCAAQABgBAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcI
    CQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcY
    GRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKj
    pKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/9oACAEBAAA/APlv
    Sfhp9391+ldnpPw0+7+6/Su00n4afd/dfpXpGk/DTp+6/Su00n4afd/dfpXaaT8NPu/uv0r/2Q==
    """)
