import Foundation
import ModelFormats

// Nodes behind the first activation of a small network, with 2 channels of 8 by 8.
extension HostileReader {
  private static func between(
    _ name: String, is right: Right = .refused, side: Int = 8, _ nodes: [Onnx_NodeProto],
    _ tensors: [Onnx_TensorProto] = []
  ) -> HostileFile {
    HostileFile(name, ONNXFile.between(nodes, tensors, side: side).bytes, right)
  }

  /// Windows of pools, and padding.
  static func windows() -> [HostileFile] {
    func pool(
      _ name: String, is right: Right = .refused, side: Int = 4, kind: String = "MaxPool",
      _ attributes: [Onnx_AttributeProto]
    ) -> HostileFile {
      between("\(kind) with \(name)", is: right, side: side, [node(kind, ["r"], "p", attributes)])
    }
    let two = integers("kernel_shape", [2, 2])
    let halves = integers("strides", [2, 2])
    return [
      pool("windows in the padding only", side: 6, [two, halves, integers("pads", [2, 2, 2, 2])]),
      pool(
        "windows in the padding only", side: 6, kind: "AveragePool",
        [two, halves, integers("pads", [2, 2, 2, 2])]),
      pool("more padding than kernel", side: 12, [two, integers("pads", [3, 3, 2, 2])]),
      pool("no kernel", [halves]), pool("a kernel of nothing", [integers("kernel_shape", [0, 0])]),
      pool("a negative kernel", [integers("kernel_shape", [-2, -2])]),
      pool("a kernel larger than the map", [integers("kernel_shape", [9, 9])]),
      pool("a kernel of 2^40", [integers("kernel_shape", [1 << 40, 1 << 40])]),
      pool("a kernel of one axis", [integers("kernel_shape", [2])]),
      pool("no stride", [two, integers("strides", [0, 0])]),
      pool("a stride of 2^62", side: 1, [two, integers("strides", [1 << 62, 1 << 62])]),
      pool("negative padding", [two, halves, integers("pads", [-1, -1, -1, -1])]),
      pool("padding of 2^62", [two, halves, integers("pads", [1 << 62, 0, 0, 0])]),
      pool("a dilation of 2^62", [two, halves, integers("dilations", [1 << 62, 1])]),
      pool("a dilation of nothing", [two, halves, integers("dilations", [0, 0])]),
      pool("columns first", [two, halves, integer("storage_order", 1)]),
      pool("an unknown rounding", is: .either, [two, halves, integer("ceil_mode", 7)]),
      pool(
        "both kinds of padding",
        [
          two, halves, text("auto_pad", "SAME_UPPER"), integers("pads", [1, 1, 1, 1]),
        ]),
      pool(
        "no padding, and rounding up",
        [
          integers("kernel_shape", [3, 3]), halves, text("auto_pad", "VALID"),
          integer("ceil_mode", 1),
        ]),
      between("a global pool of two", [node("GlobalMaxPool", ["r", "r"], "p")]),
      between("padding by constants of the past", [node("Pad", ["r"], "p")]),
      between(
        "padding of 2^62", [node("Pad", ["r", "n"], "p")],
        [whole("n", [0, 0, 1 << 62, 0, 0, 0, 1 << 62, 0])]),
      between(
        "padding of the least", [node("Pad", ["r", "n"], "p")],
        [whole("n", [0, 0, .min, 0, 0, 0, .min, 0])]),
      between(
        "padding with infinity", [node("Pad", ["r", "n", "v0"], "p")],
        [whole("n", [0, 0, 1, 1, 0, 0, 1, 1]), floats("v0", [], [.infinity])]),
      between(
        "padding of 2^20 on each side", [node("Pad", ["r", "n"], "p")],
        [whole("n", [0, 0, 1 << 20, 1 << 20, 0, 0, 1 << 20, 1 << 20])]),
    ]
  }

  /// Constants that grow, and shapes that are none.
  static func constants() -> [HostileFile] {
    func folded(
      _ name: String, _ nodes: [Onnx_NodeProto], _ tensors: [Onnx_TensorProto] = []
    ) -> HostileFile {
      between("folded: \(name)", nodes + [node("Add", ["r", "k"], "s")], tensors)
    }
    let doubled = (0..<40).map {
      node("Concat", ["k\($0)", "k\($0)"], "k\($0 + 1)", [integer("axis", 0)])
    }
    let squares = (0..<20).map { node("Mul", ["k\($0)", "k\($0)"], $0 == 19 ? "k" : "k\($0 + 1)") }
    return [
      folded(
        "a concat of itself, forty times", doubled + [node("Neg", ["k40"], "k")],
        [floats("k0", [1 << 10])]),
      folded("a shape of 2^40", [node("ConstantOfShape", ["n"], "k")], [whole("n", [1 << 40])]),
      folded("a shape of 2^63", [node("ConstantOfShape", ["n"], "k")], [whole("n", [.max, .max])]),
      folded("a negative shape", [node("ConstantOfShape", ["n"], "k")], [whole("n", [-1])]),
      folded(
        "an expansion to 2^40", [node("Expand", ["o", "n"], "k")],
        [floats("o", [1]), whole("n", [1 << 20, 1 << 20])]),
      folded(
        "an expansion to 2^30", [node("Expand", ["o", "n"], "k")],
        [floats("o", [1]), whole("n", [1 << 15, 1 << 15])]),
      folded(
        "a range of 2^62", [node("Range", ["a", "e", "d"], "k")],
        [whole("a", [0], shape: []), whole("e", [1 << 62], shape: []), whole("d", [1], shape: [])]),
      folded(
        "a range without a step", [node("Range", ["a", "e", "d"], "k")],
        [whole("a", [0], shape: []), whole("e", [9], shape: []), whole("d", [0], shape: [])]),
      folded("the square of a square", squares, [whole("k0", [3], shape: [])]),
      folded(
        "division by zero", [node("Div", ["a", "b0"], "k")], [whole("a", [1]), whole("b0", [0])]),
      folded(
        "the least by -1", [node("Div", ["a", "b0"], "k")],
        [whole("a", [.min]), whole("b0", [-1])]),
      folded(
        "a gather beyond the end", [node("Gather", ["a", "b0"], "k")],
        [floats("a", [4]), whole("b0", [9])]),
      folded(
        "a gather of the least", [node("Gather", ["a", "b0"], "k")],
        [floats("a", [4]), whole("b0", [.min])]),
      folded(
        "a slice of the least to the largest", [node("Slice", ["a", "b0", "b1", "b2", "b3"], "k")],
        [
          floats("a", [5]), whole("b0", [.min]), whole("b1", [.max]), whole("b2", [0]),
          whole("b3", [.min]),
        ]),
      folded(
        "an order of axes twice", [node("Transpose", ["a"], "k", [integers("perm", [0, 0])])],
        [floats("a", [2, 2])]),
      folded("a constant without a value", [node("Constant", [], "k")]),
      folded(
        "a product of lengths", [node("ReduceProd", ["a"], "k")],
        [whole("a", [1 << 32, 1 << 32])]),
      folded(
        "a split into none", [node("Split", ["a"], "k", [integer("num_outputs", 0)])],
        [floats("a", [4])]),
    ]
  }

  /// Shapes that no map of 2 by 8 by 8 has.
  static func shapes() -> [HostileFile] {
    let shapes: [[Int64]] = [
      [], [0], [-1, -1], [-2, 8], [1, .max], [1, 1 << 32, 1 << 32, 0], [3, 5], [128, 0, -1],
    ]
    return shapes.map {
      between("the shape \($0)", [node("Reshape", ["r", "n"], "p")], [whole("n", $0)])
    }
  }

  /// Work that grows with the power or the square of a file.
  static func chains() -> [HostileFile] {
    func sums(_ count: Int) -> [Onnx_NodeProto] {
      (0..<count).map {
        node("Add", Array(repeating: $0 == 0 ? "r" : "a\($0 - 1)", count: 2), "a\($0)")
      }
    }
    func chain(_ operation: String, _ count: Int) -> [Onnx_NodeProto] {
      (0..<count).map { node(operation, [$0 == 0 ? "r" : "a\($0 - 1)"], "a\($0)") }
    }
    return [
      between(
        "a map added to itself, forty times", is: .either(because: "forty sums are a network"),
        sums(40)
      ),
      between(
        "a map added to itself, 126 times", is: .either(because: "a limit is lawful"), sums(126)),
      between(
        "a map added to itself, 5000 times", is: .either(because: "a limit is lawful"), sums(5000)),
      between("3000 rectifiers", is: .either(because: "a limit is lawful"), chain("Relu", 3000)),
      between(
        "20000 identities", is: .either(because: "a limit is lawful"), chain("Identity", 20000)),
      between(
        "5000 flattenings", is: .either(because: "a limit is lawful"), chain("Flatten", 5000)),
      between("20000 unknown operators", chain("Whirl", 20000)),
      between(
        "20000 kinds of unknown operators",
        (0..<20000).map { node("Whirl\($0)", ["r"], "a\($0)") }),
      HostileFile("groups in groups of protobuf", nested(20000)),
      HostileFile("messages in messages", nestedGraphs(200)),
    ]
  }

  /// A field of a group that never ends, in itself.
  private static func nested(_ depth: Int) -> [UInt8] { [UInt8](repeating: 0x63, count: depth) }

  /// A node with an attribute that is a graph with a node, and so on.
  private static func nestedGraphs(_ depth: Int) -> [UInt8] {
    var inner: [UInt8] = []
    func field(_ number: UInt8, _ content: [UInt8]) -> [UInt8] {
      var (length, bytes) = (content.count, [number << 3 | 2])
      while length >= 128 {
        bytes.append(UInt8(length & 127 | 128))
        length >>= 7
      }
      return bytes + [UInt8(length)] + content
    }
    for _ in 0..<depth { inner = field(1, field(5, field(6, inner))) }
    return field(7, inner)
  }

  /// Operators with more inputs than they take, and with fewer.
  static func inputCounts() -> [HostileFile] {
    let counts: [(String, least: Int, most: Int)] = [
      ("Conv", 2, 3), ("Gemm", 2, 3), ("MatMul", 2, 2), ("BatchNormalization", 5, 5),
      ("Relu", 1, 1),
      ("Clip", 1, 3), ("Softmax", 1, 1), ("Add", 2, 2), ("Sub", 2, 2), ("Mul", 2, 2), ("Div", 2, 2),
      ("Floor", 1, 1), ("MaxPool", 1, 1), ("AveragePool", 1, 1), ("GlobalMaxPool", 1, 1),
      ("GlobalAveragePool", 1, 1), ("ReduceMean", 1, 2), ("Pad", 2, 4), ("Flatten", 1, 1),
      ("Reshape", 2, 2), ("Squeeze", 1, 2), ("Unsqueeze", 2, 2), ("Transpose", 1, 1),
      ("Identity", 1, 1), ("Dropout", 1, 3), ("Cast", 1, 1), ("Shape", 1, 1), ("Range", 3, 3),
      ("Concat", 1, .max), ("ConstantOfShape", 1, 1), ("Sqrt", 1, 1), ("Neg", 1, 1),
    ]
    return counts.flatMap { name, least, most in
      let few = least == 0 ? nil : Array(repeating: "r", count: least - 1)
      let many = most == .max ? nil : Array(repeating: "r", count: most + 1)
      let thousand = most == .max ? nil : Array(repeating: "r", count: 1000)
      return [("too few", few), ("one too many", many), ("a thousand", thousand)].compactMap {
        words, inputs in
        inputs.map { between("\(name) of \(words) inputs", [node(name, $0, "p")]) }
      }
    }
  }
}

extension Right {
  /// Where the format itself leaves it open.
  static let either = Right.either(because: "the standard gives no bound")
}
