import AnalogPass
import Foundation
import ModelFormats
import Networks
import Proofs
import SwiftProtobuf
import Tensors
import Testing

/// The conformance models of ONNX, as Debian's libonnx-testdata installs them.
///
/// Weights are inputs in these models; every input but the first becomes an initializer. Models
/// that the description of a network cannot hold are listed with the reason.
@Suite struct ConformanceTests {
  private static let root = URL(filePath: "/usr/share/libonnx-testdata/data")

  /// What a case came to.
  private enum Outcome {
    case passed
    case skipped(String)
    case failed(String)
  }

  @Test func everySupportedOperatorGivesTheReferenceResults() throws {
    let folders = ["node", "pytorch-operator", "pytorch-converted", "simple"]
    let cases = folders.flatMap { Self.cases(in: Self.root.appending(path: $0)) }
    guard !cases.isEmpty else {
      Proofs.skip("ONNX conformance", because: "libonnx-testdata is not installed")
      return
    }
    Proofs.run("ONNX conformance")

    var passed: [String] = []
    var skipped: [String: Int] = [:]
    for folder in cases {
      switch Self.outcome(of: folder) {
      case .passed: passed.append(folder.lastPathComponent)
      case .skipped(let reason): skipped[reason, default: 0] += 1
      case .failed(let what): Issue.record("\(folder.lastPathComponent): \(what)")
      }
    }

    print("conformance: \(passed.count) of \(cases.count) passed: \(passed.joined(separator: " "))")
    for (reason, count) in skipped.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      print("conformance: \(count) skipped: \(reason)")
    }
    #expect(passed.count >= 176)
  }

  private static func cases(in folder: URL) -> [URL] {
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    return (names ?? []).sorted().map { folder.appending(path: $0) }
  }

  /// What is right to be other than the reference.
  private static let others = [
    "test_resize_downsample_scales_linear_align_corners":
      "the reference has a corner between places; onnxruntime has whole lengths, as here",
    "test_resize_downsample_scales_cubic_align_corners":
      "the reference has a corner between places; onnxruntime has whole lengths, as here",
    "test_softmax_example_expanded":
      "the network ends with the logits, whose order a softmax in parts keeps",
    "test_logsoftmax_example_1_expanded":
      "the network ends with the logits, whose order a softmax in parts keeps",
    "test_top_k": "the network ends with the logits that it chooses among",
    "test_top_k_negative_axis": "the network ends with the logits that it chooses among",
  ]

  private static func outcome(of folder: URL) -> Outcome {
    if let reason = others[folder.lastPathComponent] { return .skipped(reason) }
    let data = folder.appending(path: "test_data_set_0")
    guard
      var model = try? message(Onnx_ModelProto.self, folder.appending(path: "model.onnx")),
      let image = try? message(Onnx_TensorProto.self, data.appending(path: "input_0.pb")),
      let expected = try? message(Onnx_TensorProto.self, data.appending(path: "output_0.pb"))
    else { return .skipped("it has no input, or an input or a result that is no tensor") }
    let weights = model.graph.input.dropFirst().enumerated().compactMap { position, input in
      let file = data.appending(path: "input_\(position + 1).pb")
      let tensor = try? message(Onnx_TensorProto.self, file)
      return tensor.map { tensor in tensor.renamed(input.name) }
    }
    model.graph.initializer += weights
    // Further results are masks and indices.
    model.graph.output = Array(model.graph.output.prefix(1))
    return outcome(of: model, image, expected, name: folder.lastPathComponent)
  }

  /// Runs every image of the batch.
  private static func outcome(
    of model: Onnx_ModelProto, _ image: Onnx_TensorProto, _ expected: Onnx_TensorProto,
    name: String
  ) -> Outcome {
    let network: AnalogNetwork
    do {
      network = try ONNXReader.network(from: model, file: name)
    } catch {
      return .skipped(reason(error))
    }
    guard let numbers = floats(image), let wanted = floats(expected) else {
      return .skipped("the image or the result is of half precision")
    }
    let batch = Int(image.dims.first ?? 1)
    let (size, resultSize) = (network.inputShape.count, network.nodes[network.output].shape.count)
    guard numbers.count == batch * size, wanted.count == batch * resultSize else {
      return .failed("\(wanted.count) numbers wanted, \(batch) times \(resultSize) given")
    }
    var pass = ForwardPass(network)
    for index in 0..<batch {
      let elements = Array(numbers[(index * size)..<((index + 1) * size)])
      pass.run(Tensor(shape: [size], elements: elements))
      let part = wanted[(index * resultSize)..<((index + 1) * resultSize)]
      let worst = zip(pass.output, part).map { abs($0 - $1) / max(abs($1), 1) }.max() ?? 0
      guard worst <= 1e-4 else { return .failed("a relative difference of \(worst)") }
    }
    return .passed
  }

  /// The error without what differs from case to case.
  private static func reason(_ error: FormatError) -> String {
    switch error {
    case .unknownOperators: return "operators that no network here can hold"
    case .operatorSet: return "the operator set is too old"
    case .unsupported(_, _, let what):
      return what.contains(" axes; [") ? "the image has neither two nor four axes" : what
    case .malformed(_, _, let what): return what
    default: return error.description
    }
  }

  private static func message<Kind: SwiftProtobuf.Message>(
    _ type: Kind.Type, _ file: URL
  ) throws -> Kind {
    try Kind(serializedBytes: Data(contentsOf: file))
  }

  /// The numbers of a tensor in single or double precision.
  private static func floats(_ tensor: Onnx_TensorProto) -> [Float]? {
    switch tensor.dataType {
    case 1:
      tensor.hasRawData ? numbers(tensor.rawData, of: Float.self) : tensor.floatData
    case 11:
      (tensor.hasRawData ? numbers(tensor.rawData, of: Double.self) : tensor.doubleData)
        .map { Float($0) }
    default: nil
    }
  }

  private static func numbers<Number: BitwiseCopyable>(
    _ data: Data, of type: Number.Type
  ) -> [Number] {
    let size = MemoryLayout<Number>.size
    return data.withUnsafeBytes { bytes in
      (0..<(bytes.count / size)).map { bytes.loadUnaligned(fromByteOffset: $0 * size, as: type) }
    }
  }
}

extension Onnx_TensorProto {
  fileprivate func renamed(_ name: String) -> Onnx_TensorProto {
    var tensor = self
    tensor.name = name
    return tensor
  }
}
