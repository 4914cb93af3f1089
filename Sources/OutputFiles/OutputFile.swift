import Foundation

/// Where a file is to be written, and what may be replaced there: the one way to write files.
///
/// Only regular files are ever replaced. Symbolic links, pipes, sockets, devices and folders are
/// not, whoever asks.
package struct OutputFile: Equatable, Sendable {
  /// What may be replaced.
  package enum Replacement: Equatable, Sendable {
    case nothing
    /// Any file that this process does not read, because the user says so.
    case files
    /// Any file, in a place that the program keeps for itself, where it writes again what it reads.
    case keptFiles
    /// Files that begin in this way, which `author` has written to be written again.
    case ownFiles(beginning: String, author: String)
  }

  package let path: String
  package let replacement: Replacement
  /// Files and folders that are read meanwhile: neither they nor what they hold is replaced, nor
  /// are `ReadFiles`.
  ///
  /// Not on request either. What is not there is passed over.
  package let inputs: [String]

  package init(
    _ path: String, replacing replacement: Replacement = .nothing, reading inputs: [String] = []
  ) {
    self.path = path
    self.replacement = replacement
    self.inputs = inputs
  }

  /// A path as people type it, where `~` is their home.
  package init(
    typed path: String, replacing replacement: Replacement = .nothing,
    reading inputs: [String] = []
  ) {
    self.init(
      NSString(string: path).expandingTildeInPath, replacing: replacement, reading: inputs)
  }

  /// Opens the file that will be there, out of sight.
  ///
  /// Before long work, so that a place which cannot be written is found before it.
  ///
  /// - Parameter isUnnamed: Whether it has no name meanwhile, where the file system can do that.
  /// - Throws: `OutputFileError` for what is there and may not be replaced, and where nothing can
  ///   be created.
  package func stage(isUnnamed: Bool = true) throws(OutputFileError) -> StagedFile {
    try StagedFile(self, isUnnamed: isUnnamed)
  }

  /// Writes all of it at once.
  ///
  /// - Throws: Any `OutputFileError`; what was there is as it was then.
  package func write(_ content: Data) throws(OutputFileError) {
    try stage().complete(with: content)
  }

  /// Finds out whether a file can be written there, and leaves nothing.
  ///
  /// - Throws: As `stage`.
  package func check() throws(OutputFileError) {
    _ = try stage()
  }

  /// Whether nothing is seen to have the name, not even a link that leads nowhere.
  package var isFree: Bool {
    var status = stat()
    return lstat(path, &status) != 0
  }
}
