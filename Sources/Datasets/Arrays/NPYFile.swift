import Foundation
import Tensors

/// Files with one array, as `numpy.save` writes them.
package enum NPYFile {
  /// Reads an array of any supported type, also from a gzip file.
  ///
  /// - Throws: any `DatasetError` of kind `noInput` or `badData`.
  package static func read(_ path: String) throws(DatasetError) -> NPYArray {
    let source = try ByteSource(contentsOf: path)
    guard source.count > 0 else { throw .damaged(path: path, problem: "is empty") }
    return try NPYArray(source)
  }

  /// Writes an array as little-endian `float32` in C order.
  ///
  /// The file appears whole or not at all.
  ///
  /// - Throws: `DatasetError.notWritten`.
  package static func write(_ tensor: Tensor, to path: String) throws(DatasetError) {
    try checkPlace(of: path)
    do {
      try encoded(tensor).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw .notWritten(path: path, reason: error.localizedDescription)
    }
  }

  /// Finds out before long work whether a file can be created there.
  ///
  /// - Throws: `DatasetError.notWritten`.
  package static func checkPlace(of path: String) throws(DatasetError) {
    let url = URL(filePath: path)
    var isDirectory: ObjCBool = false
    if FileManager.default.fileExists(atPath: url.path, isDirectory: &isDirectory),
      isDirectory.boolValue
    {
      throw .notWritten(path: path, reason: "it is a directory")
    }
    guard access(url.deletingLastPathComponent().path, W_OK) == 0 else {
      throw .notWritten(path: path, reason: String(cString: strerror(errno)))
    }
  }

  /// The content of an npy file.
  package static func encoded(_ tensor: Tensor) -> Data {
    let header = NPYHeader.encoded(type: .float32, shape: tensor.shape)
    var data = Data(capacity: header.count + tensor.count * 4)
    data.append(contentsOf: header)
    for element in tensor.elements {
      withUnsafeBytes(of: element.bitPattern.littleEndian) { data.append(contentsOf: $0) }
    }
    return data
  }
}
