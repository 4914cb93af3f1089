import CZlib

/// An npy file whose header may say anything.
func npyFile(
  _ shape: String, _ content: [UInt8], type: String = "<f4", order: String = "False",
  version: UInt8 = 1, magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
) -> [UInt8] {
  npyFile(
    header: "{'descr': '\(type)', 'fortran_order': \(order), 'shape': (\(shape)), }", content,
    version: version, magic: magic)
}

/// An npy file with any text as its header.
func npyFile(
  header: String, _ content: [UInt8], version: UInt8 = 1,
  magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
) -> [UInt8] {
  let text = Array(header.utf8) + [10]
  let length =
    version == 1
    ? [UInt8](little: UInt16(truncatingIfNeeded: text.count))
    : [UInt8](little: UInt32(text.count))
  return magic + [version, 0] + length + text + content
}

/// A raster of zeros and ones, by chance.
func raster(_ steps: Int, _ neurons: Int) -> [UInt8] {
  [UInt8](floats: (0..<steps * neurons).map { $0 * 7919 % 11 < 3 ? 1 : 0 })
}

/// A file in an archive, with what the archive says of it.
struct ZipEntry {
  var name: String
  /// What stands in front of the file itself, where it is not the name.
  var innerName: String?
  var content: [UInt8]
  /// 0 as it is, 8 deflate.
  var method: UInt16 = 0
  /// What is stored.
  var packed: [UInt8]
  var checksum: UInt32
  var size: UInt32
  var flags: UInt16 = 0

  init(_ name: String, _ content: [UInt8], isPacked: Bool = false) {
    (self.name, self.content) = (name, content)
    packed = isPacked ? deflated(content) : content
    method = isPacked ? 8 : 0
    checksum = UInt32(truncatingIfNeeded: crc32(0, content, UInt32(content.count)))
    size = UInt32(content.count)
  }

  /// Zeros that take gigabytes.
  init(_ name: String, _ zeros: PackedZeros) {
    (self.name, content) = (name, [])
    (packed, method) = (zeros.packed, 8)
    (checksum, size) = (zeros.checksum, UInt32(zeros.size))
  }

  func with(_ change: (inout ZipEntry) -> Void) -> ZipEntry {
    var copy = self
    change(&copy)
    return copy
  }
}

/// A zip archive; `claimed` is what its end says of the number of files.
func zipFile(_ entries: [ZipEntry], claimed: Int? = nil) -> [UInt8] {
  var (bytes, directory) = ([UInt8](), [UInt8]())
  for entry in entries {
    let common: [UInt8] =
      [UInt8](little: UInt16(20)) + [UInt8](little: entry.flags) + [UInt8](little: entry.method)
      + [0, 0, 0x21, 0x50] + [UInt8](little: entry.checksum)
      + [UInt8](little: UInt32(entry.packed.count)) + [UInt8](little: entry.size)
    let (name, inner) = (Array(entry.name.utf8), Array((entry.innerName ?? entry.name).utf8))
    directory +=
      [0x50, 0x4B, 1, 2, 20, 0] + common + [UInt8](little: UInt16(name.count)) + [0, 0]
      + [UInt8](repeating: 0, count: 10) + [UInt8](little: UInt32(bytes.count)) + name
    bytes +=
      [0x50, 0x4B, 3, 4] + common + [UInt8](little: UInt16(inner.count)) + [0, 0] + inner
      + entry.packed
  }
  let count = [UInt8](little: UInt16(claimed ?? entries.count))
  return bytes + directory + [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + count + count
    + [UInt8](little: UInt32(directory.count)) + [UInt8](little: UInt32(bytes.count)) + [0, 0]
}

/// Bytes as deflate packs them, without a frame.
func deflated(_ bytes: [UInt8]) -> [UInt8] {
  var length = compressBound(uLong(bytes.count))
  var packed = [UInt8](repeating: 0, count: Int(length))
  compress2(&packed, &length, bytes, uLong(bytes.count), 9)
  // The frame of zlib is two bytes in front and four behind.
  return Array(packed[2..<(Int(length) - 4)])
}

/// A file of gzip; `size` is what it says of what is in it.
func gzipFile(_ bytes: [UInt8], size: UInt32? = nil, checksum: UInt32? = nil) -> [UInt8] {
  let sum = UInt32(truncatingIfNeeded: crc32(0, bytes, UInt32(bytes.count)))
  return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] + deflated(bytes)
    + [UInt8](little: checksum ?? sum) + [UInt8](little: size ?? UInt32(bytes.count))
}

/// A file of IDX with any axes, and some content.
func idxFile(
  _ sizes: [UInt32], _ content: Int, type: UInt8 = 8, axes: UInt8? = nil
) -> [UInt8] {
  [0, 0, type, axes ?? UInt8(sizes.count)] + sizes.flatMap { [UInt8](big: $0) }
    + (0..<content).map { UInt8(truncatingIfNeeded: $0 * 7) }
}
