/// Why something in an HDF5 file cannot be read or written.
package struct HDF5Error: Error, Equatable {
  /// The path of the file.
  package let file: String

  /// The path inside the file, as `/node/type`; `/` for the file itself.
  package let object: String

  /// The rest of a sentence that begins with the object.
  package let reason: String

  package init(file: String, object: String, reason: String) {
    self.file = file
    self.object = object
    self.reason = reason
  }
}

extension HDF5Error: CustomStringConvertible {
  package var description: String {
    object == "/" ? "\(file): \(reason)" : "\(file): '\(object)' \(reason)"
  }
}
