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

  /// The content of an npy file: an array as little-endian `float32` in C order.
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
