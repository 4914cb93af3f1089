import AnalogPass
import ModelFormats
import Networks
import SpikingEngine
import Tensors
import Testing

/// Convolutions and pools along one axis, exhaustively, against the text of the standard.
@Suite struct WindowTests {
  typealias Models = ONNXModels

  /// One node on a map of `length` places in a row or in a column.
  struct Case: CustomStringConvertible {
    var length: Int
    var kernel: Int
    var stride: Int
    var dilation: Int
    var before = 0
    var after = 0
    var roundsUp = false
    var automatic = "NOTSET"
    var isRow = false

    var reach: Int { (kernel - 1) * dilation + 1 }

    /// Whether the formula of `auto_pad` SAME gives a negative number.
    var isClamped: Bool {
      automatic.hasPrefix("SAME") && (length - 1) / stride * stride + reach < length
    }

    var description: String {
      "length \(length), kernel \(kernel), stride \(stride), dilation \(dilation), pads "
        + "\(before) \(after), ceil_mode \(roundsUp), auto_pad \(automatic)"
    }

    /// `pair` along the axis, and `other` along the one of length 1.
    func grid(_ value: Int, other: Int) -> [Int] { isRow ? [other, value] : [value, other] }

    var attributes: [Onnx_AttributeProto] {
      let pads = isRow ? [0, before, 0, after] : [before, 0, after, 0]
      let padding =
        automatic == "NOTSET"
        ? Models.attribute("pads", pads) : Models.attribute("auto_pad", automatic)
      return [
        padding, Models.attribute("kernel_shape", grid(kernel, other: 1)),
        Models.attribute("strides", grid(stride, other: 1)),
        Models.attribute("dilations", grid(dilation, other: 1)),
      ]
    }
  }

  /// What lies under each window: places of the map, and how many places an average counts with
  /// the padding.
  struct Reference {
    var windows: [(places: [(position: Int, tap: Int)], padded: Int)] = []

    /// By the formulas of `MaxPool-22`; no windows where the kernel does not fit.
    init(_ test: Case) {
      var (before, after) = (test.before, test.after)
      var count: Int
      if test.automatic.hasPrefix("SAME") {
        count = (test.length - 1) / test.stride + 1
        let total = max((count - 1) * test.stride + test.reach - test.length, 0)
        before = test.automatic == "SAME_UPPER" ? total / 2 : (total + 1) / 2
        after = total - before
      } else {
        let room = Double(test.length + before + after - test.reach)
        let steps = room / Double(test.stride)
        count = Int((test.roundsUp ? steps.rounded(.up) : steps.rounded(.down)) + 1)
        if room < 0, !test.roundsUp { count = 0 }
        if test.roundsUp, (count - 1) * test.stride >= test.length + before { count -= 1 }
      }
      for window in 0..<max(count, 0) {
        let positions = (0..<test.kernel).map {
          (position: window * test.stride - before + $0 * test.dilation, tap: $0)
        }
        windows.append(
          (
            positions.filter { (0..<test.length).contains($0.position) },
            positions.count { $0.position < test.length + after }
          ))
      }
    }
  }

  private static func cases(length: Int) -> [Case] {
    var cases: [Case] = []
    for (kernel, stride, dilation) in product([1, 2, 3], [1, 2, 3], [1, 2]) {
      let plain = Case(length: length, kernel: kernel, stride: stride, dilation: dilation)
      for (before, after, isRow) in product([0, 1, 3, 6], [0, 1, 2, 3, 6], [false, true]) {
        var test = plain
        (test.before, test.after, test.isRow) = (before, after, isRow)
        cases.append(test)
      }
      for automatic in ["SAME_UPPER", "SAME_LOWER"] {
        var test = plain
        test.automatic = automatic
        cases.append(test)
      }
    }
    return cases
  }

  private func network(
    _ operation: String, _ test: Case, _ attributes: [Onnx_AttributeProto] = []
  ) -> AnalogNetwork? {
    let weight = Models.floats(
      "w", [1, 1] + test.grid(test.kernel, other: 1), (0..<test.kernel).map { Float($0 + 1) })
    let inputs = operation == "Conv" ? ["x", "w"] : ["x"]
    let node = Models.node(operation, inputs, "y", test.attributes + attributes)
    return try? ONNXReader.network(
      from: Models.model(
        [node], operation == "Conv" ? [weight] : [],
        input: [1, 1] + test.grid(test.length, other: 1)),
      file: "m.onnx")
  }

  private func ramp(_ length: Int) -> [Float] { (0..<length).map { Float($0 * $0 + 3) } }

  /// What the forward pass and the synapses of the engine make of a ramp.
  private func results(of network: AnalogNetwork, length: Int) -> [[Float]] {
    var pass = ForwardPass(network)
    let image = ramp(length)
    let shape = network.inputShape
    pass.run(Tensor(shape: [1, shape.height, shape.width], elements: image))
    let node = network.nodes[1]
    let operation: SynapticOperation? =
      switch node.operation {
      case .convolution(let layer): .convolution(layer)
      case .averagePool(let pooling): .averagePool(pooling)
      default: nil
      }
    guard let operation else { return [pass.output] }
    let synapses = SynapticStage(operation, shape: node.shape).packed(source: shape)
    var currents = Array(repeating: Float(0), count: node.shape.count)
    synapses.deliver(SpikeEvents(nonzero: image), to: &currents)
    return [pass.output, currents]
  }

  private func expect(
    _ network: AnalogNetwork?, _ expected: [Float]?, _ comment: Comment, length: Int
  ) {
    guard let expected, !expected.isEmpty else {
      #expect(network == nil, comment)
      return
    }
    guard let network else {
      Issue.record(comment)
      return
    }
    for result in results(of: network, length: length) {
      #expect(result.count == expected.count, comment)
      #expect(zip(result, expected).allSatisfy { abs($0 - $1) <= 1e-4 }, comment)
    }
  }

  @Test(arguments: [1, 2, 5, 6]) func convolutionsKeepEveryWindow(length: Int) {
    let image = ramp(length)
    for test in Self.cases(length: length) {
      let expected = Reference(test).windows.map { window in
        window.places.reduce(Float(0)) { $0 + image[$1.position] * Float($1.tap + 1) }
      }
      expect(network("Conv", test), expected, "convolution, \(test)", length: length)
    }
  }

  @Test(arguments: [1, 2, 5, 6], [false, true])
  func poolsKeepEveryWindow(length: Int, roundsUp: Bool) {
    let image = ramp(length)
    for var test in Self.cases(length: length) where !roundsUp || test.after < test.reach {
      test.roundsUp = roundsUp
      let windows = Reference(test).windows
      let reachInput = windows.allSatisfy { !$0.places.isEmpty }
      let sums = windows.map { $0.places.reduce(Float(0)) { $0 + image[$1.position] } }
      let maxima = windows.map { $0.places.map { image[$0.position] }.max() ?? 0 }
      let ceil = Models.attribute("ceil_mode", roundsUp ? 1 : 0)
      let isDilated = test.automatic.hasPrefix("SAME") && test.dilation > 1 && test.kernel > 1
      guard !isDilated, !test.isClamped else {
        for name in ["MaxPool", "AveragePool"] {
          #expect(network(name, test, [ceil]) == nil, "\(name), \(test)")
        }
        continue
      }

      expect(
        network("MaxPool", test, [ceil]), reachInput ? maxima : nil, "maximum, \(test)",
        length: length)
      expect(
        network("AveragePool", test, [ceil]),
        reachInput ? zip(sums, windows).map { $0 / Float($1.places.count) } : nil,
        "mean, \(test)", length: length)
      expect(
        network("AveragePool", test, [ceil, Models.attribute("count_include_pad", 1)]),
        zip(sums, windows).map { $0 / Float($1.padded) }, "mean with padding, \(test)",
        length: length)
    }
  }

  /// The standard rounds down whatever `ceil_mode` says; programs that run models round up.
  @Test(arguments: [1, 2, 5, 6]) func withoutPaddingNobodyRoundsUp(length: Int) {
    let image = ramp(length)
    for (kernel, stride, dilation) in product([1, 2, 3], [1, 2, 3], [1, 2]) {
      var test = Case(length: length, kernel: kernel, stride: stride, dilation: dilation)
      let windows = Reference(test).windows
      test.roundsUp = true
      let isWhole = Reference(test).windows.count == windows.count
      (test.roundsUp, test.automatic) = (false, "VALID")
      let maxima = windows.map { $0.places.map { image[$0.position] }.max() ?? 0 }

      expect(network("MaxPool", test), maxima, "maximum, \(test)", length: length)
      expect(
        network("MaxPool", test, [Models.attribute("ceil_mode", 1)]), isWhole ? maxima : nil,
        "maximum rounded up, \(test)", length: length)
    }
  }

  /// onnxruntime and the standard's own program place them differently.
  @Test func dilatedWindowsNeedTheirPads() {
    for name in ["MaxPool", "AveragePool"] {
      let pool = Models.node(
        name, ["x"], "y", name: "pool",
        [
          Models.attribute("kernel_shape", [2, 2]), Models.attribute("dilations", [2, 2]),
          Models.attribute("auto_pad", "SAME_UPPER"),
        ])
      let error = #expect(throws: FormatError.self) {
        try ONNXReader.network(from: Models.model([pool]), file: "m.onnx")
      }
      let message = error?.description ?? ""
      #expect(message.contains("'pool'") && message.contains("export it with pads"), "\(message)")
    }
  }

  /// onnxruntime begins inside of the map where it averages, and refuses maxima.
  @Test(arguments: ["MaxPool", "AveragePool"], ["SAME_UPPER", "SAME_LOWER"])
  func windowsThatLieApartNeedTheirPads(name: String, automatic: String) {
    let pool = Models.node(
      name, ["x"], "y", name: "pool",
      [
        Models.attribute("kernel_shape", [1, 2]), Models.attribute("strides", [1, 4]),
        Models.attribute("auto_pad", automatic),
      ])
    let error = #expect(throws: FormatError.self) {
      try ONNXReader.network(from: Models.model([pool], input: [1, 1, 1, 7]), file: "m.onnx")
    }
    let message = error?.description ?? ""
    #expect(message.contains("'pool'") && message.contains("export it with pads"), "\(message)")
  }

  @Test func paddingIsStatedOnce() {
    let test = Case(length: 5, kernel: 2, stride: 1, dilation: 1, automatic: "SAME_UPPER")

    #expect(network("MaxPool", test) != nil)
    #expect(network("MaxPool", test, [Models.attribute("pads", [0, 0, 0, 0])]) != nil)
    #expect(network("MaxPool", test, [Models.attribute("pads", [1, 0, 0, 0])]) == nil)
  }
}

private func product<A, B, C>(_ a: [A], _ b: [B], _ c: [C]) -> [(A, B, C)] {
  a.flatMap { a in b.flatMap { b in c.map { (a, b, $0) } } }
}
