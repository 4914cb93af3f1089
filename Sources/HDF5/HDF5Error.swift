/// Why something in an HDF5 file cannot be read or written.
package struct HDF5Error: Error, Equatable {
  /// Who can help.
  package enum Cause: UInt8, Equatable, Sendable {
    /// What the file holds.
    case contents
    /// The file ends, occupies or exhausts whoever reads it.
    case damaged
    /// The machine lacks memory, descriptors or processes.
    case resources
  }

  /// The path of the file.
  package let file: String

  /// The path inside the file, as `/node/type`; `/` for the file itself.
  package let object: String

  /// The rest of a sentence that begins with the object.
  package let reason: String

  package let cause: Cause

  package init(file: String, object: String, reason: String, cause: Cause = .contents) {
    self.file = file
    self.object = object
    self.reason = reason
    self.cause = cause
  }
}

extension HDF5Error {
  /// Why something is not read where others limit the memory of the process, in bytes.
  static func scarceMemory(_ limit: Int) -> String {
    "takes more memory than the process may have, \(limit >> 10) kB (ulimit -v); raise that limit"
  }
}

extension HDF5Error: CustomStringConvertible {
  package var description: String {
    "\(file): \(about)"
  }

  /// What is wrong where in the file.
  package var about: String { object == "/" ? reason : "'\(object)' \(reason)" }
}
