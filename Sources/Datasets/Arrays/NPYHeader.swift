import Foundation

/// What stands before the numbers of an npy file.
///
/// The magic `\x93NUMPY`, two bytes of version, the length of the text (two bytes, from version 2
/// on four, little endian) and the text, a Python dictionary:
///
///     {'descr': '<f4', 'fortran_order': False, 'shape': (64, 1, 28, 28), }
package struct NPYHeader: Equatable {
  /// How every npy file begins.
  package static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  let type: ElementType
  /// Whether the first byte of a number is its highest.
  let isBigEndian: Bool
  /// Whether the first index runs fastest.
  let isFortranOrder: Bool
  let shape: [Int]
  /// Where the numbers begin, in bytes.
  let length: Int

  /// How many bytes of an npy file are enough to read its header.
  static let mostBytes = 12 + (1 << 16)

  /// Reads the header and holds it against the size of the file.
  init(_ source: ByteSource) throws(DatasetError) {
    try self.init(source.prefix(Self.mostBytes), of: source.count, path: source.path)
  }

  /// - Parameters:
  ///   - start: The first `mostBytes` of the file, or all of it.
  ///   - size: That of the file, in bytes.
  init(_ start: [UInt8], of size: Int, path: String) throws(DatasetError) {
    let (text, length) = try Self.text(start, path: path)
    let entries = NPYEntries(text)
    self.length = length
    (type, isBigEndian) = try Self.type(entries, path: path)
    guard entries.isWhole, let isFortranOrder = entries.isFortranOrder, let shape = entries.shape
    else { throw .damaged(path: path, problem: "its npy header is garbled") }
    self.isFortranOrder = isFortranOrder
    self.shape = shape

    guard let bytes = checkedProduct(shape + [type.size]) else {
      throw .damaged(path: path, problem: "its npy header states the absurd shape \(shape)")
    }
    guard bytes == size - length else {
      throw .damaged(
        path: path,
        problem: "has \(size - length) bytes of numbers, but the shape \(shape) of "
          + "\(type.descriptor) takes \(bytes)")
    }
  }

  /// How long a file that begins so says it is, in bytes; `nil` if it is no npy file that is read.
  static func statedSize(_ start: [UInt8]) -> Int? {
    guard start.starts(with: magic), let (text, length) = try? text(start, path: "") else {
      return nil
    }
    let entries = NPYEntries(text)
    guard let type = try? type(entries, path: "").type, let shape = entries.shape else {
      return nil
    }
    let (size, overflow) = (checkedProduct(shape + [type.size]) ?? .max)
      .addingReportingOverflow(length)
    return overflow ? .max : size
  }

  private static func text(
    _ start: [UInt8], path: String
  ) throws(DatasetError) -> (text: ArraySlice<UInt8>, end: Int) {
    guard start.count >= 12, Array(start[..<6]) == magic else {
      throw .damaged(path: path, problem: "is no npy file, or truncated in its header")
    }
    guard (1...3).contains(start[6]) else {
      throw .unsupported(
        path: path, what: "npy version \(start[6]) is not known", hint: "use numpy.save")
    }
    let isShort = start[6] == 1
    let begin = isShort ? 10 : 12
    let length = start[8..<begin].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= 1 << 16, begin + length <= start.count else {
      throw .damaged(path: path, problem: "is truncated in its npy header")
    }
    return (start[begin..<begin + length], begin + length)
  }

  private static func type(
    _ entries: NPYEntries, path: String
  ) throws(DatasetError) -> (type: ElementType, isBigEndian: Bool) {
    guard let descriptor = entries.descriptor else {
      throw .damaged(path: path, problem: "its npy header is garbled")
    }
    guard let type = ElementType(descriptor: descriptor) else {
      throw .unsupported(
        path: path, what: "numbers of the type \(descriptor) are not read",
        hint: "convert whole numbers, as labels and ids, with .astype('int64'), and pixels with "
          + ".astype('float32') or .astype('uint8')")
    }
    return (type, descriptor.hasPrefix(">"))
  }

  /// The header of an array in C order, padded to a multiple of 64 bytes as NumPy does.
  package static func encoded(type: ElementType, shape: [Int]) -> [UInt8] {
    encoded(descriptor: type.descriptor, shape: shape)
  }

  /// The same for a type that only NumPy reads, as `<U7`.
  package static func encoded(descriptor: String, shape: [Int]) -> [UInt8] {
    let axes = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
    let text = "{'descr': '\(descriptor)', 'fortran_order': False, 'shape': (\(axes)), }"
    let padding = 63 - (10 + text.utf8.count) % 64
    let length = text.utf8.count + padding + 1
    let start = magic + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)]
    return start + Array(text.utf8) + Array(repeating: UInt8(ascii: " "), count: padding) + [10]
  }
}
