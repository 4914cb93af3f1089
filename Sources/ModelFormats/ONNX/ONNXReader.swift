import Foundation
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
    try network(from: model(at: path), file: path, operators: operators)
  }

  /// The network of a decoded model.
  ///
  /// - Parameter file: Where the model comes from. Its directory holds the external data, and its
  ///   name without the extension becomes the name of the network.
  package static func network(
    from model: Onnx_ModelProto, file: String, operators: ONNXOperators = .standard
  ) throws(FormatError) -> AnalogNetwork {
    let graph = try ONNXGraph(model, file: file)
    var importer = try ONNXImporter(graph, operators: operators)
    let drafted = try importer.network()
    // What passes a max pool may meet weights that can take it in.
    return drafted.foldingBatchNormalization().activatingBeforeMaxPools()
      .foldingBatchNormalization().named(for: file)
  }

  /// Decodes a file, mapped into memory.
  private static func model(at path: String) throws(FormatError) -> Onnx_ModelProto {
    let data = try MappedFile.contents(of: path)
    if let foreign = foreignFile(data) { throw .notONNX(file: path, found: foreign) }
    guard data.count < 1 << 31 else {
      throw .notONNX(file: path, found: .other("\(data.count) bytes, more than protobuf can hold"))
    }
    do {
      return try Onnx_ModelProto(serializedBytes: data)
    } catch {
      throw .notONNX(file: path, found: .other("truncated or not protobuf"))
    }
  }

  /// What the first bytes tell, or `nil` if they may be ONNX.
  private static func foreignFile(_ data: Data) -> ForeignFile? {
    let start = [UInt8](data.prefix(8))
    if start.isEmpty { return .empty }
    if start.starts(with: [0x50, 0x4b, 3, 4]) { return .archive }
    if start[0] == 0x80, start.count > 1, (2...5).contains(start[1]) { return .pickle }
    if start.starts(with: [0x89, 0x48, 0x44, 0x46]) { return .hdf5 }
    return nil
  }
}

/// Files mapped into memory instead of read.
enum MappedFile {
  static func contents(of path: String) throws(FormatError) -> Data {
    let type: FileAttributeType?
    do {
      let url = URL(filePath: path).resolvingSymlinksInPath()
      type = try FileManager.default.attributesOfItem(atPath: url.path)[.type] as? FileAttributeType
    } catch {
      throw .noInput(file: path, reason: "there is no such file; check the name")
    }
    guard type == .typeRegular else {
      throw .noInput(file: path, reason: "not a regular file; name the file itself")
    }
    do {
      return try Data(contentsOf: URL(filePath: path), options: .alwaysMapped)
    } catch {
      throw .noInput(file: path, reason: "cannot be read; check its permissions")
    }
  }
}
