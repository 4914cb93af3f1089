import CZlib

/// A part of a PNG file: its length, its name, so many bytes and a checksum.
struct PNGChunk {
  let name: ArraySlice<UInt8>
  let content: ArraySlice<UInt8>

  /// Where all of it lies; what is missing at the end of the file is left out.
  let place: Range<Int>

  /// - Returns: `nil` where there is none any more.
  init?(at position: Int, of bytes: [UInt8]) {
    guard position + 12 <= bytes.count else { return nil }
    let length = bytes[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
    name = bytes[position + 4..<position + 8]
    place = position..<min(position + 12 + length, bytes.count)
    content = bytes[position + 8..<max(min(position + 8 + length, bytes.count), position + 8)]
  }
}

/// Throws if a PNG file holds more than the rows of its picture.
///
/// The library would unpack all of it, to leave it aside. What is wrong otherwise, it finds itself.
func checkPNGContent(_ bytes: [UInt8], path: String) throws(DatasetError) {
  guard let size = unpackedSize(bytes) else { return }
  var stream = z_stream()
  guard inflateInit_(&stream, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
    throw .tooLarge(path: path, bytes: size, limit: 0)
  }
  defer { inflateEnd(&stream) }
  // As a row after the other, of which none is kept.
  var row = [UInt8](repeating: 0, count: 1 << 16)
  var (position, count, status) = (8, 0, Z_OK)
  while let chunk = PNGChunk(at: position, of: bytes) {
    position = chunk.place.upperBound
    guard chunk.name.elementsEqual("IDAT".utf8) else { continue }
    var rest = chunk.content
    while status == Z_OK, !rest.isEmpty, count <= size {
      let (taken, made): (Int, Int)
      (status, taken, made) = stream.inflated(rest, into: &row)
      rest = rest.dropFirst(taken)
      count += made
    }
    guard count <= size, status != Z_STREAM_END || rest.isEmpty else {
      throw .damaged(
        path: path, problem: "is a PNG file that holds more than its picture of \(size) bytes")
    }
    guard status == Z_OK || status == Z_STREAM_END else { return }
  }
}

extension z_stream {
  /// One call of the library.
  ///
  /// - Returns: The status, how many bytes it has taken, and how many it has made.
  mutating func inflated(
    _ bytes: ArraySlice<UInt8>, into target: inout [UInt8]
  ) -> (status: Int32, taken: Int, made: Int) {
    bytes.withUnsafeBytes { source in
      target.withUnsafeMutableBytes { target in
        next_in = UnsafeMutablePointer(
          mutating: source.bindMemory(to: UInt8.self).baseAddress)
        next_out = target.bindMemory(to: UInt8.self).baseAddress
        avail_in = UInt32(clamping: source.count)
        avail_out = UInt32(clamping: target.count)
        let (given, room) = (Int(avail_in), Int(avail_out))
        let status = inflate(&self, Z_NO_FLUSH)
        return (status, given - Int(avail_in), room - Int(avail_out))
      }
    }
  }
}

/// What the rows of a picture take, each behind the number of its filter, in bytes; `nil` where its
/// header is none.
private func unpackedSize(_ bytes: [UInt8]) -> Int? {
  guard let header = PNGChunk(at: 8, of: bytes), header.name.elementsEqual("IHDR".utf8),
    header.content.count >= 13
  else { return nil }
  let fields = Array(header.content)
  let width = fields[0..<4].reduce(0) { $0 << 8 | Int($1) }
  let height = fields[4..<8].reduce(0) { $0 << 8 | Int($1) }
  // By kind: grey, none, colours, a palette, grey and opacity, none, colours and opacity.
  let samples = [1, 0, 3, 1, 2, 0, 4]
  guard samples.indices.contains(Int(fields[9])), samples[Int(fields[9])] > 0,
    width > 0, height > 0
  else { return nil }
  let bits = Int(fields[8]) * samples[Int(fields[9])]
  func size(_ columns: Int, _ rows: Int) -> Int {
    columns == 0 ? 0 : rows * (1 + (columns * bits + 7) / 8)
  }
  guard fields[12] == 1 else { return size(width, height) }
  return interlacing.reduce(0) { sum, pass in
    let columns = (width - pass.column + pass.width - 1) / pass.width
    let rows = (height - pass.row + pass.height - 1) / pass.height
    return sum + size(max(columns, 0), max(rows, 0))
  }
}

/// Where the seven passes of Adam7 begin, and how far apart their pixels are.
private let interlacing: [(column: Int, row: Int, width: Int, height: Int)] = [
  (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2),
]
