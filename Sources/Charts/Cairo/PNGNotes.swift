import PlainText

/// What a PNG file says of a picture beside its pixels, which cairo cannot write: how large it is
/// on paper, and what it shows.
struct PNGNotes {
  private let chunks: [[UInt8]]

  init(of drawing: Drawing) {
    let perMetre = UInt32((Drawing.dotsPerInch / 0.0254).rounded())
    let size = bigEndian(perMetre) + bigEndian(perMetre) + [1]
    let texts = [
      ("Title", drawing.title), ("Description", drawing.about), ("Software", "spiketop"),
    ]
    chunks =
      [chunk("pHYs", size)]
      + texts.filter { !$0.1.isEmpty }.map { keyword, text in
        // Not compressed, in no language, in UTF-8.
        chunk("iTXt", Array(keyword.utf8) + [0, 0, 0, 0, 0] + Array(visible(text).utf8))
      }
  }

  /// - Parameter file: As cairo writes it: a signature and the header first.
  func added(to file: [UInt8]) -> [UInt8] {
    let headerEnd = 8 + 25
    return Array(file.prefix(headerEnd)) + chunks.joined() + file.dropFirst(headerEnd)
  }
}

private func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
  let named = Array(name.utf8) + content
  return bigEndian(UInt32(content.count)) + named + bigEndian(checksum(of: named))
}

private func bigEndian(_ number: UInt32) -> [UInt8] {
  (0..<4).map { UInt8(number >> (24 - 8 * $0) & 255) }
}

/// CRC-32 of ISO 3309, bit by bit: the chunks are short.
private func checksum(of bytes: [UInt8]) -> UInt32 {
  ~bytes.reduce(~0) { sum, byte in
    (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in
      sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1
    }
  }
}
