import ModelFormats
import Testing

/// Parameters have the shape of their node, or one that says as clearly which unit each is of.
@Suite struct NIRParameterShapeTests {
  /// Two channels of 2 x 3 units that are scaled before they reach integrators.
  private static func scaled(_ factors: [Float], _ shape: [Int]) -> NIRSketch {
    var sketch = NIRSketch()
    sketch.add("input", "Input", ["shape": .integers([2, 2, 3], [3])])
    sketch.add("scale", "Scale", ["scale": .floats(factors, shape)])
    sketch.add("if", "IF", ["r": .floats([1], []), "v_threshold": .floats([1], [])])
    sketch.add("output", "Output", ["shape": .integers([2, 2, 3], [3])])
    sketch.edges = [("input", "scale"), ("scale", "if"), ("if", "output")]
    return sketch
  }

  private static let each = (1...12).map { Float($0) }

  @Test(arguments: [[2, 2, 3], [12], [1, 2, 2, 3], [12, 1]])
  func eachUnitHasItsOwn(shape: [Int]) throws {
    let network = try Self.scaled(Self.each, shape).read().network

    #expect(try network == Self.scaled(Self.each, [2, 2, 3]).read().network)
  }

  @Test(arguments: [[3, 2, 2], [2, 3, 2], [4, 3], [2, 6]])
  func anotherShapeOfAsManyIsRefused(shape: [Int]) throws {
    let text = try Self.scaled(Self.each, shape).refusal()

    #expect(text.contains("'scale'") && text.contains("there are 2x2x3 units"), "\(text)")
  }

  @Test func anAxisOfOneIsThatOfAllAlongIt() throws {
    let channels = try Self.scaled([1, 2], [2, 1, 1]).read().network
    let rows = try Self.scaled([1, 2, 3], [1, 1, 3]).read().network
    let first = Array(repeating: Float(1), count: 6) + Array(repeating: 2, count: 6)

    #expect(try channels == Self.scaled(first, [12]).read().network)
    #expect(try rows == Self.scaled((0..<12).map { Float($0 % 3 + 1) }, [12]).read().network)
    #expect(try Self.scaled([1, 2], [2]).refusal().contains("'scale' is 2"))
  }

  /// snnTorch writes τ = dt / (1 - β) and r = τ / dt.
  @Test func dtIsRecognisedBesideANeuronThatKeepsNothing() throws {
    var sketch = NIRSketch.small
    sketch.parameters["lif"]?["tau"] = .floats([0.001, 0.002, 0.01], [3])
    sketch.parameters["lif"]?["r"] = .floats([1, 2, 10], [3])

    #expect(try sketch.refusal(NIROptions(reset: .toZero)) == "no refusal")
  }

  @Test(arguments: [-0.01, 0] as [Float])
  func timeConstantsBelowZeroAreThoseOfNoProgram(tau: Float) throws {
    var sketch = NIRSketch.small
    sketch.parameters["lif"]?["tau"] = .floats([0.002, 0.002, tau], [3])

    let text = try sketch.refusal(NIROptions(reset: .toZero))

    #expect(text.contains("'tau' must be positive") && !text.contains("Norse"), "\(text)")
  }

  @Test(arguments: ["tau", "r"])
  func infinityIsNothingThatTrainingMends(key: String) throws {
    var sketch = NIRSketch.small
    sketch.parameters["lif"]?[key] = .floats([1, .infinity, 1], [3])

    let text = try sketch.refusal()

    #expect(text.contains("'\(key)'") && text.contains("IF or I"), "\(text)")
    #expect(!text.contains("train the model again"), "\(text)")
  }
}
