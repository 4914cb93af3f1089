import InputFiles

/// Why a zip archive, or a file in it, cannot be read.
package enum ZipError: Error, Equatable {
  /// The archive itself cannot be read, or takes too much memory.
  case input(InputFileError)
  /// The content contradicts itself.
  case damaged(path: String, problem: String)
}
