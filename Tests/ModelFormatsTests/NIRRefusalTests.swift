import Foundation
import HDF5
import ModelFormats
import Networks
import Testing

/// NIR files that are wrong, and what is said of them.
@Suite struct NIRRefusalTests {
  @Test func theSketchIsRight() throws {
    let model = try NIRSketch.small.read()

    #expect(model.network.layers.map(\.name) == ["fc1", "out"])
    #expect(model.fileNames == ["lif", "output"])
  }

  @Test func whatTheFileLeavesOpenMustBeSaid() throws {
    let noReset = try NIRSketch.small.refusal(NIROptions(timeStep: 0.001))
    // With r = tau/dt the parameters would say it.
    var unscaled = NIRSketch.small
    unscaled.parameters["lif"]?["r"] = .floats([1], [1])
    let noTime = try unscaled.refusal(NIROptions(reset: .toZero))

    #expect(noReset.hasPrefix("node 'lif': ") && noReset.contains("--reset soft"))
    // The card's word counts where nobody else says.
    let byCard = NIROptions(timeStep: 0.001, usualReset: .toZero)
    #expect(throws: Never.self) { try NIRSketch.small.read(byCard) }
    #expect(noTime.hasPrefix("node 'lif': ") && noTime.contains("--dt 0.001"))
  }

  @Test func aStepThatOvershootsIsRefused() throws {
    let text = try NIRSketch.small.refusal(NIROptions(timeStep: 0.01, reset: .toZero))

    #expect(text.contains("node 'lif'") && text.contains("--dt"))
  }

  @Test func unknownTypesAreNamedWithTheirNodes() throws {
    var sketch = NIRSketch.small
    sketch.types["lif"] = "Izhikevich"
    sketch.types["fc"] = "Attention"

    let text = try sketch.refusal()

    #expect(text.contains("Attention (node 'fc')") && text.contains("Izhikevich (node 'lif')"))
  }

  @Test(arguments: [
    ("fc", "weight", NIRSketch.Value.floats([1, 2, 3], [3])),
    ("fc", "weight", .floats(Array(repeating: 1, count: 9), [3, 3])),
    ("fc", "weight", .texts(["one"], [1])), ("fc", "weight", .floats([.nan, 1], [1, 2])),
    ("fc", "bias", .floats([0, 0], [2])), ("lif", "tau", .floats([0.002, 0.002], [2])),
    ("fc", "bias", .floats([0, 0, 0, 0, 0, 0], [2, 3])),
    ("lif", "tau", .floats([.infinity, 1, 1], [3])), ("lif", "tau", .floats([-1, 1, 1], [3])),
    ("lif", "tau", .floats([0, 1, 1], [3])), ("lif", "r", .texts(["2"], [])),
    ("input", "shape", .integers([0], [1])), ("input", "shape", .integers([1, 2, 3, 4], [4])),
    ("input", "shape", .floats([1.5], [1])), ("lif", "v_threshold", .floats([], [0])),
  ])
  func wrongParametersAreNamed(node: String, key: String, value: NIRSketch.Value) throws {
    var sketch = NIRSketch.small
    sketch.parameters[node]?[key] = value

    let text = try sketch.refusal()

    #expect(text.contains("'\(node)'"), "\(text)")
    #expect(!text.contains("\n"))
  }

  @Test(arguments: ["weight", "bias"])
  func missingParametersAreNamed(key: String) throws {
    var sketch = NIRSketch.small
    sketch.parameters["fc"]?[key] = nil

    #expect(try sketch.refusal().hasPrefix("'fc': '\(key)' is missing"))
  }

  /// A parameter of another type would mean something that the node does not do.
  @Test(arguments: [
    ("fc", "Linear", ["weight": NIRSketch.Value.floats([1, 2, 3, 4, 5, 6], [3, 2])], "bias"),
    ("lif", "LI", NIRSketch.integrating(3), "v_threshold"),
    ("lif", "Scale", ["scale": .floats([1], [])], "weight"),
  ])
  func parametersOfOtherTypesAreRefused(
    node: String, type: String, own: [String: NIRSketch.Value], stranger: String
  ) throws {
    var sketch = NIRSketch.small
    sketch.add(node, type, own)
    #expect(try sketch.refusal() == "no refusal")
    sketch.parameters[node]?[stranger] = .floats([0.5, 0.5, 0.5], [3])

    let text = try sketch.refusal()

    #expect(text.hasPrefix("'\(node)': '\(stranger)' is no parameter of \(type), only of "))
  }

  @Test func theInputOfAFlattenMustBeWhatItGets() throws {
    for (shape, isRight) in [([2], true), ([2, 1], false), ([3], false)] as [([Int64], Bool)] {
      var sketch = NIRSketch.small
      sketch.add(
        "flat", "Flatten",
        [
          "start_dim": .integers([0], []), "end_dim": .integers([-1], []),
          "input_type": .integers(shape, [shape.count]),
        ])
      sketch.edges = [("input", "flat"), ("flat", "fc"), ("fc", "lif"), ("lif", "output")]

      #expect(try sketch.refusal().hasPrefix("'flat': 'input_type' is") == !isRight)
    }
  }

  /// Absurd lengths are shown as the file has them, and computed with nowhere.
  @Test(arguments: [1 << 62, 1 << 40, 1 << 33, -(1 << 62), .min, .max] as [Int64])
  func absurdLengthsAreShown(length: Int64) throws {
    var input = NIRSketch.small
    input.parameters["input"]?["shape"] = .integers([length], [1])
    var output = NIRSketch.small
    output.parameters["output"]?["shape"] = .integers([length], [1])
    var flat = NIRSketch.small
    flat.add(
      "flat", "Flatten", ["start_dim": .integers([length], []), "end_dim": .integers([length], [])])
    flat.edges = [("input", "flat"), ("flat", "fc"), ("fc", "lif"), ("lif", "output")]

    for sketch in [input, output, flat] {
      #expect(try sketch.refusal().contains("\(length)"))
    }
  }

  /// A number that only the file can hold is shown, and not called infinity.
  @Test func numbersBeyondSinglePrecisionAreShown() throws {
    var beyond = NIRSketch.small
    beyond.parameters["lif"]?["r"] = .doubles([1, -1e300, 1], [3])
    var infinite = NIRSketch.small
    infinite.parameters["lif"]?["r"] = .doubles([1, .infinity, 1], [3])

    #expect(try beyond.refusal().hasPrefix("'lif': 'r' holds -1e+300"))
    #expect(try infinite.refusal().contains("NaN or infinity"))
  }

  @Test(arguments: [(0.0004, 0, true), (0.0015, 2, true), (0.003, 3, false), (0, 0, false)])
  func delaysThatAreNoWholeStepsAreSaid(delay: Float, steps: Int, isRounded: Bool) throws {
    var sketch = NIRSketch.small
    sketch.add("wait", "Delay", ["delay": .floats([delay, 0.001, delay], [3])])
    sketch.edges = [("input", "fc"), ("fc", "lif"), ("lif", "wait"), ("wait", "output")]

    let model = try sketch.read()

    #expect(model.network.layers[1].neuron == .delayLine(steps: NeuronValues([steps, 1, steps])))
    #expect(model.warnings.count == (isRounded ? 1 : 0))
    for words in ["node 'wait'", "\(delay) s (and 1 more)", "to \(steps) steps", "--dt"] {
      #expect(model.warnings.allSatisfy { $0.contains(words) }, "\(model.warnings)")
    }
  }

  @Test func aNodeWithoutTypeIsHalfWritten() throws {
    var sketch = NIRSketch.small
    sketch.types["lif"] = nil
    sketch.extras["/node/nodes/lif/tau"] = .floats([1], [1])

    #expect(try sketch.refusal().contains("'lif': 'type' is missing, as if writing"))
  }

  @Test func edgesMustLeadSomewhere() throws {
    var stranger = NIRSketch.small
    stranger.edges.append(("lif", "nobody"))
    var twice = NIRSketch.small
    twice.edges.append(("fc", "lif"))
    var shape = NIRSketch.small
    shape.extras["/node/edges"] = .texts(["input", "fc", "lif"], [3])
    var none = NIRSketch.small
    none.edges = []
    var lost = NIRSketch.small
    lost.add("lonely", "LIF", NIRSketch.leaky(3))

    #expect(try stranger.refusal().contains("'lif' to 'nobody' names a node that is not there"))
    #expect(try twice.refusal().contains("'fc' to 'lif' is there twice"))
    #expect(try shape.refusal().contains("'edges' is 3 instead of n x 2"))
    #expect(try none.refusal().contains("gets nothing from the input"))
    #expect(try lost.refusal().hasPrefix("'lonely': it gets nothing from the input"))
  }

  @Test(arguments: [
    NIRSketch.Value.floats([.nan], [1]), .integers([4], [1]), .integers([], [0]),
    .integers([-3], [1]), .texts(["3"], [1]),
  ])
  func anImpossibleShapeOfTheOutputIsNamed(shape: NIRSketch.Value) throws {
    var sketch = NIRSketch.small
    sketch.parameters["output"]?["shape"] = shape

    #expect(try sketch.refusal().hasPrefix("'output': 'shape' "))
  }

  /// Norse writes tau times dt.
  @Test func aStepThatOvershootsMayBeTheSquareOfNorse() throws {
    var sketch = NIRSketch.small
    sketch.parameters["lif"]?["tau"] = .floats([1e-5], [])

    #expect(try sketch.refusal().contains("--dt 0.000001 --reset hard"))
  }

  /// Nodes that feed each other without end take no longer than others.
  @Test func manyLoopsAreReadAtOnce() throws {
    var sketch = NIRSketch.small
    sketch.edges = [("input", "fc"), ("fc", "n0"), ("n399", "output")]
    for index in 0..<400 {
      sketch.add("n\(index)", "LIF", NIRSketch.leaky(3))
      sketch.edges.append(("n\(index)", "n\(index)"))
      if index > 0 { sketch.edges.append(("n\(index - 1)", "n\(index)")) }
    }
    sketch.types["lif"] = nil
    sketch.parameters["lif"] = nil

    #expect(try sketch.read().network.layers.count == 401)
  }

  @Test func severalInputsAndOutputsAreRefused() throws {
    var inputs = NIRSketch.small
    inputs.add("input2", "Input", ["shape": .integers([2], [1])])
    var outputs = NIRSketch.small
    outputs.types["output"] = "Flatten"

    #expect(try inputs.refusal().contains("2 nodes of type Input"))
    #expect(try outputs.refusal().contains("the graph has no Output"))
  }

  /// Without a spiking neuron or a Delay a cycle has no time in which to happen.
  @Test func instantCyclesAreRefusedWithTheirNodes() throws {
    let square = NIRSketch.Value.floats(Array(repeating: 0.5, count: 9), [3, 3])
    var linear = NIRSketch.small
    linear.add("a", "Linear", ["weight": square])
    linear.add("b", "Linear", ["weight": square])
    linear.edges += [("fc", "a"), ("a", "b"), ("b", "a"), ("b", "lif")]
    var analog = NIRSketch.small
    analog.add("back", "Linear", ["weight": square])
    analog.add("lif", "LI", NIRSketch.integrating(3))
    analog.edges += [("lif", "back"), ("back", "lif")]

    let texts = [try linear.refusal(), try analog.refusal()]

    #expect(texts[0].contains("'a'") && texts[0].contains("'b'") && texts[0].contains("Delay"))
    #expect(texts[1].contains("'lif'") && texts[1].contains("Delay"))
  }

  @Test func aDelayOfNoStepBeginsNoCycle() throws {
    let square = NIRSketch.Value.floats(Array(repeating: 0.5, count: 9), [3, 3])
    for (delay, isRight) in [(0, false), (0.001, true)] as [(Float, Bool)] {
      var sketch = NIRSketch.small
      sketch.add("lif", "LI", NIRSketch.integrating(3))
      sketch.add("delay", "Delay", ["delay": .floats([delay], [])])
      sketch.add("back", "Linear", ["weight": square])
      sketch.edges += [("lif", "delay"), ("delay", "back"), ("back", "lif")]

      #expect(try sketch.refusal().contains("Delay") != isRight)
    }
  }

  @Test func shapesThatDoNotMeetAreNamed() throws {
    var sketch = NIRSketch.small
    sketch.add("skip", "Scale", ["scale": .floats([2, 2], [2])])
    sketch.edges += [("input", "skip"), ("skip", "lif")]

    let text = try sketch.refusal()

    #expect(text.contains("'lif'") && text.contains("'skip'"), "\(text)")
  }

  /// A write that stops in the middle leaves any prefix of the file, or one with holes.
  @Test func everyPrefixOfAFileIsRefusedOrWhole() throws {
    try withFolder { folder in
      let path = folder.appending(path: "cut.nir").path
      try NIRSketch.small.write(to: path)
      let options = NIROptions(timeStep: 0.001, reset: .toZero)
      let whole = try Data(contentsOf: URL(filePath: path))
      let expected = try model(at: path, options).network
      var refusals = 0
      for length in stride(from: 0, to: whole.count, by: 173) {
        try whole.prefix(length).write(to: URL(filePath: path))
        do {
          #expect(try model(at: path, options).network == expected)
        } catch let error as FormatError {
          #expect(error.description.contains("cut.nir"))
          refusals += 1
        } catch is HDF5Error {
          refusals += 1
        }
      }
      #expect(refusals > 3)
    }
  }

  @Test func otherFilesAreNoNIR() throws {
    try withFolder { folder in
      let path = folder.appending(path: "text.nir").path
      try Data("not HDF5".utf8).write(to: URL(filePath: path))
      let kind = "no intact HDF5 file: of another kind, or half written"
      let error = HDF5Error(file: path, object: "/", reason: kind)
      #expect(throws: error) { try model(at: path) }
      #expect(FormatError(error) == .notNIR(file: path, reason: kind))
      try Data().write(to: URL(filePath: path))
      #expect(throws: HDF5Error(file: path, object: "/", reason: "the file is empty")) {
        try model(at: path)
      }
    }
  }
}
