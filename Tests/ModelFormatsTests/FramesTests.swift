import AnalogPass
import ModelFormats
import Networks
import Tensors
import Testing

/// What stands in the place of the batch: frames, places, or several images.
@Suite struct FramesTests {
  typealias Models = ONNXModels

  private static let tensors = [
    Models.floats("w", [1, 1, 1, 2], [1, 10]), Models.floats("b", [1], [0.5]),
    Models.integers("frames", [2, 1, 1, 3]), Models.integers("rows", [-1, 3]),
    Models.integers("vector", [1, -1]), Models.integers("size", [2, 1, 1, 6]),
    Models.floats("slopes", [3], [1, 2, 3]), Models.integers("zero", [0]),
    Models.integers("one", [1]), Models.integers("two", [2]),
  ]

  private func network(
    _ nodes: [Onnx_NodeProto], input: [Int] = [1, 2, 1, 3], tail: TailReading = .never
  ) throws(FormatError) -> AnalogNetwork {
    try ONNXReader.network(
      from: Models.model(nodes, Self.tensors, input: input), file: "m.onnx", tail: tail)
  }

  private func refusal(_ nodes: [Onnx_NodeProto], input: [Int] = [1, 2, 1, 3]) -> String {
    do throws(FormatError) {
      _ = try network(nodes, input: input)
      return ""
    } catch { return error.description }
  }

  /// Of the frames 1, 2, 3 and 4, 5, 6.
  private func output(_ nodes: [Onnx_NodeProto]) throws -> [Float] {
    var pass = ForwardPass(try network(nodes))
    pass.run(Tensor(shape: [2, 1, 3], elements: [1, 2, 3, 4, 5, 6]))
    return pass.output
  }

  private static let framed = Models.node("Reshape", ["x", "frames"], "f")
  private static let end = Models.node("Reshape", ["r", "vector"], "y")

  @Test func framesMeetTheSameWeights() throws {
    let found = try output([Self.framed, Models.node("Conv", ["f", "w", "b"], "r"), Self.end])

    #expect(found == [21.5, 32.5, 54.5, 65.5])
  }

  @Test func framesArePooledEachByItself() throws {
    let kernel = Models.attribute("kernel_shape", [1, 3])

    for (name, attributes, right) in [
      ("MaxPool", [kernel], [Float(3), 6]), ("GlobalAveragePool", [], [2, 5]),
    ] {
      #expect(
        try output([Self.framed, Models.node(name, ["f"], "r", attributes), Self.end]) == right)
    }
  }

  @Test func framesAreResizedEachByItself() throws {
    let attributes = [
      Models.attribute("mode", "linear"),
      Models.attribute("coordinate_transformation_mode", "asymmetric"),
    ]

    let found = try output([
      Self.framed, Models.node("Resize", ["f", "", "", "size"], "r", attributes), Self.end,
    ])

    #expect(found == [1, 1.5, 2, 2.5, 3, 3, 4, 4.5, 5, 5.5, 6, 6])
  }

  /// Also over the frames themselves.
  @Test(arguments: [(1, [Float(2), 5]), (0, [2.5, 3.5, 4.5])])
  func rowsAreReducedAlongAnyAxis(axis: Int, right: [Float]) throws {
    let nodes = [
      Models.node("Reshape", ["x", "rows"], "f"),
      Models.node("ReduceMean", ["f", axis == 0 ? "zero" : "one"], "r"), Self.end,
    ]

    #expect(try output(nodes) == right)
  }

  /// One slope for each place of all rows.
  @Test func slopesOfRowsAreThoseOfTheirLastAxis() throws {
    let found = try output([
      Models.node("Reshape", ["x", "rows"], "f"), Models.node("Neg", ["f"], "n"),
      Models.node("PRelu", ["n", "slopes"], "r"), Self.end,
    ])

    #expect(found == [-1, -4, -9, -4, -10, -18])
  }

  /// As a network that compares two pictures does, which takes both through the same layers.
  @Test func picturesAreFramesOfOneImage() throws {
    let found = try output([
      Models.node("Slice", ["x", "zero", "one", "one"], "first"),
      Models.node("Slice", ["x", "one", "two", "one"], "second"),
      Models.node("Concat", ["second", "first"], "f", [Models.attribute("axis", 0)]),
      Models.node("Conv", ["f", "w", "b"], "r"), Self.end,
    ])

    #expect(found == [54.5, 65.5, 21.5, 32.5])
  }

  @Test func otherFramesAreRefusedWithAWayOut() {
    let transposed = refusal([
      Self.framed, Models.node("ConvTranspose", ["f", "w"], "r", name: "up"), Self.end,
    ])
    #expect(transposed.contains("'up'"), "\(transposed)")
    #expect(transposed.contains("export what is done to one image"), "\(transposed)")

    let split = refusal(
      [
        Models.node("Reshape", ["x", "size"], "f"),
        Models.node("Conv", ["f", "w"], "y", name: "conv"),
      ], input: [4, 1, 1, 3])
    #expect(split.contains("'conv'") && split.contains("for one frame"), "\(split)")
  }

  /// Shares of each row say nothing of the order of all numbers.
  @Test func sharesOfRowsAreNoOrderOfTheWhole() {
    let nodes = [
      Models.node("Reshape", ["x", "rows"], "f"),
      Models.node("Softmax", ["f"], "r", name: "shares", [Models.attribute("axis", 1)]), Self.end,
    ]

    for tail in [TailReading.never, .whereOfPlaces] {
      #expect(throws: FormatError.self) { try network(nodes, tail: tail) }
    }
    #expect(refusal(nodes).contains("compares 3 of the 6 numbers of an image"))
  }

  /// Whoever adds a layer says what it gives; its weights say what it takes.
  @Test func weightsFitTheMapThatTheyMeet() {
    let odd = ONNXOperator("Odd", inputs: 1...1) { importer, node throws(FormatError) in
      let layer = AffineLayer(weight: Tensor(zeros: [3, 5]), bias: Tensor(zeros: [3]))
      _ = try importer.append(
        .affine(layer), fileName: node.name, inputs: [0], shape: MapShape(channels: 3))
    }
    let model = Models.model([Models.node("Odd", ["x"], "y")], input: [1, 2, 1, 3])

    #expect(
      throws: FormatError.unsupported(
        file: "m.onnx", node: "Odd_y",
        what: "its weights do not fit the map that they meet (fc of 2x1x3)")
    ) {
      try ONNXReader.network(
        from: model, file: "m.onnx", operators: ONNXOperators(ONNXOperators.standard.all + [odd]))
    }
  }

  /// A matrix of a data set is a signal of some channels where the file leaves its length open.
  @Test(arguments: [[1, 2, 5], [1, 5, 2], [2, 1, 5]])
  func aMatrixSaysTheLengthOfASignal(lengths: [Int]) throws {
    let network = try ONNXReader.network(
      from: Models.model([Models.node("Relu", ["x"], "y")], input: [-1, 2, -1]), file: "m.onnx",
      lengths: lengths)

    #expect(network.inputShape == MapShape(channels: 2, height: 1, width: 5))
  }
}
