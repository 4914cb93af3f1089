import Foundation

/// The files that ship with the program: the demo model and its images.
package enum Assets {
  /// Where they are, or would be: beside the executable, whatever link leads to that.
  package static let folder = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appending(path: "spiketop_Assets.resources")

  /// The location of a bundled file such as `models/fashion-lenet.onnx`, or `nil` if it is not
  /// installed.
  package static func url(_ path: String) -> URL? {
    let url = folder.appending(path: path)
    return FileManager.default.fileExists(atPath: url.path) ? url : nil
  }
}
