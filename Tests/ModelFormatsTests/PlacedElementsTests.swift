import AnalogPass
import ModelFormats
import Networks
import Tensors
import Testing

/// Elements that constant indices choose, set or add up, of maps and of constants alike.
@Suite struct PlacedElementsTests {
  typealias Models = ONNXModels

  /// A node that takes the numbers 0 to 11 as two channels of two rows of three, and what NumPy
  /// makes of them.
  struct Case: CustomTestStringConvertible, Sendable {
    var operation: String
    var inputs: [String]
    var attributes: [String: Int] = [:]
    var reduction: String?
    var right: [Float]

    var testDescription: String { "\(operation) \(inputs) \(attributes)" }

    /// - Parameter source: The name of the numbers.
    func node(of source: String, output: String) -> Onnx_NodeProto {
      let numbers = attributes.sorted { $0.key < $1.key }.map {
        Models.attribute($0.key, $0.value)
      }
      let words = reduction.map { [Models.attribute("reduction", $0)] } ?? []
      return Models.node(
        operation, inputs.map { $0 == "x" ? source : $0 }, output, name: "placed", numbers + words)
    }
  }

  private static let numbers: [Float] = (0..<12).map { Float($0) }

  private static let tensors = [
    Models.floats("c", [1, 2, 2, 3], numbers),
    Models.floats("zeros", [1, 2, 2, 3], Array(repeating: 0, count: 12)),
    Models.floats("ones", [1, 2, 2, 3], Array(repeating: 1, count: 12)),
    Models.floats("row", [1, 3], [-1, -2, -3]),
    Models.integers("tuples", [0, 1, 0, 0, 0, -1], shape: [2, 3]),
    Models.integers("pairs", [1, 0, 0, 1], shape: [1, 2, 2]),
    Models.integers("tuple", [0, 1, 0], shape: [1, 3]),
    Models.integers("beyond", [0, 2, 0], shape: [1, 3]),
    Models.integers("columns", [2, 0, -1, 1], shape: [1, 2, 2, 1]),
    Models.integers("turned", [2, 1, 0, 2, 1, 0, 2, 1, 0, 2, 1, 0], shape: [1, 2, 2, 3]),
    Models.integers("firsts", Array(repeating: 0, count: 12), shape: [1, 2, 2, 3]),
    Models.integers("k", [1], shape: []), Models.integers("last", [3], shape: []),
    Models.integers("rows", [2], shape: []), Models.integers("batch", [0], shape: []),
    Models.integers("both", [2]), Models.integers("one", [1]),
  ]

  static let cases = [
    Case(operation: "GatherND", inputs: ["x", "tuples"], right: [6, 7, 8, 3, 4, 5]),
    Case(
      operation: "GatherND", inputs: ["x", "pairs"], attributes: ["batch_dims": 1],
      right: [6, 7, 8, 3, 4, 5]),
    Case(
      operation: "GatherElements", inputs: ["x", "columns"], attributes: ["axis": 3],
      right: [2, 3, 8, 10]),
    Case(operation: "Trilu", inputs: ["x", "k"], right: [0, 1, 2, 0, 0, 5, 0, 7, 8, 0, 0, 11]),
    Case(
      operation: "Trilu", inputs: ["x"], attributes: ["upper": 0],
      right: [0, 0, 0, 3, 4, 0, 6, 0, 0, 9, 10, 0]),
    Case(
      operation: "ReverseSequence", inputs: ["x", "both"],
      attributes: ["batch_axis": 0, "time_axis": 1],
      right: [6, 7, 8, 9, 10, 11, 0, 1, 2, 3, 4, 5]),
    Case(
      operation: "ReverseSequence", inputs: ["x", "one"],
      attributes: ["batch_axis": 0, "time_axis": 1], right: numbers),
    Case(
      operation: "ScatterND", inputs: ["x", "tuple", "row"],
      right: [0, 1, 2, 3, 4, 5, -1, -2, -3, 9, 10, 11]),
    Case(
      operation: "ScatterElements", inputs: ["zeros", "turned", "x"], attributes: ["axis": 3],
      right: [2, 1, 0, 5, 4, 3, 8, 7, 6, 11, 10, 9]),
    Case(
      operation: "ScatterElements", inputs: ["ones", "firsts", "x"],
      attributes: ["axis": -1], reduction: "add", right: [4, 1, 1, 13, 1, 1, 22, 1, 1, 31, 1, 1]),
    Case(
      operation: "ScatterElements", inputs: ["x", "turned", "x"], attributes: ["axis": 3],
      right: [2, 1, 0, 5, 4, 3, 8, 7, 6, 11, 10, 9]),
    Case(
      operation: "CumSum", inputs: ["x", "last"],
      right: [0, 1, 3, 3, 7, 12, 6, 13, 21, 9, 19, 30]),
    Case(
      operation: "CumSum", inputs: ["x", "rows"], attributes: ["exclusive": 1, "reverse": 1],
      right: [3, 4, 5, 0, 0, 0, 9, 10, 11, 0, 0, 0]),
  ]

  private func output(_ nodes: [Onnx_NodeProto]) throws -> [Float] {
    let network = try ONNXReader.network(
      from: Models.model(nodes, Self.tensors, input: [1, 2, 2, 3]), file: "m.onnx")
    var pass = ForwardPass(network)
    pass.run(Tensor(shape: [2, 2, 3], elements: Self.numbers))
    return pass.output
  }

  @Test(arguments: cases)
  func mapsAreTakenByPlaces(test: Case) throws {
    #expect(try output([test.node(of: "x", output: "y")]) == test.right)
  }

  /// What is done to a map is done to a constant.
  @Test(arguments: cases)
  func constantsAreTakenTheSameWay(test: Case) throws {
    let difference = try output([
      test.node(of: "x", output: "m"), test.node(of: "c", output: "folded"),
      Models.node("Sub", ["m", "folded"], "y"),
    ])

    #expect(difference == test.right.map { _ in 0 })
  }

  /// Two by two blocks of one row of an image, whose columns overlap.
  @Test func foldedBlocksAreAddedWhereTheyOverlap() throws {
    let tensors = [
      Models.integers("shape", [1, 4, 3]), Models.integers("image", [2, 4]),
      Models.integers("block", [2, 2]),
    ]
    let network = try ONNXReader.network(
      from: Models.model(
        [
          Models.node("Reshape", ["x", "shape"], "r"),
          Models.node("Col2Im", ["r", "image", "block"], "y"),
        ], tensors, input: [1, 2, 2, 3]),
      file: "m.onnx")
    var pass = ForwardPass(network)
    pass.run(Tensor(shape: [2, 2, 3], elements: Self.numbers))

    #expect(pass.output == [0, 4, 6, 5, 6, 16, 18, 11])
  }

  private func refusal(_ node: Onnx_NodeProto, input: [Int] = [1, 2, 2, 3]) -> String? {
    do throws(FormatError) {
      _ = try ONNXReader.network(
        from: Models.model([node], Self.tensors, input: input), file: "m.onnx")
      return nil
    } catch { return error.description }
  }

  /// A file for any number of images must not do to the first what it does not to all.
  @Test(
    arguments: [
      (Models.node("GatherND", ["x", "tuples"], "y", name: "n"), "chooses among images"),
      (Models.node("ScatterND", ["x", "tuple", "row"], "y", name: "n"), "chooses among images"),
      (Models.node("CumSum", ["x", "batch"], "y", name: "n"), "adds over the batch"),
    ])
  func imagesKeepToThemselves(node: Onnx_NodeProto, reason: String) throws {
    let message = try #require(refusal(node, input: [-1, 2, 2, 3]))

    #expect(message.contains("'n'") && message.contains(reason), "\(message)")
  }

  @Test func aTriangleOfRowsThatAreImagesIsRefused() throws {
    let triangle = Models.node("Trilu", ["x"], "y", name: "n")
    let message = try #require(refusal(triangle, input: [-1, 6]))

    #expect(message.contains("'n'") && message.contains("chooses among images"), "\(message)")
  }

  @Test(
    arguments: [
      (Models.node("GatherND", ["x", "beyond"], "y", name: "n"), "outside of 0..<2"),
      (Models.node("ScatterND", ["x", "tuple", "zeros"], "y", name: "n"), "updates of the shape"),
      (
        Models.node(
          "ScatterND", ["x", "tuple", "row"], "y", name: "n", [Models.attribute("reduction", "mul")]
        ), "only none and add are linear"
      ),
      (Models.node("GatherElements", ["x", "x"], "y", name: "n"), "depends on the image"),
    ])
  func whatDoesNotFitIsRefusedWithTheReason(node: Onnx_NodeProto, reason: String) throws {
    let message = try #require(refusal(node))

    #expect(message.contains("'n'") && message.contains(reason), "\(message)")
  }
}
