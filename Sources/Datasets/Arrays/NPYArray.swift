import Tensors

/// An array as NumPy saves it: numbers of one type and a shape, in memory.
package struct NPYArray: Equatable, Sendable {
  /// What the numbers are stored as.
  package let type: ElementType
  /// The length of every axis; empty for a single number.
  package let shape: [Int]
  /// Whether the first index ran fastest in the file; `bytes` are in C order in any case.
  package let wasFortranOrder: Bool
  /// The numbers in C order (the last index runs fastest), little endian.
  let bytes: [UInt8]

  /// Reads all of a source.
  package init(_ source: ByteSource) throws(DatasetError) {
    let header = try NPYHeader(source)
    let size = source.count - header.length
    guard size <= ByteSource.memoryLimit else {
      throw .tooLarge(path: source.path, bytes: size, limit: ByteSource.memoryLimit)
    }
    self.init(header, try source.read(header.length..<source.count))
  }

  /// - Precondition: There are as many bytes as the header asks for.
  init(_ header: NPYHeader, _ stored: [UInt8]) {
    self.type = header.type
    self.shape = header.shape
    self.wasFortranOrder = header.isFortranOrder
    let size = header.type.size
    let numbers = header.isBigEndian ? withReversedNumbers(stored, size: size) : stored
    self.bytes =
      header.isFortranOrder ? inCOrder(numbers, shape: header.shape, size: size) : numbers
  }

  /// How many numbers there are.
  package var count: Int { bytes.count / type.size }

  /// Calls a function with every number that is not zero, in single precision, and its position in
  /// C order.
  ///
  /// Zeros, which most of a raster is, take neither memory nor much time.
  package func forEachNonzero(_ body: (_ position: Int, _ value: Float) throws -> Void) rethrows {
    let (word, size) = (MemoryLayout<UInt64>.size, type.size)
    for start in stride(from: 0, to: bytes.count, by: word) {
      let end = min(start + word, bytes.count)
      let isZero = bytes.withUnsafeBytes { bytes in
        end - start == word && bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self) == 0
      }
      if isZero { continue }
      for (index, value) in type.floats(Array(bytes[start..<end])).enumerated() where value != 0 {
        try body(start / size + index, value)
      }
    }
  }

  /// The numbers in single precision, in C order; those that do not fit are rounded.
  package var floats: [Float] { type.floats(bytes) }

  /// The numbers in double precision, in C order.
  package var doubles: [Double] { type.doubles(bytes) }

  /// The numbers in C order, or `nil` if the type has fractions.
  package var integers: [Int]? { type.integers(bytes) }

  /// The same shape in single precision.
  package var tensor: Tensor { Tensor(shape: shape, elements: floats) }
}

/// The bytes of an array whose numbers begin with their highest byte, each the other way round.
private func withReversedNumbers(_ bytes: [UInt8], size: Int) -> [UInt8] {
  var reversed = bytes
  for start in stride(from: 0, to: bytes.count, by: size) {
    for byte in 0..<size { reversed[start + byte] = bytes[start + size - 1 - byte] }
  }
  return reversed
}

/// The bytes of an array whose first index runs fastest, put into the order in which the last does.
///
/// - Precondition: The product of shape and size is the number of bytes.
private func inCOrder(_ bytes: [UInt8], shape: [Int], size: Int) -> [UInt8] {
  guard shape.count > 1, !bytes.isEmpty else { return bytes }
  var strides: [Int] = []
  for axis in shape.indices {
    strides.append(axis == 0 ? size : strides[axis - 1] * shape[axis - 1])
  }
  return [UInt8](unsafeUninitializedCapacity: bytes.count) { target, count in
    bytes.withUnsafeBytes { source in
      var index = Array(repeating: 0, count: shape.count)
      var position = 0
      while count < bytes.count {
        for byte in 0..<size { target[count + byte] = source[position + byte] }
        count += size
        // On to the next index, as an odometer goes.
        var axis = shape.count - 1
        index[axis] += 1
        position += strides[axis]
        while axis > 0 && index[axis] == shape[axis] {
          position -= strides[axis] * shape[axis]
          index[axis] = 0
          axis -= 1
          index[axis] += 1
          position += strides[axis]
        }
      }
    }
  }
}
