import AnalogPass
import ModelFormats
import Networks
import Tensors
import Testing

/// Forms of operators that changed between operator sets, or that exporters write differently.
///
/// Results are computed by hand.
@Suite struct ONNXOperatorTests {
  typealias Models = ONNXModels

  /// The numbers 0 to 31 as a 2x4x4 image.
  private static let ramp = Tensor(shape: [2, 4, 4], elements: (0..<32).map { Float($0) })

  private func result(of model: Onnx_ModelProto) throws -> [Float] {
    var pass = ForwardPass(try ONNXReader.network(from: model, file: "test.onnx"))
    pass.run(Self.ramp)
    return pass.output
  }

  @Test func clipBoundsAreAttributesBeforeOperatorSet11() throws {
    let clip = Models.node(
      "Clip", ["x"], "y", [Models.attribute("min", Float(0)), Models.attribute("max", Float(6))])

    let network = try ONNXReader.network(
      from: Models.model([clip], operatorSet: 10), file: "test.onnx")

    #expect(network.nodes[1].operation == .activation(.clipped(maximum: 6)))
    #expect(network.nodes[1].name == "clip1")
  }

  @Test func clipBoundsAreInputsSinceOperatorSet11() throws {
    let clip = Models.node("Clip", ["x", "low", "high"], "y")
    let bounds = [Models.floats("low", [], [0]), Models.floats("high", [], [6])]

    let network = try ONNXReader.network(from: Models.model([clip], bounds), file: "test.onnx")

    #expect(network.nodes[1].operation == .activation(.clipped(maximum: 6)))
  }

  @Test func clipWithoutAnUpperBoundIsReLU() throws {
    let clip = Models.node("Clip", ["x", "low"], "y")

    let network = try ONNXReader.network(
      from: Models.model([clip], [Models.floats("low", [], [0])]), file: "test.onnx")

    #expect(network.nodes[1].operation == .activation(.relu))
  }

  @Test(arguments: [[2, 3], [-1, -2], [3, -2]])
  func meanOverRowsAndColumnsIsAPool(axes: [Int]) throws {
    let asInput = Models.node(
      "ReduceMean", ["x", "axes"], "y", [Models.attribute("keepdims", 0)])
    let asAttribute = Models.node(
      "ReduceMean", ["x"], "y",
      [Models.attribute("axes", axes), Models.attribute("keepdims", 0)])

    let new = try result(of: Models.model([asInput], [Models.integers("axes", axes)]))
    let old = try result(of: Models.model([asAttribute], operatorSet: 13))

    #expect(new == [7.5, 23.5])
    #expect(old == new)
  }

  /// The axes of all subsets of one image's.
  private static let axes = (1..<8).map { bits in
    (1...3).filter { bits >> ($0 - 1) & 1 == 1 }
  }

  /// `Σ |x|`, with axes as an input since operator set 18.
  @Test(arguments: axes, [true, false])
  func magnitudesAreAddedUp(axes: [Int], keeps: Bool) throws {
    let keepdims = Models.attribute("keepdims", keeps ? 1 : 0)
    let shift = Models.node("Sub", ["x", "ten"], "s")
    let new = Models.node("ReduceL1", ["s", "axes"], "y", [keepdims])
    let old = Models.node("ReduceL1", ["s"], "y", [Models.attribute("axes", axes), keepdims])
    let ten = Models.floats("ten", [], [10.5])
    var right = Array(repeating: Float(0), count: 32)
    for (element, value) in Self.ramp.elements.enumerated() {
      let places = [element / 16, element / 4 % 4, element % 4]
      let kept = places.indices.map { axes.contains($0 + 1) ? 0 : places[$0] }
      right[kept[0] * 16 + kept[1] * 4 + kept[2]] += abs(value - 10.5)
    }
    right = right.filter { $0 > 0 }

    let list = Models.integers("axes", axes)
    #expect(try result(of: Models.model([shift, new], [ten, list])) == right)
    #expect(try result(of: Models.model([shift, old], [ten], operatorSet: 13)) == right)
  }

  /// The side of negative numbers is not there where there are none.
  @Test func magnitudesOfWhatIsNeverNegativeAreASum() throws {
    let nodes = [Models.node("Relu", ["x"], "r"), Models.node("ReduceL1", ["r", "axes"], "y")]

    let model = Models.model(nodes, [Models.integers("axes", [1, 2, 3])])

    let network = try ONNXReader.network(from: model, file: "t.onnx")

    #expect(network.activations.count == 1)
    #expect(try result(of: model) == [496])
  }

  @Test func padTakesItsMarginsFromAttributeInputAndAxes() throws {
    let old = Models.node(
      "Pad", ["x"], "y", [Models.attribute("pads", [0, 0, 1, 0, 0, 0, 0, 2])])
    let new = Models.node("Pad", ["x", "pads", "", "axes"], "y")
    let constants = [Models.integers("pads", [0, 1, 2, 0]), Models.integers("axes", [-1, 2])]

    let first = try result(of: Models.model([old], operatorSet: 10))
    let second = try result(of: Models.model([new], constants))

    #expect(first.count == 2 * 5 * 6)
    #expect(Array(first[..<13]) == [0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 0, 0, 4])
    #expect(first == second)
  }

  /// `[-1]`, a `Gather` of everything, and a new shape: dynamo's way to view a tensor.
  @Test func shapeArithmeticAndIdentityGatherAreFolded() throws {
    let nodes = [
      Models.node("Shape", ["x"], "shape"),
      Models.node("Gather", ["shape", "zero"], "batch"),
      Models.node("Unsqueeze", ["batch", "axes"], "batches"),
      Models.node("Concat", ["batches", "rest"], "target", [Models.attribute("axis", 0)]),
      Models.node("Reshape", ["x", "all"], "line"),
      Models.node("Gather", ["line", "places"], "same"),
      Models.node("Reshape", ["same", "target"], "y"),
    ]
    let constants = [
      Models.integers("zero", [0], shape: []), Models.integers("axes", [0]),
      Models.integers("rest", [-1]), Models.integers("all", [-1]),
      Models.integers("places", Array(0..<32)),
    ]

    let network = try ONNXReader.network(from: Models.model(nodes, constants), file: "t.onnx")

    #expect(network.nodes.map(\.name) == ["input", "flatten1"])
    #expect(try result(of: Models.model(nodes, constants)) == Self.ramp.elements)
  }

  /// The weights come through `Identity` and `Transpose`, the bias is a node of its own.
  @Test func matrixProductAndSumAreOneLayer() throws {
    let nodes = [
      Models.node("Flatten", ["x"], "flat"),
      Models.node("Identity", ["stored"], "shared"),
      Models.node("Transpose", ["shared"], "weight", [Models.attribute("perm", [1, 0])]),
      Models.node("MatMul", ["flat", "weight"], "product", name: "fc/MatMul"),
      Models.node("Add", ["bias", "product"], "y"),
    ]
    let constants = [
      Models.floats("stored", [1, 32], Array(repeating: 0.5, count: 32)),
      Models.floats("bias", [1], [3]),
    ]

    let network = try ONNXReader.network(from: Models.model(nodes, constants), file: "t.onnx")

    #expect(network.nodes.map(\.name) == ["input", "flatten1", "fc1"])
    #expect(network.nodes[2].fileName == "fc/MatMul")
    #expect(try result(of: Models.model(nodes, constants)) == [251])
  }

  @Test func windowsThatStartBehindTheMapDoNotCount() throws {
    let pool = Models.node(
      "AveragePool", ["x"], "y",
      [
        Models.attribute("kernel_shape", [3, 3]), Models.attribute("strides", [3, 3]),
        Models.attribute("pads", [1, 1, 1, 1]), Models.attribute("ceil_mode", 1),
        Models.attribute("count_include_pad", 1),
      ])

    let network = try ONNXReader.network(from: Models.model([pool]), file: "t.onnx")

    #expect(network.nodes[1].shape == MapShape(channels: 2, height: 2, width: 2))
    #expect(try result(of: Models.model([pool])).first == Float(0 + 1 + 4 + 5) / 9)
  }

  @Test func deadBranchesAreDropped() throws {
    let nodes = [
      Models.node("LSTM", ["x"], "unused"), Models.node("Relu", ["x"], "y"),
    ]

    let network = try ONNXReader.network(from: Models.model(nodes), file: "t.onnx")

    #expect(network.nodes.map(\.name) == ["input", "relu1"])
  }

  @Test func nodesInAnyOrderAreSorted() throws {
    let nodes = [
      Models.node("Relu", ["a"], "y"),
      Models.node("MaxPool", ["x"], "a", [Models.attribute("kernel_shape", [4, 4])]),
    ]

    #expect(try result(of: Models.model(nodes)) == [15, 31])
  }

  @Test func normalizationBeforeAnActivationStays() throws {
    let numbers = ["scale": 2, "offset": -3, "mean": 1, "variance": 4] as [String: Float]
    let constants = numbers.map { Models.floats($0.key, [2], [$0.value, $0.value]) }
    let nodes = [
      Models.node(
        "BatchNormalization", ["x", "scale", "offset", "mean", "variance"], "n",
        [Models.attribute("epsilon", Float(0))]),
      Models.node("Relu", ["n"], "y"),
    ]

    let network = try ONNXReader.network(from: Models.model(nodes, constants), file: "t.onnx")

    #expect(network.nodes.map(\.name) == ["input", "norm1", "relu1"])
    #expect(
      network.nodes[1].operation
        == .channelAffine(ChannelAffine(factor: [1, 1], offset: [-4, -4])))
  }

  /// A normalization may only be folded if nothing else reads the weights' result.
  @Test func normalizationOfASharedResultStays() throws {
    let nodes = [
      Models.node("Conv", ["x", "w"], "c"), Models.node("Mul", ["c", "two"], "m"),
      Models.node("Add", ["c", "m"], "y"),
    ]
    let constants = [
      Models.floats("w", [1, 2, 1, 1], [1, 1]), Models.floats("two", [1, 1, 1], [2]),
    ]

    let network = try ONNXReader.network(from: Models.model(nodes, constants), file: "t.onnx")

    #expect(network.nodes.map(\.name) == ["input", "conv1", "norm1", "add1"])
    #expect(try result(of: Models.model(nodes, constants)).first == 3 * 16)
  }
}
