import InputFiles
import Networks
import PlainText
import SwiftProtobuf

/// Reads ONNX models of operator sets 1 to 24, as `torch.onnx.export` writes them in either mode.
///
/// The result is a graph of the operations that a spiking network can stand for: functions that the
/// model defines are put in the place of their calls, constants are folded, branches that do not
/// reach the output are dropped, trained activations are recognised by structure, batch
/// normalization is folded into the weights, activations stand before max pools, clips begin at 0,
/// and layers have the project's names. Whatever the description cannot hold is refused, never
/// skipped.
package enum ONNXReader {
  /// The network in a file, with weights inside or in files beside it.
  ///
  /// - Parameters:
  ///   - lengths: Those of an image, `[channels, height, width]` or in the order of the file, for a
  ///     file that leaves some open.
  ///   - outputs: The outputs that are wanted, by name and in this order, or any values between;
  ///     none for all that the file has.
  ///   - tail: Whether outputs may be computed behind the layers.
  package static func network(
    at path: String, lengths: [Int]? = nil, outputs: [String] = [], tail: TailReading = .never,
    operators: ONNXOperators = .standard
  ) throws(FormatError) -> AnalogNetwork {
    let bytes = try contents(of: path, limit: sizeLimit)
    return try network(
      from: model(bytes, path: path), file: path, byteCount: bytes.count, lengths: lengths,
      outputs: outputs, tail: tail, operators: operators)
  }

  /// The network of a decoded model.
  ///
  /// - Parameters:
  ///   - file: Where the model comes from. Its directory holds the external data, and its name
  ///     without the extension becomes the name of the network.
  ///   - byteCount: The size of the file; its constants may come to some times as many numbers.
  ///   - lengths: Those of an image, for a file that leaves some open.
  ///   - outputs: The outputs that are wanted; none for all.
  ///   - tail: Whether outputs may be computed behind the layers.
  ///   - memory: How much the weights may take, in bytes; `nil` for any.
  package static func network(
    from model: Onnx_ModelProto, file: String, byteCount: Int = 0, lengths: [Int]? = nil,
    outputs: [String] = [], tail: TailReading = .never, operators: ONNXOperators = .standard,
    memory: Int? = availableMemory()
  ) throws(FormatError) -> AnalogNetwork {
    let outputs = outputs.map(unmistakable)
    var model = try ONNXFunctions.inlined(in: model.withUnmistakableNames, file: file)
    var graph = try ONNXGraph(model, file: file, outputs: outputs)
    try graph.checkMemory(memory)
    if model.graph.node.contains(where: { $0.qualifiedName == "If" }) {
      let choices = ONNXChoices(
        file: file, operators: operators, byteCount: byteCount, lengths: lengths)
      model = try choices.made(in: model)
      graph = try ONNXGraph(model, file: file, outputs: outputs)
    }
    let draft = ONNXDraft(
      model: model, graph: graph, operators: operators, byteCount: byteCount, lengths: lengths)
    let drafted = try draft.network(tail).withoutUnusedNodes()
    // What passes a max pool may meet weights that can take it in.
    let network = drafted.foldingBatchNormalization().activatingBeforeMaxPools()
      .shiftingClips().foldingBatchNormalization().signingBeforeMaxPools().named(for: file)
    if let node = network.nodes.first(where: { !$0.operation.hasSuitableNumbers }) {
      throw .outOfRange(file: file, node: node.fileName)
    }
    return network
  }

  /// Decodes the content of a file.
  private static func model(
    _ bytes: [UInt8], path: String
  ) throws(FormatError) -> Onnx_ModelProto {
    if let foreign = try ForeignFile(bytes.prefix(ForeignFile.startLength), of: path) {
      throw .notONNX(file: path, found: foreign)
    }
    var options = BinaryDecodingOptions()
    options.discardUnknownFields = true
    do {
      return try Onnx_ModelProto(serializedBytes: bytes, options: options)
    } catch {
      throw .notONNX(file: path, found: .other("truncated or not protobuf"))
    }
  }

  /// In bytes; no message of protobuf is larger.
  private static let sizeLimit = 1 << 31 - 1
}
