import Foundation
import Synchronization

/// Which files this process has read, or will read: none of them is replaced.
///
/// Whoever reads a file that is named nowhere but in another one, or found in a folder, need not
/// say so: `InputFile` notes what it opens. Readers note beforehand what they only open later, and
/// what libraries open for them.
package enum ReadFiles {
  /// The path by which each was found.
  ///
  /// The system gives the number of a file that is gone to another one. So a file is one of these
  /// only while its path leads to it.
  private static let paths = Mutex<[FileIdentity: String]>([:])

  /// Notes a file; nothing if nothing has the path.
  package static func note(_ path: String) {
    guard let file = FileIdentity(at: path) else { return }
    note(file, at: path)
  }

  static func note(_ file: FileIdentity, at path: String) {
    paths.withLock { paths in
      if let known = paths[file], known == path || FileIdentity(at: known) == file { return }
      paths[file] = path
    }
  }

  /// Takes back what was noted of a number, as a file has it now that the program has written.
  package static func forget(_ file: FileIdentity) {
    paths.withLock { _ = $0.removeValue(forKey: file) }
  }

  package static func contains(_ file: FileIdentity) -> Bool {
    guard let path = paths.withLock({ $0[file] }) else { return false }
    return FileIdentity(at: path) == file
  }
}
