import Networks

/// What is known of a value of a tail beside its shape.
struct ONNXTailRange {
  /// That of the file; all floats of 32 bits and more are `float32`.
  var type = ElementType.float32
  /// How far from zero its numbers are at most.
  var bound = Double.infinity
}

/// Whole numbers in floats, which hold those up to 2^24 exactly, and floats of 16 bits.
extension ONNXTailReader {
  /// Up to which numbers floats hold all whole ones.
  private static let exact = Double(1 << 24)
  /// How large whole numbers are taken to be that are made of floats without bounds.
  private static let assumed = Double(1 << 20)

  /// What a step gives, of what its arguments are.
  func range(of operation: TailOperation, _ inputs: [Int]) -> ONNXTailRange {
    let bounds = inputs.map { ranges[$0].bound }
    let bound = operation.bound(of: bounds, inputs.first.map(shape(of:)) ?? [])
    let type: ElementType =
      switch operation {
      case .constant: .float32
      case .combine(.greater), .combine(.equal), .combine(.notLess): .bool
      case .largest: .int64
      case .choose: ranges[inputs[1]].type
      case .reshape, .transpose, .pick, .function, .combine, .concatenate, .softmax, .logSoftmax,
        .reduce:
        ranges[inputs[0]].type
      }
    return ONNXTailRange(type: type, bound: bound)
  }

  /// What a constant of the file is; throws where floats do not hold its numbers.
  mutating func range(
    of constant: ONNXConstant, _ name: String, for node: Onnx_NodeProto
  ) throws(FormatError) -> ONNXTailRange {
    guard let integers = constant.integers else {
      try requireFloats(constant, name, for: node)
      return ONNXTailRange(type: constant.type == .float64 ? .float32 : constant.type)
    }
    if let number = integers.first(where: { Int(exactly: Float($0)) != $0 }) {
      throw inexact(node, "the whole number \(number) of '\(name)'")
    }
    let bound = integers.reduce(0) { max($0, Double($1.magnitude)) }
    return ONNXTailRange(type: constant.type, bound: bound)
  }

  /// Throws where numbers of 64 bits are infinite, or nothing, only as floats.
  private func requireFloats(
    _ constant: ONNXConstant, _ name: String, for node: Onnx_NodeProto
  ) throws(FormatError) {
    guard case .doubles(let numbers) = constant.values else { return }
    let isOther = { (number: Double) in
      number.isFinite && number != 0 && (Float(number).isInfinite || Float(number) == 0)
    }
    guard let number = numbers.first(where: isOther) else { return }
    throw inexact(node, "the number \(number) of '\(name)'")
  }

  private func inexact(_ node: Onnx_NodeProto, _ what: String) -> FormatError {
    importer.unsupported(
      node, "is computed behind all layers in floats of 32 bits, which do not hold \(what)")
  }

  /// Two numbers as one; a quotient of whole ones is whole.
  mutating func combined(
    _ combination: TailCombination, _ a: Int, _ b: Int, of node: Onnx_NodeProto
  ) throws(FormatError) -> Int {
    let result = try append(.combine(combination), [a, b], of: node)
    guard ranges[a].type.integers != nil else { return result }
    switch combination {
    case .greater, .equal, .notLess, .minimum, .maximum: return result
    case .sum, .difference, .product, .power:
      try requireExact(result, of: node)
      return result
    case .quotient:
      // Whole numbers are divided by 1 or more.
      ranges[result].bound = ranges[a].bound
      try requireExact(result, of: node)
      return try append(.function(TailFunction(.truncate)), [result], of: node)
    }
  }

  /// Throws where whole numbers may be larger than those that are computed exactly.
  mutating func requireExact(_ value: Int, of node: Onnx_NodeProto) throws(FormatError) {
    let range = ranges[value]
    switch range.type {
    case .float32, .float64, .float16, .bfloat16: return
    case .int32, .int64: break
    case .uint8, .int8, .bool:
      throw importer.unsupported(
        node, "computes with numbers of the type \(range.type), which wrap around")
    }
    guard range.bound <= Self.exact else {
      throw inexact(node, "its whole numbers beyond ±\(Int(Self.exact))")
    }
    guard let name = unboundedCast else { return }
    let note =
      "'\(name)' makes whole numbers of what has no bounds: what is computed of them is that of "
      + "the file up to ±\(Int(Self.assumed))"
    if !notes.contains(note) { notes.append(note) }
  }

  mutating func addCast(_ node: Onnx_NodeProto) throws(FormatError) {
    let code = try importer.attributes(node).int("to", default: 1)
    guard let type = ElementType(rawValue: code) else {
      throw importer.unsupported(
        node, "casts to \(ElementType.name(ofCode: code)), which cannot be computed")
    }
    let value = try value(node)
    let source = ranges[value].type
    switch type {
    case .float32, .float64:
      guard source != .float32 else {
        give(value, to: node)
        return
      }
      give(try retyped(value, as: .float32, of: node), to: node)
    case .float16, .bfloat16:
      guard source != type else {
        give(value, to: node)
        return
      }
      let kind = type == .float16 ? TailFunction.Kind.float16 : .bfloat16
      let result = try append(.function(TailFunction(kind)), [value], of: node)
      ranges[result].type = type
      give(result, to: node)
    case .bool:
      let zero = try append(.constant(values: [0]), [], of: node)
      let isZero = try append(.combine(.equal), [value, zero], of: node)
      try add(.combine(.equal), [isZero, zero], of: node)
    case .int32, .int64, .uint8, .int8:
      give(try whole(value, as: type, of: node), to: node)
    }
  }

  private mutating func retyped(
    _ value: Int, as type: ElementType, of node: Onnx_NodeProto
  ) throws(FormatError) -> Int {
    let result = try append(.reshape, [value], shape: shape(of: value), of: node)
    ranges[result].type = type
    return result
  }

  private mutating func whole(
    _ value: Int, as type: ElementType, of node: Onnx_NodeProto
  ) throws(FormatError) -> Int {
    var result = value
    if ranges[value].type.isFloat {
      result = try append(.function(TailFunction(.truncate)), [value], of: node)
      if ranges[result].bound > Self.assumed {
        unboundedCast = node.title
        ranges[result].bound = Self.assumed
      }
    }
    guard type == .uint8 || type == .int8 else {
      guard type == .int64 || ranges[result].bound <= Double(Int32.max) else {
        throw inexact(node, "its whole numbers beyond those of the type \(type)")
      }
      return try retyped(result, as: type, of: node)
    }
    result = try wrapped(result, from: 0, of: node)
    if type == .int8 { result = try wrapped(result, from: -128, of: node) }
    ranges[result] = ONNXTailRange(type: type, bound: 255)
    return result
  }

  /// The number of the 256 from a first one on that differs by a multiple of 256; all steps are
  /// exact.
  private mutating func wrapped(
    _ value: Int, from first: Float, of node: Onnx_NodeProto
  ) throws(FormatError) -> Int {
    let size = try append(.constant(values: [256]), [], of: node)
    let shift = try append(.constant(values: [first]), [], of: node)
    let above = try append(.combine(.difference), [value, shift], of: node)
    let quotient = try append(.combine(.quotient), [above, size], of: node)
    let floor = try append(.function(TailFunction(.floor)), [quotient], of: node)
    let excess = try append(.combine(.product), [floor, size], of: node)
    return try append(.combine(.difference), [value, excess], of: node)
  }

  /// Rounds the results of a node to floats of 16 bits, where it has computed such.
  mutating func roundToType(of node: Onnx_NodeProto) throws(FormatError) {
    for name in node.output {
      guard let value = value(named: name), value >= heads.count, node.opType != "Cast",
        !steps[value - heads.count].operation.moves
      else { continue }
      let type = ranges[value].type
      guard type == .float16 || type == .bfloat16 else { continue }
      let kind = type == .float16 ? TailFunction.Kind.float16 : .bfloat16
      give(
        try append(.function(TailFunction(kind)), [value], of: node), to: node, output: name)
    }
  }
}
