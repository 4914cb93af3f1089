import AnalogPass
import ModelFormats
import Networks
import Tensors
import Testing

/// Products of constants, which recurrent layers leave of their first state, and low ranks of
/// weights.
@Suite struct ConstantProductTests {
  typealias Models = ONNXModels

  private static let tensors = [
    Models.floats("a", [2, 2], [1, 2, 3, 4]), Models.floats("b", [2, 2], [5, 6, 7, 8]),
    Models.floats("v", [2], [1, 10]), Models.floats("c", [2], [1, 2]),
    Models.floats("stack", [2, 1, 2], [1, 2, 3, 4]),
    Models.floats("far", [3], [1e8, 1, -1e8]), Models.floats("three", [3], [1, 1, 1]),
  ]

  /// A sum of zeros and what is computed.
  private func sum(_ node: Onnx_NodeProto, _ shape: [Int]) throws(FormatError) -> [Float] {
    let network = try ONNXReader.network(
      from: Models.model(
        [node, Models.node("Add", ["x", "k"], "y")], Self.tensors, input: shape), file: "m.onnx")
    var pass = ForwardPass(network)
    pass.run(Tensor(zeros: Array(shape.dropFirst())))
    return pass.output
  }

  @Test(
    arguments: [
      (Models.node("MatMul", ["a", "b"], "k"), [19, 22, 43, 50]),
      (Models.node("MatMul", ["a", "v"], "k"), [21, 43, 21, 43]),
      (Models.node("MatMul", ["v", "a"], "k"), [31, 42, 31, 42]),
      (Models.node("MatMul", ["v", "c"], "k"), [21, 21, 21, 21]),
      (Models.node("Gemm", ["a", "b"], "k"), [19, 22, 43, 50]),
      (Models.node("Gemm", ["a", "b"], "k", [Models.attribute("transB", 1)]), [17, 23, 39, 53]),
      (
        Models.node(
          "Gemm", ["a", "b", "c"], "k",
          [
            Models.attribute("transA", 1), Models.attribute("alpha", 2 as Float),
            Models.attribute("beta", -1 as Float),
          ]), [51, 58, 75, 86]
      ),
    ] as [(Onnx_NodeProto, [Float])])
  func theyAreNumPys(node: Onnx_NodeProto, right: [Float]) throws {
    #expect(try sum(node, [1, 1, 2, 2]) == right)
  }

  @Test func stacksAreMultipliedOneByOne() throws {
    let products = try sum(Models.node("MatMul", ["stack", "b"], "k"), [1, 2, 1, 2])

    #expect(products == [19, 22, 43, 50])
  }

  /// In 32 bits the large numbers would take the small one with them.
  @Test func sumsAreRoundedOnce() throws {
    #expect(try sum(Models.node("MatMul", ["far", "three"], "k"), [1, 1, 1, 1]) == [1])
  }

  @Test(arguments: [["a", "three"], ["stack", "three"]])
  func whatDoesNotFitIsNamed(inputs: [String]) {
    #expect {
      try sum(Models.node("MatMul", inputs, "k", name: "product"), [1, 1, 2, 2])
    } throws: { error in
      "\(error)".contains("'product'") && "\(error)".contains("MatMul of")
    }
  }
}
