import Foundation
import ModelFormats

extension HostileReader {
  static let onnx = HostileReader(
    name: "ONNX", fileName: "net.onnx",
    commands: [
      "inspect {}", "convert {} --calibration images.npy --method max --steps 4 -o -",
    ].map { ReadingCommand($0) },
    honest: { HostileFile("honest", $0.network) },
    files: { honest in
      cutModels(honest.network) + strangers() + weights() + attributes() + graphs() + inputs()
        + names() + windows() + constants() + shapes() + chains() + inputCounts()
        + functions()
        + changes(honest.network, count: 60, seed: 16)
    })

  private static let network = ONNXFile.network()

  /// Within the graph, which is the largest field and not the last.
  private static func cutModels(_ bytes: [UInt8]) -> [HostileFile] {
    cuts(bytes, at: [1, 2, 3, 5, 8] + (1...14).map { bytes.count * $0 / 15 })
  }

  private static func model(
    _ name: String, _ right: Right = .refused, _ change: (inout ONNXFile) -> Void
  ) -> HostileFile {
    HostileFile(name, network.with(change).bytes, right)
  }

  /// Tensors that are not what they say.
  private static func weights() -> [HostileFile] {
    let lies: [(String, [Int64])] = [
      ("more", [2, 1, 3, 4]), ("less", [2, 1, 3, 2]), ("negative", [2, 1, 3, -3]),
      ("none", [0, 1, 3, 3]), ("2^31", [2, 1, 3, 1 << 31]), ("2^63", [2, 1, 3, .max]),
      ("overflowing", [1 << 32, 1 << 32, 3, 3]), ("flat", [18]), ("without axes", []),
      ("a thousand axes", Array(repeating: 1, count: 999) + [18]),
    ]
    let shapes = lies.map { name, dims in
      model("weights of the shape: \(name)") { $0.tensors[0].dims = dims }
    }
    let numbers = [("NaN", Float.nan), ("infinity", .infinity), ("1e38", 1e38), ("3e38", -3e38)]
    let values = numbers.flatMap { name, number in
      [0, 1, 2, 3].map { tensor in
        model("\(name) in tensor \(tensor)") {
          $0.tensors[tensor].rawData.replaceSubrange(
            4..<8, with: withUnsafeBytes(of: number.bitPattern) { Data($0) })
        }
      }
    }
    let types = [0, 3, 6, 7, 8, 9, 10, 11, 14, 16, 99, -1].map { type in
      model("weights of type \(type)", type == 10 || type == 16 ? .refused : .refused) {
        $0.tensors[0].dataType = Int32(type)
      }
    }
    return shapes + values + types + [
      model("bytes that are no whole numbers") { $0.tensors[0].rawData.removeLast() },
      model("no bytes") { $0.tensors[0].rawData = Data() },
      model("two tensors of one name") { $0.tensors.append(floats("w", [1])) },
      model("a tensor without a name", .either(because: "nobody refers to it")) {
        $0.tensors.append(floats("", [1]))
      },
      model("floats and bytes", .either(because: "the same numbers twice")) {
        $0.tensors[1].floatData = [0.1, 0.2]
      },
      model("floats where bytes are announced by none") {
        $0.tensors[1].rawData = Data()
        $0.tensors[1].floatData = [1, 2, 3, 4, 5]
      },
    ]
  }

  /// Attributes of the convolution.
  private static func attributes() -> [HostileFile] {
    let cases: [(String, Onnx_AttributeProto)] = [
      ("a kernel of no size", integers("kernel_shape", [0, 0])),
      ("another kernel", integers("kernel_shape", [5, 5])),
      ("a kernel of one axis", integers("kernel_shape", [3])),
      ("a negative kernel", integers("kernel_shape", [-3, -3])),
      ("a huge kernel", integers("kernel_shape", [1 << 31, 1 << 31])),
      ("no stride", integers("strides", [0, 0])),
      ("a negative stride", integers("strides", [-1, 1])),
      ("a stride of 2^63", integers("strides", [.max, .max])),
      ("three strides", integers("strides", [1, 1, 1])),
      ("a dilation of none", integers("dilations", [0, 0])),
      ("a dilation of 2^62", integers("dilations", [1 << 62, 1 << 62])),
      ("a wide dilation", integers("dilations", [100, 100])),
      ("no groups", integer("group", 0)), ("a negative group", integer("group", -1)),
      ("three groups", integer("group", 3)), ("2^63 groups", integer("group", .max)),
      ("groups as a number", number("group", 1.5)), ("groups as text", text("group", "one")),
      ("unknown padding", text("auto_pad", "AROUND")),
      ("padding as a number", integer("auto_pad", 3)),
      ("strides as a text", text("strides", "11")), ("strides as a number", integer("strides", 2)),
    ]
    let pads: [(String, [Int64])] = [
      ("negative", [-5, -5, -5, -5]), ("2^62", [1 << 62, 0, 1 << 62, 0]), ("of two axes", [1, 1]),
      ("2^40", [1 << 40, 1 << 40, 0, 0]), ("2^63", [.max, .max, .max, .max]),
      ("the least", [.min, .min, .min, .min]),
    ]
    return cases.map { name, attribute in
      model("a convolution with \(name)") { $0.nodes[0].attribute.append(attribute) }
    }
      + pads.map { name, pads in
        model("a convolution with pads \(name)") {
          $0.nodes[0].attribute = [integers("pads", pads)]
        }
      } + [
        model("an attribute twice") {
          $0.nodes[0].attribute += [integers("strides", [1, 1]), integers("strides", [2, 2])]
        },
        model("alpha NaN") { $0.nodes[3].attribute.append(number("alpha", .nan)) },
        model("beta infinite") { $0.nodes[3].attribute.append(number("beta", .infinity)) },
        model("alpha 1e38") { $0.nodes[3].attribute.append(number("alpha", 1e38)) },
        model("a flattening of axis 9") { $0.nodes[2].attribute = [integer("axis", 9)] },
        model("a flattening of axis -2^63") { $0.nodes[2].attribute = [integer("axis", .min)] },
      ]
  }

  /// Nodes that do not make a network.
  private static func graphs() -> [HostileFile] {
    [
      model("a node that feeds itself") { $0.nodes[1].input = ["r"] },
      model("two nodes that feed each other") {
        $0.nodes[0].input[0] = "r"
      },
      model("an input that nobody makes") { $0.nodes[1].input = ["nobody"] },
      model("an output that nobody makes") { $0.outputs = ["nobody"] },
      model("no output") { $0.outputs = [] },
      model("a result of two nodes") { $0.nodes[1].output = ["h"] },
      model("a result named as weights") { $0.nodes[1].output = ["v"] },
      model("the image as the output", .either(because: "a graph may pass on what it gets")) {
        $0.outputs = ["x"]
      },
      model("weights as the output") { $0.outputs = ["v"] },
      model("no nodes") { $0.nodes = [] },
      model("a node without results") { $0.nodes[1].output = [] },
      model("a node without a name of a result") { $0.nodes[1].output = [""] },
      model("an unknown operator") { $0.nodes[1].opType = "Whirl" },
      model("an operator without a name") { $0.nodes[1].opType = "" },
      model("an operator of another domain") { $0.nodes[1].domain = "com.example" },
      model("operator set 0") { $0.operatorSet = 0 },
      model("operator set -1") { $0.operatorSet = -1 },
      model("operator set 9999") { $0.operatorSet = 9999 },
      model("operator set 2^63") { $0.operatorSet = .max },
      model("classes by a gate") {
        $0.nodes.insert(node("Mul", ["r", "r"], "g"), at: 2)
        $0.nodes[3].input = ["g"]
      },
      model("a thousand outputs") { $0.outputs = (0..<1000).map { "y\($0)" } },
    ]
  }

  /// Inputs that are no images.
  private static func inputs() -> [HostileFile] {
    let shapes: [(String, [Int64])] = [
      ("none", []), ("one axis", [64]), ("nine axes", [1, 1, 1, 1, 1, 1, 1, 8, 8]),
      ("no channels", [1, 0, 8, 8]), ("negative", [1, 1, -8, 8]), ("2^40", [1, 1, 1 << 40, 8]),
      ("2^63", [1, 1, .max, .max]), ("another", [1, 2, 8, 8]), ("too small", [1, 1, 1, 1]),
      ("a batch of a thousand", [1000, 1, 8, 8]),
    ]
    return shapes.map { name, shape in
      model(
        "an input of shape: \(name)",
        shape.first == 1000 ? .either(because: "the length of the batch is of no use") : .refused
      ) { $0.inputs = [value("x", shape)] }
    } + [
      model("no input") { $0.inputs = [] },
      model("two inputs", .either(because: "the second is used by nobody")) {
        $0.inputs.append(value("z", [1, 1] as [Int64]))
      },
      model("two inputs of one name") { $0.inputs.append(value("x", [1, 1, 8, 8] as [Int64])) },
      model("an input of integers") { $0.inputs[0].type.tensorType.elemType = 7 },
      model("an input of bytes") { $0.inputs[0].type.tensorType.elemType = 2 },
      model("an input without a type") { $0.inputs[0].clearType() },
      model("an input of a length without a name") {
        $0.inputs[0].type.tensorType.shape.dim[2] = Onnx_TensorShapeProto.Dimension()
      },
    ]
  }

  /// Names that do something to a terminal, in the way of a message.
  private static func names() -> [HostileFile] {
    let names: [(String, String)] = [
      ("an escape", "\u{1B}[2J\u{1B}]0;title\u{7}"), ("a new line", "one\ntwo\r\nthree"),
      ("a zero", "a\0b"), ("C1", "a\u{9B}31mb"), ("bidirectional", "a\u{202E}b\u{2066}c"),
      ("of no width", "a\u{200B}\u{FEFF}b"),
      ("a million letters", String(repeating: "n", count: 1 << 20)),
      ("a path", "../../../etc/passwd"), ("quotes", "'\"`$(true)"),
      ("a line separator", "a\u{2028}b"),
    ]
    return names.flatMap { name, text in
      [
        model("an unknown operator, \(name)") { $0.nodes[1].opType = text },
        model("an unknown operator's node, \(name)") {
          $0.nodes[1].opType = "Whirl"
          $0.nodes[1].name = text
        },
        model("an input of a symbolic length, \(name)") {
          $0.inputs[0].type.tensorType.shape.dim[2].dimParam = text
        },
        model("weights of infinity, \(name)") {
          $0.tensors[2].name = text
          $0.nodes[3].input[1] = text
          $0.tensors[2].rawData.replaceSubrange(
            0..<4, with: withUnsafeBytes(of: Float.infinity.bitPattern) { Data($0) })
        },
        model("a node of a name: \(name)", .accepted) { $0.nodes[0].name = text },
      ]
    }
  }
}
