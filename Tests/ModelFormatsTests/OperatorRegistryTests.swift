import AnalogPass
import ModelFormats
import Networks
import Tensors
import Testing

/// What the registry of ONNX operators promises.
@Suite struct OperatorRegistryTests {
  typealias Models = ONNXModels

  /// ReLU6 as an operator of its own.
  private let relu6 = ONNXOperator("Relu6", inputs: 1...1) { importer, node throws(FormatError) in
    try importer.addActivation(.clipped(maximum: 6), node)
  }

  private let model = Models.model([
    Models.node("Relu6", ["x"], "a"), Models.node("Flatten", ["a"], "y"),
  ])

  @Test func oneMoreOperatorIsImportedAndRuns() throws {
    let operators = ONNXOperators(ONNXOperators.standard.all + [relu6])

    let network = try ONNXReader.network(from: model, file: "m.onnx", operators: operators)

    #expect(network.nodes.map(\.name) == ["input", "clip1", "flatten1"])
    var pass = ForwardPass(network)
    pass.run(Tensor(shape: [2, 4, 4], elements: (0..<32).map { Float($0) - 4 }))
    #expect(pass.output == (0..<32).map { min(max(Float($0) - 4, 0), 6) })
  }

  @Test func withoutItTheModelIsRefusedByItsName() {
    #expect(
      throws: FormatError.unknownOperators(
        file: "m.onnx", [OperatorUse(name: "Relu6", node: "Relu6_a")])
    ) {
      try ONNXReader.network(from: model, file: "m.onnx")
    }
  }

  @Test func everyNameIsThereOnce() {
    let names = ONNXOperators.standard.all.map(\.name)

    #expect(Set(names).count == names.count)
    #expect(names.allSatisfy { ONNXOperators.standard[$0]?.name == $0 })
    #expect(names.count == 108)
  }
}
