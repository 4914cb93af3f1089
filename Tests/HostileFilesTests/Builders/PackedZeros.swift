import CZlib

/// Some bytes, and so many mebibytes of zeros behind them, as deflate packs them.
///
/// One mebibyte is packed once, so that gigabytes are made at once.
struct PackedZeros {
  /// Without a frame.
  private(set) var packed: [UInt8]

  /// Of all that is unpacked.
  private(set) var checksum: UInt32
  private(set) var adler: UInt32
  let size: Int

  init(behind start: [UInt8] = [], mebibytes: Int) {
    let zeros = [UInt8](repeating: 0, count: 1 << 20)
    let piece = Self.flushed(zeros)
    packed = Self.flushed(start)
    var sum = crc32(0, start, UInt32(start.count))
    var other = adler32(1, start, UInt32(start.count))
    let (zeroSum, otherZeros) = (crc32(0, zeros, 1 << 20), adler32(1, zeros, 1 << 20))
    for _ in 0..<mebibytes {
      packed += piece
      sum = crc32_combine(sum, zeroSum, 1 << 20)
      other = adler32_combine(other, otherZeros, 1 << 20)
    }
    // The end of deflate: a last block with nothing in it.
    packed += [3, 0]
    (checksum, adler) = (UInt32(truncatingIfNeeded: sum), UInt32(truncatingIfNeeded: other))
    size = start.count + mebibytes << 20
  }

  /// In the frame of zlib.
  var framed: [UInt8] { [0x78, 0xDA] + packed + [UInt8](big: adler) }

  /// Blocks that end with a byte, and that nothing before them matters to.
  private static func flushed(_ bytes: [UInt8]) -> [UInt8] {
    guard !bytes.isEmpty else { return [] }
    var (stream, source) = (z_stream(), bytes)
    deflateInit2_(
      &stream, 9, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    defer { deflateEnd(&stream) }
    var target = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))) + 64)
    let room = target.count
    return source.withUnsafeMutableBufferPointer { source in
      target.withUnsafeMutableBufferPointer { target in
        (stream.next_in, stream.avail_in) = (source.baseAddress, UInt32(source.count))
        (stream.next_out, stream.avail_out) = (target.baseAddress, UInt32(room))
        deflate(&stream, Z_FULL_FLUSH)
        return Array(target[..<(room - Int(stream.avail_out))])
      }
    }
  }
}
