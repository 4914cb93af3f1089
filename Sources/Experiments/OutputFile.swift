import Datasets
import Foundation

/// Files that a command writes beside what it prints.
package enum OutputFile {
  /// Finds out before long work whether a file can be created there.
  package static func checkPlace(of path: String) throws(DatasetError) {
    try NPYFile.checkPlace(of: path)
  }

  /// Replaces the file at once, so that it is never half-written.
  package static func write(_ content: Data, to path: String) throws(DatasetError) {
    do {
      try content.write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw .notWritten(path: path, reason: error.localizedDescription)
    }
  }
}
