import Foundation

/// The files that ship with the program: the demo model and its images.
package enum Assets {
  /// The location of a bundled file such as `models/fashion-lenet.onnx`, or `nil` if it is not
  /// installed.
  package static func url(_ path: String) -> URL? {
    let url = Bundle.module.resourceURL?.appending(path: path)
    return url.flatMap { FileManager.default.fileExists(atPath: $0.path) ? $0 : nil }
  }
}
