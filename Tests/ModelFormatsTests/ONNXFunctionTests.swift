import AnalogPass
import ModelFormats
import Networks
import Tensors
import Testing

/// Functions that a model defines itself: as the same nodes without any function.
///
/// Results are computed by hand.
@Suite struct ONNXFunctionTests {
  typealias Models = ONNXModels

  private static func function(
    _ name: String, _ inputs: [String], _ outputs: [String], _ nodes: [Onnx_NodeProto],
    attributes: [String] = [], defaults: [Onnx_AttributeProto] = [], operatorSet: Int64 = 20
  ) -> Onnx_FunctionProto {
    .with {
      ($0.domain, $0.name) = ("own", name)
      ($0.input, $0.output, $0.node) = (inputs, outputs, nodes)
      ($0.attribute, $0.attributeProto) = (attributes, defaults)
      $0.opsetImport = [.with { $0.version = operatorSet }, .with { $0.domain = "own" }]
    }
  }

  private static func call(
    _ name: String, _ inputs: [String], _ outputs: [String], _ attributes: Onnx_AttributeProto...
  ) -> Onnx_NodeProto {
    .with {
      ($0.domain, $0.opType, $0.name) = ("own", name, "call of \(name)")
      ($0.input, $0.output, $0.attribute) = (inputs, outputs, attributes)
    }
  }

  private static func reference(_ name: String, to outer: String) -> Onnx_AttributeProto {
    .with { ($0.name, $0.refAttrName) = (name, outer) }
  }

  private func model(
    _ nodes: [Onnx_NodeProto], _ functions: [Onnx_FunctionProto],
    _ initializers: [Onnx_TensorProto] = []
  ) -> Onnx_ModelProto {
    var model = Models.model(nodes, initializers, input: [1, 1, 1, 2])
    model.functions = functions
    return model
  }

  /// What a model makes of -4 and 8.
  private func result(_ model: Onnx_ModelProto) throws -> [Float] {
    var pass = ForwardPass(try ONNXReader.network(from: model, file: "m.onnx"))
    pass.run(Tensor(shape: [1, 1, 2], elements: [-4, 8]))
    return pass.output
  }

  private func refusal(_ model: Onnx_ModelProto) -> String {
    do throws(FormatError) {
      _ = try ONNXReader.network(from: model, file: "m.onnx")
      return "no refusal"
    } catch {
      return error.description
    }
  }

  // Attributes.

  /// A slope of a call, or of the function for calls without, or of the operator where neither
  /// says one.
  @Test(arguments: [
    (Float?.some(0.5), Float?.some(0.25), Float(0.5)), (0.5, nil, 0.5), (nil, 0.25, 0.25),
    (nil, nil, 0.01),
  ])
  func attributesComeFromTheCall(given: Float?, usual: Float?, slope: Float) throws {
    let leaky = Self.function(
      "leaky", ["a"], ["b"],
      [Models.node("LeakyRelu", ["a"], "b", [Self.reference("alpha", to: "slope")])],
      attributes: usual == nil ? ["slope"] : [],
      defaults: usual.map { [Models.attribute("slope", $0)] } ?? [])
    var node = Self.call("leaky", ["x"], ["y"])
    node.attribute = given.map { [Models.attribute("slope", $0)] } ?? []

    #expect(try result(model([node], [leaky])) == [-4 * slope, 8])
  }

  @Test func attributesGoThroughSeveralCalls() throws {
    let inner = Self.function(
      "inner", ["a"], ["b"],
      [Models.node("LeakyRelu", ["a"], "b", [Self.reference("alpha", to: "slope")])],
      attributes: ["slope"])
    let outer = Self.function(
      "outer", ["a"], ["b"],
      [Self.call("inner", ["a"], ["b"], Self.reference("slope", to: "steepness"))],
      attributes: ["steepness"])
    let node = Self.call("outer", ["x"], ["y"], Models.attribute("steepness", Float(0.5)))

    #expect(try result(model([node], [outer, inner])) == [-2, 8])
  }

  @Test func otherAttributesAreRefused() {
    let relu = Self.function("relu", ["a"], ["b"], [Models.node("Relu", ["a"], "b")])
    let node = Self.call("relu", ["x"], ["y"], Models.attribute("slope", Float(0.5)))

    #expect(
      refusal(model([node], [relu]))
        == "m.onnx: 'call of relu': the function 'relu' has no attribute 'slope'; export the model "
        + "again")
  }

  // Arguments and results.

  /// `min(a + 3, most)`, whose bound may be left out; besides, `2 a`.
  private static let bounded = function(
    "bounded", ["a", "least", "most"], ["low", "double"],
    [
      Models.node("Constant", [], "k", [Models.attribute("value_float", Float(3))]),
      Models.node("Add", ["a", "k"], "h"), Models.node("Clip", ["h", "least", "most"], "low"),
      Models.node("Add", ["a", "a"], "double"),
    ])

  @Test(arguments: [
    (["x", "zero", "six"], ["y"], [Float(0), 6]), (["x", "zero"], ["y"], [0, 11]),
    (["x", "zero", ""], ["y", ""], [0, 11]), (["x", "zero", "six"], ["", "y"], [-8, 16]),
  ])
  func argumentsAndResultsMayBeLeftOut(
    inputs: [String], outputs: [String], right: [Float]
  ) throws {
    let model = model(
      [Self.call("bounded", inputs, outputs)], [Self.bounded],
      [Models.floats("zero", [], [0]), Models.floats("six", [], [6])])

    #expect(try result(model) == right)
  }

  @Test(arguments: [
    (["x", "x", "x", "x"], ["y"], "3 inputs"), (["x"], ["y", "b", "c"], "2 outputs"),
  ])
  func moreThanTheFunctionHasIsRefused(inputs: [String], outputs: [String], what: String) {
    let text = refusal(model([Self.call("bounded", inputs, outputs)], [Self.bounded]))

    #expect(text.contains("the function 'bounded' has \(what), but there are"), "\(text)")
  }

  /// Results that are an argument, or the same as another.
  @Test func resultsMayBeCopies() throws {
    let copies = Self.function(
      "copies", ["a"], ["a", "b", "b"], [Models.node("Relu", ["a"], "b")])
    let nodes = [
      Self.call("copies", ["x"], ["p", "q", "r"]), Models.node("Sum", ["p", "q", "r"], "y"),
    ]

    #expect(try result(model(nodes, [copies])) == [-4, 24])
  }

  // Names.

  /// Two calls of one function, whose values are others; the model has a value of such a name.
  @Test func everyCallHasValuesOfItsOwn() throws {
    let nodes = [
      Models.node("Neg", ["x"], "call of bounded/h"),
      Self.call("bounded", ["x", "zero"], ["first"]),
      Self.call("bounded", ["first", "zero"], ["second"]),
      Models.node("Add", ["second", "call of bounded/h"], "y"),
    ]

    let model = model(nodes, [Self.bounded], [Models.floats("zero", [], [0])])

    #expect(try result(model) == [3 + 4, 14 - 8])
  }

  @Test func nodesAreCalledByCallAndFunction() throws {
    let twice = Self.function(
      "twice", ["a"], ["c"],
      [Self.call("once", ["a"], ["b"]), Models.node("Relu", ["b"], "c", name: "last")])
    let once = Self.function(
      "once", ["a"], ["b"], [Models.node("Neg", ["a"], "b", name: "only")])

    let network = try ONNXReader.network(
      from: model([Self.call("twice", ["x"], ["y"])], [twice, once]), file: "m.onnx")

    #expect(
      network.nodes.dropFirst().map(\.fileName)
        == ["call of twice/call of once/only", "call of twice/last"])
  }

  /// What belongs together is found across functions.
  @Test func aTrainedActivationMayLieInSeveralFunctions() throws {
    let by = { (operation: String, name: String) in
      Self.function(
        name, ["a", "s"], ["b"], [Models.node(operation, ["a", "s"], "b")])
    }
    let nodes = [
      Self.call("divided", ["x", "theta"], ["d"]),
      Models.node("Clip", ["d", "zero", "one"], "k"),
      Self.call("multiplied", ["k", "theta"], ["y"]),
    ]
    let bounds = [("zero", Float(0)), ("one", 1), ("theta", 5)].map { Models.floats($0, [], [$1]) }

    let network = try ONNXReader.network(
      from: model(nodes, [by("Div", "divided"), by("Mul", "multiplied")], bounds),
      file: "m.onnx")

    #expect(network.nodes.map(\.operation) == [.input, .activation(.clipped(maximum: 5))])
  }

  /// Functions of one name may differ by a further one.
  @Test func overloadsAreOtherFunctions() throws {
    var relu = Self.function("f", ["a"], ["b"], [Models.node("Relu", ["a"], "b")])
    let negative = Self.function("f", ["a"], ["b"], [Models.node("Neg", ["a"], "b")])
    relu.overload = "relu"
    var node = Self.call("f", ["x"], ["y"])
    node.overload = "relu"

    #expect(try result(model([node], [negative, relu])) == [0, 8])
    #expect(refusal(model([node], [relu, relu])).contains("two functions have this name"))
  }

  // Graphs inside of functions.

  /// Both branches call a value by one name, and read one from around them.
  @Test(arguments: [(2, [Float(-4), 8]), (1, [0, 8])])
  func aChoiceMayLieInAFunction(length: Int, right: [Float]) throws {
    func branch(_ name: String, _ operation: String) -> Onnx_AttributeProto {
      .with {
        $0.name = name
        $0.g.node = [Models.node(operation, ["h"], "inner")]
        $0.g.output = [.with { $0.name = "inner" }]
      }
    }
    let choice = Self.function(
      "choice", ["a", "wanted"], ["b"],
      [
        Models.node("Identity", ["a"], "h"), Models.node("Shape", ["h"], "s"),
        Models.node("Gather", ["s", "wanted"], "l"),
        Models.node(
          "Constant", [], "n", [Self.reference("value_int", to: "length")]),
        Models.node("Equal", ["l", "n"], "c"),
        Models.node(
          "If", ["c"], "b", [branch("then_branch", "Identity"), branch("else_branch", "Relu")]),
      ], attributes: ["length"])
    let nodes = [
      Self.call("choice", ["x", "three"], ["m"], Models.attribute("length", length)),
      Self.call("choice", ["m", "three"], ["y"], Models.attribute("length", length)),
    ]

    let model = model(nodes, [choice], [Models.integers("three", [3], shape: [])])

    #expect(try result(model) == right)
  }

  // Operator sets.

  @Test func anotherOperatorSetIsRefused() {
    let relu = Self.function(
      "relu", ["a"], ["b"], [Models.node("Relu", ["a"], "b")], operatorSet: 17)
    let text = refusal(model([Self.call("relu", ["x"], ["y"])], [relu]))

    #expect(text.contains("'own.relu' is of operator set 17, and the model of 20"), "\(text)")
    #expect(!text.contains("\n"))
  }

  /// A model may say only those of its own nodes, which are all calls.
  @Test func theOperatorSetMayBeThatOfTheFunctions() throws {
    let relu = Self.function("relu", ["a"], ["b"], [Models.node("Relu", ["a"], "b")])
    var model = model([Self.call("relu", ["x"], ["y"])], [relu])
    model.opsetImport = [.with { $0.domain = "own" }]

    #expect(try result(model) == [0, 8])
  }

  // Hostile files.

  @Test(arguments: [["f"], ["g", "f"], ["g", "h", "f"]])
  func functionsThatCallThemselvesAreRefused(cycle: [String]) {
    let functions = zip(["f"] + cycle, cycle).map { name, next in
      Self.function(name, ["a"], ["b"], [Self.call(next, ["a"], ["b"])])
    }
    let text = refusal(model([Self.call("f", ["x"], ["y"])], functions))

    #expect(text.contains("the function 'own.f' calls itself"), "\(text)")
  }

  /// Each function calls the one before a number of times.
  private func tower(_ height: Int, calls: Int) -> Onnx_ModelProto {
    let functions = (1...height).map { level in
      Self.function(
        "f\(level)", ["a"], ["b\(calls - 1)"],
        (0..<calls).map { index in
          let source = index == 0 ? "a" : "b\(index - 1)"
          return level == 1
            ? Models.node("Relu", [source], "b\(index)")
            : Self.call("f\(level - 1)", [source], ["b\(index)"])
        })
    }
    return model([Self.call("f\(height)", ["x"], ["y"])], functions)
  }

  @Test func callsMayLieSoDeepAndNoDeeper() throws {
    #expect(try result(tower(32, calls: 1)) == [0, 8])
    #expect(refusal(tower(33, calls: 1)).contains("lie more than 32 deep"))
  }

  /// A few hundred bytes for some billions of nodes.
  @Test(arguments: [2, 3, 40])
  func functionsThatMultiplyAreRefused(calls: Int) throws {
    let text = refusal(tower(31, calls: calls))

    #expect(text.contains("far more nodes than a network has"), "\(text)")
    #expect(try result(tower(6, calls: 2)) == [0, 8])
  }

  @Test func longNamesThatMultiplyAreRefused() {
    let long = String(repeating: "n", count: 1 << 18)
    let body = (0..<64).map {
      Models.node("Relu", [$0 == 0 ? "a" : "\(long)\($0 - 1)"], "\(long)\($0)")
    }
    let function = Self.function("long", ["a"], ["\(long)63"], body)
    let nodes = (0..<8).map { Self.call("long", [$0 == 0 ? "x" : "y\($0)"], ["y\($0 + 1)"]) }

    #expect(refusal(model(nodes, [function])).contains("far more nodes than a network has"))
  }
}
