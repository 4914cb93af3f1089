import AnalogPass
import ModelFormats
import Networks
import Tensors
import Testing

/// Constants of which a file holds only the numbers that are not zero.
@Suite struct SparseInitializerTests {
  typealias Models = ONNXModels

  private func network(
    indices: Onnx_TensorProto, dims: [Int64] = [2, 3]
  ) throws(FormatError) -> AnalogNetwork {
    var model = Models.model([Models.node("Add", ["x", "w"], "y")], input: [1, 1, 2, 3])
    model.graph.sparseInitializer = [
      .with {
        $0.values = Models.floats("w", [2], [5, -7])
        ($0.indices, $0.dims) = (indices, dims)
      }
    ]
    return try ONNXReader.network(from: model, file: "m.onnx")
  }

  @Test(arguments: [
    Models.integers("i", [1, 5]), Models.integers("i", [0, 1, 1, 2], shape: [2, 2]),
  ])
  func allOthersAreZero(indices: Onnx_TensorProto) throws {
    var pass = ForwardPass(try network(indices: indices))
    pass.run(Tensor(zeros: [1, 2, 3]))

    #expect(pass.output == [0, 5, 0, 0, 0, -7])
  }

  @Test(
    arguments: [
      (Models.integers("i", [1, 6]), [2, 3], "outside of 0..<6"),
      (Models.integers("i", [1]), [2, 3], "indices of the shape [1]"),
      (Models.integers("i", [1, 5]), [1 << 14, 1 << 15], "far more numbers"),
    ] as [(Onnx_TensorProto, [Int64], String)])
  func damageIsNamed(indices: Onnx_TensorProto, dims: [Int64], reason: String) {
    #expect {
      try network(indices: indices, dims: dims)
    } throws: { error in
      "\(error)".contains("'w'") && "\(error)".contains(reason)
    }
  }
}
