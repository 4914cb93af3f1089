import AnalogPass
import ModelFormats
import Networks
import Tensors
import Testing

/// Sums of products by letters, where they are products with constants.
@Suite struct EinsumTests {
  typealias Models = ONNXModels

  private static let tensors = [
    Models.floats("w", [2, 2], [1, 2, 10, 20]), Models.floats("c", [2], [1, 10]),
    Models.floats("cube", [2, 2, 3], (0..<12).map { Float($0) }),
    Models.floats("planes", [1, 2, 1, 3], [1, 0, 2, 1, 1, 1]),
    Models.floats("each", [2, 1, 3], [1, 0, 2, 1, 1, 1]),
  ]

  private func network(
    _ equation: String, _ inputs: [String]
  ) throws(FormatError) -> AnalogNetwork {
    try ONNXReader.network(
      from: Models.model(
        [Models.node("Einsum", inputs, "y", name: "sum", [Models.attribute("equation", equation)])],
        Self.tensors, input: [1, 2, 1, 3]),
      file: "m.onnx")
  }

  /// Of the channels 1, 2, 3 and 4, 5, 6; the expected numbers are NumPy's.
  @Test(
    arguments: [
      ("bchw,kc->bkhw", ["x", "w"], [9, 12, 15, 90, 120, 150]),
      ("nchw,ck->nk", ["x", "w"], [156, 312]),
      ("kc,bchw->bhwk", ["w", "x"], [9, 90, 12, 120, 15, 150]),
      ("bchw,c->bhw", ["x", "c"], [41, 52, 63]),
      ("bchw, c -> bchw", ["x", "c"], [1, 2, 3, 40, 50, 60]),
      ("bchw->bhwc", ["x"], [1, 4, 2, 5, 3, 6]),
      ("bchw->bc", ["x"], [6, 15]),
      ("bchw,kcw->bhk", ["x", "cube"], [70, 196]),
      ("bchw,bdhw->bc", ["x", "planes"], [13, 31]),
      ("bchw,chw->bc", ["x", "each"], [7, 15]),
      ("bchw,k->bchwk", ["x", "c"], [1, 10, 2, 20, 3, 30, 4, 40, 5, 50, 6, 60]),
    ] as [(String, [String], [Float])])
  func productsWithConstants(equation: String, inputs: [String], right: [Float]) throws {
    var pass = ForwardPass(try network(equation, inputs))
    pass.run(Tensor(shape: [2, 1, 3], elements: [1, 2, 3, 4, 5, 6]))

    #expect(pass.output == right, "\(equation)")
  }

  @Test(
    arguments: [
      ("bchw,bkhw->bck", ["x", "x"], "train it again"), ("...c,c->...", ["x", "c"], "matrices"),
      ("bchw,ck->bckhw", ["x", "w"], "another matrix at each place of 'c'"),
      ("bccw->bw", ["x"], "diagonal"), ("bchw,hk->bckw", ["x", "w"], "does not go with a map"),
      ("bchw,b->c", ["x", "c"], "does not go with a map"),
      ("bchw->b", ["x", "c"], "but there are 2"),
      ("bchw->chw", ["x"], "export what is done to one image"),
    ] as [(String, [String], String)])
  func othersAreRefusedWithTheReason(equation: String, inputs: [String], reason: String) {
    do throws(FormatError) {
      _ = try network(equation, inputs)
      Issue.record("\(equation)")
    } catch {
      #expect("\(error)".contains("'sum'") && "\(error)".contains(reason), "\(error)")
    }
  }

  /// tf2onnx sorts paddings so; whoever writes other files has no option of torch's.
  @Test func aSplitOfConstantsIsEvaluated() throws {
    let split = Onnx_NodeProto.with {
      ($0.opType, $0.name) = ("Split", "split")
      ($0.input, $0.output) = (["list"], ["first", "second"])
      $0.attribute = [Models.attribute("axis", 0), Models.attribute("num_outputs", 2)]
    }
    let model = Models.model(
      [
        split, Models.node("Concat", ["second", "first"], "s", [Models.attribute("axis", 0)]),
        Models.node("Reshape", ["x", "s"], "y"),
      ], [Models.integers("list", [3, 2, 1, 1])], input: [1, 2, 1, 3])

    let network = try ONNXReader.network(from: model, file: "m.onnx")

    #expect(network.results.map(\.shape) == [MapShape(channels: 1, height: 3, width: 2)])
  }

  /// A split that gives all to one result and nothing to another, and a node that reads `inputs`.
  private func emptySplit(_ reader: String, of inputs: [String]) -> Onnx_ModelProto {
    let split = Onnx_NodeProto.with {
      ($0.opType, $0.name) = ("Split", "split")
      ($0.input, $0.output) = (["x", "sizes"], ["all", "none"])
      $0.attribute = [Models.attribute("axis", 1)]
    }
    let attributes = reader == "Concat" ? [Models.attribute("axis", 1)] : []
    return Models.model(
      [split, Models.node(reader, inputs, "y", attributes)],
      [Models.integers("sizes", [2, 0]), Models.integers("s", [1, 6])], input: [1, 2, 1, 3])
  }

  /// The standard allows parts of no length, and whoever does not read them misses nothing.
  @Test func aPartOfNoLengthIsLeftOut() throws {
    let network = try ONNXReader.network(
      from: emptySplit("Reshape", of: ["all", "s"]), file: "m.onnx")

    #expect(network.results.map(\.shape.count) == [6])
  }

  @Test func aPartOfNoLengthThatIsReadIsNamed() {
    do throws(FormatError) {
      _ = try ONNXReader.network(from: emptySplit("Concat", of: ["all", "none"]), file: "m.onnx")
      Issue.record("a layer without neurons")
    } catch {
      #expect("\(error)".contains("'split'") && "\(error)".contains("a part of no elements"))
    }
  }

  @Test(arguments: [("tf2onnx", false), ("pytorch", true)])
  func onlyTorchHasAnOptionThatFoldsConstants(producer: String, hasOption: Bool) {
    var model = Models.model(
      [Models.node("Conv", ["k", "k"], "d", name: "conv"), Models.node("Add", ["x", "d"], "y")],
      [Models.floats("k", [1, 1, 1, 1], [1])])
    model.producerName = producer

    do throws(FormatError) {
      _ = try ONNXReader.network(from: model, file: "m.onnx")
      Issue.record("constants are evaluated")
    } catch {
      #expect("\(error)".contains("onnxsim"), "\(error)")
      #expect("\(error)".contains("do_constant_folding") == hasOption, "\(error)")
    }
  }
}
