/// The element types of ONNX that weights and shapes have.
enum ElementType: Int {
  case float32 = 1
  case uint8 = 2
  case int8 = 3
  case int32 = 6
  case int64 = 7
  case bool = 9
  case float16 = 10
  case float64 = 11
  case bfloat16 = 16

  /// What the standard calls the types by their codes, from 0 on.
  private static let names = [
    "undefined", "float32", "uint8", "int8", "uint16", "int16", "int32", "int64", "string", "bool",
    "float16", "float64", "uint32", "uint64", "complex64", "complex128", "bfloat16",
    "float8e4m3fn", "float8e4m3fnuz", "float8e5m2", "float8e5m2fnuz", "uint4", "int4",
    "float4e2m1", "float8e8m0", "uint2", "int2",
  ]

  /// The name of a type; the number where the standard has none.
  static func name(ofCode code: Int) -> String {
    names.indices.contains(code) ? names[code] : "\(code)"
  }

  /// Whether a type that is unknown here is one that models are quantised to.
  static func isOfQuantisedModels(code: Int) -> Bool {
    ["uint16", "int16", "uint4", "int4", "uint2", "int2"].contains(name(ofCode: code))
      || name(ofCode: code).hasPrefix("float8")
  }

  /// In bytes.
  var size: Int {
    switch self {
    case .uint8, .int8, .bool: 1
    case .float16, .bfloat16: 2
    case .float32, .int32: 4
    case .int64, .float64: 8
    }
  }

  var isFloat: Bool { integers == nil }

  /// The numbers of a type of integers; `nil` of floats.
  var integers: ClosedRange<Int>? {
    switch self {
    case .float32, .float16, .float64, .bfloat16: nil
    case .uint8: 0...255
    case .int8: -128...127
    case .int32: Int(Int32.min)...Int(Int32.max)
    case .int64: Int.min...Int.max
    case .bool: 0...1
    }
  }

  /// The largest number of a type of floats.
  var largestFloat: Double {
    self == .float16 ? Double(Float16.greatestFiniteMagnitude) : .greatestFiniteMagnitude
  }
}
