/// The types of numbers that arrays in npy and npz files may have; in memory little endian.
package enum ElementType: Hashable, Sendable, CaseIterable {
  case uint8, bool, int32, int64, float16, float32, float64

  /// The type that NumPy writes as `descriptor`, in any order of bytes: `<f4`, `=f4` or `>f4`.
  init?(descriptor: String) {
    guard let order = descriptor.first, "<>=|".contains(order),
      let type = Self.allCases.first(where: { $0.descriptor.dropFirst() == descriptor.dropFirst() })
    else { return nil }
    self = type
  }

  /// As it is written here: the order of bytes, the kind and the size.
  package var descriptor: String {
    switch self {
    case .uint8: "|u1"
    case .bool: "|b1"
    case .int32: "<i4"
    case .int64: "<i8"
    case .float16: "<f2"
    case .float32: "<f4"
    case .float64: "<f8"
    }
  }

  /// Bytes per number.
  package var size: Int {
    switch self {
    case .uint8, .bool: 1
    case .float16: 2
    case .int32, .float32: 4
    case .int64, .float64: 8
    }
  }

  /// Whether images of this type are preprocessed numbers.
  package var isFloatingPoint: Bool {
    switch self {
    case .float16, .float32, .float64: true
    case .uint8, .bool, .int32, .int64: false
    }
  }

  /// The numbers in single precision; those that do not fit are rounded.
  func floats(_ bytes: [UInt8]) -> [Float] {
    switch self {
    case .uint8, .bool: bytes.map { Float($0) }
    case .int32: words(bytes) { Float(Int32(bitPattern: UInt32(littleEndian: $0))) }
    case .int64: words(bytes) { Float(Int64(bitPattern: UInt64(littleEndian: $0))) }
    case .float16: words(bytes) { Float(Float16(bitPattern: UInt16(littleEndian: $0))) }
    case .float32: words(bytes) { Float(bitPattern: UInt32(littleEndian: $0)) }
    case .float64: words(bytes) { Float(Double(bitPattern: UInt64(littleEndian: $0))) }
    }
  }

  /// The numbers in double precision.
  func doubles(_ bytes: [UInt8]) -> [Double] {
    switch self {
    case .uint8, .bool: bytes.map { Double($0) }
    case .int32: words(bytes) { Double(Int32(bitPattern: UInt32(littleEndian: $0))) }
    case .int64: words(bytes) { Double(Int64(bitPattern: UInt64(littleEndian: $0))) }
    case .float16: words(bytes) { Double(Float16(bitPattern: UInt16(littleEndian: $0))) }
    case .float32: words(bytes) { Double(Float(bitPattern: UInt32(littleEndian: $0))) }
    case .float64: words(bytes) { Double(bitPattern: UInt64(littleEndian: $0)) }
    }
  }

  /// The numbers, or `nil` if the type has fractions.
  func integers(_ bytes: [UInt8]) -> [Int]? {
    switch self {
    case .uint8, .bool: bytes.map { Int($0) }
    case .int32: words(bytes) { Int(Int32(bitPattern: UInt32(littleEndian: $0))) }
    case .int64: words(bytes) { Int(Int64(bitPattern: UInt64(littleEndian: $0))) }
    case .float16, .float32, .float64: nil
    }
  }
}

/// What `value` makes of every word.
private func words<Word: FixedWidthInteger & BitwiseCopyable, Value>(
  _ bytes: [UInt8], _ value: (Word) -> Value
) -> [Value] {
  let size = MemoryLayout<Word>.size
  return bytes.withUnsafeBytes { buffer in
    (0..<buffer.count / size).map {
      value(buffer.loadUnaligned(fromByteOffset: $0 * size, as: Word.self))
    }
  }
}
