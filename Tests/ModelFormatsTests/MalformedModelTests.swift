import AnalogPass
import Foundation
import ModelFormats
import Networks
import SwiftProtobuf
import Tensors
import Testing

/// Damaged, foreign and hostile files: one clear error each, never a crash.
@Suite struct MalformedModelTests {
  typealias Models = ONNXModels

  /// A small network with a convolution, a pool and a classifier.
  private static let valid = Models.model(
    [
      Models.node(
        "Conv", ["x", "w", "b"], "c", [Models.attribute("pads", [1, 1, 1, 1])]),
      Models.node("Relu", ["c"], "r"),
      Models.node("AveragePool", ["r"], "p", [Models.attribute("kernel_shape", [2, 2])]),
      Models.node("Flatten", ["p"], "f"),
      Models.node("Gemm", ["f", "v"], "y", [Models.attribute("transB", 1)]),
    ],
    [
      Models.floats("w", [3, 2, 3, 3], Array(repeating: 0.1, count: 54)),
      Models.floats("b", [3], [1, 2, 3]),
      Models.floats("v", [5, 27], Array(repeating: 0.01, count: 135)),
    ])

  private func error(_ model: Onnx_ModelProto) -> FormatError? {
    do throws(FormatError) {
      _ = try ONNXReader.network(from: model, file: "m.onnx")
      return nil
    } catch { return error }
  }

  /// Reads bytes from a file of their own.
  private func read(_ bytes: Data) throws -> FormatError? {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).onnx")
    try bytes.write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    do throws(FormatError) {
      _ = try ONNXReader.network(at: file.path)
      return nil
    } catch {
      #expect("\(error)".contains(file.path))
      #expect(!error.isMissingInput)
      return error
    }
  }

  @Test func theUndamagedModelsAreValid() throws {
    #expect(try read(Self.valid.serializedData()) == nil)
    #expect(try read(Self.varied.serializedData()) == nil)
  }

  /// The graph comes before the operator set, so no beginning of the file is complete.
  @Test func truncatedFilesAreRefused() throws {
    let data: Data = try Self.valid.serializedData()
    for length in stride(from: 0, to: data.count, by: 3) {
      #expect(try read(data.prefix(length)) != nil, "\(length) bytes")
    }
  }

  /// A network of many operators with few weights, so that damage hits the structure.
  private static let varied = Models.model(
    [
      Models.node("Pad", ["x", "pads"], "p"),
      Models.node("Conv", ["p", "w"], "c", [Models.attribute("strides", [2, 1])]),
      Models.node("BatchNormalization", ["c", "one1", "one1", "one1", "one1"], "n"),
      Models.node("Div", ["n", "two"], "d"),
      Models.node("Clip", ["d", "zero", "one"], "k"), Models.node("Mul", ["k", "two"], "a"),
      Models.node("MaxPool", ["a"], "m", [Models.attribute("kernel_shape", [2, 2])]),
      Models.node("Concat", ["m", "m"], "j", [Models.attribute("axis", 1)]),
      Models.node("ReduceMean", ["j", "axes"], "g"),
      Models.node("Shape", ["g"], "s"), Models.node("Gather", ["s", "axis"], "b"),
      Models.node("Concat", ["b", "rest"], "t", [Models.attribute("axis", 0)]),
      Models.node("Reshape", ["g", "t"], "f"), Models.node("MatMul", ["f", "v"], "h"),
      Models.node("Add", ["h", "bias"], "i"), Models.node("Softmax", ["i"], "y"),
    ],
    [
      Models.integers("pads", [0, 0, 1, 1, 0, 0, 1, 1]), Models.floats("w", [1, 2, 1, 1], [1, 2]),
      Models.floats("one1", [1], [1]), Models.floats("two", [], [2]),
      Models.floats("zero", [], [0]), Models.floats("one", [], [1]),
      Models.integers("axes", [2, 3]), Models.integers("axis", [0]),
      Models.integers("rest", [-1]), Models.floats("v", [2, 2], [1, 2, 3, 4]),
      Models.floats("bias", [2], [5, 6]),
    ])

  /// A flipped bit may hit a weight and do no harm; neither reader nor forward pass may crash.
  @Test(arguments: [UInt64](1...4))
  func flippedBitsDoNotCrash(seed: UInt64) throws {
    let data: Data = try (seed % 2 == 0 ? Self.valid : Self.varied).serializedData()
    var generator = SplitMix(state: seed)
    var (refused, accepted) = (0, 0)
    for _ in 0..<5000 {
      var damaged = data
      for _ in 0...Int(generator.next() % 3) {
        damaged[Int(generator.next() % UInt64(data.count))] ^= 1 << UInt8(generator.next() % 8)
      }
      guard let model = try? Onnx_ModelProto(serializedBytes: damaged) else { continue }
      do throws(FormatError) {
        let network = try ONNXReader.network(from: model, file: "m.onnx")
        accepted += 1
        guard network.nodes.allSatisfy({ $0.shape.count < 1 << 16 }) else { continue }
        var pass = ForwardPass(network)
        pass.run(Tensor(zeros: [network.inputShape.count]))
      } catch {
        #expect(error.description.contains("m.onnx"))
        refused += 1
      }
    }
    #expect(refused > 500 && accepted > 100, "\(refused) refused, \(accepted) accepted")
  }

  @Test func randomBytesAreRefused() throws {
    var generator = SplitMix(state: 7)
    for length in [1, 8, 100, 10_000] {
      let bytes = Data((0..<length).map { _ in UInt8(truncatingIfNeeded: generator.next()) })
      #expect(try read(bytes) != nil)
    }
  }

  @Test func foreignFilesAreRefusedWithTheWayOut() throws {
    let archive = try read(Data([0x50, 0x4b, 3, 4, 0, 0]))
    let pickle = try read(Data([0x80, 2, 0x7d, 0x71]))
    let empty = try read(Data())

    #expect(archive?.description.contains("torch.onnx.export") == true)
    #expect(pickle?.description.contains("torch.onnx.export") == true)
    #expect(empty?.description.contains("empty") == true)
  }

  @Test func absentFilesAreNoInput() {
    for path in ["/absent/model.onnx", "/", "/dev/zero"] {
      do throws(FormatError) {
        _ = try ONNXReader.network(at: path)
        Issue.record("\(path) was read")
      } catch {
        #expect(error.isMissingInput, "\(error)")
      }
    }
  }

  @Test func everyUnknownOperatorIsListed() {
    let model = Models.model([
      Models.node("LSTM", ["x"], "a", name: "/rnn/LSTM"),
      Models.node("Gelu", ["a"], "y", name: "/act/Gelu"),
    ])

    #expect(
      error(model)
        == .unknownOperators(
          file: "m.onnx",
          [
            OperatorUse(name: "LSTM", node: "/rnn/LSTM"),
            OperatorUse(name: "Gelu", node: "/act/Gelu"),
          ]))
  }

  @Test func symbolicAxesAreNamedButTheBatchMayBeSymbolic() {
    let relu = [Models.node("Relu", ["x"], "y")]

    #expect(error(Models.model(relu, input: [-1, 2, 4, 4])) == nil)
    #expect(
      error(Models.model(relu, input: [-1, 2, -1, 4]))
        == .symbolicDimension(file: "m.onnx", input: "x", axis: 2, name: "d2"))
  }

  @Test(arguments: [
    ([1, 3, 32], "give --input-shape 3x32,"), ([2, 3, 32], "give --input-shape with 2 lengths,"),
  ])
  func theFormOfAShapeIsSaid(lengths: [Int], words: String) {
    let model = Models.model([Models.node("Relu", ["x"], "y")], input: [-1, -3, -2])
    let error = #expect(throws: FormatError.self) {
      try ONNXReader.network(from: model, file: "m.onnx", lengths: lengths)
    }

    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
  }

  @Test func weightsThatAreNotFiniteAreNamed() {
    var model = Self.valid
    model.graph.initializer[0].floatData[7] = .nan

    #expect(error(model) == .notFinite(file: "m.onnx", node: "Conv_c", tensor: "w"))
  }

  @Test(arguments: [[1 << 62, 8], [-1, 4], [0, 5], [1 << 33], [2, 2], [Int.max, Int.max]])
  func impossibleSizesAreRefused(shape: [Int]) {
    for index in 0..<3 {
      var model = Self.valid
      model.graph.initializer[index].dims = shape.map { Int64($0) }
      #expect(error(model) != nil)
    }
    // Two lengths behind the batch are those of a one-dimensional map.
    guard shape != [2, 2] else { return }
    #expect(error(Models.model([Models.node("Relu", ["x"], "y")], input: [1] + shape)) != nil)
  }

  /// Numbers at the ends of their range in every attribute that is one.
  @Test(arguments: [Int.max, Int.min, 1 << 40, 0, -1])
  func absurdAttributesAreRefused(value: Int) {
    for name in ["pads", "strides", "dilations", "kernel_shape"] {
      let count = name == "pads" ? 4 : 2
      var model = Self.valid
      let attribute = Models.attribute(name, Array(repeating: value, count: count))
      model.graph.node[2].attribute.removeAll { $0.name == name }
      model.graph.node[2].attribute.append(attribute)
      if name == "pads", value == 0 { continue }
      #expect(error(model) != nil, "\(name)")
    }
    var model = Self.valid
    model.graph.node[0].attribute.append(Models.attribute("group", value))
    #expect(error(model) != nil)
  }

  @Test func absurdShapesAreRefused() {
    let pad = Models.node(
      "Pad", ["x"], "y", [Models.attribute("pads", [0, 0, 1 << 19, 0, 0, 0, 0, 1 << 19])])
    let fill = [
      Models.node("ConstantOfShape", ["size"], "k"), Models.node("Add", ["x", "k"], "y"),
    ]
    let reshape = [Models.node("Reshape", ["x", "size"], "y")]
    let size = Models.integers("size", [1 << 20, 1 << 20])

    #expect(error(Models.model([pad], operatorSet: 10)) != nil)
    #expect(error(Models.model(fill, [size])) != nil)
    #expect(error(Models.model(reshape, [size])) != nil)
  }

  @Test func cyclesAndMissingValuesAreRefused() {
    let cycle = [
      Models.node("Add", ["x", "b"], "a"), Models.node("Relu", ["a"], "b"),
      Models.node("Relu", ["b"], "y"),
    ]
    let missing = [Models.node("Add", ["x", "ghost"], "y")]
    let double = [Models.node("Relu", ["x"], "y"), Models.node("Relu", ["x"], "y")]
    let unwritten = [Models.node("Relu", ["x"], "z")]
    let shadowed = Models.model(
      [Models.node("Relu", ["x"], "w"), Models.node("Relu", ["w"], "y")],
      [Models.floats("w", [1], [1])])

    #expect(error(Models.model(cycle))?.description.contains("own result") == true)
    #expect(error(Models.model(missing))?.description.contains("'ghost'") == true)
    #expect(error(Models.model(double))?.description.contains("two nodes write 'y'") == true)
    #expect(error(Models.model(unwritten)) != nil)
    #expect(error(shadowed)?.description.contains("writes 'w', which is a weight") == true)
  }

  @Test func aSecondImageIsRefused() {
    var model = Models.model([Models.node("Add", ["x", "x2"], "y")])
    model.graph.input.append(Models.value("x2", [1, 2, 4, 4]))

    #expect(error(model)?.description.contains("'x', 'x2'") == true)
  }

  @Test func aSoftmaxInsideIsRefused() {
    let nodes = [
      Models.node("Flatten", ["x"], "f"), Models.node("Softmax", ["f"], "s"),
      Models.node("MatMul", ["s", "w"], "m"), Models.node("Relu", ["m"], "y"),
    ]
    let weights = Models.floats("w", [32, 2], Array(repeating: 0.5, count: 64))

    #expect(
      error(Models.model(nodes, [weights]))?.description.contains("is not at the end") == true)
  }

  /// A long chain must not exhaust the stack.
  @Test func twentyThousandNodesAreRead() {
    let nodes = (0..<20_000).map { index in
      Models.node("Identity", [index == 0 ? "x" : "v\(index)"], "v\(index + 1)")
    }

    #expect(error(Models.model(nodes.reversed(), output: "v20000")) == nil)
  }
}

/// SplitMix64 (Steele, Lea and Flood 2014), so that failures repeat.
struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
