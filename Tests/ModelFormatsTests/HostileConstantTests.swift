import Foundation
import ModelFormats
import Testing

/// Small files whose constants come to far more than they hold: refused before anything is made.
@Suite struct HostileConstantTests {
  typealias Models = ONNXModels

  private func error(_ model: Onnx_ModelProto) -> FormatError? {
    do throws(FormatError) {
      _ = try ONNXReader.network(from: model, file: "m.onnx")
      return nil
    } catch { return error }
  }

  /// A model whose image meets the constant `k`, in whichever way.
  private func model(
    _ nodes: [Onnx_NodeProto], _ initializers: [Onnx_TensorProto] = []
  ) -> Onnx_ModelProto {
    Models.model(nodes + [Models.node("Add", ["x", "k"], "y")], initializers)
  }

  /// A chain in which each node takes the result of the one before.
  private func chain(
    _ operation: String, count: Int, _ inputs: (String) -> [String],
    _ attributes: [Onnx_AttributeProto] = []
  ) -> [Onnx_NodeProto] {
    (0..<count).map { index in
      let name = index == 0 ? "c" : "c\(index)"
      let result = index == count - 1 ? "k" : "c\(index + 1)"
      return Models.node(operation, inputs(name), result, attributes)
    }
  }

  private static let axis = [Models.attribute("axis", 0)]

  private func expectExcess(
    _ model: Onnx_ModelProto, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let message = error(model)?.description ?? "accepted"
    #expect(
      message.contains("far more numbers than the file holds") && message.contains("export"),
      "\(message)", sourceLocation: sourceLocation)
  }

  @Test func constantsThatDoubleAreRefused() {
    let start = [Models.floats("c", [2], [1, 2]), Models.integers("i", [0, 1, 0, 1])]

    expectExcess(model(chain("Concat", count: 40, { [$0, $0] }, Self.axis), start))
    expectExcess(model(chain("Concat", count: 25, { [$0, $0, $0] }, Self.axis), start))
  }

  @Test(arguments: [[1 << 26], [1 << 13, 1 << 13], [1 << 25, 2]])
  func constantsThatAreStretchedAreRefused(shape: [Int]) {
    let size = Models.integers("s", shape)
    let one = Models.floats("c", [1], [1])
    let vectors = [Models.floats("a", [4000, 1], Array(repeating: 1, count: 4000))]

    expectExcess(model([Models.node("Expand", ["c", "s"], "k")], [one, size]))
    expectExcess(model([Models.node("ConstantOfShape", ["s"], "k")], [size]))
    expectExcess(
      model(
        [
          Models.node("Reshape", ["a", "r"], "b"), Models.node("Mul", ["a", "b"], "k"),
        ], vectors + [Models.integers("r", [1, 4000])]))
  }

  @Test(arguments: [(0, 1 << 23, 1), (1 << 23, -(1 << 23), -1), (-(1 << 23), 1 << 23, 2)])
  func longRangesAreRefused(start: Int, limit: Int, step: Int) {
    let numbers = [
      Models.integers("a", [start], shape: []), Models.integers("b", [limit], shape: []),
      Models.integers("d", [step], shape: []),
    ]
    // Twice, because one of these would just do.
    let nodes = [
      Models.node("Range", ["a", "b", "d"], "r"),
      Models.node("Concat", ["r", "r"], "k", Self.axis),
    ]

    expectExcess(model(nodes, numbers))
  }

  /// One constant of a million numbers, read by a thousand nodes.
  @Test func constantsThatManyNodesReadAreRefused() {
    let big = Models.floats("c", [1 << 20], Array(repeating: 1, count: 1 << 20))

    expectExcess(model(chain("Abs", count: 1000, { [$0] }), [big]))
  }

  @Test func shapesOfManyAxesAreRefused() {
    let one = [Models.floats("c", [1], [1]), Models.integers("z", [0])]
    let many = Models.floats("c", Array(repeating: 1, count: 1000), [1])

    #expect(error(model(chain("Unsqueeze", count: 200, { [$0, "z"] }), one)) != nil)
    #expect(error(model(chain("Abs", count: 1, { [$0] }), [many])) != nil)
  }

  @Test func networksWithoutEndAreRefused() {
    let signs = (0..<9000).map { index in
      Models.node("Neg", [index == 0 ? "x" : "v\(index)"], "v\(index + 1)")
    }
    let joined = (0..<24).map { index in
      let name = index == 0 ? "x" : "j\(index)"
      return Models.node("Concat", [name, name], "j\(index + 1)", [Models.attribute("axis", 1)])
    }

    #expect(error(Models.model(signs, output: "v9000"))?.description.contains("8192") == true)
    #expect(error(Models.model(joined, output: "j24")) != nil)
  }

  /// Every name once in the message would be a page.
  @Test func longListsAreCut() {
    let strangers = (0..<2000).map { index in
      Models.node("Odd\(index)", [index == 0 ? "x" : "v\(index)"], "v\(index + 1)")
    }
    var model = Models.model([Models.node("Relu", ["x"], "y")])
    model.graph.output += (0..<2000).map { index in .with { $0.name = "o\(index)" } }
    let manyOutputs = model
    let unknown = #expect(throws: FormatError.self) {
      try ONNXReader.network(from: manyOutputs, file: "m.onnx", outputs: ["nothing"])
    }

    for message in [error(Models.model(strangers, output: "v2000")), unknown] {
      #expect((message?.description.count ?? .max) < 1000)
      #expect(message?.description.contains("more") == true)
    }
  }

  /// Thousands of nodes that read one value took the square of their number.
  @Test func manyReadersOfOneValueAreImportedAtOnce() {
    let readers = (0..<4000).map { Models.node("Add", ["r", "one"], "a\($0)") }
    let join = Models.node(
      "Concat", (0..<4000).map { "a\($0)" }, "y", [Models.attribute("axis", 1)])
    let clip = Models.node("Clip", ["x", "zero", "one"], "r")
    let model = Models.model(
      [clip] + readers + [join], [Models.floats("zero", [], [0]), Models.floats("one", [], [1])])
    let start = ContinuousClock.now

    #expect(error(model) == nil)
    #expect(ContinuousClock.now - start < .seconds(20))
  }

  @Test func weightsBeyondAllNumbersAreNamed() {
    for value in [Float(1e38), -3e38, 1e16] {
      let weight = Models.floats("w", [1, 2, 1, 1], [1, value])
      let conv = Models.node("Conv", ["x", "w"], "y", name: "first")

      #expect(error(Models.model([conv], [weight])) == .outOfRange(file: "m.onnx", node: "first"))
    }
  }

  /// Factors that only together are too large, or only together are not.
  @Test func foldedWeightsCount() {
    let nodes = [
      Models.node("Conv", ["x", "w"], "c", name: "first"), Models.node("Mul", ["c", "f"], "y"),
    ]
    let weight = { (value: Float) in Models.floats("w", [1, 2, 1, 1], [1, value]) }
    let factor = { (value: Float) in Models.floats("f", [], [value]) }

    #expect(error(Models.model(nodes, [weight(1e37), factor(1e-30)])) == nil)
    #expect(
      error(Models.model(nodes, [weight(1e10), factor(1e10)]))
        == .outOfRange(file: "m.onnx", node: "first"))
    #expect(
      error(Models.model(nodes, [weight(1e30), factor(1e30)]))
        == .outOfRange(file: "m.onnx", node: "first"))
  }
}
