import InputFiles
import Networks
import SwiftProtobuf

/// Reads ONNX models of operator sets 1 to 24, as `torch.onnx.export` writes them in either mode.
///
/// The result is a graph of the operations that a spiking network can stand for: constants are
/// folded, branches that do not reach the output are dropped, trained activations are recognised
/// by structure, batch normalization is folded into the weights, activations stand before max
/// pools, and layers have the project's names. Whatever the description cannot hold is refused,
/// never skipped.
package enum ONNXReader {
  /// The network in a file, with weights inside or in files beside it.
  package static func network(
    at path: String, operators: ONNXOperators = .standard
  ) throws(FormatError) -> AnalogNetwork {
    let bytes = try contents(of: path, limit: sizeLimit)
    return try network(
      from: model(bytes, path: path), file: path, byteCount: bytes.count, operators: operators)
  }

  /// The network of a decoded model.
  ///
  /// - Parameters:
  ///   - file: Where the model comes from. Its directory holds the external data, and its name
  ///     without the extension becomes the name of the network.
  ///   - byteCount: The size of the file; its constants may come to some times as many numbers.
  package static func network(
    from model: Onnx_ModelProto, file: String, byteCount: Int = 0,
    operators: ONNXOperators = .standard
  ) throws(FormatError) -> AnalogNetwork {
    let graph = try ONNXGraph(model, file: file)
    var importer = try ONNXImporter(graph, operators: operators, byteCount: byteCount)
    let drafted = try importer.network()
    // What passes a max pool may meet weights that can take it in.
    let network = drafted.foldingBatchNormalization().activatingBeforeMaxPools()
      .foldingBatchNormalization().named(for: file)
    if let node = network.nodes.first(where: { !$0.operation.hasSuitableNumbers }) {
      throw .outOfRange(file: file, node: node.fileName)
    }
    return network
  }

  /// Decodes the content of a file.
  private static func model(
    _ bytes: [UInt8], path: String
  ) throws(FormatError) -> Onnx_ModelProto {
    if let foreign = foreignFile(bytes) { throw .notONNX(file: path, found: foreign) }
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

  /// What the first bytes tell, or `nil` if they may be ONNX.
  private static func foreignFile(_ bytes: [UInt8]) -> ForeignFile? {
    let start = bytes.prefix(8)
    if start.isEmpty { return .empty }
    if start.starts(with: [0x50, 0x4b, 3, 4]) { return .archive }
    if start[0] == 0x80, start.count > 1, (2...5).contains(start[1]) { return .pickle }
    if start.starts(with: [0x89, 0x48, 0x44, 0x46]) { return .hdf5 }
    return nil
  }
}
