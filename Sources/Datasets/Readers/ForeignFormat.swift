/// Formats that are recognised only to say what to do instead.
enum ForeignFormat {
  static let pickle = "Python pickles are not read, they can run code"
  static let pickleHint = "use the binary version of CIFAR (cifar-10-binary.tar.gz)"

  /// What the files of CIFAR's Python version are called.
  static let pickleNames = ["test_batch", "data_batch_1"]

  /// The name of a format that is not read, as `looks like …` goes on, or `nil` if it is unknown.
  static func name(_ start: [UInt8]) -> String? {
    if start.count >= 262, Array(start[257..<262]) == Array("ustar".utf8) {
      return "a tar archive (unpack it)"
    }
    return magics.first { start.starts(with: $0.magic) }?.name
  }

  /// Whether the file begins like a pickle of protocol 2 to 5.
  static func isPickle(_ start: [UInt8]) -> Bool {
    start.count >= 2 && start[0] == 0x80 && (2...5).contains(start[1])
  }

  private static let magics: [(magic: [UInt8], name: String)] = [
    (Array("GIF8".utf8), "a GIF picture"),
    (Array("BM".utf8), "a BMP picture"),
    (Array("RIFF".utf8), "a WebP picture or another RIFF file"),
    ([0x49, 0x49, 0x2A, 0], "a TIFF picture"),
    ([0x4D, 0x4D, 0, 0x2A], "a TIFF picture"),
    ([0x89, 0x48, 0x44, 0x46], "an HDF5 file"),
    ([0x7F, 0x45, 0x4C, 0x46], "a program"),
    (Array("BZh".utf8), "a bzip2 archive (unpack it)"),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "an xz archive (unpack it)"),
    ([0x28, 0xB5, 0x2F, 0xFD], "a zstd archive (unpack it)"),
  ]
}
