import AnalogPass
import ModelFormats
import Networks
import Tensors
import Testing

/// Functions behind the logits that keep the order of classes, and those that may not.
@Suite struct ClassOrderTests {
  typealias Models = ONNXModels

  private static let tensors = [
    Models.floats("w", [2, 3], [1, -1, 0.5, 0, 2, -0.5]), Models.floats("two", [], [2]),
    Models.floats("minus", [], [-1]), Models.floats("one", [], [1]),
    Models.floats("small", [], [1e-6]), Models.floats("each", [3], [1, 2, 3]),
    Models.floats("none", [], [0]), Models.floats("infinite", [], [.infinity]),
    Models.floats("tiny", [], [.leastNonzeroMagnitude]), Models.floats("huge", [], [3e38]),
    Models.floats("unknown", [], [.nan]), Models.floats("rows", [3, 1], [1, 1, 1]),
    Models.integers("square", [3, 3]), Models.integers("nine", [1, 9]),
    Models.integers("classes", [1]), Models.integers("groups", [1, 3, 1]),
  ]

  /// Two inputs, a fully connected layer `z` of three classes, and the nodes.
  private func network(_ nodes: [Onnx_NodeProto]) throws(FormatError) -> AnalogNetwork {
    try ONNXReader.network(
      from: Models.model(
        [Models.node("MatMul", ["x", "w"], "z")] + nodes, Self.tensors, input: [1, 2],
        operatorSet: 18), file: "m.onnx")
  }

  private static let axis = Models.attribute("axes", [1])

  /// A name for each, and nodes from `z` to `y`.
  private static let keeping: [(String, [Onnx_NodeProto])] = [
    (
      "softmax in parts",
      [
        Models.node("ReduceMax", ["z", "classes"], "m"), Models.node("Sub", ["z", "m"], "d"),
        Models.node("Exp", ["d"], "e"), Models.node("ReduceSum", ["e", "classes"], "s"),
        Models.node("Div", ["e", "s"], "y"),
      ]
    ),
    (
      "unit length",
      [
        Models.node("ReduceL2", ["z", "classes"], "n"), Models.node("Clip", ["n", "small"], "c"),
        Models.node("Shape", ["z"], "h"), Models.node("Expand", ["c", "h"], "b"),
        Models.node("Div", ["z", "b"], "y"),
      ]
    ),
    (
      "unit length in parts",
      [
        Models.node("Mul", ["z", "z"], "q"), Models.node("ReduceSum", ["q", "classes"], "s"),
        Models.node("Sqrt", ["s"], "n"), Models.node("Div", ["z", "n"], "y"),
      ]
    ),
    (
      "log of softmax",
      [
        Models.node("Softmax", ["z"], "s"), Models.node("Log", ["s"], "y"),
      ]
    ),
    ("scaled tanh", [Models.node("Tanh", ["z"], "t"), Models.node("Mul", ["t", "two"], "y")]),
    (
      "mean of softmaxes",
      [
        Models.node("Softmax", ["z"], "s"), Models.node("Mul", ["z", "two"], "v"),
        Models.node("Softmax", ["v"], "t"), Models.node("Mean", ["s", "t"], "y"),
      ]
    ),
    (
      "cut off",
      [
        Models.node("Sigmoid", ["z"], "s"), Models.node("Clip", ["s", "small", "one"], "y"),
      ]
    ),
  ]

  @Test(arguments: keeping.map(\.0))
  func logitsStandForThem(name: String) throws {
    let nodes = try #require(Self.keeping.first { $0.0 == name }).1

    let network = try network(nodes)

    #expect(network.tail == nil && network.nodes.count == 2)
    let note = try #require(network.notes.first)
    #expect(note.contains("what follows 'z'") && note.contains("keeps the order"), "\(note)")
    var pass = ForwardPass(network)
    pass.run(Tensor(shape: [2], elements: [3, 1]))
    #expect(pass.output == [3, -1, 1])
  }

  /// A guard against the logarithm of nothing makes the smallest shares equal, and no others.
  @Test func tiesAreTold() throws {
    let softmax = Models.node("Softmax", ["z"], "s")
    let clipped = try network([softmax, Models.node("Clip", ["s", "small", "one"], "y")])
    let whole = try network([
      softmax, Models.node("Relu", ["s"], "r"), Models.node("Log", ["r"], "y"),
    ])

    #expect(clipped.notes.first?.contains("but for ties") == true, "\(clipped.notes)")
    #expect(whole.notes.first?.contains("but for ties") == false, "\(whole.notes)")
  }

  /// The first output stays the answer, and each is there once.
  @Test func outputsKeepTheirPlaces() throws {
    var model = Models.model(
      [
        Models.node("MatMul", ["x", "w"], "z"), Models.node("Neg", ["z"], "r"),
        Models.node("Tanh", ["z"], "t"), Models.node("Exp", ["z"], "y"),
      ], Self.tensors, input: [1, 2], operatorSet: 18)
    model.graph.output = ["r", "y", "t"].map { name in .with { $0.name = name } }

    let network = try ONNXReader.network(from: model, file: "m.onnx")

    #expect(network.outputs.map(\.name) == ["r", "z"])
  }

  private static let changing: [(String, [Onnx_NodeProto])] = [
    (
      "what is left of one",
      [
        Models.node("Softmax", ["z"], "s"), Models.node("Sub", ["one", "s"], "y"),
      ]
    ),
    (
      "a negative factor",
      [Models.node("Tanh", ["z"], "t"), Models.node("Mul", ["t", "minus"], "y")]
    ),
    (
      "a factor for each class",
      [
        Models.node("Softmax", ["z"], "s"), Models.node("Mul", ["s", "each"], "y"),
      ]
    ),
    (
      "a sum of either sign",
      [
        Models.node("Tanh", ["z"], "t"), Models.node("ReduceSum", ["t", "classes"], "s"),
        Models.node("Div", ["t", "s"], "y"),
      ]
    ),
    (
      "groups of classes",
      [
        Models.node("Reshape", ["z", "groups"], "g"),
        Models.node("Softmax", ["g"], "s", [Models.attribute("axis", 2)]),
        Models.node("Exp", ["s"], "y"),
      ]
    ),
    ("squares", [Models.node("Tanh", ["z"], "t"), Models.node("Mul", ["t", "t"], "y")]),
    (
      "the image itself",
      [
        Models.node("Tanh", ["z"], "t"), Models.node("ReduceMax", ["x", "classes"], "m"),
        Models.node("Mul", ["t", "m"], "y"),
      ]
    ),
  ]

  /// Functions whose attributes, or whose numbers, make equal numbers of different ones, or none.
  private static let flattening: [(String, [Onnx_NodeProto])] =
    [
      ("HardSigmoid", ["alpha": 0.2]), ("HardSigmoid", ["alpha": 0]),
      ("HardSigmoid", ["alpha": -0.2]), ("Elu", ["alpha": -2]), ("Elu", ["alpha": 0]),
      ("Selu", ["gamma": -1]), ("Selu", ["alpha": -1]), ("Sqrt", [:]), ("Log", [:]),
      ("Relu", [:]),
    ].map { (operation: String, attributes: [String: Float]) in
      (
        "\(operation) \(attributes.values.first.map { "\($0)" } ?? "")",
        [
          Models.node("Tanh", ["z"], "t"),
          Models.node(
            operation, ["t"], "y", attributes.map { Models.attribute($0.key, $0.value) }),
        ]
      )
    }
    + [
      ("Mul", "none"), ("Mul", "infinite"), ("Mul", "tiny"), ("Mul", "unknown"), ("Div", "none"),
      ("Div", "infinite"), ("Div", "tiny"), ("Add", "infinite"), ("Add", "huge"), ("Sub", "huge"),
      ("Max", "one"), ("Min", "none"), ("Add", "rows"),
    ].map { operation, constant in
      (
        "\(operation) \(constant)",
        [Models.node("Tanh", ["z"], "t"), Models.node(operation, ["t", constant], "y")]
      )
    }
    + [
      (
        "clip between exchanged bounds",
        [Models.node("Tanh", ["z"], "t"), Models.node("Clip", ["t", "one", "minus"], "y")]
      ),
      (
        "clip of most numbers",
        [Models.node("Tanh", ["z"], "t"), Models.node("Clip", ["t", "none", "one"], "y")]
      ),
      (
        "classes three times",
        [
          Models.node("Tanh", ["z"], "t"), Models.node("Expand", ["t", "square"], "e"),
          Models.node("Reshape", ["e", "nine"], "y"),
        ]
      ),
      (
        "the smallest",
        [
          Models.node("Tanh", ["z"], "t"),
          Models.node("TopK", ["t", "classes"], "y", [Models.attribute("largest", 0)]),
        ]
      ),
    ]

  @Test(arguments: (changing + flattening).map(\.0))
  func whatMayChangeTheOrderIsRefused(name: String) throws {
    let nodes = try #require((Self.changing + Self.flattening).first { $0.0 == name }).1

    #expect(throws: FormatError.self) { try network(nodes) }
  }

  /// A fully connected layer `z` of one number, and the nodes.
  private func networkOfOne(_ nodes: [Onnx_NodeProto]) throws(FormatError) -> AnalogNetwork {
    try ONNXReader.network(
      from: Models.model(
        [Models.node("MatMul", ["x", "column"], "z")] + nodes,
        Self.tensors + [
          Models.floats("column", [2, 1], [1, -1]), Models.floats("half", [], [0.5]),
          Models.integers("flat", [-1]),
        ], input: [1, 2], operatorSet: 18), file: "m.onnx")
  }

  /// The nodes of functions one behind the other, each with what it has beside the value.
  private static func chain(_ steps: [(operation: String, further: [String])]) -> [Onnx_NodeProto] {
    steps.enumerated().map { index, step in
      Models.node(
        step.operation, [index == 0 ? "z" : "v\(index)"] + step.further,
        index == steps.count - 1 ? "y" : "v\(index + 1)")
    }
  }

  private static let keepingSigns: [[(String, [String])]] = [
    [("Tanh", []), ("Mul", ["two"])], [("Tanh", []), ("Div", ["two"]), ("Reshape", ["flat"])],
    [("Atan", []), ("Mul", ["two"])], [("Sigmoid", []), ("Mul", ["two"]), ("Sub", ["one"])],
    [("Sigmoid", []), ("Sub", ["half"])], [("Softsign", [])],
    [("Mul", ["two"]), ("Elu", [])],
  ]

  /// One number tells two classes apart by its sign.
  @Test(arguments: keepingSigns.indices)
  func oneLogitStandsForWhatKeepsItsSign(index: Int) throws {
    let network = try networkOfOne(Self.chain(Self.keepingSigns[index]))

    #expect(network.tail == nil && network.nodes.count == 2)
    let note = try #require(network.notes.first)
    #expect(note.contains("keeps the sign of its number"), "\(note)")
  }

  private static let changingSigns: [[(String, [String])]] = [
    [("Exp", [])], [("Tanh", []), ("Add", ["one"])], [("Tanh", []), ("Mul", ["minus"])],
    [("Tanh", []), ("Add", ["small"])], [("Sigmoid", []), ("Exp", [])],
    [("Softmax", []), ("Exp", [])], [("Softplus", [])], [("Erf", []), ("Mul", ["huge"])],
  ]

  @Test(arguments: changingSigns.indices)
  func whatMayChangeTheSignOfOneNumberIsRefused(index: Int) {
    #expect(throws: FormatError.self) { try networkOfOne(Self.chain(Self.changingSigns[index])) }
  }
}
