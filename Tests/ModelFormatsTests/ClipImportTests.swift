import AnalogPass
import Conversion
import ModelFormats
import Networks
import Tensors
import Testing

/// Clips between any bounds become clips from 0 between two offsets, as spikes have no others.
@Suite struct ClipImportTests {
  typealias Models = ONNXModels

  /// The numbers -2 to 1.875 in eighths.
  private static let numbers = (0..<32).map { Float($0) / 8 - 2 }

  private static let pool = [
    Models.attribute("kernel_shape", [2, 2]), Models.attribute("strides", [2, 2]),
  ]

  private func network(
    _ nodes: [Onnx_NodeProto], _ low: Float = 0, _ high: Float = 0
  ) throws -> AnalogNetwork {
    let bounds = [Models.floats("low", [], [low]), Models.floats("high", [], [high])]
    return try ONNXReader.network(from: Models.model(nodes, bounds), file: "m.onnx")
  }

  private func output(of network: AnalogNetwork) -> [Float] {
    var pass = ForwardPass(network)
    pass.run(Tensor(shape: [2, 4, 4], elements: Self.numbers))
    return pass.output
  }

  private func isNear(_ first: [Float], _ second: [Float]) -> Bool {
    first.count == second.count && zip(first, second).allSatisfy { abs($0 - $1) <= 1e-6 }
  }

  /// With thresholds for all its activations it has a spiking form, without signed neurons.
  private func hasSpikingForm(_ network: AnalogNetwork) -> Bool {
    let thresholds = Array(repeating: Float(1), count: network.activations.count)
    let spiking = try? Max().spikingNetwork(from: network, thresholds: thresholds)
    return spiking?.layers.contains(where: \.neuron.sendsNegativeSpikes) == false
  }

  static let bounds: [(Float, Float)] = [
    (-1, 1), (0.1, 0.9), (-0.3, .infinity), (-.infinity, 0.5), (-.infinity, 0), (-0.5, 0),
    (-.infinity, -0.25), (-1e9, 1), (-1, 1e9), (-65_504, 65_504), (-1e9, .infinity),
  ]

  @Test(arguments: bounds)
  func everyClipGivesItsNumbersAndHasASpikingForm(low: Float, high: Float) throws {
    let network = try network([Models.node("Clip", ["x", "low", "high"], "y")], low, high)

    #expect(isNear(output(of: network), Self.numbers.map { min(max($0, low), high) }))
    #expect(hasSpikingForm(network))
    #expect(
      network.nodes.allSatisfy {
        if case .activation(.clamp) = $0.operation { false } else { true }
      })
  }

  /// Before a pool and behind one, whose maximum an upper bound alone turns into a minimum.
  @Test(arguments: bounds.filter { abs($0.0) < 2 || abs($0.1) < 2 }, [true, false])
  func maxPoolsTakeTheSpikesOfClips(bounds: (Float, Float), isBefore: Bool) throws {
    let (low, high) = bounds
    let network = try network(
      isBefore
        ? [
          Models.node("Clip", ["x", "low", "high"], "c"),
          Models.node("MaxPool", ["c"], "y", Self.pool),
        ]
        : [
          Models.node("MaxPool", ["x"], "p", Self.pool),
          Models.node("Clip", ["p", "low", "high"], "y"),
        ], low, high)
    // The largest of each window is its last, and a clip never falls.
    let largest = [5, 7, 13, 15, 21, 23, 29, 31].map { min(max(Self.numbers[$0], low), high) }

    #expect(isNear(output(of: network), largest))
    #expect(hasSpikingForm(network))
  }

  /// A clip that others read besides a pool adds its offset for each of them.
  @Test func aClipMayBeReadTwice() throws {
    let network = try network(
      [
        Models.node("Clip", ["x", "low", "high"], "c"),
        Models.node(
          "MaxPool", ["c"], "p", [Models.attribute("kernel_shape", [1, 1])]),
        Models.node("GlobalMaxPool", ["c"], "g"), Models.node("Add", ["p", "g"], "y"),
      ], -1, 1)
    let clipped = Self.numbers.map { min(max($0, -1), 1) }

    #expect(
      isNear(output(of: network), clipped.enumerated().map { $1 + clipped[$0 < 16 ? 15 : 31] }))
  }

  /// The bound above where both are one, and where they are exchanged, as the standard says.
  @Test(arguments: [(Float(1), Float(1)), (2, 1)])
  func aClipToOneNumberIsAConstant(low: Float, high: Float) throws {
    let network = try network([Models.node("Clip", ["x", "low", "high"], "y")], low, high)

    #expect(output(of: network) == Array(repeating: high, count: 32))
    #expect(network.activations.isEmpty)
  }

  @Test func boundsInARowAreOneClip() throws {
    let network = try network(
      [Models.node("Max", ["x", "low"], "m"), Models.node("Min", ["high", "m"], "y")], -1, 1)

    #expect(network.nodes.map(\.name) == ["input", "norm1", "clip1", "norm2"])
    #expect(network.nodes[2].operation == .activation(.clipped(maximum: 2)))
  }

  @Test(arguments: [(Float.infinity, Float.infinity), (-.infinity, -.infinity)])
  func clipsToInfinityAreRefused(low: Float, high: Float) {
    #expect(throws: FormatError.self) {
      try network([Models.node("Clip", ["x", "low", "high"], "y")], low, high)
    }
  }

  /// `-min(-x, 0)` is a ReLU, and no image is to blame for anything.
  @Test func aMinimumOfTurnedNumbersIsAReLU() throws {
    let network = try network([
      Models.node("Neg", ["x"], "n"), Models.node("Min", ["n", "low"], "m"),
      Models.node("Neg", ["m"], "y"),
    ])

    #expect(output(of: network) == Self.numbers.map { max($0, 0) })
    #expect(hasSpikingForm(network))
  }

  // Other functions of pieces that are straight.

  private func output(_ nodes: [Onnx_NodeProto]) throws -> [Float] {
    let network = try network(nodes, 0, 1)
    #expect(hasSpikingForm(network))
    return output(of: network)
  }

  @Test(arguments: [(Float(0.25), Float(0.5)), (-0.5, 0.25)])
  func aHardSigmoidIsAClip(slope: Float, offset: Float) throws {
    let result = try output([
      Models.node(
        "HardSigmoid", ["x"], "y",
        [Models.attribute("alpha", slope), Models.attribute("beta", offset)])
    ])

    #expect(result == Self.numbers.map { min(max(slope * $0 + offset, 0), 1) })
  }

  @Test func magnitudesAreTheSumOfBothSides() throws {
    #expect(
      try output([Models.node("Abs", ["x"], "y")]) == Self.numbers.map { abs($0) })
  }

  /// A side that never spikes would have no threshold, whatever the images.
  @Test func magnitudesOfWhatIsNeverNegativeAreItself() throws {
    let network = try network([Models.node("Relu", ["x"], "r"), Models.node("Abs", ["r"], "y")])

    #expect(network.activations.count == 1)
    #expect(output(of: network) == Self.numbers.map { max($0, 0) })
  }

  @Test func theSmallestOfAMapIsAPoolOfSpikes() throws {
    let model = Models.model(
      [
        Models.node("Add", ["x", "high"], "a"), Models.node("Relu", ["a"], "r"),
        Models.node("ReduceMin", ["r"], "y", [Models.attribute("axes", [2, 3])]),
      ], [Models.floats("high", [], [2.5])], operatorSet: 13)
    let network = try ONNXReader.network(from: model, file: "m.onnx")
    let extrema = network.nodes.compactMap { node in
      if case .maxPool(let pooling) = node.operation { pooling.extremum } else { nil }
    }

    #expect(extrema == ["min"])
    #expect(output(of: network) == [0.5, 2.5])
    #expect(hasSpikingForm(network))
  }

  @Test(arguments: ["Max", "Min"])
  func theExtremesOfMapsAreSumsWithAReLU(operation: String) throws {
    let result = try output([
      Models.node("Relu", ["x"], "a"), Models.node("Neg", ["x"], "n"),
      Models.node("Sub", ["x", "high"], "s"), Models.node("Relu", ["n"], "b"),
      Models.node(operation, ["a", "b", "s", "a"], "y"),
    ])

    let expected = Self.numbers.map { x in
      operation == "Max" ? max(max(x, 0), max(-x, 0), x - 1) : min(max(x, 0), max(-x, 0), x - 1)
    }
    #expect(result == expected)
  }

  /// The number is a bound of the larger or smaller map.
  @Test func mapsAndNumbersTogether() throws {
    let result = try output([
      Models.node("Neg", ["x"], "n"), Models.node("Max", ["x", "high", "n"], "y"),
    ])

    #expect(result == Self.numbers.map { max(abs($0), 1) })
  }
}
